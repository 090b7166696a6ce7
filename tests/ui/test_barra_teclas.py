"""The bar of keys where it is narrow: one row, what can be used now, and where the rest is found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from balcao.ui.acoes import PALETA, Acoes, ActionSpec, BarraTeclas
from balcao.ui.janela import JANELA
from balcao.ui.venda.acoes import VENDA

NOMES = ("Primeira", "Segunda", "Terceira", "Quarta", "Quinta", "Sexta")
SPECS = tuple(ActionSpec(f"t.{n}", nome, f"F{n + 1}", "faz", curto=nome, dispensavel={"Segunda": 9}.get(nome, 0),
                         quando=(lambda tela: tela.pode_quinta) if nome == "Quinta" else None)
              for n, nome in enumerate(NOMES))


class Tela(QWidget):
    def __init__(self, paleta: bool) -> None:
        super().__init__()
        self.pode_quinta, self.pedidas = True, 0
        if paleta:
            acao = QAction("Comandos", self, objectName=PALETA)
            acao.setShortcut("Ctrl+K")
            acao.triggered.connect(self.conta)
            self.addAction(acao)
        self.acoes = Acoes(self, SPECS)
        self.barra = BarraTeclas(self.acoes)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(0, 0, 0, 0)
        caixa.addWidget(self.barra)

    def faz(self) -> None:
        raise AssertionError("nobody pressed it")

    def conta(self) -> None:
        self.pedidas += 1


@pytest.fixture
def abre(qtbot):
    def abre(largura: int, paleta: bool = True) -> Tela:
        tela = Tela(paleta)
        qtbot.addWidget(tela)
        tela.resize(largura, 100)
        with qtbot.waitExposed(tela):
            tela.show()
        return tela
    return abre


def celulas(tela: Tela) -> list[QAbstractButton]:
    todas = [c for c in tela.barra.findChildren(QAbstractButton) if c.isVisible()]
    return sorted(todas, key=lambda c: (c.y(), c.x()))


def nomes(tela: Tela) -> list[str]:
    return [c.accessibleName() for c in celulas(tela)]


def test_wide_enough_all_stand_and_nothing_sends_elsewhere(abre):
    tela = abre(900)
    assert nomes(tela) == list(NOMES)


def test_a_little_narrow_they_come_closer(abre):
    larga, justa = abre(900), abre(530)
    assert nomes(justa) == list(NOMES)
    assert {c.y() for c in celulas(justa)} == {celulas(justa)[0].y()}
    assert celulas(justa)[0].width() < celulas(larga)[0].width()


def test_narrower_the_row_says_where_the_others_are(qtbot, abre):
    tela = abre(330)
    ficam = celulas(tela)
    assert {c.y() for c in ficam} == {ficam[0].y()}
    assert ficam[-1].geometry().right() <= tela.barra.width()
    assert nomes(tela)[-1] == "Comandos"
    assert "Segunda" not in nomes(tela)  # the one that is spared most easily
    qtbot.mouseClick(ficam[-1], Qt.MouseButton.LeftButton)
    assert tela.pedidas == 1


def test_at_no_width_is_there_a_second_row(abre):
    tela = abre(900)
    quantas = set()
    for largura in range(900, 150, -7):
        tela.resize(largura, 100)
        ficam = celulas(tela)
        assert ({c.y() for c in ficam}, largura) == ({ficam[0].y()}, largura)
        assert ficam[-1].geometry().right() <= largura
        quantas.add(len(ficam))
    assert quantas >= {3, 4, 5, 6}


def test_what_cannot_be_used_now_goes_first_and_comes_back(qtbot, abre):
    tela = abre(440)
    assert "Quinta" in nomes(tela)
    assert "Segunda" not in nomes(tela)
    tela.pode_quinta = False
    tela.acoes.atualiza()
    qtbot.waitUntil(lambda: "Quinta" not in nomes(tela))
    tela.pode_quinta = True
    tela.acoes.atualiza()
    qtbot.waitUntil(lambda: "Quinta" in nomes(tela))


def test_a_window_without_the_palette_hides_nothing(abre):
    tela = abre(330, paleta=False)
    assert nomes(tela) == list(NOMES)
    assert len({c.y() for c in celulas(tela)}) > 1


def test_the_action_that_the_bar_sends_to_is_the_window_s_and_what_issues_never_leaves():
    assert PALETA in {spec.id for spec in JANELA}
    dispensados = {spec.curto for spec in VENDA if spec.dispensavel}
    assert not {"Ajuda", "Cliente", "Documentos", "Finalizar"} & dispensados
