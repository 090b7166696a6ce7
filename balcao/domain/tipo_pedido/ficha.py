"""`FichaTipoPedido`: every field that the users' page declares, those without behaviour too.

For the registry's service, for import and export, and for the requirement list; the sale never loads it. Building a
behaviour moves its field from `abertos/` to the part of `TipoPedido` with the same name and takes `aberto` away (0130).
"""

from balcao.domain.tipo_pedido.abertos.aprovacao import AprovacaoAberto
from balcao.domain.tipo_pedido.abertos.credito import CreditoAberto
from balcao.domain.tipo_pedido.abertos.estoque import EstoqueAberto
from balcao.domain.tipo_pedido.abertos.faturamento import FaturamentoAberto
from balcao.domain.tipo_pedido.abertos.financeiro import FinanceiroAberto
from balcao.domain.tipo_pedido.abertos.geral import GeralAberto
from balcao.domain.tipo_pedido.abertos.impressao import ImpressaoAberto
from balcao.domain.tipo_pedido.abertos.itens import ItensAberto
from balcao.domain.tipo_pedido.abertos.numeracao import NumeracaoAberto
from balcao.domain.tipo_pedido.abertos.participantes import ParticipantesAberto
from balcao.domain.tipo_pedido.abertos.precos import PrecosAberto
from balcao.domain.tipo_pedido.abertos.producao import ProducaoAberto
from balcao.domain.tipo_pedido.abertos.servico import ServicoAberto
from balcao.domain.tipo_pedido.politica import TipoPedido


class FichaTipoPedido(
    TipoPedido, AprovacaoAberto, CreditoAberto, EstoqueAberto, FaturamentoAberto, FinanceiroAberto,
    GeralAberto, ImpressaoAberto, ItensAberto, NumeracaoAberto, ParticipantesAberto, PrecosAberto,
    ProducaoAberto, ServicoAberto,
):
    """The whole record of an order type (TP-001…TP-177)."""
