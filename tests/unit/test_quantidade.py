from decimal import Decimal as D

import pytest

from balcao.domain.quantidade import casas_da_quantidade, medida


@pytest.mark.parametrize(("quantidade", "unidade", "casas", "mostra"), [
    ("1", "UN", 3, 0), ("1.000", "UN", 3, 0), ("100", "CX", 3, 0), ("2.5", "CX", 3, 1), ("1.25", "KG", 3, 3),
    ("2", "kg.", 3, 3), ("2", "M²", 2, 2), ("0.102", "KG", 0, 3), ("1.5", "UN", 0, 1), ("0", "UN", 3, 0)])
def test_places_by_unit(quantidade, unidade, casas, mostra):
    assert casas_da_quantidade(D(quantidade), unidade, casas) == mostra


def test_a_weighed_product_shows_its_grams_whatever_its_unit():
    assert casas_da_quantidade(D(2), "UN", 0, pesavel=True) == 3
    assert casas_da_quantidade(D(2), "UN", 4, pesavel=True) == 4


def test_what_is_measured():
    assert [medida(u) for u in ("KG", "m", " lt. ", "UN", "PC", "")] == [True, True, True, False, False, False]
