"""An issued order goes to another situation because somebody says so: approved, on its way, delivered, cancelled…

What may go where, and who may say so, is `domain.fluxo`'s; which situations the order's type has is TP-146. Each
change is a new version and an event. What a closed order held of stock and credit goes back at once; a cancelled
pré-venda gives its DAV back too, once nothing else stands of it; one delivered before its invoice keeps taking
credit, as delivered (CL-033), until the till invoices it or it comes back, to where the delivery found it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.fluxo import Passagem, passa, passagem, verbo_de
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import AprovacaoAlterada, MudancaSituacao
from balcao.domain.rules import itens_obrigatorios
from balcao.domain.rules.situacao import situacao_habilitada
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.categorias import VENDEM, o_chamado
from balcao.services.documento import dia_na_loja
from balcao.services.office import efeitos, vencimento
from balcao.services.office.alterar_na_aprovacao import altera_na_aprovacao
from balcao.services.office.aprovar import Aprovacao, gerados_por
from balcao.services.office.conclusao import NADA_DITO, Dita, ao_passar
from balcao.services.office.contexto import (
    Contexto,
    Cursor,
    Motivo,
    Passo,
    Quem,
    Recusada,
    avisa,
    cursor,
    recusa_regras,
    uma,
)
from balcao.services.office.entrega import ultima_entrega
from balcao.services.office.numeracao import nome_de
from balcao.services.office.origem import destino_de
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.travas import exige_emitido, trava_pedidos
from balcao.services.office.versoes import ja_feita, nova_versao

MAIOR_MOTIVO = 500

_TEM_ITENS: LiteralString = "SELECT EXISTS (SELECT FROM itens_pedido WHERE pedido_id = %s) AS tem"
_FATURADA: LiteralString = """
    SELECT coalesce(bool_or(quantidade_faturada > 0), false) AS faturada,
           coalesce(bool_or(quantidade_faturada < quantidade), false) AS falta
      FROM itens_pedido WHERE pedido_id = %s"""


def mudar_situacao(ctx: Contexto, quem: Quem, pedido_id: UUID, mudanca: MudancaSituacao, *,
                   conclusao: Dita = NADA_DITO) -> Recibo:
    """Move an issued order to another situation. Idempotent by `mudanca.id`. The receipt has those of the orders that
    an approval generated. `conclusao`: what is said of a service order's, where that is what it is.

    Raises Recusada: 403 without the permission, 404, 409 when the order is not in a situation for it, was invoiced, or
    a rule of it or of what it generates says no, 422 without a reason or with a validity that has passed.
    """
    quem.exige_usuario()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        travada = _trava(cur, quem, pedido_id)
        repetida = ja_feita(cur, pedido_id, mudanca.id)
        if not repetida:
            _muda(ctx, conexao, cur, quem, travada, mudanca, conclusao)
            avisa(cur)
        gerados = tuple(recibo_guardado(cur, id_, quem.estabelecimento_id, repetido=repetida)
                        for id_ in gerados_por(cur, pedido_id, mudanca.id))
        feito = recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=repetida, ultima=True)
    ctx.passo(Passo.GRAVADO)
    return feito.model_copy(update={"gerados": gerados}) if gerados else feito


def aprovar(ctx: Contexto, quem: Quem, pedido_id: UUID, pedida: AprovacaoAlterada) -> Recibo:
    """Approve a quote with other attributes (TP-093). Raises like `mudar_situacao`."""
    return mudar_situacao(ctx, quem, pedido_id, MudancaSituacao(
        id=pedida.id, situacao=Situacao.APROVADO, gerados=pedida.gerados, atributos=pedida.atributos,
        versao=pedida.versao))


@dataclass(frozen=True, slots=True)
class _Travada:
    """The order, and the one it came from when closing it may give that one back."""

    linha: Any
    origem: Any


def _muda(ctx: Contexto, conexao: Connection, cur: Cursor, quem: Quem, travada: _Travada,
          mudanca: MudancaSituacao, dita: Dita) -> None:
    linha = travada.linha
    feita = _passagem(linha, mudanca.situacao)
    quem.exige(feita.permissao)
    motivo = _confere_motivo(feita, mudanca.motivo)
    dados: dict[str, object] = {"id": str(mudanca.id), "motivo": motivo}
    _confere(cur, linha, feita)
    tipo = ler_tipo(LeitorServidor(conexao), linha.tipo_id)
    _confere_tipo(cur, linha, tipo, feita.para)
    agora, documento = ctx.agora(), None
    if feita.para is Situacao.APROVADO:
        alterada = altera_na_aprovacao(ctx, conexao, cur, quem, linha, tipo, mudanca)
        if alterada is not None:
            linha = trava_pedidos(cur, [linha.id])[linha.id]  # as it is now
            documento, dados = alterada.documento, dados | alterada.dados
        if tipo.tipo_pedido_na_aprovacao is not None:
            Aprovacao(ctx, conexao, cur, quem, agora).aprova(linha, tipo, mudanca, dados, documento)
            return
    hoje = dia_na_loja(agora, quem.fuso)
    validade = vencimento.nova_validade(linha, mudanca, quem, hoje) if feita.revalida else None
    efeitos.trava(cur, linha, *([travada.origem] if feita.encerra and travada.origem is not None else ()))
    ctx.passo(Passo.TRAVADO)
    para = feita.para
    if feita.revalida and linha.situacao == Situacao.VENCIDO:
        para = vencimento.volta(conexao, cur, quem, linha, hoje)
    elif feita.desfaz_entrega and passa(tipo.situacoes, de := ultima_entrega(cur, linha.id).de):
        para = de
    concluida = ao_passar(conexao, cur, quem, linha, para, agora, dita)
    if feita.encerra:
        _encerra(cur, quem, travada, agora)
    if feita.entrega or feita.desfaz_entrega:
        efeitos.passa_credito(cur, linha.id)
    nova_versao(cur, quem, linha.id, agora, feita.evento, situacao=para, motivo=motivo, validade=validade,
                impresso=concluida, dados=dados, documento=documento)


def _trava(cur: Cursor, quem: Quem, pedido_id: UUID) -> _Travada:
    """The order, and the DAV it came from when that one was approved; both locked, in the order of their ids."""
    cur.execute("SELECT origem_id FROM pedidos WHERE id = %s", [pedido_id])  # never changes once issued
    dita = cur.fetchone()
    travados = trava_pedidos(cur, (pedido_id, dita.origem_id if dita else None))
    linha = exige_emitido(travados.get(pedido_id), quem)
    origem = travados.get(linha.origem_id) if linha.origem_id else None
    veio = (origem is not None and linha.categoria in VENDEM
            and origem.categoria == Categoria.ORCAMENTO and origem.situacao == Situacao.APROVADO)
    return _Travada(linha, origem if veio else None)


def _encerra(cur: Cursor, quem: Quem, travada: _Travada, agora: datetime) -> None:
    """Give back what the order held; its DAV waits again once no other pré-venda of it stands, holding what it held."""
    linha, origem = travada.linha, travada.origem
    if linha.situacao != Situacao.VENCIDO:  # that gave it back already
        efeitos.solta(cur, linha)
    if origem is not None and destino_de(cur, origem.id, exceto=linha.id) is None:
        efeitos.retoma(cur, origem)
        # The DAV first: of two sequences, this is the order of locks.
        nova_versao(cur, quem, origem.id, agora, "pedido.reaberto", situacao=Situacao.PENDENTE)


def _passagem(linha: Any, para: Situacao) -> Passagem:
    verbo = verbo_de(para)
    if verbo is None:
        raise _invalida("situacao", f"Um documento não é posto na situação {ROTULO_SITUACAO[para]} por aqui.",
                        "Use a operação própria dela.")
    de = Situacao(linha.situacao)
    feita = passagem(Categoria(linha.categoria), de, para)
    if feita is None:
        raise Recusada(Motivo.CONFLITO, "pedido.situacao",
                       f"O documento {nome_de(linha)} está na situação {ROTULO_SITUACAO[de]} e não pode ser {verbo}.",
                       "Atualize a lista (F5).")
    return feita


def _confere(cur: Cursor, linha: Any, feita: Passagem) -> None:
    """Raise Recusada (409) when what came of the order, or what the till did with it, is in the way."""
    desfaz = feita.encerra or (linha.situacao == Situacao.APROVADO and feita.para is Situacao.PENDENTE)
    if desfaz and (destino := destino_de(cur, linha.id)) is not None:
        nome = o_chamado(linha.categoria, nome_de(linha))
        raise Recusada(Motivo.CONFLITO, "dav.ja_convertido", f"{nome} já virou {destino}.", "Cancele-a antes.")
    cur.execute(_FATURADA, [linha.id])
    itens = uma(cur)
    if itens.faturada and (feita.encerra or feita.desfaz_entrega):
        raise Recusada(Motivo.CONFLITO, "pedido.faturado",
                       f"{o_chamado(linha.categoria, nome_de(linha))} já foi faturada, no todo ou em parte.",
                       "Estorne o faturamento no caixa antes.")
    if itens.falta and feita.para is Situacao.QUALIFICADO:
        raise Recusada(Motivo.CONFLITO, "pedido.falta_faturar",
                       f"{o_chamado(linha.categoria, nome_de(linha))} foi entregue e ainda não foi toda faturada.",
                       "Qualifique-a depois que o caixa a faturar.")


def _confere_tipo(cur: Cursor, linha: Any, tipo: TipoPedido, para: Situacao) -> None:
    """Raise Recusada (409) when its type's flow has no such situation (TP-146), or wants items there (TP-103)."""
    achados = list(situacao_habilitada(tipo, para))
    cur.execute(_TEM_ITENS, [linha.id])
    if not uma(cur).tem:
        achados += itens_obrigatorios(tipo, para)
    if achados:
        raise recusa_regras(tuple(achados))


def _confere_motivo(feita: Passagem, motivo: str) -> str:
    limpo = motivo.strip()
    if feita.com_motivo and not limpo:
        raise _invalida("motivo", f"Diga por que o documento está sendo {feita.verbo}.", "Escreva o motivo.")
    if len(limpo) > MAIOR_MOTIVO or "\x00" in limpo:
        raise _invalida("motivo", "O motivo é longo demais.", f"Use até {MAIOR_MOTIVO} letras.")
    return limpo


def _invalida(campo: str, mensagem: str, acao: str) -> Recusada:
    return Recusada(Motivo.INVALIDO, f"situacao.{campo}", mensagem, acao)
