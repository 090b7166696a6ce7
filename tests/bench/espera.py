"""Waiting in a bench: every wait has a deadline and says what was awaited.

`Relogio` speaks when whoever waits cannot: a window held by a dialog, a line that another process never writes.
"""

import faulthandler
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

FOLGA_S = 30.0  # for whoever waits to notice by himself, and to say it better
FIM_S = 60.0    # then, to put away the servers that he started
PRESO = 3       # exit code of who did not even end


class Demorou(TimeoutError):
    """Something did not come; its text says what, and how things stood."""

    def __init__(self, o_que: str, prazo_s: float, como_esta: str = "") -> None:
        quando = f"não veio em {prazo_s:.0f} s" if prazo_s else "não veio"
        super().__init__(f"{o_que} {quando}" + (f": {como_esta}" if como_esta else "."))


class Relogio(threading.Thread):
    """When somebody waits far beyond his deadline: the sentence, every thread's stack, and Ctrl+C to the main thread;
    when that does not end the process, its end."""

    def __init__(self) -> None:
        super().__init__(name="relógio da bancada", daemon=True)
        self._esperas: list[tuple[float, str, float]] = []
        self._parando = threading.Event()

    @contextmanager
    def esperando(self, o_que: str, prazo_s: float) -> Iterator[float]:
        """Name what is awaited inside; gives the deadline (monotonic seconds)."""
        espera = (time.monotonic() + prazo_s, o_que, prazo_s)
        self._esperas.append(espera)
        try:
            yield espera[0]
        finally:
            self._esperas.remove(espera)

    def para(self) -> None:
        """The work is done."""
        self._parando.set()

    def run(self) -> None:
        while not self._parando.wait(min(1.0, FOLGA_S)):
            vencida = min(self._esperas.copy(), default=None)
            if vencida is not None and time.monotonic() > vencida[0] + FOLGA_S:
                sys.stderr.write(f"{Demorou(vencida[1], vencida[2])}\n")
                faulthandler.dump_traceback(all_threads=True)
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
                if not self._parando.wait(FIM_S):
                    os._exit(PRESO)
                return


@contextmanager
def vigiada(o_que: str, prazo_s: float) -> Iterator[Relogio]:
    """A whole bench that may not last longer."""
    relogio = Relogio()
    relogio.start()
    try:
        with relogio.esperando(o_que, prazo_s):
            yield relogio
    finally:
        relogio.para()


def roda(comando: Sequence[str], o_que: str, prazo_s: float, entrada: str = "") -> str:
    """Run a process to its end; what it wrote. Raises RuntimeError with its last words when it fails, or does not
    end."""
    try:
        feito = subprocess.run(comando, input=entrada, capture_output=True, text=True, check=False, timeout=prazo_s)
    except subprocess.TimeoutExpired as erro:
        dito = erro.stderr.decode(errors="replace") if isinstance(erro.stderr, bytes) else erro.stderr or ""
        raise RuntimeError(f"{Demorou(o_que, prazo_s)}\n{_sem_ruido(dito)}") from erro
    if feito.returncode:
        raise RuntimeError(f"{o_que} não veio (código {feito.returncode}).\n{_sem_ruido(feito.stderr)}")
    return feito.stdout


def _sem_ruido(erro: str) -> str:
    """What a process said, without Qt's remark on the offscreen plugin."""
    return "\n".join(linha for linha in erro.splitlines() if "propagateSizeHints" not in linha)[-4000:]
