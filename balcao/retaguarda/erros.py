"""Every error as the wire's `Recusa`: what, why, what to do, in Portuguese; never a traceback.

What may work if asked again (the database restarts, somebody holds a row) is 503 with Retry-After; a bug is 500
with a number that finds it in the log.
"""

import secrets
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import errors
from pydantic_core import PydanticSerializationError
from sqlalchemy import exc
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo import Recusa
from balcao.services.office.contexto import Recusada

LOG = structlog.get_logger("balcao.retaguarda")
ESPERE_S = "2"
_P = ParamSpec("_P")
_R = TypeVar("_R")

# Another transaction was in the way; asked again at once, it is not. (A unique key: somebody stored it first.)
_DE_NOVO = (errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation)
_OCUPADO = (errors.LockNotAvailable, errors.QueryCanceled, *_DE_NOVO)
_MEIA_LETRA = "surrogates not allowed"  # in the words of UnicodeEncodeError
_HTTP = {
    404: ("caminho.inexistente", "A retaguarda não tem este endereço.", "Atualize o programa."),
    405: ("metodo.errado", "A retaguarda não faz isto neste endereço.", "Atualize o programa."),
    400: ("json.invalido", "O que chegou à retaguarda não é um JSON válido.", "Atualize o programa."),
    413: ("corpo.grande", "O que foi enviado é grande demais.", "Divida o documento."),
}


def tenta_de_novo(funcao: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Run an idempotent use case; once more when another transaction got in its way."""
    try:
        return funcao(*args, **kwargs)
    except (psycopg.Error, exc.DBAPIError) as erro:
        if not isinstance(_do_banco(erro), _DE_NOVO):
            raise
    return funcao(*args, **kwargs)


def instala(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(Recusada, _recusada)
    app.add_exception_handler(RequestValidationError, _invalido)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(AmbienteIndisponivel, _ambiente)
    app.add_exception_handler(psycopg.Error, _banco)
    app.add_exception_handler(exc.SQLAlchemyError, _banco)
    app.add_middleware(UltimaRede)


class UltimaRede:
    """The outermost net: a bug is logged under a number, and only the number is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        comecou = False

        async def observa(mensagem: Message) -> None:
            nonlocal comecou
            comecou = comecou or mensagem["type"] == "http.response.start"
            await send(mensagem)

        try:
            await self._app(scope, receive, observa)
        except Exception as erro:  # the top-level handler: logged whole, answered short
            if scope["type"] != "http" or comecou:
                raise
            await _inesperado(erro, scope.get("path", ""))(scope, receive, send)


class EmNossasPalavras:
    """Around the whole application: what the framework refuses by itself (a body over the limit), as a Recusa."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        grande = False

        async def observa(mensagem: Message) -> None:
            nonlocal grande
            if mensagem["type"] == "http.response.start" and mensagem["status"] == 413:
                grande = (b"content-type", b"application/json") not in mensagem["headers"]
            if not grande:
                await send(mensagem)

        await self._app(scope, receive, observa)
        if grande:
            await _resposta(413, *_HTTP[413])(scope, receive, send)


def _inesperado(erro: Exception, onde: str) -> JSONResponse:
    if isinstance(erro, UnicodeEncodeError | PydanticSerializationError) and _MEIA_LETRA in str(erro):
        # JSON may escape half of a surrogate pair, which no text holds: the database's driver refused it, or the
        # sentence that would have told of it could not be sent.
        return _resposta(422, "texto.invalido", "Há um texto com um caractere que não existe.", "Digite-o de novo.")
    return _defeito(erro, onde)


def _defeito(erro: Exception, onde: str) -> JSONResponse:
    numero = secrets.token_hex(4)
    LOG.error("defeito", numero=numero, onde=onde, exc_info=erro)
    return _resposta(500, "erro.interno", f"A retaguarda encontrou um defeito (nº {numero}). Nada foi gravado.",
                     "Tente de novo; se continuar, informe esse número ao suporte.")


def _resposta(status: int, codigo: str, mensagem: str, acao: str = "") -> JSONResponse:
    return _json(status, Recusa(codigo=codigo, mensagem=mensagem, acao=acao))


def _json(status: int, recusa: Recusa) -> JSONResponse:
    cabecalhos = {"Retry-After": ESPERE_S} if status == 503 else {}
    if status == 401:
        cabecalhos["WWW-Authenticate"] = 'Basic realm="Balcao"'
    return JSONResponse(recusa.model_dump(mode="json"), status, cabecalhos)


async def _recusada(_pedido: Request, erro: Exception) -> JSONResponse:
    assert isinstance(erro, Recusada)
    return _json(erro.motivo.value, erro.recusa)


async def _ambiente(_pedido: Request, erro: Exception) -> JSONResponse:
    assert isinstance(erro, AmbienteIndisponivel)
    LOG.warning("indisponivel", motivo=erro.mensagem)
    return _resposta(503, "banco.indisponivel", erro.mensagem, erro.acao)


async def _http(_pedido: Request, erro: Exception) -> JSONResponse:
    assert isinstance(erro, HTTPException)
    codigo, mensagem, acao = _HTTP.get(erro.status_code, ("http", f"Pedido recusado ({erro.status_code}).", ""))
    return _resposta(erro.status_code, codigo, mensagem, acao)


async def _invalido(_pedido: Request, erro: Exception) -> JSONResponse:
    assert isinstance(erro, RequestValidationError)
    primeiro = erro.errors()[0]
    if primeiro["type"] == "json_invalid":
        return _resposta(422, *_HTTP[400])
    return _resposta(422, "pedido.invalido", _frase(primeiro),
                     "Confira o campo; se estiver certo, atualize o programa.")


def _frase(erro: Any) -> str:
    """Which field is wrong, without pydantic's English."""
    partes = [str(p) for p in erro["loc"] if p not in ("body", "query", "path")]
    campo = ".".join(partes) or "corpo"
    if erro["type"] == "missing":
        return f"Falta o campo {campo}."
    return f"O campo {campo} não tem um valor que a retaguarda entenda."


async def _banco(pedido: Request, erro: Exception) -> JSONResponse:
    causa = _do_banco(erro)
    if isinstance(causa, _OCUPADO):
        LOG.warning("ocupado", causa=type(causa).__name__, onde=pedido.url.path)
        return _resposta(503, "banco.ocupado", "Outro terminal está usando o mesmo registro agora.",
                         "Tente de novo em instantes.")
    if isinstance(causa, errors.DataError | errors.ProgramLimitExceeded):  # a number or a text too large for its place
        return _resposta(422, "valor.invalido", "Um dos valores enviados não cabe na retaguarda.",
                         "Confira números, datas e textos longos.")
    if isinstance(causa, psycopg.OperationalError) or isinstance(erro, exc.TimeoutError):
        LOG.warning("banco", causa=type(causa).__name__, onde=pedido.url.path)
        return _resposta(503, "banco.indisponivel", "O banco de dados da retaguarda não respondeu.",
                         "Tente de novo em instantes; se continuar, veja o servidor.")
    return _defeito(erro, pedido.url.path)


def _do_banco(erro: BaseException) -> BaseException:
    """The driver's own error below SQLAlchemy's."""
    return erro.orig if isinstance(erro, exc.DBAPIError) and erro.orig is not None else erro
