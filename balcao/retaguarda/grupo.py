"""What the service's routes have in common: their version, and how they refuse."""

from typing import Any

from fastapi import APIRouter

from balcao.domain.protocolo import Recusa

_CORPO = {"application/json": {"schema": {"$ref": "#/components/schemas/Recusa-Output"}}}
# One of them names the model, which puts it among the schemas: FastAPI builds what is named for each route again.
RECUSAS: dict[int | str, dict[str, Any]] = {
    422: {"model": Recusa, "description": "não pode ser guardado"},
    **{status: {"content": _CORPO, "description": texto} for status, texto in (
        (401, "sem sessão"), (403, "sem permissão"), (404, "não existe"), (409, "regra ou conflito"),
        (503, "tente de novo"))}}


def grupo(nome: str) -> APIRouter:
    """Where the routes of one subject are declared."""
    return APIRouter(prefix="/v1", tags=[nome], responses=RECUSAS)
