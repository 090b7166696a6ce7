"""Choosing one of a few: seller, price list, plan, type, draft. Type to narrow, arrows, Enter."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from balcao.domain.texto_busca import normaliza
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U
from balcao.ui.venda.opcao import Opcao

_SETAS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class DialogoEscolha(Dialogo):
    """`escolhida` holds the option's value after it was accepted."""

    def __init__(self, titulo: str, opcoes: list[Opcao], atual: Any = None, parent: QWidget | None = None,
                 dica: str = "Digite para procurar", largura: int = 56 * U) -> None:
        super().__init__(titulo, parent, confirma="Escolher", largura=largura)
        self._opcoes = opcoes
        self.escolhida: Any = None
        self.filtro, self.lista = LinhaTexto(), QListWidget()
        self.filtro.setPlaceholderText(dica)
        self.filtro.setAccessibleName("Procurar")
        self.lista.setAccessibleName(titulo)
        self.lista.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lista.setMinimumHeight(28 * U)
        self.corpo.addWidget(self.filtro)
        self.corpo.addWidget(self.lista, 1)
        self.filtro.textChanged.connect(self._filtra)
        self.filtro.installEventFilter(self)
        self.lista.itemDoubleClicked.connect(lambda _: self.confirma())
        self._filtra("")
        self._marca(atual)
        self.filtro.setFocus()

    def ressalva(self, frase: str) -> None:
        """Say below the list what is not in it, and why."""
        rotulo = Rotulo(frase, Papel.LEGENDA, "texto_fraco")
        rotulo.setWordWrap(True)
        self.corpo.addWidget(rotulo)

    def _filtra(self, texto: str) -> None:
        self.lista.clear()
        partes = normaliza(texto).split()
        for opcao in self._opcoes:
            if all(parte in normaliza(f"{opcao.atalho} {opcao.texto} {opcao.detalhe}") for parte in partes):
                rotulo = f"{opcao.atalho}  " if opcao.atalho else ""
                linha = QListWidgetItem(rotulo + opcao.texto + (f"   ·   {opcao.detalhe}" if opcao.detalhe else ""))
                linha.setData(Qt.ItemDataRole.UserRole, opcao)
                self.lista.addItem(linha)
        self.lista.setCurrentRow(0)
        if texto and (unica := [o for o in self._opcoes if o.atalho and o.atalho == texto.strip()]):
            self.escolhida = unica[0].valor
            self.accept()

    def _marca(self, atual: Any) -> None:
        """The current one; where there is none yet, the first stays."""
        if atual is None:
            return
        for linha in range(self.lista.count()):
            if self.lista.item(linha).data(Qt.ItemDataRole.UserRole).valor == atual:
                self.lista.setCurrentRow(linha)

    def valida(self) -> bool:
        linha = self.lista.currentItem()
        if linha is None:
            self.recusa("Nada encontrado. Apague o que digitou para ver todos.", self.filtro)
            return False
        self.escolhida = linha.data(Qt.ItemDataRole.UserRole).valor
        return True

    def eventFilter(self, alvo: QObject, evento: QEvent) -> bool:
        if evento.type() == QEvent.Type.KeyPress and isinstance(evento, QKeyEvent) and evento.key() in _SETAS:
            self.lista.keyPressEvent(evento)
            return True
        return super().eventFilter(alvo, evento)
