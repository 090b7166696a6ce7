"""What the sale's screen asks of the program. `balcao.app` builds it from services/counter; tests build it likewise.

Fast ones answer from the replica on the UI thread; the ones marked *waits* run in a background lane.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.liberacao import Liberacao
from balcao.domain.protocolo import NovoCliente
from balcao.domain.resultado_busca import LinhaCliente, LinhaProduto, Resultado
from balcao.services.counter.consulta import RespostaPreco
from balcao.services.counter.rascunho import Rascunho

if TYPE_CHECKING:  # what issues is imported behind the sale
    from balcao.services.counter.finalizar import Emitido


class ServicosVenda(Protocol):
    """See the module."""

    def busca(self, texto: str, inicio: int = 0) -> Resultado[LinhaProduto] | None:
        """At most 12 products, from the row `inicio` on, within the budget of a keystroke; None: it did not fit, ask
        `busca_completa`."""

    def busca_completa(self, texto: str, cancelada: Callable[[], bool], inicio: int = 0) -> Resultado[LinhaProduto]:
        """Waits."""

    def conta(self, texto: str, cancelada: Callable[[], bool]) -> int | None:
        """Waits. How many products the text finds in all (CB-073); None when that is not known."""

    def consulta_preco(self, texto: str, inicio: int = 0) -> RespostaPreco:
        """Price and stock of one product; where the text may mean several, a page of them; or why there is none."""

    def busca_clientes(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        """A page of customers (PAGINA_CLIENTES) from the row `inicio` on, best first; "" gives those who buy most.
        pessoas: also who is in the register without being a customer (TP-008)."""

    def conta_clientes(self, texto: str, cancelada: Callable[[], bool], pessoas: bool = False) -> int | None:
        """Waits. `conta`, of customers (and other persons)."""

    def enderecos(self, cliente_id: UUID | None) -> list[str]:
        """A customer's addresses, each in one line."""

    def emite(self, rascunho: Rascunho, imprime: bool) -> "Emitido":
        """Waits, at most four seconds, and always answers in words."""

    def libera(self, rascunho: Rascunho, achado: Finding, login: str, senha: str, motivo: str) -> Liberacao:
        """Waits. Raises EntradaInvalida, RegraViolada or AmbienteIndisponivel."""

    def cadastra_cliente(self, novo: NovoCliente) -> UUID:
        """Waits. Returns the customer's id (an existing one's, when the document is already known)."""

    def suspende(self, rascunho: Rascunho) -> str:
        """Waits. Keeps the draft on the server, to resume at any counter; returns what to tell."""

    def descarta(self, rascunho: Rascunho) -> None:
        """Waits. The server's copy of a draft that was taken up here goes too. Raises AmbienteIndisponivel."""

    def imprime_ultima(self) -> str:
        """Waits. Reprints the last document of this counter; returns what to tell."""
