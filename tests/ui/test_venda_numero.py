"""The number and the série of a document, by keys, where its type has them informed (TP-153, TP-154)."""

import pytest
from PySide6.QtCore import Qt

from balcao.ui.venda.numero import DialogoNumero
from tests.apoio.pagina_venda import Catalogo
from tests.apoio.venda import nova_venda
from tests.ui.test_venda import digita, no_dialogo, tecla

K = Qt.Key
CTRL_M = (K.Key_M, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def abre(poe):
    return lambda **ajustes: poe(nova_venda(Catalogo(**ajustes)))


def numero(pagina):
    etiqueta = pagina.tela.documento.etiquetas["numero"]
    return etiqueta.valor if etiqueta.isVisible() else None


def test_a_type_that_numbers_by_itself_asks_for_nothing(qtbot, abre):
    pagina = abre(regra_numeracao="sequencial_geral", serie="ano")
    assert numero(pagina) is None
    tecla(qtbot, pagina, *CTRL_M)
    assert pagina.venda.pedido.numero is None


def test_the_number_is_demanded_typed_and_refused_where_it_is_none(qtbot, abre):
    pagina = abre(regra_numeracao="informado", serie="informado")
    digita(qtbot, pagina, "1")
    assert numero(pagina) == ""
    assert pagina.tela.documento.etiquetas["numero"].alerta
    assert [a.code for a in pagina.venda.achados] == ["numero.exigido"]

    def preenche(dialogo):
        assert isinstance(dialogo, DialogoNumero)
        assert dialogo.windowTitle() == "Número e série do documento"
        assert dialogo.focusWidget() is dialogo.campo_numero
        qtbot.keyClicks(dialogo.campo_numero, "12x")
        qtbot.keyClick(dialogo, K.Key_F12)
        assert dialogo.erro.text() == ("“12x” não é um número de documento. Digite só algarismos, de 1 a 999999999.")
        assert dialogo.focusWidget() is dialogo.campo_numero
        qtbot.keyClicks(dialogo.campo_numero, "123")
        qtbot.keyClicks(dialogo.campo_serie, "a1")
        qtbot.keyClick(dialogo, K.Key_F12)

    no_dialogo(qtbot, preenche)
    tecla(qtbot, pagina, *CTRL_M)
    assert (pagina.venda.pedido.numero, pagina.venda.pedido.serie) == (123, "A1")
    assert numero(pagina) == "123, série A1"
    assert pagina.venda.achados == ()
    lidas = []
    no_dialogo(qtbot, lambda dialogo: (lidas.extend(dialogo.linhas), dialogo.reject()))
    tecla(qtbot, pagina, K.Key_F12)
    assert ("Número", "123, série A1") in lidas, "read before it is issued with it"


def test_only_the_serie_where_only_it_is_asked(qtbot, abre):
    pagina = abre(regra_numeracao="sequencial_tipo", serie="informado")

    def preenche(dialogo):
        assert dialogo.windowTitle() == "Série do documento"
        assert dialogo.focusWidget() is dialogo.campo_serie
        assert dialogo.campo_numero.parent() is None
        qtbot.keyClicks(dialogo.campo_serie, "b-2")
        qtbot.keyClick(dialogo, K.Key_Return)

    no_dialogo(qtbot, preenche)
    tecla(qtbot, pagina, *CTRL_M)
    assert numero(pagina) == "série B-2"
