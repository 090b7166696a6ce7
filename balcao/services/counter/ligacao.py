"""Whether the retaguarda answers, how old the data is, and both in words for the seller."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from balcao import __version__
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.envios import Envios, EstadoEnvio
from balcao.db.replica.arquivo import VAZIA, EstadoReplica, Situacao
from balcao.domain.versoes import ATUALIZE, antigo, atende, mais_antiga

NUNCA = timedelta(days=3650)
"""The age of data that never arrived."""
# What a seller reads; ports and servers are told by Diagnóstico (Ctrl+F9), to whoever mends them.
SEM_RETAGUARDA = "O que está aqui vai sozinho quando ela voltar; se demorar, Ctrl+F9 diz o que fazer."
NAO_CHEGAM = "As novidades da loja não chegam a este balcão; Ctrl+F9 diz por quê."


def em_palavras(idade: timedelta) -> str:
    """"8 s", "5 min", "3 h", "2 dias"."""
    segundos = int(idade.total_seconds())
    if segundos < 60:
        return f"{segundos} s"
    if segundos < 3600:
        return f"{segundos // 60} min"
    if segundos < 2 * 86400:
        return f"{segundos // 3600} h"
    return f"{segundos // 86400} dias"


def resumo_da_fila(envios: Envios, clientes: ClientesNovos | None = None) -> tuple[int, int]:
    """How many wait, and how many are in quarantine: orders, and the registrations they wait for."""
    contas = envios.quantos()
    esperam, presos = clientes.quantos() if clientes is not None else (0, 0)
    return contas[EstadoEnvio.PENDENTE] + esperam, contas[EstadoEnvio.QUARENTENA] + presos


class EstadoLigacao(NamedTuple):
    """What the status bar shows. `frase` is one short line; `detalhe` tells more."""

    conectada: bool
    frase: str
    detalhe: str
    a_enviar: int
    em_quarentena: int
    carregando: float | None  # 0 to 1 during the first load


class Ligacao:
    """Fed by the client of the service and by the sync; asked by the sale and by the screen. Thread-safe.

    local: this computer's clock. ao_mudar: called when the answer of `conectada` changes, or the data does, on
    whichever thread noticed.
    """

    def __init__(self, local: Callable[[], datetime], ao_mudar: Callable[[], None] = lambda: None) -> None:
        self._local = local
        self.ao_mudar = ao_mudar
        self._trava = threading.Lock()
        self._respondeu = True
        self._desde = local()
        self._replica = VAZIA
        self._minimo = self._servico = ""
        self._recusa = ""

    def recusou(self, porque: str) -> None:
        """Told before `ouviu(False)`: why the line was not to be trusted and what to do; "": it was only silent."""
        with self._trava:
            mudou, self._recusa = porque != self._recusa, porque
        if mudou:
            self.ao_mudar()

    def ouviu(self, respondeu: bool) -> None:
        """An exchange with the service ended: it answered, or it did not."""
        with self._trava:
            mudou, self._respondeu = respondeu is not self._respondeu, respondeu
            if mudou or respondeu:
                self._desde = self._local()
            if respondeu:
                self._recusa = ""
        if mudou:
            self.ao_mudar()

    def sincronizou(self, estado: EstadoReplica) -> None:
        """The sync told its state."""
        with self._trava:
            self._replica = estado
        self.ao_mudar()

    def exige(self, programa_minimo: str, servico: str = "") -> None:
        """The service said which is the oldest counter that it serves, and which version it is itself."""
        with self._trava:
            mudou = (programa_minimo, servico) != (self._minimo, self._servico)
            self._minimo, self._servico = programa_minimo, servico
        if mudou:
            self.ao_mudar()

    @property
    def conectada(self) -> bool:
        """Whether the service answered the last time."""
        return self._respondeu

    @property
    def replica(self) -> EstadoReplica:
        """The sync's last state."""
        return self._replica

    def caiu_ha(self) -> timedelta:
        """How long the service has not answered; zero when it does."""
        return timedelta() if self._respondeu else max(timedelta(), self._local() - self._desde)

    def idade(self) -> timedelta:
        """Age of the replica's data."""
        idade = self._replica.idade(self._local())
        return NUNCA if idade is None else idade

    def sem_retaguarda(self) -> timedelta | None:
        """What rules see (Facts.sem_retaguarda): None while the service answers."""
        return None if self._respondeu else self.idade()

    def idade_em_palavras(self) -> str:
        """"dados de 8 s atrás"; for the customer's card."""
        idade = self.idade()
        return "ainda sem dados" if idade == NUNCA else f"dados de {em_palavras(idade)} atrás"

    def sem_dados(self) -> str:
        """Why the first load does not come, and what to do; "" while nothing is known to be in its way."""
        replica = self.replica
        return replica.detalhe if replica.situacao is Situacao.SEM_SERVIDOR and not replica.carga_completa else ""

    def estado(self, a_enviar: int = 0, em_quarentena: int = 0) -> EstadoLigacao:
        """For the status bar."""
        replica = self._replica
        detalhe = replica.detalhe
        carregando = None
        if not atende(__version__, self._minimo):
            frase, detalhe = f"Atualize este Balcão ({__version__}): a retaguarda pede {self._minimo}", \
                f"{antigo(__version__, self._minimo)} {ATUALIZE}"
        elif not self._respondeu and self._recusa:
            frase, detalhe = f"Retaguarda recusada (Ctrl+F9) · {self.idade_em_palavras()}", self._recusa
        elif not self._respondeu:
            frase = f"Sem retaguarda há {em_palavras(self.caiu_ha())} · {self.idade_em_palavras()}"
            detalhe = SEM_RETAGUARDA
        elif replica.situacao in (Situacao.VAZIA, Situacao.CARREGANDO) and not replica.carga_completa:
            carregando = replica.fracao
            frase = f"Recebendo os dados da loja: {carregando:.0%}"
        elif replica.situacao is Situacao.RECARREGANDO:
            frase, carregando = "Recebendo os dados de novo", replica.fracao
        elif replica.situacao in (Situacao.ATRASADA, Situacao.SEM_SERVIDOR):
            retidas = "novidades retidas · " if replica.situacao is Situacao.ATRASADA else ""
            frase = f"Retaguarda conectada · {retidas}{self.idade_em_palavras()}"
            detalhe = NAO_CHEGAM if replica.situacao is Situacao.SEM_SERVIDOR else detalhe
        elif not atende(self._servico, __version__):  # a counter is ahead of its shop
            frase, detalhe = f"Atualize a retaguarda ({self._servico}): este Balcão é o {__version__}", mais_antiga(
                self._servico, __version__)
        else:
            frase = "Retaguarda conectada"
        return EstadoLigacao(self._respondeu, frase, detalhe, a_enviar, em_quarentena, carregando)
