"""Discounts and surcharges: as typed, in cascade, to the cent."""

from decimal import Decimal as D
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.achados import Severity
from balcao.domain.ajuste import Acrescimo, Ajuste, Desconto, TipoDesconto, escreve_ajuste, le_ajuste
from balcao.domain.arredondamento import arredonda
from balcao.domain.fatos import Produto
from balcao.domain.formatos import TextoInvalido
from balcao.domain.pedido import Pedido
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from tests.apoio.fatos import fatos, item, pedido, tipo

CEM = D("100.00")
percentuais = st.lists(st.decimals(D("0.01"), 100, places=2), min_size=1, max_size=5)


def pct(*valores: object, modelo: type[Ajuste] = Desconto) -> Ajuste:
    primeiro, *resto = (D(str(v)) for v in valores)
    return modelo(tipo=TipoDesconto.PERCENTUAL, valor=primeiro, seguintes=tuple(resto))


@pytest.mark.parametrize(("digitado", "vale", "de_volta"), [
    ("10%", "-10.00", "10%"), ("10+5", "-14.50", "10+5%"), ("10+5%", "-14.50", "10+5%"),
    (" 10 % + 5 % ", "-14.50", "10+5%"), ("5", "-5.00", "5,00"), ("R$ 5,50", "-5.50", "5,50"), ("100%", "-100", "100%"),
    ("+10%", "10.00", "+10%"), ("+10+5", "15.50", "+10+5%"), ("+ 10% + 5%", "15.50", "+10+5%"),
    ("+5,00", "5.00", "+5,00"), ("+200%", "200.00", "+200%"), ("12,5+0", "-12.50", "12,5%"),
    ("", "0", ""), ("0", "0", ""), ("0%", "0", ""), ("+0", "0", ""), ("10+20+30+40+50", "-84.88", "10+20+30+40+50%")])
def test_what_may_be_typed(digitado: str, vale: str, de_volta: str) -> None:
    lido = le_ajuste(digitado, CEM)
    valor = lido.sobre(CEM) if lido else D(0)
    assert (-valor if isinstance(lido, Desconto) else valor) == D(vale)
    assert escreve_ajuste(None, lido) == de_volta
    assert le_ajuste(de_volta, CEM) == lido


@pytest.mark.parametrize(("digitado", "pedaco"), [
    ("-5%", "não pode ser negativo"), ("101%", "de 0% a 100%"), ("10+101", "de 0% a 100%"),
    ("100,01", "passa do valor"), ("10+", "só percentuais"), ("10++5", "só percentuais"),
    ("10+R$ 5,00", "só percentuais"), ("+", "Falta o acréscimo"),
    ("1+1+1+1+1+1", "máximo é 5"), ("5.5%", "Use a vírgula"), ("abc", "não é um número"), ("+1000%", "de 0% a 999%"),
    ("+10000000,00", "grande demais"), ("+-5", "não pode ser negativo"), ("10+-5", "não pode ser negativo")])
def test_what_may_not(digitado: str, pedaco: str) -> None:
    with pytest.raises(TextoInvalido, match=pedaco):
        le_ajuste(digitado, CEM)


def test_in_words():
    assert str(pct(10, "5.5")) == "10% + 5,5%"
    assert str(Acrescimo(tipo=TipoDesconto.VALOR, valor=D(5))) == "R$\u00a05,00"


@given(percentuais, st.decimals(0, 10**7, places=2), st.sampled_from([Desconto, Acrescimo]), st.integers(0, 2))
def test_a_cascade_is_rounded_once_and_its_order_does_not_matter(lista, base, modelo, casas):
    base = arredonda(base, casas)
    valores = {pct(*ordem, modelo=modelo).sobre(base, casas) for ordem in list(permutations(lista))[:24]}
    assert len(valores) == 1
    exato = base
    for um in lista:
        exato = exato * (100 + (um if modelo is Acrescimo else -um)) / 100
    assert abs(abs(base - exato) - valores.pop()) <= D("0.5").scaleb(-casas) + D("1e-12")


linhas = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5)), min_size=1, max_size=12)
ajustes = st.one_of(
    st.none(), st.builds(lambda ps, m: pct(*ps, modelo=m), percentuais, st.sampled_from([Desconto, Acrescimo])),
    st.builds(lambda v, m: m(tipo=TipoDesconto.VALOR, valor=v), st.decimals(0, 10**6, places=2),
              st.sampled_from([Desconto, Acrescimo])))


@given(linhas, st.lists(ajustes, min_size=1, max_size=12), ajustes, st.integers(0, 2))
def test_the_lines_always_add_up_to_the_order(linhas, dos_itens, do_pedido, casas):
    p = pedido(*(item(preco=str(D(c) / 100), quantidade=str(D(q) / 1000)) for c, q in linhas)).com(casas_total=casas)
    sem = p
    for um, ajuste in zip(p.itens, dos_itens, strict=False):
        p = p.com_ajuste_item(um.linha, ajuste)
    base = p.total
    p = p.com_ajuste(do_pedido)
    assert p.total == p.subtotal - p.desconto >= 0
    assert p.subtotal - p.acrescimo == sem.subtotal
    muda = do_pedido.sobre(base, casas) if do_pedido else D(0)
    assert p.total == base + (muda if isinstance(do_pedido, Acrescimo) else -muda)
    for um in p.itens:
        assert um.total == um.bruto - um.desconto - um.rateio >= 0
        assert all(v == arredonda(v, casas) for v in (um.bruto, um.acrescimo, um.desconto, um.rateio))
    assert p.calculado() == p
    assert Pedido.model_validate_json(p.model_dump_json()) == p
    for um in p.itens:
        p = p.com_ajuste_item(um.linha, None)
    assert p.com_ajuste(None) == sem


def test_a_line_has_a_discount_or_a_surcharge():
    p = pedido(item(preco="100.00")).com_ajuste_item(1, pct(10, modelo=Acrescimo))
    assert (p.total, p.acrescimo, p.desconto) == (D("110.00"), D("10.00"), D("0.00"))
    p = p.com_ajuste_item(1, pct(10))
    assert (p.total, p.acrescimo, p.desconto) == (D("90.00"), D("0.00"), D("10.00"))
    assert p.com_ajuste(pct(10, 5, modelo=Acrescimo)).com_ajuste(pct(50)).total == D("45.00")


@pytest.mark.parametrize(("modelo", "campo", "titulo"), [
    (Desconto, "descontos_acumulativos", "Descontos acumulativos"),
    (Acrescimo, "acrescimos_acumulativos", "Acréscimos acumulativos")])
@pytest.mark.parametrize(("no_item", "linha", "onde"), [(True, 1, "(F5)"), (False, None, "(Shift+F5)")])
def test_a_cascade_only_where_the_type_takes_it(modelo, campo, titulo, no_item, linha, onde):
    def com(ajuste: Ajuste) -> Pedido:
        return pedido(item()).com_ajuste_item(1, ajuste) if no_item else pedido(item()).com_ajuste(ajuste)

    def vistos(ajuste: Ajuste, **campos: bool) -> tuple:
        return tuple(a for a in check(Moment.EMISSAO, fatos(pedido=com(ajuste), tipo=tipo(**campos)))
                     if a.code.endswith("em_cascata"))
    outro = {"descontos_acumulativos": True, "acrescimos_acumulativos": True, campo: False}
    assert vistos(pct(10, modelo=modelo)) == vistos(pct(10, 5, modelo=modelo), **{campo: True}) == ()
    [achado] = vistos(pct(10, 5, modelo=modelo), **outro)
    assert (achado.severity, achado.item) == (Severity.BLOCK, linha)
    assert "10% + 5%" in texto(achado)
    assert onde in texto(achado)
    assert titulo in explica(achado)


def test_the_highest_price_holds_for_a_price_with_its_surcharge():
    faixa = {1: Produto(id=1, codigo="P1", descricao="CABO", unidade="UN", preco_maximo=D("11.00"))}
    for quanto, esperado in ((10, []), ("10.1", ["preco.acima_do_maximo"])):
        com = pedido(item(preco="10.00", quantidade="3")).com_ajuste_item(1, pct(quanto, modelo=Acrescimo))
        assert [a.code for a in check(Moment.EMISSAO, fatos(pedido=com, produtos=faixa))] == esperado
