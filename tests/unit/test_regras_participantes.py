"""TP-114: who the seller of an order is, demanded, assumed or not told."""

import pytest

from balcao.domain.achados import Severity
from balcao.domain.fatos import Usuario
from balcao.domain.preenchimento import com_vendedor, conforme_tipo
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido.opcoes import Preenchimento, TipoVendedor
from tests.apoio.fatos import cliente, fatos, pedido, tipo

NAO, OPCIONAL, REQUERIDO = Preenchimento.NAO_INFORMAR, Preenchimento.OPCIONAL, Preenchimento.REQUERIDO


@pytest.mark.parametrize(("ajuste", "vendedor", "codigos"), [
    (REQUERIDO, None, ["vendedor.exigido"]), (REQUERIDO, 3, []), (OPCIONAL, None, []), (OPCIONAL, 3, []),
    (NAO, None, []), (NAO, 3, ["vendedor.nao_informar"])])
def test_a_type_demands_a_seller_lets_one_be_or_has_none(ajuste, vendedor, codigos):
    achados = check(Moment.EMISSAO, fatos(tipo=tipo(vendedor=ajuste), pedido=pedido(vendedor_id=vendedor)))
    assert [(a.code, a.severity, a.field) for a in achados] == [(c, Severity.BLOCK, "vendedor") for c in codigos]
    assert all("F6" in texto(a) or "Tire" in texto(a) for a in achados)
    assert all("“Vendedor” = " in explica(a) for a in achados)


@pytest.mark.parametrize(("do_cliente", "representante", "assumido"), [
    (5, 6, 5), (None, 6, 6), (None, None, 1), (5, None, 5)])
def test_an_optional_seller_left_empty_is_the_customers_his_representative_or_who_sells(do_cliente, representante,
                                                                                        assumido):
    quem = cliente(vendedor_id=do_cliente, representante_id=representante)
    assert com_vendedor(pedido(), tipo(vendedor=OPCIONAL), quem).vendedor_id == assumido
    assert com_vendedor(pedido(vendedor_id=9), tipo(vendedor=OPCIONAL), quem).vendedor_id == 9
    assert com_vendedor(pedido(), tipo(vendedor=OPCIONAL), None).vendedor_id == 1


@pytest.mark.parametrize("ajuste", [NAO, REQUERIDO])
def test_nobody_is_assumed_where_the_seller_is_demanded_or_not_told(ajuste):
    assert com_vendedor(pedido(), tipo(vendedor=ajuste), cliente(vendedor_id=5)).vendedor_id is None


def test_a_type_without_seller_drops_the_one_that_the_order_has():
    com = pedido(vendedor_id=3)
    assert conforme_tipo(com, tipo(vendedor=NAO)).vendedor_id is None
    assert conforme_tipo(com, tipo(vendedor=REQUERIDO)) is com


@pytest.mark.parametrize(("exige", "tem", "quem", "codigos"), [
    (True, False, cliente(), ["cliente.sem_endereco"]), (True, True, cliente(), []), (False, False, cliente(), []),
    (True, False, None, ["cliente.sem_endereco"])])
def test_a_type_may_demand_that_the_customer_has_an_address(exige, tem, quem, codigos):
    """TP-070; nobody chosen is the CONSUMIDOR FINAL."""
    um = pedido(cliente_id=quem.id if quem else None)
    achados = check(Moment.EMISSAO, fatos(tipo=tipo(exige_endereco_cliente=exige), cliente=quem, pedido=um,
                                          cliente_com_endereco=tem))
    assert [a.code for a in achados] == codigos
    assert all((quem.nome if quem else "CONSUMIDOR FINAL") in texto(a) for a in achados)


@pytest.mark.parametrize(("ativo", "campo"), [(True, "Estabelecimentos"), (False, "Ativo")])
def test_a_type_that_is_gone_says_why(ativo, campo):
    """TP-121, TP-176."""
    [achado] = check(Moment.EMISSAO, fatos(tipo=tipo(ativo=ativo), tipo_disponivel=False))
    assert (achado.code, achado.origem.campo) == ("tipo.indisponivel", campo)
    assert check(Moment.EMISSAO, fatos()) == ()


TODOS = (TipoVendedor.VENDEDOR, TipoVendedor.TELE_VENDAS, TipoVendedor.REPRESENTANTE)


@pytest.mark.parametrize(("aceitos", "quem", "codigo"), [
    ((), None, ""), ((), TipoVendedor.VENDEDOR, ""), (TODOS, None, "vendedor.sem_tipo"),
    *((TODOS[:2], um, "" if um in TODOS[:2] else "vendedor.tipo") for um in TODOS)])
def test_a_type_may_keep_its_orders_to_some_kinds_of_seller(aceitos, quem, codigo):
    """TP-011."""
    um = tipo(tipos_vendedor_permitidos=frozenset(aceitos))
    achados = check(Moment.EMISSAO, fatos(tipo=um, vendedor=Usuario(id=3, nome="PAULO", tipo_vendedor=quem)))
    assert [(a.code, a.severity, a.field) for a in achados] == (
        [(codigo, Severity.BLOCK, "vendedor")] if codigo else [])
    assert all("PAULO" in texto(a) and "tele vendas ou vendedor" in texto(a) and "F6" in texto(a) for a in achados)
    assert all("“Tipos de vendedor permitidos” = " in explica(a) for a in achados)


def test_nobody_is_looked_at_where_there_is_no_seller():
    assert check(Moment.EMISSAO, fatos(tipo=tipo(tipos_vendedor_permitidos=frozenset(TODOS)))) == ()
