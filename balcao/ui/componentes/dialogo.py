"""The frame of every small dialog: a title, its content, one line of error, and its keys.

Enter or F12 confirms, ESC goes back, asking first where more than a word was typed (`pergunta_antes`). A held key
never confirms. An error keeps what was typed and puts the cursor where it must be mended.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from balcao.domain.erros import BalcaoError
from balcao.domain.formatos import TextoInvalido
from balcao.ui.componentes.avisos import Pergunta, devolve_teclado
from balcao.ui.componentes.controles import Botao, LinhaTexto
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.tema import Papel, Rotulo, U, altura_controle

CONFIRMA = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F12)


def linha(texto: str = "") -> LinhaTexto:
    """A line to type in that begins with `texto`."""
    feita = LinhaTexto()
    feita.setText(texto)
    return feita


class Dialogo(DialogoNaTela):
    """`confirmado` is emitted instead of closing when the answer comes later (`espera=True`): the caller
    closes with `accept()` or says why not with `recusa()`."""

    confirmado = Signal()

    def __init__(self, titulo: str, parent: QWidget | None = None, *, confirma: str = "Confirmar",
                 espera: bool = False, largura: int = 56 * U) -> None:
        super().__init__(parent)
        self.setWindowTitle(titulo)
        self.setMinimumWidth(largura)
        self._espera = espera
        self.esperando = False
        self._foco_dela = False
        self._digitado: Callable[[], object] = lambda: None
        self._era: object = None
        self.corpo = QVBoxLayout()
        self.corpo.setSpacing(U)
        self.erro = Rotulo("", Papel.CORPO, "bloqueio")
        self.erro.setWordWrap(True)
        self.erro.hide()
        self.botao_confirma = Botao(f"{confirma} (Enter)" if confirma else "", principal=True)
        self.botao_fecha = Botao("Voltar (ESC)" if confirma else "Fechar (ESC)")
        self._monta(titulo, bool(confirma))
        devolve_teclado(self)

    def _monta(self, titulo: str, confirma: bool) -> None:
        botoes = QHBoxLayout()
        botoes.addStretch()
        for botao in (self.botao_fecha, self.botao_confirma):
            botao.setAutoDefault(False)
            botao.setMinimumHeight(altura_controle(self) + 4)
            botoes.addWidget(botao)
        self.botao_confirma.setVisible(confirma)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(3 * U, 2 * U, 3 * U, 2 * U)
        tudo.setSpacing(int(1.5 * U))
        tudo.addWidget(Rotulo(titulo, Papel.TITULO))
        tudo.addLayout(self.corpo, 1)
        tudo.addWidget(self.erro)
        tudo.addLayout(botoes)
        self.botao_fecha.clicked.connect(self.reject)
        self.botao_confirma.clicked.connect(self.confirma)

    def exec(self) -> int:
        """As Qt's; once whoever asked has read the answer it is taken away. Closed and kept, each dialog cost 1 MB."""
        resposta = super().exec()
        self.deleteLater()
        return resposta

    def campo(self, rotulo: str, widget: QWidget, dica: str = "") -> None:
        """Add a labelled field; the label's letter after & focuses it. The first one is typed into at once."""
        titulo = QLabel(rotulo)
        titulo.setBuddy(widget)
        widget.setAccessibleName(rotulo.replace("&", ""))
        self.corpo.addWidget(titulo)
        self.corpo.addWidget(widget)
        if self.focusWidget() is None:
            widget.setFocus()
        if isinstance(widget, QLineEdit | QComboBox):
            widget.setMinimumHeight(altura_controle(self) + 4)
        if dica:
            texto = Rotulo(dica, Papel.LEGENDA, "texto_fraco")
            texto.setWordWrap(True)
            self.corpo.addWidget(texto)

    def pergunta_antes(self, digitado: Callable[[], object]) -> None:
        """ESC asks, once `digitado` tells something else than now: more than a hand types again."""
        self._digitado, self._era = digitado, digitado()

    def reject(self) -> None:
        """ESC: back, without what was typed; not while the answer is on its way: nobody would hear it."""
        if self.esperando:
            return
        if self._digitado() == self._era:
            super().reject()
            return
        Pergunta(self, "Descartar o que foi digitado?", "Tudo volta a ser como era.", "Descartar",
                 "Continuar digitando", lambda sim: super(Dialogo, self).reject() if sim else None, perigo=True).open()

    def valida(self) -> bool:
        """Override: whether what was typed is good; otherwise call `recusa` and return False."""
        return True

    def confirma(self) -> None:
        """Check, then close or announce."""
        self.erro.hide()
        if not self.valida():
            return
        if self._espera:
            self.ocupa(True)
            self.confirmado.emit()
        else:
            self.accept()

    def ocupa(self, ocupado: bool) -> None:
        """While the answer is on its way nothing is sent twice."""
        if ocupado and not self.esperando:
            self._foco_dela = self.botao_confirma.hasFocus()  # disabled, it passes the keyboard on
        self.esperando = ocupado
        self.botao_confirma.setEnabled(not ocupado)
        if not ocupado and self._foco_dela:
            self._foco_dela = False
            self.botao_confirma.setFocus()
        self.setCursor(Qt.CursorShape.BusyCursor if ocupado else Qt.CursorShape.ArrowCursor)

    def recusa(self, mensagem: str, campo: QWidget | None = None) -> None:
        """Say why not, beside what must be mended."""
        self.ocupa(False)
        self.erro.setText(mensagem)
        self.erro.show()
        self.cabe()
        if campo is not None:
            campo.setFocus()
            if isinstance(campo, QLineEdit):
                campo.selectAll()

    def cabe(self) -> None:
        """A text that wraps and came late makes the window taller, instead of cutting the others."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(self.height(), layout.heightForWidth(self.width())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in CONFIRMA:
            if not event.isAutoRepeat() and self.botao_confirma.isEnabled() and self.botao_confirma.isVisible():
                self.confirma()
            return
        super().keyPressEvent(event)


class DialogoValor(Dialogo):
    """One typed value. `le` turns the text into the value or raises TextoInvalido, BalcaoError, with what to type.

    `faz`, where somebody gives one, does what the value is for before the dialog closes: what refuses it is said beside
    what was typed, which stays to be mended."""

    def __init__(self, titulo: str, rotulo: str, inicial: str, le: Callable[[str], Any],
                 parent: QWidget | None = None, dica: str = "") -> None:
        super().__init__(titulo, parent, largura=44 * U)
        self._le = le
        self.texto = linha(inicial)
        self.texto.selectAll()
        self.valor: Any = None
        self.faz: Callable[[Any], object] = lambda _valor: None
        self.campo(rotulo, self.texto, dica)

    def valida(self) -> bool:
        try:
            self.valor = self._le(self.texto.text())
            self.faz(self.valor)
        except (TextoInvalido, BalcaoError) as erro:
            self.recusa(str(erro), self.texto)
            return False
        return True
