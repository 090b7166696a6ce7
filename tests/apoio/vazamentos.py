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
    """What lived before the test."""

    threads: set[threading.Thread]
    objetos_qt: list[Any]  # kept, not their ids: an id is used again once its object has gone

    def vazados(self) -> list[str]:
        """What lives now and did not then."""
        return self._threads() + self._objetos_qt()

    def _threads(self) -> list[str]:
        novas = [t for t in threading.enumerate() if t not in self.threads and t.is_alive()]
        limite = time.monotonic() + ESPERA_S
        for thread in novas:
            thread.join(max(0.0, limite - time.monotonic()))
        return [f"thread viva: {t.name}" for t in novas if t.is_alive() and not _e_do_python(t)]

    def _objetos_qt(self) -> list[str]:
        novos = [o for o in _objetos_qt() if not any(o is velho for velho in self.objetos_qt)]
        if not novos:
            return []
        novos.clear()
        gc.collect()  # a window in a reference cycle is not a leak
        return [f"{_descreve(o)}" for o in _objetos_qt() if not any(o is v for v in self.objetos_qt)]


def fotografa() -> Foto:
    """Remember what lives now."""
    return Foto(set(threading.enumerate()), _objetos_qt())


def _e_do_python(thread: threading.Thread) -> bool:
    """Threads that the runtime itself keeps, or that only mirror a thread Qt owns."""
    return isinstance(thread, threading._DummyThread) or thread.name.startswith(("pytest_timeout", "execnet"))


def _objetos_qt() -> list[Any]:
    """Running timers, and windows or dialogs (not menus or tooltips), visible or not."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    if widgets is None or app is None:
        return []
    nucleo = sys.modules["PySide6.QtCore"]
    nucleo.QCoreApplication.sendPostedEvents(None, nucleo.QEvent.Type.DeferredDelete.value)
    tipo = nucleo.Qt.WindowType
    janelas = [w for w in widgets.QApplication.topLevelWidgets()
               if w.isVisible() or w.windowType() in (tipo.Window, tipo.Dialog)]
    valido = sys.modules["shiboken6"].isValid
    timers = [o for o in gc.get_objects() if type(o) is nucleo.QTimer and valido(o) and o.isActive()]
    return janelas + timers


def _descreve(objeto: Any) -> str:
    if hasattr(objeto, "isActive") and hasattr(objeto, "interval"):
        return f"timer ligado: {objeto.interval()} ms, de {type(objeto.parent()).__name__}"
    return f"janela: {type(objeto).__name__} “{objeto.windowTitle()}”"
