"""F1: the sheet of keys of a screen, by group, read from the table that makes the keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from balcao.ui.acoes import Acoes
from balcao.ui.componentes.avisos import devolve_teclado
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.linha_tecla import DesenhoTecla
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.tema import Papel, Rotulo, U, fonte


class FolhaTeclas(DialogoNaTela):
    """Every action of a screen that has a key, with what it does. ESC or F1 closes."""

    def __init__(self, janela: QWidget, titulo: str, conjuntos: Sequence[Acoes]) -> None:
        super().__init__(janela)
        self.setWindowTitle(f"Teclas — {titulo}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.lista = QListWidget()
        self.lista.setFrameShape(QListWidget.Shape.NoFrame)
        self.lista.setItemDelegate(DesenhoTecla(self.lista))
        self.lista.setAccessibleName("Teclas")
        fecha = Botao("Fechar (ESC)")
        fecha.clicked.connect(self.reject)
        pe = QHBoxLayout()
        pe.addWidget(Rotulo("Ctrl+K procura qualquer comando pelo nome.", Papel.LEGENDA, "texto_fraco"))
        pe.addStretch()
        pe.addWidget(fecha)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.setSpacing(U)
        caixa.addWidget(Rotulo(f"Teclas — {titulo}", Papel.TITULO))
        caixa.addWidget(self.lista)
        caixa.addLayout(pe)
        self._enche(conjuntos)
        devolve_teclado(self)
        self.resize(min(112 * U, janela.width() - 4 * U), min(80 * U, janela.height() - 4 * U))
        self.lista.setFocus()

    def textos(self) -> list[str]:
        """What is listed: groups, and actions with their keys."""
        itens = (self.lista.item(i) for i in range(self.lista.count()))
        return [" ".join(t for t in (item.data(DesenhoTecla.TECLA), item.text()) if t) for item in itens]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.reject()
        else:
            super().keyPressEvent(event)

    def _enche(self, conjuntos: Sequence[Acoes]) -> None:
        grupos: dict[str, list[tuple[str, str, str]]] = {}
        for acoes in conjuntos:
            for spec, acao in acoes:
                if acao.isVisible() and (tecla := acoes.tecla(spec.id)):
                    grupos.setdefault(spec.grupo or "Geral", []).append((spec.titulo, tecla, spec.ajuda))
        for grupo, linhas in grupos.items():
            cabeca = QListWidgetItem(grupo)
            cabeca.setFlags(Qt.ItemFlag.ItemIsEnabled)
            cabeca.setFont(fonte(Papel.DESTAQUE))
            self.lista.addItem(cabeca)
            for titulo, tecla, ajuda in linhas:
                item = QListWidgetItem(titulo)
                item.setData(DesenhoTecla.TECLA, tecla)
                item.setData(DesenhoTecla.DETALHE, ajuda)
                self.lista.addItem(item)
