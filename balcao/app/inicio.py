"""Builds the counter in the background, behind the login screen."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from balcao.app.partida import RetaguardaLocal
from balcao.config import estacao as config_estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.counter.balcao import Avisos, Balcao

PRIMEIRA_CARGA_S = 20.0


@dataclass(frozen=True, slots=True)
class Pronto:
    """What the window is given. `aviso`: what is amiss and does not stop selling."""

    balcao: Balcao
    partida: RetaguardaLocal
    loja: str
    sugestoes: list[tuple[str, str, str, str]]
    aviso: str


def agora_local() -> datetime:
    """This computer's clock; the shop's is `Balcao.relogio`."""
    return datetime.now(UTC)


def constroi(onde: Pastas, avisa: Callable[[str], None], avisos: Avisos) -> Pronto:
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
        balcao = Balcao.abre(onde, Segredos(onde.config), agora_local, avisos)
    except AmbienteIndisponivel as erro:
        partida.para()
        if problema:  # the retaguarda's own words say more than "this is not a counter yet"
            raise AmbienteIndisponivel(problema, "Corrija e abra o Balcão de novo.") from erro
        raise
    balcao.inicia()
    fim = time.monotonic() + PRIMEIRA_CARGA_S
    while not problema and not balcao.pronto() and time.monotonic() < fim:
        avisa("Recebendo os dados da loja…")  # the first time only: later there is a replica to begin with
        time.sleep(0.1)
    amiss = [um for um in (problema, *estacao.avisos) if um]
    return Pronto(balcao, partida, balcao.nome_da_loja(), balcao.sugestoes(), " ".join(amiss))


