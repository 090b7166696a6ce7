"""How a text becomes searchable words, the same way for what is stored and for what is typed.

Pure: no index, no database. `palavras_do_texto` gives the words under which a description is found;
`consulta` turns a typed line into terms, each a choice of alternatives (`500 ml` is `500ML`, or `500` and
`ML`). Both normalise alike, so accents, case, `1,0` × `1.0`, `500 GR` × `500G`, `E.V.A` × `EVA` meet.

Not here: abbreviations (`abreviaturas.py`), ranking and storage (`db/replica/busca*`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAX_CONSULTA = 200  # letters of a typed line that are looked at; nobody types more, a paste may be anything
MAX_TERMOS = 10
MAX_PALAVRA = 40

# Signs that NFKD would turn into letters, or not at all.
_SINAIS = str.maketrans({
    "º": " ", "ª": " ", "°": " ", "ø": " ", "Ø": " ", "×": "X", "⁄": "/", "½": " 1/2", "¼": " 1/4",
    "¾": " 3/4", "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8", "’": "'", "‘": "'", "´": "'",
    "`": "'", "–": "-", "—": "-", "™": " ", "®": " ", "©": " ",
})
_ACENTOS = re.compile(r"[\u0300-\u036f]+")

# Units as people write them after a number -> the one form under which they are stored.
UNIDADES: dict[str, str] = {
    **dict.fromkeys(("G", "GR", "GRS", "GRAMA", "GRAMAS"), "G"),
    **dict.fromkeys(("KG", "KGS", "KILO", "QUILO", "QUILOS"), "KG"),
    **dict.fromkeys(("L", "LT", "LTS", "LTR", "LITRO", "LITROS"), "L"),
    **dict.fromkeys(("ML", "MLS"), "ML"),
    **dict.fromkeys(("M", "MT", "MTS", "METRO", "METROS"), "M"),
    **dict.fromkeys(("CM", "CMS"), "CM"),
    **dict.fromkeys(("MM", "MMS"), "MM"),
    **dict.fromkeys(("W", "WATTS"), "W"),
    **dict.fromkeys(("V", "VOLTS"), "V"),
    **dict.fromkeys(("UN", "UND", "UNID", "UNIDADE", "UNIDADES", "UNDS"), "UN"),
    "MG": "MG", "POL": "POL", "HP": "HP", "CV": "CV", "PCS": "PCS", "PC": "PC", "FLS": "FLS", "AMP": "AMP",
}

# Small words that carry nothing between two others ("sabão de coco" is "SABAO COCO").
CONECTIVOS = frozenset(("DE", "DA", "DO", "DAS", "DOS", "E", "EM", "COM", "PARA", "NO", "NA"))

# A word: letters and digits; `.`, `,` and `/` belong to it between a digit and a digit (1/4, 1,0, 09/18).
_PALAVRA = re.compile(r"[^\W_]+(?:(?<=\d)[.,/](?=\d)[^\W_]+)*")
_NUMERO = r"\d+(?:[./]\d+)*"
_COM_UNIDADE = re.compile(rf"({_NUMERO})([A-Z]{{1,8}})")
_EMBALAGEM = re.compile(rf"({_NUMERO})X({_NUMERO}[A-Z]*(?:X{_NUMERO}[A-Z]*)*)")
_MISTO = re.compile(r"(\d+)[.](\d+/\d+)")
_COLADAS = re.compile(r"(?<![^\W_])[^\W_]+(?:[.'&-][^\W_]+)+")
_SINAL_DENTRO = re.compile(r"[.'&-]")
_SINAIS_CODIGO = re.compile(r"(?:[^\w./]|_)+")
_SO_NUMERO = re.compile(_NUMERO)


def normaliza(texto: str) -> str:
    """Upper case without accents; signs that only decorate become spaces. Never fails."""
    if not texto.isascii():
        texto = unicodedata.normalize("NFKD", texto.translate(_SINAIS))
        texto = _ACENTOS.sub("", texto).replace("⁄", "/")
    return texto.upper()


def chave_codigo(codigo: str) -> str:
    """A product code as codes are compared: upper case, no accents or spaces, rare signs as `-`.

    Signs inside count: typed `1/4` is not the code 14. A code is also found without any (see sem_mascara).
    """
    if codigo.isalnum() and codigo.isascii():
        return codigo.upper()
    return _SINAIS_CODIGO.sub("-", normaliza("".join(codigo.split()))).strip("./-")


def sem_mascara(texto: str) -> str:
    """A CPF, CNPJ (alphanumeric too), telephone or code with letters and digits only, upper case."""
    if texto.isalnum() and texto.isascii():
        return texto.upper()
    return "".join(c for c in normaliza(texto) if c.isalnum())


def junta_numeros(texto: str) -> str:
    """A typed line with its masked numbers joined: `123.456.789-09`, `12.ABC.345/01DE-35`, `(11) 98765-4321`.

    For searches where numbers are documents and telephones, not measures.
    """
    return " ".join(sem_mascara(p) if any(c.isdigit() for c in p) else p
                    for p in texto.split() if p != "+55")


def _separa(normalizado: str) -> list[str]:
    palavras = _PALAVRA.findall(normalizado)
    if "," in normalizado or len(normalizado) > MAX_PALAVRA:
        return [p.replace(",", ".")[:MAX_PALAVRA] for p in palavras]
    return palavras


def _sem_zeros(numero: str) -> str:
    """`090` -> `90`, `1.0` -> `1`, `1.50` -> `1.5`; `0.5`, `0` and `10/20` stay."""
    curto = numero.lstrip("0")
    if not curto[:1].isdigit():
        curto = numero
    if curto.count(".") == 1 and "/" not in curto:
        curto = curto.rstrip("0").rstrip(".")
    return curto


def _medida(palavra: str) -> str | None:
    """`500GR` -> `500G`, `090ML` -> `90ML`; None when it is not a number followed by a unit."""
    if not (achado := _COM_UNIDADE.fullmatch(palavra)):
        return None
    unidade = UNIDADES.get(achado[2])
    return _sem_zeros(achado[1]) + unidade if unidade else None


def _coladas(normalizado: str) -> Iterator[tuple[str, list[str]]]:
    """Words people write with and without a sign inside: E.V.A, BI-O, COCA-COLA, L'OREAL, WD-40, A-3."""
    if not ("." in normalizado or "-" in normalizado or "'" in normalizado or "&" in normalizado):
        return
    for achado in _COLADAS.findall(normalizado):
        partes = _SINAL_DENTRO.split(achado)
        if len(partes) == 2 and "." not in achado:
            cola = _par_que_cola(*partes)
        else:
            cola = len(achado) <= 12 and all(len(p) <= 2 and p.isalpha() for p in partes)
        if cola:
            yield "".join(partes), partes


def _par_que_cola(a: str, b: str) -> bool:
    if a.isalpha() and b.isalpha():
        return len(a) + len(b) <= 16
    return a.isalpha() and b.isdigit() and len(a) <= 3 and len(b) <= 4


def palavras_do_texto(*textos: str) -> list[str]:
    """The distinct words under which these texts are found, in order of appearance."""
    normalizado = normaliza(" ".join(textos))
    saida: dict[str, None] = {}
    anterior = ""
    for palavra in _separa(normalizado):
        saida[palavra] = None
        if palavra[0] <= "9":
            outras, anterior = _numero(palavra)
            for outra in outras:
                saida[outra] = None
        elif anterior:
            if unidade := UNIDADES.get(palavra):
                saida[_sem_zeros(anterior) + unidade] = None
            anterior = ""
    for junta, _ in _coladas(normalizado):
        saida[junta] = None
    return list(saida)


@lru_cache(maxsize=20_000)
def _numero(palavra: str) -> tuple[tuple[str, ...], str]:
    """What else a number is found by, and the number itself when a unit may follow it."""
    return tuple(_da_medida(palavra)), palavra if _SO_NUMERO.fullmatch(palavra) else ""


def _da_medida(palavra: str) -> Iterator[str]:
    """Its unit, its parts (12X500ML), without zeros on the left."""
    if misto := _MISTO.fullmatch(palavra):
        yield misto[2]
    if palavra.isdigit():
        yield _sem_zeros(palavra)
        return
    while embalagem := _EMBALAGEM.fullmatch(palavra):
        palavra = embalagem[2]
        yield palavra
    if medida := _COM_UNIDADE.fullmatch(palavra):
        yield medida[2]
        if canonica := _medida(palavra):
            yield canonica


def contem_no_meio(palavra: str, trecho: str) -> bool:
    """Whether `trecho` is in the word past its beginning, and only so.

    A number is not looked for inside another (500 is not in 1500ML), and what the word is found by anyway does
    not count (500ML in 12X500ML).
    """
    i = palavra.find(trecho, 1)
    if trecho[0] > "9":
        return i > 0
    while i > 0 and palavra[i - 1].isdigit():
        i = palavra.find(trecho, i + 1)
    return i > 0 and not any(outra.startswith(trecho) for outra in _numero(palavra)[0])


class Termo(NamedTuple):
    """One typed word. `opcoes`: any of them satisfies it; an option is words that must all be present.

    Every word matches as a prefix. `texto` is the word as typed (normalised): what gets highlighted.
    """

    texto: str
    opcoes: tuple[tuple[str, ...], ...]


class Consulta(NamedTuple):
    """A typed line. `chave`: the line as a code (upper case, no spaces at the ends); `termos`: its words."""

    chave: str
    termos: tuple[Termo, ...]

    @property
    def vazia(self) -> bool:
        return not self.termos and not self.chave


def consulta(texto: str) -> Consulta:
    """Read a typed line. Any text is safe; beyond MAX_CONSULTA letters and MAX_TERMOS words is ignored."""
    normalizado = normaliza(texto[:MAX_CONSULTA].replace("\0", " "))[:2 * MAX_CONSULTA]
    colados = dict(_coladas(normalizado))
    por_partes = {tuple(partes): junta for junta, partes in colados.items()}
    palavras = _separa(normalizado)
    termos: list[Termo] = []
    i = 0
    while i < len(palavras) and len(termos) < MAX_TERMOS:
        usadas, termo = _proximo(palavras, i, por_partes)
        ultima = i + usadas >= len(palavras)
        if termo and (ultima or termo.texto not in CONECTIVOS):
            termos.append(termo)
        i += usadas
    return Consulta(" ".join(normalizado.split()), tuple(dict.fromkeys(termos)))


def _proximo(palavras: list[str], i: int, por_partes: dict[tuple[str, ...], str]) -> tuple[int, Termo | None]:
    """The term that begins at word `i` and how many words it takes."""
    palavra = palavras[i]
    resto = len(palavras) - i
    for tamanho in range(min(6, resto), 1, -1):
        partes = tuple(palavras[i:i + tamanho])
        if junta := por_partes.get(partes):
            return tamanho, Termo(junta, ((junta,), partes))
    if _SO_NUMERO.fullmatch(palavra) and resto > 1:
        seguinte = palavras[i + 1]
        if unidade := UNIDADES.get(seguinte):
            junta = _sem_zeros(palavra) + unidade
            return 2, Termo(palavra + seguinte, ((junta,), (palavra, seguinte)))
        if seguinte == "X" and resto > 2 and palavras[i + 2][0].isdigit():
            return 2, Termo(palavra, ((palavra,),))
    return 1, Termo(palavra, tuple(_opcoes(palavra)))


def _opcoes(palavra: str) -> Iterator[tuple[str, ...]]:
    if misto := _MISTO.fullmatch(palavra):
        yield (palavra,)
        yield (misto[1], misto[2])
        return
    if (medida := _medida(palavra)) and medida != palavra:
        yield (medida,)
        return
    if len(palavra) >= 5 and palavra.isalpha() and palavra.endswith("S"):
        yield (palavra[:-1],)  # "parafusos" finds PARAFUSO, which as a prefix finds both
        return
    yield (palavra,)
