"""`Campo`: what a policy field declares besides its type. A field is declared once (docs/decisions/0005).

The form, its validation message, help, search, storage, audit and the manual all read this; the form
builder maps a *type* to a widget and never knows a field by its name.

    class Integracao(Politica):
        porta: Annotated[int, Campo("CB-024", "Porta Banco de Dados Gestores", "É a porta …",
                                    minimo=1, maximo=65535, onde=Onde.ESTACAO)] = 5432
"""

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, model_validator

from balcao.domain.formatos import numero


class Onde(StrEnum):
    """Where the value lives."""

    POLITICA = "politica"  # in the retaguarda, with the station or the order type: the jsonb document
    ESTACAO = "estacao"    # only in this computer's own file
    COLUNA = "coluna"      # in a column of its own of the registry's row (id, nome, ativo)
    LIGACAO = "ligacao"    # in a link table with foreign keys


class TipoCampo(StrEnum):
    """What a field is, derived by `tipo_de`: forms, storage, sheets and the manual decide by this, never by a name."""

    TEXTO = "texto"
    TEXTO_LONGO = "texto_longo"
    INTEIRO = "inteiro"
    DECIMAL = "decimal"
    BOOLEANO = "booleano"
    DATA = "data"
    ESCOLHA = "escolha"
    MULTIESCOLHA = "multiescolha"
    REFERENCIA = "referencia"    # one row of another registry, `Campo.referencia` names it
    REFERENCIAS = "referencias"  # several of them
    LINHAS = "linhas"            # lines of free text
    TABELA = "tabela"            # rows of a declared model
    SCRIPT = "script"
    ARQUIVO = "arquivo"
    IMAGEM = "imagem"


class Opcao(NamedTuple):
    """One choice of a field: what is stored, what the screen shows, what it does.

    `oferecida` False: accepted where it is stored (deprecated by the page, or its behaviour is not built yet),
    never offered to somebody who has another one; see `opcoes_oferecidas`.
    """

    valor: str
    rotulo: str
    efeito: str
    oferecida: bool = True


class Grupo(NamedTuple):
    """A titled group of a form, in its order; `dica` is the hint of the title, `subgrupos` their order inside it."""

    titulo: str
    dica: str = ""
    subgrupos: tuple[str, ...] = ()


class ValorInvalido(ValueError):
    """A declared bound was broken; `str()` is the message shown beside the field."""


@dataclass(frozen=True, slots=True, kw_only=False)
class Campo:
    """Declaration of one field.

    `id` is the requirement (`CB-022`), `ajuda` the users' own words for it (F1), `unidade` is shown
    after the box ("dias", "R$", "%"), `visivel_quando` gets the whole model, `editavel_por` names the
    permission that may change it, `enfraquece` says whether a change from `antes` to `depois` weakens a
    check (then the permission "Altera regras do terminal" is asked), `confere` returns a message or None,
    `indisponivel` says why the field cannot be used yet (the box is shown disabled with that reason).

    `camada` is the requirement's tier. `exigido_quando` gets the whole model and says whether the field must be
    filled; `exigido_porque` ends the sentence "Preencha X: …" (see `exigencias`). `fixo` says why nobody types it
    (a value that the system gives). `script` and `imagem` tell texts apart, see `tipo_de`. `aberto`: declared, its
    behaviour is not built; its value is kept, it is on no screen, no rule reads it, `make requisitos` lists it.
    """

    id: str
    titulo: str
    ajuda: str
    grupo: str = ""
    opcoes: tuple[Opcao, ...] = ()
    unidade: str = ""
    minimo: Any = None
    maximo: Any = None
    casas: int | None = None
    tamanho: int | None = None
    obrigatorio: bool = False
    longo: bool = False
    arquivo: str = ""
    referencia: str = ""
    onde: Onde = Onde.POLITICA
    visivel_quando: Callable[[Any], bool] | None = None
    editavel_por: str = ""
    enfraquece: Callable[[Any, Any], bool] | None = None
    confere: Callable[[Any], str | None] | None = None
    indisponivel: str = ""
    camada: int = 1
    subgrupo: str = ""
    exigido_quando: Callable[[Any], bool] | None = None
    exigido_porque: str = ""
    fixo: str = ""
    script: bool = False
    imagem: bool = False
    aberto: bool = False

    def validar(self, valor: Any) -> None:
        """Raise ValorInvalido with a sentence for the user when `valor` breaks a declared bound."""
        if self.obrigatorio and valor in (None, ""):
            raise ValorInvalido(f"Preencha {self.titulo}.")
        if valor is None:
            return
        fora = (self.minimo is not None and valor < self.minimo) or (
            self.maximo is not None and valor > self.maximo)
        if fora:
            raise ValorInvalido(self._faixa())
        if self.tamanho is not None and isinstance(valor, str) and len(valor) > self.tamanho:
            raise ValorInvalido(f"Use no máximo {self.tamanho} letras; há {len(valor)}.")
        if self.confere is not None and (mensagem := self.confere(valor)):
            raise ValorInvalido(mensagem)

    def _faixa(self) -> str:
        nome = self.titulo.split()[0] if self.titulo.startswith("Porta") else self.titulo
        unidade = f" {self.unidade}" if self.unidade else ""
        minimo, maximo = _escrito(self.minimo), _escrito(self.maximo)
        if self.maximo is None:
            return f"{nome} deve ser {minimo}{unidade} ou mais"
        if self.minimo is None:
            return f"{nome} deve ser {maximo}{unidade} ou menos"
        return f"{nome} deve estar entre {minimo} e {maximo}{unidade}"

    def rotulo_de(self, valor: object) -> str:
        """The option's label for a stored value, as the screen shows it; of several, all labels in their order."""
        if isinstance(valor, bool):
            return "Marcado" if valor else "Desmarcado"
        if isinstance(valor, frozenset):  # a multiple choice, in the page's order
            return ", ".join(o.rotulo for o in self.opcoes if o.valor in valor) or "nenhuma"
        if isinstance(valor, tuple):
            return ", ".join(map(self.rotulo_de, valor))
        if isinstance(valor, Decimal):
            return numero(valor)
        for opcao in self.opcoes:
            if opcao.valor == valor:
                return opcao.rotulo
        return "" if valor is None else str(valor)


def _escrito(limite: Any) -> str:
    """A bound as it is typed: a port is 65535, a percentage 99,99."""
    return numero(limite) if isinstance(limite, Decimal) else str(limite)


class Politica(BaseModel):
    """Base of every policy: frozen, checked by its declarations; unknown keys are kept, never dropped.

    `grupos` gives the order and the hints of the form's groups; without it the declaration order stands.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    grupos: ClassVar[tuple[Grupo, ...]] = ()

    @model_validator(mode="after")
    def _declarado(self) -> Self:
        for nome, campo in _declarados(type(self)):
            campo.validar(getattr(self, nome))
        return self


def campos_de(modelo: type[BaseModel], *, abertos: bool = False) -> Iterator[tuple[str, Campo]]:
    """Yield (attribute, Campo) of every declared field, in the order of the groups, then of declaration.

    Open fields (no behaviour yet) come only with `abertos`: what shows fields cannot show those by accident.
    """
    return ((nome, campo) for nome, campo in _declarados(modelo) if abertos or not campo.aberto)


def campo_de(modelo: type[BaseModel], nome: str) -> Campo:
    """The declaration of one field, open ones too. Raises KeyError when the field declares none."""
    return _por_nome(modelo)[nome]


@cache
def _por_nome(modelo: type[BaseModel]) -> dict[str, Campo]:
    return dict(_declarados(modelo))


if TYPE_CHECKING:
    Parte = Politica
else:
    class Parte:
        """A part of a large policy: its fields, in a module of their own.

        Not a pydantic model by itself (to the type checker it is): the fields are collected once, for the whole,
        which halves what importing it costs (0130).
        """


@cache
def _declarados(modelo: type[BaseModel]) -> tuple[tuple[str, Campo], ...]:
    pares = [(nome, dado) for nome, info in modelo.model_fields.items() for dado in info.metadata
             if isinstance(dado, Campo)]
    if grupos := getattr(modelo, "grupos", ()):  # parts of a model come in no useful order: the page's is the id's
        lugar = {(g.titulo, sub): (i, j) for i, g in enumerate(grupos) for j, sub in enumerate(("", *g.subgrupos))}
        pares.sort(key=lambda par: (lugar[par[1].grupo, par[1].subgrupo], par[1].id))
    return tuple(pares)


def tipo_de(modelo: type[BaseModel], nome: str) -> TipoCampo:
    """What the field is, from its annotation and its declaration. Raises KeyError for a name that declares
    nothing, TypeError for an annotation that no form could edit."""
    campo = campo_de(modelo, nome)
    tipo, _opcional = sem_none(modelo.model_fields[nome].annotation)
    origem = get_origin(tipo)
    if campo.referencia:
        return TipoCampo.REFERENCIAS if origem in (tuple, frozenset) else TipoCampo.REFERENCIA
    if origem in (frozenset, set):
        return TipoCampo.MULTIESCOLHA
    if origem is tuple:
        return TipoCampo.LINHAS if get_args(tipo)[0] is str else TipoCampo.TABELA
    if tipo is bool:
        return TipoCampo.BOOLEANO
    if campo.opcoes or origem is Literal or (isinstance(tipo, type) and issubclass(tipo, Enum)):
        return TipoCampo.ESCOLHA
    if tipo is str:
        return _texto(campo)
    simples = {int: TipoCampo.INTEIRO, Decimal: TipoCampo.DECIMAL, date: TipoCampo.DATA}
    if tipo not in simples:
        raise TypeError(f"{campo.id} {campo.titulo}: no field of type {tipo!r}")
    return simples[tipo]


def _texto(campo: Campo) -> TipoCampo:
    if campo.imagem:
        return TipoCampo.IMAGEM
    if campo.arquivo:
        return TipoCampo.ARQUIVO
    if campo.script:
        return TipoCampo.SCRIPT
    return TipoCampo.TEXTO_LONGO if campo.longo else TipoCampo.TEXTO


def sem_none(anotacao: Any) -> tuple[Any, bool]:
    """(the type without None, whether None was allowed)."""
    if get_origin(anotacao) in (Union, types.UnionType):
        tipos = [t for t in get_args(anotacao) if t is not types.NoneType]
        if len(tipos) == 1:
            return tipos[0], len(get_args(anotacao)) > 1
    return anotacao, False


def opcoes_oferecidas(campo: Campo, atual: Any = None) -> tuple[Opcao, ...]:
    """The options a person may choose now: those offered, and those that `atual` (one value or several) has."""
    tem = atual if isinstance(atual, frozenset | set | tuple) else (atual,)
    return tuple(o for o in campo.opcoes if o.oferecida or o.valor in tem)


def visivel(modelo: BaseModel, campo: Campo) -> bool:
    """Whether a field shows in a form of this record, as it is filled in now."""
    return not campo.aberto and (campo.visivel_quando is None or campo.visivel_quando(modelo))


def exigencias(modelo: BaseModel, *, abertos: bool = False) -> Iterator[tuple[str, str]]:
    """(attribute, sentence) of every field that must be filled in, given the others, and is empty.

    Not part of reading a record: one that is stored like that still opens, so that it can be put right.
    """
    for nome, campo in campos_de(type(modelo), abertos=abertos):
        exigido = campo.exigido_quando is not None and campo.exigido_quando(modelo)
        if exigido and getattr(modelo, nome) in (None, "", ()):
            yield nome, f"Preencha {campo.titulo}: {campo.exigido_porque}"
