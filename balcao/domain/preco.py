"""The price a line is born with."""

from decimal import Decimal

from balcao.domain.arredondamento import arredonda
from balcao.domain.plano import PlanoPagamento

MAIOR_PRECO = Decimal(10) ** 8
"""R$ per unit that neither a counter's replica nor the shop can hold: a price stays below it."""


def preco_de_venda(preco_lista: Decimal, plano: PlanoPagamento | None, casas: int) -> Decimal:
    """R$ per unit: the list price with the plan's surcharge, in `casas` places."""
    acrescimo = plano.acrescimo if plano is not None else Decimal(0)
    return arredonda(preco_lista * (100 + acrescimo) / 100, casas)
