"""What sells and who buys: counted from the orders, so that the counters' search shows it first.

Only rows whose count changed are written, in short transactions that wait for nobody: what another transaction
holds waits for the next round. Any number of processes may do it at once.
"""

from datetime import timedelta
from typing import Any, Final, LiteralString

from balcao.services.office.contexto import Contexto, cursor

DIAS_PRODUTO: Final = 90
DIAS_CLIENTE: Final = 365
LOTE: Final = 500

# What sells counts from its issue until it is cancelled or lost; a draft does not.
_VALE: LiteralString = ("p.categoria IN ('venda', 'servico') AND p.situacao NOT IN ('M', 'C', 'R') "
                           "AND p.emitido_em >= %(desde)s")
_PRODUTOS: LiteralString = f"""
    SELECT d.id, coalesce(v.vendas, 0) AS vendas
      FROM produtos d LEFT JOIN (
           SELECT i.produto_id, count(*)::integer AS vendas
             FROM pedidos p JOIN itens_pedido i ON i.pedido_id = p.id WHERE {_VALE} GROUP BY i.produto_id) v
        ON v.produto_id = d.id
     WHERE d.vendas <> coalesce(v.vendas, 0) ORDER BY d.id"""
_GRAVA_PRODUTOS: LiteralString = """
    WITH novas AS (SELECT * FROM unnest(%(ids)s::bigint[], %(vendas)s::integer[]) AS n (id, vendas)),
         livres AS (SELECT d.id FROM produtos d WHERE d.id = ANY(%(ids)s)
                     ORDER BY d.id FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE produtos d SET vendas = n.vendas FROM novas n JOIN livres USING (id) WHERE d.id = n.id"""
_CLIENTES: LiteralString = f"""
    SELECT coalesce(v.cliente_id, b.pessoa_id) AS cliente_id,
           coalesce(v.estabelecimento_id, b.estabelecimento_id) AS loja, v.compras, v.ultima
      FROM (SELECT p.cliente_id, p.estabelecimento_id, count(*)::integer AS compras,
                   max((p.emitido_em AT TIME ZONE e.fuso)::date) AS ultima
              FROM pedidos p JOIN clientes c ON c.pessoa_id = p.cliente_id
              JOIN estabelecimentos e ON e.id = p.estabelecimento_id
             WHERE {_VALE} GROUP BY p.cliente_id, p.estabelecimento_id) v
      FULL JOIN compras_cliente b ON b.pessoa_id = v.cliente_id AND b.estabelecimento_id = v.estabelecimento_id
     WHERE (b.compras, b.ultima) IS DISTINCT FROM (v.compras, v.ultima) ORDER BY 1, 2"""
_GRAVA_CLIENTES: LiteralString = """
    INSERT INTO compras_cliente (pessoa_id, estabelecimento_id, compras, ultima)
    SELECT c.pessoa_id, n.loja, n.compras, n.ultima
      FROM unnest(%(ids)s::uuid[], %(lojas)s::integer[], %(compras)s::integer[], %(ultimas)s::date[])
           AS n (id, loja, compras, ultima) JOIN clientes c ON c.pessoa_id = n.id
     WHERE n.compras IS NOT NULL ORDER BY 1, 2
        ON CONFLICT (pessoa_id, estabelecimento_id)
        DO UPDATE SET compras = excluded.compras, ultima = excluded.ultima"""
_TIRA_CLIENTES: LiteralString = """
    DELETE FROM compras_cliente b USING unnest(%(ids)s::uuid[], %(lojas)s::integer[], %(compras)s::integer[])
           AS n (id, loja, compras)
     WHERE n.compras IS NULL AND b.pessoa_id = n.id AND b.estabelecimento_id = n.loja"""


def reconta(ctx: Contexto) -> int:
    """Bring `produtos.vendas` and `compras_cliente` up to the orders; returns how many rows changed."""
    return _produtos(ctx) + _clientes(ctx)


def _produtos(ctx: Contexto) -> int:
    mudaram = _le(ctx, _PRODUTOS, DIAS_PRODUTO)
    for inicio in range(0, len(mudaram), LOTE):
        lote = mudaram[inicio:inicio + LOTE]
        with ctx.transacao() as conexao:
            cursor(conexao).execute(_GRAVA_PRODUTOS, {"ids": [m.id for m in lote], "vendas": [m.vendas for m in lote]})
    return len(mudaram)


def _clientes(ctx: Contexto) -> int:
    mudaram = _le(ctx, _CLIENTES, DIAS_CLIENTE)
    for inicio in range(0, len(mudaram), LOTE):
        lote = mudaram[inicio:inicio + LOTE]
        valores = {"ids": [m.cliente_id for m in lote], "lojas": [m.loja for m in lote],
                   "compras": [m.compras for m in lote], "ultimas": [m.ultima for m in lote]}
        with ctx.transacao() as conexao:
            cur = cursor(conexao)
            cur.execute(_GRAVA_CLIENTES, valores)
            cur.execute(_TIRA_CLIENTES, valores)
    return len(mudaram)


def _le(ctx: Contexto, consulta: LiteralString, dias: int) -> list[Any]:
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute("SET LOCAL statement_timeout = '60s'")  # a year of orders, with nobody waiting for it
        cur.execute(consulta, {"desde": ctx.agora() - timedelta(days=dias)})
        return cur.fetchall()
