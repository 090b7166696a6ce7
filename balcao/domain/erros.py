"""The three families of errors, sorted by who can act.

- the operator can fix it: `RegraViolada`, which carries findings and is shown beside the fields;
- the environment failed (disk, network, printer, database): `AmbienteIndisponivel`, which says what
  happened and what to do;
- a bug: any other exception; only the top-level handler catches it, logs it and saves the open order.

The texts of these exceptions are Brazilian Portuguese and fit to be shown as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pydantic, which whoever only raises or catches does not wait for
    from uuid import UUID

    from balcao.domain.achados import Finding


class BalcaoError(Exception):
    """Root of the errors that Balcão raises on purpose. `titulo` heads the message on screen."""

    titulo = "Balcão"


class AmbienteIndisponivel(BalcaoError):
    """Something around the program failed. `mensagem`: what and why; `acao`: what the person does now."""

    titulo = "Não foi possível agora"

    def __init__(self, mensagem: str, acao: str) -> None:
        super().__init__(mensagem, acao)
        self.mensagem = mensagem
        self.acao = acao

    def __str__(self) -> str:
        return f"{self.mensagem} {self.acao}".strip()


class EntradaInvalida(BalcaoError):
    """The operator can fix it: what was typed cannot be used. `str()` says what, why and what to do."""

    titulo = "Confira o que digitou"


class RegraViolada(BalcaoError):
    """The operator can fix it, or somebody can release it: the findings say what (domain/textos.py). `pedido_id`:
    whose they are, when of an order that an approval generates."""

    titulo = "Confira o pedido"

    def __init__(self, achados: Iterable[Finding], pedido_id: UUID | None = None) -> None:
        self.achados = tuple(achados)
        self.pedido_id = pedido_id
        super().__init__(self.achados)

    def __str__(self) -> str:
        from balcao.domain.textos import texto  # likewise

        return " ".join(texto(achado) for achado in self.achados)
