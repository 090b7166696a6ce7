"""The retaguarda of the fault runs: the product's own `executar`, whose workers obey a trap at a named step.

The trap is a file in the folder named by BALCAO_FALHAS, which only this module reads: `<step> <act>`. The worker that
takes it renames it to `atingido` (so one acts, and the act is proved) and then dies (kill -9) or stands still until
`siga` appears.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from balcao.retaguarda import servidor
from balcao.retaguarda.app import contexto, criar_app
from balcao.retaguarda.registro import configura
from balcao.services.office.contexto import Passo

VARIAVEL = "BALCAO_FALHAS"
MORRE, PARA = "morre", "para"
PARADO_S = 10.0


def _passo(qual: Passo) -> None:
    pasta = Path(os.environ[VARIAVEL])
    armadilha, atingido = pasta / "armadilha", pasta / "atingido"
    try:
        passo, ato = armadilha.read_text().split()
        if passo != qual:
            return
        armadilha.rename(atingido)
    except (FileNotFoundError, ValueError):
        return  # none, or another worker took it
    if ato == MORRE:
        os.kill(os.getpid(), signal.SIGKILL)
    limite = time.monotonic() + PARADO_S
    while not (pasta / "siga").exists() and time.monotonic() < limite:
        time.sleep(0.005)


def aplicacao(config: servidor.ConfigServico) -> Any:
    """As the product's, with the trap."""
    configura(Path(os.environ[VARIAVEL]) / "retaguarda.log")
    return criar_app(replace(contexto(config.dsn), passo=_passo))


class ServicoVivo:
    """Two workers and their parent, in a process group of their own. `armadilhas`: the traps' folder."""

    def __init__(self, dsn: str, pasta: Path, processos: int = 2) -> None:
        self._dsn, self._pasta, self._processos = dsn, pasta, processos
        self.porta = 0
        self.liga()

    def liga(self) -> None:
        """Start, on the same port as before."""
        self._processo = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.servico_vivo"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, start_new_session=True,
            env=os.environ | {VARIAVEL: str(self._pasta)})
        assert self._processo.stdin is not None
        assert self._processo.stdout is not None
        print(self._dsn, self.porta, self._processos, sep="\n", file=self._processo.stdin, flush=True)
        self.porta = int(self._processo.stdout.readline())

    @property
    def pid(self) -> int:
        """Of the parent."""
        return self._processo.pid

    def mata(self) -> None:
        """kill -9 of the parent and of every worker."""
        os.killpg(self._processo.pid, signal.SIGKILL)
        self._processo.wait()
        for fluxo in (self._processo.stdin, self._processo.stdout):
            assert fluxo is not None
            fluxo.close()

    # ---- the trap

    def arma(self, passo: Passo, ato: str) -> None:
        """The next order that comes to this step meets it."""
        self.desarma()
        (self._pasta / "siga").unlink(missing_ok=True)
        nova = self._pasta / "armadilha.nova"
        nova.write_text(f"{passo} {ato}")
        nova.rename(self._pasta / "armadilha")

    def desarma(self) -> None:
        """No trap; whoever stands in one goes on."""
        self.solta()
        for nome in ("armadilha", "atingido"):
            (self._pasta / nome).unlink(missing_ok=True)

    def solta(self) -> None:
        """Whoever stands in the trap goes on."""
        (self._pasta / "siga").touch()

    @property
    def atingida(self) -> bool:
        return (self._pasta / "atingido").exists()

    def espera_atingir(self, prazo_s: float = 5.0) -> bool:
        """Whether somebody came to the step in time."""
        limite = time.monotonic() + prazo_s
        while not self.atingida and time.monotonic() < limite:
            time.sleep(0.005)
        return self.atingida


def _morre_com_quem_o_fez() -> None:
    """The run is over, however it ended: its end of the pipe is closed."""
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """DSN, port and number of workers come on the input; the port goes out."""
    dsn, porta, processos = (sys.stdin.readline().strip() for _ in range(3))
    threading.Thread(target=_morre_com_quem_o_fez, daemon=True).start()
    servidor._aplicacao = aplicacao
    servidor.executar(servidor.ConfigServico(dsn=dsn, porta=int(porta), processos=int(processos)),
                      lambda porta: print(porta, flush=True))


if __name__ == "__main__":
    # workers import the factory by its real name, not `__main__`
    from tests.faults.servico_vivo import main as principal

    principal()
