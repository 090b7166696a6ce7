"""Payment plans and their instalments."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from balcao.domain.arredondamento import ZERO, Resto, divide, percentual_de
from balcao.domain.formatos import moeda


class Parcela(BaseModel):
    """One instalment: due date (shop's calendar) and R$."""

    model_config = ConfigDict(frozen=True)

    numero: int
    vencimento: date
    valor: Decimal


_GRUPOS_DITOS = 3


def em_parcelas(parcelas: Sequence[Parcela], emissao: date) -> str:
    """What a seller tells: "entrada de R$ 40,00 + 2× de R$ 30,00"; "" for a single one, "5 parcelas" when their values
    are too many to tell."""
    if len(parcelas) < 2:
        return ""
    entrada = f"entrada de {moeda(parcelas[0].valor)}" if parcelas[0].vencimento <= emissao else ""
    resto = parcelas[1:] if entrada else parcelas
    grupos = [(valor, len(list(iguais))) for valor, iguais in groupby(um.valor for um in resto)]
    if len(grupos) > _GRUPOS_DITOS:
        return f"{len(parcelas)} parcelas"
    return " + ".join(filter(None, (entrada, *(f"{n}× de {moeda(valor)}" for valor, n in grupos))))


class PlanoPagamento(BaseModel):
    """`prazos` are days after the issue, one per instalment; 0 first is cash or a down payment."""

    model_config = ConfigDict(frozen=True)

    id: int
    nome: str
    prazos: tuple[int, ...]
    entrada_percentual: Decimal | None = None
    acrescimo: Decimal = Decimal(0)
    resto: Resto = Resto.ULTIMA
    toma_credito: bool = True
    permite_bloqueado: bool = False
    desconto_maximo: Decimal | None = None
    valor_minimo: Decimal = ZERO

    @property
    def a_vista(self) -> bool:
        return all(prazo == 0 for prazo in self.prazos)

    def parcelas(self, total: Decimal, emissao: date) -> tuple[Parcela, ...]:
        """Split `total` (R$) over the plan from the day of issue; the values add up to `total`."""
        if self.entrada_percentual is not None and len(self.prazos) > 1:
            entrada = percentual_de(total, self.entrada_percentual)
            valores = [entrada, *divide(total - entrada, len(self.prazos) - 1, self.resto)]
        else:
            valores = divide(total, len(self.prazos), self.resto)
        return tuple(
            Parcela(numero=n, vencimento=emissao + timedelta(days=prazo), valor=valor)
            for n, (prazo, valor) in enumerate(zip(self.prazos, valores, strict=True), start=1))
