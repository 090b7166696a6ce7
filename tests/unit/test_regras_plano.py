"""TP-051, TP-052, TP-053: the plan that a type demands, allows or does not have, and its minimum."""

from decimal import Decimal as D

import pytest

from balcao.domain.achados import Severity
from balcao.domain.campo import exigencias
from balcao.domain.preenchimento import conforme_tipo
from balcao.domain.rules import Moment, check
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido.opcoes import AcaoValorMinimo, UsoPlano
from tests.apoio.fatos import A_PRAZO, fatos, pedido, tipo

B, W = Severity.BLOCK, Severity.WARN


def vistos(**campos):
    return [(a.code, a.severity, a.field) for a in check(Moment.EMISSAO, fatos(**campos))]


@pytest.mark.parametrize(("uso", "plano", "codigo"), [
    (UsoPlano.NAO_INFORMAR, A_PRAZO, "plano.nao_informar"), (UsoPlano.NAO_INFORMAR, None, None),
    (UsoPlano.UTILIZA_PAGAMENTO, A_PRAZO, "plano.nao_informar"), (UsoPlano.OPCIONAL, None, None),
    (UsoPlano.OPCIONAL, A_PRAZO, None), (UsoPlano.REQUERIDO, A_PRAZO, None),
    (UsoPlano.REQUERIDO, None, "plano.exigido")])
def test_a_type_demands_a_plan_lets_one_be_or_has_none(uso, plano, codigo):
    um = pedido(plano_id=plano.id if plano else None)
    assert vistos(tipo=tipo(plano_pagamento=uso), pedido=um, plano=plano) == ([(codigo, B, "plano")] if codigo else [])


@pytest.mark.parametrize(("campos", "indicado", "codigos"), [
    ({}, False, []), ({"todos_planos_pagamento": False}, True, []),
    ({"todos_planos_pagamento": False}, False, ["plano.nao_permitido"]),
    ({"todos_planos_pagamento": False, "plano_pagamento": UsoPlano.NAO_INFORMAR}, False, ["plano.nao_informar"])])
def test_a_type_that_does_not_allow_all_plans_allows_those_indicated(campos, indicado, codigos):
    achados = check(Moment.EMISSAO, fatos(tipo=tipo(**campos), pedido=pedido(plano_id=A_PRAZO.id),
                                          plano_indicado=indicado))
    assert [a.code for a in achados] == codigos
    assert all(a.origem is not None and a.origem.campo_id.startswith("TP-05") and "VENDA" in texto(a) for a in achados)


def test_an_order_without_plan_breaks_no_list_of_plans():
    assert vistos(tipo=tipo(todos_planos_pagamento=False), plano=None) == []


@pytest.mark.parametrize(("acao", "severidade"), [
    (AcaoValorMinimo.NAO_VALIDAR, None), (AcaoValorMinimo.ALERTAR, W), (AcaoValorMinimo.ERRO, B)])
def test_the_type_says_what_a_sale_under_the_plans_minimum_is(acao, severidade):
    caro = A_PRAZO.model_copy(update={"valor_minimo": D("10.01")})
    achados = check(Moment.EMISSAO, fatos(tipo=tipo(valida_valor_minimo_plano=acao), plano=caro))
    assert [(a.code, a.severity) for a in achados] == ([("plano.valor_minimo", severidade)] if severidade else [])
    assert all(a.origem.campo_id == "TP-053" for a in achados)


def test_a_type_without_plan_drops_the_one_that_the_order_has_and_its_typed_instalments():
    com = pedido(plano_id=2, parcelas_digitadas=A_PRAZO.parcelas(D("10.00"), fatos().hoje))
    sem = conforme_tipo(com, tipo(plano_pagamento=UsoPlano.NAO_INFORMAR))
    assert (sem.plano_id, sem.parcelas_digitadas) == (None, ())
    assert conforme_tipo(com, tipo(plano_pagamento=UsoPlano.REQUERIDO)) is com


def test_a_type_that_allows_some_plans_says_which():
    assert [nome for nome, _ in exigencias(tipo(todos_planos_pagamento=False))] == ["planos_permitidos"]
    assert list(exigencias(tipo(todos_planos_pagamento=False, planos_permitidos=(1,)))) == []
    assert list(exigencias(tipo(todos_planos_pagamento=False, plano_pagamento=UsoPlano.NAO_INFORMAR))) == []
