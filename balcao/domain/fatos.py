"""`Facts`: everything a rule may look at, already read. No rule reads a clock or a database.

The counter fills it from its replica while the seller types; the retaguarda fills it from rows read
under lock inside the storing transaction (docs/decisions/0006).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from balcao.domain.credito import PosicaoCredito
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.preco import PrecoLista
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import AcaoEstoque, TipoVendedor, TomaCredito


class Fato(BaseModel):
    model_config = ConfigDict(frozen=True)


class Produto(Fato):
    """A product as rules see it. Prices in R$ per unit; `desconto_maximo` in %, the product's or its group's.
    Quantities in stock units, of one line; 0: no limit."""

    id: int
    codigo: str
    descricao: str
    unidade: str
    situacao: str = "ativo"
    pesavel: bool = False
    servico: bool = False
    em_falta: bool = False
    sem_troca: bool = False
    com_variacao: bool = False
    numero_serie: bool = False  # each unit has its own (TP-045)
    situacao_cadastro: str = "aprovado"
    marca_bloqueada: bool = False
    quantidade_minima: Decimal = Decimal(0)
    quantidade_maxima: Decimal = Decimal(0)
    preco_minimo: Decimal | None = None
    preco_maximo: Decimal | None = None
    desconto_maximo: Decimal | None = None


class Saldo(Fato):
    """Stock of one product in the order's shop; `reservado` leaves out the order being checked;
    `inventario_desde`: when its counting began, None when it is not being counted."""

    saldo: Decimal = Decimal(0)
    reservado: Decimal = Decimal(0)
    inventario_desde: datetime | None = None

    @property
    def disponivel(self) -> Decimal:
        return self.saldo - self.reservado


class SerieUsada(Fato):
    """Which other order has a serial number: how people call it, and whether it only quotes."""

    documento: str
    orcamento: bool = False


class Cliente(Fato):
    """Who buys, as rules see it. `cadastrado`: has a customer's registration; without one only what the register of
    persons says is known. `estabelecimento_id`: which of the company's shops it is, if any."""

    id: UUID
    nome: str
    documento: str = ""
    inativo: bool = False
    bloqueado: bool = False
    motivo_bloqueio: str = ""
    validade: date | None = None
    permite_desconto: bool = True
    desconto_maximo: Decimal | None = None
    validar_estoque: AcaoEstoque | None = None
    validar_estoque_estabelecimento: AcaoEstoque | None = None
    consumidor_final: bool = False
    vendedor_id: int | None = None
    representante_id: int | None = None
    plano_id: int | None = None
    lista_id: int | None = None
    observacoes: str = ""
    cadastrado: bool = True
    estabelecimento_id: int | None = None


class Usuario(Fato):
    """Who sells."""

    id: int
    nome: str
    permissoes: frozenset[Permissao] = frozenset()
    desconto_maximo: Decimal | None = None
    tipo_vendedor: TipoVendedor | None = None  # None: no seller of any kind

    def pode(self, permissao: Permissao) -> bool:
        return permissao in self.permissoes


class Tecnico(Fato):
    """A person who may serve; `lojas`: those where this person is a collaborator (TP-014)."""

    id: UUID
    nome: str
    lojas: frozenset[int] = frozenset()


class Preferencias(Fato):
    """The company's preferences that rules read."""

    limite_pre_aprovado: Decimal | None = None  # CL-028
    abate_creditos: bool = True                 # CL-100
    preco_fora_da_faixa: Acao = Acao.SENHA      # PEDIDOS.PEDIDOS.BLOQUEAR_PRECOS_MINIMO_MAXIMO
    serie_padrao: str = ""                      # PEDIDOS.PEDIDOS.SERIE_PADRAO (TP-153)


PREFERENCIAS_PADRAO = Preferencias()


@dataclass(frozen=True, slots=True)
class Facts:
    """See the module. `precos` are the prices (R$) that the order's list suggests for its products today, the
    promotional one where the type considers it (TP-078); a product that is not in the list is absent.
    `promocoes` are the list's items that have a promotional price, whether it holds or not. `sem_retaguarda` is
    the age of the data when the server does not answer, None when it answers. `estoque` is absent for products
    that have no row (zero)."""

    pedido: Pedido
    tipo: TipoPedido
    terminal: PoliticaTerminal
    usuario: Usuario
    hoje: date
    cliente: Cliente | None = None
    credito: PosicaoCredito | None = None
    plano: PlanoPagamento | None = None
    produtos: Mapping[int, Produto] = field(default_factory=lambda: MappingProxyType({}))
    estoque: Mapping[int, Saldo] = field(default_factory=lambda: MappingProxyType({}))
    precos: Mapping[int, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    unidades: Mapping[int, Mapping[str, Decimal]] = field(default_factory=lambda: MappingProxyType({}))  # TP-171: of
    # products that a line has in another unit than theirs, unit → units of the product; asked where the type takes them
    promocoes: Mapping[int, PrecoLista] = field(default_factory=lambda: MappingProxyType({}))
    desconto_estabelecimento: Decimal | None = None
    preferencias: Preferencias = PREFERENCIAS_PADRAO
    sem_retaguarda: timedelta | None = None
    origem_validade: date | None = None
    nome_terminal: str = "terminal"
    plano_indicado: bool = False  # TP-051: among those indicated for the type
    cliente_com_endereco: bool = True  # TP-070: not looked at where the type does not ask
    lista_padrao: int | None = None     # TP-076: what prices an order without a list of its own
    lista_todos_clientes: bool = True   # TP-077: the order's list is for every customer
    regras_comerciais: tuple[RegraComercial, ...] = ()  # TP-164: active, and selected by the type
    lista_de_outro_tipo: str = ""       # TPX-02: name of the order's list when it is not of its type
    vendedor: Usuario | None = None     # TP-011: who is stored as the seller; read where the type limits who may be
    tecnicos: Mapping[UUID, Tecnico] = field(default_factory=lambda: MappingProxyType({}))  # TP-014: named, and known
    numero_usado: bool = False    # TP-154: another order has the informed number; the retaguarda alone knows
    series_usadas: Mapping[tuple[int, str], SerieUsada] = field(  # TP-045: by product and serial; the retaguarda's
        default_factory=lambda: MappingProxyType({}))
    tipo_disponivel: bool = True  # TP-121, TP-176: active, and of this shop
    nome_estoque: str = ""        # TP-032: the kind of stock that the order holds; "" the shop's own
    antes: Pedido | None = None   # the issued order that this one changes; None: a draft

    @property
    def toma_credito(self) -> bool:
        """TP-067: whether the order takes credit."""
        return toma_credito(self.tipo, self.plano)

    @property
    def so_pessoa(self) -> bool:
        """TP-008: whether its customer has no customer's registration, and so no credit to take."""
        return self.cliente is not None and not self.cliente.cadastrado

    @property
    def compromete(self) -> bool:
        """Whether what it takes counts in somebody's credit."""
        return self.toma_credito and self.pedido.cliente_id is not None and not self.so_pessoa


def tem_credito(tipo: TipoPedido, cliente: Cliente) -> bool:
    """Whether somebody's credit is looked at: a customer's, or that of who becomes one with the order (TP-009)."""
    return cliente.cadastrado or tipo.cadastrar_pessoa_como_cliente


def estoque_do_pedido(pedido: Pedido, tipo: TipoPedido) -> int | None:
    """TP-032: which kind of stock an order holds and is checked against: what it was issued with, else its type's.
    None: the shop's own."""
    return pedido.tipo_estoque if pedido.versao else tipo.tipo_estoque


def toma_credito(tipo: TipoPedido, plano: PlanoPagamento | None) -> bool:
    """TP-067: whether an order of this type and plan takes credit; without a plan it does."""
    match tipo.toma_credito:
        case TomaCredito.SIM:
            return True
        case TomaCredito.NAO:
            return False
        case TomaCredito.CONFORME_PLANO:
            return plano is None or plano.toma_credito
