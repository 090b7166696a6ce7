"""What an order is called: its série (TP-153), its number (TP-154), and the key that names it to people (TP-156).

Automatic numbers are the retaguarda's alone; here is what the order and its type say of them.
"""

import re
from datetime import date

from balcao.domain.formatos import TextoInvalido
from balcao.domain.pedido import Pedido
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.chave import monta_chave
from balcao.domain.tipo_pedido.numeracao import MAIOR_NUMERO
from balcao.domain.tipo_pedido.opcoes import RegraNumeracao, UsoSerie

MAIOR_SERIE = 10
_SERIE = re.compile(r"[0-9A-Z-]{0,10}")


def digita_numero(tipo: TipoPedido) -> bool:
    """TP-154: whether the person numbers the orders of this type."""
    return tipo.regra_numeracao is RegraNumeracao.INFORMADO


def digita_serie(tipo: TipoPedido) -> bool:
    """TP-153: whether the person may inform the série."""
    return tipo.serie is UsoSerie.INFORMADO


def numero_valido(numero: int | None) -> bool:
    """Whether an order may have this number."""
    return numero is not None and 1 <= numero <= MAIOR_NUMERO


def serie_valida(serie: str) -> bool:
    """Whether an order may have this série; "" is none."""
    return _SERIE.fullmatch(serie) is not None


def serie_de(pedido: Pedido, tipo: TipoPedido, dia: date, padrao: str) -> str:
    """TP-153: the série of an order issued on `dia` (the shop's). `padrao`: of the preference SERIE_PADRAO; it is also
    that of an order whose série was left empty."""
    if tipo.serie is UsoSerie.ANO:
        return str(dia.year)
    informada = pedido.serie if digita_serie(tipo) and serie_valida(pedido.serie) else ""
    return informada or padrao


def le_numero(texto: str) -> int | None:
    """A typed number; None for nothing. Raises TextoInvalido with what to type."""
    limpo = texto.strip().replace(".", "")
    if not limpo:
        return None
    if not (limpo.isascii() and limpo.isdigit() and len(limpo) <= len(str(MAIOR_NUMERO)) and numero_valido(int(limpo))):
        raise TextoInvalido(f"“{texto.strip()}” não é um número de documento. Digite só algarismos, de 1 a "
                            f"{MAIOR_NUMERO}.")
    return int(limpo)


def le_serie(texto: str) -> str:
    """A typed série, in capitals; "" for none. Raises TextoInvalido with what to type."""
    limpa = texto.strip().upper()
    if not serie_valida(limpa):
        raise TextoInvalido(f"“{texto.strip()}” não serve de série. Use até {MAIOR_SERIE} letras sem acento, "
                            "números ou hífen.")
    return limpa


def chave_de(tipo: TipoPedido, numero: int | str, serie: str, versao: int = 0) -> str:
    """TP-156: what an order of this type is called; `versao`: of a quote (TP-157)."""
    return monta_chave(tipo.chave_identificacao, pedido=numero, versao=versao, serie=serie, tipo=tipo.nome)


def identificacao(chave: str, categoria: str, numero: int | str) -> str:
    """How people call a stored order: its key, else, of one that an older program stored, its number, with the "P-"
    of a pré-venda."""
    return chave or f"{'P-' if categoria == Categoria.VENDA else ''}{numero}"
