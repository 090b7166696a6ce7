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


def test_a_text_and_its_title_have_air_around_them_and_stand_under_each_other(qtbot, tabela):
    """Left edges of ink, in a column of one letter under a title of one letter."""
    tabela.modelo.define_colunas(("I", "I"), (1,))
    tabela.modelo._textos = lambda _linha: ("I", "I")
    tabela.mostra([1], lambda um: um)
    tabela.clearSelection()
    corpo = tabela.viewport().grab(tabela.visualRect(tabela.modelo.index(0, 0))).toImage()
    titulo = tabela.horizontalHeader().viewport().grab().toImage()
    largura = tabela.columnWidth(0)

    def tinta(imagem, ate):
        altura = imagem.height()
        fundo = imagem.pixelColor(2, altura // 2)
        return next(x for x in range(2, ate) if any(
            imagem.pixelColor(x, y).lightness() < fundo.lightness() - 90 for y in range(3, altura - 3)))

    assert tinta(corpo, largura) == pytest.approx(tinta(titulo, largura), abs=1)
    assert tinta(corpo, largura) >= 6
