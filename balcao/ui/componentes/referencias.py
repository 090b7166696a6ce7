"""Editor of several references: type a piece of a name, Enter takes it; the chosen ones stand below."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from balcao.ui.componentes.contexto import Contexto, Fonte, ItemReferencia
from balcao.ui.componentes.controles import borda_de, moldura
from balcao.ui.componentes.editor import EntradaInvalida
from balcao.ui.componentes.fluxo import Fluxo
from balcao.ui.componentes.referencia import CampoReferencia
from balcao.ui.tema import SEM_ANEL, U, cores_de


class CampoReferencias(QWidget):
    """`junta` makes the value from those chosen (tuple keeps their order, frozenset has none)."""

    mudou = Signal()

    def __init__(self, fonte: Fonte, contexto: Contexto, junta: Callable[[Sequence[Any]], Any],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fonte, self._contexto, self._junta, self._travado = fonte, contexto, junta, False
        self._valores: list[Any] = []
        self._fichas: dict[Any, _Ficha] = {}
        self._linha = _Linha(_Faltam(fonte, self._valores), contexto, parent=self)
        self._linha.escolhido.connect(self._inclui)
        self._linha.mudou.connect(self.mudou)
        self._linha.apaga.connect(self._tira_ultima)
        self._fluxo: Fluxo | None = None  # until one is chosen
        self._caixa = QVBoxLayout(self)
        self._caixa.setContentsMargins(0, 0, 0, 0)
        self._caixa.setSpacing(U // 2)
        self._caixa.addWidget(self._linha)
        politica = self.sizePolicy()
        politica.setHeightForWidth(True)
        self.setSizePolicy(politica)

    def valor(self) -> Any:
        """Those chosen. Raises EntradaInvalida while a text that names no row stands in the line."""
        if texto := self._linha.text().strip():
            raise EntradaInvalida(f"“{texto}” ainda não foi escolhido. Escolha com ↓ e Enter, ou apague.")
        return self._junta(self._valores)

    def define_valor(self, valor: Any) -> None:
        for ficha in self._fichas.values():
            self._retira(ficha)
        self._fichas.clear()
        self._valores[:] = list(valor or ()) if isinstance(valor, tuple) else sorted(valor or ())
        self._linha.define_valor(None)
        for um in self._valores:
            self._poe(um, str(um))
        if self._valores:
            quais = tuple(self._valores)
            self._contexto.le("rotulos", lambda: [self._fonte.item(um) for um in quais], self._chegaram, self)

    def trava(self, travado: bool) -> None:
        self._travado = travado
        self._linha.trava(travado)
        for ficha in self._fichas.values():
            ficha.setEnabled(not travado)

    def marca_erro(self, erro: bool) -> None:
        self._linha.marca_erro(erro)

    def alvo(self) -> QWidget:
        return self._linha

    def efeito(self) -> str:
        return ""

    def textos(self) -> list[str]:
        """The labels of those chosen, as they are read."""
        return [self._fichas[um].text() for um in self._valores]

    def tira(self, valor: Any) -> None:
        """Take one away; the keyboard goes to the next one, or to the line."""
        if self._travado:
            return
        onde = self._valores.index(valor)
        ficha = self._fichas.pop(valor)
        tinha = ficha.hasFocus()
        self._valores.pop(onde)
        if tinha:
            proxima = self._fichas[self._valores[min(onde, len(self._valores) - 1)]] if self._valores else self._linha
            proxima.setFocus(Qt.FocusReason.TabFocusReason)
        ficha.hide()
        self._retira(ficha)
        self.updateGeometry()
        self.mudou.emit()

    @Slot()
    def _tira_ultima(self) -> None:
        if self._valores:
            self.tira(self._valores[-1])

    @Slot(object)
    def _inclui(self, item: ItemReferencia) -> None:
        self._linha.define_valor(None)
        if item.valor not in self._fichas:
            self._valores.append(item.valor)
            self._poe(item.valor, item.rotulo)
            self.updateGeometry()
        self.mudou.emit()

    def _poe(self, valor: Any, rotulo: str) -> None:
        ficha = _Ficha(rotulo, self)
        ficha.setEnabled(not self._travado)
        ficha.clicked.connect(lambda: self.tira(valor))
        QWidget.setTabOrder(self._ultima(), ficha)
        self._fichas[valor] = ficha
        if self._fluxo is None:
            self._fluxo = Fluxo(espaco=U // 2)
            self._caixa.addLayout(self._fluxo)
        self._fluxo.addWidget(ficha)
        ficha.show()

    def _retira(self, ficha: "_Ficha") -> None:
        if self._fluxo is not None:
            self._fluxo.removeWidget(ficha)
        ficha.deleteLater()

    def _ultima(self) -> QWidget:
        return next(reversed(self._fichas.values()), self._linha)

    def _chegaram(self, itens: Sequence[ItemReferencia | None]) -> None:
        for item in itens:
            if item is not None and (ficha := self._fichas.get(item.valor)) is not None:
                ficha.setText(item.rotulo)
                ficha.updateGeometry()
        if self._fluxo is not None:
            self._fluxo.invalidate()


class _Linha(CampoReferencia):
    """The line that finds the next one; Backspace in it, empty, takes the last one away."""

    apaga = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text() and not event.isAutoRepeat():
            self.apaga.emit()
        else:
            super().keyPressEvent(event)


class _Faltam:
    """The rows of a source that were not chosen yet."""

    livre = False

    def __init__(self, fonte: Fonte, escolhidos: list[Any]) -> None:
        self._fonte, self._escolhidos = fonte, escolhidos

    def busca(self, texto: str) -> Sequence[ItemReferencia]:
        escolhidos = set(self._escolhidos)
        return [item for item in self._fonte.busca(texto) if item.valor not in escolhidos]

    def item(self, valor: Any) -> ItemReferencia | None:
        return self._fonte.item(valor)


class _Ficha(QAbstractButton):
    """One that was chosen; Space, Enter, Del or a click takes it away."""

    def __init__(self, texto: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(texto)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(SEM_ANEL, True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Tirar (Del)")
        self.setAccessibleDescription("Del tira da lista.")

    def sizeHint(self) -> QSize:
        mede = self.fontMetrics()
        return QSize(mede.horizontalAdvance(self.text()) + mede.horizontalAdvance("×") + 4 * U, mede.height() + U)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        teclas = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in teclas and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        _cor, largura = borda_de(self)
        vivo = self.isEnabled()
        moldura(pintor, self.rect(), cores.cor("acento_fundo" if vivo else "janela"),
                cores.cor("acento" if self.hasFocus() or self.underMouse() else "linha"), largura)
        pintor.setPen(cores.cor("texto" if vivo else "desativado"))
        area = self.rect().adjusted(U + 2, 0, -U - 2, 0)
        pintor.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        pintor.setPen(cores.cor("texto_fraco" if vivo else "desativado"))
        pintor.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, "×")
