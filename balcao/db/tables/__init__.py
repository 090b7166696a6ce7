"""The one model of the shop's data, shared by the server and (its replicated part) the counters."""

from balcao.db.tables.base import colunas_replicadas, metadata, tabelas_replicadas
from balcao.db.tables.cadastros import (
    cliente_estabelecimentos,
    clientes,
    colaboradores,
    compras_cliente,
    enderecos,
    estabelecimentos,
    estoques,
    estoques_por_tipo,
    fornecedor_produtos,
    grupos,
    importacoes,
    listas_preco,
    marcas,
    movimentos_estoque,
    notas_entrada,
    pessoas,
    planos_pagamento,
    precos,
    preferencias,
    produto_gtins,
    produto_unidades,
    produtos,
    tipos_estoque,
)
from balcao.db.tables.financeiro import compromissos_credito, creditos_cliente, titulos_receber
from balcao.db.tables.impressao import fila_impressao, impressoras_servidor
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
    quarentenas,
)
from balcao.db.tables.sistema import (
    auditoria,
    estacoes,
    eventos,
    exclusoes,
    identidade,
    perfis,
    pesquisas_salvas,
    segredos,
    testemunhas,
    usuario_estabelecimentos,
    usuarios,
)
from balcao.db.tables.tipos_pedido import (
    classificacoes_pedido,
    lista_preco_tipos,
    regras_comerciais,
    tipo_pedido_classificacoes,
    tipo_pedido_estabelecimentos,
    tipo_pedido_planos,
    tipo_pedido_regras,
    tipos_pedido,
)

__all__ = [
    "auditoria", "classificacoes_pedido", "cliente_estabelecimentos", "clientes", "colaboradores", "colunas_replicadas",
    "compras_cliente", "compromissos_credito", "conferencias", "creditos_cliente", "divergencias", "enderecos",
    "estabelecimentos", "estacoes", "estoques", "estoques_por_tipo", "eventos", "exclusoes", "faturamentos",
    "fila_impressao", "fornecedor_produtos", "grupos", "identidade", "importacoes", "impressoras_servidor",
    "itens_pedido", "liberacoes", "lista_preco_tipos", "listas_preco", "marcas", "metadata", "movimentos_estoque",
    "notas_entrada", "numeradores", "parcelas_pedido", "pedido_versoes", "pedidos", "perfis", "pesquisas_salvas",
    "pessoas", "planos_pagamento", "precos", "preferencias", "produto_gtins",
    "produto_unidades", "produtos", "quarentenas", "regras_comerciais", "segredos", "tabelas_replicadas",
    "testemunhas", "tipo_pedido_classificacoes", "tipo_pedido_estabelecimentos", "tipo_pedido_planos",
    "tipo_pedido_regras", "tipos_estoque", "tipos_pedido", "titulos_receber", "usuario_estabelecimentos", "usuarios",
]
