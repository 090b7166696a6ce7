"""Who an order is stored for, as its type says: the shop itself (TP-008), or who becomes a customer with it (TP-009).

In the storing transaction, before its other locks and its facts: an order that is refused registers nobody.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from balcao.db.fatos import Cabecalho
from balcao.db.fatos_cadastros import Estabelecimento
from balcao.domain.pedido import Pedido
from balcao.domain.preenchimento import com_vendedor
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.office.contexto import Cursor, Quem
from balcao.services.office.travas import trava_cliente, trava_pessoa

_E_CLIENTE: LiteralString = "SELECT FROM clientes WHERE pessoa_id = %s"
# Whoever waited for another order of the same person finds her registered, with that order's seller; one that is
# registered by hand meanwhile, which locks no person, is waited for here.
_CADASTRA: LiteralString = """
    WITH nova AS (
        INSERT INTO clientes (pessoa_id, vendedor_id)
        SELECT p.id, %(vendedor_id)s FROM pessoas p
         WHERE p.id = %(cliente_id)s AND NOT EXISTS (SELECT FROM clientes WHERE pessoa_id = p.id)
            ON CONFLICT DO NOTHING RETURNING pessoa_id)
    INSERT INTO auditoria (em, usuario_id, estacao_id, assunto, campo, antes, depois)
    SELECT %(agora)s, %(usuario_id)s, %(estacao_id)s, 'cliente ' || p.nome, 'inclusão', NULL, to_jsonb(p.id::text)
      FROM nova JOIN pessoas p ON p.id = nova.pessoa_id"""


def quem_compra(pedido: Pedido, tipo: TipoPedido, loja: Estabelecimento) -> UUID | None:
    """The customer of an order of a type: the shop itself where the type wants it and nobody was put."""
    return loja.pessoa_id if pedido.cliente_id is None and tipo.cliente_e_a_loja else pedido.cliente_id


def poe_cliente(cur: Cursor, pedido: Pedido, nomeado: Cabecalho, quem: Quem, agora: datetime) -> Pedido:
    """The order with the shop as its customer where its type wants it and nobody was put; a person becomes a customer
    where the type registers whoever is none, with the order's seller as the default one. quem: who sends it."""
    tipo, loja = nomeado.regras.tipo, nomeado.loja
    if (cliente_id := quem_compra(pedido, tipo, loja)) != pedido.cliente_id:
        pedido = pedido.model_copy(update={"cliente_id": cliente_id})
    if (tipo.cadastrar_pessoa_como_cliente and pedido.cliente_id is not None
            and trava_quem_vira_cliente(cur, pedido.cliente_id)):
        cur.execute(_CADASTRA, {
            "cliente_id": pedido.cliente_id, "vendedor_id": com_vendedor(pedido, tipo, None).vendedor_id,
            "agora": agora, "usuario_id": quem.usuario_id or pedido.usuario_id, "estacao_id": quem.estacao_id})
    return pedido


def trava_quem_compra(cur: Cursor, pedido: Pedido, tipos: Sequence[TipoPedido], loja: Estabelecimento,
                      era: UUID | None) -> None:
    """Lock who becomes a customer, then whose credit is taken, of an order that may generate orders of `tipos` and had
    `era` for its customer: for an approval, which learns only under its locks what it generates and with whose seller.
    """
    compram = [(tipo, quem_compra(pedido, tipo, loja)) for tipo in tipos]
    for pessoa_id in sorted({c for tipo, c in compram if c is not None and tipo.cadastrar_pessoa_como_cliente}):
        trava_quem_vira_cliente(cur, pessoa_id)
    for cliente_id in sorted({c for c in (era, pedido.cliente_id, *(c for _, c in compram)) if c is not None}):
        trava_cliente(cur, cliente_id)


def trava_quem_vira_cliente(cur: Cursor, pessoa_id: UUID) -> bool:
    """Whether somebody is no customer, whose row of the register is locked then, before all that the order locks.
    Customers are not locked: every sale to the final consumer would wait for the one before."""
    cur.execute(_E_CLIENTE, [pessoa_id])
    if cur.fetchone() is not None:
        return False
    trava_pessoa(cur, pessoa_id)
    return True
