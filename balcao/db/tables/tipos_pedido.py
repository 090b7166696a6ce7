"""Order types, and what they are tied to.

A field that names one row of another registry is a column; one that names several is a table of links. What a type
itself is tied to goes with it (CASCADE); what names a type keeps it from being deleted.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Identity, Integer, PrimaryKeyConstraint, Table, Text

from balcao.db.tables.base import SO_NO_SERVIDOR, replicada
from balcao.db.tipos import jsonb


def _versao() -> Column[int]:
    """How often the row was saved: who saves says which one was read (docs/decisions/0132)."""
    return Column("versao", Integer, nullable=False, server_default="1", info=SO_NO_SERVIDOR)


def _ligados(nome: str, dono: str, do_dono: str, destino: str, do_destino: str) -> Table:
    """The rows of `destino` that a row of `dono` is tied to."""
    return replicada(
        nome,
        Column(do_dono, Integer, ForeignKey(f"{dono}.id", ondelete="CASCADE"), nullable=False),
        Column(do_destino, Integer, ForeignKey(f"{destino}.id"), nullable=False, index=True),
        PrimaryKeyConstraint(do_dono, do_destino))


tipos_pedido = replicada(
    "tipos_pedido",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("politica", jsonb(), nullable=False),
    Column("politica_versao", Integer, nullable=False, server_default="1"),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    Column("tipo_na_aprovacao_id", Integer, ForeignKey("tipos_pedido.id"), index=True),  # TP-090
    Column("tipo_sem_estoque_id", Integer, ForeignKey("tipos_pedido.id"), index=True),  # TP-091
    Column("tipo_producao_id", Integer, ForeignKey("tipos_pedido.id"), index=True),  # TP-099
    Column("impressora_id", Integer, ForeignKey("impressoras_servidor.id"), index=True, info=SO_NO_SERVIDOR),  # TP-094
    Column("tipo_estoque_id", Integer, ForeignKey("tipos_estoque.id"), index=True),  # TP-032
    _versao(),
)

classificacoes_pedido = replicada(
    "classificacoes_pedido",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    _versao(),
)

regras_comerciais = replicada(
    "regras_comerciais",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("politica", jsonb(), nullable=False),
    Column("politica_versao", Integer, nullable=False, server_default="1"),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    _versao(),
)

tipo_pedido_estabelecimentos = replicada(  # TP-121
    "tipo_pedido_estabelecimentos",
    Column("tipo_id", Integer, ForeignKey("tipos_pedido.id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
)
tipo_pedido_planos = _ligados("tipo_pedido_planos", "tipos_pedido", "tipo_id",  # TP-051
                              "planos_pagamento", "plano_id")
tipo_pedido_classificacoes = _ligados("tipo_pedido_classificacoes", "tipos_pedido", "tipo_id",  # TP-028
                                      "classificacoes_pedido", "classificacao_id")
tipo_pedido_regras = _ligados("tipo_pedido_regras", "tipos_pedido", "tipo_id",  # TP-164
                              "regras_comerciais", "regra_id")
lista_preco_tipos = _ligados("lista_preco_tipos", "listas_preco", "lista_id",  # TPX-02: chosen in the list's registry
                             "tipos_pedido", "tipo_id")
