"""The price a line is born with, the list's or its promotional one (TP-078), and has under another plan, list or
number of places."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from balcao.domain.arredondamento import arredonda
from balcao.domain.pedido import ItemPedido, Pedido, Promocao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.tipo_pedido import TipoPedido

MAIOR_PRECO = Decimal(10) ** 8
"""R$ per unit that neither a counter's replica nor the shop can hold: a price stays below it."""


def preco_de_venda(preco_lista: Decimal, plano: PlanoPagamento | None, casas: int) -> Decimal:
    """R$ per unit: the list price with the plan's surcharge, in `casas` places."""
    acrescimo = plano.acrescimo if plano is not None else Decimal(0)
    return arredonda(preco_lista * (100 + acrescimo) / 100, casas)


class Sugerido(NamedTuple):
    """The price that a list suggests for a product on some day, R$ per unit; `promocao`: it is the promotional one."""

    preco: Decimal
    promocao: Promocao | None = None

    def campos(self, plano: PlanoPagamento | None, casas: int) -> dict[str, object]:
        """The prices of a line that is sold at it."""
        return {"preco_lista": self.preco, "preco": preco_de_venda(self.preco, plano, casas),
                "promocao": self.promocao}


SEM_PRECO = Sugerido(Decimal(0))
"""Of a product that the list does not have."""


class PrecoLista(NamedTuple):
    """A price list's item: R$ per unit; the promotional price holds on the shop's days from `de` to `ate`, both
    included, None meaning no end on that side."""

    preco: Decimal
    promocional: Decimal | None = None
    de: date | None = None
    ate: date | None = None

    def em_promocao(self, hoje: date) -> bool:
        """Whether the promotional price holds."""
        return (self.promocional is not None and (self.de is None or self.de <= hoje)
                and (self.ate is None or hoje <= self.ate))

    def sugerido(self, hoje: date | None) -> Sugerido:
        """What is suggested on the shop's day `hoje`; None: promotions are not considered (TP-078)."""
        if self.promocional is None or hoje is None or not self.em_promocao(hoje):
            return Sugerido(self.preco)
        return Sugerido(self.promocional, Promocao(ate=self.ate))


def dia_das_promocoes(tipo: TipoPedido, hoje: date) -> date | None:
    """The day on which promotional prices are looked up for orders of a type; None: it does not consider them
    (TP-078)."""
    return hoje if tipo.considera_preco_promocional else None


def sugeridos(tabela: Mapping[int, PrecoLista], hoje: date | None) -> dict[int, Decimal]:
    """The suggested price of each product (see `PrecoLista.sugerido`). Runs for every line at each edit: those without
    promotion, nearly all, make nothing."""
    return {id_: um.preco if um.promocional is None else um.sugerido(hoje).preco for id_, um in tabela.items()}


def promocoes(tabela: Mapping[int, PrecoLista]) -> dict[int, PrecoLista]:
    """The items that have a promotional price, in force or not."""
    return {id_: um for id_, um in tabela.items() if um.promocional is not None}


def com_promocao_certa(item: ItemPedido, sugerido: Sugerido, plano: PlanoPagamento | None, casas: int) -> ItemPedido:
    """The line marked as promotional when it is sold at the promotional price that is suggested, and only then."""
    vale = sugerido.promocao is not None and item.preco == preco_de_venda(sugerido.preco, plano, casas)
    promocao = sugerido.promocao if vale else None
    return item if item.promocao == promocao else item.model_copy(update={"promocao": promocao})


Precificacao = tuple[PlanoPagamento | None, int]
"""A plan, and the places of a unit price."""


def repreca(pedido: Pedido, antes: Precificacao, agora: Precificacao,
            sugere: Callable[[int], Sugerido | None]) -> Pedido:
    """The order under another plan, list, number of places or word on promotions: lines whose price nobody touched get
    the new one."""
    for item in pedido.itens:
        novo = sugere(item.produto_id)
        intocado = item.preco == preco_de_venda(item.preco_lista, *antes)
        if novo is not None and intocado and not item.preco_de_origem:
            pedido = pedido.com_item_trocado(item.linha, total_etiqueta=None, **novo.campos(*agora))
    return pedido
