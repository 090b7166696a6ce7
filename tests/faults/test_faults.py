"""The fault run as tests: a few rounds of every kind are green, and the same run is red when the sending is broken."""

from pathlib import Path

import pytest

from balcao.config.plataforma import pasta_temporaria
from balcao.services.counter.finalizar import Passo
from tests.faults import sabotagem
from tests.faults.corrida import Contas, baralho, joga
from tests.faults.falhas import FALHAS

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
CONFIRMADO = f"balcão morto: {Passo.CONFIRMADO}"


@pytest.fixture
def pasta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not pytest's own folder: the database's account must reach it."""
    with pasta_temporaria() as onde:
        yield onde


def tipos(contas: Contas) -> set[str]:
    return {p.tipo for p in contas.problemas}


def test_cada_falha_e_atingida_e_nada_se_perde_nem_se_dobra(pasta: Path) -> None:
    contas = joga(pasta, baralho(len(FALHAS), 7), 7)
    assert contas.problemas == []
    assert contas.nunca == []
    assert contas.vendas >= 2 * len(FALHAS)


@pytest.mark.parametrize(("sabota", "falha", "tipo"), [
    (sabotagem.DIARIO_DEPOIS, CONFIRMADO, "perdido"),
    (sabotagem.IMPRIME_ANTES, "rede: 20 ms", "perdido"),
    (sabotagem.OUTRO_ID, "rede: resposta cortada", "dobrado"),
])
def test_quebrado_de_proposito_fica_vermelho(pasta: Path, sabota: str, falha: str, tipo: str) -> None:
    assert tipo in tipos(joga(pasta, [falha] * 2, 1, sabota))


def test_o_que_nao_foi_atingido_nao_conta() -> None:
    contas = Contas()
    contas.rodadas.update(["a", "disco cheio: b"])
    contas.atingidas.update({"a": 0})
    assert contas.nunca == ["a", "disco cheio: b"]
    assert not contas.bom
    contas.sem_disco = True
    assert contas.nunca == ["a"]
