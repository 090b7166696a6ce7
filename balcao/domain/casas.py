"""In how many places an order's unit prices and values are: its type's, else the terminal's (TP-082, CB-040; 0150)."""

from decimal import Decimal

from balcao.domain.arredondamento import CASAS_MONEY, arredonda
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.tipo_pedido import TipoPedido


def casas_do_preco(tipo: TipoPedido, terminal: PoliticaTerminal) -> int:
    """Places of a unit price."""
    do_tipo = tipo.casas_decimais_preco
    return terminal.rodape.casas_decimais_valor if do_tipo is None else do_tipo


def casas_do_total(tipo: TipoPedido) -> int:
    """Places of a line's values: cents, or fewer where the type's prices have fewer."""
    return CASAS_MONEY if tipo.casas_decimais_preco is None else min(CASAS_MONEY, tipo.casas_decimais_preco)


def preco_nas_casas(item: ItemPedido, tipo: TipoPedido) -> Decimal:
    """R$ per unit of a line as its type has it. A price kept from the DAV (CB-090) was promised: it stays."""
    casas = tipo.casas_decimais_preco
    return item.preco if casas is None or item.preco_de_origem else arredonda(item.preco, casas)


def nas_casas(pedido: Pedido, tipo: TipoPedido) -> Pedido:
    """The order in its type's places; itself when it is so already."""
    fora = [i for i in pedido.itens if preco_nas_casas(i, tipo) != i.preco]
    total = casas_do_total(tipo)
    if not fora and pedido.casas_total == total:
        return pedido
    itens = tuple(i.model_copy(update={"preco": preco_nas_casas(i, tipo), "total_etiqueta": None})
                  if i in fora else i for i in pedido.itens)
    return pedido.com(itens=itens, casas_total=total)
