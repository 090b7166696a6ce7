"""Orders: the live order, its items, and each issued version, which never changes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    FetchedValue,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from balcao.db.tables.base import tabela
from balcao.db.tipos import Dia, Instante, Xid8, dinheiro, jsonb, preco, quantidade

pedidos = tabela(
    "pedidos",
    Column("id", Uuid, primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), nullable=False),
    Column("tipo_id", Integer, ForeignKey("tipos_pedido.id"), nullable=False),
    Column("categoria", Text, nullable=False),
    Column("serie", Text, nullable=False, server_default=""),
    Column("chave", Text, nullable=False, server_default=""),  # how people call it (TP-156); "": an older program's
    Column("numero", BigInteger),  # null while a draft (situation M) is not numbered
    Column("sequencia", Integer),  # the numeradores.tipo_id that gave the number; null: the user typed it
    Column("numero_provisorio", Text),
    Column("situacao", Text, nullable=False),
    Column("cliente_id", Uuid, ForeignKey("pessoas.id")),
    Column("cliente_nome", Text, nullable=False),
    Column("cliente_documento", Text, nullable=False, server_default=""),
    Column("vendedor_id", Integer, ForeignKey("usuarios.id")),
    Column("representante_id", Integer, ForeignKey("usuarios.id")),
    Column("classificacao_id", Integer, ForeignKey("classificacoes_pedido.id")),
    Column("usuario_id", Integer, ForeignKey("usuarios.id"), nullable=False),  # who sold
    Column("autenticacao", Text, nullable=False),  # how that person was authenticated: senha | offline
    Column("estacao_id", Integer, ForeignKey("estacoes.id"), nullable=False),
    Column("enviado_por", Integer, ForeignKey("usuarios.id")),  # who was at the counter when it was sent
    Column("lista_id", Integer, ForeignKey("listas_preco.id")),
    Column("plano_id", Integer, ForeignKey("planos_pagamento.id")),
    Column("origem_id", Uuid, ForeignKey("pedidos.id")),  # the DAV it came from, the order it clones
    Column("criado_em", Instante, nullable=False),
    Column("emitido_em", Instante),
    Column("validade", Dia),
    Column("subtotal", dinheiro(), nullable=False),
    Column("desconto", dinheiro(), nullable=False),
    Column("frete", dinheiro(), nullable=False),
    Column("total", dinheiro(), nullable=False),
    Column("toma_credito", Boolean, nullable=False),
    Column("reserva_estoque", Boolean, nullable=False),
    Column("tipo_estoque_id", Integer, ForeignKey("tipos_estoque.id")),  # whose units it holds; null: the shop's own
    Column("versao", Integer, nullable=False),  # of the record: each stored change is one ("revisão" on the screen)
    Column("versao_comercial", Integer, nullable=False, server_default="0"),  # of the proposal (TP-157)
    Column("protocolo", Text, unique=True),
    Column("emitido_offline", Boolean, nullable=False, server_default="false"),
    Column("motivo", Text, nullable=False, server_default=""),  # of cancelling or losing
    Column("suspenso_em", Instante),  # a draft that waits to be resumed, at any counter
    Column("dados", jsonb(), nullable=False),  # the live order as the counter edits it (Pedido)
    Column("atualizado_em", Instante, nullable=False),
    Column("concluido_em", Instante),  # of a service order (TP-017)
    Column("conclusao_aprovada_por", Integer, ForeignKey("usuarios.id")),  # for the customer (TP-019)
    UniqueConstraint("estabelecimento_id", "tipo_id", "serie", "numero"),
    Index("uq_pedidos_sequencia", "estabelecimento_id", "sequencia", "serie", "numero", unique=True,
          postgresql_where=text("sequencia IS NOT NULL")),
    CheckConstraint("situacao IN ('M','I','P','A','X','O','E','Q','T','C','V','R')", name="situacao"),
    CheckConstraint("total = subtotal - desconto + frete", name="total"),
    CheckConstraint("total >= 0", name="total_positivo"),
    CheckConstraint("situacao = 'M' OR (numero IS NOT NULL AND emitido_em IS NOT NULL)", name="numerado"),
    CheckConstraint("versao_comercial = 0 OR versao_comercial > 0 AND categoria = 'orcamento'",
                    name="versao_comercial"),
    CheckConstraint("situacao NOT IN ('C', 'R') OR motivo <> ''", name="motivo"),
    Index("ix_pedidos_emitido_em", "emitido_em"),
    Index("ix_pedidos_cliente_id", "cliente_id"),
    Index("ix_pedidos_classificacao_id", "classificacao_id", postgresql_where=text("classificacao_id IS NOT NULL")),
    Index("ix_pedidos_origem_id", "origem_id", postgresql_where=text("origem_id IS NOT NULL")),
    Index("ix_pedidos_situacao", "situacao", "categoria"),
    Index("ix_pedidos_placa", text("(dados #>> '{servico,placa}')"),
          postgresql_where=text("dados #>> '{servico,placa}' <> ''")),
)

itens_pedido = tabela(
    "itens_pedido",
    Column("pedido_id", Uuid, ForeignKey("pedidos.id"), primary_key=True),
    Column("linha", Integer, primary_key=True),
    Column("produto_id", BigInteger, ForeignKey("produtos.id"), nullable=False, index=True),
    Column("codigo", Text, nullable=False),
    Column("descricao", Text, nullable=False),
    Column("unidade", Text, nullable=False),
    Column("quantidade", quantidade(), nullable=False),
    Column("quantidade_faturada", quantidade(), nullable=False, server_default="0"),
    Column("preco_lista", preco(), nullable=False),
    Column("preco", preco(), nullable=False),
    Column("bruto", dinheiro(), nullable=False),  # quantity × price, with the surcharge
    Column("desconto", dinheiro(), nullable=False),  # own and its share of the order's discount
    Column("total", dinheiro(), nullable=False),
    Column("acrescimo", dinheiro(), nullable=False, server_default="0"),  # within bruto: own, and of the order's
    Column("series", ARRAY(Text), nullable=False, server_default="{}"),  # serial numbers of its units (TP-045)
    CheckConstraint("total = bruto - desconto", name="total"),
    CheckConstraint("acrescimo BETWEEN 0 AND bruto", name="acrescimo"),
    CheckConstraint("quantidade >= 0", name="quantidade"),
    CheckConstraint("quantidade_faturada BETWEEN 0 AND quantidade", name="faturada"),
    Index("ix_itens_pedido_series", "series", postgresql_using="gin", postgresql_where=text("series <> '{}'")),
)

parcelas_pedido = tabela(
    "parcelas_pedido",
    Column("pedido_id", Uuid, ForeignKey("pedidos.id"), primary_key=True),
    Column("parcela", Integer, primary_key=True),
    Column("vencimento", Dia, nullable=False),
    Column("valor", dinheiro(), nullable=False),
)

pedido_versoes = tabela(
    "pedido_versoes",
    Column("pedido_id", Uuid, ForeignKey("pedidos.id"), primary_key=True),
    Column("versao", Integer, primary_key=True),
    Column("situacao", Text, nullable=False),
    Column("documento", jsonb(), nullable=False),  # DocumentoVenda: names, prices, terms as printed
    Column("sha256", LargeBinary, nullable=False),
    Column("sha256_anterior", LargeBinary, nullable=False),
    Column("usuario_id", Integer, ForeignKey("usuarios.id"), nullable=False),
    Column("em", Instante, nullable=False),
    Column("transacao", Xid8(), nullable=False, server_default=FetchedValue()),  # that stored it
    CheckConstraint("versao >= 1", name="versao"),
    UniqueConstraint("sha256"),
    Index("uq_pedido_versoes_sha256_anterior", "sha256_anterior", unique=True,
          postgresql_where=text("sha256_anterior <> ''")),  # the chain never forks
    Index("ix_pedido_versoes_inicio", "pedido_id", postgresql_where=text("sha256_anterior = ''")),
)

liberacoes = tabela(
    "liberacoes",
    Column("id", Uuid, primary_key=True),
    Column("pedido_id", Uuid, nullable=False, index=True),  # may precede the order's own row
    Column("codigo", Text, nullable=False),  # the finding's
    Column("item", Integer),
    Column("valor_maximo", dinheiro(), nullable=False),
    Column("motivo", Text, nullable=False),
    Column("usuario_id", Integer, ForeignKey("usuarios.id"), nullable=False),  # who released
    Column("pedida_por", Integer, ForeignKey("usuarios.id"), nullable=False),
    Column("estacao_id", Integer, ForeignKey("estacoes.id"), nullable=False),
    Column("offline", Boolean, nullable=False, server_default="false"),
    Column("em", Instante, nullable=False),
    Column("usada_em", Instante),
    CheckConstraint("motivo <> ''", name="motivo"),
)

divergencias = tabela(
    "divergencias",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("pedido_id", Uuid, ForeignKey("pedidos.id"), nullable=False, index=True),
    Column("codigo", Text, nullable=False),
    Column("achado", jsonb(), nullable=False),
    Column("em", Instante, nullable=False),
    Column("resolvida_em", Instante),
    Column("resolvida_por", Integer, ForeignKey("usuarios.id")),
    Column("resolucao", Text, nullable=False, server_default=""),
)

# Orders issued at a counter that cannot be stored as they are, until a manager decides (domain.quarentena). There is
# no order to refer to, and the envelope may be of a newer program: it is kept as it came, as text.
quarentenas = tabela(
    "quarentenas",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("pedido_id", Uuid, nullable=False),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), nullable=False),
    Column("estacao_id", Integer, ForeignKey("estacoes.id"), nullable=False),
    Column("desde", Instante, nullable=False),  # when the counter put it aside: the same delivery has the same
    Column("entrega", Text, nullable=False),
    Column("em", Instante, nullable=False),
    Column("decisao", Text, nullable=False, server_default=""),
    Column("resolvida_em", Instante),
    Column("resolvida_por", Integer, ForeignKey("usuarios.id")),  # null: it arrived, or the counter took it back
    Column("resolucao", Text, nullable=False, server_default=""),
    UniqueConstraint("pedido_id", "desde"),
    CheckConstraint("decisao IN ('', 'lancada', 'devolvida', 'descartada', 'retirada')", name="decisao"),
    CheckConstraint("(decisao = '') = (resolvida_em IS NULL)", name="resolvida"),
    Index("uq_quarentenas_aberta", "pedido_id", unique=True, postgresql_where=text("resolvida_em IS NULL")),
)

faturamentos = tabela(
    "faturamentos",
    Column("id", Uuid, primary_key=True),  # the till's own id: sent twice, invoiced once
    Column("pedido_id", Uuid, ForeignKey("pedidos.id"), nullable=False, index=True),
    Column("documento", Text, nullable=False),  # NFC-e/NF-e number or key, as the till says
    Column("itens", jsonb(), nullable=False),  # [{"linha": 1, "quantidade": "2.000000"}]
    Column("valor", dinheiro(), nullable=False),
    Column("em", Instante, nullable=False),
    Column("estornado_em", Instante),
    Column("motivo_estorno", Text, nullable=False, server_default=""),
)

numeradores = tabela(
    "numeradores",
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
    Column("tipo_id", Integer, primary_key=True),  # 0: one sequence for every type
    Column("serie", Text, primary_key=True),
    Column("inicial", BigInteger, nullable=False, server_default="0"),  # last number of the old system
    Column("ultimo", BigInteger, nullable=False, server_default="0"),
    Column("sha256", LargeBinary, nullable=False, server_default=""),  # of the last version in this sequence
    CheckConstraint("inicial >= 0 AND ultimo >= inicial", name="ultimo"),
)

# Orders that the guards check when the transaction ends: a row lives from a change until then, so the table
# is always empty. One check per order, however many lines changed.
conferencias = tabela(
    "conferencias",
    Column("pedido_id", Uuid, primary_key=True),
    Column("assunto", Text, primary_key=True),
    CheckConstraint("assunto IN ('conteudo', 'faturado')", name="assunto"),
)
