"""The sync as a process of its own: `python -m balcao.db.replica.processo`. Typing never waits for it.

It reads JSON lines on its input: first the configuration (it holds a password, so it is never an argument),
then commands: {"comando": "agora" | "recarregar" | "parar"} and {"comando": "testemunha", "token": …} (the
service has it). It writes JSON lines: {"estado": …} and {"testemunha": "token"}. When its input ends, the counter
is gone and so is this process.
"""

import json
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

import psycopg

from balcao import __version__
from balcao.config import plataforma
from balcao.db.replica.arquivo import EstadoReplica, PastaReplica
from balcao.db.replica.origem import Origem, abre
from balcao.db.replica.sincronia import Sincronizador
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo import CANAL

INTERVALO_S: Final = 15.0   # the slow poll that backs the wake-up up
MINIMO_S: Final = 0.2       # between two pulls, however often the server calls
ESPERA_MINIMA_S: Final = 1.0
ESPERA_MAXIMA_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Configuracao:
    """What the process needs; wake-ups name the company's `esquema`."""

    dsn: str
    pasta: str
    estacao_id: int
    esquema: str
    intervalo_s: float = INTERVALO_S


class Processo:
    """The loop: pull when woken, when asked, or when the poll is due; after a failure wait longer each time."""

    def __init__(self, configuracao: Configuracao, saida: TextIO) -> None:
        self._configuracao = configuracao
        self._saida = saida
        self._comandos: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._parando = threading.Event()
        self._escuta: _Escuta | None = None
        origem = Origem(configuracao.dsn, configuracao.estacao_id)
        self._sincronizador = Sincronizador(
            PastaReplica(Path(configuracao.pasta)), origem, programa=__version__,
            agora=lambda: datetime.now(UTC), avisa=self._avisa,
            testemunha=lambda token: self._diz({"testemunha": token}))

    def le_comandos(self, entrada: Iterable[str]) -> None:
        """Body of the thread that reads commands; the end of the input is "parar"."""
        for linha in entrada:
            lida = json.loads(linha)
            self._comandos.put(f"{lida.get('comando', '')} {lida.get('token', '')}".strip())
        self._comandos.put("parar")

    def executa(self) -> None:
        """Until told to stop."""
        espera = 0.0
        falhas = 0
        try:
            while not self._parando.is_set():
                if not self._espera(espera):
                    return
                try:
                    completa = self._sincronizador.puxa().carga_completa
                    self._ouve()
                    falhas, espera = 0, self._configuracao.intervalo_s if completa else 0.0
                except AmbienteIndisponivel as erro:
                    self._sincronizador.sem_servidor(str(erro))
                    falhas += 1
                    espera = min(ESPERA_MINIMA_S * 2 ** min(falhas - 1, 8), ESPERA_MAXIMA_S)
        finally:
            if self._escuta is not None:
                self._escuta.para()
            self._sincronizador.fecha()

    def _espera(self, segundos: float) -> bool:
        """Wait for a command or for the time; False: stop. A pull is never closer than MINIMO_S to the last."""
        inicio = time.monotonic()
        fim = inicio + max(segundos, MINIMO_S)
        while True:
            try:
                comando = self._comandos.get(timeout=max(fim - time.monotonic(), 0))
            except queue.Empty:
                return True
            nome, _, token = comando.partition(" ")
            match nome:
                case "parar":
                    return False
                case "testemunha":
                    self._confirma(token)
                    continue
                case "recarregar":
                    self._sincronizador.recarrega()
            fim = min(fim, inicio + MINIMO_S)  # what comes together is answered together

    def _confirma(self, token: str) -> None:
        with suppress(AmbienteIndisponivel):  # the next pull says what is wrong with the disk
            self._sincronizador.confirma(token)

    def _ouve(self) -> None:
        """Listen on a connection of its own (a transaction pooler would lose it)."""
        if self._escuta is None or not self._escuta.viva:
            self._escuta = _Escuta(self._configuracao, lambda: self._comandos.put("agora"))
            self._escuta.start()

    def _avisa(self, estado: EstadoReplica) -> None:
        self._diz({"estado": estado.para_json()})

    def _diz(self, mensagem: dict[str, Any]) -> None:
        try:
            self._saida.write(json.dumps(mensagem) + "\n")
            self._saida.flush()
        except (BrokenPipeError, ValueError):  # the counter is gone
            self._parando.set()


class _Escuta(threading.Thread):
    """Waits for NOTIFY and calls `acorda`. Ends when the connection does; the poll goes on without it."""

    def __init__(self, configuracao: Configuracao, acorda: Callable[[], None]) -> None:
        super().__init__(name="escuta", daemon=True)
        self._configuracao = configuracao
        self._acorda = acorda
        self._fim = threading.Event()

    @property
    def viva(self) -> bool:
        return self.is_alive()

    def para(self) -> None:
        self._fim.set()
        self.join(2)

    def run(self) -> None:
        try:
            with abre(self._configuracao.dsn) as conexao:
                conexao.execute(f"LISTEN {CANAL}".encode())
                self._acorda()  # what was written between the pull and the LISTEN
                while not self._fim.is_set():
                    for aviso in conexao.notifies(timeout=0.5, stop_after=1):
                        if aviso.payload == self._configuracao.esquema:
                            self._acorda()
        except (psycopg.Error, AmbienteIndisponivel):
            return  # the next pull tells what is wrong, and starts another


def main(entrada: TextIO = sys.stdin, saida: TextIO = sys.stdout) -> int:
    """Run until the input ends."""
    plataforma.cede_a_vez()  # on a busy computer the search's p99 doubles during a first load otherwise
    primeira = entrada.readline()
    if not primeira:
        return 0
    processo = Processo(Configuracao(**json.loads(primeira)), saida)
    threading.Thread(target=processo.le_comandos, args=(entrada,), name="comandos", daemon=True).start()
    processo.executa()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
