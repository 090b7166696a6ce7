"""The till's client against the real service: a pré-venda from the list to the invoice and back."""

from collections.abc import Iterator
from decimal import Decimal as D
from urllib.parse import urlsplit

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.situacoes import Situacao
from balcao.gateways.retaguarda import Credencial, Destino, Recusado, Retaguarda
from tests.apoio.caixa import Caixa
from tests.apoio.retaguarda import CREDENCIAL, SENHA, Loja


@pytest.fixture
def caixa(loja: Loja, endereco: str) -> Iterator[Caixa]:
    porta = urlsplit(endereco).port
    assert porta is not None
    retaguarda = Retaguarda(Destino(("127.0.0.1",), porta), Credencial(loja.estacoes["T2"], CREDENCIAL), prazo_s=30)
    caixa = Caixa(retaguarda)
    assert caixa.entra("caio", SENHA["caio"]) == "Caio Reis"
    yield caixa
    retaguarda.fecha()


def test_do_numero_ao_faturamento_e_de_volta(loja: Loja, caixa: Caixa) -> None:
    recibo = loja.envia(loja.pedido(itens=[("P1", 3)]))
    assert [p.numero for p in caixa.abertas()] == [1]
    [lida] = caixa.por_numero(1)
    assert [(i.codigo, i.quantidade - i.faturada) for i in lida.itens] == [("P1", D(3))]
    id_ = uuid7()
    parte = caixa.fatura(lida.pedido_id, "NFC-e 1", {1: D(1)}, faturamento_id=id_)
    assert caixa.fatura(lida.pedido_id, "NFC-e 1", {1: D(1)}, faturamento_id=id_).repetido
    resto = caixa.fatura(lida.pedido_id, "NFC-e 2")
    assert (parte.valor, resto.valor, resto.situacao) == (D("10.00"), D("20.00"), Situacao.ENTREGUE)
    assert caixa.abertas() == caixa.por_numero(1) == []
    assert caixa.estorna(resto.id, "cliente devolveu").situacao is Situacao.PENDENTE
    assert loja.estoque("P1") == (99, 2)
    assert recibo.pedido_id == lida.pedido_id


def test_o_que_a_retaguarda_recusa_chega_em_palavras(loja: Loja, caixa: Caixa) -> None:
    recibo = loja.envia(loja.pedido())
    with pytest.raises(Recusado, match="faltam faturar 1; foram pedidos 2"):
        caixa.fatura(recibo.pedido_id, "NFC-e 1", {1: D(2)})
