"""The summary offers paper only where some would come out: the type's copies before the terminal's (TP-129)."""

import pytest
from PySide6.QtCore import Qt

from balcao.ui.background import Background
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.ui.test_venda import digita, no_dialogo, tecla
from tests.ui.test_venda_tipo import Catalogo

K = Qt.Key


@pytest.mark.parametrize(("do_tipo", "do_terminal", "oferece"), [
    (None, 1, True), (None, 0, False), (0, 1, False), (2, 0, True)])
def test_the_summary_offers_paper_by_the_types_copies(qtbot, do_tipo, do_terminal, oferece):
    fundo = Background(lambda erro: erro)
    venda = nova_venda(Catalogo(vias_impressao=do_tipo), controles_impressao={"imp_vias_dav": do_terminal})
    pagina = PaginaVenda(venda, ServicosDeTeste(), fundo, lambda: 100)
    qtbot.addWidget(pagina)
    with qtbot.waitExposed(pagina):
        pagina.show()
    pagina.activateWindow()
    pagina.tela.entrada.setFocus()
    qtbot.waitUntil(lambda: pagina.tela.entrada.hasFocus())
    digita(qtbot, pagina, "1")
    vistos = []

    def olha(dialogo):
        vistos.append(dialogo.imprime.isVisible())
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert vistos == [oferece]
    assert fundo.para() == []
