""" "Testar conexão" under a page: each step as it ends, with its time and, when it failed, what to do."""

from collections.abc import Callable
from contextlib import suppress

from pydantic import BaseModel
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayoutItem, QVBoxLayout, QWidget

from balcao.ui.background import Background, Faixa, Tarefa
from balcao.ui.componentes.avisos import Ocupado
from balcao.ui.componentes.controles import Botao, moldura
from balcao.ui.componentes.icones import imagem, lado_icone
from balcao.ui.configuracao.contrato import PassoTeste, Testa
from balcao.ui.tema import Papel, Rotulo, U, cores_de

TECLA = "F5"
_ASPECTO: dict[str, tuple[str, str]] = {  # icon and colour of a step's state
    "certo": ("certo", "acento"), "aviso": ("alerta", "alerta"), "falhou": ("bloqueio", "bloqueio"),
    "pulado": ("espera", "texto_fraco")}


class PainelTeste(QFrame):
    """Runs `testa` on what is on the screen now, saved or not; F5 starts it, and stops it while it runs."""

    cresceu = Signal()
    _passo = Signal(object, object)

    def __init__(self, testa: Testa, pagina: Callable[[], BaseModel], fundo: Background,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._testa, self._pagina, self._fundo = testa, pagina, fundo
        self._tarefa: Tarefa | None = None
        self._quantos = 0
        self.passos: list[PassoTeste] = []
        self.botao = Botao()
        self.botao.setAutoDefault(False)
        self.botao.clicked.connect(self.alterna)
        self._ocupado, self._fim = Ocupado("Testando…"), Rotulo("", Papel.DESTAQUE)
        self._fim.setWordWrap(True)
        cabeca = QHBoxLayout()
        cabeca.addWidget(self.botao)
        cabeca.addWidget(self._ocupado)
        cabeca.addWidget(self._fim, 1)
        cabeca.addStretch()
        self._grade = QGridLayout()
        self._grade.setHorizontalSpacing(2 * U)
        self._grade.setVerticalSpacing(U)
        self._grade.setColumnStretch(2, 1)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.setSpacing(U + U // 2)
        caixa.addLayout(cabeca)
        caixa.addLayout(self._grade)
        self._passo.connect(self._chegou)
        self._mostra_estado(rodando=False)

    @property
    def rodando(self) -> bool:
        """Whether a test is under way."""
        return self._tarefa is not None

    def alterna(self) -> None:
        """Start the test; or give up the one that runs."""
        if self._tarefa is not None:
            self._tarefa.cancela()
            self._termina("Teste interrompido.")
            return
        self._limpa()
        alvo = self._pagina()
        self._mostra_estado(rodando=True)
        self._tarefa = self._fundo.executa(
            Faixa.LEITURA, f"teste:{id(self)}", lambda ficha: self._testa(alvo, self._avisa(ficha)),
            self._pronto, self._falhou, dono=self)

    def textos(self) -> list[str]:
        """The steps shown, for those who cannot see them (and for tests)."""
        return [f"{p.nome}: {p.estado}: {p.mensagem} {p.conselho}".strip() for p in self.passos]

    @property
    def conclusao(self) -> str:
        """The last word on the test."""
        return self._fim.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("linha"))

    def _avisa(self, ficha: object) -> Callable[[PassoTeste], None]:
        def avisa(passo: PassoTeste) -> None:  # in the background thread
            with suppress(RuntimeError):  # the window closed meanwhile: nobody is left to tell
                self._passo.emit(ficha, passo)
        return avisa

    def _chegou(self, ficha: object, passo: PassoTeste) -> None:
        if self._tarefa is None or self._tarefa.ficha is not ficha:
            return  # a step of a test that was given up
        self.passos.append(passo)
        linha = self._quantos
        self._quantos += 1
        self._grade.addWidget(_Marca(*_ASPECTO[str(passo.estado)]), linha, 0, Qt.AlignmentFlag.AlignTop)
        nome = QLabel(passo.nome)
        self._grade.addWidget(nome, linha, 1, Qt.AlignmentFlag.AlignTop)
        cor = "bloqueio" if passo.estado == "falhou" else "alerta" if passo.estado == "aviso" else "texto"
        texto = Rotulo(passo.mensagem, cor=cor if passo.estado != "pulado" else "texto_fraco")
        texto.setWordWrap(True)
        texto.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        coluna = QVBoxLayout()
        coluna.setSpacing(2)
        coluna.addWidget(texto)
        if passo.conselho:
            conselho = Rotulo(f"→ {passo.conselho}", Papel.CORPO, "texto_fraco")
            conselho.setWordWrap(True)
            coluna.addWidget(conselho)
        self._grade.addLayout(coluna, linha, 2)
        if passo.estado != "pulado":
            tempo = Rotulo(f"{passo.ms} ms", Papel.LEGENDA, "texto_fraco")
            self._grade.addWidget(tempo, linha, 3, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.cresceu.emit()

    def _pronto(self, _nada: object) -> None:
        falhas = [p for p in self.passos if p.estado == "falhou"]
        avisos = [p for p in self.passos if p.estado == "aviso"]
        if falhas:
            self._termina(f"Falhou em: {', '.join(p.nome for p in falhas)}.", "bloqueio")
        elif avisos:
            self._termina("Conectado, com aviso.", "alerta")
        else:
            self._termina("Tudo certo.", "acento")

    def _falhou(self, erro: Exception) -> None:
        self._termina(str(erro), "bloqueio")

    def _termina(self, texto: str, cor: str = "texto_fraco") -> None:
        self._tarefa = None
        self._fim.define_cor(cor)
        self._fim.setText(texto)
        self._mostra_estado(rodando=False)
        self.cresceu.emit()

    def _mostra_estado(self, rodando: bool) -> None:
        self.botao.setText(f"Parar o teste ({TECLA})" if rodando else f"&Testar conexão ({TECLA})")
        self._ocupado.mostra(rodando)
        self._fim.setVisible(not rodando and bool(self._fim.text()))

    def _limpa(self) -> None:
        self.passos, self._quantos = [], 0
        while (item := self._grade.takeAt(0)) is not None:
            _apaga(item)


class _Marca(QWidget):
    """The icon of a step, in the theme's colours."""

    def __init__(self, desenho: str, cor: str) -> None:
        super().__init__()
        self._desenho, self._cor = desenho, cor
        self.setFixedSize(lado_icone(self), lado_icone(self))

    def paintEvent(self, event: QEvent) -> None:
        cor = getattr(cores_de(self), self._cor)
        QPainter(self).drawPixmap(QPointF(0, 0), imagem(self._desenho, cor, self.width(), self.devicePixelRatioF()))


def _apaga(item: QLayoutItem) -> None:
    """Take a layout's item away with everything in it."""
    widget, dentro = item.widget(), item.layout()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
    elif dentro is not None:
        while (filho := dentro.takeAt(0)) is not None:
            _apaga(filho)
