"""Instalments as a seller tells them."""

from datetime import date
from decimal import Decimal as D

import pytest

from balcao.domain.plano import PlanoPagamento, em_parcelas
from balcao.ui.venda.edicao_cabecalho import descreve_plano

HOJE = date(2026, 11, 22)


@pytest.mark.parametrize(("prazos", "entrada", "total", "dito"), [
    ((0,), None, "100.00", ""),
    ((30,), None, "100.00", ""),
    ((30, 60, 90), None, "300.00", "3× de R$ 100,00"),
    ((30, 60, 90), None, "100.00", "2× de R$ 33,33 + 1× de R$ 33,34"),
    ((0, 30, 60), "40", "270.93", "entrada de R$ 108,37 + 2× de R$ 81,28"),
    ((0, 30), None, "10.00", "entrada de R$ 5,00 + 1× de R$ 5,00"),
])
def test_entrada_e_parcelas_nao_se_confundem(prazos: tuple[int, ...], entrada: str | None, total: str,
                                             dito: str) -> None:
    plano = PlanoPagamento(id=1, nome="P", prazos=prazos, entrada_percentual=entrada and D(entrada))
    assert em_parcelas(plano.parcelas(D(total), HOJE), HOJE).replace("\u00a0", " ") == dito


def test_valores_todos_diferentes_so_se_contam() -> None:
    plano = PlanoPagamento(id=1, nome="P", prazos=(30, 60, 90, 120, 150))
    digitadas = tuple(um.model_copy(update={"valor": D(n)}) for n, um in enumerate(plano.parcelas(D(100), HOJE), 1))
    assert em_parcelas(digitadas, HOJE) == "5 parcelas"


@pytest.mark.parametrize(("campos", "dito"), [
    ({"prazos": (0,)}, "à vista"), ({"prazos": (30, 60)}, "30/60 dias"),
    ({"prazos": (0, 30, 60), "entrada_percentual": D("40.0000")}, "40% de entrada e 30/60 dias"),
    ({"prazos": (30,), "acrescimo": D("2.5000")}, "30 dias, acréscimo de 2,5%"),
])
def test_o_que_um_plano_e(campos: dict[str, object], dito: str) -> None:
    assert descreve_plano(PlanoPagamento(id=1, nome="P", **campos)) == dito
