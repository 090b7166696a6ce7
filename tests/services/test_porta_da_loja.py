"""A one-computer shop whose port another program took while it was off: the counter follows its server."""

import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from balcao.config import estacao as config_estacao
from balcao.config.plataforma import VARIAVEL_PASTA, pasta_temporaria, pastas
from balcao.config.segredos import Segredos
from balcao.services.office.loja import Loja


@pytest.fixture
def loja() -> Iterator[Loja]:
    with pasta_temporaria() as pasta:
        onde = pastas({VARIAVEL_PASTA: str(pasta)})
        loja = Loja(onde, Segredos(onde.config), lambda: datetime(2026, 11, 22, tzinfo=UTC), lambda: date(2026, 11, 22))
        yield loja
        loja.embutido.parar()


def test_o_balcao_vai_aonde_o_banco_foi(loja: Loja) -> None:
    loja.inicia(_calado, exemplo=False)
    antes = loja.servidor.porta
    _registra(loja, "127.0.0.1", antes)
    loja.embutido.parar()
    with socket.socket() as outro:
        outro.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        outro.bind(("127.0.0.1", antes))
        outro.listen()
        loja.inicia(_calado, exemplo=False)
    depois, lida = loja.servidor.porta, config_estacao.le(loja.pastas.config)
    assert depois != antes
    assert lida.integracao.porta_banco_dados == depois
    assert (lida.integracao.porta_integracao_clientes, lida.nome) == (8090, "BALCÃO 1")

    _registra(loja, "192.168.0.9", antes)  # a counter of another computer's shop stays one
    loja.inicia(_calado, exemplo=False)
    assert config_estacao.le(loja.pastas.config).integracao.porta_banco_dados == antes


def _calado(_dito: str) -> None:
    """Progress that nobody reads."""


def _registra(loja: Loja, endereco: str, porta: int) -> None:
    servidor = loja.servidor
    loja.configura_estacao(1, 1, "BALCÃO 1", endereco, porta, 8090, servidor.banco, servidor.esquema,
                           loja.conexao_daqui())
