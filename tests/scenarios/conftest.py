"""The steps' world, the requirement tags, the mutation run, and the report that `make requisitos` reads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balcao.domain.campo import campos_de
from balcao.domain.tipo_pedido import TipoPedido
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import nova_loja
from tests.scenarios.mundo import CAMPOS_CLIENTE, PAGINAS_TERMINAL, PREFERENCIAS, Mundo

RELATORIO = Path(__file__).resolve().parents[2] / ".relatorios" / "cenarios.jsonl"


def campos_mutaveis() -> set[str]:
    """Requirements that are fields: left at their default, their scenario must turn red."""
    declarados = {campo.id for _, modelo in PAGINAS_TERMINAL for _, campo in campos_de(modelo)}
    declarados |= {campo.id for _, campo in campos_de(TipoPedido)}
    return declarados | {id_ for campos in (CAMPOS_CLIENTE, PREFERENCIAS) for _, id_, _ in campos.values() if id_}


def pytest_bdd_apply_tag(tag: str, function: Any) -> bool:
    """`@CB-027` becomes a mark that carries the id."""
    pytest.mark.requisito(tag)(function)
    return True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With --mutacao, each scenario runs once per field it claims to show, that field at its default."""
    if metafunc.config.getoption("--mutacao"):
        tags = [m.args[0] for m in metafunc.definition.iter_markers("requisito")]
        metafunc.parametrize("mutado", [t for t in tags if t in campos_mutaveis()], indirect=True)


@pytest.fixture(autouse=True)
def mutado(request: pytest.FixtureRequest) -> str:
    """The requirement whose field stays at its default in this run; "" in a plain one."""
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
    loja.motor.dispose()


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
