"""What a database is: ours or not, which schema version, which company, how much is in it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql

from balcao.db.server.conexao import conecta, traduzindo
from balcao.db.server.nomes import confere_esquema

VERSAO_ESQUEMA: Final = "0025"
"""The schema version of this program: the newest revision in migracoes/versions."""
PROGRAMA_MINIMO: Final = "0.1.0"
"""The oldest program that works against this schema."""

_CONTADAS: Final = ("produtos", "clientes", "titulos_receber", "pedidos", "usuarios", "estacoes")


class Relacao(StrEnum):
    """What the database is to this program."""

    VAZIO = "vazio"      # no such schema yet
    ALHEIO = "alheio"    # there is one of that name, and it is not ours
    ANTIGO = "antigo"    # ours, to be migrated
    ATUAL = "atual"
    NOVO = "novo"        # ours, made by a newer program


@dataclass(frozen=True)
class EstadoBanco:
    """What `estado` saw. `tamanho` in bytes; `contagens` holds the tables that the role may read; both are
    empty when not asked for (they wait for whoever locks a table)."""

    esquema: str
    relacao: Relacao
    postgres: str
    versao_esquema: str | None = None
    empresa: UUID | None = None
    nome: str = ""
    geracao: UUID | None = None
    programa_minimo: str = ""
    copiado_em: datetime | None = None
    tamanho: int = 0
    contagens: dict[str, int] = field(default_factory=dict)

    @property
    def nosso(self) -> bool:
        """True when the schema is a Balcão company's, whatever its version."""
        return self.relacao not in (Relacao.VAZIO, Relacao.ALHEIO)


@traduzindo("O banco de dados não pôde ser consultado")
def estado(dsn: str, esquema: str = "loja", *, contar: bool = True) -> EstadoBanco:
    """Look at a database with any role that may read it. Raises AmbienteIndisponivel when it cannot connect."""
    confere_esquema(esquema)
    with conecta(dsn) as con:
        return estado_de(con, esquema, contar=contar)


def estado_de(con: psycopg.Connection[Any], esquema: str, *, contar: bool = True) -> EstadoBanco:
    """`estado` over an open connection."""
    postgres = con.execute("SELECT current_setting('server_version')").fetchone()
    versao_postgres = str(postgres[0]).split()[0] if postgres else ""
    presentes = {nome for (nome,) in con.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)", [esquema])}
    if not presentes:
        existe = con.execute("SELECT to_regnamespace(%s) IS NOT NULL", [esquema]).fetchone()
        alheio = bool(existe and existe[0]) and not _e_dono_vazio(con, esquema)
        return EstadoBanco(esquema, Relacao.ALHEIO if alheio else Relacao.VAZIO, versao_postgres)
    if not {"identidade", "pedido_versoes", "tipos_pedido"} <= presentes:
        return EstadoBanco(esquema, Relacao.ALHEIO, versao_postgres)
    linha = _identidade(con, esquema)
    if linha is None:
        return EstadoBanco(esquema, Relacao.ANTIGO, versao_postgres)
    versao = linha["esquema_versao"]
    return EstadoBanco(
        esquema, relacao(versao), versao_postgres, versao, linha["empresa"], linha["nome"], linha["geracao"],
        linha["programa_minimo"], linha.get("copiado_em"), _tamanho(con, esquema) if contar else 0,
        _contagens(con, esquema) if contar else {})


def relacao(versao: str) -> Relacao:
    """A schema version against this program's; revisions are numbered, so they compare as numbers."""
    ordem = int(versao) - int(VERSAO_ESQUEMA)
    return Relacao.ATUAL if ordem == 0 else Relacao.NOVO if ordem > 0 else Relacao.ANTIGO


def _identidade(con: psycopg.Connection[Any], esquema: str) -> dict[str, Any] | None:
    """The identity row, the columns this role may read."""
    tabela = sql.Identifier(esquema, "identidade")
    colunas = [nome for (nome,) in con.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND has_column_privilege(attrelid, attnum, 'SELECT')", [f"{esquema}.identidade"])]
    if not colunas:
        return None
    linha = con.execute(sql.SQL("SELECT {} FROM {}").format(
        sql.SQL(", ").join(map(sql.Identifier, colunas)), tabela)).fetchone()
    return dict(zip(colunas, linha, strict=True)) if linha else None


def _tamanho(con: psycopg.Connection[Any], esquema: str) -> int:
    linha = con.execute("SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
                        "WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'", [esquema]).fetchone()
    return int(linha[0]) if linha else 0


def _contagens(con: psycopg.Connection[Any], esquema: str) -> dict[str, int]:
    contagens = {}
    for nome in _CONTADAS:
        pode = con.execute("SELECT has_any_column_privilege(%s, 'SELECT')", [f"{esquema}.{nome}"]).fetchone()
        if pode and pode[0]:
            linha = con.execute(sql.SQL("SELECT count(*) FROM {}").format(
                sql.Identifier(esquema, nome))).fetchone()
            contagens[nome] = int(linha[0]) if linha else 0
    return contagens


def _e_dono_vazio(con: psycopg.Connection[Any], esquema: str) -> bool:
    """An empty schema that our own owner role made (a creation that stopped half-way)."""
    linha = con.execute("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = %s",
                        [esquema]).fetchone()
    return linha is not None and linha[0].strip('"') == f"{esquema}_dono"
