"""The table of a page: read-only rows of texts, one selected, the whole row in the colour of its state."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from balcao.ui.componentes.controles import Rolagem
from balcao.ui.tema import U, cores_de

_RAIZ = QModelIndex()
_AR = U // 2  # px on each side of a text, besides the style's own
_DO_ESTILO = 3  # px that Fusion leaves left of a cell's text, and not of a title


class ModeloLinhas(QAbstractTableModel):
    """Rows of anything: `textos` says what each column shows, `cor` the name of the row's colour."""

    def __init__(self, colunas: Sequence[str], direita: Sequence[str], textos: Callable[[Any], Sequence[str]],
                 cor: Callable[[Any], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colunas, self._textos, self._cor = tuple(colunas), textos, cor
        self._direita = {self._colunas.index(nome) for nome in direita}
        self.linhas: list[Any] = []

    def troca(self, linhas: Sequence[Any]) -> None:
        """Show others."""
        self.beginResetModel()
        self.linhas = list(linhas)
        self.endResetModel()

    def define_colunas(self, colunas: Sequence[str], direita: Sequence[int]) -> None:
        """Other columns; `direita`: those that are aligned to the right. The rows go: they were of the old ones."""
        self.beginResetModel()
        self._colunas, self._direita, self.linhas = tuple(colunas), set(direita), []
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _RAIZ) -> int:
        return 0 if parent.isValid() else len(self.linhas)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _RAIZ) -> int:
        return 0 if parent.isValid() else len(self._colunas)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._colunas[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._direita:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._direita:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        linha = self.linhas[index.row()]
        if role == Qt.ItemDataRole.ForegroundRole:
            dono = self.parent()
            assert isinstance(dono, QWidget)
            return cores_de(dono).cor(self._cor(linha))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._textos(linha)[index.column()]
        return None


class _Celula(QStyledItemDelegate):
    """Air on both sides of a text. The whole row is chosen: no cell of it looks different."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.rect.adjust(_AR, 0, -_AR, 0)  # the row's own ground is painted below, from edge to edge

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * _AR, 0)


class _Cabecalho(QHeaderView):
    """The titles stand over their texts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return super().sectionSizeFromContents(logicalIndex) + QSize(2 * (_AR + _DO_ESTILO), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        como = QStyleOptionHeader()
        self.initStyleOption(como)
        self.initStyleOptionForIndex(como, logicalIndex)
        como.rect = rect
        self.style().drawControl(QStyle.ControlElement.CE_HeaderSection, como, painter, self)
        como.rect = rect.adjusted(_AR + _DO_ESTILO, 0, -_AR - _DO_ESTILO, 0)
        como.text = self.fontMetrics().elidedText(como.text, Qt.TextElideMode.ElideRight, como.rect.width())
        self.style().drawControl(QStyle.ControlElement.CE_HeaderLabel, como, painter, self)


def veste(tabela: QTableView) -> None:
    """The look of a list: whole rows, one at a time, read only."""
    tabela.setItemDelegate(_Celula(tabela))
    tabela.setVerticalScrollBar(Rolagem(tabela))
    tabela.setHorizontalHeader(_Cabecalho(tabela))
    tabela.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    tabela.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tabela.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tabela.setTabKeyNavigation(False)
    tabela.setShowGrid(False)
    tabela.setWordWrap(False)
    tabela.verticalHeader().hide()


class Tabela(QTableView):
    """`estica`: the column that takes what is left of the width; `larguras`: those that do not follow their texts."""

    def __init__(self, modelo: ModeloLinhas, nome: str, estica: int, larguras: Mapping[int, int] | None = None) -> None:
        super().__init__()
        veste(self)
        self.modelo = modelo
        self.setModel(modelo)
        self.setAccessibleName(nome)
        self.setAlternatingRowColors(True)
        cabecalho = self.horizontalHeader()
        self._ajustada: int | None = None
        self.vazia = ""  # said in the middle of a list without rows
        self.estica(estica)
        for coluna, largura in (larguras or {}).items():
            cabecalho.setSectionResizeMode(coluna, QHeaderView.ResizeMode.Interactive)
            cabecalho.resizeSection(coluna, largura)

    def estica(self, coluna: int) -> None:
        """This column takes what the others leave."""
        cabecalho = self.horizontalHeader()
        cabecalho.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if coluna < self.modelo.columnCount():
            cabecalho.setSectionResizeMode(coluna, QHeaderView.ResizeMode.Stretch)

    def ajusta(self, estica: int) -> None:
        """Every column in the window: each as wide as its texts, the widest ones cut alike when that is too much, and
        `estica`, never cut, takes what is left."""
        self._ajustada = estica
        cabecalho, quantas = self.horizontalHeader(), self.modelo.columnCount()
        cabecalho.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        pedidas = [max(self.sizeHintForColumn(i), cabecalho.sectionSizeHint(i)) for i in range(quantas)]
        outras = {i: largura for i, largura in enumerate(pedidas) if i != estica}
        teto = _teto(list(outras.values()), max(self.viewport().width() - pedidas[estica], 0))
        for coluna, largura in outras.items():
            self.setColumnWidth(coluna, min(largura, teto))
        sobra = self.viewport().width() - sum(min(largura, teto) for largura in outras.values())
        self.setColumnWidth(estica, max(pedidas[estica], sobra))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Also of the rows' own room: a scroll bar that comes with the last row takes its share after `ajusta`."""
        super().resizeEvent(event)
        if self._ajustada is not None and event.size().width() != event.oldSize().width():
            self.ajusta(self._ajustada)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.vazia and not self.modelo.linhas:
            pintor = QPainter(self.viewport())
            pintor.setPen(cores_de(self).cor("texto_fraco"))
            pintor.drawText(self.viewport().rect().adjusted(2 * U, 0, -2 * U, 0),
                            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.vazia)

    def diz_vazia(self, texto: str) -> None:
        """What a list without rows says, and what to do."""
        if texto != self.vazia:
            self.vazia = texto
            self.viewport().update()

    @property
    def atual(self) -> Any:
        """The row under the cursor; None in an empty list."""
        linha = self.currentIndex().row()
        return self.modelo.linhas[linha] if 0 <= linha < len(self.modelo.linhas) else None

    def mostra(self, linhas: Sequence[Any], chave: Callable[[Any], object]) -> None:
        """Show others; the cursor stays on the same thing, else on the same place."""
        antes, onde = self.atual, self.currentIndex().row()
        procurada = chave(antes) if antes is not None else None
        self.modelo.troca(linhas)
        if linhas:
            perto = min(max(onde, 0), len(linhas) - 1)
            self.selectRow(next((i for i, um in enumerate(linhas) if chave(um) == procurada), perto))


def _teto(larguras: Sequence[int], cabe: int) -> int:
    """The greatest width such that nothing wider than it makes `larguras` take more than `cabe`."""
    restam = cabe
    for i, largura in enumerate(sorted(larguras)):
        parte = restam // (len(larguras) - i)
        if largura > parte:
            return parte
        restam -= largura
    return max(larguras, default=0)
