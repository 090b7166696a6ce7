"""Fila de impressão: the papers of this counter that wait for the printer or stopped, and what is done about them.

Waits (disk): for background lanes.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from balcao.db.journal.impressoes import Impressoes
from balcao.devices.fila_impressao import FilaImpressao
from balcao.devices.impressora import abre
from balcao.devices.trabalho import PARADOS, EstadoTrabalho, Trabalho
from balcao.documents import impressao
from balcao.domain.erros import EntradaInvalida
from balcao.services.counter.impressao import grava_pdf

T = TypeVar("T")
_SAIU = "Este papel não está mais na fila. Atualize a lista (F5)."


class Papeis:
    """The use cases of the window."""

    def __init__(self, fila: FilaImpressao, impressoes: Impressoes) -> None:
        self._fila = fila
        self._impressoes = impressoes

    def lista(self) -> list[Trabalho]:
        """What is not on paper: stopped first, then in the order of the queue."""
        return sorted(self._fila.listar(EstadoTrabalho.NA_FILA, EstadoTrabalho.IMPRIMINDO, *PARADOS),
                      key=lambda um: (um.estado not in PARADOS, um.ordem))

    def parados(self) -> int:
        """How many wait for a person."""
        return len(self._fila.parados())

    def imprime(self, id_: UUID, impressora: str | None = None) -> str:
        """Queue a stopped paper again, as it is, on its own printer or on `impressora` (as CB-131 writes one); returns
        what to tell. Raises EntradaInvalida, AmbienteIndisponivel."""
        if impressora is not None:
            abre(impressora)  # a text that is no printer is refused here, beside the field
        feito = self._da_fila(lambda: self._fila.tentar_de_novo(id_, impressora))
        return f"{feito.titulo} na impressora."

    def saiu(self, id_: UUID) -> str:
        """Somebody saw it on paper; returns what to tell."""
        return f"{self._da_fila(lambda: self._fila.ja_saiu(id_)).titulo} saiu da fila como impresso."

    def desiste(self, id_: UUID) -> str:
        """It is not printed any more; of a first via that never left, the next is the first. Returns what to tell."""
        era = self._da_fila(lambda: self._fila.cancelar(id_))
        if era.chave and era.de and era.estado is not EstadoTrabalho.INCERTO:
            self._impressoes.nao_saiu(UUID(era.de))
        return f"{era.titulo} não será impresso. O documento continua em Documentos (F8)."

    def salva_pdf(self, id_: UUID, destino: str) -> str:
        """A stopped paper leaves as a PDF in its place; returns what to tell. Raises AmbienteIndisponivel."""
        trabalho = self._da_fila(lambda: self._fila.trabalho(id_))
        grava_pdf(Path(destino), impressao.em_pdf(self._bytes(trabalho), trabalho.papel))
        self._da_fila(lambda: self._fila.ja_saiu(id_))
        return f"{trabalho.titulo} gravado em {destino}, no lugar do papel."

    def previa(self, id_: UUID) -> bytes:
        """PNG of the first page, as it would print."""
        trabalho = self._da_fila(lambda: self._fila.trabalho(id_))
        return impressao.em_imagem(self._bytes(trabalho), trabalho.papel)

    def _bytes(self, trabalho: Trabalho) -> bytes:
        dados = self._da_fila(lambda: self._fila.dados(trabalho.id))
        if not dados:
            raise EntradaInvalida(_SAIU)
        return dados

    def _da_fila(self, pede: Callable[[], T]) -> T:
        try:
            return pede()
        except KeyError as erro:
            raise EntradaInvalida(_SAIU) from erro
