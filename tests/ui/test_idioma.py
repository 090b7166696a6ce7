"""What Qt itself writes on the screen is Portuguese too."""

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from balcao.ui.idioma import fala_portugues


@pytest.fixture
def falando(qapp):
    antes = set(qapp.findChildren(QTranslator))
    assert fala_portugues(qapp)
    yield qapp
    for tradutor in set(qapp.findChildren(QTranslator)) - antes:
        qapp.removeTranslator(tradutor)
        tradutor.deleteLater()


def test_o_menu_de_um_campo_e_em_portugues(qtbot, falando: QApplication) -> None:
    campo = QLineEdit("texto")
    qtbot.addWidget(campo)
    menu = campo.createStandardContextMenu()
    titulos = [a.text().replace("&", "").split("\t")[0] for a in menu.actions() if a.text()]
    menu.deleteLater()
    assert {"Copiar", "Colar", "Desfazer"} <= set(titulos)
    assert not {"Copy", "Paste", "Undo"} & set(titulos)


def test_a_escolha_de_arquivos_tambem(qtbot, falando: QApplication) -> None:
    escolha = QFileDialog()
    qtbot.addWidget(escolha)
    escolha.setOption(QFileDialog.Option.DontUseNativeDialog)
    escolha.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    assert "Nome" in escolha.labelText(QFileDialog.DialogLabel.FileName)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
