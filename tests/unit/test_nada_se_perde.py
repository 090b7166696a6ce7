"""docs/nada-se-perde.md: every proof that it names is there."""

import re
from pathlib import Path

import pytest

from tests.faults.falhas import FALHAS

RAIZ = Path(__file__).parents[2]
LINHAS = [linha for linha in (RAIZ / "docs" / "nada-se-perde.md").read_text(encoding="utf-8").splitlines()
          if linha.startswith("| ") and not linha.startswith("| O que se promete")]


def provas(linha: str) -> list[str]:
    return re.findall(r"`([^`]+)`", linha.rsplit("|", 2)[1])


@pytest.mark.parametrize("linha", LINHAS, ids=lambda linha: linha[2:50])
def test_cada_promessa_tem_provas_que_existem(linha: str) -> None:
    assert provas(linha)
    for prova in provas(linha):
        assert existe(prova), prova


def test_cada_tipo_de_falha_prova_alguma_coisa() -> None:
    """A kind of fault that no promise names is one that nobody knows of."""
    ditas = {p.removeprefix("falha: ") for linha in LINHAS for p in provas(linha) if p.startswith("falha: ")}
    assert ditas == set(FALHAS)


def existe(prova: str) -> bool:
    if prova.startswith("falha: "):
        return prova.removeprefix("falha: ") in FALHAS
    if prova.startswith("bench: "):
        return (RAIZ / prova.removeprefix("bench: ")).is_file()
    if "::" in prova:
        arquivo, teste = prova.split("::")
        return re.search(rf"^def {teste}\(", (RAIZ / arquivo).read_text(encoding="utf-8"), re.MULTILINE) is not None
    arquivo, cenario = prova.split(".feature: ")
    texto = (RAIZ / f"{arquivo}.feature").read_text(encoding="utf-8")
    return re.search(rf"^ *(Cenário|Esquema do Cenário): {re.escape(cenario)}$", texto, re.MULTILINE) is not None
