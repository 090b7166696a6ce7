"""What the sync asks of the server, over one read-only connection of the station's role.

Every statement names a table of the company's schema, so that on a sharded server it runs on that schema's
node. Rows travel by COPY, already converted, and are never held all at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Table

from balcao.db.replica import esquema
from balcao.db.server.conexao import explica_conexao
from balcao.domain.erros import AmbienteIndisponivel

CONEXAO_S = 5
DESTAQUES = 20_000

# Rows that selling does not need: a settled title owes nothing. A row that stops matching is deleted here.
FILTROS = {"titulos_receber": "t.situacao = 'aberto'"}

_LINHA = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Momento:
    """One instant of the server: who it is, and what is visible. `horizonte` is this transaction's xmin."""

    empresa: str
    geracao: str
    sistema: str
    linha_do_tempo: int
    ligado_em: str  # when this server was started
    estabelecimento_id: int | None
    horizonte: int
    proximo: int  # xmax: nothing is running when it equals the horizon
    exclusoes_ate: int
    testemunha: str | None
    agora: datetime
    esquema_versao: str
    programa_minimo: str


@dataclass(frozen=True, slots=True)
class Exclusao:
    """A tombstone: the table and the key of a row that was deleted (it may have come back since)."""

    tabela: str
    chave: dict[str, Any]


class Origem:
    """The server as one station sees it. Open `leitura` for one consistent view of everything."""

    def __init__(self, dsn: str, estacao_id: int) -> None:
        self._dsn = dsn
        self._estacao = estacao_id
        self._conexao: psycopg.Connection[Any] | None = None

    def fecha(self) -> None:
        """Close the connection, if it is open."""
        if self._conexao is not None:
            self._conexao.close()
            self._conexao = None

    def conecta(self) -> psycopg.Connection[Any]:
        """The connection, opened when it is not there. Raises AmbienteIndisponivel."""
        if self._conexao is None or self._conexao.closed:
            self._conexao = abre(self._dsn)
        return self._conexao

    @contextmanager
    def leitura(self) -> Iterator[Momento]:
        """One REPEATABLE READ READ ONLY transaction; `linhas` and the rest read inside it."""
        conexao = self.conecta()
        with conexao.transaction():
            conexao.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # A load takes longer than a question at the counter may.
            conexao.execute("SET LOCAL statement_timeout = 0")
            conexao.execute("SET LOCAL idle_in_transaction_session_timeout = '120s'")
            yield self._momento(conexao)

    def _momento(self, conexao: psycopg.Connection[Any]) -> Momento:
        linha = conexao.execute(
            """SELECT i.empresa, i.geracao, (SELECT system_identifier FROM pg_control_system())::text,
                      CASE WHEN pg_is_in_recovery()
                           THEN (SELECT timeline_id FROM pg_control_checkpoint())
                           ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END,
                      pg_postmaster_start_time()::text, (SELECT estabelecimento_id FROM estacoes WHERE id = %(e)s),
                      pg_snapshot_xmin(pg_current_snapshot())::text, pg_snapshot_xmax(pg_current_snapshot())::text,
                      coalesce(i.exclusoes_ate::text, '0'),
                      (SELECT token::text FROM testemunhas WHERE estacao_id = %(e)s), clock_timestamp(),
                      i.esquema_versao, i.programa_minimo
                 FROM identidade i""", {"e": self._estacao}).fetchone()
        if linha is None:
            raise AmbienteIndisponivel("O banco de dados da retaguarda está sem identificação.",
                                       "Execute “balcao banco migrar” no servidor.")
        empresa, geracao, sistema, tempo, ligado, loja, xmin, xmax, apagadas, token, agora, versao, minimo = linha
        return Momento(str(empresa), str(geracao), sistema, tempo, ligado, loja, int(xmin), int(xmax), int(apagadas),
                       token and str(UUID(token)), agora, versao, minimo)

    def conta(self, tabela: Table) -> int:
        """How many rows this station may see."""
        linha = self._uma(f"SELECT count(*) FROM {tabela.name} t WHERE {_filtro(tabela)}")
        return int(linha[0])

    def tudo(self, tabela: Table) -> Iterator[_LINHA]:
        """Every row, as stored in the replica."""
        yield from self._copia(f"SELECT {_colunas(tabela)} FROM {tabela.name} t WHERE {_filtro(tabela)}")

    def destaques(self, tabela: Table) -> Iterator[_LINHA]:
        """The rows of the best-selling products, best first."""
        produto = "id" if tabela.name == "produtos" else "produto_id"
        yield from self._copia(
            f"SELECT {_colunas(tabela)} FROM (SELECT id AS destaque, row_number() OVER () AS posicao"
            f" FROM (SELECT id FROM produtos ORDER BY vendas DESC, id LIMIT {DESTAQUES}) AS mais) AS d"
            f" JOIN {tabela.name} t ON t.{produto} = d.destaque ORDER BY d.posicao")

    def mudaram(self, desde: int, antes: int) -> set[str]:
        """The replicated tables with rows written by transactions in [desde, antes), by name."""
        nomes = [t.name for t in esquema.tabelas()]
        janela = _janela("t", desde, antes)
        sonda = " UNION ALL ".join(f"(SELECT '{n}' FROM {n} t WHERE {janela} LIMIT 1)" for n in nomes)
        return {str(linha[0]) for linha in self._conexao_aberta().execute(sonda.encode())}

    def exclusoes(self, desde: int, antes: int) -> Iterator[Exclusao]:
        """Tombstones of the window, oldest first."""
        consulta = f"SELECT tabela, chave FROM exclusoes e WHERE {_janela('e', desde, antes)} ORDER BY id"
        with self._conexao_aberta().cursor("exclusoes") as cursor:
            for tabela, chave in cursor.execute(consulta.encode()):
                yield Exclusao(tabela, chave)

    def novidades(self, tabela: Table, desde: int, antes: int) -> Iterator[tuple[bool, _LINHA]]:
        """Rows of the window as they are now; False: this row is not the replica's any more.

        A row that a later-numbered transaction deleted may have been put back by an older one, whose number
        is before the window. So a tombstone is a question, and a row that is there answers it. (A row may
        come twice.)
        """
        pk = esquema.chave(tabela)
        igual = " AND ".join(f"t.{k} = (e.chave ->> '{k}')::{_tipo(tabela, k)}" for k in pk)
        consulta = (
            f"SELECT ({_filtro(tabela)})::int, {_colunas(tabela)} FROM {tabela.name} t"
            f" WHERE {_janela('t', desde, antes)} UNION ALL"
            f" SELECT ({_filtro(tabela)})::int, {_colunas(tabela)} FROM exclusoes e JOIN {tabela.name} t ON {igual}"
            f" WHERE e.tabela = '{tabela.name}' AND {_janela('e', desde, antes)}")
        for fica, *linha in self._copia(consulta):
            yield fica == "1", tuple(linha)

    def quem_segura(self, horizonte: int) -> str:
        """Who keeps the horizon where it is, in words; empty when it let go meanwhile."""
        linha = self._conexao_aberta().execute(
            """SELECT a.datname, a.usename, a.application_name, a.pid,
                      extract(epoch FROM clock_timestamp() - a.xact_start)::int
                 FROM identidade i JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted
                  AND l.transactionid::text = (%s %% 4294967296)::text
                 LEFT JOIN pg_stat_activity a ON a.pid = l.pid""", (horizonte,)).fetchone()
        if linha is None:
            return ""
        banco, usuario, programa, pid, segundos = linha
        if pid is None:
            return "uma transação preparada (pg_prepared_xacts) que ninguém concluiu"
        partes = [f"banco {banco}", f"usuário {usuario}"]
        if programa:
            partes.append(f"programa {programa}")
        if segundos is not None:
            partes.append(f"aberta há {segundos} s")
        return f"{', '.join(partes)} (processo {pid} do servidor)"

    def _conexao_aberta(self) -> psycopg.Connection[Any]:
        assert self._conexao is not None, "only inside leitura()"
        return self._conexao

    def _uma(self, consulta: str) -> tuple[Any, ...]:
        linha = self._conexao_aberta().execute(consulta.encode()).fetchone()
        assert linha is not None
        return tuple(linha)

    def _copia(self, consulta: str) -> Iterator[_LINHA]:
        comando = f"COPY ({consulta}) TO STDOUT".encode()
        with self._conexao_aberta().cursor() as cursor, cursor.copy(comando) as copia:
            yield from copia.rows()


def abre(dsn: str) -> psycopg.Connection[Any]:
    """A connection that notices a dead network. Raises AmbienteIndisponivel."""
    try:
        return psycopg.connect(dsn, autocommit=True, connect_timeout=CONEXAO_S, keepalives=1, keepalives_idle=10,
                               keepalives_interval=5, keepalives_count=3, tcp_user_timeout=20_000,
                               application_name="balcao sincronia")
    except psycopg.OperationalError as erro:
        raise explica_conexao(erro, dsn) from erro


def _colunas(tabela: Table) -> str:
    return ", ".join(esquema.expressao(tabela.c[nome]) for nome in esquema.colunas(tabela))


def _tipo(tabela: Table, coluna: str) -> str:
    return {int: "bigint", str: "text"}.get(tabela.c[coluna].type.python_type, "uuid")


def _filtro(tabela: Table) -> str:
    return FILTROS.get(tabela.name, "true")


def _janela(alias: str, desde: int, antes: int) -> str:
    return f"{alias}.xid >= '{desde}'::xid8 AND {alias}.xid < '{antes}'::xid8"
