"""The shop's time at the counter: the server's clock, whatever this computer's says."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


class Relogio:
    """Server time from this computer's clock and the difference last measured. Safe for several threads.

    `local`: an aware instant of this computer. `fuso`: the shop's IANA zone. It never goes back behind an
    instant that the server has already said: a clock set back frees nobody.
    """

    def __init__(self, local: Callable[[], datetime], fuso: str = "America/Sao_Paulo") -> None:
        self.local = local
        self.fuso = fuso
        self._trava = threading.Lock()
        self._desvio = timedelta()
        self._conhecido: datetime | None = None

    def acerta(self, desvio: timedelta, servidor_em: datetime | None = None) -> None:
        """The difference (server minus local) was measured; the server has been seen at `servidor_em`."""
        with self._trava:
            self._desvio = desvio
            if servidor_em is not None and (self._conhecido is None or servidor_em > self._conhecido):
                self._conhecido = servidor_em

    @property
    def desvio(self) -> timedelta:
        """Server minus this computer, as last measured."""
        return self._desvio

    def agora(self) -> datetime:
        """The instant, as the server has it."""
        with self._trava:
            corrigido = self.local() + self._desvio
            return corrigido if self._conhecido is None else max(corrigido, self._conhecido)

    def na_loja(self) -> datetime:
        """The instant, carrying the shop's zone: for paper and screen."""
        return self.agora().astimezone(ZoneInfo(self.fuso))

    def hoje(self) -> date:
        """The shop's day."""
        return self.na_loja().date()
