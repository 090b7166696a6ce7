"""A hand for the demonstration: presses keys on the real window, waits for what the screen shows, takes pictures."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from balcao.domain.erros import AmbienteIndisponivel

PESSOA_S = 0.045
NENHUM = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
_NIVEIS = 8


class Mao:
    """`passo` names what is being done, for whoever reads why it stopped."""

    def __init__(self, app: QApplication, saida: Path) -> None:
        self._app, self._saida = app, saida
        self.passo = "início"
        self.falha: BaseException | None = None
        self.telas: list[str] = []

    def tecla(self, key: Qt.Key, modificador: Qt.KeyboardModifier = NENHUM, texto: str = "") -> None:
        """One key, to whatever has the focus, as Qt delivers it: shortcuts first."""
        self.ate(QApplication.focusWidget, "o foco", 10)
        alvo = QApplication.focusWidget()
        assert alvo is not None
        desvio = QKeyEvent(QEvent.Type.ShortcutOverride, key, modificador, texto)
        QApplication.sendEvent(alvo, desvio)
        if not desvio.isAccepted() and self._atalho(alvo, key, modificador):
            return
        for tipo in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(alvo, QKeyEvent(tipo, key, modificador, texto))

    def _atalho(self, alvo: QWidget, key: Qt.Key, modificador: Qt.KeyboardModifier) -> bool:
        """What Qt's shortcut map does with a key from a keyboard: the enabled action of the active window."""
        codigo = int(key.value) | int(modificador.value)
        janela = QApplication.activeWindow() or alvo.window()
        quem: QWidget | None = alvo
        while quem is not None:
            for acao in quem.actions():
                if acao.isEnabled() and acao.shortcut() == QKeySequence(codigo):
                    acao.trigger()
                    return True
            quem = None if quem is janela else quem.parentWidget()
        return False

    def digita(self, texto: str) -> None:
        """Letters at a quick person's pace: any faster and the program takes them for a scanner's."""
        for letra in texto:
            self._respira(PESSOA_S)
            self.tecla(Qt.Key(ord(letra.upper())) if ord(letra) < 128 else Qt.Key.Key_unknown, NENHUM, letra)

    def _respira(self, segundos: float) -> None:
        fim = time.monotonic() + segundos
        while time.monotonic() < fim:
            self._app.processEvents()
            time.sleep(0.002)

    def enter(self) -> None:
        """Enter, after a breath."""
        self._respira(PESSOA_S)
        self.tecla(Qt.Key.Key_Return, NENHUM, "\r")

    def ate(self, condicao: Callable[[], object], o_que: str, segundos: float = 60.0) -> None:
        """Let the program live until `condicao`. Raises AmbienteIndisponivel naming what never came."""
        fim = time.monotonic() + segundos
        while not condicao():
            if self.falha is not None:
                raise self.falha
            if time.monotonic() > fim:
                self.foto("falha")
                raise AmbienteIndisponivel(f"A demonstração parou em “{self.passo}”: {o_que} não aconteceu em "
                                           f"{segundos:.0f} segundos.", "Veja tela_falha.png.")
            self._app.processEvents()
            time.sleep(0.005)

    def no_dialogo(self, faz: Callable[[QDialog], None]) -> None:
        """Do this inside the next dialog that opens (dialogs hold the program until they close)."""
        passo = self.passo

        def tenta() -> None:
            dialogo = QApplication.activeModalWidget()
            foco = QApplication.focusWidget()
            if not (isinstance(dialogo, QDialog) and foco is not None and dialogo.isAncestorOf(foco)):
                QTimer.singleShot(10, tenta)
                return
            try:
                faz(dialogo)
            except BaseException as erro:  # noqa: BLE001 - raised again by the next `ate`; the dialog must close first
                self.falha = self.falha or erro
                self.foto(f"falha_{passo.split()[0]}")
                dialogo.reject()

        QTimer.singleShot(10, tenta)

    def foto(self, nome: str) -> None:
        """tela_<nome>.png of the window in front, when its layouts have settled (one level of them a turn)."""
        for _ in range(_NIVEIS):
            self._app.processEvents()
        janela = QApplication.activeModalWidget() or QApplication.activeWindow()
        if janela is not None:
            arquivo = f"tela_{nome}.png"
            janela.grab().save(str(self._saida / arquivo))
            self.telas.append(arquivo)
