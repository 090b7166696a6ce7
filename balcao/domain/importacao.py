"""What every importer says about a file: where a problem is, and which column of a table means what.

Pure: reading files is `balcao.gateways`, writing rows is `balcao.services.office`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from balcao.domain.erros import BalcaoError


class Gravidade(StrEnum):
    """Whether the row (or file) can be imported."""

    ERRO = "erro"
    AVISO = "aviso"


@dataclass(frozen=True, slots=True)
class Problema:
    """One thing seen in a file. `linha` counts from 1 (0 = the file as a whole); `lugar` is the column, tag
    or item; `motivo` is a sentence that says what, why and what to do."""

    arquivo: str
    linha: int
    lugar: str
    motivo: str
    gravidade: Gravidade = Gravidade.ERRO

    def __str__(self) -> str:
        onde = [self.arquivo]
        if self.linha:
            onde.append(f"linha {self.linha}")
        if self.lugar:
            onde.append(self.lugar)
        return f"{', '.join(onde)}: {self.motivo}"


class ArquivoRecusado(BalcaoError):
    """The operator can fix it: the file (or what it asks for) cannot be imported, and nothing was written."""

    titulo = "Confira o arquivo"

    def __init__(self, problemas: Problema | Sequence[Problema]) -> None:
        self.problemas: tuple[Problema, ...] = (
            (problemas,) if isinstance(problemas, Problema) else tuple(problemas))
        super().__init__("\n".join(str(p) for p in self.problemas))


def so_erros(problemas: Iterable[Problema]) -> tuple[Problema, ...]:
    """The problems that stop something."""
    return tuple(p for p in problemas if p.gravidade is Gravidade.ERRO)


@dataclass(frozen=True, slots=True)
class Coluna:
    """A column that an importer understands: the field it fills, its title, and other names it goes by."""

    campo: str
    titulo: str
    sinonimos: tuple[str, ...] = ()
    obrigatoria: bool = False


@dataclass(frozen=True, slots=True)
class Ligacao:
    """One line of the preview of the mapping: header of the file → field. `coluna` None = ignored."""

    indice: int
    cabecalho: str
    coluna: Coluna | None


@dataclass(frozen=True, slots=True)
class Mapeamento:
    """How the file's columns were understood, and what is missing or twofold."""

    ligacoes: tuple[Ligacao, ...]
    problemas: tuple[str, ...]

    def indices(self) -> dict[str, int]:
        """Position of each field in a row."""
        return {li.coluna.campo: li.indice for li in self.ligacoes if li.coluna is not None}


def normaliza(texto: str) -> str:
    """A name as it is compared: lower case, no accents, single spaces (`Cód. Barras` → `cod barras`)."""
    sem_acento = unicodedata.normalize("NFKD", texto).encode("ascii", "ignore").decode("ascii")
    return " ".join(re.findall(r"[a-z0-9]+", sem_acento.lower()))


def mapeia(cabecalho: Sequence[str], colunas: Sequence[Coluna],
           escolhas: dict[str, str] | None = None) -> Mapeamento:
    """Understand a header. `escolhas` (header → field, "" = ignore) are the user's own and win.

    A field claimed by two columns, a mandatory one that no column fills, or a choice for a header that the file does
    not have, is a problem.
    """
    por_nome = {normaliza(nome): c for c in colunas for nome in (c.campo, c.titulo, *c.sinonimos)}
    por_campo = {c.campo: c for c in colunas}
    escolhidos = {normaliza(de): para for de, para in (escolhas or {}).items()}
    ligacoes, donos, problemas = [], dict[str, str](), []
    for indice, nome in enumerate(cabecalho):
        chave = normaliza(nome)
        coluna = por_campo.get(escolhidos[chave]) if chave in escolhidos else por_nome.get(chave)
        if coluna is not None and coluna.campo in donos:
            problemas.append(f"as colunas “{donos[coluna.campo]}” e “{nome}” dizem a mesma coisa "
                             f"({coluna.titulo}). Deixe só uma.")
            coluna = None
        if coluna is not None:
            donos[coluna.campo] = nome
        ligacoes.append(Ligacao(indice, nome, coluna))
    for coluna in colunas:
        if coluna.obrigatoria and coluna.campo not in donos:
            nomes = ", ".join(f"“{n}”" for n in dict.fromkeys((coluna.titulo, *coluna.sinonimos[:3])))
            problemas.append(f"falta a coluna {coluna.titulo}. O cabeçalho pode ser {nomes}.")
    tem = {normaliza(nome) for nome in cabecalho}
    as_que_ha = ", ".join(f"“{nome}”" for nome in cabecalho if nome)
    problemas += [f"não há a coluna “{de}” no arquivo. As que há: {as_que_ha}."
                  for de in escolhas or {} if normaliza(de) not in tem]
    return Mapeamento(tuple(ligacoes), tuple(problemas))
