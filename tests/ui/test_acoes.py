"""Keys declared once: shortcuts, state, rebinding, the bar, and keys that are merely held."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from balcao.ui.acoes import (
    Acoes,
    ActionSpec,
    BarraTeclas,
    SemRepeticao,
    confere_tecla,
    conflitos,
    nome_tecla,
)
from balcao.ui.filtro_foco import Atividade
from tests.ui.teclas import digita, espera_teclado, segura, tecla

SPECS = (
    ActionSpec("v.novo", "&Novo", "F2", "novo", "Começa outro documento.", "Documento", curto="Novo"),
    ActionSpec("v.excluir", "&Excluir item", "Ctrl+Del", "excluir", grupo="Item",
               quando=lambda v: v.itens > 0, curto="Excluir"),
    ActionSpec("v.finalizar", "Finalizar && imprimir", "F12", "finalizar", grupo="Documento",
               quando=lambda v: v.itens > 0, nao_repete=True, curto="Finalizar"),
    ActionSpec("v.abrir", "Abrir", "Return", "abrir", nao_repete=True),
    ActionSpec("v.sem_tecla", "Raro", "", "raro"),
)


class Tela(QWidget):
    def __init__(self, teclas=None) -> None:
        super().__init__()
        self.itens, self.feito = 0, []
        caixa = QVBoxLayout(self)
        self.linha, self.texto = QLineEdit(), QPlainTextEdit()
        self.texto.setTabChangesFocus(True)
        self.acoes = Acoes(self, SPECS, teclas)
        self.barra = BarraTeclas(self.acoes)
        for widget in (self.linha, self.texto, self.barra):
            caixa.addWidget(widget)

    def novo(self) -> None:
        self.feito.append("novo")

    def excluir(self) -> None:
        self.feito.append("excluir")
        self.itens -= 1
        self.acoes.atualiza()

    def finalizar(self) -> None:
        self.feito.append("finalizar")

    def abrir(self) -> None:
        self.feito.append("abrir")

    def raro(self) -> None:
        self.feito.append("raro")


@pytest.fixture
def tela(qtbot) -> Tela:
    return abre(qtbot, Tela())


def abre(qtbot, tela):
    qtbot.addWidget(tela)
    tela.show()
    tela.activateWindow()
    espera_teclado(qtbot, tela)
    tela.linha.setFocus()
    return tela


def test_a_key_runs_its_method(tela):
    tecla(tela, Qt.Key.Key_F2)
    assert tela.feito == ["novo"]


def test_what_cannot_run_is_disabled_and_its_key_does_nothing(tela):
    assert not tela.acoes.acao("v.finalizar").isEnabled()
    tecla(tela, Qt.Key.Key_F12)
    assert tela.feito == []
    tela.itens = 1
    tela.acoes.atualiza()
    assert tela.acoes.acao("v.finalizar").isEnabled()
    tecla(tela, Qt.Key.Key_F12)
    assert tela.feito == ["finalizar"]


def test_a_state_that_moved_without_notice_disables_instead_of_running(tela):
    tela.itens = 1
    tela.acoes.atualiza()
    tela.itens = 0
    tecla(tela, Qt.Key.Key_F12)
    assert tela.feito == []
    assert not tela.acoes.acao("v.finalizar").isEnabled()


def test_a_held_key_confirms_once_and_an_ordinary_one_repeats(tela):
    tela.itens = 3
    tela.acoes.atualiza()
    segura(tela, Qt.Key.Key_F12, 10)
    assert tela.feito == ["finalizar"]
    tela.feito.clear()
    segura(tela, Qt.Key.Key_F2, 2)
    assert tela.feito == ["novo"] * 3


def test_f12_held_through_the_summary_does_not_confirm_it(qtbot, tela):
    """The first F12 opens the summary; its repeats arrive there."""
    class Resumo(QDialog):
        specs = (ActionSpec("r.confirmar", "Confirma", "F12", "accept", nao_repete=True),)

        def __init__(self, parent) -> None:
            super().__init__(parent)
            self.acoes = Acoes(self, self.specs)

    resumo = Resumo(tela)
    qtbot.addWidget(resumo)
    resumo.open()
    espera_teclado(qtbot, resumo)
    janela = resumo.windowHandle()
    for _ in range(10):
        QTest.simulateEvent(janela, True, Qt.Key.Key_F12.value, Qt.KeyboardModifier.NoModifier, "", True)
    assert resumo.isVisible()
    tecla(resumo, Qt.Key.Key_F12)
    assert not resumo.isVisible()


@pytest.fixture
def sem_repeticao(qapp) -> Iterator[SemRepeticao]:
    filtro = SemRepeticao(qapp)
    yield filtro
    filtro.fecha()
    filtro.deleteLater()


@pytest.mark.parametrize("qual", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_held_enter_presses_no_button(qtbot, sem_repeticao, qual):
    dialogo, apertos = QDialog(), []
    botao = QPushButton("Confirma")
    botao.setDefault(True)
    botao.clicked.connect(lambda: apertos.append(1))
    QVBoxLayout(dialogo).addWidget(botao)
    qtbot.addWidget(dialogo)
    dialogo.open()
    espera_teclado(qtbot, dialogo)
    botao.setFocus()
    janela = dialogo.windowHandle()
    for _ in range(5):
        QTest.simulateEvent(janela, True, qual.value, Qt.KeyboardModifier.NoModifier, "", True)
    assert apertos == []
    tecla(dialogo, qual)
    assert apertos == [1]


def test_a_held_enter_still_breaks_lines_in_a_long_text(tela, sem_repeticao):
    tela.acoes.acao("v.abrir").setEnabled(False)
    tela.texto.setFocus()
    segura(tela, Qt.Key.Key_Return, 3)
    assert tela.texto.toPlainText() == "\n" * 4


def test_the_users_own_keys(qtbot):
    tela = abre(qtbot, Tela({"v.novo": "F9", "v.excluir": ""}))
    tecla(tela, Qt.Key.Key_F2)
    assert tela.feito == []
    tecla(tela, Qt.Key.Key_F9)
    assert tela.feito == ["novo"]
    assert tela.acoes.tecla("v.novo") == "F9"
    assert tela.acoes.problemas == []


@pytest.mark.parametrize(("teclas", "aviso"), [
    ({"v.novo": "F12"}, "F12 serve a Novo e a Finalizar & imprimir."),
    ({"v.novo": "7"}, "“7” é usada para digitar"),
    ({"v.novo": "Ctrl+X, Ctrl+C"}, "não é uma tecla"),
    ({"v.novo": "Tecla"}, "não é uma tecla")])
def test_impossible_keys_are_told_and_the_declared_ones_stay(qtbot, teclas, aviso):
    tela = abre(qtbot, Tela(teclas))
    assert any(aviso in problema for problema in tela.acoes.problemas)
    tecla(tela, Qt.Key.Key_F2)
    assert tela.feito == ["novo"]


def test_a_declaration_with_an_impossible_key_or_a_repeated_id_is_refused(qtbot):
    with pytest.raises(ValueError, match="usada para digitar"):
        ActionSpec("x", "X", "a", "x")
    vista = QWidget()
    qtbot.addWidget(vista)
    with pytest.raises(ValueError, match="twice"):
        Acoes(vista, (SPECS[0], SPECS[0]))


def test_conflicts_are_found_by_key_however_it_is_spelt():
    outro = ActionSpec("y", "Outro", "ctrl+del", "y")
    assert conflitos((*SPECS, outro)) == ["Ctrl+Del serve a Excluir item e a Outro."]
    assert conflitos(SPECS) == []


@pytest.mark.parametrize(("tecla_qt", "nome"), [
    ("Return", "Enter"), ("Ctrl+Del", "Ctrl+Del"), ("Escape", "Esc"), ("F12", "F12"), ("Alt+Down", "Alt+↓"), ("", "")])
def test_names_of_keys(qapp, tecla_qt, nome):
    assert nome_tecla(tecla_qt) == nome


@pytest.mark.parametrize("boa", ["F1", "Ctrl+K", "Alt+3", "Ins", "Del", "Return", "Ctrl+Shift+Z", "Space"])
def test_good_keys(qapp, boa):
    assert confere_tecla(boa) == ""


def test_the_bar_shows_key_label_and_state_and_never_takes_the_focus(qtbot, tela):
    celulas = {c.accessibleName(): c for c in tela.barra.findChildren(QWidget) if c.accessibleName()}
    assert list(celulas) == ["Novo", "Excluir item", "Finalizar & imprimir"]
    assert not celulas["Excluir item"].isEnabled()
    tela.itens = 1
    tela.acoes.atualiza()
    assert celulas["Excluir item"].isEnabled()
    qtbot.mouseClick(celulas["Excluir item"], Qt.MouseButton.LeftButton)
    assert tela.feito == ["excluir"]
    assert tela.linha.hasFocus()
    tela.acoes.religa({"v.novo": "F9"})
    assert celulas["Novo"]._tecla == "F9"


def test_the_bar_flows_into_rows_instead_of_cutting(qtbot, tela):
    larga, estreita = tela.barra.heightForWidth(1000), tela.barra.heightForWidth(150)
    assert estreita > larga


def test_typing_is_not_disturbed(tela):
    digita(tela, "parafuso 3")
    assert tela.linha.text() == "parafuso 3"
    assert tela.feito == []


def test_actions_are_real_qt_actions(tela):
    assert all(isinstance(acao, QAction) for _, acao in tela.acoes)
    assert tela.acoes.acao("v.finalizar").toolTip() == "Finalizar & imprimir (F12)"
    with pytest.raises(KeyError):
        tela.acoes.acao("v.nada")


def test_keys_and_clicks_are_activity_and_nothing_else_is(qtbot, qapp, tela):
    atividade, vezes = Atividade(qapp), []
    atividade.houve.connect(lambda: vezes.append(1))
    qtbot.wait(20)
    assert vezes == []
    tecla(tela, "a")
    assert vezes
    vezes.clear()
    QTest.mouseClick(tela.windowHandle(), Qt.MouseButton.LeftButton, pos=tela.texto.geometry().center())
    assert vezes
    atividade.fecha()
    vezes.clear()
    tecla(tela, "a")
    assert vezes == []
    atividade.deleteLater()
