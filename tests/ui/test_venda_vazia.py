"""F12 on an order without items (TP-103): only where its type lets one be pending, and somebody buys."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from balcao.domain.situacoes import Situacao
from balcao.ui.venda.resumo import DialogoResumo
from tests.apoio.fatos import ANA
from tests.apoio.venda import ServicosDeTeste, nova_venda

K = Qt.Key


@pytest.fixture
def servicos():
    return ServicosDeTeste()


@pytest.fixture
def pagina(poe, servicos):
    return poe(nova_venda(), servicos)


def f12(qtbot, pagina):
    """F12; in the summary that opens, F12 again. Returns whether one opened."""
    abertos = []

    def no_resumo():
        dialogo = QApplication.activeModalWidget()
        assert isinstance(dialogo, DialogoResumo)
        abertos.append(dialogo)
        qtbot.keyClick(dialogo, K.Key_F12)

    espera = QTimer(pagina, singleShot=True, interval=0)
    espera.timeout.connect(no_resumo)
    espera.start()
    qtbot.keyClick(pagina.tela.entrada, K.Key_F12)
    espera.stop()
    return bool(abertos)


@pytest.mark.parametrize(("obrigatorios", "cliente", "abre"), [
    ({Situacao.PENDENTE}, ANA, False), ({Situacao.ENTREGUE}, None, False), ({Situacao.ENTREGUE}, ANA, True)])
def test_an_order_without_items_is_issued_by_keys_where_it_may(qtbot, pagina, servicos, obrigatorios, cliente, abre):
    tipos = pagina.venda.registros.tipos
    tipos.update({n: t.model_copy(update={"situacoes_itens_obrigatorios": frozenset(obrigatorios)})
                  for n, t in tipos.items()})
    if cliente is not None:
        pagina.venda.escolhe_cliente(cliente)
    pagina.mostra()
    assert f12(qtbot, pagina) is abre
    if abre:
        qtbot.waitUntil(lambda: len(servicos.emitidos) == 1)
        assert servicos.emitidos[0].pedido.vazio
    else:
        assert servicos.emitidos == []
