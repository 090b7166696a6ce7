"""Changing an issued order over real HTTP: the receipt of its next version, or why not."""

from decimal import Decimal as D
from typing import Any

import httpx2
import pytest
from uuid_utils.compat import uuid7

from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import Recibo, Recusa
from balcao.domain.protocolo_documentos import AlteracaoPedido, PedidoGuardado
from tests.apoio.retaguarda import Balcao, Loja


@pytest.fixture
def emitido(loja: Loja, ana: Balcao) -> Pedido:
    """A pré-venda whose items may change while it is pending."""
    loja.muda_tipo("VENDA", situacoes_alteracao_itens=["M", "P"])
    recibo = Recibo.model_validate_json(ana.envia(loja.pedido(itens=[("P1", 2)])).content)
    return PedidoGuardado.model_validate_json(ana.pede("GET", f"/v1/pedidos/{recibo.pedido_id}").content).pedido


def altera(balcao: Balcao, pedido: Pedido, **campos: Any) -> httpx2.Response:
    corpo = AlteracaoPedido(**({"id": uuid7(), "pedido": pedido, "versao": pedido.versao} | campos))
    return balcao.pede("PUT", f"/v1/pedidos/{campos.get('no_lugar_de', pedido.id)}", corpo)


def recusa(resposta: httpx2.Response, status: int) -> Recusa:
    assert resposta.status_code == status, resposta.text
    return Recusa.model_validate_json(resposta.content)


def test_de_qualquer_terminal_da_loja_e_uma_vez_so(ana: Balcao, bia: Balcao, emitido: Pedido) -> None:
    id_, depois = uuid7(), emitido.com_quantidade(1, D(5))
    resposta = altera(bia, depois, id=id_)
    assert resposta.status_code == 200, resposta.text
    recibo = Recibo.model_validate_json(resposta.content)
    assert (recibo.numero, recibo.versao, recibo.total, recibo.repetido) == (emitido.numero, 2, D("50.00"), False)
    assert Recibo.model_validate_json(altera(bia, depois, id=id_).content).repetido
    impresso = ana.pede("GET", f"/v1/pedidos/{emitido.id}/versoes/2").json()
    assert (impresso["versao"], impresso["total"]) == (2, "50.00")
    guardado = PedidoGuardado.model_validate_json(ana.pede("GET", f"/v1/pedidos/{emitido.id}").content)
    assert [(v.versao, v.usuario) for v in guardado.versoes] == [(1, "Ana Souza"), (2, "Bia Lima")]


def test_regra_versao_e_forma_recusam_sem_guardar_nada(loja: Loja, ana: Balcao, emitido: Pedido) -> None:
    achados = recusa(altera(ana, emitido.sem_item(1)), 409).achados
    assert "alteracao.exclusao" in {a.code for a in achados}
    assert next(a for a in achados if a.code == "alteracao.exclusao").origem is not None
    assert recusa(altera(ana, emitido.com_quantidade(1, D(3)), versao=9), 409).codigo == "pedido.versao"
    assert recusa(altera(ana, emitido, no_lugar_de=uuid7()), 422).codigo == "pedido.corrompido"
    assert ana.pede("PUT", f"/v1/pedidos/{emitido.id}", {"id": str(uuid7())}).status_code == 422
    assert loja.conta("pedido_versoes") == 1


def test_sem_sessao_ninguem_altera(ninguem: Balcao, emitido: Pedido) -> None:
    assert recusa(altera(ninguem, emitido.com_quantidade(1, D(3))), 401).codigo == "sessao.exigida"
