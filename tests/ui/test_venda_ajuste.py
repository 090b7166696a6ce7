"""F5 and Shift+F5 by keys: discounts and surcharges, one after the other where the type takes them (TP-065, TP-066)."""

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balcao.ui.tema import Rotulo
from balcao.ui.venda.ajuste import DialogoAjuste
from balcao.ui.venda.itens import textos_da_linha
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.venda import nova_venda
from tests.unit.test_venda_precos import DeDoisTipos

K = Qt.Key
NBSP = "\u00a0"


@pytest.fixture
def abre(qtbot: QtBot, poe: Callable[..., PaginaVenda]) -> Callable[..., PaginaVenda]:
    def faz(entrada: str = "10*1", **do_tipo: Any) -> PaginaVenda:
        venda = nova_venda(DeDoisTipos(**do_tipo))
        venda.muda(tipo_id=2)
        pagina = poe(venda)
        qtbot.keyClicks(pagina.tela.entrada, entrada)
        qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
        return pagina

    return faz


def f5(qtbot: QtBot, pagina: PaginaVenda, texto: str, teclas: Qt.KeyboardModifier) -> tuple[str, str]:
    """Press F5 with these modifiers, type and Enter; what the field had, and the refusal beside it ("" when it took
    it). A refused dialog is closed by ESC."""
    ditos: list[tuple[str, str]] = []

    def dentro() -> None:
        dialogo = QApplication.activeModalWidget()
        if not isinstance(dialogo, DialogoAjuste) or not dialogo.isVisible():
            QTimer.singleShot(5, dentro)
            return
        tinha = dialogo.texto.text()
        dialogo.texto.selectAll()
        qtbot.keyClicks(dialogo.texto, texto)
        qtbot.keyClick(dialogo.texto, K.Key_Return)
        ditos.append((tinha, dialogo.erro.text() if dialogo.isVisible() else ""))
        if dialogo.isVisible():
            qtbot.keyClick(dialogo, K.Key_Escape)

    QTimer.singleShot(0, dentro)
    qtbot.keyClick(pagina.tela.entrada, K.Key_F5, teclas)
    return ditos[0]


SEM, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize("teclas", [SEM, SHIFT])
def test_a_cascade_by_keys_shown_and_undone(qtbot: QtBot, abre: Callable[..., PaginaVenda],
                                            teclas: Qt.KeyboardModifier) -> None:
    pagina = abre(descontos_acumulativos=True, acrescimos_acumulativos=True)
    assert f5(qtbot, pagina, "10+5", teclas) == ("", "")
    assert pagina.venda.pedido.total == D("85.50")
    assert f5(qtbot, pagina, "+10+5%", teclas) == ("10+5%", "")
    assert pagina.venda.pedido.total == D("115.50")
    assert f"acréscimo R${NBSP}15,50" in pagina.tela.totais._resumo.text()
    assert textos_da_linha(1, pagina.venda.pedido.itens[0], 3, 2)[6] == "+15,50"
    assert f5(qtbot, pagina, "0", teclas) == ("+10+5%", "")
    assert pagina.venda.pedido.total == D("100.00")
    for esperado in ("115.50", "85.50", "100.00"):
        qtbot.keyClick(pagina.tela.entrada, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert pagina.venda.pedido.total == D(esperado)


@pytest.mark.parametrize(("teclas", "onde"), [(SEM, "(F5)"), (SHIFT, "(Shift+F5)")])
def test_the_dialog_says_beside_the_field_that_the_type_takes_one(
        qtbot: QtBot, abre: Callable[..., PaginaVenda], teclas: Qt.KeyboardModifier, onde: str) -> None:
    pagina = abre()
    for texto, o_que in (("10+5%", "Desconto de 10% + 5%"), ("+10+5%", "Acréscimo de 10% + 5%")):
        _, recusa = f5(qtbot, pagina, texto, teclas)
        assert o_que in recusa
        assert "aceita um só, sem cascata" in recusa
        assert onde in recusa
        assert pagina.venda.pedido.total == D("100.00")
    assert f5(qtbot, pagina, "+10%", teclas) == ("", "")
    assert pagina.venda.pedido.total == D("110.00")


def test_the_entry_line_takes_a_cascade_or_says_why_not(qtbot: QtBot, abre: Callable[..., PaginaVenda]) -> None:
    assert abre("10*1 -10+5%", descontos_acumulativos=True).venda.pedido.total == D("85.50")
    pagina = abre("10*1 -10+5%")
    assert pagina.venda.pedido.vazio
    assert "sem cascata" in pagina.tela.aviso.text()
    assert pagina.tela.entrada.selectedText() == "10*1 -10+5%"


def test_a_line_says_how_its_value_came_about(qtbot: QtBot, abre: Callable[..., PaginaVenda]) -> None:
    pagina = abre("10*1 -10+5%", descontos_acumulativos=True)
    linha = textos_da_linha(1, pagina.venda.pedido.itens[0], 3, 2)
    assert linha[2].endswith(" · desconto de 10% + 5%")
    assert linha[6:] == ("14,50", "85,50")
    f5(qtbot, pagina, "12%", SEM)
    assert "desconto de" not in textos_da_linha(1, pagina.venda.pedido.itens[0], 3, 2)[2]


def test_a_long_refusal_makes_the_window_taller_and_hides_nothing(qtbot: QtBot,
                                                                  abre: Callable[..., PaginaVenda]) -> None:
    pagina = abre()
    venda = pagina.venda
    dialogo = DialogoAjuste("no total", D(100), (None, None), venda.registros.tipo(venda.pedido.tipo_id), pagina)
    dialogo.show()
    qtbot.waitExposed(dialogo)
    qtbot.keyClicks(dialogo.texto, "10+5")
    qtbot.keyClick(dialogo.texto, K.Key_Return)
    assert "sem cascata" in dialogo.erro.text()
    qtbot.waitUntil(lambda: dialogo.erro.height() > 0)
    dica = next(r for r in dialogo.findChildren(Rotulo) if r.text().startswith("Desconto: "))
    assert dica.geometry().top() > dialogo.texto.geometry().bottom()
    assert dialogo.erro.geometry().top() > dica.geometry().bottom()
    assert dica.height() >= dica.heightForWidth(dica.width())
    assert dialogo.erro.height() >= dialogo.erro.heightForWidth(dialogo.erro.width())
    dialogo.close()
