"""A table that the shop brings: CSV or XLSX → rows of text with the line number each has in the file.

CSV: separator `;`, `,` or tab; UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252; quotes. XLSX by
python-calamine; its numbers become the text that Brazilians write (`7891234567895`, `12,5`), so that a cell is
read the same way wherever it came from (see `domain.celulas`). Not here: what a column means.
"""

import codecs
import csv
import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from balcao.domain.formatos import quantos
from balcao.domain.importacao import ArquivoRecusado, Problema

MAX_BYTES = 50 * 1024 * 1024
MAX_DESCOMPACTADO = 500 * 1024 * 1024
MAX_LINHAS = 200_000
MAX_COLUNAS = 300
MAX_CELULA = 2_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ABA = re.compile(r"xl/worksheets/[^/]+\.xml")
# what zipfile raises for bytes that are not what they should be, by what it was reading
_ESTRAGADO = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, ValueError,
              OSError, struct.error)
_CELULA = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)([0-9]+)"')


@dataclass(frozen=True, slots=True)
class Linha:
    """One row: `numero` is its line in the file (from 1), `celulas` as many as the header has, the last `faltam` of
    them empty because the row ended before (see `so_inteiras`)."""

    numero: int
    celulas: tuple[str, ...]
    faltam: int = 0


@dataclass(frozen=True, slots=True)
class Planilha:
    """What was read. `problemas` are rows left out (too many cells, a cell too long); the header is clean."""

    arquivo: str
    formato: str       # "CSV" or "XLSX"
    detalhe: str       # "separador ;, UTF-8" or "aba Produtos": for the preview
    sha256: str
    cabecalho: tuple[str, ...]
    linhas: tuple[Linha, ...]
    problemas: tuple[Problema, ...]


def le_planilha(caminho: Path) -> Planilha:
    """Read a table. Raises ArquivoRecusado when it is not one; OSError when the file cannot be opened."""
    with caminho.open("rb") as arquivo:
        dados = arquivo.read(MAX_BYTES + 1)
    return interpreta(dados, caminho.name)


def interpreta(dados: bytes, arquivo: str, *, maior_celula: int = MAX_CELULA) -> Planilha:
    """Read the bytes of a table; `arquivo` names it in messages, a cell has at most `maior_celula` letters.
    Raises ArquivoRecusado."""
    if len(dados) > MAX_BYTES:
        raise _recusa(arquivo, "tem mais de 50 MB. Divida em arquivos menores.")
    if not dados.strip():
        raise _recusa(arquivo, "o arquivo está vazio.")
    if dados.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        raise _recusa(arquivo, "é XML ou HTML, e não uma planilha. A nota de um fornecedor se importa como NF-e; outra "
                               "tabela, salve como .xlsx ou .csv.")
    if dados.startswith(_ZIP):
        detalhe, linhas = _xlsx(dados, arquivo)
        formato = "XLSX"
    elif dados.startswith(_OLE):
        raise _recusa(arquivo, "é uma planilha antiga (.xls) ou com senha. Abra e salve como .xlsx, sem senha.")
    else:
        detalhe, linhas = _csv(dados, arquivo)
        formato = "CSV"
    return _monta(arquivo, formato, detalhe, hashlib.sha256(dados).hexdigest(), linhas, maior_celula)


def so_inteiras(planilha: Planilha, colunas: Iterable[int]) -> Planilha:
    """Without the rows that end before one of these columns, each of them a problem.

    Such a row was cut with its file, so that even its last cell may say less than it said ("500" → "5"), or lacks a
    separator, so that its cells are of other columns: none of it can be believed.
    """
    ultima = max(colunas, default=-1)
    if not any(linha.faltam for linha in planilha.linhas):
        return planilha
    largura = len(planilha.cabecalho)
    curtas = {linha.numero: largura - linha.faltam for linha in planilha.linhas if largura - linha.faltam <= ultima}
    return replace(
        planilha, linhas=tuple(linha for linha in planilha.linhas if linha.numero not in curtas),
        problemas=planilha.problemas + tuple(Problema(planilha.arquivo, numero, "", _curta(tem, largura))
                                             for numero, tem in curtas.items()))


def _curta(tem: int, largura: int) -> str:
    return (f"há {quantos(tem, 'coluna')} e o cabeçalho tem {largura}: o arquivo foi cortado aqui, "
            "ou falta um separador. Complete a linha; se a planilha foi salva pelo Excel, salve-a como .xlsx.")


def _monta(arquivo: str, formato: str, detalhe: str, sha256: str,
           brutas: Iterator[tuple[int, list[str]]], maior_celula: int) -> Planilha:
    """Header = first row with something in it; blank rows are skipped; each row gets the header's width."""
    cabecalho: tuple[str, ...] = ()
    linhas: list[Linha] = []
    problemas: list[Problema] = []
    for numero, celulas in brutas:
        limpas = [c.strip() for c in celulas]
        if not any(limpas):
            continue
        if not cabecalho:
            while not limpas[-1]:
                limpas.pop()
            cabecalho = tuple(limpas)
            continue
        if len(linhas) >= MAX_LINHAS:
            raise _recusa(arquivo, f"tem mais de {MAX_LINHAS} linhas. Divida em arquivos menores.", numero)
        if motivo := _defeito(limpas, cabecalho, maior_celula):
            problemas.append(Problema(arquivo, numero, "", motivo))
            continue
        largura = len(cabecalho)
        linhas.append(Linha(numero, tuple((limpas + [""] * largura)[:largura]), max(0, largura - len(limpas))))
    if not linhas and not problemas:
        raise _recusa(arquivo, "não há linhas abaixo do cabeçalho: nada a importar.")
    return Planilha(arquivo, formato, detalhe, sha256, cabecalho, tuple(linhas), tuple(problemas))


def _defeito(celulas: list[str], cabecalho: tuple[str, ...], maior_celula: int) -> str:
    if any(celulas[len(cabecalho):]):
        return (f"há {len(celulas)} colunas e o cabeçalho tem {len(cabecalho)}. Confira se um texto com o "
                "separador está entre aspas.")
    for nome, celula in zip(cabecalho, celulas, strict=False):
        if len(celula) > maior_celula:
            return f"a coluna {nome} tem {len(celula)} letras; o máximo é {maior_celula}."
    return ""


# CSV ------------------------------------------------------------------------------------------------------

def _csv(dados: bytes, arquivo: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    texto, codificacao = _decodifica(dados, arquivo)
    inicio, linha = _linha_do_cabecalho(texto)
    declarado = re.fullmatch(r"sep=(.)", linha.strip(), re.IGNORECASE)  # Excel writes it, and reads it
    separador = declarado[1] if declarado else _separador(linha)
    pula = inicio + 1 if declarado else 0
    nome = {"\t": "tabulação"}.get(separador, f"“{separador}”")
    return f"separador {nome}, {codificacao}", _registros(texto, separador, pula, arquivo)


def _decodifica(dados: bytes, arquivo: str) -> tuple[str, str]:
    if dados.startswith((b"\xff\xfe", b"\xfe\xff")):
        tentativas = [("utf-16", "UTF-16")]
    elif b"\x00" in dados:
        raise _recusa(arquivo, "não é CSV nem XLSX. Salve a planilha como .xlsx ou .csv.")
    else:
        # Windows-1252 leaves five bytes undefined; Latin-1 has them all and agrees on every letter.
        tentativas = [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1")]
    for codec, nome in tentativas:
        try:
            return dados.decode(codec), nome
        except UnicodeDecodeError:
            continue
    raise _recusa(arquivo, "o texto está estragado (codificação). Salve de novo como CSV UTF-8.")


def _linha_do_cabecalho(texto: str) -> tuple[int, str]:
    for i, linha in enumerate(texto.splitlines()):
        if linha.strip():
            return i, linha
    return 0, ""


def _separador(linha: str) -> str:
    """The separator that the header uses most, outside quotes."""
    sem_aspas = re.sub(r'"[^"]*"', "", linha)
    return max(";\t,", key=sem_aspas.count)


def _registros(texto: str, separador: str, pula: int, arquivo: str) -> Iterator[tuple[int, list[str]]]:
    leitor = csv.reader(io.StringIO(texto, newline=""), delimiter=separador, strict=True)
    while True:
        numero = leitor.line_num + 1
        try:
            celulas = next(leitor)
        except StopIteration:
            return
        except csv.Error as erro:
            raise _recusa(arquivo, "as aspas não fecham ou há texto depois delas. Dobre as aspas de dentro "
                                   '(1/2"" ) ou tire-as.', numero) from erro
        if numero > pula:
            yield numero, celulas


# XLSX -----------------------------------------------------------------------------------------------------

def _xlsx(dados: bytes, arquivo: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    _confere_pacote(dados, arquivo)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(dados)) as livro:
            for aba in livro.sheets_metadata:
                visivel = aba.visible is SheetVisibleEnum.Visible and aba.typ is SheetTypeEnum.WorkSheet
                linhas = livro.get_sheet_by_name(aba.name).to_python(skip_empty_area=False) if visivel else []
                if linhas:
                    textos = ([_texto(celula) for celula in linha] for linha in linhas)
                    return f"aba {aba.name}", enumerate(textos, 1)
    except PasswordError:
        raise _recusa(arquivo, "está protegida por senha. Salve uma cópia sem senha.") from None
    except (CalamineError, ValueError) as erro:
        raise _recusa(arquivo, "a planilha está estragada ou não é um .xlsx. Abra e salve de novo.") from erro
    raise _recusa(arquivo, "nenhuma aba visível tem dados.")


def _confere_pacote(dados: bytes, arquivo: str) -> None:
    """Refuse what calamine would not survive, or would not see: it allocates the whole rectangle up to the farthest
    cell, and a lone value in XFD1048576 kills the process (no exception); and it reads on when a part is not what its
    checksum says, so a spoiled text would be imported as another text."""
    try:
        with zipfile.ZipFile(io.BytesIO(dados)) as pacote:
            if sum(info.file_size for info in pacote.infolist()) > MAX_DESCOMPACTADO:
                raise _recusa(arquivo, "descompactada passa de 500 MB. Divida em arquivos menores.")
            for parte in pacote.infolist():
                linhas, colunas = _canto(pacote, parte)
                if linhas > MAX_LINHAS + 1000 or colunas > MAX_COLUNAS:
                    raise _recusa(arquivo, f"a planilha vai até a linha {linhas} e a coluna {colunas}; o máximo é "
                                           f"{MAX_LINHAS} linhas e {MAX_COLUNAS} colunas. Apague o que está solto.")
    except _ESTRAGADO as erro:
        raise _recusa(arquivo, "a planilha está cortada ou estragada. Abra no Excel e salve de novo.") from erro


def _canto(pacote: zipfile.ZipFile, parte: zipfile.ZipInfo) -> tuple[int, int]:
    """The farthest row and column with a cell, of a part that is a sheet. Every part is read to its end, in pieces:
    there its checksum is compared."""
    linhas = colunas = 0
    sobra = b""
    aba = _ABA.fullmatch(parte.filename) is not None
    with pacote.open(parte) as fluxo:
        while pedaco := fluxo.read(1 << 20):
            if not aba:
                continue
            bloco = sobra + pedaco
            for letras, numero in _CELULA.findall(bloco):
                linhas = max(linhas, int(numero))
                colunas = max(colunas, _coluna(letras))
            sobra = bloco[-200:]
    return linhas, colunas


def _coluna(letras: bytes) -> int:
    numero = 0
    for letra in letras:
        numero = numero * 26 + letra - 64
    return numero


def _texto(celula: object) -> str:
    """A cell as a Brazilian would type it. Numbers keep the 15 digits a spreadsheet has."""
    match celula:
        case bool():
            return "Sim" if celula else "Não"
        case datetime():
            return celula.date().isoformat() if celula.time() == time() else celula.isoformat(sep=" ")
        case date():
            return celula.isoformat()
        case int() | float():
            return _numero(celula)
    return str(celula)


def _numero(valor: int | float) -> str:
    exato = Decimal(f"{valor:.15g}")
    if not exato.is_finite() or abs(exato) >= Decimal(10) ** 15:
        return str(exato)  # digits were lost already: `le_codigo` and `le_decimal` refuse the exponent
    return f"{exato:f}".replace(".", ",")


def _recusa(arquivo: str, motivo: str, linha: int = 0) -> ArquivoRecusado:
    return ArquivoRecusado(Problema(arquivo, linha, "", motivo))
