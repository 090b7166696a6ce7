"""What the readers of facts ask for rows: one store that answers named queries (consultas.py)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Linha = Mapping[str, Any]
"""A row, by the names of its columns; values as the domain has them (Decimal, UUID, date, …)."""


class Leitor(Protocol):
    """One store, which answers the queries of consultas.py: `LeitorServidor` there, the counter's `LeitorReplica`."""

    def le(self, consulta: str, **valores: object) -> Sequence[Linha]:
        """Every row of a query with its bound values."""


class ReferenciaInexistente(LookupError):
    """The order names something that this store does not have. `campo`: "tipo", "plano", …; `valor`: its id."""

    def __init__(self, campo: str, valor: object) -> None:
        super().__init__(f"{campo} {valor}")
        self.campo = campo
        self.valor = valor


class TipoDeOutroPrograma(ReferenciaInexistente):
    """An order type that this program cannot read: a newer one has written it (0179)."""

    def __init__(self, valor: object) -> None:
        super().__init__("tipo", valor)


def uma_linha(leitor: Leitor, consulta: str, campo: str, **valores: object) -> Linha:
    linhas = leitor.le(consulta, **valores)
    if not linhas:
        raise ReferenciaInexistente(campo, valores["id"])
    return linhas[0]
