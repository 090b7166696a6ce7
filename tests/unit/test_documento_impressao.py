"""The door: previews, PDFs of any paper, file names, the printer's test page, and the reader of rolls."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image

from balcao.documents import escpos_leitura as leitura
from balcao.documents import impressao, texto80
from balcao.documents.amostra import EMISSAO, documento_de_amostra
from balcao.documents.dados import Via
from balcao.documents.modelo import ChaveModelo, padrao
from balcao.documents.papel import COLUNAS
from balcao.domain.terminal.opcoes import Papel
from tests.apoio_documentos.documentos import estouros, sem_espacos, texto_do_pdf

DAV, PRE_VENDA = ChaveModelo.DAV, ChaveModelo.PRE_VENDA


def _abre(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(png)).convert("L")


def _tinta(imagem: Image.Image) -> float:
    return sum(imagem.histogram()[:128]) / (imagem.width * imagem.height)


@pytest.mark.parametrize("papel", Papel)
@pytest.mark.parametrize("chave", ChaveModelo)
def test_preview_of_each_paper_has_ink(papel, chave):
    imagem = _abre(impressao.previa(padrao(chave), papel))
    assert 0.01 < _tinta(imagem) < 0.5
    assert imagem.width == {Papel.A4: 910, Papel.BOBINA_80: 640, Papel.BOBINA_58: 464, Papel.TEXTO_80: 1032}[papel]


def test_preview_shows_what_was_changed_and_any_page():
    um = impressao.previa(padrao(DAV), Papel.A4)
    outro = impressao.previa(padrao(DAV).model_copy(update={"titulo": "ORÇAMENTO LOJA 1"}), Papel.A4)
    assert um != outro
    segunda = impressao.previa(padrao(DAV), Papel.A4, itens=45, pagina=1)
    assert segunda != impressao.previa(padrao(DAV), Papel.A4, itens=45, pagina=0)
    assert segunda == impressao.previa(padrao(DAV), Papel.A4, itens=45, pagina=99)


def test_pages_are_counted():
    for papel, paginas in ((Papel.A4, 2), (Papel.BOBINA_80, 1), (Papel.TEXTO_80, 3)):
        dados = impressao.renderizar(documento_de_amostra(DAV, 45), padrao(DAV), papel)
        assert impressao.quantas_paginas(dados, papel) == paginas


def test_any_paper_can_be_kept_as_pdf():
    documento = documento_de_amostra(DAV, 45)
    a4 = impressao.renderizar(documento, padrao(DAV), Papel.A4)
    assert impressao.em_pdf(a4, Papel.A4) == a4
    rolo = impressao.em_pdf(impressao.renderizar(documento, padrao(DAV), Papel.BOBINA_80), Papel.BOBINA_80)
    pagina = pypdfium2.PdfDocument(rolo)[0]
    assert pagina.get_width() == pytest.approx(80 * 72 / 25.4, rel=0.01)
    assert pagina.get_height() > 1000
    matricial = impressao.em_pdf(impressao.renderizar(documento, padrao(DAV), Papel.TEXTO_80), Papel.TEXTO_80)
    texto = texto_do_pdf(matricial)
    assert "JOSÉ DA SILVA CONSTRUÇÕES ME" in texto
    assert "Página 3 de 3" in texto


def test_file_names_say_what_is_inside():
    dav, pre = documento_de_amostra(DAV), documento_de_amostra(PRE_VENDA)
    segunda = Via(reimpressa_em=EMISSAO + timedelta(days=1))
    assert impressao.nome_do_arquivo(dav, Papel.A4) == "dav-1234.pdf"
    assert impressao.nome_do_arquivo(pre, Papel.BOBINA_80, segunda) == "pre-venda-P-123-2a-via.bin"
    estranho = dav.model_copy(update={"numero": "../12:é", "serie": "A"})
    assert impressao.nome_do_arquivo(estranho, Papel.TEXTO_80) == "dav-12-e-A.prn"


@pytest.mark.parametrize("papel", Papel)
def test_the_test_page_asks_its_questions(papel):
    dados = impressao.pagina_de_teste(papel, "Balcão “1” … 😀", EMISSAO)
    if papel is Papel.A4:
        texto = texto_do_pdf(dados)
    elif papel is Papel.TEXTO_80:
        pagina, = texto80.ler(dados)
        texto = "\n".join(linha for linha, _ in pagina)
        assert max(len(linha) for linha, _ in pagina) == 80
    else:
        fita = leitura.ler(dados)
        texto = leitura.texto(fita)
        assert estouros(fita, COLUNAS[papel]) == []
        assert max(linha.colunas for linha in leitura.linhas(fita)) == COLUNAS[papel]
        assert [e for e in fita if isinstance(e, leitura.Barras)]
    for frase in ("PÁGINA DE TESTE", "ÁÀÂÃÇÉÊÍÓÔÕÚÜ áàâãçéêíóôõúü", "21/11/2026 14:32"):
        assert sem_espacos(frase) in sem_espacos(texto)


@pytest.mark.parametrize(("cru", "trecho"), [
    (b"\x1bZ1", "unknown command"), (b"abc\x07", "control character 0x07"), (b"\x1bt\x63", "code page 99"),
    (b"\x1d(k\x09\x00", "command cut"), (b"\x1dk\x7f\x01a", "barcode type 127"), (b"\x1b", "unknown command")])
def test_the_reader_refuses_what_it_does_not_know(cru, trecho):
    with pytest.raises(leitura.EscposIlegivel, match=trecho):
        leitura.ler(cru)


def test_the_reader_finds_a_line_that_is_too_long():
    fita = leitura.ler(b"\x1b@" + b"x" * 49 + b"\n\x1b!\x20" + b"y" * 25 + b"\n" + b"z" * 24 + b"\n")
    assert estouros(fita, 48) == ["x" * 49, "y" * 25]
    assert estouros(fita, 50) == []


@pytest.mark.parametrize("papel", Papel)
def test_warming_up_renders_without_effect(papel):
    impressao.aquecer(papel)
    um = impressao.renderizar(documento_de_amostra(DAV), padrao(DAV), papel)
    assert um == impressao.renderizar(documento_de_amostra(DAV), padrao(DAV), papel)
