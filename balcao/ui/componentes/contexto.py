"""What editors and forms need from around them, handed down by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject

from balcao.ui.background import Background, Faixa

if TYPE_CHECKING:  # pydantic, which the login does not wait for
    from balcao.domain.campo import Campo

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ItemReferencia:
    """One row that a field may point at."""

    valor: Any
    rotulo: str
    detalhe: str = ""


class Fonte(Protocol):
    """Where a field of `Campo.referencia` looks its values up. Both methods run off the UI thread."""

    livre: bool  # whether a text that is in no list is a value too (a printer's address)

    def busca(self, texto: str) -> Sequence[ItemReferencia]:
        """The rows whose label resembles `texto` (all of them for ""), best first."""

    def item(self, valor: Any) -> ItemReferencia | None:
        """The row of a stored value; None when it is gone."""


def _livre(_campo: Campo) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Contexto:
    """`permissoes`: of the user. `fontes`: by the name that fields cite. `travado`: why a field cannot be
    changed now ("" when it can), asked once per form. `hoje`: the shop's day."""

    hoje: Callable[[], date]
    permissoes: frozenset[str] = frozenset()
    fontes: Mapping[str, Fonte] = field(default_factory=dict)
    fundo: Background | None = None
    travado: Callable[[Campo], str] = _livre

    def le(self, chave: str, trabalho: Callable[[], T], pronto: Callable[[T], None], dono: QObject) -> None:
        """Read something slow for a widget: in the background, or at once where there is none."""
        if self.fundo is None:
            pronto(trabalho())
        else:
            self.fundo.executa(Faixa.LEITURA, f"{chave}:{id(dono)}", lambda _ficha: trabalho(), pronto, dono=dono)
