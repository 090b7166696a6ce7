"""How an order came to be delivered, and so where it is when that is undone: by the till's reversal, or by hand (ADR
0064)."""

from typing import LiteralString, NamedTuple
from uuid import UUID

from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Cursor, uma

# A delivery by hand carries the id of who asked for it; the one that comes with the last invoice carries none.
_ULTIMA: LiteralString = """
    SELECT dados ? 'id' AS a_mao, dados ->> 'de' AS de FROM eventos WHERE pedido_id = %s AND tipo = 'pedido.entregue'
     ORDER BY id DESC LIMIT 1"""


class Entrega(NamedTuple):
    """`a_mao`: somebody said so, before the invoice; else the last invoice did. `de`: where it found the order."""

    a_mao: bool
    de: Situacao


def ultima_entrega(cur: Cursor, pedido_id: UUID) -> Entrega:
    """Of an order that is delivered, whose row is locked."""
    cur.execute(_ULTIMA, [pedido_id])
    linha = uma(cur)
    return Entrega(linha.a_mao, Situacao(linha.de))
