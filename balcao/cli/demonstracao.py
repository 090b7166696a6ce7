"""`balcao demo`."""

import argparse

from balcao.cli.contexto import confere_arquivos
from balcao.demo.roteiro import executa as demonstra


def executa(opcoes: argparse.Namespace) -> int:
    """Walk the whole program in a temporary shop."""
    confere_arquivos(opcoes.nfe)
    return demonstra(opcoes.saida, opcoes.nfe)
