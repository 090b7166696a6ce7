"""The screen: Qt Widgets. Before anything else, Python's constants are made safe from PySide6 (see below)."""

from balcao.ui.imortais import torna_imortais

torna_imortais()
