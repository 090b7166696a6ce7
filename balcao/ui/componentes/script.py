"""Editor of a script or a layout of fixed columns: one width for every letter, lines counted, F4 enlarges it."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QFontDatabase, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.componentes.avisos import Pergunta, devolve_teclado
from balcao.ui.componentes.controles import Botao, borda_de, moldura
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.tema import SEM_ANEL, Papel, Rotulo, U, cores_de, sem_fundo

_LINHAS = 7


class CampoScript(QFrame):
    """Text whose columns and line breaks count: nothing is trimmed but the empty lines at its end."""

    mudou = Signal()

    def __init__(self, titulo: str, parent: QWidget | None = None, linhas: int = _LINHAS) -> None:
        super().__init__(parent)
        self._titulo, self._erro, self._mudo = titulo, False, False
        self.area = AreaScript(self)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2, 2, 2, 2)
        caixa.addWidget(self.area)
        if linhas:
            self.setFixedHeight(self.area.fontMetrics().lineSpacing() * linhas + 3 * U)
        for sinal in (self.area.textChanged, self.area.cursorPositionChanged, self.area.trocou_foco):
            sinal.connect(self._mudou)  # what it says of the cursor changes too

    def valor(self) -> Any:
        return self.area.toPlainText().rstrip()

    def define_valor(self, valor: Any) -> None:
        if valor != self.valor():  # the cursor stays where it is when nothing changes
            self._mudo = True
            self.area.setPlainText(valor or "")
            self._mudo = False

    def trava(self, travado: bool) -> None:
        self.area.setReadOnly(travado)
        self.update()

    def marca_erro(self, erro: bool) -> None:
        self._erro = erro
        self.update()

    def alvo(self) -> QWidget:
        return self.area

    def efeito(self) -> str:
        """Where the cursor is: messages about scripts speak of lines."""
        if not self.area.hasFocus():
            return ""
        cursor = self.area.textCursor()
        return f"Linha {cursor.blockNumber() + 1}, coluna {cursor.positionInBlock() + 1} · F4 abre em uma janela maior"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and not event.isAutoRepeat():
            self.amplia()
        else:
            super().keyPressEvent(event)

    def amplia(self) -> None:
        """Edit in a window of its own; F12 brings the text back, ESC leaves the field as it was."""
        dialogo = DialogoScript(self._titulo, self.area.toPlainText(), self.area.isReadOnly(), self)
        dialogo.confirmado.connect(self._voltou)
        dialogo.open()

    def paintEvent(self, event: QPaintEvent) -> None:
        cores, apagado = cores_de(self), self.area.isReadOnly() or not self.isEnabled()
        borda, largura = borda_de(self.area, self._erro)
        moldura(QPainter(self), self.rect(), cores.cor("janela" if apagado else "superficie"),
                cores.cor("linha" if apagado and borda == "borda" else borda), largura)

    def _voltou(self, texto: str) -> None:
        if texto.rstrip() != self.valor():
            self.area.selectAll()
            self.area.insertPlainText(texto.rstrip())  # one step: Ctrl+Z brings the old text back

    @Slot()
    def _mudou(self) -> None:
        if not self._mudo:
            self.mudou.emit()


class AreaScript(QPlainTextEdit):
    """The text, its line numbers, and the indent of a new line. Tab leaves the field, as everywhere."""

    trocou_foco = Signal()

    def __init__(self, dono: QWidget) -> None:
        super().__init__(dono)
        self._dono = dono
        letra = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        letra.setPointSizeF(self.font().pointSizeF())
        letra.setStyleHint(QFont.StyleHint.Monospace)
        self.setFont(letra)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setProperty(SEM_ANEL, True)
        self.setPalette(sem_fundo())
        self._margem = _Margem(self)
        self.blockCountChanged.connect(self._folga)
        self.updateRequest.connect(self._rolou)
        self._folga()

    def largura_margem(self) -> int:
        """Pixels that the line numbers take."""
        return self.fontMetrics().horizontalAdvance("0" * max(2, len(str(self.blockCount())))) + U + U // 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            event.ignore()  # the field's
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isReadOnly():
            linha = self.textCursor().block().text()[:self.textCursor().positionInBlock()]
            super().keyPressEvent(event)
            self.insertPlainText(linha[:len(linha) - len(linha.lstrip())])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._margem.setGeometry(QRect(area.left(), area.top(), self.largura_margem(), area.height()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._dono.update()
        self.trocou_foco.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._dono.update()
        self.trocou_foco.emit()

    def pinta_margem(self, pintor: QPainter, ate: int) -> None:
        """Write the number of each line seen, down to the y `ate`."""
        cores, bloco = cores_de(self), self.firstVisibleBlock()
        pintor.setFont(self.font())
        topo = self.blockBoundingGeometry(bloco).translated(self.contentOffset()).top()
        while bloco.isValid() and topo <= ate:
            altura = self.blockBoundingRect(bloco).height()
            pintor.setPen(cores.cor("texto" if bloco == self.textCursor().block() else "texto_fraco"))
            pintor.drawText(QRect(0, int(topo), self.largura_margem() - U, int(altura)),
                            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(bloco.blockNumber() + 1))
            topo += altura
            bloco = bloco.next()

    @Slot()
    def _folga(self) -> None:
        self.setViewportMargins(self.largura_margem(), 0, 0, 0)

    @Slot(QRect, int)
    def _rolou(self, area: QRect, dy: int) -> None:
        if dy:
            self._margem.scroll(0, dy)
        else:
            self._margem.update(0, area.y(), self._margem.width(), area.height())


class _Margem(QWidget):
    def __init__(self, area: AreaScript) -> None:
        super().__init__(area)
        self._area = area

    def sizeHint(self) -> QSize:
        return QSize(self._area.largura_margem(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._area.pinta_margem(QPainter(self), event.rect().bottom())


class DialogoScript(DialogoNaTela):
    """A script with room around it."""

    confirmado = Signal(str)
    _ACOES = (ActionSpec("script.confirmar", "Confirma", "F12", "confirma", "O texto volta ao campo.", "Script",
                         nao_repete=True),)

    def __init__(self, titulo: str, texto: str, travado: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(titulo)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._travado, self._antes = travado, texto
        self.campo = CampoScript(titulo, linhas=0)
        self.campo.define_valor(texto)
        self.campo.trava(travado)
        self.campo.area.setAccessibleName(titulo)
        self.acoes = Acoes(self, self._ACOES)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.setSpacing(U + U // 2)
        caixa.addWidget(Rotulo(titulo, Papel.TITULO))
        caixa.addWidget(self.campo, 1)
        botoes = QHBoxLayout()
        botoes.addStretch()
        for rotulo, faz in (("Fechar (ESC)", self.reject), ("Confirma (F12)", self.confirma)):
            botao = Botao(rotulo, principal=faz == self.confirma)
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
            botoes.addWidget(botao)
        caixa.addLayout(botoes)
        janela = parent.window()
        self.resize(max(80 * U, janela.width() - 8 * U), max(60 * U, janela.height() - 8 * U))
        devolve_teclado(self)
        self.campo.area.setFocus()

    def confirma(self) -> None:
        """F12: hand the text back."""
        if not self._travado:
            self.confirmado.emit(self.campo.area.toPlainText())
        self.accept()

    def reject(self) -> None:
        """ESC: leave, asking when something was typed."""
        if self._travado or self.campo.area.toPlainText() == self._antes:
            super().reject()
            return
        Pergunta(self, "Descartar o que foi digitado?", "O texto volta a ser o que estava no campo.", "Descartar",
                 "Continuar editando", lambda sim: super(DialogoScript, self).reject() if sim else None,
                 perigo=True).open()
