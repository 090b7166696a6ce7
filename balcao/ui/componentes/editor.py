"""What every field editor offers to the form, whatever it looks like."""

from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget


class EntradaInvalida(ValueError):
    """What was typed is not a value of this field; `str()` is the message shown beside it."""


@runtime_checkable
class Editor(Protocol):
    """A widget that edits one value. It emits `mudou` whenever what it shows may be another value."""

    mudou: SignalInstance

    def valor(self) -> Any:
        """The value now; None when empty. Raises EntradaInvalida."""

    def define_valor(self, valor: Any) -> None:
        """Show a value, without `mudou`."""

    def trava(self, travado: bool) -> None:
        """Show without letting change; the text can still be read and copied."""

    def marca_erro(self, erro: bool) -> None:
        """Show that the value was refused."""

    def alvo(self) -> QWidget:
        """The widget that takes the focus."""

    def efeito(self) -> str:
        """What the value shown does, in a few words; "" when there is nothing to add."""
