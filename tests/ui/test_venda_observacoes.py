"""What a line says (TP-149), by keys: offered where the type has the field, taken away where it has not."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.venda.motivo import DialogoObservacoes
from tests.apoio.venda import nova_venda

K = Qt.Key
OBSERVA = (K.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def pagina(poe):
    return poe(nova_venda())


def escreve(qtbot, pagina, texto):
    """Ctrl+Shift+O, replace what is there, F12; returns the dialog's title, None when none opened."""
    visto = []

    def no_dialogo():
        dialogo = QApplication.activeModalWidget()
        assert isinstance(dialogo, DialogoObservacoes)
        visto.append(dialogo.windowTitle())
        dialogo.texto.selectAll()
        qtbot.keyClicks(dialogo.texto, texto) if texto else qtbot.keyClick(dialogo.texto, K.Key_Delete)
        qtbot.keyClick(dialogo.texto, K.Key_F12)
        if dialogo.isVisible():
            dialogo.reject()

    espera = QTimer(pagina, singleShot=True, interval=0)
    espera.timeout.connect(no_dialogo)
    espera.start()
    qtbot.keyClick(pagina.tela.entrada, *OBSERVA)
    espera.stop()
    return visto[0] if visto else None


def ditas(pagina):
    return [i.observacoes for i in pagina.venda.pedido.itens]


def com_tipo(pagina, permite):
    tipos = pagina.venda.registros.tipos
    tipos.update({n: t.model_copy(update={"permite_observacoes_item": permite}) for n, t in tipos.items()})
    pagina.venda.confere()
    pagina.mostra()


def test_what_is_typed_stands_in_the_line_and_can_be_taken_back(qtbot, pagina):
    for codigo in ("1", "2"):
        qtbot.keyClicks(pagina.tela.entrada, codigo)
        qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    assert escreve(qtbot, pagina, "cor azul") == "Observações de PRODUTO 2"
    assert ditas(pagina) == ["", "cor azul"]
    assert pagina.tela.itens._textos[1][2] == "PRODUTO 2 · cor azul"
    qtbot.keyClick(pagina.tela.entrada, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ditas(pagina) == ["", ""]


def test_a_type_without_the_field_offers_no_key_but_lets_go_of_what_is_there(qtbot, pagina):
    qtbot.keyClicks(pagina.tela.entrada, "1")
    qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    escreve(qtbot, pagina, "cor azul")
    com_tipo(pagina, permite=False)
    assert [a.code for a in pagina.venda.achados] == ["item.observacoes"]
    assert escreve(qtbot, pagina, "cor verde") == "Observações de PRODUTO 1"
    assert ditas(pagina) == ["cor azul"]
    assert "não tem observações nos itens" in pagina.tela.aviso.text()
    escreve(qtbot, pagina, "")
    assert (ditas(pagina), pagina.venda.achados) == ([""], ())
    assert escreve(qtbot, pagina, "outra vez") is None


def test_escape_asks_before_losing_what_was_typed(qtbot, pagina):
    """A page of text, or twenty scanned serial numbers, is more than a hand types again."""
    qtbot.keyClicks(pagina.tela.entrada, "1")
    qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    vistos = []

    def no_dialogo():
        dialogo = QApplication.activeModalWidget()
        qtbot.keyClicks(dialogo.texto, "cor azul")
        for tecla in (K.Key_Escape, K.Key_F12):  # goes on typing; then gives it up
            qtbot.keyClick(dialogo, K.Key_Escape)
            pergunta = [p for p in dialogo.findChildren(Pergunta) if p.isVisible()][-1]
            vistos.append(pergunta.windowTitle())
            qtbot.keyClick(pergunta, tecla)
            vistos.append(dialogo.isVisible())

    QTimer.singleShot(0, pagina, no_dialogo)
    qtbot.keyClick(pagina.tela.entrada, *OBSERVA)
    assert vistos == ["Descartar o que foi digitado?", True, "Descartar o que foi digitado?", False]
    assert ditas(pagina) == [""]
