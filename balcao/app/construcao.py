"""Builds the sale behind the login screen, while the person types or the password is being checked.

Importing this module imports everything that the first sale needs, and nothing that comes after it
(`services.counter.bastidores`, Documentos, Configuração, Importar).
"""

import gc
import time
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from balcao.app.inicio import Aberta
from balcao.app.sessao_tela import SessaoTela
from balcao.services.counter.balcao import Avisos, Balcao

PRIMEIRA_CARGA_S = 20.0


class Pronto(NamedTuple):
    """What the window is given."""

    balcao: Balcao
    loja: str
    sugestoes: list[tuple[str, str, str, str]]
    tela: type[SessaoTela]
    aquece: Callable[[], None]


def constroi(aberta: Aberta, avisos: Avisos, avisa: Callable[[str], None]) -> Pronto:
    """The counter behind an open door. Waits for the shop's data only the first time."""
    balcao = Balcao(aberta.entrada, avisos)
    if not balcao.pronto():  # later there is a replica to begin with, and the sync starts behind the sale
        balcao.inicia_sincronia()
        fim = time.monotonic() + PRIMEIRA_CARGA_S
        while not aberta.problema and not balcao.pronto() and time.monotonic() < fim:
            avisa("Recebendo os dados da loja…")
            time.sleep(0.1)
    return Pronto(balcao, balcao.nome_da_loja(), balcao.sugestoes(), SessaoTela,
                  lambda: aquece(balcao))


def aquece(balcao: Balcao) -> None:
    """In the background, once the sale is on the screen: what its first F8, F12, F1, Ctrl+K and paper would wait
    for."""
    for tela in ("balcao.ui.documentos.pagina", "balcao.ui.ajuda", "balcao.ui.paleta_comandos",
                 *(f"balcao.ui.venda.{um}" for um in ("cliente", "escolha", "resumo", "porque", "liberacao", "motivo",
                                                      "consulta_preco", "cadastro", "entrega", "servico", "numero"))):
        import_module(tela)  # measured: 50 ms and 15 ms; the dialogs 10
    balcao.bastidores.inicia()
    balcao.bastidores.impressor.aquece()
    gc.freeze()  # what was imported lives as long as the program: looking it over for garbage holds a scan for 50 ms
