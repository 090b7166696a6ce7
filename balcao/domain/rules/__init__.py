"""The shop's rules, by subject. `check` runs the same rules at the counter and in the retaguarda."""

from balcao.domain.achados import Finding
from balcao.domain.fatos import Facts
from balcao.domain.rules import (
    alteracao,
    cabecalho,
    cliente,
    comercial,
    credito,
    desconto,
    estoque,
    financeiro,
    itens,
    lista,
    numeracao,
    participantes,
    preco,
    preenchimento,
    produto,
    retaguarda,
    series,
    servico,
    unidade,
)
from balcao.domain.rules.impressao import situacao_impressao
from balcao.domain.rules.itens import itens_obrigatorios
from balcao.domain.rules.memoria import Memoria
from balcao.domain.rules.motor import Moment, Regra, executa

REGRAS: tuple[Regra, ...] = (
    *cabecalho.REGRAS, *cliente.REGRAS, *participantes.REGRAS, *servico.REGRAS, *comercial.REGRAS, *credito.REGRAS,
    *estoque.REGRAS, *produto.REGRAS, *lista.REGRAS, *preco.REGRAS, *unidade.REGRAS, *itens.REGRAS, *desconto.REGRAS,
    *financeiro.REGRAS, *series.REGRAS, *numeracao.REGRAS, *preenchimento.REGRAS, *retaguarda.REGRAS,
    *alteracao.REGRAS,
)


def check(momento: Moment, fatos: Facts, memoria: Memoria | None = None) -> tuple[Finding, ...]:
    """Every finding of `momento`, worst first; empty means that nothing was seen. Of a change to an issued order, those
    that the change brings. memoria: of whoever checks the same order after each change."""
    achados = executa(REGRAS, momento, fatos) if memoria is None else memoria.executa(REGRAS, momento, fatos)
    return achados if fatos.antes is None else tuple(alteracao.so_da_mudanca(fatos, achados))


__all__ = ["REGRAS", "Memoria", "Moment", "Regra", "check", "itens_obrigatorios", "situacao_impressao"]
