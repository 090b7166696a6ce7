"""Diagnóstico: what a sale needs, looked at line by line, with what to do; and one text for the support.

It needs no login, no retaguarda and no data: it is opened when those are missing.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.background import Background, Tarefa
from balcao.ui.background import Faixa as Lane
from balcao.ui.componentes.avisos import Faixa, Ocupado, Tom, devolve_teclado
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.componentes.passos import ListaPassos, Passo
from balcao.ui.tema import Papel, Rotulo, U

GRUPO = "Diagnóstico"
ARQUIVO = "balcao-diagnostico.txt"


class ServicoDiagnostico(Protocol):
    """What the window asks (services.counter.diagnostico.Diagnostico is one). All of it waits."""

    def executa(self, avisa: Callable[[Any], None], parou: Callable[[], bool]) -> tuple[Any, ...]:
        """Look at everything, telling each line."""

    def para_suporte(self, passos: Iterable[Any]) -> str:
        """The lines as one text without personal data."""


ACOES = (
    ActionSpec("diagnostico.repetir", "Repetir", "F5", "alterna", "Olha tudo outra vez; durante, interrompe.", GRUPO),
    ActionSpec("diagnostico.copiar", "Copiar para o suporte", "Ctrl+C", "copia",
               "Um texto sem nomes, documentos nem senhas, para colar em uma mensagem.", GRUPO,
               lambda d: d.terminou),
    ActionSpec("diagnostico.gravar", "Gravar em arquivo", "Ctrl+S", "grava",
               "O mesmo texto em um arquivo.", GRUPO, lambda d: d.terminou),
)


class DialogoDiagnostico(DialogoNaTela):
    """Begins at once. `constroi` makes the service, in the background: its imports are not the window's.
    `grava` replaces a file whole (config.plataforma.grava)."""

    _passo = Signal(object, object)

    def __init__(self, constroi: Callable[[], ServicoDiagnostico], grava: Callable[[Path, str], None],
                 fundo: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(GRUPO)
        self._constroi, self._grava, self._fundo = constroi, grava, fundo
        self._servico: ServicoDiagnostico | None = None
        self._tarefa: Tarefa | None = None
        self.texto = ""
        self.lista, self.faixa, self._ocupado = ListaPassos(), Faixa(), Ocupado("Olhando…")
        self.fim = Rotulo("", Papel.DESTAQUE)
        self.botao_repete, self.botao_copia = Botao(), Botao("Copiar para o suporte (Ctrl+C)")
        self.botao_grava, self.botao_fecha = Botao("Gravar em arquivo (Ctrl+S)"), Botao("Fechar (ESC)")
        self._rolagem = QScrollArea()
        self._monta()
        self._passo.connect(self._chegou)
        self.acoes = Acoes(self, ACOES)
        devolve_teclado(self)
        self.alterna()

    @property
    def terminou(self) -> bool:
        """Whether there is a whole run to tell the support of."""
        return bool(self.texto)

    def alterna(self) -> None:
        """F5: begin again, or stop."""
        if self._tarefa is not None:
            self._tarefa.cancela()
            self._termina("Interrompido.", "texto_fraco")
            return
        self.faixa.limpa()
        self.lista.limpa()
        self.texto = ""
        self._tarefa = self._fundo.executa(Lane.LEITURA, f"diagnostico:{id(self)}", self._trabalha, self._pronto,
                                           self._falhou, dono=self)
        self._mostra_estado()

    def copia(self) -> None:
        """Ctrl+C."""
        QGuiApplication.clipboard().setText(self.texto)
        self.faixa.mostra(Tom.CERTO, "Copiado. Cole na mensagem ao suporte: não há nomes, documentos nem senhas nele.")

    def grava(self) -> None:
        """Ctrl+S."""
        nome, _ = QFileDialog.getSaveFileName(self, "Gravar o diagnóstico", str(Path.home() / ARQUIVO), "Texto (*.txt)")
        if nome:
            self.grava_em(Path(nome))

    def grava_em(self, arquivo: Path) -> None:
        """Write the text there."""
        try:
            self._grava(arquivo, self.texto)
        except OSError as erro:
            self.faixa.mostra(Tom.BLOQUEIO, f"O arquivo não foi gravado em {arquivo}: {motivo_do_sistema(erro)}. "
                                            "Escolha outra pasta, ou use Copiar para o suporte.")
        else:
            self.faixa.mostra(Tom.CERTO, f"Gravado em {arquivo}.")

    def done(self, resultado: int) -> None:
        """Closing stops it."""
        if self._tarefa is not None:
            self._tarefa.cancela()
            self._tarefa = None
        super().done(resultado)

    # -- inside --------------------------------------------------------------------------------------
    def _trabalha(self, ficha: Any) -> str:
        """In the background thread."""
        def avisa(passo: Passo) -> None:
            with suppress(RuntimeError):  # the window closed meanwhile: nobody is left to tell
                self._passo.emit(ficha, passo)

        if self._servico is None:
            self._servico = self._constroi()
        passos = self._servico.executa(avisa, lambda: ficha.cancelada)
        return self._servico.para_suporte(passos)

    def _chegou(self, ficha: object, passo: Passo) -> None:
        if self._tarefa is not None and self._tarefa.ficha is ficha:  # else of a run that was given up
            self.lista.junta(passo)

    def _pronto(self, texto: str) -> None:
        self.texto = texto
        falhas = [p.nome for p in self.lista.passos if p.estado == "falhou"]
        QTimer.singleShot(0, self, self._mostra_o_pior)  # once the lines have their places
        avisos = [p.nome for p in self.lista.passos if p.estado == "aviso"]
        if falhas:
            self._termina(f"Problema em: {', '.join(falhas)}.", "bloqueio")
        elif avisos:
            self._termina(f"Pede atenção: {', '.join(avisos)}.", "alerta")
        else:
            self._termina("Tudo certo.", "acento")

    def _mostra_o_pior(self) -> None:
        if (pior := self.lista.primeiro("falhou")) is not None:
            self._rolagem.ensureWidgetVisible(pior, 0, 8 * U)

    def _falhou(self, erro: Exception) -> None:
        self._termina(str(erro), "bloqueio")

    def _termina(self, texto: str, cor: str) -> None:
        self._tarefa = None
        self.fim.define_cor(cor)
        self.fim.setText(texto)
        self._mostra_estado()

    def _mostra_estado(self) -> None:
        rodando = self._tarefa is not None
        self._ocupado.mostra(rodando)
        self.fim.setVisible(not rodando)
        self.botao_repete.setText("Interromper (F5)" if rodando else "Repetir (F5)")
        for botao in (self.botao_copia, self.botao_grava):
            botao.setEnabled(self.terminou)
        self.acoes.atualiza()

    def _monta(self) -> None:
        self.fim.setWordWrap(True)
        alto = QHBoxLayout()
        alto.setSpacing(2 * U)
        alto.addWidget(Rotulo(GRUPO, Papel.TITULO))
        alto.addWidget(self._ocupado)
        alto.addWidget(self.fim, 1)
        alto.addStretch()
        dentro = QWidget()
        caixa = QVBoxLayout(dentro)
        caixa.setContentsMargins(U, U, 2 * U, U)
        caixa.addWidget(self.lista)
        caixa.addStretch()
        self._rolagem.setWidget(dentro)
        self._rolagem.setWidgetResizable(True)
        self._rolagem.setFrameShape(QFrame.Shape.NoFrame)
        self._rolagem.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rolagem.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and PgDn read on
        botoes = QHBoxLayout()
        botoes.setSpacing(U)
        for botao, faz in ((self.botao_repete, self.alterna), (self.botao_copia, self.copia),
                           (self.botao_grava, self.grava), (self.botao_fecha, self.reject)):
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
            if botao is self.botao_fecha:
                botoes.addStretch()
            botoes.addWidget(botao)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(3 * U, 2 * U, 3 * U, 2 * U)
        tudo.setSpacing(int(1.5 * U))
        tudo.addLayout(alto)
        tudo.addWidget(self.faixa)
        tudo.addWidget(self._rolagem, 1)
        tudo.addLayout(botoes)
        cabe = self.screen().availableGeometry()
        self.resize(min(int(cabe.width() * 0.94), 130 * U), min(int(cabe.height() * 0.92), 110 * U))
        self._rolagem.setFocus()
