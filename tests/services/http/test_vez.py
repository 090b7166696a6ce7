"""The turn of the orders: a few are stored at once, the others hold nothing while they wait."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from balcao.retaguarda.porteiro import PEDIDOS_JUNTOS
from balcao.services.office.contexto import Passo
from tests.apoio.retaguarda import Balcao, Loja, balcao, servico

ESPERAM = 5
PRAZO_S = 20.0


class Parada:
    """Every order stops once it has its locks, until `siga`."""

    def __init__(self) -> None:
        self.siga = threading.Event()
        self.muda = threading.Condition()
        self.dentro = 0

    def __call__(self, passo: Passo) -> None:
        if passo is Passo.TRAVADO:
            with self.muda:
                self.dentro += 1
                self.muda.notify_all()
            assert self.siga.wait(PRAZO_S)


@pytest.fixture
def parada() -> Iterator[Parada]:
    uma = Parada()
    yield uma
    uma.siga.set()


def test_seis_por_vez_e_os_outros_nao_seguram_nada(loja: Loja, parada: Parada) -> None:
    with ExitStack() as pilha:
        endereco = pilha.enter_context(servico(loja, passo=parada))
        balcoes = [pilha.enter_context(balcao(loja, endereco)) for _ in range(PEDIDOS_JUNTOS + ESPERAM)]
        fios = pilha.enter_context(ThreadPoolExecutor(len(balcoes)))
        pilha.callback(parada.siga.set)
        envios = [fios.submit(um.envia, loja.pedido("VENDA LIVRE", plano="À VISTA")) for um in balcoes]
        with parada.muda:
            assert parada.muda.wait_for(lambda: parada.dentro == PEDIDOS_JUNTOS, PRAZO_S)
            assert not parada.muda.wait_for(lambda: parada.dentro > PEDIDOS_JUNTOS, 0.5)
        with balcao(loja, endereco, None) as outro:  # who waits for a turn is in nobody else's way
            outro.entra("bia")
            assert outro.pede("GET", "/v1/pedidos").json() == []
        assert _em_transacao(loja) == PEDIDOS_JUNTOS
        parada.siga.set()
        assert sorted(e.result().json()["numero"] for e in envios) == list(range(1, len(balcoes) + 1))


def _em_transacao(loja: Loja) -> int:
    with loja.empresa.admin() as con:
        return len(con.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'balcao retaguarda' AND xact_start IS NOT NULL").fetchall())


def test_quem_falha_da_a_vez(loja: Loja, ana: Balcao) -> None:
    loja.poe_estoque("P1", 3)
    recusados = [ana.envia(loja.pedido(itens=[("P1", 5)])).status_code for _ in range(PEDIDOS_JUNTOS + 1)]
    assert recusados == [409] * len(recusados)
    assert ana.envia(loja.pedido(itens=[("P1", 3)])).status_code == 200
