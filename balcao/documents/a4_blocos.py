"""The pieces of an A4 page besides the table: head, recipient, closing, Pix, free text, footer."""

from collections.abc import Sequence
from typing import Any

import segno
from barcode.codex import Code128

from balcao.documents.a4_tela import (
    BASE,
    CINZA,
    DIREITA,
    ESQUERDA,
    FAIXA,
    LARGURA,
    LARGURA_PAGINA,
    MM,
    Bloco,
    Tela,
    empilha,
    espaco,
)
from balcao.documents.conteudo import (
    CHECKLIST,
    PIX_AVISO,
    PIX_TITULO,
    Conteudo,
    LinhaParcela,
    Rotulado,
)
from balcao.documents.fontes import Fonte, negrito, normal
from balcao.domain.formatos import NBSP

LARGURA_DOCUMENTO = 74 * MM
LOGO_MAXIMO = (38 * MM, 20 * MM)
LADO_PIX = 30 * MM
LARGURA_TOTAIS = 74 * MM
_SEPARACAO = 8.0


def paragrafo(texto: str, corpo: float, largura: float = LARGURA, *, fonte: Fonte | None = None,
              cor: Any = None, x: float = ESQUERDA, alinha: str = "e", entrelinha: float = 1.3) -> Bloco:
    """A text broken over as many lines as it needs; `alinha`: e(squerda), c(entro), d(ireita)."""
    fonte = fonte or normal()
    linhas = fonte.quebra(texto, corpo, largura)
    passo = corpo * entrelinha

    def desenha(tela: Tela, topo: float) -> None:
        for n, linha in enumerate(linhas):
            y = topo - corpo * 0.98 - n * passo
            argumentos = (y, linha, corpo, fonte) + ((cor,) if cor else ())
            if alinha == "c":
                tela.centro(x + largura / 2, *argumentos)
            elif alinha == "d":
                tela.direita(x + largura, *argumentos)
            else:
                tela.texto(x, *argumentos)
    return Bloco(len(linhas) * passo, desenha)


def cabecalho(conteudo: Conteudo, logo: Any) -> Bloco:
    """First page: the shop at the left, the document at the right, the legal notice across."""
    loja = _loja(conteudo, logo)
    documento = _documento(conteudo)
    altura = max(loja.altura, documento.altura)

    def desenha(tela: Tela, topo: float) -> None:
        loja.desenha(tela, topo)
        documento.desenha(tela, topo)
    return empilha([Bloco(altura, desenha), espaco(_SEPARACAO), *_aviso(conteudo)])


def _loja(conteudo: Conteudo, logo: Any) -> Bloco:
    x = ESQUERDA
    largura_logo = altura_logo = 0.0
    if logo is not None:
        escala = min(LOGO_MAXIMO[0] / logo.width, LOGO_MAXIMO[1] / logo.height)
        largura_logo, altura_logo = logo.width * escala, logo.height * escala
        x += largura_logo + 5 * MM
    largura = DIREITA - LARGURA_DOCUMENTO - 6 * MM - x
    nome = negrito().cabe(conteudo.loja, 14, largura * 1.9, 10)
    textos = empilha([
        paragrafo(conteudo.loja, nome, largura, fonte=negrito(), x=x, entrelinha=1.18), espaco(1.5),
        *(paragrafo(linha, 8, largura, cor=CINZA, x=x) for linha in conteudo.loja_linhas)])

    def desenha(tela: Tela, topo: float) -> None:
        if logo is not None:
            tela.imagem(logo, ESQUERDA, topo - altura_logo, largura_logo, altura_logo)
        textos.desenha(tela, topo)
    return Bloco(max(textos.altura, altura_logo), desenha)


def _documento(conteudo: Conteudo) -> Bloco:
    x = DIREITA - LARGURA_DOCUMENTO
    titulo = 17.0 if not conteudo.numero else 10.2
    corpo = negrito().cabe(conteudo.titulo, titulo, LARGURA_DOCUMENTO * 0.995, 8.6)
    blocos = [paragrafo(conteudo.titulo, corpo, LARGURA_DOCUMENTO, fonte=negrito(), x=x, alinha="d",
                        entrelinha=1.2)]
    if conteudo.numero:
        corpo = negrito().cabe(conteudo.numero, 17, LARGURA_DOCUMENTO, 8)
        blocos += [espaco(2), paragrafo(conteudo.numero, corpo, LARGURA_DOCUMENTO, fonte=negrito(), x=x,
                                        alinha="d", entrelinha=1.15)]
    if conteudo.barras:
        blocos += [espaco(3), _codigo_de_barras(conteudo.barras)]
    if conteudo.carimbo:
        blocos += [espaco(4), _marca(conteudo.carimbo, 12)]
    for marca in conteudo.marcas:
        blocos += [espaco(4), _marca(marca, 7.6)]
    return empilha(blocos)


def _codigo_de_barras(numero: str) -> Bloco:
    modulos = Code128(numero).build()[0]
    modulo = min(0.33 * MM, LARGURA_DOCUMENTO / len(modulos))
    altura = 8 * MM

    def desenha(tela: Tela, topo: float) -> None:
        tela.barras(DIREITA - modulo * len(modulos), topo - altura, modulos, modulo, altura)
    return Bloco(altura, desenha)


def _marca(texto: str, corpo: float) -> Bloco:
    """A word that changes what the paper is worth: framed, so that nobody overlooks it."""
    largura = LARGURA_DOCUMENTO
    texto_bloco = paragrafo(texto, corpo, largura - 10, fonte=negrito(), x=DIREITA - largura + 5, alinha="c")
    altura = texto_bloco.altura + 5

    def desenha(tela: Tela, topo: float) -> None:
        tela.moldura(DIREITA - largura, topo - altura, largura, altura)
        texto_bloco.desenha(tela, topo - 2.2)
    return Bloco(altura, desenha)


def _aviso(conteudo: Conteudo) -> list[Bloco]:
    if not conteudo.aviso_legal:
        return []
    corpo = negrito().cabe(conteudo.aviso_legal, 8, LARGURA - 8, 6.6)
    texto = paragrafo(conteudo.aviso_legal, corpo, LARGURA - 8, fonte=negrito(), x=ESQUERDA + 4, alinha="c")
    altura = texto.altura + 6

    def desenha(tela: Tela, topo: float) -> None:
        tela.faixa(ESQUERDA, topo - altura, LARGURA, altura, FAIXA)
        texto.desenha(tela, topo - 2.6)
    return [Bloco(altura, desenha), espaco(_SEPARACAO)]


def destinatario(conteudo: Conteudo) -> Bloco:
    """The customer, and beneath it the facts of the document in a row of captioned cells."""
    return empilha([
        paragrafo("Cliente", 7, cor=CINZA),
        paragrafo(conteudo.destinatario, 10.5, fonte=negrito(), entrelinha=1.25),
        *(paragrafo(linha, 8.2, cor=CINZA) for linha in conteudo.destinatario_linhas),
        espaco(_SEPARACAO - 1), _quadro(conteudo.quadro),
        *([_quadro(conteudo.servico)] if conteudo.servico else []), espaco(_SEPARACAO)])


def _quadro(pares: Sequence[Rotulado]) -> Bloco:
    """Captions over values; the cells share the width by what they hold."""
    celulas, x = [], ESQUERDA
    for par, largura in zip(pares, _larguras(pares), strict=True):
        celulas.append((x, largura, par, normal().quebra(par.valor, 8.6, largura - 8)))
        x += largura
    altura = 10 + max(len(linhas) for *_, linhas in celulas) * 10.8 + 3

    def desenha(tela: Tela, topo: float) -> None:
        tela.fio(topo)
        for x, largura, par, linhas in celulas:
            tela.texto(x, topo - 9.5, par.rotulo, 7, cor=CINZA)
            for n, linha in enumerate(linhas):
                tela.texto(x, topo - 20 - n * 10.8, linha, 8.6)
            if not par.valor:
                tela.fio(topo - 21.5, x, x + largura - (8 if x + largura < DIREITA - 1 else 0), CINZA)
        tela.fio(topo - altura)
    return Bloco(altura, desenha)


def _larguras(pares: Sequence[Rotulado]) -> list[float]:
    """Each cell its own width while they fit; else the widest give way first, so that a date stays whole."""
    proprias = [max(normal().largura(p.valor, 8.6), normal().largura(p.rotulo, 7)) + 12
                for p in pares]
    teto = LARGURA
    while sum(min(p, teto) for p in proprias) > LARGURA:
        teto *= 0.97
    cortadas = [min(p, teto) for p in proprias]
    folga = (LARGURA - sum(cortadas)) / len(cortadas)
    return [c + folga for c in cortadas]


def texto_livre(linhas: Sequence[str], titulo: str = "") -> list[Bloco]:
    """A user's text, one block per line, so that a long one may go on to the next page."""
    if not linhas:
        return []
    blocos = [paragrafo(linha, 8.4) if linha else espaco(5) for linha in linhas]
    if titulo:
        blocos[0] = empilha([paragrafo(titulo, 7, cor=CINZA), blocos[0]])
    return [*blocos, espaco(_SEPARACAO)]


def fechamento(conteudo: Conteudo) -> Bloco:
    """The totals at the right; instalments, when few, at their left. Never broken."""
    totais = _totais(conteudo)
    ao_lado = _parcelas(conteudo.parcelas, LARGURA - LARGURA_TOTAIS - 8 * MM, colunas=2)
    cabem = ao_lado if len(conteudo.parcelas) <= 12 else []
    esquerda = empilha(cabem)

    def desenha(tela: Tela, topo: float) -> None:
        totais.desenha(tela, topo)
        esquerda.desenha(tela, topo)
    return empilha([espaco(5), Bloco(max(totais.altura, esquerda.altura), desenha), espaco(_SEPARACAO)])


def parcelas_em_lista(conteudo: Conteudo) -> list[Bloco]:
    """Instalments too many to stand beside the total: rows of four that may cross pages."""
    if len(conteudo.parcelas) <= 12:
        return []
    return [*_parcelas(conteudo.parcelas, LARGURA, colunas=4), espaco(_SEPARACAO)]


def _totais(conteudo: Conteudo) -> Bloco:
    x = DIREITA - LARGURA_TOTAIS
    linhas = conteudo.totais
    altura = len(linhas) * 12.5 + (23 if conteudo.total else 0)

    def desenha(tela: Tela, topo: float) -> None:
        y = topo
        for par in linhas:
            tela.texto(x + 6, y - 9, par.rotulo, 8.6, cor=CINZA)
            corpo = normal().cabe(par.valor, 8.6, LARGURA_TOTAIS - 60, 5)
            tela.direita(DIREITA - 6, y - 9, par.valor, corpo)
            y -= 12.5
        if conteudo.total:
            tela.faixa(x, y - 23, LARGURA_TOTAIS, 21, FAIXA)
            tela.texto(x + 6, y - 16, conteudo.total.rotulo, 9, negrito())
            corpo = negrito().cabe(conteudo.total.valor, 14, LARGURA_TOTAIS - 60, 7)
            tela.direita(DIREITA - 6, y - 17, conteudo.total.valor, corpo, negrito())
    return Bloco(altura, desenha)


def _parcelas(parcelas: Sequence[LinhaParcela], largura: float, colunas: int) -> list[Bloco]:
    if not parcelas:
        return []
    passo = largura / colunas
    blocos = [paragrafo("Parcelas", 7, cor=CINZA), espaco(1)]
    for i in range(0, len(parcelas), colunas):
        blocos.append(_linha_de_parcelas(parcelas[i:i + colunas], passo))
    return blocos


def _linha_de_parcelas(parcelas: Sequence[LinhaParcela], passo: float) -> Bloco:
    def desenha(tela: Tela, topo: float) -> None:
        for n, parcela in enumerate(parcelas):
            x = ESQUERDA + n * passo
            tela.texto(x, topo - 8.6, parcela.numero, 7.4, cor=CINZA)
            tela.texto(x + 24, topo - 8.6, parcela.vencimento, 8)
            corpo = normal().cabe(parcela.valor, 8, passo - 82, 5)
            tela.direita(x + passo - 12, topo - 8.6, parcela.valor, corpo)
    return Bloco(11.5, desenha)


def pix(conteudo: Conteudo) -> list[Bloco]:
    """QR, amount, the code to copy, and that paying by it is confirmed at the till."""
    if not conteudo.pix:
        return []
    matriz = tuple(tuple(linha) for linha in segno.make(conteudo.pix, error="m", micro=False).matrix)
    x = ESQUERDA + LADO_PIX + 5 * MM
    largura = LARGURA - LADO_PIX - 5 * MM
    textos = empilha([
        espaco(4), paragrafo(PIX_TITULO, 10.5, largura, fonte=negrito(), x=x),
        paragrafo(f"{conteudo.pix_valor} · {PIX_AVISO}", 8.6, largura, x=x), espaco(5),
        paragrafo("Copia e cola:", 7, largura, x=x, cor=CINZA),
        paragrafo(conteudo.pix.replace(" ", NBSP), 6.6, largura, x=x, cor=CINZA)])
    altura = max(LADO_PIX, textos.altura)

    def desenha(tela: Tela, topo: float) -> None:
        tela.matriz(ESQUERDA, topo - LADO_PIX, matriz, LADO_PIX)
        textos.desenha(tela, topo)
    return [Bloco(altura, desenha), espaco(_SEPARACAO)]


def checklist(itens: Sequence[str], colunas: int = 3) -> list[Bloco]:
    """What is looked at when the order enters, in columns read line by line; a row may go on to the next page."""
    if not itens:
        return []
    passo = LARGURA / colunas
    linhas = [_lado_a_lado([paragrafo(texto, 8.4, passo - 8, x=ESQUERDA + n * passo)
                            for n, texto in enumerate(itens[i:i + colunas])])
              for i in range(0, len(itens), colunas)]
    return [empilha([paragrafo(CHECKLIST, 7, cor=CINZA), espaco(1), linhas[0]]), *linhas[1:], espaco(_SEPARACAO)]


def _lado_a_lado(blocos: Sequence[Bloco]) -> Bloco:
    def desenha(tela: Tela, topo: float) -> None:
        for bloco in blocos:
            bloco.desenha(tela, topo)
    return Bloco(max(b.altura for b in blocos) + 2, desenha)


def final(conteudo: Conteudo) -> list[Bloco]:
    """Delivery, check-list, observations, terms, validity, Pix and the closing message, in this order."""
    blocos = [*texto_livre(conteudo.entrega, "Entrega"), *checklist(conteudo.checklist),
              *texto_livre(conteudo.observacoes, "Observações"), *texto_livre(conteudo.depois), *pix(conteudo)]
    if conteudo.validade:
        blocos += [paragrafo(conteudo.validade, 9, fonte=negrito()), espaco(_SEPARACAO)]
    return [*blocos, *(paragrafo(linha, 8.6, alinha="c") if linha else espaco(5) for linha in conteudo.rodape)]


def cabecalho_seguinte(conteudo: Conteudo) -> Bloco:
    """The head of page 2 and on: whose document this is, in one line."""
    meio = LARGURA / 2 - 10
    loja = paragrafo(conteudo.loja, 8.6, meio, fonte=negrito())
    titulo = paragrafo(conteudo.cabecalho, 8.6, meio, fonte=negrito(), x=DIREITA - meio, alinha="d")
    altura = max(loja.altura, titulo.altura) + 4

    def desenha(tela: Tela, topo: float) -> None:
        loja.desenha(tela, topo)
        titulo.desenha(tela, topo)
        tela.fio(topo - altura)
    return empilha([Bloco(altura, desenha), espaco(_SEPARACAO)])


def pe_de_pagina(tela: Tela, conteudo: Conteudo, pagina: int, paginas: int) -> None:
    """Protocol at the left, `Página 1 de 3` at the right, and on every page that this is no fiscal paper."""
    y = BASE - 11 * MM
    tela.fio(y + 9)
    contagem = f"Página {pagina} de {paginas}"
    livre = LARGURA - normal().largura(contagem, 7.4) - 10
    if conteudo.protocolo:
        corpo = normal().cabe(conteudo.protocolo, 7, livre, 3.5)
        tela.texto(ESQUERDA, y, conteudo.protocolo, corpo, cor=CINZA)
    tela.direita(DIREITA, y, contagem, 7.4, cor=CINZA)
    if conteudo.aviso_legal and pagina > 1:
        corpo = negrito().cabe(conteudo.aviso_legal, 6.4, LARGURA, 5)
        tela.centro(LARGURA_PAGINA / 2, y + 12, conteudo.aviso_legal, corpo, negrito(), CINZA)
