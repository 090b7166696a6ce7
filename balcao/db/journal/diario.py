"""The journal of one counter: what is nowhere else yet. SQLite in WAL with `synchronous=FULL`.

A transaction that returned is on the disk. One connection behind one lock: the sale writes from a background
lane, the outbox from another. Two programs on one journal do not harm each other; the second is told.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import fasteners  # type: ignore[import-untyped]

from balcao.config import plataforma
from balcao.db.journal import esquema
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.motivo_sistema import motivo_do_sistema

ARQUIVO: Final = "diario.sqlite"
ESPERA_S: Final = 5.0
_EPOCA: Final = datetime(1970, 1, 1, tzinfo=UTC)


class DiarioDanificado(AmbienteIndisponivel):
    """The file is not sound. It was put aside, never deleted."""


class Diario:
    """Open it once per program; `fecha` it at the end. Safe to use from several threads."""

    def __init__(self, pasta: Path) -> None:
        """Open (or create, or bring up to date) the journal in `pasta`.

        Raises DiarioDanificado when it is not sound (it was put aside; opening again starts a new one), and
        AmbienteIndisponivel when the disk refuses, or a newer program wrote it.
        """
        self.pasta = pasta
        self.arquivo = pasta / ARQUIVO
        self._trava = threading.RLock()
        try:
            plataforma.cria_pasta(pasta)
            self._unico = fasteners.InterProcessLock(pasta / "diario.trava")
            self.outro_aberto = not self._unico.acquire(blocking=False)
            self._conexao = self._abre()
        except OSError as erro:
            raise _sem_disco(erro, pasta) from erro

    def __enter__(self) -> Self:
        return self

    def __exit__(self, tipo: type[BaseException] | None, erro: BaseException | None,
                 pilha: TracebackType | None) -> None:
        self.fecha()

    def fecha(self) -> None:
        """Close; the file stays whole whatever happens after."""
        with self._trava:
            self._conexao.close()
            if not self.outro_aberto:
                self._unico.release()
                self.outro_aberto = True

    @contextmanager
    def transacao(self) -> Iterator[sqlite3.Connection]:
        """One write transaction, on the disk when it ends. Raises AmbienteIndisponivel; then nothing changed."""
        with self._trava:
            try:
                self._conexao.execute("BEGIN IMMEDIATE")
                try:
                    yield self._conexao
                    self._conexao.execute("COMMIT")
                except BaseException:
                    if self._conexao.in_transaction:
                        self._conexao.execute("ROLLBACK")
                    raise
            except sqlite3.Error as erro:
                raise self._explica(erro) from erro

    def le(self, sql: str, valores: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Read rows. Raises AmbienteIndisponivel."""
        with self._trava:
            try:
                return self._conexao.execute(sql, valores).fetchall()
            except sqlite3.Error as erro:
                raise self._explica(erro) from erro

    # ---- small facts of this counter

    def valor(self, chave: str) -> str | None:
        """What was kept under a name."""
        linhas = self.le("SELECT valor FROM valores WHERE chave = ?", (chave,))
        return str(linhas[0][0]) if linhas else None

    def guarda_valor(self, chave: str, valor: str) -> None:
        """Keep a small text under a name."""
        with self.transacao() as conexao:
            conexao.execute("INSERT INTO valores (chave, valor) VALUES (?, ?)"
                            " ON CONFLICT (chave) DO UPDATE SET valor = excluded.valor", (chave, valor))

    def copia(self, destino: Path) -> None:
        """A sound copy of the journal as it is now, for the support. Raises AmbienteIndisponivel."""
        with self._trava:
            try:
                copia = sqlite3.connect(destino)
                try:
                    self._conexao.backup(copia)
                finally:
                    copia.close()
            except sqlite3.Error as erro:
                raise self._explica(erro) from erro

    def danificados(self) -> int:
        """How many damaged journals were put aside in this folder."""
        return sum(1 for f in self.pasta.glob(f"{ARQUIVO}.danificado-*") if not f.name.endswith(("-wal", "-shm")))

    # ---- opening

    def _abre(self) -> sqlite3.Connection:
        try:
            conexao = sqlite3.connect(self.arquivo, timeout=ESPERA_S, isolation_level=None,
                                      check_same_thread=False)
        except sqlite3.Error as erro:
            raise self._explica(erro) from erro
        try:
            conexao.execute("PRAGMA journal_mode = WAL")
            conexao.execute("PRAGMA synchronous = FULL")
            conexao.execute("PRAGMA foreign_keys = ON")
            esquema.atualiza(conexao)
            defeito, = conexao.execute("PRAGMA quick_check(1)").fetchone()
            if defeito != "ok":
                raise sqlite3.DatabaseError(defeito)
            plataforma.so_do_dono(self.arquivo)
        except esquema.VersaoMaisNova as erro:
            conexao.close()
            raise AmbienteIndisponivel(
                "As vendas guardadas neste computador são de uma versão mais nova do Balcão.",
                "Abra com o programa mais novo; nada foi alterado.") from erro
        except (esquema.NaoEDiario, sqlite3.DatabaseError) as erro:
            conexao.close()
            if isinstance(erro, sqlite3.OperationalError):
                raise self._explica(erro) from erro
            raise self._poe_de_lado() from erro
        return conexao

    def _poe_de_lado(self) -> DiarioDanificado:
        """Keep the bad file under another name, so that the counter can sell and the support can read it."""
        quando = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        destino = self.arquivo.with_name(f"{ARQUIVO}.danificado-{quando}")
        for sufixo in ("", "-wal", "-shm"):
            origem = self.arquivo.with_name(ARQUIVO + sufixo)
            if origem.exists():
                origem.rename(destino.with_name(destino.name + sufixo))
        if not self.outro_aberto:
            self._unico.release()
        return DiarioDanificado(
            "O arquivo das vendas guardadas neste computador está danificado (falha de disco ou de energia).",
            f"Ele foi guardado em {destino}: envie-o ao suporte, pode haver vendas não enviadas nele. "
            "Abra o Balcão de novo para continuar vendendo.")

    def _explica(self, erro: sqlite3.Error) -> AmbienteIndisponivel:
        nome = getattr(erro, "sqlite_errorname", "")
        if nome in ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"):
            return AmbienteIndisponivel(
                f"O disco está cheio: a última mudança não foi gravada em {self.pasta}.",
                "O que foi gravado antes está guardado. Libere espaço e repita.")
        if nome.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
            return AmbienteIndisponivel(f"Sem permissão para gravar as vendas em {self.pasta}.",
                                        "Entre com o usuário do sistema que usa este balcão.")
        if nome.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return AmbienteIndisponivel("Outro programa está segurando o arquivo de vendas deste computador.",
                                        "Feche a outra janela do Balcão, ou a cópia de segurança, e repita.")
        return AmbienteIndisponivel(f"Não foi possível gravar as vendas em {self.pasta} ({erro}).",
                                    "O que foi gravado antes está guardado. Chame o suporte se repetir.")


def _sem_disco(erro: OSError, pasta: Path) -> AmbienteIndisponivel:
    return AmbienteIndisponivel(f"Não foi possível usar a pasta {pasta} ({motivo_do_sistema(erro)}).",
                                "Confira o disco e as permissões, e abra o Balcão de novo.")


def micros(quando: datetime) -> int:
    """An aware instant as microseconds since 1970 (UTC)."""
    return (quando - _EPOCA) // timedelta(microseconds=1)


def instante(micros: int) -> datetime:
    """Back from `micros`."""
    return _EPOCA + timedelta(microseconds=micros)
