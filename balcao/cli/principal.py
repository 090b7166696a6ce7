"""What every command shares: dispatch, messages, exit codes, Ctrl+C."""

import sys
from collections.abc import Sequence
from getpass import getpass
from importlib import import_module

from balcao.cli.leitor import leitor
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError

OK, RECUSADO, USO, AMBIENTE = 0, 1, 2, 3


def main(argumentos: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see the package)."""
    opcoes = leitor().parse_args(argumentos)
    modulo, funcao = opcoes.comando.split(".")
    try:
        # One command's imports only: `balcao` alone must show its window before anything else is loaded.
        codigo: int = getattr(import_module(f"balcao.cli.{modulo}"), funcao)(opcoes)
    except AmbienteIndisponivel as erro:
        print(f"balcao: {erro}", file=sys.stderr)
        return AMBIENTE
    except BalcaoError as erro:
        print(f"balcao: {erro}", file=sys.stderr)
        return RECUSADO
    except KeyboardInterrupt:
        return 130
    return codigo


def avisa(texto: str) -> None:
    """Progress, in plain words."""
    print(texto, file=sys.stderr, flush=True)


def confirma(pergunta: str, sim: bool) -> bool:
    """Ask on the terminal; `--sim` answers. Without a terminal the answer is no."""
    if sim:
        return True
    if not sys.stdin.isatty():
        avisa(f"{pergunta} Use --sim para confirmar.")
        return False
    return input(f"{pergunta} [s/N] ").strip().lower() in ("s", "sim")


def senha_digitada(rotulo: str) -> str:
    """A password from the terminal (twice) or from stdin's first line; never from the command line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    primeira = getpass(f"{rotulo}: ")
    if primeira != getpass(f"{rotulo} (outra vez): "):
        raise BalcaoError("As duas senhas não são iguais. Nada foi mudado.")
    return primeira
