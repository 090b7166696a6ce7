"""The items of the sample invoices (NF-e), read for what a product needs."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from balcao.domain.gtin import gtin_valido, normaliza_gtin

_NS = {"n": "http://www.portalfiscal.inf.br/nfe"}


@dataclass(frozen=True, slots=True)
class ItemDeNota:
    """One product as its supplier sells it; `custo` in R$ per unit."""

    fornecedor: str
    fornecedor_nome: str
    codigo: str
    gtin: str
    descricao: str
    ncm: str
    unidade: str
    custo: Decimal


def itens(pasta: Path) -> list[ItemDeNota]:
    """Each product once: by its GTIN, else by its supplier's code."""
    achados: dict[str, ItemDeNota] = {}
    for arquivo in sorted(pasta.glob("*.xml")):
        raiz = etree.parse(arquivo, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        for det in raiz.iterfind(".//n:det", _NS):
            item = _item(raiz, det)
            achados.setdefault(item.gtin or f"{item.fornecedor} {item.codigo}", item)
    return list(achados.values())


def _item(raiz: etree._Element, det: etree._Element) -> ItemDeNota:
    def texto(de: etree._Element, caminho: str) -> str:
        return (de.findtext(caminho, "", _NS) or "").strip()
    gtin = texto(det, "n:prod/n:cEAN")
    return ItemDeNota(
        texto(raiz, ".//n:emit/n:CNPJ"), texto(raiz, ".//n:emit/n:xNome"), texto(det, "n:prod/n:cProd"),
        normaliza_gtin(gtin) if gtin_valido(gtin) else "", texto(det, "n:prod/n:xProd"),
        texto(det, "n:prod/n:NCM"), texto(det, "n:prod/n:uCom"),
        Decimal(texto(det, "n:prod/n:vUnCom")).quantize(Decimal("0.0001")))
