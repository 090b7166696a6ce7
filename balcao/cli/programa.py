"""`balcao` alone: the window."""

import argparse

from balcao import app


def janela(opcoes: argparse.Namespace) -> int:
    """Open the counter."""
    codigo: int = app.executa(opcoes.tema)
    return codigo
