"""The line of a search: it drops the fields found while one types; Enter goes to the field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from balcao.ui.componentes.contexto import ItemReferencia
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.icones import icone
from balcao.ui.componentes.suspensa import ListaSuspensa


class LinhaBusca(LinhaTexto):
    """`procura(text)` is quick: it only looks at declarations. `vazia` is said when it finds nothing."""

    achado = Signal(object)

    def __init__(self, procura: Callable[[str], Sequence[ItemReferencia]], convite: str, vazia: str,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._procura, self._vazia = procura, vazia
        self.lista: ListaSuspensa | None = None
        self.setPlaceholderText(convite)
        self.setAccessibleName(convite)
        self.setClearButtonEnabled(True)
        self.addAction(icone(self, "busca"), QLineEdit.ActionPosition.LeadingPosition)
        self.textEdited.connect(self._digitou)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        aberta = self.lista is not None and self.lista.isVisible()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            if aberta and self.lista is not None:
                self.lista.anda(event)
            else:
                self._digitou(self.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.lista.atual() if aberta and self.lista is not None else None
            if item is not None and not event.isAutoRepeat():
                self._vai(item)
        elif event.key() == Qt.Key.Key_Escape and (aberta or self.text()):
            self._fecha()
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._fecha()

    def _digitou(self, texto: str) -> None:
        if not texto.strip():
            self._fecha()
            return
        if self.lista is None:
            self.lista = ListaSuspensa(self.window())
            self.lista.escolhido.connect(self._vai)
        self.lista.mostra(self._procura(texto), self, escolhe_primeiro=True, vazia=self._vazia)

    def _vai(self, item: ItemReferencia) -> None:
        self._fecha()
        self.clear()
        self.achado.emit(item.valor)

    def _fecha(self) -> None:
        if self.lista is not None:
            self.lista.hide()
