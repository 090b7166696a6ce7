"""Whatever the Configuração window shows has a scenario that sets it, under its requirement."""

from pathlib import Path

import pytest

from balcao.domain.campo import Campo, campos_de
from balcao.domain.terminal import PAGINAS, Rodape

CENARIOS = Path(__file__).parents[1] / "scenarios"


def visiveis() -> list[tuple[str, Campo]]:
    return [par for modelo in (*(p.modelo for p in PAGINAS), Rodape) for par in campos_de(modelo)]


def ditos_por_id() -> dict[str, str]:
    """What the scenarios of each tag say, background included."""
    ditos: dict[str, str] = {}
    for arquivo in CENARIOS.glob("*.feature"):
        fundo, *cenarios = arquivo.read_text(encoding="utf-8").split("\n\n  @")
        for cenario in cenarios:
            tags, _, corpo = cenario.partition("\n")
            for tag in f"@{tags}".split():
                ditos[tag.removeprefix("@")] = ditos.get(tag.removeprefix("@"), "") + fundo + corpo
    return ditos


@pytest.mark.parametrize("nome", [nome for nome, _ in visiveis()])
def test_every_visible_setting_is_shown_by_a_scenario(nome: str) -> None:
    campo = dict(visiveis())[nome]
    dito = ditos_por_id().get(campo.id, "")
    assert f'"{campo.titulo}"' in dito or f"| {campo.titulo} " in dito, f"{campo.id} {campo.titulo}: nobody sets it"
