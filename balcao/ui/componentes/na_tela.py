"""A dialog that stays within its screen, when it opens and when what it says makes it grow.

A window manager mostly sees to this; a bare X server, a kiosk and a screen of 768 lines do not. Events are
overridden, not filtered: a filter in Python would be asked of every event of the dialog.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog


class DialogoNaTela(QDialog):
    """The base of every dialog."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._traz)  # Qt is still placing it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            QTimer.singleShot(0, self, self._traz)

    def _traz(self) -> None:
        tela, quadro = self.screen().availableGeometry(), self.frameGeometry()
        if not self.isVisible() or tela.contains(quadro):
            return
        moldura = quadro.size() - self.size()
        self.resize(self.size().boundedTo(tela.size() - moldura))
        quadro = self.frameGeometry()
        self.move(max(tela.left(), min(quadro.left(), tela.right() + 1 - quadro.width())),
                  max(tela.top(), min(quadro.top(), tela.bottom() + 1 - quadro.height())))
