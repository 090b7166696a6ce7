"""A quote approved with other attributes (TP-093): whole or nothing, once, judged again, and what it holds follows."""

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.db.consultas import LeitorServidor
from balcao.db.fatos_cadastros import ler_plano
from balcao.db.server.conferencia import CONFERENCIAS
from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.atributos import Atributos, atributos_de
from balcao.domain.pedido import Entrega, ModoEntrega, Pedido
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido, MudancaSituacao, PedidoLiberacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Motivo, Recusada
from balcao.services.office.documentos import abrir, versao
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import CONSUMIDOR, SENHA, Loja

JOSE = "JOSÉ DA SILVA"
TODOS = ["cliente", "vendedor", "plano_pagamento", "data_entrega", "desconto", "frete", "observacoes"]
NA_ENTREGA = Entrega(modo=ModoEntrega.ENTREGA, endereco="RUA A 1")


@pytest.fixture
def marca(loja: Loja) -> Loja:
    """A shop whose DAV leaves every attribute to its approval, which generates a VENDA."""
    loja.muda_tipo("DAV", tipo_pedido_na_aprovacao=loja.tipos["VENDA"], atributos_alteraveis_na_aprovacao=TODOS)
    return loja


def vivo(loja: Loja, id_: UUID) -> Pedido:
    return abrir(loja.ctx, loja.quem(), id_).pedido


def com(loja: Loja, dav: Recibo, **campos: Any) -> Atributos:
    return atributos_de(vivo(loja, dav.pedido_id)).model_copy(update=campos)


def aprova(loja: Loja, dav: Recibo, para: Atributos, **campos: Any) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem(), dav.pedido_id, MudancaSituacao(**({
        "id": uuid7(), "situacao": Situacao.APROVADO, "atributos": para, "versao": 1} | campos)))


def credito(loja: Loja) -> list[tuple[Any, ...]]:
    return loja.sql("SELECT cliente_id, valor FROM compromissos_credito ORDER BY valor")


def inteiro(loja: Loja) -> None:
    for assunto, consulta in CONFERENCIAS:
        assert loja.sql(consulta.replace("%", "%%")) == [], assunto


def test_o_mudado_e_a_versao_aprovada_e_o_que_foi_gerado(marca: Loja) -> None:
    dav = marca.envia(marca.pedido("DAV", cliente=CONSUMIDOR, plano="À VISTA", itens=[("P1", 2)]))
    para = com(marca, dav, cliente_id=marca.clientes[JOSE], plano_id=marca.planos["30/60/90"], observacoes="Ligar")
    id_ = uuid7()
    feito = aprova(marca, dav, para, id=id_)
    [venda] = feito.gerados
    assert (feito.versao, feito.situacao, feito.documento["destinatario"]["nome"]) == (2, Situacao.APROVADO, JOSE)
    assert len(venda.documento["parcelas"]) == 3
    assert atributos_de(vivo(marca, dav.pedido_id)) == para
    assert atributos_de(vivo(marca, venda.pedido_id)) == para
    antes = versao(marca.ctx, marca.quem(), dav.pedido_id, 1)
    assert (antes["destinatario"]["nome"], antes["observacoes"]) == (CONSUMIDOR, "")
    assert credito(marca) == [(marca.clientes[JOSE], D("20.00"))]
    assert marca.um("SELECT dados -> 'atributos' FROM eventos WHERE tipo = 'pedido.aprovado'") == [
        "cliente", "plano_pagamento", "observacoes"]
    assert [g.pedido_id for g in aprova(marca, dav, para, id=id_).gerados] == [venda.pedido_id]
    assert marca.conta("pedidos", "categoria = 'venda'") == 1
    inteiro(marca)


def test_o_que_o_tipo_nao_marca_e_recusado_e_nada_fica(marca: Loja) -> None:
    marca.muda_tipo("DAV", atributos_alteraveis_na_aprovacao=["plano_pagamento"])
    dav = marca.envia(marca.pedido("DAV", cliente=CONSUMIDOR))
    para = com(marca, dav, cliente_id=marca.clientes[JOSE], plano_id=marca.planos["30/60/90"], frete=D("5.00"))
    with pytest.raises(Recusada, match="Cliente: o tipo DAV não deixa mudar isso na aprovação") as erro:
        aprova(marca, dav, para)
    assert [(a.code, a.field) for a in erro.value.recusa.achados] == [
        ("aprovacao.atributo", "cliente"), ("aprovacao.atributo", "frete")]
    assert marca.sql("SELECT situacao, versao, cliente_nome FROM pedidos") == [("P", 1, CONSUMIDOR)]


def test_de_um_tipo_que_nao_e_orcamento_nada_muda(marca: Loja) -> None:
    marca.muda_tipo("VENDA LIVRE", atributos_alteraveis_na_aprovacao=TODOS)
    venda = marca.envia(marca.pedido("VENDA LIVRE", cliente=JOSE))
    with pytest.raises(Recusada, match="Observações: o tipo VENDA LIVRE não deixa"):
        aprova(marca, venda, com(marca, venda, observacoes="x"))


def test_sem_gerar_o_que_o_orcamento_segura_passa_ao_novo_cliente(loja: Loja) -> None:
    loja.muda_tipo("DAV", atributos_alteraveis_na_aprovacao=TODOS, toma_credito="sim",
                   regra_reserva_estoque="reserva_exceto_manutencao")
    maria = next(nome for nome in loja.clientes if nome not in (JOSE, CONSUMIDOR))
    loja.muda_cliente(maria, limite_credito=D("500.00"))
    dav = loja.envia(loja.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 2)]))
    assert credito(loja) == [(loja.clientes[JOSE], D("20.00"))]
    feito = aprova(loja, dav, com(loja, dav, cliente_id=loja.clientes[maria],
                                  desconto=Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10))))
    assert (feito.gerados, feito.total) == ((), D("18.00"))
    assert credito(loja) == [(loja.clientes[maria], D("18.00"))]
    assert loja.estoque("P1") == (100, 2)
    inteiro(loja)


def test_recusado_o_gerado_a_mudanca_tambem_nao_fica(marca: Loja) -> None:
    dav = marca.envia(marca.pedido("DAV", cliente=JOSE, itens=[("P1", 2)]))
    marca.poe_estoque("P1", 1)
    with pytest.raises(Recusada) as erro:
        aprova(marca, dav, com(marca, dav, observacoes="Ligar"))
    assert [a.code for a in erro.value.recusa.achados] == ["estoque.insuficiente"]
    assert erro.value.recusa.pedido_id not in (None, dav.pedido_id)
    assert vivo(marca, dav.pedido_id).observacoes == ""
    assert marca.um("SELECT versao FROM pedidos") == 1
    inteiro(marca)


def test_o_que_a_mudanca_pede_de_liberacao_e_do_orcamento(loja: Loja) -> None:
    loja.muda_tipo("DAV", atributos_alteraveis_na_aprovacao=["desconto"])
    loja.muda_cliente(JOSE, desconto_maximo=D(5))
    dav = loja.envia(loja.pedido("DAV", cliente=JOSE, itens=[("P1", 2)]))
    para = com(loja, dav, desconto=Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(60)))
    with pytest.raises(Recusada) as erro:
        aprova(loja, dav, para)
    assert erro.value.recusa.pedido_id == dav.pedido_id
    for achado in erro.value.recusa.achados:
        assert achado.liberavel, achado
        liberar(loja.ctx, loja.quem(), PedidoLiberacao(
            id=uuid7(), pedido_id=dav.pedido_id, achado=achado, motivo="cliente antigo", login="bia",
            senha=SENHA["bia"], alteracao=True))
    assert aprova(loja, dav, para).total == D("8.00")
    assert loja.conta("liberacoes", "usada_em IS NULL") == 0


def test_mudou_enquanto_isso_nada_e_feito(marca: Loja) -> None:
    dav = marca.envia(marca.pedido("DAV", cliente=JOSE))
    para = com(marca, dav, observacoes="Ligar")
    pedido = vivo(marca, dav.pedido_id).com(frete=D("3.00"))
    alterar_pedido(marca.ctx, marca.quem("bia"), dav.pedido_id, AlteracaoPedido(id=uuid7(), pedido=pedido, versao=1))
    with pytest.raises(Recusada, match="mudou enquanto isso") as erro:
        aprova(marca, dav, para)
    assert erro.value.motivo is Motivo.CONFLITO
    assert vivo(marca, dav.pedido_id).frete == D("3.00")


def test_o_plano_novo_e_sobre_o_preco_orcado_nao_sobre_o_de_hoje(marca: Loja) -> None:
    marca.sql("UPDATE planos_pagamento SET acrescimo = 10 WHERE id = %s", marca.planos["30/60/90"])
    dav = marca.envia(marca.pedido("DAV", cliente=JOSE, plano="À VISTA", itens=[("P1", 2)]))
    marca.sql("UPDATE precos SET preco = 50 WHERE produto_id = %s", marca.produtos["P1"])
    feito = aprova(marca, dav, com(marca, dav, plano_id=marca.planos["30/60/90"]))
    assert (feito.total, [g.total for g in feito.gerados]) == (D("22.00"), [D("22.00")])
    inteiro(marca)


@pytest.mark.parametrize("campos", [{"frete": D("5.00")}, {"data_entrega": "2026-12-30"}])
def test_o_que_se_retira_na_loja_nao_tem_entrega(marca: Loja, campos: dict[str, Any]) -> None:
    dav = marca.envia(marca.pedido("DAV", cliente=JOSE))
    para = Atributos.model_validate(com(marca, dav).model_dump() | campos)
    with pytest.raises(Recusada, match="para retirar na loja"):
        aprova(marca, dav, para)


def test_parcelas_digitadas_de_outro_total_dao_lugar_as_do_plano(marca: Loja) -> None:
    pedido = marca.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 3)], entrega=NA_ENTREGA)
    [primeira, *_] = plano = _parcelas(marca)
    digitadas = (primeira.model_copy(update={"valor": D("10.00")}), *plano[1:])
    dav = marca.envia(pedido.com(parcelas_digitadas=digitadas))
    feito = aprova(marca, dav, com(marca, dav, frete=D("6.00")))
    assert [p["valor"] for p in feito.documento["parcelas"]] == ["12.00", "12.00", "12.00"]
    inteiro(marca)


def _parcelas(loja: Loja) -> Any:
    with loja.motor.connect() as conexao:
        plano = ler_plano(LeitorServidor(conexao), loja.planos["30/60/90"])
    return plano.parcelas(D("30.00"), loja.agora.date())


@pytest.mark.parametrize("estraga", [
    lambda a: a.model_copy(update={"frete": D("-1.00")}), lambda a: a.model_copy(update={"frete": D("1.001")}),
    lambda a: a.model_copy(update={"observacoes": "x" * 5000}), lambda a: a.model_copy(update={"observacoes": "\0"}),
    lambda a: a.model_copy(update={"plano_id": 99999}), lambda a: a.model_copy(update={"cliente_id": uuid7()}),
    lambda a: a.model_copy(update={"vendedor_id": 99999}),
    lambda a: a.model_copy(update={"desconto": Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(120))})])
def test_o_que_nao_cabe_e_dito_e_nada_fica(marca: Loja, estraga: Callable[[Atributos], Atributos]) -> None:
    dav = marca.envia(marca.pedido("DAV", cliente=JOSE, entrega=NA_ENTREGA))
    with pytest.raises(Recusada) as erro:
        aprova(marca, dav, estraga(com(marca, dav)))
    assert erro.value.motivo is Motivo.INVALIDO
    assert marca.sql("SELECT situacao, versao FROM pedidos") == [("P", 1)]
