"""One document in the print queue: what is known of it, and the file that keeps it.

A file holds one line of JSON (the facts) and, while they may still be needed, the bytes. It is replaced
whole at every change of state.
"""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from balcao.domain.terminal.opcoes import Papel


class EstadoTrabalho(StrEnum):
    """Where a document stands; `rotulo_do_estado` has the words for the screen."""

    NA_FILA = "na_fila"
    IMPRIMINDO = "imprimindo"
    IMPRESSO = "impresso"
    FALHOU = "falhou"        # nothing came out; waits for a person
    INCERTO = "incerto"      # it may have come out; waits for a person to look at the paper
    CANCELADO = "cancelado"


_ROTULOS = {
    EstadoTrabalho.NA_FILA: "Na fila", EstadoTrabalho.IMPRIMINDO: "Imprimindo",
    EstadoTrabalho.IMPRESSO: "Impresso", EstadoTrabalho.FALHOU: "Falhou",
    EstadoTrabalho.INCERTO: "Saiu? Confira o papel", EstadoTrabalho.CANCELADO: "Cancelado",
}
PARADOS = frozenset({EstadoTrabalho.FALHOU, EstadoTrabalho.INCERTO})
ENCERRADOS = frozenset({EstadoTrabalho.IMPRESSO, EstadoTrabalho.CANCELADO})


def rotulo_do_estado(estado: EstadoTrabalho) -> str:
    """The state as the screen says it."""
    return _ROTULOS[estado]


class Trabalho(BaseModel):
    """The facts. `ordem` is the place in the queue; `chave` makes sending idempotent; `de` and `versao` tell what it is
    a paper of; `motivo` says, to the user, why it stopped; `impressora` is CB-131's text."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    ordem: int
    estado: EstadoTrabalho = EstadoTrabalho.NA_FILA
    impressora: str
    papel: Papel
    arquivo: str
    titulo: str
    copias: int = 1
    chave: str = ""
    de: str = ""
    versao: int = 0
    criado_em: AwareDatetime
    mudou_em: AwareDatetime
    tentativas: int = 0
    motivo: str = ""

    def em(self, estado: EstadoTrabalho, agora: datetime, motivo: str = "") -> "Trabalho":
        """The same document in another state."""
        return self.model_copy(update={"estado": estado, "mudou_em": agora, "motivo": motivo})


def em_bytes(trabalho: Trabalho, dados: bytes) -> bytes:
    """The file's content."""
    return trabalho.model_dump_json().encode() + b"\n" + dados


def le_trabalho(arquivo: Path, so_com: str = "") -> Trabalho | None:
    """The facts alone; None when `so_com` is not among them (looked for before anything is parsed).
    Raises OSError, and ValueError for a damaged file."""
    with arquivo.open("rb") as aberto:
        linha = aberto.readline()
    procurado = json.dumps(so_com, ensure_ascii=False)[1:-1].encode()
    return Trabalho.model_validate_json(linha) if procurado in linha else None


def le_dados(arquivo: Path) -> bytes:
    """The bytes alone. Raises OSError."""
    return arquivo.read_bytes().partition(b"\n")[2]
