"""Rules of the payment plan and of its instalments."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.arredondamento import ZERO
from balcao.domain.fatos import Facts
from balcao.domain.rules.motor import do_tipo, rule
from balcao.domain.tipo_pedido.opcoes import AcaoValorMinimo, UsoPlano

_VALOR_MINIMO = {AcaoValorMinimo.ERRO: Severity.BLOCK, AcaoValorMinimo.ALERTAR: Severity.WARN}


@rule("TP-052")
def plano(fatos: Facts) -> Iterator[Finding]:
    """A type demands a plan, or has none."""
    informado = fatos.pedido.plano_id is not None
    if informado and not fatos.tipo.usa_plano:
        codigo = "plano.nao_informar"
    elif not informado and fatos.tipo.plano_pagamento is UsoPlano.REQUERIDO:
        codigo = "plano.exigido"
    else:
        return
    yield Finding(code=codigo, severity=Severity.BLOCK, field="plano", params={"tipo": fatos.tipo.nome},
                  origem=do_tipo(fatos, "plano_pagamento"))


@rule("TP-051")
def plano_permitido(fatos: Facts) -> Iterator[Finding]:
    """A type that does not allow all plans allows those indicated for it."""
    tipo = fatos.tipo
    if fatos.plano is not None and tipo.usa_plano and not tipo.todos_planos_pagamento and not fatos.plano_indicado:
        yield Finding(code="plano.nao_permitido", severity=Severity.BLOCK, field="plano",
                      params={"plano": fatos.plano.nome, "tipo": tipo.nome},
                      origem=do_tipo(fatos, "todos_planos_pagamento"))


@rule("TP-053")
def valor_minimo(fatos: Facts) -> Iterator[Finding]:
    """A plan may ask for a minimum sale: the type says whether that is told or refused."""
    severidade = _VALOR_MINIMO.get(fatos.tipo.valida_valor_minimo_plano)
    if severidade is None or fatos.plano is None or not fatos.pedido.itens:
        return
    if fatos.pedido.total < fatos.plano.valor_minimo:
        yield Finding(code="plano.valor_minimo", severity=severidade, field="plano",
                      params={"plano": fatos.plano.nome, "minimo": fatos.plano.valor_minimo,
                              "total": fatos.pedido.total},
                      origem=do_tipo(fatos, "valida_valor_minimo_plano"))


@rule("PARCELAS")
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


REGRAS = (plano, plano_permitido, valor_minimo, soma_das_parcelas)
