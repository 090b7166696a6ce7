"""What the counter shows of a customer: the card's word for his standing, and notes that leave with him."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt

from balcao.domain.fatos import Cliente
from balcao.ui.background import Background
from balcao.ui.janela import Janela
from balcao.ui.venda.cartao_cliente import estado_de
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.fatos import ANA, HOJE
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.unit.test_venda import CONSUMIDOR

ONTEM = HOJE - timedelta(days=1)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pagina(qtbot):
    fundo = Background(lambda erro: erro)
    pagina = PaginaVenda(nova_venda(), ServicosDeTeste(), fundo, lambda: 1)
    qtbot.addWidget(pagina)
    pagina.show()
    yield pagina
    assert fundo.para() == []


def digita(qtbot, pagina, texto):
    qtbot.keyClicks(pagina.tela.entrada, texto)
    qtbot.keyClick(pagina.tela.entrada, Qt.Key.Key_Return)


@pytest.mark.parametrize(("como", "estado"), [
    ({}, "Ativo"), ({"validade": HOJE}, "Ativo"), ({"validade": ONTEM}, "Cadastro vencido"),
    ({"bloqueado": True, "validade": ONTEM}, "Bloqueado"), ({"inativo": True, "bloqueado": True}, "Inativo")])
def test_the_card_says_how_the_customer_stands(como, estado):
    assert estado_de(Cliente(id=ANA, nome="ANA", **como), HOJE) == estado


@pytest.mark.parametrize("como", [{"validade": ONTEM}, {"bloqueado": True}, {"inativo": True}])
def test_what_stops_a_customer_stands_out_on_the_card(pagina, como):
    pagina.venda.catalogo.clientes[ANA] = Cliente(id=ANA, nome="ANA", **como)
    pagina.cabecalho.poe_cliente(ANA)
    assert pagina.tela.cliente.ficha.alerta


def test_the_note_about_a_customer_leaves_with_him(qtbot, pagina):
    pagina.venda.catalogo.clientes[ANA] = Cliente(id=ANA, nome="ANA", observacoes="Paga toda sexta.")
    janela = Janela()
    qtbot.addWidget(janela)
    janela.show()
    pagina.avisou.connect(janela.avisa)
    pagina.calou.connect(janela.cala)
    pagina.cabecalho.poe_cliente(ANA)
    assert janela.faixa.texto == "ANA: Paga toda sexta."
    digita(qtbot, pagina, "1")
    assert janela.faixa.texto == "ANA: Paga toda sexta."
    pagina.cabecalho.poe_cliente(CONSUMIDOR.id)
    assert janela.faixa.texto == ""
    pagina.cabecalho.poe_cliente(ANA)
    janela.avisa("A impressora está sem papel.")
    pagina.cabecalho.poe_cliente(CONSUMIDOR.id)
    assert janela.faixa.texto == "A impressora está sem papel."


def test_after_a_line_is_taken_out_the_next_one_is_current(qtbot, pagina):
    for codigo in "1212":
        digita(qtbot, pagina, codigo)
    for _ in range(2):
        qtbot.keyClick(pagina.tela.entrada, Qt.Key.Key_Up)
    qtbot.keyClick(pagina.tela.entrada, Qt.Key.Key_Delete, CTRL)
    assert [i.linha for i in pagina.venda.pedido.itens] == [1, 3, 4]
    assert pagina.tela.itens.atual == 3
    qtbot.keyClick(pagina.tela.entrada, Qt.Key.Key_Delete, CTRL)
    qtbot.keyClick(pagina.tela.entrada, Qt.Key.Key_Delete, CTRL)
    assert [(i.linha, i.quantidade) for i in pagina.venda.pedido.itens] == [(1, D(1))]
    assert pagina.tela.itens.atual == 1
