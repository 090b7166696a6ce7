"""Builds the counter in the background, behind the login screen."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from balcao.app.nucleo import Nucleo, Ouvintes
from balcao.app.partida import RetaguardaLocal
from balcao.config import estacao as config_estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.domain.erros import AmbienteIndisponivel

PRIMEIRA_CARGA_S = 20.0


@dataclass(frozen=True, slots=True)
class Pronto:
    """What the window is given. `aviso`: what is amiss and does not stop selling."""

    nucleo: Nucleo
    partida: RetaguardaLocal
    loja: str
    sugestoes: list[tuple[str, str, str, str]]
    aviso: str


def constroi(onde: Pastas, avisa: Callable[[str], None], ouvintes: dict[str, Callable[..., None]]) -> Pronto:
    """Start the local retaguarda when the address is this computer, then everything else. Waits.

    Raises AmbienteIndisponivel when this computer cannot be a counter at all.
    """
    estacao = config_estacao.le(onde.config)
    integracao = estacao.integracao
    partida = RetaguardaLocal()
    problema = partida.garante(integracao.ip_servidor_retaguarda, integracao.porta_integracao_clientes,
                               lambda: bool(config_estacao.le(onde.config).id), avisa)
    avisa("Abrindo o balcão…")
    estacao = config_estacao.le(onde.config)
    try:
        nucleo = Nucleo(onde, Segredos(onde.config), estacao, Ouvintes(**ouvintes))
    except AmbienteIndisponivel as erro:
        partida.para()
        if problema:  # the retaguarda's own words say more than "this is not a counter yet"
            raise AmbienteIndisponivel(problema, "Corrija e abra o Balcão de novo.") from erro
        raise
    nucleo.inicia()
    fim = time.monotonic() + PRIMEIRA_CARGA_S
    while not problema and not nucleo.tem_dados() and time.monotonic() < fim:
        avisa("Recebendo os dados da loja…")  # the first time only: later there is a replica to begin with
        time.sleep(0.1)
    avisos = [um for um in (problema, *estacao.avisos) if um]
    return Pronto(nucleo, partida, nucleo.nome_da_loja(), nucleo.sugestoes(), " ".join(avisos))


