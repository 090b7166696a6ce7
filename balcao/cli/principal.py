"""What every command shares: dispatch, messages, exit codes, Ctrl+C, passwords."""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from getpass import getpass
from importlib import import_module

from balcao import __version__
from balcao.cli.argumentos import UsoErrado
from balcao.cli.leitor import leitor
from balcao.config.coleta import sem_coleta
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError, EntradaInvalida
from balcao.domain.motivo_sistema import motivo_do_sistema

OK, RECUSADO, USO, AMBIENTE, DEFEITO, INTERROMPIDO = 0, 1, 2, 3, 4, 130
VARIAVEL_DEPURA = "BALCAO_DEPURA"


def main(argumentos: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see the package)."""
    for fluxo in (sys.stdout, sys.stderr):
        if isinstance(fluxo, io.TextIOWrapper):
            fluxo.reconfigure(errors="replace")  # a Windows pipe has no “→”; that is no reason to die
    try:
        return _executa(argumentos)
    except AmbienteIndisponivel as erro:
        return _falha(str(erro), AMBIENTE)
    except UsoErrado as erro:
        return _falha(str(erro), USO)
    except BalcaoError as erro:
        return _falha(str(erro), RECUSADO)
    except BrokenPipeError:  # `balcao usuario listar | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as erro:
        onde = f" em {erro.filename}" if erro.filename else ""
        return _falha(f"O sistema recusou a operação{onde} ({motivo_do_sistema(erro)}). "
                      "Confira o espaço em disco e as permissões.", AMBIENTE)
    except KeyboardInterrupt:
        return _falha("Interrompido.", INTERROMPIDO)
    except Exception as erro:  # noqa: BLE001 - the last handler: a bug, written down whole
        return _defeito(erro)


def _executa(argumentos: Sequence[str] | None) -> int:
    try:
        opcoes = leitor().parse_args(argumentos)
    except SystemExit as fim:  # argparse: help, version, or wrong words
        return int(fim.code or 0)
    modulo, funcao = opcoes.comando.split(".")
    # One command's imports only: `balcao` alone must show its window before anything else is loaded.
    with sem_coleta():
        comando = getattr(import_module(f"balcao.cli.{modulo}"), funcao)
    codigo: int = comando(opcoes)
    sys.stdout.flush()
    return codigo


def _defeito(erro: Exception) -> int:
    """Write a bug where the window writes its own, and say its number. For developers BALCAO_DEPURA=1 shows it."""
    from balcao.config.plataforma import pastas  # with what follows: only once something failed
    from balcao.config.registro_erros import RegistroArquivo, novo_numero

    if os.environ.get(VARIAVEL_DEPURA) == "1":
        traceback.print_exception(erro)
    numero = novo_numero()
    texto = f"O comando parou por um erro inesperado (nº {numero}), um defeito do programa"
    try:
        registro = RegistroArquivo(pastas().registro, lambda: {"versao": __version__})
    except OSError as disco:
        traceback.print_exception(erro)  # no folder for it: here, or lost
        return _falha(f"{texto}, que não pôde ser registrado ({disco}). Envie estas linhas ao suporte.", DEFEITO)
    if not registro.grava(numero, erro):
        return _falha(f"{texto}, que não pôde ser registrado em {registro.arquivo}. Envie as linhas acima ao suporte.",
                      DEFEITO)
    return _falha(f"{texto}. O registro está em {registro.arquivo}: confira o que foi feito antes de repetir o "
                  "comando e, se o erro voltar, informe este número ao suporte.", DEFEITO)


def _falha(texto: str, codigo: int) -> int:
    print(f"balcao: {texto}", file=sys.stderr)
    return codigo


def avisa(texto: str) -> None:
    """Progress, in plain words."""
    print(texto, file=sys.stderr, flush=True)


def confirma(pergunta: str, sim: bool) -> bool:
    """Ask on the terminal; `--sim` answers. Without a terminal, or with Ctrl+D, the answer is no."""
    if sim:
        return True
    if not sys.stdin.isatty():
        avisa(f"{pergunta} Use --sim para confirmar.")
        return False
    try:
        return input(f"{pergunta} [s/N] ").strip().lower() in ("s", "sim")
    except EOFError:
        avisa("")
        return False


def senha_digitada(rotulo: str, *, nova: bool = True) -> str:
    """A password from the terminal (twice when it is a new one), or stdin's next line; never an option.

    Raises EntradaInvalida when there is none, or the two differ.
    """
    try:
        if not sys.stdin.isatty():
            senha = sys.stdin.readline().rstrip("\r\n")
        else:
            senha = getpass(f"{rotulo}: ")
            if senha and nova and senha != getpass(f"{rotulo} (outra vez): "):
                raise EntradaInvalida("As duas senhas não são iguais. Nada foi mudado.")
    except EOFError:
        senha = ""
    if not senha:
        raise EntradaInvalida(f"{rotulo}: não foi informada. Digite-a no terminal, ou passe-a pela entrada padrão.")
    return senha
