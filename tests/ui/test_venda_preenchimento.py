"""What the document's type fills in by itself (TP-163) and the person it is with, by keys."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from balcao.ui.venda.cabecalho import DO_TIPO
from balcao.ui.venda.dados import DialogoDados
from balcao.ui.venda.entrega import DialogoEntrega
from tests.apoio.venda import nova_venda

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pagina(poe):
    return poe(nova_venda())


def no_dialogo(qtbot, pagina, tecla, classe, faz):
    """A key that opens a dialog, what is done in it, F12; whether it opened."""
    abriu = []

    def usa():
        dialogo = QApplication.activeModalWidget()
        assert isinstance(dialogo, classe)
        abriu.append(True)
        faz(dialogo)
        qtbot.keyClick(dialogo, K.Key_F12)
        if dialogo.isVisible():
            dialogo.reject()

    espera = QTimer(pagina, singleShot=True, interval=0)
    espera.timeout.connect(usa)
    espera.start()
    qtbot.keyClick(pagina.tela.entrada, *tecla)
    espera.stop()
    return bool(abriu)


def com_tipo(pagina, *linhas):
    tipos = pagina.venda.registros.tipos
    tipos.update({n: t.model_copy(update={"auto_preenchimento": linhas}) for n, t in tipos.items()})
    pagina.venda.confere()
    pagina.mostra()


def etiqueta(pagina, nome):
    return pagina.tela.documento.etiquetas[nome]


def test_the_contact_and_the_classification_are_informed_and_shown(qtbot, pagina):
    assert not etiqueta(pagina, "contato").isVisible()

    def preenche(dialogo):
        assert dialogo.focusWidget() is dialogo.texto
        qtbot.keyClick(dialogo.texto, K.Key_Backtab)
        assert dialogo.focusWidget() is dialogo.classificacao
        qtbot.keyClick(dialogo.classificacao, K.Key_Backtab)
        assert dialogo.focusWidget() is dialogo.contato
        qtbot.keyClicks(dialogo.contato, " CICLANO ")
        dialogo.classificacao.setCurrentIndex(dialogo.classificacao.findText("REVISÃO"))

    assert no_dialogo(qtbot, pagina, (K.Key_O, CTRL), DialogoDados, preenche)
    pedido = pagina.venda.pedido
    assert (pedido.contato, pedido.classificacao_id, pedido.observacoes) == ("CICLANO", 2, "")
    assert [etiqueta(pagina, um).valor for um in ("contato", "classificacao")] == ["CICLANO", "REVISÃO"]
    assert etiqueta(pagina, "contato").isVisible()


def test_what_the_type_fills_in_shows_and_is_shut(qtbot, pagina):
    com_tipo(pagina, "PESSOA_CONTATO=FULANO", "CLASSIFICACAO_PEDIDO_ID=1")
    assert etiqueta(pagina, "contato").accessibleName() == f"Contato: FULANO ({DO_TIPO})"

    def so_o_texto(dialogo):
        assert [caixa.isEnabled() for caixa in (dialogo.contato, dialogo.classificacao, dialogo.texto)] == [
            False, False, True]
        assert (dialogo.contato.text(), dialogo.classificacao.currentText()) == ("FULANO", "GARANTIA")
        qtbot.keyClicks(dialogo.texto, "sem pressa")

    assert no_dialogo(qtbot, pagina, (K.Key_O, CTRL), DialogoDados, so_o_texto)
    pedido = pagina.venda.pedido
    assert (pedido.contato, pedido.classificacao_id, pedido.observacoes) == ("FULANO", 1, "sem pressa")


def test_a_key_of_a_field_that_the_type_fills_in_says_so(qtbot, pagina):
    nome = pagina.venda.registros.tipo(pagina.venda.pedido.tipo_id).nome
    com_tipo(pagina, f"PLANO_PAGAMENTO_ID={pagina.venda.pedido.plano_id}")
    assert not no_dialogo(qtbot, pagina, (K.Key_F9,), DialogoDados, lambda _dialogo: None)
    assert f"O tipo {nome} preenche o plano de pagamento" in pagina.tela.aviso.text()


def test_the_freight_of_the_type_stays_while_the_address_is_informed(qtbot, pagina):
    com_tipo(pagina, "FRETE=12,50", "MODO_ENTREGA=ENTREGA")

    def informa(dialogo):
        assert [caixa.isEnabled() for caixa in (dialogo.modo, dialogo.endereco, dialogo.data, dialogo.frete)] == [
            False, True, True, False]
        dialogo.endereco.setEditText("RUA A, 1")

    assert no_dialogo(qtbot, pagina, (K.Key_E, CTRL), DialogoEntrega, informa)
    assert (pagina.venda.pedido.entrega.endereco, str(pagina.venda.pedido.frete)) == ("RUA A, 1", "12.50")


def test_without_lines_nothing_is_shut(qtbot, pagina):
    com_tipo(pagina)
    assert pagina.travas.do_tipo().campos == {}
