"""What a seller chooses among. Beside its dialog, which a start does not import (0100)."""

from typing import Any, NamedTuple


class Opcao(NamedTuple):
    """`atalho`: typing exactly it chooses at once (a seller's digits)."""

    valor: Any
    texto: str
    detalhe: str = ""
    atalho: str = ""
