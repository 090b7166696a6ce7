"""The first page of a document beside a list, as large as its place allows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel


class Previa(QLabel):
    """Shows an image or, in its place, words (why there is none)."""

    def __init__(self, largura_minima: int) -> None:
        super().__init__()
        self._imagem = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(largura_minima)

    def mostra(self, png: bytes) -> None:
        """The page."""
        self._imagem.loadFromData(png)
        self._ajusta()

    def diz(self, texto: str) -> None:
        """No page: words, or nothing."""
        self._imagem = QPixmap()
        self.clear()  # a text that is as empty as before would leave the page where it is
        self.setText(texto)

    def _ajusta(self) -> None:
        if not self._imagem.isNull():
            self.setPixmap(self._imagem.scaled(
                self.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ajusta()
