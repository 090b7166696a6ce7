"""Findings: what a rule saw, as data. Rules never raise and never build a sentence."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer


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


def _para_json(valor: str | int | Decimal) -> str | int | dict[str, str]:
    return {"decimal": str(valor)} if isinstance(valor, Decimal) else valor


def _de_json(valor: object) -> object:
    if not isinstance(valor, dict):
        return valor
    try:
        return Decimal(str(valor["decimal"]))
    except (KeyError, InvalidOperation) as erro:
        raise ValueError("not an amount") from erro


# On the wire an amount stays an amount: as a bare string it would come back a text, and be shown as one.
Parametro = Annotated[str | int | Decimal, BeforeValidator(_de_json),
                      PlainSerializer(_para_json, when_used="json")]


class Finding(BaseModel):
    """One thing a rule saw. `code` is stable; `params` fill the sentence in the table of texts.

    `valor` is the R$ a release must cover (a release of R$ 50 does not cover an excess of R$ 80);
    `permissao` is who may release it ("" = nobody).
    """

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity
    params: dict[str, Parametro] = {}
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
