"""A suspended draft by keys, in the real window over a real shop: taken up again, and thrown away for good."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from balcao.ui.componentes.avisos import Pergunta
from tests.apoio.balcao import balcao_de, servico
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import nova_loja
from tests.scenarios.tela import K, Tela

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tela(fabrica_bancos: FabricaBancos, qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[Tela]:
    loja = nova_loja(fabrica_bancos)
    try:
        with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
            uma = Tela(qtbot, qapp, balcao)
            try:
                uma.entra("bia")
                yield uma
            finally:
                uma.fecha()
    finally:
        loja.fecha()


def retomado(tela: Tela) -> None:
    """A draft of two lines, suspended (Ctrl+S) and taken up again here (F8, F10)."""
    for linha in ("2*P1", "P2"):
        tela.digita(f"{linha}\r")
    tela.tecla(K.Key_S, CTRL)
    tela.qtbot.waitUntil(lambda: tela.venda.pedido.vazio, timeout=20_000)
    tela.tecla(K.Key_F8)
    documentos = tela.controle.sessao.documentos
    documentos.situacao.setCurrentIndex(documentos.situacao.findText("Susp", Qt.MatchFlag.MatchStartsWith))
    tela.qtbot.waitUntil(lambda: documentos.acoes.acao("documentos.retomar").isEnabled(), timeout=20_000)
    tela.tecla(K.Key_F10)
    tela.qtbot.waitUntil(lambda: len(tela.venda.pedido.itens) == 2, timeout=20_000)


def descarta(tela: Tela) -> None:
    """Ctrl+W, and F12 to the question."""
    def dentro(dialogo: Any) -> None:
        assert isinstance(dialogo, Pergunta)
        tela.tecla(K.Key_F12)

    tela.ao_abrir(lambda: tela.tecla(K.Key_W, CTRL), dentro)


def test_o_retomado_que_se_descarta_some_tambem_da_retaguarda(tela: Tela) -> None:
    retomado(tela)
    assert tela.balcao.loja.conta("pedidos", "situacao = 'M'") == 1
    descarta(tela)
    tela.qtbot.waitUntil(lambda: tela.venda.pedido.vazio, timeout=20_000)
    assert tela.balcao.loja.conta("pedidos") == 0


def test_sem_a_retaguarda_ele_continua_aberto_e_isso_e_dito(tela: Tela) -> None:
    retomado(tela)
    tela.balcao.cai()
    descarta(tela)
    tela.qtbot.waitUntil(lambda: bool(tela.ditos), timeout=20_000)
    assert tela.ditos[-1].startswith("O documento não foi descartado e continua aberto: ")
    assert len(tela.venda.pedido.itens) == 2
    tela.balcao.volta()
    assert tela.balcao.loja.conta("pedidos", "situacao = 'M'") == 1


def test_o_que_nunca_foi_suspenso_se_descarta_sem_a_retaguarda(tela: Tela) -> None:
    tela.digita("P1\r")
    tela.balcao.cai()
    descarta(tela)
    tela.qtbot.waitUntil(lambda: tela.venda.pedido.vazio, timeout=20_000)
    tela.balcao.volta()
