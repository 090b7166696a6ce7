"""Abbreviations: a small declared table, and those a shop's own descriptions teach.

A declared pair counts as the word itself, both ways: CX finds CAIXA, CAIXA finds CX. A learned one is a
guess (INT. may be INTEGRAL or INTENSO), so the search ranks it below the words proper.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

# Word -> its abbreviations. Only what means one thing at a counter; words normalised as in texto_busca.
DECLARADAS: Mapping[str, tuple[str, ...]] = {
    "ALUMINIO": ("ALUM",), "AMACIANTE": ("AMAC",), "AMARELO": ("AMAR",), "ARRUELA": ("ARR",),
    "BISCOITO": ("BISC",), "BISNAGA": ("BISN",), "BRANCO": ("BCO", "BRANC"), "CAIXA": ("CX", "CXA", "CXS"),
    "CHOCOLATE": ("CHOC",), "CINZA": ("CZ",), "CONDICIONADOR": ("COND",), "CONEXAO": ("CONEX",),
    "DESINFETANTE": ("DESINF", "DESINFET"), "DESODORANTE": ("DESOD", "DEO"), "DETERGENTE": ("DET", "DETERG"),
    "DUZIA": ("DZ",), "ESMALTE": ("ESM",), "FARDO": ("FD",), "FRASCO": ("FCO",), "GALVANIZADO": ("GALV",),
    "GARRAFA": ("GFA", "GRF"), "GRANDE": ("GDE",), "INSETICIDA": ("INSET",), "INTERRUPTOR": ("INTERR",),
    "IOGURTE": ("IOG",), "LAMPADA": ("LAMP",), "LIMPADOR": ("LIMP",), "LIQUIDO": ("LIQ",),
    "MANGUEIRA": ("MANG",), "MULTIUSO": ("MULT",), "PACOTE": ("PCT", "PCTE", "PCTS"), "PARAFUSO": ("PARAF", "PFO"),
    "PECA": ("PC", "PCS"), "PEQUENO": ("PEQ", "PQ"), "PRETO": ("PTO",), "REFIL": ("RFL",),
    "REFRIGERANTE": ("REFRI", "REFRIG"), "REQUEIJAO": ("REQ",), "ROLO": ("RL",), "SABAO": ("SAB",),
    "SABONETE": ("SAB",), "SEXTAVADO": ("SEXT",), "SHAMPOO": ("SH", "SHAMP", "XAMPU"), "TONALIZANTE": ("TONAL",),
    "TORNEIRA": ("TORN",), "TRADICIONAL": ("TRAD",), "UNIDADE": ("UN", "UND", "UNID"), "VERMELHO": ("VERM", "VM"),
    "ZINCADO": ("ZINC", "ZB"),
}
_POR_EXTENSO: dict[str, tuple[str, ...]] = {}
for _palavra, _curtas in DECLARADAS.items():
    for _curta in _curtas:
        _POR_EXTENSO[_curta] = (*_POR_EXTENSO.get(_curta, ()), _palavra)

MENOR_COMECO = 4  # letters from which an unfinished word is taken for the one it begins
_VOGAIS = frozenset("AEIOU")
_MAX_POR_ABREVIATURA = 6


class Frequencia(NamedTuple):
    """How often a word occurs in the descriptions, and how often with a full stop after it."""

    quantas: int
    com_ponto: int


def por_extenso(palavra: str) -> tuple[str, ...]:
    """The words a declared abbreviation stands for: `CX` -> (`CAIXA`,). Empty for anything else."""
    return _POR_EXTENSO.get(palavra, ())


def curtas_de(comeco: str) -> tuple[str, ...]:
    """Declared abbreviations of the word `comeco`, or of those it begins (from 4 letters on).

    Those that begin with `comeco` are left out: searching the beginning finds them already.
    """
    if comeco in DECLARADAS:
        achadas: Iterable[str] = DECLARADAS[comeco]
    elif len(comeco) < MENOR_COMECO:
        return ()
    else:
        achadas = (c for palavra, curtas in DECLARADAS.items() if palavra.startswith(comeco) for c in curtas)
    return tuple(dict.fromkeys(c for c in achadas if not c.startswith(comeco)))


def aprende(frequencias: Mapping[str, Frequencia]) -> Iterator[tuple[str, str]]:
    """Yield (word, abbreviation) pairs that the descriptions show: `AMAC.` is the start of AMACIANTE.

    An abbreviation is 3 to 7 letters ending in a consonant, often followed by a full stop; its words begin
    with it, are at least two letters longer, and are not rare beside its commonest word.
    """
    palavras = sorted(p for p in frequencias if p.isalpha())
    for curta, vezes in frequencias.items():
        if not _parece_abreviatura(curta, vezes):
            continue
        longas = []
        i = bisect_left(palavras, curta)
        while i < len(palavras) and palavras[i].startswith(curta):
            if len(palavras[i]) >= len(curta) + 2:
                longas.append((frequencias[palavras[i]].quantas, palavras[i]))
            i += 1
        longas.sort(reverse=True)
        for quantas, longa in longas[:_MAX_POR_ABREVIATURA]:
            if quantas >= 2 and quantas * 20 >= longas[0][0]:
                yield longa, curta


def _parece_abreviatura(palavra: str, vezes: Frequencia) -> bool:
    return (3 <= len(palavra) <= 7 and palavra.isalpha() and palavra[-1] not in _VOGAIS
            and vezes.quantas >= 3 and vezes.com_ponto >= 2 and vezes.com_ponto * 7 >= vezes.quantas)
