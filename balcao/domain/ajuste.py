"""What the seller takes off a line or an order, or puts on it: in R$, in %, or in several % one after the other.

Kept as typed, so that it follows the quantity. In a cascade each % is of what the one before left: 10 and 5 off
R$ 100,00 leave R$ 85,50. It is rounded once, at the end: the order of the percentages never changes a cent.
"""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict

from balcao.domain.arredondamento import CASAS_MONEY, arredonda, em_cascata, percentual_de
from balcao.domain.formatos import TextoInvalido, le_decimal, moeda, numero, percentual

MAIOR_CASCATA = 5
MAIOR_ACRESCIMO = Decimal(999)
MAIOR_VALOR = Decimal("9999999.99")
_CABE = Decimal(10) ** 15
_MAIS = "+"


class TipoDesconto(StrEnum):
    PERCENTUAL = "percentual"
    VALOR = "valor"


class _Digitado(BaseModel):
    """As typed: 5 %, or R$ 5,00. `seguintes`: the percentages that come after the first (TP-065, TP-066)."""

    model_config = ConfigDict(frozen=True)
    nome: ClassVar[str]
    maior: ClassVar[Decimal]  # % of one step

    tipo: TipoDesconto
    valor: Decimal
    seguintes: tuple[Decimal, ...] = ()

    @property
    def percentuais(self) -> tuple[Decimal, ...]:
        """Every %, in the order typed; none of a value in R$."""
        return (self.valor, *self.seguintes) if self.tipo is TipoDesconto.PERCENTUAL else ()

    @property
    def valido(self) -> bool:
        """Whether the shop can store it: what arrives was not always typed at a counter of ours."""
        if self.tipo is TipoDesconto.VALOR:
            return not self.seguintes and 0 <= self.valor < _CABE
        return len(self.seguintes) < MAIOR_CASCATA and all(0 <= p <= self.maior for p in self.percentuais)

    def __str__(self) -> str:
        """`10% + 5%`, `R$ 5,00`."""
        return " + ".join(percentual(p) for p in self.percentuais) or moeda(self.valor)

    @property
    def digitado(self) -> str:
        """As one types it again: `10+5%`, `5,00`."""
        if self.tipo is TipoDesconto.VALOR:
            return numero(self.valor, CASAS_MONEY)
        return f"{_MAIS.join(numero(p) for p in self.percentuais)}%"


class Desconto(_Digitado):
    """Taken off."""

    nome = "desconto"
    maior = Decimal(100)

    def sobre(self, base: Decimal, casas: int = CASAS_MONEY) -> Decimal:
        """R$ this discount takes from `base`, in `casas` places; never more than `base`."""
        if self.tipo is TipoDesconto.VALOR:
            return min(arredonda(self.valor, casas), base)
        um_so = self.valor if not self.seguintes else -em_cascata([-p for p in self.percentuais])
        return min(percentual_de(base, um_so, casas), base)

    def recusa(self, base: Decimal) -> str:
        """Why nobody may type this over `base` (R$), "" when he may: `sobre` would cut it without a word."""
        if self.tipo is TipoDesconto.VALOR and self.valor > base:
            return f"O desconto de {moeda(self.valor)} passa do valor, {moeda(base)}. Digite um menor, ou em %."
        return ""


class Acrescimo(_Digitado):
    """Put on."""

    nome = "acréscimo"
    maior = MAIOR_ACRESCIMO

    def sobre(self, base: Decimal, casas: int = CASAS_MONEY) -> Decimal:
        """R$ this surcharge adds to `base`, in `casas` places."""
        if self.tipo is TipoDesconto.VALOR:
            return arredonda(self.valor, casas)
        return percentual_de(base, self.valor if not self.seguintes else em_cascata(self.percentuais), casas)

    @property
    def digitado(self) -> str:
        return _MAIS + super().digitado


Ajuste: TypeAlias = Desconto | Acrescimo


def escreve_ajuste(*ajustes: Ajuste | None) -> str:
    """The first that there is, as it was typed."""
    return next((um.digitado for um in ajustes if um is not None), "")


def le_ajuste(texto: str, ate: Decimal) -> Ajuste | None:
    """"5%", "5,00" (R$), "10+5%" (a cascade), "+10%" (a surcharge); "0" or "" for none. `ate` (R$) is what there is
    to discount from. Raises TextoInvalido."""
    limpo = texto.strip()
    modelo = Acrescimo if limpo.startswith(_MAIS) else Desconto
    if not (resto := limpo.removeprefix(_MAIS)):
        if not limpo:
            return None
        raise TextoInvalido("Falta o acréscimo depois do +, como +10% ou +5,00.")
    partes = [parte.strip() for parte in resto.split(_MAIS)]
    if len(partes) == 1 and not resto.rstrip().endswith("%"):
        ajuste = _em_reais(resto, modelo)
    else:
        ajuste = _em_percentual(partes, modelo)
    if isinstance(ajuste, Desconto) and (recusa := ajuste.recusa(ate)):
        raise TextoInvalido(recusa)
    return ajuste


def _em_reais(texto: str, modelo: type[Ajuste]) -> Ajuste | None:
    valor = arredonda(le_decimal(texto))
    if valor < 0:
        raise TextoInvalido(f"O {modelo.nome} não pode ser negativo.")
    if modelo is Acrescimo and valor > MAIOR_VALOR:  # a discount is held by what there is
        raise TextoInvalido(f"O {modelo.nome} é grande demais: o máximo é {moeda(MAIOR_VALOR)}.")
    return modelo(tipo=TipoDesconto.VALOR, valor=valor) if valor else None


def _em_percentual(partes: list[str], modelo: type[Ajuste]) -> Ajuste | None:
    if any(not parte or "R$" in parte for parte in partes):
        raise TextoInvalido("Em cascata entram só percentuais, um depois do outro, como 10+5%.")
    if len(partes) > MAIOR_CASCATA:
        raise TextoInvalido(f"São {len(partes)} percentuais, e o máximo é {MAIOR_CASCATA}. Junte alguns.")
    lidos = [le_decimal(parte.removesuffix("%")) for parte in partes]
    if any(um < 0 for um in lidos):
        raise TextoInvalido(f"O {modelo.nome} não pode ser negativo.")
    if any(um > modelo.maior for um in lidos):
        raise TextoInvalido(f"O {modelo.nome} vai de 0% a {percentual(modelo.maior)}.")
    cheios = [um for um in lidos if um]
    return modelo(tipo=TipoDesconto.PERCENTUAL, valor=cheios[0], seguintes=tuple(cheios[1:])) if cheios else None
