"""The manager's list of divergências at the counter. Waits: for background lanes."""

from collections.abc import Sequence
from datetime import datetime

from balcao.domain.protocolo_documentos import Divergencia
from balcao.domain.quarentena import Decisao, DecisaoTomada, Quarentena
from balcao.gateways import rotas, rotas_quarentena
from balcao.gateways.retaguarda import SEM_CAMINHO, Recusado, Retaguarda

Pendencia = Divergencia | Quarentena


class Divergencias:
    """What the second check of orders issued without the retaguarda found, and the orders that it could not store.
    All raise AmbienteIndisponivel without it, and EntradaInvalida without the permission."""

    def __init__(self, retaguarda: Retaguarda) -> None:
        self._retaguarda = retaguarda

    def lista(self, todas: bool) -> list[Pendencia]:
        """The open ones: first the orders that are not stored at all, then oldest first; `todas`: also the settled
        ones, after them, newest first."""
        lidas: list[Pendencia] = [*self._quarentenas(todas), *rotas.divergencias(self._retaguarda, todas=todas)]
        abertas = sorted((p for p in lidas if p.resolvida_em is None),
                         key=lambda p: (isinstance(p, Divergencia), p.em, p.id))
        return [*abertas, *_resolvidas(lidas)]

    def _quarentenas(self, todas: bool) -> list[Quarentena]:
        try:
            return rotas_quarentena.quarentenas(self._retaguarda, todas=todas)
        except Recusado as erro:
            if erro.recusa.codigo == SEM_CAMINHO:  # a retaguarda that is older than this counter
                return []
            raise

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

    def decide(self, caso: int, decisao: Decisao, motivo: str) -> Quarentena:
        """Store, give back or discard an order that is in quarantine, once; a second time answers what was decided
        first."""
        return rotas_quarentena.decidir(self._retaguarda, caso, DecisaoTomada(decisao=decisao, motivo=motivo))


def _resolvidas(lidas: Sequence[Pendencia]) -> list[Pendencia]:
    """Newest first."""
    def quando(um: Pendencia) -> datetime:
        assert um.resolvida_em is not None
        return um.resolvida_em

    return sorted((p for p in lidas if p.resolvida_em is not None), key=quando, reverse=True)
