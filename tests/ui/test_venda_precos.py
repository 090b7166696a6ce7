"""The price of a line by keys: asked for (CB-109), kept to a function (TP-083), in the type's places (TP-082)."""

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balcao.domain.permissoes import Permissao
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.venda import nova_venda
from tests.unit.test_venda_precos import DeDoisTipos

K = Qt.Key
LIVRE = {"cp_alterar_preco": "sim"}


@pytest.fixture
def abre(qtbot: QtBot, poe: Callable[..., PaginaVenda]) -> Callable[..., PaginaVenda]:
    def faz(**do_tipo: Any) -> PaginaVenda:
        venda = nova_venda(DeDoisTipos(**do_tipo), controles_produtos=LIVRE)
        venda.muda(tipo_id=2)
        pagina = poe(venda)
        qtbot.keyClicks(pagina.tela.entrada, "3*1")
        qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
        return pagina

    return faz


def f10(qtbot: QtBot, pagina: PaginaVenda, preco: str) -> str:
    """Press F10 and type a price; the hint under the field, "" when no dialog opened."""
    dicas: list[str] = []

    def dentro() -> None:
        dialogo = QApplication.activeModalWidget()
        if isinstance(dialogo, DialogoValor):
            dicas.append(" ".join(r.text() for r in dialogo.findChildren(type(dialogo.erro))))
            dialogo.texto.selectAll()
            qtbot.keyClicks(dialogo.texto, preco)
            qtbot.keyClick(dialogo.texto, K.Key_Return)

    QTimer.singleShot(50, dentro)
    qtbot.keyClick(pagina.tela.entrada, K.Key_F10)
    qtbot.wait(60)
    return dicas[0] if dicas else ""


def test_f10_says_who_may_where_the_type_keeps_the_price(qtbot: QtBot, abre: Callable[..., PaginaVenda]) -> None:
    pagina = abre(funcao_edicao_preco="liberar_preco")
    assert f10(qtbot, pagina, "1,00") == ""
    assert "só quem tem a função “Libera preço fora da faixa”" in pagina.tela.aviso.text()
    assert pagina.venda.pedido.total == D("30.00")


@pytest.mark.parametrize(("ajuste", "pode", "total"), [
    ("nao", False, D("30.00")), ("nao", True, D("3.00")), ("senha", False, D("3.00")), ("sim", False, D("3.00"))])
def test_f10_opens_where_the_terminal_lets_a_price_be_typed(
        qtbot: QtBot, poe: Callable[..., PaginaVenda], ajuste: str, pode: bool, total: D) -> None:
    """CB-107: "Não" is read-only from the start, and not a price that is refused at F12."""
    venda = nova_venda(controles_produtos={"cp_alterar_preco": ajuste})
    if pode:
        quem = venda.contexto.usuario
        venda.contexto = venda.contexto._replace(usuario=quem.model_copy(update={
            "permissoes": quem.permissoes | {Permissao.ALTERAR_PRECO}}))
    pagina = poe(venda)
    qtbot.keyClicks(pagina.tela.entrada, "3*1")
    qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    f10(qtbot, pagina, "1,00")
    assert pagina.venda.pedido.total == total
    assert ("o preço é só de leitura" in pagina.tela.aviso.text()) is (total == D("30.00"))


def test_f10_takes_the_places_of_the_type(qtbot: QtBot, abre: Callable[..., PaginaVenda]) -> None:
    pagina = abre(casas_decimais_preco=0)
    assert "Sem casas depois da vírgula." in f10(qtbot, pagina, "9,49")
    assert pagina.venda.pedido.total == D(27)
    assert pagina.tela.totais.total.text() == "R$\u00a027,00"
