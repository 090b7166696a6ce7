"""Titles beside their editors: they are placed by the row itself, not by a layout; and choices follow their items."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from balcao.ui.componentes.controles import Escolha
from balcao.ui.formulario import FichaFormulario
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.tema import Esquema, Tema
from tests.ui.modelo_grande import CAMPOS, modelo_grande
from tests.ui.modelos import contexto

LARGA, ESTREITA = (1100, 700), (620, 700)


@pytest.fixture
def ficha(qtbot, qapp):
    fonte, paleta = qapp.font(), qapp.palette()
    tema = Tema(qapp, Esquema.CLARO, 1.5)  # letters so large that titles break into more lines than an editor has
    feita = FichaFormulario(modelo_grande(30, 30)(), contexto(), abre_ate=CAMPOS)
    qtbot.addWidget(feita)
    _mede(feita, LARGA)
    yield feita
    tema.fecha()
    qapp.setFont(fonte)
    qapp.setPalette(paleta)


def _mede(ficha, tamanho):
    ficha.resize(*tamanho)
    ficha.show()
    for _ in range(5):  # a new width breaks other titles, and that moves what is below
        ficha.formulario.assenta()


def _titulos(ficha):
    for linha in ficha.formulario.linhas_visiveis():
        for rotulo in linha.findChildren(QLabel):
            if rotulo.buddy() is not None and not rotulo.isHidden():
                yield linha, rotulo


def _ocupa(rotulo):
    """The pixels that the text needs at the width that it has."""
    como = Qt.TextFlag.TextShowMnemonic | (Qt.TextFlag.TextWordWrap if rotulo.wordWrap() else Qt.TextFlag(0))
    return rotulo.fontMetrics().boundingRect(QRect(0, 0, rotulo.width(), 10_000), como, rotulo.text())


@pytest.mark.parametrize("tamanho", [LARGA, ESTREITA])
def test_every_title_is_whole_inside_its_row(ficha, tamanho):
    for linha in ficha.formulario.linhas_visiveis():
        linha.mostra_erro("Isto não vale aqui: digite outra coisa, e a frase é comprida para quebrar em mais linhas.")
    _mede(ficha, tamanho)
    vistos = list(_titulos(ficha))
    assert any(rotulo.wordWrap() for _, rotulo in vistos)
    for linha, rotulo in vistos:
        assert linha.rect().contains(rotulo.geometry()), linha.nome
        assert QRect(0, 0, rotulo.width(), rotulo.height()).contains(_ocupa(rotulo)), linha.nome


def test_the_title_stands_in_the_middle_of_a_line_and_at_the_top_of_a_list(ficha):
    beside = {linha.nome: (linha, rotulo) for linha, rotulo in _titulos(ficha) if rotulo.x() < linha.widget.x()}
    uma_linha, rotulo = beside["campo_001"]
    assert abs(rotulo.geometry().center().y() - uma_linha.widget.geometry().center().y()) <= 1
    lista, rotulo = beside["campo_023"]
    assert rotulo.y() == 0
    assert rotulo.height() < lista.widget.height() / 2


def test_what_was_narrow_for_a_moment_takes_no_more_room_afterwards(ficha):
    antes = {linha.nome: linha.height() for linha in ficha.formulario.linhas_visiveis()}
    _mede(ficha, ESTREITA)
    assert {linha.nome: linha.height() for linha in ficha.formulario.linhas_visiveis()} != antes
    _mede(ficha, LARGA)
    assert {linha.nome: linha.height() for linha in ficha.formulario.linhas_visiveis()} == antes


def test_a_star_that_makes_the_title_wrap_makes_room_for_it(ficha):
    linha: LinhaCampo = ficha.formulario.linha("campo_001")
    rotulo = next(r for um, r in _titulos(ficha) if um is linha)
    linha._titulo = rotulo.text()
    for _ in range(60):  # one more letter, until only the star is missing
        linha._titulo += "i"
        linha.define_exigido(True)
        estrela = rotulo.wordWrap()
        linha.define_exigido(False)
        if estrela:
            break
    assert not rotulo.wordWrap()
    linha.define_exigido(True)
    ficha.formulario.assenta()
    assert rotulo.wordWrap()
    assert _ocupa(rotulo).height() <= rotulo.height()
    assert linha.rect().contains(rotulo.geometry())


def test_a_choice_on_the_screen_grows_with_its_items(qtbot):
    janela = QWidget()
    caixa = QHBoxLayout(janela)
    escolha = Escolha()
    caixa.addWidget(escolha)
    caixa.addStretch()
    escolha.addItem("Não")
    qtbot.addWidget(janela)
    janela.resize(900, 80)
    janela.show()
    QApplication.processEvents()
    estreita = escolha.width()
    escolha.addItem("Com senha gerencial de quem responde pela loja, e só dela")
    qtbot.waitUntil(lambda: escolha.width() > estreita)
    larga = escolha.width()
    escolha.clear()
    qtbot.waitUntil(lambda: escolha.width() < larga)
