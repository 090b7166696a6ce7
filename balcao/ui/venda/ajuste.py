"""F5 and Shift+F5: a discount or a surcharge, of one line or of the order."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from balcao.domain.ajuste import Acrescimo, Ajuste, Desconto, escreve_ajuste, le_ajuste
from balcao.domain.formatos import moeda
from balcao.domain.pedido import ItemPedido
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.edicao import confere_ajuste
from balcao.ui.componentes.dialogo import DialogoValor


def como_se_digita(tipo: TipoPedido, total: bool) -> str:
    """What may be typed in a document of this type."""
    desconto = "5%, em cascata 10+5%," if tipo.descontos_acumulativos else "5%"
    acrescimo = "+10% ou, em cascata, +10+5%" if tipo.acrescimos_acumulativos else "+10% ou +5,00"
    rateio = " Rateado nos itens." if total else ""
    return f"Desconto: {desconto} ou 5,00 (R$). Acréscimo, com + na frente: {acrescimo}. Vazio tira.{rateio}"


class DialogoAjuste(DialogoValor):
    """`base` (R$): what it is of. What the order's type does not take is told here, beside what was typed."""

    def __init__(self, onde: str, base: Decimal, ajustes: tuple[Desconto | None, Acrescimo | None], tipo: TipoPedido,
                 parent: QWidget, item: ItemPedido | None = None) -> None:
        def le(texto: str) -> Ajuste | None:
            ajuste = le_ajuste(texto, base)
            confere_ajuste(ajuste, tipo, item)
            return ajuste

        super().__init__(f"Desconto ou acréscimo {onde}", f"&Sobre {moeda(base)}",
                         escreve_ajuste(*ajustes), le, parent, como_se_digita(tipo, item is None))
