"""`Campo`: what a policy field declares besides its type. A field is declared once (ARQUITETURA §3).

The form, its validation message, help, search, storage, audit and the manual all read this; the form
builder maps a *type* to a widget and never knows a field by its name.

    class Integracao(Politica):
        porta: Annotated[int, Campo("CB-024", "Porta Banco de Dados Gestores", "É a porta …",
                                    minimo=1, maximo=65535, onde=Onde.ESTACAO)] = 5432
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from balcao.domain.formatos import numero


class Onde(StrEnum):
    """Where the value lives."""

    POLITICA = "politica"  # in the retaguarda, with the station or the order type
    ESTACAO = "estacao"    # only in this computer's own file


@dataclass(frozen=True, slots=True)
class Opcao:
    """One choice of a field: what is stored, what the screen shows, what it does."""

    valor: str
    rotulo: str
    efeito: str


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
        """The option's label for a stored value, as the screen shows it."""
        if isinstance(valor, bool):
            return "Marcado" if valor else "Desmarcado"
        for opcao in self.opcoes:
            if opcao.valor == valor:
                return opcao.rotulo
        return "" if valor is None else str(valor)


def _escrito(limite: Any) -> str:
    """A bound as it is typed: a port is 65535, a percentage 99,99."""
    return numero(limite) if isinstance(limite, Decimal) else str(limite)


class Politica(BaseModel):
    """Base of every policy: frozen, checked by its declarations; unknown keys are kept, never dropped."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_validator(mode="after")
    def _declarado(self) -> Self:
        for nome, campo in campos_de(type(self)):
            campo.validar(getattr(self, nome))
        return self


def campos_de(modelo: type[BaseModel]) -> Iterator[tuple[str, Campo]]:
    """Yield (attribute, Campo) of every declared field, in declaration order."""
    for nome, info in modelo.model_fields.items():
        for dado in info.metadata:
            if isinstance(dado, Campo):
                yield nome, dado


def campo_de(modelo: type[BaseModel], nome: str) -> Campo:
    """The declaration of one field. Raises KeyError when the field declares none."""
    for outro, campo in campos_de(modelo):
        if outro == nome:
            return campo
    raise KeyError(nome)
