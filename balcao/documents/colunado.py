"""Text on paper where every letter is one column wide: break, pad, put two texts at both ends, set items."""

import textwrap
from collections.abc import Sequence

from balcao.documents.conteudo import LinhaItem
from balcao.documents.formatos import MENOS, sem_ponto
from balcao.documents.modelo import Coluna, ColunaItem

_RECUO = "    "
_O_QUE = (ColunaItem.LINHA, ColunaItem.CODIGO, ColunaItem.DESCRICAO)


def quebra(texto: str, largura: int, recuo: str = "") -> list[str]:
    """Lines of at most `largura` columns; the second and following begin with `recuo`."""
    linhas = textwrap.wrap(texto, largura, subsequent_indent=recuo, break_on_hyphens=False)
    return [sem_ponto(linha) for linha in linhas] or [""]


def pontas(esquerda: str, direita: str, largura: int) -> list[str]:
    """`esquerda` and `direita` at both ends of one line, or of as many as they need."""
    if not direita:
        return quebra(esquerda, largura)
    if len(esquerda) + 1 + len(direita) <= largura:
        return [esquerda + direita.rjust(largura - len(esquerda))]
    return [*quebra(esquerda, largura), *(parte.rjust(largura) for parte in quebra(direita, largura))]


def titulos_em_duas_linhas(colunas: Sequence[Coluna], largura: int) -> list[str]:
    """The headings over `item_em_duas_linhas`."""
    titulos = {c.campo: c.titulo for c in colunas}
    o_que = " ".join(_celula(c, titulos[c]) for c in titulos if c in _O_QUE)
    return [*quebra(o_que, largura), *pontas(_conta(titulos), titulos.get(ColunaItem.TOTAL, ""), largura)]


def item_em_duas_linhas(item: LinhaItem, colunas: Sequence[Coluna], largura: int) -> list[str]:
    """What it is (wrapped), its complement, and what it costs: `3,000 UN x 0,45  desc 0,10   1,25`."""
    celulas = {c.campo: item.celulas[c.campo] for c in colunas}
    linhas = quebra(" ".join(_celula(c, t) for c, t in celulas.items() if c in _O_QUE), largura, _RECUO)
    for complemento in item.complemento:
        linhas += quebra(_RECUO + complemento, largura, _RECUO)
    conta, total = _conta(celulas), celulas.get(ColunaItem.TOTAL, "")
    desconto = celulas.get(ColunaItem.DESCONTO, MENOS)
    if desconto == MENOS:
        return [*linhas, *pontas(conta, total, largura)] if conta.strip() or total else linhas
    com_desconto = f"{conta}  desc {desconto}"
    if len(com_desconto) + 1 + len(total) <= largura:
        return [*linhas, *pontas(com_desconto, total, largura)]
    return [*linhas, *quebra(conta, largura, _RECUO), *pontas(f"{_RECUO}desc {desconto}", total, largura)]


def _celula(campo: ColunaItem, texto: str) -> str:
    return texto.rjust(3) if campo is ColunaItem.LINHA else texto


def _conta(celulas: dict[ColunaItem, str]) -> str:
    conta = " ".join(celulas[c] for c in (ColunaItem.QUANTIDADE, ColunaItem.UNIDADE) if c in celulas)
    if ColunaItem.PRECO in celulas:
        conta = f"{conta} x {celulas[ColunaItem.PRECO]}"
    return _RECUO + conta
