from datetime import date, datetime
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.formatos import (
    TextoInvalido,
    cep,
    data,
    le_data,
    le_decimal,
    le_instante,
    moeda,
    numero,
    quantos,
    telefone,
)

HOJE = date(2026, 11, 21)


@pytest.mark.parametrize(("texto", "valor"), [
    ("1.234,56", "1234.56"), ("0,5", "0.5"), (",5", "0.5"), ("12", "12"), ("R$ 1.000", "1000"), (" -3,10 ", "-3.10"),
])
def test_reads_brazilian_numbers(texto, valor):
    assert le_decimal(texto) == D(valor)


def test_one_is_singular_and_the_rest_plural():
    assert [quantos(n, "dia") for n in (0, 1, 2, 1234567)] == ["0 dias", "1 dia", "2 dias", "1.234.567 dias"]
    assert [quantos(n, "item lido", "itens lidos") for n in (1, 12)] == ["1 item lido", "12 itens lidos"]


@pytest.mark.parametrize("texto", ["", ",", "12.34", "1,2,3", "1.23.456", "abc", "1e5", "NaN", "١٢"])
def test_refuses_the_rest_and_says_how(texto):
    with pytest.raises(TextoInvalido, match="vírgula"):
        le_decimal(texto)


@given(st.integers(-10**12, 10**12).map(lambda n: D(n) / 100))
def test_number_round_trip(valor):
    assert le_decimal(numero(valor, 2)) == valor


def test_money_and_dates():
    assert moeda(D("1234.5")) == "R$\u00a01.234,50"
    assert moeda(D("-0.01")) == "-R$\u00a00,01"
    assert le_data("5/5", HOJE) == date(2026, 5, 5)
    assert le_data("05/05/27", HOJE) == date(2027, 5, 5)
    assert data(date(2026, 5, 5)) == "05/05/2026"
    for ruim in ("31/02/2026", "2026-05-05", "5", ""):
        with pytest.raises(TextoInvalido, match="05/05/2026"):
            le_data(ruim, HOJE)


@pytest.mark.parametrize(("valor", "casas", "texto"), [
    ("0.125", 2, "0,13"), ("2.5", 0, "3"), ("-0.005", 2, "-0,01"), ("1.005", 2, "1,01"),
    ("1E+30", 2, "1" + ".000" * 10 + ",00"),
])
def test_what_is_shown_is_rounded_half_up_like_what_is_stored(valor, casas, texto):
    assert numero(D(valor), casas) == texto


AGORA = datetime(2026, 11, 21, 9, 30, tzinfo=ZoneInfo("America/Sao_Paulo"))


@pytest.mark.parametrize(("texto", "dia", "hora"), [
    ("10/03/2026 15:00", date(2026, 3, 10), "15:00"), (" 1/2/26  7:05 ", date(2026, 2, 1), "07:05"),
    ("10/03 00:00", date(2026, 3, 10), "00:00"), ("14:45", HOJE, "14:45")])
def test_reads_an_instant_in_the_shops_zone(texto, dia, hora):
    lido = le_instante(texto, AGORA)
    assert (lido.date(), f"{lido:%H:%M}", lido.tzinfo) == (dia, hora, AGORA.tzinfo)


@pytest.mark.parametrize("texto", ["", "10/03/2026", "24:00", "10:60", "10/03/2026 1500", "ontem 10:00", "10/13 10:00"])
def test_refuses_what_is_no_instant(texto):
    with pytest.raises(TextoInvalido, match="dia/mês/ano"):
        le_instante(texto, AGORA)


@pytest.mark.parametrize(("cru", "texto"), [
    ("48987654321", "(48) 98765-4321"), ("4832221010", "(48) 3222-1010"), ("+55 48 98765-4321", "(48) 98765-4321"),
    ("0800 123", "0800 123"), ("falar c/ João", "falar c/ João"), ("", "")])
def test_telefone(cru: str, texto: str) -> None:
    assert telefone(cru) == texto


@pytest.mark.parametrize(("cru", "texto"), [("13010274", "13010-274"), ("13010-274", "13010-274"), ("", ""),
                                            ("1301", "1301")])
def test_cep(cru: str, texto: str) -> None:
    assert cep(cru) == texto
