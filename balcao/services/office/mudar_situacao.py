"""Cancel, lose, approve, revalidate and deliver an issued order; expire the quotes whose last day has passed.

Each change is a new version and an event. What a closed order held of stock and credit goes back at once; a
cancelled pré-venda gives its DAV back too; one delivered before its invoice keeps taking credit, as delivered
(CL-033), until the till invoices it. Legal transitions only: `domain.situacoes` has the set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos import ler_fatos
from balcao.db.fatos_cadastros import ler_tipo
from balcao.domain.achados import impedem
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import MudancaSituacao, Recibo
from balcao.domain.rules import Moment, check, itens_obrigatorios
from balcao.domain.situacoes import ROTULO_SITUACAO, TRANSICOES, Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.services.documento import dia_na_loja
from balcao.services.office import efeitos
from balcao.services.office.contexto import (
    Contexto,
    Cursor,
    Motivo,
    Passo,
    Quem,
    Recusada,
    avisa,
    cursor,
    nao_achado,
    recusa_regras,
    uma,
)
from balcao.services.office.documentos import pedido_vivo
from balcao.services.office.numeracao import nome_de
from balcao.services.office.origem import destino_de
from balcao.services.office.recibos import recibo_guardado
from balcao.services.office.travas import trava_cliente, trava_estoques, trava_pedidos
from balcao.services.office.versoes import nova_versao

MAIOR_MOTIVO = 500
_DO_QUE_SE_TOMA = ("estoque.", "credito.", "cliente.")
LOTE = 100

_JA: LiteralString = "SELECT FROM eventos WHERE pedido_id = %s AND dados ->> 'id' = %s"
_TEM_ITENS: LiteralString = "SELECT EXISTS (SELECT FROM itens_pedido WHERE pedido_id = %s) AS tem"
_FATURADA: LiteralString = """
    SELECT EXISTS (SELECT FROM itens_pedido WHERE pedido_id = %s AND quantidade_faturada > 0) AS faturada"""
_VENCIDOS: LiteralString = """
    SELECT p.id, p.estabelecimento_id, p.estacao_id, p.usuario_id
      FROM pedidos p JOIN estabelecimentos l ON l.id = p.estabelecimento_id
     WHERE p.situacao IN ('P', 'I') AND p.categoria = 'orcamento' AND l.fuso = %s AND p.validade < %s
     ORDER BY p.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class _Regra:
    """What a change to a situation asks for, and what it is called in the events."""

    permissao: Permissao
    evento: str
    verbo: str
    com_motivo: bool = False
    so_de: Categoria | None = None
    encerra: bool = False
    entrega: bool = False


REGRAS: Mapping[Situacao, _Regra] = MappingProxyType({
    Situacao.CANCELADO: _Regra(Permissao.CANCELAR_DOCUMENTO, "pedido.cancelado", "cancelado", com_motivo=True,
                               encerra=True),
    Situacao.PERDIDO: _Regra(Permissao.VENDER, "pedido.perdido", "dado por perdido", com_motivo=True,
                             so_de=Categoria.ORCAMENTO, encerra=True),
    Situacao.APROVADO: _Regra(Permissao.VENDER, "pedido.aprovado", "aprovado", so_de=Categoria.ORCAMENTO),
    Situacao.PENDENTE: _Regra(Permissao.VENDER, "pedido.revalidado", "revalidado", so_de=Categoria.ORCAMENTO),
    Situacao.ENTREGUE: _Regra(Permissao.FATURAR, "pedido.entregue", "entregue", so_de=Categoria.VENDA, entrega=True),
})
_VOLTA_DA_ENTREGA = _Regra(Permissao.FATURAR, "pedido.devolvido", "devolvido", com_motivo=True,
                           so_de=Categoria.VENDA, entrega=True)


def mudar_situacao(ctx: Contexto, quem: Quem, pedido_id: UUID, mudanca: MudancaSituacao) -> Recibo:
    """Move an issued order to another situation. Idempotent by `mudanca.id`.

    Raises Recusada: 403 without the permission, 404, 409 when the order is not in a situation for it (or was
    invoiced), 422 without a reason or with a validity that has passed.
    """
    quem.exige_usuario()
    agora = ctx.agora()
    hoje = dia_na_loja(agora, quem.fuso)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha, origem = _trava(cur, quem, pedido_id)
        regra = _regra(linha, mudanca.situacao)
        quem.exige(regra.permissao)
        motivo = _confere_motivo(regra, mudanca.motivo)
        cur.execute(_JA, [pedido_id, str(mudanca.id)])
        repetida = cur.fetchone() is not None
        if not repetida:
            _confere(cur, linha, regra, mudanca.situacao)
            _exige_itens(conexao, cur, linha, mudanca.situacao)
            revalida = mudanca.situacao is Situacao.PENDENTE and not regra.entrega
            validade = _validade(linha, mudanca, quem, hoje) if revalida else None
            _trava_efeitos(cur, linha)
            ctx.passo(Passo.TRAVADO)
            if revalida and linha.situacao == Situacao.VENCIDO:
                _retoma(conexao, cur, quem, linha, hoje)
            if regra.encerra:
                efeitos.solta(cur, pedido_id, linha.estabelecimento_id, reserva_estoque=linha.reserva_estoque)
                if origem is not None:  # the DAV first: of two sequences, this is the order of locks
                    nova_versao(cur, quem, origem.id, agora, "pedido.reaberto", situacao=Situacao.PENDENTE)
            if regra.entrega:
                efeitos.passa_credito(cur, pedido_id)
            nova_versao(cur, quem, pedido_id, agora, regra.evento, situacao=mudanca.situacao, motivo=motivo,
                        validade=validade, dados={"id": str(mudanca.id), "motivo": motivo})
            avisa(cur)
        feito = recibo_guardado(cur, pedido_id, quem.estabelecimento_id, repetido=repetida, ultima=True)
    ctx.passo(Passo.GRAVADO)
    return feito


def vencer_orcamentos(ctx: Contexto, fuso: str) -> int:
    """Expire the quotes of the shops of one time zone whose last day has passed, each in a transaction of its
    own; returns how many. Any number of processes may do it at once.

    The event's author is who sold: nobody asked for it.
    """
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_VENCIDOS, [fuso, dia_na_loja(agora, fuso), LOTE])
        candidatos = cur.fetchall()
    return sum(_vence(ctx, linha, fuso, agora) for linha in candidatos)


def _trava_efeitos(cur: Cursor, linha: Any) -> None:
    """Lock what the order holds, or will hold again."""
    if linha.toma_credito and linha.cliente_id is not None:
        trava_cliente(cur, linha.cliente_id)
    if linha.reserva_estoque:
        trava_estoques(cur, linha.estabelecimento_id, efeitos.produtos_de(cur, linha.id))


def _retoma(conexao: Connection, cur: Cursor, quem: Quem, linha: Any, hoje: date) -> None:
    """An expired quote that holds stock or credit takes them again, when the rules of both let it."""
    toma = linha.toma_credito and linha.cliente_id is not None
    if not (toma or linha.reserva_estoque):
        return
    cur.execute("SELECT * FROM pedidos WHERE id = %s", [linha.id])
    fatos = ler_fatos(LeitorServidor(conexao), pedido_vivo(uma(cur)), hoje, usuario_id=quem.usuario_id)
    achados = tuple(a for a in check(Moment.EMISSAO, fatos) if a.code.startswith(_DO_QUE_SE_TOMA))
    if impedem(achados):
        raise recusa_regras(achados)
    efeitos.toma(cur, linha.id, linha.estabelecimento_id, reserva_estoque=linha.reserva_estoque,
                 cliente_id=linha.cliente_id if toma else None, valor=linha.total)


def _vence(ctx: Contexto, candidato: Any, fuso: str, agora: datetime) -> bool:
    quem = Quem(candidato.estacao_id, candidato.estabelecimento_id, fuso=fuso)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        linha = trava_pedidos(cur, [candidato.id])[candidato.id]
        if linha.situacao not in (Situacao.PENDENTE, Situacao.EMITIDO) or linha.validade >= dia_na_loja(agora, fuso):
            return False
        _trava_efeitos(cur, linha)
        efeitos.solta(cur, linha.id, linha.estabelecimento_id, reserva_estoque=linha.reserva_estoque)
        nova_versao(cur, quem, linha.id, agora, "pedido.vencido", situacao=Situacao.VENCIDO)
        avisa(cur)
    return True


def _trava(cur: Cursor, quem: Quem, pedido_id: UUID) -> tuple[Any, Any]:
    """The order, and the DAV it converted when it holds one; both locked, in the order of their ids."""
    cur.execute("SELECT origem_id FROM pedidos WHERE id = %s", [pedido_id])  # never changes once issued
    dita = cur.fetchone()
    travados = trava_pedidos(cur, (pedido_id, dita.origem_id if dita else None))
    linha = travados.get(pedido_id)
    if linha is None or linha.estabelecimento_id != quem.estabelecimento_id or linha.numero is None:
        raise nao_achado("o documento")
    origem = travados.get(linha.origem_id) if linha.origem_id else None
    convertida = (origem is not None and linha.categoria == Categoria.VENDA
                  and origem.categoria == Categoria.ORCAMENTO and origem.situacao == Situacao.APROVADO)
    return linha, origem if convertida else None


def _regra(linha: Any, para: Situacao) -> _Regra:
    """To P goes a quote that is revalidated, or a pré-venda whose delivery came back."""
    if para is Situacao.PENDENTE and linha.categoria == Categoria.VENDA:
        return _VOLTA_DA_ENTREGA
    regra = REGRAS.get(para)
    if regra is None:
        raise _invalida("situacao", f"Um documento não é posto na situação {ROTULO_SITUACAO[para]} "
                        "por aqui.", "Use a operação própria dela.")
    return regra


def _cabe(regra: _Regra, categoria: str, de: Situacao, para: Situacao) -> bool:
    if regra.so_de is not None and categoria != regra.so_de:
        return False
    if para is not Situacao.PENDENTE:
        return (de, para) in TRANSICOES
    return de is Situacao.ENTREGUE if regra.entrega else de in (Situacao.PENDENTE, Situacao.VENCIDO)


def _confere(cur: Cursor, linha: Any, regra: _Regra, para: Situacao) -> None:
    de = Situacao(linha.situacao)
    if not _cabe(regra, linha.categoria, de, para):
        raise Recusada(Motivo.CONFLITO, "pedido.situacao",
                       f"O documento {nome_de(linha)} está na situação {ROTULO_SITUACAO[de]} e não pode ser "
                       f"{regra.verbo}.", "Atualize a lista (F5).")
    if regra.encerra and linha.categoria == Categoria.ORCAMENTO and (
            destino := destino_de(cur, linha.id)) is not None:
        raise Recusada(Motivo.CONFLITO, "dav.ja_convertido",
                       f"O DAV {nome_de(linha)} já virou a pré-venda {destino}.", "Cancele a pré-venda antes.")
    if regra.entrega and para is Situacao.ENTREGUE:
        return  # what was invoiced already goes along
    cur.execute(_FATURADA, [linha.id])
    if uma(cur).faturada:
        raise Recusada(Motivo.CONFLITO, "pedido.faturado",
                       f"A pré-venda {nome_de(linha)} já foi faturada, no todo ou em parte.",
                       "Estorne o faturamento no caixa antes.")


def _exige_itens(conexao: Connection, cur: Cursor, linha: Any, para: Situacao) -> None:
    """Raise Recusada (409) when an order without items would come to where its type wants some (TP-103)."""
    cur.execute(_TEM_ITENS, [linha.id])
    if not uma(cur).tem and (achados := tuple(
            itens_obrigatorios(ler_tipo(LeitorServidor(conexao), linha.tipo_id), para))):
        raise recusa_regras(achados)


def _validade(linha: Any, mudanca: MudancaSituacao, quem: Quem, hoje: date) -> date:
    """The new last day: as asked, else as many days from today as the quote had from its issue."""
    if mudanca.validade is not None:
        if mudanca.validade < hoje:
            raise _invalida("validade", "A nova validade já passou.", "Informe um dia de hoje em diante.")
        return mudanca.validade
    if linha.validade is None:
        raise Recusada(Motivo.CONFLITO, "pedido.situacao", "Este orçamento não vence: não há o que revalidar.")
    dias: timedelta = linha.validade - dia_na_loja(linha.emitido_em, quem.fuso)
    return hoje + max(dias, timedelta(0))


def _confere_motivo(regra: _Regra, motivo: str) -> str:
    limpo = motivo.strip()
    if regra.com_motivo and not limpo:
        raise _invalida("motivo", f"Diga por que o documento está sendo {regra.verbo}.", "Escreva o motivo.")
    if len(limpo) > MAIOR_MOTIVO or "\x00" in limpo:
        raise _invalida("motivo", "O motivo é longo demais.", f"Use até {MAIOR_MOTIVO} letras.")
    return limpo


def _invalida(campo: str, mensagem: str, acao: str) -> Recusada:
    return Recusada(Motivo.INVALIDO, f"situacao.{campo}", mensagem, acao)
