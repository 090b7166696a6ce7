"""The routes of orders that could not be stored: their counters' side, and the manager's."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import AwareDatetime

from balcao.domain.quarentena import Andamento, DecisaoTomada, Entrega, Quarentena
from balcao.retaguarda.erros import tenta_de_novo
from balcao.retaguarda.grupo import grupo
from balcao.retaguarda.porteiro import ComCracha, Porteiro
from balcao.services.office import quarentena
from balcao.services.office.contexto import Contexto

Caso = Annotated[int, Path(ge=0, le=2**63 - 1)]


def rotas_quarentena(ctx: Contexto, porteiro: Porteiro) -> APIRouter:
    """Hand over, ask, take back; list, decide."""
    r = grupo("quarentena")

    @r.put("/quarentenas")
    def entrega(cracha: ComCracha, entregue: Entrega) -> Andamento:
        """Entrega ao gerente um documento que não pôde ser guardado. Entregue duas vezes, é um só."""
        return tenta_de_novo(quarentena.entregar, ctx, porteiro.quem(cracha), entregue)

    @r.get("/quarentenas/{pedido_id}/andamento")
    def andamento(cracha: ComCracha, pedido_id: UUID, desde: AwareDatetime) -> Andamento:
        """O que foi decidido de um documento entregue."""
        return quarentena.andamento(ctx, porteiro.quem(cracha), pedido_id, desde)

    @r.put("/quarentenas/retirada")
    def retira(cracha: ComCracha, entregue: Entrega) -> Andamento:
        """O balcão o toma de volta, para refazer."""
        return tenta_de_novo(quarentena.retirar, ctx, porteiro.quem(cracha), entregue)

    @r.get("/quarentenas")
    def lista(cracha: ComCracha, resolvidas: bool = False) -> list[Quarentena]:
        """Os documentos em quarentena desta loja, com seus itens e o motivo."""
        return list(quarentena.listar(ctx, porteiro.quem(cracha), resolvidas=resolvidas))

    @r.post("/quarentenas/{caso}/decisao")
    def decide(cracha: ComCracha, caso: Caso, tomada: DecisaoTomada) -> Quarentena:
        """Lança, devolve ao balcão ou descarta, uma vez."""
        return tenta_de_novo(quarentena.decidir, ctx, porteiro.quem(cracha), caso, tomada)

    return r
