"""A list of things looked at, each as it ends: icon, name, what was found, what to do, how long it took."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QLayoutItem, QVBoxLayout, QWidget

from balcao.ui.componentes.icones import imagem, lado_icone
from balcao.ui.tema import Papel, Rotulo, U, cores_de

ASPECTO: dict[str, tuple[str, str]] = {  # icon and colour of a step's state
    "certo": ("certo", "acento"), "aviso": ("alerta", "alerta"), "falhou": ("bloqueio", "bloqueio"),
    "pulado": ("espera", "texto_fraco")}


class Passo(Protocol):
    """What is shown of each (services.counter.conexao_teste.Passo is one)."""

    @property
    def nome(self) -> str: ...
    @property
    def estado(self) -> str: ...
    @property
    def mensagem(self) -> str: ...
    @property
    def conselho(self) -> str: ...
    @property
    def ms(self) -> int: ...


class ListaPassos(QWidget):
    """Grows line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passos: list[Passo] = []
        self._marcas: list[QWidget] = []
        self._grade = QGridLayout(self)
        self._grade.setContentsMargins(0, 0, 0, 0)
        self._grade.setHorizontalSpacing(2 * U)
        self._grade.setVerticalSpacing(U)
        self._grade.setColumnStretch(2, 1)

    def junta(self, passo: Passo) -> None:
        """One more, at the end."""
        linha = len(self.passos)
        self.passos.append(passo)
        alto = Qt.AlignmentFlag.AlignTop
        self._marcas.append(_Marca(*ASPECTO[str(passo.estado)]))
        self._grade.addWidget(self._marcas[-1], linha, 0, alto)
        self._grade.addWidget(Rotulo(passo.nome), linha, 1, alto)
        cor = {"falhou": "bloqueio", "aviso": "alerta", "pulado": "texto_fraco"}.get(str(passo.estado), "texto")
        texto = Rotulo(passo.mensagem, cor=cor)
        texto.setTextFormat(Qt.TextFormat.PlainText)
        texto.setWordWrap(True)
        texto.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        coluna = QVBoxLayout()
        coluna.setSpacing(2)
        coluna.addWidget(texto)
        if passo.conselho:
            conselho = Rotulo(f"→ {passo.conselho}", Papel.CORPO, "texto_fraco")
            conselho.setTextFormat(Qt.TextFormat.PlainText)
            conselho.setWordWrap(True)
            coluna.addWidget(conselho)
        self._grade.addLayout(coluna, linha, 2)
        if passo.estado != "pulado":
            tempo = Rotulo(f"{passo.ms} ms", Papel.LEGENDA, "texto_fraco")
            self._grade.addWidget(tempo, linha, 3, alto | Qt.AlignmentFlag.AlignRight)

    def textos(self) -> list[str]:
        """The steps shown, for those who cannot see them (and for tests)."""
        return [f"{p.nome}: {p.estado}: {p.mensagem} {p.conselho}".strip() for p in self.passos]

    def primeiro(self, estado: str) -> QWidget | None:
        """The mark of the first line in this state, to be brought into sight."""
        return next((marca for marca, um in zip(self._marcas, self.passos, strict=True) if um.estado == estado), None)

    def limpa(self) -> None:
        """Begin again."""
        self.passos, self._marcas = [], []
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
