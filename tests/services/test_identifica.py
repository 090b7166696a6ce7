"""What the scanner read finds its product, however many zeros the reader put before it."""

from decimal import Decimal

import pytest

from balcao.db.consultas import LeitorServidor
from balcao.services.counter.catalogo import Identificado
from balcao.services.counter.catalogo_replica import CatalogoReplica
from tests.apoio.retaguarda import Loja


@pytest.mark.parametrize(("lido", "fator"), [
    ("012345678905", 1),    # UPC-A as printed
    ("0012345678905", 1),   # the same bars read as EAN-13
    ("00012345678905", 1),  # and as GTIN-14
    ("17891234567897", 12),
    ("p1", 1),
])
def test_acha_o_produto(loja: Loja, lido: str, fator: int) -> None:
    produto = loja.produtos["P1"]
    loja.sql("INSERT INTO produto_gtins (produto_id, gtin, fator) VALUES (%s, '012345678905', 1), "
             "(%s, '17891234567897', 12)", produto, produto)
    with loja.motor.connect() as conexao:
        achado = CatalogoReplica(LeitorServidor(conexao), 1).identifica(lido)
    assert achado == Identificado(produto_id=produto, fator=Decimal(fator))


def test_o_que_nao_existe_nao_se_acha(loja: Loja) -> None:
    with loja.motor.connect() as conexao:
        assert CatalogoReplica(LeitorServidor(conexao), 1).identifica("7891234567895") is None
