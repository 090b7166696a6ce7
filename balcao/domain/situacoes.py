"""Situations of an order and the one set of legal transitions (TP-SITUACOES).

The buttons, the service, the database's guard and the property tests all read this set.
"""

from enum import StrEnum


class Situacao(StrEnum):
    """The twelve letters of the users' page. O is both "Pronto" and "Concluído" (NOTAS c.1)."""

    MANUTENCAO = "M"
    EMITIDO = "I"
    PENDENTE = "P"
    APROVADO = "A"
    EXECUCAO = "X"
    PRONTO = "O"
    ENTREGUE = "E"
    QUALIFICADO = "Q"
    TRANSITO = "T"
    CANCELADO = "C"
    VENCIDO = "V"
    PERDIDO = "R"


ROTULO_SITUACAO: dict[Situacao, str] = {
    Situacao.MANUTENCAO: "Em manutenção",
    Situacao.EMITIDO: "Emitido",
    Situacao.PENDENTE: "Pendente",
    Situacao.APROVADO: "Aprovado",
    Situacao.EXECUCAO: "Em execução",
    Situacao.PRONTO: "Pronto",
    Situacao.ENTREGUE: "Entregue",
    Situacao.QUALIFICADO: "Qualificado",
    Situacao.TRANSITO: "Em trânsito",
    Situacao.CANCELADO: "Cancelado",
    Situacao.VENCIDO: "Vencido",
    Situacao.PERDIDO: "Perdido",
}

_M, _I, _P, _A, _X, _O, _E, _Q, _T, _C, _V, _R = Situacao

# The two normal flows (orçamento: M I P A …; venda: M P X T/O E Q) are suggestions: T and O come in
# either order and A is optional (NOTAS c.2); R closes a quote with a reason, V returns when revalidated, and E to
# where the last invoice found the order, when that is reversed.
TRANSICOES: frozenset[tuple[Situacao, Situacao]] = frozenset({
    (_M, _I), (_M, _P), (_M, _C), (_M, _R),
    (_I, _P), (_I, _A), (_I, _M), (_I, _C), (_I, _V), (_I, _R),
    (_P, _A), (_P, _X), (_P, _O), (_P, _T), (_P, _E), (_P, _M), (_P, _C), (_P, _V), (_P, _R),
    (_A, _X), (_A, _O), (_A, _T), (_A, _E), (_A, _C), (_A, _P),
    (_X, _O), (_X, _T), (_X, _E), (_X, _C), (_X, _P),
    (_O, _T), (_O, _E), (_O, _C), (_O, _X), (_O, _P),
    (_T, _O), (_T, _E), (_T, _C), (_T, _P),
    (_E, _Q), (_E, _P), (_E, _A), (_E, _X), (_E, _O), (_E, _T),
    (_V, _I), (_V, _P), (_V, _C), (_V, _R),
})

ABERTAS: frozenset[Situacao] = frozenset({_M, _I, _P, _A, _X, _O, _T})


class TransicaoInvalida(ValueError):
    """A bug in the caller: the action should have been disabled."""


def confere_transicao(de: Situacao, para: Situacao) -> None:
    """Raise TransicaoInvalida unless `de` → `para` is legal."""
    if (de, para) not in TRANSICOES:
        raise TransicaoInvalida(f"{de} -> {para}")
