"""Gerar Versão and the guide of versions in Documentos (TP-157), by keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.documentos.pagina import PaginaDocumentos
from tests.ui.cena import palco
from tests.ui.teclas import tecla
from tests.ui.test_documentos import CenaDocumentos, linhas

K = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaDocumentos]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaDocumentos(qtbot, *onde)


def versiona(cena: CenaDocumentos, **campos: Any) -> None:
    """From now on this shop's DAV has versions; this counter knows."""
    cena.balcao.loja.muda_tipo("DAV", permite_versionamento=True, **campos)
    cena.balcao.puxa()


def abas(pagina: PaginaDocumentos) -> list[str]:
    if not pagina.guia.isVisible():
        return []
    return [pagina.guia.abas.tabText(i) for i in range(pagina.guia.abas.count())]


def na_barra(pagina: PaginaDocumentos) -> bool:
    return any(c.isVisible() for c in pagina.findChildren(QAbstractButton) if c.accessibleName() == "Gerar Versão")


def gera(cena: CenaDocumentos, responde: Qt.Key = K.Key_F12) -> None:
    cena.tecla(K.Key_F4, SHIFT)
    pergunta = cena.dialogo()
    assert isinstance(pergunta, Pergunta)
    tecla(pergunta, responde)
    cena.sem_dialogo()


def pode(pagina: PaginaDocumentos) -> set[str]:
    """The keys that do something with the document now."""
    return {spec.id.removeprefix("documentos.") for spec, acao in pagina.acoes
            if acao.isEnabled() and spec.quando is not None}


def test_gera_e_a_guia_mostra_as_duas(cena: CenaDocumentos) -> None:
    versiona(cena)
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2)]))
    pagina = cena.abre()
    assert (abas(pagina), na_barra(pagina)) == (["Versão 0"], True)
    gera(cena)
    assert cena.ditos == ["Versão 1 gerada: 1v1. F4 altera; a anterior fica guardada."]
    assert linhas(pagina, 0, 6) == [("1v1", "Pendente")]
    assert (abas(pagina), pagina.guia.abas.currentIndex()) == (["Versão 0", "Versão 1"], 1)
    assert cena.balcao.loja.um("SELECT versao_comercial FROM pedidos") == 1


def test_esc_nao_gera(cena: CenaDocumentos) -> None:
    versiona(cena)
    cena.balcao.emite(cena.balcao.venda("DAV"))
    cena.abre()
    gera(cena, K.Key_Escape)
    assert cena.balcao.loja.um("SELECT versao_comercial FROM pedidos") == 0
    assert cena.ditos == []


@pytest.mark.parametrize(("tipo", "campos"), [("DAV", {}), ("VENDA", {"permite_versionamento": True})])
def test_sem_versoes_nem_acao_nem_guia(cena: CenaDocumentos, tipo: str, campos: dict[str, Any]) -> None:
    cena.balcao.loja.muda_tipo(tipo, **campos)
    cena.balcao.puxa()
    cena.balcao.emite(cena.balcao.venda(tipo))
    pagina = cena.abre()
    assert (abas(pagina), na_barra(pagina)) == ([], False)
    assert not pagina.previa.pixmap().isNull()
    cena.tecla(K.Key_F4, SHIFT)
    assert QApplication.activeModalWidget() is None


def test_a_anterior_so_se_ve_e_se_imprime(cena: CenaDocumentos, monkeypatch, tmp_path: Path) -> None:
    versiona(cena)
    cena.balcao.emite(cena.balcao.venda("DAV", [("P1", 2)]))
    pagina = cena.abre()
    gera(cena)
    atual = pode(pagina)
    assert {"versao", "alterar", "converter", "situacao", "clonar", "via", "pdf"} <= atual
    cena.tecla(K.Key_PageUp, CTRL)
    assert pagina.guia.abas.currentIndex() == 0
    assert "só consulta e impressão" in pagina.guia.legenda.text()
    assert pode(pagina) == {"via", "pdf"}
    for qual in (K.Key_F4, K.Key_F6, K.Key_F9):
        cena.tecla(qual)
    assert (QApplication.activeModalWidget(), cena.abertos) == (None, [])
    destino = tmp_path / "antiga.pdf"
    nomes = list[str]()
    monkeypatch.setattr(QFileDialog, "getSaveFileName",
                        lambda _pai, _titulo, nome, _filtro: (nomes.append(nome), (str(destino), ""))[1])
    cena.tecla("G", CTRL)
    papel = "".join(p.extract_text() for p in PdfReader(destino).pages)
    assert nomes == ["dav-1.pdf"]
    assert "SUBSTITUÍDO" in papel
    assert "2ª via" in papel
    cena.tecla("P", CTRL)
    assert cena.ditos[-1].startswith("DAV 1 na impressora.")
    assert cena.balcao.loja.sql("SELECT dados ->> 'versao' FROM eventos WHERE tipo = 'pedido.reimpresso'") == [
        ("1",), ("1",)]
    cena.tecla(K.Key_PageDown, CTRL)
    assert (pagina.guia.abas.currentIndex(), pode(pagina)) == (1, atual)
    cena.tecla(K.Key_PageDown, CTRL)
    assert pagina.guia.abas.currentIndex() == 1


def test_recusada_e_dita(cena: CenaDocumentos) -> None:
    versiona(cena)
    cena.balcao.emite(cena.balcao.venda("DAV"))
    pagina = cena.abre()
    cena.balcao.loja.muda_tipo("DAV", permite_versionamento=False)
    gera(cena)
    assert cena.avisos == ["Documentos do tipo DAV não têm versões. Clone-o (Ctrl+D) para fazer outro."]
    assert abas(pagina) == ["Versão 0"]


def test_clicar_na_guia_mostra_a_versao(cena: CenaDocumentos) -> None:
    versiona(cena)
    cena.balcao.emite(cena.balcao.venda("DAV"))
    pagina = cena.abre()
    gera(cena)
    QTest.mouseClick(pagina.guia.abas, Qt.MouseButton.LeftButton, pos=pagina.guia.abas.tabRect(0).center())
    cena.para()
    assert pagina.guia.substituida is not None
    assert pagina.texto.hasFocus()
