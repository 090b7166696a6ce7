"""What every test gets: no screen, no keyring and no folder of the person's own, one PostgreSQL per
run, and the four leaks that fail a test (logged warnings, threads, timers, windows)."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from balcao.db.server.embutido import ServidorEmbutido
from balcao.services.office import senhas
from tests.apoio import empresa as _empresa
from tests.apoio import postgres, vazamentos
from tests.apoio.empresa import Empresa, LojaExemplo, empresa_vazia
from tests.apoio.postgres import Banco, FabricaBancos
from tests.apoio.vazamentos import Avisos

# the scenarios' steps; pytest takes this list from the topmost conftest only
pytest_plugins = ["tests.scenarios.passos_dado", "tests.scenarios.passos_quando", "tests.scenarios.passos_entao",
                  "tests.scenarios.passos_servico", "tests.scenarios.passos_participantes",
                  "tests.scenarios.passos_alteracao", "tests.scenarios.passos_comercial",
                  "tests.scenarios.passos_numeracao",
                  "tests.scenarios.passos_situacao", "tests.scenarios.passos_ordem_servico",
                  "tests.scenarios.passos_preenchimento",
                  "tests.scenarios.passos_pessoas", "tests.scenarios.passos_impressora",
                  "tests.scenarios.passos_cliente"]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

settings.register_profile("dev", max_examples=30, deadline=None)
settings.register_profile("ci", max_examples=50, deadline=None, print_blob=True,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


# A login costs 64 MiB and 50 ms on purpose, and a run has a thousand of them. What the product itself asks for is
# looked at in tests/unit/test_senhas.py.
senhas._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "servidor_proprio: another test's open transaction would change the result "
                            "(the horizon of a PostgreSQL is one for all its databases)")
    if not hasattr(config, "workerinput"):  # the controller, or the only process
        config.balcao_pasta = postgres.abre_corrida()  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if pasta := getattr(config, "balcao_pasta", None):
        postgres.fecha_corrida(pasta)


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in this same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The marks that say what a test needs are set by what it asks for."""
    for item in items:
        pedidos = getattr(item, "fixturenames", ())
        if {"servidor_pg", "fabrica_bancos"} & set(pedidos):
            item.add_marker("pg")
        if item.get_closest_marker("servidor_proprio"):
            item.add_marker(pytest.mark.xdist_group("servidor_proprio"))  # one worker, so one more server
        if "qapp" in pedidos or "qtbot" in pedidos:
            item.add_marker("ui")
        item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))  # a test's own mark comes first


def pytest_make_parametrize_id(val: object) -> str | None:
    """A fresh UUID inside a parameter would give each worker other test names, and xdist gives up."""
    return _UUID.sub("uuid", val) if isinstance(val, str) and _UUID.search(val) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """--mutacao: each scenario once per field it claims to show, that field left at its default."""
    parser.addoption("--mutacao", action="store_true", default=False, help="usado por make requisitos")


@pytest.fixture(scope="session")
def pasta_corrida() -> Path:
    """The folder of this run, shared by all workers."""
    return Path(os.environ[postgres.VARIAVEL])


@pytest.fixture(autouse=True)
def _pastas_do_teste(pasta_corrida: Path, request: pytest.FixtureRequest,
                     monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the person's own Balcão."""
    monkeypatch.setenv("BALCAO_PASTA", str(pasta_corrida / "casa" / f"{os.getpid()}-{id(request.node):x}"))


@pytest.fixture
def pasta_servidor(pasta_corrida: Path) -> Iterator[Path]:
    """A folder for a test that runs a server of its own.

    Not `tmp_path`: pytest closes that to every account but ours, and as root the server has another.
    The test stops its server.
    """
    with postgres.pasta_unica(pasta_corrida) as pasta:
        yield pasta


@pytest.fixture(scope="session")
def liga_servidor(pasta_corrida: Path) -> Iterator[Callable[[str], FabricaBancos]]:
    """Start one of the run's servers, or join it; all are stopped when the run ends."""
    with ExitStack() as pilha:
        @cache
        def liga(nome: str) -> FabricaBancos:
            fabrica = FabricaBancos(pasta_corrida, nome)
            fabrica.servidor.iniciar()
            pilha.callback(fabrica.fecha)
            fabrica.garante("empresa", _empresa.prepara)  # the roles exist before two tests could create them at once
            return fabrica

        yield liga


@pytest.fixture(scope="session")
def servidor_pg(liga_servidor: Callable[[str], FabricaBancos]) -> ServidorEmbutido:
    """The PostgreSQL that all tests of the run share."""
    return liga_servidor("pg").servidor


@pytest.fixture
def fabrica_bancos(request: pytest.FixtureRequest,
                   liga_servidor: Callable[[str], FabricaBancos]) -> Iterator[FabricaBancos]:
    """Makes databases for one test and drops them after it."""
    fabrica = liga_servidor("pg_proprio" if request.node.get_closest_marker("servidor_proprio") else "pg")
    yield fabrica
    fabrica.apaga_criados()


@pytest.fixture
def banco_vazio(fabrica_bancos: FabricaBancos) -> Banco:
    """A database with nothing in it."""
    return fabrica_bancos.vazio()


@pytest.fixture
def empresa(fabrica_bancos: FabricaBancos) -> Empresa:
    """A company's database, migrated and empty, with its roles (tests/apoio/empresa.py)."""
    return empresa_vazia(fabrica_bancos)


@pytest.fixture
def loja_exemplo(fabrica_bancos: FabricaBancos) -> LojaExemplo:
    """The sample shop as of 10/03/2026, its three stations with credentials. The first use of a run loads it."""
    return _empresa.loja_exemplo(fabrica_bancos)


@pytest.fixture
def avisos(_sem_vazamento: Avisos) -> Avisos:
    """For a test that expects a logged warning: `avisos.espera("texto")` takes it off the list."""
    return _sem_vazamento


@pytest.fixture(autouse=True)
def _sem_vazamento(_pastas_do_teste: None) -> Iterator[Avisos]:
    """Set up first, so torn down last: what is still there then, the test leaked."""
    registro = vazamentos.Avisos()
    antes = vazamentos.fotografa()
    with registro.ouvindo():
        yield registro
        vazados = antes.vazados()
    antes.fecha()
    vazados += registro.textos()
    if vazados:
        pytest.fail("O teste deixou para trás:\n  " + "\n  ".join(vazados), pytrace=False)
