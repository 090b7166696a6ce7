"""The replica's tables, made from the shared metadata: the replicated columns, keys and a few indexes.

No foreign keys (rows arrive in any order, and a station does not see every row that another names) and no
checks (the server has them). Values are stored as `balcao.db.tipos` reads them on SQLite, so the same Core
query runs on both stores; the server itself converts them while it sends (`expressao`).
"""

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, Table, Uuid
from sqlalchemy.sql.schema import UniqueConstraint

from balcao.db.replica.arquivo import TABELAS_PROPRIAS
from balcao.db.tables import colunas_replicadas, tabelas_replicadas
from balcao.db.tipos import Dia, Exato, Instante, Xid8

# First load: what selling needs first comes first; a product that is found has its price already. A table
# that is not named here comes at the end.
ORDEM = (
    "preferencias", "estabelecimentos", "estacoes", "perfis", "usuarios", "usuario_estabelecimentos",
    "listas_preco", "planos_pagamento", "classificacoes_pedido", "regras_comerciais", "tipos_pedido",
    "tipo_pedido_estabelecimentos", "tipo_pedido_planos", "tipo_pedido_classificacoes", "tipo_pedido_regras",
    "lista_preco_tipos", "grupos", "marcas", "tipos_estoque",
    "precos", "estoques", "estoques_por_tipo", "produto_gtins", "produto_unidades", "produtos",
    "pessoas", "colaboradores", "clientes", "compras_cliente", "cliente_estabelecimentos", "enderecos",
    "titulos_receber", "creditos_cliente", "compromissos_credito",
)
DE_PRODUTO = frozenset(("precos", "estoques", "estoques_por_tipo", "produto_gtins", "produto_unidades", "produtos"))
"""Loaded twice: first for the best sellers, so that they can be sold within the first seconds."""

# Reading by these is a counter's daily bread and the shared metadata has no index for it.
_INDICES = {
    "usuarios": ("atalho",),
    "produtos": ("codigo_balanca",),
    "pessoas": ("codigo",),
    "enderecos": ("pessoa_id",),
    "clientes": ("consumidor_final",),
}


@cache
def tabelas() -> tuple[Table, ...]:
    """The replicated tables in the order of the first load."""
    posicao = {nome: i for i, nome in enumerate(ORDEM)}
    return tuple(sorted(tabelas_replicadas(), key=lambda t: posicao.get(t.name, len(ORDEM))))


def chave(tabela: Table) -> tuple[str, ...]:
    """The names of the primary key's columns."""
    return tuple(c.name for c in tabela.primary_key.columns)


def colunas(tabela: Table) -> tuple[str, ...]:
    """The names of the replicated columns, in the order in which they are stored."""
    return tuple(c.name for c in colunas_replicadas(tabela))


def comandos() -> list[str]:
    """The DDL of an empty replica."""
    return [*TABELAS_PROPRIAS, *(comando for tabela in tabelas() for comando in _cria(tabela))]


@cache
def assinatura() -> str:
    """Changes whenever the tables do: a replica with another one is loaded again."""
    return hashlib.sha256("\n".join(comandos()).encode()).hexdigest()[:16]


def _cria(tabela: Table) -> list[str]:
    pk = chave(tabela)
    linhas = []
    for coluna in colunas_replicadas(tabela):
        # a single integer key is the row number itself: one B-tree less
        e_rowid = pk == (coluna.name,) and _afinidade(coluna) == "INTEGER"
        nulo = "" if coluna.nullable else " NOT NULL"
        linhas.append(f"{coluna.name} {_afinidade(coluna)}{' PRIMARY KEY' if e_rowid else nulo}")
    sem_rowid = "PRIMARY KEY" not in " ".join(linhas)
    if sem_rowid:
        linhas.append(f"PRIMARY KEY ({', '.join(pk)})")
    corpo = f"CREATE TABLE {tabela.name} ({', '.join(linhas)}){' WITHOUT ROWID' if sem_rowid else ''}"
    return [corpo, *(f"CREATE INDEX r_{tabela.name}_{'_'.join(i)} ON {tabela.name} ({', '.join(i)})"
                     for i in sorted(_indices(tabela)))]


def _indices(tabela: Table) -> set[tuple[str, ...]]:
    """What the server indexes (constraints too, as plain indexes) less what is not replicated."""
    guardadas = set(colunas(tabela))
    achados = {tuple(c.name for c in i.columns) for i in tabela.indexes if isinstance(i, Index)}
    achados |= {tuple(c.name for c in u.columns) for u in tabela.constraints if isinstance(u, UniqueConstraint)}
    achados |= {(nome,) for nome in _INDICES.get(tabela.name, ())}
    return {i for i in achados if i and set(i) <= guardadas and i != chave(tabela)}


def _afinidade(coluna: Column[Any]) -> str:
    tipo = coluna.type
    if isinstance(tipo, (Exato, Instante, Boolean)) or tipo.python_type is int:
        return "INTEGER"
    return "TEXT"


def expressao(coluna: Column[Any], de: str = "t") -> str:
    """SQL of PostgreSQL that gives a column as SQLite stores it: a whole number or a text."""
    nome, tipo = f"{de}.{coluna.name}", coluna.type
    match tipo:
        case Exato():
            return f"({nome} * 1{'0' * tipo.casas})::bigint"
        case Instante():
            return f"(extract(epoch FROM {nome}) * 1000000)::bigint"
        case Boolean():
            return f"{nome}::int"
        case Uuid():
            return f"replace({nome}::text, '-', '')"
        case JSON() | Dia():
            return f"{nome}::text"
        case Xid8():
            raise ValueError(f"{coluna} is not replicated")
    return nome


def para_local(coluna: Column[Any], valor: object) -> object:
    """A key that came as JSON (a tombstone) as SQLite stores it."""
    if isinstance(coluna.type, Uuid):
        return str(valor).replace("-", "")
    return valor
