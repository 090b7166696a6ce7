"""Opens the counter's door in the background, behind the login screen: who this station is, its journal, who may enter.

A password that was typed before is already being checked (`porta`); the sale (`construcao`) comes next.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from balcao.app.partida import RetaguardaLocal
from balcao.app.porta import Porta
from balcao.config import estacao as config_estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.counter.entrada import Entrada


class Aberta(NamedTuple):
    """`aviso`: what is amiss and does not stop selling; `problema`: why the local retaguarda did not start."""

    entrada: Entrada
    partida: RetaguardaLocal
    problema: str

    @property
    def aviso(self) -> str:
        """What to show under the login, "" when all is well."""
        return " ".join(um for um in (self.problema, *self.entrada.estacao.avisos) if um)


def agora_local() -> datetime:
    """This computer's clock; the shop's is `Balcao.relogio`."""
    return datetime.now(UTC)


def abre(onde: Pastas, avisa: Callable[[str], None], mudou: Callable[[], None], porta: Porta | None = None) -> Aberta:
    """Start the local retaguarda when the address is this computer and `porta` has not; then open the door. Waits.

    Raises AmbienteIndisponivel when this computer cannot be a counter at all.
    """
    partida, problema = (porta.partida, porta.problema) if porta is not None else _liga(onde, avisa)
    try:
        return Aberta(Entrada.abre(onde, Segredos(onde.config), agora_local, mudou), partida, problema)
    except AmbienteIndisponivel as erro:
        partida.para()
        if problema:  # the retaguarda's own words say more than "this is not a counter yet"
            raise AmbienteIndisponivel(problema, "Corrija e abra o Balcão de novo.") from erro
        raise


def _liga(onde: Pastas, avisa: Callable[[str], None]) -> tuple[RetaguardaLocal, str]:
    integracao = config_estacao.le(onde.config).integracao
    partida = RetaguardaLocal()
    return partida, partida.garante(integracao.ip_servidor_retaguarda, integracao.porta_integracao_clientes,
                                    lambda: bool(config_estacao.le(onde.config).id), avisa)
