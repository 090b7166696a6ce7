"""What the Documentos screen asks of the program. All of these wait: they run in background lanes."""

from datetime import date
from typing import Any, Protocol
from uuid import UUID

from balcao.services.counter.conversao import Conversao
from balcao.services.counter.documentos import Filtro, LinhaDocumento
from balcao.services.counter.rascunho import Rascunho


class ServicosDocumentos(Protocol):
    """See the module."""

    def lista(self, filtro: Filtro) -> list[LinhaDocumento]:
        """Documents of the shop; without the retaguarda, those this counter issued."""

    def previa(self, id_: UUID) -> bytes:
        """PNG of the first page of the issued version."""

    def previa_do_papel(self, documento: dict[str, Any] | None) -> bytes:
        """PNG of what a counter printed of an order that is not stored."""

    def segunda_via(self, id_: UUID) -> str:
        """Print again, marked; returns what to tell."""

    def salva_pdf(self, id_: UUID, destino: str) -> str:
        """Write the PDF; returns what to tell."""

    def converte(self, id_: UUID) -> Conversao:
        """A DAV into the draft of a pré-venda."""

    def clona(self, id_: UUID) -> Rascunho:
        """A new draft with the same lines at today's prices."""

    def altera(self, id_: UUID) -> Rascunho:
        """An issued document as the draft that changes it; only with the retaguarda."""

    def retoma(self, id_: UUID) -> Rascunho:
        """Take a suspended draft; one counter gets it."""

    def cancela(self, id_: UUID, motivo: str) -> str:
        """Situation C."""

    def perde(self, id_: UUID, motivo: str) -> str:
        """Situation R."""

    def revalida(self, id_: UUID, ate: date) -> str:
        """A new validity for a quote."""

    def entrega(self, id_: UUID) -> str:
        """Situation E before the invoice."""

    def devolve(self, id_: UUID, motivo: str) -> str:
        """A delivery that was not invoiced came back."""
