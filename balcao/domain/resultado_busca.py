"""What a search gives back: rows to show, why each matched, and whether there are more."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Generic, NamedTuple, TypeVar

from balcao.domain.formatos import numero
from balcao.domain.pedido import Promocao

LIMITE = 12  # rows the counter shows
PAGINA_CLIENTES = 24  # rows that F3 brings at a time
CONTA_ATE = 10_000  # beyond it nobody needs the number


class CampoBusca(StrEnum):
    """The product's fields that the entry line looks at (CB-091). Description includes the brand."""

    CODIGO = "codigo"
    BARRAS = "barras"
    DESCRICAO = "descricao"
    REFERENCIA = "referencia"


CAMPOS_PADRAO = frozenset((CampoBusca.CODIGO, CampoBusca.BARRAS, CampoBusca.DESCRICAO))


class Motivo(IntEnum):
    """Why a row is in the list, from the surest; also the order of the list."""

    CODIGO = 0      # the code itself, or the customer's document
    BARRAS = 1      # the GTIN itself
    REFERENCIA = 2  # the maker's code itself
    COMECO = 3      # the code begins so
    COMECO_REFERENCIA = 4
    COMECO_BARRAS = 5
    FREGUES = 6     # like PALAVRA, of a customer who buys here
    NOME = 7        # a customer's name or fantasy name begins so
    PALAVRA = 8     # every word typed begins a word of it
    TRECHO = 9      # some word typed is in the middle of one, or is a learned abbreviation
    PARECIDO = 10   # nothing matched: one letter was taken for another


class LinhaProduto(NamedTuple):
    """One product of the list. Prices in R$ per `unidade`, stock in `unidade`.

    `preco_lista`: as the price list suggests it, None when the product is not in it; `promocao`: it is the
    promotional one; `preco` and `preco_prazo`: with the surcharge of the two plans asked for. `disponivel`: balance
    less reserved in this shop, None when it keeps none; `outros`: the sum of the other shops. `fator`: stock units
    per pack whose bar code was read, 1 otherwise.
    """

    id: int
    codigo: str
    descricao: str
    unidade: str
    marca: str
    situacao: str
    vendas: int
    pesavel: bool
    preco_lista: Decimal | None
    preco: Decimal | None
    preco_prazo: Decimal | None
    disponivel: Decimal | None
    outros: Decimal
    localizacao: str
    motivo: Motivo
    fator: Decimal = Decimal(1)
    promocao: Promocao | None = None

    @property
    def ativo(self) -> bool:
        return self.situacao == "ativo"


class LinhaCliente(NamedTuple):
    """One customer of the list. `id` is the person's UUID as 32 hexadecimal digits; `compras`: pré-vendas of the
    last year in this shop. `cliente`: has a customer's registration; False for another person of the register."""

    id: str
    codigo: int
    nome: str
    fantasia: str
    documento: str
    telefone: str
    celular: str
    municipio: str
    uf: str
    inativo: bool
    bloqueado: bool
    motivo: Motivo
    compras: int = 0
    cliente: bool = True


Linha = TypeVar("Linha", LinhaProduto, LinhaCliente)


@dataclass(frozen=True, slots=True)
class Resultado(Generic[Linha]):
    """A page of rows, from the row `inicio` on. `destaques`: what to show in bold (normalised fragments).

    `tem_mais`: there are rows beyond this page; `cortado`: there are, and this terminal shows no more (CB-073).
    `corrigido`: the text that was searched instead, when
    nothing matched what was typed. `carregando`: the first load is still arriving, rows may be missing.
    """

    texto: str
    linhas: tuple[Linha, ...]
    inicio: int = 0
    tem_mais: bool = False
    destaques: tuple[str, ...] = field(default=())
    corrigido: str = ""
    carregando: bool = False
    cortado: bool = False


def frase_do_corte(mostra: int, total: int | None) -> str:
    """CB-073: what is said when a search has more rows than the terminal shows. `total` None: not counted yet."""
    if total is None:
        return f"Exibindo {mostra}, há mais – refine a busca"
    de = f"mais de {numero(Decimal(CONTA_ATE))}" if total >= CONTA_ATE else numero(Decimal(total))
    return f"Exibindo {mostra} de {de} – refine a busca"
