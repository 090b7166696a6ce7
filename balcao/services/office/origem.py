"""DAV → pré-venda: the DAV an order comes from. It converts once; what it held goes to the pré-venda."""

from collections.abc import Mapping
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
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import Categoria
from balcao.services.office import efeitos
from balcao.services.office.contexto import Cursor, Motivo, Recusada
from balcao.services.office.numeracao import nome_de

_ITENS = "SELECT produto_id, preco FROM itens_pedido WHERE pedido_id = %s"
_DESTINO = """
    SELECT numero, categoria, chave FROM pedidos WHERE origem_id = %s AND categoria = 'venda'
       AND situacao NOT IN ('M', 'C', 'R') ORDER BY numero LIMIT 1"""
_CONVERSIVEIS = frozenset({Situacao.PENDENTE, Situacao.EMITIDO, Situacao.APROVADO, Situacao.VENCIDO})


@dataclass(frozen=True, slots=True)
class OrigemLida:
    """The DAV as locked. `precos` are what it charged, by product; `nome`: how people call it; `destino`: how they
    call the pré-venda it became already."""

    id: UUID
    estabelecimento_id: int
    situacao: Situacao
    nome: str
    validade: date | None
    reserva_estoque: bool
    precos: frozenset[tuple[int, Decimal]]
    destino: str | None = None
    exige_itens: tuple[Finding, ...] = ()  # without any, it does not become approved (TP-103)

    @property
    def documento(self) -> str:
        """How the pré-venda's paper names it."""
        return f"DAV {self.nome}"

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
    if categoria is not Categoria.VENDA or linha.categoria != Categoria.ORCAMENTO or linha.numero is None:
        return None
    cur.execute(_ITENS, [linha.id])
    precos = frozenset((i.produto_id, i.preco) for i in cur.fetchall())
    lida = OrigemLida(
        id=linha.id, estabelecimento_id=linha.estabelecimento_id, situacao=Situacao(linha.situacao),
        nome=nome_de(linha), validade=linha.validade, reserva_estoque=linha.reserva_estoque,
        precos=precos, destino=destino_de(cur, linha.id))
    if precos or not lida.aprovavel:
        return lida
    tipo = ler_tipo(LeitorServidor(conexao), linha.tipo_id)
    return replace(lida, exige_itens=tuple(itens_obrigatorios(tipo, Situacao.APROVADO)))


def destino_de(cur: Cursor, dav_id: UUID) -> str | None:
    """How people call the pré-venda that a locked DAV became; None while it has not."""
    cur.execute(_DESTINO, [dav_id])
    linha = cur.fetchone()
    return nome_de(linha) if linha is not None else None


def confere(origem: OrigemLida) -> None:
    """Raise Recusada (409) when the DAV was converted before, or is closed."""
    if origem.destino is not None:
        raise Recusada(Motivo.CONFLITO, "dav.ja_convertido",
                       f"O {origem.documento} já virou a pré-venda {origem.destino}.",
                       "Abra essa pré-venda, ou clone o DAV.")
    if not origem.aberta:
        raise Recusada(Motivo.CONFLITO, "dav.encerrado",
                       f"O {origem.documento} está na situação {ROTULO_SITUACAO[origem.situacao]} e não converte.",
                       "Clone o DAV para fazer outro.")


def solta(cur: Cursor, origem: OrigemLida) -> None:
    """Give back what the DAV held, before the pré-venda's own check sees the stock and the credit."""
    if origem.aberta and origem.situacao is not Situacao.VENCIDO:
        efeitos.solta(cur, origem.id, origem.estabelecimento_id, reserva_estoque=origem.reserva_estoque)


def divergencia(origem: OrigemLida | None) -> tuple[Finding, ...]:
    """What a manager must look at when the conversion was made offline and the DAV was no longer open."""
    if origem is None or origem.aberta:
        return ()
    return (Finding(code="dav.ja_convertido", severity=Severity.BLOCK, field="origem",
                    params={"documento": origem.documento}),)
