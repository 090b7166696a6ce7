"""Which situations a person may put an issued order in, and what each change asks for (TP-SITUACOES, TP-146).

`situacoes.TRANSICOES` is what is legal for anything that happens to an order; here is what somebody decides, by the
order's category. The Documentos screen offers it and the retaguarda enforces it, from this one place (0161).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from balcao.domain.conclusao import conclui
from balcao.domain.permissoes import Permissao
from balcao.domain.situacoes import TRANSICOES, Situacao
from balcao.domain.tipo_pedido.opcoes import Categoria

SEM_ENTREGA: Final = frozenset({Categoria.ORCAMENTO, Categoria.COTACAO})
"""Their orders move no goods: they are never in execution, ready, on the way or delivered."""


@dataclass(frozen=True, slots=True)
class Passagem:
    """One change. `evento` is its name in the order's life; `verbo` ends "… não pode ser"; `acao` names it on a
    screen; `encerra`: what the order held goes back; `entrega`: the goods leave before the invoice; `desfaz_entrega`:
    they came back, and so does the order to where the delivery found it, whatever is asked for, if its type still has
    that situation; `revalida`: a quote gets another last day; `conclui`: a service order's work is done, and more may
    be asked for."""

    para: Situacao
    permissao: Permissao
    evento: str
    verbo: str
    acao: str
    com_motivo: bool = False
    encerra: bool = False
    entrega: bool = False
    desfaz_entrega: bool = False
    revalida: bool = False
    conclui: bool = False


_V, _F = Permissao.VENDER, Permissao.FATURAR
_CANCELA = Passagem(Situacao.CANCELADO, Permissao.CANCELAR_DOCUMENTO, "pedido.cancelado", "cancelado", "Cancelar",
                    com_motivo=True, encerra=True)
_PERDE = Passagem(Situacao.PERDIDO, _V, "pedido.perdido", "dado por perdido", "Dar por perdido", com_motivo=True,
                  encerra=True)
_APROVA = Passagem(Situacao.APROVADO, _V, "pedido.aprovado", "aprovado", "Aprovar")
_REVALIDA = Passagem(Situacao.PENDENTE, _V, "pedido.revalidado", "revalidado", "Revalidar", revalida=True)
_ANALISA = Passagem(Situacao.PENDENTE, _V, "pedido.analisado", "posto em Pendente", "Passar a pendente")
_REABRE = Passagem(Situacao.PENDENTE, _V, "pedido.reaberto", "reaberto", "Voltar a pendente", com_motivo=True)
_DEVOLVE = Passagem(Situacao.PENDENTE, _F, "pedido.devolvido", "devolvido", "Desfazer a entrega", com_motivo=True,
                    desfaz_entrega=True)

_CONCLUI = Passagem(Situacao.PRONTO, _V, "pedido.concluido", "concluído", "Concluir", conclui=True)

_COM_ENTREGA: Mapping[Situacao, Passagem] = MappingProxyType({p.para: p for p in (
    Passagem(Situacao.EXECUCAO, _V, "pedido.em_execucao", "posto em execução", "Pôr em execução"),
    Passagem(Situacao.PRONTO, _V, "pedido.pronto", "dado por pronto", "Dar por pronto"),
    Passagem(Situacao.TRANSITO, _F, "pedido.em_transito", "posto em trânsito", "Pôr em trânsito"),
    Passagem(Situacao.ENTREGUE, _F, "pedido.entregue", "entregue", "Entregar", entrega=True),
    Passagem(Situacao.QUALIFICADO, _V, "pedido.qualificado", "qualificado", "Qualificar"))})
_PARA: Mapping[Situacao, Passagem] = MappingProxyType(
    {Situacao.CANCELADO: _CANCELA, Situacao.PERDIDO: _PERDE, Situacao.APROVADO: _APROVA,
     Situacao.PENDENTE: _REABRE, **_COM_ENTREGA})
# The order of a screen: onward as the two normal flows say it, then back, then what closes.
_ORDEM: Final = (Situacao.APROVADO, Situacao.EXECUCAO, Situacao.TRANSITO, Situacao.PRONTO, Situacao.ENTREGUE,
                 Situacao.QUALIFICADO, Situacao.PENDENTE, Situacao.PERDIDO, Situacao.CANCELADO)


def verbo_de(para: Situacao) -> str | None:
    """What putting an order there is called; None: nobody does that by hand."""
    return _PARA[para].verbo if para in _PARA else None


def passagem(categoria: Categoria, de: Situacao, para: Situacao) -> Passagem | None:
    """What moving an order of a category from one situation to another is; None: it is not done by hand."""
    quote = categoria in SEM_ENTREGA
    if para is Situacao.PENDENTE:
        return _para_pendente(quote, de)
    if (de, para) not in TRANSICOES or (quote and para in _COM_ENTREGA) or (
            para is Situacao.PERDIDO and not quote) or (
            de is Situacao.ENTREGUE and para is not Situacao.QUALIFICADO):  # the rest is the till's reversal
        return None
    if para is Situacao.PRONTO and conclui(categoria, de, para):
        return _CONCLUI
    return _PARA.get(para)


def proximas(categoria: Categoria, de: Situacao, habilitadas: frozenset[Situacao]) -> Iterator[Passagem]:
    """What may be done with an order as it stands, in a screen's order: `habilitadas` are its type's (TP-146)."""
    for para in _ORDEM:
        feita = passagem(categoria, de, para)
        if feita is not None and passa(habilitadas, para):
            yield feita


def passa(habilitadas: frozenset[Situacao], para: Situacao) -> bool:
    """Whether the type's flow has a situation. Those that close an order, or that time brings, are in every flow."""
    return para in habilitadas or para in (Situacao.CANCELADO, Situacao.PERDIDO, Situacao.VENCIDO,
                                           Situacao.MANUTENCAO)


def _para_pendente(quote: bool, de: Situacao) -> Passagem | None:
    """Back to waiting, for whatever reason. A quote that waits is revalidated without leaving its situation."""
    if quote and de in (Situacao.PENDENTE, Situacao.VENCIDO):
        return _REVALIDA
    match de:
        case Situacao.EMITIDO:
            return _ANALISA
        case Situacao.ENTREGUE if not quote:
            return _DEVOLVE
        case Situacao.APROVADO | Situacao.EXECUCAO | Situacao.PRONTO | Situacao.TRANSITO:
            return _REABRE
    return None
