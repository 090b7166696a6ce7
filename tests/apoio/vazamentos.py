"""What a test may not leave behind: logged warnings, living threads, running timers, windows.

Each of them has cost somebody a flaky test or a program that would not close, so a test that leaks
one fails itself, at once, instead of the innocent test after it.
"""

import gc
import logging
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

ESPERA_S = 2.0  # a thread that was told to end may take this long


@dataclass
class Avisos:
    """The records logged at WARNING or above that the test has not declared."""

    registros: list[logging.LogRecord] = field(default_factory=list)

    def espera(self, padrao: str) -> logging.LogRecord:
        """Take the first record that matches (a regular expression) off the list; AssertionError if none."""
        for registro in self.registros:
            if re.search(padrao, registro.getMessage()):
                self.registros.remove(registro)
                return registro
        raise AssertionError(f"nenhum aviso com “{padrao}”; houve: {self.textos() or 'nenhum'}")

    def textos(self) -> list[str]:
        return [f"aviso de {r.name}: {r.levelname} {r.getMessage()}" for r in self.registros]

    @contextmanager
    def ouvindo(self) -> Iterator[None]:
        """Collect while inside, from every logger that reaches the root one."""
        ouvinte = _Ouvinte(self.registros)
        raiz = logging.getLogger()
        raiz.addHandler(ouvinte)
        try:
            yield
        finally:
            raiz.removeHandler(ouvinte)


class _Ouvinte(logging.Handler):
    def __init__(self, registros: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._registros = registros

    def emit(self, record: logging.LogRecord) -> None:
        self._registros.append(record)


@dataclass
class Foto:
    """What lived before the test. `vazados` may be asked several times; `fecha` ends the watch."""

    threads: set[threading.Thread]
    janelas: list[Any]  # kept, not their ids: an id is used again once its object has gone

    def vazados(self) -> list[str]:
        """What lives now and did not then."""
        return self._threads() + self._objetos_qt()

    def fecha(self) -> None:
        gc.unfreeze()

    def _threads(self) -> list[str]:
        novas = [t for t in threading.enumerate() if t not in self.threads and t.is_alive()]
        limite = time.monotonic() + ESPERA_S
        for thread in novas:
            thread.join(max(0.0, limite - time.monotonic()))
        return [f"thread viva: {t.name}" for t in novas if t.is_alive() and not _e_do_python(t)]

    def _objetos_qt(self) -> list[str]:
        if not self._novos():
            return []
        gc.collect()  # a window in a reference cycle is not a leak
        return [_descreve(objeto) for objeto in self._novos()]

    def _novos(self) -> list[Any]:
        janelas = [w for w in _janelas() if not any(w is velha for velha in self.janelas)]
        return janelas + _timers_novos()


def fotografa() -> Foto:
    """Remember what lives now.

    What the collector knows is frozen until `fecha`: afterwards it lists the test's own objects alone, and
    the look costs a millisecond instead of a hundred.
    """
    gc.freeze()
    return Foto(set(threading.enumerate()), _janelas())


def _e_do_python(thread: threading.Thread) -> bool:
    """Threads that the runtime itself keeps, or that only mirror a thread Qt owns."""
    return isinstance(thread, threading._DummyThread) or thread.name.startswith(("pytest_timeout", "execnet"))


def _janelas() -> list[Any]:
    """Windows and dialogs (not menus or tooltips), visible or not."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    nucleo = sys.modules["PySide6.QtCore"]
    nucleo.QCoreApplication.sendPostedEvents(None, nucleo.QEvent.Type.DeferredDelete.value)
    tipo = nucleo.Qt.WindowType
    return [w for w in widgets.QApplication.topLevelWidgets()
            if w.isVisible() or w.windowType() in (tipo.Window, tipo.Dialog)]


def _timers_novos() -> list[Any]:
    """Running timers made since `fotografa`."""
    nucleo = sys.modules.get("PySide6.QtCore")
    if nucleo is None or nucleo.QCoreApplication.instance() is None:
        return []
    valido = sys.modules["shiboken6"].isValid
    return [o for o in gc.get_objects() if type(o) is nucleo.QTimer and valido(o) and o.isActive()]


def _descreve(objeto: Any) -> str:
    if hasattr(objeto, "interval"):
        return f"timer ligado: {objeto.interval()} ms, de {type(objeto.parent()).__name__}"
    return f"janela: {type(objeto).__name__} “{objeto.windowTitle()}”"
