"""What a form concludes from the declaration and what was typed, without a widget."""

from decimal import Decimal
from typing import Annotated, ClassVar

import pytest

from balcao.domain.campo import Campo, Grupo, Politica
from balcao.ui.formulario.estado import Estado, arranjo


class Cadeia(Politica):
    """Each field shows only with the one before it; the last one is required with the first."""

    grupos: ClassVar[tuple[Grupo, ...]] = (Grupo("Um", "Dica do um.", ("Depois",)), Grupo("Dois"))

    a: Annotated[bool, Campo("XX-1", "A", "A.", "Um")] = True
    e: Annotated[str, Campo("XX-5", "E", "E.", "Dois", exigido_quando=lambda m: m.a,
                            exigido_porque="o campo A está marcado.")] = ""
    b: Annotated[bool, Campo("XX-2", "B", "B.", "Um", subgrupo="Depois", visivel_quando=lambda m: m.a)] = True
    c: Annotated[bool, Campo("XX-3", "C", "C.", "Um", visivel_quando=lambda m: m.b)] = False
    d: Annotated[Decimal, Campo("XX-4", "D", "D.", "Dois", unidade="%", visivel_quando=lambda m: m.c,
                                maximo=Decimal(100))] = Decimal(5)
    fixo: Annotated[int, Campo("XX-6", "Número", "N.", "Dois", fixo="O sistema dá.")] = 0
    nome: Annotated[str, Campo("XX-7", "Nome", "Nome.", "Dois", obrigatorio=True)]
    nunca: Annotated[bool, Campo("XX-8", "Nunca", "Sem comportamento.", "Dois", aberto=True)] = False


@pytest.fixture
def estado() -> Estado:
    return Estado(Cadeia(nome="Loja"))


def muda(estado: Estado, **valores: object) -> None:
    for nome, valor in valores.items():
        estado.define(nome, valor)
    estado.calcula()


def test_fields_are_read_group_by_group_and_part_by_part() -> None:
    um, dois = arranjo(Cadeia)
    assert (um.titulo, um.dica, [(p.titulo, p.nomes) for p in um.partes]) == (
        "Um", "Dica do um.", [("", ("a", "c")), ("Depois", ("b",))])
    assert tuple(dois.nomes) == ("d", "e", "fixo", "nome")


def test_a_field_without_behaviour_is_nowhere(estado: Estado) -> None:
    assert "nunca" not in estado.campos
    assert "nunca" not in estado.visiveis


def test_hiding_goes_down_the_chain_and_a_hidden_field_counts_as_stored(estado: Estado) -> None:
    muda(estado, c=True, d=Decimal(7))
    assert {"b", "c", "d"} <= estado.visiveis
    muda(estado, b=False)  # hides c, whose stored value (not marked) hides d
    assert estado.visiveis.isdisjoint({"c", "d"})
    assert (estado.atual.c, estado.atual.d) == (False, Decimal(5))
    muda(estado, b=True)  # what had been typed is there again
    assert (estado.atual.c, estado.atual.d) == (True, Decimal(7))


def test_required_follows_the_other_fields_and_says_why(estado: Estado) -> None:
    assert estado.confere("e", "") == "Preencha E: o campo A está marcado."
    assert estado.confere("e", "sim") == ""
    muda(estado, a=False)
    assert estado.confere("e", "") == ""
    assert estado.exigidos == {"nome"}
    assert estado.confere("nome", "") == "Preencha Nome."


def test_a_bound_is_told_by_its_declaration(estado: Estado) -> None:
    assert estado.confere("d", Decimal(101)) == "D deve ser 100 % ou menos"


def test_what_differs_from_the_defaults_is_what_can_be_seen_and_typed(estado: Estado) -> None:
    assert estado.fora_do_padrao(estado.campos) == []  # "nome" has no default: it cannot differ from it
    guardado = Estado(Cadeia(nome="Loja", fixo=9, c=True, d=Decimal(7), e="x" * 60))
    assert guardado.fora_do_padrao(guardado.campos) == ["c", "d", "e"]
    assert guardado.resumo(["c", "d", "e"]) == f"C: Marcado · D: 7 % · E: {'x' * 28}…"
    muda(guardado, b=False)
    assert guardado.fora_do_padrao(guardado.campos) == ["b", "d", "e"]


def test_an_edit_that_is_no_value_leaves_the_stored_one(estado: Estado) -> None:
    muda(estado, nome="Outra")
    assert estado.atual.nome == "Outra"
    estado.esquece("nome")
    estado.calcula()
    assert estado.atual.nome == "Loja"
