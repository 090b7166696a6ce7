"""The Catalogo of the sale, read from the replica through the queries that the retaguarda also uses."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from balcao.db.fatos import (
    Produtos,
    ReferenciaInexistente,
    ler_cliente,
    ler_enderecos,
    ler_estabelecimento,
    ler_posicao,
    ler_preferencias,
    ler_produtos,
)
from balcao.db.tables import (
    clientes,
    listas_preco,
    planos_pagamento,
    produto_gtins,
    produtos,
    tipo_pedido_estabelecimentos,
    tipos_pedido,
    usuario_estabelecimentos,
    usuarios,
)
from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import Cliente, Preferencias
from balcao.domain.gtin import TAMANHOS, normaliza_gtin
from balcao.domain.plano import PlanoPagamento
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.catalogo import Identificado, Lista, Vendedor

_TIPOS = select(tipos_pedido.c.id, tipos_pedido.c.nome, tipos_pedido.c.politica).join_from(
    tipos_pedido, tipo_pedido_estabelecimentos, tipo_pedido_estabelecimentos.c.tipo_id == tipos_pedido.c.id).where(
    tipos_pedido.c.ativo.is_(True), tipo_pedido_estabelecimentos.c.estabelecimento_id == bindparam("loja"))
_PLANOS = select(*(planos_pagamento.c[nome] for nome in PlanoPagamento.model_fields)).where(
    planos_pagamento.c.ativo.is_(True))
_LISTAS = select(listas_preco.c.id, listas_preco.c.nome).where(listas_preco.c.ativo.is_(True))
_VENDEDORES = select(usuarios.c.id, usuarios.c.nome, usuarios.c.atalho).join_from(
    usuarios, usuario_estabelecimentos, usuario_estabelecimentos.c.usuario_id == usuarios.c.id).where(
    usuarios.c.ativo.is_(True), usuarios.c.vendedor.is_(True),
    usuario_estabelecimentos.c.estabelecimento_id == bindparam("loja"))
_POR_CODIGO = select(produtos.c.id).where(produtos.c.codigo == bindparam("codigo"))
_POR_GTIN = select(produto_gtins.c.produto_id, produto_gtins.c.fator).where(
    produto_gtins.c.gtin == bindparam("gtin"))
_POR_BALANCA = select(produtos.c.id).where(produtos.c.codigo_balanca == bindparam("codigo"))
_CONSUMIDOR = select(clientes.c.pessoa_id).where(clientes.c.consumidor_final.is_(True))


class CatalogoReplica:
    """Reads one shop's catalogue over an open autocommit connection to the replica."""

    def __init__(self, conexao: Connection, estabelecimento_id: int) -> None:
        self._conexao, self._loja = conexao, estabelecimento_id

    def tipos(self) -> tuple[TipoPedido, ...]:
        """Active order types of this shop, quotes first, in order of creation."""
        lidos = (TipoPedido.model_validate({**r.politica, "id": r.id, "nome": r.nome})
                 for r in self._conexao.execute(_TIPOS, {"loja": self._loja}))
        return tuple(sorted(lidos, key=lambda t: t.id))

    def planos(self) -> tuple[PlanoPagamento, ...]:
        """Active plans, cash first."""
        lidos = (PlanoPagamento.model_validate(dict(r._mapping)) for r in self._conexao.execute(_PLANOS))
        return tuple(sorted(lidos, key=lambda p: (not p.a_vista, p.id)))

    def listas(self) -> tuple[Lista, ...]:
        """Active price lists; the first is the company's default."""
        return tuple(sorted((Lista(id=r.id, nome=r.nome) for r in self._conexao.execute(_LISTAS)),
                            key=lambda um: um.id))

    def vendedores(self) -> tuple[Vendedor, ...]:
        """Active sellers of this shop, by name."""
        lidos = (Vendedor(id=r.id, nome=r.nome, atalho=r.atalho or "")
                 for r in self._conexao.execute(_VENDEDORES, {"loja": self._loja}))
        return tuple(sorted(lidos, key=lambda v: v.nome))

    def consumidor_final(self) -> Cliente | None:
        """The generic customer."""
        id_ = self._conexao.execute(_CONSUMIDOR).scalar()
        return None if id_ is None else self.cliente(id_)

    def identifica(self, codigo: str) -> Identificado | None:
        """By code, then by GTIN (which may be of a pack)."""
        limpo = codigo.strip().upper()
        achado = self._conexao.execute(_POR_CODIGO, {"codigo": limpo}).scalar()
        if achado is not None:
            return Identificado(produto_id=achado)
        barras = normaliza_gtin(limpo) if limpo.isdecimal() and len(limpo) in TAMANHOS else limpo
        linha = self._conexao.execute(_POR_GTIN, {"gtin": barras}).first()
        return None if linha is None else Identificado(produto_id=linha.produto_id, fator=linha.fator)

    def identifica_balanca(self, codigo: str) -> Identificado | None:
        """By the number on the scale's labels."""
        achado = self._conexao.execute(_POR_BALANCA, {"codigo": int(codigo)}).scalar()
        return None if achado is None else Identificado(produto_id=achado)

    def produtos(self, ids: Iterable[int], lista_id: int | None) -> Produtos:
        """See Catalogo."""
        return ler_produtos(self._conexao, ids, self._loja, lista_id)

    def precos(self, lista_id: int, ids: Iterable[int]) -> dict[int, Decimal]:
        """See Catalogo."""
        return dict(ler_produtos(self._conexao, ids, self._loja, lista_id).precos)

    def cliente(self, id_: UUID) -> Cliente | None:
        """None when the customer is not in the replica (yet)."""
        try:
            return ler_cliente(self._conexao, id_, self._loja)
        except ReferenciaInexistente:
            return None

    def credito(self, cliente_id: UUID, sem_pedido: UUID) -> PosicaoCredito:
        """See Catalogo."""
        return ler_posicao(self._conexao, cliente_id, self._loja, sem_pedido)[1]

    def enderecos(self, cliente_id: UUID) -> list[str]:
        """A customer's addresses, each in one line."""
        return [", ".join(parte for parte in (
            f"{e.logradouro} {e.numero}".strip(), e.complemento, e.bairro, f"{e.municipio}/{e.uf}".strip("/"), e.cep)
            if parte) for e in ler_enderecos(self._conexao, cliente_id)]

    def preferencias(self) -> Preferencias:
        """See Catalogo."""
        return ler_preferencias(self._conexao)

    def desconto_estabelecimento(self) -> Decimal | None:
        """See Catalogo."""
        return ler_estabelecimento(self._conexao, self._loja).desconto_maximo
