"""The price a line is born with, and has under another plan, list or number of places."""

from collections.abc import Callable
from decimal import Decimal

from balcao.domain.arredondamento import arredonda
from balcao.domain.pedido import Pedido
from balcao.domain.plano import PlanoPagamento

MAIOR_PRECO = Decimal(10) ** 8
"""R$ per unit that neither a counter's replica nor the shop can hold: a price stays below it."""


def preco_de_venda(preco_lista: Decimal, plano: PlanoPagamento | None, casas: int) -> Decimal:
    """R$ per unit: the list price with the plan's surcharge, in `casas` places."""
    acrescimo = plano.acrescimo if plano is not None else Decimal(0)
    return arredonda(preco_lista * (100 + acrescimo) / 100, casas)


Precificacao = tuple[PlanoPagamento | None, int]
"""A plan, and the places of a unit price."""


def repreca(pedido: Pedido, antes: Precificacao, agora: Precificacao,
            preco_lista: Callable[[int], Decimal | None]) -> Pedido:
    """The order under another plan, list or number of places: lines whose price nobody touched get the new one."""
    for item in pedido.itens:
        lista = preco_lista(item.produto_id)
        intocado = item.preco == preco_de_venda(item.preco_lista, *antes)
        if lista is not None and intocado and not item.preco_de_origem:
            pedido = pedido.com_item_trocado(item.linha, preco_lista=lista, total_etiqueta=None,
                                             preco=preco_de_venda(lista, *agora))
    return pedido
