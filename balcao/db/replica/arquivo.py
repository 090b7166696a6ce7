"""The replica as files: which one is current, how it is opened, and the row that says how fresh it is.

A folder holds one or two SQLite files and `atual`, a line that names the one to read. A reload fills a new
file while selling goes on with the old one, then the name is replaced. Reading needs only the standard
library: it is part of what a cold start pays for.
"""

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import uuid_utils

from balcao.config import plataforma

PONTEIRO = "atual"
RECARGAS = "recargas.json"
GUARDA_RECARGAS = 20
ESPERA_S = 5.0
_EPOCA = datetime(1970, 1, 1, tzinfo=UTC)

TABELAS_PROPRIAS = (
    """CREATE TABLE replica (
        id INTEGER PRIMARY KEY CHECK (id = 1), assinatura TEXT NOT NULL, programa TEXT NOT NULL,
        empresa TEXT, geracao TEXT, sistema TEXT, linha_do_tempo INTEGER, ligado_em TEXT, estabelecimento_id INTEGER,
        cursor TEXT, carga_completa INTEGER NOT NULL DEFAULT 0, testemunha TEXT, propostas TEXT NOT NULL DEFAULT '[]',
        situacao TEXT NOT NULL, detalhe TEXT NOT NULL DEFAULT '', atualizado_em INTEGER,
        servidor_em INTEGER, desvio INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE carga (tabela TEXT PRIMARY KEY, ordem INTEGER NOT NULL, linhas INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0, pronta INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
)


class Situacao(StrEnum):
    """What the sync is doing, for the screen."""

    VAZIA = "vazia"                # nothing has ever arrived
    CARREGANDO = "carregando"      # first load: sells with what has arrived
    EM_DIA = "em_dia"
    RECARREGANDO = "recarregando"  # another server, or an older one: the old data is still read
    ATRASADA = "atrasada"          # an open transaction on the server holds the news back
    SEM_SERVIDOR = "sem_servidor"


@dataclass(frozen=True, slots=True)
class TabelaCarga:
    """How far one table is in the first load; `total` as counted when it began."""

    tabela: str
    linhas: int
    total: int
    pronta: bool


@dataclass(frozen=True, slots=True)
class EstadoReplica:
    """How fresh the replica is.

    `atualizado_em`: this computer's clock at the last complete pull; `servidor_em`: the server's at the same
    moment; `desvio`: server minus this computer. None: never.
    """

    situacao: Situacao
    detalhe: str = ""
    atualizado_em: datetime | None = None
    servidor_em: datetime | None = None
    desvio: timedelta = timedelta()
    empresa: str | None = None
    carga_completa: bool = False
    carga: tuple[TabelaCarga, ...] = ()

    @property
    def fracao(self) -> float:
        """How much of the first load has arrived, 0 to 1."""
        total = sum(max(t.total, t.linhas) for t in self.carga)
        return 1.0 if self.carga_completa else sum(t.linhas for t in self.carga) / total if total else 0.0

    def idade(self, agora: datetime) -> timedelta | None:
        """Age of the data at `agora` (this computer's clock); never negative. None: no data at all."""
        return None if self.atualizado_em is None else max(timedelta(), agora - self.atualizado_em)

    def para_json(self) -> dict[str, Any]:
        """As it travels from the sync process to the counter."""
        return asdict(self) | {
            "atualizado_em": self.atualizado_em and micros(self.atualizado_em),
            "servidor_em": self.servidor_em and micros(self.servidor_em),
            "desvio": self.desvio // timedelta(microseconds=1)}

    @classmethod
    def de_json(cls, dados: dict[str, Any]) -> Self:
        """Back from `para_json`."""
        return cls(**dados | {
            "situacao": Situacao(dados["situacao"]), "atualizado_em": instante(dados["atualizado_em"]),
            "servidor_em": instante(dados["servidor_em"]), "desvio": timedelta(microseconds=dados["desvio"]),
            "carga": tuple(TabelaCarga(**t) for t in dados["carga"])})


VAZIA = EstadoReplica(Situacao.VAZIA)


@dataclass(frozen=True, slots=True)
class Recargas:
    """How often the whole copy had to be made again, since this folder exists, and the newest ones with their reason,
    oldest first."""

    quantas: int = 0
    ultimas: tuple[tuple[datetime, str], ...] = ()

    def desde(self, quando: datetime) -> int:
        """How many of the newest ones are not older than `quando`."""
        return sum(em >= quando for em, _ in self.ultimas)


class PastaReplica:
    """The folder of one station's replica."""

    def __init__(self, pasta: Path) -> None:
        self.pasta = pasta

    def atual(self) -> Path | None:
        """The file to read, or None when there is none yet."""
        with suppress(OSError):
            nome = (self.pasta / PONTEIRO).read_text(encoding="ascii").strip()
            if nome and (self.pasta / nome).is_file():
                return self.pasta / nome
        return None

    def nova(self) -> Path:
        """The name of a file that does not exist yet."""
        plataforma.cria_pasta(self.pasta)
        return self.pasta / f"replica-{uuid_utils.uuid7().hex}.sqlite"

    def aponta(self, arquivo: Path) -> None:
        """Make `arquivo` the current one. Raises OSError."""
        plataforma.grava(self.pasta / PONTEIRO, f"{arquivo.name}\n")

    @property
    def ja_houve(self) -> bool:
        """Whether some file was read from here, be it there or not."""
        return (self.pasta / PONTEIRO).exists()

    def recargas(self) -> Recargas:
        """What is known of them; nothing when it cannot be read."""
        try:
            lido = json.loads((self.pasta / RECARGAS).read_text(encoding="utf-8"))
            return Recargas(int(lido["quantas"]), tuple(
                (datetime.fromisoformat(em), str(motivo)) for em, motivo in lido["ultimas"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Recargas()

    def anota_recarga(self, motivo: str, quando: datetime) -> None:
        """One more. Kept beside the files, which are replaced. A disk that does not take it loses a count, no more."""
        antes = self.recargas()
        ultimas = [*antes.ultimas, (quando, motivo)][-GUARDA_RECARGAS:]
        with suppress(OSError):
            plataforma.cria_pasta(self.pasta)
            plataforma.grava(self.pasta / RECARGAS, json.dumps({
                "quantas": antes.quantas + 1,
                "ultimas": [(em.isoformat(), dito) for em, dito in ultimas]}, ensure_ascii=False))

    def limpa(self, *ficam: Path) -> None:
        """Remove every other replica; one that somebody still reads (Windows) waits for the next time."""
        guardados = {f.name for f in ficam} | ({atual.name} if (atual := self.atual()) else set())
        for velho in self.pasta.glob("replica-*.sqlite*"):
            if velho.name.removesuffix("-wal").removesuffix("-shm") not in guardados:
                with suppress(OSError):
                    velho.unlink()


def abre_leitura(arquivo: Path) -> sqlite3.Connection:
    """A connection that cannot write. The caller closes it. Raises sqlite3.Error."""
    conexao = sqlite3.connect(arquivo.as_uri() + "?mode=rw", uri=True, timeout=ESPERA_S,
                              check_same_thread=False, isolation_level=None)
    conexao.execute("PRAGMA query_only = ON")  # not mode=ro: a WAL may need its index made
    return conexao


def abre_escrita(arquivo: Path) -> sqlite3.Connection:
    """The sync process's connection: WAL, explicit transactions. Raises sqlite3.Error."""
    conexao = sqlite3.connect(arquivo, timeout=ESPERA_S, isolation_level=None)
    conexao.execute("PRAGMA journal_mode = WAL")
    conexao.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last pull: it is pulled again
    conexao.execute("PRAGMA cache_size = -16000")
    conexao.execute("PRAGMA journal_size_limit = 33554432")
    return conexao


def le_estado(conexao: sqlite3.Connection) -> EstadoReplica:
    """The status row. Raises sqlite3.Error when this is not a replica."""
    linha = conexao.execute("SELECT situacao, detalhe, atualizado_em, servidor_em, desvio, empresa,"
                            " carga_completa FROM replica").fetchone()
    if linha is None:
        return VAZIA
    situacao, detalhe, atualizado, servidor, desvio, empresa, completa = linha
    carga = tuple(TabelaCarga(t, n, total, bool(pronta)) for t, n, total, pronta in conexao.execute(
        "SELECT tabela, linhas, total, pronta FROM carga ORDER BY ordem"))
    return EstadoReplica(Situacao(situacao), detalhe, instante(atualizado), instante(servidor),
                         timedelta(microseconds=desvio), empresa, bool(completa), carga)


def instante(micros: int | None) -> datetime | None:
    """Microseconds since 1970 (UTC) as an aware instant."""
    return None if micros is None else _EPOCA + timedelta(microseconds=micros)


def micros(quando: datetime) -> int:
    """An aware instant as microseconds since 1970 (UTC)."""
    return (quando - _EPOCA) // timedelta(microseconds=1)


def estado_de(pasta: PastaReplica) -> EstadoReplica:
    """The state of the current file, for a program that does not keep it open. Never raises for bad files."""
    arquivo = pasta.atual()
    if arquivo is None:
        return VAZIA
    try:
        with closing(abre_leitura(arquivo)) as conexao:
            return le_estado(conexao)
    except sqlite3.Error:
        return VAZIA
