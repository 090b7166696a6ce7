"""What the search shows as available follows the order's kind of stock (TP-032)."""

from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from balcao.domain.fatos import Saldo
from balcao.services.counter.consulta import PrecoConsultado
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import nova_venda
from tests.ui.test_venda import digita


class DeFeiras(Catalogo):
    """Of another kind of stock there are 4 of product 1, and none of the others."""

    def nome_do_estoque(self, tipo_estoque):
        return {3: "Feiras"}[tipo_estoque]

    def estoque_por_tipo(self, tipo_estoque, ids):
        return {i: Saldo(saldo=D(5), reservado=D(1)) for i in ids if (tipo_estoque, i) == (3, 1)}


@pytest.mark.parametrize(("tipo_estoque", "visto"), [(None, {1: 10, 2: 10}), (3, {1: 4, 2: 0})])
def test_the_results_show_the_stock_that_the_order_holds(qtbot, poe, tipo_estoque, visto):
    pagina = poe(nova_venda(DeFeiras(tipo_estoque=tipo_estoque, permite_estoque_negativo=False)))
    mostrados = []
    pagina.tela.resultados.mostra = mostrados.append
    for texto in ("parafuso", "sabonete"):
        pagina.tela.entrada.clear()
        digita(qtbot, pagina, texto, enter=False)
    assert {linha.id: linha.disponivel for r in mostrados for linha in r.linhas} == visto
    pagina.tela.entrada.clear()
    digita(qtbot, pagina, "5*1")
    assert [i.produto_id for i in pagina.venda.pedido.itens] == ([] if tipo_estoque else [1])
    assert ("disponível 4" in pagina.tela.aviso.text()) is bool(tipo_estoque)
    assert ("no tipo de estoque “Feiras”: pedido 5, disponível 4" in pagina.tela.aviso.text()) is bool(tipo_estoque)


@pytest.mark.parametrize("tipo_estoque", [None, 3])
def test_a_price_check_tells_the_stock_that_the_order_holds_and_the_shops(qtbot, poe, tipo_estoque):
    pagina = poe(nova_venda(DeFeiras(tipo_estoque=tipo_estoque)))
    pagina.servicos.consulta_preco = lambda _texto, _inicio: PrecoConsultado("1", "PRODUTO 1", "UN", (), D(132), (),
                                                                                      "", id=1)
    lidos = []

    def no_dialogo():
        dialogo = QApplication.activeModalWidget()
        lidos.extend(rotulo.text() for rotulo in dialogo.findChildren(QLabel))
        dialogo.reject()

    QTimer.singleShot(0, pagina, no_dialogo)
    pagina.tela.entrada.setText("1")
    qtbot.keyClick(pagina.tela.entrada, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "132 UN" in lidos
    assert [d for d in ("Estoque “Feiras”, o do documento", "4 UN") if d in lidos] == (
        ["Estoque “Feiras”, o do documento", "4 UN"] if tipo_estoque else [])
