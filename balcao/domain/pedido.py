"""`Pedido`: the order as the seller edits it. Frozen; every edit returns a new one with its totals right.

One declaration serves the domain, the journal (JSON) and the wire. All money is R$ with two places,
unit prices up to ten, quantities up to six. Discounts and surcharges are kept as typed (percent or R$), so that they
follow the quantity; the order's own are apportioned over the items to the cent. A surcharge is part of the gross.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from balcao.domain.ajuste import Acrescimo, Ajuste, Desconto
from balcao.domain.arredondamento import CASAS_MONEY, ZERO, arredonda, rateia, total_bruto
from balcao.domain.formatos import dia_e_mes, numero
from balcao.domain.plano import Parcela
from balcao.domain.situacoes import Situacao, confere_transicao

CASAS_QUANTIDADE = 6


class Congelado(BaseModel):
    model_config = ConfigDict(frozen=True)


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
    ticked when it entered (TP-095); `tecnico_id`: the person who is responsible for it (TP-014), and the name."""

    placa: str = ""
    modelo: str = ""
    equipamento: str = ""
    conferidos: tuple[str, ...] = ()
    tecnico_id: UUID | None = None
    tecnico: str = ""


class Promocao(Congelado):
    """A list's promotional price (TP-078): the last of the shop's days on which it holds, None without an end."""

    ate: date | None = None

    @property
    def frase(self) -> str:
        """ "promoção até 30/11"."""
        return f"promoção até {dia_e_mes(self.ate)}" if self.ate is not None else "promoção"

    @property
    def marca(self) -> str:
        """ "promo até 30/11": beside a description that must keep its letters."""
        return self.frase.replace("promoção", self.marca_curta)

    @property
    def marca_curta(self) -> str:
        """Where even that is too long."""
        return "promo"


class EmOutraUnidade(Congelado):
    """A quantity as it was typed, in another unit than the product's (TP-171). `fator`: units of the product in one."""

    quantidade: Decimal
    unidade: str
    fator: Decimal

    def convertida(self, casas: int = CASAS_QUANTIDADE) -> Decimal:
        """In the product's unit, in `casas` places."""
        return arredonda(self.quantidade * self.fator, casas)

    def __str__(self) -> str:
        return f"{numero(self.quantidade)} {self.unidade}"


class ItemPedido(Congelado):
    """One line. `linha` is its name for the order's whole life: lines are never renumbered."""

    linha: int
    produto_id: int
    codigo: str
    descricao: str
    unidade: str
    quantidade: Decimal
    digitado: EmOutraUnidade | None = None  # how `quantidade` was typed; None: in the product's own unit
    preco_lista: Decimal
    preco: Decimal
    preco_de_origem: bool = False  # kept from the DAV this order came from (CB-090)
    promocao: Promocao | None = None  # the list price is the promotional one (TP-078), and nobody typed another
    desconto_digitado: Desconto | None = None
    acrescimo_digitado: Acrescimo | None = None
    observacoes: str = ""  # printed under the description (TP-149)
    tecnico_id: UUID | None = None  # who is to execute it (TP-020), and the name
    tecnico: str = ""
    series: tuple[str, ...] = ()  # serial numbers of its units (TP-045)
    total_etiqueta: Decimal | None = None  # the scale label's own total: it is kept to the cent
    bruto: Decimal = ZERO      # quantity × price, with the surcharge
    acrescimo: Decimal = ZERO  # own, and the share of the order's
    desconto: Decimal = ZERO   # own discount
    rateio: Decimal = ZERO     # share of the order's discount
    total: Decimal = ZERO

    def calculado(self, casas: int = CASAS_MONEY) -> Self:
        """With `bruto` and its own surcharge and `desconto` worked out, in `casas` places; what the order's own give
        it is the order's business.

        Itself when nothing changes: whoever draws or compares an order knows untouched lines by identity.
        """
        base = (total_bruto(self.quantidade, self.preco, casas) if self.total_etiqueta is None
                else self.total_etiqueta if casas == CASAS_MONEY else arredonda(self.total_etiqueta, casas))
        acrescimo = self.acrescimo_digitado.sobre(base, casas) if self.acrescimo_digitado and self.quantidade else ZERO
        bruto = base + acrescimo
        desconto = self.desconto_digitado.sobre(bruto, casas) if self.desconto_digitado else ZERO
        if (bruto, acrescimo, desconto, ZERO, bruto - desconto) == (
                self.bruto, self.acrescimo, self.desconto, self.rateio, self.total):
            return self
        return self.model_copy(update={"bruto": bruto, "acrescimo": acrescimo, "desconto": desconto, "rateio": ZERO,
                                       "total": bruto - desconto})

    @property
    def como_digitado(self) -> str:
        """ "2 CX (24 UN)"; "" for what was typed in the product's own unit."""
        return f"{self.digitado} ({numero(self.quantidade)} {self.unidade})" if self.digitado else ""

    @property
    def como_ajustado(self) -> str:
        """Its own surcharge, or discount in cascade, in words: the value alone would not say how it came about."""
        if self.acrescimo_digitado:
            return f"acréscimo de {self.acrescimo_digitado}"
        em_cascata = self.desconto_digitado is not None and self.desconto_digitado.seguintes
        return f"desconto de {self.desconto_digitado}" if em_cascata else ""

    @property
    def preco_liquido(self) -> Decimal:
        """R$ per unit after all discounts (four places)."""
        return arredonda(self.total / self.quantidade, 4) if self.quantidade else Decimal(0)

    @property
    def preco_com_acrescimo(self) -> Decimal:
        """R$ per unit before any discount (four places when there is a surcharge)."""
        return arredonda(self.bruto / self.quantidade, 4) if self.acrescimo and self.quantidade else self.preco

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
    acrescimo_digitado: Acrescimo | None = None
    frete: Decimal = ZERO
    entrega: Entrega = Entrega()
    servico: DadosServico = DadosServico()
    observacoes: str = ""
    contato: str = ""  # the person of the customer's whom this order is with
    classificacao_id: int | None = None
    origem_id: UUID | None = None
    validade: date | None = None
    parcelas_digitadas: tuple[Parcela, ...] = ()  # when the seller changed dates or values
    numero: int | None = None
    serie: str = ""
    versao: int = 0  # of the record: each stored change of an issued order is one
    versao_comercial: int = 0  # of the proposal (TP-157)
    tipo_estoque: int | None = None  # of an issued one: whose units it holds (TP-032); None: the shop's own
    casas_total: int = Field(CASAS_MONEY, ge=0, le=CASAS_MONEY)  # of each line's values (TP-082); set by its type

    @property
    def subtotal(self) -> Decimal:
        """R$ before any discount, with the surcharges."""
        return sum((i.bruto for i in self.itens), ZERO)

    @property
    def acrescimo(self) -> Decimal:
        """R$ of all surcharges: of the items and of the order."""
        return sum((i.acrescimo for i in self.itens), ZERO)

    @property
    def desconto(self) -> Decimal:
        """R$ of all discounts: of the items and of the order."""
        return sum((i.desconto + i.rateio for i in self.itens), ZERO)

    @property
    def total(self) -> Decimal:
        return sum((i.total for i in self.itens), ZERO) + self.frete

    @property
    def tecnicos(self) -> tuple[UUID, ...]:
        """Everybody it names as who serves."""
        todos = (self.servico.tecnico_id, *(i.tecnico_id for i in self.itens))
        return tuple(dict.fromkeys(um for um in todos if um is not None))

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

    def com_quantidade(self, linha: int, quantidade: Decimal, digitado: EmOutraUnidade | None = None) -> Self:
        """Change the quantity; a label's own total, and the unit it was typed in, no longer hold."""
        return self._troca(linha, lambda i: i.model_copy(
            update={"quantidade": quantidade, "digitado": digitado, "total_etiqueta": None}))

    def com_preco(self, linha: int, preco: Decimal) -> Self:
        return self._troca(linha, lambda i: i.model_copy(
            update={"preco": preco, "total_etiqueta": None, "promocao": None}))

    def com_item_trocado(self, linha: int, **campos: object) -> Self:
        """Change fields of one line."""
        return self._troca(linha, lambda i: i.model_copy(update=campos))

    def com_ajuste_item(self, linha: int, ajuste: Ajuste | None) -> Self:
        """Discount or surcharge of one line: it has one of them, or none."""
        return self._troca(linha, lambda i: i.model_copy(update=_ajustes(ajuste)))

    def com_ajuste(self, ajuste: Ajuste | None) -> Self:
        """Discount or surcharge of the order: it has one of them, or none."""
        return self._com(**_ajustes(ajuste))

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
        """With every line's totals worked out and the order's surcharge and discount, both of what the lines come to,
        apportioned over them."""
        casas = self.casas_total
        itens = [i.calculado(casas) for i in self.itens]
        if itens and (self.desconto_digitado or self.acrescimo_digitado):
            pesos = [i.total for i in itens]
            base = sum(pesos, ZERO)
            mais, menos = (rateia(um.sobre(base, casas) if um else ZERO, pesos, casas)
                           for um in (self.acrescimo_digitado, self.desconto_digitado))
            itens = [i.model_copy(update={"bruto": i.bruto + a, "acrescimo": i.acrescimo + a, "rateio": d,
                                          "total": i.total + a - d})
                     for i, a, d in zip(itens, mais, menos, strict=True)]
        return self.model_copy(update={"itens": tuple(itens)})


def _ajustes(ajuste: Ajuste | None) -> dict[str, object]:
    return {"desconto_digitado": ajuste if isinstance(ajuste, Desconto) else None,
            "acrescimo_digitado": ajuste if isinstance(ajuste, Acrescimo) else None}
