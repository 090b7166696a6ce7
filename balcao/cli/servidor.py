"""`balcao servidor`."""

import argparse

from balcao.cli.contexto import loja
from balcao.cli.principal import avisa
from balcao.retaguarda.operacao import opera


def liga(opcoes: argparse.Namespace) -> int:
    """Serve the shop of this computer until told to stop; a computer without one gets the sample shop."""
    return opera(loja(), avisa, exemplo=True, porta=opcoes.porta, processos=opcoes.processos)
