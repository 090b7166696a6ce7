"""Typed text: a reason that must be given, or the document's observations."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U


class DialogoMotivo(Dialogo):
    """Cancelling or losing a document asks why."""

    def __init__(self, titulo: str, aviso: str, parent: QWidget | None = None, *, confirma: str = "Confirmar") -> None:
        super().__init__(titulo, parent, confirma=confirma, espera=True)
        texto = Rotulo(aviso, Papel.CORPO, "texto_fraco")
        texto.setWordWrap(True)
        self.corpo.addWidget(texto)
        self.motivo = LinhaTexto()
        self.motivo.setMaxLength(200)
        self.campo("&Motivo", self.motivo)

    def valida(self) -> bool:
        if not self.motivo.text().strip():
            self.recusa("Diga o motivo: ele fica guardado com o documento.", self.motivo)
            return False
        return True


class DialogoObservacoes(Dialogo):
    """Free text printed on the document, or under one item of it. Enter breaks the line; F12 confirms.

    maximo: letters that fit.
    """

    def __init__(self, texto: str, parent: QWidget | None = None, titulo: str = "Observações do documento",
                 maximo: int = 1000) -> None:
        super().__init__(titulo, parent)
        self._maximo = maximo
        self.botao_confirma.setText("Confirmar (F12)")
        self.texto = QPlainTextEdit(texto)
        self.texto.setTabChangesFocus(True)
        self.texto.setMinimumHeight(18 * U)
        self.campo("&Observações", self.texto)
        self.dica = Rotulo(f"Saem impressas. Até {self._maximo} letras.", Papel.LEGENDA, "texto_fraco")
        self.dica.setWordWrap(True)
        self.corpo.addWidget(self.dica)
        self.pergunta_antes(self.texto)
        self.texto.setFocus()

    def valida(self) -> bool:
        sobra = len(self.texto.toPlainText()) - self._maximo
        if sobra > 0:
            self.recusa(f"O texto passa {sobra} letras do máximo de {self._maximo}.", self.texto)
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # the text box has taken those that break a line
        super().keyPressEvent(event)
