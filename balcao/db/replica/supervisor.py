"""The sync process as the counter sees it: started, listened to, started again when it dies.

Only the standard library: it starts before the window has painted.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from balcao.config import plataforma
from balcao.db.replica.arquivo import EstadoReplica

MODULO: Final = "balcao.db.replica.processo"
ARGUMENTO: Final = "sincronia"
"""A frozen program has no `-m`: it runs itself with this argument (ferramentas/entrada_pacote.py)."""

PARADA_S: Final = 5.0
NOVA_TENTATIVA_S: Final = (0.5, 2.0, 5.0, 15.0, 30.0)
SAUDAVEL_S: Final = 60.0


class Pedido(NamedTuple):
    """What the process is started with (`processo.Configuracao`, which this module does not import: it costs
    SQLAlchemy). Holds a password."""

    dsn: str
    pasta: str
    estacao_id: int
    esquema: str
    intervalo_s: float = 15.0


def comando() -> list[str]:
    """How this program starts the process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENTO]
    return [sys.executable, "-m", MODULO]


class Supervisor:
    """Keeps one sync process running.

    estado, testemunha: called on the supervisor's own thread with what the process says.
    caiu: called with the last words of a process that died by itself; it is started again.
    """

    def __init__(self, pedido: Pedido, *, estado: Callable[[EstadoReplica], None],
                 testemunha: Callable[[str], None] = lambda _: None, caiu: Callable[[str], None] = lambda _: None,
                 esperas: Sequence[float] = NOVA_TENTATIVA_S) -> None:
        self._pedido = pedido
        self._estado = estado
        self._testemunha = testemunha
        self._caiu = caiu
        self._esperas = esperas
        self._parando = threading.Event()
        self._trava = threading.Lock()
        self._processo: subprocess.Popen[str] | None = None
        self._linha: threading.Thread | None = None

    def inicia(self) -> None:
        """Start the process; returns at once."""
        self._linha = threading.Thread(target=self._cuida, name="sincronia", daemon=True)
        self._linha.start()

    def para(self) -> None:
        """Ask it to stop and wait; a process that does not hear is ended."""
        self._parando.set()
        with self._trava:
            processo = self._processo
        if processo is not None:
            self._diz({"comando": "parar"})
            try:
                processo.wait(PARADA_S)
            except subprocess.TimeoutExpired:
                processo.kill()
                processo.wait()
        if self._linha is not None:
            self._linha.join(PARADA_S)

    def agora(self) -> None:
        """Pull now: an order was just sent."""
        self._diz({"comando": "agora"})

    def confirma(self, token: str) -> None:
        """The service has this token."""
        self._diz({"comando": "testemunha", "token": token})

    def recarrega(self) -> None:
        """Make the whole copy again."""
        self._diz({"comando": "recarregar"})

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        with self._trava:
            return None if self._processo is None else self._processo.pid

    def _diz(self, mensagem: dict[str, Any]) -> None:
        with self._trava:
            processo = self._processo
            if processo is None or processo.stdin is None:
                return
            try:
                processo.stdin.write(json.dumps(mensagem) + "\n")
                processo.stdin.flush()
            except (BrokenPipeError, OSError, ValueError):
                return  # it died: `_cuida` starts another, which pulls at once

    def _cuida(self) -> None:
        tentativa = 0
        while not self._parando.is_set():
            inicio = time.monotonic()
            ultimas = self._vive()
            if self._parando.is_set():
                return
            self._caiu(ultimas)
            tentativa = 0 if time.monotonic() - inicio > SAUDAVEL_S else tentativa + 1
            self._parando.wait(self._esperas[min(tentativa, len(self._esperas) - 1)])

    def _vive(self) -> str:
        """One life of the process; returns its last words."""
        processo = subprocess.Popen(
            comando(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", **plataforma.opcoes_de_processo())
        assert processo.stdin is not None
        assert processo.stdout is not None
        assert processo.stderr is not None
        erros: list[str] = []
        escuta = threading.Thread(target=_guarda_fim, args=(processo.stderr, erros), name="sincronia erros",
                                  daemon=True)
        escuta.start()
        with self._trava:
            self._processo = processo
        self._diz(self._pedido._asdict())
        if self._parando.is_set():
            self._diz({"comando": "parar"})
        for linha in processo.stdout:
            self._entende(linha)
        processo.wait()
        escuta.join(1)
        with self._trava:
            self._processo = None
            for fluxo in (processo.stdin, processo.stdout, processo.stderr):
                try:
                    fluxo.close()
                except OSError:
                    continue  # what was not written will not be read
        return erros[-1] if erros else f"terminou com código {processo.returncode}"

    def _entende(self, linha: str) -> None:
        try:
            mensagem = json.loads(linha)
        except ValueError:
            return  # cut by a kill -9
        if "estado" in mensagem:
            self._estado(EstadoReplica.de_json(mensagem["estado"]))
        elif "testemunha" in mensagem:
            self._testemunha(str(mensagem["testemunha"]))


def _guarda_fim(fluxo: Any, linhas: list[str]) -> None:
    """Keep the last line of what the process complained about."""
    for linha in fluxo:
        if linha.strip():
            linhas[:] = [linha.strip()]
