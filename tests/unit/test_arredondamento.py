from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.arredondamento import Resto, arredonda, divide, rateia, total_bruto

centavos = st.integers(-10**9, 10**9).map(lambda n: D(n) / 100)
pesos = st.lists(st.integers(0, 10**7).map(lambda n: D(n) / 100), min_size=1, max_size=60)


@pytest.mark.parametrize(("valor", "casas", "esperado"), [
    ("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("1.2345", 3, "1.235"), ("1.2345", 0, "1"), ("10.999", 2, "11.00"),
])
def test_rounds_half_up(valor, casas, esperado):
    assert arredonda(D(valor), casas) == D(esperado)


def test_line_total_is_rounded_once():
    assert total_bruto(D(2), D("10.999")) == D("22.00")


@given(centavos, pesos)
def test_apportioning_never_creates_or_loses_a_cent(total, pesos):
    partes = rateia(total, pesos)
    assert sum(partes) == total
    assert all(parte * total >= 0 for parte in partes)
    assert all(parte == parte.quantize(D("0.01")) for parte in partes)


@given(st.integers(-10**7, 10**7), pesos, st.integers(0, 2))
def test_apportioning_in_fewer_places_loses_nothing_either(quanto, pesos, casas):
    total = D(quanto).scaleb(-casas)
    partes = rateia(total, pesos, casas)
    assert sum(partes) == total
    assert all(parte == arredonda(parte, casas) for parte in partes)


def test_apportioning_follows_the_weights_within_a_cent():
    assert rateia(D("10.00"), [D(1), D(1), D(1)]) == [D("3.34"), D("3.33"), D("3.33")]
    assert rateia(D("0.02"), [D(0), D(5), D(5)]) == [D(0), D("0.01"), D("0.01")]


def test_apportioning_refuses_what_cannot_be_split():
    with pytest.raises(ValueError, match="nothing"):
        rateia(D("1.00"), [])
    with pytest.raises(ValueError, match="negative"):
        rateia(D("1.00"), [D(-1)])


@given(st.integers(0, 10**9).map(lambda n: D(n) / 100), st.integers(1, 48), st.sampled_from(Resto))
def test_instalments_add_up(total, partes, resto):
    valores = divide(total, partes, resto)
    assert sum(valores) == total
    iguais = valores[1:] if resto is Resto.PRIMEIRA else valores[:-1]
    assert len(set(iguais)) <= 1


def test_remainder_goes_where_the_plan_says():
    assert divide(D("100.00"), 3, Resto.PRIMEIRA) == [D("33.34"), D("33.33"), D("33.33")]
    assert divide(D("100.00"), 3, Resto.ULTIMA) == [D("33.33"), D("33.33"), D("33.34")]
