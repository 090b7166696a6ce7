"""The entry line: quantity, product, discount, seller, read without misreading descriptions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.entrada import Entrada, TipoEntrada, interpreta, le_quantidade
from balcao.domain.etiqueta_balanca import Conteudo, ModeloEtiqueta
from balcao.domain.formatos import TextoInvalido

GTIN = "7891000100103"
PESO = ModeloEtiqueta(digitos=6, conteudo=Conteudo.PESO)


def le(linha: str) -> Entrada:
    return interpreta(linha, PESO)


@pytest.mark.parametrize(("linha", "quantidade", "texto"), [
    (f"3*{GTIN}", "3", GTIN), ("3 * parafuso", "3", "parafuso"), ("1,5*queijo", "1.5", "queijo"),
    (",5*queijo", "0.5", "queijo"), ("1.000*prego", "1000", "prego"), ("3x parafuso", "3", "parafuso"),
    ("3 x parafuso", "3", "parafuso"), (f"3x{GTIN}", "3", GTIN), ("3X 10023", "3", "10023"), ("3*", "3", ""),
    ("3x", "3", ""), ("5*4", "5", "4"), ("2* 12x500ml", "2", "12x500ml"), ("1,0005*a", "1.001", "a"),
])
def test_quantity(linha: str, quantidade: str, texto: str) -> None:
    lida = le(linha)
    assert (lida.quantidade, lida.texto, lida.erro) == (Decimal(quantidade), texto, "")


@pytest.mark.parametrize(("linha", "quantidade", "unidade", "texto"), [
    ("2cx*10023", "2", "cx", "10023"), ("2 CX * parafuso", "2", "CX", "parafuso"),
    ("1,5m2*piso -5%", "1.5", "m2", "piso"),
    ("2cx12*arroz", "2", "cx12", "arroz"), ("3*parafuso", "3", "", "parafuso"), ("3x parafuso", "3", "", "parafuso"),
    ("2cx*", "2", "cx", ""), ("cx*2", None, "", "cx*2"), ("2cx arroz", None, "", "2cx arroz")])
def test_quantity_in_another_unit(linha: str, quantidade: str | None, unidade: str, texto: str) -> None:
    """TP-171: only where the document takes them; elsewhere the line is read as it always was."""
    lida = interpreta(linha, PESO, unidades=True)
    assert (lida.quantidade, lida.unidade, lida.texto, lida.erro) == (
        None if quantidade is None else Decimal(quantidade), unidade, texto, "")
    if unidade:
        assert (le(linha).unidade, le(linha).quantidade) == ("", None)


@pytest.mark.parametrize(("texto", "lido"), [
    ("3", (Decimal(3), "")), ("1,5", (Decimal("1.5"), "")), ("2cx", (Decimal(2), "cx")),
    (" 2 CX ", (Decimal(2), "CX"))])
def test_a_quantity_typed_alone(texto: str, lido: tuple[Decimal, str]) -> None:
    assert le_quantidade(texto) == lido


@pytest.mark.parametrize("texto", ["", "cx", "cx2", "2 caixas grandes", "2..5cx"])
def test_what_is_no_quantity(texto: str) -> None:
    with pytest.raises(TextoInvalido):
        le_quantidade(texto)


@pytest.mark.parametrize("linha", [
    "12x500ml", "12 x 500 ml leite", "12x500", "4 x", "x", "2x4", "1/2*a", "A-3", "5/16", "ph -8", "cola -5",
    "joao@loja", "HB86503- KIT", "5-10%", "-", "@@", "3,5", "tubo -1/2", "10% off",
])
def test_descriptions_stay_words(linha: str) -> None:
    lida = le(linha)
    assert (lida.texto, lida.quantidade, lida.desconto, lida.vendedor, lida.erro) == (linha, None, None, None, "")


@pytest.mark.parametrize(("linha", "texto", "desconto", "vendedor"), [
    ("3*parafuso 5/16 -5% @maria", "parafuso 5/16", ("5", True), "maria"),
    ("parafuso @maria -5,00", "parafuso", ("5", False), "maria"), ("cola -12,5%", "cola", ("12.5", True), None),
    ("cola - 5 %", "cola", ("5", True), None), ("cola -R$ 3,5", "cola", ("3.5", False), None),
    ("cola -1.234,50", "cola", ("1234.5", False), None), ("cola @12", "cola", None, "12"),
    ("cola @joão.silva", "cola", None, "joão.silva"), ("cola @", "cola", None, ""), ("-5%", "", ("5", True), None),
    ("10*-5%", "", ("5", True), None), ("A-3 -10%", "A-3", ("10", True), None),
    ("cola -100%", "cola", ("100", True), None),
])
def test_discount_and_seller(linha: str, texto: str, desconto: tuple[str, bool] | None, vendedor: str | None) -> None:
    lida = le(linha)
    esperado = None if desconto is None else Desconto(
        tipo=TipoDesconto.PERCENTUAL if desconto[1] else TipoDesconto.VALOR, valor=Decimal(desconto[0]))
    assert (lida.texto, lida.desconto, lida.vendedor, lida.erro) == (texto, esperado, vendedor, "")


def test_a_quantity_of_none_only_where_the_document_takes_it() -> None:
    assert le("0*a").quantidade is None
    lida = interpreta("0*a", zero=True)
    assert (lida.quantidade, lida.texto, lida.erro) == (0, "a", "")
    assert "fica zero" in interpreta("0,0001*a", zero=True).erro


@pytest.mark.parametrize(("linha", "percentuais"), [
    ("cola -10+5%", "10 5"), ("cola -10%+5%", "10 5"), ("cola - 10 + 5,5 %", "10 5.5"), ("A+B -10+5+2%", "10 5 2")])
def test_discounts_one_after_the_other(linha: str, percentuais: str) -> None:
    lida = le(linha)
    assert lida.desconto is not None
    assert lida.erro == ""
    assert list(lida.desconto.percentuais) == [Decimal(p) for p in percentuais.split()]
    assert lida.texto in ("cola", "A+B")


@pytest.mark.parametrize(("linha", "pedaco"), [
    ("cola -10+0%", "desconto é zero"), ("cola -10+101%", "passa de 100%"), ("cola -1+1+1+1+1+1%", "máximo é 5"),
    ("0*a", "não pode ser zero"), ("-3*a", "não pode ser negativa"), ("1.5*a", "Use vírgula"),
    ("1,,5*a", "não é um número"), ("1000000*a", "passa de 999.999"), (f"{GTIN}*", "tire o asterisco"),
    ("0,0001*a", "fica zero com 3 casa"), ("cola -0%", "desconto é zero"), ("cola -101%", "passa de 100%"),
    ("cola -5.5%", "Use vírgula"), ("cola -5% -3%", "dois descontos"), ("cola @ana @bia", "dois vendedores"),
    ("cola -99.999.999,00", "grande demais"), ("2000002001028", "não confere"),
    ("3*2000002001027", "já traz a quantidade"),
    ("2000002000006", "sem peso"),
])
def test_impossible_lines_say_why_and_still_search(linha: str, pedaco: str) -> None:
    lida = le(linha)
    assert pedaco in lida.erro
    assert lida.erro.endswith((".", "código."))


@pytest.mark.parametrize(("linha", "tipo"), [
    ("", TipoEntrada.VAZIA), ("  ", TipoEntrada.VAZIA), ("3*", TipoEntrada.VAZIA), (GTIN, TipoEntrada.GTIN),
    ("96385074", TipoEntrada.GTIN), ("7891000100104", TipoEntrada.NUMERO), ("10023", TipoEntrada.NUMERO),
    ("A-14", TipoEntrada.TEXTO), ("parafuso", TipoEntrada.TEXTO), ("2000002001027", TipoEntrada.ETIQUETA),
    ("٣٣", TipoEntrada.TEXTO),
])
def test_kind(linha: str, tipo: TipoEntrada) -> None:
    assert le(linha).tipo is tipo


def test_scale_label_needs_the_shops_convention() -> None:
    lida = le("2000002001027")
    assert lida.etiqueta is not None
    assert (lida.etiqueta.codigo, lida.etiqueta.peso) == ("2", Decimal("0.102"))
    assert interpreta("2000002001027").tipo is TipoEntrada.GTIN  # a shop without scales reads a bar code


def test_a_misread_bar_code_is_noticed() -> None:
    assert le("7891000100104").digito_errado
    assert not le(GTIN).digito_errado
    assert not le("10023").digito_errado


def test_places_of_the_quantity() -> None:
    assert interpreta("1,25*a", casas=0).quantidade == 1
    assert interpreta("1,2345*a", casas=2).quantidade == Decimal("1.23")
    assert "fica zero" in interpreta("0,4*a", casas=0).erro


@given(st.text(alphabet=st.one_of(st.sampled_from("0123456789*xX,.-%@R$ a\0/"), st.characters()), max_size=80))
def test_never_raises_and_never_invents(linha: str) -> None:
    lida = le(linha)
    assert lida.texto in linha.replace("\0", " ")
    assert lida.quantidade is None or 0 < lida.quantidade <= 999_999
    assert lida.desconto is None or lida.desconto.valor > 0


@pytest.mark.parametrize("linha", ["1" * 100_000, "3*" + "1 " * 50_000, "a -" * 30_000, "@" * 100_000,
                                   "1," * 50_000 + "*", " " * 100_000])
@pytest.mark.timeout(5)
def test_a_pasted_book_is_read_at_once(linha: str) -> None:
    assert len(le(linha).texto) <= 200
