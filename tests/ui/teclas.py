"""Keys as the hardware sends them: to the window, so that the whole of Qt routes them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

SEM = Qt.KeyboardModifier.NoModifier


class Relogio:
    """A clock that only the test moves (milliseconds)."""

    def __init__(self) -> None:
        self.agora = 1000.0

    def __call__(self) -> float:
        return self.agora

    def anda(self, ms: float) -> None:
        self.agora += ms


def janela_de(widget: QWidget) -> QWindow:
    """The window that has the keyboard: the active one, else the widget's own."""
    return QApplication.focusWindow() or widget.window().windowHandle()


def espera_teclado(qtbot: Any, widget: QWidget) -> None:
    """Wait until keys go to the window of `widget`; being visible, or active, comes earlier."""
    qtbot.waitUntil(lambda: QApplication.focusWindow() == widget.window().windowHandle())


def tecla(widget: QWidget, qual: Qt.Key | str, modificador: Qt.KeyboardModifier = SEM, vezes: int = 1) -> None:
    """Press and release a key."""
    for _ in range(vezes):
        QTest.keyClick(janela_de(widget), qual, modificador)


def digita(widget: QWidget, texto: str) -> None:
    """Type a text, without any scanner guard in the way."""
    for letra in texto:
        QTest.keyClick(janela_de(widget), letra)


def segura(widget: QWidget, qual: Qt.Key, repeticoes: int) -> None:
    """Hold a key down: one press, then auto-repeats, then the release."""
    alvo = janela_de(widget)
    QTest.simulateEvent(alvo, True, qual.value, SEM, "", False)
    for _ in range(repeticoes):
        if isValid(alvo):  # the key may have closed the window
            QTest.simulateEvent(alvo, True, qual.value, SEM, "", True)
    if isValid(alvo):
        QTest.simulateEvent(alvo, False, qual.value, SEM, "", False)


def cadencia(widget: QWidget, texto: str, passos: list[float], relogio: Relogio,
             entre: Callable[[], None] = lambda: None) -> None:
    """Type `texto` letting `passos[i]` ms go by before each key; "\\r" is Enter, "\\t" Tab."""
    especiais = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
    for letra, passo in zip(texto, passos, strict=True):
        relogio.anda(passo)
        entre()
        QTest.keyClick(janela_de(widget), especiais.get(letra, letra))
