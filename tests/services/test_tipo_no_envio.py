"""What the order's type says of its header, where it counts: in the transaction that stores the order.

A counter of this release never sends these; one of another release, or of older data, may.
"""

from typing import Any

import pytest

from balcao.services.office.contexto import Motivo, Recusada
from tests.apoio.retaguarda import Loja


@pytest.mark.parametrize(("politica", "campos", "codigo"), [
    ({"vendedor": "requerido"}, {}, "vendedor.exigido"),
    ({"vendedor": "nao_informar"}, {"vendedor_id": 1}, "vendedor.nao_informar"),
    ({"plano_pagamento": "requerido"}, {"plano_id": None}, "plano.exigido"),
    ({"plano_pagamento": "nao_informar"}, {}, "plano.nao_informar"),
    ({"todos_planos_pagamento": False}, {}, "plano.nao_permitido"),
])
def test_o_que_o_tipo_nao_deixa_nao_e_guardado(loja: Loja, politica: dict[str, Any], campos: dict[str, Any],
                                               codigo: str) -> None:
    loja.muda_tipo("DAV", **politica)
    pedido = loja.pedido(tipo="DAV", plano="30/60/90", itens=[("P1", 1)]).model_copy(update=campos)
    with pytest.raises(Recusada) as erro:
        loja.envia(pedido)
    assert erro.value.motivo is Motivo.CONFLITO
    assert [a.code for a in erro.value.recusa.achados] == [codigo]
    assert loja.conta("pedidos") == 0


def test_o_plano_indicado_e_aceito(loja: Loja) -> None:
    loja.muda_tipo("DAV", todos_planos_pagamento=False)
    loja.sql("INSERT INTO tipo_pedido_planos (tipo_id, plano_id) VALUES (%s, %s)", loja.tipos["DAV"],
             loja.planos["30/60/90"])
    assert loja.envia(loja.pedido(tipo="DAV", plano="30/60/90", itens=[("P1", 1)])).numero is not None


def test_o_vendedor_que_ninguem_escolheu_e_guardado_e_impresso(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(tipo="DAV", cliente="MARIA SOUZA", itens=[("P1", 1)]))
    assert loja.um("SELECT vendedor_id FROM pedidos WHERE id = %s", recibo.pedido_id) == loja.usuarios["ana"]
    loja.muda_cliente("MARIA SOUZA", representante_id=loja.usuarios["bia"])
    recibo = loja.envia(loja.pedido(tipo="DAV", cliente="MARIA SOUZA", itens=[("P1", 1)]))
    assert loja.um("SELECT vendedor_id FROM pedidos WHERE id = %s", recibo.pedido_id) == loja.usuarios["bia"]
    assert recibo.documento["vendedor"] == loja.um("SELECT nome FROM usuarios WHERE login = 'bia'")
