"""A row that says what and with which key: the palette and the F1 sheet draw it alike."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from balcao.ui.componentes.suspensa import Indice
from balcao.ui.tema import RAIO, Papel, U, cores_de, fonte


class DesenhoTecla(QStyledItemDelegate):
    """Text at the left, a quiet detail after it, the key as a small plate at the right."""

    TECLA = Qt.ItemDataRole.UserRole + 1
    DETALHE = Qt.ItemDataRole.UserRole + 2

    def __init__(self, lista: QAbstractItemView) -> None:
        super().__init__(lista)
        self._lista = lista

    def sizeHint(self, option: QStyleOptionViewItem, index: Indice) -> QSize:
        return QSize(20 * U, option.fontMetrics.height() + 2 * U - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Indice) -> None:
        cores = cores_de(self._lista)
        area = QRect(option.rect)
        viva = bool(option.state & QStyle.StateFlag.State_Enabled)
        escolhida = viva and bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if escolhida:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(cores.cor("acento_fundo"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RAIO, RAIO)
        area.adjust(U + 2, 0, -U - 2, 0)
        if tecla := index.data(self.TECLA):
            letra = fonte(Papel.LEGENDA, option.font)
            largura = QFontMetrics(letra).horizontalAdvance(tecla) + 2 * U
            alta = option.fontMetrics.height() + 4
            chapa = QRectF(area.right() - largura, area.center().y() - alta / 2 + 1, largura, alta)
            painter.setPen(QPen(cores.cor("linha"), 1))
            painter.setBrush(cores.cor("janela"))
            painter.drawRoundedRect(chapa, 4, 4)
            painter.setFont(letra)
            painter.setPen(cores.cor("texto_fraco" if viva else "desativado"))
            painter.drawText(chapa, Qt.AlignmentFlag.AlignCenter, tecla)
            area.setRight(int(chapa.left()) - U)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or option.font)
        painter.setPen(cores.cor("texto" if viva else "desativado"))
        meio = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        texto = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, meio, texto)
        if detalhe := index.data(self.DETALHE):
            area.setLeft(area.left() + option.fontMetrics.horizontalAdvance(texto) + 2 * U)
            painter.setFont(fonte(Papel.LEGENDA, option.font))
            painter.setPen(cores.cor("texto_fraco" if viva else "desativado"))
            painter.drawText(area, meio, painter.fontMetrics().elidedText(
                detalhe, Qt.TextElideMode.ElideRight, max(0, area.width())))
