"""The fault run as tests: a few rounds of every kind are green, and the same run is red when the sending is broken."""

from collections import Counter
from pathlib import Path

import pytest

from balcao.config.plataforma import pasta_temporaria
from balcao.services.counter.finalizar import Passo
from tests.faults import sabotagem
from tests.faults.cena import Problema
from tests.faults.corrida import Contas, baralho, falta, joga, le_registro
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


def test_uma_corrida_parada_continua_de_onde_parou_e_se_soma(tmp_path: Path) -> None:
    """Killed while it wrote: that round was not played; the rest of the deck is."""
    uma = Contas(rodadas=Counter(["a"]), atingidas=Counter(["a"]), lento_s={"a": 3.0}, lento_dito={"a": "guardado"},
                 vendas=2, papeis=2)
    outra = Contas(rodadas=Counter(["b"]), problemas=[Problema("perdido", "b", "x")], lento_s={"a": 1.0},
                   vendas=2, papeis=0)
    registro = tmp_path / "registro.jsonl"
    registro.write_text(f"{uma.em_json()}\n{outra.em_json()}\n{uma.em_json()[:-5]}", encoding="utf-8")
    lido = le_registro(registro)
    assert (lido.rodadas, lido.atingidas, lido.vendas, lido.papeis) == (Counter("ab"), Counter("a"), 4, 2)
    assert (lido.lento_s, lido.lento_dito, lido.nunca) == ({"a": 3.0}, {"a": "guardado"}, ["b"])
    assert [p.texto for p in lido.problemas] == ["x"]
    assert falta(["a", "b", "a", "c", "b"], lido.rodadas) == ["a", "c", "b"]
    assert le_registro(tmp_path / "nenhum").rodadas == Counter()


def test_o_que_nao_foi_atingido_nao_conta() -> None:
    contas = Contas()
    contas.rodadas.update(["a", "disco cheio: b"])
    contas.atingidas.update({"a": 0})
    assert contas.nunca == ["a", "disco cheio: b"]
    assert not contas.bom
    contas.sem_disco = True
    assert contas.nunca == ["a"]
