"""A4: pages with repeated headings and carried totals, drawn straight on reportlab's canvas.

No platypus: the carried total of a page depends on where it breaks, and the last rows must stay with the
totals; measuring first and drawing after says both plainly, in a third of the time.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from balcao.documents import a4_blocos as blocos
from balcao.documents import a4_tabela, logo
from balcao.documents.a4_tela import ALTURA_PAGINA, BASE, LARGURA_PAGINA, TOPO, Bloco, Tela, empilha
from balcao.documents.conteudo import Conteudo, montar
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.modelo import ModeloDocumento
from balcao.domain.arredondamento import ZERO

# Plain binary streams: reportlab's ASCII 85 is pure Python, costs 8 ms a page and a fifth of the size.
rl_config.useA85 = 0

LINHAS_COM_O_TOTAL = 2  # rows that go to the next page with the totals, so that these never stand alone


@dataclass
class _Paginas:
    """Blocks in place, page by page; `y` is where the next one hangs."""

    abre_seguinte: Bloco
    y: float = TOPO
    paginas: list[list[tuple[float, Bloco]]] = field(default_factory=lambda: [[]])

    @property
    def livre(self) -> float:
        return self.y - BASE

    def poe(self, bloco: Bloco) -> None:
        self.paginas[-1].append((self.y, bloco))
        self.y -= bloco.altura

    def vira(self) -> None:
        self.paginas.append([])
        self.y = TOPO
        self.poe(self.abre_seguinte)

    def poe_ou_vira(self, bloco: Bloco) -> None:
        """Place a block; what does not fit begins the next page."""
        if bloco.altura > self.livre:
            self.vira()
        self.poe(bloco)


def renderizar(documento: DocumentoVenda, modelo: ModeloDocumento, via: Via,
               caminho_logo: Path | None = None) -> bytes:
    """The document as PDF. The same arguments always give the same bytes."""
    conteudo = montar(documento, modelo, via)
    figura = logo.carrega(caminho_logo) if modelo.mostrar_logo else None
    paginas = _pagina(conteudo, figura)
    return _desenha(paginas, conteudo, documento)


def _pagina(conteudo: Conteudo, figura: object) -> _Paginas:
    folhas = _Paginas(blocos.cabecalho_seguinte(conteudo))
    folhas.poe(blocos.cabecalho(conteudo, figura))
    folhas.poe(blocos.destinatario(conteudo))
    for bloco in blocos.texto_livre(conteudo.antes):
        folhas.poe_ou_vira(bloco)
    _poe_itens(folhas, conteudo)
    for bloco in (*blocos.parcelas_em_lista(conteudo), *blocos.final(conteudo)):
        folhas.poe_ou_vira(bloco)
    return folhas


def _poe_itens(folhas: _Paginas, conteudo: Conteudo) -> None:
    """The table and the totals. Rows are placed while the page also holds the carried line below them;
    the last ones and the totals are one piece, unless that piece is longer than a page."""
    tabela = a4_tabela.medir(conteudo.colunas, conteudo.itens)
    titulos = tabela.titulos()
    linhas: list[tuple[Bloco, Decimal]] = []
    for item in conteudo.itens:
        *antes, ultima = tabela.linhas(item)
        linhas += [*((pedaco, ZERO) for pedaco in antes), (ultima, item.total)]
    fim = blocos.fechamento(conteudo)
    corte = max(0, len(linhas) - LINHAS_COM_O_TOTAL)
    cauda = empilha([*(bloco for bloco, _ in linhas[corte:]), fim])
    if cauda.altura > _corpo_seguinte(folhas, titulos):
        corte, cauda = len(linhas), fim
    transporte = tabela.transporte("", ZERO).altura if conteudo.transporte else 0.0

    primeiro = linhas[0][0].altura + transporte if corte else cauda.altura
    if titulos.altura + primeiro > folhas.livre:
        folhas.vira()
    folhas.poe(titulos)
    soma = ZERO

    def vira() -> None:
        if conteudo.transporte:
            folhas.poe(tabela.transporte("A transportar", soma))
        folhas.vira()
        folhas.poe(titulos)
        if conteudo.transporte:
            folhas.poe(tabela.transporte("Transporte", soma))

    for bloco, valor in linhas[:corte]:
        if bloco.altura + transporte > folhas.livre:
            vira()
        folhas.poe(bloco)
        soma += valor
    if cauda.altura > folhas.livre:
        vira()
    folhas.poe(cauda)


def _corpo_seguinte(folhas: _Paginas, titulos: Bloco) -> float:
    """Room for rows on a following page."""
    return TOPO - BASE - folhas.abre_seguinte.altura - titulos.altura - 15.0


def _desenha(folhas: _Paginas, conteudo: Conteudo, documento: DocumentoVenda) -> bytes:
    saida = io.BytesIO()
    canvas = Canvas(saida, pagesize=(LARGURA_PAGINA, ALTURA_PAGINA), invariant=1, pageCompression=1,
                    lang="pt-BR")
    emissao = documento.emissao
    # invariant alone would date every document 2000-01-01; the day of issue is as repeatable, and true
    canvas.setDateFormatter(lambda *_: emissao.strftime("D:%Y%m%d%H%M%S"))
    canvas.setTitle(conteudo.cabecalho)
    canvas.setAuthor(conteudo.loja)
    canvas.setSubject(conteudo.destinatario)
    canvas.setCreator("Balcão")
    tela = Tela(canvas)
    _folhear(canvas, tela, folhas.paginas, conteudo)
    canvas.save()
    return saida.getvalue()


def _folhear(canvas: Canvas, tela: Tela, paginas: Sequence[list[tuple[float, Bloco]]],
             conteudo: Conteudo) -> None:
    for numero, pagina in enumerate(paginas, start=1):
        for topo, bloco in pagina:
            bloco.desenha(tela, topo)
        blocos.pe_de_pagina(tela, conteudo, numero, len(paginas))
        canvas.showPage()
