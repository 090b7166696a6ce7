"""The requirement list counts no field that does nothing."""

import pytest

from balcao.domain.campo import campos_de
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from ferramentas.requisitos import Requisito, erros_das_tags, imprime, le_catalogo, tags_dos_cenarios


def test_a_field_without_behaviour_is_open_even_where_a_scenario_passes() -> None:
    requisitos = le_catalogo()
    abertos = {campo.id for _, campo in campos_de(FichaTipoPedido, abertos=True) if campo.aberto}
    assert {id_ for id_, r in requisitos.items() if r.sem_comportamento} == abertos
    for id_ in ("TP-036", min(abertos)):
        requisitos[id_].passou, requisitos[id_].campos = 1, {"x": 1}
    assert (requisitos["TP-036"].estado, requisitos[min(abertos)].estado) == ("mostrado", "aberto")


def test_the_list_of_what_is_open_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    imprime({"TP-900": Requisito("TP-900", "tipos_pedidos", 2, "Sigla", sem_comportamento=True, passou=1),
             "TP-901": Requisito("TP-901", "tipos_pedidos", 1, "Cor")}, so_abertos=True)
    um, outro = capsys.readouterr().out.splitlines()
    assert um == "TP-900  camada 2  aberto         Sigla (campo declarado, comportamento por fazer)"
    assert outro == "TP-901  camada 1  aberto         Cor"


def test_a_scenario_names_only_what_it_can_show() -> None:
    requisitos = {"TP-900": Requisito("TP-900", "tipos_pedidos", 2, "Sigla", sem_comportamento=True)}
    assert erros_das_tags(requisitos, {"TP-900": {"b.feature", "a.feature"}, "TP-999": {"a.feature"}}) == [
        "a.feature, b.feature: @TP-900 é de um campo ainda aberto", "a.feature: @TP-999 não está no catálogo"]
    assert erros_das_tags(le_catalogo(), tags_dos_cenarios()) == []
