"""How one page of product results is drawn: columns, elided text, bold where the search matched.

Two milliseconds for twelve rows is the budget (tests/bench/bench_busca.py): texts go straight to the painter
at whole pixels, unshaped where the font allows; a text layout per row would cost twice as much.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from balcao.domain.formatos import numero
from balcao.domain.realce import trechos
from balcao.domain.resultado_busca import LinhaProduto, Motivo
from balcao.ui.tema import Papel, U, cores_de, fonte

_R = QPalette.ColorRole
_MENOR_DESCRICAO = 26  # letters that stay when columns give way to it
_VAO = 2 * U           # between columns
_SEM_VALOR = "—"
_SITUACAO = {"inativo": "INATIVO", "bloqueado": "BLOQUEADO"}


class _Coluna(NamedTuple):
    """One column: header, a text as wide as it usually gets, which side it leans to, who gives way first."""

    nome: str
    titulo: str
    molde: str
    direita: bool = False
    cede: int = 0  # 0 never; the smallest gives way first


_COLUNAS = (
    _Coluna("codigo", "código", "000000"),
    _Coluna("descricao", "descrição", ""),
    _Coluna("unidade", "un", "UN", cede=2),
    _Coluna("preco", "à vista", "0.000,00", direita=True),
    _Coluna("preco_prazo", "a prazo", "0.000,00", direita=True, cede=4),
    _Coluna("disponivel", "estoque", "0.000", direita=True),
    _Coluna("outros", "outras lojas", "0.000", direita=True, cede=3),
    _Coluna("localizacao", "local", "A-00", cede=1),
)


Pedaco = tuple[str, bool, float]  # a stretch of text, in bold?, its width


class Pronta(NamedTuple):
    """One row as it will be drawn: code and description in stretches, the other columns at their places."""

    linha: LinhaProduto
    codigo: list[Pedaco]
    descricao: list[Pedaco]
    celulas: list[tuple[int, str, QColor]]  # x, text, its colour while the row is not the selected one


class Desenho:
    """Fonts, colours and columns of one widget at one width; made again when any of them changes."""

    def __init__(self, widget: QWidget, ocultas: Iterable[str], casas_preco: int) -> None:
        self.largura = float(widget.width())
        self._casas = casas_preco
        self._fonte, self._legenda = rapida(fonte(Papel.CORPO, widget.font())), fonte(Papel.LEGENDA, widget.font())
        self._negrito = QFont(self._fonte)
        self._negrito.setWeight(QFont.Weight.Bold)
        self._avancos, self._avancos_fortes = Avancos(self._fonte), Avancos(self._negrito)
        self._metrica, self._metrica_legenda = QFontMetricsF(self._fonte), QFontMetricsF(self._legenda)
        self.linha = round(self._metrica.height()) + U
        self.cabecalho = round(self._metrica_legenda.height()) + U
        self.rodape = self.cabecalho
        paleta, cores = widget.palette(), cores_de(widget)
        self._fundo, self._texto = paleta.color(_R.Base), paleta.color(_R.Text)
        self._realce, self._sobre = paleta.color(_R.Highlight), paleta.color(_R.HighlightedText)
        self._fraco, self._risco = cores.cor("texto_fraco"), cores.cor("linha")
        self._apagado, self._alerta = cores.cor("desativado"), cores.cor("alerta")
        self._larguras = {c.nome: self._minima(c) for c in _COLUNAS if c.nome not in set(ocultas)}
        self._cede()

    def altura(self, linhas: int) -> float:
        """Height of a page: header, rows, footer."""
        return float(self.cabecalho + linhas * self.linha + self.rodape)

    def prepara(self, linhas: Sequence[LinhaProduto], destaques: Sequence[str]) -> list[Pronta]:
        """The texts of a page, cut to their columns; they serve until rows, fonts or width change."""
        celulas = [self._celulas(linha) for linha in linhas]
        self._alarga(celulas)
        lugares = self._lugares()
        return [Pronta(linha, self._codigo(linha, destaques), self._descricao(linha, destaques),
                       self._lugar_das(linha, textos, lugares))
                for linha, textos in zip(linhas, celulas, strict=True)]

    def pagina(self, pintor: QPainter, area: QRectF, prontas: Sequence[Pronta], atual: int) -> None:
        """Draw background, header and rows; `atual` is the index of the selected one."""
        pintor.fillRect(area, self._fundo)
        lugares = self._lugares()
        self._titulos(pintor, lugares)
        onde = {coluna.nome: x for coluna, x, _ in lugares}
        pintor.setFont(self._fonte)
        y = float(self.cabecalho)
        for i, pronta in enumerate(prontas):
            if i == atual:
                pintor.fillRect(QRectF(0, y, self.largura, self.linha), self._realce)
            self._produto(pintor, y, pronta, onde, i == atual)
            y += self.linha

    def aviso(self, pintor: QPainter, area: QRectF, texto: str) -> None:
        """Draw a message in the place of rows."""
        pintor.fillRect(area, self._fundo)
        pintor.setFont(self._fonte)
        pintor.setPen(self._fraco)
        pintor.drawText(area.adjusted(2 * U, 2 * U, -2 * U, -2 * U), Qt.AlignmentFlag.AlignHCenter
                        | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, texto)

    def rodape_de(self, pintor: QPainter, area: QRectF, direita: str, esquerda: str) -> None:
        """Draw the line under the rows: where they are among those found; what was searched instead."""
        base = area.height() - U / 2 - self._metrica_legenda.descent()
        pintor.setPen(self._risco)
        y = area.height() - self.rodape
        pintor.drawLine(QPointF(0, y), QPointF(self.largura, y))
        pintor.setFont(self._legenda)
        pintor.setPen(self._fraco)
        inicio = self.largura - U - self._metrica_legenda.horizontalAdvance(direita)
        pintor.drawText(QPointF(inicio, base), direita)
        if esquerda:
            pintor.setPen(self._alerta)
            pintor.drawText(QPointF(U, base), self._metrica_legenda.elidedText(
                esquerda, Qt.TextElideMode.ElideRight, inicio - 3 * U))

    # ---- columns

    def _minima(self, coluna: _Coluna) -> float:
        return max(self._metrica.horizontalAdvance(coluna.molde),
                   self._metrica_legenda.horizontalAdvance(coluna.titulo))

    def _cede(self) -> None:
        """Drop columns, the least needed first, until the description keeps its letters."""
        sobra = _MENOR_DESCRICAO * self._metrica.horizontalAdvance("X")
        for coluna in sorted((c for c in _COLUNAS if c.cede), key=lambda c: c.cede):
            if self._livre() >= sobra:
                return
            self._larguras.pop(coluna.nome, None)

    def _livre(self) -> float:
        outras = [largura for nome, largura in self._larguras.items() if nome != "descricao"]
        return self.largura - 2 * U - sum(outras) - _VAO * len(outras)

    def _alarga(self, paginas: Sequence[dict[str, str]]) -> None:
        """Make room for a figure that is wider than usual; columns never shrink back while one types."""
        for nome, largura in self._larguras.items():
            if nome == "descricao":
                continue
            avancos = self._avancos_fortes if nome == "codigo" else self._avancos
            preciso = max((avancos.de(pagina[nome]) for pagina in paginas), default=0.0)
            if preciso > largura:
                self._larguras[nome] = min(preciso, self.largura / 5)

    def _lugares(self) -> list[tuple[_Coluna, float, float]]:
        """(column, left edge, width) of what is shown."""
        lugares, x = [], float(U)
        for coluna in _COLUNAS:
            if coluna.nome in self._larguras:
                largura = self._livre() if coluna.nome == "descricao" else self._larguras[coluna.nome]
                lugares.append((coluna, x, largura))
                x += largura + _VAO
        return lugares

    # ---- cells

    def _celulas(self, linha: LinhaProduto) -> dict[str, str]:
        return {
            "codigo": linha.codigo, "unidade": linha.unidade, "localizacao": linha.localizacao,
            "preco": self._preco(linha.preco), "preco_prazo": self._preco(linha.preco_prazo),
            "disponivel": _SEM_VALOR if linha.disponivel is None else numero(linha.disponivel),
            "outros": numero(linha.outros),
        }

    def _preco(self, valor: Decimal | None) -> str:
        return _SEM_VALOR if valor is None else numero(valor, self._casas)

    def _titulos(self, pintor: QPainter, lugares: list[tuple[_Coluna, float, float]]) -> None:
        pintor.setFont(self._legenda)
        pintor.setPen(self._fraco)
        base = U / 2 + self._metrica_legenda.ascent()
        for coluna, x, largura in lugares:
            if coluna.direita:
                x += largura - self._metrica_legenda.horizontalAdvance(coluna.titulo)
            pintor.drawText(QPointF(x, base), coluna.titulo)
        pintor.setPen(self._risco)
        pintor.drawLine(QPointF(0, self.cabecalho - 1), QPointF(self.largura, self.cabecalho - 1))

    def _produto(self, pintor: QPainter, y: float, pronta: Pronta, onde: dict[str, float], atual: bool) -> None:
        linha = pronta.linha
        usada = self._sobre if atual else self._texto if linha.ativo else self._apagado
        base = round(y + U / 2 + self._metrica.ascent())
        pintor.setPen(usada)
        self._escreve(pintor, onde["codigo"], base, pronta.codigo)
        self._escreve(pintor, onde["descricao"], base, pronta.descricao)
        for x, texto, cor in pronta.celulas:
            if not atual and cor is not usada:
                pintor.setPen(cor)
                usada = cor
            pintor.drawText(x, base, texto)

    def _lugar_das(self, linha: LinhaProduto, textos: dict[str, str],
                   lugares: list[tuple[_Coluna, float, float]]) -> list[tuple[int, str, QColor]]:
        """The columns of figures: cut, leaned to their side, coloured."""
        celulas = []
        for coluna, x, largura in lugares:
            if coluna.nome in ("codigo", "descricao"):
                continue
            texto = textos[coluna.nome]
            avanco = self._avancos.de(texto)
            if avanco > largura:
                texto = self._metrica.elidedText(texto, Qt.TextElideMode.ElideRight, largura)
            elif coluna.direita:
                x += largura - avanco
            celulas.append((round(x), texto, self._cor(coluna.nome, linha)))
        return celulas

    def _cor(self, nome: str, linha: LinhaProduto) -> QColor:
        if not linha.ativo:
            return self._apagado
        if nome == "disponivel" and linha.disponivel is not None and linha.disponivel <= 0:
            return self._alerta
        return self._texto if nome in ("preco", "preco_prazo", "disponivel") else self._fraco

    def _escreve(self, pintor: QPainter, x: float, base: int, pedacos: Sequence[Pedaco]) -> None:
        for texto, forte, medida in pedacos:
            if forte:
                pintor.setFont(self._negrito)
                pintor.drawText(round(x), base, texto)
                pintor.setFont(self._fonte)
            else:
                pintor.drawText(round(x), base, texto)
            x += medida

    def _codigo(self, linha: LinhaProduto, destaques: Sequence[str]) -> list[Pedaco]:
        """The code, in bold when it is what matched."""
        marcados = trechos(linha.codigo, destaques) if linha.motivo in (Motivo.CODIGO, Motivo.COMECO) else []
        return self._cabe(self._pedacos(linha.codigo, marcados), self._larguras["codigo"])

    def _descricao(self, linha: LinhaProduto, destaques: Sequence[str]) -> list[Pedaco]:
        """The description; with it the brand when it does not name it, because the search looks there too."""
        texto = linha.descricao
        if linha.marca and linha.marca.upper() not in texto.upper():
            texto = f"{texto} · {linha.marca}"
        marcados = trechos(texto, destaques)
        if not linha.ativo:
            texto = f"{texto}  {_SITUACAO.get(linha.situacao, '')}"
        if linha.promocao is None:
            return self._cabe(self._pedacos(texto, marcados), self._livre())
        marca = linha.promocao.marca  # whole, however little of the description fits
        avanco, vao = self._avancos.de(marca), 2.0 * U
        return [*self._cabe(self._pedacos(texto, marcados), self._livre() - avanco - vao), ("", False, vao),
                (marca, False, avanco)]

    def _cabe(self, pedacos: list[Pedaco], largura: float) -> list[Pedaco]:
        return self._corta(pedacos, largura) if sum(m for *_, m in pedacos) > largura else pedacos

    def _pedacos(self, texto: str, marcados: Sequence[tuple[int, int]]) -> list[Pedaco]:
        """From left to right."""
        pedacos, fim = [], 0
        for inicio, tamanho in marcados:
            pedacos += [(texto[fim:inicio], False), (texto[inicio:inicio + tamanho], True)]
            fim = inicio + tamanho
        pedacos.append((texto[fim:], False))
        return [(t, forte, (self._avancos_fortes if forte else self._avancos).de(t)) for t, forte in pedacos if t]

    def _corta(self, pedacos: Sequence[Pedaco], largura: float) -> list[Pedaco]:
        """What fits, ending in an ellipsis."""
        cabem, x = [], self._avancos["…"]
        for texto, forte, medida in pedacos:
            if x + medida <= largura:
                cabem.append((texto, forte, medida))
                x += medida
                continue
            avancos, usado, n = self._avancos_fortes if forte else self._avancos, 0.0, 0
            while n < len(texto) and x + usado + avancos[texto[n]] <= largura:
                usado += avancos[texto[n]]
                n += 1
            cabem.append((texto[:n].rstrip() + "…", forte, usado))
            break
        return cabem


class Avancos(dict[str, float]):
    """Width of each letter of a font, measured once."""

    def __init__(self, letra: QFont) -> None:
        super().__init__()
        self._metrica = QFontMetricsF(letra)

    def __missing__(self, letra: str) -> float:
        self[letra] = largura = self._metrica.horizontalAdvance(letra)
        return largura

    def de(self, texto: str) -> float:
        """Width of a text, without kerning."""
        return sum(map(self.__getitem__, texto))


def rapida(letra: QFont) -> QFont:
    """The font drawn letter by letter: a third faster. Only where its figures line up by themselves."""
    simples = QFont(letra)
    simples.setKerning(False)
    simples.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    metrica = QFontMetricsF(simples)
    return simples if len({metrica.horizontalAdvance(c) for c in "0123456789"}) == 1 else letra
