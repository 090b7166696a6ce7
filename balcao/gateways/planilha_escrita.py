"""A table to a file that spreadsheets open: CSV and XLSX, read back exactly by `planilha`.

XLSX: texts stay texts (no formula, no link, whatever they begin with); numbers of at most 15 digits are numbers, for
whoever sums a column. CSV: `;`, UTF-8 with BOM (Excel in Portuguese), decimal comma.
"""

import csv as _csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

Celula = str | int | Decimal
_DIGITOS = 15
_LARGURA_MAXIMA = 40


def csv(_titulo: str, cabecalho: Sequence[str], linhas: Iterable[Sequence[Celula]]) -> bytes:
    """The bytes of a CSV file."""
    saida = io.StringIO(newline="")
    escritor = _csv.writer(saida, delimiter=";", lineterminator="\r\n")
    escritor.writerow(cabecalho)
    escritor.writerows([_texto(celula) for celula in linha] for linha in linhas)
    return saida.getvalue().encode("utf-8-sig")


def xlsx(titulo: str, cabecalho: Sequence[str], linhas: Iterable[Sequence[Celula]]) -> bytes:
    """The bytes of an XLSX file: one sheet named `titulo`, its header frozen and filterable."""
    saida = io.BytesIO()
    livro = xlsxwriter.Workbook(saida, {"in_memory": True})
    aba = livro.add_worksheet(titulo[:31])
    negrito = livro.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    corrido = livro.add_format({"valign": "top", "num_format": "@"})
    numero = livro.add_format({"valign": "top"})
    aba.write_row(0, 0, cabecalho, negrito)
    ultima = 0
    for ultima, linha in enumerate(linhas, 1):
        for coluna, celula in enumerate(linha):
            if isinstance(celula, str):
                aba.write_string(ultima, coluna, celula, corrido)
            elif _cabe(celula):
                aba.write_number(ultima, coluna, celula, numero)
            else:
                aba.write_string(ultima, coluna, _texto(celula), corrido)
    for coluna, nome in enumerate(cabecalho):
        aba.set_column(coluna, coluna, min(_LARGURA_MAXIMA, max(12, len(nome) // 2)))
    aba.freeze_panes(1, 1)
    aba.autofilter(0, 0, ultima, len(cabecalho) - 1)
    livro.close()
    return saida.getvalue()


def _texto(celula: Celula) -> str:
    return celula if isinstance(celula, str) else f"{celula:f}".replace(".", ",") if isinstance(
        celula, Decimal) else str(celula)


def _cabe(numero: int | Decimal) -> bool:
    """Whether a spreadsheet's number keeps every digit."""
    return len(Decimal(numero).normalize().as_tuple().digits) <= _DIGITOS and abs(numero) < 10 ** _DIGITOS
