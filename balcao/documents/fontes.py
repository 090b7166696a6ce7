"""The two typefaces of A4 paper: registered once, measured fast, text broken into lines.

Widths come from the font's own table; reportlab's `stringWidth` does the same more slowly, and breaking
400 descriptions measures some 30,000 characters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from balcao.documents.fontes_arquivo import PASTA_FONTES
from balcao.documents.formatos import sem_ponto, so_com


@dataclass(frozen=True, slots=True, eq=False)
class Fonte:
    """A face: its name in reportlab and the width of each character, in thousandths of the size."""

    nome: str
    larguras: Mapping[int, float]

    def largura(self, texto: str, corpo: float) -> float:
        """Width of `texto` at `corpo` points, as it will be drawn."""
        larguras = self.larguras
        try:
            return sum(larguras[ord(c)] for c in texto) * corpo / 1000
        except KeyError:
            return self.largura(self.imprimivel(texto), corpo)

    def imprimivel(self, texto: str) -> str:
        """The text with what the face cannot draw replaced as in `formatos.so_com`."""
        larguras = self.larguras
        if all(ord(c) in larguras for c in texto):
            return texto
        return so_com(texto, lambda c: ord(c) in larguras)

    def cabe(self, texto: str, corpo: float, largura: float, minimo: float) -> float:
        """The largest size up to `corpo`, not below `minimo`, at which `texto` fits in `largura`."""
        precisa = self.largura(texto, corpo)
        return corpo if precisa <= largura else max(minimo, corpo * largura / precisa)

    def quebra(self, texto: str, corpo: float, largura: float) -> list[str]:
        """Break at spaces so that no line is wider than `largura`; a longer word breaks where it must."""
        limpo = self.imprimivel(texto)
        if self.largura(limpo, corpo) <= largura:
            return [limpo]
        espaco = self.largura(" ", corpo)
        linhas: list[str] = []
        atual, ocupado = "", 0.0
        for palavra in self._pedacos(limpo.split(" "), corpo, largura):
            precisa = self.largura(palavra, corpo)
            if atual and ocupado + espaco + precisa <= largura:
                atual, ocupado = f"{atual} {palavra}", ocupado + espaco + precisa
                continue
            if atual:
                linhas.append(sem_ponto(atual))
            atual, ocupado = palavra, precisa
        return [*linhas, atual] if atual or not linhas else linhas

    def _pedacos(self, palavras: Iterable[str], corpo: float, largura: float) -> Iterable[str]:
        for palavra in palavras:
            resto = palavra
            while len(resto) > 1 and self.largura(resto, corpo) > largura:
                corte = 1
                while corte < len(resto) and self.largura(resto[:corte + 1], corpo) <= largura:
                    corte += 1
                yield resto[:corte]
                resto = resto[corte:]
            yield resto


@lru_cache(maxsize=1)
def normal() -> Fonte:
    """The text face."""
    return _registra("Roboto-Regular")


@lru_cache(maxsize=1)
def negrito() -> Fonte:
    """The bold face."""
    return _registra("Roboto-Bold")


def _registra(nome: str) -> Fonte:
    """Give the face to reportlab (its registry is the process's). Raises TTFError when the file is gone."""
    fonte = TTFont(nome, str(PASTA_FONTES / f"{nome}.ttf"))
    pdfmetrics.registerFont(fonte)
    return Fonte(nome, {c: fonte.face.charWidths[c] for c in fonte.face.charToGlyph if c >= 32})
