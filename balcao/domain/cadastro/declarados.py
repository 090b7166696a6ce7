"""The registries, as screens and services know them. One more registry is one more entry."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from balcao.domain.achados import Finding, Severity
from balcao.domain.cadastro.celulas import chave_do_nome
from balcao.domain.cadastro.comerciais import ClassificacaoPedido, ListaPreco, Marca, TipoEstoque
from balcao.domain.cadastro.descricao import Cadastro, Citado
from balcao.domain.cadastro.impressora import ImpressoraServidor
from balcao.domain.permissoes import Permissao
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.tipo_pedido.auto_preenchimento import citacoes
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from balcao.domain.tipo_pedido.regras_cadastro import ajustado, conferir

ESTOQUE_DA_LOJA: Final = "Estoque"
"""What people call the shop's own stock."""


def _clone_de_tipo(tipo: FichaTipoPedido) -> Mapping[str, Any]:
    """NOTAS c34: a copy has given no number yet. The acronym tells types of the same title apart, so a copy with both
    would be the same twice; an empty title is the name's, which the copy has otherwise."""
    return {"ultimo_numero": 0} | ({"sigla": ""} if tipo.titulo else {})


def _confere_regra(regra: RegraComercial, _outras: Mapping[int, RegraComercial]) -> Iterator[Finding]:
    """A rule that limits nothing would be selected in vain."""
    if not regra.limita:
        yield Finding(code="regra.sem_limite", severity=Severity.BLOCK, field="desconto_maximo")


def _cita(tipo: FichaTipoPedido) -> Iterator[Citado]:
    """TP-163: the ids of its lines."""
    for um in citacoes(tipo.auto_preenchimento):
        yield Citado("auto_preenchimento", um.campo, um.referencia, um.id)


def _confere_estoque(tipo: TipoEstoque, _outros: Mapping[int, TipoEstoque]) -> Iterator[Finding]:
    """The shop's own stock has no record: one of its name would be another stock."""
    if chave_do_nome(tipo.nome) == chave_do_nome(ESTOQUE_DA_LOJA):
        yield Finding(code="tipo_estoque.da_loja", severity=Severity.BLOCK, field="nome")


TIPOS_PEDIDO: Final = Cadastro(
    nome="tipos_pedido", modelo=FichaTipoPedido, um="tipo de pedido", varios="tipos de pedido",
    colunas=("nome", "titulo", "categoria", "toma_credito", "regra_reserva_estoque",
             "validar_estoque_no_fechamento_pedido", "ativo"),
    alterar=Permissao.ALTERAR_TIPOS_PEDIDO, excluir=Permissao.ALTERAR_TIPOS_PEDIDO,
    ajusta=ajustado, confere=conferir, do_clone=_clone_de_tipo, cita=_cita,
    citados=("classificacoes_pedido", "listas_preco", "planos_pagamento", "usuarios"),
    desativar="Desmarque “Ativo” no tipo: ele deixa de aparecer em novos pedidos, e os que há ficam como estão.")

CLASSIFICACOES_PEDIDO: Final = Cadastro(
    nome="classificacoes_pedido", modelo=ClassificacaoPedido, um="classificação", varios="classificações",
    feminino=True, colunas=("nome", "ativo"), alterar=Permissao.ALTERAR_TIPOS_PEDIDO,
    excluir=Permissao.ALTERAR_TIPOS_PEDIDO, desativar="Desmarque “Ativa”: ela deixa de ser oferecida.")

LISTAS_PRECO: Final = Cadastro(
    nome="listas_preco", modelo=ListaPreco, um="lista de preço", varios="listas de preço", feminino=True,
    colunas=("nome", "todos_clientes", "todos_tipos", "ativo"), alterar=Permissao.ALTERAR_TIPOS_PEDIDO,
    excluir=Permissao.ALTERAR_TIPOS_PEDIDO, desativar="Desmarque “Ativa”: ela deixa de ser oferecida na venda.")

MARCAS: Final = Cadastro(
    nome="marcas", modelo=Marca, um="marca", varios="marcas", feminino=True, colunas=("nome", "bloqueada"),
    alterar=Permissao.ALTERAR_TIPOS_PEDIDO, excluir=Permissao.ALTERAR_TIPOS_PEDIDO)

IMPRESSORAS: Final = Cadastro(
    nome="impressoras_servidor", modelo=ImpressoraServidor, um="impressora do servidor",
    varios="impressoras do servidor", feminino=True, colunas=("nome", "endereco", "papel", "ativo", "fila"),
    alterar=Permissao.ALTERAR_TIPOS_PEDIDO, excluir=Permissao.ALTERAR_TIPOS_PEDIDO,
    desativar="Desmarque “Ativa”: nada mais entra na fila dela.")

TIPOS_ESTOQUE: Final = Cadastro(
    nome="tipos_estoque", modelo=TipoEstoque, um="tipo de estoque", varios="tipos de estoque",
    colunas=("nome", "ativo"), alterar=Permissao.ALTERAR_TIPOS_PEDIDO, excluir=Permissao.ALTERAR_TIPOS_PEDIDO,
    confere=_confere_estoque, desativar="Desmarque “Ativo”: ele deixa de ser oferecido.")

REGRAS_COMERCIAIS: Final = Cadastro(
    nome="regras_comerciais", modelo=RegraComercial, um="regra comercial", varios="regras comerciais", feminino=True,
    colunas=("nome", "vale_para", "desconto_maximo", "desconto_maximo_item", "valor_minimo", "acao", "ativo"),
    alterar=Permissao.ALTERAR_TIPOS_PEDIDO, excluir=Permissao.ALTERAR_TIPOS_PEDIDO, confere=_confere_regra,
    desativar="Desmarque “Ativa”: ela deixa de ser validada e oferecida.")

CADASTROS: Final[Mapping[str, Cadastro]] = MappingProxyType(
    {um.nome: um for um in (TIPOS_PEDIDO, CLASSIFICACOES_PEDIDO, LISTAS_PRECO, REGRAS_COMERCIAIS, MARCAS,
                            IMPRESSORAS, TIPOS_ESTOQUE)})
