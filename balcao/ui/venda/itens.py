"""The order's lines, drawn by one painter: a table view would cost 50 ms a keystroke.

Columns fit the width: the description takes what is left; where that is little, columns of figures are no wider than
the figures they have, and marks are said shorter. Numbers are right-aligned with tabular figures.
A line touched by a finding carries its colour at the left edge. A drawn line is kept as a picture (ADR 0044): of
the thirty on screen a scan changes two.
"""

from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from balcao.domain.achados import Severity
from balcao.domain.formatos import numero
from balcao.domain.pedido import ItemPedido
from balcao.domain.quantidade import casas_da_quantidade
from balcao.ui.lista_desenho import Avancos, rapida
from balcao.ui.tema import RAIO, SEM_ANEL, Cores, Papel, U, cores_de, fonte

_DIREITA = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ESQUERDA = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


_MARCA = "\t"
"""Before each way of saying what is drawn behind a text, the longest first: whole, and the first that leaves the text
its letters."""
_LETRAS = 22
"""Of the description, before anything gives way to it."""
_Chave = tuple[tuple[str, ...], bool, Severity | None]  # texts, current?, the worst finding: all that is drawn


class Coluna(NamedTuple):
    """`exemplo` is the widest text expected: it gives the width. `estica` takes what is left. Where room is short a
    column of figures is only as wide as `comum`, until there is a wider one; then it stays so, as all lines are drawn
    anew."""

    titulo: str
    exemplo: str
    comum: str = ""
    direita: bool = True
    estica: bool = False


COLUNAS = (
    Coluna("#", "000", "0"), Coluna("Código", "7891234567", direita=False),
    Coluna("Descrição", "", direita=False, estica=True), Coluna("Qtde", "12.345,000", "1234"),
    Coluna("Un", "UNI", direita=False), Coluna("Preço", "12.345,00", "99,00"),
    Coluna("Desconto", "1.234,00", "1,00"), Coluna("Total", "123.456,00", "99,00"),
)


def textos_da_linha(indice: int, item: ItemPedido, casas_quantidade: int, casas_valor: int) -> tuple[str, ...]:
    """What each column shows for one line, in column order."""
    desconto = item.desconto + item.rateio - item.acrescimo
    # A unit price may carry more places than the terminal shows (a converted DAV): never hide them.
    expoente = item.preco.normalize().as_tuple().exponent
    casas_preco = max(casas_valor, -expoente if isinstance(expoente, int) else 0)
    quantidade = numero(item.quantidade, casas_da_quantidade(item.quantidade, item.unidade, casas_quantidade))
    descricao = " · ".join(parte for parte in (
        item.descricao, f"técnico {item.tecnico}" if item.tecnico else "", item.como_ajustado,
        f"nº {', '.join(item.series)}" if item.series else "",
        " ".join(item.observacoes.split())) if parte)
    descricao += "".join(_MARCA + marca for marca in _marcas(item))
    return (str(indice), item.codigo, descricao, quantidade, item.unidade,
            numero(item.preco, casas_preco), _desconto(desconto), numero(item.total, 2))


def _marcas(item: ItemPedido) -> list[str]:
    """What is drawn behind the description, said in full and, where it has one, in a shorter way."""
    if item.promocao is None:
        return [str(item.digitado)] if item.digitado else []
    inteira, curta = item.promocao.marca, item.promocao.marca_curta
    antes = f"{item.digitado} · " if item.digitado else ""
    return list(dict.fromkeys((antes + inteira, antes + curta)))


def _desconto(valor: Decimal) -> str:
    """What was taken off; a surcharge with its sign."""
    return f"+{numero(-valor, 2)}" if valor < 0 else numero(valor, 2) if valor else "—"


class ListaItens(QWidget):
    """The lines of the order. `atual` is the current line's name (`ItemPedido.linha`), 0 when empty."""

    mudou = Signal(int)       # current line
    ativada = Signal(int)     # double click or Enter on a line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty(SEM_ANEL, True)
        self.setAccessibleName("Itens do documento")
        self._itens: tuple[ItemPedido, ...] = ()
        self._textos: list[tuple[str, ...]] = []
        self._marcas: dict[int, Severity] = {}
        self._casas = (3, 2)
        # letters of the longest figure that each column of figures has had
        self._maiores = tuple(len(c.comum) for c in COLUNAS if c.direita)
        self._apertada = False  # whether columns gave way to the description
        self._atual = -1
        self._topo = 0
        self._larguras: list[int] = []
        self._feitas: dict[_Chave, QPixmap] = {}
        self._titulos: QPixmap | None = None
        self._vestida: tuple[object, ...] = ()
        self._veste()
        self.vazio = "Passe o leitor ou digite código, barras ou descrição."

    def mostra(self, itens: tuple[ItemPedido, ...], casas_quantidade: int, casas_valor: int) -> None:
        """Show these lines; unchanged ones are not formatted again. The current line stays; when it
        is gone, the one that came to its place; a new line is the current one."""
        antes = {i.linha: (i, t) for i, t in zip(self._itens, self._textos, strict=True)}
        casas = (casas_quantidade, casas_valor)
        nome = self.atual
        mesmas = self._casas == casas
        textos = []
        for indice, item in enumerate(itens, start=1):
            velho = antes.get(item.linha)
            if mesmas and velho is not None and velho[0] is item and velho[1][0] == str(indice):
                textos.append(velho[1])
            else:
                textos.append(textos_da_linha(indice, item, *casas))
        cresceu = len(itens) > len(self._itens)
        self._itens, self._textos, self._casas = itens, textos, casas
        figuras = (n for n, c in enumerate(COLUNAS) if c.direita)
        self._maiores = tuple(max(tem, *(len(linha[n]) for linha in textos)) if textos else tem
                              for n, tem in zip(figuras, self._maiores, strict=True))
        posicao = next((i for i, item in enumerate(itens) if item.linha == nome), -1)
        ultima = len(itens) - 1
        self._vai(ultima if cresceu else min(self._atual, ultima) if posicao < 0 else posicao)
        self.update()

    def marca(self, severidades: dict[int, Severity]) -> None:
        """Colour the edge of the lines that findings name."""
        if severidades != self._marcas:
            self._marcas = severidades
            self.update()

    @property
    def atual(self) -> int:
        """The current line's name, 0 when there is none."""
        return self._itens[self._atual].linha if 0 <= self._atual < len(self._itens) else 0

    def seleciona(self, linha: int) -> None:
        """Make `linha` the current one."""
        for indice, item in enumerate(self._itens):
            if item.linha == linha:
                self._vai(indice)
                return

    def anda(self, passos: int) -> None:
        """Move the current line; stops at the ends."""
        self._vai(max(0, min(len(self._itens) - 1, self._atual + passos)))

    def linhas_visiveis(self) -> int:
        """How many whole lines fit."""
        return max(1, (self.height() - self._altura_titulo()) // self._altura())

    def sizeHint(self) -> QSize:
        return QSize(60 * U, self._altura_titulo() + 8 * self._altura())

    def minimumSizeHint(self) -> QSize:
        return QSize(40 * U, self._altura_titulo() + 3 * self._altura())

    def _vai(self, indice: int) -> None:
        mudou = indice != self._atual
        self._atual = indice
        visiveis = self.linhas_visiveis()
        self._topo = max(0, min(self._topo, max(0, len(self._itens) - visiveis)))
        if indice >= 0:
            self._topo = min(max(self._topo, indice - visiveis + 1), indice) if visiveis else indice
        self.update()
        if mudou:
            self.mudou.emit(self.atual)

    def _altura(self) -> int:
        return self.fontMetrics().height() + U

    def _altura_titulo(self) -> int:
        return self.fontMetrics().height() + U

    def _mede(self) -> list[int]:
        metrica = QFontMetrics(self._negrito)
        larguras = [max(metrica.horizontalAdvance(c.exemplo), metrica.horizontalAdvance(c.titulo)) + 2 * U
                    for c in COLUNAS]
        self._apertada = self._livre(larguras) < _LETRAS * metrica.averageCharWidth() + 16 * U
        if self._apertada:
            algarismo = metrica.horizontalAdvance("0")
            maiores = iter(self._maiores)
            larguras = [max(next(maiores) * algarismo, metrica.horizontalAdvance(c.titulo)) + 2 * U if c.direita else w
                        for w, c in zip(larguras, COLUNAS, strict=True)]
        livre = self._livre(larguras)
        return [max(livre, 12 * U) if c.estica else w for w, c in zip(larguras, COLUNAS, strict=True)]

    def _livre(self, larguras: list[int]) -> int:
        """What the other columns leave to the description."""
        return self.width() - sum(w for w, c in zip(larguras, COLUNAS, strict=True) if not c.estica) - U

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._larguras = []
        self._vai(self._atual)

    # -- painting ------------------------------------------------------------------------------------
    def _veste(self) -> None:
        """Fonts, widths and pictures again when theme, scale, width or screen changed."""
        roupa = (self.font(), cores_de(self), self.width(), self.devicePixelRatioF(),
                 self._maiores if self._apertada else ())
        if roupa == self._vestida:
            return
        self._vestida, self._larguras, self._titulos = roupa, [], None
        self._feitas.clear()
        self._normal, self._negrito = rapida(self.font()), rapida(fonte(Papel.DESTAQUE, self.font()))
        self._avancos = {False: Avancos(self._normal), True: Avancos(self._negrito)}

    def paintEvent(self, event: QPaintEvent) -> None:
        self._veste()
        pintor, cores = QPainter(self), cores_de(self)
        self._larguras = self._larguras or self._mede()
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(cores.cor("linha"))
        pintor.setBrush(cores.cor("superficie"))
        pintor.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RAIO, RAIO)
        self._titulos = self._titulos or self._desenha_titulos()
        pintor.drawPixmap(RAIO, 1, self._titulos)
        topo, altura = self._altura_titulo(), self._altura()
        pintor.setPen(cores.cor("linha"))
        pintor.drawLine(1, topo, self.width() - 2, topo)
        if not self._itens:
            pintor.setPen(cores.cor("texto_fraco"))
            pintor.drawText(self.rect().adjusted(2 * U, topo, -2 * U, 0), Qt.AlignmentFlag.AlignCenter, self.vazio)
            return
        visiveis = range(self._topo, min(len(self._itens), self._topo + self.linhas_visiveis() + 1))
        pintor.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        feitas = {}
        for n, posicao in enumerate(visiveis):
            marca = self._marcas.get(self._itens[posicao].linha)
            chave = (self._textos[posicao], posicao == self._atual, marca)
            feitas[chave] = desenho = self._feitas.get(chave) or self._desenha(*chave)
            pintor.drawPixmap(1, topo + 1 + n * altura, desenho)
        self._feitas = feitas  # only what is on screen is kept
        self._pinta_rolagem(pintor, topo)

    def _desenha_titulos(self) -> QPixmap:
        """The picture of the column titles, between the round corners."""
        cores, altura = cores_de(self), self._altura_titulo()
        desenho = self._quadro(self.width() - 2 * RAIO, altura - 1, cores.cor("superficie"))
        pintor = QPainter(desenho)
        pintor.translate(-RAIO, -1)
        pintor.setFont(fonte(Papel.LEGENDA, self.font()))
        pintor.setPen(cores.cor("texto_fraco"))
        x = 0
        for coluna, largura in zip(COLUNAS, self._larguras, strict=True):
            pintor.drawText(QRect(x + U, 0, largura - 2 * U, altura), _DIREITA if coluna.direita else _ESQUERDA,
                            coluna.titulo)
            x += largura
        pintor.end()
        return desenho

    def _quadro(self, largura: int, altura: int, cor: QColor) -> QPixmap:
        """A picture to draw on, in this screen's pixels."""
        escala = self.devicePixelRatioF()
        desenho = QPixmap(QSize(largura, altura) * escala)
        desenho.setDevicePixelRatio(escala)
        desenho.fill(cor)
        return desenho

    def _desenha(self, textos: tuple[str, ...], atual: bool, marca: Severity | None) -> QPixmap:
        """The picture of one line."""
        cores = cores_de(self)
        caixa = QRect(0, 0, self.width() - 2, self._altura())
        desenho = self._quadro(caixa.width(), caixa.height(), cores.cor("acento_fundo" if atual else "superficie"))
        pintor = QPainter(desenho)
        if marca in (Severity.BLOCK, Severity.APPROVE, Severity.WARN):
            pintor.fillRect(QRect(0, 0, 4, caixa.height()),
                            cores.cor("alerta" if marca is Severity.WARN else "bloqueio"))
        self._escreve(pintor, cores, textos, atual)
        pintor.setPen(cores.cor("realce"))
        pintor.drawLine(U, caixa.bottom(), caixa.right() - U, caixa.bottom())
        pintor.end()
        return desenho

    def _escreve(self, pintor: QPainter, cores: Cores, textos: tuple[str, ...], atual: bool) -> None:
        x, base = -1, U // 2 + QFontMetrics(self._negrito).ascent()
        legenda = fonte(Papel.LEGENDA, self.font())
        for texto, coluna, largura in zip(textos, COLUNAS, self._larguras, strict=True):
            forte = (atual and coluna.estica) or coluna is COLUNAS[-1]
            texto, *marcas = texto.split(_MARCA)
            avanco = self._avancos[forte].de(texto)
            marca, larga = self._marca_que_cabe(marcas, legenda, avanco, largura - 2 * U) if marcas else ("", 0)
            pintor.setFont(self._negrito if forte else self._normal)
            fraca = coluna.titulo in ("#", "Un") or texto == "—"
            pintor.setPen(cores.cor("texto_fraco" if fraca else "texto"))
            livre = largura - 2 * U - larga
            if avanco > livre and not coluna.direita:  # a figure is never cut
                texto = pintor.fontMetrics().elidedText(texto, Qt.TextElideMode.ElideRight, livre)
            pintor.drawText(round(x + U + (livre - avanco if coluna.direita else 0)), base, texto)
            if marca:
                pintor.setFont(legenda)
                pintor.setPen(cores.cor("acento"))
                pintor.drawText(round(x + 2 * U + min(avanco, livre)), base, marca)
            x += largura

    def _marca_que_cabe(self, marcas: list[str], letra: QFont, texto: float, largura: int) -> tuple[str, int]:
        """The first mark that leaves, of `largura` pixels, room for a text so wide or for `_LETRAS` of it; else the
        shortest. And the room that the mark takes."""
        precisa = min(texto, _LETRAS * QFontMetrics(self._normal).averageCharWidth())
        larguras = [QFontMetrics(letra).horizontalAdvance(marca) + U for marca in marcas]
        cabem = (par for par in zip(marcas, larguras, strict=True) if precisa <= largura - par[1])
        return next(cabem, (marcas[-1], larguras[-1]))

    def _pinta_rolagem(self, pintor: QPainter, topo: int) -> None:
        total, visiveis = len(self._itens), self.linhas_visiveis()
        if total <= visiveis:
            return
        trilho = self.height() - topo - U
        tamanho = max(3 * U, trilho * visiveis // total)
        y = topo + U // 2 + (trilho - tamanho) * self._topo // max(1, total - visiveis)
        pintor.setPen(Qt.PenStyle.NoPen)
        pintor.setBrush(cores_de(self).cor("borda"))
        pintor.drawRoundedRect(QRect(self.width() - 6, y, 4, tamanho), 2, 2)

    def _indice_em(self, ponto: QPoint) -> int:
        y = ponto.y() - self._altura_titulo()
        indice = self._topo + y // self._altura()
        return indice if y >= 0 and indice < len(self._itens) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (indice := self._indice_em(event.position().toPoint())) >= 0:
            self._vai(indice)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._indice_em(event.position().toPoint()) >= 0:
            self.ativada.emit(self.atual)

    def wheelEvent(self, event: QWheelEvent) -> None:
        passo = -1 if event.angleDelta().y() > 0 else 1
        maximo = max(0, len(self._itens) - self.linhas_visiveis())
        self._topo = max(0, min(maximo, self._topo + passo))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the screen owns the keys


