"""What a form knows without a widget: reading order, what can be seen, what must be filled, what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from balcao.domain.campo import Campo, Grupo, TipoCampo, ValorInvalido, campos_de, tipo_de, visivel
from balcao.ui.componentes.rotulos import texto_de

SEM_PADRAO: Any = object()
"""The default of a field that has none: somebody must fill it in."""

_VOLTAS = 5   # a field hides a field that hides a field: deeper than this nobody can follow
_CABE = 28    # letters of a value in a summary
_VAZIOS: tuple[Any, ...] = (None, "", (), frozenset())
_SO_TITULO = {TipoCampo.REFERENCIA, TipoCampo.REFERENCIAS, TipoCampo.TEXTO_LONGO, TipoCampo.SCRIPT, TipoCampo.ARQUIVO,
              TipoCampo.IMAGEM}  # the number of a row, a page of text or a path says nothing in a line


@dataclass(frozen=True, slots=True)
class Parte:
    """A sub-group ("" for the fields that stand before any) and its fields, in reading order."""

    titulo: str
    nomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrupoCampos:
    """A group: its title, what it is about, and its parts in reading order."""

    titulo: str
    dica: str
    partes: tuple[Parte, ...]

    @property
    def nomes(self) -> Iterator[str]:
        """Its fields, in reading order."""
        return (nome for parte in self.partes for nome in parte.nomes)


@cache
def arranjo(modelo: type[BaseModel]) -> tuple[GrupoCampos, ...]:
    """The groups of a model. One stands where its first field does, and a sub-group likewise, so that fields
    declared apart are read (and reached by Tab) together."""
    grupos: dict[str, dict[str, list[str]]] = {}
    for nome, campo in campos_de(modelo):
        grupos.setdefault(campo.grupo, {}).setdefault(campo.subgrupo, []).append(nome)
    declarados: tuple[Grupo, ...] = getattr(modelo, "grupos", ())
    dicas = {grupo.titulo: grupo.dica for grupo in declarados}
    return tuple(GrupoCampos(titulo, dicas.get(titulo, ""), tuple(Parte(sub, tuple(nomes))
                                                                  for sub, nomes in partes.items()))
                 for titulo, partes in grupos.items())


class Estado:
    """The stored model with the valid edits over it. `define` tells an edit, `calcula` draws the conclusions.

    A new record is `Model.model_construct()`: what has no default is empty until somebody fills it in.
    """

    def __init__(self, original: BaseModel) -> None:
        modelo = type(original)
        declarados = dict(campos_de(modelo))
        self.original = _completo(original)
        self.grupos = arranjo(modelo)
        self.campos: dict[str, Campo] = {nome: declarados[nome] for grupo in self.grupos for nome in grupo.nomes}
        self.padroes = {nome: _padrao(modelo, nome) for nome in self.campos}
        self._valores: dict[str, Any] = {}
        self._condicionais = any(c.visivel_quando or c.exigido_quando for c in self.campos.values())
        self.atual: BaseModel = self.original
        self.visiveis: frozenset[str] = frozenset(self.campos)
        self.exigidos: frozenset[str] = frozenset()
        self._fora: frozenset[str] = frozenset()
        self.calcula()

    def define(self, nome: str, valor: Any) -> None:
        """The person gave a field this value."""
        self._valores[nome] = valor

    def esquece(self, nome: str) -> None:
        """What stands in a field is no value (or it is locked): the stored one counts."""
        self._valores.pop(nome, None)

    def define_original(self, original: BaseModel) -> None:
        """What is stored changed."""
        self.original = _completo(original)
        self.calcula()

    def calcula(self) -> None:
        """Bring `atual`, `visiveis` and `exigidos` up to date.

        A hidden field counts as it is stored, and that may hide another: asked again until nothing moves.
        """
        visiveis = frozenset(self.campos)
        for _ in range(_VOLTAS):
            self.atual = self.original.model_copy(
                update={nome: valor for nome, valor in self._valores.items() if nome in visiveis})
            if not self._condicionais:
                break
            antes, visiveis = visiveis, frozenset(
                nome for nome, c in self.campos.items() if visivel(self.atual, c))
            if antes == visiveis:
                break
        self.visiveis = visiveis
        self.exigidos = frozenset(nome for nome, c in self.campos.items() if nome in visiveis and (
            c.obrigatorio or (c.exigido_quando is not None and c.exigido_quando(self.atual))))
        self._fora = frozenset(nome for nome in visiveis if self.tem_padrao(nome) and not self.campos[nome].fixo
                               and getattr(self.atual, nome) != self.padroes[nome])

    def confere(self, nome: str, valor: Any) -> str:
        """What is wrong with a value of this field now, as a sentence; "" when nothing is."""
        campo = self.campos[nome]
        if nome in self.exigidos and valor in _VAZIOS:
            return f"Preencha {campo.titulo}" + (f": {campo.exigido_porque}" if campo.exigido_porque else ".")
        try:
            campo.validar(valor)
        except ValorInvalido as motivo:
            return str(motivo)
        return ""

    def tem_padrao(self, nome: str) -> bool:
        """Whether the declaration has a value of its own for this field."""
        return self.padroes[nome] is not SEM_PADRAO

    def fora_do_padrao(self, nomes: Iterable[str]) -> list[str]:
        """Those that can be seen and differ from their default now; a field without default never does."""
        return [nome for nome in nomes if nome in self._fora]

    def resumo(self, nomes: Iterable[str]) -> str:
        """What differs from the defaults, in a line: "Reservar estoque: Marcado · Rodapé"."""
        return " · ".join(self._frase(nome) for nome in self.fora_do_padrao(nomes))

    def _frase(self, nome: str) -> str:
        campo, valor = self.campos[nome], getattr(self.atual, nome)
        if tipo_de(type(self.atual), nome) in _SO_TITULO:
            return campo.titulo
        if valor in _VAZIOS:
            return f"{campo.titulo}: vazio"
        if isinstance(valor, tuple) and not all(isinstance(um, str) for um in valor):
            return f"{campo.titulo}: {len(valor)} linha{'s' if len(valor) > 1 else ''}"
        texto = texto_de(campo, valor)
        return f"{campo.titulo}: {texto if len(texto) <= _CABE else texto[:_CABE].rstrip() + '…'}"


def _padrao(modelo: type[BaseModel], nome: str) -> Any:
    campo = modelo.model_fields[nome]
    return SEM_PADRAO if campo.is_required() else campo.get_default(call_default_factory=True, validated_data={})


def _completo(original: BaseModel) -> BaseModel:
    """The record with something to show in the fields that nobody filled in yet."""
    faltam = {nome: "" if campo.annotation is str else None
              for nome, campo in type(original).model_fields.items() if not hasattr(original, nome)}
    return original.model_copy(update=faltam) if faltam else original
