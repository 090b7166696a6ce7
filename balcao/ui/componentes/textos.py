"""Editors of text: one line, and several."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import LinhaTexto, borda_de, moldura
from balcao.ui.tema import SEM_ANEL, U, cores_de, sem_fundo

_LINHAS = 4


class CampoTexto(LinhaTexto):
    """One line of text; blanks around it are not part of it."""

    mudou = Signal()

    def __init__(self, depois: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, depois=depois)
        self.textEdited.connect(self.mudou)

    def valor(self) -> Any:
        return self.text().strip()

    def define_valor(self, valor: Any) -> None:
        self.setText("" if valor is None else str(valor))
        self.setCursorPosition(0)

    def trava(self, travado: bool) -> None:
        self.setReadOnly(travado)

    def alvo(self) -> QWidget:
        return self

    def efeito(self) -> str:
        return ""


class CampoTextoLongo(QFrame):
    """Several lines. Tab leaves it; Enter breaks the line."""

    mudou = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._erro, self._mudo = False, False
        self._texto = _Area(self)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(U // 2, U // 2, U // 2, U // 2)
        caixa.addWidget(self._texto)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINHAS + 3 * U)
        self._texto.textChanged.connect(self._mudou)

    def valor(self) -> Any:
        return self._texto.toPlainText().strip()

    def define_valor(self, valor: Any) -> None:
        self._mudo = True
        self._texto.setPlainText(valor or "")
        self._mudo = False

    def trava(self, travado: bool) -> None:
        self._texto.setReadOnly(travado)
        self.update()

    def marca_erro(self, erro: bool) -> None:
        self._erro = erro
        self.update()

    def alvo(self) -> QWidget:
        return self._texto

    def efeito(self) -> str:
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        cores, apagado = cores_de(self), self._texto.isReadOnly() or not self.isEnabled()
        borda, largura = borda_de(self._texto, self._erro)
        moldura(QPainter(self), self.rect(), cores.cor("janela" if apagado else "superficie"),
                cores.cor("linha" if apagado and borda == "borda" else borda), largura)

    @Slot()
    def _mudou(self) -> None:
        if not self._mudo:
            self.mudou.emit()


class _Area(QPlainTextEdit):
    """The text itself; its frame is the parent's."""

    def __init__(self, dono: CampoTextoLongo) -> None:
        super().__init__(dono)
        self._dono = dono
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setProperty(SEM_ANEL, True)
        self.setPalette(sem_fundo())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._dono.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._dono.update()
