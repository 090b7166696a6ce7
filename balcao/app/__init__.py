"""The counter's composition root: builds everything once and hands it down.

The window comes first, with the login alone; the rest of the program is imported and built in the background
while the person types. Importing this package imports only Qt and the login.
"""

from balcao.app.arranque import abre_qt


def executa(tema: str | None = None) -> int:
    """Open the window and run until it is closed. Returns the exit code."""
    app = abre_qt()
    from balcao.app.controle import Controle  # after `abre_qt`, which makes its imports cheap

    app.setApplicationName("Balcão")
    controle = Controle(app, tema)
    controle.mostra()
    return int(app.exec())
