"""The login over a locked screen: whose password it asks, and the plain door again for whoever comes next."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from balcao.ui.janela import Janela
from tests.ui.teclas import espera_teclado


@pytest.fixture
def janela(qtbot):
    """The window with a page over which somebody is in, and the door's label."""
    janela, pagina = Janela(), QWidget()
    pagina.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(janela)
    janela.login.mostra_loja("Loja Centro")
    with qtbot.waitExposed(janela):
        janela.show()
    espera_teclado(qtbot, janela)
    janela.entra(pagina, lambda: None, 0)
    return janela


def textos(janela):
    return [r.text() for r in janela.login.findChildren(QLabel) if r.isVisible()]


def test_the_lock_is_told_whole_and_is_gone_for_the_next_person(qtbot, janela):
    janela.sai()
    janela.login.trava("ana", "Ana Souza")
    frase = "Ana Souza, digite sua senha para continuar. A venda aberta está guardada."
    assert {"Tela bloqueada", frase} <= set(textos(janela))
    [rotulo] = [r for r in janela.login.findChildren(QLabel) if r.text() == frase]
    assert rotulo.heightForWidth(rotulo.width()) > rotulo.fontMetrics().height() * 3 // 2  # two lines
    qtbot.waitUntil(lambda: rotulo.height() >= rotulo.heightForWidth(rotulo.width()))
    janela.entra(janela.paginas.widget(1), lambda: None, 0)
    janela.sai()
    assert {"Balcão", "Loja Centro"} <= set(textos(janela))
    assert frase not in textos(janela)
