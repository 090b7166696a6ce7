from decimal import Decimal as D

import pytest
from pydantic import ValidationError

from balcao.domain.achados import Finding, Severity
from balcao.domain.textos import texto


def test_um_valor_atravessa_o_fio_como_valor_e_um_codigo_como_texto() -> None:
    """Otherwise the counter would show what the retaguarda found as "10.00" instead of "R$ 10,00"."""
    achado = Finding(code="credito.limite", severity=Severity.BLOCK, params={
        "excesso": D("10.00"), "disponivel": D("0.10"), "limite": D(5), "codigo": "10023", "quantidade": 2})
    lido = Finding.model_validate_json(achado.model_dump_json())
    assert lido == achado
    assert texto(lido) == "Excede o crédito em R$\u00a010,00: disponível R$\u00a00,10 de R$\u00a05,00."


@pytest.mark.parametrize("valor", [{"decimal": "abc"}, {"decimal": "NaN"}, {}, {"outro": "1"}])
def test_o_que_nao_e_um_valor_e_recusado(valor: object) -> None:
    with pytest.raises(ValidationError):
        Finding.model_validate({"code": "a", "severity": "info", "params": {"x": valor}})
