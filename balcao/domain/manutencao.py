"""What is said of the database's upkeep: who does it, and how the database is."""

from dataclasses import dataclass, field
from datetime import datetime

from balcao.domain.copia import Gravidade


@dataclass(frozen=True, slots=True)
class Autorizacao:
    """Who does it: login and password as typed."""

    login: str
    senha: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EstadoDaLoja:
    """What the screen shows. `aqui`: this computer is the retaguarda; `restaura`: it may also restore (the
    server is the embedded one). `tamanho` in bytes; `copiado_em` None = never; `contagens`: (label, rows);
    `copia`: the last backup in words; `problema`: why the last one failed; `agenda`: the
    daily copy, known where it is made; `de_fora`: what is said when somebody else makes the backups."""

    aqui: bool
    restaura: bool
    onde: str
    nome: str
    versao: str
    situacao: str
    em_dia: bool
    postgres: str
    tamanho: int
    copiado_em: datetime | None
    contagens: tuple[tuple[str, int], ...]
    copia: str = ""
    copia_gravidade: Gravidade = Gravidade.NENHUMA
    problema: str = ""
    agenda: str = ""
    de_fora: str = ""
