"""Write the frozen DDL of revision 0001 from balcao.db.tables. For use before the first release only.

    python -m ferramentas.esquema_inicial

After a release the file never changes again: a new column is a new revision (docs/decisions/0010).
"""

from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from balcao.db.server.migracoes import PASTA
from balcao.db.tables import metadata

ARQUIVO = PASTA / "versions" / "r0001" / "1_tabelas.sql"
_CABECALHO = "-- Revision 0001: tables, constraints and indexes. Frozen: never edited after a release.\n"


def ddl() -> str:
    """The DDL of every table, parents before children, as it is written to the file."""
    return _CABECALHO + "".join(_da_tabela(tabela) for tabela in metadata.sorted_tables)


def _da_tabela(tabela: Table) -> str:
    dialeto = postgresql.dialect()  # type: ignore[no-untyped-call]
    criacao = str(CreateTable(tabela).compile(dialect=dialeto)).strip()
    for coluna in ("xid", "transacao"):  # their default is PostgreSQL's alone: the model says only "fetched"
        criacao = criacao.replace(f"\t{coluna} xid8 NOT NULL",
                                  f"\t{coluna} xid8 DEFAULT pg_current_xact_id() NOT NULL")
    indices = sorted(tabela.indexes, key=lambda i: str(i.name))
    linhas = [criacao, *(str(CreateIndex(i).compile(dialect=dialeto)) for i in indices)]
    return "\n" + "".join(f"{linha.replace(', ' + chr(10), ',' + chr(10)).replace(chr(9), '    ')};\n"
                          for linha in linhas)


def main(arquivo: Path = ARQUIVO) -> None:
    """Write the file."""
    arquivo.write_text(ddl(), encoding="utf-8")
    print(arquivo)


if __name__ == "__main__":
    main()
