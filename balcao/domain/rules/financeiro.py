"""Rules of the payment plan and of its instalments."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.arredondamento import ZERO
from balcao.domain.fatos import Facts
from balcao.domain.rules.motor import rule


@rule("TP-053")
def valor_minimo(fatos: Facts) -> Iterator[Finding]:
    """A plan may ask for a minimum sale."""
    if fatos.plano is not None and fatos.pedido.itens and fatos.pedido.total < fatos.plano.valor_minimo:
        yield Finding(code="plano.valor_minimo", severity=Severity.BLOCK, field="plano",
                      params={"plano": fatos.plano.nome, "minimo": fatos.plano.valor_minimo,
                              "total": fatos.pedido.total})


@rule("TELAS-PARCELAS")
def soma_das_parcelas(fatos: Facts) -> Iterator[Finding]:
    """Instalments typed by the seller add up to the total and are not in the past."""
    parcelas = fatos.pedido.parcelas_digitadas
    if not parcelas:
        return
    soma = sum((p.valor for p in parcelas), ZERO)
    if soma != fatos.pedido.total:
        yield Finding(code="parcelas.soma", severity=Severity.BLOCK, field="parcelas",
                      params={"soma": soma, "total": fatos.pedido.total})
    if any(p.vencimento < fatos.hoje for p in parcelas):
        yield Finding(code="parcelas.passado", severity=Severity.BLOCK, field="parcelas")
    if any(p.valor <= 0 for p in parcelas):
        yield Finding(code="parcelas.valor", severity=Severity.BLOCK, field="parcelas")


REGRAS = (valor_minimo, soma_das_parcelas)
