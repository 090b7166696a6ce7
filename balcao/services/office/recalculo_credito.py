"""The credit that the open orders of a type take, worked out again when the type says otherwise (TP-067).

An order remembers whether it takes credit as its type said when it was issued; the page wants the change to count for
those too. Orders, then customers, are locked as everywhere (`travas`); a sale of one of them waits meanwhile.
"""

from typing import LiteralString

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_plano
from balcao.domain.fatos import toma_credito
from balcao.domain.situacoes import ABERTAS, Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.office.contexto import Cursor

_VIVOS = tuple(s.value for s in (*ABERTAS, Situacao.ENTREGUE, Situacao.VENCIDO))
_TRAVA: LiteralString = """
    SELECT id, cliente_id, plano_id, situacao, toma_credito, numero IS NOT NULL AS emitido
      FROM pedidos WHERE tipo_id = %s AND situacao = ANY(%s) ORDER BY id FOR NO KEY UPDATE"""
_TRAVA_CLIENTES: LiteralString = """
    SELECT pessoa_id FROM clientes WHERE pessoa_id = ANY(%s) ORDER BY pessoa_id FOR NO KEY UPDATE"""
_CADASTRADOS: LiteralString = "SELECT pessoa_id FROM clientes WHERE pessoa_id = ANY(%s)"
_ANOTA: LiteralString = "UPDATE pedidos SET toma_credito = %s WHERE id = ANY(%s)"
_SOLTA: LiteralString = """
    DELETE FROM compromissos_credito WHERE pedido_id = ANY(%s) AND origem IN ('pendente', 'entregue')"""
# What is left to invoice; a DAV that became a pré-venda gave its place to it.
_TOMA: LiteralString = """
    INSERT INTO compromissos_credito (pedido_id, origem, cliente_id, valor)
    SELECT p.id, CASE p.situacao WHEN 'E' THEN 'entregue' ELSE 'pendente' END, p.cliente_id, p.total - f.valor
      FROM pedidos p
      CROSS JOIN LATERAL (SELECT coalesce(sum(valor), 0.00) AS valor FROM faturamentos
                           WHERE pedido_id = p.id AND estornado_em IS NULL) f
     WHERE p.id = ANY(%s) AND p.total > f.valor
       AND NOT EXISTS (SELECT FROM pedidos d WHERE d.origem_id = p.id AND p.categoria = 'orcamento'
                          AND d.categoria IN ('venda', 'servico') AND d.situacao NOT IN ('M', 'C', 'R'))
        ON CONFLICT (pedido_id, origem) DO UPDATE SET valor = excluded.valor"""


def recalcula(leitor: LeitorServidor, cur: Cursor, tipo_id: int, tipo: TipoPedido) -> int:
    """Make every order of the type that is not closed take credit as `tipo` says now; returns how many changed.

    In the transaction that stores the type.
    """
    cur.execute(_TRAVA, [tipo_id, list(_VIVOS)])
    linhas = cur.fetchall()
    planos = {id_: ler_plano(leitor, id_) for id_ in {li.plano_id for li in linhas if li.plano_id is not None}}
    cur.execute(_CADASTRADOS, [[li.cliente_id for li in linhas if li.cliente_id is not None]])
    com_credito = {None, *(li.pessoa_id for li in cur.fetchall())}  # who is no customer has none to take (TP-008)
    tomam = {li.id for li in linhas if li.cliente_id in com_credito and toma_credito(tipo, planos.get(li.plano_id))}
    mudam = [li for li in linhas if (li.id in tomam) != li.toma_credito]
    if not mudam:
        return 0
    com_cliente = [li for li in mudam if li.cliente_id is not None and li.emitido]
    cur.execute(_TRAVA_CLIENTES, [sorted({li.cliente_id for li in com_cliente})])
    for toma in (False, True):
        quais = [li for li in mudam if (li.id in tomam) is toma]
        cur.execute(_ANOTA, [toma, [li.id for li in quais]])
        if not toma:
            cur.execute(_SOLTA, [[li.id for li in quais]])
    # an expired quote takes it again when it is revalidated, not now
    cur.execute(_TOMA, [[li.id for li in com_cliente if li.id in tomam and li.situacao != Situacao.VENCIDO.value]])
    return len(mudam)
