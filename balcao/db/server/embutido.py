"""The PostgreSQL that Balcão brings along: for the demo, the tests and a shop with one computer.

Only the binaries of the wheel are used (or those of another PostgreSQL >= 15), never its Python API:
that one believes a stale pid file, waits ten seconds for a recovery, lets anyone in without a
password, and as root changes the permissions of parent folders.

One folder holds everything: `dados` (PostgreSQL's own), `senha` (of the superuser, readable by its
owner alone), `porta`, `servidor.log`. Roles, databases, tables and backups are made elsewhere
(`balcao.db.server.banco`).
"""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final
from urllib.parse import quote

import fasteners  # type: ignore[import-untyped]
import psutil

from balcao.config import plataforma
from balcao.db.server.programas import ProgramasPostgres, cede_a_vez, explica
from balcao.domain.erros import AmbienteIndisponivel

Progresso = Callable[[str], None]

ESPERA_S: Final = 120  # a recovery after a power cut, on an old disk
PARADA_S: Final = 60
ORFAO_S: Final = 5
LOG_MAXIMO: Final = 10_000_000
SOQUETE_MAXIMO: Final = 80  # sockaddr_un holds about 104 bytes, the file's name included

PARAMETROS: Final = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "wal_level": "replica",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",  # `explica` reads the log
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_error_statement": "panic",  # a statement may hold a password or a customer's data
    "jit": "off",  # short statements only
}
PARAMETROS_TESTE: Final = PARAMETROS | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "300",
}


class ServidorEmbutido:
    """A PostgreSQL in one folder. Several processes may call `iniciar` and `parar` at once.

    preferida: the TCP port on 127.0.0.1 to try first in a new folder; 0 takes a free one. The folder keeps its own,
        and a taken one gives way to a free one.
    bin: folder of another PostgreSQL's programs; None takes `BALCAO_PG_BIN`, else the wheel's.
    teste: speed instead of durability, and passwords that cost nothing to check (set when it is created).
    As a context manager it stops the server only if it was the one to start it.
    """

    SUPERUSUARIO: Final = "postgres"
    HOST: Final = "127.0.0.1"

    def __init__(self, pasta: Path, preferida: int = 0, bin: Path | None = None, *,
                 teste: bool = False) -> None:
        self.pasta = pasta.absolute()
        self.dados = self.pasta / "dados"
        self.log = self.pasta / "servidor.log"
        self._arquivo_pid = self.dados / "postmaster.pid"
        self._preferida = preferida
        self._bin = bin
        self._parametros = PARAMETROS_TESTE if teste else PARAMETROS
        self._teste = teste
        self._iniciou = False

    def __enter__(self) -> "ServidorEmbutido":
        self.iniciar()
        return self

    def __exit__(self, tipo: type[BaseException] | None, erro: BaseException | None,
                 pilha: TracebackType | None) -> None:
        if self._iniciou:
            self.parar()

    @property
    def porta(self) -> int:
        """The port of the last start. Raises AmbienteIndisponivel when it never started."""
        texto = _le(self.pasta / "porta").strip()
        if not texto.isdecimal():
            raise AmbienteIndisponivel("O banco de dados deste computador ainda não foi iniciado.",
                                       "Abra o Balcão ou execute “balcao servidor”.")
        return int(texto)

    @property
    def senha(self) -> str:
        """The superuser's password. Raises AmbienteIndisponivel when its file is gone or unreadable."""
        arquivo = self.pasta / "senha"
        try:
            return arquivo.read_text().strip()
        except OSError as erro:
            raise AmbienteIndisponivel(
                f"Não foi possível ler a senha do banco de dados em {arquivo}.",
                "Use o usuário do sistema que criou a loja, ou restaure esse arquivo da cópia.") from erro

    @property
    def programas(self) -> ProgramasPostgres:
        """PostgreSQL's programs of this server, run under its account (pg_dump, psql, …)."""
        return ProgramasPostgres(self.pasta, plataforma.conta_do_banco(self.dados), self._bin)

    def dsn(self, usuario: str = SUPERUSUARIO, banco: str = "postgres", senha: str | None = None) -> str:
        """URL of a connection; the superuser's password is filled in. Never log it."""
        if senha is None and usuario == self.SUPERUSUARIO:
            senha = self.senha
        segredo = f":{quote(senha, safe='')}" if senha else ""
        return (f"postgresql://{quote(usuario, safe='')}{segredo}@{self.HOST}:{self.porta}"
                f"/{quote(banco, safe='')}")

    def iniciar(self, progresso: Progresso | None = None) -> bool:
        """Start the server, creating it at first; True when this call started it, False if it ran already.

        Works after a power cut, a kill -9 of everything, and with a pid file that names a stranger.
        Raises AmbienteIndisponivel (disk full, no permission, port taken, data of another version).
        """
        avisa = progresso or (lambda _texto: None)
        try:
            with self._vez():
                if self._ja_responde(avisa):
                    return False
                self._cria(avisa)
                self._limpa_restos(avisa)
                self._liga(avisa)
        except OSError as erro:
            raise explica(str(erro), self.pasta) from erro
        self._iniciou = True
        return True

    def parar(self) -> None:
        """Stop cleanly: clients are disconnected, everything is on disk. Nothing to do when stopped.

        Raises AmbienteIndisponivel when it would not stop.
        """
        if not self.dados.exists():
            return
        dito = ""
        try:
            with self._vez():
                for modo in ("fast", "immediate"):
                    if self.esta_rodando():
                        _codigo, dito = self.programas.executa("pg_ctl", "stop", "-m", modo, "-w", "-t",
                                                               str(PARADA_S), "-D", self.dados)
                if self.esta_rodando():
                    raise explica(dito, self.pasta)
        except OSError as erro:
            raise explica(str(erro), self.pasta) from erro
        self._iniciou = False

    def esta_rodando(self) -> bool:
        """True when the pid file names a living PostgreSQL of this very folder."""
        pid = self._pid()
        if pid is None or not self._e_daqui(pid):
            return False
        codigo, _dito = self.programas.executa("pg_ctl", "status", "-D", self.dados)
        return codigo == 0

    def cede_a_vez(self) -> None:
        """Let everybody else go first: connections from now on work at a low priority."""
        if (pid := self._pid()) is not None:
            cede_a_vez(pid)

    # ---- creation

    @contextmanager
    def _vez(self) -> Iterator[None]:
        """One process at a time creates, starts or stops this server."""
        plataforma.cria_pasta(self.pasta)
        trava = fasteners.InterProcessLock(self.pasta / "trava")
        if not trava.acquire(timeout=2 * ESPERA_S):
            raise AmbienteIndisponivel("Outro programa está iniciando o banco de dados e não terminou.",
                                       "Reinicie o computador e abra o Balcão de novo.")
        try:
            yield
        finally:
            trava.release()

    def _cria(self, avisa: Progresso) -> None:
        """Check who runs the server and, at first, create the cluster: aside, then renamed when whole."""
        conta = plataforma.conta_do_banco(self.dados)
        if plataforma.e_root() and conta is None:
            raise AmbienteIndisponivel("O PostgreSQL não roda como root, e não há outra conta para ele.",
                                       "Crie uma: useradd --system balcao")
        plataforma.deixa_passar(self.pasta, conta)
        if not plataforma.alcanca(conta, self.pasta):
            raise AmbienteIndisponivel(
                f"A conta “{conta.nome if conta else 'atual'}”, que roda o banco de dados, "
                f"não alcança a pasta {self.pasta}.",
                f"Escolha outra pasta na variável {plataforma.VARIAVEL_PASTA}.")
        programas = self.programas
        if self.dados.exists():
            self._confere_versao(programas.versao)
            return
        avisa("Criando o banco de dados…")
        novo = self.pasta / "dados.novo"
        if novo.exists():
            shutil.rmtree(novo)  # an earlier creation was cut
        novo.mkdir(mode=0o700)
        plataforma.entrega(novo, conta)
        senha = self.pasta / "senha"
        plataforma.grava(senha, secrets.token_urlsafe(24) + "\n")
        plataforma.entrega(senha, conta)
        codigo, dito = programas.executa(
            "initdb", "-D", novo, "--username", self.SUPERUSUARIO, "--pwfile", senha, "--auth",
            "scram-sha-256", "--data-checksums", "--encoding", "UTF8", *programas.idioma(),
            *(_de_teste(programas.versao) if self._teste else ()))
        if codigo != 0:
            shutil.rmtree(novo, ignore_errors=True)
            raise explica(dito, self.pasta)
        with (novo / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists 'balcao.conf'  # Balcão's; what you write below it wins\n")
        os.replace(novo, self.dados)

    def _confere_versao(self, programa: int) -> None:
        dados = _le(self.dados / "PG_VERSION").strip()
        if dados != str(programa):
            raise AmbienteIndisponivel(
                f"Os dados em {self.pasta} são do PostgreSQL {dados or '?'}; este programa traz o {programa}.",
                "Abra-os com o programa anterior, faça uma cópia e restaure-a neste.")

    # ---- start

    def _ja_responde(self, avisa: Progresso) -> bool:
        """True when it runs and answers; one that is just starting or stopping is waited for."""
        limite = time.monotonic() + ESPERA_S
        while self.esta_rodando():
            if self._situacao() == "ready":
                return True
            if time.monotonic() > limite:
                raise self._demorou()
            avisa("Esperando o banco de dados…")
            time.sleep(0.2)
        return False

    def _limpa_restos(self, avisa: Progresso) -> None:
        """After a kill -9: end orphans (they hold the shared memory), drop lock files that name a stranger.

        A lock file whose process is dead is left to PostgreSQL, which checks the shared memory with it.
        """
        orfaos = [p for p in psutil.process_iter(["name"])
                  if (p.info["name"] or "").startswith("postgres") and self._e_daqui(p.pid)]
        if orfaos:
            avisa("Encerrando restos de um banco de dados interrompido…")
            _saiu, vivos = psutil.wait_procs(orfaos, timeout=1)  # most notice by themselves
            for ato in (psutil.Process.terminate, psutil.Process.kill):
                for processo in vivos:
                    with suppress(psutil.NoSuchProcess):
                        ato(processo)
                _saiu, vivos = psutil.wait_procs(vivos, timeout=ORFAO_S)
        pid = self._pid()
        if pid is None or psutil.pid_exists(pid):
            for trava in (self._arquivo_pid, *self.dados.glob(".s.PGSQL.*.lock")):
                trava.unlink(missing_ok=True)

    def _liga(self, avisa: Progresso) -> None:
        """Start; a port that somebody else has, or takes at this moment, is chosen again."""
        porta = int(_le(self.pasta / "porta") or self._preferida or _porta_livre())
        for _tentativa in range(4):
            self._configura(porta)
            avisa("Iniciando o banco de dados…")
            erro = self._tenta(avisa)
            if erro is None:
                return
            if "Address already in use" not in erro:
                raise explica(erro, self.pasta)
            porta = _porta_livre()
        raise AmbienteIndisponivel("As portas de rede deste computador estão todas em uso por outros programas.",
                                   "Feche algum deles e tente de novo.")

    def _configura(self, porta: int) -> None:
        """Write port, socket folder and parameters: the folder may have been moved since the last start."""
        conta = plataforma.conta_do_banco(self.dados)
        sem_soquete = plataforma.WINDOWS or len(os.fsencode(self.dados)) > SOQUETE_MAXIMO
        valores = self._parametros | {"port": str(porta),
                                      "unix_socket_directories": "" if sem_soquete else str(self.dados)}
        linhas = [f"{nome} = '{valor.replace(chr(39), chr(39) * 2)}'" for nome, valor in valores.items()]
        conf = self.dados / "balcao.conf"
        plataforma.grava(conf, "\n".join(["# Written by Balcão at every start.", *linhas, ""]))
        plataforma.entrega(conf, conta)
        plataforma.grava(self.pasta / "porta", f"{porta}\n")
        if self.log.exists() and self.log.stat().st_size > LOG_MAXIMO:
            os.replace(self.log, self.log.with_suffix(".anterior.log"))
        self.log.touch(mode=0o600)
        plataforma.entrega(self.log, conta)

    def _tenta(self, avisa: Progresso) -> str | None:
        """One start; None once it answers, else what the server's log said."""
        inicio, comeco = self.log.stat().st_size, time.monotonic()
        programas = self.programas
        partida = subprocess.Popen(
            programas.comando("pg_ctl", "start", "-w", "-t", str(ESPERA_S), "-D", self.dados, "-l", self.log),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **programas.contexto())
        while True:
            with suppress(subprocess.TimeoutExpired):
                if partida.wait(1) == 0:
                    return None
                break
            avisa("Recuperando os dados depois de um desligamento brusco… "
                  f"({time.monotonic() - comeco:.0f} s)")
        if self.esta_rodando():
            raise self._demorou()
        with self.log.open("rb") as log:
            log.seek(inicio)
            return log.read().decode(errors="replace")

    def _demorou(self) -> AmbienteIndisponivel:
        return AmbienteIndisponivel(
            "O banco de dados ainda está se recuperando, depois de dois minutos.",
            f"Espere e abra o Balcão de novo; se continuar, envie ao suporte o arquivo {self.log}.")

    # ---- what the folder and the system say

    def _pid(self) -> int | None:
        linhas = _le(self._arquivo_pid).splitlines()
        return int(linhas[0]) if linhas and linhas[0].strip().isdecimal() else None

    def _situacao(self) -> str:
        """What the server wrote last in its pid file: starting, ready, stopping, or nothing."""
        linhas = _le(self._arquivo_pid).splitlines()
        return linhas[7].strip() if len(linhas) > 7 else ""

    def _e_daqui(self, pid: int) -> bool:
        """True when the process is a PostgreSQL whose working folder is our data (its own habit)."""
        try:
            processo = psutil.Process(pid)
            return processo.name().startswith("postgres") and self.dados.samefile(processo.cwd())
        except (psutil.Error, OSError):
            return False  # gone, a zombie, or somebody else's


def _de_teste(versao: int) -> list[str]:
    """Arguments of initdb for a server that is thrown away. A connection costs the client 7 ms with the 4,096 rounds
    of SCRAM that PostgreSQL takes by itself, 1 ms with one; 15 cannot be told."""
    return ["--no-sync", *(["--set", "scram_iterations=1"] if versao >= 16 else [])]


def _le(arquivo: Path) -> str:
    """The text of a small file, empty when it is not there."""
    try:
        return arquivo.read_text(errors="replace")
    except FileNotFoundError:
        return ""


def _porta_livre() -> int:
    with socket.socket() as sonda:
        sonda.bind((ServidorEmbutido.HOST, 0))
        return int(sonda.getsockname()[1])
