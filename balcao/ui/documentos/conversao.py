"""Before a DAV becomes a pré-venda: what changed since it was issued, line by line."""

from PySide6.QtWidgets import QListWidget, QWidget

from balcao.domain.formatos import moeda
from balcao.services.counter.conversao import Conversao
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U


class DialogoConversao(Dialogo):
    """Confirm opens the draft in the sale's screen; nothing is issued here."""

    def __init__(self, conversao: Conversao, parent: QWidget | None = None) -> None:
        super().__init__("Converter em pré-venda", parent, confirma="Abrir na venda", largura=80 * U)
        pedido = conversao.rascunho.pedido
        if not conversao.mudancas:
            self.corpo.addWidget(Rotulo("Nada mudou desde o orçamento: preços, estoque e crédito são os mesmos.",
                                        Papel.CORPO))
        else:
            self.corpo.addWidget(Rotulo("O que mudou desde o orçamento", Papel.DESTAQUE))
            lista = QListWidget()
            lista.setMinimumHeight(24 * U)
            lista.addItems([m.texto for m in conversao.mudancas])
            lista.setAccessibleName("Mudanças")
            self.corpo.addWidget(lista, 1)
        self.botao_confirma.setFocus()
        if pedido.total != conversao.total_antes:
            self.corpo.addWidget(Rotulo(f"Total do orçamento {moeda(conversao.total_antes)}; agora "
                                        f"{moeda(pedido.total)}.", Papel.DESTAQUE, "alerta"))
