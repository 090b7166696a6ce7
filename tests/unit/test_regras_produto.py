"""What the registry says of a product, and which order types take it."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from balcao.domain.achados import Severity
from balcao.domain.fatos import Produto, Saldo
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from tests.apoio.fatos import fatos, item, pedido, tipo

PRODUTO = Produto(id=1, codigo="P1", descricao="CABO 2,5MM", unidade="MT")
AMBOS = (Moment.INCLUSAO_ITEM, Moment.EMISSAO)


def vistos(momento: Moment, **campos: object) -> list[tuple[str, Severity, int | None]]:
    return [(a.code, a.severity, a.item) for a in check(momento, fatos(**campos))]


@pytest.mark.parametrize("momento", AMBOS)
@pytest.mark.parametrize(("nome", "campo"), [
    ("em_falta", "permite_produtos_em_falta"), ("sem_troca", "permite_produtos_sem_troca"),
    ("com_variacao", "permite_produtos_com_variacao")])
@pytest.mark.parametrize(("tem", "permite", "recusa"), [
    (True, False, True), (True, True, False), (False, False, False)])
def test_a_product_that_the_type_does_not_take(momento, nome, campo, tem, permite, recusa):
    todas = dict.fromkeys(("permite_produtos_em_falta", "permite_produtos_sem_troca", "permite_produtos_com_variacao"),
                          not permite)
    achados = vistos(momento, produtos={1: PRODUTO.model_copy(update={nome: tem})},
                     tipo=tipo(**(todas | {campo: permite})))
    assert achados == ([(f"produto.{nome}", Severity.BLOCK, 1)] if recusa else [])


def test_every_reason_of_a_product_is_told_and_names_its_field():
    tudo = PRODUTO.model_copy(update={"em_falta": True, "sem_troca": True, "com_variacao": True})
    achados = check(Moment.EMISSAO, fatos(produtos={1: tudo}, tipo=tipo(
        permite_produtos_em_falta=False, permite_produtos_sem_troca=False, permite_produtos_com_variacao=False)))
    assert [a.origem.campo_id for a in achados if a.origem] == ["TP-042", "TP-044", "TP-046"]
    assert all("do tipo VENDA" in texto(a) for a in achados)


@pytest.mark.parametrize("momento", AMBOS)
def test_a_blocked_brand(momento):
    bloqueada = {1: PRODUTO.model_copy(update={"marca_bloqueada": True})}
    assert vistos(momento, produtos=bloqueada, tipo=tipo(permite_marca_bloqueada=True)) == []
    assert vistos(momento, produtos={1: PRODUTO}, tipo=tipo(permite_marca_bloqueada=False)) == []
    [achado] = check(momento, fatos(produtos=bloqueada, tipo=tipo()))
    assert (achado.code, achado.severity, achado.item) == ("produto.marca_bloqueada", Severity.BLOCK, 1)
    assert "Permite produtos de marca bloqueada" in explica(achado)


@pytest.mark.parametrize("momento", AMBOS)
@pytest.mark.parametrize(("situacao", "permitidas", "passa"), [
    ("aprovado", {"aprovado"}, True), ("baixado", {"aprovado"}, False), ("baixado", {"aprovado", "baixado"}, True),
    ("cancelado", {"aprovado", "baixado"}, False), ("pendente", {"pendente"}, True), ("aprovado", {"pendente"}, False),
    ("cancelado", set(), True)])
def test_how_far_the_registration_of_a_product_is(momento, situacao, permitidas, passa):
    produto = {1: PRODUTO.model_copy(update={"situacao_cadastro": situacao})}
    achados = check(momento, fatos(produtos=produto, tipo=tipo(situacoes_produtos_permitidas=permitidas)))
    assert [a.code for a in achados] == ([] if passa else ["produto.situacao_cadastro"])
    if not passa:
        assert f"está {situacao} no cadastro" in texto(achados[0])
        assert "Situações de produtos permitidas" in explica(achados[0])


@pytest.mark.parametrize("momento", AMBOS)
@pytest.mark.parametrize(("minima", "maxima", "quantidade", "codigo"), [
    ("5", "50", "4.999", "quantidade.abaixo"), ("5", "50", "5", ""), ("5", "50", "50", ""),
    ("5", "50", "50.001", "quantidade.acima"), ("0", "50", "0.001", ""), ("5", "0", "9999", "")])
def test_the_quantity_of_a_line(momento, minima, maxima, quantidade, codigo):
    produto = PRODUTO.model_copy(update={"quantidade_minima": D(minima), "quantidade_maxima": D(maxima)})
    campos = {"produtos": {1: produto}, "pedido": pedido(item(quantidade)), "estoque": {1: Saldo(saldo=D(99999))}}
    assert [a[0] for a in vistos(momento, tipo=tipo(validar_quantidade_minima_maxima=True), **campos)
            if a[0].startswith("quantidade.")] == ([codigo] if codigo else [])
    assert not [a for a in vistos(momento, tipo=tipo(), **campos) if a[0].startswith("quantidade.")]


def test_the_sentence_writes_quantities_and_not_money():
    produto = PRODUTO.model_copy(update={"quantidade_minima": D("2.500000")})
    [achado] = check(Moment.INCLUSAO_ITEM, fatos(produtos={1: produto}, tipo=tipo(
        validar_quantidade_minima_maxima=True)))
    assert "a quantidade mínima é 2,5, e o item tem 1." in texto(achado)
    assert "Validar quantidade mínima e máxima" in explica(achado)


@pytest.mark.parametrize(("bloqueio", "desde", "na_inclusao", "na_emissao"), [
    ("nao_bloquear", timedelta(0), False, False),
    ("bloquear_inclusao", None, False, False),
    ("bloquear_inclusao", timedelta(minutes=-1), True, True),
    ("bloquear_inclusao", timedelta(minutes=1), True, False),   # it may have been in before the counting began
    ("bloquear_emissao", timedelta(minutes=-1), False, True),
    ("bloquear_emissao", timedelta(minutes=1), False, True),
    ("bloquear_emissao", None, False, False)])
def test_a_product_being_counted(bloqueio, desde, na_inclusao, na_emissao):
    feito = pedido()
    saldo = Saldo(saldo=D(10), inventario_desde=None if desde is None else feito.criado_em + desde)
    for momento, recusa in zip(AMBOS, (na_inclusao, na_emissao), strict=True):
        assert vistos(momento, pedido=feito, estoque={1: saldo}, tipo=tipo(
            bloqueio_produtos_inventario=bloqueio)) == (
                [("produto.em_inventario", Severity.BLOCK, 1)] if recusa else [])
