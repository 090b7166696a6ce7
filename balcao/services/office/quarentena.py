"""Orders that could not be stored: handed over by their counter, decided once by a manager.

A case is known by its order and by when the counter put it aside, so handing it over twice is harmless. Whatever
stores the order closes its case in the same transaction (`gravacao.encerra_quarentena`), and every transaction takes
the order's locks before its case: storing, deciding and taking back exclude each other without waiting in a circle.
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from pydantic import ValidationError

from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import EnvioPedido
from balcao.domain.quarentena import Andamento, Decisao, DecisaoTomada, Entrega, Preso, Quarentena
from balcao.services.office.contexto import Contexto, Cursor, Motivo, Quem, Recusada, cursor, nao_achado, uma
from balcao.services.office.enviar_pedido import enviar_pedido
from balcao.services.office.gravacao import Decidida
from balcao.services.office.recibos import recibo_guardado

MAIOR_MOTIVO = 1000

_LISTA: LiteralString = """
    SELECT q.id, q.pedido_id, q.estacao_id, q.entrega, q.em, q.decisao, q.resolvida_em, q.resolucao,
           e.nome AS estacao, coalesce(u.nome, '') AS resolvida_por
      FROM quarentenas q JOIN estacoes e ON e.id = q.estacao_id LEFT JOIN usuarios u ON u.id = q.resolvida_por
     WHERE q.estabelecimento_id = %(loja)s"""
_ABERTAS: LiteralString = _LISTA + " AND q.resolvida_em IS NULL ORDER BY q.em, q.id LIMIT 500"
_TODAS: LiteralString = _LISTA + " ORDER BY q.em DESC, q.id DESC LIMIT 500"
_UMA: LiteralString = _LISTA + " AND q.id = %(id)s"
# A discarded order stays discarded, however often it comes back.
_DO_PEDIDO: LiteralString = _LISTA + """ AND q.pedido_id = %(pedido)s
       AND (q.desde = %(desde)s OR q.decisao = 'descartada') ORDER BY q.id DESC LIMIT 1"""
_ULTIMA: LiteralString = _LISTA + " AND q.pedido_id = %(pedido)s ORDER BY q.id DESC LIMIT 1"
_GUARDADO: LiteralString = """
    SELECT FROM pedidos WHERE id = %(pedido)s AND estabelecimento_id = %(loja)s AND situacao <> 'M'"""
_DE_NOVO: LiteralString = """
    UPDATE quarentenas SET desde = %(desde)s, entrega = %(entrega)s, em = %(agora)s
     WHERE pedido_id = %(pedido)s AND estabelecimento_id = %(loja)s AND resolvida_em IS NULL"""
_ENTREGA: LiteralString = """
    INSERT INTO quarentenas (pedido_id, estabelecimento_id, estacao_id, desde, entrega, em)
    VALUES (%(pedido)s, %(loja)s, %(estacao)s, %(desde)s, %(entrega)s, %(agora)s)"""
_DECIDE: LiteralString = """
    UPDATE quarentenas SET decisao = %(decisao)s, resolvida_em = %(agora)s, resolvida_por = %(usuario)s,
                           resolucao = %(motivo)s
     WHERE id = %(id)s AND resolvida_em IS NULL"""
_RETIRA: LiteralString = """
    UPDATE quarentenas SET decisao = 'retirada', resolvida_em = %(agora)s, resolvida_por = %(usuario)s,
                           resolucao = 'Retirado pelo balcão, para ser refeito.'
     WHERE pedido_id = %(pedido)s AND estabelecimento_id = %(loja)s AND resolvida_em IS NULL"""
_FECHA: LiteralString = """
    UPDATE quarentenas SET decisao = 'lancada', resolvida_em = %(agora)s,
                           resolucao = 'Chegou depois, enviado pelo balcão.'
     WHERE pedido_id = %(pedido)s AND estabelecimento_id = %(loja)s AND resolvida_em IS NULL"""
_QUANTAS: LiteralString = """
    SELECT count(*) AS quantas FROM quarentenas WHERE estabelecimento_id = %(loja)s AND resolvida_em IS NULL"""
_TEM_CLIENTE: LiteralString = "SELECT FROM pessoas WHERE id = %s"


# ---- the counter's side

def entregar(ctx: Contexto, quem: Quem, entrega: Entrega) -> Andamento:
    """Keep what a counter could not send, for the manager; answers how it stands. Handed over again after another
    refusal, the open case says the newest one."""
    chaves = _chaves(ctx, quem, entrega)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        sabido = _sabido(cur, chaves)
        if sabido is not None:
            return sabido
        cur.execute(_DE_NOVO, chaves)
        if not cur.rowcount:
            cur.execute(_ENTREGA, chaves)
        return Andamento()


def andamento(ctx: Contexto, quem: Quem, pedido_id: UUID, desde: datetime) -> Andamento:
    """How a case stands. Raises Recusada (404) when it was never handed over here."""
    with ctx.transacao() as conexao:
        sabido = _sabido(cursor(conexao), {"pedido": pedido_id, "loja": quem.estabelecimento_id, "desde": desde,
                                            "agora": ctx.agora()})
    if sabido is None:
        raise nao_achado("o documento em quarentena")
    return sabido


def retirar(ctx: Contexto, quem: Quem, entrega: Entrega) -> Andamento:
    """The counter makes it again: no manager decides of it any more. Answers how it stands: one that was stored
    meanwhile must not be made again. Not handed over yet, it is so here, closed: its outbox may be doing it now."""
    chaves = _chaves(ctx, quem, entrega)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_RETIRA, chaves)  # before looking: whoever is storing it ends first, or finds its case gone
        if not cur.rowcount and (sabido := _sabido(cur, chaves)) is not None:
            return sabido
        if not cur.rowcount:
            cur.execute(_ENTREGA, chaves)
            cur.execute(_RETIRA, chaves)
        return _guardado(cur, chaves) or Andamento(decisao=Decisao.RETIRADA)


def _chaves(ctx: Contexto, quem: Quem, entrega: Entrega) -> dict[str, Any]:
    return {"pedido": entrega.pedido_id, "loja": quem.estabelecimento_id, "estacao": quem.estacao_id,
            "usuario": quem.usuario_id, "desde": entrega.desde, "entrega": entrega.model_dump_json(),
            "agora": ctx.agora()}


def _sabido(cur: Cursor, chaves: dict[str, Any]) -> Andamento | None:
    guardado = _guardado(cur, chaves)
    if guardado is not None:
        return guardado
    cur.execute(_DO_PEDIDO, chaves)
    linha = cur.fetchone()
    return _andamento(linha) if linha is not None else None


def _guardado(cur: Cursor, chaves: dict[str, Any]) -> Andamento | None:
    """Of an order that is stored, whoever stored it."""
    cur.execute(_GUARDADO, chaves)
    if cur.fetchone() is None:
        return None
    cur.execute(_FECHA, chaves)  # handed over while it was being stored
    recibo = recibo_guardado(cur, chaves["pedido"], chaves["loja"], repetido=True)
    cur.execute(_ULTIMA, chaves)
    linha = cur.fetchone()
    if linha is None or linha.decisao != Decisao.LANCADA:
        return Andamento(decisao=Decisao.LANCADA, recibo=recibo)
    return _andamento(linha).model_copy(update={"recibo": recibo})


def _andamento(linha: Any) -> Andamento:
    return Andamento(decisao=Decisao(linha.decisao), por=linha.resolvida_por, em=linha.resolvida_em,
                     resolucao=linha.resolucao)


# ---- the manager's side

def listar(ctx: Contexto, quem: Quem, *, resolvidas: bool = False) -> tuple[Quarentena, ...]:
    """The open cases of this shop, oldest first; with `resolvidas`, all, newest first."""
    quem.exige(Permissao.VER_DIVERGENCIAS)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_TODAS if resolvidas else _ABERTAS, {"loja": quem.estabelecimento_id})
        return tuple(_quarentena(linha) for linha in cur.fetchall())


def contar(cur: Cursor, quem: Quem) -> int:
    """How many of this shop are open."""
    cur.execute(_QUANTAS, {"loja": quem.estabelecimento_id})
    return int(uma(cur).quantas)


def decidir(ctx: Contexto, quem: Quem, caso: int, tomada: DecisaoTomada) -> Quarentena:
    """Decide, once; a second time answers what was decided first.

    LANCADA stores the order now, with what the registries have now. A customer that they do not have is left out
    (his name stays on the document) by who may release customers; nothing else is released: what cannot be stored
    still cannot. DEVOLVIDA: its counter makes it again. DESCARTADA: never stored, by who may cancel.

    Raises Recusada (403, 404, 409, 422); then the case is as open as it was.
    """
    usuario = quem.exige(Permissao.VER_DIVERGENCIAS)
    motivo = tomada.motivo.strip()
    if not motivo or len(motivo) > MAIOR_MOTIVO or "\x00" in motivo:
        raise Recusada(Motivo.INVALIDO, "quarentena.motivo", "Diga por que decide assim.",
                       f"Escreva até {MAIOR_MOTIVO} letras.")
    if tomada.decisao not in (Decisao.LANCADA, Decisao.DEVOLVIDA, Decisao.DESCARTADA):
        raise Recusada(Motivo.INVALIDO, "quarentena.decisao", "Esta decisão não é de um gerente.",
                       "Atualize o programa.")
    if tomada.decisao is Decisao.DESCARTADA:
        quem.exige(Permissao.CANCELAR_DOCUMENTO)
    chaves = {"id": caso, "loja": quem.estabelecimento_id, "usuario": usuario.id, "motivo": motivo,
              "decisao": tomada.decisao, "agora": ctx.agora()}
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = _le(cur, chaves)
        lanca = tomada.decisao is Decisao.LANCADA and not linha.decisao
        envio, sem_cliente = _a_lancar(cur, linha) if lanca else (None, "")
        if envio is None and not linha.decisao:
            _decide(cur, linha.pedido_id, chaves)
    if envio is not None:
        if sem_cliente:
            quem.exige(Permissao.LIBERAR_CLIENTE)
        _lanca(ctx, Quem(linha.estacao_id, quem.estabelecimento_id, fuso=quem.fuso), envio,
               Decidida(caso, usuario.id, motivo, sem_cliente))
    with ctx.transacao() as conexao:
        return _quarentena(_le(cursor(conexao), chaves))


def _decide(cur: Cursor, pedido_id: UUID, chaves: dict[str, Any]) -> None:
    """Give back or discard. Raises Recusada (409) when it was stored meanwhile: whoever is storing it now finds the
    case decided (`gravacao.encerra_quarentena`)."""
    cur.execute(_DECIDE, chaves)
    cur.execute(_GUARDADO, chaves | {"pedido": pedido_id})
    if cur.fetchone() is not None:
        raise Recusada(Motivo.CONFLITO, "quarentena.guardado", "Este documento já chegou à retaguarda.",
                       "Atualize a lista (F5); para desfazê-lo, cancele-o em Documentos (F8).")


def _a_lancar(cur: Cursor, linha: Any) -> tuple[EnvioPedido, str]:
    """The order as it would be stored now, and the name of the customer that is left out ("": none)."""
    try:
        envio = EnvioPedido.model_validate_json(Entrega.model_validate_json(linha.entrega).corpo)
    except ValidationError as erro:
        raise Recusada(Motivo.INVALIDO, "quarentena.ilegivel",
                       "Este documento foi escrito de um modo que esta retaguarda não lê.",
                       "Atualize a retaguarda e lance de novo, ou devolva-o ao balcão.") from erro
    fato = {"emitido_offline": True, "outro_numero": True}
    pedido = envio.pedido
    if pedido.cliente_id is not None:
        cur.execute(_TEM_CLIENTE, [pedido.cliente_id])
        if cur.fetchone() is None:
            return envio.model_copy(update={**fato, "pedido": pedido.model_copy(update={"cliente_id": None})}), (
                pedido.cliente_nome or str(pedido.cliente_id))
    return envio.model_copy(update=fato), ""


def _lanca(ctx: Contexto, quem: Quem, envio: EnvioPedido, decidida: Decidida) -> None:
    try:
        enviar_pedido(ctx, quem, envio, decidida)
    except Recusada as recusa:
        raise Recusada(recusa.motivo, recusa.recusa.codigo, f"Ainda não pode ser lançado. {recusa.recusa.mensagem}",
                       "Corrija o cadastro na retaguarda e lance de novo, devolva ao balcão ou descarte.",
                       recusa.recusa.achados) from recusa


def _le(cur: Cursor, chaves: dict[str, Any]) -> Any:
    cur.execute(_UMA, chaves)
    linha = cur.fetchone()
    if linha is None:
        raise nao_achado("o documento em quarentena")
    return linha


def _quarentena(linha: Any) -> Quarentena:
    return Quarentena(
        id=linha.id, preso=Preso.model_validate_json(linha.entrega), estacao=linha.estacao, em=linha.em,
        decisao=Decisao(linha.decisao), resolvida_em=linha.resolvida_em, resolvida_por=linha.resolvida_por,
        resolucao=linha.resolucao)
