"""80 columns: lines, pages, form feeds, bold."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from balcao.documents import texto80
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.formatos import codificavel, dinheiro
from balcao.documents.modelo import AVISO_LEGAL, ChaveModelo, ModeloDocumento, chave_de, padrao
from balcao.domain.arredondamento import ZERO
from balcao.domain.formatos import moeda
from tests.apoio_documentos.documentos import documentos, sem_espacos

DAV = ChaveModelo.DAV


def imprime(documento: DocumentoVenda, modelo: ModeloDocumento | None = None) -> bytes:
    return texto80.renderizar(documento, modelo or padrao(chave_de(documento.tipo.categoria)), Via())


def test_dav_in_80_columns():
    documento = documento_de_amostra(DAV, 8)
    pagina, = texto80.ler(imprime(documento))
    texto = "\n".join(linha for linha, _ in pagina)
    for frase in ("DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO", "Nº 1234", "Nº do Documento Fiscal: ____",
                  "JOSÉ DA SILVA CONSTRUÇÕES ME", "Este documento é válido por 10 dia(s)", "MAÇANETA"):
        assert sem_espacos(frase) in sem_espacos(texto), frase
    linha = next(linha for linha, _ in pagina if linha.startswith("2 10871"))
    assert linha.split()[-4:] == ["SC", "38,90", "23,34", "443,46"]
    assert linha.endswith(" 443,46")
    assert len(linha) == 80
    aviso = [linha.strip() for linha, negrito in pagina if negrito]
    assert sem_espacos(AVISO_LEGAL) in sem_espacos("".join(aviso))


def test_pages_end_with_a_form_feed_and_carry_the_sum():
    documento = documento_de_amostra(DAV, 60)
    cru = imprime(documento, padrao(DAV).model_copy(update={"linhas_por_pagina": 50}))
    paginas = texto80.ler(cru)
    assert len(paginas) == 4
    assert cru.count(b"\f") == 4
    assert cru.endswith(b"\f")
    assert b"\x12" in cru[:8]  # condensed off
    ate = 0
    for n, pagina in enumerate(paginas, start=1):
        textos = [linha for linha, _ in pagina]
        assert len([t for t in textos if t]) <= 50
        assert f"Página {n} de 4".rjust(80) in textos
        soma = moeda(sum((i.total for i in documento.itens[:ate]), ZERO)).replace("\u00a0", " ")
        if n > 1:
            assert f"Transporte {soma}".rjust(80) in textos
            assert f"A transportar {soma}".rjust(80) in [linha for linha, _ in paginas[n - 2]]
        ate += sum(t[:2].strip().isdigit() and t[2:3] == " " for t in textos)
    assert ate == 60
    ultima = [linha for linha, _ in paginas[-1]]
    assert any("TOTAL" in t for t in ultima)
    assert any(t.startswith("60 ") for t in ultima)


def test_continuous_paper_has_no_form_feed():
    cru = imprime(documento_de_amostra(DAV, 100), padrao(DAV).model_copy(update={"linhas_por_pagina": 0}))
    assert b"\f" not in cru
    assert len(texto80.ler(cru)) == 1


def test_huge_numbers_move_to_two_lines_an_item():
    base = documento_de_amostra(DAV, 1)
    item = base.itens[0].model_copy(update={"codigo": "C" * 30})
    normal = texto80.ler(imprime(base.model_copy(update={"itens": (item,)})))
    assert any("CCCCCCCCCCCCCC " in linha for linha, _ in normal[0])
    enorme = item.model_copy(update={"quantidade": Decimal("123456789012.123456"),
                                     "preco": Decimal("1234567890.1234567891")})
    pagina, = texto80.ler(imprime(base.model_copy(update={"itens": (enorme,)})))
    assert any("123.456.789.012,123456 UN x 1.234.567.890,1234567891" in linha for linha, _ in pagina)


def test_only_its_own_bytes_are_read():
    with pytest.raises(ValueError, match="80 columns"):
        texto80.ler(b"%PDF-1.4")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documento=documentos())
def test_any_document_prints_whole_in_80_columns(documento):
    paginas = texto80.ler(imprime(documento))
    linhas = [linha for pagina in paginas for linha, _ in pagina]
    assert max(map(len, linhas)) <= 80
    compacto = sem_espacos("".join(linhas))
    for item in documento.itens:
        assert codificavel(item.codigo, "cp850") in compacto
        assert dinheiro(item.total) in compacto
    assert sem_espacos(moeda(documento.total)) in compacto
