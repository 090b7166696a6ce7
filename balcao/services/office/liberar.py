"""Releases: a supervisor, with his own password, lets one finding of one order pass, up to its value, once."""

from uuid import UUID

from balcao.domain.liberacao import Liberacao
from balcao.services.office.contexto import Cursor

_ABERTAS = """
    SELECT l.id, l.pedido_id, l.codigo, l.item, l.valor_maximo, l.motivo, l.usuario_id, u.nome AS usuario_nome,
           l.pedida_por, l.em, l.offline
      FROM liberacoes l JOIN usuarios u ON u.id = l.usuario_id
     WHERE l.pedido_id = %s AND l.usada_em IS NULL ORDER BY l.em, l.id"""


def ler_liberacoes(cur: Cursor, pedido_id: UUID) -> tuple[Liberacao, ...]:
    """The releases of an order that were not used yet."""
    cur.execute(_ABERTAS, [pedido_id])
    return tuple(Liberacao(**linha._asdict()) for linha in cur.fetchall())
