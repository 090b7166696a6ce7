"""Ctrl+K: find any action by its name and run it. It reads the same table as the keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.componentes.avisos import devolve_teclado
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.linha_tecla import DesenhoTecla
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.sem_acento import simples
from balcao.ui.tema import SEM_ANEL, Papel, Rotulo, U

_ACAO = Qt.ItemDataRole.UserRole


class PaletaComandos(DialogoNaTela):
    """Lists the actions of every given view; those that cannot run now are grey and cannot be chosen."""

    def __init__(self, janela: QWidget, conjuntos: Sequence[Acoes]) -> None:
        super().__init__(janela)
        self.setWindowTitle("Comandos")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entradas = [(spec, acao, acoes.tecla(spec.id)) for acoes in conjuntos for spec, acao in acoes
                          if acao.isVisible()]
        self._linha, self._lista = LinhaTexto(), QListWidget()
        self._linha.setPlaceholderText("Digite o que quer fazer")
        self._linha.setAccessibleName("Comando")
        self._lista.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lista.setProperty(SEM_ANEL, True)
        self._lista.setFrameShape(QListWidget.Shape.NoFrame)
        self._lista.setItemDelegate(DesenhoTecla(self._lista))
        self._lista.itemClicked.connect(lambda _item: self.executa())
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.setSpacing(U)
        for widget in (Rotulo("Comandos", Papel.TITULO), self._linha, self._lista):
            caixa.addWidget(widget)
        self._linha.textChanged.connect(self._filtra)
        devolve_teclado(self)
        self._filtra("")
        self.resize(min(72 * U, janela.width() - 4 * U), min(60 * U, janela.height() - 4 * U))
        self._linha.setFocus()

    def textos(self) -> list[str]:
        """The actions listed, best first."""
        return [self._lista.item(i).text() for i in range(self._lista.count())]

    def executa(self) -> None:
        """Close, and run the action under the bar in the window it belongs to."""
        item = self._lista.currentItem()
        acao: QAction | None = item.data(_ACAO) if item is not None else None
        if acao is not None and acao.isEnabled():
            self.accept()
            acao.trigger()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._lista.keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.executa()
        else:
            super().keyPressEvent(event)

    def _filtra(self, texto: str) -> None:
        """Every word typed must be in the action; the name counts more than its help; what can run comes first."""
        palavras = simples(texto).split()
        achadas: list[tuple[tuple[bool, int, int], ActionSpec, QAction, str]] = []
        for ordem, (spec, acao, tecla) in enumerate(self._entradas):
            titulo, resto = simples(spec.titulo), simples(f"{spec.titulo} {spec.grupo} {spec.ajuda} {tecla}")
            if all(palavra in resto for palavra in palavras):
                no_titulo = sum(palavra not in titulo for palavra in palavras)
                achadas.append(((not acao.isEnabled(), no_titulo, ordem), spec, acao, tecla))
        self._lista.clear()
        for _nota, spec, acao, tecla in sorted(achadas, key=lambda achada: achada[0]):
            item = QListWidgetItem(spec.titulo)
            item.setData(_ACAO, acao)
            item.setData(DesenhoTecla.TECLA, tecla)
            item.setData(DesenhoTecla.DETALHE, spec.grupo)
            item.setToolTip(spec.ajuda)
            if not acao.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._lista.addItem(item)
        if achadas and self._lista.item(0).flags():
            self._lista.setCurrentRow(0)
