"""argparse in Portuguese, with the checks that several commands share. Exit code 2 is argparse's own, and that of what
a command finds wrong in its words alone (ADR 0176)."""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from balcao.domain.erros import AmbienteIndisponivel, BalcaoError

Comandos = Any  # argparse has no public name for what add_subparsers returns

MAIOR_PORTA = 65535
_FRASES = tuple((re.compile(ingles), portugues) for ingles, portugues in (
    (r"^the following arguments are required: (.*)$", r"falta informar: \1"),
    (r"^unrecognized arguments: (.*)$", r"não conheço: \1"),
    (r"^argument (.+?): (.*)$", r"\1: \2"),
    (r"invalid choice: (.+?) \(choose from (.*)\)", r"\1 não é uma das opções (\2)"),
    (r"invalid int value: (.*)", r"\1 não é um número inteiro"),
    (r"expected one argument", "falta o valor"),
    (r"expected at least one argument", "falta pelo menos um valor"),
    (r"ignored explicit argument (.*)", r"não leva valor (\1)"),
))


class UsoErrado(BalcaoError):
    """The words of the command cannot be right, whatever the shop, its files and its server: exit code 2."""

    titulo = "Confira o comando"


@contextmanager
def palavras(opcao: str = "") -> Iterator[None]:
    """What is refused within is refused for the words alone: said after `opcao`, with exit code 2."""
    try:
        yield
    except (AmbienteIndisponivel, UsoErrado):
        raise
    except (BalcaoError, ValueError) as erro:
        raise UsoErrado(f"{opcao}: {erro}" if opcao else str(erro)) from erro


class _Formato(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)


class Leitor(argparse.ArgumentParser):
    """A parser that speaks Portuguese and takes no abbreviated option, so that a script keeps its meaning."""

    def __init__(self, **opcoes: Any) -> None:
        super().__init__(**({"formatter_class": _Formato} | opcoes | {"add_help": False, "allow_abbrev": False}))
        self._positionals.title, self._optionals.title = "argumentos", "opções"
        self.add_argument("-h", "--help", "--ajuda", action="help", help="mostra esta ajuda e sai")

    def error(self, message: str) -> NoReturn:
        for ingles, portugues in _FRASES:
            message = ingles.sub(portugues, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def porta(texto: str) -> int:
    """A TCP port."""
    if not (texto.isascii() and texto.isdigit() and 1 <= int(texto) <= MAIOR_PORTA):
        raise argparse.ArgumentTypeError(f"“{texto}” não é uma porta: use um número de 1 a {MAIOR_PORTA}")
    return int(texto)


def positivo(texto: str) -> int:
    """A count, or the number of something: 1 or more."""
    if not (texto.isascii() and texto.isdigit() and 1 <= int(texto) < 1 << 31):
        raise argparse.ArgumentTypeError(f"“{texto}” não é um número inteiro maior que zero")
    return int(texto)
