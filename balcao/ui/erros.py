"""Bugs: every exception that nobody raised on purpose ends here.

It is logged with a number, the open order is saved, and the person reads a short message with that
number: never a traceback. Qt's own warnings go to the same log.
"""

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

from balcao.config.registro_erros import Registro, novo_numero

_REPETE_S = 10.0
_NIVEL_QT = {QtMsgType.QtWarningMsg: logging.WARNING, QtMsgType.QtCriticalMsg: logging.ERROR,
             QtMsgType.QtFatalMsg: logging.CRITICAL}


class GuardaErros(QObject):
    """The last handler. `instala` takes over the interpreter's hooks, `remove` gives them back."""

    aconteceu = Signal(str)  # the message, for whoever shows it; always on the UI thread
    _de_fora = Signal(object)

    def __init__(self, registro: Registro, salva: Callable[[], None],
                 relogio: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        """`salva` keeps the open order; it runs before anything is shown."""
        super().__init__(parent)
        self._registro, self._salva, self._relogio = registro, salva, relogio
        self._recentes: dict[tuple[str, str, int], tuple[str, float, int]] = {}
        self._tratando = False
        self._anteriores: tuple[Any, Any, Any, Any] | None = None
        self._de_fora.connect(self._mostra)

    def instala(self) -> None:
        """Become the handler of exceptions in slots, in threads, in destructors, and of Qt's messages."""
        self._anteriores = (sys.excepthook, threading.excepthook, sys.unraisablehook,
                            qInstallMessageHandler(_mensagem_do_qt))
        sys.excepthook = self._gancho
        threading.excepthook = lambda dados: self._de_fora.emit(dados.exc_value)
        sys.unraisablehook = lambda dados: self._de_fora.emit(dados.exc_value)

    def remove(self) -> None:
        """Give the hooks back."""
        if self._anteriores is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook, qt = self._anteriores
            qInstallMessageHandler(qt)
            self._anteriores = None

    def trata(self, erro: BaseException) -> Exception:
        """Log, save, and return the error to show in its place (`ErroInesperado`, a BalcaoError).

        The same bug again within ten seconds keeps its number and is only counted.
        """
        from balcao.ui.erro_inesperado import ErroInesperado  # 45 ms of pydantic, once something failed

        numero, _repetido, salvou = self._anota(erro)
        return ErroInesperado(numero, salvou)

    def _gancho(self, tipo: type[BaseException], erro: BaseException, _rastro: TracebackType | None) -> None:
        if issubclass(tipo, KeyboardInterrupt):
            sys.__excepthook__(tipo, erro, _rastro)
            return
        if threading.current_thread() is not threading.main_thread():
            self._de_fora.emit(erro)
            return
        self._mostra(erro)

    def _mostra(self, erro: BaseException | None) -> None:
        if erro is None:
            return
        numero, repetido, salvou = self._anota(erro)
        if not repetido:
            self.aconteceu.emit(_proprias_palavras(erro) or mensagem(numero, salvou))

    def _anota(self, erro: BaseException) -> tuple[str, bool, bool]:
        """(number, seen a moment ago?, order saved?)"""
        onde, agora = _onde(erro), self._relogio()
        numero, ultimo, vezes = self._recentes.get(onde, ("", 0.0, 0))
        repetido = bool(numero) and agora - ultimo < _REPETE_S
        numero = numero if repetido else novo_numero()
        vezes = vezes + 1 if repetido else 1
        self._recentes[onde] = (numero, agora, vezes)
        if self._tratando:  # saving or showing failed while handling another: write it, go no further
            self._registro.grava(numero, erro, vezes)
            return numero, True, False
        if not repetido or vezes in (10, 100, 1000):
            self._registro.grava(numero, erro, vezes)
        return numero, repetido, repetido or self._guarda_pedido()

    def _guarda_pedido(self) -> bool:
        self._tratando = True
        try:
            self._salva()
        except Exception as outro:  # noqa: BLE001 - the last handler: written down, told to the person
            self._registro.grava(novo_numero(), outro, 1)
            return False
        finally:
            self._tratando = False
        return True


def mensagem(numero: str, salvou: bool) -> str:
    """What the person reads about a bug: what happened, what was kept, what to do."""
    guardado = ("O que estava aberto foi guardado; pode continuar." if salvou
                else "Não foi possível guardar o que estava aberto: confira antes de continuar.")
    return f"Ocorreu um erro inesperado (nº {numero}). {guardado} Se ele voltar, informe este número ao suporte."


def _proprias_palavras(erro: BaseException) -> str:
    """The text of an error of the environment that a screen forgot to catch; it needs no number."""
    from balcao.domain.erros import AmbienteIndisponivel  # 45 ms of pydantic, once something failed

    return str(erro) if isinstance(erro, AmbienteIndisponivel) else ""


def _onde(erro: BaseException) -> tuple[str, str, int]:
    """Type and place: what makes two bugs the same."""
    quadros = traceback.extract_tb(erro.__traceback__)
    ultimo = quadros[-1] if quadros else None
    return type(erro).__name__, ultimo.filename if ultimo else "", (ultimo.lineno or 0) if ultimo else 0


def _mensagem_do_qt(tipo: QtMsgType, _contexto: object, texto: str) -> None:
    logging.getLogger("qt").log(_NIVEL_QT.get(tipo, logging.DEBUG), "%s", texto)
