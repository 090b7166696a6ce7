"""Scale labels: OFICIO's examples, CB-057..059, and the label's total that never drifts."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.arredondamento import total_bruto
from balcao.domain.campo import ValorInvalido
from balcao.domain.etiqueta_balanca import Conteudo, Etiqueta, ModeloEtiqueta, le_etiqueta, linha_da_etiqueta
from balcao.domain.gtin import digito_gtin

PESO, PRECO = Conteudo.PESO, Conteudo.PRECO


@pytest.mark.parametrize(("leitura", "digitos", "conteudo", "esperada"), [
    ("2000002001027", 6, PESO, Etiqueta("2", peso=D("0.102"))),
    ("2010085025049", 6, PESO, Etiqueta("10085", peso=D("2.504"))),
    ("2014900002840", 4, PRECO, Etiqueta("149", total=D("2.84"))),
    ("2012340015505", 5, PRECO, Etiqueta("1234", total=D("15.50"))),   # CB-057, CB-058
    ("2012340015505", 5, PESO, Etiqueta("1234", peso=D("1.550"))),
    ("2012340015505", 4, PRECO, Etiqueta("123", total=D("40015.50"))),  # CB-058
])
def test_exemplos(leitura: str, digitos: int, conteudo: Conteudo, esperada: Etiqueta) -> None:
    assert le_etiqueta(leitura, ModeloEtiqueta(digitos=digitos, conteudo=conteudo)) == esperada


@pytest.mark.parametrize("comum", ["7891234567895", "200000200102", "20000020010270", "2A00002001027", ""])
def test_codigo_comum_nao_e_etiqueta(comum: str) -> None:
    assert le_etiqueta(comum, ModeloEtiqueta()) is None


def test_digito_errado_e_erro_e_nao_codigo_comum() -> None:
    with pytest.raises(ValorInvalido, match="Passe de novo"):
        le_etiqueta("2012340015506", ModeloEtiqueta())


def test_etiqueta_sem_valor() -> None:
    corpo = "201234000000"
    with pytest.raises(ValorInvalido, match="sem preço"):
        le_etiqueta(corpo + digito_gtin(corpo), ModeloEtiqueta())


def test_convencao_impossivel() -> None:
    with pytest.raises(ValorInvalido, match="4, 5 ou 6"):
        ModeloEtiqueta(digitos=7)
    with pytest.raises(ValorInvalido, match="um algarismo só"):
        ModeloEtiqueta(prefixo="20")


def test_preco_da_etiqueta_fica_e_a_quantidade_se_ajusta() -> None:
    """CB-059."""
    modelo = ModeloEtiqueta(conteudo=PRECO)
    linha = linha_da_etiqueta(_le("2012340015505", modelo), D("31.00"))
    assert (linha.quantidade, linha.total) == (D("0.500"), D("15.50"))
    # 3 places would give 0,022 × 1999,99 = 44,00: the quantity gets the places that the cents need
    caro = linha_da_etiqueta(Etiqueta("1", total=D("43.21")), D("1999.99"))
    assert caro.total == D("43.21")
    assert total_bruto(caro.quantidade, D("1999.99")) == D("43.21")
    assert caro.quantidade != D("0.022")


def test_total_da_etiqueta_fica_mesmo_quando_nem_seis_casas_o_dao() -> None:
    """At R$ 99.999,99 a unit no quantity of six places gives exactly R$ 0,07."""
    linha = linha_da_etiqueta(Etiqueta("1", total=D("0.07")), D("99999.99"))
    assert linha.total == D("0.07")
    assert total_bruto(linha.quantidade, D("99999.99")) != D("0.07")


def test_peso_da_etiqueta_multiplica() -> None:
    """CB-059: peso 1,550 a R$ 31,00 = R$ 48,05."""
    linha = linha_da_etiqueta(_le("2012340015505", ModeloEtiqueta(conteudo=PESO)), D("31.00"))
    assert (linha.quantidade, linha.total) == (D("1.550"), D("48.05"))


def test_sem_preco_de_venda_nao_divide_por_zero() -> None:
    with pytest.raises(ValorInvalido, match="sem preço de venda"):
        linha_da_etiqueta(Etiqueta("1", total=D("1.00")), D("0"))


@given(st.integers(1, 999_999), st.integers(1, 500_000), st.integers(0, 3))
def test_nunca_um_centavo_de_desvio(total: int, preco: int, casas: int) -> None:
    etiqueta = Etiqueta("1", total=D(total).scaleb(-2))
    linha = linha_da_etiqueta(etiqueta, D(preco).scaleb(-2), casas)
    assert linha.total == etiqueta.total
    assert total_bruto(linha.quantidade, D(preco).scaleb(-2)) == etiqueta.total


def _le(leitura: str, modelo: ModeloEtiqueta) -> Etiqueta:
    etiqueta = le_etiqueta(leitura, modelo)
    assert etiqueta is not None
    return etiqueta
