"""The brake on guessing passwords: each wrong one makes the next try wait a little longer, and no one is locked out.

Counted per station and login, so that somebody guessing at one counter slows nobody at another. Kept in the
process's memory: more workers only mean a few more tries.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from balcao.services.office.contexto import Recusada

LIVRES = 2          # typing errors cost nothing
PRIMEIRA_S = 0.5    # then it doubles,
MAIOR_S = 8.0       # up to this
FILA_S = 20.0       # more than this ahead in the queue of one login is no person
ESQUECE_S = 600.0
MAXIMO = 10_000     # logins remembered


@dataclass
class _Conta:
    erros: int = 0
    livre_em: float = 0.0
    visto_em: float = 0.0


class Freio:
    """One per process. `relogio`: seconds, monotonic; `dorme`: waits so many of them."""

    def __init__(self, relogio: Callable[[], float], dorme: Callable[[float], Awaitable[object]] = asyncio.sleep,
                 ) -> None:
        self._relogio = relogio
        self._dorme = dorme
        self._contas: OrderedDict[tuple[str, str], _Conta] = OrderedDict()

    async def espera(self, chave: tuple[str, str]) -> bool:
        """Wait for this login's turn; False when too many tries wait already (refuse at once)."""
        conta = self._conta(chave)
        agora = self._relogio()
        if conta.livre_em - agora > FILA_S:
            return False
        demora = 0.0 if conta.erros < LIVRES else min(PRIMEIRA_S * 2.0 ** (conta.erros - LIVRES), MAIOR_S)
        conta.livre_em = max(conta.livre_em, agora) + demora
        if conta.livre_em > agora:
            await self._dorme(conta.livre_em - agora)
        return True

    def resultado(self, chave: tuple[str, str], *, certo: bool) -> None:
        """What came of the try: a right password forgets the wrong ones."""
        if certo:
            self._contas.pop(chave, None)
        else:
            self._conta(chave).erros += 1

    def _conta(self, chave: tuple[str, str]) -> _Conta:
        agora = self._relogio()
        conta = self._contas.pop(chave, None)
        if conta is None or agora - conta.visto_em > ESQUECE_S:
            conta = _Conta()
        conta.visto_em = agora
        self._contas[chave] = conta
        while len(self._contas) > MAXIMO:
            self._contas.popitem(last=False)
        return conta


def errou(recusada: Recusada) -> bool:
    """Whether this refusal means a wrong password (and not, say, a missing permission)."""
    return recusada.recusa.codigo in ("senha.errada", "estacao.recusada")
