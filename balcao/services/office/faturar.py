"""The till's side of a pré-venda: it is invoiced, whole or in part, and what was invoiced can be reversed.

Idempotent by the till's own id. Locks in the house's order: the pré-venda, its customer, its stock. What leaves
the shop leaves stock and reservation; what is still to invoice keeps taking credit (CL-031, CL-032; CL-033 when it
was delivered before); what was invoiced on credit becomes titles. The last line invoiced moves the order to E; its
reversal moves it back.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from balcao.domain.arredondamento import ZERO
from balcao.domain.faturamento import LinhaFaturavel, titulos_desta, valor_desta
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import Parcela
from balcao.domain.protocolo_documentos import Estorno, Faturamento, FaturamentoGuardado, ItemFaturado
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido.categorias import VENDEM, o_chamado
from balcao.services.documento import dia_na_loja
from balcao.services.office import faturar_sql as sql
from balcao.services.office.conclusao import ao_passar
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
    uma,
)
from balcao.services.office.documentos import faturamento
from balcao.services.office.entrega import ultima_entrega
from balcao.services.office.numeracao import nome_de
from balcao.services.office.travas import trava_cliente, trava_estoques, trava_pedidos
from balcao.services.office.versoes import nova_versao

FATURAVEIS = frozenset({Situacao.EMITIDO, Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO,
                        Situacao.PRONTO, Situacao.TRANSITO, Situacao.ENTREGUE})
MAIOR_TEXTO = 500


@dataclass(frozen=True, slots=True)
class _Aberta:
    """A locked pré-venda with its lines, and R$ of its standing invoices."""

    linha: Any
    itens: tuple[LinhaFaturavel, ...]
    faturado: Decimal

    @property
    def credora(self) -> bool:
        """Whether it takes its customer's credit."""
        return bool(self.linha.toma_credito and self.linha.cliente_id)

    @property
    def entregue(self) -> bool:
        """Whether the goods are with the customer."""
        return Situacao(self.linha.situacao) is Situacao.ENTREGUE


def faturar(ctx: Contexto, quem: Quem, pedido_id: UUID, pedido: Faturamento) -> FaturamentoGuardado:
    """Invoice lines of a pré-venda (all that is left, when none is named). Idempotent by `pedido.id`.

    Raises Recusada: 404, 409 in a situation that is not invoiced or for more than is left, 422 for a line that
    is not there.
    """
    quem.exige(Permissao.FATURAR)
    _confere_texto(pedido.documento, "documento", "o número do documento fiscal")
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        aberta = _abre(cur, quem, pedido_id)
        if (feito := _ja_feito(cur, pedido.id)) is not None:
            return _repetido(feito, pedido_id, pedido)
        _exige_situacao(aberta, "faturada")
        itens = _pedidos(aberta, pedido.itens)
        _trava(cur, quem, aberta, itens)
        ctx.passo(Passo.TRAVADO)
        depois = _com(aberta.itens, itens, 1)
        valor = valor_desta(aberta.faturado, depois, aberta.linha.frete)
        completa = not any(i.resta for i in depois)
        _move(cur, quem, aberta, itens, agora, {
            "id": pedido.id, "documento": pedido.documento.strip(), "valor": valor, "sinal": 1,
            "resta": ZERO if completa else aberta.linha.total - aberta.faturado - valor,
            "motivo": "venda", "evento": "pedido.faturado", "origem": _origem(aberta.entregue),
            "titulos": _titulos(cur, quem, aberta, pedido.id, valor, agora)}, sql.FATURA)
        situacao = Situacao(aberta.linha.situacao)
        if completa and situacao is not Situacao.ENTREGUE:
            situacao = Situacao.ENTREGUE
            nova_versao(cur, quem, pedido_id, agora, "pedido.entregue", situacao=situacao,
                        impresso=ao_passar(conexao, cur, quem, aberta.linha, situacao, agora))
        avisa(cur)
    ctx.passo(Passo.GRAVADO)
    return FaturamentoGuardado(id=pedido.id, pedido_id=pedido_id, documento=pedido.documento.strip(),
                               itens=itens, valor=valor, em=agora, situacao=situacao)


def estornar(ctx: Contexto, quem: Quem, faturamento_id: UUID, estorno: Estorno) -> FaturamentoGuardado:
    """Reverse an invoice: goods, reservation and credit come back, its titles are cancelled. Idempotent.

    Raises Recusada: 404, 409 when a title of it was already paid or the order is closed, 422 without a reason.
    """
    quem.exige(Permissao.FATURAR)
    motivo = _confere_texto(estorno.motivo, "motivo", "o motivo do estorno")
    agora = ctx.agora()
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        visto = _ja_feito(cur, faturamento_id)
        if visto is None or visto.estabelecimento_id != quem.estabelecimento_id:
            raise nao_achado("o faturamento")
        aberta = _abre(cur, quem, visto.pedido_id)
        feito = _ja_feito(cur, faturamento_id)  # again, now that the order is locked
        if feito.estornado_em is not None:
            return faturamento(feito, repetido=True)
        _exige_situacao(aberta, "estornada")
        itens = faturamento(feito).itens
        volta = _antes_da_entrega(cur, aberta)
        _trava(cur, quem, aberta, itens)
        _exige_titulos_intactos(cur, aberta, faturamento_id)
        ctx.passo(Passo.TRAVADO)
        _move(cur, quem, aberta, itens, agora, {
            "id": faturamento_id, "documento": feito.documento, "valor": feito.valor, "sinal": -1,
            "resta": aberta.linha.total - aberta.faturado + feito.valor, "motivo": "estorno",
            "motivo_estorno": motivo, "evento": "pedido.estornado",
            "origem": _origem(volta is Situacao.ENTREGUE)}, sql.ESTORNA)
        situacao = Situacao(aberta.linha.situacao)
        if situacao is not volta:
            situacao = volta
            nova_versao(cur, quem, aberta.linha.id, agora, "pedido.reaberto", situacao=situacao,
                        impresso=ao_passar(conexao, cur, quem, aberta.linha, situacao, agora))
        avisa(cur)
    ctx.passo(Passo.GRAVADO)
    return faturamento(feito).model_copy(update={"estornado_em": agora, "situacao": situacao})


def _abre(cur: Cursor, quem: Quem, pedido_id: UUID) -> _Aberta:
    linha = trava_pedidos(cur, [pedido_id]).get(pedido_id)
    if linha is None or linha.estabelecimento_id != quem.estabelecimento_id or linha.categoria not in VENDEM:
        raise nao_achado("a pré-venda")
    cur.execute(sql.ITENS, [pedido_id])
    itens = tuple(LinhaFaturavel(**i._asdict()) for i in cur.fetchall())
    cur.execute(sql.FATURADO, [pedido_id])
    return _Aberta(linha, itens, uma(cur).valor)


def _ja_feito(cur: Cursor, faturamento_id: UUID) -> Any:
    cur.execute(sql.UM, [faturamento_id])
    return cur.fetchone()


def _repetido(feito: Any, pedido_id: UUID, pedido: Faturamento) -> FaturamentoGuardado:
    """What was answered, to the same request. Raises Recusada (409) when another one took its id: told "done", the till
    would hand out goods that nobody took from stock."""
    guardado = faturamento(feito, repetido=True)
    if guardado.pedido_id != pedido_id:
        raise _outro("para outra pré-venda")
    if guardado.documento != pedido.documento.strip():
        raise _outro(f"com outro documento fiscal, {guardado.documento}")
    if pedido.itens and _quanto(pedido.itens) != _quanto(guardado.itens):
        raise _outro("com outros itens ou quantidades")
    return guardado


def _quanto(itens: Sequence[ItemFaturado]) -> list[tuple[int, Decimal]]:
    return sorted((i.linha, i.quantidade) for i in itens)


def _outro(como: str) -> Recusada:
    return Recusada(Motivo.CONFLITO, "faturamento.repetido", f"Este faturamento já foi feito {como}.",
                    "Confira o caixa: cada faturamento tem um identificador só seu.")


def _exige_situacao(aberta: _Aberta, acao: str) -> None:
    situacao = Situacao(aberta.linha.situacao)
    if situacao not in FATURAVEIS:
        raise Recusada(Motivo.CONFLITO, "pedido.situacao",
                       f"{o_chamado(aberta.linha.categoria, nome_de(aberta.linha))} está na situação "
                       f"{ROTULO_SITUACAO[situacao]} e não pode ser {acao}.", "Atualize a lista (F5).")


def _antes_da_entrega(cur: Cursor, aberta: _Aberta) -> Situacao:
    """Where the order is once an invoice of it is reversed. What was delivered by its last invoice goes back to where
    that found it: approved, in execution, ready. Goods that left before their invoice are not brought back by it."""
    if not aberta.entregue:
        return Situacao(aberta.linha.situacao)
    entrega = ultima_entrega(cur, aberta.linha.id)
    return Situacao.ENTREGUE if entrega.a_mao else entrega.de


def _origem(entregue: bool) -> str:
    """What the rest to invoice is, of the credit taken."""
    return "entregue" if entregue else "pendente"


def _pedidos(aberta: _Aberta, pedidos: Sequence[ItemFaturado]) -> tuple[ItemFaturado, ...]:
    """The lines to invoice, each within what is left of it."""
    if not pedidos:
        pedidos = [ItemFaturado(linha=i.linha, quantidade=i.resta) for i in aberta.itens if i.resta]
    por_linha = {i.linha: i for i in aberta.itens}
    if len({p.linha for p in pedidos}) != len(pedidos) or any(p.linha not in por_linha for p in pedidos):
        raise Recusada(Motivo.INVALIDO, "faturamento.linha", "O caixa pediu um item que a pré-venda não tem.",
                       "Leia a pré-venda de novo no caixa.")
    for p in pedidos:
        linha = por_linha[p.linha]
        expoente = p.quantidade.as_tuple().exponent
        if p.quantidade <= 0 or not isinstance(expoente, int) or expoente < -6:
            raise Recusada(Motivo.INVALIDO, "faturamento.quantidade",
                           f"A quantidade do item {p.linha} não é um número maior que zero com até seis casas.")
        if p.quantidade > linha.resta:
            raise Recusada(Motivo.CONFLITO, "faturamento.quantidade",
                           f"Do item {p.linha} faltam faturar {linha.resta.normalize():f}; foram pedidos "
                           f"{p.quantidade.normalize():f}.", "Leia a pré-venda de novo no caixa.")
    if not pedidos:
        raise Recusada(Motivo.CONFLITO, "faturamento.vazio", "Não falta faturar nada desta pré-venda.")
    return tuple(pedidos)


def _trava(cur: Cursor, quem: Quem, aberta: _Aberta, itens: Sequence[ItemFaturado]) -> None:
    if aberta.credora:
        trava_cliente(cur, aberta.linha.cliente_id)
    produto = {i.linha: i.produto_id for i in aberta.itens}
    trava_estoques(cur, quem.estabelecimento_id, (produto[i.linha] for i in itens), aberta.linha.tipo_estoque_id)


def _com(linhas: tuple[LinhaFaturavel, ...], itens: Sequence[ItemFaturado],
         sinal: int) -> tuple[LinhaFaturavel, ...]:
    soma = {i.linha: i.quantidade * sinal for i in itens}
    return tuple(replace(i, faturada=i.faturada + soma.get(i.linha, 0)) for i in linhas)


def _titulos(cur: Cursor, quem: Quem, aberta: _Aberta, faturamento_id: UUID, valor: Decimal,
             agora: datetime) -> str:
    """The titles of this invoice as JSON; none when the order takes no credit."""
    if not aberta.credora:
        return "[]"
    cur.execute(sql.PARCELAS, [aberta.linha.id])
    parcelas = [Parcela(**p._asdict()) for p in cur.fetchall()]
    cur.execute(sql.TITULADO, [aberta.linha.cliente_id, aberta.linha.id])
    titulados = {t.parcela: t.valor for t in cur.fetchall()}
    cur.execute(sql.QUANTOS, [aberta.linha.id])
    vezes = uma(cur).vezes
    emissao = dia_na_loja(aberta.linha.emitido_em, quem.fuso)
    numero = str(aberta.linha.numero) if not vezes else f"{aberta.linha.numero}-{vezes + 1}"
    return json.dumps([
        {"numero": numero, "parcela": t.numero, "vencimento": t.vencimento.isoformat(), "valor": str(t.valor),
         "emissao": dia_na_loja(agora, quem.fuso).isoformat(), "chave": f"faturamento:{faturamento_id}:{t.numero}"}
        for t in titulos_desta(valor, aberta.linha.total, aberta.faturado, parcelas, titulados, emissao)])


def _move(cur: Cursor, quem: Quem, aberta: _Aberta, itens: Sequence[ItemFaturado], agora: datetime,
          valores: dict[str, Any], comando: Any) -> None:
    linha = aberta.linha
    cur.execute(comando[linha.tipo_estoque_id is None], valores | {
        "pedido_id": linha.id, "loja": linha.estabelecimento_id, "cliente_id": linha.cliente_id,
        "reserva": linha.reserva_estoque, "tipo_estoque": linha.tipo_estoque_id, "credora": aberta.credora,
        "agora": agora, "usuario_id": quem.usuario_id, "estacao_id": quem.estacao_id,
        "itens": json.dumps([i.model_dump(mode="json") for i in itens])})


def _exige_titulos_intactos(cur: Cursor, aberta: _Aberta, faturamento_id: UUID) -> None:
    """A title somebody has paid is not undone from the till."""
    cur.execute(sql.TITULOS_DO_FATURAMENTO, [aberta.linha.cliente_id, f"faturamento:{faturamento_id}:%"])
    pagos = [t.numero for t in cur.fetchall() if t.situacao != "cancelado" and t.saldo != t.valor]
    if pagos:
        raise Recusada(Motivo.CONFLITO, "faturamento.recebido",
                       f"O título {pagos[0]} deste faturamento já foi recebido, no todo ou em parte.",
                       "Estorne o recebimento antes.")


def _confere_texto(texto: str, campo: str, o_que: str) -> str:
    limpo = texto.strip()
    if not limpo or len(limpo) > MAIOR_TEXTO or "\x00" in limpo:
        raise Recusada(Motivo.INVALIDO, f"faturamento.{campo}", f"Informe {o_que}.",
                       f"Use até {MAIOR_TEXTO} letras.")
    return limpo
