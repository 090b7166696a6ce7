"""What the Documentos screen asks of the program. All of these wait: they run in background lanes."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.atributos import Atributos
from balcao.domain.fluxo import Passagem
from balcao.domain.resultado_busca import LinhaCliente, Resultado
from balcao.services.counter.apropriar import OrdemAApropriar
from balcao.services.counter.aprovacao import AprovacaoPrevista
from balcao.services.counter.conversao import Conversao
from balcao.services.counter.documentos import Filtro, Listados
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.situacao import Aprovada, PedidoDeConclusao
from balcao.services.counter.versoes import VersaoVista


class ServicosSituacoes(Protocol):
    """An issued document goes to another situation."""

    def proximas(self, id_: UUID) -> tuple[Passagem, ...]:
        """What may be done with a document as it stands, by whoever is at the counter."""

    def passa(self, id_: UUID, feita: Passagem, motivo: str) -> str:
        """One change that asks for nothing but, perhaps, a reason; returns what to tell."""

    def preve(self, id_: UUID, para: Atributos | None = None, versao: int | None = None) -> AprovacaoPrevista:
        """What approving it would do; `para`: with other attributes than it had in `versao`."""

    def aprova(self, id_: UUID, para: Atributos | None = None, versao: int = 0) -> Aprovada:
        """Approve, with other attributes if any, and print what it generated."""

    def libera(self, pedido_id: UUID, achado: Finding, login: str, senha: str, motivo: str, *,
               emitido: bool = False) -> None:
        """Let one finding pass, of an order that an approval generates or (`emitido`) of the one that it changes."""

    def como_conclui(self, id_: UUID) -> PedidoDeConclusao:
        """What concluding a service order asks for."""

    def conclui(self, id_: UUID, quando: str, login: str, senha: str) -> str:
        """Situation O of a service order; returns what to tell."""

    def conclusao(self, id_: UUID) -> str:
        """When it was concluded, as people type it; "" when nobody has told."""

    def informa_conclusao(self, id_: UUID, quando: str) -> str:
        """When it was concluded, told later; returns what to tell."""

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


class ServicosClientes(Protocol):
    """Customers to choose from."""

    def busca(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        """A page of those that match; from the replica, within milliseconds."""

    def conta(self, texto: str, cancelada: Callable[[], bool], pessoas: bool = False) -> int | None:
        """How many match in all."""


class ServicosVersoes(Protocol):
    """The versions of a quote (TP-157)."""

    def ve(self, id_: UUID, versao: int | None = None) -> VersaoVista:
        """A quote's versions and the page of one; None: of the last."""

    def gera(self, id_: UUID, revisao: int) -> str:
        """The next version of a quote, as it was in a record; returns what to tell."""

    def segunda_via(self, id_: UUID, revisao: int) -> str:
        """Print a version again, marked; returns what to tell."""

    def salva_pdf(self, id_: UUID, revisao: int, destino: str) -> str:
        """Write a version as a PDF; returns what to tell."""


class ServicosApropriacoes(Protocol):
    """The execution of the items of a service order."""

    def ordem(self, id_: UUID) -> OrdemAApropriar:
        """What of it may be registered, and by whom."""

    def apropria(self, id_: UUID, linha: int, tecnico_id: UUID, quando: str, minutos: str) -> str:
        """Register one; returns what to tell."""


class ServicosDocumentos(Protocol):
    """See the module."""

    @property
    def versoes(self) -> ServicosVersoes:
        """The versions of quotes."""

    @property
    def apropriacoes(self) -> ServicosApropriacoes:
        """The execution of the items of a service order."""

    @property
    def clientes(self) -> ServicosClientes:
        """The customers that a quote may be approved for."""

    @property
    def situacoes(self) -> ServicosSituacoes:
        """The changes of an issued document's situation."""

    def lista(self, filtro: Filtro) -> Listados:
        """Documents of the shop; without the retaguarda, those this counter issued."""

    def previa(self, id_: UUID) -> bytes:
        """PNG of the first page of the issued version."""

    def previa_do_papel(self, documento: dict[str, Any] | None) -> bytes:
        """PNG of what a counter printed of an order that is not stored."""

    def segunda_via(self, id_: UUID) -> str:
        """Print again, marked; returns what to tell."""

    def salva_pdf(self, id_: UUID, destino: str) -> str:
        """Write the PDF; returns what to tell."""

    def fecha(self, id_: UUID) -> Conversao | AprovacaoPrevista:
        """What a DAV becomes: the draft of a pré-venda, or what its approval generates."""

    def clona(self, id_: UUID) -> Rascunho:
        """A new draft with the same lines at today's prices."""

    def altera(self, id_: UUID) -> Rascunho:
        """An issued document as the draft that changes it; only with the retaguarda."""

    def descarta(self, id_: UUID) -> str:
        """Throw a suspended draft away; returns what to tell."""

    def retoma(self, id_: UUID) -> Rascunho:
        """Take a suspended draft; one counter gets it."""
