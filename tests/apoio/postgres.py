"""Databases for tests: one embedded PostgreSQL per run, shared by all workers; a clone per test.

A *model* is a database prepared once per run (tables created, perhaps a sample shop loaded) and then
cloned by PostgreSQL itself, in tens of milliseconds, for every test that wants one. To add a model,
write a `Preparo` and a fixture that calls `FabricaBancos.clona` with it; `tests/conftest.py` has the
ones everybody shares.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fasteners  # type: ignore[import-untyped]
import psutil
import psycopg
from psycopg import sql

from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.erros import AmbienteIndisponivel

VARIAVEL = "BALCAO_TESTE_PASTA"
_PREFIXO = "balcao-teste-"
_MEMORIA = Path("/dev/shm")
_MEMORIA_LIVRE = 4 << 30

Preparo = Callable[["Banco"], dict[str, Any] | None]
"""Fills an empty database; what it returns (JSON: passwords, ids) comes back in `Banco.dados`."""


@dataclass(frozen=True)
class Banco:
    """A database of its own for one test. `dsn` connects as superuser."""

    nome: str
    servidor: ServidorEmbutido
    dados: dict[str, Any] = field(default_factory=dict)

    @property
    def dsn(self) -> str:
        return self.servidor.dsn(banco=self.nome)

    def dsn_de(self, usuario: str, senha: str) -> str:
        """URL for another role."""
        return self.servidor.dsn(usuario, self.nome, senha)

    def conecta(self, **opcoes: Any) -> psycopg.Connection[Any]:
        """A superuser connection; the test closes it."""
        return psycopg.connect(self.dsn, **opcoes)


class FabricaBancos:
    """Makes, clones and drops databases of one of the run's servers (`pg` is the shared one). Whoever makes one
    calls `fecha`."""

    def __init__(self, pasta: Path, servidor: str = "pg") -> None:
        self._modelos = pasta / f"modelos_{servidor}"
        self._modelos.mkdir(exist_ok=True)
        self.servidor = ServidorEmbutido(pasta / servidor, teste=True)
        self._criados: list[str] = []
        self._con: psycopg.Connection[Any] | None = None

    def fecha(self) -> None:
        """Drop what was made, and hang up."""
        self.apaga_criados()
        if self._con is not None:
            self._con.close()

    def vazio(self) -> Banco:
        """A new database with nothing in it."""
        nome = f"t_{uuid.uuid4().hex[:16]}"
        self._executa(sql.SQL("CREATE DATABASE {} STRATEGY file_copy").format(sql.Identifier(nome)))
        self._criados.append(nome)
        return Banco(nome, self.servidor)

    def clona(self, modelo: str, preparo: Preparo) -> Banco:
        """A new database equal to the model, which the first caller of the run prepares."""
        dados = self.garante(modelo, preparo)
        nome = f"t_{uuid.uuid4().hex[:16]}"
        # page by page through the log, which PostgreSQL does by itself, costs it twice as much
        self._executa(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(nome), sql.Identifier(f"modelo_{modelo}")))
        self._criados.append(nome)
        return Banco(nome, self.servidor, dados)

    def apaga(self, banco: Banco) -> None:
        """Drop a database, whoever is still connected."""
        self._executa(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(banco.nome)))

    def apaga_criados(self) -> None:
        """Drop what this factory made."""
        while self._criados:
            self.apaga(Banco(self._criados.pop(), self.servidor))

    def garante(self, modelo: str, preparo: Preparo) -> dict[str, Any]:
        """Prepare the model, unless somebody did; one at a time, because roles belong to the whole server."""
        pronto = self._modelos / f"{modelo}.json"
        if pronto.exists():
            conteudo: dict[str, Any] = json.loads(pronto.read_text())
            return conteudo
        with trava(self._modelos / "trava"):
            if not pronto.exists():
                banco = Banco(f"modelo_{modelo}", self.servidor)
                self.apaga(banco)  # an earlier preparation failed half-way
                nome = sql.Identifier(banco.nome)
                self._executa(sql.SQL("CREATE DATABASE {}").format(nome))
                dados = preparo(banco) or {}
                self._executa(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(nome))
                provisorio = pronto.with_suffix(".novo")
                provisorio.write_text(json.dumps(dados))
                provisorio.replace(pronto)
        return self.garante(modelo, preparo)

    def _executa(self, comando: sql.Composed) -> None:
        if self._con is None or caiu(self._con):
            self._con = psycopg.connect(self.servidor.dsn(), autocommit=True)
        self._con.execute(comando)


def caiu(con: psycopg.Connection[Any]) -> bool:
    """Whether a kept connection is closed, or its server has said something since: that it goes, as a rule."""
    if con.closed:
        return True
    if select.select([con.fileno()], [], [], 0)[0]:
        con.close()
        return True
    return False


@contextmanager
def trava(arquivo: Path) -> Iterator[None]:
    """One process at a time."""
    with fasteners.InterProcessLock(arquivo):
        yield


def planta(pasta: Path) -> Path:
    """Put a newly created server into a folder, which it returns: a copy of one that the run creates once, since
    creating takes a second of work. Both have the same identity (`system_identifier`)."""
    corrida = Path(os.environ[VARIAVEL])
    semente = corrida / "semente"
    with trava(corrida / "semente.trava"):
        if not (semente / "plantada").exists():
            servidor = ServidorEmbutido(semente, teste=True)
            servidor.iniciar()
            servidor.parar()
            (semente / "plantada").touch()
    pasta.mkdir(mode=0o711)
    subprocess.run(["cp", "-a", semente / "dados", semente / "senha", pasta], check=True)
    return pasta


@contextmanager
def pasta_unica(pasta_corrida: Path) -> Iterator[Path]:
    """A new folder that the server's account can cross; any server left in it is stopped."""
    pasta = Path(tempfile.mkdtemp(dir=pasta_corrida))
    pasta.chmod(0o711)
    yield pasta
    for dados in pasta.rglob("PG_VERSION"):
        if dados.parent.name == "dados":
            ServidorEmbutido(dados.parent.parent).parar()
    shutil.rmtree(pasta)


def abre_corrida() -> Path:
    """Make the folder of this run (the workers inherit it) and clean up after runs that were killed."""
    base = _base()
    for velha in (velha for onde in {base, Path(tempfile.gettempdir())} for velha in onde.glob(f"{_PREFIXO}*")):
        pid = velha.name.removeprefix(_PREFIXO).split("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            with suppress(OSError, AmbienteIndisponivel):  # another person's: theirs to clean
                _desmonta(velha)
    pasta = Path(tempfile.mkdtemp(prefix=f"{_PREFIXO}{os.getpid()}-", dir=base))
    pasta.chmod(0o711)  # as root the server runs under another account, which must reach its folder
    os.environ[VARIAVEL] = str(pasta)
    return pasta


def _base() -> Path:
    """In memory when there is plenty of it: a clone takes a third of the time."""
    if _MEMORIA.is_dir() and os.access(_MEMORIA, os.W_OK):
        disco = os.statvfs(_MEMORIA)
        if disco.f_bavail * disco.f_frsize >= _MEMORIA_LIVRE and not disco.f_flag & os.ST_NOEXEC:
            return _MEMORIA
    return Path(tempfile.gettempdir())


def fecha_corrida(pasta: Path) -> None:
    """Stop the run's server, if a test started it, and remove the folder."""
    os.environ.pop(VARIAVEL, None)
    _desmonta(pasta)


def _desmonta(pasta: Path) -> None:
    for dados in pasta.glob("*/dados/PG_VERSION"):
        ServidorEmbutido(dados.parent.parent).parar()
    shutil.rmtree(pasta, ignore_errors=True)
