"""Every lock an operation on an order takes, in the one order that cannot deadlock.

Orders by id, then the person who may become a customer, then customers by id, then products that sell by serial
number, then stock by kind (the shop's own first) and product id; the numbering comes last, in the writing statement.
A locking statement reads nothing but the rows it locks: under READ COMMITTED a sum in it would predate the
wait (docs/decisions/0060). FOR NO KEY UPDATE, so that a foreign key to a locked row does not wait.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from balcao.services.office.contexto import Cursor, Quem, nao_achado

_PEDIDOS = """
    SELECT id, estabelecimento_id, tipo_id, categoria, serie, numero, sequencia, chave, numero_provisorio, situacao,
           cliente_id, cliente_nome, estacao_id, usuario_id, plano_id, origem_id, emitido_em, validade, total,
           frete, toma_credito, reserva_estoque, tipo_estoque_id, versao, protocolo, emitido_offline, suspenso_em
      FROM pedidos WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"""
_PESSOA = "SELECT id FROM pessoas WHERE id = %s FOR NO KEY UPDATE"
_CLIENTE = "SELECT pessoa_id FROM clientes WHERE pessoa_id = %s FOR NO KEY UPDATE"
_PRODUTOS = "SELECT id FROM produtos WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_ESTOQUES = """
    SELECT produto_id FROM estoques WHERE estabelecimento_id = %s AND produto_id = ANY(%s)
     ORDER BY produto_id FOR NO KEY UPDATE"""
_ESTOQUES_POR_TIPO = """
    SELECT produto_id FROM estoques_por_tipo
     WHERE estabelecimento_id = %s AND produto_id = ANY(%s) AND tipo_estoque_id = %s
     ORDER BY produto_id FOR NO KEY UPDATE"""


def trava_pedidos(cur: Cursor, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    """Lock the orders that exist and return their header rows by id."""
    quais = sorted({i for i in ids if i is not None})
    cur.execute(_PEDIDOS, [quais])
    return {linha.id: linha for linha in cur.fetchall()}


def exige_emitido(linha: Any, quem: Quem) -> Any:
    """A row of `trava_pedidos`, when it is an issued order of the shop of who asks. Raises Recusada (404): of another
    shop's nobody learns even that it is there."""
    if linha is None or linha.estabelecimento_id != quem.estabelecimento_id or linha.numero is None:
        raise nao_achado("o documento")
    return linha


def trava_emitido(cur: Cursor, quem: Quem, pedido_id: UUID) -> Any:
    """Lock an issued order of this shop and return its header row. Raises Recusada (404)."""
    return exige_emitido(trava_pedidos(cur, [pedido_id]).get(pedido_id), quem)


def trava_pessoa(cur: Cursor, pessoa_id: UUID) -> None:
    """Lock whoever is no customer yet, against another order that registers the same person (TP-009)."""
    cur.execute(_PESSOA, [pessoa_id])


def trava_cliente(cur: Cursor, cliente_id: UUID) -> None:
    """Lock a customer's credit."""
    cur.execute(_CLIENTE, [cliente_id])


def trava_produtos(cur: Cursor, produtos: Iterable[int]) -> None:
    """Lock products themselves: of whose units the serial numbers sell."""
    cur.execute(_PRODUTOS, [sorted(set(produtos))])


def trava_estoques(cur: Cursor, estabelecimento_id: int, produtos: Iterable[int],
                   tipo_estoque: int | None = None) -> None:
    """Lock the stock of these products in one shop, of one kind (None: the shop's own). A product without a row has
    nothing to lock. Of several kinds: `trava_por_tipo`."""
    quais = sorted(set(produtos))
    if tipo_estoque is None:
        cur.execute(_ESTOQUES, [estabelecimento_id, quais])
    else:
        cur.execute(_ESTOQUES_POR_TIPO, [estabelecimento_id, quais, tipo_estoque])


def trava_por_tipo(cur: Cursor, estabelecimento_id: int, produtos: Iterable[tuple[int | None, int]]) -> None:
    """Lock stock rows named by kind and product, in the one order."""
    por_tipo: dict[int | None, set[int]] = {}
    for tipo, produto in produtos:
        por_tipo.setdefault(tipo, set()).add(produto)
    for tipo in sorted(por_tipo, key=lambda um: um or 0):
        trava_estoques(cur, estabelecimento_id, por_tipo[tipo], tipo)
