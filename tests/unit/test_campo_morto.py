"""The check for settings that change nothing finds a planted one, and one that is only written to the log.

A small project of its own: a declared model with three fields, a scenario for each, and the scenarios' own conftest,
which leaves each field at its default in turn, with `make requisitos`' own judgement of what it wrote.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ferramentas import requisitos

RAIZ = Path(__file__).resolve().parents[2]
CONFTEST = '''
import logging
from pathlib import Path
from typing import Annotated, Any

import pytest
from pytest_bdd import given, parsers, then, when

import tests.scenarios.conftest as casa
from balcao.domain.campo import Campo, Politica, campos_de
from tests.scenarios.conftest import (mutado, pytest_bdd_apply_tag, pytest_generate_tests,
                                      pytest_runtest_makereport)


def pytest_addoption(parser):
    parser.addoption("--mutacao", action="store_true", default=False)


class Plantado(Politica):
    arredonda: Annotated[bool, Campo("XX-001", "Arredonda o total", "Sem os centavos.")] = False
    agradece: Annotated[bool, Campo("XX-002", "Agradece ao cliente", "Escreve obrigado no papel.")] = False
    confere: Annotated[bool, Campo("XX-003", "Confere o estoque", "Recusa o que não há.")] = False


casa.declarados = lambda: list(campos_de(Plantado))
casa.RELATORIO = Path(__file__).with_name("cenarios.jsonl")


class Venda:
    def __init__(self, mutado):
        self.politica, self.mutado, self.total, self.papel = Plantado(), mutado, 0, ""

    def ajusta(self, titulo):
        [(nome, campo)] = [par for par in campos_de(Plantado) if par[1].titulo == titulo]
        if self.mutado != f"{campo.id} {nome}":
            self.politica = self.politica.model_copy(update={nome: True})

    def emite(self):
        self.total = 10 if self.politica.arredonda else 10.4
        self.papel = "total"                                              # nobody reads `agradece`
        logging.getLogger("venda").info("confere: %s", self.politica.confere)  # and this is all that `confere` does


@pytest.fixture
def venda(mutado):
    return Venda(mutado)


@given(parsers.parse('a loja com "{titulo}"'))
def com(venda, titulo):
    venda.ajusta(titulo)


@when("emito")
def emito(venda):
    venda.emite()


@then(parsers.parse("o total é {total:d}"))
def total(venda, total):
    assert venda.total == total


@then("sai papel")
def papel(venda):
    assert venda.papel
'''
CENARIOS = '''# language: pt
Funcionalidade: o que a loja ajusta

  @XX-001
  Cenário: arredonda
    Dado a loja com "Arredonda o total"
    Quando emito
    Então o total é 10

  @XX-002
  Cenário: agradece
    Dado a loja com "Agradece ao cliente"
    Quando emito
    Então sai papel

  @XX-003
  Cenário: confere
    Dado a loja com "Confere o estoque"
    Quando emito
    Então sai papel
'''


def roda(pasta: Path, *opcoes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(pasta), "-p", "no:cacheprovider",
         "-p", "no:xdist", *opcoes, str(pasta)],
        cwd=pasta, env=os.environ | {"PYTHONPATH": str(RAIZ)}, capture_output=True, text=True, check=False)


@pytest.fixture
def projeto(tmp_path: Path) -> Path:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "ajustes.feature").write_text(CENARIOS, encoding="utf-8")
    (tmp_path / "test_ajustes.py").write_text(
        "from pytest_bdd import scenarios\n\nscenarios('ajustes.feature')\n", encoding="utf-8")
    return tmp_path


def test_o_campo_que_nada_muda_e_o_que_so_e_registrado_sao_achados(
        projeto: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limpo = roda(projeto)
    assert limpo.returncode == 0, limpo.stdout  # every scenario passes: that is not enough
    mutado = roda(projeto, "--mutacao")
    assert "1 failed, 2 passed" in mutado.stdout
    monkeypatch.setattr(requisitos, "RELATORIO", projeto / "cenarios.jsonl")
    lista = {id_: requisitos.Requisito(id_, "plantado", 1, id_) for id_ in ("XX-001", "XX-002", "XX-003")}
    requisitos.soma_resultados(lista)
    assert {id_: (r.estado, r.iguais) for id_, r in lista.items()} == {
        "XX-001": ("mostrado", []), "XX-002": ("não distingue", ["agradece"]),
        "XX-003": ("não distingue", ["confere"])}
