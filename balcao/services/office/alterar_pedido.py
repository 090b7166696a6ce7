"""An issued order is changed: its content becomes what the counter sends, as a new version, in one transaction.

Locks in the house's order (the order; the customers, old and new; the stock of what it holds and will hold), then what
it holds is given back, so that facts are read without it; the rules of issue and of alteration; the content, what it
holds now, and last the version with its sequence. The number stays, and what was printed before stays (0160).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import ler_cabecalho, ler_fatos
from balcao.domain.achados import Finding
from balcao.domain.alteracao import MATRIZ, NUNCA
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import EnvioPedido, Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.domain.tipo_pedido.categorias import o_chamado
from balcao.services.documento import dia_na_loja
from balcao.services.office import conteudo, efeitos, series
from balcao.services.office.cliente_do_pedido import poe_cliente
from balcao.services.office.contexto import (
    Contexto,
    Cursor,
    Motivo,
    Passo,
    Quem,
    Recusada,
    avisa,
    cursor,
)
from balcao.services.office.documentos import pedido_vivo
from balcao.services.office.nao_cabe import cabendo
from balcao.services.office.numeracao import nome_de
from balcao.services.office.origem import destino_de
from balcao.services.office.recepcao import confere_forma
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.versoes import nova_versao

ALTERADO = "pedido.alterado"
_NOVOS = ("contato", "classificacao_id")  # a counter of the release before these does not send them: they stay

_JA: LiteralString = "SELECT dados -> 'achados' AS achados FROM eventos WHERE pedido_id = %s AND dados ->> 'id' = %s"


def alterar_pedido(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: AlteracaoPedido) -> Recibo:
    """Store an issued order as it is sent, as its next version. Idempotent by `pedida.id`.

    Raises Recusada: 403 without the permission to sell, 404, 409 with findings when a rule stops it, 409 when somebody
    changed it meanwhile (who, when) or it is not to be changed any more, 422 when it cannot be stored at all.
    """
    quem.exige(Permissao.VENDER)
    _confere_forma(ctx, pedido_id, pedida)
    with cabendo(ctx, pedida.pedido):
        recibo = _altera(ctx, quem, pedido_id, pedida)
    ctx.passo(Passo.GRAVADO)
    return recibo


def _confere_forma(ctx: Contexto, pedido_id: UUID, pedida: AlteracaoPedido) -> None:
    pedido = pedida.pedido
    if pedido.id != pedido_id:
        raise _nao_cabe("o pedido enviado é outro")
    confere_forma(EnvioPedido(pedido=pedido.model_copy(update={"situacao": Situacao.MANUTENCAO}),
                              emitido_em=ctx.agora()))


def _altera(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: AlteracaoPedido) -> Recibo:
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = conteudo.trava_vivo(cur, quem, pedido_id)
        cur.execute(_JA, [pedido_id, str(pedida.id)])
        if (feita := cur.fetchone()) is not None:
            return _recibo(cur, quem, pedido_id, tuple(map(Finding.model_validate, feita.achados or ())),
                           repetido=True)
        antes = pedido_vivo(linha)
        _exige_alteravel(cur, quem, linha, antes, agora)
        conteudo.exige_versao(quem, linha, pedida.versao,
                              "Abandone esta (Ctrl+W) e altere o documento de novo.")
        depois = _do_guardado(antes, pedida.pedido)
        leitor = LeitorServidor(conexao)
        aqui = depois.model_copy(update={"estacao_id": quem.estacao_id})  # its terminal's rules
        nomeado = ler_cabecalho(leitor, aqui, quem.usuario_id)
        if depois.cliente_id != antes.cliente_id:
            aqui = poe_cliente(cur, aqui, nomeado, quem, agora)
        conteudo.trava_efeitos(cur, linha, aqui, nomeado)
        ctx.passo(Passo.TRAVADO)
        efeitos.solta(cur, linha)
        recebidos = replace(ler_fatos(leitor, aqui, dia_na_loja(agora, quem.fuso), cabecalho=nomeado), antes=antes)
        fatos, achados, gastas = conteudo.confere(cur, series.confere(cur, recebidos), nomeado)
        ctx.passo(Passo.CONFERIDO)
        documento = conteudo.documento_de(conexao, linha, fatos, nomeado)
        conteudo.grava(cur, linha, fatos, documento, gastas, agora)
        nova_versao(cur, quem, pedido_id, agora, ALTERADO, situacao=antes.situacao, documento=documento, dados={
            "id": str(pedida.id), "achados": [a.model_dump(mode="json") for a in achados],
            "liberacoes": [str(lib.id) for lib in gastas]})
        avisa(cur)
        return _recibo(cur, quem, pedido_id, achados, repetido=False)


# ---- whether it may be changed at all

def _exige_alteravel(cur: Cursor, quem: Quem, linha: Any, antes: Pedido, agora: datetime) -> None:
    vencido = (antes.situacao in (Situacao.PENDENTE, Situacao.EMITIDO) and linha.categoria == Categoria.ORCAMENTO
               and linha.validade is not None and linha.validade < dia_na_loja(agora, quem.fuso))
    situacao = Situacao.VENCIDO if vencido else antes.situacao
    if not MATRIZ[situacao]:
        fazer = "Revalide-o antes (Ctrl+R)." if situacao is Situacao.VENCIDO else "Clone-o para fazer outro."
        raise Recusada(Motivo.CONFLITO, "pedido.situacao", f"O documento {nome_de(linha)} está na situação "
                       f"{ROTULO_SITUACAO[situacao]} e não pode ser alterado.", fazer)
    if linha.categoria == Categoria.ORCAMENTO and (destino := destino_de(cur, linha.id)) is not None:
        raise Recusada(Motivo.CONFLITO, "dav.ja_convertido", f"O DAV {nome_de(linha)} já virou {destino}.",
                       "Altere-a.")
    if linha.faturada:
        raise Recusada(Motivo.CONFLITO, "pedido.faturado",
                       f"{o_chamado(linha.categoria, nome_de(linha))} já foi faturada, no todo ou em parte.",
                       "Estorne o faturamento no caixa antes.")


def _do_guardado(antes: Pedido, enviado: Pedido) -> Pedido:
    """What was sent, with what never changes as it is stored. Raises Recusada (422) for a line that takes the name of
    one that was deleted."""
    if enviado.tipo_id != antes.tipo_id:
        raise Recusada(Motivo.INVALIDO, "alteracao.tipo", "O tipo de um documento emitido não muda: o número é dele.",
                       "Clone-o para fazer outro, do tipo certo.")
    eram = {i.linha for i in antes.itens}
    if any(i.linha not in eram and i.linha < antes.proxima_linha for i in enviado.itens):
        raise _nao_cabe("um item novo tem o número de um que foi excluído")
    proxima = max([antes.proxima_linha, enviado.proxima_linha, *(i.linha + 1 for i in enviado.itens)])
    fica = (*NUNCA, *(n for n in _NOVOS if n not in enviado.model_fields_set))
    return enviado.model_copy(update={n: getattr(antes, n) for n in fica} | {"proxima_linha": proxima})


def _nao_cabe(problema: str) -> Recusada:
    return Recusada(Motivo.INVALIDO, "pedido.corrompido", f"A alteração não pode ser guardada: {problema}.",
                    "Abandone-a (Ctrl+W) e altere o documento de novo.")


def _recibo(cur: Cursor, quem: Quem, pedido_id: UUID, achados: tuple[Finding, ...], *, repetido: bool) -> Recibo:
    guardado = recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=repetido, ultima=True)
    return guardado.model_copy(update={"achados": achados})
