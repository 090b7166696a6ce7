"""Pictures of narrow papers: a thermal roll from its ESC/POS bytes, a dot-matrix sheet from its lines.

Dots are true to the paper (203 dpi, 12 × 24 cells): what would not fit there does not fit here.
"""

import io
from collections.abc import Sequence
from functools import lru_cache

import segno
from barcode.codex import Code128
from PIL import Image, ImageDraw, ImageFont

from balcao.documents import escpos_leitura as leitura
from balcao.documents.fontes_arquivo import PASTA_FONTES
from balcao.documents.papel import COLUNAS, PONTOS
from balcao.domain.terminal.opcoes import Papel

_CELULA = (12, 24)
_ENTRELINHA = 30
_MARGEM = {Papel.BOBINA_80: 32, Papel.BOBINA_58: 40}
_BRANCO, _PRETO = 255, 24
_CORPO = 20  # DejaVu Sans Mono advances 0.602 em: 12 dots


@lru_cache(maxsize=4)
def _fonte(negrito: bool) -> ImageFont.FreeTypeFont:
    nome = "DejaVuSansMono-Bold.ttf" if negrito else "DejaVuSansMono.ttf"
    return ImageFont.truetype(str(PASTA_FONTES / nome), _CORPO)


@lru_cache(maxsize=1024)
def _letra(letra: str, negrito: bool) -> Image.Image:
    celula = Image.new("L", _CELULA, _BRANCO)
    ImageDraw.Draw(celula).text((0, 1), letra, fill=_PRETO, font=_fonte(negrito))
    return celula


def bobina(dados: bytes, papel: Papel) -> bytes:
    """PNG of a roll after printing `dados`. Raises EscposIlegivel."""
    return _png(imagem_da_bobina(dados, papel))


def imagem_da_bobina(dados: bytes, papel: Papel) -> Image.Image:
    """The same as a grey picture, one pixel a dot."""
    util, margem = PONTOS[papel], _MARGEM[papel]
    faixas = [faixa for elemento in leitura.ler(dados) for faixa in _faixas(elemento, papel)]
    altura = sum(f.height for f in faixas) + 2 * _ENTRELINHA
    rolo = Image.new("L", (util + 2 * margem, altura), _BRANCO)
    y = _ENTRELINHA
    for faixa in faixas:
        rolo.paste(faixa, (0 if faixa.width > util else margem, y))
        y += faixa.height
    return rolo


def _faixas(elemento: leitura.Elemento, papel: Papel) -> list[Image.Image]:
    util = PONTOS[papel]
    match elemento:
        case leitura.Linha():
            return _texto(elemento, papel)
        case leitura.Avanco(linhas=quantas):
            return [Image.new("L", (util, quantas * _ENTRELINHA), _BRANCO)]
        case leitura.Barras():
            return _barras(elemento, util)
        case leitura.Qr():
            codigo = segno.make(elemento.dados, error=elemento.correcao, boost_error=False, micro=False)
            quadro = _modulos([[bool(m) for m in linha] for linha in codigo.matrix], elemento.modulo,
                              elemento.modulo)
            return [_posto(quadro, util, elemento.alinhamento)]
        case leitura.Imagem():
            pontos = Image.frombytes("1", (elemento.largura, elemento.altura), elemento.bits, "raw", "1;I")
            return [_posto(pontos.convert("L"), util, elemento.alinhamento)]
        case leitura.Corte():
            corte = Image.new("L", (util + 2 * _MARGEM[papel], 10), _BRANCO)
            ImageDraw.Draw(corte).line([(0, 5), (corte.width, 5)], fill=170, width=1)
            return [corte]


def _texto(linha: leitura.Linha, papel: Papel) -> list[Image.Image]:
    """One line, or more where the printer itself would wrap."""
    celulas = [(letra, t.estilo) for t in linha.trechos for letra in t.texto]
    prontas: list[list[tuple[str, leitura.Estilo]]] = [[]]
    ocupadas = 0
    for letra, estilo in celulas:
        if ocupadas + estilo.largura > COLUNAS[papel]:
            prontas.append([])
            ocupadas = 0
        prontas[-1].append((letra, estilo))
        ocupadas += estilo.largura
    return [_posto(_linha(pedaco), PONTOS[papel], linha.alinhamento) for pedaco in prontas]


def _linha(celulas: Sequence[tuple[str, leitura.Estilo]]) -> Image.Image:
    largura = sum(e.largura for _, e in celulas) * _CELULA[0]
    altura = max((e.altura for _, e in celulas), default=1) * _CELULA[1]
    faixa = Image.new("L", (max(largura, 1), altura + _ENTRELINHA - _CELULA[1]), _BRANCO)
    x = 0
    for letra, estilo in celulas:
        celula = _letra(letra, estilo.negrito)
        if estilo.largura > 1 or estilo.altura > 1:
            celula = celula.resize((_CELULA[0] * estilo.largura, _CELULA[1] * estilo.altura),
                                   Image.Resampling.BICUBIC)
        faixa.paste(celula, (x, altura - celula.height))
        x += celula.width
    return faixa


def _barras(codigo: leitura.Barras, util: int) -> list[Image.Image]:
    modulos = Code128(codigo.dados).build()[0]
    quadro = _modulos([[m == "1" for m in modulos]], codigo.modulo, codigo.altura)
    faixas = [_posto(quadro, util, codigo.alinhamento)]
    if codigo.legenda:
        estilo = leitura.Estilo()
        faixas.append(_posto(_linha([(c, estilo) for c in codigo.dados]), util, codigo.alinhamento))
    return faixas


def _modulos(escuros: Sequence[Sequence[bool]], largura: int, altura: int) -> Image.Image:
    pontos = Image.new("L", (len(escuros[0]), len(escuros)))
    pontos.putdata([_PRETO if escuro else _BRANCO for linha in escuros for escuro in linha])
    return pontos.resize((pontos.width * largura, pontos.height * altura), Image.Resampling.NEAREST)


def _posto(figura: Image.Image, util: int, alinhamento: str) -> Image.Image:
    faixa = Image.new("L", (util, figura.height), _BRANCO)
    sobra = util - figura.width
    faixa.paste(figura, ({"e": 0, "c": sobra // 2, "d": sobra}[alinhamento], 0))
    return faixa


def folha(paginas: Sequence[Sequence[tuple[str, bool]]], colunas: int = 80, linhas: int = 66) -> bytes:
    """PNG of dot-matrix pages, one below the other; each line is its text and whether it is bold."""
    largura = (colunas + 6) * _CELULA[0]
    alturas = [max(linhas, len(p) + 4) * _CELULA[1] for p in paginas]
    tela = Image.new("L", (largura, sum(alturas)), _BRANCO)
    traco = ImageDraw.Draw(tela)
    y = 0
    for pagina, altura in zip(paginas, alturas, strict=True):
        for n, (texto, negrito) in enumerate(pagina):
            if texto:
                faixa = _linha([(c, leitura.Estilo(negrito=negrito)) for c in texto])
                tela.paste(faixa.crop((0, 0, faixa.width, _CELULA[1])),
                           (3 * _CELULA[0], y + (n + 2) * _CELULA[1]))
        y += altura
        traco.line([(0, y - 1), (largura, y - 1)], fill=200)
    return _png(tela)


def _png(imagem: Image.Image) -> bytes:
    saida = io.BytesIO()
    imagem.save(saida, "PNG")
    return saida.getvalue()
