"""The table of items on A4: column widths that always hold their numbers, rows that wrap, carried totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from balcao.documents.a4_tela import CINZA, DIREITA, ESQUERDA, FAIXA, FIO, LARGURA, MM, Bloco, Tela
from balcao.documents.conteudo import LinhaItem
from balcao.documents.fontes import negrito, normal
from balcao.documents.modelo import A_DIREITA, DESCRICAO_MINIMA_MM, Coluna, ColunaItem
from balcao.domain.formatos import moeda

CORPOS = (8.2, 7.6, 7.0, 6.4, 5.8)
ENTRELINHA = 1.26
RECUO = 3.2          # white space on each side of a cell
FOLGA = 3.1          # above and below the text of a row
LINHAS_POR_PEDACO = 16
_QUEBRAM = {ColunaItem.CODIGO: 32 * MM, ColunaItem.UNIDADE: 14 * MM}  # widest before they wrap


@dataclass(frozen=True, slots=True)
class Faixa:
    """One column in place: from `x`, `largura` wide, text `a_direita` or not."""

    coluna: Coluna
    x: float
    largura: float

    @property
    def a_direita(self) -> bool:
        return self.coluna.campo in A_DIREITA

    @property
    def util(self) -> float:
        return self.largura - 2 * RECUO


@dataclass(frozen=True, slots=True)
class Tabela:
    """The measured columns and the type size at which the description still has room."""

    faixas: tuple[Faixa, ...]
    corpo: float

    @property
    def entrelinha(self) -> float:
        return self.corpo * ENTRELINHA

    def titulos(self) -> Bloco:
        """The headings, repeated on each page."""
        altura = 15.0

        def desenha(tela: Tela, topo: float) -> None:
            tela.faixa(ESQUERDA, topo - altura, LARGURA, altura, FAIXA)
            for faixa in self.faixas:
                corpo = negrito().cabe(faixa.coluna.titulo, 7.2, faixa.util, 4.5)
                _escreve(tela, faixa, topo - 10, faixa.coluna.titulo, corpo, titulo=True)
        return Bloco(altura, desenha)

    def linhas(self, item: LinhaItem) -> list[Bloco]:
        """The rows of one item: one, or several pieces when a text is longer than a page can hold."""
        celulas = {f.coluna.campo: self._celula(f, item.celulas[f.coluna.campo]) for f in self.faixas}
        descricao = next(f for f in self.faixas if f.coluna.campo is ColunaItem.DESCRICAO)
        celulas[ColunaItem.DESCRICAO] += [
            (pedaco, True) for texto in item.complemento
            for pedaco in normal().quebra(texto, self.corpo - 1, descricao.util)]
        maior = max(len(linhas) for linhas in celulas.values())
        return [self._linha({campo: linhas[i:i + LINHAS_POR_PEDACO] for campo, linhas in celulas.items()},
                            ultima=i + LINHAS_POR_PEDACO >= maior)
                for i in range(0, maior, LINHAS_POR_PEDACO)]

    def transporte(self, rotulo: str, valor: Decimal) -> Bloco:
        """`A transportar` at the foot of a page, `Transporte` at the head of the next."""
        altura = 15.0

        def desenha(tela: Tela, topo: float) -> None:
            texto = moeda(valor)
            tela.direita(DIREITA - RECUO, topo - 10.4, texto, self.corpo, negrito())
            margem = negrito().largura(texto, self.corpo) + 10
            tela.direita(DIREITA - RECUO - margem, topo - 10.4, rotulo, self.corpo, cor=CINZA)
            tela.fio(topo - altura)
        return Bloco(altura, desenha)

    def _celula(self, faixa: Faixa, texto: str) -> list[tuple[str, bool]]:
        if faixa.a_direita:
            return [(texto, False)]
        return [(pedaco, False) for pedaco in normal().quebra(texto, self.corpo, faixa.util)]

    def _linha(self, celulas: dict[ColunaItem, list[tuple[str, bool]]], ultima: bool) -> Bloco:
        quantas = max(len(linhas) for linhas in celulas.values())
        altura = quantas * self.entrelinha + 2 * FOLGA

        def desenha(tela: Tela, topo: float) -> None:
            for faixa in self.faixas:
                y = topo - FOLGA - self.corpo * 0.96
                for texto, secundario in celulas[faixa.coluna.campo]:
                    _escreve(tela, faixa, y, texto, self.corpo - secundario, secundario=secundario)
                    y -= self.entrelinha
            if ultima:
                tela.fio(topo - altura, cor=FIO, espessura=0.35)
        return Bloco(altura, desenha)


def _escreve(tela: Tela, faixa: Faixa, y: float, texto: str, corpo: float, *, titulo: bool = False,
             secundario: bool = False) -> None:
    fonte = negrito() if titulo else normal()
    cor = CINZA if titulo or secundario else (0.10, 0.12, 0.15)
    if faixa.a_direita:
        tela.direita(faixa.x + faixa.largura - RECUO, y, texto, corpo, fonte, cor)
    else:
        tela.texto(faixa.x + RECUO, y, texto, corpo, fonte, cor)


def medir(colunas: Sequence[Coluna], itens: Sequence[LinhaItem]) -> Tabela:
    """Give each column the larger of its declared width and its widest number; the description takes the
    rest. When that is too little, everything is set smaller rather than cut."""
    for corpo in CORPOS:
        larguras: dict[ColunaItem, float] = {
            c.campo: _largura(c, itens, corpo) for c in colunas if c.campo is not ColunaItem.DESCRICAO}
        resto = LARGURA - sum(larguras.values())
        if resto >= DESCRICAO_MINIMA_MM * MM or corpo == CORPOS[-1]:
            break
    larguras[ColunaItem.DESCRICAO] = resto
    faixas, x = [], ESQUERDA
    for coluna in colunas:
        faixas.append(Faixa(coluna, x, larguras[coluna.campo]))
        x += larguras[coluna.campo]
    return Tabela(tuple(faixas), corpo)


def _largura(coluna: Coluna, itens: Sequence[LinhaItem], corpo: float) -> float:
    maior = max((normal().largura(item.celulas[coluna.campo], corpo) for item in itens),
                default=0.0) + 2 * RECUO
    maior = min(maior, _QUEBRAM.get(coluna.campo, maior))
    return max(maior, coluna.largura * MM if corpo == CORPOS[0] else 0.0, 6 * MM)
