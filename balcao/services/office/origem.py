"""What an order comes from: the DAV it converts, or the order whose approval generates it (0161).

A DAV converts once, or is approved once; what it held goes to what it became, and comes back with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_tipo
from balcao.db.leitor import ReferenciaInexistente
from balcao.domain.achados import Finding, Severity
from balcao.domain.pedido import Pedido
from balcao.domain.rules import itens_obrigatorios
from balcao.domain.rules.situacao import gera_em_vez_de_converter, situacao_habilitada
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.categorias import VENDEM, em_frase, o_chamado
from balcao.services.office import efeitos
from balcao.services.office.contexto import Cursor, Motivo, Recusada
from balcao.services.office.numeracao import nome_de

_ITENS = "SELECT produto_id, preco FROM itens_pedido WHERE pedido_id = %s"
# A DAV's pré-vendas, however they came; of another order, those that its approval generated (a clone names it too).
_DESTINO = """
    SELECT d.numero, d.categoria, d.chave FROM pedidos d JOIN pedidos o ON o.id = d.origem_id
     WHERE o.id = %s AND d.categoria IN ('venda', 'servico') AND d.situacao NOT IN ('M', 'C', 'R')
       AND d.id IS DISTINCT FROM %s
       AND (o.categoria = 'orcamento' OR EXISTS (
            SELECT FROM eventos e WHERE e.pedido_id = o.id AND e.tipo = 'pedido.aprovado'
                                    AND e.dados -> 'gerados' ? d.id::text))
     ORDER BY d.numero LIMIT 1"""
_CONVERSIVEIS = frozenset({Situacao.PENDENTE, Situacao.EMITIDO, Situacao.APROVADO, Situacao.VENCIDO})


@dataclass(frozen=True, slots=True)
class OrigemLida:
    """The order as locked. `precos` are what it charged, by product; `nome`: how people call it; `destino`: how they
    call the pré-venda it became already; `impedimentos` keep it from becoming one; `gera`: its approval generates, and
    its prices stand."""

    id: UUID
    estabelecimento_id: int
    situacao: Situacao
    nome: str
    validade: date | None
    reserva_estoque: bool
    tipo_estoque_id: int | None
    precos: frozenset[tuple[int, Decimal]]
    destino: str | None = None
    impedimentos: tuple[Finding, ...] = ()
    gera: bool = False
    categoria: Categoria = Categoria.ORCAMENTO

    @property
    def documento(self) -> str:
        """How the pré-venda's paper names it."""
        return f"DAV {self.nome}" if self.categoria is Categoria.ORCAMENTO else self.nome

    @property
    def aberta(self) -> bool:
        """Whether it may still convert. Of an expired one the rules speak (CB-084)."""
        return self.destino is None and self.situacao in _CONVERSIVEIS

    @property
    def aprovavel(self) -> bool:
        """Whether converting moves it to A."""
        return self.aberta and self.situacao in (Situacao.PENDENTE, Situacao.EMITIDO)

    @property
    def reservados(self) -> frozenset[int]:
        """The products whose stock it holds."""
        segura = self.reserva_estoque and self.aberta and self.situacao is not Situacao.VENCIDO
        return frozenset(p for p, _ in self.precos) if segura else frozenset()


def le(conexao: Connection, cur: Cursor, pedido: Pedido, categoria: Categoria,
       travados: Mapping[UUID, Any]) -> OrigemLida | None:
    """The DAV that `pedido` converts; None when it converts none (a clone converts nothing).

    Raises ReferenciaInexistente when the order names one that is not here.
    """
    if pedido.origem_id is None:
        return None
    linha = travados.get(pedido.origem_id)
    if linha is None or linha.estabelecimento_id != pedido.estabelecimento_id:
        raise ReferenciaInexistente("o documento de origem", pedido.origem_id)
    if categoria not in VENDEM or linha.categoria != Categoria.ORCAMENTO or linha.numero is None:
        return None
    lida = lida_de(cur, linha)
    if not lida.aberta or lida.situacao is Situacao.APROVADO:
        return lida
    return replace(lida, impedimentos=tuple(_impedimentos(LeitorServidor(conexao), linha.tipo_id, lida)))


def gerados_na_aprovacao(leitor: LeitorServidor, tipo: TipoPedido) -> list[TipoPedido]:
    """The types of what approving an order of this type generates (TP-090, TP-091), that of the first before."""
    return [ler_tipo(leitor, id_) for id_ in (
        tipo.tipo_pedido_na_aprovacao, tipo.tipo_pedido_na_aprovacao_sem_estoque) if id_ is not None]


def lida_de(cur: Cursor, linha: Any) -> OrigemLida:
    """A locked order as an origin."""
    cur.execute(_ITENS, [linha.id])
    precos = frozenset((i.produto_id, i.preco) for i in cur.fetchall())
    return OrigemLida(
        id=linha.id, estabelecimento_id=linha.estabelecimento_id, situacao=Situacao(linha.situacao),
        nome=nome_de(linha), validade=linha.validade, reserva_estoque=linha.reserva_estoque, precos=precos,
        tipo_estoque_id=linha.tipo_estoque_id,
        destino=destino_de(cur, linha.id), categoria=Categoria(linha.categoria))


def _impedimentos(leitor: LeitorServidor, tipo_id: int, lida: OrigemLida) -> Iterator[Finding]:
    """What its own type says against converting it: its approval generates (TP-090), it has no situation Aprovado
    (TP-146), or it wants items there (TP-103)."""
    tipo = ler_tipo(leitor, tipo_id)
    if tipo.tipo_pedido_na_aprovacao is not None:
        gera = ler_tipo(leitor, tipo.tipo_pedido_na_aprovacao).nome
        yield from gera_em_vez_de_converter(tipo, lida.documento, gera)
    if lida.aprovavel:
        yield from situacao_habilitada(tipo, Situacao.APROVADO)
        if not lida.precos:
            yield from itens_obrigatorios(tipo, Situacao.APROVADO)


def destino_de(cur: Cursor, origem_id: UUID, exceto: UUID | None = None) -> str | None:
    """The standing pré-venda or OS that a locked order became, other than `exceto`, as inside a sentence; None: there
    is none."""
    cur.execute(_DESTINO, [origem_id, exceto])
    linha = cur.fetchone()
    return em_frase(linha.categoria, nome_de(linha)) if linha is not None else None


def confere(origem: OrigemLida) -> None:
    """Raise Recusada (409) when the DAV was converted before, or is closed."""
    if origem.destino is not None:
        raise Recusada(Motivo.CONFLITO, "dav.ja_convertido",
                       f"{o_chamado(origem.categoria, origem.nome)} já virou {origem.destino}.",
                       "Abra-a, ou clone o DAV.")
    if not origem.aberta:
        raise Recusada(Motivo.CONFLITO, "dav.encerrado",
                       f"{o_chamado(origem.categoria, origem.nome)} está na situação "
                       f"{ROTULO_SITUACAO[origem.situacao]} e não converte.",
                       "Clone o DAV para fazer outro.")


def solta(cur: Cursor, origem: OrigemLida) -> None:
    """Give back what the DAV held, before the pré-venda's own check sees the stock and the credit."""
    if origem.aberta and origem.situacao is not Situacao.VENCIDO:
        efeitos.solta(cur, origem)


def divergencia(origem: OrigemLida | None) -> tuple[Finding, ...]:
    """What a manager must look at when the conversion was made offline and the DAV was no longer open."""
    if origem is None or origem.aberta:
        return ()
    return (Finding(code="dav.ja_convertido", severity=Severity.BLOCK, field="origem",
                    params={"documento": origem.documento}),)
