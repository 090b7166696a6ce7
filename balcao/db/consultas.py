"""The queries behind an order's facts and the counter's catalogue, shared by both stores (docs/decisions/0007).

They only select, filter by bound values and sum *stored* columns; whatever else a fact needs is worked out in
Python. `CONSULTAS` lists them: a test walks their expression trees. Only replicated columns are read.

Readers (fatos.py, the counter's catalogue) ask by name. The retaguarda answers with `LeitorServidor`; the counter
with the same statements as SQL text, written by `python -m ferramentas.consultas_replica` (a test fails when it is
stale), so that its window never imports SQLAlchemy. After a change here, run it.
"""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Dialect,
    FromClause,
    Select,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import Label
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from balcao.db.fatos_cadastros import CHAVES_PREFERENCIAS, ORIGENS
from balcao.db.leitor import Linha
from balcao.db.tables import (
    classificacoes_pedido,
    cliente_estabelecimentos,
    clientes,
    colaboradores,
    compromissos_credito,
    creditos_cliente,
    enderecos,
    estabelecimentos,
    estacoes,
    estoques,
    estoques_por_tipo,
    grupos,
    lista_preco_tipos,
    listas_preco,
    marcas,
    perfis,
    pessoas,
    planos_pagamento,
    precos,
    preferencias,
    produto_gtins,
    produto_unidades,
    produtos,
    regras_comerciais,
    tipo_pedido_estabelecimentos,
    tipo_pedido_planos,
    tipo_pedido_regras,
    tipos_estoque,
    tipos_pedido,
    titulos_receber,
    usuario_estabelecimentos,
    usuarios,
)


class Inteiros(TypeDecorator[list[int]]):
    """A list of ids as one bound value: an array on PostgreSQL, JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else json.dumps(value)


class em_lista(FunctionElement[bool]):
    """`em_lista(column, list)`: whether the column's value is in the bound list. Unlike IN, the statement is the
    same however long the list is, so that it is parsed and planned once."""

    name = "em_lista"
    inherit_cache = True
    type: TypeEngine[Any] = NullType()  # for a Boolean SQLite is asked `… = 1`, and then it reads the whole table


@compiles(em_lista, "postgresql")
def _em_array(elemento: em_lista, compilador: SQLCompiler, **opcoes: Any) -> str:
    coluna, lista = (compilador.process(c, **opcoes) for c in elemento.clauses)
    return f"{coluna} = ANY ({lista})"


@compiles(em_lista, "sqlite")
def _em_json(elemento: em_lista, compilador: SQLCompiler, **opcoes: Any) -> str:
    coluna, lista = (compilador.process(c, **opcoes) for c in elemento.clauses)
    return f"{coluna} IN (SELECT value FROM json_each({lista}))"


def _colunas(tabela: FromClause, *nomes: str, prefixo: str = "") -> list[Label[Any]]:
    return [tabela.c[n].label(prefixo + n) for n in nomes]


def _replicadas(tabela: Table) -> list[str]:
    return [c.name for c in tabela.c if c.info.get("replica", True)]


def _de(tabela: Table, coluna: Column[Any], parametro: str) -> Select[Any]:
    """Every replicated column of the rows whose `coluna` is the bound value."""
    return select(*(tabela.c[nome] for nome in _replicadas(tabela))).where(coluna == bindparam(parametro))


TERMINAL = _de(estacoes, estacoes.c.id, "id")
ESTABELECIMENTO = _de(estabelecimentos, estabelecimentos.c.id, "id")
TIPO = _de(tipos_pedido, tipos_pedido.c.id, "id")
PLANO = _de(planos_pagamento, planos_pagamento.c.id, "id")
ENDERECOS = _de(enderecos, enderecos.c.pessoa_id, "id")
DESTINATARIO = select(
    pessoas.c.telefone, pessoas.c.celular,
    *_colunas(enderecos, "id", "tipo", "logradouro", "numero", "complemento", "bairro", "municipio", "uf", "cep"),
).join_from(pessoas, enderecos, enderecos.c.pessoa_id == pessoas.c.id, isouter=True).where(
    pessoas.c.id == bindparam("id"))
LISTAS_ATIVAS = select(*_colunas(listas_preco, "id", "nome", "todos_clientes")).where(
    listas_preco.c.ativo == bindparam("ativo"))
PREFERENCIAS = select(preferencias.c.chave, preferencias.c.valor).where(preferencias.c.chave.in_(
    [bindparam(f"chave_{nome}", type_=Text) for nome in CHAVES_PREFERENCIAS]))
USUARIO = select(
    *_colunas(usuarios, "id", "login", "nome", "ativo", "vendedor", "tipo_vendedor"),
    perfis.c.permissoes, perfis.c.desconto_maximo,
).join_from(usuarios, perfis, perfis.c.id == usuarios.c.perfil_id).where(usuarios.c.id == bindparam("id"))
def _tomado(origem: str) -> Label[Any]:
    """What a customer's other orders take, of one origin. The parameter has the origin's name."""
    return select(func.sum(compromissos_credito.c.valor)).where(
        compromissos_credito.c.cliente_id == bindparam("id"),
        compromissos_credito.c.pedido_id != bindparam("exceto"),
        compromissos_credito.c.pedido_id != bindparam("vinda_de"),
        compromissos_credito.c.origem == bindparam(origem)).scalar_subquery().label(f"soma_{origem}")


_vendedores = usuarios.alias("vendedores")
_preferidas = {chave: preferencias.alias(f"preferencia_{chave}") for chave in CHAVES_PREFERENCIAS}
# What an order names, in one trip: a thing that this store does not have comes back with an empty id.
CABECALHO = select(
    *_colunas(estacoes, "id", "nome", "numero", "estabelecimento_id", "ativo", "politica", "politica_versao",
              prefixo="e_"),
    *_colunas(estabelecimentos, *_replicadas(estabelecimentos), prefixo="l_"),
    *_colunas(tipos_pedido, "id", "nome", "politica", "ativo", prefixo="t_"),
    *_colunas(planos_pagamento, *_replicadas(planos_pagamento), prefixo="p_"),
    *_colunas(usuarios, "id", "nome", "ativo", "vendedor", "tipo_vendedor", prefixo="u_"),
    *_colunas(perfis, "permissoes", "desconto_maximo", prefixo="u_"),
    *_colunas(_vendedores, "id", "nome", prefixo="v_"),
    *_colunas(listas_preco, "id", "nome", "todos_tipos", "todos_clientes", prefixo="n_"),
    tipo_pedido_planos.c.plano_id.label("x_plano"), lista_preco_tipos.c.lista_id.label("x_lista"),
    tipo_pedido_estabelecimentos.c.tipo_id.label("x_loja"),
    select(func.sum(tipo_pedido_regras.c.regra_id)).where(  # empty: the type selects no rule, and none is asked for
        tipo_pedido_regras.c.tipo_id == bindparam("tipo_id")).scalar_subquery().label("x_regras"),
    *(tabela.c.valor.label(f"c_{chave}") for chave, tabela in _preferidas.items()),
).select_from(
    estacoes
    .outerjoin(estabelecimentos, estabelecimentos.c.id == bindparam("estabelecimento_id"))
    .outerjoin(tipos_pedido, tipos_pedido.c.id == bindparam("tipo_id"))
    .outerjoin(planos_pagamento, planos_pagamento.c.id == bindparam("plano_id"))
    .outerjoin(usuarios, usuarios.c.id == bindparam("usuario_id"))
    .outerjoin(perfis, perfis.c.id == usuarios.c.perfil_id)
    .outerjoin(_vendedores, _vendedores.c.id == bindparam("vendedor_id"))
    .outerjoin(listas_preco, listas_preco.c.id == bindparam("lista_id"))
    .outerjoin(tipo_pedido_planos, (tipo_pedido_planos.c.tipo_id == bindparam("tipo_id"))
               & (tipo_pedido_planos.c.plano_id == bindparam("plano_id")))
    .outerjoin(lista_preco_tipos, (lista_preco_tipos.c.tipo_id == bindparam("tipo_id"))
               & (lista_preco_tipos.c.lista_id == bindparam("lista_id")))
    .outerjoin(tipo_pedido_estabelecimentos, (tipo_pedido_estabelecimentos.c.tipo_id == bindparam("tipo_id"))
               & (tipo_pedido_estabelecimentos.c.estabelecimento_id == bindparam("estabelecimento_id")))
    .outerjoin(_preferidas["limite"], _preferidas["limite"].c.chave == bindparam("chave_limite"))
    .outerjoin(_preferidas["abate"], _preferidas["abate"].c.chave == bindparam("chave_abate"))
    .outerjoin(_preferidas["faixa"], _preferidas["faixa"].c.chave == bindparam("chave_faixa"))
    .outerjoin(_preferidas["serie"], _preferidas["serie"].c.chave == bindparam("chave_serie"))
).where(estacoes.c.id == bindparam("estacao_id"))
_lojas = estabelecimentos.alias("lojas")
CLIENTE = select(  # of any person: who is no customer comes with an empty `cadastro` (TP-008)
    *_colunas(pessoas, "id", "nome", "documento"),
    *_colunas(clientes, "inativo", "bloqueado", "motivo_bloqueio", "validade", "limite_credito",
              "permite_desconto", "desconto_maximo", "validar_estoque", "consumidor_final", "vendedor_id",
              "representante_id", "plano_id", "lista_id", "observacoes"),
    cliente_estabelecimentos.c.validar_estoque.label("validar_estoque_estabelecimento"),
    clientes.c.pessoa_id.label("cadastro"), _lojas.c.id.label("da_loja"),
    *(_tomado(origem) for origem in ORIGENS),
    select(func.sum(creditos_cliente.c.saldo)).where(
        creditos_cliente.c.cliente_id == bindparam("id")).scalar_subquery().label("soma_creditos"),
).select_from(
    pessoas.outerjoin(clientes, clientes.c.pessoa_id == pessoas.c.id).outerjoin(
        cliente_estabelecimentos, (cliente_estabelecimentos.c.pessoa_id == clientes.c.pessoa_id)
        & (cliente_estabelecimentos.c.estabelecimento_id == bindparam("estabelecimento_id"))
    ).outerjoin(_lojas, _lojas.c.pessoa_id == pessoas.c.id)
).where(pessoas.c.id == bindparam("id"))
TITULOS = select(*_colunas(titulos_receber, "numero", "parcela", "vencimento", "saldo")).where(
    titulos_receber.c.cliente_id == bindparam("cliente_id"),
    titulos_receber.c.situacao == bindparam("situacao"))
PRODUTOS = select(
    *_colunas(produtos, "id", "codigo", "descricao", "unidade", "situacao", "tipo_item", "pesavel",
              "em_falta", "sem_troca", "com_variacao", "numero_serie", "situacao_cadastro", "quantidade_minima",
              "quantidade_maxima", "preco_minimo", "preco_maximo", "desconto_maximo"),
    marcas.c.bloqueada.label("marca_bloqueada"),
    grupos.c.desconto_maximo.label("desconto_grupo"),
    estoques.c.saldo, estoques.c.reservado, estoques.c.inventario_desde,
    *_colunas(precos, "preco", "promocional", "promocao_de", "promocao_ate"),
).select_from(
    produtos.outerjoin(grupos, grupos.c.id == produtos.c.grupo_id)
    .outerjoin(marcas, marcas.c.nome == produtos.c.marca)
    .outerjoin(estoques, (estoques.c.produto_id == produtos.c.id)
               & (estoques.c.estabelecimento_id == bindparam("estabelecimento_id")))
    .outerjoin(precos, (precos.c.produto_id == produtos.c.id) & (precos.c.lista_id == bindparam("lista_id")))
).where(em_lista(produtos.c.id, bindparam("ids", type_=Inteiros())))
UNIDADES = select(*_colunas(produto_unidades, "produto_id", "unidade", "fator")).where(
    em_lista(produto_unidades.c.produto_id, bindparam("ids", type_=Inteiros())))
ESTOQUES_POR_TIPO = select(
    *_colunas(estoques_por_tipo, "produto_id", "saldo", "reservado", "inventario_desde"),
).where(estoques_por_tipo.c.estabelecimento_id == bindparam("estabelecimento_id"),
        estoques_por_tipo.c.tipo_estoque_id == bindparam("tipo_estoque_id"),
        em_lista(estoques_por_tipo.c.produto_id, bindparam("ids", type_=Inteiros())))
NOME_DO_ESTOQUE = select(tipos_estoque.c.nome).where(tipos_estoque.c.id == bindparam("id"))

# ---- the counter's catalogue
TIPOS_DA_LOJA = select(tipos_pedido.c.id, tipos_pedido.c.nome, tipos_pedido.c.politica).join_from(
    tipos_pedido, tipo_pedido_estabelecimentos, tipo_pedido_estabelecimentos.c.tipo_id == tipos_pedido.c.id).where(
    tipos_pedido.c.ativo.is_(True), tipo_pedido_estabelecimentos.c.estabelecimento_id == bindparam("loja"))
PLANOS_ATIVOS = select(*(planos_pagamento.c[nome] for nome in _replicadas(planos_pagamento))).where(
    planos_pagamento.c.ativo.is_(True))
PLANOS_DO_TIPO = select(tipo_pedido_planos.c.plano_id).where(tipo_pedido_planos.c.tipo_id == bindparam("tipo_id"))
REGRAS_DO_TIPO = select(
    regras_comerciais.c.id, regras_comerciais.c.nome, regras_comerciais.c.politica,
).join_from(regras_comerciais, tipo_pedido_regras, tipo_pedido_regras.c.regra_id == regras_comerciais.c.id).where(
    tipo_pedido_regras.c.tipo_id == bindparam("tipo_id"), regras_comerciais.c.ativo.is_(True))
LISTAS_DO_TIPO = select(
    listas_preco.c.id, listas_preco.c.nome, listas_preco.c.todos_tipos, lista_preco_tipos.c.tipo_id.label("tipo_id"),
).select_from(listas_preco.outerjoin(
    lista_preco_tipos, (lista_preco_tipos.c.lista_id == listas_preco.c.id)
    & (lista_preco_tipos.c.tipo_id == bindparam("tipo_id")))).where(listas_preco.c.ativo.is_(True))
CLASSIFICACOES = select(*_colunas(classificacoes_pedido, "id", "nome", "ativo"))
VENDEDORES = select(usuarios.c.id, usuarios.c.nome, usuarios.c.atalho, usuarios.c.tipo_vendedor).join_from(
    usuarios, usuario_estabelecimentos, usuario_estabelecimentos.c.usuario_id == usuarios.c.id).where(
    usuarios.c.ativo.is_(True), usuarios.c.vendedor.is_(True),
    usuario_estabelecimentos.c.estabelecimento_id == bindparam("loja"))
# ---- who serves (TP-014)
TECNICO = select(pessoas.c.id, pessoas.c.nome, colaboradores.c.estabelecimento_id).select_from(pessoas.outerjoin(
    colaboradores, colaboradores.c.pessoa_id == pessoas.c.id)).where(pessoas.c.id == bindparam("id"))
COLABORADORES = select(pessoas.c.id, pessoas.c.nome, colaboradores.c.estabelecimento_id).join_from(
    pessoas, colaboradores, colaboradores.c.pessoa_id == pessoas.c.id)
POR_CODIGO = select(produtos.c.id).where(produtos.c.codigo == bindparam("codigo"))
POR_GTIN = select(produto_gtins.c.produto_id, produto_gtins.c.fator).join_from(  # in a first load bar codes come first
    produto_gtins, produtos, produtos.c.id == produto_gtins.c.produto_id).where(
    produto_gtins.c.gtin == bindparam("gtin"))
POR_BALANCA = select(produtos.c.id).where(produtos.c.codigo_balanca == bindparam("codigo"))
CONSUMIDOR_FINAL = select(clientes.c.pessoa_id).where(clientes.c.consumidor_final.is_(True))
DEMONSTRACAO = select(usuarios.c.id, usuarios.c.nome, usuarios.c.login, perfis.c.nome.label("perfil")).join_from(
    usuarios, perfis, perfis.c.id == usuarios.c.perfil_id).where(
    usuarios.c.demo.is_(True), usuarios.c.ativo.is_(True))

CONSULTAS: Mapping[str, Select[Any]] = MappingProxyType({
    "terminal": TERMINAL, "estabelecimento": ESTABELECIMENTO, "tipo": TIPO, "plano": PLANO,
    "enderecos": ENDERECOS, "cabecalho": CABECALHO, "destinatario": DESTINATARIO, "listas_ativas": LISTAS_ATIVAS,
    "preferencias": PREFERENCIAS, "usuario": USUARIO, "cliente": CLIENTE, "titulos": TITULOS,
    "produtos": PRODUTOS, "unidades": UNIDADES, "estoques_por_tipo": ESTOQUES_POR_TIPO,
    "nome_do_estoque": NOME_DO_ESTOQUE,
    "tipos_da_loja": TIPOS_DA_LOJA, "planos_ativos": PLANOS_ATIVOS, "planos_do_tipo": PLANOS_DO_TIPO,
    "listas_do_tipo": LISTAS_DO_TIPO, "regras_do_tipo": REGRAS_DO_TIPO,
    "classificacoes": CLASSIFICACOES, "vendedores": VENDEDORES,
    "tecnico": TECNICO, "colaboradores": COLABORADORES,
    "por_codigo": POR_CODIGO, "por_gtin": POR_GTIN, "por_balanca": POR_BALANCA,
    "consumidor_final": CONSUMIDOR_FINAL, "demonstracao": DEMONSTRACAO,
})


class LeitorServidor:
    """Answers the queries from PostgreSQL, in whatever transaction the connection is (fatos.Leitor)."""

    def __init__(self, conexao: Connection) -> None:
        self._conexao = conexao

    def le(self, consulta: str, **valores: object) -> Sequence[Linha]:
        """See fatos.Leitor."""
        return self._conexao.execute(CONSULTAS[consulta], valores).mappings().all()  # type: ignore[return-value]
