"""Starting the shop of this computer behind the login screen: the retaguarda as a process of its own.

Only the standard library at import: it runs while the window is being painted.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable

PRAZO_S = 180.0
_LOCAIS = ("127.0.0.1", "localhost", "::1")


def atende(endereco: str, porta: int, prazo_s: float = 0.5) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection((endereco, porta), timeout=prazo_s).close()
    except OSError:
        return False
    return True


def comando() -> list[str]:
    """How this program runs itself as the retaguarda."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "servidor"]
    return [sys.executable, "-m", "balcao", "servidor"]


class RetaguardaLocal:
    """The `balcao servidor` that this window started, if it had to. It outlives the window's crash (the next
    window finds it) and is asked to stop when the window closes."""

    def __init__(self) -> None:
        self._processo: subprocess.Popen[str] | None = None

    def garante(self, endereco: str, porta: int, pronto: Callable[[], bool], avisa: Callable[[str], None]) -> str:
        """Wait until the service listens and this counter is registered, starting it when the address is this
        computer. Returns "" or why it did not start. Waits."""
        primeiro = endereco.split(",")[0].strip()
        if primeiro not in _LOCAIS or (atende(primeiro, porta) and pronto()):
            return ""
        ultima = ""
        self._processo = subprocess.Popen(comando(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                          stderr=subprocess.PIPE, text=True, encoding="utf-8")
        assert self._processo.stderr is not None
        for linha in self._processo.stderr:  # ends when the service is up (it says so) or the process dies
            ultima = linha.strip().removeprefix("balcao: ")
            avisa(ultima)
            if ultima.startswith("Retaguarda no ar"):
                return self._espera_servico(primeiro, porta, pronto)
        self._processo.wait()
        return ultima or "A retaguarda deste computador não iniciou."

    def _espera_servico(self, endereco: str, porta: int, pronto: Callable[[], bool]) -> str:
        fim = time.monotonic() + PRAZO_S
        while time.monotonic() < fim:
            if atende(endereco, porta) and pronto():
                return ""
            time.sleep(0.05)
        return "A retaguarda deste computador não respondeu."

    def para(self) -> None:
        """Ask it to stop, and wait for its database to be whole on the disk."""
        if self._processo is not None and self._processo.poll() is None:
            self._processo.terminate()
            try:
                self._processo.wait(30)
            except subprocess.TimeoutExpired:
                self._processo.kill()
