"""TP-033 line by line: the type that does not sell what is not there."""

from decimal import Decimal as D

import pytest

from balcao.domain.achados import Severity
from balcao.domain.fatos import Produto, Saldo
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import fatos, item, pedido, tipo

SERVICO = Produto(id=1, codigo="P1", descricao="INSTALAÇÃO", unidade="UN", servico=True)
SO_O_QUE_HA = {"permite_estoque_negativo": False, "validar_estoque_no_fechamento_pedido": "erro"}


def vistos(momento: Moment, **campos: object) -> list[tuple[str, int | None]]:
    return [(a.code, a.item) for a in check(momento, fatos(**campos)) if a.code.startswith("estoque.")]


@pytest.mark.parametrize("momento", [Moment.INCLUSAO_ITEM, Moment.EMISSAO])
@pytest.mark.parametrize(("quantidades", "saldo", "recusadas"), [
    (("3",), Saldo(saldo=D(3)), []), (("4",), Saldo(saldo=D(3)), [1]), (("0.001",), Saldo(), [1]),
    (("1",), Saldo(saldo=D(-2)), [1]), (("3",), Saldo(saldo=D(3), reservado=D(1)), [1]),
    (("2", "1", "1", "1"), Saldo(saldo=D(3)), [3, 4])])
def test_the_line_that_goes_beyond_what_is_there_and_those_after(momento, quantidades, saldo, recusadas):
    achados = vistos(momento, pedido=pedido(*(item(q) for q in quantidades)), estoque={1: saldo},
                     tipo=tipo(**SO_O_QUE_HA))
    assert achados == [("estoque.negativo", linha) for linha in recusadas]  # and TP-036 does not tell it again


def test_a_product_without_a_row_of_stock_has_none():
    assert vistos(Moment.INCLUSAO_ITEM, estoque={}, tipo=tipo(**SO_O_QUE_HA)) == [("estoque.negativo", 1)]


@pytest.mark.parametrize("campos", [
    {"tipo": tipo(Categoria.COMPRA, permite_estoque_negativo=False)},
    {"tipo": tipo(Categoria.PRODUCAO, permite_estoque_negativo=False)},
    {"tipo": tipo(permite_estoque_negativo=False), "produtos": {1: SERVICO}},
    {"tipo": tipo(permite_estoque_negativo=True)}])
def test_where_the_type_does_not_ask(campos):
    assert vistos(Moment.INCLUSAO_ITEM, estoque={}, **campos) == []


def test_what_a_service_lacks_is_still_for_the_closing_to_tell():
    assert vistos(Moment.EMISSAO, estoque={}, produtos={1: SERVICO}, tipo=tipo(**SO_O_QUE_HA)) == [
        ("estoque.insuficiente", 1)]


def test_the_sentence_says_how_much_there_is_and_which_field_decided():
    [achado] = check(Moment.INCLUSAO_ITEM, fatos(pedido=pedido(item("5")), estoque={1: Saldo(saldo=D("2.5"))},
                                                 tipo=tipo(permite_estoque_negativo=False)))
    assert achado.severity is Severity.BLOCK
    assert "pedido 5, disponível 2,5" in texto(achado)
    assert "Permite itens com estoque negativo" in explica(achado)
