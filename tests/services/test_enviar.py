"""Sending an order: stored whole, once, with its number, version, stock and credit."""

from tests.apoio.retaguarda import Loja


def test_uma_venda_a_vista_vira_fato(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(itens=[("P1", 2), ("P2", 1)]))
    print(recibo)
    assert recibo.numero == 1
