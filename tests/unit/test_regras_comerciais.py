"""TP-164: limits that the shop sets, of the order types that select them."""

from decimal import Decimal as D

import pytest

from balcao.domain.achados import Severity
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.cadastro import valores
from balcao.domain.cadastro.declarados import REGRAS_COMERCIAIS
from balcao.domain.regra_comercial import AoViolar, RegraComercial, ValePara
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from tests.apoio.fatos import A_PRAZO, A_VISTA, fatos, item, pedido


def regra(**campos):
    return RegraComercial(**({"nome": "DA CASA"} | campos))


def vistos(regras, um=None, **campos):
    achados = check(Moment.EMISSAO, fatos(regras_comerciais=tuple(regras), pedido=um or pedido(), **campos))
    return [a for a in achados if a.code.startswith("comercial.")]


def com_desconto(percentual, *itens):
    return pedido(*(itens or (item("10"),))).com_ajuste(
        Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(percentual)))


@pytest.mark.parametrize(("maximo", "dado", "viola"), [
    ("10", "10", False), ("10", "10.01", True), ("10", "15", True), ("0", "0.01", True), ("0", "0", False),
    ("100", "100", False)])
def test_the_discounts_of_the_whole_order(maximo, dado, viola):
    achados = vistos([regra(desconto_maximo=D(maximo))], com_desconto(dado))
    assert [a.code for a in achados] == (["comercial.desconto"] if viola else [])
    for achado in achados:
        assert (achado.severity, achado.permissao, achado.item) == (Severity.BLOCK, "", None)
        assert "DA CASA" in texto(achado)
        assert "“Regras comerciais” = DA CASA" in explica(achado)


def test_discounts_of_lines_and_of_the_order_count_together():
    meio = item("1", "100.00", desconto_digitado=Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10)))
    um = pedido(meio, item("1", "100.00"))
    assert um.desconto == D("10.00")
    [achado] = vistos([regra(desconto_maximo=D("4.99"))], um)
    assert "até 4,99% no documento, e ele tem 5%" in texto(achado)
    assert achado.valor == D("0.02")
    assert vistos([regra(desconto_maximo=D(5))], um) == []


def test_each_line_with_its_share_of_the_order():
    meio = item("1", "100.00", desconto_digitado=Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10)))
    um = pedido(meio, item("1", "100.00")).com_ajuste(Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10)))
    [achado] = vistos([regra(desconto_maximo_item=D(15))], um)
    assert (achado.code, achado.item, achado.valor) == ("comercial.desconto_item", 1, D("4.00"))
    assert "até 15% em cada item, e PRODUTO 1 tem 19%" in texto(achado)
    assert [a.item for a in vistos([regra(desconto_maximo_item=D("9.99"))], um)] == [1, 2]


def test_a_discount_rounded_to_the_cent_is_not_beyond_its_ceiling():
    um = com_desconto("5", item("1", "0.99"))  # R$ 0,05 is 5,05 %
    assert vistos([regra(desconto_maximo=D(5), desconto_maximo_item=D(5))], um) == []


@pytest.mark.parametrize(("minimo", "viola"), [("10.00", False), ("10.01", True), ("500", True)])
def test_the_least_that_an_order_may_come_to(minimo, viola):
    achados = vistos([regra(valor_minimo=D(minimo))])
    assert [(a.code, a.valor) for a in achados] == (
        [("comercial.valor_minimo", D(minimo) - D("10.00"))] if viola else [])


@pytest.mark.parametrize(("vale", "plano", "olha"), [
    (ValePara.QUALQUER, None, True), (ValePara.QUALQUER, A_VISTA, True), (ValePara.QUALQUER, A_PRAZO, True),
    (ValePara.A_VISTA, None, False), (ValePara.A_VISTA, A_VISTA, True), (ValePara.A_VISTA, A_PRAZO, False),
    (ValePara.A_PRAZO, None, False), (ValePara.A_PRAZO, A_VISTA, False), (ValePara.A_PRAZO, A_PRAZO, True)])
def test_a_rule_looks_at_orders_of_its_payment(vale, plano, olha):
    assert bool(vistos([regra(valor_minimo=D(99), vale_para=vale)], plano=plano)) is olha


@pytest.mark.parametrize(("acao", "severidade", "permissao"), [
    (AoViolar.ERRO, Severity.BLOCK, ""), (AoViolar.SENHA, Severity.APPROVE, "liberar_desconto"),
    (AoViolar.ALERTAR, Severity.WARN, "")])
def test_what_breaking_it_does_is_the_rules_own(acao, severidade, permissao):
    [achado] = vistos([regra(valor_minimo=D(99), acao=acao)])
    assert (achado.severity, achado.permissao) == (severidade, permissao)


def test_every_rule_speaks_for_itself():
    regras = [regra(nome=nome, desconto_maximo=D(maximo)) for nome, maximo in (("A", 5), ("B", 10), ("C", 50))]
    assert [a.params["regra"] for a in vistos(regras, com_desconto("15"))] == ["A", "B"]


@pytest.mark.parametrize(("campos", "codigo", "campo"), [
    ({}, "regra.sem_limite", "desconto_maximo"), ({"desconto_maximo": "0"}, "", ""), ({"valor_minimo": "1"}, "", ""),
    ({"desconto_maximo_item": "101"}, "campo.invalido", "desconto_maximo_item"),
    ({"valor_minimo": "0"}, "campo.invalido", "valor_minimo"),
    ({"valor_minimo": "5", "acao": "nada"}, "campo.invalido", "acao")])
def test_a_rule_without_a_limit_or_with_an_impossible_one_is_not_kept(campos, codigo, campo):
    _, achados = valores.valida(REGRAS_COMERCIAIS, {"nome": "DA CASA", **campos}, {})
    assert [(a.code, a.field) for a in achados] == ([(codigo, campo)] if codigo else [])
