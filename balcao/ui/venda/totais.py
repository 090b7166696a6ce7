"""The bottom line of the sale: items, discount, freight and the total, large."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from balcao.domain.arredondamento import ZERO
from balcao.domain.formatos import moeda, numero
from balcao.domain.pedido import Pedido
from balcao.domain.quantidade import medida
from balcao.ui.tema import Papel, Rotulo, U


class BarraTotais(QWidget):
    """Shows a Pedido's totals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._resumo = Rotulo("", Papel.CORPO, "texto_fraco")
        self._rotulo = Rotulo("TOTAL", Papel.DESTAQUE, "texto_fraco")
        self.total = Rotulo(moeda(Pedido.model_fields["frete"].default), Papel.TOTAL)
        linha = QHBoxLayout(self)
        linha.setContentsMargins(0, 0, 0, 0)
        linha.setSpacing(2 * U)
        linha.addWidget(self._resumo)
        linha.addStretch()
        linha.addWidget(self._rotulo)
        linha.addWidget(self.total)

    def mostra(self, pedido: Pedido, parcelas: str) -> None:
        """`parcelas` is "3× de R$ 41,15", "entrada de R$ 40,00 + 2× de R$ 30,00" or ""."""
        n = len(pedido.itens)
        unidades = sum((i.quantidade for i in pedido.itens), start=ZERO)
        contados = n and not any(medida(i.unidade) for i in pedido.itens)  # kilos and boxes make no sum
        partes = [f"{n} {'item' if n == 1 else 'itens'}", f"{numero(unidades)} un" if contados else "",
                  f"acréscimo {moeda(pedido.acrescimo)}" if pedido.acrescimo else "",
                  f"desconto {moeda(pedido.desconto)}" if pedido.desconto else "",
                  f"frete {moeda(pedido.frete)}" if pedido.frete else "", parcelas]
        self._resumo.setText(" · ".join(p for p in partes if p))
        self.total.setText(moeda(pedido.total))
