"""A page of the counter's window, worked by keys over a real counter and its retaguarda."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from balcao.domain.erros import AmbienteIndisponivel
from balcao.ui.background import Background
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import Loja, nova_loja
from tests.ui.teclas import digita, espera_teclado, tecla


@dataclass
class Cena:
    """`pai` is the window that has the keyboard; `ditos` and `avisos` are what the page had it say."""

    qtbot: Any
    balcao: BalcaoDeTeste
    fundo: Background
    pai: QWidget
    ditos: list[str] = field(default_factory=list)
    avisos: list[str] = field(default_factory=list)

    def poe(self, pagina: Any, *como: Any) -> Any:
        """Fill the window with a page and open it; `como`: what its `abre` takes."""
        pagina.informou.connect(self.ditos.append)
        pagina.avisou.connect(self.avisos.append)
        pagina.setGeometry(self.pai.rect())
        pagina.show()
        pagina.abre(*como)
        self.para()
        return pagina

    def parado(self) -> bool:
        """Whether nothing is being done."""
        return not self.fundo.pendentes()

    def para(self) -> None:
        """Wait until nothing is being done."""
        self.qtbot.waitUntil(self.parado, timeout=60_000)

    def tecla(self, qual: Qt.Key | str, *modificadores: Qt.KeyboardModifier) -> None:
        """One key, and what it starts."""
        tecla(self.pai, qual, junta(modificadores))
        self.para()

    def digita(self, texto: str) -> None:
        """A text, and what it starts."""
        digita(self.pai, texto)
        self.para()

    def dialogo(self) -> Any:
        """The dialog that was opened, once it has the keyboard."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
        aberto = QApplication.activeModalWidget()
        espera_teclado(self.qtbot, aberto)
        return aberto

    def sem_dialogo(self) -> None:
        """Wait until no dialog is open and the page has the keyboard again."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=60_000)
        self.para()
        espera_teclado(self.qtbot, self.pai)


def junta(modificadores: tuple[Qt.KeyboardModifier, ...]) -> Qt.KeyboardModifier:
    """Several keys held at once."""
    juntos = Qt.KeyboardModifier.NoModifier
    for um in modificadores:
        juntos |= um
    return juntos


@contextmanager
def palco(qtbot: Any, fabrica_bancos: FabricaBancos,
          pasta: Path) -> Iterator[tuple[BalcaoDeTeste, Background, QWidget]]:
    """A shop, its counter with bia logged in, and an empty window of 1024×768 that has the keyboard."""
    loja = nova_loja(fabrica_bancos)
    with palco_da_loja(qtbot, loja, pasta) as onde:
        yield onde
    loja.fecha()


@contextmanager
def palco_da_loja(qtbot: Any, loja: Loja, pasta: Path) -> Iterator[tuple[BalcaoDeTeste, Background, QWidget]]:
    """The same for a shop that is there already; who made it closes it."""
    pai = QWidget()
    pai.resize(1024, 768)
    qtbot.addWidget(pai)
    pai.show()
    espera_teclado(qtbot, pai)
    fundo = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
    with servico(loja) as url, balcao_de(loja, url, 1, pasta) as balcao:
        balcao.b.retaguarda._prazo = 20.0
        balcao.entra("bia")
        yield balcao, fundo, pai
        assert fundo.para(30) == []
    fundo.deleteLater()
