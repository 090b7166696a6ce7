"""The shop's commercial rules, those that the order's type selects (TP-164)."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Parametro, Severity
from balcao.domain.arredondamento import arredonda
from balcao.domain.fatos import Facts
from balcao.domain.formatos import percentual
from balcao.domain.pedido import ItemPedido
from balcao.domain.permissoes import Permissao
from balcao.domain.regra_comercial import AoViolar, RegraComercial
from balcao.domain.rules.motor import do_tipo, rule

_SEVERIDADE = {AoViolar.ERRO: Severity.BLOCK, AoViolar.SENHA: Severity.APPROVE, AoViolar.ALERTAR: Severity.WARN}
_FOLGA = Decimal("0.005")  # a ceiling is kept to the cent, as CL-053's


@rule("TP-164")
def regras_do_pedido(fatos: Facts) -> Iterator[Finding]:
    """What each selected rule that looks at orders of this plan says of the whole; one that is not selected is not
    there at all."""
    for regra in fatos.regras_comerciais:
        if regra.olha(fatos.plano):
            yield from _do_pedido(fatos, regra)


@rule("TP-164", por_linha=True)
def regras_dos_itens(fatos: Facts) -> Iterator[Finding]:
    """What they say of each line."""
    limites = [regra for regra in fatos.regras_comerciais
               if regra.desconto_maximo_item is not None and regra.olha(fatos.plano)]
    for item in fatos.pedido.itens if limites else ():
        for regra in limites:
            yield from _do_item(fatos, regra, item)


def _do_pedido(fatos: Facts, regra: RegraComercial) -> Iterator[Finding]:
    pedido = fatos.pedido
    if regra.desconto_maximo is not None:
        permitido = pedido.subtotal * regra.desconto_maximo / 100
        if pedido.desconto > permitido + _FOLGA:
            yield _achado(fatos, regra, "comercial.desconto", pedido.desconto - permitido, {
                "maximo": percentual(regra.desconto_maximo), "desconto": _parte(pedido.desconto, pedido.subtotal)})
    if regra.valor_minimo is not None and pedido.total < regra.valor_minimo:
        yield _achado(fatos, regra, "comercial.valor_minimo", regra.valor_minimo - pedido.total, {
            "minimo": regra.valor_minimo, "total": pedido.total})


def _do_item(fatos: Facts, regra: RegraComercial, item: ItemPedido) -> Iterator[Finding]:
    assert regra.desconto_maximo_item is not None
    dado, permitido = item.desconto + item.rateio, item.bruto * regra.desconto_maximo_item / 100
    if dado > permitido + _FOLGA:
        yield _achado(fatos, regra, "comercial.desconto_item", dado - permitido, {
            "maximo": percentual(regra.desconto_maximo_item), "desconto": _parte(dado, item.bruto),
            "codigo": item.codigo, "produto": item.descricao}, item.linha)


def _parte(dado: Decimal, de: Decimal) -> str:
    return percentual(arredonda(dado * 100 / de))


def _achado(fatos: Facts, regra: RegraComercial, codigo: str, valor: Decimal, params: dict[str, Parametro],
            linha: int | None = None) -> Finding:
    severidade = _SEVERIDADE[regra.acao]
    return Finding(
        code=codigo, severity=severidade, field="comercial" if linha is None else "itens", item=linha,
        valor=arredonda(valor), params={"regra": regra.nome, **params},
        permissao=Permissao.LIBERAR_DESCONTO if severidade is Severity.APPROVE else "",
        origem=do_tipo(fatos, "regras_comerciais").model_copy(update={"valor": regra.nome}))


REGRAS = (regras_do_pedido, regras_dos_itens)
