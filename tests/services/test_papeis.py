"""Fila de impressão at a counter: what stopped comes out once, is given up, or gives its place to another (gate 5)."""

import errno
import random
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader
from uuid_utils.compat import uuid7

from balcao.config import plataforma
from balcao.devices.trabalho import EstadoTrabalho, Trabalho
from balcao.documents import escpos_leitura as leitura
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.services.counter.documentos import Documentos
from balcao.services.counter.papeis import Papeis
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja
from tests.apoio_documentos.impressora_tcp import ImpressoraTcp

SEM_PAPEL = 0x72
PRONTA = 0x12
FALHOU, INCERTO, CANCELADO = EstadoTrabalho.FALHOU, EstadoTrabalho.INCERTO, EstadoTrabalho.CANCELADO


@pytest.fixture
def impressora() -> Iterator[ImpressoraTcp]:
    with ImpressoraTcp() as uma:
        yield uma


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path, impressora: ImpressoraTcp) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("bia")
        um.b.estacao = replace(um.b.estacao, locais={**um.b.estacao.locais, "controles_impressao": {
            "imp_impressora": impressora.endereco, "imp_modelo_papel": "bobina_80"}})
        um.b.bastidores.fila.iniciar()
        yield um


def papeis(balcao: BalcaoDeTeste) -> Papeis:
    return balcao.b.bastidores.papeis


def documentos(balcao: BalcaoDeTeste) -> Documentos:
    return balcao.b.bastidores.documentos


def espera(balcao: BalcaoDeTeste) -> list[Trabalho]:
    """Until the printer has done what it can; what is not on paper."""
    fila = balcao.b.bastidores.fila
    for trabalho in fila.listar(EstadoTrabalho.NA_FILA, EstadoTrabalho.IMPRIMINDO):
        fila.esperar(trabalho.id, 30)
    return papeis(balcao).lista()


def emite(balcao: BalcaoDeTeste) -> UUID:
    """A DAV whose paper is queued at its issue."""
    emitido = balcao.emite(balcao.venda("DAV"))
    assert emitido.documento is not None
    id_ = balcao.b.envios.todos()[0].pedido_id
    balcao.b.bastidores.impressor.imprime(emitido.documento, id_)
    return id_


def parado(balcao: BalcaoDeTeste, impressora: ImpressoraTcp, estado: EstadoTrabalho = FALHOU) -> tuple[UUID, Trabalho]:
    """A DAV whose first via stopped; the printer works again."""
    if estado is INCERTO:
        impressora.corta_em = 1
    else:
        impressora.papel = SEM_PAPEL
    id_ = emite(balcao)
    [um] = espera(balcao)
    assert um.estado is estado
    impressora.papel, impressora.corta_em = PRONTA, None
    impressora.recebidos.clear()
    return id_, um


def saidas(impressora: ImpressoraTcp) -> list[bool]:
    """Of each paper: whether it says 2ª via."""
    return ["2ª via" in leitura.texto(leitura.ler(um)) for um in impressora.recebidos if um]


def reimpressas(balcao: BalcaoDeTeste) -> int:
    return int(balcao.loja.sql("SELECT count(*) FROM eventos WHERE tipo = 'pedido.reimpresso'")[0][0])


def test_imprime_de_novo_o_mesmo_papel(balcao: BalcaoDeTeste, impressora: ImpressoraTcp) -> None:
    _, um = parado(balcao, impressora)
    assert papeis(balcao).parados() == 1
    assert papeis(balcao).imprime(um.id) == f"{um.titulo} na impressora."
    assert espera(balcao) == []
    assert saidas(impressora) == [False]
    assert papeis(balcao).parados() == 0
    assert reimpressas(balcao) == 0
    with pytest.raises(EntradaInvalida, match="não está parado"):
        papeis(balcao).imprime(um.id)
    assert saidas(impressora) == [False]


def test_imprime_em_outra_impressora(balcao: BalcaoDeTeste, impressora: ImpressoraTcp) -> None:
    _, um = parado(balcao, impressora)
    with pytest.raises(AmbienteIndisponivel, match="não é o endereço"):
        papeis(balcao).imprime(um.id, "rede:outra:99999")
    assert [t.estado for t in papeis(balcao).lista()] == [FALHOU]
    with ImpressoraTcp() as outra:
        papeis(balcao).imprime(um.id, outra.endereco)
        assert espera(balcao) == []
        assert (saidas(impressora), saidas(outra)) == ([], [False])


def test_o_que_ja_saiu_nao_sai_outra_vez(balcao: BalcaoDeTeste, impressora: ImpressoraTcp) -> None:
    id_, um = parado(balcao, impressora, INCERTO)
    assert "impresso" in papeis(balcao).saiu(um.id)
    assert espera(balcao) == []
    assert saidas(impressora) == []
    documentos(balcao).segunda_via(id_)
    espera(balcao)
    assert saidas(impressora) == [True]


@pytest.mark.parametrize(("estado", "marcada"), [(FALHOU, False), (INCERTO, True)])
def test_a_via_pedida_em_documentos_toma_o_lugar_da_parada(
        balcao: BalcaoDeTeste, impressora: ImpressoraTcp, estado: EstadoTrabalho, marcada: bool) -> None:
    """A first via that never left is still the first; one that may have left is not."""
    id_, um = parado(balcao, impressora, estado)
    documentos(balcao).segunda_via(id_)
    assert espera(balcao) == []
    assert saidas(impressora) == [marcada]
    assert balcao.b.bastidores.fila.trabalho(um.id).estado is CANCELADO
    assert reimpressas(balcao) == int(marcada)
    documentos(balcao).imprime_ultima()
    espera(balcao)
    assert saidas(impressora) == [marcada, True]


def test_a_primeira_via_continua_primeira_por_mais_que_falhe(balcao: BalcaoDeTeste, impressora: ImpressoraTcp) -> None:
    id_, _ = parado(balcao, impressora)
    impressora.papel = SEM_PAPEL
    for _ in range(2):
        documentos(balcao).segunda_via(id_)
        assert [t.estado for t in espera(balcao)] == [FALHOU]
    impressora.papel = PRONTA
    documentos(balcao).segunda_via(id_)
    assert espera(balcao) == []
    assert saidas(impressora) == [False]
    assert reimpressas(balcao) == 0


@pytest.mark.parametrize(("estado", "marcada"), [(FALHOU, False), (INCERTO, True)])
def test_quem_desiste_pode_imprimir_depois(balcao: BalcaoDeTeste, impressora: ImpressoraTcp, estado: EstadoTrabalho,
                                           marcada: bool) -> None:
    id_, um = parado(balcao, impressora, estado)
    assert "Documentos (F8)" in papeis(balcao).desiste(um.id)
    assert espera(balcao) == []
    assert saidas(impressora) == []
    documentos(balcao).segunda_via(id_)
    espera(balcao)
    assert saidas(impressora) == [marcada]


@pytest.mark.parametrize("onde", ["fila", "documentos"])
def test_um_pdf_no_lugar_do_papel_e_a_primeira_via(balcao: BalcaoDeTeste, impressora: ImpressoraTcp, tmp_path: Path,
                                                   onde: str) -> None:
    id_, um = parado(balcao, impressora)
    destino = tmp_path / "dav.pdf"
    if onde == "fila":
        with pytest.raises(AmbienteIndisponivel, match="não foi gravado"):
            papeis(balcao).salva_pdf(um.id, str(tmp_path / "nao" / "existe.pdf"))
        assert [t.estado for t in papeis(balcao).lista()] == [FALHOU]
        papeis(balcao).salva_pdf(um.id, str(destino))
    else:
        documentos(balcao).salva_pdf(id_, str(destino))
    escrito = "".join(pagina.extract_text() for pagina in PdfReader(destino).pages)
    assert "2ª via" not in escrito
    assert "DAV" in escrito or onde == "fila"  # the roll's page is a picture
    assert papeis(balcao).lista() == []
    documentos(balcao).segunda_via(id_)
    espera(balcao)
    assert saidas(impressora) == [True]


def test_a_fila_diz_o_que_espera_com_os_parados_primeiro(balcao: BalcaoDeTeste, impressora: ImpressoraTcp) -> None:
    assert papeis(balcao).lista() == []
    impressora.segura = True
    emite(balcao)
    assert impressora.comecou.wait(20)
    emite(balcao)
    assert [t.estado for t in papeis(balcao).lista()] == [EstadoTrabalho.IMPRIMINDO, EstadoTrabalho.NA_FILA]
    imprimindo, na_fila = papeis(balcao).lista()
    with pytest.raises(EntradaInvalida):
        papeis(balcao).desiste(imprimindo.id)
    papeis(balcao).desiste(na_fila.id)
    impressora.solta.set()
    assert espera(balcao) == []
    impressora.segura, impressora.papel = False, SEM_PAPEL
    emite(balcao)
    [falhou] = espera(balcao)
    assert papeis(balcao).previa(falhou.id).startswith(b"\x89PNG")
    assert "papel" in falhou.motivo


def test_o_que_nao_esta_na_fila_e_dito(balcao: BalcaoDeTeste, tmp_path: Path) -> None:
    for pede in (papeis(balcao).imprime, papeis(balcao).saiu, papeis(balcao).desiste, papeis(balcao).previa,
                 lambda id_: papeis(balcao).salva_pdf(id_, str(tmp_path / "x.pdf"))):
        with pytest.raises(EntradaInvalida, match="não está mais na fila"):
            pede(uuid7())


@pytest.mark.parametrize("grava", [True, False])
def test_o_pdf_e_a_primeira_via_no_registro_antes_de_estar_no_disco(
        balcao: BalcaoDeTeste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grava: bool) -> None:
    emitido = balcao.emite(balcao.venda("DAV"))
    assert emitido.documento is not None
    id_, visto = balcao.b.envios.todos()[0].pedido_id, []
    ja_saiu = documentos(balcao)._impressoes.ja_saiu
    certo = plataforma.grava

    def espia(arquivo: Path, dados: bytes) -> None:
        visto.append(ja_saiu(id_))
        if not grava:
            raise OSError(errno.ENOSPC, "No space left on device")
        certo(arquivo, dados)

    monkeypatch.setattr(plataforma, "grava", espia)
    with nullcontext() if grava else pytest.raises(AmbienteIndisponivel):
        documentos(balcao).salva_pdf(id_, str(tmp_path / "x.pdf"))
    assert visto == [True]
    assert ja_saiu(id_) is grava


@pytest.mark.parametrize("semente", range(8))
def test_nunca_saem_duas_primeiras_vias_nem_uma_segunda_sem_primeira(
        balcao: BalcaoDeTeste, impressora: ImpressoraTcp, tmp_path: Path, semente: int) -> None:
    """Whatever a person does with a paper that stops, at random. One that is printed again after it was uncertain is
    that person's word that it had not come out."""
    acaso, saiu, pode = random.Random(semente), list[bool](), list[bool]()

    def falha() -> None:
        impressora.recebidos.clear()
        impressora.papel, impressora.corta_em = acaso.choice([(SEM_PAPEL, None), (PRONTA, 1), (PRONTA, None)])

    def faz(passo: int) -> None:
        """One act, and what leaves by it (`saiu`), or may have left (`pode`): whether it says 2ª via."""
        falha()
        parados = papeis(balcao).lista()
        ato = acaso.choice(["f8", "f8", "pdf", *(["imprime", "saiu", "desiste", "pdf da fila"] if parados else [])])
        um = parados[0] if parados else None
        destino = tmp_path / f"{passo}.pdf"
        if ato == "f8":
            documentos(balcao).segunda_via(id_)
        elif ato == "pdf":
            documentos(balcao).salva_pdf(id_, str(destino))
            saiu.append("2ª via" in "".join(pagina.extract_text() for pagina in PdfReader(destino).pages))
        elif um is not None:
            marcada = not um.chave
            if um.estado is INCERTO and ato != "desiste":
                pode.remove(marcada)
            if ato == "imprime":
                papeis(balcao).imprime(um.id)
            elif ato == "desiste":
                papeis(balcao).desiste(um.id)
            else:
                papeis(balcao).saiu(um.id) if ato == "saiu" else papeis(balcao).salva_pdf(um.id, str(destino))
                saiu.append(marcada)

    def recolhe() -> None:
        espera(balcao)
        for marcada in saidas(impressora):
            (pode if impressora.corta_em is not None else saiu).append(marcada)

    falha()
    id_ = emite(balcao)
    recolhe()
    for passo in range(7):
        faz(passo)
        recolhe()
        assert (saiu + pode).count(False) <= 1, (passo, saiu, pode)
        assert True not in saiu or False in saiu + pode, (passo, saiu, pode)
