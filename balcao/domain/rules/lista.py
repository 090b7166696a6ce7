"""Which price list an order may have (TP-076, TP-077, TPX-02)."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Origem, Severity
from balcao.domain.fatos import Facts
from balcao.domain.preenchimento import oferece_lista
from balcao.domain.rules.motor import Moment, do_tipo, rule
from balcao.domain.tipo_pedido.opcoes import UsoListaPrecos


@rule("TP-076", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO))
def lista_exigida(fatos: Facts) -> Iterator[Finding]:
    """A type demands a list of the order's own, or has none."""
    lista = fatos.pedido.lista_id
    if fatos.tipo.lista_precos is UsoListaPrecos.REQUERIDA and lista is None:
        codigo = "lista.exigida"
    elif not fatos.tipo.usa_lista and lista not in (None, fatos.lista_padrao):
        codigo = "lista.nao_permitida"
    else:
        return
    yield Finding(code=codigo, severity=Severity.BLOCK, field="lista", params={"tipo": fatos.tipo.nome},
                  origem=do_tipo(fatos, "lista_precos"))


@rule("TP-077")
def lista_oferecida(fatos: Facts) -> Iterator[Finding]:
    """The list is one of those that the type offers to this customer. The shop's default, where none is demanded, is
    an order without a list of its own."""
    tipo, lista = fatos.tipo, fatos.pedido.lista_id
    if lista is None or not tipo.usa_lista:
        return
    if lista == fatos.lista_padrao and tipo.lista_precos is not UsoListaPrecos.REQUERIDA:
        return
    if not oferece_lista(tipo, lista, fatos.lista_todos_clientes, fatos.cliente):
        yield Finding(code="lista.nao_oferecida", severity=Severity.BLOCK, field="lista", params={"tipo": tipo.nome},
                      origem=do_tipo(fatos, "opcoes_listas_precos"))


@rule("TPX-02")
def lista_do_tipo(fatos: Facts) -> Iterator[Finding]:
    """The list is of every type of order, or of this one: the registry of lists says so, not the type's."""
    if fatos.lista_de_outro_tipo:
        yield Finding(code="lista.de_outro_tipo", severity=Severity.BLOCK, field="lista",
                      params={"tipo": fatos.tipo.nome, "lista": fatos.lista_de_outro_tipo},
                      origem=Origem(campo_id="TPX-02", campo="Tipos de pedidos", valor="só os selecionados",
                                    dono=f"lista de preço {fatos.lista_de_outro_tipo}", pagina="Listas de preço"))


REGRAS = (lista_exigida, lista_oferecida, lista_do_tipo)
