"""The table of a page: its columns within the window."""

import pytest

from balcao.ui.componentes.tabela import ModeloLinhas, Tabela


@pytest.fixture
def tabela(qtbot):
    modelo = ModeloLinhas(("Nome", "Bloqueada"), (), lambda linha: (f"MARCA {linha}", "Não"), lambda _linha: "texto")
    um = Tabela(modelo, "Marcas", 0)
    modelo.setParent(um)
    um.resize(600, 300)
    qtbot.addWidget(um)
    with qtbot.waitExposed(um):
        um.show()
    return um


def _cabe(tabela):
    return sum(tabela.columnWidth(i) for i in range(2)) <= tabela.viewport().width()


@pytest.mark.parametrize("linhas", [3, 400])
def test_adjusted_columns_fit_when_the_rows_bring_a_scroll_bar(qtbot, tabela, linhas):
    tabela.mostra(range(linhas), lambda um: um)
    tabela.ajusta(0)
    qtbot.waitUntil(lambda: tabela.verticalScrollBar().isVisible() == (linhas == 400))
    qtbot.waitUntil(lambda: _cabe(tabela))
    assert not tabela.horizontalScrollBar().isVisible()


def test_adjusted_columns_follow_the_window(qtbot, tabela):
    tabela.mostra(range(400), lambda um: um)
    tabela.ajusta(0)
    for largura in (900, 500):
        tabela.resize(largura, 300)
        qtbot.waitUntil(lambda: sum(tabela.columnWidth(i) for i in range(2)) == tabela.viewport().width())


def test_an_empty_list_says_why_in_its_middle_and_one_with_rows_does_not(qtbot, tabela):
    muda = tabela.viewport().grab().toImage()
    tabela.diz_vazia("Ainda não há marcas no cadastro. Ins inclui.")
    assert tabela.viewport().grab().toImage() != muda
    tabela.mostra(range(3), lambda um: um)
    com_linhas = tabela.viewport().grab().toImage()
    tabela.diz_vazia("")
    assert tabela.viewport().grab().toImage() == com_linhas
