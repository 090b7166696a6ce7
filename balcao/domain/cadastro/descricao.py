"""What a registry is to the one implementation of list, form, sheets and audit (docs/decisions/0132)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from balcao.domain.achados import Finding
from balcao.domain.campo import Politica
from balcao.domain.permissoes import Permissao

Vizinhos = Mapping[int, Politica]
"""Every other record of the registry, by id: what a rule that looks beyond one record is given."""


def _igual(registro: Politica) -> Politica:
    return registro


def _nada(_registro: Politica, _outros: Vizinhos) -> Iterable[Finding]:
    return ()


def _copia(_registro: Politica) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Citado:
    """A record of the registry `referencia` that the text of `campo` names, where `onde` says."""

    campo: str
    onde: str
    referencia: str
    id: int


def _nada_cita(_registro: Politica) -> Iterable[Citado]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadastro:
    """One registry. `nome` is its table's and its path's; `um` and `varios` name its records in sentences.

    `colunas`: what the list shows until the person chooses; the name comes first. `ver` None: whoever is logged in.
    `ajusta` puts values right before they are kept (a field that another one empties); `confere` yields what is
    wrong with a record beyond its own fields' bounds; `do_clone` gives the fields that a copy has otherwise.
    `desativar`: what to do instead of deleting, as the last sentence of a refusal. `cita`: what a record names inside
    a text, in the registries `citados`.
    """

    nome: str
    modelo: type[Politica]
    um: str
    varios: str
    feminino: bool = False
    colunas: tuple[str, ...]
    ver: Permissao | None = None
    alterar: Permissao
    excluir: Permissao
    campo_nome: str = "nome"
    campo_ativo: str = "ativo"
    ajusta: Callable[[Any], Any] = _igual
    confere: Callable[[Any, Any], Iterable[Finding]] = _nada
    do_clone: Callable[[Any], Mapping[str, Any]] = _copia
    desativar: str = ""
    citados: tuple[str, ...] = ()
    cita: Callable[[Any], Iterable[Citado]] = _nada_cita

    def nome_de(self, registro: Politica) -> str:
        """How this record is called."""
        return str(getattr(registro, self.campo_nome))

    def ativo(self, registro: Politica) -> bool:
        """Whether it is offered for new work; a registry without such a field has only active records."""
        return bool(getattr(registro, self.campo_ativo, True))

    @property
    def este(self) -> str:
        """"Este tipo de pedido"."""
        return f"{'Esta' if self.feminino else 'Este'} {self.um}"

    def feito(self, participio: str) -> str:
        """"Incluído" of a type, "incluída" of a rule."""
        return f"{participio.removesuffix('o')}a" if self.feminino else participio


MAIOR_ESFORCO = 100  # copies of copies with the same name before the clone gives up


def nome_do_clone(nome: str, usados: Iterable[str], tamanho: int | None) -> str:
    """The current name followed by "_" (TPO-08); by one more as long as that is somebody's. It is cut where the
    column ends."""
    em_uso = {usado.casefold() for usado in usados}
    for quantos in range(1, MAIOR_ESFORCO):
        rabo = "_" * quantos
        novo = (nome if tamanho is None else nome[:tamanho - quantos]) + rabo
        if novo.casefold() not in em_uso:
            return novo
    raise ValueError(f"too many clones of {nome}")
