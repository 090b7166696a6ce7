"""The controls that Fusion draws poorly, drawn by us: button, line, check box, choice.

All are one grid line high, round, and coloured from the palette; their behaviour is Qt's own.
"""

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QStyledItemDelegate,
    QWidget,
)

from balcao.domain.uma_linha import uma_linha
from balcao.ui.tema import RAIO, SEM_ANEL, Cores, U, altura_controle, cores_de, sem_fundo

_ANEL = 5  # left of the box of a check box, for its ring of focus
FONTE_MUDOU = QEvent.Type.FontChange  # a name of Qt's enumerations is looked up at each use
_MNEMONICO = Qt.TextFlag.TextShowMnemonic
_QUEBRA = Qt.TextFlag.TextWordWrap | _MNEMONICO
_TEXTO = Qt.AlignmentFlag.AlignVCenter | _MNEMONICO


def moldura(pintor: QPainter, area: QRect, fundo: QColor, borda: QColor, largura: float = 1.0) -> None:
    """A round box, its border inside `area`."""
    pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
    pintor.setPen(QPen(borda, largura))
    pintor.setBrush(fundo)
    meia = largura / 2
    pintor.drawRoundedRect(QRectF(area).adjusted(meia, meia, -meia, -meia), RAIO, RAIO)


def borda_de(widget: QWidget, erro: bool = False) -> tuple[str, float]:
    """(name of the colour, width) of a control's border in its present state. Focus is always two wide."""
    largura = 2.0 if widget.hasFocus() else 1.0
    if erro:
        return "bloqueio", largura
    if widget.hasFocus():
        return "acento", largura
    return ("borda" if widget.isEnabled() else "linha"), largura


class Botao(QPushButton):
    """A button. `principal`: the one filled with the accent, at most one on a screen."""

    sem_anel = True

    def __init__(self, texto: str = "", parent: QWidget | None = None, principal: bool = False) -> None:
        super().__init__(texto, parent)
        self.principal = principal
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrica = self.fontMetrics()
        largura = metrica.size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + 4 * U
        if not self.icon().isNull():
            largura += self.iconSize().width() + (U if self.text() else -2 * U)
        return QSize(largura, altura_controle(self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        fundo, borda, texto = self._cores(cores)
        moldura(pintor, self.rect(), cores.cor(fundo), cores.cor(borda), borda_de(self)[1])
        if self.principal and self.hasFocus():  # the accent is the ground: the ring goes inside it
            moldura(pintor, self.rect().adjusted(3, 3, -3, -3), cores.cor(fundo), cores.cor("acento_texto"), 1.5)
        area = self.rect().adjusted(2 * U, 0, -2 * U, 0)
        if not self.icon().isNull():
            lado = self.iconSize()
            onde = area.left() if self.text() else (self.width() - lado.width()) // 2
            self.icon().paint(pintor, onde, (self.height() - lado.height()) // 2, lado.width(), lado.height())
            area.adjust(lado.width() + U, 0, 0, 0)
        pintor.setPen(cores.cor(texto))
        pintor.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.text())

    def _cores(self, cores: Cores) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "janela", "linha", "desativado"
        if self.principal:
            return "acento", "texto" if self.isDown() else "acento", "acento_texto"
        fundo = "realce" if self.isDown() or self.underMouse() or self.isChecked() else "superficie"
        return fundo, "acento" if self.isChecked() or self.hasFocus() else "borda", "texto"


class _SoUmaLinha(QValidator):
    """Takes tabs, line breaks and control characters out of what is pasted, before anybody hears of it."""

    def validate(self, texto: str, cursor: int) -> tuple[QValidator.State, str, int]:
        limpo = uma_linha(texto)
        if limpo != texto:
            cursor = len(uma_linha(texto[:cursor]))
        return QValidator.State.Acceptable, limpo, cursor


@cache
def so_uma_linha() -> QValidator:
    """The validator of every line that has none of its own: it remembers nothing, so one does for all."""
    return _SoUmaLinha()


class LinhaTexto(QLineEdit):
    """A line to type in, with room for a fixed text at each side ("R$", "dias") and an error border."""

    sem_anel = True

    def __init__(self, parent: QWidget | None = None, *, antes: str = "", depois: str = "",
                 aceita: QValidator | None = None) -> None:
        """`aceita`: what may be typed; without it whatever fits one line."""
        super().__init__(parent)
        self.erro, self._antes, self._depois = False, antes, depois
        self.setValidator(aceita or so_uma_linha())
        self.setFrame(False)
        self.setPalette(sem_fundo())
        self._folga()

    def define_afixos(self, antes: str = "", depois: str = "") -> None:
        """Texts that belong to the line and are not typed: the currency, the unit."""
        self._antes, self._depois = antes, depois
        self._folga()

    def marca_erro(self, erro: bool) -> None:
        """Show or hide the border of a refused value."""
        if erro != self.erro:
            self.erro = erro
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), altura_controle(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), altura_controle(self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == FONTE_MUDOU:
            self._folga()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        apagado = not self.isEnabled() or self.isReadOnly()
        borda, largura = borda_de(self, self.erro)
        moldura(pintor, self.rect(), cores.cor("janela" if apagado else "superficie"),
                cores.cor("linha" if apagado and borda == "borda" else borda), largura)
        pintor.setPen(cores.cor("texto_fraco" if self.isEnabled() else "desativado"))
        area = self.rect().adjusted(U + 2, 0, -U - 2, 0)
        if self._antes:
            pintor.drawText(area, _TEXTO | Qt.AlignmentFlag.AlignLeft, self._antes)
        if self._depois:
            pintor.drawText(area, _TEXTO | Qt.AlignmentFlag.AlignRight, self._depois)
        pintor.end()
        super().paintEvent(event)

    def _folga(self) -> None:
        mede = self.fontMetrics().horizontalAdvance
        antes = mede(self._antes) + U if self._antes else 0
        depois = mede(self._depois) + U if self._depois else 0
        self.setTextMargins(U + antes, 0, U + depois, 0)


class Marcador(QCheckBox):
    """A check box whose text wraps instead of being cut."""

    sem_anel = True

    def __init__(self, texto: str = "", parent: QWidget | None = None) -> None:
        super().__init__(texto, parent)
        self._medida, self._texto_largo = ("", 0), 0
        politica = self.sizePolicy()
        politica.setHeightForWidth(True)
        self.setSizePolicy(politica)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(self._recuo() + self._extensao() + 2, altura_controle(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._recuo() + 12 * U), altura_controle(self))

    def heightForWidth(self, largura: int) -> int:
        cabe = max(1, largura - self._recuo())
        if self._extensao() < cabe:
            return altura_controle(self)
        texto = self.fontMetrics().boundingRect(QRect(0, 0, cabe, 10_000), _QUEBRA, self.text())
        return max(altura_controle(self), texto.height() + U)

    def _extensao(self) -> int:
        """Width of its text in one line: a layout asks many times, and it is measured once."""
        metrica = self.fontMetrics()
        medida = self.text(), metrica.averageCharWidth()
        if medida != self._medida:
            self._medida = medida
            self._texto_largo = metrica.size(_MNEMONICO, self.text()).width()
        return self._texto_largo

    def hitButton(self, onde: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        linha = altura_controle(self)
        lado = self._lado()
        caixa = QRect(_ANEL, (linha - lado) // 2, lado, lado)
        ligado, vivo = self.isChecked(), self.isEnabled()
        if ligado:
            fundo = "acento" if vivo else "linha"
            borda = fundo
        else:
            fundo = "superficie" if vivo else "janela"
            borda = "acento" if self.underMouse() and vivo else borda_de(self)[0]
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(QPen(cores.cor(borda), 1.5))
        pintor.setBrush(cores.cor(fundo))
        pintor.drawRoundedRect(QRectF(caixa).adjusted(.75, .75, -.75, -.75), 4, 4)
        if ligado:
            pintor.setPen(QPen(cores.cor("acento_texto" if vivo else "desativado"), max(2.0, lado / 9),
                               Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            pintor.setBrush(Qt.BrushStyle.NoBrush)
            x, y = caixa.left(), caixa.top()
            pintor.drawPolyline(QPolygonF([QPointF(x + lado * .24, y + lado * .54),
                                           QPointF(x + lado * .43, y + lado * .72),
                                           QPointF(x + lado * .77, y + lado * .31)]))
        pintor.setPen(cores.cor("texto" if vivo else "desativado"))
        area = self.rect().adjusted(self._recuo(), 0, 0, 0)
        alinha = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic
        pintor.drawText(area, alinha, self.text())
        if self.hasFocus():
            pintor.setPen(QPen(cores.cor("acento"), 2))
            pintor.setBrush(Qt.BrushStyle.NoBrush)
            largura = min(self.width(), self._recuo() + self._extensao() + U) - 2
            pintor.drawRoundedRect(QRectF(1, 1, largura, self.height() - 2), RAIO, RAIO)

    def _lado(self) -> int:
        return self.fontMetrics().height() + 2

    def _recuo(self) -> int:
        return _ANEL + self._lado() + U + 1


class Escolha(QComboBox):
    """A choice. The wheel never changes it: it scrolls the page; Alt+Down or F4 opens it."""

    sem_anel = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.erro = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._vestida = False

    def marca_erro(self, erro: bool) -> None:
        """Show or hide the border of a refused value."""
        self.erro = erro
        self.update()

    def addItem(self, texto: str, dado: object = None) -> None:  # type: ignore[override]  # without an icon
        """Also of one that is on the screen; Qt's policy for that would make the list, which few are opened for."""
        super().addItem(texto, dado)
        self.updateGeometry()

    def addItems(self, textos: Sequence[str]) -> None:
        super().addItems(textos)
        self.updateGeometry()

    def clear(self) -> None:
        super().clear()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        mede = self.fontMetrics().horizontalAdvance
        maior = max((mede(self.itemText(i)) for i in range(self.count())), default=0)
        return QSize(max(maior + 6 * U, 22 * U), altura_controle(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * U, altura_controle(self))

    def setEditable(self, editable: bool) -> None:
        """Its text may be typed too; the line to type in is drawn by this control."""
        super().setEditable(editable)
        if (linha := self.lineEdit()) is not None:
            linha.setFrame(False)
            linha.setValidator(so_uma_linha())
            linha.setProperty(SEM_ANEL, True)
            linha.setPalette(sem_fundo())
            self._encaixa()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._encaixa()

    def _encaixa(self) -> None:
        if (linha := self.lineEdit()) is not None:
            linha.setGeometry(self.rect().adjusted(U - 2, 2, -4 * U, -2))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def showPopup(self) -> None:
        if not self._vestida:  # the list costs as much as the rest of the control, and most are never opened
            self._vestida = True
            self.setItemDelegate(_Itens(self))  # our row height; Fusion's menu look cuts long texts
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        vivo = self.isEnabled()
        fundo = "janela" if not vivo else "realce" if self.underMouse() else "superficie"
        borda, largura = borda_de(self, self.erro)
        moldura(pintor, self.rect(), cores.cor(fundo), cores.cor(borda), largura)
        if not self.isEditable():
            self._escreve(pintor, cores)
        seta(pintor, QPointF(self.width() - 2 * U, self.height() / 2), cores.cor("texto_fraco"))

    def _escreve(self, pintor: QPainter, cores: Cores) -> None:
        area = self.rect().adjusted(U + 2, 0, -4 * U, 0)
        vazio = self.currentIndex() < 0
        pintor.setPen(cores.cor("desativado" if not self.isEnabled() else "texto_fraco" if vazio else "texto"))
        texto = self.placeholderText() if vazio else self.currentText()
        pintor.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                        self.fontMetrics().elidedText(texto, Qt.TextElideMode.ElideRight, area.width()))


class Rolagem(QScrollBar):
    """A thin scroll bar: it says where one is, and can be dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(U + 4, 8 * U)

    def paintEvent(self, event: QPaintEvent) -> None:
        # measured (0100): Qt's enumerations are made with the name of their class, and QStyle has six hundred of them
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider

        pintor, cores = QPainter(self), cores_de(self)
        pintor.fillRect(self.rect(), self.palette().window())
        opcao = QStyleOptionSlider()
        self.initStyleOption(opcao)
        cabo = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, opcao,
                                           QStyle.SubControl.SC_ScrollBarSlider, self)
        forte = self.underMouse() or self.isSliderDown()
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(Qt.PenStyle.NoPen)
        pintor.setBrush(cores.cor("borda" if forte else "linha"))
        pintor.drawRoundedRect(QRectF(cabo).adjusted(2, 1, -2, -1), 4, 4)


class _Itens(QStyledItemDelegate):
    def sizeHint(self, option: object, index: object) -> QSize:
        base = super().sizeHint(option, index)  # type: ignore[arg-type]
        return QSize(base.width() + 2 * U, QApplication.fontMetrics().height() + U + 4)


def seta(pintor: QPainter, centro: QPointF, cor: QColor, aberta: bool = True, lado: float = 4.0) -> None:
    """A chevron pointing down (`aberta`) or to the right."""
    pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
    pintor.setPen(QPen(cor, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    x, y = centro.x(), centro.y()
    if aberta:
        pontos = [QPointF(x - lado, y - lado / 2), QPointF(x, y + lado / 2), QPointF(x + lado, y - lado / 2)]
    else:
        pontos = [QPointF(x - lado / 2, y - lado), QPointF(x + lado / 2, y), QPointF(x - lado / 2, y + lado)]
    pintor.setBrush(Qt.BrushStyle.NoBrush)
    pintor.drawPolyline(QPolygonF(pontos))


