"""The queries behind an order's facts, shared by both stores (fatos.py reads them; ARQUITETURA §4).

They only select, filter by bound values and sum *stored* columns; whatever else a fact needs is worked out in
Python. `CONSULTAS` lists them: a test walks their expression trees. Only replicated columns are read.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Select, Table, bindparam, func, select
from sqlalchemy.sql.elements import Label

from balcao.db.tables import (
    cliente_estabelecimentos,
    clientes,
    compromissos_credito,
    creditos_cliente,
    enderecos,
    estabelecimentos,
    estacoes,
    estoques,
    grupos,
    listas_preco,
    perfis,
    pessoas,
    planos_pagamento,
    precos,
    preferencias,
    produtos,
    tipos_pedido,
    titulos_receber,
    usuarios,
)


def _colunas(tabela: Table, *nomes: str, prefixo: str = "") -> list[Label[Any]]:
    return [tabela.c[n].label(prefixo + n) for n in nomes]


def _de(tabela: Table, coluna: Column[Any], parametro: str) -> Select[Any]:
    """Every replicated column of the rows whose `coluna` is the bound value."""
    return select(*(c for c in tabela.c if c.info.get("replica", True))).where(coluna == bindparam(parametro))


TERMINAL = _de(estacoes, estacoes.c.id, "id")
ESTABELECIMENTO = _de(estabelecimentos, estabelecimentos.c.id, "id")
TIPO = _de(tipos_pedido, tipos_pedido.c.id, "id")
PLANO = _de(planos_pagamento, planos_pagamento.c.id, "id")
ENDERECOS = _de(enderecos, enderecos.c.pessoa_id, "id")
NOME_LISTA = select(listas_preco.c.nome, listas_preco.c.ativo).where(listas_preco.c.id == bindparam("id"))
LISTAS_ATIVAS = select(listas_preco.c.id).where(listas_preco.c.ativo == bindparam("ativo"))
PREFERENCIAS = select(preferencias.c.chave, preferencias.c.valor).where(
    preferencias.c.chave.in_(bindparam("chaves", expanding=True)))
USUARIO = select(
    *_colunas(usuarios, "id", "login", "nome", "ativo", "vendedor"),
    perfis.c.permissoes, perfis.c.desconto_maximo,
).join_from(usuarios, perfis, perfis.c.id == usuarios.c.perfil_id).where(usuarios.c.id == bindparam("id"))
CLIENTE = select(
    *_colunas(pessoas, "id", "nome", "documento", "telefone", "celular"),
    *_colunas(clientes, "inativo", "bloqueado", "motivo_bloqueio", "validade", "limite_credito",
              "permite_desconto", "desconto_maximo", "validar_estoque", "consumidor_final", "vendedor_id",
              "plano_id", "lista_id", "observacoes"),
    cliente_estabelecimentos.c.validar_estoque.label("validar_estoque_estabelecimento"),
).select_from(
    clientes.join(pessoas, pessoas.c.id == clientes.c.pessoa_id).outerjoin(
        cliente_estabelecimentos, (cliente_estabelecimentos.c.pessoa_id == clientes.c.pessoa_id)
        & (cliente_estabelecimentos.c.estabelecimento_id == bindparam("estabelecimento_id")))
).where(clientes.c.pessoa_id == bindparam("id"))
TITULOS = select(*_colunas(titulos_receber, "numero", "parcela", "vencimento", "saldo")).where(
    titulos_receber.c.cliente_id == bindparam("cliente_id"),
    titulos_receber.c.situacao == bindparam("situacao"))
COMPROMISSOS = select(
    compromissos_credito.c.origem, func.sum(compromissos_credito.c.valor).label("valor"),
).where(
    compromissos_credito.c.cliente_id == bindparam("cliente_id"),
    compromissos_credito.c.pedido_id != bindparam("exceto"),
).group_by(compromissos_credito.c.origem)
CREDITOS = select(func.sum(creditos_cliente.c.saldo).label("saldo")).where(
    creditos_cliente.c.cliente_id == bindparam("cliente_id"))
PRODUTOS = select(
    *_colunas(produtos, "id", "codigo", "descricao", "unidade", "situacao", "pesavel", "preco_minimo",
              "preco_maximo", "desconto_maximo"),
    grupos.c.desconto_maximo.label("desconto_grupo"),
    estoques.c.saldo, estoques.c.reservado, precos.c.preco,
).select_from(
    produtos.outerjoin(grupos, grupos.c.id == produtos.c.grupo_id)
    .outerjoin(estoques, (estoques.c.produto_id == produtos.c.id)
               & (estoques.c.estabelecimento_id == bindparam("estabelecimento_id")))
    .outerjoin(precos, (precos.c.produto_id == produtos.c.id) & (precos.c.lista_id == bindparam("lista_id")))
).where(produtos.c.id.in_(bindparam("ids", expanding=True)))

CONSULTAS: Mapping[str, Select[Any]] = MappingProxyType({
    "terminal": TERMINAL, "estabelecimento": ESTABELECIMENTO, "tipo": TIPO, "plano": PLANO,
    "enderecos": ENDERECOS, "nome_lista": NOME_LISTA, "listas_ativas": LISTAS_ATIVAS,
    "preferencias": PREFERENCIAS, "usuario": USUARIO, "cliente": CLIENTE, "titulos": TITULOS,
    "compromissos": COMPROMISSOS, "creditos": CREDITOS, "produtos": PRODUTOS,
})
