"""Where bugs are written down, by the window and by the command alike: numbered lines in one file of this computer.

Cheap to import: structlog (130 ms) is loaded when the first bug is written.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

ARQUIVO = "erros.jsonl"
_LETRAS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read aloud on the phone: no 0/O, no 1/I
_TAMANHO_MAXIMO = 2_000_000
_DOCUMENTO = re.compile(r"(?<![\w.])(?:\d{3}\.?\d{3}\.?\d{3}-?\d{2}|[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}"
                        r"/?[0-9A-Z]{4}-?\d{2})(?![\w])")


class Registro(Protocol):
    """Where a bug is written down."""

    def grava(self, numero: str, erro: BaseException, vezes: int) -> object:
        """Write one bug. Must not raise."""


def novo_numero() -> str:
    """Six letters and digits that a person can read aloud; 32⁶ ≈ a thousand million of them."""
    return "".join(_LETRAS[b % 32] for b in os.urandom(6))


def mascara(texto: str) -> str:
    """Hide whatever looks like a CPF or a CNPJ (LGPD): its two check digits stay, to tell rows apart."""
    return _DOCUMENTO.sub(lambda achado: "***" + achado[0][-2:], texto)


class RegistroArquivo:
    """JSON lines in `pasta/erros.jsonl`, five files of 2 MB at most, CPF and CNPJ masked."""

    def __init__(self, pasta: Path, contexto: Callable[[], Mapping[str, Any]] = dict) -> None:
        """`contexto` says what was going on (station, user, screen, order id; or the command)."""
        self.arquivo, self._contexto, self._escritor = pasta / ARQUIVO, contexto, None

    def grava(self, numero: str, erro: BaseException, vezes: int = 1) -> bool:
        """Write one bug; False: the disk did not take it, and it went to stderr, so that it is not lost."""
        texto = mascara("".join(traceback.format_exception(erro)))
        try:
            self._abre().error("erro inesperado", numero=numero, tipo=type(erro).__name__, vezes=vezes,
                               mensagem=mascara(str(erro)), rastro=texto, **self._contexto())
        except OSError as disco:
            sys.stderr.write(f"{numero}: {disco}\n{texto}\n")
            return False
        return True

    def _abre(self) -> Any:
        if self._escritor is None:
            from logging.handlers import RotatingFileHandler  # with structlog, 130 ms nobody pays at start

            import structlog

            class Saida(RotatingFileHandler):
                def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's signature
                    raise  # again, within emit's own `except`: a full disk is for `grava` to tell

            self.arquivo.parent.mkdir(parents=True, exist_ok=True)
            saida = logging.Logger("balcao.erros")
            saida.addHandler(Saida(self.arquivo, maxBytes=_TAMANHO_MAXIMO, backupCount=4, encoding="utf-8",
                                   delay=True))
            self._escritor = structlog.wrap_logger(saida, processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.add_log_level,
                structlog.processors.JSONRenderer(ensure_ascii=False)])
        return self._escritor
