"""The statements of `faturar`: reads of a locked pré-venda, and the one that writes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, LiteralString

# Titles are looked for by customer: that is their index.
ITENS: LiteralString = """
    SELECT linha, produto_id, quantidade, quantidade_faturada AS faturada, total
      FROM itens_pedido WHERE pedido_id = %s ORDER BY linha"""
FATURADO: LiteralString = """
    SELECT coalesce(sum(valor), 0.00) AS valor FROM faturamentos WHERE pedido_id = %s AND estornado_em IS NULL"""
UM: LiteralString = """
    SELECT f.id, f.pedido_id, f.documento, f.itens, f.valor, f.em, f.estornado_em, p.situacao,
           p.estabelecimento_id
      FROM faturamentos f JOIN pedidos p ON p.id = f.pedido_id WHERE f.id = %s"""
PARCELAS: LiteralString = """
    SELECT parcela AS numero, vencimento, valor FROM parcelas_pedido WHERE pedido_id = %s ORDER BY parcela"""
TITULADO: LiteralString = """
    SELECT parcela, sum(valor) AS valor FROM titulos_receber
     WHERE cliente_id = %s AND pedido_id = %s AND situacao <> 'cancelado' GROUP BY parcela"""
QUANTOS: LiteralString = "SELECT count(*) AS vezes FROM faturamentos WHERE pedido_id = %s"
TITULOS_DO_FATURAMENTO: LiteralString = """
    SELECT numero, valor, saldo, situacao FROM titulos_receber WHERE cliente_id = %s AND chave_externa LIKE %s
     ORDER BY id FOR NO KEY UPDATE"""

_DO_PROPRIO: LiteralString = """
    INSERT INTO estoques (produto_id, estabelecimento_id, saldo)
    SELECT produto_id, %(loja)s, -sum(quantidade) FROM alvo GROUP BY produto_id ORDER BY produto_id
        ON CONFLICT (produto_id, estabelecimento_id)
        DO UPDATE SET saldo = estoques.saldo + excluded.saldo,
                      reservado = estoques.reservado + CASE WHEN %(reserva)s THEN excluded.saldo ELSE 0 END"""
_DE_OUTRO_TIPO: LiteralString = """
    INSERT INTO estoques_por_tipo AS e (produto_id, estabelecimento_id, tipo_estoque_id, saldo)
    SELECT produto_id, %(loja)s, %(tipo_estoque)s, -sum(quantidade) FROM alvo GROUP BY produto_id ORDER BY produto_id
        ON CONFLICT (produto_id, estabelecimento_id, tipo_estoque_id)
        DO UPDATE SET saldo = e.saldo + excluded.saldo,
                      reservado = e.reservado + CASE WHEN %(reserva)s THEN excluded.saldo ELSE 0 END"""
# `sinal` 1 takes goods out, -1 brings them back. The proposed row of an upsert must satisfy the table's checks,
# so the reservation moves by `excluded.saldo`, which may be negative, and not by a column of its own.
_MOVE: LiteralString = """
alvo AS (
    SELECT i.linha, i.quantidade * %(sinal)s AS quantidade, p.produto_id
      FROM jsonb_to_recordset(%(itens)s::jsonb) AS i(linha integer, quantidade numeric)
      JOIN itens_pedido p ON p.pedido_id = %(pedido_id)s AND p.linha = i.linha
), itens AS (
    UPDATE itens_pedido p SET quantidade_faturada = p.quantidade_faturada + alvo.quantidade
      FROM alvo WHERE p.pedido_id = %(pedido_id)s AND p.linha = alvo.linha
), estoque AS ({estoque}
), movimento AS (
    INSERT INTO movimentos_estoque (produto_id, estabelecimento_id, quantidade, custo, motivo, documento, em,
                                    tipo_estoque_id)
    SELECT alvo.produto_id, %(loja)s, -alvo.quantidade, produtos.custo, %(motivo)s, %(documento)s, %(agora)s,
           %(tipo_estoque)s::integer
      FROM alvo JOIN produtos ON produtos.id = alvo.produto_id ORDER BY alvo.linha
), credito AS (
    INSERT INTO compromissos_credito (pedido_id, origem, cliente_id, valor)
    SELECT %(pedido_id)s, %(origem)s, %(cliente_id)s, %(resta)s WHERE %(credora)s AND %(resta)s > 0
        ON CONFLICT (pedido_id, origem) DO UPDATE SET valor = excluded.valor
), quitado AS (
    DELETE FROM compromissos_credito WHERE pedido_id = %(pedido_id)s AND %(resta)s = 0
), evento AS (
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    VALUES (%(agora)s, %(evento)s, %(pedido_id)s, %(usuario_id)s, %(estacao_id)s,
            jsonb_build_object('faturamento', %(id)s::uuid, 'documento', %(documento)s::text,
                               'valor', %(valor)s::text))
)"""

_FATURA: LiteralString = """
WITH faturado AS (
    INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em)
    VALUES (%(id)s, %(pedido_id)s, %(documento)s, %(itens)s::jsonb, %(valor)s, %(agora)s)
), {move}, titulos AS (
    INSERT INTO titulos_receber (cliente_id, estabelecimento_id, numero, parcela, emissao, vencimento, valor,
                                 saldo, pedido_id, chave_externa)
    SELECT %(cliente_id)s, %(loja)s, t.numero, t.parcela, t.emissao, t.vencimento, t.valor, t.valor,
           %(pedido_id)s, t.chave
      FROM jsonb_to_recordset(%(titulos)s::jsonb) AS t(
           numero text, parcela integer, emissao date, vencimento date, valor numeric, chave text)
)
SELECT 1"""
_ESTORNA: LiteralString = """
WITH estornado AS (
    UPDATE faturamentos SET estornado_em = %(agora)s, motivo_estorno = %(motivo_estorno)s WHERE id = %(id)s
), {move}, titulos AS (
    UPDATE titulos_receber SET situacao = 'cancelado', saldo = 0
     WHERE cliente_id = %(cliente_id)s AND situacao <> 'cancelado'
       AND chave_externa LIKE 'faturamento:' || %(id)s::text || ':%%'
)
SELECT 1"""


def _por_estoque(comando: LiteralString) -> Mapping[bool, LiteralString]:
    return MappingProxyType({proprio: comando.replace("{move}", _MOVE.replace("{estoque}", estoque))
                             for proprio, estoque in ((True, _DO_PROPRIO), (False, _DE_OUTRO_TIPO))})


FATURA: Final = _por_estoque(_FATURA)
ESTORNA: Final = _por_estoque(_ESTORNA)
"""By whether the order's stock is the shop's own, or of another kind (TP-032)."""
