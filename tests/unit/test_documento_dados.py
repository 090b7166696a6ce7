"""The data object: self-contained, exact, refuses totals that do not follow; and how values are written."""

from datetime import datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from pydantic import ValidationError

from balcao.documents import formatos
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.conteudo import montar
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.modelo import ChaveModelo, ColunaItem, chave_de, padrao
from tests.apoio_documentos.documentos import documentos

DAV, PRE_VENDA = ChaveModelo.DAV, ChaveModelo.PRE_VENDA


@given(documento=documentos())
def test_stored_as_json_it_comes_back_equal(documento):
    assert DocumentoVenda.model_validate_json(documento.model_dump_json()) == documento


def test_a_key_of_a_newer_program_is_ignored():
    valores = documento_de_amostra(DAV).model_dump(mode="json")
    assert DocumentoVenda.model_validate({**valores, "novidade": 1}) == documento_de_amostra(DAV)


def test_it_is_frozen():
    with pytest.raises(ValidationError):
        documento_de_amostra(DAV).total = D("1.00")


@pytest.mark.parametrize("mudanca", [
    {"total": D("0.01")}, {"subtotal": D("1.00")}, {"desconto": D("0.01")}, {"frete": D("0.00")},
    {"numero": "", "numero_provisorio": ""}, {"emissao": datetime(2026, 11, 21, 14, 32)},  # noqa: DTZ001
    {"total": D("1.001")}, {"total": D("NaN")}])
def test_what_does_not_follow_is_refused(mudanca):
    valores = documento_de_amostra(DAV).model_dump()
    with pytest.raises(ValidationError):
        DocumentoVenda.model_validate({**valores, **mudanca})


@pytest.mark.parametrize(("categoria", "numero", "serie", "provisorio", "impresso"), [
    (DAV, "1234", "", "", "1234"), (DAV, "1234", "2", "", "1234/2"), (PRE_VENDA, "123", "", "", "P-123"),
    (DAV, "", "", "T03-000123", "T03-000123"), (PRE_VENDA, "", "", "T03-000123", "T03-000123")])
def test_number_as_printed(categoria, numero, serie, provisorio, impresso):
    documento = documento_de_amostra(categoria).model_copy(
        update={"numero": numero, "serie": serie, "numero_provisorio": provisorio})
    assert documento.numero_impresso == impresso
    assert documento.provisorio == (not numero)
    assert chave_de(documento.tipo.categoria) is categoria


@pytest.mark.parametrize(("valor", "casas", "texto"), [
    ("3", 3, "3,000"), ("0.102", 0, "0,102"), ("1234.5", 2, "1.234,50"), ("10.999", 2, "10,999"),
    ("120", 0, "120"), ("0.4500000000", 2, "0,45"), ("100", 0, "100")])
def test_places_are_a_minimum_and_hide_nothing(valor, casas, texto):
    assert formatos.com_casas(D(valor), casas) == texto


def test_a_weighed_item_has_its_own_places():
    base = documento_de_amostra(DAV, 2).model_copy(update={"casas_quantidade": 0})
    pesado = base.itens[1].model_copy(update={"casas_quantidade": 3})
    conteudo = montar(base.model_copy(update={"itens": (base.itens[0], pesado)}), padrao(DAV), Via())
    assert [i.celulas[ColunaItem.QUANTIDADE] for i in conteudo.itens] == ["120", "12,000"]


def test_counted_goods_show_no_place_they_do_not_have():
    """"1,000 UN" reads as a thousand."""
    base = documento_de_amostra(DAV, 1)
    um = base.itens[0]
    itens = tuple(um.model_copy(update={"quantidade": D(q), "unidade": u})
                  for q, u in (("1", "UN"), ("2.5", "CX"), ("1.25", "KG"), ("2", "M")))
    conteudo = montar(base.model_copy(update={"itens": itens}), padrao(DAV), Via())
    assert [i.celulas[ColunaItem.QUANTIDADE] for i in conteudo.itens] == ["1", "2,5", "1,250", "2,000"]


def test_order_discounts_and_freight_lead_to_the_total_and_equal_totals_say_nothing():
    documento = documento_de_amostra(DAV, 3)
    conteudo = montar(documento, padrao(DAV), Via())
    assert [t.rotulo for t in conteudo.totais] == ["Subtotal", "Desconto", "Frete"]
    simples = documento.model_copy(update={"frete": D("0.00"), "desconto": D("0.00")})
    assert montar(simples, padrao(DAV), Via()).totais == ()
