"""Editar Relatório by keys: the columns of the items, and a preview that says what it does not show."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QTreeWidget

from balcao.app.configura import _acoes_rodape
from balcao.config.plataforma import pastas
from balcao.documents import modelo_arquivo
from balcao.documents.modelo import COLUNAS_PADRAO, ChaveModelo, Coluna, ColunaItem
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Papel
from balcao.ui.background import Background
from balcao.ui.editar_relatorio import DialogoRelatorio
from balcao.ui.formulario.quadro import DialogoLinha
from balcao.ui.janela import Janela
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, tecla

K = Qt.Key


@pytest.fixture
def dialogo(qtbot: Any, tmp_path: Path) -> Any:
    fundo = Background(lambda erro: erro)
    aberto = DialogoRelatorio(tmp_path, Papel.A4, None, fundo, contexto())
    qtbot.addWidget(aberto)
    aberto.show()
    aberto.activateWindow()
    espera_teclado(qtbot, aberto)
    yield aberto
    assert fundo.para() == []


def _colunas(dialogo: DialogoRelatorio) -> QTreeWidget:
    lista = dialogo.formulario.linha("colunas").findChild(QTreeWidget)
    assert isinstance(lista, QTreeWidget)
    return lista


def test_the_columns_can_be_read(dialogo: DialogoRelatorio) -> None:
    lista = _colunas(dialogo)
    vistas = [[lista.topLevelItem(i).text(c) for c in range(3)] for i in range(lista.topLevelItemCount())]
    assert vistas[1] == ["Código", "Código", "17 mm"]
    assert len(vistas) == len(COLUNAS_PADRAO)


def test_a_column_is_changed_by_keys_and_saved(qtbot: Any, dialogo: DialogoRelatorio, tmp_path: Path) -> None:
    lista = _colunas(dialogo)
    lista.setCurrentItem(lista.topLevelItem(1))
    lista.setFocus()
    tecla(dialogo, K.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DialogoLinha))
    linha = QApplication.activeModalWidget()
    espera_teclado(qtbot, linha)
    linha.formulario.linha("titulo").foca()
    tecla(linha, K.Key_A, Qt.KeyboardModifier.ControlModifier)
    digita(linha, "Ref.")
    tecla(linha, K.Key_F12)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not linha)
    espera_teclado(qtbot, dialogo)
    with qtbot.waitSignal(dialogo.salvou, timeout=20_000):
        tecla(dialogo, K.Key_F12)
    gravado = modelo_arquivo.carregar(tmp_path, ChaveModelo.DAV)
    assert gravado.colunas[1] == Coluna(campo=ColunaItem.CODIGO, titulo="Ref.", largura=17)


def test_the_preview_says_what_it_leaves_out(qtbot: Any, dialogo: DialogoRelatorio) -> None:
    linha = dialogo.formulario.linha("texto_antes")
    linha.foca()
    digita(dialogo, "Olá ${cliemte}")
    qtbot.waitUntil(dialogo.fora.isVisible)
    assert "Texto antes dos itens" in dialogo.fora.text()
    tecla(dialogo, K.Key_A, Qt.KeyboardModifier.ControlModifier)
    digita(dialogo, "Bom dia")
    qtbot.waitUntil(lambda: not dialogo.fora.isVisible())


def test_configuracao_has_the_keyboard_again_when_it_closes(qtbot: Any, tmp_path: Path) -> None:
    """It opens over Configuração: the window below takes no keys while that one is open."""
    fundo = Background(lambda erro: erro)
    janela = Janela()
    qtbot.addWidget(janela)
    janela.show()
    configuracao = QDialog(janela)
    configuracao.open()
    espera_teclado(qtbot, configuracao)
    balcao = SimpleNamespace(politica=PoliticaTerminal, pastas=pastas({"BALCAO_PASTA": str(tmp_path)}))
    edita = _acoes_rodape(balcao, janela, fundo, contexto())[0].faz  # type: ignore[arg-type]
    edita()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DialogoRelatorio))
    espera_teclado(qtbot, QApplication.activeModalWidget())
    assert fundo.para() == []
    tecla(janela, K.Key_Escape)
    espera_teclado(qtbot, configuracao)
    configuracao.close()


def test_the_paper_can_be_read_and_scrolled_by_keys_on_a_small_screen(qtbot: Any, dialogo: DialogoRelatorio) -> None:
    dialogo.resize(1000, 720)
    qtbot.waitUntil(lambda: not dialogo.previa.pixmap().isNull())
    dialogo.formulario.linha("texto_antes").foca()
    campo = QApplication.focusWidget()
    pequena = dialogo.previa.pixmap().width()
    tecla(dialogo, K.Key_F6)
    qtbot.waitUntil(lambda: dialogo.previa.pixmap().width() > 2 * pequena)
    assert not dialogo.formulario.isVisible()
    barra = dialogo.rolagem.verticalScrollBar()
    qtbot.waitUntil(lambda: barra.maximum() > 0)
    tecla(dialogo, K.Key_PageDown)
    assert barra.value() > 0
    tecla(dialogo, K.Key_Escape)
    assert dialogo.isVisible()
    assert dialogo.formulario.isVisible()
    assert QApplication.focusWidget() is campo
    qtbot.waitUntil(lambda: dialogo.previa.pixmap().width() < 1.2 * pequena)
    tecla(dialogo, K.Key_Escape)
    assert not dialogo.isVisible()


def test_saving_from_the_enlarged_paper_shows_the_field_that_is_wrong(dialogo: DialogoRelatorio) -> None:
    dialogo.formulario.linha("titulo").foca()
    digita(dialogo, "X" * 81)
    tecla(dialogo, K.Key_F6)
    tecla(dialogo, K.Key_F12)
    linha = dialogo.formulario.linha("titulo")
    assert linha.erro == "Use no máximo 80 letras; há 81."
    assert linha.editor.alvo().hasFocus()


def test_the_other_document_is_shown_enlarged_too(qtbot: Any, dialogo: DialogoRelatorio) -> None:
    tecla(dialogo, K.Key_F6)
    dialogo.documento.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialogo.ampliada)
    assert dialogo.chave is ChaveModelo.PRE_VENDA
    assert dialogo.documento.currentText() == "Pré-venda e ordem de serviço"
