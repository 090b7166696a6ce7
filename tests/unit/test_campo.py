from decimal import Decimal as D

import pytest

from balcao.domain.campo import Campo, ValorInvalido


@pytest.mark.parametrize(("minimo", "maximo", "valor", "diz"), [
    (D("0.01"), D("99.99"), D(100), "Desconto deve estar entre 0,01 e 99,99 %"),
    (D("0.5"), None, D(0), "Desconto deve ser 0,5 % ou mais"),
    (None, D("1000"), D(1001), "Desconto deve ser 1.000 % ou menos"),
    (1, 65535, 70000, "Desconto deve estar entre 1 e 65535 %"),
])
def test_a_bound_is_told_as_it_would_be_typed(minimo, maximo, valor, diz):
    campo = Campo("X-001", "Desconto", "", unidade="%", minimo=minimo, maximo=maximo)
    with pytest.raises(ValorInvalido) as erro:
        campo.validar(valor)
    assert str(erro.value) == diz
