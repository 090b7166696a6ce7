"""100,000 products change at once while somebody sells: the search stays quick, memory stays flat, and it all arrives.

The window is this process, the sync is the real one, in its own.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal as D
from pathlib import Path

import psutil
import pytest

from balcao.domain.protocolo import CANAL
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import Loja, nova_loja

pytestmark = [pytest.mark.faults, pytest.mark.servidor_proprio, pytest.mark.timeout(900)]

PRODUTOS = 100_000
PALAVRAS = ("parafuso 1", "luva p", "arruela 12", "porca sext 1", "prego 18x", "fita isol 10")
MB = 1 << 20


@pytest.fixture
def loja(fabrica_bancos: FabricaBancos) -> Iterator[Loja]:
    uma = nova_loja(fabrica_bancos)
    yield uma
    uma.fecha()


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    nomes = "(ARRAY['PARAFUSO SEXTAVADO','LUVA PVC','ARRUELA LISA','PORCA SEXTAVADA','PREGO 18X','FITA ISOLANTE'])"
    loja.sql(f"INSERT INTO produtos (id, codigo, descricao, vendas) SELECT n, 'M' || n, {nomes}[1 + mod(n, 6)] || ' '"
             f" || n, mod(n, 97) FROM generate_series(1001, 1000 + {PRODUTOS}) n")
    loja.sql("INSERT INTO precos SELECT id, %s, 10 FROM produtos WHERE id > 1000", loja.listas["VAREJO"])
    loja.sql("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) SELECT id, 1, 1000 FROM produtos"
             " WHERE id > 1000")
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        um.sincronizador.fecha()  # the process does it now
        yield um


def _vende(balcao: BalcaoDeTeste, ate: Callable[[], bool], minimo: int) -> list[float]:
    """Search, include, issue now and then, until `ate`; the seconds of each search."""
    tempos: list[float] = []
    venda = balcao.venda("VENDA LIVRE")
    while len(tempos) < minimo or not ate():
        n = len(tempos)
        inicio = time.perf_counter()
        achados = balcao.b.consulta.busca(PALAVRAS[n % len(PALAVRAS)])
        if achados is None:  # not within a keystroke's budget: as the screen does
            achados = balcao.b.consulta.busca_completa(PALAVRAS[n % len(PALAVRAS)], lambda: False)
        tempos.append(time.perf_counter() - inicio)
        assert achados.linhas, PALAVRAS[n % len(PALAVRAS)]
        venda.inclui(achados.linhas[0].id, D(1))
        if len(venda.pedido.itens) == 20:
            emitido = balcao.emite(venda)
            assert emitido.numero, emitido.achados
            venda = balcao.venda("VENDA LIVRE")
    return tempos


def _p99(tempos: list[float]) -> float:
    return sorted(tempos)[int(len(tempos) * 0.99)]


class _Vigia(threading.Thread):
    """The most memory that a process had."""

    def __init__(self, pid: int) -> None:
        super().__init__(name="vigia")
        self._processo = psutil.Process(pid)
        self._fim = threading.Event()
        self.maior = 0

    def run(self) -> None:
        while not self._fim.wait(0.05):
            self.maior = max(self.maior, self._processo.memory_info().rss)

    def para(self) -> int:
        self._fim.set()
        self.join()
        return self.maior


def test_cem_mil_mudancas_de_uma_vez_enquanto_se_vende(balcao: BalcaoDeTeste) -> None:
    loja, eu = balcao.loja, psutil.Process()
    balcao.b.inicia()

    def chegou() -> bool:
        with balcao.b.replica.conexao() as leitor:
            quantos, = leitor.conexao.execute("SELECT count(*) FROM estoques WHERE saldo = 2000000000").fetchone()
        return bool(quantos >= PRODUTOS)

    ultima = [0.0]

    def de_vez_em_quando() -> bool:
        """Counting 100,000 rows at each search would be what is measured."""
        if time.monotonic() - ultima[0] < 1:
            return False
        ultima[0] = time.monotonic()
        return chegou()

    _vende(balcao, lambda: True, 200)
    parado = _vende(balcao, lambda: True, 600)
    pid = balcao.b._supervisor.pid if balcao.b._supervisor is not None else None
    assert pid is not None
    sincronia, vigia = psutil.Process(pid).memory_info().rss, _Vigia(pid)
    gc.collect()
    antes = eu.memory_info().rss
    vigia.start()
    with loja.empresa.servico() as con:
        con.execute("SET statement_timeout = 0")
        con.execute("UPDATE produtos SET descricao = descricao || ' NOVO' WHERE id > 1000")
        con.execute("UPDATE estoques SET saldo = 2000 WHERE produto_id > 1000")
        con.execute("SELECT pg_notify(%s, current_schema())", [CANAL])
    inicio = time.monotonic()
    durante = _vende(balcao, de_vez_em_quando, 600)
    segundos = time.monotonic() - inicio
    gc.collect()
    cresceu, pico = eu.memory_info().rss - antes, vigia.para()
    print(f"\n{PRODUTOS} produtos em {segundos:.0f} s; busca p99 {_p99(parado) * 1000:.1f} ms parado,"
          f" {_p99(durante) * 1000:.1f} ms durante ({len(durante)} buscas); janela +{cresceu / MB:.1f} MB;"
          f" sincronia {sincronia / MB:.0f} MB, pico {pico / MB:.0f} MB")
    assert pid == balcao.b._supervisor.pid  # type: ignore[union-attr]
    assert _p99(durante) <= max(2 * _p99(parado), 0.01)
    assert cresceu < 24 * MB
    assert pico - sincronia < 96 * MB
    assert balcao.b.consulta.busca_completa("parafuso novo", lambda: False).linhas
