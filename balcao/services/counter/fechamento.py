"""What the summary before the issue tells of the order on screen, besides what the screen shows already."""


from typing import NamedTuple

from balcao.domain.plano import Parcela
from balcao.services.counter.venda import Venda


class Fechamento(NamedTuple):
    """`titulos`: due dates and R$ of the instalments that will be stored, of a type that shows them (TP-057).
    `vendedor_assumido`: who is stored as the seller because nobody chose one (TP-114)."""

    titulos: tuple[Parcela, ...]
    vendedor_assumido: int | None


def fechamento(venda: Venda) -> Fechamento:
    """The summary of the order on screen."""
    tipo = venda.registros.tipo(venda.pedido.tipo_id)
    return Fechamento(venda.parcelas() if tipo.apresenta_titulos_fechamento else (),
                      venda.registros.vendedor_assumido(venda.pedido))
