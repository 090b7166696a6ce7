"""Ctrl+Shift+N: the serial numbers of a line's units, one per line, by the scanner or typed (TP-045)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from balcao.domain.formatos import TextoInvalido, numero
from balcao.domain.numero_serie import le_series, unidades
from balcao.domain.pedido import ItemPedido
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.leitor import ACEITA_LEITURA
from balcao.ui.tema import Papel, Rotulo, U

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Lista(QPlainTextEdit):
    """Enter goes to the next line; once every unit has its number it is the end (`completou`)."""

    completou = Signal()

    def __init__(self, texto: str, completa: Callable[[], bool]) -> None:
        super().__init__(texto)
        self._completa = completa
        self.setTabChangesFocus(True)
        self.setProperty(ACEITA_LEITURA, True)  # a scan here is a unit; it sells nothing
        self.moveCursor(self.textCursor().MoveOperation.End)

    def keyPressEvent(self, evento: QKeyEvent) -> None:
        if evento.key() in _ENTER and not evento.isAutoRepeat() and self._completa():
            self.completou.emit()
        else:
            super().keyPressEvent(evento)


class DialogoSeries(Dialogo):
    """`texto` has what was typed. Fewer than there are units may be left for later; more are refused."""

    def __init__(self, item: ItemPedido, parent: QWidget | None = None) -> None:
        super().__init__("Números de série", parent)
        self._unidades = unidades(item.quantidade)
        self.botao_confirma.setText("Confirmar (F12)")
        ditas = "\n".join(item.series)
        faltam = len(item.series) < self._unidades
        self.texto = _Lista(f"{ditas}\n" if ditas and faltam else ditas, self._completa)
        self.texto.setMinimumHeight(14 * U)
        quantas = "1 unidade" if self._unidades == 1 else f"{numero(item.quantidade)} {item.unidade}"
        self.campo(f"&Números de série de {item.descricao.replace('&', '&&')} ({quantas})", self.texto,
                   "Passe o leitor em cada um, ou digite um por linha. Enter no último confirma.")
        self.conta = Rotulo("", Papel.CORPO)
        self.corpo.addWidget(self.conta)
        self.texto.textChanged.connect(self._conta)
        self.texto.completou.connect(self.confirma)
        self._conta()
        self.pergunta_antes(lambda: self.texto.toPlainText().split())
        self.texto.setFocus()

    def _quantos(self) -> int | None:
        """How many there are; None while what is typed is not right."""
        try:
            return len(le_series(self.texto.toPlainText()))
        except TextoInvalido:
            return None

    def _completa(self) -> bool:
        quantos = self._quantos()
        return quantos is None or quantos >= self._unidades  # what is wrong is told at once

    def _conta(self) -> None:
        quantos = self._quantos()
        self.conta.setText("" if quantos is None else f"{quantos} de {self._unidades}")

    def valida(self) -> bool:
        try:
            sobram = len(le_series(self.texto.toPlainText())) - self._unidades
        except TextoInvalido as erro:
            self.recusa(str(erro), self.texto)
            return False
        if sobram > 0:
            self.recusa(f"Há {sobram} a mais do que as unidades do item. Apague os que sobram, ou mude antes a "
                        "quantidade (F4).", self.texto)
            return False
        return True

    def keyPressEvent(self, evento: QKeyEvent) -> None:
        if evento.key() in _ENTER:
            return  # the list has taken those that go to the next line
        super().keyPressEvent(evento)
