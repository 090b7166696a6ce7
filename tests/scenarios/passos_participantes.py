"""Who may take part in a document."""

from pytest_bdd import given, parsers, then

from balcao.domain.campo import campo_de
from balcao.domain.tipo_pedido import TipoPedido
from tests.scenarios.mundo import Mundo


@given(parsers.re(r'o vendedor "(?P<login>[^"]+)" é "(?P<classe>[^"]*)"'))
def vendedor_e(mundo: Mundo, login: str, classe: str) -> None:
    """By the option's label; "": no seller at all."""
    opcoes = {o.rotulo: o.valor for o in campo_de(TipoPedido, "tipos_vendedor_permitidos").opcoes}
    mundo.loja.sql("UPDATE usuarios SET vendedor = %s, tipo_vendedor = %s WHERE id = %s", bool(classe),
                   opcoes.get(classe, "vendedor"), mundo.vendedor(login))


@then(parsers.re(r'os vendedores oferecidos (?P<como>incluem|não incluem) "(?P<login>[^"]+)"'))
def vendedores_oferecidos(mundo: Mundo, como: str, login: str) -> None:
    venda = mundo.venda
    oferecidos = venda.registros.vendedores_de(venda.pedido.tipo_id)
    assert (mundo.loja.usuarios[login] in oferecidos) is (como == "incluem")
