"""Rules of what an order's type fills by itself (TP-163)."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.preenchimento import do_tipo, preenchido, validade_do_tipo
from balcao.domain.rules import motor
from balcao.domain.rules.motor import rule
from balcao.domain.tipo_pedido.auto_preenchimento import ATRIBUTOS, ilegiveis

_CAMPO = "auto_preenchimento"


@rule("TP-163")
def preenchimento(fatos: Facts) -> Iterator[Finding]:
    """An order is included with what its type fills in. The counter and the retaguarda put it there before they check,
    so what is otherwise here was issued without the retaguarda, by a counter that did not know."""
    tipo, pedido = fatos.tipo, fatos.pedido
    if not tipo.auto_preenchimento or fatos.antes is not None:
        return
    origem = motor.do_tipo(fatos, _CAMPO)
    if preenchido(pedido, tipo, fatos.hoje) is not pedido:
        outros = [ATRIBUTOS[um.campo].rotulo for um in do_tipo(tipo)
                  if ATRIBUTOS[um.campo].poe(pedido, um.em(fatos.hoje)) != pedido]
        yield Finding(code="preenchimento.diferente", severity=Severity.BLOCK, field=_CAMPO,
                      params={"tipo": tipo.nome, "campos": ", ".join(outros)}, origem=origem)
    dia = validade_do_tipo(tipo, fatos.hoje)
    if dia is not None and dia < fatos.hoje:
        yield Finding(code="preenchimento.validade_passou", severity=Severity.BLOCK, field="validade",
                      params={"tipo": tipo.nome, "data": dia.isoformat()}, origem=origem)
    for linha in ilegiveis(tipo.auto_preenchimento):
        yield Finding(code="preenchimento.linha", severity=Severity.WARN, field=_CAMPO,
                      params={"tipo": tipo.nome, "linha": linha[:60]}, origem=origem)


REGRAS = (preenchimento,)
