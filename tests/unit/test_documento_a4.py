"""A4: what the PDF says when it is read back, and that nothing leaves the paper."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from balcao.documents import a4, a4_tabela
from balcao.documents.a4_tela import ALTURA_PAGINA, DIREITA, ESQUERDA, LARGURA, MM
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.conteudo import MARCA_PROVISORIO, PIX_AVISO, montar
from balcao.documents.dados import CONSUMIDOR_FINAL, Destinatario, DocumentoVenda, Via
from balcao.documents.fontes import normal
from balcao.documents.formatos import dinheiro
from balcao.documents.modelo import AVISO_LEGAL, ChaveModelo, ColunaItem, ModeloDocumento, chave_de, padrao
from balcao.domain.arredondamento import ZERO
from balcao.domain.formatos import moeda
from balcao.domain.plano import Parcela
from balcao.domain.terminal.opcoes import PrecosImpressos
from tests.apoio_documentos.documentos import documentos, le_pdf, sem_espacos, texto_do_pdf

DAV, PRE_VENDA = ChaveModelo.DAV, ChaveModelo.PRE_VENDA


def imprime(documento: DocumentoVenda, modelo: ModeloDocumento | None = None, via: Via | None = None,
            logo: Path | None = None) -> bytes:
    return a4.renderizar(documento, modelo or padrao(chave_de(documento.tipo.categoria)), via or Via(), logo)


def test_dav_says_what_the_law_asks():
    documento = documento_de_amostra(DAV)
    pagina, = le_pdf(imprime(documento))
    texto = sem_espacos(pagina.texto)
    for frase in ("DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO", "Nº 1234", "Casa das Ferragens", "11.222.333/0001-81",
                  "JOSÉ DA SILVA CONSTRUÇÕES ME", "12.ABC.345/01DE-35", "Nº do Documento Fiscal", "Ana Souza",
                  "Este documento é válido por 10 dia(s)", "Entregar pela manhã", "Página 1 de 1", PIX_AVISO):
        assert sem_espacos(frase) in texto, frase
    assert sem_espacos(AVISO_LEGAL) in sem_espacos(pagina.negrito)


def test_every_line_and_total_equals_the_object():
    documento = documento_de_amostra(DAV, 8)
    texto = texto_do_pdf(imprime(documento))
    linhas = texto.splitlines()
    for item in documento.itens:
        assert item.codigo in texto
        assert dinheiro(item.total) in linhas
    for valor in (documento.subtotal, -documento.desconto, documento.frete, documento.total):
        assert moeda(valor).replace("\u00a0", " ") in texto
    for parcela in documento.parcelas:
        assert f"{parcela.vencimento:%d/%m/%Y}" in texto


def test_pre_venda_is_called_by_its_number_and_cites_no_fiscal_document():
    texto = texto_do_pdf(imprime(documento_de_amostra(PRE_VENDA)))
    assert "PRÉ-VENDA P-123" in texto
    assert "Documento Fiscal" not in texto
    assert "válido por" not in texto


def test_validity_zero_prints_nothing():
    documento = documento_de_amostra(DAV).model_copy(update={"validade_dias": 0, "validade": None})
    assert "válido por" not in texto_do_pdf(imprime(documento))


def test_provisional_number_second_copy_and_stamp_are_marked():
    documento = documento_de_amostra(DAV).model_copy(update={"numero": "", "numero_provisorio": "T03-000123"})
    limpo = texto_do_pdf(imprime(documento))
    assert "Nº T03-000123" in limpo
    assert MARCA_PROVISORIO in limpo
    assert "2ª via" not in limpo
    via = Via(reimpressa_em=documento.emissao + timedelta(days=1, minutes=5), carimbo="CANCELADO")
    marcado = texto_do_pdf(imprime(documento, via=via))
    assert "2ª via - reimpresso em 22/11/2026 14:37" in marcado
    assert "CANCELADO" in marcado


def test_without_a_customer_it_is_consumidor_final():
    documento = documento_de_amostra(DAV).model_copy(update={"destinatario": Destinatario()})
    assert CONSUMIDOR_FINAL in texto_do_pdf(imprime(documento))


@pytest.mark.parametrize("quantos", [1, 2, 24, 25, 26, 27, 28, 45, 60, 61, 400])
def test_pages_carry_the_sum_and_totals_never_stand_alone(quantos):
    documento = documento_de_amostra(DAV, quantos)
    paginas = le_pdf(imprime(documento))
    lidos: list[int] = []
    for n, pagina in enumerate(paginas, start=1):
        assert f"Página {n} de {len(paginas)}" in pagina.texto
        codigos = re.findall(r"^(\d+)\n(?:10023|10871|2040|310|77|5518|9002|640)$", pagina.texto, re.M)
        if lidos and codigos:
            soma = moeda(sum((i.total for i in documento.itens[:len(lidos)]), ZERO)).replace("\u00a0", " ")
            assert soma in pagina.texto
            assert "Transporte" in pagina.texto
            assert "A transportar" in paginas[n - 2].texto
            assert soma in paginas[n - 2].texto
        lidos += [int(c) for c in codigos]
        if re.search(r"^TOTAL$", pagina.texto, re.M):
            assert len(codigos) >= min(2, quantos)
        assert "A transportar" not in pagina.texto or codigos
    assert lidos == list(range(1, quantos + 1))
    assert sum("TOTAL" in p.texto.splitlines() for p in paginas) == 1


def test_following_pages_repeat_headings_and_the_notice():
    *_, segunda = le_pdf(imprime(documento_de_amostra(DAV, 45)))
    assert "Descrição" in segunda.texto
    assert "DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO Nº 1234" in segunda.texto
    assert sem_espacos(AVISO_LEGAL) in sem_espacos(segunda.texto)


def test_prices_can_be_hidden():
    documento = documento_de_amostra(DAV, 45)
    so_total = texto_do_pdf(imprime(documento, padrao(DAV).model_copy(update={"precos": PrecosImpressos.TOTAL})))
    assert moeda(documento.total).replace("\u00a0", " ") in so_total
    assert "Unitário" not in so_total
    assert "Transporte" not in so_total
    assert "Subtotal" not in so_total
    nenhum = texto_do_pdf(imprime(documento, padrao(DAV).model_copy(update={"precos": PrecosImpressos.NENHUM})))
    assert "R$" not in nenhum
    assert "TOTAL" not in nenhum
    assert "10023" in nenhum


def test_a_changed_title_and_texts_are_printed_with_macros():
    modelo = padrao(DAV).model_copy(update={
        "titulo": "ORÇAMENTO LOJA 1", "texto_antes": "Prezado ${cliente},", "rodape": "Obrigado! ${loja}",
        "texto_depois": "Válido até ${validade}. Total ${total}."})
    texto = texto_do_pdf(imprime(documento_de_amostra(DAV, 1), modelo))
    assert "ORÇAMENTO LOJA 1" in texto
    assert "Prezado JOSÉ DA SILVA CONSTRUÇÕES ME," in texto
    assert "Obrigado! Casa das Ferragens" in texto
    assert "Válido até 01/12/2026. Total R$ 89,00." in texto


def _imagens(pdf: bytes) -> int:
    return sum(len(p.images) for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_logo_is_printed_and_its_absence_is_no_error(tmp_path):
    figura = tmp_path / "logo.png"
    Image.new("RGBA", (400, 200), (0, 80, 160, 128)).save(figura)
    quebrada = tmp_path / "quebrada.png"
    quebrada.write_bytes(figura.read_bytes()[:60])
    documento = documento_de_amostra(DAV, 1)
    assert _imagens(imprime(documento, logo=figura)) == 1
    assert _imagens(imprime(documento, padrao(DAV).model_copy(update={"mostrar_logo": False}), logo=figura)) == 0
    for ruim in (quebrada, tmp_path / "nao_existe.png", tmp_path):
        assert _imagens(imprime(documento, logo=ruim)) == 0


def test_long_texts_wrap_and_stay_inside():
    base = documento_de_amostra(PRE_VENDA, 1)
    item = base.itens[0].model_copy(update={"codigo": "C" * 40, "descricao": "PALAVRA" * 90, "complemento": "x\n" * 90})
    documento = base.model_copy(update={
        "itens": (item,), "observacoes": "linha de observação\n" * 200,
        "parcelas": tuple(Parcela(numero=n, vencimento=base.emissao.date(), valor=Decimal("1.00"))
                          for n in range(1, 61)),
        "emitente": base.emitente.model_copy(update={"fantasia": "Nome comprido " * 20}),
        "destinatario": base.destinatario.model_copy(update={"nome": "Cliente de nome comprido " * 20})})
    paginas = le_pdf(imprime(documento))
    assert len(paginas) >= 3
    assert sum(p.texto.count("linha de observação") for p in paginas) == 200
    linhas = [linha for p in paginas for linha in p.texto.splitlines()]
    assert "".join(linha for linha in linhas if linha and set(linha) <= set("PALVR")) == "PALAVRA" * 90
    assert "".join(linha for linha in linhas if linha and set(linha) <= set("C")) == "C" * 40
    for pagina in paginas:
        _dentro(pagina)


def test_long_numbers_get_their_room_and_the_description_keeps_hers():
    base = documento_de_amostra(DAV, 1)
    item = base.itens[0].model_copy(update={"quantidade": Decimal("123456789012.123456"), "codigo": "C" * 40,
                                            "preco": Decimal("1234567890.1234567891"), "descricao": "PRODUTO " * 12})
    conteudo = montar(base.model_copy(update={"itens": (item,)}), padrao(DAV), Via())
    tabela = a4_tabela.medir(conteudo.colunas, conteudo.itens)
    larguras = {f.coluna.campo: f.largura for f in tabela.faixas}
    assert sum(larguras.values()) == pytest.approx(LARGURA)
    assert larguras[ColunaItem.DESCRICAO] >= 40 * MM
    assert larguras[ColunaItem.QUANTIDADE] >= normal().largura("123.456.789.012,123456", tabela.corpo)
    assert tabela.corpo < a4_tabela.CORPOS[0]
    _dentro(le_pdf(imprime(base.model_copy(update={"itens": (item,)})))[0])


def test_same_document_gives_the_same_bytes_dated_by_its_issue():
    documento = documento_de_amostra(DAV)
    pdf = imprime(documento)
    assert pdf == imprime(documento)
    metadados = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert metadados is not None
    assert metadados.title == "DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO Nº 1234"
    assert str(metadados["/CreationDate"]).startswith("D:20261121143200")


def test_only_embedded_fonts_are_used():
    fontes = pypdf.PdfReader(io.BytesIO(imprime(documento_de_amostra(DAV)))).pages[0]["/Resources"]["/Font"]
    usadas = [f.get_object() for f in fontes.values()]
    roboto = [f for f in usadas if "Roboto" in f["/BaseFont"]]
    assert len(roboto) == 2
    assert all("/FontFile2" in f["/FontDescriptor"].get_object() for f in roboto)


def _dentro(pagina):
    assert pagina.esquerda >= ESQUERDA - 1
    assert pagina.direita <= DIREITA + 1
    assert pagina.base >= 20
    assert pagina.topo <= ALTURA_PAGINA - 25


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documento=documentos())
def test_any_document_prints_whole_and_inside_the_margins(documento):
    paginas = le_pdf(imprime(documento))
    texto = "".join(p.texto for p in paginas)
    compacto = sem_espacos(texto)
    for item in documento.itens:
        assert item.codigo in compacto
        assert dinheiro(item.total) in compacto
    assert sem_espacos(moeda(documento.total)) in compacto
    assert sem_espacos(documento.numero_impresso) in compacto
    for pagina in paginas:
        _dentro(pagina)
