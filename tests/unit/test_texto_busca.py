"""Words of a description and of a typed line meet, whatever signs, accents and units each is written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.abreviaturas import Frequencia, aprende, curtas_de, por_extenso
from balcao.domain.parecidas import variantes
from balcao.domain.realce import trechos
from balcao.domain.texto_busca import (
    MAX_TERMOS,
    chave_codigo,
    consulta,
    contem_no_meio,
    junta_numeros,
    normaliza,
    palavras_do_texto,
    sem_mascara,
)

_SINAIS = st.sampled_from("AÇãO 012345/.,-'&xXmMlLgG()\"*%½º\0")
TEXTOS = st.text(alphabet=st.one_of(_SINAIS, st.characters()), max_size=60)


def acha(digitado: str, descricao: str) -> bool:
    """Whether every term of the typed line has an option whose words all begin words of the description."""
    palavras = palavras_do_texto(descricao)
    return all(any(all(any(p.startswith(q) for p in palavras) for q in opcao) for opcao in termo.opcoes)
               for termo in consulta(digitado).termos)


@pytest.mark.parametrize(("texto", "normal"), [
    ("Óleo de Açaí", "OLEO DE ACAI"), ("LÂMPADA", "LAMPADA"), ("½ kg", " 1/2 KG"), ("2×4", "2X4"),
    ("ﬁta", "FITA"), ("D’água", "D'AGUA"), ("Nº 5", "N  5"), ("５００", "500"),
])
def test_normaliza(texto: str, normal: str) -> None:
    assert normaliza(texto) == normal


@pytest.mark.parametrize(("digitado", "descricao"), [
    ("oleo", "ÓLEO LUBRIFICANTE"), ("óleo", "OLEO LUBRIFICANTE"),
    ("1/4 paraf", "PARAF SEXT 1/4 X 2 ZB"), ("5/16", "PARAF 5/16"), ("1/2", "TUBO 1.1/2"), ("1.1/2", "TUBO 1 1/2"),
    ("500ml", "DET LIQ 500 ML"), ("500 ml", "DET LIQ 500ML"), ("500 ml", "DETERG 12X500ML"),
    ("12 x 500 ml", "DETERG 12X500ML"), ("12x500", "DETERG 12X500ML"), ("500gr", "SAL 500 G"),
    ("90g", "SAB PALM 090GR"), ("1,0", "CHA 10X1,0 G"), ("1.0", "CHA 10X1,0 G"), ("1l", "ALCOOL 1,0 LT"),
    ("1,0 l", "ALCOOL 1L"), ("2 litros", "AGUA 2L"), ("0,5 kg", "ERVA 0.5KG"),
    ("eva", "RODO E.V.A. 40CM"), ("e.v.a", "RODO EVA 40CM"), ("bio", "BI-O AEROSOL"), ("bi-o", "BIO AEROSOL"),
    ("cocacola", "COCA-COLA 2L"), ("coca cola", "COCA-COLA 2L"), ("loreal", "L'ORÉAL TINTA"),
    ("wd40", "WD-40 300ML"), ("wd-40", "WD40 300ML"), ("sabao de coco", "SABAO COCO"), ("parafusos", "PARAFUSO ZB"),
    ("c/50", "LENCO UMED C/50"), ("pt 20", "PALHA ACO PT/0020"), ("5665", "005665-SACOS PP"),
])
def test_meets(digitado: str, descricao: str) -> None:
    assert acha(digitado, descricao)


@pytest.mark.parametrize(("digitado", "descricao"), [
    ("4", "PARAF 1/4"), ("500", "CAFE 1500G"), ("1,0", "CHA 10G"), ("sabao coco", "SABAO LIMAO"),
    ("5/16", "CHAVE 5 16"),
])
def test_does_not_meet(digitado: str, descricao: str) -> None:
    assert not acha(digitado, descricao)


@given(TEXTOS)
def test_typing_a_whole_description_finds_it(descricao: str) -> None:
    assert acha(descricao, descricao)


@given(TEXTOS)
def test_any_text_is_safe_and_bounded(texto: str) -> None:
    lida = consulta(texto * 40)
    assert len(lida.termos) <= MAX_TERMOS
    for termo in lida.termos:
        for palavra in (p for opcao in termo.opcoes for p in opcao):
            assert palavra
            assert all(c.isalnum() or c in "./" for c in palavra)
            assert palavra[0].isalnum()


def test_the_last_word_may_be_unfinished() -> None:
    assert [t.texto for t in consulta("creme de").termos] == ["CREME", "DE"]
    assert [t.texto for t in consulta("creme de pele").termos] == ["CREME", "PELE"]


def test_a_repeated_word_is_asked_once() -> None:
    assert [t.texto for t in consulta("ylang ylang").termos] == ["YLANG"]


@pytest.mark.parametrize(("codigo", "chave"), [
    ("ab-12/3", "AB-12/3"), (" 10 023 ", "10023"), ("01.02.003", "01.02.003"), ("ção_1", "CAO-1"), ("--", ""),
    ("1/4", "1/4"), ("😀7", "7"),
])
def test_code_key(codigo: str, chave: str) -> None:
    assert chave_codigo(codigo) == chave


def test_masks() -> None:
    assert sem_mascara("12.abc.345/01de-35") == "12ABC34501DE35"
    assert junta_numeros("maria 123.456.789-09 (11) 98765-4321 s/a +55") == "maria 12345678909 11 987654321 s/a"


@pytest.mark.parametrize(("palavra", "trecho", "sim"), [
    ("SABONETE", "BONETE", True), ("SABONETE", "SABO", False), ("1500ML", "500", False),
    ("12X500ML", "500", False), ("HB86503", "86503", True), ("BANANA", "ANA", True),
])
def test_in_the_middle(palavra: str, trecho: str, sim: bool) -> None:
    assert contem_no_meio(palavra, trecho) is sim


def test_declared_abbreviations_go_both_ways() -> None:
    assert por_extenso("CX") == ("CAIXA",)
    assert set(por_extenso("SAB")) == {"SABAO", "SABONETE"}
    assert "CX" in curtas_de("CAIXA")
    assert "CX" in curtas_de("CAIX")
    assert curtas_de("CAI") == ()
    assert curtas_de("PARAF") == ("PFO",)  # PARAF itself begins so: found anyway
    assert set(curtas_de("PARAFU")) == {"PARAF", "PFO"}


def test_learns_abbreviations_from_full_stops() -> None:
    frequencias = {"MANT": Frequencia(8, 5), "MANTEIGA": Frequencia(40, 0), "MANTO": Frequencia(1, 0),
                   "MANTIMENTO": Frequencia(1, 0), "LEITE": Frequencia(99, 30), "SAL": Frequencia(50, 1),
                   "SALSICHA": Frequencia(50, 0)}
    assert list(aprende(frequencias)) == [("MANTEIGA", "MANT")]


def test_variants_are_one_letter_away() -> None:
    todas = list(variantes("SBAONETE"))
    assert "SABONETE" in todas
    assert todas.index("SABONETE") < 8
    assert "DETERGENTE" in set(variantes("DETERGEMTE"))
    assert "PARAFUSO" in set(variantes("PARFUSO"))
    assert len(todas) == len(set(todas))
    assert "SBAONETE" not in todas


@pytest.mark.parametrize(("texto", "destaques", "marcado"), [
    ("SABONETE DE SABUGO", ("SAB",), "[SAB]ONETE DE [SAB]UGO"),
    ("Óleo de Açaí", ("OLEO", "ACAI"), "[Óleo] de [Açaí]"),
    ("GRANDE 500 ML", ("500ML", "500", "ML"), "GRANDE [500] [ML]"),
    ("SHAMPOO", ("AMPO",), "SH[AMPO]O"), ("CREME", ("E",), "CREME"), ("CHA 1,0G", ("1.0",), "CHA [1,0]G"),
    ("ABC", ("",), "ABC"), ("SABSAB SAB", ("SAB",), "[SAB]SAB [SAB]"),
])
def test_highlight(texto: str, destaques: tuple[str, ...], marcado: str) -> None:
    saida, fim = "", 0
    for inicio, tamanho in trechos(texto, destaques):
        saida += f"{texto[fim:inicio]}[{texto[inicio:inicio + tamanho]}]"
        fim = inicio + tamanho
    assert saida + texto[fim:] == marcado


@given(TEXTOS, st.lists(TEXTOS, max_size=4))
def test_highlights_stay_inside_the_text(texto: str, destaques: list[str]) -> None:
    fim = 0
    for inicio, tamanho in trechos(texto, [normaliza(d) for d in destaques]):
        assert inicio >= fim
        assert tamanho > 0
        fim = inicio + tamanho
    assert fim <= len(texto)
