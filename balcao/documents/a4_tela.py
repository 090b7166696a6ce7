"""A4 geometry, colours and the few strokes that every block of a page is made of.

Blocks measure themselves first and draw later, from the top down, because the number of pages, the
carried totals and what stays together are known only after everything has been measured.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.utils import ImageReader

from balcao.documents.fontes import Fonte, normal

MM = 72 / 25.4
LARGURA_PAGINA = 210 * MM
ALTURA_PAGINA = 297 * MM
ESQUERDA = 15 * MM
DIREITA = LARGURA_PAGINA - 15 * MM
LARGURA = DIREITA - ESQUERDA
TOPO = ALTURA_PAGINA - 13 * MM
BASE = 20 * MM  # the footer is drawn below this line

TINTA = (0.10, 0.12, 0.15)
CINZA = (0.38, 0.42, 0.47)
FIO = (0.80, 0.82, 0.85)
FAIXA = (0.945, 0.95, 0.957)
Cor = tuple[float, float, float]


class Tela:
    """A page of the canvas. Coordinates are points from the lower left corner; text sits on `y`."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas

    def texto(self, x: float, y: float, texto: str, corpo: float, fonte: Fonte | None = None,
              cor: Cor = TINTA) -> None:
        """Text that begins at `x`."""
        fonte = fonte or normal()
        self._canvas.setFont(fonte.nome, corpo)
        self._canvas.setFillColorRGB(*cor)
        self._canvas.drawString(x, y, fonte.imprimivel(texto))

    def direita(self, x: float, y: float, texto: str, corpo: float, fonte: Fonte | None = None,
                cor: Cor = TINTA) -> None:
        """Text that ends at `x`."""
        fonte = fonte or normal()
        self.texto(x - fonte.largura(texto, corpo), y, texto, corpo, fonte, cor)

    def centro(self, x: float, y: float, texto: str, corpo: float, fonte: Fonte | None = None,
               cor: Cor = TINTA) -> None:
        """Text with its middle at `x`."""
        fonte = fonte or normal()
        self.texto(x - fonte.largura(texto, corpo) / 2, y, texto, corpo, fonte, cor)

    def fio(self, y: float, x1: float = ESQUERDA, x2: float = DIREITA, cor: Cor = FIO,
            espessura: float = 0.5) -> None:
        """A horizontal rule."""
        self._canvas.setStrokeColorRGB(*cor)
        self._canvas.setLineWidth(espessura)
        self._canvas.line(x1, y, x2, y)

    def faixa(self, x: float, y: float, largura: float, altura: float, cor: Cor = FAIXA) -> None:
        """A filled rectangle with its lower left corner at (x, y)."""
        self._canvas.setFillColorRGB(*cor)
        self._canvas.rect(x, y, largura, altura, stroke=0, fill=1)

    def moldura(self, x: float, y: float, largura: float, altura: float, cor: Cor = CINZA) -> None:
        """An outlined rectangle."""
        self._canvas.setStrokeColorRGB(*cor)
        self._canvas.setLineWidth(0.6)
        self._canvas.rect(x, y, largura, altura, stroke=1, fill=0)

    def imagem(self, imagem: Any, x: float, y: float, largura: float, altura: float) -> None:
        """A PIL picture stretched over the rectangle."""
        self._canvas.drawImage(ImageReader(imagem), x, y, largura, altura)

    def barras(self, x: float, y: float, modulos: str, modulo: float, altura: float) -> None:
        """Bars of a linear code: `1` is a black module of `modulo` points."""
        self._quadrados(x, y, modulo, altura, [[c == "1" for c in modulos]])

    def matriz(self, x: float, y: float, matriz: Sequence[Sequence[int]], lado: float) -> None:
        """A square code `lado` points wide, without its quiet zone."""
        modulo = lado / len(matriz)
        self._quadrados(x, y, modulo, modulo, [[bool(m) for m in linha] for linha in reversed(matriz)])

    def _quadrados(self, x: float, y: float, largura: float, altura: float,
                   linhas: Sequence[Sequence[bool]]) -> None:
        """Dark modules, from the bottom row up, on a grid of whole numbers (PDF operators written here:
        reportlab formats each coordinate of 600 rectangles as a float, 15 ms a page)."""
        retangulos = " ".join(f"{inicio} {n} {quantos} 1 re" for n, linha in enumerate(linhas)
                              for inicio, quantos in corridas(linha))
        self._canvas.saveState()
        self._canvas.setFillColorRGB(0, 0, 0)
        self._canvas.transform(largura, 0, 0, altura, x, y)
        self._canvas.addLiteral(f"{retangulos} f")
        self._canvas.restoreState()


def corridas(escuros: Sequence[bool]) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules: one rectangle per run leaves no hairline inside."""
    achadas: list[tuple[int, int]] = []
    for i, escuro in enumerate(escuros):
        if not escuro:
            continue
        if achadas and sum(achadas[-1]) == i:
            achadas[-1] = (achadas[-1][0], achadas[-1][1] + 1)
        else:
            achadas.append((i, 1))
    return achadas


@dataclass(frozen=True, slots=True)
class Bloco:
    """A measured piece of a page: `desenha(tela, topo)` draws it hanging from `topo`."""

    altura: float
    desenha: Callable[[Tela, float], None]


def espaco(altura: float) -> Bloco:
    """Empty room."""
    return Bloco(altura, lambda _tela, _topo: None)


def empilha(blocos: Sequence[Bloco]) -> Bloco:
    """Several blocks as one that is never broken over two pages."""
    def desenha(tela: Tela, topo: float) -> None:
        for bloco in blocos:
            bloco.desenha(tela, topo)
            topo -= bloco.altura
    return Bloco(sum(b.altura for b in blocos), desenha)
