"""The service's log: one JSON object a line. Who (station, user id), what (route), how long; never a name, a
document, a password or a body.
"""

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LENTO_MS = 1000


def configura(arquivo: Path | None) -> None:
    """Send this process's log to a file (several workers append to it), or to stderr."""
    saida: logging.Handler = (logging.FileHandler(arquivo, encoding="utf-8") if arquivo is not None
                              else logging.StreamHandler(sys.stderr))
    comuns: list[Any] = [
        structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info, _sem_detalhe]
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


def _sem_detalhe(_log: object, _nivel: str, evento: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """PostgreSQL's DETAIL quotes the row: a document, a name. The constraint's name is enough to find a bug."""
    if "exception" in evento:
        evento["exception"] = re.sub(r"(?m)^(DETAIL|CONTEXT):.*$", r"\1: …", str(evento["exception"]))
    return evento


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
