"""Column types that mean the same on PostgreSQL and on SQLite.

SQLite's NUMERIC is a float, so a Decimal column there is a scaled integer: comparing and summing
*stored* columns is exact on both; a product, a quotient or a literal in SQL is not (docs/decisions/0007).
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

MAIOR_INTEIRO = 2**63 - 1


class ForaDaFaixa(ValueError):
    """A Decimal does not fit its column, or has more places than the column keeps."""


class Exato(TypeDecorator[Decimal]):
    """Decimal with a fixed number of places: NUMERIC(p, s) on PostgreSQL, scaled integer on SQLite."""

    impl = Numeric
    cache_ok = True

    def __init__(self, precisao: int, casas: int) -> None:
        super().__init__(precisao, casas)
        self.precisao, self.casas = precisao, casas

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(self.precisao, self.casas))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return para_inteiro(Decimal(value), self.casas)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-self.casas) if dialect.name == "sqlite" else Decimal(value)

    def coerce_compared_value(self, op: Any, value: Any) -> "Exato":  # noqa: ARG002 - SQLAlchemy's signature
        return self


def para_inteiro(valor: Decimal, casas: int) -> int:
    """The scaled integer SQLite stores for `valor`. Raises ForaDaFaixa rather than lose a digit."""
    escalado = valor.scaleb(casas)
    inteiro = int(escalado)
    if inteiro != escalado or not -MAIOR_INTEIRO <= inteiro <= MAIOR_INTEIRO:
        raise ForaDaFaixa(f"{valor} does not fit {casas} places")
    return inteiro


class Instante(TypeDecorator[datetime]):
    """An aware instant: timestamptz on PostgreSQL, microseconds since the epoch (UTC) on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        tipo: TypeEngine[Any] = BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(tipo)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return (value - datetime(1970, 1, 1, tzinfo=UTC)) // _MICRO

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return cast(datetime | None, value)
        return datetime(1970, 1, 1, tzinfo=UTC) + int(value) * _MICRO


_MICRO = datetime.resolution


class Dia(TypeDecorator[date]):
    """A civil date in the shop's time zone."""

    impl = Date
    cache_ok = True


class Xid8(UserDefinedType[str]):
    """PostgreSQL's 64-bit transaction id: what sync orders changes by."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


def dinheiro() -> Exato:
    """R$ totals: NUMERIC(18,2)."""
    return Exato(18, 2)


def preco() -> Exato:
    """R$ per unit: NUMERIC(20,10); up to R$ 922 million on SQLite."""
    return Exato(20, 10)


def quantidade() -> Exato:
    """Quantity in the stock unit: NUMERIC(18,6)."""
    return Exato(18, 6)


def percentual() -> Exato:
    """0 to 100, four places."""
    return Exato(9, 4)


def jsonb() -> JSON:
    """jsonb on PostgreSQL, text JSON on SQLite."""
    return JSON().with_variant(JSONB(), "postgresql")
