"""The list under the entry line: twelve rows drawn by one painter (a table view costs 50–70 ms a key).

The entry line keeps the focus and hands its keys over (`tecla`); arrows, PageUp/PageDown, Home/End with Ctrl,
and Enter work here, as do click, double click and wheel. It shows a `Resultado`; it searches nothing and holds
no rule. When the selection runs past the rows it has and there are more, it asks for the next page (`falta`).
"""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from balcao.domain.formatos import numero
from balcao.domain.resultado_busca import LIMITE, LinhaProduto, Resultado, frase_do_corte
from balcao.domain.uma_linha import encurta
from balcao.ui.lista_desenho import Desenho, Pronta
from balcao.ui.tema import SEM_ANEL, U

_GRAUS_POR_LINHA = 40  # of the wheel (eighths of a degree): three rows a notch
SALDOS = ("disponivel", "outros")
"""The columns of CB-106."""


class Estado(Enum):
    """What the list shows."""

    VAZIA = auto()
    PROCURANDO = auto()
    LINHAS = auto()
    NADA = auto()


class ListaResultados(QWidget):
    """The results of a product search."""

    escolhido = Signal(object)     # LinhaProduto: Enter or double click on it
    selecionado = Signal(object)   # LinhaProduto or None
    falta = Signal(int)            # rows held; the next page begins there

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._linhas: list[LinhaProduto] = []
        self._resultado: Resultado[LinhaProduto] | None = None
        self._estado, self._texto = Estado.VAZIA, ""
        self._atual, self._topo, self._giro, self._pedida = -1, 0, 0, -1
        self._ocultas: frozenset[str] = frozenset()
        self._total: int | None = None
        self._casas_preco = 2
        self._desenho: Desenho | None = None
        self._feita: tuple[tuple[Desenho, Resultado[LinhaProduto], int, int], list[Pronta]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty(SEM_ANEL, True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Resultados da busca de produtos")

    # ---- what to show

    def mostra(self, resultado: Resultado[LinhaProduto]) -> None:
        """Show a search's rows; a later page of the same text is added to what is there."""
        if resultado.inicio and self._resultado and resultado.texto == self._resultado.texto:
            self._linhas += resultado.linhas
        else:
            self._linhas, self._topo, self._total = list(resultado.linhas), 0, None
            self._atual = 0 if self._linhas else -1
        self._pedida = -1
        self._resultado, self._texto = resultado, resultado.texto
        self._estado = Estado.LINHAS if self._linhas else Estado.NADA
        self._mudou()

    def mostra_total(self, texto: str, total: int | None) -> None:
        """How many rows `texto` finds in all, once counted (CB-073)."""
        if self._resultado is not None and self._resultado.texto == texto:
            self._total = total
            self.update()

    def procurando(self, texto: str = "") -> None:
        """Say that the search of `texto` goes on; the last rows stay until the new ones arrive."""
        self._texto = texto
        if self._estado is not Estado.LINHAS:
            self._estado = Estado.PROCURANDO
            self._mudou()

    def limpa(self) -> None:
        """Show nothing: the entry line is empty."""
        self._linhas, self._resultado, self._texto = [], None, ""
        self._atual, self._topo, self._pedida, self._estado = -1, 0, -1, Estado.VAZIA
        self._mudou()

    def define_colunas(self, ocultas: Sequence[str] = (), casas_preco: int = 2) -> None:
        """Leave columns out by name (CB-106: `SALDOS`); places of prices (CB-040). Costs nothing when nothing
        changes."""
        novas = frozenset(ocultas), casas_preco
        if novas != (self._ocultas, self._casas_preco):
            self._ocultas, self._casas_preco = novas
            self._desenho = None
            self._mudou()

    @property
    def estado(self) -> Estado:
        return self._estado

    @property
    def atual(self) -> LinhaProduto | None:
        """The selected row."""
        return self._linhas[self._atual] if 0 <= self._atual < len(self._linhas) else None

    @property
    def linhas(self) -> tuple[LinhaProduto, ...]:
        """Every row held, shown or not."""
        return tuple(self._linhas)

    # ---- keys and mouse

    def tecla(self, event: QKeyEvent) -> bool:
        """Act on a key the entry line received; False when it is not one of the list's."""
        if self._estado is not Estado.LINHAS:
            return False
        com_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Down:
                self._move(self._atual + 1)
            case Qt.Key.Key_Up:
                self._move(self._atual - 1)
            case Qt.Key.Key_PageDown:
                self._move(self._atual + LIMITE)
            case Qt.Key.Key_PageUp:
                self._move(self._atual - LIMITE)
            case Qt.Key.Key_Home if com_ctrl:
                self._move(0)
            case Qt.Key.Key_End if com_ctrl:
                self._move(len(self._linhas) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.atual is None or event.isAutoRepeat():  # a held key never confirms
                    return False
                self.escolhido.emit(self.atual)
            case _:
                return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.tecla(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (i := self._linha_em(event.position())) is not None:
            self._move(i)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (i := self._linha_em(event.position())) is not None:
            self._move(i)
            self.escolhido.emit(self._linhas[i])

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._giro += event.angleDelta().y()
        passos = int(self._giro / _GRAUS_POR_LINHA)
        self._giro -= passos * _GRAUS_POR_LINHA
        if passos and self._estado is Estado.LINHAS:
            self._rola(self._topo - passos)
        event.accept()

    def _move(self, para: int) -> None:
        """Select a row, the nearest one when there is none there; ask for more rows past the end."""
        self._pede_mais(para)
        ultimo = len(self._linhas) - 1  # the page may have come at once
        novo = max(0, min(para, ultimo))
        if novo == self._atual:
            return
        self._atual = novo
        self._topo = max(min(self._topo, novo), novo - LIMITE + 1)
        self._mudou()

    def _rola(self, topo: int) -> None:
        self._pede_mais(topo + LIMITE)
        novo = max(0, min(topo, len(self._linhas) - LIMITE))
        if novo != self._topo:
            self._topo = novo
            self.update()

    def _pede_mais(self, ate: int) -> None:
        """Ask once for the page after the last row."""
        tem = len(self._linhas)
        if ate >= tem and self._resultado and self._resultado.tem_mais and self._pedida != tem:
            self._pedida = tem
            self.falta.emit(tem)

    def _linha_em(self, ponto: QPointF) -> int | None:
        desenho = self._prepara()
        i = self._topo + int((ponto.y() - desenho.cabecalho) // desenho.linha)
        return i if ponto.y() >= desenho.cabecalho and self._topo <= i < min(
            len(self._linhas), self._topo + LIMITE) else None

    def _mudou(self) -> None:
        self.update()
        atual = self.atual
        self.setAccessibleDescription(self._falado(atual))  # Qt tells a screen reader when it is another one
        self.selecionado.emit(atual)

    def _falado(self, linha: LinhaProduto | None) -> str:
        """What a screen reader says of the selection, or of there being none."""
        if linha is None:
            return self._aviso()
        preco = "sem preço" if linha.preco is None else f"R$ {numero(linha.preco, self._casas_preco)}"
        preco = f"{preco}, {linha.promocao.frase}" if linha.promocao is not None else preco
        disponivel = None if "disponivel" in self._ocultas else linha.disponivel
        estoque = "" if disponivel is None else f", estoque {numero(disponivel)}"
        return (f"{self._atual + 1} de {len(self._linhas)}: código {linha.codigo}, {linha.descricao}, "
                f"{preco}{estoque}")

    def _aviso(self) -> str:
        if self._estado is Estado.PROCURANDO:
            return "Procurando…"
        if self._estado is Estado.NADA:
            falta = self._resultado is not None and self._resultado.carregando
            chegando = " Os produtos ainda estão chegando do servidor." if falta else ""
            menos = " Tente menos palavras, ou só o começo delas." if len(self._texto.split()) > 1 and not falta else ""
            return f"Nada encontrado para “{encurta(self._texto)}”.{menos}{chegando}"
        return ""

    # ---- painting

    def sizeHint(self) -> QSize:
        desenho = self._prepara()
        return QSize(80 * U, round(desenho.altura(LIMITE)))

    def minimumSizeHint(self) -> QSize:
        return QSize(40 * U, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange,
                            QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._desenho = None
            self.updateGeometry()
            self.update()

    def _prepara(self) -> Desenho:
        largura = float(self.width())
        if self._desenho is None or self._desenho.largura != largura:
            self._desenho = Desenho(self, self._ocultas, self._casas_preco)
        return self._desenho

    def paintEvent(self, event: QPaintEvent) -> None:
        desenho = self._prepara()
        pintor = QPainter(self)
        if self._estado is not Estado.LINHAS or self._resultado is None:
            desenho.aviso(pintor, QRectF(self.rect()), self._aviso())
            return
        prontas = self._prontas(desenho, self._resultado)
        desenho.pagina(pintor, QRectF(self.rect()), prontas, self._atual - self._topo)
        desenho.rodape_de(pintor, QRectF(self.rect()), self._posicao(len(prontas)), self._correcao())

    def _prontas(self, desenho: Desenho, resultado: Resultado[LinhaProduto]) -> list[Pronta]:
        """The visible rows ready to draw; kept while the selection moves among them."""
        chave = (desenho, resultado, self._topo, len(self._linhas))
        if self._feita is None or any(a is not b and a != b for a, b in zip(self._feita[0], chave, strict=True)):
            visiveis = self._linhas[self._topo:self._topo + LIMITE]
            self._feita = (chave, desenho.prepara(visiveis, resultado.destaques))
        return self._feita[1]

    def _posicao(self, visiveis: int) -> str:
        """Where the shown rows are among those found."""
        tem = len(self._linhas)
        if self._resultado is not None and self._resultado.cortado:
            return frase_do_corte(tem, self._total)
        mais = self._resultado is not None and self._resultado.tem_mais
        if tem == visiveis and not mais:
            return f"{tem} produto" if tem == 1 else f"{tem} produtos"
        faixa = f"{self._topo + 1} a {self._topo + visiveis}"
        return f"{faixa}, há mais: PageDown" if mais else f"{faixa} de {tem}"

    def _correcao(self) -> str:
        corrigido = self._resultado.corrigido if self._resultado else ""
        return f"Nada com “{encurta(self._texto)}”. Parecidos: “{encurta(corrigido)}”" if corrigido else ""
