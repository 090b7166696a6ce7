"""What an issued order holds of the shop (stock, credit): locking it, giving it back, taking it again."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from balcao.services.office.contexto import Cursor
from balcao.services.office.travas import trava_cliente, trava_estoques

_SOLTA_ESTOQUE = """
    UPDATE estoques e SET reservado = e.reservado - i.quantidade
      FROM (SELECT produto_id, sum(quantidade - quantidade_faturada) AS quantidade
              FROM itens_pedido WHERE pedido_id = %(id)s GROUP BY produto_id) i
     WHERE e.estabelecimento_id = %(estabelecimento_id)s AND e.produto_id = i.produto_id"""
_SOLTA_CREDITO = "DELETE FROM compromissos_credito WHERE pedido_id = %(id)s"
_TOMA_ESTOQUE = """
    INSERT INTO estoques (produto_id, estabelecimento_id, reservado)
    SELECT produto_id, %(estabelecimento_id)s, sum(quantidade)
      FROM itens_pedido WHERE pedido_id = %(id)s GROUP BY produto_id ORDER BY produto_id
        ON CONFLICT (produto_id, estabelecimento_id)
        DO UPDATE SET reservado = estoques.reservado + excluded.reservado"""
_TOMA_CREDITO = """
    INSERT INTO compromissos_credito (pedido_id, origem, cliente_id, valor)
    VALUES (%(id)s, 'pendente', %(cliente_id)s, %(valor)s)"""
_PASSA_CREDITO = """
    UPDATE compromissos_credito SET origem = CASE origem WHEN 'pendente' THEN 'entregue' ELSE 'pendente' END
     WHERE pedido_id = %s AND origem IN ('pendente', 'entregue')"""
_PRODUTOS = "SELECT DISTINCT produto_id FROM itens_pedido WHERE pedido_id = %s"


def trava(cur: Cursor, *linhas: Any) -> None:
    """Lock what orders of one shop hold, or will hold again: customers, then stock. Their own rows are locked."""
    for cliente_id in sorted({um.cliente_id for um in linhas if um.toma_credito and um.cliente_id is not None}):
        trava_cliente(cur, cliente_id)
    seguram = [um for um in linhas if um.reserva_estoque]
    if seguram:
        trava_estoques(cur, seguram[0].estabelecimento_id, frozenset().union(*(produtos_de(cur, um.id)
                                                                               for um in seguram)))


def retoma(cur: Cursor, linha: Any) -> None:
    """An order of nothing invoiced holds again all that its row says it holds."""
    toma(cur, linha.id, linha.estabelecimento_id, reserva_estoque=linha.reserva_estoque, valor=linha.total,
         cliente_id=linha.cliente_id if linha.toma_credito else None)


def solta(cur: Cursor, pedido_id: UUID, estabelecimento_id: int, *, reserva_estoque: bool) -> None:
    """Give back what is left of an order's reservation and all the credit it takes."""
    chaves = {"id": pedido_id, "estabelecimento_id": estabelecimento_id}
    if reserva_estoque:
        cur.execute(_SOLTA_ESTOQUE, chaves)
    cur.execute(_SOLTA_CREDITO, chaves)


def toma(cur: Cursor, pedido_id: UUID, estabelecimento_id: int, *, reserva_estoque: bool,
         cliente_id: UUID | None, valor: Decimal) -> None:
    """Hold again what `solta` gave back, of an order with nothing invoiced. cliente_id None: no credit."""
    chaves = {"id": pedido_id, "estabelecimento_id": estabelecimento_id, "cliente_id": cliente_id, "valor": valor}
    if reserva_estoque:
        cur.execute(_TOMA_ESTOQUE, chaves)
    if cliente_id is not None:
        cur.execute(_TOMA_CREDITO, chaves)


def passa_credito(cur: Cursor, pedido_id: UUID) -> None:
    """What is to invoice was delivered (CL-032 becomes CL-033), or came back."""
    cur.execute(_PASSA_CREDITO, [pedido_id])


def produtos_de(cur: Cursor, pedido_id: UUID) -> frozenset[int]:
    """The products of a stored order, whose own row is locked."""
    cur.execute(_PRODUTOS, [pedido_id])
    return frozenset(linha.produto_id for linha in cur.fetchall())
