"""The service's log: one JSON object a line. Who (station, user id), what (route), how long; never a name, a
document, a password or a body.
"""

import logging
import sys
import time
from pathlib import Path
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ARQUIVO = "retaguarda.log"
MAXIMO = 10_000_000
LENTO_MS = 1000


def configura(pasta: Path | None) -> None:
    """Send this process's log to a file of `pasta` (several workers append to it), or to stderr."""
    saida: logging.Handler = (logging.FileHandler(pasta / ARQUIVO, encoding="utf-8") if pasta is not None
                              else logging.StreamHandler(sys.stderr))
    comuns: list[Any] = [
        structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info]
    saida.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=comuns, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                                              structlog.processors.JSONRenderer(ensure_ascii=False)]))
    raiz = logging.getLogger()
    raiz.handlers = [saida]
    raiz.setLevel(logging.INFO)
    for calado in ("uvicorn.access", "sqlalchemy.engine"):
        logging.getLogger(calado).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*comuns, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True)


def gira(pasta: Path) -> None:
    """Put a log that grew too big aside; called once, before the workers open it."""
    arquivo = pasta / ARQUIVO
    if arquivo.exists() and arquivo.stat().st_size > MAXIMO:
        arquivo.replace(arquivo.with_suffix(".anterior.log"))


class Cronista:
    """ASGI middleware: a line per request that changed something, failed or took long."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = structlog.get_logger("balcao.retaguarda.acesso")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inicio, status = time.monotonic(), 0

        async def observa(mensagem: Message) -> None:
            nonlocal status
            if mensagem["type"] == "http.response.start":
                status = mensagem["status"]
            await send(mensagem)

        try:
            await self._app(scope, receive, observa)
        finally:
            ms = int((time.monotonic() - inicio) * 1000)
            if scope["method"] != "GET" or status >= 400 or status == 0 or ms >= LENTO_MS:
                rota = scope.get("route")
                self._log.info("pedido", metodo=scope["method"], rota=getattr(rota, "path", "?"), status=status, ms=ms)
