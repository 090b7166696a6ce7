"""Quantities by keys: a line of nothing, where the order's type takes one (TP-110)."""

from decimal import Decimal as D

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from balcao.ui.background import Background
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.ui.test_venda import no_dialogo, responde
from tests.unit.test_venda_precos import DeDoisTipos

K = Qt.Key


@pytest.mark.parametrize(("permite", "entram", "fica"), [(True, [D(0), D(2)], D(0)), (False, [D(2)], D(2))])
def test_zero_in_the_entry_line_and_in_f4(qtbot: QtBot, permite: bool, entram: list[D], fica: D) -> None:
    fundo = Background(lambda erro: erro)
    venda = nova_venda(DeDoisTipos(permite_quantidade_zerada=permite))
    venda.muda(tipo_id=2)
    pagina = PaginaVenda(venda, ServicosDeTeste(), fundo, lambda: 1)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(pagina)
    with qtbot.waitExposed(pagina):
        pagina.show()
    pagina.activateWindow()
    entrada = pagina.tela.entrada
    entrada.setFocus()
    qtbot.waitUntil(entrada.hasFocus)
    for texto in ("0*1", "2*1"):
        entrada.selectAll()
        qtbot.keyClicks(entrada, texto)
        qtbot.keyClick(entrada, K.Key_Return)
        if texto == "0*1":
            assert ("zero" in pagina.tela.aviso.text()) is not permite
    assert [i.quantidade for i in venda.pedido.itens] == entram
    feito = no_dialogo(qtbot, responde(qtbot, "0"))
    qtbot.keyClick(entrada, K.Key_F4)
    assert feito
    assert venda.pedido.itens[-1].quantidade == fica
    assert ("não aceita itens com quantidade zerada" in pagina.tela.aviso.text()) is not permite
    assert fundo.para() == []
