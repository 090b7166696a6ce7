"""`Pedido`: the order as the seller edits it. Frozen; every edit returns a new one with its totals right.

One declaration serves the domain, the journal (JSON) and the wire. All money is R$ with two places,
unit prices up to ten, quantities up to six. Discounts are kept as typed (percent or R$), so that they
follow the quantity; the order's own discount is apportioned over the items to the cent.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from balcao.domain.arredondamento import CASAS_MONEY, ZERO, arredonda, percentual_de, rateia, total_bruto
from balcao.domain.formatos import moeda
from balcao.domain.plano import Parcela
from balcao.domain.situacoes import Situacao, confere_transicao


class Congelado(BaseModel):
    model_config = ConfigDict(frozen=True)


class TipoDesconto(StrEnum):
    PERCENTUAL = "percentual"
    VALOR = "valor"


class Desconto(Congelado):
    """As typed: 5 % or R$ 5,00."""

    tipo: TipoDesconto
    valor: Decimal

    def sobre(self, base: Decimal, casas: int = CASAS_MONEY) -> Decimal:
        """R$ this discount takes from `base`, in `casas` places; never more than `base`."""
        if self.tipo is TipoDesconto.PERCENTUAL:
            return min(percentual_de(base, self.valor, casas), base)
        return min(arredonda(self.valor, casas), base)

    def recusa(self, base: Decimal) -> str:
        """Why nobody may type this over `base` (R$), "" when he may: `sobre` would cut it without a word."""
        if self.tipo is TipoDesconto.VALOR and self.valor > base:
            return f"O desconto de {moeda(self.valor)} passa do valor, {moeda(base)}. Digite um menor, ou em %."
        return ""


class ModoEntrega(StrEnum):
    RETIRA = "retira"
    ENTREGA = "entrega"


class Entrega(Congelado):
    modo: ModoEntrega = ModoEntrega.RETIRA
    endereco_id: UUID | None = None
    endereco: str = ""
    data: date | None = None


class DadosServico(Congelado):
    """What a service order is about. `placa` as `le_placa` gives it; `conferidos`: the check-list's items that were
    ticked when it entered (TP-095)."""

    placa: str = ""
    modelo: str = ""
    equipamento: str = ""
    conferidos: tuple[str, ...] = ()


class ItemPedido(Congelado):
    """One line. `linha` is its name for the order's whole life: lines are never renumbered."""

    linha: int
    produto_id: int
    codigo: str
    descricao: str
    unidade: str
    quantidade: Decimal
    preco_lista: Decimal
    preco: Decimal
    preco_de_origem: bool = False  # kept from the DAV this order came from (CB-090)
    desconto_digitado: Desconto | None = None
    observacoes: str = ""  # printed under the description (TP-149)
    total_etiqueta: Decimal | None = None  # the scale label's own total: it is kept to the cent
    bruto: Decimal = ZERO
    desconto: Decimal = ZERO   # own discount
    rateio: Decimal = ZERO     # share of the order's discount
    total: Decimal = ZERO

    def calculado(self, casas: int = CASAS_MONEY) -> Self:
        """With `bruto` and its own `desconto` worked out, in `casas` places; `rateio` is the order's business.

        Itself when nothing changes: whoever draws or compares an order knows untouched lines by identity.
        """
        bruto = (total_bruto(self.quantidade, self.preco, casas) if self.total_etiqueta is None
                 else self.total_etiqueta if casas == CASAS_MONEY else arredonda(self.total_etiqueta, casas))
        desconto = self.desconto_digitado.sobre(bruto, casas) if self.desconto_digitado else ZERO
        if (bruto, desconto, ZERO, bruto - desconto) == (self.bruto, self.desconto, self.rateio, self.total):
            return self
        return self.model_copy(update={"bruto": bruto, "desconto": desconto, "rateio": ZERO,
                                       "total": bruto - desconto})

    @property
    def preco_liquido(self) -> Decimal:
        """R$ per unit after all discounts (four places)."""
        return arredonda(self.total / self.quantidade, 4) if self.quantidade else Decimal(0)

    @property
    def desconto_percentual(self) -> Decimal:
        """% of the gross that all discounts of this line take (four places)."""
        return arredonda((self.desconto + self.rateio) * 100 / self.bruto, 4) if self.bruto else Decimal(0)


class Pedido(Congelado):
    """A draft or an order. Ids are UUIDv7 made at the counter; instants are aware, dates are the shop's."""

    id: UUID
    estabelecimento_id: int
    estacao_id: int
    tipo_id: int
    usuario_id: int
    criado_em: datetime
    situacao: Situacao = Situacao.MANUTENCAO
    vendedor_id: int | None = None
    representante_id: int | None = None
    cliente_id: UUID | None = None
    cliente_nome: str = ""
    cliente_documento: str = ""
    lista_id: int | None = None
    plano_id: int | None = None
    itens: tuple[ItemPedido, ...] = ()
    proxima_linha: int = 1
    desconto_digitado: Desconto | None = None
    frete: Decimal = ZERO
    entrega: Entrega = Entrega()
    servico: DadosServico = DadosServico()
    observacoes: str = ""
    origem_id: UUID | None = None
    validade: date | None = None
    parcelas_digitadas: tuple[Parcela, ...] = ()  # when the seller changed dates or values
    numero: int | None = None
    serie: str = ""
    versao: int = 0
    casas_total: int = Field(CASAS_MONEY, ge=0, le=CASAS_MONEY)  # of each line's values (TP-082); set by its type

    @property
    def subtotal(self) -> Decimal:
        """R$ before any discount."""
        return sum((i.bruto for i in self.itens), ZERO)

    @property
    def desconto(self) -> Decimal:
        """R$ of all discounts: of the items and of the order."""
        return sum((i.desconto + i.rateio for i in self.itens), ZERO)

    @property
    def total(self) -> Decimal:
        return sum((i.total for i in self.itens), ZERO) + self.frete

    @property
    def vazio(self) -> bool:
        return not self.itens

    def item(self, linha: int) -> ItemPedido:
        """The line named `linha`. Raises KeyError when there is none."""
        for item in self.itens:
            if item.linha == linha:
                return item
        raise KeyError(linha)

    def quantidade_de(self, produto_id: int) -> Decimal:
        """Units of a product over all its lines."""
        return sum((i.quantidade for i in self.itens if i.produto_id == produto_id), Decimal(0))

    def com_item(self, item: ItemPedido) -> Self:
        """Add a line at the end; its `linha` is given here."""
        novo = item.model_copy(update={"linha": self.proxima_linha})
        return self._com(itens=(*self.itens, novo), proxima_linha=self.proxima_linha + 1)

    def sem_item(self, linha: int) -> Self:
        self.item(linha)
        return self._com(itens=tuple(i for i in self.itens if i.linha != linha))

    def com_quantidade(self, linha: int, quantidade: Decimal) -> Self:
        """Change the quantity; a label's own total no longer holds."""
        return self._troca(linha, lambda i: i.model_copy(
            update={"quantidade": quantidade, "total_etiqueta": None}))

    def com_preco(self, linha: int, preco: Decimal) -> Self:
        return self._troca(linha, lambda i: i.model_copy(update={"preco": preco, "total_etiqueta": None}))

    def com_item_trocado(self, linha: int, **campos: object) -> Self:
        """Change fields of one line."""
        return self._troca(linha, lambda i: i.model_copy(update=campos))

    def com_desconto_item(self, linha: int, desconto: Desconto | None) -> Self:
        return self._troca(linha, lambda i: i.model_copy(update={"desconto_digitado": desconto}))

    def com_desconto(self, desconto: Desconto | None) -> Self:
        return self._com(desconto_digitado=desconto)

    def com(self, **campos: object) -> Self:
        """Change header fields (client, plan, list, delivery, …) and work the totals out again."""
        return self._com(**campos)

    def para(self, situacao: Situacao) -> Self:
        """Move to another situation. Raises TransicaoInvalida."""
        confere_transicao(self.situacao, situacao)
        return self.model_copy(update={"situacao": situacao})

    def _troca(self, linha: int, muda: Callable[[ItemPedido], ItemPedido]) -> Self:
        self.item(linha)
        return self._com(itens=tuple(muda(i) if i.linha == linha else i for i in self.itens))

    def _com(self, **campos: object) -> Self:
        return self.model_copy(update=campos).calculado()

    def calculado(self) -> Self:
        """With every line's totals worked out and the order's discount apportioned over them."""
        casas = self.casas_total
        itens = [i.calculado(casas) for i in self.itens]
        if self.desconto_digitado:
            base = sum((i.total for i in itens), ZERO)
            partes = rateia(self.desconto_digitado.sobre(base, casas), [i.total for i in itens], casas)
            itens = [i.model_copy(update={"rateio": parte, "total": i.total - parte})
                     for i, parte in zip(itens, partes, strict=True)]
        return self.model_copy(update={"itens": tuple(itens)})
