"""Somebody with the permission lets a change of the terminal's rules pass, with own login and password."""

from PySide6.QtWidgets import QLineEdit, QWidget

from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo


class DialogoAutorizacao(Dialogo):
    """Emits `confirmado`; the caller asks the service and closes or refuses."""

    def __init__(self, permissao: Permissao, mudancas: list[str], parent: QWidget | None = None) -> None:
        super().__init__("Autorizar mudança", parent, confirma="Autorizar", espera=True)
        frase = Rotulo(f"Esta mudança afrouxa uma conferência e pede a permissão “{ROTULOS[permissao]}”.",
                       Papel.DESTAQUE, "bloqueio")
        detalhe = Rotulo("\n".join(mudancas), Papel.CORPO, "texto_fraco")
        for rotulo in (frase, detalhe):
            rotulo.setWordWrap(True)
            self.corpo.addWidget(rotulo)
        self.login, self.senha = LinhaTexto(), LinhaTexto()
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        self.campo("&Usuário que autoriza", self.login)
        self.campo("&Senha", self.senha)
        self.login.setFocus()

    def valida(self) -> bool:
        for campo, falta in ((self.login, "Digite o usuário que autoriza."), (self.senha, "Digite a senha.")):
            if not campo.text().strip():
                self.recusa(falta, campo)
                return False
        return True
