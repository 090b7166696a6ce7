from uuid import UUID

import pytest

from balcao.domain.cadastro_cliente import confere_cadastro, limpo
from balcao.domain.protocolo import NovoCliente
from balcao.domain.terminal.opcoes import CampoCliente


def novo(**campos):
    return NovoCliente(**({"id": UUID(int=1), "nome": "Maria Souza"} | campos))


@pytest.mark.parametrize(("exige", "campo"), [
    (CampoCliente.CPF_CNPJ, "documento"), (CampoCliente.CELULAR, "celular"), (CampoCliente.ENDERECO, "logradouro"),
    (CampoCliente.CEP, "cep"), (CampoCliente.EMAIL, "email")])
def test_each_demanded_field(exige, campo):
    assert confere_cadastro(novo(), frozenset()) == {}
    assert list(confere_cadastro(novo(), frozenset({exige}))) == [campo]


@pytest.mark.parametrize(("campo", "valor", "diz"), [
    ("nome", "M", "nome completo"), ("documento", "123.456.789-00", "não confere"), ("celular", "91234", "DDD"),
    ("email", "maria@", "e-mail"), ("cep", "0131", "oito algarismos"), ("uf", "XX", "estado"),
    ("documento", "111.111.111-11", "iguais"), ("nome", "M" * 121, "até 120 letras"),
    ("observacoes", "M" * 1001, "até 1000 letras")])
def test_wrong_values_say_what_to_type(campo, valor, diz):
    assert diz in confere_cadastro(novo(**{campo: valor}), frozenset())[campo]


def test_stored_without_masks():
    certo = limpo(novo(documento="12.ABC.345/01DE-35", celular="(11) 91234-5678", cep="01310-100", uf="sp"))
    assert (certo.nome, certo.documento, certo.celular, certo.cep, certo.uf) == (
        "MARIA SOUZA", "12ABC34501DE35", "11912345678", "01310100", "SP")
