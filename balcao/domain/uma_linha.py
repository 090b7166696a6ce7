"""Text that fits one line: what is pasted from a spreadsheet or a PDF brings tabs, line breaks and control characters,
which a name, an address or a printed paper must not hold (and NUL, which a database cannot)."""

import re

_CONTROLES = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]+")


def uma_linha(texto: str) -> str:
    """`texto` with each run of control characters and line breaks as one space; the rest, emoji too, as it is."""
    return _CONTROLES.sub(" ", texto)


def encurta(texto: str, maximo: int = 60) -> str:
    """What somebody typed, as a sentence about it repeats it: in one line, of at most `maximo` characters."""
    limpo = " ".join(uma_linha(texto).split())
    return limpo if len(limpo) <= maximo else limpo[:maximo - 1] + "…"
