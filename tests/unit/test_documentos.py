"""CPF and CNPJ: Receita's own example, masks, and what must never pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj as stdnum_cnpj

from balcao.domain.campo import ValorInvalido
from balcao.domain.documentos import (
    compacta,
    completa_zeros,
    formata_documento,
    valida_cnpj,
    valida_cpf,
    valida_documento,
)


@pytest.mark.parametrize(("escrito", "guardado"), [
    ("12.ABC.345/01DE-35", "12ABC34501DE35"),   # Receita's example
    ("12abc34501de35", "12ABC34501DE35"),
    ("11.222.333/0001-81", "11222333000181"),
    (" 16727230000197 ", "16727230000197"),
    ("390.533.447-05", "39053344705"),
    ("390 533 447 05", "39053344705"),
])
def test_le_e_guarda_sem_mascara(escrito: str, guardado: str) -> None:
    assert valida_documento(escrito) == guardado


def test_mascara() -> None:
    assert formata_documento("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert formata_documento("39053344705") == "390.533.447-05"
    assert formata_documento("EXTERIOR") == "EXTERIOR"


@pytest.mark.parametrize("errado", [
    "12ABC34501DE36",           # digit
    "12ABC34501DEX5",           # a letter among the check digits
    "00000000000000", "11111111111180", "AAAAAAAAAAAA45",
    "12_ABC_345/01DE-35",       # only . / - and spaces are dropped
    "12,ABC,345/01DE-35",
    "１２ABC34501DE35",          # full-width digits are not digits
    "1234", "",
])
def test_cnpj_errado(errado: str) -> None:
    with pytest.raises(ValorInvalido, match="CNPJ"):
        valida_cnpj(errado)


@pytest.mark.parametrize("errado", [f"{d}" * 11 for d in range(10)] + ["39053344706", "3905334470A", "390533447"])
def test_cpf_errado(errado: str) -> None:
    with pytest.raises(ValorInvalido, match="CPF"):
        valida_cpf(errado)


def test_tamanho_errado_diz_quantas_posicoes() -> None:
    with pytest.raises(ValorInvalido, match="há 12"):
        valida_documento("123456789012")


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12))
def test_um_so_par_de_digitos_confere(base: str) -> None:
    certo = stdnum_cnpj.calc_check_digits(base)
    aceitos = [d for d in (f"{n:02d}" for n in range(100)) if _aceita(base + d)]
    repetida = len(set(base)) == 1 or base == "0" * 12
    assert aceitos == ([] if repetida else [certo])


def _aceita(numero: str) -> bool:
    try:
        return valida_cnpj(numero) == numero
    except ValorInvalido:
        return False


@given(st.text(max_size=30))
def test_qualquer_texto_da_numero_ou_motivo(texto: str) -> None:
    try:
        numero = valida_documento(texto)
    except ValorInvalido as erro:
        numero = str(erro)
    assert numero == compacta(texto) or "Confira" in numero or "não existe" in numero


def test_zeros_que_a_planilha_comeu() -> None:
    assert completa_zeros("191") == "191"                      # three digits are not a CPF
    assert completa_zeros("1234567890") == "01234567890"       # a valid CPF with its zero back
    assert completa_zeros("1234567891") == "1234567891"        # does not check: left for the error message
    assert completa_zeros("191000100") == "191000100"
    cnpj = "001234560001" + stdnum_cnpj.calc_check_digits("001234560001")
    assert completa_zeros(cnpj.lstrip("0")) == cnpj
    assert completa_zeros("39053344705") == "39053344705"
