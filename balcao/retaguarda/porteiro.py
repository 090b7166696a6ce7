"""Who is at the door: the station by its credential (HTTP Basic), the person by the session in X-Sessao.

A credential is Argon2id, slow on purpose; once it was found right, this process remembers its SHA-256 together
with what is stored, so that a changed or deactivated credential stops working at the next request.
"""

import base64
import binascii
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header

from balcao.domain.protocolo import EntradaLogin, Sessao
from balcao.retaguarda.freio import Freio, errou
from balcao.services.office import entrar, sessao
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada
from balcao.services.office.entrar import Estacao
from balcao.services.office.senhas import Verificadores

ARGON_JUNTOS = 2   # each holds 64 MiB and one core for about 50 ms
PEDIDOS_JUNTOS = 6  # one computes, the others wait for the database; from 4 to 8 the same orders per second
LEMBRADAS = 1000
MAIOR_NOME = 80
MAIOR_VERSAO = 20

_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Cracha:
    """What a request shows: the station's name (or id) and secret, the session, and the counter's version."""

    estacao: str = ""
    segredo: str = ""
    sessao: str = ""
    programa: str = ""


def le_cracha(authorization: Annotated[str | None, Header()] = None,
              x_sessao: Annotated[str | None, Header()] = None,
             x_balcao: Annotated[str | None, Header()] = None) -> Cracha:
    """The badge in the headers; what is malformed counts as absent."""
    esquema, _, dado = (authorization or "").partition(" ")
    nome = segredo = ""
    if esquema.lower() == "basic":
        try:
            nome, _, segredo = base64.b64decode(dado.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            nome = segredo = ""
    return Cracha(nome if nome.isprintable() and len(nome) <= MAIOR_NOME else "", segredo, x_sessao or "",
                  (x_balcao or "")[:MAIOR_VERSAO])


ComCracha = Annotated[Cracha, Depends(le_cracha)]


class Porteiro:
    """One per process."""

    def __init__(self, ctx: Contexto, freio: Freio) -> None:
        self._ctx = ctx
        self._freio = freio
        self._senhas = CapacityLimiter(ARGON_JUNTOS)
        self._pedidos = CapacityLimiter(PEDIDOS_JUNTOS)
        self._argon = threading.BoundedSemaphore(ARGON_JUNTOS)
        self._certas: dict[tuple[str, bytes], str] = {}
        self._verificadores = Verificadores()

    def quem(self, cracha: Cracha) -> Quem:
        """Who asks. Raises Recusada (401). The session decides; without one, the station alone."""
        if not cracha.sessao:
            estacao = self._confere(cracha)
            return Quem(estacao.id, estacao.estabelecimento_id, fuso=estacao.fuso)
        passe = sessao.abre(self._ctx.segredo, cracha.sessao, self._ctx.agora())
        with self._ctx.leitura() as conexao:
            return sessao.identifica(conexao, passe)

    async def quem_espera(self, cracha: Cracha) -> Quem:
        """`quem`, for a route that itself waits."""
        return await to_thread.run_sync(self.quem, cracha)

    async def entra(self, cracha: Cracha, entrada: EntradaLogin) -> Sessao:
        """Log a person in at the station that shows its credential. Raises Recusada (401, 403): also for a program
        too old for this shop."""
        estacao = await to_thread.run_sync(self._confere, cracha)
        entrar.confere_programa(estacao, cracha.programa)
        return await self.com_freio(estacao.id, entrada.login, entrar.entrar, self._ctx, self._verificadores, estacao,
                                    entrada)

    async def com_freio(self, estacao_id: int, login: str, funcao: Callable[_P, _R], *args: _P.args,
                        **kwargs: _P.kwargs) -> _R:
        """Run something that checks the password of a login at a station, off the event loop, few at a time, braked."""
        chave = (str(estacao_id), login.strip().lower()[:MAIOR_NOME])  # thousands are remembered
        if not await self._freio.espera(chave):
            raise Recusada(Motivo.SEM_SESSAO, "senha.espere", "Houve muitas tentativas com senha errada.",
                           "Espere meio minuto e tente de novo.")
        try:
            feito = await to_thread.run_sync(partial(funcao, *args, **kwargs), limiter=self._senhas)
        except Recusada as recusada:
            if errou(recusada):
                self._freio.resultado(chave, certo=False)
            raise
        self._freio.resultado(chave, certo=True)
        return feito

    async def na_vez(self, funcao: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run something that stores an order, off the event loop: a few at once, the others in the order of coming.

        Who waited inside his transaction would hold a connection and the rows he locked, and would take the interpreter
        from the very order that has the numbering and only lacks its commit (ADR 0174)."""
        return await to_thread.run_sync(partial(funcao, *args, **kwargs), limiter=self._pedidos)

    def _confere(self, cracha: Cracha) -> Estacao:
        """The station whose credential this is. Raises Recusada (401)."""
        if not cracha.estacao:
            raise Recusada(Motivo.SEM_SESSAO, "estacao.exigida", "Esta operação pede a credencial do terminal.",
                           "Registre este terminal (balcao estacao criar).")
        estacao = entrar.ler_estacao(self._ctx, cracha.estacao)
        lembranca = (cracha.estacao, hashlib.sha256(cracha.segredo.encode()).digest())
        if estacao is not None and self._certas.get(lembranca) == estacao.credencial:
            return estacao
        with self._argon:
            estacao = entrar.confere_estacao(estacao, cracha.segredo)
        if len(self._certas) >= LEMBRADAS:
            self._certas.clear()
        self._certas[lembranca] = estacao.credencial
        return estacao
