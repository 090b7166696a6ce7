"""From the type of a declared field to the widget that edits it. No field is known here by its name."""

import types
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from PySide6.QtWidgets import QWidget

from balcao.domain.campo import Campo, Opcao, campos_de
from balcao.ui.componentes.arquivos import CampoArquivo
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.datas import CampoData
from balcao.ui.componentes.escolhas import CampoEscolha, CampoMarcador, CampoMultiplo
from balcao.ui.componentes.linhas import CampoLinhas
from balcao.ui.componentes.numeros import CampoDinheiro, CampoNumero, CampoPercentual, CampoQuantidade
from balcao.ui.componentes.referencia import CampoReferencia
from balcao.ui.componentes.rotulos import texto_de
from balcao.ui.componentes.textos import CampoTexto, CampoTextoLongo

EditaLinha = Callable[[type[BaseModel], Any, Callable[[Any], None]], None]


def cria(anotacao: Any, campo: Campo, contexto: Contexto, edita_linha: EditaLinha) -> QWidget:
    """The editor (see `editor.Editor`) of a field of type `anotacao`.

    Raises TypeError for a type that has no editor: the declaration, or this table, lacks something.
    """
    tipo, opcional = sem_none(anotacao)
    if campo.referencia and campo.referencia in contexto.fontes:
        vazio = None if opcional or tipo is not str else ""
        return CampoReferencia(contexto.fontes[campo.referencia], contexto, vazio)
    if get_origin(tipo) in (frozenset, set):
        [interno] = get_args(tipo)
        return CampoMultiplo(opcoes_de(interno, campo), _conversor(interno))
    if get_origin(tipo) is tuple:
        return _linhas(get_args(tipo)[0], edita_linha)
    if tipo is bool:
        return CampoMarcador(campo.titulo, campo.opcoes)
    if opcoes := opcoes_de(tipo, campo):
        return CampoEscolha(opcoes, _conversor(tipo), opcional)
    return _simples(tipo, campo, contexto)


def sem_none(anotacao: Any) -> tuple[Any, bool]:
    """(the type without None, whether None was allowed)."""
    if get_origin(anotacao) in (Union, types.UnionType):
        tipos = [t for t in get_args(anotacao) if t is not types.NoneType]
        if len(tipos) == 1:
            return tipos[0], len(get_args(anotacao)) > 1
    return anotacao, False


def opcoes_de(tipo: Any, campo: Campo) -> Sequence[Opcao]:
    """The options of a choice: those declared, else the members of the type."""
    if campo.opcoes:
        return campo.opcoes
    if isinstance(tipo, type) and issubclass(tipo, Enum):
        return tuple(Opcao(str(m.value), str(m.value).replace("_", " ").capitalize(), "") for m in tipo)
    if get_origin(tipo) is Literal:
        return tuple(Opcao(str(v), str(v), "") for v in get_args(tipo))
    return ()


def _conversor(tipo: Any) -> Callable[[str], Any]:
    """How the text of an option becomes the value that the model keeps."""
    if get_origin(tipo) is Literal:
        return {str(v): v for v in get_args(tipo)}.__getitem__
    return tipo if isinstance(tipo, type) else str


def _simples(tipo: Any, campo: Campo, contexto: Contexto) -> QWidget:
    negativo = campo.minimo is not None and campo.minimo < 0 if tipo in (int, Decimal) else False
    if tipo is int:
        return CampoNumero(0, depois=campo.unidade, negativo=negativo)
    if tipo is Decimal:
        casas = 2 if campo.casas is None else campo.casas
        if campo.unidade == "R$":
            return CampoDinheiro(casas, negativo)
        if campo.unidade == "%":
            return CampoPercentual(casas, negativo)
        return CampoQuantidade(casas, campo.unidade)
    if tipo is date:
        return CampoData(contexto.hoje)
    if tipo is str:
        if campo.arquivo:
            return CampoArquivo(campo.arquivo, contexto)
        return CampoTextoLongo() if campo.longo else CampoTexto(campo.unidade)
    raise TypeError(f"{campo.id} {campo.titulo}: no editor for {tipo!r}")


def _linhas(tipo: Any, edita_linha: EditaLinha) -> QWidget:
    if tipo is str:
        return CampoLinhas(("",), lambda texto: (texto,))
    if not (isinstance(tipo, type) and issubclass(tipo, BaseModel)):
        raise TypeError(f"no editor for rows of {tipo!r}")
    declarados = list(campos_de(tipo))
    return CampoLinhas([campo.titulo for _, campo in declarados],
                       lambda linha: [texto_de(campo, getattr(linha, nome)) for nome, campo in declarados],
                       lambda valor, pronto: edita_linha(tipo, valor, pronto))
