"""A field's value ↔ the text of a sheet's cell, exactly both ways; and as a list shows it.

A cell that is a text with spaces at its ends, control characters, or a first letter that a spreadsheet would take
for a formula, is written as a JSON string (in quotes): nothing is lost and nothing is executed. What names a record
of another registry is written by that record's name.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from balcao.domain import celulas, formatos
from balcao.domain.campo import Campo, TipoCampo, ValorInvalido
from balcao.domain.importacao import normaliza

Nomes = Mapping[str, Mapping[Any, str]]
"""Registry → id → name, unique in it: what a reference is written with."""

SEM_VALOR = frozenset((TipoCampo.BOOLEANO, TipoCampo.ESCOLHA, TipoCampo.INTEIRO, TipoCampo.DECIMAL, TipoCampo.DATA))
"""Types whose empty cell is None; where the field cannot be None the cell says nothing."""
FORA_DA_PLANILHA = frozenset((TipoCampo.IMAGEM, TipoCampo.ARQUIVO))
"""Whole files do not fit a cell: importing leaves them as they are."""
_CASAS = 10
_INTEIRO = re.compile(r"-?\d{1,15}", re.ASCII)
_FORMULA = ("=", "+", "-", "@", '"')


def chave_do_nome(nome: str) -> str:
    """How names of records are compared: VENDA is venda, and is not VENDA_."""
    return " ".join(nome.split()).casefold()


def sem_acentos(nome: str) -> str:
    """`chave_do_nome` as whoever types in a hurry writes it: ELÉTRICA is eletrica."""
    return "".join(letra for letra in unicodedata.normalize("NFKD", chave_do_nome(nome))
                   if not unicodedata.combining(letra))


# ---- to people

def mostra(campo: Campo, tipo: TipoCampo, valor: Any, nomes: Nomes) -> str:
    """A value as a list or the history shows it, in one line."""
    if valor is None:
        return ""
    match tipo:
        case TipoCampo.BOOLEANO:
            return "Sim" if valor else "Não"
        case TipoCampo.DECIMAL:
            return formatos.numero(valor)
        case TipoCampo.DATA:
            return formatos.data(valor)
        case TipoCampo.ESCOLHA:
            return campo.rotulo_de(valor)
        case TipoCampo.MULTIESCOLHA:
            return ", ".join(_rotulos(campo, valor))
        case TipoCampo.REFERENCIA:
            return _nome_de(campo, valor, nomes)
        case TipoCampo.REFERENCIAS:
            return ", ".join(_nome_de(campo, um, nomes) for um in valor)
        case TipoCampo.LINHAS:
            return ", ".join(" ".join(linha.split()) for linha in valor)
        case TipoCampo.TABELA:
            return formatos.quantos(len(valor), "linha")
        case TipoCampo.IMAGEM | TipoCampo.ARQUIVO:
            return "(arquivo)" if valor else ""
    return " ".join(str(valor).split())


# ---- to sheets

def escreve(campo: Campo, tipo: TipoCampo, valor: Any, nomes: Nomes) -> str | int | Decimal:
    """The cell of a value. Numbers stay numbers, for whoever sums a column."""
    if valor is None:
        return ""
    match tipo:
        case TipoCampo.BOOLEANO:
            return "Sim" if valor else "Não"
        case TipoCampo.INTEIRO:
            return int(valor)
        case TipoCampo.DECIMAL:
            return Decimal(valor)
        case TipoCampo.DATA:
            return formatos.data(valor)
        case TipoCampo.ESCOLHA:
            return campo.rotulo_de(valor)
        case TipoCampo.MULTIESCOLHA:
            return "\n".join(_rotulos(campo, valor))
        case TipoCampo.REFERENCIA:
            return _protege(_nome_de(campo, valor, nomes))
        case TipoCampo.REFERENCIAS:
            return "\n".join(_protege(_nome_de(campo, um, nomes)) for um in valor)
        case TipoCampo.LINHAS:
            return _protege_linhas(valor)
        case TipoCampo.TABELA:
            return json.dumps([linha.model_dump(mode="json") for linha in valor], ensure_ascii=False) if valor else ""
    return _protege(str(valor))


def _protege_linhas(linhas: Iterable[str]) -> str:
    """Lines of text, one below another. In quotes when reading them back would see others."""
    todas = list(linhas)
    texto = "\n".join(todas)
    simples = (all(linha and "\n" not in linha for linha in todas) and _protege(texto) == texto
               and not texto.startswith("["))
    return texto if simples else json.dumps(todas, ensure_ascii=False)


def _protege(texto: str) -> str:
    simples = texto == texto.strip() and not texto.startswith(_FORMULA) and all(
        c.isprintable() or c == "\n" for c in texto)
    return texto if simples else json.dumps(texto, ensure_ascii=False)


def _rotulos(campo: Campo, valor: Iterable[Any]) -> list[str]:
    ordem = {str(opcao.valor): i for i, opcao in enumerate(campo.opcoes)}
    return [campo.rotulo_de(v) for v in sorted(valor, key=lambda v: (ordem.get(str(v), len(ordem)), str(v)))]


def _nome_de(campo: Campo, valor: Any, nomes: Nomes) -> str:
    """The name of what is referred to; what is not a registry here (or is gone) shows as it is stored."""
    return nomes.get(campo.referencia, {}).get(valor, str(valor))


# ---- from sheets

def le(campo: Campo, tipo: TipoCampo, celula: str, ids: Mapping[str, Mapping[str, Any]], *,
       decimal: str | None = None) -> Any:
    """The value of a cell that is not empty, as JSON stores it. `ids`: registry → `chave_do_nome` → id;
    `decimal`: the column's decimal mark. Raises ValorInvalido with a sentence for the user."""
    match tipo:
        case TipoCampo.BOOLEANO:
            return celulas.le_sim_nao(celula)
        case TipoCampo.INTEIRO:
            return _le_inteiro(celula)
        case TipoCampo.DECIMAL:
            casas = _CASAS if campo.casas is None else campo.casas
            return celulas.le_decimal(celula, casas=casas, decimal=decimal, negativo=True)
        case TipoCampo.DATA:
            return celulas.le_data(celula)
        case TipoCampo.ESCOLHA:
            return _le_opcao(campo, celula)
        case TipoCampo.MULTIESCOLHA:
            return [_le_opcao(campo, um) for um in _partes(celula, lambda parte: _opcao(campo, parte) is not None)]
        case TipoCampo.REFERENCIA:
            return _le_referencia(campo, _desprotege(celula), ids)
        case TipoCampo.REFERENCIAS:
            conhecidos = ids.get(campo.referencia, {})
            return [_le_referencia(campo, _desprotege(um), ids)
                    for um in _partes(celula, lambda parte: chave_do_nome(_desprotege(parte)) in conhecidos)]
        case TipoCampo.LINHAS:
            return _le_linhas(celula)
        case TipoCampo.TABELA:
            return _le_tabela(celula)
    return _desprotege(celula)


def vazio(tipo: TipoCampo, opcional: bool) -> tuple[bool, Any]:
    """What an empty cell says: (whether it says anything, the value)."""
    if tipo in SEM_VALOR or tipo is TipoCampo.REFERENCIA:
        return opcional, None
    if tipo in (TipoCampo.MULTIESCOLHA, TipoCampo.REFERENCIAS, TipoCampo.LINHAS, TipoCampo.TABELA):
        return True, []
    return True, ""


def _partes(celula: str, conhecida: Callable[[str], bool]) -> list[str]:
    """The values of one cell: one a line; by hand also apart by semicolons, or by commas."""
    for separador in ("\n", ";", ","):
        partes = [parte.strip() for parte in celula.split(separador) if parte.strip()]
        if all(conhecida(parte) for parte in partes):
            return partes
    return [parte.strip() for parte in re.split(r"[\n;]", celula) if parte.strip()]


def _opcao(campo: Campo, texto: str) -> str | None:
    chave = normaliza(texto)
    for opcao in campo.opcoes:
        if chave == _chave_do_rotulo(opcao.rotulo) and _unico(campo, opcao.rotulo):
            return str(opcao.valor)
    return next((str(o.valor) for o in campo.opcoes if texto in (o.valor, o.rotulo)), None)


def _unico(campo: Campo, rotulo: str) -> bool:
    chave = _chave_do_rotulo(rotulo)
    return sum(_chave_do_rotulo(o.rotulo) == chave for o in campo.opcoes) == 1


@lru_cache(4096)  # the program's own labels, asked for every cell of a sheet
def _chave_do_rotulo(rotulo: str) -> str:
    return normaliza(rotulo)


def _le_opcao(campo: Campo, celula: str) -> str:
    achada = _opcao(campo, celula.strip())
    if achada is None:
        ha = "; ".join(o.rotulo for o in campo.opcoes if o.oferecida)
        raise ValorInvalido(f"“{celula.strip()}” não é uma opção. As opções são: {ha}.")
    return achada


def _le_inteiro(celula: str) -> int:
    if not _INTEIRO.fullmatch(celula.strip()):
        raise ValorInvalido(f"“{celula}” não é um número inteiro.")
    return int(celula)


def _le_referencia(campo: Campo, nome: str, ids: Mapping[str, Mapping[str, Any]]) -> Any:
    if campo.referencia not in ids:
        return int(nome) if _INTEIRO.fullmatch(nome) else nome
    achado = ids[campo.referencia].get(chave_do_nome(nome))
    if achado is None:
        raise ValorInvalido(f"não há “{nome}” no cadastro. Cadastre antes, ou corrija o nome.")
    return achado


def _le_linhas(celula: str) -> list[str]:
    if celula.startswith("["):
        try:
            lida = json.loads(celula)
        except ValueError:
            lida = None
        if isinstance(lida, list) and all(isinstance(linha, str) for linha in lida):
            return lida
    return [linha.rstrip("\r") for linha in celula.split("\n")]


def _le_tabela(celula: str) -> list[Any]:
    try:
        lida = json.loads(celula)
    except ValueError:
        lida = None
    if not isinstance(lida, list):
        raise ValorInvalido("a tabela está estragada: exporte de novo e mude só o que está entre aspas.")
    return lida


def _desprotege(celula: str) -> str:
    if len(celula) > 1 and celula.startswith('"') and celula.endswith('"'):
        try:
            lida = json.loads(celula)
        except ValueError:
            return celula
        if isinstance(lida, str):
            return lida
    return celula
