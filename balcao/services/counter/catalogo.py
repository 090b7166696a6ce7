"""What the sale reads while the seller types: bounded reads of the replica (milliseconds)."""

from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from balcao.db.fatos import Produtos
from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import Cliente, Fato, Preferencias, Saldo, Tecnico, Usuario
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import TipoVendedor


class Vendedor(Fato):
    """Who may be put on a sale; `atalho` is the digits that choose him at once."""

    id: int
    nome: str
    atalho: str = ""
    tipo: TipoVendedor | None = TipoVendedor.VENDEDOR


class Lista(Fato):
    """A price list; `todos_clientes`: not only of those who have it in their registration (TP-077)."""

    id: int
    nome: str
    todos_clientes: bool = True


class Identificado(Fato):
    """A code, GTIN or scale code that names exactly one product; `fator` is stock units per scanned pack."""

    produto_id: int
    fator: Decimal = Decimal(1)


class Catalogo(Protocol):
    """Reads of the replica. Every mapping leaves out what does not exist."""

    def tipos(self) -> tuple[TipoPedido, ...]:
        """Active order types of this shop, quotes first, in order of creation; but those that this program cannot
        read."""

    def tipos_ilegiveis(self, lidos: Container[int]) -> tuple[str, ...]:
        """The names of this shop's active types that are not among `lidos`: a newer program has written them (0179)."""

    def tipo(self, id_: int) -> TipoPedido | None:
        """One order type, offered here or not."""

    def planos(self) -> tuple[PlanoPagamento, ...]:
        """Active payment plans."""

    def planos_do_tipo(self, tipo_id: int) -> frozenset[int]:
        """The plans indicated for an order type (TP-051)."""

    def regras_do_tipo(self, tipo_id: int) -> tuple[RegraComercial, ...]:
        """The commercial rules that an order type selects (TP-164)."""

    def listas(self) -> tuple[Lista, ...]:
        """Active price lists."""

    def listas_do_tipo(self, tipo_id: int) -> frozenset[int]:
        """The active price lists that orders of a type may use (TPX-02)."""

    def vendedores(self) -> tuple[Vendedor, ...]:
        """Active sellers of this shop."""

    def classificacoes(self) -> dict[int, str]:
        """Names of the classifications that orders may have."""

    def usuario(self, id_: int) -> Usuario | None:
        """Anybody who may be the seller of an order."""

    def tecnicos(self, ids: Iterable[UUID]) -> dict[UUID, Tecnico]:
        """Persons who serve, by id (TP-014)."""

    def colaboradores(self) -> tuple[Tecnico, ...]:
        """Everybody who is a collaborator of some shop, by name."""

    def identifica(self, codigo: str) -> Identificado | None:
        """The product whose code or GTIN is exactly `codigo`."""

    def identifica_balanca(self, codigo: str) -> Identificado | None:
        """The product whose number on the scale's labels is `codigo`."""

    def produtos(self, ids: Iterable[int], lista_id: int | None) -> Produtos:
        """Products by id, with their stock in this shop and their price (R$ per unit) in one list."""

    def estoque_por_tipo(self, tipo_estoque: int, ids: Iterable[int]) -> Mapping[int, Saldo]:
        """Stock in this shop, by product, of a kind that is not the shop's own (TP-032)."""

    def nome_do_estoque(self, tipo_estoque: int) -> str:
        """What a kind of stock is called; "" of one that is not known."""

    def precos(self, lista_id: int, ids: Iterable[int]) -> dict[int, PrecoLista]:
        """A list's items, by product."""

    def unidades(self, ids: Iterable[int]) -> dict[int, dict[str, Decimal]]:
        """The units that products are sold in besides their own, with how many of it each has (TP-171)."""

    def cliente(self, id_: UUID) -> Cliente | None:
        """A customer as rules see it."""

    def tem_endereco(self, cliente_id: UUID) -> bool:
        """Whether a customer has an address (TP-070)."""

    def credito(self, cliente_id: UUID, sem_pedido: UUID, vinda_de: UUID | None = None) -> PosicaoCredito:
        """What a customer owes, leaving out the order being edited and the quote that it converts."""

    def preferencias(self) -> Preferencias:
        """The company's preferences."""

    def desconto_estabelecimento(self) -> Decimal | None:
        """The shop's own ceiling (CL-053)."""
