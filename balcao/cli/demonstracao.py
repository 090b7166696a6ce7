"""`balcao demo`."""

import argparse

from balcao import demo


def executa(opcoes: argparse.Namespace) -> int:
    """Walk the whole program in a temporary shop."""
    return demo.executa(opcoes.saida, opcoes.nfe)
