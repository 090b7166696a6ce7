"""PDF seen as a picture (pdfium), and narrow papers kept as PDF.

pdfium is not thread-safe: every use goes through one lock of this process.
"""

import io
import threading

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from balcao.documents import papel_desenho, texto80
from balcao.documents.a4_tela import ALTURA_PAGINA, ESQUERDA, LARGURA, LARGURA_PAGINA, MM
from balcao.documents.fontes_arquivo import PASTA_FONTES
from balcao.domain.terminal.opcoes import Papel

_PDFIUM = threading.Lock()
_PONTO_TERMICO = 72 / 203  # one dot of a roll printer, in PDF points
_AVANCO = 0.602            # DejaVu Sans Mono: width of a letter, in ems


def paginas(pdf: bytes) -> int:
    """How many pages."""
    with _PDFIUM:
        documento = pypdfium2.PdfDocument(pdf)
        try:
            return len(documento)
        finally:
            documento.close()


def pagina_em_png(pdf: bytes, pagina: int, pontos_por_polegada: int) -> bytes:
    """One page as PNG; past the end, the last."""
    with _PDFIUM:
        documento = pypdfium2.PdfDocument(pdf)
        try:
            folha = documento[min(pagina, len(documento) - 1)]
            imagem = folha.render(scale=pontos_por_polegada / 72).to_pil()
        finally:
            documento.close()
    saida = io.BytesIO()
    imagem.save(saida, "PNG")
    return saida.getvalue()


def papel_em_pdf(dados: bytes, papel: Papel) -> bytes:
    """A roll as one long page of its own width; 80 columns as A4 pages of text."""
    saida = io.BytesIO()
    if papel is Papel.TEXTO_80:
        _colunas(texto80.ler(dados), saida)
    else:
        _rolo(dados, papel, saida)
    return saida.getvalue()


def _rolo(dados: bytes, papel: Papel, saida: io.BytesIO) -> None:
    imagem = papel_desenho.imagem_da_bobina(dados, papel)
    largura, altura = imagem.width * _PONTO_TERMICO, imagem.height * _PONTO_TERMICO
    canvas = Canvas(saida, pagesize=(largura, altura), invariant=1)
    canvas.drawImage(ImageReader(imagem), 0, 0, largura, altura)
    canvas.showPage()
    canvas.save()


def _colunas(folhas: list[list[tuple[str, bool]]], saida: io.BytesIO) -> None:
    for nome in ("DejaVuSansMono", "DejaVuSansMono-Bold"):
        pdfmetrics.registerFont(TTFont(nome, str(PASTA_FONTES / f"{nome}.ttf")))
    corpo = LARGURA / texto80.LARGURA / _AVANCO
    canvas = Canvas(saida, pagesize=(LARGURA_PAGINA, ALTURA_PAGINA), invariant=1)
    for folha in folhas:
        passo = min(corpo * 1.17, (ALTURA_PAGINA - 24 * MM) / max(1, len(folha)))
        for n, (texto, negrito) in enumerate(folha):
            canvas.setFont("DejaVuSansMono-Bold" if negrito else "DejaVuSansMono", corpo)
            canvas.drawString(ESQUERDA, ALTURA_PAGINA - 14 * MM - n * passo, texto)
        canvas.showPage()
    canvas.save()
