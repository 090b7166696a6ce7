"""A release in place: another person, with own login and password, lets one finding pass, and says why."""

from PySide6.QtWidgets import QLineEdit, QWidget

from balcao.domain.achados import Finding
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.textos import explica, texto
from balcao.services.counter.sessao import PedeOutraPessoa
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.tema import Papel, Rotulo


class DialogoLiberacao(Dialogo):
    """Emits `confirmado`; the caller asks the service and closes or refuses."""

    def __init__(self, achado: Finding, motivo: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Liberar", parent, confirma="Liberar", espera=True)
        self.achado = achado
        frase = Rotulo(texto(achado), Papel.DESTAQUE, "bloqueio")
        por_que = Rotulo(explica(achado), Papel.LEGENDA, "texto_fraco")
        permissao = ROTULOS[Permissao(achado.permissao)] if achado.permissao else ""
        quem = Rotulo(f"Libera quem tem a permissão “{permissao}”. Vale só para este documento, até este "
                      "valor, uma vez.", Papel.LEGENDA, "texto_fraco")
        for rotulo in (frase, por_que, quem):
            rotulo.setWordWrap(True)
            self.corpo.addWidget(rotulo)
        self.login, self.senha, self.motivo = LinhaTexto(), LinhaTexto(), linha(motivo)
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        self.motivo.setMaxLength(200)
        self.campo("&Usuário que libera", self.login)
        self.campo("&Senha", self.senha)
        self.campo("&Motivo", self.motivo)
        self.login.setFocus()

    def quem_errou(self, erro: Exception) -> QLineEdit:
        """Which field to mend: another person's name, or the password."""
        return self.login if isinstance(erro, PedeOutraPessoa) else self.senha

    def valida(self) -> bool:
        for campo, falta in ((self.login, "Digite o usuário que libera."), (self.senha, "Digite a senha."),
                             (self.motivo, "Diga o motivo: ele fica guardado com o documento.")):
            if not campo.text().strip():
                self.recusa(falta, campo)
                return False
        return True
