"""Every lock an operation on an order takes, in the one order that cannot deadlock.

Orders by id, then the customer, then products that sell by serial number, then stock by product id; the numbering comes
last, in the writing statement.
A locking statement reads nothing but the rows it locks: under READ COMMITTED a sum in it would predate the
wait (docs/decisions/0060). FOR NO KEY UPDATE, so that a foreign key to a locked row does not wait.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from balcao.services.office.contexto import Cursor

_PEDIDOS = """
    SELECT id, estabelecimento_id, tipo_id, categoria, serie, numero, sequencia, chave, numero_provisorio, situacao,
           cliente_id, cliente_nome, estacao_id, usuario_id, plano_id, origem_id, emitido_em, validade, total,
           frete, toma_credito, reserva_estoque, versao, protocolo, emitido_offline, suspenso_em
      FROM pedidos WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"""
_CLIENTE = "SELECT pessoa_id FROM clientes WHERE pessoa_id = %s FOR NO KEY UPDATE"
_PRODUTOS = "SELECT id FROM produtos WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_ESTOQUES = """
    SELECT produto_id FROM estoques WHERE estabelecimento_id = %s AND produto_id = ANY(%s)
     ORDER BY produto_id FOR NO KEY UPDATE"""


def trava_pedidos(cur: Cursor, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    """Lock the orders that exist and return their header rows by id."""
    quais = sorted({i for i in ids if i is not None})
    cur.execute(_PEDIDOS, [quais])
    return {linha.id: linha for linha in cur.fetchall()}


def trava_cliente(cur: Cursor, cliente_id: UUID) -> None:
    """Lock a customer's credit."""
    cur.execute(_CLIENTE, [cliente_id])


def trava_produtos(cur: Cursor, produtos: Iterable[int]) -> None:
    """Lock products themselves: of whose units the serial numbers sell."""
    cur.execute(_PRODUTOS, [sorted(set(produtos))])


def trava_estoques(cur: Cursor, estabelecimento_id: int, produtos: Iterable[int]) -> None:
    """Lock the stock of these products in one shop. A product without a row has nothing to lock."""
    cur.execute(_ESTOQUES, [estabelecimento_id, sorted(set(produtos))])
