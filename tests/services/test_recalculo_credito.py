"""TP-067 changes: what open orders of the type take of credit follows it, each with its own plan."""

from decimal import Decimal as D
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.mensagens import Alteracao, Arquivo, Exportacao, Formato, Importacao
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import Faturamento, ItemFaturado, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office import cadastros, cadastros_planilha
from balcao.services.office.faturar import faturar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import Loja

JOSE = "JOSÉ DA SILVA"
TIPOS = "tipos_pedido"


def muda_tipo(loja: Loja, toma: str) -> None:
    quem, id_ = loja.quem("bia"), loja.tipos["VENDA"]
    lido = cadastros.consultar(loja.ctx, quem, TIPOS, id_)
    cadastros.alterar(loja.ctx, quem, TIPOS, id_, Alteracao(versao=lido.versao, valores={"toma_credito": toma}))


def tomado(loja: Loja) -> dict[Any, tuple[str, D]]:
    return {id_: (origem, valor) for id_, origem, valor in loja.sql(
        "SELECT pedido_id, origem, valor FROM compromissos_credito")}


def vende(loja: Loja, plano: str, quantidade: int) -> Recibo:
    return loja.envia(loja.pedido(cliente=JOSE, plano=plano, itens=[("P1", quantidade)]))


def fatura(loja: Loja, recibo: Recibo, quantidade: int) -> None:
    faturar(loja.ctx, loja.quem("bia"), recibo.pedido_id, Faturamento(
        id=uuid7(), documento="NFC-e 1", itens=[ItemFaturado(linha=1, quantidade=D(quantidade))]))


def muda(loja: Loja, recibo: Recibo, para: Situacao) -> None:
    mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                   MudancaSituacao(id=uuid7(), situacao=para, motivo="desistiu"))


@pytest.fixture
def vendas(loja: Loja) -> dict[str, Recibo]:
    """One of each kind, P1 at R$ 10,00, of a type that takes credit as the plan says."""
    loja.muda_tipo("VENDA", toma_credito="conforme_plano")
    feitas = {"a_prazo": vende(loja, "30/60/90", 1), "a_vista": vende(loja, "À VISTA", 2),
              "parcial": vende(loja, "30/60/90", 5), "entregue": vende(loja, "30/60/90", 3),
              "cancelada": vende(loja, "30/60/90", 7), "faturada": vende(loja, "30/60/90", 4)}
    fatura(loja, feitas["parcial"], 2)
    fatura(loja, feitas["faturada"], 4)
    muda(loja, feitas["entregue"], Situacao.ENTREGUE)
    muda(loja, feitas["cancelada"], Situacao.CANCELADO)
    return feitas


def test_conforme_o_plano_nao_sim_e_de_volta(loja: Loja, vendas: dict[str, Recibo]) -> None:
    ids = {nome: recibo.pedido_id for nome, recibo in vendas.items()}
    conforme = {ids["a_prazo"]: ("pendente", D("10.00")), ids["parcial"]: ("pendente", D("30.00")),
                ids["entregue"]: ("entregue", D("30.00"))}
    assert tomado(loja) == conforme
    muda_tipo(loja, "nao")
    assert tomado(loja) == {}
    muda_tipo(loja, "sim")
    assert tomado(loja) == conforme | {ids["a_vista"]: ("pendente", D("20.00"))}
    muda_tipo(loja, "conforme_plano")
    assert tomado(loja) == conforme
    assert loja.sql("SELECT toma_credito FROM pedidos WHERE id = %s", ids["cancelada"]) == [(True,)]


def test_depois_da_mudanca_a_entrega_e_o_faturamento_seguem_o_que_vale(loja: Loja, vendas: dict[str, Recibo]) -> None:
    muda_tipo(loja, "sim")
    a_vista = vendas["a_vista"]
    muda(loja, a_vista, Situacao.ENTREGUE)
    assert tomado(loja)[a_vista.pedido_id] == ("entregue", D("20.00"))
    fatura(loja, a_vista, 2)
    assert a_vista.pedido_id not in tomado(loja)
    muda_tipo(loja, "nao")
    fatura(loja, vendas["a_prazo"], 1)
    assert tomado(loja) == {}


def test_por_planilha_tambem(loja: Loja, vendas: dict[str, Recibo]) -> None:
    quem = loja.quem("bia")
    muda_tipo(loja, "nao")
    antes = cadastros_planilha.exportar(loja.ctx, quem, TIPOS, Exportacao(formato=Formato.CSV))
    muda_tipo(loja, "conforme_plano")
    assert len(tomado(loja)) == 3
    feito = cadastros_planilha.importar(loja.ctx, quem, TIPOS, Importacao(
        id=uuid7(), arquivo=Arquivo(nome="tipos.csv", conteudo=antes.conteudo)))
    assert feito.gravado
    assert tomado(loja) == {}


def test_um_dav_que_virou_pre_venda_nao_toma_outra_vez(loja: Loja) -> None:
    loja.muda_tipo("DAV", toma_credito="nao")
    dav = loja.envia(loja.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 1)]))
    venda = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 1)], origem_id=dav.pedido_id))
    quem, id_ = loja.quem("bia"), loja.tipos["DAV"]
    lido = cadastros.consultar(loja.ctx, quem, TIPOS, id_)
    cadastros.alterar(loja.ctx, quem, TIPOS, id_, Alteracao(versao=lido.versao, valores={"toma_credito": "sim"}))
    assert set(tomado(loja)) == {venda.pedido_id}
