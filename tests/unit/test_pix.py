"""Pix BR Code: published examples, field by field, and what a payer's bank would refuse."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.campo import ValorInvalido
from balcao.domain.pix import TipoChave, brcode, crc16, le_brcode, valida_chave

EVP = "123e4567-e12b-12d1-a456-426655440000"


def test_crc_dos_exemplos_publicados() -> None:
    oficio = ("00020126360014BR.GOV.BCB.PIX0114+5511943214321520400005303986540566.665802BR5907EMPRESA"
              "6008BRASILIA62080503***6304")
    manual = ("00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR"
              "5913Fulano de Tal6008BRASILIA62070503***6304")
    assert crc16(oficio) == "170E"
    assert crc16(manual) == "1D3D"
    assert le_brcode(manual + "1D3D")["59"] == "Fulano de Tal"


def test_o_codigo_do_exemplo() -> None:
    """The same shop and amount as the example; field 62 has the length that it holds (07)."""
    codigo = brcode("+5511943214321", "EMPRESA", "BRASILIA", D("66.66"))
    assert codigo[:-8] == ("00020126360014BR.GOV.BCB.PIX0114+5511943214321520400005303986540566.665802BR"
                           "5907EMPRESA6008BRASILIA62070503***")
    assert codigo[-8:-4] == "6304"
    assert codigo[-4:] == crc16(codigo[:-4])


def test_sem_valor_e_com_identificador() -> None:
    campos = le_brcode(brcode(EVP, "José da Conceição", "São João d'Água", txid="DAV123"))
    assert "54" not in campos
    assert campos["59"] == "Jose da Conceicao"
    assert campos["60"] == "Sao Joao d'Agua"
    assert campos["62"] == "0506DAV123"
    assert campos["26"].endswith("0136" + EVP)


@pytest.mark.parametrize(("escrita", "tipo", "guardada"), [
    ("390.533.447-05", TipoChave.CPF, "39053344705"),
    ("12.ABC.345/01DE-35", TipoChave.CNPJ, "12ABC34501DE35"),
    ("+55 (11) 94321-4321", TipoChave.TELEFONE, "+5511943214321"),
    ("Loja@Exemplo.com.br", TipoChave.EMAIL, "loja@exemplo.com.br"),
    (EVP.upper(), TipoChave.ALEATORIA, EVP),
])
def test_chaves(escrita: str, tipo: TipoChave, guardada: str) -> None:
    assert valida_chave(escrita) == (tipo, guardada)


@pytest.mark.parametrize("errada", [
    "39053344706", "11943214321", "+551194321432", "+1 11 94321-4321", "loja@", "loja@exemplo", "abc", "",
    EVP[:-1], "a" * 70 + "@exemplo.com.br", "12ABC34501DE36",
])
def test_chave_errada(errada: str) -> None:
    with pytest.raises(ValorInvalido):
        valida_chave(errada)


@pytest.mark.parametrize(("nome", "cidade", "valor", "txid", "motivo"), [
    ("N" * 26, "C", D(1), "***", "26 letras"), ("N", "C" * 16, D(1), "***", "16 letras"),
    ("", "C", D(1), "***", "em branco"), ("N", " ", D(1), "***", "em branco"),
    ("N", "C", D(0), "***", "maior que zero"), ("N", "C", D("-1"), "***", "maior que zero"),
    ("N", "C", D("NaN"), "***", "maior que zero"), ("N", "C", D("1.001"), "***", "centavos quebrados"),
    ("N", "C", D("10000000000"), "***", "dez algarismos"), ("N", "C", D(1), "a b", "Identificador"),
    ("N", "C", D(1), "x" * 26, "Identificador"), ("N", "C", D(1), "", "Identificador"),
])
def test_recusa(nome: str, cidade: str, valor: D, txid: str, motivo: str) -> None:
    with pytest.raises(ValorInvalido, match=motivo):
        brcode(EVP, nome, cidade, valor, txid)


def test_campo_repetido_ou_maior_do_que_diz() -> None:
    corpo = brcode(EVP, "N", "C")[:-8]
    for ruim in (corpo + "5901X", corpo + "9950X", corpo + "A105XXXXX"):
        with pytest.raises(ValorInvalido, match="não tem o tamanho que diz"):
            le_brcode(ruim + "6304" + crc16(ruim + "6304"))


@given(st.integers(0, 150), st.characters(min_codepoint=32, max_codepoint=126))
def test_uma_letra_trocada_nao_passa(posicao: int, letra: str) -> None:
    codigo = brcode(EVP, "FULANO DE TAL", "BRASILIA", D("10.00"))
    posicao %= len(codigo)
    trocado = codigo[:posicao] + letra + codigo[posicao + 1:]
    if trocado.upper() == codigo.upper():
        return
    with pytest.raises(ValorInvalido, match="Código Pix com erro"):
        le_brcode(trocado)


@given(st.text(min_size=1, max_size=25), st.decimals("0.01", "99999999.99", places=2))
def test_o_que_se_monta_se_le(nome: str, valor: D) -> None:
    try:
        codigo = brcode(EVP, nome, "BRASILIA", valor)
    except ValorInvalido:
        return  # nothing printable in the name, or NFKD made it longer
    campos = le_brcode(codigo)
    assert D(campos["54"]) == valor
    assert campos["59"].isascii()
    assert campos["53"] == "986"
