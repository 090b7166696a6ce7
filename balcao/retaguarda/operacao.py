"""`balcao servidor`: the shop's database and service on this computer, from start to a clean stop."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType

from balcao.config.servidor import Modo
from balcao.domain.certificado import Certificado, em_grupos
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.formatos import data
from balcao.retaguarda.servidor import ConfigServico, abre_porta, executar
from balcao.services.office.copia_diaria import CopiaDiaria
from balcao.services.office.loja import Loja

REGISTRO_COPIAS = "copias.log"
_LOCAIS = ("127.0.0.1", "localhost", "::1")


class Interrompido(KeyboardInterrupt):
    """SIGTERM before the service took over: the database must still be stopped."""


def opera(loja: Loja, avisa: Callable[[str], None], *, exemplo: bool, porta: int | None = None,
          processos: int | None = None) -> int:
    """Run until SIGTERM or Ctrl+C. Raises AmbienteIndisponivel when something cannot start; what was started
    is stopped."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrompe)
    servico = porta or loja.servidor.porta_servico
    certificado = loja.certificado()  # files that cannot be served with? likewise
    abre_porta(loja.servidor.escuta, servico).close()  # taken by another? say so before touching the database
    copias = CopiaDiaria(loja, _registro(loja.pastas.registro))
    try:
        acesso = loja.inicia(avisa, exemplo)
        _arruma(loja, avisa)
        loja.registra_estacao(avisa)
        servidor = loja.servidor
        copias.inicia()
        pem, chave = servidor.par or (None, None)
        executar(ConfigServico(dsn=acesso.dsn_servico, endereco=servidor.escuta, porta=servico,
                               processos=processos or servidor.processos, registro=loja.pastas.registro,
                               certificado=pem, chave=chave),
                 lambda tomada: avisa(_no_ar(servidor.escuta, tomada, certificado, loja.agora())))
    except KeyboardInterrupt:
        avisa("Encerrando…")
    finally:
        copias.para()  # before its database
        if loja.servidor.modo is Modo.EMBUTIDO:
            loja.embutido.parar()
    return 0


def _arruma(loja: Loja, avisa: Callable[[str], None]) -> None:
    """Housekeeping: what it cannot do today it does at another start, and the shop opens all the same."""
    try:
        loja.esquece_exclusoes()
    except AmbienteIndisponivel as erro:
        avisa(str(erro))


def _no_ar(escuta: str, porta: int, certificado: Certificado | None, agora: datetime) -> str:
    """The line that says that the service is up, where, and how its conversation is protected."""
    host = f"[{escuta}]" if ":" in escuta else escuta
    if certificado is None:
        como = "só para este computador" if escuta in _LOCAIS else \
            "SEM PROTEÇÃO na rede (balcao servidor certificado --cria liga o https)"
        return f"Retaguarda no ar em http://{host}:{porta}, {como}. Ctrl+C encerra."
    ate = f"{'VENCIDO desde' if certificado.ate <= agora else 'até'} {data(certificado.ate.date())}"
    return (f"Retaguarda no ar em https://{host}:{porta}, protegida (certificado {em_grupos(certificado.impressao)}…, "
            f"{ate}). Ctrl+C encerra.")


def _registro(pasta: Path) -> Callable[[str], None]:
    """The log of the daily copies: a file of its own, which cannot grow without end."""
    registro = logging.getLogger("balcao.copias")
    registro.setLevel(logging.INFO)
    registro.propagate = False
    saida = RotatingFileHandler(pasta / REGISTRO_COPIAS, maxBytes=1_000_000, backupCount=1, encoding="utf-8",
                                delay=True)
    saida.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    registro.handlers = [saida]
    return registro.info


def _interrompe(_sinal: int, _quadro: FrameType | None) -> None:
    raise Interrompido
