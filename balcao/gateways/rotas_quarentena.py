"""The retaguarda's paths of orders that could not be stored. All raise SemResposta, SessaoExpirada,
CredencialRecusada, Recusado (see `retaguarda`)."""

from datetime import datetime
from uuid import UUID

from balcao.domain.quarentena import Andamento, DecisaoTomada, Entrega, Quarentena
from balcao.gateways.retaguarda import Como, Retaguarda
from balcao.gateways.rotas import LISTA_S


def entregar(r: Retaguarda, entrega: Entrega) -> Andamento:
    """Hand one over."""
    return r.envia("PUT", "/v1/quarentenas", entrega, Andamento, como=Como.ESTACAO, prazo_s=LISTA_S)


def andamento(r: Retaguarda, pedido_id: UUID, desde: datetime) -> Andamento:
    """How it stands; 404 when the retaguarda does not have it."""
    return r.le(f"/v1/quarentenas/{pedido_id}/andamento", Andamento, {"desde": desde.isoformat()}, como=Como.ESTACAO)


def retirar(r: Retaguarda, entrega: Entrega) -> Andamento:
    """Take it back, handed over or not."""
    return r.envia("PUT", "/v1/quarentenas/retirada", entrega, Andamento, prazo_s=LISTA_S)


def quarentenas(r: Retaguarda, *, todas: bool = False) -> list[Quarentena]:
    """The manager's: the open ones, oldest first; `todas`: all, newest first."""
    return r.lista("/v1/quarentenas", Quarentena, {"resolvidas": todas}, prazo_s=LISTA_S)


def decidir(r: Retaguarda, caso: int, tomada: DecisaoTomada) -> Quarentena:
    """The manager's: once."""
    return r.envia("POST", f"/v1/quarentenas/{caso}/decisao", tomada, Quarentena, prazo_s=LISTA_S)
