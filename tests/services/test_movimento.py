"""What sells and who buys is counted from the orders (docs/decisions/0107)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from balcao.domain.protocolo_documentos import MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.movimento import reconta
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import CONSUMIDOR, HOJE, Loja


def vendas(loja: Loja) -> dict[str, int]:
    return dict(loja.sql("SELECT codigo, vendas FROM produtos WHERE vendas > 0"))


def compras(loja: Loja) -> dict[str, tuple[int, Any]]:
    return {nome: (n, ultima) for nome, n, ultima in loja.sql(
        "SELECT p.nome, b.compras, b.ultima FROM compras_cliente b JOIN pessoas p ON p.id = b.pessoa_id")}


def emite(loja: Loja, produto: str, cliente: str, tipo: str = "VENDA") -> UUID:
    pedido = loja.pedido(tipo, cliente=cliente, itens=[(produto, 1)])
    loja.envia(pedido)
    return pedido.id


def test_conta_o_que_se_vende_e_quem_compra(loja: Loja) -> None:
    emite(loja, "P1", "MARIA SOUZA")
    fica = emite(loja, "P1", CONSUMIDOR)
    cai = emite(loja, "P2", "MARIA SOUZA")
    emite(loja, "P3", "MARIA SOUZA", tipo="DAV")  # a quote is no purchase
    assert reconta(loja.ctx) == 4
    assert vendas(loja) == {"P1": 2, "P2": 1}
    assert compras(loja) == {"MARIA SOUZA": (2, HOJE), CONSUMIDOR: (1, HOJE)}
    assert reconta(loja.ctx) == 0  # nothing changed: nothing is written, nothing travels to the counters
    mudar_situacao(loja.ctx, loja.quem("bia"), cai, MudancaSituacao(
        id=uuid7(), situacao=Situacao.CANCELADO, motivo="desistiu"))
    assert reconta(loja.ctx) == 2
    assert vendas(loja) == {"P1": 2}
    assert compras(loja)["MARIA SOUZA"] == (1, HOJE)
    loja.agora += timedelta(days=91)
    assert reconta(loja.ctx) == 1
    assert vendas(loja) == {}
    loja.agora += timedelta(days=275)
    reconta(loja.ctx)
    assert compras(loja) == {}
    assert loja.conta("exclusoes", "tabela = 'compras_cliente'") == 2  # the counters are told
    assert loja.um("SELECT situacao FROM pedidos WHERE id = %s", fica) == Situacao.PENDENTE


def test_quem_esta_travado_fica_para_a_proxima(loja: Loja) -> None:
    emite(loja, "P1", "MARIA SOUZA")
    emite(loja, "P2", "MARIA SOUZA")
    with loja.motor.begin() as outra:
        outra.exec_driver_sql("SELECT FROM produtos WHERE codigo = 'P1' FOR UPDATE")
        reconta(loja.ctx)
        assert vendas(loja) == {"P2": 1}
    reconta(loja.ctx)
    assert vendas(loja) == {"P1": 1, "P2": 1}
