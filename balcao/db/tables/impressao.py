"""The retaguarda's own printers, and what waits for them (TP-094)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from balcao.db.tables.base import tabela
from balcao.db.tipos import Instante

impressoras_servidor = tabela(
    "impressoras_servidor",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("endereco", Text, nullable=False),
    Column("papel", Text, nullable=False),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    Column("versao", Integer, nullable=False, server_default="1"),
    CheckConstraint("papel IN ('a4', 'bobina_80', 'bobina_58', 'texto_80')", name="papel"),
)

fila_impressao = tabela(
    "fila_impressao",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("pedido_id", Uuid, ForeignKey("pedidos.id"), nullable=False),
    Column("versao", Integer, nullable=False),
    Column("impressora_id", Integer, ForeignKey("impressoras_servidor.id"), nullable=False, index=True),
    Column("copias", Integer, nullable=False),
    Column("criada_em", Instante, nullable=False),
    Column("tentar_em", Instante, nullable=False),  # the next try; while one prints, when another may take over
    Column("tentativas", Integer, nullable=False, server_default="0"),
    Column("problema", Text, nullable=False, server_default=""),  # why the last try failed
    Column("impressa_em", Instante),
    UniqueConstraint("pedido_id", "versao", "impressora_id"),
    CheckConstraint("copias BETWEEN 1 AND 99", name="copias"),
    Index("ix_fila_impressao_tentar_em", "tentar_em", postgresql_where=text("impressa_em IS NULL")),
)
