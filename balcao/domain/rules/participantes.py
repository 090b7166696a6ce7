"""Rules of who takes part in an order besides its customer."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
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


REGRAS = (vendedor,)
