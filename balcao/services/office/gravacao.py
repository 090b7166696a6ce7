"""The statements that store an order: one data-modifying statement, whose first act is to take the number.

`GRAVA_NOVO` and `GRAVA_RASCUNHO` issue; `GUARDA_NOVO` and `GUARDA_RASCUNHO` keep a suspended draft. They differ
in whether the order's row exists already: a new one is inserted without ON CONFLICT, so that of two equal
sendings at once the second fails as a whole and gives no number away.

How the number gets into the version without a second round trip (docs/decisions/0061): the row of the sequence
(the type's, or the shop's one for all types, 0; ADR 0162) is locked by `anterior`, the number and the chained hash are
worked out beside it by the database, and everything else is inserted from what that returned.
Lines come from the order's own JSON, so the order travels once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from balcao.domain.quarentena import DESCARTADA_CODIGO
from balcao.services.office.contexto import Cursor, Motivo, Recusada, avisa, numa_viagem

# A number that another order of the type and série has already is passed over: typed by somebody, or given while the
# type was numbered otherwise. One that arrives meanwhile is not seen here; the unique index refuses then (tried again).
_NUMERO: LiteralString = """
anterior AS (
    SELECT ultimo, sha256 FROM numeradores
     WHERE estabelecimento_id = %(estabelecimento_id)s AND tipo_id = %(sequencia)s AND serie = %(serie)s
       FOR NO KEY UPDATE
), livre AS (
    SELECT sha256, coalesce(%(informado)s::bigint, CASE WHEN EXISTS (
               SELECT FROM pedidos q WHERE q.estabelecimento_id = %(estabelecimento_id)s AND q.tipo_id = %(tipo_id)s
                  AND q.serie = %(serie)s AND q.numero = ultimo + 1)
           THEN (SELECT q.numero + 1 FROM pedidos q
                  WHERE q.estabelecimento_id = %(estabelecimento_id)s AND q.tipo_id = %(tipo_id)s
                    AND q.serie = %(serie)s AND q.numero > ultimo AND NOT EXISTS (
                        SELECT FROM pedidos r
                         WHERE r.estabelecimento_id = %(estabelecimento_id)s AND r.tipo_id = %(tipo_id)s
                           AND r.serie = %(serie)s AND r.numero = q.numero + 1)
                  ORDER BY q.numero LIMIT 1)
           ELSE ultimo + 1 END) AS numero FROM anterior
), chamado AS (
    SELECT sha256, numero, replace(%(chave)s, %(marca)s, numero::text) AS chave FROM livre
), numero AS (
    UPDATE numeradores n
       SET ultimo = CASE WHEN %(informado)s::bigint IS NULL THEN a.numero ELSE n.ultimo END,
           sha256 = sha256_versao(a.sha256, %(id)s, %(versao)s, a.documento)
      FROM (SELECT numero, chave, sha256, jsonb_set(jsonb_set(
                       %(documento)s::jsonb, '{numero}', to_jsonb(numero::text)), '{chave}', to_jsonb(chave))
                   AS documento
              FROM chamado) a
     WHERE n.estabelecimento_id = %(estabelecimento_id)s AND n.tipo_id = %(sequencia)s AND n.serie = %(serie)s
    RETURNING a.numero, a.chave, CASE WHEN %(informado)s::bigint IS NULL THEN n.tipo_id END AS sequencia, n.sha256,
              a.sha256 AS sha256_anterior, a.documento
)"""

_COLUNAS: LiteralString = """
    id, estabelecimento_id, tipo_id, categoria, serie, numero, sequencia, chave, numero_provisorio, situacao,
    cliente_id, cliente_nome, cliente_documento, vendedor_id, representante_id, classificacao_id, usuario_id,
    autenticacao, estacao_id, enviado_por, lista_id, plano_id, origem_id, criado_em, emitido_em, validade,
    subtotal, desconto, frete, total, toma_credito, reserva_estoque, tipo_estoque_id, versao, protocolo,
    emitido_offline, suspenso_em, dados, atualizado_em"""
_VALORES: LiteralString = """
    %(id)s, %(estabelecimento_id)s, %(tipo_id)s, %(categoria)s, %(serie)s, {numero}, {sequencia}, {chave},
    %(numero_provisorio)s, %(situacao)s, %(cliente_id)s, %(cliente_nome)s, %(cliente_documento)s,
    %(vendedor_id)s, %(representante_id)s, %(classificacao_id)s, %(usuario_id)s, %(autenticacao)s, %(estacao_id)s,
    %(enviado_por)s, %(lista_id)s,
    %(plano_id)s, %(origem_id)s, %(criado_em)s, %(emitido_em)s, %(validade)s, %(subtotal)s, %(desconto)s,
    %(frete)s, %(total)s, %(toma_credito)s, %(reserva_estoque)s, %(tipo_estoque_id)s, %(versao)s, %(protocolo)s,
    %(emitido_offline)s, %(suspenso_em)s, %(dados)s::jsonb, %(agora)s"""

ITENS: LiteralString = """
itens AS (
    INSERT INTO itens_pedido (pedido_id, linha, produto_id, codigo, descricao, unidade, quantidade,
                              preco_lista, preco, bruto, acrescimo, desconto, total, series)
    SELECT pedido.id, i.linha, i.produto_id, i.codigo, i.descricao, i.unidade, i.quantidade, i.preco_lista,
           i.preco, i.bruto, coalesce(i.acrescimo, 0), i.desconto + i.rateio, i.total,
           coalesce(i.series, '{}')
      FROM pedido, jsonb_to_recordset(%(dados)s::jsonb -> 'itens') AS i(
           linha integer, produto_id bigint, codigo text, descricao text, unidade text, quantidade numeric,
           preco_lista numeric, preco numeric, bruto numeric, acrescimo numeric, desconto numeric, rateio numeric,
           total numeric, series text[])
)"""

_EVENTO: LiteralString = """
evento AS (
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    SELECT %(agora)s, %(evento)s, pedido.id, %(autor_id)s, %(estacao_id)s, %(dados_evento)s::jsonb FROM pedido
)"""

_EFEITOS: LiteralString = """
parcelas AS (
    INSERT INTO parcelas_pedido (pedido_id, parcela, vencimento, valor)
    SELECT pedido.id, p.numero, p.vencimento, p.valor
      FROM pedido, jsonb_to_recordset(%(parcelas)s::jsonb) AS p(numero integer, vencimento date, valor numeric)
), versao AS (
    INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, sha256_anterior, usuario_id, em)
    SELECT pedido.id, %(versao)s, %(situacao)s, numero.documento, numero.sha256, numero.sha256_anterior,
           %(autor_id)s, %(agora)s
      FROM pedido, numero
), estoque AS (
    INSERT INTO estoques (produto_id, estabelecimento_id, reservado)
    SELECT r.produto_id, %(estabelecimento_id)s, r.quantidade
      FROM pedido, jsonb_to_recordset(%(reservas)s::jsonb) AS r(produto_id bigint, quantidade numeric)
     ORDER BY r.produto_id
        ON CONFLICT (produto_id, estabelecimento_id)
        DO UPDATE SET reservado = estoques.reservado + excluded.reservado
), credito AS (
    INSERT INTO compromissos_credito (pedido_id, origem, cliente_id, valor)
    SELECT pedido.id, 'pendente', %(cliente_id)s, %(total)s FROM pedido WHERE %(compromete)s
), liberadas AS (
    UPDATE liberacoes SET usada_em = %(agora)s FROM pedido
     WHERE liberacoes.id = ANY(%(liberacoes)s) AND liberacoes.usada_em IS NULL
)"""


def _inclui(numero: LiteralString, sequencia: LiteralString, chave: LiteralString, de: LiteralString) -> LiteralString:
    valores = _VALORES.replace("{numero}", numero).replace("{sequencia}", sequencia).replace("{chave}", chave)
    return f"pedido AS (INSERT INTO pedidos ({_COLUNAS}) SELECT {valores} {de} RETURNING id)"


def _altera(numero: LiteralString, sequencia: LiteralString, chave: LiteralString, de: LiteralString) -> LiteralString:
    valores = _VALORES.replace("{numero}", numero).replace("{sequencia}", sequencia).replace("{chave}", chave)
    return (f"pedido AS (UPDATE pedidos SET ({_COLUNAS}) = ROW ({valores}) {de} "
            "WHERE pedidos.id = %(id)s RETURNING pedidos.id)")


def _emissao(pedido: LiteralString) -> LiteralString:
    # Without its indentation the statement is short enough for psycopg to keep its parsed form.
    return _plano(f"WITH {_NUMERO}, {pedido}, {ITENS}, {_EFEITOS}, {_EVENTO} "
                  "SELECT numero.numero, numero.chave, numero.sha256 FROM numero, pedido")


def _rascunho(pedido: LiteralString) -> LiteralString:
    return f"WITH {pedido}, {ITENS}, {_EVENTO} SELECT NULL::bigint AS numero, NULL::bytea AS sha256 FROM pedido"


def _plano(comando: LiteralString) -> LiteralString:
    linhas: list[LiteralString] = comando.split()
    return " ".join(linhas)


GRAVA_NOVO = _emissao(_inclui("numero.numero", "numero.sequencia", "numero.chave", "FROM numero"))
GRAVA_RASCUNHO = _emissao(_altera("numero.numero", "numero.sequencia", "numero.chave", "FROM numero"))
GUARDA_NOVO = _rascunho(_inclui("NULL", "NULL::integer", "''", ""))
GUARDA_RASCUNHO = _rascunho(_altera("NULL", "NULL::integer", "''", ""))

# Only of an order issued offline: the releases made without the retaguarda, and what somebody must look at.
_LIBERADAS_OFFLINE: LiteralString = """
    INSERT INTO liberacoes (id, pedido_id, codigo, item, valor_maximo, motivo, usuario_id, pedida_por,
                            estacao_id, offline, em, usada_em)
    SELECT l.id, %(id)s, l.codigo, l.item, l.valor_maximo, l.motivo, l.usuario_id, l.pedida_por,
           %(estacao_id)s, true, l.em, %(agora)s
      FROM jsonb_to_recordset(%(liberacoes)s::jsonb) AS l(
           id uuid, codigo text, item integer, valor_maximo numeric, motivo text, usuario_id integer,
           pedida_por integer, em timestamptz)
        ON CONFLICT (id) DO NOTHING"""
_DIVERGENTE: LiteralString = """
    INSERT INTO divergencias (pedido_id, codigo, achado, em)
    SELECT %(id)s, d.achado ->> 'code', d.achado, %(agora)s
      FROM jsonb_array_elements(%(divergencias)s::jsonb) AS d(achado)"""

SEM_NUMERO = "0"  # stands in the document until the sequence gives the number

_ESVAZIA: tuple[LiteralString, ...] = (
    "DELETE FROM itens_pedido WHERE pedido_id = %(id)s",
    "DELETE FROM parcelas_pedido WHERE pedido_id = %(id)s")
# A sequence that begins in a shop with orders goes on after those that it would repeat: of the type (0: of any), and of
# the série, "" and 0 being none.
_CRIA_SEQUENCIA: LiteralString = """
    INSERT INTO numeradores (estabelecimento_id, tipo_id, serie, inicial, ultimo)
    SELECT %(estabelecimento_id)s, %(sequencia)s, %(serie)s, n.maior, n.maior FROM (
        SELECT coalesce(max(numero), 0) AS maior FROM pedidos
         WHERE estabelecimento_id = %(estabelecimento_id)s AND sequencia IS NOT NULL
           AND %(sequencia)s IN (0, tipo_id) AND (serie = %(serie)s OR serie IN ('', '0') AND %(serie)s IN ('', '0'))) n
        ON CONFLICT DO NOTHING"""


def executa(cur: Cursor, comando: LiteralString, valores: dict[str, Any], *, esvazia: bool, emite: bool) -> Any:
    """Run one of the four statements; `esvazia`: the draft's stored lines give way to the new ones; `emite`: the
    counters are told, in the same trip.

    Returns the row (numero, chave, sha256). The caller has locked the order's row when it existed.
    """
    if esvazia:
        for apaga in _ESVAZIA:
            cur.execute(apaga, valores)
    with numa_viagem(cur):
        cur.execute(comando, valores)
        if emite:
            avisa(cur.connection.cursor())
    linha = cur.fetchone()
    if linha is None and emite:  # the first document ever of this sequence
        cur.execute(_CRIA_SEQUENCIA, valores)
        cur.execute(comando, valores)
        linha = cur.fetchone()
    if linha is None:
        raise RuntimeError(f"order {valores['id']} was not stored")
    return linha


_ANOTA_PROVISORIO = _plano(f"""
    WITH pedido AS (UPDATE pedidos SET numero_provisorio = %(numero_provisorio)s, atualizado_em = %(agora)s
                     WHERE id = %(id)s RETURNING id),
    {_EVENTO} SELECT id FROM pedido""")


def anota_provisorio(cur: Cursor, valores: Mapping[str, Any]) -> None:
    """Keep the number that was printed without the retaguarda, beside the one it had given; its row is locked."""
    cur.execute(_ANOTA_PROVISORIO, valores)


def guarda_do_offline(cur: Cursor, valores: Mapping[str, Any], liberacoes: str, divergencias: str) -> None:
    """Store, beside an order issued offline, its releases made there and its divergências (JSON arrays)."""
    chaves = {nome: valores[nome] for nome in ("id", "estacao_id", "agora")}
    cur.execute(_LIBERADAS_OFFLINE, chaves | {"liberacoes": liberacoes})
    cur.execute(_DIVERGENTE, chaves | {"divergencias": divergencias})


# ---- of what was in quarantine

@dataclass(frozen=True, slots=True)
class Decidida:
    """A manager's decision to store what was in quarantine: which case, who, why, and the name of a customer that
    the registries do not have and who is left out ("": none)."""

    caso: int
    usuario_id: int
    motivo: str
    sem_cliente: str = ""


_DESCARTADA: LiteralString = """
    SELECT u.nome, q.resolucao FROM quarentenas q JOIN usuarios u ON u.id = q.resolvida_por
     WHERE q.pedido_id = %s AND q.decisao = 'descartada' LIMIT 1"""
_ENCERRA: LiteralString = """
    UPDATE quarentenas SET decisao = 'lancada', resolvida_em = %(agora)s, resolvida_por = %(usuario)s,
                           resolucao = %(motivo)s
     WHERE pedido_id = %(pedido)s AND resolvida_em IS NULL AND (%(caso)s::bigint IS NULL OR id = %(caso)s)"""
_LANCADO: LiteralString = """
    INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
    VALUES (%(agora)s, 'pedido.lancado_da_quarentena', %(pedido)s, %(usuario)s, %(estacao)s, %(dados)s::jsonb)"""


def _confere_descartado(cur: Cursor, pedido_id: UUID) -> None:
    """A manager's word is the last one. Raises Recusada (409) for an order that was discarded."""
    cur.execute(_DESCARTADA, [pedido_id])
    if (linha := cur.fetchone()) is not None:
        raise Recusada(Motivo.CONFLITO, DESCARTADA_CODIGO,
                       f"Este documento foi descartado por {linha.nome}: {linha.resolucao}",
                       "Se a venda vale, faça outro documento.")


def encerra_quarentena(cur: Cursor, pedido_id: UUID, estacao_id: int, agora: datetime,
                       decidida: Decidida | None) -> None:
    """The order is being stored: its case is closed with it. Raises Recusada (409), so that nothing of it is kept, when
    it was discarded, or when a manager's decision to store it came too late."""
    valores: dict[str, Any] = {"pedido": pedido_id, "agora": agora, "caso": None, "usuario": None,
                               "motivo": "Chegou depois, enviado pelo balcão."}
    if decidida is not None:
        valores |= {"caso": decidida.caso, "usuario": decidida.usuario_id, "motivo": decidida.motivo}
    cur.execute(_ENCERRA, valores)
    if decidida is None:
        if not cur.rowcount:  # looked at after waiting for whoever decides of it just now
            _confere_descartado(cur, pedido_id)
        return
    if not cur.rowcount:
        raise Recusada(Motivo.CONFLITO, "quarentena.resolvida", "Este documento já foi decidido, ou o balcão "
                       "o retirou.", "Atualize a lista (F5).")
    dados = {"motivo": decidida.motivo} | ({"sem_cliente": decidida.sem_cliente} if decidida.sem_cliente else {})
    cur.execute(_LANCADO, valores | {"estacao": estacao_id, "dados": json.dumps(dados)})
