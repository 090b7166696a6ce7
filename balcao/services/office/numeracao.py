"""Which number an order gets, of which série, and how it is called: decided in the storing transaction (ADR 0162).

The number itself is given by the writing statement, whose last lock is the sequence's row (ADR 0061).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, LiteralString

from balcao.domain.fatos import Facts
from balcao.domain.numeracao import chave_de, digita_numero, identificacao, numero_valido, serie_de
from balcao.domain.tipo_pedido.opcoes import RegraNumeracao
from balcao.services.office.contexto import Cursor

GERAL: Final = 0
"""The sequence of all types, among a shop's."""
MARCA: Final = "\x01"
"""Stands in the key for the number until the sequence gives it; no text of a shop has it."""

_USADO: LiteralString = """
    SELECT FROM pedidos WHERE estabelecimento_id = %s AND tipo_id = %s AND serie = %s AND numero = %s AND id <> %s"""


@dataclass(frozen=True, slots=True)
class Numeracao:
    """`sequencia`: whose counter gives the number, or, of an informed one, holds its chain of versions. `informado`:
    the number, where the person gave it; None: the next one. `chave` has MARCA in place of the number."""

    serie: str
    sequencia: int
    informado: int | None
    chave: str


def numera(fatos: Facts, dia: date) -> Numeracao:
    """How the order of these facts, issued on `dia` (the shop's), is numbered.

    An order issued without the retaguarda is a fact: where its type asks for an informed number and it has none that
    serves, it gets the next one of its type (the finding of that is a divergência).
    """
    pedido, tipo = fatos.pedido, fatos.tipo
    serie = serie_de(pedido, tipo, dia, fatos.preferencias.serie_padrao)
    informa = digita_numero(tipo) and numero_valido(pedido.numero) and not fatos.numero_usado
    geral = tipo.regra_numeracao is RegraNumeracao.SEQUENCIAL_GERAL
    return Numeracao(serie, GERAL if geral else tipo.id, pedido.numero if informa else None,
                     chave_de(tipo, MARCA, serie))


def nome_de(linha: Any) -> str:
    """How people call a stored order, from its row (chave, categoria, numero)."""
    return identificacao(linha.chave, linha.categoria, linha.numero)


def confere_informado(cur: Cursor, fatos: Facts, dia: date) -> Facts:
    """The facts with whether another order has the number that was informed (TP-154)."""
    pedido, tipo = fatos.pedido, fatos.tipo
    if not digita_numero(tipo) or not numero_valido(pedido.numero):
        return fatos
    serie = serie_de(pedido, tipo, dia, fatos.preferencias.serie_padrao)
    cur.execute(_USADO, [pedido.estabelecimento_id, pedido.tipo_id, serie, pedido.numero, pedido.id])
    return replace(fatos, numero_usado=cur.fetchone() is not None)


def valores(numeracao: Numeracao) -> dict[str, Any]:
    """What the writing statement is told."""
    return {"serie": numeracao.serie, "sequencia": numeracao.sequencia, "informado": numeracao.informado,
            "chave": numeracao.chave, "marca": MARCA}
