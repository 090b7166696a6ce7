"""Findings: what a rule saw, as data. Rules never raise and never build a sentence."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    """From worst to mildest; the order of the members is the order on screen."""

    BLOCK = "block"      # cannot go on
    APPROVE = "approve"  # can go on once somebody with the permission releases it
    WARN = "warn"        # shown, goes on
    INFO = "info"        # shown quietly


PIOR_PRIMEIRO: Mapping[Severity, int] = MappingProxyType({s: i for i, s in enumerate(Severity)})


class Origem(BaseModel):
    """The setting that decided: shown by "por que bloqueou" (Ctrl+I)."""

    model_config = ConfigDict(frozen=True)

    campo_id: str   # TP-036
    campo: str      # "Validar estoque no fechamento do pedido"
    dono: str       # "tipo de pedido VENDA", "terminal 3", "cliente JOSÉ"
    valor: str      # the option's label: "Erro"
    pagina: str = ""  # where to change it: "Configuração › Controles de Clientes"


class Finding(BaseModel):
    """One thing a rule saw. `code` is stable; `params` fill the sentence in the table of texts.

    `valor` is the R$ a release must cover (a release of R$ 50 does not cover an excess of R$ 80);
    `permissao` is who may release it ("" = nobody).
    """

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity
    params: dict[str, str | int | Decimal] = {}
    field: str = ""
    item: int | None = None
    origem: Origem | None = None
    permissao: str = ""
    valor: Decimal = Decimal("0.00")

    @property
    def liberavel(self) -> bool:
        return self.severity is Severity.APPROVE


def ordena(achados: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first; within a severity, the order in which the rules spoke."""
    return tuple(sorted(achados, key=lambda a: PIOR_PRIMEIRO[a.severity]))


def impedem(achados: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that still stop the operation."""
    return tuple(a for a in achados if a.severity in (Severity.BLOCK, Severity.APPROVE))
