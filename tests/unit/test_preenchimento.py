"""What an order's type fills in by itself (TP-163), as functions."""

from datetime import date
from decimal import Decimal

import pytest

from balcao.domain.pedido import ModoEntrega
from balcao.domain.preenchimento import campos_do_tipo, preenchido, validade_do_tipo
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import pedido, tipo

HOJE = date(2026, 3, 1)


@pytest.mark.parametrize(("linha", "onde", "valor"), [
    ("PESSOA_CONTATO=FULANO", "contato", "FULANO"), ("CLASSIFICACAO_PEDIDO_ID=136", "classificacao_id", 136),
    ("VENDEDOR_ID=3", "vendedor_id", 3), ("REPRESENTANTE_ID=4", "representante_id", 4),
    ("PLANO_PAGAMENTO_ID=5", "plano_id", 5), ("FRETE=12,50", "frete", Decimal("12.50")),
    ("OBSERVACOES=VOLTE SEMPRE", "observacoes", "VOLTE SEMPRE"),
    ("MODO_ENTREGA=ENTREGA", "entrega.modo", ModoEntrega.ENTREGA),
    ("LOCAL_ENTREGA=DOCA 2", "entrega.endereco", "DOCA 2"),
    ("DATA_ENTREGA=[SYSDATE+2]", "entrega.data", date(2026, 3, 3))])
def test_each_field_is_overwritten(linha: str, onde: str, valor: object) -> None:
    do_tipo = tipo(Categoria.ORCAMENTO, auto_preenchimento=(linha,))
    feito = preenchido(pedido(), do_tipo, HOJE)
    lido: object = feito
    for nome in onde.split("."):
        lido = getattr(lido, nome)
    assert lido == valor
    assert set(campos_do_tipo(do_tipo)) == {onde}
    assert preenchido(feito, do_tipo, HOJE) is feito


def test_an_issued_order_and_a_type_without_lines_stay_as_they_are() -> None:
    emitido, novo = pedido(versao=1, contato="CICLANO"), pedido(contato="CICLANO")
    com = tipo(Categoria.ORCAMENTO, auto_preenchimento=("PESSOA_CONTATO=FULANO",))
    assert preenchido(emitido, com, HOJE) is emitido
    assert preenchido(novo, tipo(Categoria.ORCAMENTO), HOJE) is novo


def test_what_the_type_has_none_of_is_left_out() -> None:
    sem = tipo(Categoria.ORCAMENTO, auto_preenchimento=("VENDEDOR_ID=3",), vendedor="nao_informar")
    assert preenchido(antes := pedido(), sem, HOJE) is antes
    assert campos_do_tipo(sem) == {}


def test_the_last_day_is_counted_from_the_issue() -> None:
    com = tipo(Categoria.ORCAMENTO, auto_preenchimento=("DATA_VALIDADE=[SYSDATE+15]",))
    assert validade_do_tipo(com, HOJE) == date(2026, 3, 16)
    assert validade_do_tipo(tipo(Categoria.ORCAMENTO), HOJE) is None
