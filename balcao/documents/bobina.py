"""Thermal rolls, 80 mm (48 columns) and 58 mm (32), in ESC/POS through python-escpos.

Text is encoded in one code page chosen beforehand: the library would otherwise switch pages in
mid-word (`ã` is not in its first), and cheap heads print rubbish there. `FS .` leaves the Chinese mode in
which many of them wake up.
"""

from pathlib import Path

import segno
from escpos.capabilities import Profile
from escpos.printer import Dummy

from balcao.documents import logo
from balcao.documents.colunado import item_em_duas_linhas, pontas, quebra, titulos_em_duas_linhas
from balcao.documents.conteudo import (
    CHECKLIST,
    PIX_AVISO,
    PIX_TITULO,
    Conteudo,
    montar,
    traduzir,
)
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.formatos import codificavel
from balcao.documents.modelo import ModeloDocumento
from balcao.documents.papel import COLUNAS, PONTOS, OpcoesBobina
from balcao.domain.formatos import NBSP
from balcao.domain.terminal.opcoes import Corte, Papel

_CANCELA_KANJI = b"\x1c."
_MODULO_BARRAS = 2   # dots; the narrowest that every scanner reads
_ALTURA_BARRAS = 60  # dots


def _perfil(papel: Papel) -> Profile:
    """The library's default printer, with this paper's width (without it, it complains on stdout)."""
    base = Profile.profile_data
    perfil = type("Perfil", (Profile,), {"profile_data": {
        **base, "media": {"width": {"pixels": PONTOS[papel], "mm": COLUNAS[papel] * 1.5}, "dpi": 203}}})
    return perfil(columns=COLUNAS[papel], features=base["features"])


class Fita(Dummy):  # type: ignore[misc]  # python-escpos has no types
    """Bytes for one roll: lines of a known width in a known code page."""

    def __init__(self, papel: Papel, opcoes: OpcoesBobina) -> None:
        super().__init__(profile=_perfil(papel))
        self.colunas = COLUNAS[papel]
        self.pontos = PONTOS[papel]
        self._opcoes = opcoes
        self.hw("INIT")
        self._raw(_CANCELA_KANJI)
        self.charcode(opcoes.pagina.value)

    def linhas(self, *textos: str, negrito: bool = False, centro: bool = False, largo: bool = False,
               alto: bool = False) -> None:
        """Print each text, which the code page must have, as it is on a line of its own; `largo` and `alto`
        double the letters."""
        self.set(align="center" if centro else "left", bold=negrito, double_width=largo, double_height=alto,
                 normal_textsize=not (largo or alto))
        for texto in textos:
            self.textln(texto.replace(NBSP, " "))

    def paragrafo(self, texto: str, *, negrito: bool = False, centro: bool = False, largo: bool = False,
                  alto: bool = False) -> None:
        """Print a text over as many lines as it needs."""
        self.linhas(*quebra(texto, self.colunas // (2 if largo else 1)), negrito=negrito, centro=centro,
                    largo=largo, alto=alto)

    def pontas(self, esquerda: str, direita: str, *, negrito: bool = False) -> None:
        self.linhas(*pontas(esquerda, direita, self.colunas), negrito=negrito)

    def fio(self) -> None:
        self.linhas("-" * self.colunas)

    def barras(self, numero: str) -> None:
        """Code 128 with the number under it; nothing when it is wider than the paper."""
        modulos = 11 * (len(numero) + 2) + 13 + 20
        if len(numero) < 2 or modulos * _MODULO_BARRAS > self.pontos:
            return
        self.linhas("", centro=True)
        # barcode() prints its own log to stdout; the method under it does the same work in silence
        self._hw_barcode("{B" + numero.replace("{", "{{"), "CODE128", height=_ALTURA_BARRAS,
                         width=_MODULO_BARRAS, function_type="B")
        self.ln()

    def codigo_qr(self, texto: str) -> None:
        """A QR code about 35 mm wide, drawn by the printer or sent as a picture."""
        # only the size is wanted here: a fixed mask spares 18 ms of choosing the best one
        modulos = segno.make(texto, error="m", micro=False, mask=0).symbol_size(border=0)[0]
        lado = max(2, min(7, int(self.pontos * 0.75) // modulos))
        self.linhas(centro=True)
        self.qr(texto, ec=1, size=lado, native=self._opcoes.qr_nativo)

    def corta(self) -> None:
        """Feed past the blade and cut, as the printer can."""
        if self._opcoes.corte is Corte.NENHUM:
            self.print_and_feed(4)
        else:
            self.cut(mode="FULL" if self._opcoes.corte is Corte.TOTAL else "PART")


def renderizar(documento: DocumentoVenda, modelo: ModeloDocumento, via: Via, papel: Papel,
               caminho_logo: Path | None = None, opcoes: OpcoesBobina | None = None) -> bytes:
    """The document as ESC/POS bytes, cut included. `papel` is one of the two rolls."""
    opcoes = opcoes or OpcoesBobina()
    conteudo = traduzir(montar(documento, modelo, via), lambda t: codificavel(t, opcoes.pagina.value))
    fita = Fita(papel, opcoes)
    figura = logo.em_pontos(caminho_logo, int(fita.pontos * 0.6), 160) if modelo.mostrar_logo else None
    if figura is not None:
        fita.linhas(centro=True)
        fita.image(figura)
    _cabecalho(fita, conteudo)
    _itens(fita, conteudo)
    _fechamento(fita, conteudo)
    _final(fita, conteudo)
    fita.corta()
    return bytes(fita.output)


def _cabecalho(fita: Fita, conteudo: Conteudo) -> None:
    fita.paragrafo(conteudo.loja, negrito=True, centro=True, alto=True)
    for linha in conteudo.loja_linhas:
        fita.paragrafo(linha, centro=True)
    fita.fio()
    # a pré-venda is its number: large; the long name of a DAV: normal, and the number under it large
    fita.paragrafo(conteudo.titulo, negrito=True, centro=True, largo=not conteudo.numero,
                   alto=not conteudo.numero)
    if conteudo.numero:
        fita.paragrafo(conteudo.numero, negrito=True, centro=True, largo=True, alto=True)
    if conteudo.carimbo:
        fita.paragrafo(f"*** {conteudo.carimbo} ***", negrito=True, centro=True, alto=True)
    for marca in conteudo.marcas:
        fita.paragrafo(marca, negrito=True, centro=True)
    if conteudo.aviso_legal:
        fita.paragrafo(conteudo.aviso_legal, negrito=True, centro=True)
    fita.fio()
    for par in (*conteudo.quadro, *conteudo.servico):
        valor = par.valor or "_" * min(16, fita.colunas - len(par.rotulo) - 2)
        fita.paragrafo(f"{par.rotulo}: {valor}")
    fita.paragrafo(f"Cliente: {conteudo.destinatario}", negrito=True)
    for linha in conteudo.destinatario_linhas:
        fita.paragrafo(linha)
    if conteudo.antes:
        fita.fio()
        _textos(fita, conteudo.antes)
    fita.fio()


def _itens(fita: Fita, conteudo: Conteudo) -> None:
    """Two lines an item: what it is, and what it costs."""
    fita.linhas(*titulos_em_duas_linhas(conteudo.colunas, fita.colunas), negrito=True)
    for item in conteudo.itens:
        fita.linhas(*item_em_duas_linhas(item, conteudo.colunas, fita.colunas))
    fita.fio()


def _fechamento(fita: Fita, conteudo: Conteudo) -> None:
    for par in conteudo.totais:
        fita.pontas(par.rotulo, par.valor)
    if conteudo.total:
        metade = fita.colunas // 2
        largo = len(conteudo.total.rotulo) + 1 + len(conteudo.total.valor) <= metade
        fita.linhas(*pontas(conteudo.total.rotulo, conteudo.total.valor, metade if largo else fita.colunas),
                    negrito=True, largo=largo, alto=True)
    if conteudo.parcelas:
        fita.fio()
        for parcela in conteudo.parcelas:
            fita.pontas(f"{parcela.numero}  {parcela.vencimento}", parcela.valor)
    if conteudo.total or conteudo.parcelas:
        fita.fio()


def _final(fita: Fita, conteudo: Conteudo) -> None:
    _textos(fita, conteudo.entrega)
    if conteudo.checklist:
        fita.paragrafo(f"{CHECKLIST}:", negrito=True)
        _textos(fita, conteudo.checklist)
    if conteudo.observacoes:
        fita.paragrafo("Observações:", negrito=True)
        _textos(fita, conteudo.observacoes)
    if conteudo.depois:
        fita.fio()
        _textos(fita, conteudo.depois)
    if conteudo.validade:
        fita.paragrafo(conteudo.validade, negrito=True, centro=True)
    if conteudo.pix:
        fita.fio()
        fita.paragrafo(f"{PIX_TITULO}: {conteudo.pix_valor}", negrito=True, centro=True)
        fita.codigo_qr(conteudo.pix)
        fita.paragrafo(PIX_AVISO, centro=True)
    if conteudo.barras:
        fita.barras(conteudo.barras)
    for linha in conteudo.rodape:
        fita.paragrafo(linha, centro=True)
    if conteudo.protocolo:
        fita.paragrafo(conteudo.protocolo, centro=True)


def _textos(fita: Fita, linhas: tuple[str, ...]) -> None:
    for linha in linhas:
        fita.paragrafo(linha)
