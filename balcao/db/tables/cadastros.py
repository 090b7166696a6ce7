"""Registries: shops, people, products, stock, prices and plans."""

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
    Uuid,
    func,
)

from balcao.db.tables.base import SO_NO_SERVIDOR, replicada, tabela
from balcao.db.tipos import Dia, Instante, dinheiro, jsonb, percentual, preco, quantidade

estabelecimentos = replicada(
    "estabelecimentos",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False),
    Column("fantasia", Text, nullable=False),
    Column("cnpj", Text, nullable=False, unique=True),
    Column("ie", Text, nullable=False, server_default=""),
    Column("endereco", Text, nullable=False, server_default=""),
    Column("municipio", Text, nullable=False, server_default=""),
    Column("uf", Text, nullable=False, server_default=""),
    Column("cep", Text, nullable=False, server_default=""),
    Column("telefone", Text, nullable=False, server_default=""),
    Column("fuso", Text, nullable=False, server_default="America/Sao_Paulo"),
    Column("pix_chave", Text, nullable=False, server_default=""),
    Column("desconto_maximo", percentual()),  # null: no ceiling of the shop's own (CL-053)
    Column("ativo", Boolean, nullable=False, server_default="true"),
    Column("pessoa_id", Uuid, ForeignKey("pessoas.id"), unique=True),  # itself, where it is a customer (TP-008)
)

preferencias = replicada(
    "preferencias",
    Column("chave", Text, primary_key=True),
    Column("valor", jsonb()),
)

grupos = replicada(
    "grupos",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("margem", percentual(), nullable=False, server_default="40"),  # % over cost
    Column("desconto_maximo", percentual()),
)

marcas = replicada(  # every brand that products have (a trigger adds it), by the very name that they have
    "marcas",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("bloqueada", Boolean, nullable=False, server_default="false"),  # TP-047
    Column("versao", Integer, nullable=False, server_default="1", info=SO_NO_SERVIDOR),
)

produtos = replicada(
    "produtos",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("codigo", Text, nullable=False, unique=True),
    Column("descricao", Text, nullable=False),
    Column("unidade", Text, nullable=False, server_default="UN"),
    Column("marca", Text, nullable=False, server_default=""),
    Column("referencia", Text, nullable=False, server_default=""),  # the maker's own code (CB-091)
    Column("grupo_id", Integer, ForeignKey("grupos.id"), index=True),
    Column("ncm", Text, nullable=False, server_default="", info=SO_NO_SERVIDOR),
    Column("cest", Text, nullable=False, server_default="", info=SO_NO_SERVIDOR),
    Column("pesavel", Boolean, nullable=False, server_default="false"),
    Column("codigo_balanca", Integer),  # the number on the scale label
    Column("situacao", Text, nullable=False, server_default="ativo"),
    Column("tipo_item", Text, nullable=False, server_default="00"),  # of the fiscal books: 09 is a service
    Column("em_falta", Boolean, nullable=False, server_default="false"),      # TP-042
    Column("sem_troca", Boolean, nullable=False, server_default="false"),     # TP-044
    Column("com_variacao", Boolean, nullable=False, server_default="false"),  # TP-046
    Column("numero_serie", Boolean, nullable=False, server_default="false"),  # each unit has its own (TP-045)
    Column("situacao_cadastro", Text, nullable=False, server_default="aprovado"),  # TP-043
    Column("quantidade_minima", quantidade(), nullable=False, server_default="0"),  # of one line (TP-034); 0: none
    Column("quantidade_maxima", quantidade(), nullable=False, server_default="0"),
    Column("custo", preco(), nullable=False, server_default="0", info=SO_NO_SERVIDOR),
    Column("preco_minimo", preco()),
    Column("preco_maximo", preco()),
    Column("desconto_maximo", percentual()),
    Column("vendas", Integer, nullable=False, server_default="0"),  # of the last 90 days: ranks the search
    Column("chave_externa", Text, unique=True, info=SO_NO_SERVIDOR),
    Column("criado_em", Instante, nullable=False, server_default=func.now(), info=SO_NO_SERVIDOR),
    CheckConstraint("situacao IN ('ativo', 'inativo', 'bloqueado')", name="situacao"),
    CheckConstraint("situacao_cadastro IN ('aprovado', 'baixado', 'cancelado', 'pendente')", name="situacao_cadastro"),
    CheckConstraint("tipo_item IN ('00','01','02','03','04','05','06','07','08','09','10','99')", name="tipo_item"),
    CheckConstraint("quantidade_minima >= 0 AND (quantidade_maxima = 0 OR quantidade_maxima >= quantidade_minima)",
                    name="quantidades"),
    CheckConstraint("custo >= 0", name="custo"),
)

produto_gtins = replicada(
    "produto_gtins",
    Column("gtin", Text, primary_key=True),
    Column("produto_id", BigInteger, ForeignKey("produtos.id", ondelete="CASCADE"), nullable=False,
           index=True),
    Column("fator", quantidade(), nullable=False, server_default="1"),  # stock units per scanned pack
)

produto_unidades = replicada(
    "produto_unidades",
    Column("produto_id", BigInteger, ForeignKey("produtos.id", ondelete="CASCADE"), primary_key=True),
    Column("unidade", Text, primary_key=True),
    Column("fator", quantidade(), nullable=False),
    CheckConstraint("fator > 0", name="fator"),
)

estoques = replicada(
    "estoques",
    Column("produto_id", BigInteger, ForeignKey("produtos.id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
    Column("saldo", quantidade(), nullable=False, server_default="0"),
    Column("reservado", quantidade(), nullable=False, server_default="0"),
    Column("localizacao", Text, nullable=False, server_default=""),
    Column("inventario_desde", Instante),  # TP-040: being counted since; null: it is not
    CheckConstraint("reservado >= 0", name="reservado"),
)

tipos_estoque = replicada(  # besides the shop's own stock, which is the table above
    "tipos_estoque",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    Column("versao", Integer, nullable=False, server_default="1", info=SO_NO_SERVIDOR),
)

estoques_por_tipo = replicada(  # TP-032: read only for orders whose type names a kind of stock (ADR 0171)
    "estoques_por_tipo",
    Column("produto_id", BigInteger, ForeignKey("produtos.id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
    Column("tipo_estoque_id", Integer, ForeignKey("tipos_estoque.id"), primary_key=True),
    Column("saldo", quantidade(), nullable=False, server_default="0"),
    Column("reservado", quantidade(), nullable=False, server_default="0"),
    Column("localizacao", Text, nullable=False, server_default=""),
    Column("inventario_desde", Instante),
    CheckConstraint("reservado >= 0", name="reservado"),
)

movimentos_estoque = tabela(
    "movimentos_estoque",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("produto_id", BigInteger, ForeignKey("produtos.id"), nullable=False, index=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), nullable=False),
    Column("quantidade", quantidade(), nullable=False),
    Column("custo", preco()),
    Column("motivo", Text, nullable=False),  # nota, venda, estorno, ajuste
    Column("documento", Text, nullable=False),
    Column("em", Instante, nullable=False, server_default=func.now()),
    Column("tipo_estoque_id", Integer, ForeignKey("tipos_estoque.id")),  # null: the shop's own stock
)

listas_preco = replicada(
    "listas_preco",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    Column("todos_clientes", Boolean, nullable=False, server_default="true"),  # else those whose list it is (TP-077)
    Column("todos_tipos", Boolean, nullable=False, server_default="true"),  # else those of lista_preco_tipos (TPX-02)
    Column("versao", Integer, nullable=False, server_default="1", info=SO_NO_SERVIDOR),
)

precos = replicada(
    "precos",
    Column("produto_id", BigInteger, ForeignKey("produtos.id", ondelete="CASCADE"), primary_key=True),
    Column("lista_id", Integer, ForeignKey("listas_preco.id", ondelete="CASCADE"), primary_key=True),
    Column("preco", preco(), nullable=False),
    Column("promocional", preco()),  # TP-078, on the shop's days from promocao_de to promocao_ate; null: none
    Column("promocao_de", Dia),
    Column("promocao_ate", Dia),  # inclusive
    CheckConstraint("preco >= 0", name="preco"),
    CheckConstraint("promocional > 0", name="promocional"),
    CheckConstraint("promocao_de <= promocao_ate AND (promocional IS NOT NULL OR promocao_de IS NULL"
                    " AND promocao_ate IS NULL)", name="promocao"),
)

planos_pagamento = replicada(
    "planos_pagamento",
    Column("id", Integer, Identity(), primary_key=True),
    Column("nome", Text, nullable=False, unique=True),
    Column("prazos", jsonb(), nullable=False),  # days of each instalment: [0], [30, 60, 90], [0, 30, 60]
    Column("entrada_percentual", percentual()),  # share of the first instalment when it is a down payment
    Column("acrescimo", percentual(), nullable=False, server_default="0"),  # % over the list price
    Column("resto", Text, nullable=False, server_default="ultima"),
    Column("toma_credito", Boolean, nullable=False, server_default="true"),
    Column("permite_bloqueado", Boolean, nullable=False, server_default="false"),
    Column("desconto_maximo", percentual()),
    Column("valor_minimo", dinheiro(), nullable=False, server_default="0"),
    Column("ativo", Boolean, nullable=False, server_default="true"),
    CheckConstraint("resto IN ('primeira', 'ultima')", name="resto"),
)

pessoas = replicada(
    "pessoas",
    Column("id", Uuid, primary_key=True),
    Column("codigo", Integer, Identity(), unique=True),
    Column("nome", Text, nullable=False),
    Column("fantasia", Text, nullable=False, server_default=""),
    Column("documento", Text),  # CPF or CNPJ, upper case, no mask
    Column("ie", Text, nullable=False, server_default="", info=SO_NO_SERVIDOR),
    Column("telefone", Text, nullable=False, server_default=""),
    Column("celular", Text, nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("fornecedor", Boolean, nullable=False, server_default="false", info=SO_NO_SERVIDOR),
    Column("chave_externa", Text, unique=True, info=SO_NO_SERVIDOR),
    Column("criado_em", Instante, nullable=False, server_default=func.now(), info=SO_NO_SERVIDOR),
    Index("uq_pessoas_documento", "documento", unique=True),
)

enderecos = replicada(
    "enderecos",
    Column("id", Uuid, primary_key=True),
    Column("pessoa_id", Uuid, ForeignKey("pessoas.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("tipo", Text, nullable=False, server_default="principal"),
    Column("logradouro", Text, nullable=False, server_default=""),
    Column("numero", Text, nullable=False, server_default=""),
    Column("complemento", Text, nullable=False, server_default=""),
    Column("bairro", Text, nullable=False, server_default=""),
    Column("municipio", Text, nullable=False, server_default=""),
    Column("municipio_ibge", Integer),
    Column("uf", Text, nullable=False, server_default=""),
    Column("cep", Text, nullable=False, server_default=""),
)

clientes = replicada(
    "clientes",
    Column("pessoa_id", Uuid, ForeignKey("pessoas.id", ondelete="CASCADE"), primary_key=True),
    Column("inativo", Boolean, nullable=False, server_default="false"),
    Column("bloqueado", Boolean, nullable=False, server_default="false"),
    Column("motivo_bloqueio", Text, nullable=False, server_default=""),
    Column("validade", Dia),  # CL-011, inclusive
    Column("limite_credito", dinheiro()),  # CL-027: null = preference; 0 = no credit
    Column("permite_desconto", Boolean, nullable=False, server_default="true"),
    Column("desconto_maximo", percentual()),
    Column("validar_estoque", Text),  # CL-066: null follows the order type
    Column("consumidor_final", Boolean, nullable=False, server_default="false"),
    Column("vendedor_id", Integer, ForeignKey("usuarios.id")),
    Column("representante_id", Integer, ForeignKey("usuarios.id")),
    Column("plano_id", Integer, ForeignKey("planos_pagamento.id")),
    Column("lista_id", Integer, ForeignKey("listas_preco.id")),
    Column("observacoes", Text, nullable=False, server_default=""),
    CheckConstraint("limite_credito >= 0", name="limite"),
    CheckConstraint("validar_estoque IN ('nada', 'alertar', 'erro', 'senha')", name="validar_estoque"),
)

cliente_estabelecimentos = replicada(
    "cliente_estabelecimentos",
    Column("pessoa_id", Uuid, ForeignKey("clientes.pessoa_id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
    Column("validar_estoque", Text),  # CL-067
)

colaboradores = replicada(  # who works where (TP-014); the import of customers says it
    "colaboradores",
    Column("pessoa_id", Uuid, ForeignKey("pessoas.id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
)

compras_cliente = replicada(  # ranks the customers' search; counted by the retaguarda (docs/decisions/0107)
    "compras_cliente",
    Column("pessoa_id", Uuid, ForeignKey("clientes.pessoa_id", ondelete="CASCADE"), primary_key=True),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), primary_key=True),
    Column("compras", Integer, nullable=False),  # pré-vendas of the last year
    Column("ultima", Dia, nullable=False),
    CheckConstraint("compras > 0", name="compras"),
)

fornecedor_produtos = tabela(
    "fornecedor_produtos",
    Column("fornecedor_id", Uuid, ForeignKey("pessoas.id", ondelete="CASCADE"), primary_key=True),
    Column("codigo", Text, primary_key=True),
    Column("produto_id", BigInteger, ForeignKey("produtos.id"), nullable=False, index=True),
    Column("unidade", Text, nullable=False, server_default=""),
    Column("fator", quantidade(), nullable=False, server_default="1"),
)

notas_entrada = tabela(
    "notas_entrada",
    Column("chave", Text, primary_key=True),
    Column("fornecedor_id", Uuid, ForeignKey("pessoas.id"), nullable=False),
    Column("estabelecimento_id", Integer, ForeignKey("estabelecimentos.id"), nullable=False),
    Column("numero", Integer, nullable=False),
    Column("serie", Integer, nullable=False),
    Column("emissao", Instante, nullable=False),
    Column("total", dinheiro(), nullable=False),
    Column("usuario_id", Integer, ForeignKey("usuarios.id")),
    Column("importada_em", Instante, nullable=False),
    Column("itens", jsonb(), nullable=False),
)

importacoes = tabela(
    "importacoes",
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("tipo", Text, nullable=False),
    Column("arquivo", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("resumo", jsonb(), nullable=False),
    Column("usuario_id", Integer, ForeignKey("usuarios.id")),
    Column("em", Instante, nullable=False),
)
