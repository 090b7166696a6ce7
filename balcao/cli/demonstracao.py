"""`balcao demo`."""

import argparse

from balcao.demo.roteiro import executa as demonstra


def executa(opcoes: argparse.Namespace) -> int:
    """Walk the whole program in a temporary shop."""
    return demonstra(opcoes.saida, opcoes.nfe)
