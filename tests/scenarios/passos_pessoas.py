"""Who may be the customer: persons of the register, the shops themselves."""

from pytest_bdd import given, parsers, then
from uuid_utils.compat import uuid7

from tests.scenarios.mundo import Mundo


@given(parsers.parse('a pessoa "{nome}", que não é cliente'))
def pessoa(mundo: Mundo, nome: str) -> None:
    mundo.loja.clientes[nome] = uuid7()
    mundo.loja.sql("INSERT INTO pessoas (id, nome) VALUES (%s, %s)", mundo.loja.clientes[nome], nome.upper())


@given("as lojas estão no cadastro de pessoas")
def lojas(mundo: Mundo) -> None:
    mundo.loja.poe_lojas()


@then(parsers.re(r'fica guardado o cliente "(?P<nome>[^"]*)"'))
def cliente_guardado(mundo: Mundo, nome: str) -> None:
    [(guardado, da_pessoa)] = mundo.loja.sql(
        "SELECT o.cliente_nome, p.nome FROM pedidos o LEFT JOIN pessoas p ON p.id = o.cliente_id WHERE o.id = %s",
        mundo.venda.pedido.id)
    assert (guardado, da_pessoa or "") == (nome, nome)


@then(parsers.re(r'"(?P<nome>[^"]+)" (?P<como>é|não é) cliente(?:, com vendedor padrão "(?P<login>[^"]+)")?'))
def e_cliente(mundo: Mundo, nome: str, como: str, login: str | None) -> None:
    linhas = mundo.loja.sql("SELECT vendedor_id FROM clientes WHERE pessoa_id = %s", mundo.loja.clientes[nome])
    assert len(linhas) == (como == "é")
    if login is not None:
        assert linhas == [(mundo.vendedor(login),)]
