"""TP-089: what the paper says of its validity."""

import pytest

from balcao.domain.tipo_pedido import Categoria, TipoPedido, versoes
from balcao.services.documento import mensagem_de_validade
from tests.apoio.fatos import fatos, tipo


def dita(**campos):
    return mensagem_de_validade(fatos(tipo=tipo(Categoria.ORCAMENTO, **{"validade_proposta": 10, **campos})))


@pytest.mark.parametrize(("mensagem", "frase"), [
    ("Válida por :VALIDADE_PROPOSTA: dias corridos", "Válida por 10 dias corridos"),
    ("", "Validade da proposta: 10 dias"), ("  ", "Validade da proposta: 10 dias"),
    (":VALIDADE_PROPOSTA: dias", "Validade da proposta: 10 dias"), ("Sujeita a estoque", "Sujeita a estoque")])
def test_the_message_of_the_type(mensagem, frase):
    assert dita(mensagem_validade_proposta=mensagem) == frase


def test_what_does_not_expire_says_nothing():
    assert dita(validade_proposta=0) == ""


def test_a_type_in_use_goes_on_printing_what_it_printed():
    lido = versoes.ler(TipoPedido, {"categoria": "orcamento", "validade_dias": 7}, id=1, nome="DAV")
    assert mensagem_de_validade(fatos(tipo=lido)) == "Este documento é válido por 7 dia(s)"
