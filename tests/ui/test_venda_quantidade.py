"""Quantities by keys: a line of nothing, where the order's type takes one (TP-110); in another unit (TP-171)."""

from collections.abc import Callable
from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.venda import nova_venda
from tests.ui.test_venda import no_dialogo, responde
from tests.unit.test_venda_precos import DeDoisTipos

K = Qt.Key


@pytest.fixture
def abre(poe: Callable[..., PaginaVenda]) -> Callable[..., PaginaVenda]:
    """The sale's page on an order of a type that says so."""
    def faz(**tipo: bool) -> PaginaVenda:
        venda = nova_venda(DeDoisTipos(**tipo))
        venda.muda(tipo_id=2)
        return poe(venda)

    return faz


@pytest.mark.parametrize(("permite", "entram", "fica"), [(True, [D(0), D(2)], D(0)), (False, [D(2)], D(2))])
def test_zero_in_the_entry_line_and_in_f4(qtbot: QtBot, abre: Callable[..., PaginaVenda], permite: bool,
                                          entram: list[D], fica: D) -> None:
    pagina = abre(permite_quantidade_zerada=permite)
    venda, entrada = pagina.venda, pagina.tela.entrada
    for texto in ("0*1", "2*1"):
        entrada.selectAll()
        qtbot.keyClicks(entrada, texto)
        qtbot.keyClick(entrada, K.Key_Return)
        if texto == "0*1":
            assert ("zero" in pagina.tela.aviso.text()) is not permite
    assert [i.quantidade for i in venda.pedido.itens] == entram
    ditos: list[tuple[str, str]] = []

    def zera(dialogo: DialogoValor) -> None:
        responde(qtbot, "0")(dialogo)
        if dialogo.isVisible():  # refused: said there, beside what was typed
            ditos.append((dialogo.erro.text(), dialogo.texto.selectedText()))
            dialogo.reject()

    no_dialogo(qtbot, zera)
    qtbot.keyClick(entrada, K.Key_F4)
    assert venda.pedido.itens[-1].quantidade == fica
    assert [("não aceita itens com quantidade zerada" in erro, texto) for erro, texto in ditos] == (
        [] if permite else [(True, "0")])


@pytest.mark.parametrize("permite", [True, False])
def test_another_unit_in_the_entry_line_and_in_f4(qtbot: QtBot, abre: Callable[..., PaginaVenda],
                                                  permite: bool) -> None:
    """TP-171: the catalogue sells product 1 also in CX (12) and FD (2,5)."""
    pagina = abre(unidade_medida_alternativa=permite)
    venda, entrada = pagina.venda, pagina.tela.entrada
    qtbot.keyClicks(entrada, "2cx*1")
    qtbot.keyClick(entrada, K.Key_Return)
    if not permite:
        assert "só na unidade do produto" in pagina.tela.aviso.text()
        entrada.selectAll()
        qtbot.keyClicks(entrada, "24*1")
        qtbot.keyClick(entrada, K.Key_Return)
    [item] = venda.pedido.itens
    assert (item.quantidade, item.total, item.como_digitado) == (D(24), D(240), "2 CX (24 UN)" if permite else "")
    ditos: list[str] = []

    def em_fardos(dialogo: QDialog) -> None:
        responde(qtbot, "3 fd")(dialogo)
        ditos.extend(rotulo.text() for rotulo in dialogo.findChildren(QLabel))
        if dialogo.isVisible():  # it refused
            dialogo.reject()

    feito = no_dialogo(qtbot, em_fardos)
    qtbot.keyClick(entrada, K.Key_F4)
    assert feito
    assert any("Também em CX (de 12), FD (de 2,5): digite 2cx." in dito for dito in ditos) is permite
    assert any("só é vendido em UN" in dito for dito in ditos) is not permite
    assert (venda.pedido.itens[0].quantidade, venda.pedido.itens[0].como_digitado) == (
        (D("7.5"), "3 FD (7,5 UN)") if permite else (D(24), ""))
