"""Dado, Quando, Então: an issued order goes from one situation to another, and what its approval generates."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb
from pytest_bdd import given, parsers, then, when
from uuid_utils.compat import uuid7

from balcao.documents.dados import DocumentoVenda
from balcao.domain.ajuste import le_ajuste
from balcao.domain.atributos import atributos_de
from balcao.domain.campo import campo_de
from balcao.domain.formatos import le_data, le_decimal, numero
from balcao.domain.pedido import Entrega, ModoEntrega, Pedido
from balcao.domain.protocolo_documentos import AlteracaoPedido, MudancaSituacao, NovaVersao
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Recusada
from balcao.services.office.documentos import abrir, versao
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.vencimento import vencer_orcamentos
from balcao.services.office.versoes_comerciais import gerar_versao
from tests.scenarios.mundo import Mundo

SITUACAO = {rotulo: situacao for situacao, rotulo in ROTULO_SITUACAO.items()}


def categoria(rotulo: str) -> str:
    """The value of a category, by the label that the form offers."""
    return next(str(o.valor) for o in campo_de(TipoPedido, "categoria").opcoes if o.rotulo == rotulo)


@given(parsers.re(r'a loja tem também o tipo de pedido "(?P<nome>[^"]+)", da categoria "(?P<rotulo>[^"]+)"'))
def outro_tipo(mundo: Mundo, nome: str, rotulo: str) -> None:
    """Left at its default (--mutacao), the category is the page's own: Venda."""
    politica = {"categoria": categoria(rotulo if mundo.muda_de_fato("TP-007", "categoria") else "Venda")}
    mundo.loja.tipos[nome] = mundo.loja.um(
        "INSERT INTO tipos_pedido (nome, politica) VALUES (%s, %s) RETURNING id", nome, Jsonb(politica))
    mundo.loja.sql("INSERT INTO tipo_pedido_estabelecimentos VALUES (%s, 1)", mundo.loja.tipos[nome])


@given(parsers.parse('o pedido já está "{situacao}"'))
@when(parsers.parse('passo o pedido a "{situacao}"'))
def passo(mundo: Mundo, situacao: str) -> None:
    """What is refused is seen; the order stays as it was."""
    _muda(mundo, SITUACAO[situacao])


@given("o pedido foi emitido")
def foi_emitido(mundo: Mundo) -> None:
    mundo.emite()
    assert mundo.recibo is not None, mundo.achados


@when("aprovo o orçamento")
@when("aprovo o pedido")
def aprovo(mundo: Mundo) -> None:
    _muda(mundo, Situacao.APROVADO)


@given(parsers.parse('o pedido é para entregar em {dia}, com frete de R$ {frete}'))
def para_entregar(mundo: Mundo, dia: str, frete: str) -> None:
    mundo.venda.muda(frete=le_decimal(frete), entrega=Entrega(
        modo=ModoEntrega.ENTREGA, endereco="RUA A 1", data=le_data(dia, mundo.hoje)))


@when(parsers.re(r'aprovo o orçamento com "(?P<atributo>[^"]+)" = "(?P<valor>[^"]*)"'))
def aprovo_com(mundo: Mundo, atributo: str, valor: str) -> None:
    """The rest as the approval's screen shows it."""
    guardado = _guardado(mundo)
    campo, le = _ATRIBUTO[atributo]
    para = atributos_de(guardado).model_copy(update={campo: le(mundo, valor)})
    _muda(mundo, Situacao.APROVADO, atributos=para, versao=guardado.versao)


@then(parsers.re(r'o orçamento e o que ele gerou ficam com "(?P<atributo>[^"]+)" = "(?P<valor>[^"]*)"'))
def ficam_com(mundo: Mundo, atributo: str, valor: str) -> None:
    """And the approved version prints it."""
    assert mundo.recibo is not None
    campo, le = _ATRIBUTO[atributo]
    gerado = mundo.loja.um("SELECT id FROM pedidos WHERE origem_id = %s", mundo.recibo.pedido_id)
    for id_ in (mundo.recibo.pedido_id, gerado):
        guardado = abrir(mundo.loja.ctx, mundo.loja.quem("bia"), id_)
        assert getattr(atributos_de(guardado.pedido), campo) == le(mundo, valor)
        impresso = versao(mundo.loja.ctx, mundo.loja.quem("bia"), id_, guardado.pedido.versao)
        assert DocumentoVenda.model_validate(impresso).total == guardado.pedido.total
    assert guardado.resumo.cliente_nome == _guardado(mundo).cliente_nome


@then(parsers.parse('o orçamento soma R$ {total}'))
def soma(mundo: Mundo, total: str) -> None:
    assert _guardado(mundo).total == le_decimal(total)


@when(parsers.parse('revalido o orçamento por mais {dias:d} dias'))
def revalido(mundo: Mundo, dias: int) -> None:
    _muda(mundo, Situacao.PENDENTE, validade=mundo.hoje + timedelta(days=dias))


@given("a rotina do dia vence os orçamentos")
@when("a rotina do dia vence os orçamentos")
def vence(mundo: Mundo) -> None:
    vencer_orcamentos(mundo.loja.ctx, "America/Sao_Paulo")


@when(parsers.parse('um balcão antigo converte em "{tipo}"'))
def antigo_converte(mundo: Mundo, tipo: str) -> None:
    """One whose Documentos screen does not ask what the type says."""
    mundo.converte(tipo)
    _tenta(mundo, lambda: mundo.loja.envia(mundo.venda.pedido))


@when(parsers.parse('cancelo o que foi gerado em "{tipo}"'))
def cancelo_gerado(mundo: Mundo, tipo: str) -> None:
    assert mundo.recibo is not None
    id_ = mundo.loja.um("SELECT id FROM pedidos WHERE origem_id = %s AND tipo_id = %s AND situacao <> 'C'",
                        mundo.recibo.pedido_id, mundo.loja.tipos[tipo])
    _tenta(mundo, lambda: mudar_situacao(mundo.loja.ctx, mundo.loja.quem("bia"), id_, MudancaSituacao(
        id=uuid7(), situacao=Situacao.CANCELADO, motivo="o cliente desistiu")))


@then(parsers.re(r'a aprovação gera (?P<gerados>.+)'))
def gera(mundo: Mundo, gerados: str) -> None:
    """"nada", or every order that came of it: `PRÉ-VENDA 1: 2 de P1, 1 de P2; ENCOMENDA 1: 3 de P3`."""
    assert mundo.recibo is not None
    tipos = {id_: nome for nome, id_ in mundo.loja.tipos.items()}
    feitos = []
    for id_, tipo_id, seu, situacao in mundo.loja.sql(
            "SELECT id, tipo_id, numero, situacao FROM pedidos WHERE origem_id = %s", mundo.recibo.pedido_id):
        itens = mundo.loja.sql("SELECT quantidade, codigo FROM itens_pedido WHERE pedido_id = %s ORDER BY linha", id_)
        assert situacao == "P"
        feitos.append(f"{tipos[tipo_id]} {seu}: " + ", ".join(f"{numero(q)} de {c}" for q, c in itens))
    assert sorted(feitos) == ([] if gerados == "nada" else sorted(gerados.split("; ")))


@then("o que foi gerado é do mesmo cliente, soma o mesmo que o orçamento e diz de onde veio")
def mesmo_total(mundo: Mundo) -> None:
    assert mundo.recibo is not None
    [[cliente, total]] = mundo.loja.sql("SELECT cliente_id, total FROM pedidos WHERE id = %s", mundo.recibo.pedido_id)
    gerados = mundo.loja.sql(
        "SELECT p.cliente_id, p.total, v.documento ->> 'referencia' FROM pedidos p JOIN pedido_versoes v "
        "ON v.pedido_id = p.id AND v.versao = 1 WHERE p.origem_id = %s", mundo.recibo.pedido_id)
    assert {(c, de) for c, _, de in gerados} == {(cliente, f"DAV {mundo.recibo.numero}")}
    assert sum(t for _, t, _ in gerados) == total


@then(parsers.parse('há reservado {quantidade} de "{produto}"'))
def reservado(mundo: Mundo, quantidade: str, produto: str) -> None:
    saldo, disponivel = mundo.saldo(produto)
    assert saldo - disponivel == le_decimal(quantidade)


@then(parsers.re(r'ouço "(?P<frase>[^"]+)"'))
def ouco(mundo: Mundo, frase: str) -> None:
    ditas = [texto(a) for a in mundo.achados] or ([mundo.recusa.recusa.mensagem] if mundo.recusa else [])
    assert any(frase in dita for dita in ditas), ditas


@given("gero uma versão do orçamento")
@when("gero uma versão do orçamento")
def gero_versao(mundo: Mundo) -> None:
    guardado = _guardado(mundo)
    _tenta(mundo, lambda: gerar_versao(mundo.loja.ctx, mundo.loja.quem("bia"), guardado.id, NovaVersao(
        id=uuid7(), versao=guardado.versao)))


@when(parsers.parse("o orçamento passa a ter frete de R$ {frete}"))
def muda_frete(mundo: Mundo, frete: str) -> None:
    guardado = _guardado(mundo)
    alterar_pedido(mundo.loja.ctx, mundo.loja.quem("bia"), guardado.id, AlteracaoPedido(
        id=uuid7(), pedido=guardado.com(frete=le_decimal(frete)), versao=guardado.versao))


@then(parsers.re(r'a guia de versões mostra (?P<versoes>.+)'))
def guia(mundo: Mundo, versoes: str) -> None:
    """`0 a R$ 200,00 (1), 1 a R$ 200,00 (1v1)`: each with its total and key; and each prints what it says."""
    assert mundo.recibo is not None
    quem = mundo.loja.quem("bia")
    vistas = abrir(mundo.loja.ctx, quem, mundo.recibo.pedido_id).versoes_comerciais
    assert ", ".join(f"{v.versao} a R$ {numero(v.total, 2)} ({v.chave})" for v in vistas) == versoes
    for vista in vistas:
        papel = DocumentoVenda.model_validate(versao(mundo.loja.ctx, quem, mundo.recibo.pedido_id, vista.revisao))
        assert (papel.numero_impresso, papel.total, len(papel.itens)) == (vista.chave, vista.total, 1)


@then(parsers.parse('o que foi gerado diz que veio de "{documento}"'))
def veio_de(mundo: Mundo, documento: str) -> None:
    assert mundo.recibo is not None
    assert mundo.loja.sql("SELECT v.documento ->> 'referencia' FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = "
                          "p.id WHERE p.origem_id = %s", mundo.recibo.pedido_id) == [(documento,)]


_ATRIBUTO: dict[str, tuple[str, Callable[[Mundo, str], Any]]] = {
    "Cliente": ("cliente_id", lambda mundo, nome: mundo.cliente(nome)),
    "Vendedor": ("vendedor_id", lambda mundo, login: mundo.vendedor(login)),
    "Plano de pagamento": ("plano_id", lambda mundo, nome: mundo.plano(nome)),
    "Data de entrega": ("data_entrega", lambda mundo, dia: le_data(dia, mundo.hoje)),
    "Desconto": ("desconto", lambda _mundo, texto: le_ajuste(texto, Decimal(10**6))),
    "Frete": ("frete", lambda _mundo, texto: le_decimal(texto)),
    "Observações": ("observacoes", lambda _mundo, texto: texto)}


def _guardado(mundo: Mundo) -> Pedido:
    assert mundo.recibo is not None
    return abrir(mundo.loja.ctx, mundo.loja.quem("bia"), mundo.recibo.pedido_id).pedido


def _muda(mundo: Mundo, para: Situacao, **campos: Any) -> None:
    assert mundo.recibo is not None
    id_ = mundo.recibo.pedido_id
    _tenta(mundo, lambda: mudar_situacao(mundo.loja.ctx, mundo.loja.quem("bia"), id_, MudancaSituacao(
        id=uuid7(), situacao=para, motivo="a pedido do cliente", **campos)))


def _tenta(mundo: Mundo, faz: Callable[[], Any]) -> None:
    mundo.achados, mundo.recusa = (), None
    try:
        faz()
    except Recusada as recusa:
        mundo.achados, mundo.recusa = recusa.recusa.achados, recusa
