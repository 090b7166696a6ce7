"""The entry line: what a seller types or a scanner sends, read as one instruction.

    3*7891234567895        quantity and bar code          1,5*queijo       quantity with comma, words
    2cx*7891234567895      in another unit of the product, where the document takes them (TP-171)
    3x parafuso            `x` counts when a space, or a bar code, follows; `12x500ml` is a description
    2000002001027          scale label (CB-057..059)      3*parafuso 5/16 -5% @maria
    … -5%   … -5,00        discount on the line: percent, or R$ with its two places; -10+5%: one after the other
    … @maria               who sells this line

Pure, and run at every keystroke: an unfinished line is never an error, an impossible one has `erro` filled and
still says what to search. Discount and seller are read only at the end of the line, after a space, so `A-3`,
`5/16`, `ph -8` and `joao@loja` stay words.
"""

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from balcao.domain.ajuste import MAIOR_CASCATA, Desconto, TipoDesconto
from balcao.domain.arredondamento import arredonda
from balcao.domain.campo import ValorInvalido
from balcao.domain.etiqueta_balanca import Etiqueta, ModeloEtiqueta, le_etiqueta
from balcao.domain.formatos import TextoInvalido, le_decimal, numero, quantos
from balcao.domain.gtin import TAMANHOS, gtin_valido
from balcao.domain.texto_busca import MAX_CONSULTA

QUANTIDADE_MAXIMA = Decimal(999_999)
CASAS_QUANTIDADE = 3
DESCONTO_MAXIMO = Decimal("9999999.99")
_EXEMPLO_QUANTIDADE = "Digite quanto o cliente leva antes do asterisco, como 3*código ou 1,5*código."

_MAX_LINHA = 1_000
_NUMERO = r"[+-]?(?=[.,]*\d)[\d.,]{1,40}"
_COM_ASTERISCO = re.compile(rf"\s*({_NUMERO})\s*\*\s*(.*)\Z", re.ASCII | re.DOTALL)
_UNIDADE = r"(?![xX]\s*\*)[^\W\d_]{1,6}\d{0,4}"
_COM_UNIDADE = re.compile(rf"\s*({_NUMERO})\s*({_UNIDADE})\s*\*\s*(.*)\Z", re.DOTALL)
_SO_QUANTIDADE = re.compile(rf"\s*({_NUMERO})\s*({_UNIDADE})\s*\Z")
_COM_X = re.compile(r"\s*(\d[\d.]{0,20}(?:,\d{1,20})?)(\s*)[xX](\s*)(.*)\Z", re.ASCII | re.DOTALL)
_DESCONTO = re.compile(
    r"(?:^|\s|(?<=\*))-\s?(?:([\d.,]{1,20}(?:\s?%?\s?\+\s?[\d.,]{1,20}){0,20})\s?(%)|R\$\s?([\d.,]{1,20})|(\d[\d.]{0,12},\d\d))\s*\Z",
    re.ASCII | re.IGNORECASE)
_VENDEDOR = re.compile(r"(?:^|\s|(?<=\*))@([^\s@]*)\s*\Z")


class TipoEntrada(StrEnum):
    """What the line, without quantity, discount and seller, turned out to be."""

    VAZIA = "vazia"          # nothing, or only a quantity, a discount, a seller
    ETIQUETA = "etiqueta"    # a scale label
    GTIN = "gtin"            # a bar code whose check digit is right
    NUMERO = "numero"        # digits: a code, or a bar code being typed
    TEXTO = "texto"          # words, or a code with letters


class Entrada(NamedTuple):
    """One line read. `texto` is what to search, always usable; `erro` (for the user) means: do not add it.

    `quantidade` None: none typed. `unidade`: of the quantity, as typed; "": the product's own. `vendedor`: name or
    number as typed, without the @; "" while only the @ is. `digito_errado`: it has the length of a bar code and
    its last digit does not check.
    """

    tipo: TipoEntrada
    texto: str = ""
    quantidade: Decimal | None = None
    desconto: Desconto | None = None
    vendedor: str | None = None
    etiqueta: Etiqueta | None = None
    erro: str = ""
    unidade: str = ""

    @property
    def digito_errado(self) -> bool:
        return (self.tipo is TipoEntrada.NUMERO and len(self.texto) in TAMANHOS
                and not gtin_valido(self.texto))


def interpreta(linha: str, modelo: ModeloEtiqueta | None = None, casas: int = CASAS_QUANTIDADE,
              zero: bool = False, unidades: bool = False) -> Entrada:
    """Read the entry line. `modelo`: how the shop's scales print, None when it has none; `casas`: places of a
    quantity (CB-039), to which what is typed is rounded; `zero`: the document takes a quantity of none (TP-110);
    `unidades`: it takes other units than the product's. Never raises."""
    erros: list[str] = []
    resto, desconto, vendedor = _final(linha[:_MAX_LINHA].replace("\0", " "), erros)
    unidade = ""
    if unidades and (achado := _COM_UNIDADE.match(resto)):
        resto, unidade = f"{achado[1]}*{achado[3]}", achado[2]
    quantidade, resto = _quantidade(resto, casas, zero, erros)
    texto = resto.strip()[:MAX_CONSULTA]
    etiqueta = _etiqueta(texto, modelo, quantidade, erros)
    return Entrada(_tipo(texto, etiqueta), texto, quantidade, desconto, vendedor, etiqueta,
                   erros[0] if erros else "", unidade)


def le_quantidade(texto: str) -> tuple[Decimal, str]:
    """A quantity typed alone, with the unit it is in: "3", "1,5", "2cx", "2 CX"; "" for the product's own. Raises
    TextoInvalido."""
    achado = _SO_QUANTIDADE.match(texto)
    return (le_decimal(achado[1]), achado[2]) if achado else (le_decimal(texto), "")


def _final(linha: str, erros: list[str]) -> tuple[str, Desconto | None, str | None]:
    """Take discount and seller off the end, in any order, each once."""
    desconto: Desconto | None = None
    vendedor: str | None = None
    while True:
        if achado := _VENDEDOR.search(linha):
            if vendedor:
                erros.append("Há dois vendedores na linha. Deixe só um @nome.")
            vendedor = achado[1] or vendedor or ""
        elif achado := _DESCONTO.search(linha):
            if desconto:
                erros.append("Há dois descontos na linha. Deixe só um.")
            desconto = _desconto(achado, erros)
        else:
            return linha, desconto, vendedor
        linha = linha[:achado.start()]


def _desconto(achado: re.Match[str], erros: list[str]) -> Desconto | None:
    digitado = achado[1] or achado[3] or achado[4]
    partes = [parte.strip(" %") for parte in digitado.split("+")]
    try:
        valores = [le_decimal(parte) for parte in partes]
    except TextoInvalido:
        erros.append(f"Desconto “{digitado}” não é um número. Use vírgula, como -5,5% ou -2,50.")
        return None
    if not all(valores):
        erros.append("O desconto é zero. Apague-o ou digite quanto descontar, como -5% ou -2,50.")
    elif not achado[2] and valores[0] > DESCONTO_MAXIMO:
        erros.append("O desconto é grande demais. Confira o valor.")
    elif not achado[2]:
        return Desconto(tipo=TipoDesconto.VALOR, valor=arredonda(valores[0]))
    elif grande := next((um for um in valores if um > Desconto.maior), None):
        erros.append(f"Desconto de {numero(grande)}% passa de 100%. Digite um percentual menor.")
    elif len(valores) > MAIOR_CASCATA:
        erros.append(f"São {len(valores)} percentuais de desconto, e o máximo é {MAIOR_CASCATA}. Junte alguns.")
    else:
        return Desconto(tipo=TipoDesconto.PERCENTUAL, valor=valores[0], seguintes=tuple(valores[1:]))
    return None


def _quantidade(linha: str, casas: int, zero: bool, erros: list[str]) -> tuple[Decimal | None, str]:
    """Take the quantity off the beginning; (None, line) when there is none."""
    achado = _COM_ASTERISCO.match(linha)
    if achado is None:
        achado = _COM_X.match(linha)
        if achado is None or not _x_e_quantidade(achado):
            return None, linha
        return _le_quantidade(achado[1], casas, zero, erros), achado[4]
    return _le_quantidade(achado[1], casas, zero, erros), achado[2]


def _x_e_quantidade(achado: re.Match[str]) -> bool:
    """`3x parafuso`, `3x 10023`, `3x7891234567895`, `3x`; not `12x500ml`, `12 x 500 ml`, `4 x`."""
    _, antes, depois, resto = achado.groups()
    resto = resto.strip()
    if not resto:
        return not antes
    if gtin_valido(resto):
        return True
    return bool(depois) and (not resto[0].isdigit() or (resto.isdigit() and not antes))


def _le_quantidade(digitada: str, casas: int, zero: bool, erros: list[str]) -> Decimal | None:
    try:
        valor = le_decimal(digitada)
    except TextoInvalido:
        erros.append(f"Quantidade “{digitada}” não é um número. Use vírgula, como 1,5*código.")
        return None
    if valor < 0:
        erros.append(f"A quantidade não pode ser negativa. {_EXEMPLO_QUANTIDADE}")
    elif valor > QUANTIDADE_MAXIMA:
        erros.append(f"A quantidade {numero(valor)} passa de {numero(QUANTIDADE_MAXIMA)}. "
                     "Se era um código de barras, tire o asterisco.")
    elif not valor and zero:
        return valor
    elif not valor:
        erros.append(f"A quantidade não pode ser zero. {_EXEMPLO_QUANTIDADE}")
    elif not (arredondada := arredonda(valor, casas)):
        erros.append(f"A quantidade {digitada} fica zero com {quantos(casas, 'casa decimal', 'casas decimais')}. "
                     f"{_EXEMPLO_QUANTIDADE}")
    else:
        return arredondada
    return None


def _etiqueta(texto: str, modelo: ModeloEtiqueta | None, quantidade: Decimal | None,
              erros: list[str]) -> Etiqueta | None:
    if modelo is None:
        return None
    try:
        etiqueta = le_etiqueta(texto, modelo)
    except ValorInvalido as erro:
        erros.append(str(erro))
        return None
    if etiqueta and quantidade is not None:
        erros.append("A etiqueta de balança já traz a quantidade. Passe cada pacote sem multiplicar.")
    return etiqueta


def _tipo(texto: str, etiqueta: Etiqueta | None) -> TipoEntrada:
    if not texto:
        return TipoEntrada.VAZIA
    if etiqueta:
        return TipoEntrada.ETIQUETA
    if not (texto.isascii() and texto.isdigit()):
        return TipoEntrada.TEXTO
    return TipoEntrada.GTIN if gtin_valido(texto) else TipoEntrada.NUMERO
