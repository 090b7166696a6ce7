"""What the parts of the builder share: the base day, ids, and rows by table."""

import hashlib
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from uuid import UUID

BASE = date(2026, 3, 10)
"""The "today" of the files; loading moves every date by the days between it and the real today."""
FUSO = timezone(timedelta(hours=-3))  # America/Sao_Paulo
SEMENTE = 20260310


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON value that is not a list or an object: text and numbers would be taken for columns of theirs."""

    valor: object


Linha = dict[str, object]
Tabelas = dict[str, list[Linha]]


def sorteio(assunto: str) -> random.Random:
    """A generator of its own for each subject: a change in one does not shuffle the others."""
    return random.Random(f"{SEMENTE} {assunto}")


def uuid7(em: datetime, assunto: str) -> UUID:
    """A UUIDv7 of that instant whose random bits come from `assunto`."""
    milis = int(em.timestamp() * 1000)
    resto = int.from_bytes(hashlib.sha256(f"{SEMENTE} {assunto}".encode()).digest()[:10], "big")
    valor = (milis << 80) | (7 << 76) | ((resto >> 62 & 0xFFF) << 64) | (2 << 62) | (resto & ((1 << 62) - 1))
    return UUID(int=valor)


def instante(dia: date, hora: float) -> datetime:
    """`hora` 9.5 is half past nine at the shop."""
    return datetime.combine(dia, time(), FUSO) + timedelta(seconds=round(hora * 3600))
