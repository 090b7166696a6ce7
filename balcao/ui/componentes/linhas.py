"""Editor of a list: rows of text, or rows of a model that open in a form of their own."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from balcao.ui.componentes.controles import Botao
from balcao.ui.tema import U

_ALTAS = 6


class CampoLinhas(QWidget):
    """A tuple of values. Ins adds, and so does typing where the rows are texts; F2 or Enter changes, Del removes,
    Alt+↑↓ moves.

    `edita(value, done)` opens one row (None for a new one) and calls `done(value)` if it was confirmed;
    without it the rows are texts, typed in place. `colunas(value)` gives what each column shows.
    """

    mudou = Signal()

    def __init__(self, titulos: Sequence[str], colunas: Callable[[Any], Sequence[str]],
                 edita: Callable[[Any, Callable[[Any], None]], None] | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colunas, self._edita, self._mudo, self._travado = colunas, edita, False, False
        self._lista = _Lista(self)
        self._lista.setHeaderLabels(list(titulos))
        self._lista.setHeaderHidden(len(titulos) < 2)
        self._lista.itemChanged.connect(self._editado)
        self._lista.itemDoubleClicked.connect(self.altera)
        self._lista.setFixedHeight(self.fontMetrics().lineSpacing() * _ALTAS + 4 * U)
        self._botoes = [Botao(texto, self) for texto in ("Incluir (Ins)", "Alterar (F2)", "Excluir (Del)")]
        grade = QGridLayout(self)
        grade.setContentsMargins(3, 3, 3, 0)  # room for the focus ring
        grade.setSpacing(U)
        grade.addWidget(self._lista, 0, 0, 1, 4)
        for i, (botao, faz) in enumerate(zip(self._botoes, (self.inclui, self.altera, self.exclui), strict=True)):
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
            grade.addWidget(botao, 1, i)
        grade.setColumnStretch(3, 1)

    def valor(self) -> Any:
        """The rows, as a tuple; a row of text left empty is not one."""
        linhas = (self._lista.topLevelItem(i) for i in range(self._lista.topLevelItemCount()))
        valores = (linha.data(0, Qt.ItemDataRole.UserRole) for linha in linhas if linha is not None)
        return tuple(v for v in valores if v != "")

    def define_valor(self, valor: Any) -> None:
        self._mudo = True
        self._lista.clear()
        for um in valor or ():
            self._acrescenta(um)
        self._mudo = False

    def trava(self, travado: bool) -> None:
        self._travado = travado
        for botao in self._botoes:
            botao.setEnabled(not travado)

    def marca_erro(self, erro: bool) -> None:
        pass  # the message beside the list is enough

    def alvo(self) -> QWidget:
        return self._lista

    def efeito(self) -> str:
        return ""

    @Slot()
    def inclui(self) -> None:
        """A new row, at the end."""
        if self._travado:
            return
        if self._edita is not None:
            self._edita(None, self._incluido)
            return
        self._mudo = True
        linha = self._acrescenta("")
        self._mudo = False
        self._lista.setCurrentItem(linha)
        self._lista.editItem(linha, 0)

    def digita(self, texto: str) -> bool:
        """A new row that begins with what was typed; False where rows are not typed."""
        if self._travado or self._edita is not None:
            return False
        self.inclui()
        editor = self._lista.viewport().findChild(QLineEdit)
        if editor is not None:
            editor.setText(texto)
        return True

    @Slot()
    def altera(self) -> None:
        """Open the current row."""
        linha = self._lista.currentItem()
        if linha is None or self._travado:
            return
        if self._edita is None:
            self._lista.editItem(linha, 0)
            return
        self._edita(linha.data(0, Qt.ItemDataRole.UserRole), lambda novo: self._troca(linha, novo))

    @Slot()
    def exclui(self) -> None:
        """Remove the current row; the next one becomes current."""
        onde = self._onde()
        if onde >= 0 and not self._travado:
            self._lista.takeTopLevelItem(onde)
            self.mudou.emit()

    def move_linha(self, passo: int) -> None:
        """Move the current row up (-1) or down (1)."""
        onde = self._onde()
        para = onde + passo
        if onde < 0 or self._travado or not 0 <= para < self._lista.topLevelItemCount():
            return
        if (linha := self._lista.takeTopLevelItem(onde)) is not None:
            self._lista.insertTopLevelItem(para, linha)
            self._lista.setCurrentItem(linha)
            self.mudou.emit()

    def _onde(self) -> int:
        linha = self._lista.currentItem()
        return -1 if linha is None else self._lista.indexOfTopLevelItem(linha)

    def _acrescenta(self, valor: Any) -> QTreeWidgetItem:
        linha = QTreeWidgetItem(self._lista)
        if self._edita is None:
            linha.setFlags(linha.flags() | Qt.ItemFlag.ItemIsEditable)
        self._preenche(linha, valor)
        return linha

    def _preenche(self, linha: QTreeWidgetItem, valor: Any) -> None:
        linha.setData(0, Qt.ItemDataRole.UserRole, valor)
        for coluna, texto in enumerate(self._colunas(valor) if valor != "" else ("",)):
            linha.setText(coluna, texto)

    def _incluido(self, valor: Any) -> None:
        self._mudo = True
        self._lista.setCurrentItem(self._acrescenta(valor))
        self._mudo = False
        self.mudou.emit()

    def _troca(self, linha: QTreeWidgetItem, valor: Any) -> None:
        self._mudo = True
        self._preenche(linha, valor)
        self._mudo = False
        self.mudou.emit()

    @Slot(QTreeWidgetItem, int)
    def _editado(self, linha: QTreeWidgetItem, _coluna: int) -> None:
        if not self._mudo:
            self._troca(linha, linha.text(0).strip())


class _Lista(QTreeWidget):
    def __init__(self, dono: CampoLinhas) -> None:
        super().__init__(dono)
        self._dono = dono
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def sizeHint(self) -> QSize:
        return QSize(40 * U, 12 * U)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        teclas = {Qt.Key.Key_Insert: self._dono.inclui, Qt.Key.Key_Delete: self._dono.exclui,
                  Qt.Key.Key_F2: self._dono.altera, Qt.Key.Key_Return: self._dono.altera,
                  Qt.Key.Key_Enter: self._dono.altera}
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # the Enter that ends the typing comes here too
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._dono.move_linha(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif (faz := teclas.get(event.key())) is not None:  # type: ignore[call-overload]
            faz()
        elif _letra(event) and self._dono.digita(event.text()):
            event.accept()
        else:
            super().keyPressEvent(event)


def _letra(event: QKeyEvent) -> bool:
    texto = event.text()
    fora = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(texto.strip()) and texto.isprintable() and not event.modifiers() & fora
