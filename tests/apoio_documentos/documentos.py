"""Documents for tests, random or given, and eyes for PDFs and rolls."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pypdf
import pypdfium2
from hypothesis import strategies as st

from balcao.documents import escpos_leitura
from balcao.documents.dados import Destinatario, DocumentoVenda, Emitente, Endereco, ItemImpresso, TipoImpresso
from balcao.domain.arredondamento import ZERO, divide, total_bruto
from balcao.domain.plano import Parcela
from balcao.domain.tipo_pedido.opcoes import Categoria

EMISSAO = datetime(2026, 11, 21, 14, 32, tzinfo=timezone(timedelta(hours=-3)))
_LETRAS = "ABCÇÃÕÉabcçãõéíôúü0123456789 -/.,\"'()&ºª½×\u00a0\t\n\u200b\u0301😀€–“”§中"
textos = st.text(_LETRAS, max_size=60)
_palavras = st.one_of(textos, st.text("PARAFUSO", min_size=70, max_size=160), st.text(_LETRAS, max_size=400))
_dinheiro = st.decimals("0.00", "99999999.99", places=2)


@st.composite
def itens(draw: st.DrawFn, linha: int) -> ItemImpresso:
    quantidade = draw(st.decimals("0.000001", "999999.999999", places=draw(st.integers(0, 6))))
    preco = draw(st.decimals("0", "99999.9999999999", places=draw(st.integers(2, 10))))
    bruto = total_bruto(quantidade, preco)
    desconto = draw(st.decimals("0.00", max(ZERO, min(bruto, Decimal(9999))), places=2))
    return ItemImpresso(
        linha=linha, codigo=f"{draw(st.sampled_from(['', 'A', 'X-', 'PRD']))}{linha:04d}{draw(st.integers(0, 99999))}",
        descricao=draw(_palavras), complemento=draw(st.one_of(st.just(""), textos)),
        unidade=draw(st.sampled_from(["UN", "KG", "M²", "CX", "PEÇA", "MILHEIRO"])), quantidade=quantidade,
        preco=preco, desconto=desconto, total=bruto - desconto,
        casas_quantidade=draw(st.one_of(st.none(), st.integers(0, 6))))


@st.composite
def documentos(draw: st.DrawFn, maximo: int = 10) -> DocumentoVenda:
    """Any document that the shop could print, with texts that nobody should have typed."""
    linhas = tuple(draw(itens(n)) for n in range(1, draw(st.integers(0, maximo)) + 1))
    desconto = sum((i.desconto for i in linhas), ZERO)
    liquido = sum((i.total for i in linhas), ZERO)
    acrescimo, frete = draw(_dinheiro), draw(_dinheiro)
    total = liquido + acrescimo + frete
    partes = divide(total, draw(st.integers(1, 36)))
    numero = draw(st.sampled_from(["", "7", "1234567"]))
    dias = draw(st.integers(0, 400))
    return DocumentoVenda(
        emitente=Emitente(nome=draw(textos) or "Loja", fantasia=draw(_palavras), cnpj="11222333000181",
                          endereco=Endereco(logradouro=draw(textos), municipio=draw(textos), uf="SC", cep="88010000"),
                          telefone=draw(textos)),
        tipo=TipoImpresso(nome="X", titulo=draw(textos), categoria=draw(st.sampled_from(list(Categoria)))),
        numero=numero, numero_provisorio="" if numero else "T03-000123", emissao=EMISSAO, validade_dias=dias,
        validade=EMISSAO.date() + timedelta(days=dias) if dias else None,
        destinatario=Destinatario(nome=draw(_palavras) or "X", documento=draw(st.sampled_from(
            ["", "52998224725", "12ABC34501DE35"])), endereco=Endereco(logradouro=draw(_palavras)),
            telefone=draw(textos)),
        vendedor=draw(textos), tabela=draw(textos), plano=draw(textos), observacoes=draw(_palavras),
        parcelas=tuple(Parcela(numero=n, vencimento=EMISSAO.date() + timedelta(days=30 * n), valor=valor)
                       for n, valor in enumerate(partes, start=1)),
        itens=linhas, subtotal=liquido + desconto, desconto=desconto, acrescimo=acrescimo, frete=frete, total=total,
        referencia=draw(textos), protocolo=draw(textos), casas_quantidade=draw(st.integers(0, 6)),
        pix=draw(st.sampled_from([None, "00020126360014BR.GOV.BCB.PIX0114+55119432143215204000053039865406"
                                        "123.455802BR5907EMPRESA6008BRASILIA62080503***63041234"])),
        versao=draw(st.integers(0, 9)), hash=draw(textos))


@dataclass(frozen=True)
class Pagina:
    """A page as read back: its text, the text set in bold, and the box around all letters (points)."""

    texto: str
    negrito: str
    esquerda: float
    direita: float
    base: float
    topo: float


def le_pdf(pdf: bytes) -> list[Pagina]:
    """Read a PDF back: pypdf for the words and their font, pdfium for where the letters are."""
    leitor = pypdf.PdfReader(io.BytesIO(pdf))
    caixas = _caixas(pdf)
    paginas = []
    for folha, caixa in zip(leitor.pages, caixas, strict=True):
        fortes: list[str] = []

        def ve(texto: str, _cm: object, _tm: object, fonte: dict[str, str] | None, _corpo: float,
               fortes: list[str] = fortes) -> None:
            if fonte and "Bold" in str(fonte.get("/BaseFont")):
                fortes.append(texto)
        texto = folha.extract_text(visitor_text=ve)
        paginas.append(Pagina(texto, "".join(fortes), *caixa))
    return paginas


def texto_do_pdf(pdf: bytes) -> str:
    """All pages' words."""
    return "\n".join(p.texto for p in le_pdf(pdf))


def sem_espacos(texto: str) -> str:
    """The text without white space: a phrase is found wherever its lines broke."""
    return re.sub(r"\s", "", texto)


def _caixas(pdf: bytes) -> list[tuple[float, float, float, float]]:
    documento = pypdfium2.PdfDocument(pdf)
    caixas = []
    for folha in documento:
        letras = folha.get_textpage()
        posicoes = [letras.get_rect(i) for i in range(letras.count_rects())]
        caixas.append((min(p[0] for p in posicoes), max(p[2] for p in posicoes),
                       min(p[1] for p in posicoes), max(p[3] for p in posicoes)))
        letras.close()
        folha.close()
    documento.close()
    return caixas


def estouros(fita: tuple[escpos_leitura.Elemento, ...], colunas: int) -> list[str]:
    """Lines wider than the roll: the printer would break them in mid-word."""
    return [linha.texto for linha in escpos_leitura.linhas(fita) if linha.colunas > colunas]
