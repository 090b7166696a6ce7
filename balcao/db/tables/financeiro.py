"""What customers owe: titles, credits in their favour, and orders that take credit."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, Integer, Text, Uuid

from balcao.db.tables.base import SO_NO_SERVIDOR, replicada
from balcao.db.tipos import Dia, dinheiro

titulos_receber = replicada(
    "titulos_receber",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("cliente_id", Uuid, ForeignKey("clientes.pessoa_id"), nullable=False),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), nullable=False),
    Column("numero", Text, nullable=False),
    Column("parcela", Integer, nullable=False, server_default="1"),
    Column("emissao", Dia, nullable=False),
    Column("vencimento", Dia, nullable=False),
    Column("valor", dinheiro(), nullable=False),
    Column("saldo", dinheiro(), nullable=False),
    Column("situacao", Text, nullable=False, server_default="aberto"),
    Column("pedido_id", Uuid, info=SO_NO_SERVIDOR),
    Column("chave_externa", Text, unique=True, info=SO_NO_SERVIDOR),
    CheckConstraint("situacao IN ('aberto', 'liquidado', 'cancelado')", name="situacao"),
    CheckConstraint("saldo >= 0 AND saldo <= valor", name="saldo"),
    CheckConstraint("situacao = 'aberto' OR saldo = 0", name="encerrado"),
    Index("ix_titulos_receber_cliente_situacao", "cliente_id", "situacao"),
)

creditos_cliente = replicada(
    "creditos_cliente",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("cliente_id", Uuid, ForeignKey("clientes.pessoa_id"), nullable=False, index=True),
    Column("tipo", Text, nullable=False),
    Column("saldo", dinheiro(), nullable=False),
    CheckConstraint("tipo IN ('devolucao', 'adiantamento')", name="tipo"),
    CheckConstraint("saldo >= 0", name="saldo"),
)

# One narrow row per order that takes credit: what it still owes (CL-029, CL-032, CL-033). It is what the
# counters copy, so that they know the headroom without copying orders.
compromissos_credito = replicada(
    "compromissos_credito",
    Column("pedido_id", Uuid, primary_key=True),
    Column("origem", Text, primary_key=True),
    Column("cliente_id", Uuid, ForeignKey("clientes.pessoa_id"), nullable=False, index=True),
    Column("valor", dinheiro(), nullable=False),
    CheckConstraint("origem IN ('pendente', 'entregue', 'documento')", name="origem"),
    CheckConstraint("valor >= 0", name="valor"),
)
