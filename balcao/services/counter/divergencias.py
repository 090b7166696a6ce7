"""The manager's list of divergências at the counter. Waits: for background lanes."""

from balcao.domain.protocolo import Divergencia
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado, Retaguarda


class Divergencias:
    """What the second check of orders issued without the retaguarda found. All raise AmbienteIndisponivel without
    it, and EntradaInvalida without the permission."""

    def __init__(self, retaguarda: Retaguarda) -> None:
        self._retaguarda = retaguarda

    def lista(self, todas: bool) -> list[Divergencia]:
        """The open ones, oldest first; `todas`: also the settled ones, after them, newest first."""
        lidas = rotas.divergencias(self._retaguarda, todas=todas)
        if not todas:
            return lidas
        abertas = sorted((d for d in lidas if d.resolvida_em is None), key=lambda d: (d.em, d.id))
        return [*abertas, *(d for d in lidas if d.resolvida_em is not None)]

    def quantas(self) -> int:
        """How many are open; 0 for a retaguarda that cannot count them yet."""
        try:
            return rotas.divergencias_abertas(self._retaguarda)
        except Recusado as erro:
            if erro.inexistente:
                return 0
            raise

    def resolve(self, id_: int, resolucao: str) -> Divergencia:
        """Say how it was settled, once; a second time answers what was said first."""
        return rotas.resolver_divergencia(self._retaguarda, id_, resolucao)
