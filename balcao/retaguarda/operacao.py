"""`balcao servidor`: the shop's database and service on this computer, from start to a clean stop."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

from balcao.config.servidor import Modo
from balcao.retaguarda.servidor import ConfigServico, abre_porta, executar
from balcao.services.office.loja import Loja


class Interrompido(KeyboardInterrupt):
    """SIGTERM before the service took over: the database must still be stopped."""


def opera(loja: Loja, avisa: Callable[[str], None], *, exemplo: bool, porta: int | None = None,
          processos: int | None = None) -> int:
    """Run until SIGTERM or Ctrl+C. Raises AmbienteIndisponivel when something cannot start; what was started
    is stopped."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrompe)
    servico = porta or loja.servidor.porta_servico
    abre_porta(loja.servidor.escuta, servico).close()  # taken by another? say so before touching the database
    try:
        acesso = loja.inicia(avisa, exemplo)
        loja.registra_estacao(avisa)
        servidor = loja.servidor
        executar(ConfigServico(dsn=acesso.dsn_servico, endereco=servidor.escuta, porta=servico,
                               processos=processos or servidor.processos, registro=loja.pastas.registro),
                 lambda tomada: avisa(f"Retaguarda no ar em {servidor.escuta}:{tomada}. Ctrl+C encerra."))
    except KeyboardInterrupt:
        avisa("Encerrando…")
    finally:
        if loja.servidor.modo is Modo.EMBUTIDO:
            loja.embutido.parar()
    return 0


def _interrompe(_sinal: int, _quadro: FrameType | None) -> None:
    raise Interrompido
