"""Search of a registry's list: text, filters, columns, order. What is asked, and whether a record answers it.

A registry of policies has hundreds of records, not thousands, and what a record says may be a default that is not
stored: the search reads the models, not the table (docs/decisions/0132).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from balcao.domain.cadastro.celulas import Nomes, mostra
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.campo import Politica, TipoCampo, ValorInvalido, campo_de, campos_de, tipo_de
from balcao.domain.importacao import normaliza

MAIOR_PAGINA = 500


class Operador(StrEnum):
    """How a field is compared."""

    CONTEM = "contem"            # the text, whatever its case and accents; one value
    UM_DE = "um_de"              # equal to one of the values; of a set: has one of them
    DE = "de"                    # number or date: this or more
    ATE = "ate"
    VAZIO = "vazio"
    PREENCHIDO = "preenchido"
    ALTERADO = "alterado"        # otherwise than the default


ROTULOS: dict[Operador, str] = {
    Operador.CONTEM: "contém", Operador.UM_DE: "é", Operador.DE: "a partir de", Operador.ATE: "até",
    Operador.VAZIO: "vazio", Operador.PREENCHIDO: "preenchido", Operador.ALTERADO: "diferente do padrão"}


class _Mensagem(BaseModel):
    model_config = ConfigDict(frozen=True)


class Filtro(_Mensagem):
    """One condition. `valores` as JSON text stores them: "venda", "true", "15", an id."""

    campo: str
    operador: Operador
    valores: Annotated[tuple[str, ...], Field(max_length=500)] = ()


class Pesquisa(_Mensagem):
    """Body of a search. No `colunas`: the registry's own. All filters must hold; no filter: everything."""

    texto: Annotated[str, Field(max_length=200)] = ""
    filtros: Annotated[tuple[Filtro, ...], Field(max_length=50)] = ()
    colunas: Annotated[tuple[str, ...], Field(max_length=300)] = ()
    ordem: str = ""
    decrescente: bool = False
    inicio: Annotated[int, Field(ge=0, le=10**9)] = 0
    limite: Annotated[int, Field(ge=1, le=MAIOR_PAGINA)] = 100


def operadores(tipo: TipoCampo) -> tuple[Operador, ...]:
    """What a filter on a field of this type may be."""
    match tipo:
        case TipoCampo.BOOLEANO:
            return Operador.UM_DE, Operador.ALTERADO
        case TipoCampo.ESCOLHA | TipoCampo.MULTIESCOLHA | TipoCampo.REFERENCIA | TipoCampo.REFERENCIAS:
            return Operador.UM_DE, Operador.VAZIO, Operador.PREENCHIDO, Operador.ALTERADO
        case TipoCampo.INTEIRO | TipoCampo.DECIMAL | TipoCampo.DATA:
            return Operador.DE, Operador.ATE, Operador.UM_DE, Operador.VAZIO, Operador.PREENCHIDO, Operador.ALTERADO
        case TipoCampo.TABELA | TipoCampo.IMAGEM | TipoCampo.ARQUIVO:
            return Operador.VAZIO, Operador.PREENCHIDO
    return Operador.CONTEM, Operador.VAZIO, Operador.PREENCHIDO, Operador.ALTERADO


@dataclass(frozen=True, slots=True)
class Achado:
    """A record that answers a search: its id and itself."""

    id: int
    registro: Politica


def colunas_de(cadastro: Cadastro, pesquisa: Pesquisa) -> tuple[str, ...]:
    """The columns to show, the name first. Raises ValorInvalido for one that is no field of the registry."""
    mostradas = {nome for nome, _ in campos_de(cadastro.modelo)} | set(cadastro.colunas)
    pedidas = tuple(dict.fromkeys((cadastro.campo_nome, *(pesquisa.colunas or cadastro.colunas))))
    for nome in pedidas:
        if nome not in mostradas:
            raise ValorInvalido(f"“{nome}” não é uma coluna de {cadastro.varios}.")
    return pedidas


def pesquisa_em(cadastro: Cadastro, registros: Iterable[Achado], pesquisa: Pesquisa, nomes: Nomes) -> list[Achado]:
    """The records that answer, in the order asked for. Raises ValorInvalido for a filter that cannot be."""
    condicoes = [_condicao(cadastro, filtro) for filtro in pesquisa.filtros]
    ordem = pesquisa.ordem or cadastro.campo_nome
    _campo(cadastro, ordem)
    palavras = normaliza(pesquisa.texto).split()
    onde = colunas_de(cadastro, pesquisa)
    achados = [um for um in registros if all(c.atende(um.registro) for c in condicoes)
               and _tem(palavras, cadastro, um.registro, onde, nomes)]
    achados.sort(key=lambda um: normaliza(cadastro.nome_de(um.registro)))
    achados.sort(key=lambda um: _ordena(cadastro, um.registro, ordem, nomes), reverse=pesquisa.decrescente)
    return achados


def celulas_de(cadastro: Cadastro, registro: Politica, colunas: Sequence[str], nomes: Nomes) -> tuple[str, ...]:
    """A record's line, as it is shown."""
    return tuple(mostra(campo_de(cadastro.modelo, nome), tipo_de(cadastro.modelo, nome), getattr(registro, nome), nomes)
                 for nome in colunas)


def _tem(palavras: Sequence[str], cadastro: Cadastro, registro: Politica, colunas: Sequence[str],
         nomes: Nomes) -> bool:
    """Every word is somewhere in the line, or in one of the record's own short texts."""
    if not palavras:
        return True
    textos = [*celulas_de(cadastro, registro, colunas, nomes), *_textos(cadastro, registro)]
    junto = normaliza(" ".join(textos))
    return all(palavra in junto for palavra in palavras)


def _textos(cadastro: Cadastro, registro: Politica) -> Iterator[str]:
    for nome, _ in campos_de(cadastro.modelo):
        if tipo_de(cadastro.modelo, nome) is TipoCampo.TEXTO:
            yield str(getattr(registro, nome) or "")


def _ordena(cadastro: Cadastro, registro: Politica, nome: str, nomes: Nomes) -> tuple[bool, Any]:
    """Numbers and dates by value, the rest as it is read; what is empty comes last."""
    valor = getattr(registro, nome)
    if valor is None:
        return True, 0
    if isinstance(valor, int | Decimal | date) and not isinstance(valor, bool):
        tipo = tipo_de(cadastro.modelo, nome)
        if tipo is not TipoCampo.REFERENCIA:
            return False, valor
    texto = celulas_de(cadastro, registro, (nome,), nomes)[0]
    return not texto, normaliza(texto)


@dataclass(frozen=True, slots=True)
class _Condicao:
    """A filter understood: `valores` are of the field's own kind where they are compared as such."""

    nome: str
    operador: Operador
    valores: tuple[Any, ...]
    padrao: Any

    def atende(self, registro: Politica) -> bool:
        valor = getattr(registro, self.nome)
        match self.operador:
            case Operador.VAZIO:
                return valor in (None, "", (), frozenset())
            case Operador.PREENCHIDO:
                return valor not in (None, "", (), frozenset())
            case Operador.ALTERADO:
                return bool(valor != self.padrao)
            case Operador.CONTEM:
                junto = normaliza("\n".join(valor) if isinstance(valor, tuple) else str(valor or ""))
                return all(normaliza(um) in junto for um in self.valores)
            case Operador.DE:
                return valor is not None and valor >= self.valores[0]
            case Operador.ATE:
                return valor is not None and valor <= self.valores[0]
        return any(_texto(um) in self.valores for um in _cada(valor))


def _cada(valor: Any) -> Iterable[Any]:
    return valor if isinstance(valor, frozenset | set | tuple) else (valor,)


def _texto(valor: Any) -> str:
    """A value as a filter names it."""
    if isinstance(valor, bool):
        return "true" if valor else "false"
    return "" if valor is None else str(valor)


def _condicao(cadastro: Cadastro, filtro: Filtro) -> _Condicao:
    campo = _campo(cadastro, filtro.campo)
    tipo = tipo_de(cadastro.modelo, filtro.campo)
    if filtro.operador not in operadores(tipo):
        raise ValorInvalido(f"{campo.titulo} não se filtra por “{ROTULOS[filtro.operador]}”.")
    valores: tuple[Any, ...] = filtro.valores
    if filtro.operador in (Operador.DE, Operador.ATE):
        valores = tuple(_numero(campo.titulo, tipo, um) for um in valores)
    if filtro.operador in (Operador.DE, Operador.ATE, Operador.UM_DE, Operador.CONTEM) and not valores:
        raise ValorInvalido(f"Diga o valor do filtro {campo.titulo}.")
    padrao = cadastro.modelo.model_fields[filtro.campo].get_default(call_default_factory=True)
    return _Condicao(filtro.campo, filtro.operador, valores, padrao)


def _numero(titulo: str, tipo: TipoCampo, texto: str) -> Decimal | date:
    try:
        return date.fromisoformat(texto) if tipo is TipoCampo.DATA else Decimal(texto)
    except (ValueError, InvalidOperation) as erro:
        raise ValorInvalido(f"“{texto}” não serve para o filtro {titulo}.") from erro


def _campo(cadastro: Cadastro, nome: str) -> Any:
    try:
        return campo_de(cadastro.modelo, nome)
    except KeyError as erro:
        raise ValorInvalido(f"“{nome}” não é um campo de {cadastro.varios}.") from erro
