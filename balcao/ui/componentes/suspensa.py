"""A list that drops from a line of text while one types; the keyboard stays in the line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from balcao.ui.componentes.contexto import ItemReferencia
from balcao.ui.componentes.controles import Rolagem, moldura
from balcao.ui.tema import RAIO, Papel, U, cores_de, fonte

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

_VISIVEIS = 8
_ITEM = Qt.ItemDataRole.UserRole
Indice = QModelIndex | QPersistentModelIndex


class ListaSuspensa(QFrame):
    """Laid over the window, under (or above) the line it belongs to."""

    escolhido = Signal(object)

    def __init__(self, janela: QWidget) -> None:
        super().__init__(janela)
        self._janela = janela
        self._lista = QListWidget()
        self._lista.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lista.setFrameShape(QFrame.Shape.NoFrame)
        self._lista.setUniformItemSizes(True)
        self._lista.setVerticalScrollBar(Rolagem(self._lista))
        self._lista.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lista.setItemDelegate(_Desenho(self._lista))
        self._lista.itemClicked.connect(self._clicado)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(U // 2, U // 2, U // 2, U // 2)
        caixa.addWidget(self._lista)

    def mostra(self, itens: Sequence[ItemReferencia], linha: QWidget, escolhe_primeiro: bool,
               vazia: str) -> None:
        """Fill and place beside `linha`; `vazia` is what it says with no rows."""
        self._lista.clear()
        for item in itens:
            feito = QListWidgetItem(item.rotulo)
            feito.setData(_ITEM, item)
            self._lista.addItem(feito)
        if not itens:
            nada = QListWidgetItem(vazia)
            nada.setFlags(Qt.ItemFlag.NoItemFlags)
            self._lista.addItem(nada)
        elif escolhe_primeiro:
            self._lista.setCurrentRow(0)
        self._coloca(linha, min(max(len(itens), 1), _VISIVEIS))
        self.show()
        self.raise_()

    def textos(self) -> list[str]:
        """The labels shown, for those who cannot see them (and for tests)."""
        return [self._lista.item(i).text() for i in range(self._lista.count())]

    def atual(self) -> ItemReferencia | None:
        """The row under the bar."""
        linha = self._lista.currentItem()
        item: ItemReferencia | None = linha.data(_ITEM) if linha is not None else None
        return item

    def anda(self, event: QKeyEvent) -> None:
        """Move the bar as the key says."""
        self._lista.keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("borda"))

    def _clicado(self, linha: QListWidgetItem) -> None:
        if (item := linha.data(_ITEM)) is not None:
            self.escolhido.emit(item)

    def _coloca(self, linha: QWidget, quantas: int) -> None:
        altura = self._lista.sizeHintForRow(0) * quantas + U + 4
        self.resize(max(linha.width(), 44 * U), altura)
        canto = linha.mapTo(self._janela, QPoint(0, linha.height() + 2))
        if canto.y() + altura > self._janela.height():
            canto = linha.mapTo(self._janela, QPoint(0, -altura - 2))
        self.move(max(0, min(canto.x(), self._janela.width() - self.width() - U)), max(0, canto.y()))


class _Desenho(QStyledItemDelegate):
    """Label, and its detail in a quieter voice under it (when any row has one)."""

    def __init__(self, lista: QListWidget) -> None:
        super().__init__(lista)
        self._dono = lista

    def sizeHint(self, option: "QStyleOptionViewItem", index: Indice) -> QSize:
        item = index.data(_ITEM)
        linhas = 2 if item is not None and item.detalhe else 1
        return QSize(20 * U, option.fontMetrics.height() * linhas + U + 2)

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: Indice) -> None:
        from PySide6.QtWidgets import QStyle  # measured (0100)

        cores = cores_de(self._dono)
        item = index.data(_ITEM)
        area = QRect(option.rect)
        escolhida = bool(option.state & QStyle.StateFlag.State_Selected)
        if escolhida:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(cores.cor("acento"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RAIO - 2, RAIO - 2)
        area.adjust(U, U // 2, -U, -U // 2)
        detalhe = item.detalhe if item is not None else ""
        cor = "acento_texto" if escolhida else "texto" if item is not None else "texto_fraco"
        painter.setPen(cores.cor(cor))
        painter.setFont(option.font)
        corta = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, area.width())
        meio = Qt.AlignmentFlag.AlignVCenter if not detalhe else Qt.AlignmentFlag.AlignTop
        painter.drawText(area, meio | Qt.AlignmentFlag.AlignLeft, corta)
        if detalhe:
            painter.setFont(fonte(Papel.LEGENDA, option.font))
            painter.setPen(cores.cor("acento_texto" if escolhida else "texto_fraco"))
            corta = painter.fontMetrics().elidedText(detalhe, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, corta)
