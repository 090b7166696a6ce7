"""A small shop for the importers' tests: two establishments, two price lists, a group, a user; and how to look
at what was written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.sql.schema import Table

from balcao.db import tables as t
from tests.apoio.empresa import Empresa

AGORA = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
CNPJ = "11222333000181"
NFE = Path(__file__).parent.parent / "dados" / "nfe"


@dataclass(frozen=True)
class Loja:
    """The shop. `lista` is VAREJO; `outra_lista` ATACADO."""

    motor: Engine
    estabelecimento: int
    lista: int
    outra_lista: int
    grupo: int
    usuario: int

    @contextmanager
    def transacao(self) -> Iterator[Connection]:
        with self.motor.begin() as conexao:
            yield conexao

    def linhas(self, tabela: Table, *onde: Any) -> Sequence[Any]:
        with self.motor.connect() as conexao:
            return conexao.execute(select(tabela).where(*onde)).all()

    def uma(self, tabela: Table, *onde: Any) -> Any:
        [linha] = self.linhas(tabela, *onde)
        return linha

    def conta(self, tabela: Table) -> int:
        with self.motor.connect() as conexao:
            return int(conexao.scalar(select(func.count()).select_from(tabela)) or 0)

    def foto(self) -> dict[str, int]:
        """How many rows each table has: equal before and after = nothing was written."""
        with self.motor.connect() as conexao:
            return {nome: int(conexao.scalar(text(f"SELECT count(*) FROM {nome}")) or 0) for nome in (
                "produtos", "produto_gtins", "produto_unidades", "precos", "estoques", "movimentos_estoque",
                "pessoas", "clientes", "enderecos", "fornecedor_produtos", "notas_entrada", "importacoes",
                "titulos_receber")}

    def produto(self, codigo: str, **campos: Any) -> int:
        """Insert a product; returns its id. `preco` and `gtin` go to their tables."""
        preco, gtin, fator = campos.pop("preco", None), campos.pop("gtin", None), campos.pop("fator", Decimal(1))
        with self.transacao() as con:
            produto_id = int(con.execute(insert(t.produtos).values(
                {"codigo": codigo, "descricao": f"PRODUTO {codigo}"} | campos).returning(t.produtos.c.id)).scalar_one())
            if preco is not None:
                con.execute(insert(t.precos).values(produto_id=produto_id, lista_id=self.lista, preco=preco))
            if gtin is not None:
                con.execute(insert(t.produto_gtins).values(gtin=gtin, produto_id=produto_id, fator=fator))
        return produto_id

    def saldo(self, produto_id: int) -> Decimal:
        linhas = self.linhas(t.estoques, t.estoques.c.produto_id == produto_id,
                             t.estoques.c.estabelecimento_id == self.estabelecimento)
        return linhas[0].saldo if linhas else Decimal(0)

    def preco(self, produto_id: int, lista: int | None = None) -> Decimal | None:
        linhas = self.linhas(t.precos, t.precos.c.produto_id == produto_id,
                             t.precos.c.lista_id == (lista or self.lista))
        return linhas[0].preco if linhas else None


@contextmanager
def abre(empresa: Empresa) -> Iterator[Loja]:
    """Fill the empty company and open it as the service does."""
    with empresa.motor() as motor:
        with motor.begin() as con:
            lojas = con.execute(insert(t.estabelecimentos).values([
                {"nome": "LOJA CENTRO LTDA", "fantasia": "Loja Centro", "cnpj": CNPJ},
                {"nome": "LOJA BAIRRO LTDA", "fantasia": "Loja Bairro", "cnpj": "11222333000262"},
            ]).returning(t.estabelecimentos.c.id)).scalars().all()
            listas = con.execute(insert(t.listas_preco).values([{"nome": "VAREJO"}, {"nome": "ATACADO"}])
                                 .returning(t.listas_preco.c.id)).scalars().all()
            grupo = con.execute(insert(t.grupos).values(nome="MERCEARIA", margem=Decimal(25))
                                .returning(t.grupos.c.id)).scalar_one()
            perfil = con.execute(insert(t.perfis).values(nome="Gerente", permissoes=["importar"])
                                 .returning(t.perfis.c.id)).scalar_one()
            usuario = con.execute(insert(t.usuarios).values(login="bia", nome="Bia", senha="x", perfil_id=perfil)
                                  .returning(t.usuarios.c.id)).scalar_one()
        yield Loja(motor, lojas[0], listas[0], listas[1], grupo, usuario)
