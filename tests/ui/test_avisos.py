"""What the program says: strip, passing note, busy mark, question, message."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from balcao.ui.componentes.avisos import Faixa, Mensagem, Nota, Ocupado, Pergunta, Tom
from balcao.ui.componentes.icones import PASTA_ICONES, imagem
from tests.ui.teclas import espera_teclado, segura, tecla


@pytest.fixture
def janela(qtbot) -> QWidget:
    janela = QWidget()
    janela.linha = QLineEdit()
    QVBoxLayout(janela).addWidget(janela.linha)
    janela.resize(800, 400)
    qtbot.addWidget(janela)
    janela.show()
    janela.activateWindow()
    espera_teclado(qtbot, janela)
    janela.linha.setFocus()
    return janela


def test_the_strip_says_offers_an_action_and_goes_away(qtbot, janela):
    faixa, feitas = Faixa(), []
    janela.layout().addWidget(faixa)
    faixa.acionada.connect(lambda: feitas.append(1))
    assert faixa.texto == ""
    for tom in Tom:
        faixa.mostra(tom, f"Mensagem {tom}", "Ver (F4)")
        assert faixa.texto == f"Mensagem {tom}"
        assert not faixa.grab().isNull()
    qtbot.mouseClick(faixa._botao, Qt.MouseButton.LeftButton)
    assert feitas == [1]
    faixa.limpa()
    assert faixa.texto == ""
    assert not faixa.isVisible()


def test_the_note_takes_no_focus_and_leaves_by_itself(qtbot, janela):
    nota = Nota(janela)
    nota.mostra("Pedido 123 enviado.")
    assert nota.texto == "Pedido 123 enviado."
    assert janela.linha.hasFocus()
    assert janela.rect().contains(nota.geometry())
    janela.resize(400, 200)
    qtbot.waitUntil(lambda: janela.rect().contains(nota.geometry()))
    nota._restam = 200  # instead of waiting four seconds
    qtbot.waitUntil(lambda: nota.texto == "")
    assert not nota._relogio.isActive()


def test_the_program_can_end_with_a_note_on_the_screen():
    """An event filter that outlived its window ended it with a segmentation fault."""
    programa = ("from PySide6.QtWidgets import QApplication, QWidget; from balcao.ui.componentes.avisos import Nota;"
                "app = QApplication([]); janela = QWidget(); janela.show(); nota = Nota(janela); nota.mostra('oi');"
                "app.processEvents()")
    assert subprocess.run([sys.executable, "-c", programa], check=False).returncode == 0


def test_a_long_note_wraps_inside_the_window(janela):
    nota = Nota(janela)
    nota.mostra("palavra " * 60)
    assert janela.rect().contains(nota.geometry())
    nota.hide()


def test_the_busy_mark_turns_only_while_it_is_seen(qtbot, janela):
    ocupado = Ocupado("Gravando…")
    janela.layout().addWidget(ocupado)
    assert not ocupado._giro.isActive()
    ocupado.mostra(True)
    qtbot.waitUntil(lambda: ocupado._angulo > 0)
    ocupado.mostra(False, "")
    assert not ocupado._giro.isActive()


def pergunta(qtbot, janela, perigo=False):
    respostas = []
    dialogo = Pergunta(janela, "Excluir?", "O item sai do pedido.", "Excluir", "Voltar", respostas.append, perigo)
    dialogo.open()
    espera_teclado(qtbot, dialogo)
    return dialogo, respostas


@pytest.mark.parametrize(("qual", "perigo", "resposta"), [
    (Qt.Key.Key_F12, False, True), (Qt.Key.Key_Return, False, True), (Qt.Key.Key_Escape, False, False),
    (Qt.Key.Key_F12, True, True), (Qt.Key.Key_Return, True, False), (Qt.Key.Key_Escape, True, False)])
def test_a_question_is_answered_by_key_and_the_keyboard_comes_back(qtbot, janela, qual, perigo, resposta):
    dialogo, respostas = pergunta(qtbot, janela, perigo)
    tecla(dialogo, qual)
    assert respostas == [resposta]
    espera_teclado(qtbot, janela)
    assert janela.linha.hasFocus()


def test_a_held_key_answers_nothing(qtbot, janela):
    dialogo, respostas = pergunta(qtbot, janela)
    for qual in (Qt.Key.Key_F12, Qt.Key.Key_Return):
        QTest.simulateEvent(dialogo.windowHandle(), True, qual.value, Qt.KeyboardModifier.NoModifier, "", True)
    assert respostas == []
    assert dialogo.isVisible()
    segura(dialogo, Qt.Key.Key_F12, 3)
    assert respostas == [True]


@pytest.mark.parametrize("qual", [Qt.Key.Key_F12, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_message_goes_on_with_any_of_the_usual_keys(qtbot, janela, qual):
    lidas = []
    mensagem = Mensagem(janela, "Aviso", "Servidor não respondeu.", lambda: lidas.append(1))
    mensagem.open()
    espera_teclado(qtbot, mensagem)
    tecla(mensagem, qual)
    assert lidas == [1]
    assert not [d for d in janela.findChildren(QDialog) if d.isVisible()]


@pytest.mark.parametrize("arquivo", sorted(PASTA_ICONES.glob("*.svg")), ids=lambda a: a.stem)
def test_every_icon_is_drawn_in_the_colour_asked(qapp, arquivo):
    desenho = imagem(arquivo.stem, "#0B62A8", 24).toImage()
    cores = [desenho.pixelColor(x, y) for x in range(24) for y in range(24)]
    pintados = [cor for cor in cores if cor.alpha() > 200]
    assert len(pintados) > 10
    assert all(cor.blue() > cor.red() for cor in pintados)


def test_an_icon_that_does_not_exist_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        imagem("girafa", "#000000", 24)


def test_a_dialog_stays_within_its_screen_when_it_opens_and_when_it_grows(qtbot, janela):
    dialogo = Mensagem(janela, "Aviso", "Uma frase.")
    tela = dialogo.screen().availableGeometry()
    dialogo.move(tela.left() + 10, tela.top() - 90)
    with qtbot.waitExposed(dialogo):
        dialogo.open()
    qtbot.waitUntil(lambda: tela.contains(dialogo.frameGeometry()))
    dialogo.move(tela.right() - dialogo.width(), tela.bottom() - dialogo.height())
    dialogo.corpo.setText("Uma frase.\n" * 12)
    dialogo.adjustSize()
    qtbot.waitUntil(lambda: dialogo.height() > 150 and tela.contains(dialogo.frameGeometry()))
    dialogo.resize(tela.width() + 300, tela.height() + 300)
    qtbot.waitUntil(lambda: tela.contains(dialogo.frameGeometry()))
    dialogo.reject()
