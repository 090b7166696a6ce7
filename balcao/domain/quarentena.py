"""What a counter says to the retaguarda of an order that could not be stored, and what a manager decides of it.

The order's envelope travels as text: a service that cannot read it (a newer program's) still shows the rest.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from balcao.domain.protocolo import Mensagem, Recibo, Recusa

DESCARTADA_CODIGO = "quarentena.descartada"  # of an order that a manager discarded: it is never stored any more


class Decisao(StrEnum):
    """How one stands. RETIRADA: its own counter took it back to make it again."""

    ABERTA = ""
    LANCADA = "lancada"
    DEVOLVIDA = "devolvida"
    DESCARTADA = "descartada"
    RETIRADA = "retirada"


class ItemPreso(Mensagem):
    """A line, in the counter's words."""

    codigo: str
    descricao: str
    unidade: str
    quantidade: Decimal
    preco: Decimal
    total: Decimal


class Preso(Mensagem):
    """What the manager reads. `desde`: when the counter put it aside, the same for the same delivery; `numero`: what
    its paper says; `documento`: what was printed (DocumentoVenda as JSON)."""

    pedido_id: UUID
    desde: datetime
    motivo: Recusa
    numero: str
    categoria: str
    cliente_nome: str
    vendedor: str
    emitido_em: datetime
    total: Decimal
    itens: tuple[ItemPreso, ...] = ()
    documento: dict[str, Any] | None = None


class Entrega(Preso):
    """PUT /v1/quarentenas: one order, handed over. Idempotent by `pedido_id` and `desde`. `corpo`: an EnvioPedido."""

    corpo: str


class Andamento(Mensagem):
    """What became of it, for its counter. `por`: who decided; `recibo`: of one that is stored."""

    decisao: Decisao = Decisao.ABERTA
    por: str = ""
    em: datetime | None = None
    resolucao: str = ""
    recibo: Recibo | None = None


class Quarentena(Mensagem):
    """A line of GET /v1/quarentenas; handed over at `em`, by `estacao`."""

    id: int
    preso: Preso
    estacao: str
    em: datetime
    decisao: Decisao = Decisao.ABERTA
    resolvida_em: datetime | None = None
    resolvida_por: str = ""
    resolucao: str = ""


class DecisaoTomada(Mensagem):
    """POST /v1/quarentenas/{id}/decisao: LANCADA, DEVOLVIDA or DESCARTADA, and why."""

    decisao: Decisao
    motivo: str
