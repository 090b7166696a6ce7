"""Rolls of 80 and 58 mm: the bytes decoded again, as the printer would."""

import contextlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from balcao.documents import bobina
from balcao.documents import escpos_leitura as leitura
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.conteudo import MARCA_PROVISORIO, PIX_AVISO
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.formatos import codificavel, dinheiro
from balcao.documents.modelo import AVISO_LEGAL, ChaveModelo, ModeloDocumento, chave_de, padrao
from balcao.documents.papel import COLUNAS, OpcoesBobina
from balcao.domain.formatos import moeda
from balcao.domain.terminal.opcoes import Corte, PaginaCodigo, Papel, PrecosImpressos
from tests.apoio_documentos.documentos import documentos, estouros, sem_espacos

ROLOS = (Papel.BOBINA_80, Papel.BOBINA_58)
DAV, PRE_VENDA = ChaveModelo.DAV, ChaveModelo.PRE_VENDA


def imprime(documento: DocumentoVenda, papel: Papel = Papel.BOBINA_80, modelo: ModeloDocumento | None = None,
            via: Via | None = None, logo: Path | None = None,
            opcoes: OpcoesBobina | None = None) -> tuple[leitura.Elemento, ...]:
    return leitura.ler(bobina.renderizar(
        documento, modelo or padrao(chave_de(documento.tipo.categoria)), via or Via(), papel, logo, opcoes))


@pytest.mark.parametrize("papel", ROLOS)
def test_dav_on_a_roll(papel):
    documento = documento_de_amostra(DAV, 8)
    fita = imprime(documento, papel)
    assert estouros(fita, COLUNAS[papel]) == []
    texto = sem_espacos(leitura.texto(fita))
    for frase in ("DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO", "Nº 1234", AVISO_LEGAL, "11.222.333/0001-81",
                  "Cliente: JOSÉ DA SILVA CONSTRUÇÕES ME", "12.ABC.345/01DE-35", "Nº do Documento Fiscal: ____",
                  "CABO FLEXÍVEL 2,5 MM² 750 V ANTICHAMA AZUL", "FECHADURA EXTERNA INOX 40 MM COM MAÇANETA E ROSETA",
                  "Este documento é válido por 10 dia(s)", PIX_AVISO, moeda(documento.total)):
        assert sem_espacos(frase) in texto, frase
    for item in documento.itens:
        assert item.codigo in texto
        assert dinheiro(item.total) in texto
    assert fita[-1] == leitura.Corte(parcial=False)


def test_the_account_of_an_item_on_one_line_or_the_discount_with_the_total_below():
    documento = documento_de_amostra(DAV, 2)
    larga = leitura.texto(imprime(documento, Papel.BOBINA_80)).splitlines()
    assert "    12 SC x 38,90  desc 23,34             443,46" in larga
    estreita = leitura.texto(imprime(documento, Papel.BOBINA_58)).splitlines()
    onde = estreita.index("    12 SC x 38,90")
    assert estreita[onde + 1] == "    desc 23,34            443,46"


def test_notice_is_bold_and_the_number_is_large():
    fita = imprime(documento_de_amostra(DAV))
    linhas = leitura.linhas(fita)
    aviso = [linha for linha in linhas if linha.texto.strip() and linha.texto.strip() in AVISO_LEGAL
             and "-" * 9 not in linha.texto]
    assert sem_espacos("".join(linha.texto for linha in aviso)) == sem_espacos(AVISO_LEGAL)
    assert all(linha.negrito for linha in aviso)
    numero = next(linha for linha in linhas if linha.texto == "Nº 1234")
    assert {(t.estilo.largura, t.estilo.altura) for t in numero.trechos} == {(2, 2)}
    assert numero.alinhamento == "c"
    comum = next(linha for linha in linhas if linha.texto.startswith("Vendedor"))
    assert {(t.estilo.largura, t.estilo.altura, t.estilo.negrito) for t in comum.trechos} == {(1, 1, False)}


def test_pre_venda_offline_reprinted_and_cancelled():
    documento = documento_de_amostra(PRE_VENDA)
    assert "PRÉ-VENDA P-123" in leitura.texto(imprime(documento))
    offline = documento.model_copy(update={"numero": "", "numero_provisorio": "T03-000123"})
    via = Via(reimpressa_em=documento.emissao + timedelta(hours=1), carimbo="CANCELADO")
    texto = leitura.texto(imprime(offline, via=via))
    assert "PRÉ-VENDA T03-000123" in texto
    assert MARCA_PROVISORIO in texto
    assert "2ª via - reimpresso em 21/11/2026 15:32" in texto
    assert "*** CANCELADO ***" in texto


@pytest.mark.parametrize("papel", ROLOS)
def test_codes_are_of_the_number_and_of_the_pix_and_fit(papel):
    documento = documento_de_amostra(PRE_VENDA)
    fita = imprime(documento, papel)
    barras, = (e for e in fita if isinstance(e, leitura.Barras))
    assert (barras.tipo, barras.dados, barras.legenda) == ("CODE128", "P-123", True)
    qr, = (e for e in fita if isinstance(e, leitura.Qr))
    assert qr.dados == documento.pix
    assert qr.correcao == "M"
    assert 25 * qr.modulo < bobina.PONTOS[papel]


def test_an_old_printer_gets_the_pix_as_a_picture():
    fita = imprime(documento_de_amostra(DAV), opcoes=OpcoesBobina(qr_nativo=False))
    assert not [e for e in fita if isinstance(e, leitura.Qr)]
    assert [e for e in fita if isinstance(e, leitura.Imagem)]


@pytest.mark.parametrize("pagina", PaginaCodigo)
def test_accents_come_out_in_every_code_page(pagina):
    cru = bobina.renderizar(documento_de_amostra(DAV), padrao(DAV), Via(), Papel.BOBINA_80,
                            opcoes=OpcoesBobina(pagina=pagina))
    assert cru.startswith(b"\x1b@\x1c.\x1bt")
    assert cru.count(b"\x1bt") == 1
    texto = leitura.texto(leitura.ler(cru))
    assert "NÃO É DOCUMENTO FISCAL" in texto
    assert "MAÇANETA" in texto
    assert "Observações" in texto


def test_what_the_page_lacks_is_replaced_by_its_nearest_form():
    base = documento_de_amostra(DAV, 1)
    item = base.itens[0].model_copy(update={"descricao": "CHAPA “A” – 2½ … ŁÓDŹ 😀 中"})
    texto = leitura.texto(imprime(base.model_copy(update={"itens": (item,)})))
    assert 'CHAPA "A" - 2½ ... ?ODZ ?\n' in texto or 'CHAPA "A" - 2½ ... ?ÓDZ ?\n' in texto


@pytest.mark.parametrize(("corte", "esperado"), [
    (Corte.TOTAL, leitura.Corte(parcial=False)), (Corte.PARCIAL, leitura.Corte(parcial=True)),
    (Corte.NENHUM, leitura.Avanco(4))])
def test_cut_as_the_printer_can(corte, esperado):
    fita = imprime(documento_de_amostra(DAV, 1), opcoes=OpcoesBobina(corte=corte))
    assert fita[-1] == esperado
    assert sum(isinstance(e, leitura.Corte) for e in fita) == (corte is not Corte.NENHUM)


def test_logo_in_dots_no_wider_than_the_paper(tmp_path):
    figura = tmp_path / "logo.png"
    Image.new("RGB", (3000, 300), "navy").save(figura)
    documento = documento_de_amostra(DAV, 1)
    for papel in ROLOS:
        imagem = next(e for e in imprime(documento, papel, logo=figura) if isinstance(e, leitura.Imagem))
        assert imagem.largura <= bobina.PONTOS[papel]
        assert imagem.bits.count(0xFF) > len(imagem.bits) * 0.9  # a flat colour is solid, not a pattern
    sem = imprime(documento, logo=tmp_path / "nada.png")
    assert not [e for e in sem if isinstance(e, leitura.Imagem)]


def test_prices_can_be_hidden():
    documento = documento_de_amostra(DAV, 3)
    total = leitura.texto(imprime(documento, modelo=padrao(DAV).model_copy(update={
        "precos": PrecosImpressos.TOTAL})))
    assert "TOTAL" in total
    assert "38,90" not in total
    assert "12 SC" in total
    nenhum = leitura.texto(imprime(documento, modelo=padrao(DAV).model_copy(update={
        "precos": PrecosImpressos.NENHUM})))
    assert "R$" not in nenhum
    assert "TOTAL" not in nenhum


def test_the_library_says_nothing_on_the_terminal(tmp_path):
    figura = tmp_path / "logo.png"
    Image.new("RGB", (300, 300), "navy").save(figura)
    dito = io.StringIO()
    with contextlib.redirect_stdout(dito):
        imprime(documento_de_amostra(DAV), logo=figura)
    assert dito.getvalue() == ""


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documento=documentos())
def test_any_document_prints_whole_and_no_line_is_too_long(documento):
    for papel in ROLOS:
        fita = imprime(documento, papel)
        assert estouros(fita, COLUNAS[papel]) == []
        compacto = sem_espacos(leitura.texto(fita))
        for item in documento.itens:
            assert codificavel(item.codigo, "cp850") in compacto
            assert dinheiro(item.total) in compacto
        assert sem_espacos(moeda(documento.total)) in compacto
        assert documento.numero_impresso in compacto
        assert isinstance(fita[-1], leitura.Corte)
