"""Payment plans and their instalments."""

from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from balcao.domain.arredondamento import ZERO, Resto, divide, percentual_de


class Parcela(BaseModel):
    """One instalment: due date (shop's calendar) and R$."""

    model_config = ConfigDict(frozen=True)

    numero: int
    vencimento: date
    valor: Decimal


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

    def parcela_a_vista(self, total: Decimal, emissao: date) -> Decimal:
        """R$ of `total` paid on the day of issue: it takes no credit."""
        return sum((p.valor for p in self.parcelas(total, emissao) if p.vencimento == emissao), ZERO)
