"""The replica as the counter reads it: always the current file, from any thread, never waiting for the sync.

Each statement is a read of its own (no open transaction holds the sync's checkpoint back). When a reload put
another file in place, the next `conexao()` opens that one.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from balcao.db.replica.arquivo import VAZIA, EstadoReplica, PastaReplica, abre_leitura, le_estado
from balcao.domain.erros import AmbienteIndisponivel

_CACHE_KIB = 4_096


class Replica:
    """Reading side of one replica folder. Safe to use from several threads."""

    def __init__(self, pasta: Path) -> None:
        self.pasta = PastaReplica(pasta)
        self._trava = threading.Lock()
        self._arquivo: Path | None = None
        self._motor: Engine | None = None

    def fecha(self) -> None:
        """Close every connection that is not in use."""
        with self._trava:
            if self._motor is not None:
                self._motor.dispose()
            self._motor = self._arquivo = None

    def arquivo(self) -> Path:
        """The file that is current now (search objects belong to one file: compare). Raises AmbienteIndisponivel
        before the first load began."""
        atual = self.pasta.atual()
        if atual is None:
            raise _sem_dados()
        return atual

    @contextmanager
    def conexao(self) -> Iterator[Connection]:
        """A connection for the shared queries; autocommit, read-only. Raises AmbienteIndisponivel while there is
        no data, or when the file cannot be read."""
        try:
            with self.motor().connect() as conexao:
                yield conexao
        except (DatabaseError, sqlite3.DatabaseError) as erro:
            raise _ilegivel(erro) from erro

    def motor(self) -> Engine:
        """The engine of the current file. Raises AmbienteIndisponivel."""
        arquivo = self.arquivo()
        with self._trava:
            if self._motor is None or arquivo != self._arquivo:
                if self._motor is not None:
                    self._motor.dispose()
                self._arquivo, self._motor = arquivo, _motor(arquivo)
            return self._motor

    def estado(self) -> EstadoReplica:
        """How fresh the data is. Never raises."""
        try:
            with self.conexao() as conexao:
                driver = conexao.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                return le_estado(driver)
        except AmbienteIndisponivel:
            return VAZIA


def _motor(arquivo: Path) -> Engine:
    motor = create_engine("sqlite://", creator=lambda: abre_leitura(arquivo), poolclass=QueuePool, pool_size=4,
                          max_overflow=8)

    @event.listens_for(motor, "connect")
    def _prepara(conexao: sqlite3.Connection, _registro: object) -> None:
        conexao.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    return motor


def _sem_dados() -> AmbienteIndisponivel:
    return AmbienteIndisponivel("Os dados da loja ainda não chegaram a este balcão.",
                                "Espere a primeira carga; se ela não começar, use Testar conexão na Configuração.")


def _ilegivel(erro: Exception) -> AmbienteIndisponivel:
    if "no such" in str(erro):  # made by an older program: the sync is making it anew
        return AmbienteIndisponivel("Os dados locais estão sendo preparados para esta versão do Balcão.",
                                    "Espere alguns instantes.")
    return AmbienteIndisponivel("Os dados locais não puderam ser lidos e serão carregados de novo.",
                                "Espere alguns instantes; as vendas guardadas não foram afetadas.")
