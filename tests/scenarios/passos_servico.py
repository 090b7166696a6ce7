"""What a service order is about: the vehicle, the equipment, the check-list of its entry."""

from pytest_bdd import given, parsers, then, when

from balcao.services.office.contexto import Recusada
from tests.scenarios.mundo import Mundo

COLUNA = {"placa": "placa", "modelo": "modelo_veiculo", "equipamento": "equipamento"}


def _informa(mundo: Mundo, **campos: object) -> None:
    venda = mundo.venda
    venda.muda(servico=venda.pedido.servico.model_copy(update=campos))


@given(parsers.re(r'informo (?:a|o) (?P<campo>placa|modelo|equipamento) "(?P<valor>[^"]*)"'))
@when(parsers.re(r'informo (?:a|o) (?P<campo>placa|modelo|equipamento) "(?P<valor>[^"]*)"'))
def informo(mundo: Mundo, campo: str, valor: str) -> None:
    _informa(mundo, **{campo: valor})


@given(parsers.re(r'confiro "(?P<itens>[^"]*)"'))
@when(parsers.re(r'confiro "(?P<itens>[^"]*)"'))
def confiro(mundo: Mundo, itens: str) -> None:
    _informa(mundo, conferidos=tuple(itens.split(" / ")))


@when(parsers.re(r'o tipo de pedido "(?P<tipo>[^"]+)" muda na retaguarda para "(?P<titulo>[^"]+)" = '
                 r'"(?P<rotulo>[^"]*)"'))
def muda_la(mundo: Mundo, tipo: str, titulo: str, rotulo: str) -> None:
    """While this counter still has the order as it was."""
    pedido = mundo.venda.pedido
    mundo.tipo(tipo, titulo, rotulo)
    try:
        mundo.recibo = mundo.loja.envia(pedido)
    except Recusada as recusa:
        mundo.recusa = recusa


@then(parsers.parse('a retaguarda recusa com "{codigo}"'))
def retaguarda_recusa(mundo: Mundo, codigo: str) -> None:
    assert mundo.recusa is not None
    assert [a.code for a in mundo.recusa.recusa.achados] == [codigo]


@then(parsers.re(r'fica guardado "(?P<campo>placa|modelo|equipamento)" = "(?P<valor>[^"]*)"'))
def fica_guardado(mundo: Mundo, campo: str, valor: str) -> None:
    """The retaguarda's row, and its paper; "": nothing, or nothing was stored."""
    guardados = mundo.loja.sql(
        "SELECT dados -> 'servico' ->> %s, documento ->> %s FROM pedidos JOIN pedido_versoes ON pedido_id = id "
        "WHERE id = %s", campo, COLUNA[campo], mundo.em_questao.id) or [("", "")]
    assert guardados == [(valor, valor)]


@then(parsers.re(r'o check-list impresso é "(?P<linhas>[^"]*)"'))
def checklist_impresso(mundo: Mundo, linhas: str) -> None:
    [(itens,)] = mundo.loja.sql("SELECT documento -> 'checklist' FROM pedido_versoes WHERE pedido_id = %s",
                                mundo.em_questao.id)
    assert " / ".join(f"[{'X' if um['conferido'] else ' '}] {um['texto']}" for um in itens) == linhas
