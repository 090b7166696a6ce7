"""A group of fields as a card that collapses; what is inside is built the first time it opens."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import moldura, seta
from balcao.ui.tema import Papel, Rotulo, U, cores_de, fonte


class CartaoGrupo(QFrame):
    """`constroi(layout)` fills the card; `titulo` "" makes a card without header, always open."""

    abriu = Signal()

    def __init__(self, titulo: str, dica: str, constroi: Callable[[QVBoxLayout], None], aberto: bool,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titulo, self._constroi, self._construido = titulo, constroi, False
        self._corpo = QWidget()
        self._itens = QVBoxLayout(self._corpo)
        self._itens.setContentsMargins(U // 2, 0, 2 * U, 2 * U if titulo else U)
        self._itens.setSpacing(U)
        if dica:
            rotulo = Rotulo(dica, Papel.LEGENDA, "texto_fraco")
            rotulo.setWordWrap(True)
            rotulo.setContentsMargins(U + U // 2, 0, 0, U)
            self._itens.addWidget(rotulo)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(0, 0 if titulo else 2 * U, 0, 0)
        caixa.setSpacing(0)
        self.cabecalho = _Cabecalho(titulo, self)
        self.cabecalho.setVisible(bool(titulo))
        self.cabecalho.clicked.connect(lambda: self.abre(not self.aberto))
        caixa.addWidget(self.cabecalho)
        caixa.addWidget(self._corpo)
        self._corpo.hide()
        self.abre(aberto or not titulo)

    @property
    def aberto(self) -> bool:
        """Whether its fields can be seen."""
        return not self._corpo.isHidden()

    @property
    def construido(self) -> bool:
        """Whether its fields exist as widgets."""
        return self._construido

    def abre(self, aberto: bool = True) -> None:
        """Open or collapse."""
        if aberto and not self._construido:
            self._construido = True
            self._constroi(self._itens)
        self._corpo.setVisible(aberto)
        self.cabecalho.update()
        if aberto:
            self.abriu.emit()

    def conta(self, texto: str) -> None:
        """A word at the right of the header ("2 alterados")."""
        self.cabecalho.define_conta(texto)

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("linha"))


class _Cabecalho(QAbstractButton):
    """Chevron, title, count. Space, Enter, ← and → open and collapse."""

    def __init__(self, titulo: str, grupo: CartaoGrupo) -> None:
        super().__init__(grupo)
        self._grupo, self._conta = grupo, ""
        self.setText(titulo)
        self.setAccessibleName(f"Grupo {titulo}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def define_conta(self, texto: str) -> None:
        if texto != self._conta:
            self._conta = texto
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(20 * U, self.fontMetrics().height() + 3 * U)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif event.key() == Qt.Key.Key_Right:
            self._grupo.abre()
        elif event.key() == Qt.Key.Key_Left:
            self._grupo.abre(False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        seta(pintor, QPointF(2 * U, self.height() / 2), cores.cor("texto_fraco"), self._grupo.aberto)
        pintor.setFont(fonte(Papel.DESTAQUE, self.font()))
        pintor.setPen(cores.cor("texto"))
        area = self.rect().adjusted(4 * U - 2, 0, -2 * U, 0)
        pintor.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._conta:
            pintor.setFont(fonte(Papel.LEGENDA, self.font()))
            pintor.setPen(cores.cor("acento"))
            pintor.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._conta)
