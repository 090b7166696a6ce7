"""Rules of an order's number and série, where its type has them informed."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.numeracao import digita_numero, digita_serie, numero_valido, serie_valida
from balcao.domain.rules.motor import do_tipo, rule


@rule("TP-154")
def numero_informado(fatos: Facts) -> Iterator[Finding]:
    """A type whose orders the person numbers: there must be a number, and no other order of the type and série may
    have it. Only the retaguarda knows those that there are, so without it nothing of such a type is issued."""
    if not digita_numero(fatos.tipo) or fatos.antes is not None:  # an issued one keeps what it has
        return
    origem, tipo, numero = do_tipo(fatos, "regra_numeracao"), fatos.tipo.nome, fatos.pedido.numero
    if fatos.sem_retaguarda is not None:
        yield Finding(code="numero.sem_retaguarda", severity=Severity.BLOCK, field="numero", params={"tipo": tipo},
                      origem=origem)
    if numero is None:
        yield Finding(code="numero.exigido", severity=Severity.BLOCK, field="numero", params={"tipo": tipo},
                      origem=origem)
    elif not numero_valido(numero):
        yield Finding(code="numero.invalido", severity=Severity.BLOCK, field="numero",
                      params={"informado": str(numero)}, origem=origem)
    elif fatos.numero_usado:
        yield Finding(code="numero.repetido", severity=Severity.BLOCK, field="numero",
                      params={"tipo": tipo, "informado": str(numero)}, origem=origem)


@rule("TP-153")
def serie_informada(fatos: Facts) -> Iterator[Finding]:
    """What is informed as the série must be able to be one."""
    if fatos.antes is None and digita_serie(fatos.tipo) and not serie_valida(fatos.pedido.serie):
        yield Finding(code="serie.invalida", severity=Severity.BLOCK, field="numero",
                      params={"informada": fatos.pedido.serie[:20]}, origem=do_tipo(fatos, "serie"))


REGRAS = (numero_informado, serie_informada)
