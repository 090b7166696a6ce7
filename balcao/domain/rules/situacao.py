"""Rules of an order's situation: its type's flow. They look at the type alone; who moves an order knows where to."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.conclusao import conclui
from balcao.domain.fluxo import passa
from balcao.domain.rules.motor import origem
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import TipoPedido


def situacao_habilitada(tipo: TipoPedido, para: Situacao) -> Iterator[Finding]:
    """TP-146: an order comes only to situations that its type's flow has."""
    if not passa(tipo.situacoes, para):
        yield Finding(code="situacao.nao_habilitada", severity=Severity.BLOCK, field="situacao",
                      params={"tipo": tipo.nome, "situacao": ROTULO_SITUACAO[para]},
                      origem=origem(tipo, "situacao", f"tipo de pedido {tipo.nome}"))


def conclusao_aprovada(tipo: TipoPedido, de: Situacao, para: Situacao, *, aprovada: bool) -> Iterator[Finding]:
    """TP-019: where the customer approves the conclusion, the action that asks for it is the only way there, and it
    makes the order ready. `aprovada`: somebody did, with own password."""
    if not (tipo.cliente_aprova_conclusao and conclui(tipo.categoria, de, para)):
        return
    if para is not Situacao.PRONTO or not aprovada:
        yield Finding(code="conclusao.aprovacao", severity=Severity.BLOCK, field="situacao", params={"tipo": tipo.nome},
                      origem=origem(tipo, "cliente_aprova_conclusao", f"tipo de pedido {tipo.nome}"))


def gera_em_vez_de_converter(tipo: TipoPedido, documento: str, gera: str) -> Iterator[Finding]:
    """TP-090: what a quote becomes is decided by its type, where its type says so: it is approved, not converted.
    `documento`: how people name the quote; `gera`: the name of the type it generates."""
    if tipo.tipo_pedido_na_aprovacao is not None:
        yield Finding(code="dav.gera_na_aprovacao", severity=Severity.BLOCK, field="origem",
                      params={"documento": documento, "gera": gera},
                      origem=origem(tipo, "tipo_pedido_na_aprovacao", f"tipo de pedido {tipo.nome}"))


def sem_o_que_gerar(tipo: TipoPedido) -> Finding:
    """TP-037: nothing of the order has stock, and its type generates only what has."""
    return Finding(code="aprovacao.sem_estoque", severity=Severity.BLOCK, field="itens", params={"tipo": tipo.nome},
                   origem=origem(tipo, "separar_produtos_sem_estoque_na_aprovacao", f"tipo de pedido {tipo.nome}"))
