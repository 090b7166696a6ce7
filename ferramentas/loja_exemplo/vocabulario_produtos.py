"""What the words of a description say: group, usual price, tax code, brand.

A kind (dados/especies.csv): the words that name it, its price in R$ for a size of reference (grams or
millilitres; 0: the size does not count), its NCM, and how often it sells beside the others. The last of a
category, `.`, takes what no word named.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ESPECIES_CSV = Path(__file__).parent / "dados" / "especies.csv"


@dataclass(frozen=True, slots=True)
class Especie:
    """One kind of product. `por_quilo`: sold by weight when the description names no size."""

    padrao: re.Pattern[str]
    grupo: str
    preco: float
    tamanho: int
    ncm: str
    giro: float
    por_quilo: bool = False


def _le() -> Iterator[tuple[str, float, Especie]]:
    """(category, margin in %, kind) of every line of dados/especies.csv, in order."""
    with ESPECIES_CSV.open(encoding="utf-8", newline="") as arquivo:
        for linha in csv.DictReader(arquivo, delimiter=";"):
            palavras = linha["palavras"].split("|")
            padrao = "." if palavras == ["."] else r"\b(?:" + "|".join(map(re.escape, palavras)) + r")\b"
            yield linha["categoria"], float(linha["margem"]), Especie(
                re.compile(padrao), linha["grupo"], float(linha["preco"]), int(linha["tamanho"]), linha["ncm"],
                float(linha["giro"]), linha["por_quilo"] == "sim")


_LIDAS = tuple(_le())
ESPECIES: dict[str, tuple[Especie, ...]] = {
    categoria: tuple(e for c, _, e in _LIDAS if c == categoria) for categoria, _, _ in _LIDAS}
MARGENS: dict[str, float] = {e.grupo: margem for _, margem, e in _LIDAS} | {"Diversos": 40.0}
"""% over cost, by group."""

# Brand as it is written on the shelf, by the word of the description; the number weighs the price.
MARCAS: dict[str, tuple[str, float]] = {palavra: (nome, peso) for nome, peso, *palavras in (
    ("Danone", 1.0, "DANONE", "ACTIVIA", "DANONINHO", "DANIO", "CORPUS"), ("Vigor", 1.0, "VIGOR"),
    ("Nestlé", 1.15, "NESTLE", "NESTLÉ", "NESCAFE", "NESCAU", "NAN", "MUCILON", "NINHO", "PASSATEMPO"),
    ("Batavo", 1.0, "BATAVO"), ("Piracanjuba", 1.0, "PIRACANJUBA", "PIRAKIDS"), ("Italac", 0.95, "ITALAC"),
    ("Valeza", 0.9, "VALEZA"), ("Qualitá", 0.85, "QUALITA"), ("Leco", 0.95, "LECO"), ("Dicel", 0.95, "DICEL"),
    ("Hemmer", 1.1, "HEMMER"), ("Heinz", 1.2, "HEINZ"), ("Hellmann's", 1.15, "HELLMANNS", "HELLMANN'S"),
    ("Quero", 0.95, "QUERO"), ("Fugini", 0.8, "FUGINI"), ("Predilecta", 0.85, "PREDILECTA"),
    ("Arisco", 0.95, "ARISCO"), ("Elefante", 1.0, "ELEFANTE"), ("Pomarola", 1.0, "POMAROLA"),
    ("Bauducco", 1.05, "BAUDUCCO"), ("Mabel", 0.85, "MABEL"), ("Diminas", 0.8, "DIMINAS"),
    ("Richester", 0.85, "RICHESTER"), ("Fortaleza", 0.85, "FORTALEZA"), ("Nutry", 1.0, "NUTRY"),
    ("Linea", 1.2, "LINEA"), ("Supino", 1.0, "SUPINO"), ("Lacta", 1.1, "LACTA"), ("Garoto", 1.05, "GAROTO"),
    ("Harald", 1.0, "HARALD"), ("Pringles", 1.2, "PRINGLES"), ("Elma Chips", 1.15, "DORITOS", "CHEETOS", "ELMA"),
    ("Ades", 1.0, "ADES"), ("Del Valle", 1.0, "DEL VALLE"), ("Dafruta", 0.95, "DAFRUTA"), ("Leão", 1.0, "LEAO"),
    ("Gallo", 1.25, "GALLO"), ("Borges", 1.2, "BORGES"), ("Renata", 1.0, "RENATA"), ("Galo", 0.95, "GALO"),
    ("Emegê", 0.9, "EMEGE"), ("Adria", 1.0, "ADRIA"), ("Liza", 1.0, "LIZA"), ("Aptamil", 1.2, "APTAMIL"),
    ("Toddy", 1.05, "TODDY"), ("Sandella", 0.95, "SANDELLA"), ("Imperador", 0.9, "IMPERADOR"),
    ("Nivea", 1.15, "NIVEA"), ("Dove", 1.1, "DOVE"), ("Rexona", 1.05, "REXONA"), ("Axe", 1.1, "AXE"),
    ("Seda", 0.9, "SEDA"), ("TRESemmé", 1.1, "TRESEMME"), ("Pantene", 1.1, "PANTENE", "PANT"),
    ("Elseve", 1.1, "ELSEVE", "ELS"), ("L'Oréal", 1.35, "LOREAL", "L'OREAL", "INOA"), ("Garnier", 1.05,
     "FRUCTIS", "NUTRISSE", "GARNIER", "BI-O"), ("Niely", 0.9, "NIELY", "NLY"), ("Novex", 0.95, "NOVEX"),
    ("Embelleze", 0.95, "EMBELLEZE", "MAXTON"), ("Wella", 1.15, "WELLA", "KOLESTON"), ("Risqué", 1.0, "RISQUE"),
    ("Impala", 0.95, "IMPALA"), ("Colorama", 0.95, "COLORAMA"), ("Ludurana", 0.9, "LUDURANA"),
    ("Vult", 1.05, "VULT"), ("Dailus", 1.0, "DAILUS"), ("Ricca", 1.0, "RICCA"), ("NUK", 1.2, "NUK"),
    ("Colgate", 1.05, "COLGATE"), ("Close Up", 1.0, "CLOSEUP", "CLOSE"), ("Oral-B", 1.2, "ORAL", "ORAL-B"),
    ("Sensodyne", 1.4, "SENSODYNE"), ("Bitufo", 1.0, "BITUFO"), ("Palmolive", 0.95, "PALM", "PALMOLIVE"),
    ("Protex", 1.05, "PROTEX"), ("Lux", 0.95, "LUX"), ("Monange", 0.85, "MONANGE"), ("Granado", 1.2, "GRANADO"),
    ("Neutrogena", 1.4, "NEUTROGENA", "NEUTROG"), ("La Roche-Posay", 1.6, "LRP", "ANTHELIOS", "EFFACLAR"),
    ("Vichy", 1.6, "VICHY", "VCY"), ("Eucerin", 1.5, "EUCERIN"), ("Johnson's", 1.1, "JOHNSONS", "JOHNSON"),
    ("Bozzano", 0.95, "BOZZANO"), ("Sundown", 1.1, "SUNDOWN"), ("Ypê", 0.9, "YPE"), ("Minuano", 0.85, "MINUANO"),
    ("Omo", 1.15, "OMO"), ("Ariel", 1.1, "ARIEL"), ("Surf", 0.85, "SURF"), ("Tixan", 0.9, "TIXAN"),
    ("Brilhante", 0.95, "BRILHANTE"), ("Comfort", 1.1, "COMFORT"), ("Fofo", 0.95, "FOFO"), ("Veja", 1.1, "VEJA"),
    ("Cif", 1.1, "CIF"), ("Bombril", 1.0, "BOMBRIL", "BRIL"), ("Limpol", 0.95, "LIMPOL"),
    ("Pinho Bril", 1.0, "PINHO BRIL"), ("Assolan", 0.95, "ASSOLAN"), ("Scotch-Brite", 1.2, "SCOTCH", "BRITE"),
    ("Bettanin", 1.05, "BETTANIN"), ("Condor", 1.05, "CONDOR"), ("Glade", 1.1, "GLADE"), ("Raid", 1.1, "RAID"),
    ("SBP", 1.05, "SBP"), ("Baygon", 1.05, "BAYGON"), ("Repelex", 1.05, "REPELEX"), ("Off!", 1.15, "OFF"),
    ("Vanish", 1.25, "VANISH"), ("Harpic", 1.1, "HARPIC"), ("Pato", 1.1, "PATO"), ("Proeza", 0.85, "PROEZA"),
    ("Acquaroma", 0.95, "ACQUAROMA"), ("Azulim", 0.85, "AZULIM"), ("Lysoform", 1.15, "LYSOFORM"),
    ("Uau", 0.95, "UAU", "INGLEZA"), ("Alklin", 0.9, "ALKLIN"), ("Limppano", 1.0, "LIMPPANO"),
    ("Nobre", 0.95, "NOBRE"), ("Candura", 0.85, "CANDURA"), ("Girando Sol", 0.9, "GIRANDO"),
) for palavra in palavras}
