"""A hostile XML file, opened safely, and its elements read strictly. Knows NF-e's namespace, not its meaning.

Every refusal is an ArquivoRecusado that names file, line, item and tag.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from lxml import etree

from balcao.domain.arredondamento import ZERO
from balcao.domain.importacao import ArquivoRecusado, Problema

ESPACO = "http://www.portalfiscal.inf.br/nfe"
MAX_ALGARISMOS = 9
# Encodings in which `<!DOCTYPE` is those very bytes, so that looking for them before parsing is enough.
_CODIFICACOES = frozenset({b"utf-8", b"iso-8859-1", b"windows-1252", b"us-ascii"})
_CODIFICACAO = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_ABRE = re.compile(rb"<([A-Za-z_][^\s/>]*)")
_NUMERO = re.compile(r"-?(\d{1,40})(?:\.(\d{1,40}))?", re.ASCII)


def raiz_do_xml(dados: bytes, arquivo: str) -> "No":
    """Parse the bytes and return the root. Raises ArquivoRecusado: empty, binary, DOCTYPE, cut, malformed."""

    def recusa(motivo: str, linha: int = 0) -> ArquivoRecusado:
        return ArquivoRecusado(Problema(arquivo, linha, "", motivo))

    if not dados.strip():
        raise recusa("o arquivo está vazio.")
    declarada = _CODIFICACAO.match(dados)
    if b"\x00" in dados or (declarada and declarada[1].lower() not in _CODIFICACOES):
        raise recusa("não é um XML de NF-e: a codificação deveria ser UTF-8. Escolha o XML da nota.")
    if not dados.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise recusa("não é um XML. Escolha o arquivo .xml da nota, e não o PDF (DANFE).")
    for marca in (b"<!DOCTYPE", b"<!ENTITY"):
        if marca in dados:
            raise recusa(f"tem {marca.decode()}, que uma NF-e nunca traz e que serve para atacar o "
                         "computador; não foi lido. Peça outro arquivo ao fornecedor.",
                         dados[:dados.index(marca)].count(b"\n") + 1)
    analisador = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
                                 huge_tree=False, recover=False, remove_comments=True, remove_pis=True)
    try:
        raiz = etree.fromstring(dados, analisador)
    except etree.XMLSyntaxError as erro:
        linha = erro.lineno or 0
        raiz_aberta = _ABRE.search(dados)
        if raiz_aberta and not dados.rstrip().endswith(b"</" + raiz_aberta[1] + b">"):
            raise recusa("o arquivo está cortado: falta o fim. Baixe o XML de novo.", linha) from None
        raise recusa("o arquivo não é um XML bem formado: foi alterado ou estragado. Baixe-o de novo.",
                     linha) from None
    espaco = etree.QName(raiz).namespace
    if espaco != ESPACO:
        raise recusa(f"a raiz <{etree.QName(raiz).localname}> não é de NF-e (espaço de nomes "
                     f"{espaco or 'ausente'}). Escolha o XML da nota.", _linha(raiz))
    return No(raiz, arquivo)


class No:
    """An element, read strictly: what is there twice, missing, too long or not a number is refused."""

    def __init__(self, elemento: etree._Element, arquivo: str, item: int | None = None) -> None:
        self._elemento = elemento
        self._arquivo = arquivo
        self._item = item

    @property
    def nome(self) -> str:
        return str(etree.QName(self._elemento).localname)

    @property
    def linha(self) -> int:
        return _linha(self._elemento)

    def no_item(self, numero: int) -> "No":
        """The same element; problems below it name the item."""
        return No(self._elemento, self._arquivo, numero)

    def recusa(self, motivo: str, tag: str = "") -> ArquivoRecusado:
        """The exception for something wrong here, or in the child `tag` (`@Id` is an attribute)."""
        onde = self._elemento.find(f"{{{ESPACO}}}{tag}") if tag and not tag.startswith("@") else None
        linha = _linha(onde if onde is not None else self._elemento)
        nome = f"tag {tag or self.nome}" if not tag.startswith("@") else f"atributo {tag[1:]}"
        lugar = f"item {self._item}, {nome}" if self._item is not None else nome
        return ArquivoRecusado(Problema(self._arquivo, linha, lugar, motivo))

    def atributo(self, nome: str) -> str:
        """The attribute's text; "" when absent."""
        return str(self._elemento.get(nome) or "")

    def todos(self) -> Iterator["No"]:
        """Every child element of NF-e's namespace."""
        for filho in self._elemento:
            if isinstance(filho.tag, str) and etree.QName(filho).namespace == ESPACO:
                yield No(filho, self._arquivo, self._item)

    def filhos(self, tag: str) -> list["No"]:
        return [filho for filho in self.todos() if filho.nome == tag]

    def opcional(self, tag: str) -> "No | None":
        """The child, or None. A child that is there twice is refused: two readers would read two notes."""
        achados = self.filhos(tag)
        if len(achados) > 1:
            raise achados[1].recusa("aparece mais de uma vez. O arquivo foi alterado; peça outro.")
        return achados[0] if achados else None

    def filho(self, tag: str) -> "No":
        achado = self.opcional(tag)
        if achado is None:
            raise self.recusa(f"falta a tag {tag}. O arquivo está incompleto; baixe o XML de novo.", tag)
        return achado

    def texto(self, tag: str, maximo: int, obrigatorio: bool = True) -> str:
        """The text of a child, inner spaces collapsed; "" when it may be absent and is."""
        filho = self.opcional(tag)
        texto = " ".join((filho._elemento.text or "").split()) if filho is not None else ""
        if not texto and obrigatorio:
            raise self.recusa(f"a tag {tag} falta ou está vazia. Baixe o XML de novo.", tag)
        if filho is not None and len(filho._elemento):
            raise self.recusa("deveria ter texto e tem outras tags dentro.", tag)
        if len(texto) > maximo:
            raise self.recusa(f"tem {len(texto)} letras; o máximo é {maximo}.", tag)
        return texto

    def decimal(self, tag: str, casas: int) -> Decimal:
        """A number that must be there: zero or more, up to nine digits and `casas` places."""
        texto = self.texto(tag, 100)
        achado = _NUMERO.fullmatch(texto)
        if not achado:
            raise self.recusa(f"“{texto[:40]}” não é um número.", tag)
        if texto.startswith("-"):
            raise self.recusa(f"“{texto[:40]}” é negativo; numa NF-e não há valor negativo.", tag)
        if len(achado[1].lstrip("0")) > MAX_ALGARISMOS:
            raise self.recusa(f"“{texto[:40]}” é grande demais: mais de {MAX_ALGARISMOS} algarismos.", tag)
        if achado[2] and len(achado[2].rstrip("0")) > casas:
            raise self.recusa(f"“{texto[:40]}” tem casas decimais demais; o máximo é {casas}.", tag)
        return Decimal(texto)

    def opcional_decimal(self, tag: str, casas: int) -> Decimal | None:
        """Like `decimal`; None when the tag is absent."""
        return self.decimal(tag, casas) if self.opcional(tag) is not None else None

    def valor(self, tag: str) -> Decimal:
        """R$ of an optional child; zero when absent."""
        return self.opcional_decimal(tag, 2) or ZERO

    def instante(self, tag: str) -> datetime:
        """A date and time with its offset."""
        texto = self.texto(tag, 40)
        try:
            instante = datetime.fromisoformat(texto)
        except ValueError:
            raise self.recusa(f"“{texto}” não é uma data e hora.", tag) from None
        if instante.tzinfo is None:
            raise self.recusa(f"“{texto}” não diz o fuso horário.", tag)
        return instante


def _linha(elemento: etree._Element) -> int:
    linha = elemento.sourceline
    return linha if isinstance(linha, int) else 0
