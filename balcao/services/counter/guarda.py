"""How a `Rascunho` is kept in the journal: its orders apart (each stored once), the rest as one small JSON."""

from pydantic import TypeAdapter

from balcao.db.journal.rascunhos import Partes
from balcao.domain.pedido import Pedido
from balcao.services.counter.rascunho import Rascunho

_ORDENS = {"pedido", "feitos", "desfeitos"}
_RESTO: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])


def _resto(rascunho: Rascunho) -> str:
    return rascunho.model_dump_json(exclude=_ORDENS)


def _monta(pedido: Pedido, feitos: tuple[Pedido, ...], desfeitos: tuple[Pedido, ...], resto: str) -> Rascunho:
    """The orders stay the objects that the journal read: it knows them by identity."""
    return Rascunho.model_validate(
        {**_RESTO.validate_json(resto), "pedido": pedido, "feitos": feitos, "desfeitos": desfeitos})


PARTES = Partes(_resto, _monta)
"""For `Rascunhos(diario, PARTES, agora)`."""
