"""The routes of the retaguarda, built once per process: FastAPI works a fifth of a second on them, and hundreds of
tests start a service.

They are the product's own. Only the context and the doorkeeper that they close over stand here for those of the
application that answers the request; each application has its own (tests/services/http/test_servidor.py and
test_cli.py run the service as the product starts it).
"""

from collections.abc import Container
from contextvars import ContextVar
from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from balcao.retaguarda.app import criar_app
from balcao.retaguarda.porteiro import Porteiro
from balcao.retaguarda.rotas import rotas
from balcao.services.office.contexto import Contexto


class _Da:
    """The context or the doorkeeper of the application that answers now."""

    def __init__(self, onde: ContextVar[Any]) -> None:
        self._onde = onde

    def __getattr__(self, nome: str) -> Any:
        return getattr(self._onde.get(), nome)


_CTX: ContextVar[Any] = ContextVar("ctx")
_PORTEIRO: ContextVar[Any] = ContextVar("porteiro")


@cache
def _rotas() -> list[BaseRoute]:
    return rotas(cast(Contexto, _Da(_CTX)), cast(Porteiro, _Da(_PORTEIRO)))


class Servico:
    """An application over `ctx` with the routes of this process; `opcoes` of `criar_app`. sem: paths that it does not
    have, like the service of a release before them."""

    def __init__(self, ctx: Contexto, sem: Container[str] = (), **opcoes: Any) -> None:
        self._ctx, self._sem = ctx, sem
        self.app: FastAPI = criar_app(ctx, monta=self._monta, **opcoes)

    def _monta(self, _ctx: Contexto, porteiro: Porteiro) -> list[BaseRoute]:
        self._porteiro = porteiro
        return [rota for rota in _rotas() if getattr(rota, "path", "") not in self._sem]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _CTX.set(self._ctx)  # of this request's task, and of the thread that it hands its work to
        _PORTEIRO.set(self._porteiro)
        await self.app(scope, receive, send)
