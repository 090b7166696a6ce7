"""The door to the renderers: one function per thing that is done with a printed document.

Services import this module where they print. Each renderer is imported at its first use, because a shop
that prints on rolls should not pay for reportlab (0.15 s, 20 MB) nor one that prints A4 for python-escpos
(0.35 s); `aquecer` pays it ahead, off the screen's thread.
"""

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from balcao.documents.amostra import documento_de_amostra
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.modelo import ChaveModelo, ModeloDocumento, padrao
from balcao.documents.papel import EXTENSAO, OpcoesBobina
from balcao.domain.terminal.opcoes import Papel
from balcao.domain.tipo_pedido.opcoes import Categoria

_EM_ARQUIVO = {Categoria.ORCAMENTO: "dav", Categoria.VENDA: "pre-venda", Categoria.SERVICO: "os"}


def renderizar(documento: DocumentoVenda, modelo: ModeloDocumento, papel: Papel, via: Via | None = None, *,
               logo: Path | None = None, bobina: OpcoesBobina | None = None) -> bytes:
    """The document on `papel`: PDF for A4, ESC/POS for a roll, ESC/P text for 80 columns.

    Deterministic. A missing or broken logo is left out (CB-045). Raises OSError when Balcão's own fonts
    are gone.
    """
    via = via or Via()
    if papel is Papel.A4:
        from balcao.documents import a4  # measured: see the module's docstring

        return a4.renderizar(documento, modelo, via, logo)
    if papel is Papel.TEXTO_80:
        from balcao.documents import texto80  # measured

        return texto80.renderizar(documento, modelo, via)
    from balcao.documents import bobina as rolo  # measured

    return rolo.renderizar(documento, modelo, via, papel, logo, bobina)


def nome_do_arquivo(documento: DocumentoVenda, papel: Papel, via: Via | None = None) -> str:
    """A file name that says what is inside: `dav-1234.pdf`, `pre-venda-P-123-2a-via.bin`."""
    tipo = _EM_ARQUIVO[documento.tipo.categoria]
    plano = unicodedata.normalize("NFKD", documento.numero_impresso).encode("ascii", "ignore").decode()
    numero = re.sub(r"[^A-Za-z0-9]+", "-", plano).strip("-")
    segunda = "-2a-via" if via is not None and via.reimpressa_em is not None else ""
    return f"{tipo}-{numero or 'sem-numero'}{segunda}{EXTENSAO[papel]}"


def aquecer(papel: Papel) -> None:
    """Import and prepare what `papel` needs, so that the first document of the day is as fast as the next.
    Call it in the background."""
    renderizar(documento_de_amostra(ChaveModelo.DAV, 1), padrao(ChaveModelo.DAV), papel)


def previa(modelo: ModeloDocumento, papel: Papel, *, logo: Path | None = None, itens: int = 6,
           pagina: int = 0, pontos_por_polegada: int = 110) -> bytes:
    """PNG of the sample document under `modelo`, for Editar Relatório; `pagina` counts from 0 (A4)."""
    documento = documento_de_amostra(modelo.documento, itens)
    return em_imagem(renderizar(documento, modelo, papel, logo=logo), papel, pagina=pagina,
                     pontos_por_polegada=pontos_por_polegada)


def em_imagem(dados: bytes, papel: Papel, *, pagina: int = 0, pontos_por_polegada: int = 110) -> bytes:
    """PNG of printed bytes: one page of A4, the whole roll or all sheets otherwise.

    A page past the last shows the last. Safe from any thread.
    """
    if papel is Papel.A4:
        from balcao.documents import pdf_desenho  # measured: loads pdfium, 60 ms

        return pdf_desenho.pagina_em_png(dados, pagina, pontos_por_polegada)
    from balcao.documents import papel_desenho  # measured

    if papel is Papel.TEXTO_80:
        from balcao.documents import texto80  # measured

        return papel_desenho.folha(texto80.ler(dados))
    return papel_desenho.bobina(dados, papel)


def quantas_paginas(dados: bytes, papel: Papel) -> int:
    """Pages of printed bytes; a roll has one."""
    if papel is Papel.A4:
        from balcao.documents import pdf_desenho  # measured

        return pdf_desenho.paginas(dados)
    if papel is Papel.TEXTO_80:
        from balcao.documents import texto80  # measured

        return len(texto80.ler(dados))
    return 1


def em_pdf(dados: bytes, papel: Papel) -> bytes:
    """Printed bytes of any paper as a PDF: what "salvar como PDF" writes for a job whose printer failed."""
    if papel is Papel.A4:
        return dados
    from balcao.documents import pdf_desenho  # measured

    return pdf_desenho.papel_em_pdf(dados, papel)


def pagina_de_teste(papel: Papel, impressora: str, agora: datetime,
                    bobina: OpcoesBobina | None = None) -> bytes:
    """A sheet that shows whether the printer has the right width, accents, bold, codes and cut."""
    from balcao.documents import pagina_teste  # measured

    return pagina_teste.renderizar(papel, impressora, agora, bobina or OpcoesBobina())
