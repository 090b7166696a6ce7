"""A registry as a sheet: one record a line, the fields in the form's order, and the way back with every problem's
place. Pure: the bytes of CSV and XLSX are `gateways.planilha`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from balcao.domain.achados import Finding
from balcao.domain.cadastro.celulas import FORA_DA_PLANILHA, Nomes, chave_do_nome, escreve, le, vazio
from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.valores import editaveis
from balcao.domain.campo import Campo, Politica, TipoCampo, ValorInvalido, sem_none, tipo_de
from balcao.domain.celulas import marca_decimal
from balcao.domain.importacao import Coluna, Mapeamento, Problema, mapeia, normaliza
from balcao.domain.textos import texto

Celula = str | int | Decimal
Bruta = tuple[int, Sequence[str]]
"""A row as it was read: its number in the file, its cells."""


@dataclass(frozen=True, slots=True)
class ColunaCadastro:
    """One field as a column; `titulo` is its header, unique in the sheet."""

    nome: str
    campo: Campo
    tipo: TipoCampo
    titulo: str
    opcional: bool


@dataclass(frozen=True, slots=True)
class LinhaLida:
    """One row understood: the record's name, and only what its cells say, as JSON stores it."""

    numero: int
    nome: str
    valores: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leitura:
    """A sheet understood. A row with a problem is not among `linhas`; `lugares`: field → index of its column."""

    linhas: tuple[LinhaLida, ...]
    problemas: tuple[Problema, ...]
    lugares: Mapping[str, int]


def colunas_da_planilha(cadastro: Cadastro, *, abertos: bool = False) -> tuple[ColunaCadastro, ...]:
    """The columns of an export, the name first. Two fields of the same title get their ids beside it."""
    campos = [(nome, campo, tipo) for nome, campo in editaveis(cadastro, abertos=abertos)
              if (tipo := tipo_de(cadastro.modelo, nome)) not in FORA_DA_PLANILHA]
    titulos = [normaliza(campo.titulo) for _, campo, _ in campos]
    colunas = [ColunaCadastro(
        nome, campo, tipo, campo.titulo + ("" if titulos.count(normaliza(campo.titulo)) == 1 else f" ({campo.id})"),
        sem_none(cadastro.modelo.model_fields[nome].annotation)[1]) for nome, campo, tipo in campos]
    return tuple(sorted(colunas, key=lambda coluna: coluna.nome != cadastro.campo_nome))


def linha_da_planilha(colunas: Iterable[ColunaCadastro], registro: Politica, nomes: Nomes) -> list[Celula]:
    """The cells of one record."""
    return [escreve(c.campo, c.tipo, getattr(registro, c.nome), nomes) for c in colunas]


def nomes_da_planilha(cadastro: Cadastro, cabecalho: Sequence[str], linhas: Iterable[Bruta]) -> tuple[str, ...]:
    """The names that the sheet gives to records: those not registered yet will be, and others may refer to them."""
    lugar = _mapeia(cadastro, cabecalho, colunas_da_planilha(cadastro, abertos=True)).indices().get(
        cadastro.campo_nome)
    return () if lugar is None else tuple(c[lugar] for _, c in linhas if c[lugar])


def le_planilha(cadastro: Cadastro, arquivo: str, cabecalho: Sequence[str], linhas: Sequence[Bruta],
                ids: Mapping[str, Mapping[str, Any]]) -> Leitura:
    """Read every row; all bad cells are reported. `ids`: registry → `chave_do_nome` → id of what cells may cite."""
    colunas = colunas_da_planilha(cadastro, abertos=True)
    mapeamento = _mapeia(cadastro, cabecalho, colunas)
    problemas = _do_cabecalho(cadastro, arquivo, mapeamento)
    if problemas:
        return Leitura((), problemas, {})
    lugares = mapeamento.indices()
    lidas = [(c, lugares[c.nome]) for c in colunas if c.nome in lugares]
    marcas = {i: marca_decimal(celulas[i] for _, celulas in linhas) for c, i in lidas if c.tipo is TipoCampo.DECIMAL}
    boas, ruins = [], []
    donos: dict[str, int] = {}
    for numero, celulas in linhas:
        valores, erros = _le_linha(arquivo, numero, celulas, lidas, ids, marcas)
        nome = str(valores.get(cadastro.campo_nome, ""))
        if nome and (primeira := donos.setdefault(chave_do_nome(nome), numero)) != numero:
            erros.append(Problema(arquivo, numero, lugar(numero, lugares[cadastro.campo_nome], cabecalho),
                                  f"“{nome}” já está na linha {primeira}. Deixe só uma."))
        ruins += erros
        if not erros:
            boas.append(LinhaLida(numero, nome, valores))
    return Leitura(tuple(boas), tuple(ruins), lugares)


def problema_de(arquivo: str, linha: LinhaLida, achado: Finding, cabecalho: Sequence[str],
                lugares: Mapping[str, int]) -> Problema:
    """A finding about a row's record, at the cell of its field."""
    indice = lugares.get(achado.field)
    return Problema(arquivo, linha.numero, "" if indice is None else lugar(linha.numero, indice, cabecalho),
                    texto(achado))


def lugar(numero: int, indice: int, cabecalho: Sequence[str]) -> str:
    """Where a cell is, as a spreadsheet names it: "célula C7 (Categoria)"."""
    return f"célula {_letras(indice)}{numero} ({cabecalho[indice]})"


def _letras(indice: int) -> str:
    letras = ""
    indice += 1
    while indice:
        indice, resto = divmod(indice - 1, 26)
        letras = chr(65 + resto) + letras
    return letras


def _mapeia(cadastro: Cadastro, cabecalho: Sequence[str], colunas: Iterable[ColunaCadastro]) -> Mapeamento:
    """A field goes by its title, its requirement's id, and its own name."""
    return mapeia(cabecalho, [Coluna(c.nome, c.titulo, (c.campo.id, c.campo.titulo, f"{c.campo.id} {c.campo.titulo}"),
                                     c.nome == cadastro.campo_nome) for c in reversed(list(colunas))])


def _do_cabecalho(cadastro: Cadastro, arquivo: str, mapeamento: Mapeamento) -> tuple[Problema, ...]:
    desconhecidas = [f"“{li.cabecalho}” não é um campo de {cadastro.um}. Corrija o título da coluna, ou apague-a."
                     for li in mapeamento.ligacoes if li.coluna is None and li.cabecalho
                     and not any(f"“{li.cabecalho}”" in problema for problema in mapeamento.problemas)]
    return tuple(Problema(arquivo, 0, "cabeçalho", motivo) for motivo in (*mapeamento.problemas, *desconhecidas))


def _le_linha(arquivo: str, numero: int, celulas: Sequence[str], colunas: Iterable[tuple[ColunaCadastro, int]],
              ids: Mapping[str, Mapping[str, Any]], marcas: Mapping[int, str | None],
              ) -> tuple[dict[str, Any], list[Problema]]:
    valores: dict[str, Any] = {}
    erros = []
    for coluna, indice in colunas:
        celula = celulas[indice]
        try:
            if celula:
                valores[coluna.nome] = le(coluna.campo, coluna.tipo, celula, ids, decimal=marcas.get(indice))
                continue
            if coluna.campo.obrigatorio:
                raise ValorInvalido("está em branco. Preencha.")
            diz, valor = vazio(coluna.tipo, coluna.opcional)
            if diz:
                valores[coluna.nome] = valor
        except ValorInvalido as erro:
            onde = f"célula {_letras(indice)}{numero} ({coluna.titulo})"
            erros.append(Problema(arquivo, numero, onde, str(erro)))
    return valores, erros
