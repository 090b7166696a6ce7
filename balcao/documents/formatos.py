"""Texts as a document writes them: numbers beyond `domain.formatos`, names, and what an 8-bit printer can say."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from balcao.domain.arredondamento import arredonda
from balcao.domain.formatos import NBSP, numero

_PARTE_INTEIRA = 24
MENOS = "-"  # hyphen-minus: every printer's code page has it
_TIPOGRAFICOS = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": ",", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2015": "-", "\u2022": "*", "\u2026": "...",
    "\u2212": "-", "\u20ac": "EUR", "\u2122": "(TM)", "\u202f": " ", "\u2007": " ",
})
_SINAIS = str.maketrans({"→": "->", "←": "<-", "⇒": "=>", "≥": ">=", "≤": "<=", "≠": "<>", "≈": "~", "⁄": "/",
                         "⌀": "Ø", "✓": "[x]", "✔": "[x]", "☑": "[x]", "✅": "[x]", "☐": "[ ]", "★": "*", "☆": "*",
                         "⭐": "*", "●": "*", "■": "*", "▪": "*", "►": "*", "▶": "*"})
_DE_FIGURA = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Cs"})  # pictures, and what joins and dresses them
_FIGURAS = ("\U0001f000", "\U0001faff")  # newer pictures than Python's table of characters has among them
_FORA = "\x00"
_FORA_NO_MEIO = re.compile(r"(?<=\w)\x00+(?=\w)")
_FORA_E_ESPACO = re.compile(r"^\x00+ ?| \x00+|(?<!\w)\x00+|\x00+(?!\w)")


def dinheiro(valor: Decimal) -> str:
    """R$ without the sign, as in a column of them: `1.234,56`."""
    return numero(valor, 2)


def com_casas(valor: Decimal, casas: int) -> str:
    """At least `casas` places (CB-039, CB-040), more when the value has more: 0,102 kg is never 0."""
    expoente = valor.normalize().as_tuple().exponent
    proprias = -expoente if isinstance(expoente, int) else 0
    casas = max(casas, min(proprias, 10))
    return numero(arredonda(valor, casas), casas)


def linhas_de(texto: str) -> list[str]:
    """A user's text as printable lines: composed accents, tabs to spaces, control characters dropped."""
    composto = unicodedata.normalize("NFC", texto.replace("\t", "    "))
    return ["".join(c for c in linha.replace(NBSP, " ") if c.isprintable()).rstrip()
            for linha in composto.splitlines()]


def uma_linha(texto: str) -> str:
    """The same text on one line, single spaces."""
    return " ".join(" ".join(linhas_de(texto)).split())


def juntos(*partes: str) -> str:
    """`CNPJ … · IE …`: the parts that are not empty; a line breaks between parts, not inside a short one."""
    limpas = [uma_linha(parte) for parte in partes]
    return " · ".join(parte.replace(" ", NBSP) if len(parte) <= _PARTE_INTEIRA else parte
                      for parte in limpas if parte)


def sem_ponto(linha: str) -> str:
    """A broken line without the `·` that joined it to the next."""
    return linha.removesuffix(" ·")


def codificavel(texto: str, pagina: str) -> str:
    """The text with what an 8-bit code page lacks replaced as in `so_com`."""
    limpo = texto.translate(_TIPOGRAFICOS)
    try:
        limpo.encode(pagina)
    except UnicodeEncodeError:
        return so_com(limpo, lambda c: _tem(c, pagina))
    return limpo


def so_com(texto: str, tem: Callable[[str], bool]) -> str:
    """The text with what a face or a code page lacks (`tem` says of a character) replaced by its nearest plain form.
    An emoji is left out (a `?` would make a question of what it follows); a letter without such a form is a `?`."""
    trocado = "".join(c if tem(c) else _proximo(c, tem) for c in texto)
    if _FORA not in trocado:
        return trocado
    return _FORA_NO_MEIO.sub(" ", _FORA_E_ESPACO.sub("", trocado)) or "?"


def _tem(caractere: str, pagina: str) -> bool:
    try:
        caractere.encode(pagina)
    except UnicodeEncodeError:
        return False
    return True


def _proximo(caractere: str, tem: Callable[[str], bool]) -> str:
    plano = caractere.translate(_TIPOGRAFICOS).translate(_SINAIS)
    for forma in (plano, unicodedata.normalize("NFKC", plano), unicodedata.normalize("NFKD", plano)):
        limpa = "".join(c for c in forma if not unicodedata.combining(c)) or forma
        if all(map(tem, limpa)):
            return limpa
    figura = unicodedata.category(plano[0]) in _DE_FIGURA or _FIGURAS[0] <= plano <= _FIGURAS[1]
    return _FORA if figura else "?"
