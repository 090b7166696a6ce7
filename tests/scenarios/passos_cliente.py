"""The customers' register and what it brings to the sale, in steps of their own."""

from pytest_bdd import parsers, then, when

from balcao.domain.formatos import le_decimal
from tests.scenarios.mundo import Mundo


@then(parsers.parse('no cartão de "{cliente}" cabem mais R$ {valor}'))
def cabem_mais(mundo: Mundo, cliente: str, valor: str) -> None:
    """What the card beside the sale says that he may still buy on credit."""
    mundo.venda.renova()
    assert mundo.posicao(cliente).cabe(mundo.venda.registros.preferencias.abate_creditos) == le_decimal(valor)


@when(parsers.re(r'o financeiro usa R\$ (?P<valor>[\d.,]+) (?P<de>da devolução|do adiantamento) de '
                 r'"(?P<cliente>[^"]+)"'))
def usa_credito(mundo: Mundo, valor: str, de: str, cliente: str) -> None:
    """Of his oldest one."""
    mundo.loja.sql("UPDATE creditos_cliente SET saldo = saldo - %s WHERE id = (SELECT min(id) FROM creditos_cliente "
                   "WHERE cliente_id = %s AND tipo = %s)", le_decimal(valor), mundo.cliente(cliente),
                   "devolucao" if de == "da devolução" else "adiantamento")
