"""From the type of a declared field to the widget that edits it. No field is known here by its name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from PySide6.QtWidgets import QWidget

from balcao.domain.campo import Campo, Opcao, TipoCampo, campo_de, campos_de, opcoes_oferecidas, sem_none, tipo_de
from balcao.ui.componentes.arquivos import CampoArquivo
from balcao.ui.componentes.contexto import Contexto, Fonte, ItemReferencia
from balcao.ui.componentes.datas import CampoData
from balcao.ui.componentes.escolhas import CampoEscolha, CampoMarcador, CampoMultiplo
from balcao.ui.componentes.linhas import CampoLinhas
from balcao.ui.componentes.numeros import CampoDinheiro, CampoGerado, CampoNumero, CampoPercentual, CampoQuantidade
from balcao.ui.componentes.referencia import CampoReferencia
from balcao.ui.componentes.referencias import CampoReferencias
from balcao.ui.componentes.rotulos import texto_de
from balcao.ui.componentes.script import CampoScript
from balcao.ui.componentes.textos import CampoTexto, CampoTextoLongo

IMAGENS = "Imagens (*.png *.jpg *.jpeg *.bmp)"
EditaLinha = Callable[[type[BaseModel], Any, Callable[[Any], None]], None]


@dataclass(frozen=True, slots=True)
class _Pedido:
    """What an editor is made from."""

    campo: Campo
    tipo: Any        # the annotation without None
    opcional: bool
    atual: Any       # the stored value: an option no longer offered is still shown to who has it
    contexto: Contexto
    edita_linha: EditaLinha
    dono: QWidget    # made inside it: a widget that changes its parent costs half as much again

    @property
    def fonte(self) -> Fonte:
        """Where a reference looks its rows up; without one the stored values are shown as they are."""
        return self.contexto.fontes.get(self.campo.referencia) or _SemFonte(livre=self.tipo is str)

    @property
    def negativo(self) -> bool:
        """Whether the declaration allows values below zero."""
        return self.campo.minimo is not None and bool(self.campo.minimo < 0)


def cria(modelo: type[BaseModel], nome: str, atual: Any, contexto: Contexto, edita_linha: EditaLinha,
         dono: QWidget) -> QWidget:
    """The editor (see `editor.Editor`) of a declared field that has `atual` stored, as a child of `dono`.

    Raises TypeError for a type that has no editor: the declaration, or this table, lacks something.
    """
    tipo, opcional = sem_none(modelo.model_fields[nome].annotation)
    pedido = _Pedido(campo_de(modelo, nome), tipo, opcional, atual, contexto, edita_linha, dono)
    return _EDITORES[tipo_de(modelo, nome)](pedido)


def opcoes_de(tipo: Any, campo: Campo, atual: Any = None) -> Sequence[Opcao]:
    """The options of a choice: those declared and offered, else the members of the type."""
    if campo.opcoes:
        return opcoes_oferecidas(campo, atual)
    if isinstance(tipo, type) and issubclass(tipo, Enum):
        return tuple(Opcao(str(m.value), str(m.value).replace("_", " ").capitalize(), "") for m in tipo)
    return tuple(Opcao(str(v), str(v), "") for v in get_args(tipo))


def _conversor(tipo: Any) -> Callable[[str], Any]:
    """How the text of an option becomes the value that the model keeps."""
    if get_origin(tipo) is Literal:
        return {str(v): v for v in get_args(tipo)}.__getitem__
    return tipo if isinstance(tipo, type) else str


def _escolha(p: _Pedido) -> QWidget:
    return CampoEscolha(opcoes_de(p.tipo, p.campo, p.atual), _conversor(p.tipo), p.opcional, p.dono)


def _multipla(p: _Pedido) -> QWidget:
    interno = get_args(p.tipo)[0]
    return CampoMultiplo(opcoes_de(interno, p.campo, p.atual), _conversor(interno), p.dono)


def _inteiro(p: _Pedido) -> QWidget:
    if p.campo.fixo:
        return CampoGerado(parent=p.dono)
    return CampoNumero(0, depois=p.campo.unidade, negativo=p.negativo, parent=p.dono)


def _decimal(p: _Pedido) -> QWidget:
    casas = 2 if p.campo.casas is None else p.campo.casas
    if p.campo.unidade == "R$":
        return CampoDinheiro(casas, p.negativo, p.dono)
    if p.campo.unidade == "%":
        return CampoPercentual(casas, p.negativo, p.dono)
    return CampoQuantidade(casas, p.campo.unidade, p.negativo, p.dono)


def _referencia(p: _Pedido) -> QWidget:
    if p.tipo is str and p.campo.referencia not in p.contexto.fontes:
        return CampoTexto(p.campo.unidade, p.dono)
    return CampoReferencia(p.fonte, p.contexto, None if p.opcional or p.tipo is not str else "", p.dono)


def _referencias(p: _Pedido) -> QWidget:
    return CampoReferencias(p.fonte, p.contexto, tuple if get_origin(p.tipo) is tuple else frozenset, p.dono)


def _tabela(p: _Pedido) -> QWidget:
    linha = get_args(p.tipo)[0]
    declarados = list(campos_de(linha))
    return CampoLinhas([campo.titulo for _, campo in declarados],
                       lambda valor: [texto_de(campo, getattr(valor, nome)) for nome, campo in declarados],
                       lambda valor, pronto: p.edita_linha(linha, valor, pronto), p.dono)


_EDITORES: Mapping[TipoCampo, Callable[[_Pedido], QWidget]] = {
    TipoCampo.TEXTO: lambda p: CampoTexto(p.campo.unidade, p.dono),
    TipoCampo.TEXTO_LONGO: lambda p: CampoTextoLongo(p.dono),
    TipoCampo.SCRIPT: lambda p: CampoScript(p.campo.titulo, p.dono),
    TipoCampo.INTEIRO: _inteiro,
    TipoCampo.DECIMAL: _decimal,
    TipoCampo.BOOLEANO: lambda p: CampoMarcador(p.campo.titulo, p.campo.opcoes, p.dono),
    TipoCampo.DATA: lambda p: CampoData(p.contexto.hoje, p.dono),
    TipoCampo.ESCOLHA: _escolha,
    TipoCampo.MULTIESCOLHA: _multipla,
    TipoCampo.REFERENCIA: _referencia,
    TipoCampo.REFERENCIAS: _referencias,
    TipoCampo.LINHAS: lambda p: CampoLinhas(("",), lambda texto: (texto,), parent=p.dono),
    TipoCampo.TABELA: _tabela,
    TipoCampo.ARQUIVO: lambda p: CampoArquivo(p.campo.arquivo, p.contexto, parent=p.dono),
    TipoCampo.IMAGEM: lambda p: CampoArquivo(p.campo.arquivo or IMAGENS, p.contexto, True, p.dono),
}


class _SemFonte:
    """A registry that nobody handed over: its rows keep their numbers, and none can be found."""

    def __init__(self, livre: bool) -> None:
        self.livre = livre

    def busca(self, texto: str) -> Sequence[ItemReferencia]:
        return ()

    def item(self, valor: Any) -> ItemReferencia | None:
        return ItemReferencia(valor, str(valor))
