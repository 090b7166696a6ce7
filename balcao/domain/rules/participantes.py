"""Rules of who takes part in an order besides its customer."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Severity
from balcao.domain.campo import campo_de
from balcao.domain.fatos import Facts
from balcao.domain.rules.motor import do_tipo, rule
from balcao.domain.tipo_pedido.opcoes import Preenchimento


@rule("TP-114")
def vendedor(fatos: Facts) -> Iterator[Finding]:
    """A type demands a seller, or has none; an optional one is completed when the order is stored."""
    informado = fatos.pedido.vendedor_id is not None
    codigo = {(Preenchimento.REQUERIDO, False): "vendedor.exigido",
              (Preenchimento.NAO_INFORMAR, True): "vendedor.nao_informar"}.get((fatos.tipo.vendedor, informado))
    if codigo is not None:
        yield Finding(code=codigo, severity=Severity.BLOCK, field="vendedor", params={"tipo": fatos.tipo.nome},
                      origem=do_tipo(fatos, "vendedor"))


@rule("TP-011")
def tipo_do_vendedor(fatos: Facts) -> Iterator[Finding]:
    """A type may keep its orders to some kinds of seller; also one that nobody chose, and is assumed."""
    permitidos, quem = fatos.tipo.tipos_vendedor_permitidos, fatos.vendedor
    if not permitidos or quem is None or quem.tipo_vendedor in permitidos:
        return
    campo = campo_de(type(fatos.tipo), "tipos_vendedor_permitidos")
    params: dict[str, str | int | Decimal] = {
        "vendedor": quem.nome, "tipo": fatos.tipo.nome, "como": campo.rotulo_de(quem.tipo_vendedor).lower(),
        "aceitos": " ou ".join(o.rotulo.lower() for o in campo.opcoes if o.valor in permitidos)}
    yield Finding(code="vendedor.tipo" if quem.tipo_vendedor else "vendedor.sem_tipo", severity=Severity.BLOCK,
                  field="vendedor", params=params, origem=do_tipo(fatos, "tipos_vendedor_permitidos"))


REGRAS = (vendedor, tipo_do_vendedor)
