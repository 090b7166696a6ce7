"""GTIN: lengths, check digit, and one form for every reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from balcao.domain.campo import ValorInvalido
from balcao.domain.gtin import digito_gtin, gtin_ou_nada, gtin_valido, normaliza_gtin, valida_gtin


@pytest.mark.parametrize("gtin", ["7897846902086", "73513537", "012345678905", "17897846902083", "98412345678908"])
def test_validos(gtin: str) -> None:
    assert valida_gtin(f" {gtin} ") == gtin


@pytest.mark.parametrize(("errado", "motivo"), [
    ("7897846902087", "deveria ser 6"), ("789784690208", "deveria ser"), ("123", "tem 3 algarismos"),
    ("0000000000000", "não confere"), ("78978469O2086", "letras"), ("٧٨٩٧٨٤٦٩٠٢٠٨٦", "letras"),
])
def test_invalidos_dizem_o_motivo(errado: str, motivo: str) -> None:
    with pytest.raises(ValorInvalido, match=motivo):
        valida_gtin(errado)


@pytest.mark.parametrize("nenhum", ["", None, "SEM GTIN", " sem gtin "])
def test_sem_gtin(nenhum: str | None) -> None:
    assert gtin_ou_nada(nenhum) is None


def test_leituras_do_mesmo_artigo_tem_uma_forma_so() -> None:
    assert normaliza_gtin("0012345678905") == normaliza_gtin("012345678905") == "012345678905"
    assert normaliza_gtin("07897846902086") == "7897846902086"
    assert normaliza_gtin("00000073513537") == "73513537"
    assert gtin_ou_nada("0012345678905") == "012345678905"


@given(st.from_regex(r"[0-9]{7,13}", fullmatch=True))
def test_o_digito_e_o_de_python_stdnum(corpo: str) -> None:
    assert digito_gtin(corpo) == ean.calc_check_digit(corpo)


@given(st.integers(1, 10**12 - 1), st.sampled_from([7, 11, 12, 13]))
def test_normalizar_mantem_o_digito(numero: int, tamanho: int) -> None:
    corpo = str(numero % 10**tamanho or 1).zfill(tamanho)
    gtin = corpo + digito_gtin(corpo)
    curto = normaliza_gtin(gtin)
    assert gtin_valido(gtin)
    assert gtin_valido(curto)
    assert int(curto) == int(gtin)
    assert normaliza_gtin(gtin.zfill(14)) == curto


@given(st.integers(10**11, 10**12 - 1), st.integers(1, 9))
def test_outro_digito_nunca_confere(numero: int, soma: int) -> None:
    certo = digito_gtin(str(numero))
    errado = str((int(certo) + soma) % 10)
    assert not gtin_valido(str(numero) + errado)
