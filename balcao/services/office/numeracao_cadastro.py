"""The last number of an order type (TP-155), as its registry shows and takes it: that of its own sequence, in the shop
of who looks and in today's série (ADR 0162). Numbers never go back and never skip, so it may be set until the sequence
gives its first one.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_preferencias
from balcao.db.tables import numeradores
from balcao.domain.achados import Finding, Severity
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import UsoSerie
from balcao.services.office.cadastros_guarda import DeFora, Lugar
from balcao.services.office.contexto import Motivo, Recusada

CAMPO = "ultimo_numero"


def numeracao_dos_tipos(conexao: Connection, lugar: Lugar) -> Callable[[TipoPedido], DeFora]:
    """Reads every sequence of the shop once; the function tells a type's."""
    n = numeradores.c
    linhas = {(linha.tipo_id, linha.serie): linha for linha in conexao.execute(
        select(n.tipo_id, n.serie, n.inicial, n.ultimo).where(n.estabelecimento_id == lugar.estabelecimento_id))}
    padrao = _serie_padrao(conexao)

    def de(tipo: TipoPedido) -> DeFora:
        linha = linhas.get((tipo.id, _serie(tipo, lugar, padrao)))
        if linha is None:
            return DeFora({CAMPO: 0})
        return DeFora({CAMPO: linha.ultimo}, {CAMPO: _andou(linha.ultimo)} if linha.ultimo > linha.inicial else {})

    return de


def poe_numeracao(conexao: Connection, lugar: Lugar, antes: TipoPedido | None, depois: Any) -> None:
    """Let the sequence go on after the number that the record says. Raises Recusada (422) when it gave one already."""
    if depois.ultimo_numero == (antes.ultimo_numero if antes is not None else 0):
        return
    numero, serie = depois.ultimo_numero, _serie(depois, lugar, _serie_padrao(conexao))
    n = numeradores.c
    poe = insert(numeradores).values(estabelecimento_id=lugar.estabelecimento_id, tipo_id=depois.id, serie=serie,
                                     inicial=numero, ultimo=numero)
    poe = poe.on_conflict_do_update(
        index_elements=[n.estabelecimento_id, n.tipo_id, n.serie], set_={"inicial": numero, "ultimo": numero},
        where=n.ultimo == n.inicial)
    if conexao.execute(poe).rowcount:
        return
    atual = conexao.execute(select(n.ultimo).where(
        n.estabelecimento_id == lugar.estabelecimento_id, n.tipo_id == depois.id, n.serie == serie)).scalar_one()
    if atual != numero:
        raise Recusada(Motivo.INVALIDO, "cadastro.invalido", f"A numeração de {depois.nome} já deu o número {atual} e "
                       "não volta nem pula.", "Atualize e grave de novo.", (_andou(atual),))


def _serie(tipo: TipoPedido, lugar: Lugar, padrao: str) -> str:
    return str(lugar.dia.year) if tipo.serie is UsoSerie.ANO else padrao


def _serie_padrao(conexao: Connection) -> str:
    return ler_preferencias(LeitorServidor(conexao)).serie_padrao


def _andou(ultimo: int) -> Finding:
    return Finding(code="tipo.numeracao_andou", severity=Severity.BLOCK, field=CAMPO, params={"atual": str(ultimo)})
