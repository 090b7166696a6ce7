"""The test page of a printer: the same questions on each paper, answered by looking at it."""

import io
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas

from balcao.documents import bobina, texto80
from balcao.documents.a4_blocos import paragrafo
from balcao.documents.a4_tela import (
    ALTURA_PAGINA,
    BASE,
    DIREITA,
    ESQUERDA,
    LARGURA,
    LARGURA_PAGINA,
    TOPO,
    Tela,
    empilha,
    espaco,
)
from balcao.documents.colunado import quebra
from balcao.documents.fontes import negrito
from balcao.documents.formatos import codificavel
from balcao.documents.papel import COLUNAS, OpcoesBobina
from balcao.domain.arredondamento import CENTAVO
from balcao.domain.formatos import data_hora, moeda
from balcao.domain.terminal.opcoes import Papel

TITULO = "PÁGINA DE TESTE"
ACENTOS = "ÁÀÂÃÇÉÊÍÓÔÕÚÜ áàâãçéêíóôõúü º ª §"
PERGUNTAS = (
    "Os acentos acima saíram certos?",
    "A régua termina na borda, sem quebrar a linha?",
    "O negrito é mais escuro que o resto?",
    "O leitor lê o código de barras?",
)
_CODIGO = "TESTE-123"


def renderizar(papel: Papel, impressora: str, agora: datetime, opcoes: OpcoesBobina) -> bytes:
    """Bytes for `papel`; `impressora` is the name shown, `agora` the moment printed on it."""
    if papel is Papel.A4:
        return _a4(impressora, agora)
    if papel is Papel.TEXTO_80:
        return _texto80(impressora, agora)
    return _bobina(papel, impressora, agora, opcoes)


def _regua(colunas: int) -> str:
    """`----+----1----+----2…`, exactly as wide as the paper."""
    return "".join(str(n // 10 % 10) if n % 10 == 0 else "+" if n % 5 == 0 else "-"
                   for n in range(1, colunas + 1))


def _bobina(papel: Papel, impressora: str, agora: datetime, opcoes: OpcoesBobina) -> bytes:
    fita = bobina.Fita(papel, opcoes)
    impressora = codificavel(impressora, opcoes.pagina.value)
    fita.paragrafo(TITULO, negrito=True, centro=True, largo=True, alto=True)
    fita.paragrafo(f"{impressora} · {data_hora(agora)}", centro=True)
    fita.linhas(_regua(fita.colunas))
    fita.paragrafo(ACENTOS)
    fita.paragrafo(f"Página de código {opcoes.pagina}", negrito=True)
    for pergunta in PERGUNTAS:
        fita.paragrafo(f"[ ] {pergunta}")
    fita.pontas("Valor", moeda(CENTAVO * 123456), negrito=True)
    fita.codigo_qr("https://pix.bcb.gov.br")
    fita.barras(_CODIGO)
    fita.corta()
    return bytes(fita.output)


def _texto80(impressora: str, agora: datetime) -> bytes:
    linhas = [(TITULO.center(COLUNAS[Papel.TEXTO_80]).rstrip(), True),
              *((linha, False) for linha in quebra(f"{impressora} - {data_hora(agora)}", COLUNAS[Papel.TEXTO_80])),
              (_regua(COLUNAS[Papel.TEXTO_80]), False),
              (ACENTOS, False), *((f"[ ] {p}", False) for p in PERGUNTAS[:3])]
    return texto80.em_bytes([[texto80.Linha(codificavel(t, texto80.PAGINA_CODIGO), n) for t, n in linhas]],
                            com_salto=True)


def _a4(impressora: str, agora: datetime) -> bytes:
    saida = io.BytesIO()
    canvas = Canvas(saida, pagesize=(LARGURA_PAGINA, ALTURA_PAGINA), invariant=1)
    canvas.setTitle(TITULO)
    tela = Tela(canvas)
    tela.moldura(ESQUERDA, BASE, LARGURA, TOPO - BASE)
    texto = empilha([
        espaco(24), paragrafo(TITULO, 20, fonte=negrito(), alinha="c"), espaco(6),
        paragrafo(f"{impressora} · {data_hora(agora)}", 10, alinha="c"), espaco(20),
        paragrafo(ACENTOS, 14, alinha="c"), espaco(20),
        paragrafo("A moldura deve aparecer inteira, a 15 mm das bordas laterais.", 10, alinha="c"),
        paragrafo("Este texto é normal.", 10, alinha="c"),
        paragrafo("Este texto é negrito.", 10, fonte=negrito(), alinha="c")])
    texto.desenha(tela, TOPO)
    tela.direita(DIREITA - 6, BASE + 6, "canto inferior direito", 7)
    canvas.showPage()
    canvas.save()
    return saida.getvalue()
