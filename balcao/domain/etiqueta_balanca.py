"""The label a shop scale prints: EAN-13 `2` + product code (4 to 6 digits) + weight or total + check digit.

What it carries is the shop's own convention (CB-057 prefix, CB-058 digits, CB-059 content), so the reading
needs the station's `ModeloEtiqueta`. A label with the total keeps that total: the customer read it on the
package; the quantity adapts to it (CB-059).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from balcao.domain.arredondamento import arredonda, total_bruto
from balcao.domain.campo import ValorInvalido
from balcao.domain.gtin import gtin_valido

TAMANHO = 13
CASAS_PESO = 3
CASAS_MAXIMAS = 6  # what a stored quantity can hold


class Conteudo(StrEnum):
    """What the digits after the product code mean (CB-059)."""

    PESO = "peso"    # kg × 1000
    PRECO = "preco"  # R$ × 100, the total of the package


@dataclass(frozen=True, slots=True)
class ModeloEtiqueta:
    """How this shop's scales print. Raises ValorInvalido when the convention is impossible."""

    prefixo: str = "2"
    digitos: int = 5
    conteudo: Conteudo = Conteudo.PRECO

    def __post_init__(self) -> None:
        if len(self.prefixo) != 1 or self.prefixo not in "0123456789":
            raise ValorInvalido("O prefixo da etiqueta de balança é um algarismo só; o usual é 2.")
        if self.digitos not in (4, 5, 6):
            raise ValorInvalido("O código do produto na etiqueta de balança tem 4, 5 ou 6 algarismos.")


class Etiqueta(NamedTuple):
    """One label read. `codigo` has no zeros on the left; exactly one of `peso` (kg) and `total` (R$) is filled."""

    codigo: str
    peso: Decimal | None = None
    total: Decimal | None = None


class LinhaPesada(NamedTuple):
    """Quantity and total (R$) of the sale's line. `total` is what counts, also when it was rounded."""

    quantidade: Decimal
    total: Decimal


def le_etiqueta(leitura: str, modelo: ModeloEtiqueta) -> Etiqueta | None:
    """Read a scale label; None when the code is not one (then it is a common bar code).

    Raises ValorInvalido when it has a label's form and its check digit is wrong, or weighs nothing (CB-057).
    """
    if len(leitura) != TAMANHO or not leitura.startswith(modelo.prefixo):
        return None
    if not (leitura.isascii() and leitura.isdigit()):
        return None
    if not gtin_valido(leitura):
        raise ValorInvalido(f"Etiqueta de balança “{leitura}” não confere: leitura com erro. "
                            "Passe de novo ou digite o código.")
    valor = Decimal(int(leitura[1 + modelo.digitos:-1]))
    if not valor:
        o_que = "peso" if modelo.conteudo is Conteudo.PESO else "preço"
        raise ValorInvalido(f"Etiqueta de balança “{leitura}” sem {o_que}. Pese o produto de novo.")
    codigo = leitura[1:1 + modelo.digitos].lstrip("0") or "0"
    if modelo.conteudo is Conteudo.PESO:
        return Etiqueta(codigo, peso=valor.scaleb(-CASAS_PESO))
    return Etiqueta(codigo, total=valor.scaleb(-2))


def linha_da_etiqueta(etiqueta: Etiqueta, preco: Decimal, casas: int = CASAS_PESO) -> LinhaPesada:
    """Quantity and total of a line at `preco` (R$ per unit).

    From a weight: quantity rounded to `casas` (CB-039), total = quantity × price. From a total: the total
    stays; the quantity gets `casas` places, and more (up to six) while quantity × price would not give the
    label's cents. Raises ValorInvalido when the product has no price to divide by.
    """
    if etiqueta.peso is not None:
        quantidade = arredonda(etiqueta.peso, casas)
        return LinhaPesada(quantidade, total_bruto(quantidade, preco))
    if etiqueta.total is None:
        raise ValueError("a label carries a weight or a total")
    if preco <= 0:
        raise ValorInvalido("O produto da etiqueta está sem preço de venda. Informe o preço no cadastro.")
    for places in range(casas, CASAS_MAXIMAS + 1):
        quantidade = arredonda(etiqueta.total / preco, places)
        if quantidade and total_bruto(quantidade, preco) == etiqueta.total:
            break
    return LinhaPesada(quantidade, etiqueta.total)
