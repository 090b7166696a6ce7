"""Products of the sample shop, from descriptions of real invoices: what the words say decides the rest."""

import csv
import gzip
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from balcao.domain.arredondamento import arredonda
from balcao.domain.gtin import digito_gtin, gtin_valido, normaliza_gtin
from ferramentas.loja_exemplo.notas import ItemDeNota
from ferramentas.loja_exemplo.vocabulario_produtos import ESPECIES, MARCAS, MARGENS, Especie

QUANTOS = 15_000
PRIMEIRO_CODIGO = 1001
CENTAVO = Decimal("0.01")

# What invoices add to a description, and a shop's shelf does not say.
_SOBRAS = [re.compile(p) for p in (
    r"^-?\s*REE?F\.?:?\s*\([^)]*\)\s*-?\s*", r"^\(\d+\)\s*-\s*", r"^[\d.]{2,}[A-Z]?\s*-\s+(?=[A-Z])",
    r"^\d{6,8}\s+ST\s+", r"^\d{1,2}-(?:[\d-]+\s+)?(?=[A-Z])", r"^\d{12,13}(?=[A-Z])", r"^\d{5,8}\s+(?=[A-Z]{3})",
    r"^[*.\s-]+", r"\s*TOT\.?\s*TRIBUTOS.*$", r"\s*\|?\s*FCI:.*$", r"\s*\|\s*(?:GTIN|LOTES?).*$",
    r"\s*VLR?\.?\s*APROX.*$", r"\s*-?\s*PROT\.DO\.M\.S.*$", r"\s*M\.S\.:.*$",
    r"\s*\(?\s*-?\s*LOTE\(?S?\)?\s*(?:NR)?[:.]?\s*.*$",
    r"\s*\bL[:.]\s?\d{4,}.*$", r"\s*\bLT[:.]?\s*\d{5,}.*$", r"\s*\bVALIDADE.*$", r"\s*\bVAL[:.]\s?\d.*$",
    r"\s*\bQTD[:.].*$", r"\s*\bVOL\.?\d.*$", r"\s*\b[VD]\s+-\s+\d+$", r"\s+-\s+\d{12,14}$", r"\s+\d{9,14}$",
    r"\s*\(?#\)?$", r"[\s.,;|/-]+$")]
_TAMANHO = re.compile(r"(\d+(?:[.,]\d+)?)\s*(KGS?|GRAMAS|GRS?|G|ML|LITROS?|LTS?|L)\b")
_EMBALAGEM = re.compile(r"\b(\d{1,3})\s*[X/]\s*\d+(?:[.,]\d+)?\s*(?:KGS?|GRS?|G|ML|LTS?|L)\b")
_CAIXA = re.compile(r"\b(?:CX|CXA|FD|CAIXA|DISPLAY|DP)\.?\s*(?:C/|/)?\s*0*(\d{1,3})\b")
_EM_BASE = {"K": 1000, "G": 1, "M": 1, "L": 1000}
_AMOSTRA = re.compile(r"\b(?:TESTER|TEST|TST|PROVADOR|PROV|AMOSTRA|BRINDE|CARTAZES?|DISPLAYS?)\b")
_ACENTOS = str.maketrans("ÁÀÂÃÉÊÍÓÔÕÚÜÇ", "AAAAEEIOOOUUC")


@dataclass(slots=True)
class Produto:
    """One product with all that the other tables say of it. Money in R$, `peso` is how often it sells."""

    id: int
    codigo: str
    descricao: str
    unidade: str
    marca: str
    grupo: str
    ncm: str
    preco: Decimal
    atacado: Decimal
    custo: Decimal
    peso: float
    categoria: str
    pesavel: bool = False
    codigo_balanca: int | None = None
    situacao: str = "ativo"
    minimo: Decimal | None = None
    maximo: Decimal | None = None
    gtins: list[tuple[str, int]] = field(default_factory=list)
    unidades: list[tuple[str, int]] = field(default_factory=list)
    vendas: int = 0

    @property
    def referencia(self) -> str:
        """The maker's own code, of products whose maker is known; never drawn, so that nothing else changes."""
        iniciais = "".join(letra for letra in self.marca.translate(_ACENTOS) if letra.isalpha())[:3]
        return f"{iniciais}-{self.id * 7919 % 100_000:05}" if iniciais else ""


def limpa(texto: str) -> str:
    """The description without lots, taxes, codes and dates of the invoice; upper case, one space."""
    texto = " ".join(texto.upper().split())
    for padrao in _SOBRAS:
        texto = padrao.sub("", texto)
    return texto.strip()


def monta(descricoes: Path, itens_de_nota: list[ItemDeNota], sorteio: random.Random) -> list[Produto]:
    """Every product: those of the descriptions, then those of the invoices."""
    produtos: list[Produto] = []
    gtins: set[str] = {i.gtin for i in itens_de_nota if i.gtin}
    balanca = iter(range(1, 200))
    for descricao, categoria in _escolhidas(descricoes):
        produtos.append(_produto(len(produtos) + 1, descricao, categoria, sorteio, gtins, balanca))
    for item in itens_de_nota:
        produtos.append(_da_nota(len(produtos) + 1, item, sorteio))
    return produtos


def _escolhidas(arquivo: Path) -> Iterator[tuple[str, str]]:
    """QUANTOS different descriptions. Where cleaning made two the same, packs of what there is fill the place."""
    with gzip.open(arquivo, "rt", encoding="utf-8", newline="") as entrada:
        brutas = [(limpa(d), c) for d, c in list(csv.reader(entrada))[1:]]
    vistas: dict[str, str] = {}
    for descricao, categoria in brutas:
        if len(descricao) >= 4 and descricao[0].isalnum():
            vistas.setdefault(descricao, categoria)
    unicas = list(vistas.items())
    em_caixa = [(descricao, categoria) for descricao, categoria in unicas if _vende_em_caixa(descricao, categoria)]
    for caixa in ("CX C/12", "PACK C/6", "FARDO C/24"):
        for descricao, categoria in em_caixa:
            vistas.setdefault(f"{descricao} {caixa}", categoria)
    return iter(list(vistas.items())[:QUANTOS])


def _vende_em_caixa(descricao: str, categoria: str) -> bool:
    sem_acento = descricao.translate(_ACENTOS)
    if len(descricao) >= 60 or re.search(r"\bC/|\bKIT\b", sem_acento):
        return False
    especie = _especie(sem_acento, categoria)
    return (especie.giro >= 1.2 and especie.tamanho > 0 and _pacote(sem_acento) == 1
            and 0 < (_tamanho(sem_acento) or 0) <= 1000)


def _especie(sem_acento: str, categoria: str) -> Especie:
    """The kind whose word comes first in the description; of several there, the first of the table."""
    *especies, qualquer = ESPECIES[categoria]
    achadas = [(m.start(), i) for i, e in enumerate(especies) if (m := e.padrao.search(sem_acento))]
    return especies[min(achadas)[1]] if achadas else qualquer


def _produto(ident: int, descricao: str, categoria: str, sorteio: random.Random, usados: set[str],
             balanca: Iterator[int]) -> Produto:
    sem_acento = descricao.translate(_ACENTOS)
    especie = _especie(sem_acento, categoria)
    marca, peso_marca = _marca(sem_acento)
    tamanho, pacote = _tamanho(sem_acento), _pacote(sem_acento)
    pesavel = especie.por_quilo and tamanho is None and not re.search(r"\dX\d|C/|\bDP\b|%", sem_acento)
    preco = _preco(especie, tamanho, pacote, peso_marca, pesavel, sorteio)
    produto = Produto(
        ident, str(PRIMEIRO_CODIGO + ident - 1), descricao[:120], "KG" if pesavel else _unidade(sem_acento, pacote),
        marca, especie.grupo, especie.ncm, preco, preco, preco, especie.giro, categoria, pesavel)
    _precifica(produto, sorteio)
    produto.peso = especie.giro * sorteio.lognormvariate(0, 1.35) / math.sqrt(1 + float(preco) / 40)
    if pesavel:
        produto.codigo_balanca = next(balanca)
    elif sorteio.random() < 0.88:
        produto.gtins.append((_gtin(descricao, marca, ident, usados), 1))
        if pacote == 1 and sorteio.random() < 0.10:
            vezes = sorteio.choice((6, 12, 24))
            produto.unidades.append(("CX", vezes))
            produto.gtins.append((normaliza_gtin(_dun("1", produto.gtins[0][0])), vezes))
    if _AMOSTRA.search(sem_acento) or sorteio.random() < 0.015:
        produto.situacao, produto.peso = "inativo", 0.0
    elif sorteio.random() < 0.003:
        produto.situacao, produto.peso = "bloqueado", 0.0
    return produto


def _da_nota(ident: int, item: ItemDeNota, sorteio: random.Random) -> Produto:
    """A product as a supplier's invoice names it: its GTIN, its NCM, its cost."""
    descricao = limpa(item.descricao) or item.descricao.upper()
    sem_acento = descricao.translate(_ACENTOS)
    alimento = item.ncm[:2] in ("07", "08", "09", "10", "11", "12", "17", "18", "19", "20", "21")
    especie = _especie(sem_acento, "alimentos") if alimento else None
    grupo = especie.grupo if especie else "Diversos"
    custo = item.custo
    if custo < 1 and especie:  # a bonus, invoiced for nothing
        custo = Decimal(str(especie.preco)) / (1 + Decimal(str(MARGENS[grupo])) / 100)
    preco = _bonito(float(custo) * (1 + MARGENS[grupo] / 100))
    produto = Produto(ident, str(PRIMEIRO_CODIGO + ident - 1), descricao[:120], item.unidade,
                      _marca(sem_acento)[0], grupo, item.ncm, preco, preco, custo,
                      0.6 if alimento else 0.01, "alimentos" if alimento else "diversos")
    _precifica(produto, sorteio)
    produto.custo = custo.quantize(Decimal("0.0001"))
    if item.gtin:
        produto.gtins.append((item.gtin, 1))
    return produto


def _marca(sem_acento: str) -> tuple[str, float]:
    for palavra in re.findall(r"[A-Z'!-]+", sem_acento):
        if palavra in MARCAS:
            return MARCAS[palavra]
    return "", 0.95


def _tamanho(texto: str) -> float | None:
    """Grams or millilitres of one unit, when the description says so and it is believable."""
    achados = [(float(n.replace(",", ".")) * _EM_BASE[u[0]]) for n, u in _TAMANHO.findall(texto)]
    possiveis = [t for t in achados if 1 <= t <= 60_000]
    return possiveis[-1] if possiveis else None


def _pacote(texto: str) -> int:
    for padrao in (_EMBALAGEM, _CAIXA):
        if (achado := padrao.search(texto)) and 2 <= int(achado[1]) <= 60:
            return int(achado[1])
    achado = re.search(r"(?:CX|PACK|FARDO) C/(\d+)$", texto)
    return int(achado[1]) if achado else 1


def _preco(especie: Especie, tamanho: float | None, pacote: int, marca: float, pesavel: bool,
           sorteio: random.Random) -> Decimal:
    valor = especie.preco * marca * sorteio.uniform(0.85, 1.18)
    if especie.tamanho and tamanho and not pesavel:
        valor *= min(max(tamanho / especie.tamanho, 0.12), 40) ** 0.82
    if pacote > 1:
        valor *= pacote * 0.93
    return _bonito(min(max(valor, 1.29), 1890))


def _bonito(valor: float) -> Decimal:
    """A price as shops write them: …,90 / …,99 / …,49."""
    if valor < 3:
        return Decimal(round(valor * 10)) / 10 - CENTAVO
    inteiro = int(valor)
    final = "0.49" if valor - inteiro < 0.45 else "0.90" if valor - inteiro < 0.85 else "0.99"
    return Decimal(inteiro) + Decimal(final) if valor < 100 else Decimal(round(valor / 5) * 5) - Decimal("0.10")


def _precifica(produto: Produto, sorteio: random.Random) -> None:
    margem = Decimal(str(round(MARGENS[produto.grupo] * sorteio.uniform(0.8, 1.15), 2)))
    produto.custo = (produto.preco / (1 + margem / 100)).quantize(Decimal("0.0001"))
    piso = arredonda(produto.custo * Decimal("1.04"))
    atacado = arredonda(produto.preco * Decimal(str(round(sorteio.uniform(0.86, 0.94), 3))))
    produto.atacado = max(atacado, piso)
    if sorteio.random() < 0.6:
        produto.minimo = min(max(piso, arredonda(produto.preco * Decimal("0.82"))), produto.atacado)
    if sorteio.random() < 0.04:
        produto.maximo = arredonda(produto.preco * Decimal("1.3"))


def _unidade(texto: str, pacote: int) -> str:
    if pacote > 1:
        return "FD" if re.search(r"\b(?:FD|FARDO)\b", texto) else "CX"
    return "PCT" if re.search(r"\bPCT|PACOTE\b", texto) else "UN"


def _gtin(descricao: str, marca: str, ident: int, usados: set[str]) -> str:
    """The GTIN that the description carries, else one of the made-up makers 7891…"""
    for achado in re.findall(r"(?<!\d)789\d{10}(?!\d)", descricao):
        if gtin_valido(achado) and achado not in usados:
            usados.add(achado)
            return achado
    fabricante = sum(map(ord, marca)) % 1000 if marca else 500 + ident % 400
    corpo = f"7891{fabricante:03}{ident:05}"
    return corpo + digito_gtin(corpo)


def _dun(prefixo: str, gtin: str) -> str:
    corpo = prefixo + gtin[:-1].zfill(12)
    return corpo + digito_gtin(corpo)
