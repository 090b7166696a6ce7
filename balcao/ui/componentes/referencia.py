"""Editor of a reference: type a piece of the name, choose with the arrows, Enter."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from balcao.ui.componentes.contexto import Contexto, Fonte, ItemReferencia
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.editor import EntradaInvalida
from balcao.ui.componentes.suspensa import ListaSuspensa

_NADA = "Nada encontrado."
_NADA_LIVRE = "Nada na lista; vale o que foi digitado."


class CampoReferencia(LinhaTexto):
    """Shows the label of a row and keeps its value. `vazio` is what an empty line means."""

    mudou = Signal()
    escolhido = Signal(object)

    def __init__(self, fonte: Fonte, contexto: Contexto, vazio: Any = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fonte, self._contexto, self._vazio = fonte, contexto, vazio
        self._valor: Any = vazio
        self._rotulo = ""
        self._lista: ListaSuspensa | None = None
        self.setPlaceholderText("Procurar (↓ todos)")
        self.textEdited.connect(self._digitou)

    def valor(self) -> Any:
        """The value of the row shown. Raises EntradaInvalida for a text that names none."""
        texto = self.text().strip()
        if texto == self._rotulo:
            return self._valor
        if not texto:
            return self._vazio
        if self._fonte.livre:
            return texto
        raise EntradaInvalida(f"“{texto}” não está na lista. Digite parte do nome e escolha com ↓ e Enter.")

    def define_valor(self, valor: Any) -> None:
        self._valor = valor
        self._mostra("" if valor in (None, "") else str(valor))
        if valor not in (None, ""):
            self._contexto.le("rotulo", lambda: self._fonte.item(valor), self._achou_rotulo, self)

    def trava(self, travado: bool) -> None:
        self.setReadOnly(travado)

    def alvo(self) -> QWidget:
        return self

    def efeito(self) -> str:
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        aberta = self._lista is not None and self._lista.isVisible()
        tecla = event.key()
        if tecla in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            if aberta and self._lista is not None:
                self._lista.anda(event)
            elif not self.isReadOnly():
                self._procura("" if self.text().strip() == self._rotulo else self.text())
        elif tecla in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and aberta and not self._vale_o_digitado():
            self._escolhe_atual()
        elif tecla == Qt.Key.Key_Escape and aberta:
            self._fecha()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        aberta = self._lista is not None and self._lista.isVisible()
        if aberta and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._escolhe_atual()
        self._fecha()

    def hideEvent(self, event: QEvent) -> None:
        self._fecha()

    @Slot(str)
    def _digitou(self, texto: str) -> None:
        self.mudou.emit()
        if texto.strip():
            self._procura(texto)
        else:
            self._fecha()

    def _vale_o_digitado(self) -> bool:
        """Whether the list that is open offers nothing to take: Enter is then for what is around the field."""
        vale = self._fonte.livre and self._lista is not None and self._lista.atual() is None
        if vale:
            self._fecha()
        return vale

    def _procura(self, texto: str) -> None:
        self._contexto.le("busca", lambda: self._fonte.busca(texto.strip()), self._chegaram, self)

    def _chegaram(self, itens: Sequence[ItemReferencia]) -> None:
        if not self.hasFocus():  # left before the answer came: the text decides, if it can only mean one row
            texto = self.text().strip().casefold()
            iguais = [item for item in itens if item.rotulo.casefold() == texto]
            servem = iguais or ([] if self._fonte.livre else list(itens))  # a free text stands as it was typed
            if texto != self._rotulo.casefold() and len(servem) == 1:
                self._escolhe(servem[0])
            return
        if self._lista is None:
            self._lista = ListaSuspensa(self.window())
            self._lista.escolhido.connect(self._escolhe)
        self._lista.mostra(itens, self, escolhe_primeiro=not self._fonte.livre,
                            vazia=_NADA_LIVRE if self._fonte.livre else _NADA)

    def _escolhe_atual(self) -> None:
        item = self._lista.atual() if self._lista is not None else None
        if item is not None:
            self._escolhe(item)
        self._fecha()

    def _escolhe(self, item: ItemReferencia) -> None:
        self._valor = item.valor
        self._mostra(item.rotulo)
        self._fecha()
        self.escolhido.emit(item)
        self.mudou.emit()

    def _achou_rotulo(self, item: ItemReferencia | None) -> None:
        if item is None or item.valor != self._valor or item.rotulo.strip() == self._rotulo:
            return
        if self.text() == self._rotulo:
            self._mostra(item.rotulo)

    def _mostra(self, rotulo: str) -> None:
        self._rotulo = rotulo.strip()
        self.setText(self._rotulo)
        self.setCursorPosition(0)

    def _fecha(self) -> None:
        if self._lista is not None:
            self._lista.hide()
