"""The command palette (Ctrl+K) and the sheet of keys (F1): both read the table that makes the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.ajuda import FolhaTeclas
from balcao.ui.paleta_comandos import PaletaComandos
from tests.ui.teclas import digita, espera_teclado, tecla

SPECS = (
    ActionSpec("v.produtos", "&Produtos", "F2", "produtos", "Procura no catálogo.", "Venda"),
    ActionSpec("v.desconto", "&Desconto no item", "F5", "desconto", "Em % ou R$.", "Venda",
               quando=lambda v: v.itens > 0),
    ActionSpec("v.balanca", "Ler a balança", "", "balanca", "Peso do prato.", "Dispositivos"),
    ActionSpec("v.comandos", "Comandos", "Ctrl+K", "comandos", grupo="Geral"),
    ActionSpec("v.ajuda", "Ajuda", "F1", "ajuda", grupo="Geral"),
)


class Tela(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.itens, self.feito = 0, []
        self.linha = QLineEdit()
        QVBoxLayout(self).addWidget(self.linha)
        self.acoes = Acoes(self, SPECS)
        self.resize(900, 600)

    def produtos(self) -> None:
        self.feito.append(("produtos", self.linha.hasFocus()))

    def desconto(self) -> None:
        self.feito.append(("desconto", self.linha.hasFocus()))

    def balanca(self) -> None:
        self.feito.append(("balanca", self.linha.hasFocus()))

    def comandos(self) -> None:
        self.paleta = PaletaComandos(self, [self.acoes])
        self.paleta.open()

    def ajuda(self) -> None:
        self.folha = FolhaTeclas(self, "Venda", [self.acoes])
        self.folha.open()


@pytest.fixture
def tela(qtbot) -> Tela:
    tela = Tela()
    qtbot.addWidget(tela)
    tela.show()
    tela.activateWindow()
    espera_teclado(qtbot, tela)
    tela.linha.setFocus()
    return tela


def abre_paleta(qtbot, tela):
    tecla(tela, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    espera_teclado(qtbot, tela.paleta)
    return tela.paleta


def test_ctrl_k_lists_what_can_run_first(qtbot, tela):
    paleta = abre_paleta(qtbot, tela)
    assert paleta.textos() == ["Produtos", "Ler a balança", "Comandos", "Ajuda", "Desconto no item"]
    tecla(paleta, Qt.Key.Key_Escape)
    assert tela.feito == []


def test_typing_finds_without_accents_and_enter_runs_it_in_its_own_window(qtbot, tela):
    paleta = abre_paleta(qtbot, tela)
    digita(paleta, "balanca")
    assert paleta.textos() == ["Ler a balança"]
    tecla(paleta, Qt.Key.Key_Return)
    assert [nome for nome, _ in tela.feito] == ["balanca"]
    espera_teclado(qtbot, tela)
    assert tela.linha.hasFocus()


def test_words_in_any_order_and_the_name_before_the_help(qtbot, tela):
    paleta = abre_paleta(qtbot, tela)
    digita(paleta, "pro")
    assert paleta.textos() == ["Produtos"]
    tecla(paleta, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    digita(paleta, "catalogo venda")
    assert paleta.textos() == ["Produtos"]


def test_what_cannot_run_is_shown_and_does_not_run(qtbot, tela):
    paleta = abre_paleta(qtbot, tela)
    digita(paleta, "desconto")
    assert paleta.textos() == ["Desconto no item"]
    tecla(paleta, Qt.Key.Key_Return)
    assert tela.feito == []
    assert paleta.isVisible()
    tecla(paleta, Qt.Key.Key_Escape)


def test_the_arrows_choose(qtbot, tela):
    paleta = abre_paleta(qtbot, tela)
    tecla(paleta, Qt.Key.Key_Down)
    tecla(paleta, Qt.Key.Key_Return)
    assert [nome for nome, _ in tela.feito] == ["balanca"]


def test_f1_lists_every_key_by_group_with_the_users_own(qtbot, tela):
    tela.acoes.religa({"v.produtos": "F9"})
    tecla(tela, Qt.Key.Key_F1)
    espera_teclado(qtbot, tela.folha)
    assert tela.folha.textos() == ["Venda", "F9 Produtos", "F5 Desconto no item", "Geral", "Ctrl+K Comandos",
                                   "F1 Ajuda"]
    assert not tela.folha.grab().isNull()
    tecla(tela.folha, Qt.Key.Key_F1)
    espera_teclado(qtbot, tela)
