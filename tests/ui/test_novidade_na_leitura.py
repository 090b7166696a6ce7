"""What the sync brings while a scanner is typing is seen behind the scan, not in its way."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.apoio.balcao import balcao_de, servico
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import nova_loja
from tests.scenarios.tela import LEITOR_MS, Tela
from tests.ui.teclas import cadencia


@pytest.fixture
def tela(fabrica_bancos: FabricaBancos, qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[Tela]:
    loja = nova_loja(fabrica_bancos)
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
        feita = Tela(qtbot, qapp, balcao)
        try:
            feita.entra("ana")
            yield feita
        finally:
            feita.fecha()
    loja.fecha()


def muda_preco(tela: Tela, preco: int) -> None:
    """In the shop; it is here when the function returns, and nobody has looked yet."""
    loja = tela.balcao.loja
    loja.sql("UPDATE precos SET preco = %s WHERE produto_id = %s", Decimal(preco), loja.produtos["P10"])
    tela.balcao.puxa()


def precos(tela: Tela) -> list[Decimal]:
    return [i.preco for i in tela.venda.pedido.itens]


def test_a_novidade_espera_a_leitura(tela: Tela) -> None:
    tela.le("P10")
    muda_preco(tela, 77)
    tela._relogio.anda(500)
    cadencia(tela.janela, "P10", [LEITOR_MS] * 3, tela._relogio)
    assert tela.pagina.tela.chegando
    tela.controle._mudou.emit()  # the scan's Enter is not there yet
    cadencia(tela.janela, "\r", [LEITOR_MS], tela._relogio)
    assert precos(tela) == [Decimal(100), Decimal(100)]
    p10 = tela.balcao.loja.produtos["P10"]
    tela.qtbot.waitUntil(lambda: tela.venda.preco_de(p10) == Decimal(77))
    tela.le("P10")
    assert precos(tela) == [Decimal(100), Decimal(100), Decimal(77)]


def test_sem_leitura_a_novidade_vale_ja(tela: Tela) -> None:
    muda_preco(tela, 66)
    tela.digita("P1")  # a person is looking for something
    tela.controle._mudou.emit()
    tela.digita("0\r")
    assert precos(tela) == [Decimal(66)]


def test_uma_leitura_que_nao_termina_nao_segura_a_novidade(tela: Tela) -> None:
    muda_preco(tela, 55)
    tela._relogio.anda(500)
    cadencia(tela.janela, "P10", [LEITOR_MS] * 3, tela._relogio)
    tela.controle._mudou.emit()
    assert tela.pagina.tela.chegando
    assert not tela.pagina.tela.procurando  # the rows of its first digits are gone
    registros, lista = tela.venda.registros, tela.venda.pedido.lista_id
    um = registros.preco_lista(lista, tela.balcao.loja.produtos["P1"])
    assert um is not None
    assert um.preco == Decimal(10)
    tela.qtbot.waitUntil(lambda: not registros._precos, timeout=10_000)  # read again: nothing is known by heart
    assert tela.pagina.tela.entrada.text() == "P10"
