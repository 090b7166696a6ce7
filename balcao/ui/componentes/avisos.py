"""What the program says to a person: a strip in the page, a passing note, a busy mark, a question."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import Botao, moldura
from balcao.ui.componentes.icones import imagem, lado_icone
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.tema import Papel, Rotulo, U, cores_de

_NOTA_MS = 4000
_PASSO_NOTA_MS = 100
_PASSO_MS = 80


class Tom(StrEnum):
    """How loud: red only for what blocks, amber only for what warns."""

    BLOQUEIO = "bloqueio"
    ALERTA = "alerta"
    INFORMACAO = "informacao"
    CERTO = "certo"


_ASPECTO: dict[Tom, tuple[str, str]] = {  # colour of icon and border, colour of the ground
    Tom.BLOQUEIO: ("bloqueio", "bloqueio_fundo"),
    Tom.ALERTA: ("alerta", "alerta_fundo"),
    Tom.INFORMACAO: ("acento", "acento_fundo"),
    Tom.CERTO: ("acento", "acento_fundo"),
}


class Faixa(QFrame):
    """A message inside the page, until it is taken away. It may offer one action, with its key in the text."""

    acionada = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tom = Tom.INFORMACAO
        self._texto = QLabel()
        self._texto.setWordWrap(True)
        self._texto.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._botao = Botao()
        self._botao.clicked.connect(self.acionada)
        self._linha = QHBoxLayout(self)
        self._linha.setSpacing(U)
        self._linha.addWidget(self._texto, 1)
        self._linha.addWidget(self._botao)
        altura = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        altura.setHeightForWidth(True)
        self.setSizePolicy(altura)
        self._arruma()
        self.hide()

    @property
    def texto(self) -> str:
        """What it says now; "" when it says nothing."""
        return self._texto.text() if not self.isHidden() else ""

    def mostra(self, tom: Tom, texto: str, acao: str = "") -> None:
        """Say something. `acao` is the label of the button, if one is offered."""
        self._tom = tom
        self._texto.setText(texto)
        self._botao.setText(acao)
        self._botao.setVisible(bool(acao))
        self.setAccessibleName(texto)
        self.show()
        self.update()

    def limpa(self) -> None:
        """Say nothing."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arruma()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        cor, fundo = _ASPECTO[self._tom]
        moldura(pintor, self.rect(), cores.cor(fundo), cores.cor(cor))
        lado = lado_icone(self)
        desenho = imagem(self._tom.value, getattr(cores, cor), lado, self.devicePixelRatioF())
        pintor.drawPixmap(QPointF(U + U // 2, (self.height() - lado) / 2), desenho)

    def _arruma(self) -> None:
        self._linha.setContentsMargins(2 * U + lado_icone(self) + U // 2, U, U, U)


class Nota(QFrame):
    """A passing note at the foot of the window: it needs no answer and takes no focus."""

    def __init__(self, janela: QWidget, piso: Callable[[], int] | None = None) -> None:
        """`piso`: the y of `janela` that it stands on (default: a little above the lower edge)."""
        super().__init__(janela)
        self._janela, self._piso = janela, piso or (lambda: janela.height() - 2 * U)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._texto = QLabel()
        self._texto.setWordWrap(True)
        caixa = QHBoxLayout(self)
        caixa.setContentsMargins(3 * U, U + U // 2, 3 * U, U + U // 2)
        caixa.addWidget(self._texto)
        self._restam = 0
        self._relogio = QTimer(self, interval=_PASSO_NOTA_MS)
        self._relogio.timeout.connect(self._passa)
        self.hide()

    @property
    def texto(self) -> str:
        """What it says now; "" when it is gone."""
        return self._texto.text() if self.isVisible() else ""

    def mostra(self, texto: str) -> None:
        """Say something for four seconds."""
        paleta, cores = self.palette(), cores_de(self._janela)
        paleta.setColor(paleta.ColorRole.WindowText, cores.cor("janela"))
        self._texto.setPalette(paleta)
        self._texto.setText(texto)
        self.setAccessibleName(texto)
        self._restam = _NOTA_MS
        self._coloca()
        self.show()
        self.raise_()
        self._relogio.start()

    def hideEvent(self, event: QEvent) -> None:
        self._relogio.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self._janela)
        moldura(QPainter(self), self.rect(), cores.cor("texto"), cores.cor("texto"))

    def _passa(self) -> None:
        """Follow a window that is being resized (an event filter on it would outlive it), then leave."""
        self._restam -= _PASSO_NOTA_MS
        if self._restam <= 0:
            self.hide()
        else:
            self._coloca()

    def _coloca(self) -> None:
        janela = self._janela
        largura = min(janela.width() - 4 * U, 72 * U)
        texto = min(self._texto.fontMetrics().horizontalAdvance(self._texto.text()) + 1, largura - 6 * U)
        self._texto.setFixedWidth(max(texto, 8 * U))
        self.adjustSize()
        self.move((janela.width() - self.width()) // 2, self._piso() - self.height() - U)


class Ocupado(QWidget):
    """A small turning mark with a few words: something takes longer than 100 ms."""

    def __init__(self, texto: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._angulo = 0
        self._giro = QTimer(self, interval=_PASSO_MS)
        self._giro.timeout.connect(self._gira)
        self.rotulo = Rotulo(texto, Papel.CORPO, "texto_fraco")
        caixa = QHBoxLayout(self)
        caixa.setContentsMargins(self._lado() + U, 0, 0, 0)
        caixa.addWidget(self.rotulo)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def mostra(self, ocupado: bool, texto: str | None = None) -> None:
        """Turn, or stop and disappear."""
        if texto is not None:
            self.rotulo.setText(texto)
        self.setVisible(ocupado)

    def showEvent(self, event: QEvent) -> None:
        self._giro.start()

    def hideEvent(self, event: QEvent) -> None:
        self._giro.stop()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self._lado(), self._lado()))

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(2, (self.height() - self._lado()) / 2 + 2, self._lado() - 4, self._lado() - 4)
        pintor.setPen(QPen(cores.cor("linha"), 2.5))
        pintor.drawEllipse(area)
        pintor.setPen(QPen(cores.cor("acento"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        pintor.drawArc(area, -self._angulo * 16, 100 * 16)

    def _gira(self) -> None:
        self._angulo = (self._angulo + 30) % 360
        self.update(0, 0, self._lado(), self.height())

    def _lado(self) -> int:
        return self.fontMetrics().height() + 2


class Pergunta(DialogoNaTela):
    """A question with two answers. Enter or F12 says yes, ESC says no; a held key says nothing.

    It never blocks: `decide` is called with the answer.
    """

    def __init__(self, parent: QWidget, titulo: str, texto: str, sim: str, nao: str,
                 decide: Callable[[bool], None], perigo: bool = False) -> None:
        """`perigo`: the yes loses something, so the focus starts on the no."""
        super().__init__(parent)
        self.setObjectName("pergunta")
        self.setWindowTitle(titulo)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corpo = QLabel(texto)
        corpo.setWordWrap(True)
        corpo.setMinimumWidth(44 * U)
        self.sim, self.nao = Botao(f"{sim} (F12)", principal=not perigo), Botao(f"{nao} (ESC)")
        for botao, resposta in ((self.sim, self.accept), (self.nao, self.reject)):
            botao.setAutoDefault(False)
            botao.clicked.connect(resposta)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(3 * U, 3 * U, 3 * U, 2 * U)
        caixa.setSpacing(2 * U)
        caixa.addWidget(Rotulo(titulo, Papel.TITULO))
        caixa.addWidget(corpo)
        linha = QHBoxLayout()
        linha.addStretch()
        linha.addWidget(self.nao)
        linha.addWidget(self.sim)
        caixa.addLayout(linha)
        devolve_teclado(self)
        self.finished.connect(lambda codigo: decide(codigo == QDialog.DialogCode.Accepted.value))
        (self.nao if perigo else self.sim).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_F12:
            self.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.nao if self.focusWidget() is self.nao else self.sim).click()
        else:
            super().keyPressEvent(event)


class Mensagem(DialogoNaTela):
    """Something to read and nothing to answer. Enter, F12 or ESC goes on; `depois` is called then."""

    def __init__(self, parent: QWidget, titulo: str, texto: str, depois: Callable[[], None] = lambda: None) -> None:
        super().__init__(parent)
        self.setObjectName("mensagem")
        self.setWindowTitle(titulo)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.corpo = QLabel(texto)
        self.corpo.setWordWrap(True)
        self.corpo.setMinimumWidth(48 * U)
        self.corpo.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        botao = Botao("Entendi (Enter)", principal=True)
        botao.setAutoDefault(False)
        botao.clicked.connect(self.accept)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(3 * U, 3 * U, 3 * U, 2 * U)
        caixa.setSpacing(2 * U)
        caixa.addWidget(Rotulo(titulo, Papel.TITULO))
        caixa.addWidget(self.corpo)
        caixa.addWidget(botao, 0, Qt.AlignmentFlag.AlignRight)
        devolve_teclado(self)
        self.finished.connect(lambda _codigo: depois())
        botao.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_F12, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)


def devolve_teclado(dialogo: QDialog) -> None:
    """When it closes, the keyboard goes back to the window it came from.

    A window manager does this; a bare X server, a kiosk and the offscreen platform do not.
    """
    pai = dialogo.parentWidget()
    if pai is not None:
        dialogo.finished.connect(lambda _codigo: pai.window().activateWindow())
