"""TP-021 to TP-024 and TP-095: the vehicle and the equipment that a type demands, lets be told, or has none of."""

import pytest

from balcao.domain.achados import Severity
from balcao.domain.formatos import TextoInvalido
from balcao.domain.pedido import DadosServico
from balcao.domain.placa import formata_placa, le_placa
from balcao.domain.preenchimento import conforme_tipo
from balcao.domain.rules import Moment, check
from balcao.domain.textos import texto
from tests.apoio.fatos import fatos, pedido, tipo

DITO = {"placa": "ABC1D23", "modelo": "GOL 1.6", "equipamento": "NOTEBOOK"}
CAMPO = {"placa": ("placa_veiculo", "nao", "TP-022"), "modelo": ("modelo_veiculo", "nao", "TP-023"),
         "equipamento": ("equipamento", "nao_informar", "TP-024")}


def ajustado(nome, como, **outros):
    campo, nao, _ = CAMPO[nome]
    return tipo(**({"servico_veiculos": True, campo: nao if como == "nao" else como} | outros))


@pytest.mark.parametrize("nome", CAMPO)
@pytest.mark.parametrize(("como", "dito", "codigo"), [
    ("requerido", False, "exigido"), ("requerido", True, ""), ("opcional", False, ""), ("opcional", True, ""),
    ("nao", False, ""), ("nao", True, "nao_informar")])
def test_each_field_is_demanded_may_be_told_or_is_none_of_the_type(nome, como, dito, codigo):
    um = pedido(servico=DadosServico(**({nome: DITO[nome]} if dito else {})))
    achados = check(Moment.EMISSAO, fatos(tipo=ajustado(nome, como), pedido=um))
    assert [(a.code, a.severity, a.field) for a in achados] == (
        [(f"{nome}.{codigo}", Severity.BLOCK, nome)] if codigo else [])
    assert all(CAMPO[nome][2] == a.origem.campo_id and ("Shift+F3" in texto(a) or "Tire" in texto(a)) for a in achados)


@pytest.mark.parametrize("nome", ["placa", "modelo"])
def test_a_type_that_is_not_of_vehicles_has_no_vehicle_whatever_its_other_fields_say(nome):
    fora = ajustado(nome, "requerido", servico_veiculos=False)
    assert check(Moment.EMISSAO, fatos(tipo=fora)) == ()
    [achado] = check(Moment.EMISSAO, fatos(tipo=fora, pedido=pedido(servico=DadosServico(**{nome: DITO[nome]}))))
    assert (achado.code, achado.origem.campo_id) == (f"{nome}.nao_informar", "TP-021")


def test_spaces_are_no_model():
    [achado] = check(Moment.EMISSAO, fatos(tipo=ajustado("modelo", "requerido"),
                                           pedido=pedido(servico=DadosServico(modelo="  "))))
    assert achado.code == "modelo.exigido"


def test_what_another_program_sends_as_a_plate_is_looked_at():
    [achado] = check(Moment.EMISSAO, fatos(tipo=ajustado("placa", "opcional"),
                                           pedido=pedido(servico=DadosServico(placa="abc-1234"))))
    assert (achado.code, achado.field) == ("placa.invalida", "placa")
    assert "abc-1234" in texto(achado)


@pytest.mark.parametrize(("digitada", "guardada", "impressa"), [
    ("abc1234", "ABC1234", "ABC-1234"), ("ABC-1234", "ABC1234", "ABC-1234"), (" abc 1d23 ", "ABC1D23", "ABC1D23"),
    ("ABC·1D23", "ABC1D23", "ABC1D23"), ("", "", ""), ("  ", "", "")])
def test_a_plate_is_kept_in_one_form(digitada, guardada, impressa):
    assert le_placa(digitada) == guardada
    assert formata_placa(guardada) == impressa


@pytest.mark.parametrize("digitada", ["ABC123", "AB1234", "ABC12345", "ABCD123", "1234ABC", "ABC1DD3", "ÁBC1234",
                                      "ABC١234"])
def test_what_is_no_plate_says_what_one_looks_like(digitada):
    with pytest.raises(TextoInvalido, match=f"“{digitada}” não é uma placa.*ABC-1234.*ABC1D23"):
        le_placa(digitada)


def test_the_order_drops_what_its_new_type_has_none_of():
    com = pedido(servico=DadosServico(**DITO, conferidos=("BALANÇA", "PNEUS")))
    so_equipamento = tipo(equipamento="opcional", checklist=("PNEUS", " ", "PNEUS", "FAROL"))
    assert conforme_tipo(com, so_equipamento).servico == DadosServico(equipamento="NOTEBOOK", conferidos=("PNEUS",))
    tudo = tipo(servico_veiculos=True, placa_veiculo="opcional", modelo_veiculo="requerido", equipamento="opcional",
                checklist=("BALANÇA", "PNEUS"))
    assert conforme_tipo(com, tudo) is com


def test_a_check_list_has_each_line_once():
    assert tipo(checklist=("PNEUS", " ", "FAROL ", "PNEUS")).itens_checklist == ("PNEUS", "FAROL")
    assert not tipo().tem_servico
    assert tipo(checklist=("PNEUS",)).tem_servico
