"""80 columns of plain text for dot-matrix printers (ESC/P), page by page with form feeds.

Condensed print is switched off: a form of 80 columns is read at arm's length. A matrix head draws neither
QR nor bar code that a reader trusts, so this paper has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from balcao.documents import formatos
from balcao.documents.colunado import item_em_duas_linhas, pontas, quebra, titulos_em_duas_linhas
from balcao.documents.conteudo import CHECKLIST, Conteudo, LinhaItem, montar, traduzir
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.modelo import A_DIREITA, Coluna, ColunaItem, ModeloDocumento
from balcao.documents.papel import COLUNAS
from balcao.domain.arredondamento import ZERO
from balcao.domain.formatos import NBSP, moeda
from balcao.domain.terminal.opcoes import Papel

LARGURA = COLUNAS[Papel.TEXTO_80]
PAGINA_CODIGO = "cp850"
# reset, 10 letters per inch, condensed off, six lines per inch, character table 1 = PC850
_INICIO = b"\x1b@\x1bP\x12\x1b2\x1b(t\x03\x00\x01\x03\x00\x1bt\x01"
_NEGRITO, _FIM_NEGRITO = b"\x1bE", b"\x1bF"
_DESCRICAO_MINIMA = 20
_CODIGO_MAXIMO = 14
_LINHAS_MINIMAS = 24
_FIO = "-" * LARGURA


@dataclass(frozen=True, slots=True)
class Linha:
    texto: str
    negrito: bool = False


@dataclass
class _Folhas:
    """Lines in place; `por_pagina` 0 never turns the page."""

    por_pagina: int
    paginas: list[list[Linha]] = field(default_factory=lambda: [[]])

    @property
    def livres(self) -> int:
        return self.por_pagina - len(self.paginas[-1]) if self.por_pagina else 1_000_000

    def poe(self, *textos: str, negrito: bool = False) -> None:
        self.paginas[-1] += [Linha(texto, negrito) for texto in textos]

    def vira(self) -> None:
        self.paginas.append([])


def renderizar(documento: DocumentoVenda, modelo: ModeloDocumento, via: Via) -> bytes:
    """The document as bytes for the printer."""
    conteudo = traduzir(montar(documento, modelo, via), lambda t: formatos.codificavel(t, PAGINA_CODIGO))
    return em_bytes(_paginar(conteudo, modelo.linhas_por_pagina), com_salto=bool(modelo.linhas_por_pagina))


def em_bytes(paginas: Sequence[Sequence[Linha]], *, com_salto: bool) -> bytes:
    """Pages (of texts that the code page has) as printer bytes; `com_salto`: a form feed ends each, else
    the paper only moves on."""
    saida = bytearray(_INICIO)
    for pagina in paginas:
        for linha in pagina:
            bruto = linha.texto.replace(NBSP, " ").encode(PAGINA_CODIGO)
            saida += (_NEGRITO + bruto + _FIM_NEGRITO if linha.negrito else bruto) + b"\r\n"
        saida += b"\f" if com_salto else b"\r\n" * 8
    return bytes(saida)


def _paginar(conteudo: Conteudo, por_pagina: int) -> list[list[Linha]]:
    folhas = _Folhas(max(por_pagina, _LINHAS_MINIMAS) - 1 if por_pagina else 0)  # 1: `Página n de m`
    for linha in _cabecalho(conteudo):
        if folhas.livres < 1:
            folhas.vira()
        folhas.poe(linha.texto, negrito=linha.negrito)
    _itens(folhas, conteudo)
    for linha in _final(conteudo):
        if folhas.livres < 1:
            folhas.vira()
            folhas.poe(*_cabecalho_seguinte(conteudo))
        folhas.poe(linha.texto, negrito=linha.negrito)
    quantas = len(folhas.paginas)
    if quantas > 1:
        for n, pagina in enumerate(folhas.paginas, start=1):
            pagina.append(Linha(f"Página {n} de {quantas}".rjust(LARGURA)))
    return folhas.paginas


def _cabecalho(conteudo: Conteudo) -> list[Linha]:
    numero = conteudo.numero or conteudo.titulo
    linhas = [Linha(t, True) for t in pontas(conteudo.loja, numero, LARGURA)]
    linhas += [Linha(t) for linha in conteudo.loja_linhas for t in quebra(linha, LARGURA)]
    linhas.append(Linha(_FIO))
    destaques = [conteudo.titulo if conteudo.numero else "",
                 f"*** {conteudo.carimbo} ***" if conteudo.carimbo else "",
                 *conteudo.marcas, conteudo.aviso_legal]
    linhas += [Linha(t.center(LARGURA).rstrip(), True) for d in destaques if d for t in quebra(d, LARGURA)]
    linhas.append(Linha(_FIO))
    linhas += [Linha(t, True) for t in quebra(f"Cliente: {conteudo.destinatario}", LARGURA)]
    linhas += [Linha(t) for linha in conteudo.destinatario_linhas for t in quebra(linha, LARGURA)]
    pares = "   ".join(f"{p.rotulo}: {p.valor or '_' * 14}".replace(" ", NBSP)
                       if len(p.valor) < 30 else f"{p.rotulo}: {p.valor}"
                       for p in (*conteudo.quadro, *conteudo.servico))
    linhas += [Linha(t) for t in quebra(pares, LARGURA)]
    linhas += [Linha(t) for texto in conteudo.antes for t in quebra(texto, LARGURA)]
    return [*linhas, Linha(_FIO)]


def _cabecalho_seguinte(conteudo: Conteudo) -> list[str]:
    return [*pontas(conteudo.loja[:LARGURA // 2 - 2], conteudo.cabecalho, LARGURA), _FIO]


def _itens(folhas: _Folhas, conteudo: Conteudo) -> None:
    """Items with repeated headings and carried totals; the last item stays with the totals."""
    larguras = _larguras(conteudo.colunas, conteudo.itens)
    titulos = (_tabela(conteudo.colunas, larguras, {c.campo: c.titulo for c in conteudo.colunas})
               if larguras else titulos_em_duas_linhas(conteudo.colunas, LARGURA))
    fim = _totais(conteudo)
    soma = ZERO
    if folhas.livres < len(titulos) + 3:
        folhas.vira()
        folhas.poe(*_cabecalho_seguinte(conteudo))
    folhas.poe(*titulos, negrito=True)
    for n, item in enumerate(conteudo.itens, start=1):
        linhas = (_linhas_da_tabela(item, conteudo.colunas, larguras) if larguras
                  else item_em_duas_linhas(item, conteudo.colunas, LARGURA))
        cauda = len(fim) if n == len(conteudo.itens) else 1  # 1: the carried line
        inteira = min(len(linhas), folhas.por_pagina // 2 or len(linhas))
        if folhas.livres < inteira + cauda:
            _vira(folhas, conteudo, titulos, soma)
        for texto in linhas:
            if folhas.livres < 2:
                _vira(folhas, conteudo, titulos, soma)
            folhas.poe(texto)
        soma += item.total
    if folhas.livres < len(fim):
        _vira(folhas, conteudo, titulos, soma)
    for linha in fim:
        folhas.poe(linha.texto, negrito=linha.negrito)


def _vira(folhas: _Folhas, conteudo: Conteudo, titulos: Sequence[str], soma: Decimal) -> None:
    if conteudo.transporte:
        folhas.poe(f"A transportar {moeda(soma)}".rjust(LARGURA))
    folhas.vira()
    folhas.poe(*_cabecalho_seguinte(conteudo))
    folhas.poe(*titulos, negrito=True)
    if conteudo.transporte:
        folhas.poe(f"Transporte {moeda(soma)}".rjust(LARGURA))


def _larguras(colunas: Sequence[Coluna], itens: Sequence[LinhaItem]) -> dict[ColunaItem, int]:
    """Columns of each field in a table; empty when the description would have less than 20."""
    larguras = {c.campo: max([len(c.titulo), *(len(i.celulas[c.campo]) for i in itens)]) for c in colunas}
    if ColunaItem.CODIGO in larguras:
        larguras[ColunaItem.CODIGO] = min(larguras[ColunaItem.CODIGO], _CODIGO_MAXIMO)
    fixas = sum(n for campo, n in larguras.items() if campo is not ColunaItem.DESCRICAO)
    larguras[ColunaItem.DESCRICAO] = LARGURA - fixas - (len(colunas) - 1)
    return larguras if larguras[ColunaItem.DESCRICAO] >= _DESCRICAO_MINIMA else {}


def _tabela(colunas: Sequence[Coluna], larguras: dict[ColunaItem, int],
            celulas: dict[ColunaItem, str]) -> list[str]:
    """One row of the table; a text wider than its column goes on below."""
    partes = {c.campo: quebra(celulas.get(c.campo, ""), larguras[c.campo]) for c in colunas}
    linhas = []
    for n in range(max(len(p) for p in partes.values())):
        pedacos = [(c.campo, partes[c.campo][n] if n < len(partes[c.campo]) else "") for c in colunas]
        linhas.append(" ".join(texto.rjust(larguras[campo]) if campo in A_DIREITA
                               else texto.ljust(larguras[campo]) for campo, texto in pedacos).rstrip())
    return linhas


def _linhas_da_tabela(item: LinhaItem, colunas: Sequence[Coluna],
                      larguras: dict[ColunaItem, int]) -> list[str]:
    linhas = _tabela(colunas, larguras, dict(item.celulas))
    for complemento in item.complemento:
        linhas += _tabela(colunas, larguras, {ColunaItem.DESCRICAO: complemento})
    return linhas


def _totais(conteudo: Conteudo) -> list[Linha]:
    linhas = [Linha(_FIO)]
    for par in conteudo.totais:
        linhas += [Linha(t.rjust(LARGURA)) for t in pontas(par.rotulo, par.valor, 40)]
    if conteudo.total:
        linhas += [Linha(t.rjust(LARGURA), True)
                   for t in pontas(conteudo.total.rotulo, conteudo.total.valor, 40)]
    return linhas


def _final(conteudo: Conteudo) -> list[Linha]:
    linhas = []
    for i in range(0, len(conteudo.parcelas), 2):
        pares = [f"{p.numero}  {p.vencimento}  {p.valor}" for p in conteudo.parcelas[i:i + 2]]
        linhas += [Linha(t) for t in quebra("".join(p.ljust(40) for p in pares).rstrip(), LARGURA)]
    for n, texto in enumerate(conteudo.checklist):
        linhas += [Linha(f"{CHECKLIST}:", True)] * (n == 0) + [Linha(t) for t in quebra(texto, LARGURA)]
    for textos, titulo in ((conteudo.entrega, ""), (conteudo.observacoes, "Observações: "),
                           (conteudo.depois, "")):
        for n, texto in enumerate(textos):
            linhas += [Linha(t) for t in quebra(titulo * (n == 0) + texto, LARGURA)]
    if conteudo.validade:
        linhas += [Linha(""), Linha(conteudo.validade, True)]
    linhas += [Linha(t.center(LARGURA).rstrip()) for texto in (*conteudo.rodape, conteudo.protocolo) if texto
               for t in quebra(texto, LARGURA)]
    return linhas


def ler(dados: bytes) -> list[list[tuple[str, bool]]]:
    """Read the bytes back: pages of (line, bold). The other half of `renderizar`, for preview and tests."""
    if not dados.startswith(_INICIO):
        raise ValueError("not a document for 80 columns")
    paginas = []
    for pagina in dados[len(_INICIO):].split(b"\f"):
        linhas = []
        for bruta in pagina.split(b"\r\n"):
            negrito = bruta.startswith(_NEGRITO)
            limpa = bruta.removeprefix(_NEGRITO).removesuffix(_FIM_NEGRITO)
            linhas.append((limpa.decode(PAGINA_CODIGO), negrito))
        if any(texto for texto, _ in linhas):
            paginas.append(linhas)
    return paginas
