"""Dado, Quando, Então: service orders, their conclusion, who serves."""

from pytest_bdd import parsers, then

from balcao.services.office import pre_vendas
from tests.scenarios.mundo import Mundo


@then(parsers.re(r"o caixa vê (?P<quantos>\d+) documentos? a faturar"))
def caixa_ve(mundo: Mundo, quantos: str) -> None:
    """Through the service, and in the view that other tills read."""
    abertas = pre_vendas.abertas(mundo.loja.ctx, mundo.loja.quem("caio", "T2"))
    assert len(abertas) == int(quantos) == mundo.loja.um("SELECT count(*) FROM itens_a_faturar")
