"""A table of contents: entries with sub-entries, a mark where something changed, a count at the right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from balcao.ui.componentes.controles import Rolagem
from balcao.ui.componentes.suspensa import Indice as IndiceModelo
from balcao.ui.tema import RAIO, SEM_ANEL, Papel, U, cores_de, fonte

_CHAVE = Qt.ItemDataRole.UserRole
_SUB = Qt.ItemDataRole.UserRole + 1
_MARCA = Qt.ItemDataRole.UserRole + 2
_CONTA = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Entrada:
    """`chave` None: a title that leads nowhere. `sub`: belongs to the entry above it."""

    chave: str | None
    texto: str
    sub: bool = False


class Indice(QListWidget):
    """Moving the bar chooses (`escolhida`); Enter, → and a click go into it (`entra`)."""

    escolhida = Signal(str)
    entra = Signal()

    def __init__(self, entradas: Sequence[Entrada], nome: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(nome)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setProperty(SEM_ANEL, True)
        self.setItemDelegate(_Desenho(self))
        self.setVerticalScrollBar(Rolagem(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._por_chave: dict[str, QListWidgetItem] = {}
        for entrada in entradas:
            self._poe(entrada)
        self.currentItemChanged.connect(self._mudou)

    def mostra(self, chave: str) -> None:
        """Move the bar to an entry, without choosing it."""
        if (item := self._por_chave.get(chave)) is not None and item is not self.currentItem():
            self.blockSignals(True)
            self.setCurrentItem(item)
            self.blockSignals(False)
            self.viewport().update()

    def marca(self, chave: str, cor: str) -> None:
        """A dot beside an entry, in a colour of the theme ("" for none)."""
        self._anota(chave, _MARCA, cor)

    def conta(self, chave: str, texto: str) -> None:
        """A few figures at the right of an entry."""
        self._anota(chave, _CONTA, texto)

    def mostra_so(self, chaves: Collection[str]) -> None:
        """Hide the entries that are not among these."""
        for chave, item in self._por_chave.items():
            if item.isHidden() == (chave in chaves):
                item.setHidden(chave not in chaves)

    def textos(self) -> list[str]:
        """The entries that can be seen, as they are read."""
        itens = (self.item(i) for i in range(self.count()))
        return [("  " if item.data(_SUB) else "") + item.text() for item in itens if not item.isHidden()]

    def anotado(self, chave: str) -> tuple[str, str]:
        """(colour of the mark, count) of an entry. Raises KeyError."""
        item = self._por_chave[chave]
        return item.data(_MARCA) or "", item.data(_CONTA) or ""

    def sizeHint(self) -> QSize:
        mede = self.fontMetrics().horizontalAdvance
        maior = max((mede(self.item(i).text()) + (2 * U if self.item(i).data(_SUB) else 0)
                     for i in range(self.count())), default=10 * U)
        return QSize(maior + 8 * U, 30 * U)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 10 * U)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right) and not event.isAutoRepeat():
            self.entra.emit()
        else:
            super().keyPressEvent(event)

    def _poe(self, entrada: Entrada) -> None:
        item = QListWidgetItem(entrada.texto)
        item.setData(_CHAVE, entrada.chave)
        item.setData(_SUB, entrada.sub)
        item.setToolTip(entrada.texto)
        if entrada.chave is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            self._por_chave[entrada.chave] = item
        self.addItem(item)

    def _anota(self, chave: str, papel: int, texto: str) -> None:
        item = self._por_chave.get(chave)
        if item is not None and item.data(papel) != texto:
            item.setData(papel, texto)

    def _mudou(self, agora: QListWidgetItem | None, _antes: QListWidgetItem | None) -> None:
        if agora is not None and agora.data(_CHAVE):
            self.escolhida.emit(agora.data(_CHAVE))


class _Desenho(QStyledItemDelegate):
    def __init__(self, lista: QListWidget) -> None:
        super().__init__(lista)
        self._lista = lista

    def sizeHint(self, option: QStyleOptionViewItem, index: IndiceModelo) -> QSize:
        return QSize(10 * U, option.fontMetrics.height() + (U + 4 if index.data(_SUB) else 2 * U))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: IndiceModelo) -> None:
        cores = cores_de(self._lista)
        area = QRect(option.rect)
        escolhida = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if escolhida:
            painter.setPen(cores.cor("acento" if self._lista.hasFocus() else "acento_fundo"))
            painter.setBrush(cores.cor("acento_fundo"))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), RAIO, RAIO)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(cores.cor("acento"))
            painter.drawRoundedRect(QRectF(area.left() + 1, area.top() + 6, 3, area.height() - 12), 1.5, 1.5)
        direita = area.right() - U
        if marca := index.data(_MARCA):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(cores.cor(marca))
            painter.drawEllipse(QRectF(direita - U, area.center().y() - 3, 7, 7))
        direita -= 2 * U
        if conta := index.data(_CONTA):
            painter.setFont(fonte(Papel.LEGENDA, option.font))
            painter.setPen(cores.cor("texto_fraco"))
            caixa = QRect(area.left(), area.top(), direita - area.left(), area.height())
            painter.drawText(caixa, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, conta)
            direita -= painter.fontMetrics().horizontalAdvance(conta) + U
        recuo = 3 * U if index.data(_SUB) else U + U // 2
        so_titulo = index.data(_CHAVE) is None
        painter.setFont(fonte(Papel.DESTAQUE, option.font) if escolhida or so_titulo else option.font)
        painter.setPen(cores.cor("texto_fraco" if so_titulo else "texto"))
        texto = QRect(area.left() + recuo, area.top(), direita - area.left() - recuo, area.height())
        painter.drawText(texto, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                         painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, texto.width()))
