"""The one module that rounds. Money is Decimal in R$; shown prices round half up (ABNT).

Apportioning never creates or loses a cent: the parts always add up to the whole.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

CENTAVO = Decimal("0.01")
ZERO = Decimal("0.00")
CASAS_MONEY = 2


_UNIDADE = {casas: Decimal(1).scaleb(-casas) for casas in range(11)}  # asked for of every line at every scan


class Resto(StrEnum):
    """Which instalment takes the cents that do not divide."""

    PRIMEIRA = "primeira"
    ULTIMA = "ultima"


def arredonda(valor: Decimal, casas: int = CASAS_MONEY) -> Decimal:
    """Round half up to `casas` decimal places (0 to 10)."""
    return valor.quantize(_UNIDADE[casas], ROUND_HALF_UP)


def total_bruto(quantidade: Decimal, preco: Decimal, casas: int = CASAS_MONEY) -> Decimal:
    """R$ of a line before discounts: quantity × unit price, rounded to the cent (CB-040), or to fewer places where
    the order type says so (TP-082)."""
    return arredonda(quantidade * preco, casas)


def percentual_de(valor: Decimal, percentual: Decimal, casas: int = CASAS_MONEY) -> Decimal:
    """R$ that `percentual` (0 to 100) is of `valor`, rounded to the cent, or to `casas` places."""
    return arredonda(valor * percentual / 100, casas)


def em_cascata(percentuais: Sequence[Decimal]) -> Decimal:
    """The one % that `percentuais` come to, each of what the one before left: 10 and 5 are 15.5, -10 and -5 are
    -14.5. Not rounded; their order does not matter."""
    fator = Decimal(1)
    for um in percentuais:
        fator *= (100 + um) / 100
    return fator * 100 - 100


def rateia(total: Decimal, pesos: Sequence[Decimal], casas: int = CASAS_MONEY) -> list[Decimal]:
    """Split `total` (R$, cents; or of `casas` places, and so the parts) over `pesos` by largest remainder; the parts
    add up to `total` exactly.

    All-zero weights split evenly. Ties give the cent to the earlier part. Raises ValueError on a
    negative weight or when there is something to split and nothing to split it over.
    """
    if not pesos:
        if total:
            raise ValueError("nothing to apportion over")
        return []
    if any(peso < 0 for peso in pesos):
        raise ValueError("negative weight")
    soma = sum(pesos, Decimal(0))
    partes = list(pesos) if soma else [Decimal(1)] * len(pesos)
    soma = soma or Decimal(len(pesos))
    unidade = Decimal(1).scaleb(-casas)
    centavos = int((arredonda(total, casas) / unidade).to_integral_value())
    sinal = -1 if centavos < 0 else 1
    exatas = [abs(centavos) * peso / soma for peso in partes]
    inteiras = [int(exata.to_integral_value(ROUND_FLOOR)) for exata in exatas]
    falta = abs(centavos) - sum(inteiras)
    ordem = sorted(range(len(partes)), key=lambda i: (inteiras[i] - exatas[i], i))
    for i in ordem[:falta]:
        inteiras[i] += 1
    return [unidade * (sinal * n) for n in inteiras]


def divide(total: Decimal, partes: int, resto: Resto = Resto.ULTIMA) -> list[Decimal]:
    """Split `total` into `partes` equal instalments; the remainder goes to the first or the last."""
    if partes < 1:
        raise ValueError("at least one part")
    base = (total / partes).quantize(CENTAVO, ROUND_FLOOR)
    valores = [base] * partes
    valores[0 if resto is Resto.PRIMEIRA else -1] += total - base * partes
    return valores
