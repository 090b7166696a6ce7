"""The steps' world, the requirement tags, the mutation run, and the report that `make requisitos` reads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from balcao.domain.cadastro.comerciais import ListaPreco
from balcao.domain.campo import Campo, campos_de
from balcao.domain.tipo_pedido import TipoPedido
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import nova_loja
from tests.scenarios.mundo import (
    CAMPOS_CLIENTE,
    CAMPOS_CLIENTE_NA_LOJA,
    CAMPOS_ESTABELECIMENTO,
    CAMPOS_GRUPO,
    CAMPOS_PLANO,
    PAGINAS_TERMINAL,
    PREFERENCIAS,
    Mundo,
)

DOS_CADASTROS = (CAMPOS_CLIENTE, CAMPOS_CLIENTE_NA_LOJA, CAMPOS_ESTABELECIMENTO, CAMPOS_GRUPO, CAMPOS_PLANO,
                 PREFERENCIAS)
RELATORIO = Path(__file__).resolve().parents[2] / ".relatorios" / "cenarios.jsonl"


def declarados() -> list[tuple[str, Campo]]:
    """(attribute, declaration) of every field that a screen shows for a terminal, an order type or a price list."""
    modelos = (*(modelo for _, modelo in PAGINAS_TERMINAL), TipoPedido, ListaPreco)
    return [par for modelo in modelos for par in campos_de(modelo)]


def mutacoes(tags: list[str], passos: str) -> list[str]:
    """What must turn a scenario red when left at its default: "CB-131 imp_bobina_corte" for a declared field whose
    title the scenario says (or whose requirement has no other), the id alone for what the registries keep."""
    feitas = []
    for tag in sorted(tags):  # a set, in another order in each worker
        campos = [(nome, campo) for nome, campo in declarados() if campo.id == tag]
        ditos = [nome for nome, campo in campos if f'"{campo.titulo}"' in passos]
        feitas += [f"{tag} {nome}" for nome in ditos or [nome for nome, _ in campos]]
        if any(tag == id_ for campos_ in DOS_CADASTROS for _, id_, _ in campos_.values()):
            feitas.append(tag)
    return feitas


def _passos(funcao: Any) -> str:
    """Every step of a scenario, its background's, its tables and the rows of its examples."""
    cenario = scenario_wrapper_template_registry[funcao]
    celulas = [celula for e in cenario.examples for linha in e.examples for celula in linha]
    for passo in cenario.steps:
        celulas += [c.value for linha in (passo.datatable.rows if passo.datatable else ()) for c in linha.cells]
    return "\n".join([*(passo.name for passo in cenario.steps), *(f'"{celula}"' for celula in celulas)])


def pytest_bdd_apply_tag(tag: str, function: Any) -> bool:
    """`@CB-027` becomes a mark that carries the id."""
    pytest.mark.requisito(tag)(function)
    return True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With --mutacao, each scenario runs once per field it claims to show, that field at its default."""
    if metafunc.config.getoption("--mutacao"):
        tags = [m.args[0] for m in metafunc.definition.iter_markers("requisito")]
        metafunc.parametrize("mutado", mutacoes(tags, _passos(metafunc.definition.obj)), indirect=True)


@pytest.fixture(autouse=True)
def mutado(request: pytest.FixtureRequest) -> str:
    """The requirement and field that stay at their default in this run; "" in a plain one."""
    return str(getattr(request, "param", ""))


@pytest.fixture
def mundo(fabrica_bancos: FabricaBancos, mutado: str, tmp_path: Path) -> Iterator[Mundo]:
    """A shop of its own for each scenario."""
    loja = nova_loja(fabrica_bancos)
    with loja.motor.connect().execution_options(isolation_level="AUTOCOMMIT") as conexao:
        feito = Mundo(loja, conexao, tmp_path, mutado)
        feito.prepara()
        with feito.pilha:
            yield feito
    loja.fecha()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """One line per scenario in the report."""
    relato = yield
    tags = [m.args[0] for m in item.iter_markers("requisito")]
    if tags and (relato.when == "call" or relato.outcome == "failed"):
        RELATORIO.parent.mkdir(exist_ok=True)
        especificacao = getattr(item, "callspec", None)
        mutado = especificacao.params.get("mutado", "") if especificacao else ""
        with RELATORIO.open("a", encoding="utf-8") as arquivo:
            arquivo.write(json.dumps({"teste": item.nodeid, "requisitos": tags, "mutado": mutado,
                                      "passou": relato.outcome == "passed"}) + "\n")
    return relato
