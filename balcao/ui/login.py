"""The login screen: the first window, so it imports only Qt and the theme (docs/decisions/0100).

It suggests the demo users of the sample shop and says so; a real shop has none and shows none.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import Botao, LinhaTexto
from balcao.ui.tema import RAIO, Papel, Rotulo, U, cores_de


class Sugestao(NamedTuple):
    """A demo user: one click (or its Alt key) fills both fields."""

    nome: str
    perfil: str
    login: str
    senha: str


class Cartao(QFrame):
    """A rounded sheet over the window's colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(cores.cor("linha"))
        pintor.setBrush(cores.cor("superficie"))
        pintor.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 2 * RAIO, 2 * RAIO)


class TelaLogin(QWidget):
    """Asks login and password. A locked screen (`trava`) asks for the password of who was here; whoever else enters
    takes the counter over."""

    entrar = Signal(str, str)
    configurar = Signal()
    diagnosticar = Signal()
    fechar = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("login")
        self._titulo = Rotulo("Balcão", Papel.TOTAL)
        self._loja, self._nome_loja = Rotulo("", Papel.CORPO, "texto_fraco"), ""
        self._loja.setWordWrap(True)
        self.usuario, self.senha = LinhaTexto(), LinhaTexto()
        self.usuario.setAccessibleName("Usuário")
        self.senha.setAccessibleName("Senha")
        self.senha.setEchoMode(QLineEdit.EchoMode.Password)
        self.erro = Rotulo("", Papel.CORPO, "bloqueio")
        self.erro.setWordWrap(True)
        self.botao = Botao("&Entrar (Enter)", principal=True)
        self.botao.setDefault(True)
        self._conexao = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self._sugestoes = QVBoxLayout()
        self._monta()
        self.usuario.returnPressed.connect(self._enter_no_usuario)
        self.senha.returnPressed.connect(self._tenta)
        self.botao.clicked.connect(self._tenta)
        self.usuario.setFocus()

    def _monta(self) -> None:
        cartao = Cartao(self)
        cartao.setFixedWidth(52 * U)
        dentro = QVBoxLayout(cartao)
        dentro.setContentsMargins(4 * U, 4 * U, 4 * U, 3 * U)
        dentro.setSpacing(U)
        dentro.addWidget(self._titulo)
        dentro.addWidget(self._loja)
        dentro.addSpacing(U)
        for texto, campo in (("&Usuário", self.usuario), ("&Senha", self.senha)):
            rotulo = Rotulo(texto, Papel.LEGENDA, "texto_fraco")
            rotulo.setBuddy(campo)
            campo.setMinimumHeight(4 * U + 4)
            dentro.addWidget(rotulo)
            dentro.addWidget(campo)
        dentro.addWidget(self.erro)
        self.erro.hide()
        dentro.addSpacing(U)
        self.botao.setMinimumHeight(5 * U)
        dentro.addWidget(self.botao)
        dentro.addLayout(self._sugestoes)
        dentro.addSpacing(U)
        dentro.addWidget(self._conexao)
        dentro.addWidget(Rotulo("F9 diagnóstico · F11 configuração · ESC fecha", Papel.LEGENDA, "texto_fraco"))
        meio = QHBoxLayout()
        meio.addStretch()
        meio.addWidget(cartao)
        meio.addStretch()
        tudo = QVBoxLayout(self)
        tudo.addStretch(2)
        tudo.addLayout(meio)
        tudo.addStretch(3)

    def mostra_loja(self, texto: str) -> None:
        """"Loja Centro · Terminal 3"."""
        self._nome_loja = texto
        self._loja.setText(texto)

    def mostra_conexao(self, texto: str) -> None:
        """One quiet line: starting, connected, or without the retaguarda (and how old the data is)."""
        self._conexao.setText(texto)

    def sugere(self, sugestoes: list[Sugestao]) -> None:
        """Offer the demo users, saying that they are."""
        while (velho := self._sugestoes.takeAt(0)) is not None:
            if (dentro := velho.widget()) is not None:
                dentro.deleteLater()
        if not sugestoes:
            return
        self._sugestoes.addWidget(Rotulo("Loja de demonstração: escolha um usuário pronto",
                                         Papel.LEGENDA, "texto_fraco"))
        for indice, um in enumerate(sugestoes, start=1):
            botao = Botao(f"&{indice}  {um.nome} — {um.perfil}   ({um.login} / {um.senha})")
            botao.setFlat(True)
            botao.clicked.connect(lambda _=False, s=um: self._usa(s))
            self._sugestoes.addWidget(botao)

    def _usa(self, sugestao: Sugestao) -> None:
        self.usuario.setText(sugestao.login)
        self.senha.setText(sugestao.senha)
        self._tenta()

    def trava(self, login: str, nome: str) -> None:
        """The screen was locked: ask only the password of who was here; another login may be typed."""
        self._titulo.setText("Tela bloqueada")
        self._loja.setText(f"{nome}, digite sua senha para continuar. A venda aberta está guardada.")
        self.usuario.setText(login)
        self.senha.clear()
        self.senha.setFocus()

    def destrava(self) -> None:
        """The door again, for anybody."""
        self._titulo.setText("Balcão")
        self._loja.setText(self._nome_loja)

    def ocupa(self, ocupado: bool, texto: str = "") -> None:
        """While the password is being checked nothing can be sent twice."""
        for parte in (self.usuario, self.senha, self.botao):
            parte.setEnabled(not ocupado)
        if texto:
            self._conexao.setText(texto)

    def recusa(self, mensagem: str, *, no_usuario: bool = False) -> None:
        """Say what was wrong, keep what was typed, select the password, or (`no_usuario`) the name."""
        self.ocupa(False)
        self.erro.setText(mensagem)
        self.erro.show()
        self.senha.selectAll()  # also when the name is mended first: the next Enter comes here
        alvo = self.usuario if no_usuario or not self.usuario.text().strip() else self.senha
        alvo.setFocus()
        alvo.selectAll()

    def _enter_no_usuario(self) -> None:
        if self.usuario.text().strip():
            self.senha.setFocus()
            self.senha.selectAll()  # one that was refused is replaced, not typed on

    def _tenta(self) -> None:
        login, senha = self.usuario.text().strip(), self.senha.text()
        if not login:
            self.recusa("Digite o usuário.")
        elif not senha:
            self.recusa("Digite a senha.")
        else:
            self.erro.hide()
            self.ocupa(True)
            self.entrar.emit(login, senha)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fechar.emit()
        elif event.key() == Qt.Key.Key_F9:
            self.diagnosticar.emit()
        elif event.key() == Qt.Key.Key_F11:
            self.configurar.emit()
        else:
            super().keyPressEvent(event)

    def foca(self) -> None:
        """Put the cursor where the next key belongs, once the window is shown."""
        alvo = self.senha if self.usuario.text() else self.usuario
        QTimer.singleShot(0, alvo.setFocus)
