"""`executar`: the service's processes, from start to a clean stop.

The parent imports nothing of the application (so that it starts in a moment), takes the port, and keeps the
workers alive; each worker builds its own application. The database's password travels to them inside the
pickled configuration, over a pipe: never on a command line, in the environment or in a file.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from balcao.config.coleta import sem_coleta
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.motivo_sistema import motivo_do_sistema

PORTA = 8082
PARADA_S = 10  # requests in flight end before this
OCIOSA_S = 75  # longer than a counter keeps a connection (prazo.py): it is never closed while a sale is on its way
REGISTRO = "retaguarda.log"
REGISTRO_MAXIMO = 10_000_000


@dataclass(frozen=True, slots=True)
class ConfigServico:
    """How the service runs. `dsn`: of the company's service role. `registro`: folder of the log; None: stderr.
    With `certificado` and `chave` (PEM files) it speaks https."""

    dsn: str = field(repr=False)
    endereco: str = "127.0.0.1"
    porta: int = PORTA
    processos: int = 2
    registro: Path | None = None
    certificado: Path | None = None
    chave: Path | None = None


def executar(config: ConfigServico, pronto: Callable[[int], None] = lambda _porta: None) -> None:
    """Serve until SIGTERM or Ctrl+C. `pronto` is told the port once it is taken (0 takes a free one).

    Raises AmbienteIndisponivel when the port is taken, or when the application could not start.
    """
    with abre_porta(config.endereco, config.porta) as tomada:
        _gira(config.registro)
        opcoes = _opcoes(config)
        pronto(tomada.getsockname()[1])
        if config.processos > 1:
            opcoes.workers = config.processos
            Multiprocess(opcoes, sockets=[tomada]).run()
            return
        servidor = uvicorn.Server(opcoes)
        servidor.run(sockets=[tomada])
        if not servidor.started:
            raise AmbienteIndisponivel("O serviço da retaguarda não conseguiu iniciar.",
                                       "Veja o registro (retaguarda.log) e o banco de dados.")


def abre_porta(endereco: str, porta: int) -> socket.socket:
    """A listening socket. Raises AmbienteIndisponivel that says why not."""
    try:
        return socket.create_server((endereco, porta),
                                    family=socket.AF_INET6 if ":" in endereco else socket.AF_INET)
    except OSError as erro:
        raise AmbienteIndisponivel(f"O serviço da retaguarda não pode usar {endereco}, porta {porta} "
                                   f"({motivo_do_sistema(erro)}).",
                                   "Feche o outro programa que a usa, ou escolha outra porta.") from erro


def _gira(pasta: Path | None) -> None:
    """Put a log that grew too big aside, before the workers open it."""
    if pasta is not None and (arquivo := pasta / REGISTRO).exists() and arquivo.stat().st_size > REGISTRO_MAXIMO:
        arquivo.replace(arquivo.with_suffix(".anterior.log"))


def _opcoes(config: ConfigServico) -> uvicorn.Config:
    return uvicorn.Config(
        partial(_aplicacao, config), factory=True, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=PARADA_S, timeout_keep_alive=OCIOSA_S, lifespan="on", ws="none",
        ssl_certfile=config.certificado, ssl_keyfile=config.chave)


def _aplicacao(config: ConfigServico) -> Any:
    """The application of one process."""
    with sem_coleta():
        # Imported here, in the worker: FastAPI and SQLAlchemy cost a second that the parent need not pay.
        from balcao.retaguarda.app import contexto, criar_app  # see above
        from balcao.retaguarda.registro import configura  # likewise

        configura(config.registro / REGISTRO if config.registro is not None else None)
        return criar_app(contexto(config.dsn))
