"""A layout that flows: left to right, then down, so that nothing is cut on a narrow screen."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from balcao.ui.tema import U


class Fluxo(QLayout):
    """Puts its widgets in rows as wide as there is room for."""

    def __init__(self, parent: QWidget | None = None, espaco: int = U, entre_linhas: int = U // 2) -> None:
        super().__init__(parent)
        self._itens: list[QLayoutItem] = []
        self._espaco, self._entre_linhas = espaco, entre_linhas
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._itens.append(item)

    def count(self) -> int:
        return len(self._itens)

    def itemAt(self, indice: int) -> QLayoutItem | None:
        return self._itens[indice] if 0 <= indice < len(self._itens) else None

    def takeAt(self, indice: int) -> QLayoutItem | None:
        return self._itens.pop(indice) if 0 <= indice < len(self._itens) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, largura: int) -> int:
        return self._arruma(QRect(0, 0, largura, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arruma(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        tamanho = QSize()
        for item in self._itens:
            tamanho = tamanho.expandedTo(item.minimumSize())
        margens = self.contentsMargins()
        return tamanho + QSize(margens.left() + margens.right(), margens.top() + margens.bottom())

    def _arruma(self, area: QRect, move: bool) -> int:
        dentro = area.marginsRemoved(self.contentsMargins())
        x, y, alta = dentro.x(), dentro.y(), 0
        for item in self._itens:
            if item.isEmpty():
                continue
            tamanho = item.sizeHint()
            if x > dentro.x() and x + tamanho.width() > dentro.right() + 1:
                x, y, alta = dentro.x(), y + alta + self._entre_linhas, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), tamanho))
            x += tamanho.width() + self._espaco
            alta = max(alta, tamanho.height())
        margens = self.contentsMargins()
        return y + alta - area.y() + margens.bottom()
