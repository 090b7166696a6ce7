"""Suspended drafts: kept on the server in M, without a number, for any counter of the shop to resume."""

from typing import LiteralString
from uuid import UUID

from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import ResumoPedido
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.services.documento import dia_na_loja
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Quem, Recusada, cursor, nao_achado
from balcao.services.office.documentos import RESUMO, pedido_vivo, resumo
from balcao.services.office.travas import trava_pedidos

_LISTA: LiteralString = RESUMO + " AND p.situacao = 'M' AND p.suspenso_em IS NOT NULL ORDER BY p.suspenso_em DESC"
# One statement decides who gets it: the second counter finds it taken.
_RETOMA: LiteralString = """
    WITH tomado AS (
        UPDATE pedidos SET suspenso_em = NULL, estacao_id = %(estacao)s, atualizado_em = %(agora)s
         WHERE id = %(id)s AND estabelecimento_id = %(loja)s AND situacao = 'M'
           AND (suspenso_em IS NOT NULL OR estacao_id = %(estacao)s)
        RETURNING id, dados, numero, serie, situacao, validade, versao, versao_comercial, estacao_id
    ), evento AS (
        INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
        SELECT %(agora)s, 'pedido.retomado', id, %(usuario)s, %(estacao)s, '{}' FROM tomado
    )
    SELECT dados, numero, serie, situacao, validade, versao, versao_comercial, estacao_id FROM tomado"""
_ONDE: LiteralString = """
    SELECT p.situacao, e.nome AS estacao FROM pedidos p JOIN estacoes e ON e.id = p.estacao_id
     WHERE p.id = %(id)s AND p.estabelecimento_id = %(loja)s"""
_DESCARTA: tuple[LiteralString, ...] = (
    "DELETE FROM itens_pedido WHERE pedido_id = %s", "DELETE FROM parcelas_pedido WHERE pedido_id = %s",
    "DELETE FROM pedidos WHERE id = %s")


def listar_rascunhos(ctx: Contexto, quem: Quem) -> tuple[ResumoPedido, ...]:
    """The drafts of this shop that wait to be resumed, newest first."""
    hoje = dia_na_loja(ctx.agora(), quem.fuso)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_LISTA, {"loja": quem.estabelecimento_id})
        return tuple(resumo(linha, hoje) for linha in cur.fetchall())


def retomar(ctx: Contexto, quem: Quem, pedido_id: UUID) -> Pedido:
    """Take a suspended draft to this station: of two counters at once, one gets it. Asked again by the same
    station (its answer was lost) it answers the same. Raises Recusada (404, 409)."""
    usuario = quem.exige(Permissao.VENDER)
    chaves = {"id": pedido_id, "loja": quem.estabelecimento_id, "estacao": quem.estacao_id,
              "usuario": usuario.id, "agora": ctx.agora()}
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_RETOMA, chaves)
        linha = cur.fetchone()
        if linha is None:
            raise _por_que_nao(cur, chaves)
        return pedido_vivo(linha)


def descartar(ctx: Contexto, quem: Quem, pedido_id: UUID) -> None:
    """Delete a draft that waits to be resumed, or that is this station's. One that is gone already is no error.
    Raises Recusada (409) for one that was issued or is open elsewhere."""
    quem.exige(Permissao.VENDER)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = trava_pedidos(cur, [pedido_id]).get(pedido_id)
        if linha is None or linha.estabelecimento_id != quem.estabelecimento_id:
            return
        if linha.situacao != Situacao.MANUTENCAO or (
                linha.suspenso_em is None and linha.estacao_id != quem.estacao_id):
            raise _por_que_nao(cur, {"id": pedido_id, "loja": quem.estabelecimento_id})
        for comando in _DESCARTA:
            cur.execute(comando, [pedido_id])


def _por_que_nao(cur: Cursor, chaves: dict[str, object]) -> Recusada:
    cur.execute(_ONDE, chaves)
    linha = cur.fetchone()
    if linha is None:
        return nao_achado("o rascunho")
    if linha.situacao != Situacao.MANUTENCAO:
        return Recusada(Motivo.CONFLITO, "pedido.emitido",
                        f"Este documento já foi emitido ({ROTULO_SITUACAO[Situacao(linha.situacao)]}).",
                        "Abra-o em Documentos (F8).")
    return Recusada(Motivo.CONFLITO, "rascunho.retomado", f"Este rascunho já foi retomado em {linha.estacao}.",
                    "Continue nele por lá, ou clone-o aqui.")
