"""The FastAPI application: built from what it is given; nothing exists at import."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import structlog
from fastapi import FastAPI
from sqlalchemy import select
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

import balcao
from balcao.db.server.conexao import motor
from balcao.db.tables import estabelecimentos
from balcao.retaguarda import erros
from balcao.retaguarda.freio import Freio
from balcao.retaguarda.porteiro import Porteiro
from balcao.retaguarda.registro import Cronista
from balcao.retaguarda.rotas import rotas
from balcao.services.office.contexto import Contexto
from balcao.services.office.fila_impressao import imprime_proxima
from balcao.services.office.movimento import reconta
from balcao.services.office.segredo import segredo_da_empresa
from balcao.services.office.vencimento import vencer_orcamentos

CORPO_MAXIMO = 4 * 1024 * 1024  # an order of 2,000 lines takes under 1 MB
CONEXOES = 10
VENCE_DEPOIS_S, VENCE_A_CADA_S = 20.0, 600.0  # not while the shop is opening
IMPRIME_A_CADA_S, DEPOIS_DE_FALHAR_S = 3.0, 30.0
RECONTA_A_CADA = 6  # of those rounds: what sells and who buys, once an hour
LOG = structlog.get_logger("balcao.retaguarda")


def agora_do_sistema() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


def contexto(dsn: str, agora: Callable[[], datetime] = agora_do_sistema) -> Contexto:
    """The database as the service sees it. `dsn`: of the company's service role. Raises AmbienteIndisponivel."""
    engine = motor(dsn, conexoes=CONEXOES, extras=CONEXOES, aplicacao="balcao retaguarda")
    engine.hide_parameters = True  # an error in the log quotes no name and no document
    try:
        return Contexto(engine, segredo_da_empresa(engine), agora)
    except BaseException:
        engine.dispose()
        raise


class Retaguarda(FastAPI):
    """FastAPI, with its own refusals in the wire's words."""

    def build_middleware_stack(self) -> ASGIApp:
        """As FastAPI's, wrapped once more."""
        return erros.EmNossasPalavras(super().build_middleware_stack())


def criar_app(ctx: Contexto, *, vence_depois_s: float = VENCE_DEPOIS_S, imprime_a_cada_s: float = IMPRIME_A_CADA_S,
              monta: Callable[[Contexto, Porteiro], list[BaseRoute]] = rotas) -> FastAPI:
    """The service over `ctx`, whose engine is disposed when it stops. vence_depois_s: when its routine first runs;
    imprime_a_cada_s: how often it looks for papers of its own printers; monta: makes the routes (FastAPI works a fifth
    of a second on them)."""
    @asynccontextmanager
    async def vida(_app: FastAPI) -> AsyncIterator[None]:
        rotinas = (asyncio.create_task(_rotina(ctx, vence_depois_s)),
                   asyncio.create_task(_imprime(ctx, imprime_a_cada_s)))
        yield
        for rotina in rotinas:
            rotina.cancel()
            with suppress(asyncio.CancelledError):
                await rotina
        ctx.motor.dispose()

    app = Retaguarda(title="Balcão: retaguarda", version=balcao.__version__, lifespan=vida, docs_url=None,
                     redoc_url=None, max_body_size=CORPO_MAXIMO)
    erros.instala(app)
    app.add_middleware(Cronista)
    app.router.routes.extend(monta(ctx, Porteiro(ctx, Freio(time.monotonic))))
    return app


async def _rotina(ctx: Contexto, primeira_s: float) -> None:
    """Expire quotes and count sales, now and then, in every worker: whoever comes first does it."""
    await asyncio.sleep(primeira_s)
    for volta in itertools.count():
        if vencidos := await _faz(_vence, ctx):
            LOG.info("orcamentos vencidos", quantos=vencidos)
        if volta % RECONTA_A_CADA == 0 and (recontados := await _faz(reconta, ctx)):
            LOG.info("vendas recontadas", quantos=recontados)
        await asyncio.sleep(VENCE_A_CADA_S)


async def _faz(rotina: Callable[[Contexto], int], ctx: Contexto) -> int:
    """How many it changed. One that fails is told, tried again in the next round, and keeps no other from its turn."""
    try:
        return await asyncio.to_thread(rotina, ctx)
    except Exception as erro:  # noqa: BLE001 - see above
        _falhou(erro)
        return 0


def _falhou(erro: Exception) -> None:
    LOG.warning("rotina", causa=type(erro).__name__)


async def _imprime(ctx: Contexto, a_cada_s: float) -> None:
    """Print what waits for the retaguarda's own printers (TP-094), in every worker: each takes another paper."""
    while True:
        espera = a_cada_s
        try:
            while await asyncio.to_thread(imprime_proxima, ctx, defeito=_nao_se_desenha):
                pass
        except Exception as erro:  # noqa: BLE001 - likewise
            LOG.warning("impressao", causa=type(erro).__name__)
            espera = max(a_cada_s, DEPOIS_DE_FALHAR_S)
        await asyncio.sleep(espera)


def _nao_se_desenha(erro: Exception) -> None:
    LOG.error("impressao", causa=type(erro).__name__, exc_info=erro)


def _vence(ctx: Contexto) -> int:
    with ctx.transacao() as conexao:
        fusos = conexao.execute(select(estabelecimentos.c.fuso).distinct()).scalars().all()
    return sum(vencer_orcamentos(ctx, fuso, _falhou) for fuso in fusos)
