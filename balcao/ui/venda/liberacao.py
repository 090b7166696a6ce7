"""A release in place: another person, with own login and password, lets findings pass, and says why."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from balcao.domain.achados import Finding
from balcao.domain.erros import BalcaoError
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.textos import explica, texto
from balcao.services.counter.sessao import PedeOutraPessoa
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.controles import LinhaTexto, Marcador
from balcao.ui.componentes.dialogo import Dialogo, linha
from balcao.ui.tema import Papel, Rotulo, U

L = TypeVar("L")


class DialogoLiberacao(Dialogo):
    """Emits `confirmado`; the caller asks the service for each of `escolhidos`, and closes, refuses, or shows what is
    left. Who releases types once, however many findings there are; the password is nowhere but in its field."""

    def __init__(self, achados: tuple[Finding, ...], parent: QWidget | None = None) -> None:
        super().__init__("Liberar", parent, confirma="Liberar", espera=True, largura=72 * U)
        self._achados: list[tuple[Finding, Marcador | None]] = []
        self._rolagem = QScrollArea()
        self._rolagem.setWidgetResizable(True)
        self._rolagem.setFrameShape(QFrame.Shape.NoFrame)
        self._rolagem.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.corpo.addWidget(self._rolagem, 1)
        uma_vez = Rotulo("Vale só para este documento, até este valor, uma vez.", Papel.LEGENDA, "texto_fraco")
        self.corpo.addWidget(uma_vez)
        self.login, self.senha, self.motivo = LinhaTexto(), LinhaTexto(), linha()
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        self.motivo.setMaxLength(200)
        self.campo("&Usuário que libera", self.login)
        self.campo("&Senha", self.senha)
        self.campo("&Motivo", self.motivo)
        self.pergunta_antes(lambda: self.motivo.text().strip())
        self.mostra(achados)
        self.login.setFocus()

    @property
    def escolhidos(self) -> tuple[Finding, ...]:
        """What is to be released."""
        return tuple(achado for achado, marca in self._achados if marca is None or marca.isChecked())

    def mostra(self, achados: tuple[Finding, ...]) -> None:
        """Ask for these; several can be ticked off one by one."""
        dentro = QWidget()
        coluna = QVBoxLayout(dentro)
        coluna.setContentsMargins(0, 0, U, 0)
        coluna.setSpacing(2)
        self._achados = []
        porques = [_por_que(achado) for achado in achados]
        for n, achado in enumerate(achados):
            marca = _marca(texto(achado)) if len(achados) > 1 else None
            self._achados.append((achado, marca))
            coluna.addWidget(marca or _frase(texto(achado), Papel.DESTAQUE, "bloqueio"))
            if porques[n] not in porques[n + 1:n + 2]:  # said once, under those that it is of
                coluna.addWidget(_frase(porques[n], Papel.LEGENDA, "texto_fraco"))
        coluna.addStretch()
        self._rolagem.setWidget(dentro)
        altura = coluna.heightForWidth(max(self.width(), self.minimumWidth()) - 8 * U)
        self._rolagem.setMinimumHeight(min(altura, 24 * U))
        self._rolagem.setMaximumHeight(max(altura, 24 * U))
        self.cabe()

    def restam(self, achados: tuple[Finding, ...], frase: str, campo: QWidget | None = None) -> None:
        """Some were released, these were not; or these came after them."""
        self.mostra(achados)
        self.recusa(frase, campo)

    def quem_errou(self, erro: Exception) -> QLineEdit:
        """Which field to mend: another person's name, or the password."""
        return self.login if isinstance(erro, PedeOutraPessoa) else self.senha

    def valida(self) -> bool:
        if not self.escolhidos:
            self.recusa("Marque o que vai ser liberado.", self._achados[0][1])
            return False
        for campo, falta in ((self.login, "Digite o usuário que libera."), (self.senha, "Digite a senha."),
                             (self.motivo, "Diga o motivo: ele fica guardado com o documento.")):
            if not campo.text().strip():
                self.recusa(falta, campo)
                return False
        return True


def _por_que(achado: Finding) -> str:
    permissao = ROTULOS[Permissao(achado.permissao)] if achado.permissao else ""
    return f"{explica(achado)} Libera quem tem a permissão “{permissao}”."


def _marca(frase: str) -> Marcador:
    marca = Marcador(frase)
    marca.setChecked(True)
    politica = marca.sizePolicy()
    politica.setHorizontalPolicy(QSizePolicy.Policy.Preferred)  # it wraps
    marca.setSizePolicy(politica)
    return marca


def _frase(frase: str, papel: Papel, cor: str) -> Rotulo:
    rotulo = Rotulo(frase, papel, cor)
    rotulo.setWordWrap(True)
    rotulo.setMinimumWidth(1)  # as wide as the dialog, whatever its longest word
    return rotulo


def conduz(dialogo: DialogoLiberacao, fundo: Background, libera: Callable[[Finding, str, str, str], L],
           liberou: Callable[[list[L]], None], acabou: Callable[[], None]) -> None:
    """Each time the dialog is confirmed, release what it has ticked, one after another, away from the screen.

    `libera` (finding, login, password, reason) asks the service and waits; `liberou` has what it answered, `acabou` is
    called when all is released. What this person may not release stays in the dialog, for another.
    """
    def trabalha(quais: tuple[Finding, ...], login: str, senha: str,
                 motivo: str) -> tuple[list[L], list[Finding], BalcaoError | None]:
        novas, faltam, recusa = list[L](), list[Finding](), None
        for n, achado in enumerate(quais):
            try:
                novas.append(libera(achado, login, senha, motivo))
            except PedeOutraPessoa as erro:
                faltam.append(achado)
                recusa = erro
            except BalcaoError as erro:  # a wrong password is not tried again and again
                return novas, [*faltam, *quais[n:]], erro
        return novas, faltam, recusa

    def pronto(resposta: tuple[list[L], list[Finding], BalcaoError | None]) -> None:
        novas, faltam, recusa = resposta
        liberou(novas)
        if recusa is None:
            acabou()
        elif novas:
            dialogo.restam(tuple(faltam), str(recusa), dialogo.quem_errou(recusa))
        else:
            dialogo.recusa(str(recusa), dialogo.quem_errou(recusa))

    def confirmou() -> None:
        quais, login, senha = dialogo.escolhidos, dialogo.login.text().strip(), dialogo.senha.text()
        motivo = dialogo.motivo.text().strip()
        fundo.executa(Faixa.ENVIO, "liberacao", lambda _ficha: trabalha(quais, login, senha, motivo), pronto,
                      lambda erro: dialogo.recusa(str(erro), dialogo.quem_errou(erro)), dono=dialogo)

    dialogo.confirmado.connect(confirmou)
