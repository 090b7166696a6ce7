"""Rules of the unit price and of the product itself."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Severity
from balcao.domain.arredondamento import total_bruto
from balcao.domain.casas import casas_do_preco, casas_do_total, preco_nas_casas
from balcao.domain.fatos import Facts, Produto, Usuario
from balcao.domain.pedido import ItemPedido
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.preco import preco_de_venda
from balcao.domain.rules.motor import SEVERIDADE, Moment, do_terminal, do_tipo, rule
from balcao.domain.terminal.opcoes import Acao, AlterarPreco, Operacao, ProdutoInativo, SemPreco
from balcao.domain.tipo_pedido import TipoPedido

_SEMPRE = (Moment.INCLUSAO_ITEM, Moment.EMISSAO)


@rule("TP-079", moment=_SEMPRE, por_linha=True)
def fora_da_faixa(fatos: Facts) -> Iterator[Finding]:
    """The net unit price stays between the product's minimum, or its promotional price, and maximum."""
    acao = fatos.preferencias.preco_fora_da_faixa
    if not fatos.tipo.valida_preco_minimo_maximo or acao is Acao.NADA:
        return
    if acao is Acao.SENHA and Operacao.PRECO_FORA_DA_FAIXA not in fatos.terminal.gerencial.operacoes_com_liberacao:
        acao = Acao.ERRO
    for item in fatos.pedido.itens:
        produto = fatos.produtos.get(item.produto_id)
        if produto is None or not item.quantidade:
            continue
        minimo, maximo = _minimo(fatos, item, produto), produto.preco_maximo
        baixo = minimo is not None and item.total < _em_reais(fatos, item, minimo)
        alto = maximo is not None and item.preco_com_acrescimo > maximo and item.bruto > _em_reais(fatos, item, maximo)
        if baixo or alto:
            limite = minimo if baixo else maximo
            assert limite is not None
            yield Finding(
                code="preco.abaixo_do_minimo" if baixo else "preco.acima_do_maximo", severity=SEVERIDADE[acao],
                field="itens", item=item.linha,
                params={"codigo": item.codigo, "produto": item.descricao, "preco": item.preco_liquido,
                        "limite": limite},
                origem=do_tipo(fatos, "valida_preco_minimo_maximo"),
                permissao=Permissao.LIBERAR_PRECO if acao is Acao.SENHA else "",
                valor=abs(limite - item.preco_liquido))


def _em_reais(fatos: Facts, item: ItemPedido, preco: Decimal) -> Decimal:
    """What the line comes to at this unit price: a line is worth cents, and 1 at R$ 2,232 is worth R$ 2,23."""
    return total_bruto(item.quantidade, preco, fatos.pedido.casas_total)


def _minimo(fatos: Facts, item: ItemPedido, produto: Produto) -> Decimal | None:
    """The product's; a promotional price that is lower was set by the shop, and takes its place while it holds
    (TP-078): what is sold at it needs no release, a discount on top of it does."""
    minimo = produto.preco_minimo
    if minimo is None or item.promocao is None:
        return minimo
    if fatos.antes is None and fatos.precos.get(item.produto_id) != item.preco_lista:
        return minimo
    return min(minimo, preco_de_venda(item.preco_lista, fatos.plano, casas_do_preco(fatos.tipo, fatos.terminal)))


def edita_preco(tipo: TipoPedido, usuario: Usuario) -> bool:
    """TP-083: whether somebody may type a unit price in an order of this type."""
    return not tipo.funcao_edicao_preco or tipo.funcao_edicao_preco in usuario.permissoes


def sem_funcao(fatos: Facts, item: ItemPedido) -> Finding:
    """What stops whoever may not type the price of a line."""
    funcao = fatos.tipo.funcao_edicao_preco
    rotulo = next((rotulo for um, rotulo in ROTULOS.items() if um == funcao), funcao)
    return Finding(
        code="preco.sem_funcao", severity=Severity.BLOCK, field="itens", item=item.linha,
        params={"codigo": item.codigo, "produto": item.descricao, "tipo": fatos.tipo.nome, "funcao": rotulo},
        origem=do_tipo(fatos, "funcao_edicao_preco").model_copy(update={"valor": rotulo}))


@rule("TP-083", moment=_SEMPRE, por_linha=True)
def preco_sem_funcao(fatos: Facts) -> Iterator[Finding]:
    """A price that is not the list's, from somebody without the function that the type asks for."""
    if edita_preco(fatos.tipo, fatos.usuario):
        return
    casas = casas_do_preco(fatos.tipo, fatos.terminal)
    for item in fatos.pedido.itens:
        if not item.preco_de_origem and item.preco != preco_de_venda(item.preco_lista, fatos.plano, casas):
            yield sem_funcao(fatos, item)


@rule("CB-107", moment=_SEMPRE, por_linha=True)
def preco_alterado(fatos: Facts) -> Iterator[Finding]:
    """A price that is not the list's: free, by permission, or never. Where the type refuses it already, a release
    would be of no use: nothing is said (0150)."""
    if not edita_preco(fatos.tipo, fatos.usuario):
        return
    acao = fatos.terminal.controles_produtos.cp_alterar_preco
    if acao is AlterarPreco.SIM or fatos.usuario.pode(Permissao.ALTERAR_PRECO):
        return
    casas = casas_do_preco(fatos.tipo, fatos.terminal)
    for item in fatos.pedido.itens:
        if item.preco_de_origem or not item.preco_lista:
            continue
        tabela = preco_de_venda(item.preco_lista, fatos.plano, casas)
        if item.preco != tabela:
            senha = acao is AlterarPreco.SENHA
            yield Finding(
                code="preco.alterado", severity=Severity.APPROVE if senha else Severity.BLOCK, field="itens",
                item=item.linha,
                params={"codigo": item.codigo, "produto": item.descricao, "preco": item.preco, "tabela": tabela},
                origem=do_terminal(fatos, "controles_produtos", "cp_alterar_preco"),
                permissao=Permissao.ALTERAR_PRECO if senha else "", valor=abs(tabela - item.preco))


@rule("CB-090", por_linha=True)
def preco_da_tabela_mudou(fatos: Facts) -> Iterator[Finding]:
    """The list price the line was born with must still be the list's (it changed while selling, or its promotion
    ended)."""
    for item in fatos.pedido.itens:
        atual = fatos.precos.get(item.produto_id)
        if atual is not None and atual != item.preco_lista and not item.preco_de_origem:
            yield _mudou(fatos, item, atual)


def _mudou(fatos: Facts, item: ItemPedido, atual: Decimal) -> Finding:
    """Why the price is another; where a promotion has to do with it, by the field that considers them (TP-078)."""
    tabela = fatos.promocoes.get(item.produto_id)
    code, params = "preco.mudou", {
        "codigo": item.codigo, "produto": item.descricao, "antes": item.preco_lista, "agora": atual}
    if tabela is not None and item.preco_lista == tabela.promocional:
        if not fatos.tipo.considera_preco_promocional:
            code, params = "promocao.nao_considerada", params | {"tipo": fatos.tipo.nome}
        elif tabela.ate is not None and tabela.ate < fatos.hoje:
            code, params = "promocao.terminou", params | {"data": tabela.ate.isoformat()}
    return Finding(code=code, severity=Severity.WARN, field="itens", item=item.linha, params=params,
                   origem=do_tipo(fatos, "considera_preco_promocional") if tabela is not None else None)


def explica_promocoes(fatos: Facts) -> Iterator[Finding]:
    """What “Por quê?” says of products that have a promotional price: that a line is sold at it, or that the type does
    not consider it (TP-078). Nothing that anybody has to look at: it is told only to who asks."""
    considera = fatos.tipo.considera_preco_promocional
    for item in fatos.pedido.itens:
        tabela = fatos.promocoes.get(item.produto_id)
        if tabela is None or not tabela.em_promocao(fatos.hoje) or (considera and item.promocao is None):
            continue
        params = {"produto": item.descricao, "promocional": tabela.promocional, "normal": tabela.preco}
        code = "promocao.sem_fim" if tabela.ate is None else "promocao.ate"
        if tabela.ate is not None:
            params["data"] = tabela.ate.isoformat()
        if not considera:
            code, params["tipo"] = "promocao.do_tipo", fatos.tipo.nome
        yield Finding(code=code, severity=Severity.INFO, field="itens", item=item.linha, params=params,
                      origem=do_tipo(fatos, "considera_preco_promocional"))


def _recusado(fatos: Facts, item: ItemPedido) -> str:
    """The field of the order type that refuses a line for want of a list price; "" for none. A product that is gone
    has a finding of its own."""
    if item.produto_id not in fatos.produtos:
        return ""
    tabela = fatos.precos.get(item.produto_id)
    if tabela is None and not fatos.tipo.permite_incluir_produtos_sem_lista:
        return "permite_incluir_produtos_sem_lista"
    if not tabela and not fatos.tipo.permite_produtos_sem_preco and not (item.preco_de_origem and item.preco):
        return "permite_produtos_sem_preco"
    return ""


@rule("TP-080", "TP-081", moment=_SEMPRE, por_linha=True)
def sem_tabela(fatos: Facts) -> Iterator[Finding]:
    """A product that the order's list does not have, or has without a price; a price kept from the DAV is one."""
    if fatos.tipo.permite_incluir_produtos_sem_lista and fatos.tipo.permite_produtos_sem_preco:
        return
    for item in fatos.pedido.itens:
        if campo := _recusado(fatos, item):
            fora = campo == "permite_incluir_produtos_sem_lista"
            yield Finding(code="produto.fora_da_lista" if fora else "produto.sem_preco", severity=Severity.BLOCK,
                          field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao}, origem=do_tipo(fatos, campo))


@rule("CB-109", moment=_SEMPRE, por_linha=True)
def sem_preco(fatos: Facts) -> Iterator[Finding]:
    """A line at zero: refused until a price is typed, or accepted. What the type refuses is told by it alone (0150)."""
    if fatos.terminal.controles_produtos.cp_sem_preco is SemPreco.PERMITIR:
        return
    for item in fatos.pedido.itens:
        if not item.preco and not _recusado(fatos, item):
            yield Finding(code="preco.zero", severity=Severity.BLOCK, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao},
                          origem=do_terminal(fatos, "controles_produtos", "cp_sem_preco"))


@rule("TP-082")
def casas_do_documento(fatos: Facts) -> Iterator[Finding]:
    """Values are in the places of the type: a counter that did not round does not decide the total."""
    total = casas_do_total(fatos.tipo)
    if fatos.pedido.casas_total != total:
        yield Finding(code="pedido.casas", severity=Severity.BLOCK, field="itens",
                      params={"tipo": fatos.tipo.nome, "casas": total}, origem=do_tipo(fatos, "casas_decimais_preco"))


@rule("TP-082", por_linha=True)
def casas_decimais(fatos: Facts) -> Iterator[Finding]:
    """Unit prices are in the places of the type."""
    for item in fatos.pedido.itens:
        if preco_nas_casas(item, fatos.tipo) != item.preco:
            yield Finding(code="preco.casas", severity=Severity.BLOCK, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao, "preco": item.preco,
                                  "casas": fatos.tipo.casas_decimais_preco},
                          origem=do_tipo(fatos, "casas_decimais_preco"))


@rule("CB-112", moment=_SEMPRE, por_linha=True)
def produto_inativo(fatos: Facts) -> Iterator[Finding]:
    """A product that is not for sale, or that no longer exists."""
    alerta = fatos.terminal.controles_produtos.cp_produto_inativo is ProdutoInativo.ALERTAR
    for item in fatos.pedido.itens:
        produto = fatos.produtos.get(item.produto_id)
        if produto is None:
            yield Finding(code="produto.inexistente", severity=Severity.BLOCK, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao})
        elif produto.situacao != "ativo":
            yield Finding(code="produto.inativo", severity=Severity.WARN if alerta else Severity.BLOCK,
                          field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao, "situacao": produto.situacao},
                          origem=do_terminal(fatos, "controles_produtos", "cp_produto_inativo"))


REGRAS = (fora_da_faixa, preco_sem_funcao, preco_alterado, preco_da_tabela_mudou, sem_tabela, sem_preco,
          casas_do_documento, casas_decimais, produto_inativo)
