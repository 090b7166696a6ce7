"""A dialog with a text of several lines: Enter breaks a line, F12 confirms, ESC asks before it is lost."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import U


class DialogoTexto(Dialogo):
    """`texto` is put among the other fields by whoever derives. `maximo`: letters that fit; `falta`: what is said when
    there is none ("": there may be none)."""

    def __init__(self, titulo: str, inicial: str, parent: QWidget | None = None, *, maximo: int, falta: str = "",
                 confirma: str = "Confirmar", espera: bool = False, largura: int = 56 * U,
                 altura: int = 14 * U) -> None:
        super().__init__(titulo, parent, confirma=confirma, espera=espera, largura=largura)
        self._maximo, self._falta = maximo, falta
        self.botao_confirma.setText(f"{confirma} (F12)")
        self.texto = QPlainTextEdit(inicial)
        self.texto.setTabChangesFocus(True)
        self.texto.setMinimumHeight(altura)
        self.pergunta_antes(self.texto.toPlainText)

    @property
    def escrito(self) -> str:
        """What was typed, without blanks around it."""
        return self.texto.toPlainText().strip()

    def valida(self) -> bool:
        if self._falta and not self.escrito:
            self.recusa(self._falta, self.texto)
            return False
        if (sobra := len(self.escrito) - self._maximo) > 0:
            self.recusa(f"O texto passa {sobra} letras do máximo de {self._maximo}.", self.texto)
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # the text box has taken those that break a line
        super().keyPressEvent(event)
