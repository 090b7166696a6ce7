"""A till, as the retaguarda sees one: reads the open pré-vendas, invoices them, reverses an invoice.

Tills are other people's programs; this one shows that the service's HTTP is all they need. Every invoice has an id of
the till's own: when the answer is lost, the same call with the same id is harmless.
"""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from uuid_utils.compat import uuid7

from balcao.domain.protocolo_documentos import Estorno, Faturamento, FaturamentoGuardado, ItemFaturado, PreVendaAberta
from balcao.gateways import rotas, rotas_entrada
from balcao.gateways.retaguarda import Recusado, Retaguarda


class Caixa:
    """A till over a connection of its own station. All methods raise what `Retaguarda` raises."""

    def __init__(self, retaguarda: Retaguarda) -> None:
        self._retaguarda = retaguarda

    def entra(self, login: str, senha: str) -> str:
        """Log the cashier in (permission "Fatura e estorna"); returns the name."""
        return rotas_entrada.entrar(self._retaguarda, login, senha).nome

    def abertas(self) -> list[PreVendaAberta]:
        """Pré-vendas issued and not wholly invoiced, oldest first, without their lines."""
        return self._retaguarda.lista("/v1/pre-vendas", PreVendaAberta)

    def por_numero(self, numero: int) -> list[PreVendaAberta]:
        """The open ones that the customer calls `P-<numero>`, with their lines; empty when there is none."""
        try:
            return self._retaguarda.lista(f"/v1/pre-vendas/{numero}", PreVendaAberta)
        except Recusado as erro:
            if erro.inexistente:
                return []
            raise

    def fatura(self, pedido_id: UUID, documento: str, quantidades: Mapping[int, Decimal] | None = None, *,
               faturamento_id: UUID | None = None) -> FaturamentoGuardado:
        """Invoice lines (units by line; None: all that is left) under a fiscal document's number.

        faturamento_id: of a call whose answer was lost; None makes a new one.
        """
        itens = tuple(ItemFaturado(linha=linha, quantidade=q) for linha, q in (quantidades or {}).items())
        return rotas.faturar(self._retaguarda, pedido_id, Faturamento(
            id=faturamento_id or uuid7(), documento=documento, itens=itens))

    def estorna(self, faturamento_id: UUID, motivo: str) -> FaturamentoGuardado:
        """Reverse an invoice, wholly."""
        return rotas.estornar(self._retaguarda, faturamento_id, Estorno(motivo=motivo))
