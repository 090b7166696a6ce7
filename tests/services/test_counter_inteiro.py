"""The counter as `balcao.app` runs it: sync process, outbox thread, print queue; nothing pulled or pushed by hand."""

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal as D
from pathlib import Path

import pytest

from balcao.services.counter.balcao import Balcao
from balcao.services.counter.noticias import Assunto
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import Loja

PRAZO_S = 60


class Espera:
    """Waits for something to become true, looking again each time the counter says that it changed."""

    def __init__(self, balcao: Balcao) -> None:
        self._mudou = threading.Event()
        balcao.avisos.mudou = balcao.ligacao.ao_mudar = self._mudou.set

    def ate(self, pronto: Callable[[], bool]) -> None:
        for _ in range(PRAZO_S):
            if pronto():
                return
            self._mudou.wait(1)
            self._mudou.clear()
        raise AssertionError("não aconteceu a tempo")


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.sincronizador.fecha()
        yield um


def test_um_dia_de_balcao(balcao: BalcaoDeTeste) -> None:
    b = balcao.b
    espera = Espera(b)
    b.inicia()
    espera.ate(b.pronto)
    balcao.entra("ana")
    venda = balcao.venda("VENDA", [("P1", 4)])
    assert balcao.emite(venda).numero == "P-1"

    p1 = balcao.loja.produtos["P1"]

    def reservado() -> bool:
        with b.leitura.catalogo(1) as catalogo:
            return catalogo.produtos([p1], None).estoque[p1].reservado == D(4)

    espera.ate(reservado)  # the service's NOTIFY woke the sync
    b.renova()
    assert venda.catalogo.produtos([p1], None).estoque[p1].disponivel == D(96)
    balcao.rede.modo = Modo.RECUSA
    espera.ate(lambda: not b.ligacao.conectada)  # the pulse notices, nobody sold
    assert b.situacao().frase.startswith("Sem retaguarda há")
    emitido = balcao.emite(balcao.venda("DAV"))
    assert emitido.guardado
    assert b.situacao().a_enviar == 1
    balcao.rede.modo = Modo.PASSA
    espera.ate(lambda: b.situacao().a_enviar == 0)
    assert b.ligacao.conectada
    assert [n.assunto for n in balcao.noticias] == [Assunto.CHEGOU]
    assert balcao.loja.conta("pedidos") == 2
    espera.ate(lambda: balcao.loja.conta("testemunhas") == 1)
    assert b.situacao().frase == "Retaguarda conectada"
