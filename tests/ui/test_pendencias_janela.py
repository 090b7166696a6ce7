"""The pages of what is pending in the program's own window: keys, palette, status bar, and who may see what."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from balcao.app.sessao_tela import SessaoTela
from balcao.domain.erros import AmbienteIndisponivel
from balcao.ui.ajuda import FolhaTeclas
from balcao.ui.background import Background
from balcao.ui.documentos.pagina import PaginaDocumentos
from balcao.ui.janela import Janela
from balcao.ui.paleta_comandos import PaletaComandos
from balcao.ui.pendencias.divergencias import PaginaDivergencias
from balcao.ui.pendencias.fila import PaginaFila
from balcao.ui.pendencias.papeis import PaginaPapeis
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import nova_loja
from tests.apoio_documentos.impressora_tcp import PRONTA, ImpressoraTcp
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class NaTela(QObject):
    """What the print queue's thread says, on the screen's."""

    impressao = Signal(object)


class Programa:
    """A window with somebody in."""

    def __init__(self, qtbot: Any, balcao: BalcaoDeTeste) -> None:
        self.qtbot, self.balcao = qtbot, balcao
        self.janela = Janela()
        self.janela.resize(1024, 768)
        self.dono = self.na_tela = NaTela()
        self.fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
        self.sessao = SessaoTela(balcao.b, self.janela, self.fundo, self.dono)
        self.janela.pediu_fila.connect(self.sessao.abre_fila)
        self.janela.pediu_divergencias.connect(self.sessao.abre_divergencias)
        self.janela.pediu_papeis.connect(self.sessao.abre_papeis)
        balcao.b.avisos = replace(balcao.b.avisos, impressao=self.na_tela.impressao.emit)
        self.na_tela.impressao.connect(self.sessao.imprimiu)
        qtbot.addWidget(self.janela)
        self.janela.show()
        espera_teclado(qtbot, self.janela)

    def entra(self, login: str) -> None:
        self.balcao.entra(login)
        aberta = self.balcao.b.sessoes.atual
        assert aberta is not None
        self.sessao.abre(aberta)
        self.sessao.mostra_ligacao(self.balcao.b.situacao())
        self.para()

    def para(self) -> None:
        self.qtbot.waitUntil(lambda: not self.fundo.pendentes(), timeout=60_000)

    def tecla(self, qual: Qt.Key, *modificadores: Qt.KeyboardModifier) -> None:
        junto = Qt.KeyboardModifier.NoModifier
        for um in modificadores:
            junto |= um
        tecla(self.janela, qual, junto)
        self.para()

    @property
    def pagina(self) -> Any:
        return self.janela.paginas.currentWidget()

    @property
    def situacao(self) -> str:
        assert self.sessao.venda is not None
        return str(self.sessao.venda.tela.situacao._conexao.text())


@pytest.fixture
def programa(qtbot, fabrica_bancos, tmp_path: Path) -> Iterator[Programa]:
    loja = nova_loja(fabrica_bancos)
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
        balcao.b.retaguarda._prazo = 20.0
        um = Programa(qtbot, balcao)
        yield um
        assert um.fundo.para(30) == []
        um.fundo.deleteLater()
        um.dono.deleteLater()
    loja.fecha()


def _divergencia(balcao: BalcaoDeTeste) -> None:
    balcao.loja.muda_tipo("VENDA", emissao_sem_retaguarda="venda")
    balcao.puxa()
    balcao.entra("ana")
    balcao.cai()
    assert balcao.emite(balcao.venda("VENDA", [("P1", 5)])).guardado
    balcao.b.fecha_venda()
    balcao.loja.poe_estoque("P1", 3)
    balcao.volta()


def test_a_fila_abre_de_qualquer_pagina_e_esc_volta(programa: Programa) -> None:
    balcao = programa.balcao
    balcao.entra("ana")
    balcao.cai()
    balcao.emite(balcao.venda("DAV"))
    balcao.b.fecha_venda()
    balcao.rede.modo = balcao.rede.modo.PASSA
    programa.entra("ana")
    assert "1 a enviar (Ctrl+Shift+F)" in programa.situacao
    programa.tecla(K.Key_F, CTRL, SHIFT)
    assert isinstance(programa.pagina, PaginaFila)
    assert "etaguarda" in programa.pagina.ligacao.text()
    assert programa.janela.isAncestorOf(QApplication.focusWidget())
    programa.tecla(K.Key_F12)
    assert "1 chegou" in programa.janela.nota.texto
    programa.tecla(K.Key_Escape)
    assert isinstance(programa.pagina, PaginaVenda)
    programa.sessao.mostra_ligacao(balcao.b.situacao())
    assert "0 a enviar" in programa.situacao
    assert "Ctrl+Shift+F" not in programa.situacao


def test_divergencias_so_para_quem_pode(programa: Programa) -> None:
    _divergencia(programa.balcao)
    programa.entra("ana")
    assert "divergência" not in programa.situacao
    programa.tecla(K.Key_D, CTRL, SHIFT)
    assert isinstance(programa.pagina, PaginaVenda)
    paleta = PaletaComandos(programa.janela, programa.janela._todas())
    assert "A enviar" in paleta.textos()
    assert "Divergências" not in paleta.textos()
    folha = FolhaTeclas(programa.janela, "Balcão", programa.janela._todas())
    assert not any("Divergências" in t for t in folha.textos())
    paleta.close()
    folha.close()
    programa.entra("bia")
    programa.qtbot.waitUntil(lambda: "1 divergência (Ctrl+Shift+D)" in programa.situacao, timeout=20_000)
    programa.tecla(K.Key_D, CTRL, SHIFT)
    assert isinstance(programa.pagina, PaginaDivergencias)
    assert [um.numero_provisorio for um in programa.pagina.tabela.modelo.linhas] == ["T11-000001"]
    tecla(programa.janela, K.Key_F12)
    programa.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialogo = QApplication.activeModalWidget()
    espera_teclado(programa.qtbot, dialogo)
    digita(dialogo, "conferido 1")
    tecla(dialogo, K.Key_F12)
    programa.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=20_000)
    programa.para()
    programa.qtbot.waitUntil(lambda: "divergência" not in programa.situacao, timeout=20_000)


def test_importar_so_para_quem_pode(programa: Programa) -> None:
    programa.entra("ana")
    assert not programa.janela.acoes.acao("janela.importar").isVisible()
    programa.entra("bia")
    assert programa.janela.acoes.acao("janela.importar").isVisible()


def test_esc_tira_o_aviso_e_so_depois_volta_a_venda(programa: Programa) -> None:
    programa.entra("ana")
    programa.janela.avisa("O documento foi gravado; a impressora não respondeu.")
    programa.tecla(K.Key_F, CTRL, SHIFT)
    programa.tecla(K.Key_Escape)
    assert programa.janela.faixa.texto == ""
    assert isinstance(programa.pagina, PaginaFila)
    programa.tecla(K.Key_Escape)
    assert isinstance(programa.pagina, PaginaVenda)
    programa.janela.avisa("Outro.")
    tecla(programa.janela, "x")
    programa.tecla(K.Key_Escape)  # first what is typed
    assert programa.janela.faixa.texto == "Outro."
    programa.tecla(K.Key_Escape)
    assert programa.janela.faixa.texto == ""


def test_f8_da_divergencia_mostra_o_documento(programa: Programa) -> None:
    _divergencia(programa.balcao)
    programa.entra("bia")
    programa.tecla(K.Key_D, CTRL, SHIFT)
    programa.tecla(K.Key_F8)
    assert isinstance(programa.pagina, PaginaDocumentos)
    assert [d.resumo.numero_provisorio for d in programa.pagina.modelo.linhas] == ["T11-000001"]
    assert not programa.pagina.previa.pixmap().isNull()


def test_um_papel_parado_e_dito_e_a_fila_de_impressao_abre(programa: Programa) -> None:
    balcao = programa.balcao
    with ImpressoraTcp(papel=0x72) as impressora:
        balcao.b.estacao = replace(balcao.b.estacao, locais={**balcao.b.estacao.locais, "controles_impressao": {
            "imp_impressora": impressora.endereco, "imp_modelo_papel": "bobina_80"}})
        balcao.b.bastidores.fila.iniciar()
        programa.entra("ana")
        assert "parado" not in programa.situacao
        emitido = balcao.emite(balcao.venda("DAV"))
        assert emitido.documento is not None
        balcao.b.bastidores.impressor.imprime(emitido.documento, balcao.b.envios.todos()[0].pedido_id)
        programa.qtbot.waitUntil(lambda: "1 papel parado (Ctrl+Shift+V)" in programa.situacao, timeout=20_000)
        assert "sem papel" in programa.janela.faixa.texto
        assert "Fila de impressão (Ctrl+Shift+V)" in programa.janela.faixa.texto
        programa.tecla(K.Key_V, CTRL, SHIFT)
        assert isinstance(programa.pagina, PaginaPapeis)
        assert [um.titulo for um in programa.pagina.tabela.modelo.linhas] == ["DAV 1"]
        impressora.papel = PRONTA
        programa.tecla(K.Key_F12)
        programa.qtbot.waitUntil(lambda: programa.pagina.tabela.modelo.linhas == [], timeout=20_000)
        programa.qtbot.waitUntil(lambda: "parado" not in programa.situacao, timeout=20_000)
        programa.tecla(K.Key_Escape)
        assert isinstance(programa.pagina, PaginaVenda)


def test_o_que_parou_antes_de_abrir_e_contado_ao_entrar(programa: Programa) -> None:
    balcao = programa.balcao
    with ImpressoraTcp(papel=0x72) as impressora:
        balcao.b.estacao = replace(balcao.b.estacao, locais={**balcao.b.estacao.locais, "controles_impressao": {
            "imp_impressora": impressora.endereco, "imp_modelo_papel": "bobina_80"}})
        balcao.b.bastidores.fila.iniciar()
        balcao.entra("ana")
        for _ in range(2):
            emitido = balcao.emite(balcao.venda("DAV"))
            assert emitido.documento is not None
            balcao.b.bastidores.impressor.imprime(emitido.documento, balcao.b.envios.todos()[0].pedido_id)
        for um in balcao.b.bastidores.fila.listar():
            balcao.b.bastidores.fila.esperar(um.id, 30)
        balcao.b.fecha_venda()
        programa.entra("ana")
        programa.sessao.conta_papeis()
        programa.para()
        assert "2 papéis parados (Ctrl+Shift+V)" in programa.situacao
