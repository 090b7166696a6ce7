"""A group of fields as a card that collapses; what is inside is built the first time it opens."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QSizePolicy, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import moldura, seta
from balcao.ui.tema import SEM_ANEL, Papel, Rotulo, U, cores_de, fonte

Nota = tuple[str, str]
"""A word at the right of a header, and the name of its colour: ("2 alterados", "acento")."""


def mostra_se(widget: QWidget, sim: bool) -> None:
    """Show or hide what does not show so already. A card that nobody hid appears with its form: to show it before
    that makes Qt lay out all that is in it for nothing."""
    if widget.isHidden() == sim:
        widget.setVisible(sim)


class CartaoGrupo(QFrame):
    """`constroi(layout)` fills the card; `titulo` "" makes a card without header, always open."""

    abriu = Signal()

    def __init__(self, titulo: str, dica: str, constroi: Callable[[QVBoxLayout], None], aberto: bool,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titulo, self._constroi, self._construido = titulo, constroi, False
        self._corpo = QWidget(self)
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
        self.cabecalho = Cabecalho(titulo, self)
        if not titulo:
            self.cabecalho.hide()
        self.cabecalho.clicked.connect(lambda: self.abre(not self.aberto))
        caixa.addWidget(self.cabecalho)
        caixa.addWidget(self._corpo)
        self.abre(aberto or not titulo)

    @property
    def aberto(self) -> bool:
        """Whether its fields can be seen."""
        return not self._corpo.isHidden()

    @property
    def construido(self) -> bool:
        """Whether its fields exist as widgets."""
        return self._construido

    @property
    def anotado(self) -> str:
        """What the header says besides the title, as it is read."""
        return " · ".join(texto for texto, _cor in self.cabecalho.notas)

    @property
    def resumo(self) -> str:
        """The line under the title of a collapsed group; "" while it is open."""
        return self.cabecalho.resumo_visivel

    def abre(self, aberto: bool = True) -> None:
        """Open or collapse. Whoever has the keyboard inside a card that collapses gives it to the header."""
        if aberto and not self._construido:
            self._construido = True
            self._constroi(self._itens)
        dentro = QApplication.focusWidget()
        if not aberto and dentro is not None and self._corpo.isAncestorOf(dentro):
            self.cabecalho.setFocus(Qt.FocusReason.OtherFocusReason)
        mostra_se(self._corpo, aberto)
        self.cabecalho.arruma()
        if aberto:
            self.abriu.emit()

    def anota(self, notas: Sequence[Nota], resumo: str) -> None:
        """`notas`: words at the right of the header; `resumo`: what the group holds, shown while collapsed."""
        self.cabecalho.define(tuple(notas), resumo)

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("linha"))


class Cabecalho(QAbstractButton):
    """Chevron, title, notes, and the summary of a collapsed group. Space, Enter, ← and → open and collapse."""

    def __init__(self, titulo: str, grupo: CartaoGrupo) -> None:
        super().__init__(grupo)
        self._grupo = grupo
        self.notas: tuple[Nota, ...] = ()
        self._resumo = ""
        self.setText(titulo)
        self.setAccessibleName(f"Grupo {titulo}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(SEM_ANEL, True)  # it fills a collapsed card, which would cut a ring around it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def resumo_visivel(self) -> str:
        """The summary, when it is shown."""
        return "" if self._grupo.aberto else self._resumo

    def define(self, notas: tuple[Nota, ...], resumo: str) -> None:
        """Say something else."""
        if (notas, resumo) != (self.notas, self._resumo):
            self.notas, self._resumo = notas, resumo
            self.setAccessibleDescription(". ".join(t for t in (*(n for n, _ in notas), resumo) if t))
            self.arruma()

    def arruma(self) -> None:
        """The height or the words may be others now."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        altura = self.fontMetrics().height() + 3 * U
        if self.resumo_visivel:
            altura += self.fontMetrics().height()
        return QSize(20 * U, altura)

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
        if self.hasFocus():
            moldura(pintor, self.rect().adjusted(2, 2, -2, -2), cores.cor("superficie"), cores.cor("acento"), 2)
        linha = QRect(4 * U - 2, 0, self.width() - 6 * U + 2, self.fontMetrics().height() + 3 * U)
        seta(pintor, QPointF(2 * U, linha.height() / 2), cores.cor("texto_fraco"), self._grupo.aberto)
        pintor.setFont(fonte(Papel.LEGENDA, self.font()))
        direita = QRect(linha)
        for texto, cor in reversed(self.notas):
            pintor.setPen(cores.cor(cor))
            pintor.drawText(direita, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, texto)
            direita.setRight(direita.right() - pintor.fontMetrics().horizontalAdvance(texto) - 2 * U)
        if resumo := self.resumo_visivel:
            pintor.setPen(cores.cor("texto_fraco"))
            baixo = QRect(linha.left(), linha.bottom() - U, linha.width(), self.fontMetrics().height())
            pintor.drawText(baixo, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
                            pintor.fontMetrics().elidedText(resumo, Qt.TextElideMode.ElideRight, baixo.width()))
        pintor.setFont(fonte(Papel.DESTAQUE, self.font()))
        pintor.setPen(cores.cor("texto"))
        pintor.drawText(QRect(linha.left(), 0, direita.right() - linha.left(), linha.height()),
                        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class TituloParte(QWidget):
    """The title of a sub-group, with a line to its right."""

    def __init__(self, titulo: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titulo = titulo
        self.setAccessibleName(titulo)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(20 * U, self.fontMetrics().height() + 2 * U)

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        pintor.setFont(fonte(Papel.DESTAQUE, self.font()))
        pintor.setPen(cores.cor("texto_fraco"))
        area = self.rect().adjusted(U + U // 2, U, 0, 0)
        pintor.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.titulo)
        inicio = area.left() + pintor.fontMetrics().horizontalAdvance(self.titulo) + U + U // 2
        pintor.setPen(cores.cor("linha"))
        meio = area.center().y() + 1
        pintor.drawLine(inicio, meio, area.right(), meio)
