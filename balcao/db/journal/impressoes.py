"""What this counter printed: whether an order's first paper came out of here, and the reprints to be put on record.

The first print of an order is the first via whenever it happens (at F12, or later in Documentos); every other is a
2ª via, and the retaguarda is told of each, when it can be reached.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from balcao.db.journal.diario import Diario, instante, micros
from balcao.db.journal.envios import GUARDA

DE_UMA_VEZ: Final = 50


@dataclass(frozen=True, slots=True)
class Reimpressa:
    """A 2ª via that is not on record yet. `versao`: 0 when only this counter knew the order then."""

    id: UUID
    pedido_id: UUID
    versao: int
    usuario_id: int
    em: datetime


class Impressoes:
    """The prints of one journal."""

    def __init__(self, diario: Diario, agora: Callable[[], datetime]) -> None:
        self._diario = diario
        self._agora = agora

    def ja_saiu(self, pedido_id: UUID) -> bool:
        """Whether a paper (or PDF) of this order left this counter."""
        return bool(self._diario.le("SELECT 1 FROM impressoes WHERE pedido_id = ? LIMIT 1", (str(pedido_id),)))

    def primeira(self, pedido_id: UUID) -> bool:
        """Write down that the first via goes out; False when one did already."""
        with self._diario.transacao() as conexao:
            return conexao.execute(
                "INSERT INTO impressoes (id, pedido_id, versao, em, entregue) SELECT ?, ?, 0, ?, 1"
                " WHERE NOT EXISTS (SELECT 1 FROM impressoes WHERE pedido_id = ?)",
                (f"1 {pedido_id}", str(pedido_id), micros(self._agora()), str(pedido_id))).rowcount == 1

    def nao_saiu(self, pedido_id: UUID) -> None:
        """The first via could not even be queued: it is still to come."""
        with self._diario.transacao() as conexao:
            conexao.execute("DELETE FROM impressoes WHERE id = ?", (f"1 {pedido_id}",))

    def segunda(self, feita: Reimpressa) -> None:
        """Write a 2ª via down, before it is printed."""
        with self._diario.transacao() as conexao:
            conexao.execute(
                "INSERT INTO impressoes (id, pedido_id, versao, usuario_id, em, entregue) VALUES (?, ?, ?, ?, ?, 0)",
                (str(feita.id), str(feita.pedido_id), feita.versao, feita.usuario_id, micros(feita.em)))

    def desiste(self, id_: UUID) -> None:
        """A 2ª via that was written down was not let out."""
        with self._diario.transacao() as conexao:
            conexao.execute("DELETE FROM impressoes WHERE id = ?", (str(id_),))

    def a_entregar(self) -> list[Reimpressa]:
        """The reprints that the retaguarda has not been told of, oldest first, a few at a time."""
        return [Reimpressa(UUID(id_), UUID(pedido), versao, usuario, instante(em))
                for id_, pedido, versao, usuario, em in self._diario.le(
                    "SELECT id, pedido_id, versao, usuario_id, em FROM impressoes WHERE entregue = 0"
                    " ORDER BY em LIMIT ?", (DE_UMA_VEZ,))]

    def entregue(self, id_: UUID) -> None:
        """It is on record."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE impressoes SET entregue = 1 WHERE id = ?", (str(id_),))

    def limpa(self) -> int:
        """Forget what is older than the receipts that are kept; returns how many."""
        with self._diario.transacao() as conexao:
            return conexao.execute("DELETE FROM impressoes WHERE entregue = 1 AND em < ?",
                                   (micros(self._agora() - GUARDA),)).rowcount
