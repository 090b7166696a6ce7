"""Editors of choices: yes or no, one of some, some of some."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from balcao.domain.campo import Opcao
from balcao.ui.componentes.controles import Escolha, Marcador
from balcao.ui.componentes.fluxo import Fluxo
from balcao.ui.tema import U


class CampoMarcador(Marcador):
    """Yes or no; its own text is the field's title."""

    mudou = Signal()

    def __init__(self, texto: str, opcoes: Sequence[Opcao] = (), parent: QWidget | None = None) -> None:
        super().__init__(texto, parent)
        self._efeitos = [opcao.efeito for opcao in opcoes]
        self.clicked.connect(self.mudou)

    def valor(self) -> Any:
        return self.isChecked()

    def define_valor(self, valor: Any) -> None:
        self.setChecked(bool(valor))

    def trava(self, travado: bool) -> None:
        self.setEnabled(not travado)

    def marca_erro(self, erro: bool) -> None:
        pass  # either answer is a value

    def alvo(self) -> QWidget:
        return self

    def efeito(self) -> str:
        return self._efeitos[self.isChecked()] if len(self._efeitos) == 2 else ""


class CampoEscolha(Escolha):
    """One of the declared options. A stored value that is no option any more is shown as it is."""

    mudou = Signal()

    def __init__(self, opcoes: Sequence[Opcao], converte: Callable[[str], Any] = str, opcional: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opcoes, self._converte = {o.valor: o for o in opcoes}, converte
        self.setPlaceholderText("Escolher")
        if opcional:
            self.addItem("—", None)
        for opcao in opcoes:
            self.addItem(opcao.rotulo, str(opcao.valor))
        self._mudo = False
        self.currentIndexChanged.connect(self._trocou)

    def valor(self) -> Any:
        dado = self.currentData()
        return None if dado is None else self._converte(dado)

    def define_valor(self, valor: Any) -> None:
        self._mudo = True
        dado = None if valor is None else str(valor)
        indice = self.findData(dado)
        if indice < 0 and dado is not None:
            self.addItem(f"{dado} (valor desconhecido)", dado)
            indice = self.count() - 1
        self.setCurrentIndex(indice)
        self._mudo = False

    def trava(self, travado: bool) -> None:
        self.setEnabled(not travado)

    def alvo(self) -> QWidget:
        return self

    def efeito(self) -> str:
        opcao = self._opcoes.get(self.currentData())
        return opcao.efeito if opcao else ""

    @Slot(int)
    def _trocou(self, _indice: int) -> None:
        if not self._mudo:
            self.mudou.emit()


class CampoMultiplo(QWidget):
    """Any number of the declared options, as a frozenset."""

    mudou = Signal()

    def __init__(self, opcoes: Iterable[Opcao], converte: Callable[[str], Any] = str,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fluxo = Fluxo(self, espaco=2 * U)
        self._converte, self._caixas = converte, {}
        for opcao in opcoes:
            caixa = Marcador(opcao.rotulo, self)
            caixa.setToolTip(opcao.efeito)
            caixa.clicked.connect(self.mudou)
            fluxo.addWidget(caixa)
            self._caixas[str(opcao.valor)] = caixa
        self._outros: frozenset[Any] = frozenset()
        politica = self.sizePolicy()
        politica.setHeightForWidth(True)
        self.setSizePolicy(politica)

    def valor(self) -> Any:
        marcadas = (self._converte(valor) for valor, caixa in self._caixas.items() if caixa.isChecked())
        return frozenset(marcadas) | self._outros

    def define_valor(self, valor: Any) -> None:
        escolhidos = {str(um): um for um in valor or ()}
        for nome, caixa in self._caixas.items():
            caixa.setChecked(nome in escolhidos)
        self._outros = frozenset(um for nome, um in escolhidos.items() if nome not in self._caixas)

    def trava(self, travado: bool) -> None:
        for caixa in self._caixas.values():
            caixa.setEnabled(not travado)

    def marca_erro(self, erro: bool) -> None:
        pass  # any subset is a value

    def alvo(self) -> QWidget:
        return next(iter(self._caixas.values()), self)

    def efeito(self) -> str:
        return ""
