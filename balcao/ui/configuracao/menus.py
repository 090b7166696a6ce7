"""The menus at the left: a page is chosen by moving the bar; a mark says where something changed."""

from collections.abc import Sequence

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

from balcao.domain.terminal.politica import Pagina
from balcao.ui.componentes.suspensa import Indice
from balcao.ui.tema import RAIO, SEM_ANEL, Papel, U, cores_de, fonte

_CHAVE = Qt.ItemDataRole.UserRole
_SUB = Qt.ItemDataRole.UserRole + 1
_MARCA = Qt.ItemDataRole.UserRole + 2


class Menus(QListWidget):
    """Menus and sub-menus in the order given. Enter, → and Tab go into the page (`entra`)."""

    escolhida = Signal(str)
    entra = Signal()

    def __init__(self, paginas: Sequence[Pagina], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Menus")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setProperty(SEM_ANEL, True)
        self.setItemDelegate(_Desenho(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        menu = ""
        for pagina in paginas:
            if pagina.titulo and pagina.menu != menu:  # a menu whose own page has no field is only a title
                self._poe(pagina.menu, None, sub=False)
            menu = pagina.menu
            self._poe(pagina.titulo or pagina.menu, pagina.chave, sub=bool(pagina.titulo))
        self.currentItemChanged.connect(self._mudou)

    def mostra(self, chave: str) -> None:
        """Move the bar to a page."""
        for item in self._itens():
            if item.data(_CHAVE) == chave:
                self.setCurrentItem(item)

    def marca(self, chave: str, cor: str) -> None:
        """A dot beside a page, in a colour of the theme ("" for none)."""
        for item in self._itens():
            if item.data(_CHAVE) == chave and item.data(_MARCA) != cor:
                item.setData(_MARCA, cor)

    def textos(self) -> list[str]:
        """The menus, as they are read."""
        return [("  " if item.data(_SUB) else "") + item.text() for item in self._itens()]

    def sizeHint(self) -> QSize:
        mede = self.fontMetrics().horizontalAdvance
        maior = max((mede(item.text()) for item in self._itens()), default=10 * U)
        return QSize(maior + 8 * U, 30 * U)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 10 * U)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right) and not event.isAutoRepeat():
            self.entra.emit()
        else:
            super().keyPressEvent(event)

    def _poe(self, texto: str, chave: str | None, sub: bool) -> None:
        item = QListWidgetItem(texto)
        item.setData(_CHAVE, chave)
        item.setData(_SUB, sub)
        if chave is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _itens(self) -> list[QListWidgetItem]:
        return [self.item(i) for i in range(self.count())]

    def _mudou(self, agora: QListWidgetItem | None, _antes: QListWidgetItem | None) -> None:
        if agora is not None and agora.data(_CHAVE):
            self.escolhida.emit(agora.data(_CHAVE))


class _Desenho(QStyledItemDelegate):
    def __init__(self, lista: QListWidget) -> None:
        super().__init__(lista)
        self._lista = lista

    def sizeHint(self, option: QStyleOptionViewItem, index: Indice) -> QSize:
        return QSize(10 * U, option.fontMetrics.height() + 2 * U)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Indice) -> None:
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
        recuo = 3 * U if index.data(_SUB) else U + U // 2
        so_titulo = index.data(_CHAVE) is None
        painter.setFont(fonte(Papel.DESTAQUE, option.font) if escolhida or so_titulo else option.font)
        painter.setPen(cores.cor("texto_fraco" if so_titulo else "texto"))
        texto = area.adjusted(recuo, 0, -3 * U, 0)
        painter.drawText(texto, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                         painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, texto.width()))
        if marca := index.data(_MARCA):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(cores.cor(marca))
            painter.drawEllipse(QRectF(area.right() - 2 * U, area.center().y() - 3, 7, 7))
