"""Editors of numbers: integer, money, quantity, percentage. Decimal all the way, comma for decimals."""

from contextlib import suppress
from functools import cache
from typing import Any

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator, QValidator
from PySide6.QtWidgets import QWidget

from balcao.domain.formatos import TextoInvalido, le_decimal, numero
from balcao.ui.componentes.controles import FONTE_MUDOU, LinhaTexto
from balcao.ui.componentes.editor import EntradaInvalida
from balcao.ui.tema import U


@cache
def _so_numero(casas: int, negativo: bool) -> QValidator:
    """One for all the fields of a kind: the pattern is compiled once."""
    sinal = "-?" if negativo else ""
    decimais = f"(,[0-9]{{0,{casas}}})?" if casas else ""
    return QRegularExpressionValidator(QRegularExpression(f"{sinal}[0-9.]*{decimais}"))


class CampoNumero(LinhaTexto):
    """A number with `casas` decimal places; 0 makes it an `int`, without thousands separators.

    The point of the numeric keypad types the comma; the other one separates thousands, as written. Up and
    Down step an integer.
    """

    mudou = Signal()

    def __init__(self, casas: int = 0, antes: str = "", depois: str = "", negativo: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent, antes=antes, depois=depois, aceita=_so_numero(casas, negativo))
        self.casas, self._negativo = casas, negativo
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._tecla = self._recusa = ""  # the last one typed, and why it did not enter
        self._alarga()
        self.inputRejected.connect(self._recusou, Qt.ConnectionType.QueuedConnection)  # Qt has not taken it out yet
        self.textEdited.connect(self._digitou)

    def valor(self) -> Any:
        """int (no places), Decimal, or None when empty. Raises EntradaInvalida."""
        if not self.text().strip():
            return None
        try:
            lido = le_decimal(self.text())
        except TextoInvalido as motivo:
            raise EntradaInvalida(str(motivo)) from motivo
        return lido if self.casas else int(lido)

    def define_valor(self, valor: Any) -> None:
        if valor is None:
            self.setText("")
        else:
            self.setText(numero(valor, self.casas) if self.casas else str(int(valor)))

    def trava(self, travado: bool) -> None:
        self.setReadOnly(travado)

    def alvo(self) -> QWidget:
        return self

    def efeito(self) -> str:
        return self._recusa

    @Slot()
    def _recusou(self) -> None:
        if self.hasFocus():
            self._diz(self._por_que())

    def _por_que(self) -> str:
        if self._tecla == "-" and not self._negativo:
            return "Aqui não entra sinal de menos: o número é zero ou mais."
        if self.casas and (self._tecla.isdigit() or self._tecla == ","):
            return f"Aqui cabem {self.casas} casas depois da vírgula."
        return "Aqui só entram algarismos e vírgula." if self.casas else "Aqui só entram algarismos."

    @Slot()
    def _digitou(self) -> None:
        self._recusa = self._tecla = ""
        self.mudou.emit()

    def _diz(self, recusa: str) -> None:
        if recusa != self._recusa:
            self._recusa = recusa
            self.mudou.emit()  # whoever shows `efeito` asks for it again

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._tecla = event.text()
        ponto = event.text() == "." and event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if ponto and self.casas and not self.isReadOnly():
            self.insert(",")
            self.textEdited.emit(self.text())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.casas and not self.isReadOnly():
            self._passo(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._diz("")
        with suppress(EntradaInvalida):  # stays as typed; the form says what is wrong with it
            self.define_valor(self.valor())

    def _passo(self, quanto: int) -> None:
        texto = self.text() or "0"
        if texto.lstrip("-").isdigit():
            novo = str(int(texto) + quanto)
            self.setText(novo)
            if not self.hasAcceptableInput():
                self.setText(texto)
            else:
                self.textEdited.emit(novo)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == FONTE_MUDOU:
            self._alarga()

    def _alarga(self) -> None:
        """Wide enough for the largest number a shop writes, at the present type size."""
        mede = self.fontMetrics().horizontalAdvance
        algarismos = "000.000.000,00" if self.casas else "0000000"
        self.setFixedWidth(sum(mede(texto) for texto in (algarismos, self._antes, self._depois) if texto) + 6 * U)


class CampoGerado(CampoNumero):
    """A number that the system gives, and nobody types: 0 is that it has not yet."""

    def valor(self) -> int:
        return super().valor() or 0

    def define_valor(self, valor: int | None) -> None:
        super().define_valor(valor or None)
        self.setPlaceholderText("" if valor else "ao gravar")


class CampoDinheiro(CampoNumero):
    """R$, two places (or those of a unit price)."""

    def __init__(self, casas: int = 2, negativo: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(casas, antes="R$", negativo=negativo, parent=parent)


class CampoQuantidade(CampoNumero):
    """A quantity, with the station's decimal places and the product's unit."""

    def __init__(self, casas: int = 3, unidade: str = "", negativo: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(casas, depois=unidade, negativo=negativo, parent=parent)


class CampoPercentual(CampoNumero):
    """A percentage; 12,5 means 12,5 %."""

    def __init__(self, casas: int = 2, negativo: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(casas, depois="%", negativo=negativo, parent=parent)


