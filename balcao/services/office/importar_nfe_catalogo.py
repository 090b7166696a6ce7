"""What the shop knows of the products and suppliers of some notes, read in a few statements.

It also learns what the plan creates, so that the second note of a run finds the products of the first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, cast, func, select

from balcao.db.tables import (
    estabelecimentos,
    fornecedor_produtos,
    grupos,
    notas_entrada,
    pessoas,
    precos,
    produto_gtins,
    produto_unidades,
    produtos,
)
from balcao.domain.campo import ValorInvalido
from balcao.domain.importacao import normaliza
from balcao.domain.nota import NotaFiscal, Participante
from balcao.services.office.importacao import em_lotes


@dataclass(frozen=True, slots=True)
class ProdutoConhecido:
    """A product as the importer needs it. `id` < 0: the plan creates it. Money in R$ per stock unit."""

    id: int
    codigo: str
    descricao: str
    unidade: str
    situacao: str = "ativo"
    custo: Decimal = Decimal(0)
    preco: Decimal | None = None
    preco_maximo: Decimal | None = None
    margem: Decimal | None = None
    fatores: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodigoDoFornecedor:
    """What a supplier calls a product, and the unit and factor last used with it."""

    produto_id: int
    unidade: str
    fator: Decimal


def chave_do_fornecedor(quem: Participante) -> str:
    """What tells a supplier from another: CPF or CNPJ; a foreigner's name."""
    return quem.documento or f"exterior:{normaliza(quem.estrangeiro)}:{normaliza(quem.nome)}"


@dataclass(slots=True)
class Catalogo:
    """See the module. Mutable: `aprende` adds what the plan decides."""

    cnpj: str
    fornecedores: dict[str, UUID] = field(default_factory=dict)
    importadas: dict[str, datetime] = field(default_factory=dict)
    gtins: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    codigos: dict[tuple[str, str], CodigoDoFornecedor] = field(default_factory=dict)
    produtos: dict[int, ProdutoConhecido] = field(default_factory=dict)
    ultimo_codigo: int = 0
    _criados: int = 0

    @classmethod
    def le(cls, conexao: Connection, notas: Sequence[NotaFiscal], estabelecimento_id: int,
           lista_id: int) -> "Catalogo":
        """Read what these notes touch. Raises ValorInvalido when there is no such establishment."""
        cnpj = conexao.scalar(select(estabelecimentos.c.cnpj).where(estabelecimentos.c.id == estabelecimento_id))
        if cnpj is None:
            raise ValorInvalido(f"Não há estabelecimento com o número {estabelecimento_id}.")
        catalogo = cls(str(cnpj), ultimo_codigo=ultimo_codigo(conexao))
        catalogo._le_notas(conexao, notas)
        catalogo._le_fornecedores(conexao, notas)
        ids = catalogo._le_gtins(conexao, notas) | {c.produto_id for c in catalogo.codigos.values()}
        catalogo._le_produtos(conexao, ids, lista_id)
        return catalogo

    def novo_id(self) -> tuple[int, str]:
        """The temporary id and the code of a product that the plan creates."""
        self._criados += 1
        return -self._criados, str(self.ultimo_codigo + self._criados)

    def aprende(self, produto: ProdutoConhecido, fornecedor: str, codigo: str, unidade: str,
                fator: Decimal, gtins: Iterable[tuple[str, Decimal]]) -> None:
        """Later items find what this one decided."""
        self.produtos[produto.id] = produto
        self.codigos[fornecedor, codigo] = CodigoDoFornecedor(produto.id, unidade, fator)
        for gtin, fator_gtin in gtins:
            self.gtins.setdefault(gtin, (produto.id, fator_gtin))

    def _le_notas(self, conexao: Connection, notas: Sequence[NotaFiscal]) -> None:
        t = notas_entrada.c
        for lote in em_lotes(n.chave.texto for n in notas):
            for chave, em in conexao.execute(select(t.chave, t.importada_em).where(t.chave.in_(lote))):
                self.importadas[chave] = em

    def _le_fornecedores(self, conexao: Connection, notas: Sequence[NotaFiscal]) -> None:
        chaves = {chave_do_fornecedor(n.fornecedor) for n in notas}
        documentos = [c for c in chaves if not c.startswith("exterior:")]
        p, fp = pessoas.c, fornecedor_produtos.c
        consulta = select(p.id, p.documento, p.chave_externa).where(
            p.documento.in_(documentos) | p.chave_externa.in_(chaves))
        for pessoa, documento, chave in conexao.execute(consulta):
            self.fornecedores[documento if documento in chaves else chave] = pessoa
        donos = {pessoa: chave for chave, pessoa in self.fornecedores.items()}
        pedidos = sorted({item.codigo for n in notas for item in n.itens})
        for lote in em_lotes(pedidos):
            linhas = conexao.execute(select(fornecedor_produtos).where(
                fp.fornecedor_id.in_(donos), fp.codigo.in_(lote)))
            for linha in linhas:
                self.codigos[donos[linha.fornecedor_id], linha.codigo] = CodigoDoFornecedor(
                    linha.produto_id, linha.unidade, linha.fator)

    def _le_gtins(self, conexao: Connection, notas: Sequence[NotaFiscal]) -> set[int]:
        lidos = {g for n in notas for i in n.itens for g in (i.gtin, i.gtin_trib) if g}
        for lote in em_lotes(sorted(lidos)):
            for linha in conexao.execute(select(produto_gtins).where(produto_gtins.c.gtin.in_(lote))):
                self.gtins[linha.gtin] = (linha.produto_id, linha.fator)
        return {produto for produto, _ in self.gtins.values()}

    def _le_produtos(self, conexao: Connection, ids: set[int], lista_id: int) -> None:
        p = produtos.c
        consulta = select(p.id, p.codigo, p.descricao, p.unidade, p.situacao, p.custo, p.preco_maximo,
                          precos.c.preco, grupos.c.margem).select_from(
            produtos.outerjoin(precos, (precos.c.produto_id == p.id) & (precos.c.lista_id == lista_id))
            .outerjoin(grupos, grupos.c.id == p.grupo_id))
        for lote in em_lotes(sorted(ids)):
            fatores: dict[int, dict[str, Decimal]] = {}
            for u in conexao.execute(select(produto_unidades).where(produto_unidades.c.produto_id.in_(lote))):
                fatores.setdefault(u.produto_id, {})[u.unidade] = u.fator
            for linha in conexao.execute(consulta.where(p.id.in_(lote))):
                self.produtos[linha.id] = _produto(linha, fatores.get(linha.id, {}))


def _produto(linha: Any, fatores: dict[str, Decimal]) -> ProdutoConhecido:
    return ProdutoConhecido(
        id=linha.id, codigo=linha.codigo, descricao=linha.descricao, unidade=linha.unidade, fatores=fatores,
        situacao=linha.situacao, custo=linha.custo, preco=linha.preco, preco_maximo=linha.preco_maximo,
        margem=linha.margem)


def ultimo_codigo(conexao: Connection) -> int:
    """The largest product code that is a plain number of up to nine digits (longer ones are bar codes)."""
    codigo = produtos.c.codigo
    maior = conexao.scalar(select(func.max(cast(codigo, Integer))).where(codigo.regexp_match("^[0-9]{1,9}$")))
    return int(maior or 0)
