"""Something tried from a page, under its fields ("Testar conexão", "Imprimir página de teste"): each step as it ends,
with its time and, when it failed, what to do."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from pydantic import BaseModel
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from balcao.ui.background import Background, Faixa, Tarefa
from balcao.ui.componentes.avisos import Ocupado
from balcao.ui.componentes.controles import Botao, moldura
from balcao.ui.componentes.passos import ListaPassos, Passo
from balcao.ui.tema import Papel, Rotulo, U, cores_de

TECLA = "F5"

Testa = Callable[[BaseModel, Callable[[Passo], None]], None]
"""`testa(page being edited, tell)` runs the test off the UI thread and tells each step."""


@dataclass(frozen=True, slots=True)
class Prova:
    """What a page can try, and how it is told. `parado`: what is said of one that was given up; `campo`: the field
    beside which its failure is told too."""

    testa: Testa
    botao: str = "&Testar conexão"
    fazendo: str = "Testando…"
    certo: str = "Tudo certo."
    aviso: str = "Conectado, com aviso."
    falha: str = "Falhou em"
    parado: str = "Teste interrompido."
    campo: str = ""


def de_impressora(testa: Testa, campo: str) -> Prova:
    """A test page, on the printer that `campo` names."""
    return Prova(testa, "Imprimir página de &teste", "Imprimindo…", "Enviada.", "Enviada, com aviso.", "Não saiu",
                 "A espera foi interrompida. Se a página já tinha sido enviada, ela sai.", campo)


class PainelTeste(QFrame):
    """Runs `teste` on what is on the screen now, saved or not; F5 starts it, and stops it while it runs."""

    cresceu = Signal()
    falhou = Signal(str)
    """Why it failed, for the field that it is about; "" when it starts again."""
    _passo = Signal(object, object)

    def __init__(self, teste: Prova, pagina: Callable[[], BaseModel], impede: Callable[[], str], fundo: Background,
                 parent: QWidget | None = None) -> None:
        """`impede`: which fields have something that cannot be tried (`pagina` has their stored values); "" none."""
        super().__init__(parent)
        self._teste, self._pagina, self._impede, self._fundo = teste, pagina, impede, fundo
        self._tarefa: Tarefa | None = None
        self.lista = ListaPassos()
        self.botao = Botao()
        self.botao.setAutoDefault(False)
        self.botao.clicked.connect(self.alterna)
        self._ocupado, self._fim = Ocupado(teste.fazendo), Rotulo("", Papel.DESTAQUE)
        self._fim.setWordWrap(True)
        cabeca = QHBoxLayout()
        cabeca.addWidget(self.botao)
        cabeca.addWidget(self._ocupado)
        cabeca.addWidget(self._fim, 1)
        cabeca.addStretch()
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.setSpacing(U + U // 2)
        caixa.addLayout(cabeca)
        caixa.addWidget(self.lista)
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
            self._termina(self._teste.parado)
            return
        self.botao.setFocus(Qt.FocusReason.OtherFocusReason)  # a list that hangs open from a field would stay there
        self.lista.limpa()
        self.falhou.emit("")
        if erradas := self._impede():
            self._termina(f"Nada foi testado: corrija {erradas}.", "bloqueio")
            return
        alvo = self._pagina()
        self._mostra_estado(rodando=True)
        self._tarefa = self._fundo.executa(
            Faixa.LEITURA, f"teste:{id(self)}", lambda ficha: self._teste.testa(alvo, self._avisa(ficha)),
            self._pronto, self._falhou, dono=self)

    def textos(self) -> list[str]:
        """The steps shown, for those who cannot see them (and for tests)."""
        return self.lista.textos()

    @property
    def conclusao(self) -> str:
        """The last word on the test."""
        return self._fim.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("linha"))

    def _avisa(self, ficha: object) -> Callable[[Passo], None]:
        def avisa(passo: Passo) -> None:  # in the background thread
            with suppress(RuntimeError):  # the window closed meanwhile: nobody is left to tell
                self._passo.emit(ficha, passo)
        return avisa

    def _chegou(self, ficha: object, passo: Passo) -> None:
        if self._tarefa is None or self._tarefa.ficha is not ficha:
            return  # a step of a test that was given up
        self.lista.junta(passo)
        self.cresceu.emit()

    def _pronto(self, _nada: object) -> None:
        falhas = [p for p in self.lista.passos if p.estado == "falhou"]
        avisos = [p for p in self.lista.passos if p.estado == "aviso"]
        if falhas:
            self._termina(f"{self._teste.falha}: {', '.join(p.nome for p in falhas)}.", "bloqueio")
            self.falhou.emit(f"{falhas[0].mensagem} {falhas[0].conselho}".strip())
        elif avisos:
            self._termina(self._teste.aviso, "alerta")
        else:
            self._termina(self._teste.certo, "acento")

    def _falhou(self, erro: Exception) -> None:
        self._termina(str(erro), "bloqueio")

    def _termina(self, texto: str, cor: str = "texto_fraco") -> None:
        self._tarefa = None
        self._fim.define_cor(cor)
        self._fim.setText(texto)
        self._mostra_estado(rodando=False)
        self.cresceu.emit()

    def _mostra_estado(self, rodando: bool) -> None:
        self.botao.setText(f"Parar o teste ({TECLA})" if rodando else f"{self._teste.botao} ({TECLA})")
        self._ocupado.mostra(rodando)
        self._fim.setVisible(not rodando and bool(self._fim.text()))
