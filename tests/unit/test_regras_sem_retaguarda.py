"""TP-177 × CB-150 × CB-104 × what is sold × how old the data is: the whole product, against the catalogue's words."""

import itertools
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest

from balcao.domain.achados import Severity
from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import Facts
from balcao.domain.rules import Moment, check
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import A_PRAZO, A_VISTA, fatos, terminal, tipo

MAXIMA_H = 24
# What is sold: (category, plan, what fits in the known credit).
VENDAS = {
    "dav": (Categoria.ORCAMENTO, A_VISTA, "1000.00"), "à vista": (Categoria.VENDA, A_VISTA, "0.00"),
    "a prazo": (Categoria.VENDA, A_PRAZO, "10.00"), "além": (Categoria.VENDA, A_PRAZO, "9.99")}
NAO, ALEM, VELHOS = "retaguarda.nao_emite", "retaguarda.alem_do_credito", "retaguarda.dados_velhos"
# TP-177, read from the catalogue: what stops each sale, with data that is fresh, and with data that is old.
TABELA: dict[tuple[str, str], tuple[set[str], set[str]]] = {
    ("nada", "dav"): ({NAO}, {NAO}), ("nada", "à vista"): ({NAO}, {NAO}),
    ("nada", "a prazo"): ({NAO}, {NAO}), ("nada", "além"): ({NAO}, {NAO}),
    ("orcamento", "dav"): (set(), set()), ("orcamento", "à vista"): ({NAO}, {NAO}),
    ("orcamento", "a prazo"): ({NAO}, {NAO}), ("orcamento", "além"): ({NAO}, {NAO}),
    ("credito_conhecido", "dav"): (set(), set()), ("credito_conhecido", "à vista"): (set(), set()),
    ("credito_conhecido", "a prazo"): (set(), {VELHOS}), ("credito_conhecido", "além"): ({ALEM}, {ALEM, VELHOS}),
    ("venda", "dav"): (set(), set()), ("venda", "à vista"): (set(), set()),
    ("venda", "a prazo"): (set(), set()), ("venda", "além"): (set(), set())}
SEVERIDADE = {"alertar": Severity.WARN, "senha": Severity.APPROVE, "erro": Severity.BLOCK}


def _fatos(modo: str, sozinho: bool, acao: str, vende: str, horas: float | None) -> Facts:
    categoria, plano, cabe = VENDAS[vende]
    return fatos(
        tipo=tipo(categoria, emissao_sem_retaguarda=modo), plano=plano, credito=PosicaoCredito(limite=D(cabe)),
        terminal=terminal(controle_sistema={"sis_contingencia": sozinho}, controles_clientes={
            "acao_sem_retaguarda": acao, "acao_limite_excedido": "nada", "idade_maxima_credito_horas": MAXIMA_H}),
        sem_retaguarda=timedelta(hours=horas) if horas is not None else None)


def _ditos(de: Facts) -> dict[str, Severity]:
    return {a.code: a.severity for a in check(Moment.EMISSAO, de) if a.code.startswith("retaguarda.")}


@pytest.mark.parametrize(("modo", "vende"), TABELA)
def test_o_produto_inteiro(modo: str, vende: str) -> None:
    for sozinho, acao, velho in itertools.product((True, False), SEVERIDADE, (False, True)):
        esperado = dict.fromkeys(TABELA[modo, vende][velho], Severity.BLOCK)
        if not sozinho:
            esperado["retaguarda.sem_contingencia"] = Severity.BLOCK
        if VENDAS[vende][1] is A_PRAZO:
            esperado["retaguarda.sem_conferencia"] = SEVERIDADE[acao]
        horas = MAXIMA_H + 0.01 if velho else MAXIMA_H
        assert _ditos(_fatos(modo, sozinho, acao, vende, horas)) == esperado, (sozinho, acao, velho)
        assert _ditos(_fatos(modo, sozinho, acao, vende, None)) == {}  # with the retaguarda, none of this is said


def test_sem_limite_de_credito_nada_excede() -> None:
    livre = _fatos("credito_conhecido", True, "alertar", "além", 1)
    assert ALEM in _ditos(livre)
    assert ALEM not in _ditos(replace(livre, credito=PosicaoCredito(limite=None)))


def test_dav_que_reserva_estoque_compromete_como_uma_venda() -> None:
    de = _fatos("orcamento", True, "alertar", "dav", 1)
    reserva = tipo(Categoria.ORCAMENTO, emissao_sem_retaguarda="orcamento",
                   regra_reserva_estoque="reserva_exceto_manutencao")
    assert NAO in _ditos(fatos(tipo=reserva, plano=A_VISTA, terminal=de.terminal, sem_retaguarda=timedelta(hours=1)))
