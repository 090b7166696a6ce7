"""Serial numbers of a line's units (TP-045): typed, where they may be and must be, each sold once."""

from decimal import Decimal as D

import pytest

from balcao.domain.achados import Severity
from balcao.domain.fatos import Produto, SerieUsada
from balcao.domain.formatos import TextoInvalido
from balcao.domain.numero_serie import MAIOR, escreve_series, le_series, unidades, valido
from balcao.domain.permissoes import Permissao
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import fatos, item, pedido, tipo

CELULAR = Produto(id=1, codigo="P1", descricao="CELULAR", unidade="UN", numero_serie=True)
PARAFUSO = CELULAR.model_copy(update={"descricao": "PARAFUSO", "numero_serie": False})


def achados(*itens, como="obrigatorio", produto=CELULAR, categoria=Categoria.VENDA, **campos):
    return [a for a in check(Moment.EMISSAO, fatos(
        pedido=pedido(*itens), produtos={1: produto}, tipo=tipo(categoria, unidade_produto_item=como), **campos))
        if a.code.startswith("numero_serie.")]


def codigos(*itens, **campos):
    return [(a.code.removeprefix("numero_serie."), a.item) for a in achados(*itens, **campos)]


@pytest.mark.parametrize(("como", "produto", "quantidade", "series", "esperado"), [
    ("obrigatorio", CELULAR, "1", (), "faltam"), ("obrigatorio", CELULAR, "1", ("SN1",), ""),
    ("obrigatorio", CELULAR, "3", ("SN1", "SN2"), "faltam"), ("obrigatorio", CELULAR, "0", (), ""),
    ("obrigatorio", PARAFUSO, "50", (), ""), ("obrigatorio", PARAFUSO, "2", ("SN1",), ""),
    ("opcional", CELULAR, "2", (), ""), ("opcional", CELULAR, "2", ("SN1",), ""),
    ("opcional", CELULAR, "1", ("SN1", "SN2"), "sobram"), ("obrigatorio", CELULAR, "1", ("SN1", "SN2"), "sobram"),
    ("obrigatorio", CELULAR, "1.5", ("SN1",), "faltam"), ("obrigatorio", CELULAR, "1.5", ("SN1", "SN2"), ""),
    ("nao_permitido", CELULAR, "1", (), ""), ("nao_permitido", CELULAR, "1", ("SN1",), "nao_permitido")])
def test_each_setting(como, produto, quantidade, series, esperado):
    assert codigos(item(quantidade, series=series), como=como, produto=produto) == ([(esperado, 1)] if esperado else [])


def test_nothing_is_asked_while_a_line_enters():
    um = fatos(produtos={1: CELULAR}, tipo=tipo(unidade_produto_item="obrigatorio"))
    assert check(Moment.INCLUSAO_ITEM, um) == ()


def test_what_the_seller_reads_and_what_decided():
    [achado] = achados(item("3", series=("SN1",)))
    assert texto(achado) == ("PRODUTO 1 sai com o número de série de cada unidade: há 1 de 3. Informe os que faltam "
                             "(Ctrl+Shift+N).")
    assert "campo “Unidade do produto (número de série) por item” = Obrigatório" in explica(achado)
    assert achado.severity is Severity.BLOCK


def test_a_unit_leaves_once():
    assert codigos(item(series=("SN1",)), item(series=("SN1",))) == [("repetido", 2)]
    assert codigos(item(series=("SN1",)), item(series=("SN2",))) == []
    outro = item(series=("SN1",), produto_id=2)  # another maker's number
    assert codigos(item(series=("SN1",)), outro) == []
    assert codigos(item("2", series=("SN1", "SN1"))) == [("repetido", 1)]


@pytest.mark.parametrize(("serie", "serve"), [
    ("SN1", True), ("3546-A/7", True), ("A B", True), ("", False), ("sn1", False), (" SN1", False), ("A,B", False),
    ("A\nB", False), ("A;B", False), ("A" * MAIOR, True), ("A" * (MAIOR + 1), False)])
def test_what_may_be_one(serie, serve):
    assert valido(serie) is serve
    assert codigos(item(series=(serie,))) == ([] if serve else [("invalido", 1)])


def test_one_that_another_order_has_asks_for_a_release_and_a_quote_only_tells():
    usadas = {(1, "SN1"): SerieUsada(documento="P-7"), (1, "SN2"): SerieUsada(documento="8", orcamento=True),
              (2, "SN3"): SerieUsada(documento="P-9")}
    linha = item("3", series=("SN1", "SN2", "SN3"))
    [venda] = achados(linha, series_usadas=usadas)
    assert (venda.code, venda.severity, venda.permissao, venda.valor, venda.params["serie"]) == (
        "numero_serie.em_outro", Severity.APPROVE, Permissao.LIBERAR_ESTOQUE, D(1), "SN1")
    assert texto(venda).startswith("Já está no documento P-7 o número de série SN1 de PRODUTO 1.")
    [cotado] = achados(item(series=("SN2",)), series_usadas=usadas)
    assert (cotado.severity, cotado.params["documento"]) == (Severity.WARN, "8")
    [cotacao] = achados(linha, series_usadas=usadas, categoria=Categoria.ORCAMENTO)
    assert (cotacao.severity, cotacao.params["serie"]) == (Severity.WARN, "SN1, SN2")
    assert codigos(item(series=("SN4",)), series_usadas=usadas) == []


def test_what_is_typed():
    assert le_series(" sn1 \n\nSN2,sn3;\r\nA   B\t\n") == ("SN1", "SN2", "SN3", "A B")
    assert le_series("  ") == ()
    with pytest.raises(TextoInvalido, match="SN1 está duas vezes"):
        le_series("sn1\nSN1")
    with pytest.raises(TextoInvalido, match=f"tem {MAIOR + 1} letras"):
        le_series("x" * (MAIOR + 1))
    assert escreve_series(("A1", "B2")) == "Nº de série: A1, B2"
    assert escreve_series(()) == ""
    assert [unidades(D(q)) for q in ("0", "1", "1.001", "12")] == [0, 1, 2, 12]
