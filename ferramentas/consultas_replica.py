"""Write the shared queries (balcao.db.consultas) as the counter runs them: SQLite's text and plain conversions.

    python -m ferramentas.consultas_replica

The counter's window does not import SQLAlchemy, which would be half a second of its start. A test fails when the
file is stale.
"""

from pathlib import Path
from textwrap import fill
from typing import Any

from sqlalchemy import JSON, Boolean, Uuid
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

import balcao.db.replica
from balcao.db.consultas import CONSULTAS, Inteiros
from balcao.db.tipos import Dia, Exato, Instante

ARQUIVO = Path(balcao.db.replica.__file__).with_name("consultas.py")
_CABECALHO = '''\
"""The shared queries on the replica. Written by `python -m ferramentas.consultas_replica`: never edited by hand.

Name → (SQL, how its values are bound, how its columns are read). A number means a Decimal of so many places, stored
as a whole number; what is not named is stored as it is (leitura.py).
"""

from collections.abc import Mapping

Forma = str | int
CONSULTAS: Mapping[str, tuple[str, Mapping[str, Forma], Mapping[str, Forma]]] = {
'''


def texto() -> str:
    """The module as it is written."""
    return _CABECALHO + "".join(_escreve(nome) for nome in CONSULTAS) + "}\n"


def _escreve(nome: str) -> str:
    # the dialect's own parameter style would number them; names say what is bound
    feita = CONSULTAS[nome].compile(dialect=sqlite.dialect(paramstyle="named"))
    assert isinstance(feita, SQLCompiler)
    entram = {texto: forma(bind.type) for bind, texto in feita.bind_names.items()}
    saem = {coluna.keyname: forma(coluna.type) for coluna in feita._result_columns}
    recuo = " " * 8
    sql = "\n".join(fill(" ".join(linha.split()), 116, initial_indent=recuo, subsequent_indent=f"{recuo}    ",
                         break_on_hyphens=False, break_long_words=False) for linha in feita.string.splitlines())
    return f'    "{nome}": ("""\n{sql}""",\n{_dicionario(entram)},\n{_dicionario(saem)}),\n'


def _dicionario(formas: dict[str, str | int]) -> str:
    pares = ", ".join(f'"{nome}": {str(forma) if isinstance(forma, int) else chr(34) + forma + chr(34)}'
                      for nome, forma in formas.items())
    return fill(f"{{{pares}}}", 116, initial_indent=" " * 8, subsequent_indent=" " * 9)


def forma(tipo: TypeEngine[Any]) -> str | int:
    """How SQLite holds a value of this type (see db.tipos): what the reader must do with it."""
    match tipo:
        case Exato():
            return tipo.casas
        case Instante():
            return "instante"
        case Dia():
            return "dia"
        case Uuid():
            return "uuid"
        case JSON() | Inteiros():
            return "json"
        case Boolean():
            return "sim_nao"
    assert tipo.python_type in (int, str), f"say how the replica holds {tipo!r}"
    return ""


def main(arquivo: Path = ARQUIVO) -> None:
    """Write the file."""
    arquivo.write_text(texto(), encoding="utf-8")
    print(arquivo)


if __name__ == "__main__":
    main()
