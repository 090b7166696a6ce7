"""A customer's credit: what is owed, what may still be taken (CL-027 … CL-034, CL-041, CL-100)."""

from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from balcao.domain.arredondamento import ZERO


class Titulo(BaseModel):
    """An open instalment: `saldo` is what is still owed of it."""

    model_config = ConfigDict(frozen=True)

    numero: str
    parcela: int
    vencimento: date
    saldo: Decimal


class Vencidos(BaseModel):
    """Overdue instalments, as the message of CB-029 tells them."""

    model_config = ConfigDict(frozen=True)

    quantidade: int
    total: Decimal
    mais_antigo: date


class PosicaoCredito(BaseModel):
    """What a customer owes at one instant, as the caller read it. Values in R$.

    `limite` None is unlimited; the preference LIMITE_PRE_APROVADO (CL-028) has already been applied.
    `pedidos_pendentes` and `pedidos_entregues` are what other orders take, never the one being checked.
    """

    model_config = ConfigDict(frozen=True)

    limite: Decimal | None
    titulos: tuple[Titulo, ...] = ()
    pedidos_pendentes: Decimal = ZERO
    pedidos_entregues: Decimal = ZERO
    documentos: Decimal = ZERO
    creditos: Decimal = ZERO

    @property
    def em_titulos(self) -> Decimal:
        """CL-041: open balance of titles, due or not."""
        return sum((t.saldo for t in self.titulos), ZERO)

    @property
    def tomado(self) -> Decimal:
        """CL-029."""
        return self.em_titulos + self.pedidos_pendentes + self.pedidos_entregues + self.documentos

    @property
    def disponivel(self) -> Decimal | None:
        """CL-030, as shown: limit − taken; None is unlimited."""
        return None if self.limite is None else self.limite - self.tomado

    def cabe(self, abate_creditos: bool) -> Decimal | None:
        """R$ a sale may still take (CL-100): the headroom shown while typing; None is unlimited."""
        if self.disponivel is None:
            return None
        return self.disponivel + (self.creditos if abate_creditos else ZERO)

    def vencidos(self, hoje: date, tolerancia: int) -> Vencidos | None:
        """Instalments overdue for more than `tolerancia` days (CB-103); due today is not overdue."""
        atrasados = [t for t in self.titulos
                     if t.saldo > 0 and t.vencimento + timedelta(days=tolerancia) < hoje]
        if not atrasados:
            return None
        return Vencidos(quantidade=len(atrasados), total=sum((t.saldo for t in atrasados), ZERO),
                        mais_antigo=min(t.vencimento for t in atrasados))

    def origem(self) -> tuple[tuple[str, Decimal], ...]:
        """CL-034: the parts of the credit taken that are not zero, by name."""
        partes = (("Títulos a receber", self.em_titulos), ("Pedidos", self.pedidos_pendentes),
                  ("Pedidos entregues", self.pedidos_entregues), ("Documentos", self.documentos))
        return tuple((nome, valor) for nome, valor in partes if valor)
