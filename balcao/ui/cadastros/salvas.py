"""The choice among a person's saved searches; the first is everything."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from balcao.domain.cadastro.mensagens import PesquisaSalva
from balcao.domain.cadastro.pesquisa import MAIOR_PAGINA, Pesquisa
from balcao.ui.componentes.controles import Escolha


class Salvas(Escolha):
    """`escolhida` carries the search that a person chose."""

    escolhida = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mostra([])
        self.activated.connect(lambda _posicao: self.escolhida.emit(
            self.currentData().model_copy(update={"limite": MAIOR_PAGINA})))

    @property
    def nome(self) -> str:
        """Of the one chosen; "" when it is everything."""
        return self.currentText() if self.currentIndex() > 0 else ""

    def mostra(self, salvas: Sequence[PesquisaSalva]) -> None:
        """Offer these; the one chosen stays chosen while it is there."""
        escolhida = self.nome
        self.clear()
        self.addItem("Todos", Pesquisa(limite=MAIOR_PAGINA))
        for uma in salvas:
            self.addItem(uma.nome, uma.pesquisa)
        self.setCurrentIndex(max(0, self.findText(escolhida)))
        self.updateGeometry()

    def escolhe(self, nome: str, pesquisa: Pesquisa) -> None:
        """One that is being saved: chosen at once."""
        if self.findText(nome) < 0:
            self.addItem(nome, pesquisa)
        self.setCurrentIndex(self.findText(nome))
