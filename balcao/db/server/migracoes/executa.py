"""alembic over an open connection: advance, stamp, compare with the model, apply guards again.

Imported only when a migration or a re-check runs: alembic takes 0.3 s to import.
"""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.base import ischema_names

from balcao.db.server.migracoes import PASTA
from balcao.db.tables import metadata
from balcao.db.tipos import Xid8

ischema_names.setdefault("xid8", Xid8)  # SQLAlchemy does not know PostgreSQL's 64-bit transaction id

# What may be run again at any time; when a later revision replaces one of these files, its file stands here.
OBJETOS: Final[tuple[Path, ...]] = tuple(
    PASTA / "versions" / nome for nome in ("r0001/2_sincronia.sql", "r0001/3_guardas.sql", "r0017/2_visoes.sql",
                                           "r0005/2_guardas.sql", "r0013/2_guardas.sql",
                                           "r0014/2_marcas.sql", "r0021/2_lojas.sql", "r0023/2_guardas.sql",
                                           "r0025/2_guardas.sql"))


def avanca(conexao: Connection) -> None:
    """Run every pending revision in the caller's transaction."""
    command.upgrade(_config(conexao), "head")


def carimba(conexao: Connection) -> None:
    """Write the version table for a schema that is at the newest version already."""
    command.stamp(_config(conexao), "head", purge=True)


def versao(conexao: Connection) -> str | None:
    """What the version table says; None when it is gone or empty."""
    return MigrationContext.configure(conexao).get_current_revision()


def diferencas(conexao: Connection) -> tuple[str, ...]:
    """What the schema lacks or has otherwise than the model, as sentences. What it has besides is the user's."""
    contexto = MigrationContext.configure(conexao, opts={"compare_type": True})
    achadas = [_frase(d) for d in _achata(compare_metadata(contexto, metadata))]
    return tuple(sorted(frase for frase in achadas if frase))


def reaplica_objetos(conexao: Connection) -> None:
    """Functions, triggers and views again, in the caller's transaction."""
    nativa: Any = conexao.connection.driver_connection
    for arquivo in OBJETOS:
        nativa.execute(arquivo.read_text(encoding="utf-8"))


def _config(conexao: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(PASTA).replace("%", "%%"))
    config.attributes["conexao"] = conexao
    return config


def _achata(achados: list[Any]) -> list[tuple[Any, ...]]:
    """compare_metadata groups a column's changes in a list of its own."""
    planos: list[tuple[Any, ...]] = []
    for achado in achados:
        planos.extend(achado if isinstance(achado, list) else [achado])
    return planos


def _frase(achado: tuple[Any, ...]) -> str:
    match achado[0]:
        case "add_table":
            return f"Falta a tabela {achado[1].name}."
        case "add_column":
            return f"Falta a coluna {achado[2]}.{achado[3].name}."
        case "modify_type":
            return f"A coluna {achado[2]}.{achado[3]} é {achado[5]}, e devia ser {achado[6]}."
        case "modify_nullable":
            return f"A coluna {achado[2]}.{achado[3]} {'não devia aceitar' if achado[5] else 'devia aceitar'} vazio."
        case "add_index" | "add_constraint" | "add_fk":
            return f"Falta {achado[1].name} na tabela {achado[1].table.name}."
    return ""
