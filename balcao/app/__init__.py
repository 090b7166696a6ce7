"""The counter's composition root: builds everything once and hands it down.

The window comes first, with the login alone; the rest of the program is imported and built in the background
while the person types. Importing this package imports only Qt and the login.
"""

import sys

from balcao.ui.imortais import torna_imortais


def executa(tema: str | None = None) -> int:
    """Open the window and run until it is closed. Returns the exit code."""
    torna_imortais()
    from PySide6.QtWidgets import QApplication  # after `torna_imortais`, which must come before Qt

    from balcao.app.controle import Controle  # likewise

    app = QApplication.instance() or QApplication([*sys.argv[:1]])
    assert isinstance(app, QApplication)
    app.setApplicationName("Balcão")
    controle = Controle(app, tema)
    controle.mostra()
    return int(app.exec())
