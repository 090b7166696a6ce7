"""The names that a company's schema gives to its roles, and a connection written down; no database driver here,
because the counter's window only passes them on to the process that connects."""

import re
from dataclasses import dataclass
from typing import Final

_ESQUEMA = re.compile(r"[a-z][a-z0-9_]{0,30}")
_RESERVADOS: Final = ("public", "information_schema")


class EsquemaInvalido(ValueError):
    """A schema name that cannot be a company's; `str()` is for the user."""


def confere_esquema(esquema: str) -> str:
    """The name, when it may be a company's schema (it also begins its roles' names). Raises EsquemaInvalido."""
    if not _ESQUEMA.fullmatch(esquema) or esquema in _RESERVADOS or esquema.startswith("pg_"):
        raise EsquemaInvalido(
            f"“{esquema}” não serve de nome para o esquema da empresa: use até 31 letras minúsculas sem "
            "acento, algarismos e sublinhado, começando por letra.")
    return esquema


def escreve_dsn(**partes: str | int | None) -> str:
    """A libpq connection string (`host='…' port='…'`); parts that are None are left out."""
    escritas = {nome: str(valor).replace("\\", r"\\").replace("'", r"\'") for nome, valor in partes.items()
                if valor is not None}
    return " ".join(f"{nome}='{valor}'" for nome, valor in escritas.items())


def provado(ca: str) -> dict[str, str]:
    """Parts of a connection whose server must prove who it is, by a PEM file; "" takes it as it offers itself."""
    return {"sslmode": "verify-full", "sslrootcert": ca} if ca else {}


@dataclass(frozen=True)
class Papeis:
    """The role names of one company. Raises EsquemaInvalido."""

    esquema: str

    def __post_init__(self) -> None:
        confere_esquema(self.esquema)

    @property
    def dono(self) -> str:
        return f"{self.esquema}_dono"

    @property
    def servico(self) -> str:
        return f"{self.esquema}_servico"

    @property
    def leitura(self) -> str:
        """The group of the stations; nobody logs in as it."""
        return f"{self.esquema}_leitura"

    @property
    def consulta(self) -> str:
        return f"{self.esquema}_consulta"

    def estacao(self, estacao_id: int) -> str:
        return f"{self.esquema}_estacao_{estacao_id}"
