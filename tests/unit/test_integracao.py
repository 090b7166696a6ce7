import pytest
from pydantic import ValidationError

from balcao.domain.campo import campos_de
from balcao.domain.rede import confere_endereco
from balcao.domain.terminal import PAGINAS, Integracao


def test_exactly_the_six_fields_of_the_page_with_their_defaults():
    assert [(c.id, getattr(Integracao(), n)) for n, c in campos_de(Integracao)] == [
        ("CB-022", "127.0.0.1"), ("CB-024", 5432), ("CB-025", 8082), ("CB-027", False), ("CB-028", False),
        ("CB-030", False)]


@pytest.mark.parametrize("bom", ["127.0.0.1", "servidor", "loja-centro.local", "::1", "10.0.0.1, 10.0.0.2"])
def test_good_addresses(bom):
    assert confere_endereco(bom) is None


@pytest.mark.parametrize("ruim", ["300.1.1.1", "1.2.3", "servidor da loja", "-x", "a..b", "", "10.0.0.1,", "[]"])
def test_bad_addresses_say_what_to_type(ruim):
    mensagem = confere_endereco(ruim)
    assert mensagem is not None
    assert "endereço" in mensagem


@pytest.mark.parametrize("porta", [0, -1, 65536, 70000])
def test_ports(porta):
    with pytest.raises(ValidationError, match="Porta deve estar entre 1 e 65535"):
        Integracao(porta_integracao_clientes=porta)


def test_every_field_of_every_page_is_declared_and_explained():
    for pagina in PAGINAS:
        declarados = dict(campos_de(pagina.modelo))
        assert set(declarados) == set(pagina.modelo.model_fields)
        for campo in declarados.values():
            assert campo.titulo
            assert len(campo.ajuda) > 20
