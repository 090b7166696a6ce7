"""The summary offers paper only where some would come out: the type's copies before the terminal's (TP-129)."""

import pytest
from PySide6.QtCore import Qt

from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import nova_venda
from tests.ui.test_venda import digita, no_dialogo, tecla

K = Qt.Key


@pytest.mark.parametrize(("do_tipo", "do_terminal", "oferece"), [
    (None, 1, True), (None, 0, False), (0, 1, False), (2, 0, True)])
def test_the_summary_offers_paper_by_the_types_copies(qtbot, poe, do_tipo, do_terminal, oferece):
    venda = nova_venda(Catalogo(vias_impressao=do_tipo), controles_impressao={"imp_vias_dav": do_terminal})
    pagina = poe(venda)
    digita(qtbot, pagina, "1")
    vistos = []

    def olha(dialogo):
        vistos.append(dialogo.imprime.isVisible())
        qtbot.keyClick(dialogo, K.Key_Escape)

    no_dialogo(qtbot, olha)
    tecla(qtbot, pagina, K.Key_F12)
    assert vistos == [oferece]
