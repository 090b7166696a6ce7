"""An issued document is changed: as the screen lets it, and as a counter that checks nothing would send it."""

from collections.abc import Callable
from datetime import date

from pytest_bdd import given, parsers, then, when
from uuid_utils.compat import uuid7

from balcao.domain.achados import impedem
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.erros import EntradaInvalida, RegraViolada
from balcao.domain.formatos import le_decimal
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.protocolo_documentos import AlteracaoPedido
from balcao.domain.situacoes import ROTULO_SITUACAO
from balcao.services.counter.alteracao import alterando
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Recusada, cursor
from balcao.services.office.documentos import abrir
from balcao.services.office.versoes import nova_versao
from tests.scenarios.mundo import Mundo

_SITUACAO = {rotulo: letra for letra, rotulo in ROTULO_SITUACAO.items()}
_DIA = date(2026, 3, 10)


@given(parsers.parse('o documento passa à situação "{rotulo}"'))
@when(parsers.parse('o documento passa à situação "{rotulo}"'))
def passa(mundo: Mundo, rotulo: str) -> None:
    """Whatever brings it there: each change of situation is a version."""
    assert mundo.recibo is not None
    with mundo.loja.ctx.transacao() as conexao:
        nova_versao(cursor(conexao), mundo.loja.quem("bia"), mundo.recibo.pedido_id, mundo.loja.agora,
                    "pedido.mudou", situacao=_SITUACAO[rotulo])


@given("abro o documento para alterar")
@when("abro o documento para alterar")
def abro(mundo: Mundo) -> None:
    """F4 in Documentos."""
    assert mundo.recibo is not None
    mundo.achados, mundo.recusa = (), None
    try:
        rascunho = alterando(abrir(mundo.loja.ctx, mundo.loja.quem(), mundo.recibo.pedido_id), mundo.venda.contexto,
                             _DIA)
    except EntradaInvalida as erro:
        mundo.recusas.append(str(erro))
        return
    mundo.venda.fecha()
    mundo.venda.abre(rascunho)
    assert mundo.venda.achados == ()


def _muda(mundo: Mundo, na_tela: Callable[[], object], sem_conferir: Callable[[Pedido], Pedido]) -> None:
    """What the screen refuses is put there all the same: the retaguarda must refuse it too."""
    antes = mundo.venda.rascunho
    try:
        na_tela()
    except RegraViolada as recusa:
        mundo.recusas.append(recusa.achados[0].code)
        mundo.venda.rascunhos[mundo.venda.posicao] = antes.com(sem_conferir(antes.pedido))


@given(parsers.parse('na alteração incluo {quantidade} de "{produto}"'))
@when(parsers.parse('na alteração incluo {quantidade} de "{produto}"'))
def incluo(mundo: Mundo, quantidade: str, produto: str) -> None:
    venda, id_ = mundo.venda, mundo.loja.produtos[produto]
    lido = venda.registros.produto(id_, venda.pedido.lista_id)
    assert lido is not None
    preco = venda.preco_de(id_)
    novo = ItemPedido(linha=0, produto_id=id_, codigo=lido.codigo, descricao=lido.descricao, unidade=lido.unidade,
                      quantidade=le_decimal(quantidade), preco_lista=preco, preco=preco)
    _muda(mundo, lambda: venda.inclui(id_, le_decimal(quantidade)), lambda p: p.com_item(novo))


@when(parsers.parse("na alteração mudo a quantidade do item {linha:d} para {quantidade}"))
def quantidade(mundo: Mundo, linha: int, quantidade: str) -> None:
    valor = le_decimal(quantidade)
    _muda(mundo, lambda: mundo.venda.muda_quantidade(linha, valor), lambda p: p.com_quantidade(linha, valor))


@when(parsers.parse("na alteração mudo o preço do item {linha:d} para R$ {preco}"))
def preco(mundo: Mundo, linha: int, preco: str) -> None:
    valor = le_decimal(preco)
    _muda(mundo, lambda: mundo.venda.muda_preco(linha, valor), lambda p: p.com_preco(linha, valor))


@when(parsers.parse("na alteração excluo o item {linha:d}"))
def excluo(mundo: Mundo, linha: int) -> None:
    _muda(mundo, lambda: mundo.venda.exclui(linha), lambda p: p.sem_item(linha))


@when(parsers.parse('na alteração troco o produto do item {linha:d} por "{produto}"'))
def troco(mundo: Mundo, linha: int, produto: str) -> None:
    """No key does this; a counter of another make might."""
    venda, id_ = mundo.venda, mundo.loja.produtos[produto]
    preco = venda.preco_de(id_)
    novo = venda.pedido.com_item_trocado(linha, produto_id=id_, codigo=produto, descricao=produto, preco=preco,
                                         preco_lista=preco)
    venda.rascunhos[venda.posicao] = venda.rascunho.com(novo)


@when(parsers.parse("na alteração dou desconto de R$ {valor} no total"))
def desconto(mundo: Mundo, valor: str) -> None:
    dado = Desconto(tipo=TipoDesconto.VALOR, valor=le_decimal(valor))
    _muda(mundo, lambda: mundo.venda.ajusta(dado), lambda p: p.com_ajuste(dado))


@when(parsers.parse('na alteração observo "{texto}"'))
def observo(mundo: Mundo, texto: str) -> None:
    _muda(mundo, lambda: mundo.venda.muda(observacoes=texto), lambda p: p.com(observacoes=texto))


@when(parsers.parse('na alteração observo "{texto}" no item {linha:d}'))
def observo_item(mundo: Mundo, texto: str, linha: int) -> None:
    _muda(mundo, lambda: mundo.venda.detalha_item(linha, observacoes=texto),
          lambda p: p.com_item_trocado(linha, observacoes=texto))


@when("gravo a alteração")
def gravo(mundo: Mundo) -> None:
    """F12 F12: the counter's own check, then the retaguarda's, which must say the same."""
    venda = mundo.venda
    locais = venda.confere()
    base = venda.rascunho.alterando
    assert base is not None
    mundo.recusa = None
    try:
        feito = alterar_pedido(mundo.loja.ctx, mundo.loja.quem(), base.pedido_id, AlteracaoPedido(
            id=uuid7(), pedido=venda.pedido, versao=base.antes.versao))
    except Recusada as recusa:
        mundo.recusa, mundo.achados = recusa, recusa.recusa.achados
    else:
        mundo.recibo, mundo.achados = feito, feito.achados
    assert {(a.code, a.severity, a.item) for a in mundo.achados} == {
        (a.code, a.severity, a.item) for a in locais}, "the counter and the retaguarda disagree"
    assert bool(impedem(locais)) == (mundo.recusa is not None)


@when(parsers.parse('outro balcão observa "{texto}" no documento'))
def outro_altera(mundo: Mundo, texto: str) -> None:
    assert mundo.recibo is not None
    guardado = abrir(mundo.loja.ctx, mundo.loja.quem("bia", "T2"), mundo.recibo.pedido_id).pedido
    alterar_pedido(mundo.loja.ctx, mundo.loja.quem("bia", "T2"), guardado.id, AlteracaoPedido(
        id=uuid7(), pedido=guardado.com(observacoes=texto), versao=guardado.versao))


@when("tento gravar a alteração")
def tento_gravar(mundo: Mundo) -> None:
    """Somebody else was faster, or it is no more to be changed."""
    base = mundo.venda.rascunho.alterando
    assert base is not None
    try:
        alterar_pedido(mundo.loja.ctx, mundo.loja.quem(), base.pedido_id, AlteracaoPedido(
            id=uuid7(), pedido=mundo.venda.pedido, versao=base.antes.versao))
    except Recusada as recusa:
        mundo.recusas.append(recusa.recusa.mensagem)


@then(parsers.parse("o documento está na versão {versao:d} com total de R$ {total}"))
def versao(mundo: Mundo, versao: int, total: str) -> None:
    assert mundo.recibo is not None
    [(guardada, valor, impressa)] = mundo.loja.sql(
        "SELECT p.versao, p.total, (SELECT documento ->> 'total' FROM pedido_versoes v WHERE v.pedido_id = p.id "
        "AND v.versao = p.versao) FROM pedidos p WHERE id = %s", mundo.recibo.pedido_id)
    assert (guardada, valor) == (versao, le_decimal(total))
    assert le_decimal(impressa.replace(".", ",")) == valor


@then(parsers.parse("a versão {versao:d} continua com total de R$ {total}"))
def versao_antiga(mundo: Mundo, versao: int, total: str) -> None:
    assert mundo.recibo is not None
    impressa = mundo.loja.um("SELECT documento ->> 'total' FROM pedido_versoes WHERE pedido_id = %s AND versao = %s",
                             mundo.recibo.pedido_id, versao)
    assert le_decimal(impressa.replace(".", ",")) == le_decimal(total)


@then(parsers.re(r'a tela recusa com "(?P<codigo>[^"]*)"'))
def tela_recusa(mundo: Mundo, codigo: str) -> None:
    """"": it let everything in."""
    assert mundo.recusas == ([codigo] if codigo else [])


@then(parsers.parse('leio "{trecho}"'))
def leio(mundo: Mundo, trecho: str) -> None:
    assert trecho in mundo.recusas[-1]
