"""What the Configuração window asks of the rest of the program, as data and protocols."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from balcao.domain.campo import Campo, Onde
from balcao.domain.terminal.politica import Pagina
from balcao.services.counter.configuracao import ParteGravada, Ressalva, ResultadoGravacao
from balcao.ui.componentes.rotulos import texto_de


@dataclass(frozen=True, slots=True)
class Mudanca:
    """One field that the person changed: what the audit keeps."""

    pagina: Pagina
    nome: str
    campo: Campo
    antes: Any
    depois: Any

    @property
    def enfraquece(self) -> bool:
        """Whether it weakens a check (then "Altera regras do terminal" is asked)."""
        return self.campo.enfraquece is not None and bool(self.campo.enfraquece(self.antes, self.depois))

    @property
    def ressalvada(self) -> tuple[str, str, Any]:
        """Which field has which value now."""
        return self.pagina.chave, self.nome, self.depois

    @property
    def frase(self) -> str:
        """The change as a person reads it: "Tolerância (dias): 0 → 5"."""
        antes, depois = (texto_de(self.campo, valor) or "vazio" for valor in (self.antes, self.depois))
        return f"{self.campo.titulo}: {antes} → {depois}"


@dataclass(frozen=True, slots=True)
class Gravacao:
    """What F12 hands over. `valores`: every page whole, by its key; `autorizacao`: whatever the release of
    somebody with the permission returned, or None when the user had it or none was needed."""

    valores: Mapping[str, BaseModel]
    mudancas: tuple[Mudanca, ...]
    autorizacao: Any = None

    def de(self, onde: Onde) -> tuple[Mudanca, ...]:
        """The changes that live in `onde`."""
        return tuple(m for m in self.mudancas if m.campo.onde is onde)


class GravadorConfiguracao(Protocol):
    """Saves: first this computer's file (whole, or the old one stays), then the station's policy in one
    transaction of the retaguarda. Runs off the UI thread."""

    def confere(self, gravacao: Gravacao) -> tuple[Ressalva, ...]:
        """What seems wrong with the changes, seen from this computer; nothing is saved."""

    def grava(self, gravacao: Gravacao) -> ResultadoGravacao:
        """Raises BalcaoError only when nothing at all was saved."""


PedeAutorizacao = Callable[[str, tuple[Mudanca, ...], Callable[[Any], None]], None]
"""`pede(permission, changes, answer)` asks somebody who has the permission; `answer(None)` is a refusal."""


@dataclass(frozen=True, slots=True)
class AcaoRodape:
    """A button of the footer, under the name of its group ("Relatórios" › "Editar Relatório")."""

    grupo: str
    texto: str
    faz: Callable[[], None]
    ajuda: str = ""
    permissao: str = ""


@dataclass(frozen=True, slots=True)
class Estado:
    """What the window shows when it opens. `sem_retaguarda`: why policies cannot be changed now, "" when
    they can; `somente_leitura`: why nothing can."""

    valores: Mapping[str, BaseModel]
    sem_retaguarda: str = ""
    somente_leitura: str = ""


__all__ = [
    "AcaoRodape",
    "Estado",
    "Gravacao",
    "GravadorConfiguracao",
    "Mudanca",
    "ParteGravada",
    "PedeAutorizacao",
    "Ressalva",
    "ResultadoGravacao",
]
