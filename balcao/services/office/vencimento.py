"""The last day of a quote: expiring when it has passed, and the new one that brings it back (TP-088, TP-SITUACOES)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from sqlalchemy import Connection, exc

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import ler_fatos
from balcao.domain.achados import impedem
from balcao.domain.protocolo_documentos import MudancaSituacao
from balcao.domain.rules import Moment, check
from balcao.domain.situacoes import Situacao
from balcao.services.documento import dia_na_loja
from balcao.services.office import efeitos
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Quem, Recusada, avisa, cursor, recusa_regras, uma
from balcao.services.office.documentos import pedido_vivo
from balcao.services.office.travas import trava_pedidos
from balcao.services.office.versoes import nova_versao

LOTE = 100
MAIOR_VALIDADE = timedelta(days=3650)  # TP-088 has room for as much
_DO_QUE_SE_TOMA = ("estoque.", "credito.", "cliente.")
_ESPERAM = (Situacao.PENDENTE, Situacao.EMITIDO)

_VENCIDOS: LiteralString = """
    SELECT p.id, p.estabelecimento_id, p.estacao_id, p.usuario_id
      FROM pedidos p JOIN estabelecimentos l ON l.id = p.estabelecimento_id
     WHERE p.situacao IN ('P', 'I') AND p.categoria = 'orcamento' AND l.fuso = %s AND p.validade < %s
     ORDER BY p.id LIMIT %s"""
_ANTES: LiteralString = """
    SELECT situacao FROM pedido_versoes WHERE pedido_id = %s AND situacao <> 'V' ORDER BY versao DESC LIMIT 1"""


def _levanta(erro: Exception) -> None:
    raise erro


def vencer_orcamentos(ctx: Contexto, fuso: str, falhou: Callable[[Exception], None] = _levanta) -> int:
    """Expire the quotes of the shops of one time zone whose last day has passed, each in a transaction of its
    own; returns how many. Any number of processes may do it at once. One that cannot be, because somebody holds it or
    something of it is wrong, keeps no other from it: `falhou` is told.

    The event's author is who sold: nobody asked for it.
    """
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_VENCIDOS, [fuso, dia_na_loja(agora, fuso), LOTE])
        candidatos = cur.fetchall()
    vencidos = 0
    for candidato in candidatos:
        try:
            vencidos += _vence(ctx, candidato, fuso, agora)
        except (psycopg.Error, exc.DBAPIError) as erro:
            falhou(erro)
    return vencidos


def _vence(ctx: Contexto, candidato: Any, fuso: str, agora: datetime) -> bool:
    quem = Quem(candidato.estacao_id, candidato.estabelecimento_id, fuso=fuso)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = trava_pedidos(cur, [candidato.id])[candidato.id]
        if linha.situacao not in _ESPERAM or linha.validade >= dia_na_loja(agora, fuso):
            return False
        efeitos.trava(cur, linha)
        efeitos.solta(cur, linha)
        nova_versao(cur, quem, linha.id, agora, "pedido.vencido", situacao=Situacao.VENCIDO)
        avisa(cur)
    return True


def nova_validade(linha: Any, mudanca: MudancaSituacao, quem: Quem, hoje: date) -> date:
    """The new last day: as asked, else as many days from today as the quote had from its issue. Raises Recusada."""
    if mudanca.validade is not None:
        if mudanca.validade < hoje:
            raise Recusada(Motivo.INVALIDO, "situacao.validade", "A nova validade já passou.",
                           "Informe um dia de hoje em diante.")
        if mudanca.validade - hoje > MAIOR_VALIDADE:
            raise Recusada(Motivo.INVALIDO, "situacao.validade", "A nova validade passa de dez anos.",
                           "Confira o ano.")
        return mudanca.validade
    if linha.validade is None:
        raise Recusada(Motivo.CONFLITO, "pedido.situacao", "Este orçamento não vence: não há o que revalidar.")
    dias: timedelta = linha.validade - dia_na_loja(linha.emitido_em, quem.fuso)
    return hoje + max(dias, timedelta(0))


def volta(conexao: Connection, cur: Cursor, quem: Quem, linha: Any, hoje: date) -> Situacao:
    """An expired quote, locked with what it held, holds it again when the rules of stock and credit let it; returns
    the situation it had before. Raises Recusada."""
    toma = linha.toma_credito and linha.cliente_id is not None
    if toma or linha.reserva_estoque:
        cur.execute("SELECT * FROM pedidos WHERE id = %s", [linha.id])
        fatos = ler_fatos(LeitorServidor(conexao), pedido_vivo(uma(cur)), hoje, usuario_id=quem.usuario_id)
        achados = tuple(a for a in check(Moment.EMISSAO, fatos) if a.code.startswith(_DO_QUE_SE_TOMA))
        if impedem(achados):
            raise recusa_regras(achados)
        efeitos.retoma(cur, linha)
    return _antes(cur, linha.id)


def _antes(cur: Cursor, pedido_id: UUID) -> Situacao:
    cur.execute(_ANTES, [pedido_id])
    return Situacao(uma(cur).situacao)
