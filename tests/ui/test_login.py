"""The login's two lines by keys."""

from PySide6.QtCore import Qt

from balcao.ui.login import TelaLogin
from tests.ui.teclas import digita, espera_teclado, tecla


def test_a_password_that_was_refused_is_replaced_when_the_name_is_typed_again(qtbot):
    login = TelaLogin()
    qtbot.addWidget(login)
    login.show()
    login.activateWindow()
    espera_teclado(qtbot, login)
    pedidos = []
    login.entrar.connect(lambda nome, senha: pedidos.append((nome, senha)))
    login.usuario.setFocus()
    digita(login, "ana")
    tecla(login, Qt.Key.Key_Return)
    digita(login, "errada")
    tecla(login, Qt.Key.Key_Return)
    login.recusa("Usuário ou senha não conferem.")
    login.usuario.setFocus(Qt.FocusReason.ShortcutFocusReason)
    login.usuario.selectAll()
    digita(login, "bia")
    tecla(login, Qt.Key.Key_Return)
    digita(login, "certa")
    tecla(login, Qt.Key.Key_Return)
    assert pedidos == [("ana", "errada"), ("bia", "certa")]
