"""The MetaData of one company's schema, and how a table says that it is replicated.

No table names its schema: the connection's role sets `search_path` (one schema per company, nothing
refers across schemas). A replicated table has `xid`, renewed by a trigger at every update; columns with
`info={"replica": False}` stay on the server.
"""

from typing import Any

from sqlalchemy import Column, FetchedValue, MetaData, Table
from sqlalchemy.sql.schema import SchemaItem

from balcao.db.tipos import Xid8

metadata = MetaData(naming_convention={
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
})

SO_NO_SERVIDOR = {"replica": False}


def tabela(nome: str, *itens: SchemaItem, **opcoes: Any) -> Table:
    """A table that lives only on the server."""
    return Table(nome, metadata, *itens, **opcoes)


def replicada(nome: str, *itens: SchemaItem, **opcoes: Any) -> Table:
    """A table that every counter copies (its columns not marked SO_NO_SERVIDOR)."""
    xid = Column("xid", Xid8(), nullable=False, server_default=FetchedValue(), index=True,
                 info=SO_NO_SERVIDOR)
    return Table(nome, metadata, *itens, xid, info={"replica": True}, **opcoes)


def colunas_replicadas(origem: Table) -> list[Column[Any]]:
    """The columns of `origem` that the replica keeps, in table order."""
    return [c for c in origem.columns if c.info.get("replica", True)]


def tabelas_replicadas() -> list[Table]:
    """Every replicated table, parents before children."""
    return [t for t in metadata.sorted_tables if t.info.get("replica")]
