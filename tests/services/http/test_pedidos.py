from tests.apoio.retaguarda import Balcao, Loja


def test_uma_venda_por_http(loja: Loja, ana: Balcao) -> None:
    resposta = ana.envia(loja.pedido(itens=[("P1", 2)]))
    assert resposta.status_code == 200, resposta.text
    print(resposta.text[:300], resposta.headers)
