"""What the screens of what is pending ask of the program. All of these wait: they run in background lanes."""

from typing import Protocol
from uuid import UUID

from balcao.devices.trabalho import Trabalho
from balcao.domain.protocolo import NovoCliente
from balcao.domain.protocolo_documentos import Divergencia
from balcao.domain.quarentena import Decisao, Quarentena
from balcao.services.counter.divergencias import Pendencia
from balcao.services.counter.fila import Pendente
from balcao.services.counter.rascunho import Rascunho


class ServicosFila(Protocol):
    """What waits at this counter (services/counter/fila)."""

    def lista(self) -> list[Pendente]:
        """In quarantine first, then oldest first."""

    def aviso(self) -> str:
        """What stops everything; "" while nothing does."""

    def envia_agora(self) -> str:
        """Try everything at once; returns what to tell."""

    def reenvia(self, pendente: Pendente) -> str:
        """Take one out of quarantine and try it; returns what to tell."""

    def corrige_cadastro(self, pendente: Pendente, novo: NovoCliente) -> str:
        """A mended registration, sent again; returns what to tell."""

    def refaz(self, pendente: Pendente) -> Rascunho:
        """The lines of an order in quarantine as a new draft."""

    def marca_refeito(self, pendente: Pendente, motivo: str) -> str:
        """It is not sent any more; returns what to tell."""

    def exporta(self, destino: str, so: Pendente | None = None) -> str:
        """Write what waits to a file; returns what to tell."""


class ServicosPapeis(Protocol):
    """The papers that wait for this counter's printer (services/counter/papeis)."""

    def lista(self) -> list[Trabalho]:
        """Stopped first, then in order."""

    def imprime(self, id_: UUID, impressora: str | None = None) -> str:
        """Queue a stopped one again, on its printer or another; returns what to tell."""

    def saiu(self, id_: UUID) -> str:
        """A stopped one is on paper; returns what to tell."""

    def desiste(self, id_: UUID) -> str:
        """It is not printed any more; returns what to tell."""

    def salva_pdf(self, id_: UUID, destino: str) -> str:
        """Write a stopped one as a PDF, in its place; returns what to tell."""

    def previa(self, id_: UUID) -> bytes:
        """PNG of its first page."""


class ServicosDivergencias(Protocol):
    """The manager's list (services/counter/divergencias)."""

    def lista(self, todas: bool) -> list[Pendencia]:
        """The open ones; `todas`: the settled ones after them."""

    def resolve(self, id_: int, resolucao: str) -> Divergencia:
        """Say how one was settled, once."""

    def decide(self, caso: int, decisao: Decisao, motivo: str) -> Quarentena:
        """Store, give back or discard an order in quarantine, once."""
