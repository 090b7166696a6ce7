"""Opens Diagnóstico, with or without a counter behind it."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from balcao.config import plataforma
from balcao.config.plataforma import Pastas
from balcao.ui.background import Background
from balcao.ui.diagnostico import DialogoDiagnostico, ServicoDiagnostico
from balcao.ui.janela import Janela


def abre_diagnostico(onde: Pastas, janela: Janela, fundo: Background) -> None:
    """The window; it begins to look at once."""
    def constroi() -> ServicoDiagnostico:
        from balcao.app.inicio import agora_local  # in the background: the database's and the network's imports
        from balcao.config.segredos import Segredos  # likewise
        from balcao.services.counter.diagnostico import Diagnostico  # likewise

        return Diagnostico(onde, Segredos(onde.config), agora_local)

    def grava(arquivo: Path, texto: str) -> None:
        plataforma.grava(arquivo, texto)

    DialogoDiagnostico(constroi, grava, fundo, QApplication.activeModalWidget() or janela).open()
