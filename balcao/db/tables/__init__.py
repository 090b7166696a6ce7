"""The one model of the shop's data, shared by the server and (its replicated part) the counters."""

from balcao.db.tables.base import colunas_replicadas, metadata, tabelas_replicadas
from balcao.db.tables.cadastros import (
    cliente_estabelecimentos,
    clientes,
    compras_cliente,
    enderecos,
    estabelecimentos,
    estoques,
    fornecedor_produtos,
    grupos,
    importacoes,
    listas_preco,
    movimentos_estoque,
    notas_entrada,
    pessoas,
    planos_pagamento,
    precos,
    preferencias,
    produto_gtins,
    produto_unidades,
    produtos,
    tipo_pedido_estabelecimentos,
    tipos_pedido,
)
from balcao.db.tables.financeiro import compromissos_credito, creditos_cliente, titulos_receber
from balcao.db.tables.pedidos import (
    conferencias,
    divergencias,
    faturamentos,
    itens_pedido,
    liberacoes,
    numeradores,
    parcelas_pedido,
    pedido_versoes,
    pedidos,
)
from balcao.db.tables.sistema import (
    auditoria,
    estacoes,
    eventos,
    exclusoes,
    identidade,
    perfis,
    segredos,
    testemunhas,
    usuario_estabelecimentos,
    usuarios,
)

__all__ = [
    "auditoria", "cliente_estabelecimentos", "clientes", "colunas_replicadas", "compras_cliente",
    "compromissos_credito", "conferencias", "creditos_cliente", "divergencias", "enderecos", "estabelecimentos",
    "estacoes", "estoques", "eventos", "exclusoes", "faturamentos", "fornecedor_produtos", "grupos", "identidade",
    "importacoes", "itens_pedido", "liberacoes", "listas_preco", "metadata", "movimentos_estoque", "notas_entrada",
    "numeradores", "parcelas_pedido", "pedido_versoes", "pedidos", "perfis", "pessoas", "planos_pagamento",
    "precos", "preferencias", "produto_gtins", "produto_unidades", "produtos", "segredos", "tabelas_replicadas",
    "testemunhas", "tipo_pedido_estabelecimentos", "tipos_pedido", "titulos_receber", "usuario_estabelecimentos",
    "usuarios",
]
