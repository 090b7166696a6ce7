"""Units of a supplier's invoice → the product's stock unit. What the note leaves open is asked, never guessed.

Abbreviations that the trade uses for two things (PT, CT, GR, ML, BR) are left alone: they become themselves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from balcao.domain.arredondamento import arredonda
from balcao.domain.importacao import normaliza
from balcao.domain.nota import ItemNota

CASAS_QUANTIDADE = 6
MAIOR_FATOR = Decimal("999999")

_SINONIMOS = {
    "UN": "UN UND UNI UNID UNIDADE UNIDADES U UNT",
    "PC": "PC PCA PEC PECA PECAS PCS PZ",
    "CX": "CX CXA CAIXA CAIXAS",
    "FD": "FD FDO FARDO FARDOS",
    "PCT": "PCT PCTE PACOTE PACOTES",
    "DP": "DP DSP DISPLA DISPLAY",
    "EMB": "EMB EMBAL",
    "DZ": "DZ DUZ DUZIA DUZIAS",
    "KG": "KG KGS KILO QUILO QUILOS",
    "G": "G GRAMA GRAMAS",
    "TON": "TON TN TONELADA",
    "M": "M MT MTS MTR METRO METROS",
    "CM": "CM CENTIMETRO",
    "M2": "M2 MQ",
    "M3": "M3",
    "LT": "L LT LTS LITRO LITROS",
    "RL": "RL ROL ROLO ROLOS",
    "SC": "SC SACO SACOS",
    "PAR": "PAR PARES",
    "CENTO": "CENTO CTO",
    "MIL": "MIL MILHEI MILHEIRO",
    "KIT": "KIT KT",
    "JG": "JG JGO JOGO",
    "GL": "GL GALAO",
    "BD": "BD BALDE",
}
_CANONICA: Mapping[str, str] = MappingProxyType(
    {nome: unidade for unidade, nomes in _SINONIMOS.items() for nome in nomes.split()})
# How many of the second there are in one of the first: true everywhere, whatever the product.
_UNIVERSAIS: Mapping[tuple[str, str], Decimal] = MappingProxyType({
    ("DZ", "UN"): Decimal(12), ("DZ", "PC"): Decimal(12), ("CENTO", "UN"): Decimal(100),
    ("CENTO", "PC"): Decimal(100), ("MIL", "UN"): Decimal(1000), ("MIL", "PC"): Decimal(1000),
    ("TON", "KG"): Decimal(1000), ("G", "KG"): Decimal("0.001"), ("CM", "M"): Decimal("0.01"),
})
# Packs: how many units one holds differs from product to product, and issuers often count it as one unit.
CONTAVEIS = ("UN", "PC")
EMBALAGENS = frozenset({"CX", "FD", "PCT", "DP", "EMB"})
_UNIDADE_COM_NUMERO = re.compile(r"([A-Z]+)[ /]*0*(\d+)")


class Origem(StrEnum):
    """Who said how many stock units there are."""

    MESMA = "mesma unidade"
    USUARIO = "informado agora"
    FORNECEDOR = "já informado para este fornecedor"
    GTIN = "código de barras da embalagem"
    CADASTRO = "conversão do produto"
    NOTA = "unidade tributável da nota"
    UNIVERSAL = "medida conhecida"
    PERGUNTA = "a informar"


@dataclass(frozen=True, slots=True)
class Conversao:
    """How an item enters the stock. `quantidade` is in `unidade` (the stock's); `fator` is stock units per
    traded unit. With `pergunta` the note does not say, and nothing may be written before the answer;
    `sugestao` is a guess to offer beside it."""

    unidade: str
    quantidade: Decimal
    fator: Decimal
    origem: Origem
    pergunta: str = ""
    sugestao: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Conhecido:
    """What the shop already knows of the product that an item matched."""

    unidade: str
    fatores: Mapping[str, Decimal]           # unit → stock units (produto_unidades)
    fator_gtin: Decimal | None = None        # of the bar code the item brought
    fornecedor: tuple[str, Decimal] | None = None  # unit and factor last told for this supplier's code


def unidade_canonica(texto: str) -> str:
    """`Und.` → `UN`, `PÇ` → `PC`, `CX0012` → `CX12` (another pack than `CX`); unknown ones in upper case."""
    limpo = normaliza(texto).upper().replace(" ", "")
    if limpo in _CANONICA or not (achado := _UNIDADE_COM_NUMERO.fullmatch(limpo)):
        return _CANONICA.get(limpo, limpo or "UN")
    letras, quantos = _CANONICA.get(achado[1], achado[1]), achado[2]
    return letras if quantos == "1" else letras + quantos


def eh_embalagem(canonica: str) -> bool:
    """Whether a canonical unit is a pack of unknown size: CX, FD12, PCT…"""
    return canonica.rstrip("0123456789") in EMBALAGENS


def converte(item: ItemNota, produto: Conhecido | None, resposta: Decimal | None = None) -> Conversao:
    """Decide how many stock units an item is. `produto` None = it will be created by this note.

    `resposta` is the user's own answer: stock units per traded unit.
    """
    comercial, tributavel = unidade_canonica(item.unidade), unidade_canonica(item.unidade_trib)
    estoque = produto.unidade if produto else _unidade_nova(comercial, tributavel, item, resposta)
    if resposta is not None:
        return _por_fator(item, estoque, resposta, Origem.USUARIO)
    if produto is None:
        return _de_novo(item, comercial, tributavel, estoque)
    if produto.fornecedor and unidade_canonica(produto.fornecedor[0]) == comercial:
        fator = produto.fornecedor[1]
        conta = tributavel == unidade_canonica(estoque) and _nota_conta(item, comercial)
        if conta and item.quantidade_trib != item.quantidade * fator:
            return _pergunta(item, estoque)  # the pack has changed, or the issuer counts otherwise
        origem = Origem.MESMA if comercial == estoque and fator == 1 else Origem.FORNECEDOR
        return _por_fator(item, estoque, fator, origem)
    return _de_cadastrado(item, produto, comercial, tributavel)


def _de_cadastrado(item: ItemNota, produto: Conhecido, comercial: str, tributavel: str) -> Conversao:
    """A product the shop has: its own unit rules; then what is known of it; then what the note counts."""
    estoque, canonica = produto.unidade, unidade_canonica(produto.unidade)
    conhecidos = {unidade_canonica(u): f for u, f in produto.fatores.items()}
    if comercial == canonica:
        if tributavel == comercial and item.quantidade_trib != item.quantidade:
            return _pergunta(item, estoque)
        return _por_fator(item, estoque, Decimal(1), Origem.MESMA)
    if produto.fator_gtin and produto.fator_gtin != 1:
        return _por_fator(item, estoque, produto.fator_gtin, Origem.GTIN)
    if comercial in conhecidos:
        return _por_fator(item, estoque, conhecidos[comercial], Origem.CADASTRO)
    if tributavel == canonica and _nota_conta(item, comercial):
        return _por_quantidade(item, estoque, item.quantidade_trib)
    if tributavel != comercial and tributavel in conhecidos:
        return _por_quantidade(item, estoque, item.quantidade_trib * conhecidos[tributavel])
    if (comercial, canonica) in _UNIVERSAIS:
        return _por_fator(item, estoque, _UNIVERSAIS[comercial, canonica], Origem.UNIVERSAL)
    return _pergunta(item, estoque)


def _de_novo(item: ItemNota, comercial: str, tributavel: str, estoque: str) -> Conversao:
    """A product that this note creates: its stock unit is chosen here (see `_unidade_nova`)."""
    if estoque == comercial:
        if comercial == tributavel and item.quantidade != item.quantidade_trib:
            return _pergunta(item, estoque)
        return _por_fator(item, estoque, Decimal(1), Origem.MESMA)
    if _nota_conta(item, comercial) and tributavel in CONTAVEIS:
        return _por_quantidade(item, estoque, item.quantidade_trib)
    return _pergunta(item, estoque)


def _unidade_nova(comercial: str, tributavel: str, item: ItemNota, resposta: Decimal | None) -> str:
    """Stock unit of a new product: the traded one, unless it is a pack whose pieces are known or asked."""
    if comercial == tributavel:
        return "UN" if eh_embalagem(comercial) and resposta not in (None, Decimal(1)) else comercial
    razao = item.quantidade_trib / item.quantidade
    if eh_embalagem(comercial) or (tributavel in CONTAVEIS and razao > 1 and razao == int(razao)):
        return tributavel
    return comercial


def _nota_conta(item: ItemNota, comercial: str) -> bool:
    """Whether the tax quantity may be believed: an issuer that counts a box as one unit just repeats it."""
    return not eh_embalagem(comercial) or item.quantidade_trib > item.quantidade


def _por_fator(item: ItemNota, estoque: str, fator: Decimal, origem: Origem) -> Conversao:
    return Conversao(estoque, arredonda(item.quantidade * fator, CASAS_QUANTIDADE), fator, origem)


def _por_quantidade(item: ItemNota, estoque: str, quantidade: Decimal) -> Conversao:
    return Conversao(estoque, arredonda(quantidade, CASAS_QUANTIDADE),
                     arredonda(quantidade / item.quantidade, CASAS_QUANTIDADE), Origem.NOTA)


def _pergunta(item: ItemNota, estoque: str) -> Conversao:
    comercial = item.unidade.upper()
    if unidade_canonica(comercial) == unidade_canonica(estoque):
        texto = (f"a nota conta {_quanto(item.quantidade)} {comercial} na venda e "
                 f"{_quanto(item.quantidade_trib)} {item.unidade_trib.upper()} no imposto: informe quantas "
                 f"{estoque} entram no estoque para cada {comercial} comprada")
    else:
        texto = (f"o produto é contado em {estoque} e a nota traz {comercial}: informe quantas {estoque} há em "
                 f"1 {comercial}")
    return Conversao(estoque, Decimal(0), Decimal(0), Origem.PERGUNTA, texto, _sugestao(item))


def _sugestao(item: ItemNota) -> Decimal | None:
    """A factor the note hints at: the tax quantity, or digits in the unit (`CX12`). Never used unasked."""
    razao = item.quantidade_trib / item.quantidade
    if razao > 1 and razao == int(razao):
        return Decimal(int(razao))
    achado = _UNIDADE_COM_NUMERO.fullmatch(normaliza(item.unidade).upper().replace(" ", ""))
    return Decimal(int(achado[2])) if achado and int(achado[2]) > 1 else None


def _quanto(valor: Decimal) -> str:
    return f"{valor.normalize():f}".replace(".", ",")
