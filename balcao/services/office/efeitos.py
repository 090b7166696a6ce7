"""What an issued order holds of the shop (stock, credit): locking it, giving it back, taking it again."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from balcao.services.office.contexto import Cursor
from balcao.services.office.travas import trava_cliente, trava_por_tipo

_SOLTA_ESTOQUE = """
    UPDATE {estoques} e SET reservado = e.reservado - i.quantidade
      FROM (SELECT produto_id, sum(quantidade - quantidade_faturada) AS quantidade
              FROM itens_pedido WHERE pedido_id = %(id)s GROUP BY produto_id) i
     WHERE e.estabelecimento_id = %(estabelecimento_id)s AND e.produto_id = i.produto_id{deste}"""
_SOLTA_CREDITO = "DELETE FROM compromissos_credito WHERE pedido_id = %(id)s"
_TOMA_ESTOQUE = """
    INSERT INTO {estoques} (produto_id, estabelecimento_id{coluna}, reservado)
    SELECT produto_id, %(estabelecimento_id)s{tipo}, sum(quantidade)
      FROM itens_pedido WHERE pedido_id = %(id)s GROUP BY produto_id ORDER BY produto_id
        ON CONFLICT (produto_id, estabelecimento_id{coluna})
        DO UPDATE SET reservado = {estoques}.reservado + excluded.reservado"""
_RESERVA = """
    INSERT INTO estoques_por_tipo (produto_id, estabelecimento_id, tipo_estoque_id, reservado)
    SELECT r.produto_id, %(estabelecimento_id)s, %(tipo_estoque)s, r.quantidade
      FROM jsonb_to_recordset(%(reservas)s::jsonb) AS r(produto_id bigint, quantidade numeric)
     ORDER BY r.produto_id
        ON CONFLICT (produto_id, estabelecimento_id, tipo_estoque_id)
        DO UPDATE SET reservado = estoques_por_tipo.reservado + excluded.reservado"""
_PROPRIO = {"estoques": "estoques", "deste": "", "coluna": "", "tipo": ""}
_POR_TIPO = {"estoques": "estoques_por_tipo", "deste": " AND e.tipo_estoque_id = %(tipo_estoque)s",
             "coluna": ", tipo_estoque_id", "tipo": ", %(tipo_estoque)s"}
_SOLTA = {proprio: _SOLTA_ESTOQUE.format(**onde) for proprio, onde in ((True, _PROPRIO), (False, _POR_TIPO))}
_TOMA = {proprio: _TOMA_ESTOQUE.format(**onde) for proprio, onde in ((True, _PROPRIO), (False, _POR_TIPO))}
"""By whether the stock is the shop's own, or of another kind (TP-032)."""
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
        trava_por_tipo(cur, seguram[0].estabelecimento_id, (
            (um.tipo_estoque_id, produto) for um in seguram for produto in produtos_de(cur, um.id)))


def retoma(cur: Cursor, linha: Any) -> None:
    """An order of nothing invoiced holds again all that its row says it holds."""
    toma(cur, linha, valor=linha.total, cliente_id=linha.cliente_id if linha.toma_credito else None)


def solta(cur: Cursor, linha: Any) -> None:
    """Give back what is left of an order's reservation, in the kind of stock that it was issued with, and all the
    credit it takes. linha: its row, or what has `id`, `estabelecimento_id`, `reserva_estoque`, `tipo_estoque_id`."""
    if linha.reserva_estoque:
        cur.execute(_SOLTA[linha.tipo_estoque_id is None], _chaves(linha))
    cur.execute(_SOLTA_CREDITO, {"id": linha.id})


def toma(cur: Cursor, linha: Any, *, cliente_id: UUID | None, valor: Decimal) -> None:
    """Hold again what `solta` gave back, of an order with nothing invoiced. cliente_id None: no credit."""
    if linha.reserva_estoque:
        cur.execute(_TOMA[linha.tipo_estoque_id is None], _chaves(linha))
    if cliente_id is not None:
        cur.execute(_TOMA_CREDITO, {"id": linha.id, "cliente_id": cliente_id, "valor": valor})


def reserva(cur: Cursor, estabelecimento_id: int, tipo_estoque: int, reservas: str) -> None:
    """Hold units (JSON of product and quantity) of a kind of stock that is not the shop's own, for an order that is
    about to be stored; the statement that stores orders holds those of the shop's own."""
    cur.execute(_RESERVA, {"estabelecimento_id": estabelecimento_id, "tipo_estoque": tipo_estoque,
                           "reservas": reservas})


def _chaves(linha: Any) -> dict[str, Any]:
    return {"id": linha.id, "estabelecimento_id": linha.estabelecimento_id, "tipo_estoque": linha.tipo_estoque_id}


def passa_credito(cur: Cursor, pedido_id: UUID) -> None:
    """What is to invoice was delivered (CL-032 becomes CL-033), or came back."""
    cur.execute(_PASSA_CREDITO, [pedido_id])


def produtos_de(cur: Cursor, pedido_id: UUID) -> frozenset[int]:
    """The products of a stored order, whose own row is locked."""
    cur.execute(_PRODUTOS, [pedido_id])
    return frozenset(linha.produto_id for linha in cur.fetchall())
