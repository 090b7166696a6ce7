"""What an order's type fills in by itself (TP-163)."""

from datetime import date

import pytest
from pytest_bdd import given, parsers, then, when
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import Alteracao, NovoRegistro
from balcao.domain.formatos import le_data, le_decimal
from balcao.domain.protocolo_documentos import AlteracaoPedido
from balcao.services.office import cadastros
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Recusada
from balcao.services.office.documentos import abrir
from tests.scenarios.mundo import Mundo


@when(parsers.parse('informo o contato "{contato}"'))
def informo_contato(mundo: Mundo, contato: str) -> None:
    mundo.venda.muda(contato=contato)


@when(parsers.parse('altero o contato do documento para "{contato}"'))
def altero_contato(mundo: Mundo, contato: str) -> None:
    guardado = abrir(mundo.loja.ctx, mundo.loja.quem(), mundo.em_questao.id)
    pedido = guardado.pedido.model_copy(update={"contato": contato})
    alterar_pedido(mundo.loja.ctx, mundo.loja.quem(), pedido.id,
                   AlteracaoPedido(id=uuid7(), pedido=pedido, versao=pedido.versao))


@given(parsers.parse('a classificação de pedidos "{nome}"'))
def classificacao(mundo: Mundo, nome: str) -> None:
    cadastros.incluir(mundo.loja.ctx, mundo.loja.quem("bia"), "classificacoes_pedido",
                      NovoRegistro(id=uuid7(), valores={"nome": nome}))


def _classificacao(mundo: Mundo, nome: str) -> int:
    return int(mundo.loja.um("SELECT id FROM classificacoes_pedido WHERE nome = %s", nome))


@given(parsers.parse('o tipo de pedido "{tipo}" preenche a classificação "{nome}"'))
def preenche_classificacao(mundo: Mundo, tipo: str, nome: str) -> None:
    mundo.tipo(tipo, "Auto-preenchimento", f"CLASSIFICACAO_PEDIDO_ID={_classificacao(mundo, nome)}")


@when(parsers.parse('o tipo de pedido "{tipo}" passa a ter "{titulo}" = "{rotulo}"'))
def passa_a_ter(mundo: Mundo, tipo: str, titulo: str, rotulo: str) -> None:
    mundo.tipo(tipo, titulo, rotulo)


@when(parsers.parse('o tipo de pedido "{tipo}" passa a preencher o plano "{plano}"'))
def passa_a_preencher(mundo: Mundo, tipo: str, plano: str) -> None:
    mundo.tipo(tipo, "Auto-preenchimento", f"PLANO_PAGAMENTO_ID={mundo.plano(plano)}")


@when(parsers.parse('o tipo de pedido "{tipo}" passa a preencher o plano "{plano}" e este balcão não sabe'))
def passa_sem_saber(mundo: Mundo, tipo: str, plano: str) -> None:
    pedido = mundo.venda.pedido
    mundo.tipo(tipo, "Auto-preenchimento", f"PLANO_PAGAMENTO_ID={mundo.plano(plano)}")
    mundo.recibo = mundo.loja.envia(pedido)


@then(parsers.re(r'fica gravado o contato "(?P<contato>[^"]*)" e a validade "(?P<validade>[^"]*)"'))
def gravado(mundo: Mundo, contato: str, validade: str) -> None:
    """The live order, and what its last version prints."""
    dia = le_data(validade, date(2026, 1, 1))
    assert mundo.loja.sql(
        "SELECT p.dados ->> 'contato', p.validade, v.documento ->> 'contato', v.documento ->> 'validade' "
        "FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = p.versao WHERE p.id = %s",
        mundo.em_questao.id) == [(contato, dia, contato, dia.isoformat())]


@then(parsers.parse("fica gravado o total de R$ {valor}"))
def total_gravado(mundo: Mundo, valor: str) -> None:
    assert mundo.loja.um("SELECT total FROM pedidos WHERE id = %s", mundo.em_questao.id) == le_decimal(valor)


@then(parsers.parse('a classificação gravada e impressa é "{nome}"'))
def classificacao_gravada(mundo: Mundo, nome: str) -> None:
    assert mundo.loja.sql(
        "SELECT c.nome, v.documento ->> 'classificacao' FROM pedidos p JOIN pedido_versoes v ON v.pedido_id = p.id "
        "LEFT JOIN classificacoes_pedido c ON c.id = p.classificacao_id WHERE p.id = %s",
        mundo.em_questao.id) == [(nome, nome)]


@then(parsers.parse('a classificação "{nome}" não pode ser excluída, pois "{motivo}"'))
def nao_exclui(mundo: Mundo, nome: str, motivo: str) -> None:
    with pytest.raises(Recusada) as recusa:
        cadastros.excluir(mundo.loja.ctx, mundo.loja.quem("bia"), "classificacoes_pedido", _classificacao(mundo, nome))
    assert motivo in recusa.value.recusa.mensagem


@then(parsers.re('o contato gravado é "(?P<contato>[^"]*)"'))
def contato_gravado(mundo: Mundo, contato: str) -> None:
    assert mundo.loja.um("SELECT dados ->> 'contato' FROM pedidos WHERE id = %s", mundo.em_questao.id) == contato


@then(parsers.parse('o documento emitido sem a retaguarda tem o contato "{contato}" e vale {dias:d} dias'))
def emitido_sozinho(mundo: Mundo, contato: str, dias: int) -> None:
    assert mundo.sozinho is not None
    assert mundo.sozinho.emitido is not None
    documento = mundo.sozinho.emitido.documento
    assert documento is not None
    assert documento.validade is not None
    assert (documento.contato, (documento.validade - documento.emissao.date()).days) == (contato, dias)


@when(parsers.parse('gravo no tipo "{tipo}" o auto-preenchimento "{linhas}"'))
def grava_no_tipo(mundo: Mundo, tipo: str, linhas: str) -> None:
    quem, id_ = mundo.loja.quem("bia"), mundo.loja.tipos[tipo]
    antes = cadastros.consultar(mundo.loja.ctx, quem, "tipos_pedido", id_)
    try:
        if mundo.muda_de_fato("TP-163", "auto_preenchimento"):
            cadastros.alterar(mundo.loja.ctx, quem, "tipos_pedido", id_, Alteracao(
                versao=antes.versao, valores={"auto_preenchimento": linhas.split(" / ")}))
    except Recusada as recusa:
        mundo.recusa = recusa


@then(parsers.parse('o cadastro recusa com "{frase}"'))
def cadastro_recusa(mundo: Mundo, frase: str) -> None:
    assert mundo.recusa is not None
    [achado] = mundo.recusa.recusa.achados
    assert achado.field == "auto_preenchimento"
    assert frase in mundo.recusa.recusa.mensagem
