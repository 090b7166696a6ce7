"""200 counters on one service and one database: orders/s against pgbench writing the same rows, p99, locks, memory.

    python -m tests.bench.bench_carga [--curto] [--minutos N]

Each simulated counter is real HTTP with its station's credential (a connection of its own, as the counter keeps one);
half of the sales take credit and reserve stock, and each customer has his counter. Two phases: at full speed, for
orders/s as a ratio to pgbench and to bare psycopg clients that write the same rows under the same locks; and at a
shop's pace (an order per counter now and then, compressed), for the p99 of one counter while the others are busy;
beside them one real counter, with journal, replica and printer, sells too. Meanwhile `pg_locks` is sampled: nobody
waits for another customer's sale but at the numbering. Memory is shown at the start, every minute and at the end, and
must be flat (carga_memoria). Ends with 1 when a budget is missed.
"""

import argparse
import asyncio
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import argon2
import httpx2
import psutil
from uuid_utils.compat import uuid7

from balcao.config.plataforma import pasta_temporaria
from balcao.domain.pedido import Pedido
from tests.apoio.retaguarda import CREDENCIAL, Loja
from tests.bench.bench_balcao import percentil
from tests.bench.bench_busca import confere
from tests.bench.bench_envio import Piso, loja_de_bancada, valores_de_um_envio
from tests.bench.carga_memoria import BalcaoVerdadeiro, Memoria
from tests.bench.carga_piso import pgbench
from tests.bench.espera import vigiada
from tests.faults.servico_vivo import ServicoVivo

BALCOES, CLIENTES_PISO = 200, 8
RAZAO, P99_MS = 6.0, 1000.0
NUMERACAO = "numeradores"

# A row's wait shows as a wait for its holder's transaction; the row that is waited for is in the waiter's tuple lock.
_LINHAS = """
    SELECT c.relname FROM pg_locks t JOIN pg_class c ON c.oid = t.relation
      JOIN pg_locks e ON e.pid = t.pid AND NOT e.granted
     WHERE t.locktype = 'tuple' AND t.granted AND t.database = (SELECT oid FROM pg_database
           WHERE datname = current_database())"""

# Who is long at one statement, or at nothing, inside a transaction, though he waits for nobody's row; a statement at
# the numbering has waited for it in its turn, and says nothing.
_DEMORADAS = """
    SELECT state, coalesce(wait_event, 'no processador'), left(query, 60),
           extract(epoch FROM clock_timestamp() - state_change)
      FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND state <> 'idle'
       AND state_change < clock_timestamp() - interval '0.3 s'
       AND wait_event_type IS DISTINCT FROM 'Lock' AND query NOT LIKE '%numeradores%'"""


@dataclass
class Vigia:
    """Samples who waits for which row and who holds one for long, on a thread of its own.

    demoradas: the seconds of the longest stay seen in each place; parada_s: the longest time in which this thread,
    which only sleeps 20 ms and asks, did not get on (the machine stood still, or the database did not answer).
    """

    loja: Loja
    esperas: Counter[str] = field(default_factory=Counter)
    demoradas: dict[tuple[str, ...], float] = field(default_factory=dict)
    parada_s: float = 0.0

    @contextmanager
    def olhando(self) -> Iterator["Vigia"]:
        fim = threading.Event()
        linha = threading.Thread(target=self._olha, args=(fim,))
        linha.start()
        try:
            yield self
        finally:
            fim.set()
            linha.join()

    def _olha(self, fim: threading.Event) -> None:
        with self.loja.empresa.admin(autocommit=True) as con:
            antes = time.monotonic()
            while not fim.wait(0.02):
                self.esperas.update(nome for nome, in con.execute(_LINHAS))
                for *onde, segundos in con.execute(_DEMORADAS):
                    self.demoradas[*onde] = max(self.demoradas.get((*onde,), 0.0), float(segundos))
                agora = time.monotonic()
                self.parada_s, antes = max(self.parada_s, agora - antes), agora

    def mostra(self, fase: str) -> None:
        """Waits by table, the longest stays inside a transaction, and the longest stop of the watch itself."""
        print(f"  {fase}: esperas por linha {dict(self.esperas)}; a vigia ficou parada até {self.parada_s:.2f} s")
        for onde, segundos in sorted(self.demoradas.items(), key=lambda um: -um[1])[:5]:
            print(f"    {segundos:.1f} s numa transação em: {', '.join(onde)}")


@dataclass
class Resultado:
    """Seconds of each order, what was refused, and how often the service asked to be asked again."""

    tempos: list[float] = field(default_factory=list)
    recusas: Counter[str] = field(default_factory=Counter)
    segundos: float = 0.0
    de_novo: int = 0

    @property
    def por_segundo(self) -> float:
        return len(self.tempos) / self.segundos


def cria_balcoes(loja: Loja) -> tuple[list[int], list[Pedido]]:
    """The stations, and one order of each: its own customer, its own products, by turns on credit and in cash."""
    # a light verifier: two hundred slow ones are a morning's work, not this one's
    resumo = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(CREDENCIAL)
    modelos = []
    with loja.empresa.dono() as con:
        for n in range(BALCOES):
            nome, ident = f"CLIENTE {n}", uuid7()
            con.execute("INSERT INTO pessoas (id, nome) VALUES (%s, %s)", (ident, nome))
            con.execute("INSERT INTO clientes (pessoa_id, limite_credito) VALUES (%s, NULL)", (ident,))
            linha = con.execute("INSERT INTO estacoes (nome, numero, estabelecimento_id, credencial, politica)"
                                " VALUES (%s, %s, 1, %s, '{}') RETURNING id", (f"C{n}", 100 + n, resumo)).fetchone()
            assert linha is not None
            loja.clientes[nome], loja.estacoes[f"C{n}"] = ident, linha[0]
            for codigo in _codigos(n):
                produto = con.execute("INSERT INTO produtos (codigo, descricao) VALUES (%s, %s) RETURNING id",
                                      (codigo, f"PRODUTO {codigo}")).fetchone()
                assert produto is not None
                loja.produtos[codigo] = produto[0]
                con.execute("INSERT INTO precos VALUES (%s, %s, 10)", (produto[0], loja.listas["VAREJO"]))
                con.execute("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) VALUES (%s, 1, 9999999)",
                            (produto[0],))
    for n in range(BALCOES):
        itens = [(codigo, 1) for codigo in _codigos(n)]
        tipo, plano = ("VENDA", "30/60/90") if n % 2 else ("VENDA LIVRE", "À VISTA")
        modelos.append(loja.pedido(tipo, cliente=f"CLIENTE {n}", plano=plano, itens=itens, estacao=f"C{n}"))
    return [loja.estacoes[f"C{n}"] for n in range(BALCOES)], modelos


def _codigos(n: int) -> tuple[str, ...]:
    """The products of one counter: whoever waits for another's stock would wait for the same goods, which is right."""
    return tuple(f"C{n}{letra}" for letra in "ABC")


# ---- the floor: the same rows, the same locks, no HTTP, no facts, no rules

def piso(loja: Loja, modelos: list[Pedido], segundos: float) -> float:
    """Orders/s of a few bare clients."""
    nus = [Piso(loja.empresa.dsn_servico, valores_de_um_envio(loja, m.model_copy(update={"id": uuid7()})),
                sorted(i.produto_id for i in m.itens)) for m in modelos[:CLIENTES_PISO]]
    barreira = threading.Barrier(CLIENTES_PISO, timeout=60)

    def grava(um: Piso) -> int:
        barreira.wait()
        fim, feitos = time.monotonic() + segundos, 0
        while time.monotonic() < fim:
            um.envia()
            feitos += 1
        um.fecha()
        return feitos

    with ThreadPoolExecutor(CLIENTES_PISO) as fios:
        return sum(fios.map(grava, nus)) / segundos


# ---- ours

async def _balcao(cliente: httpx2.AsyncClient, loja: Loja, modelo: Pedido, fim: float, pausa: float,
                  resultado: Resultado) -> None:
    """One counter: an order, and at the shop's pace a pause before the next."""
    sorte = random.Random(modelo.id.int)
    while time.monotonic() < fim:
        if pausa:
            await asyncio.sleep(sorte.uniform(0, 2 * pausa))
        envio = loja.envio(modelo.model_copy(update={"id": uuid7()}))
        corpo, inicio = envio.model_dump_json(), time.monotonic()
        while (resposta := await _pede(cliente, corpo)) is None or resposta.status_code == 503:
            resultado.de_novo += 1
            await asyncio.sleep(0.5)
        if resposta.status_code == 200:
            resultado.tempos.append(time.monotonic() - inicio)
        else:
            resultado.recusas[resposta.text[:120]] += 1


async def _pede(cliente: httpx2.AsyncClient, corpo: str) -> httpx2.Response | None:
    """The answer, None when the connection ended without one. As a counter does, whoever hears that or 503 (too many at
    the numbering) offers the same order again."""
    try:
        return await cliente.post("/v1/pedidos", content=corpo)
    except httpx2.TransportError:
        return None


def _cliente(porta: int, estacao: int) -> httpx2.AsyncClient:
    """A connection of one station. verify: no certificates are read for plain HTTP (50 ms each)."""
    return httpx2.AsyncClient(base_url=f"http://127.0.0.1:{porta}", timeout=60, verify=False,
                              auth=httpx2.BasicAuth(str(estacao), CREDENCIAL),
                              headers={"Content-Type": "application/json"})


async def abre_a_loja(loja: Loja, porta: int, estacoes: list[int], modelos: list[Pedido]) -> None:
    """The day's first order of each counter, in turn: the workers meet the credentials; not measured."""
    vez = asyncio.Semaphore(8)

    async def primeira(estacao: int, modelo: Pedido) -> None:
        async with vez, _cliente(porta, estacao) as cliente:
            envio = loja.envio(modelo.model_copy(update={"id": uuid7()}))
            resposta = await cliente.post("/v1/pedidos", content=envio.model_dump_json())
            assert resposta.status_code == 200, resposta.text

    await asyncio.gather(*(primeira(e, m) for e, m in zip(estacoes, modelos, strict=True)))


async def carga(loja: Loja, porta: int, estacoes: list[int], modelos: list[Pedido], segundos: float,
                pausa: float) -> tuple[Resultado, Resultado]:
    """All counters at once; the result of the first one, and of all."""
    todos, primeiro = Resultado(), Resultado()
    clientes = [_cliente(porta, e) for e in estacoes]
    inicio = time.monotonic()
    fim = inicio + segundos
    await asyncio.gather(*(
        _balcao(c, loja, m, fim, pausa if n else min(pausa, 0.05), primeiro if n == 0 else todos)
        for n, (c, m) in enumerate(zip(clientes, modelos, strict=True))))
    todos.tempos += primeiro.tempos
    todos.recusas += primeiro.recusas
    todos.de_novo += primeiro.de_novo
    todos.segundos = primeiro.segundos = time.monotonic() - inicio
    for cliente in clientes:
        await cliente.aclose()
    return primeiro, todos


def mostra(nome: str, r: Resultado) -> None:
    ms = [t * 1000 for t in r.tempos]
    print(f"  {nome}: {len(ms)} pedidos, {r.por_segundo:.0f}/s   p50 {statistics.median(ms):.0f} ms   "
          f"p99 {percentil(ms, 99):.0f} ms   recusados {r.recusas.total()}   de novo {r.de_novo}")
    for texto, vezes in r.recusas.most_common(3):
        print(f"    {vezes} × {texto}")


def julga(loja: Loja, memoria: Memoria, esperas: Counter[str], razao: float, um: Resultado,
          recusas: Counter[str]) -> bool:
    """Whether every budget was kept."""
    bom = confere(f"pgbench / {BALCOES} balcões, pedidos por segundo", razao, RAZAO, "×")
    bom &= confere("p99 de um balcão com os outros vendendo", percentil([t * 1000 for t in um.tempos], 99), P99_MS)
    alheias = sum(v for nome, v in esperas.items() if nome != NUMERACAO)
    bom &= confere("esperas por outro cliente fora da numeração", float(alheias), 0.0, "")
    for nome in memoria.familias:
        plana, cresceu = memoria.plana(nome)
        print(f"  memória, {nome}: {'plana' if plana else 'CRESCE'} ({cresceu:+.1f} MB do 3º ao 10º décimo)")
        bom &= plana
    bom &= confere("pedidos recusados", float(recusas.total()), 0.0, "")
    [(quantos, ultimos)] = loja.sql("SELECT (SELECT count(*) FROM pedidos), (SELECT sum(ultimo) FROM numeradores)")
    return confere("números dados sem pedido", float(Decimal(ultimos) - quantos), 0.0, "") and bom


def roda(pasta: Path, cheia_s: float, ritmo_s: float) -> bool:
    """Both phases; whether every budget was kept."""
    loja = loja_de_bancada(pasta)
    armadilhas = pasta / "armadilhas"
    armadilhas.mkdir()
    servico = ServicoVivo(loja.empresa.dsn_servico, armadilhas)
    pg = loja.empresa.banco.servidor
    verdadeiro = None
    try:
        estacoes, modelos = cria_balcoes(loja)
        nu = piso(loja, modelos, cheia_s / 2)
        chao = pgbench(loja, pg.programas, modelos[:CLIENTES_PISO], cheia_s / 2, pasta)
        verdadeiro = BalcaoVerdadeiro(loja, servico.porta, pasta)
        postmaster = int((pg.dados / "postmaster.pid").read_text().split()[0])
        memoria = Memoria({"serviço": psutil.Process(servico.pid), "PostgreSQL": psutil.Process(postmaster),
                           "um balcão": verdadeiro.processo})
        correndo, vigia = Vigia(loja), Vigia(loja)
        asyncio.run(abre_a_loja(loja, servico.porta, estacoes, modelos))
        with correndo.olhando():
            _, cheia = asyncio.run(carga(loja, servico.porta, estacoes, modelos, cheia_s, 0.0))
        capacidade = cheia.por_segundo
        with vigia.olhando(), memoria.olhando(), verdadeiro.vendendo():
            um, ritmo = asyncio.run(carga(loja, servico.porta, estacoes, modelos, ritmo_s,
                                          BALCOES / (capacidade * 0.4)))
        print(f"  pgbench, {CLIENTES_PISO} clientes: {chao:.0f} pedidos/s; psycopg nu: {nu:.0f} pedidos/s")
        mostra(f"{BALCOES} balcões, sem parar", cheia)
        mostra(f"{BALCOES} balcões, no ritmo da loja", ritmo)
        mostra("  um deles", um)
        mostra("  um balcão inteiro, F12 até a resposta", Resultado(verdadeiro.tempos, segundos=ritmo.segundos))
        correndo.mostra("sem parar")
        vigia.mostra("no ritmo")
        memoria.mostra()
        return confere("pedidos repetidos no ritmo da loja", float(ritmo.de_novo), 0.0, "") & julga(
            loja, memoria, correndo.esperas + vigia.esperas, chao / capacidade, um, cheia.recusas + ritmo.recusas)
    finally:
        if verdadeiro is not None:
            verdadeiro.fecha()
        servico.mata()
        loja.fecha()
        pg.parar()


def main() -> int:
    """Run the benchmark."""
    opcoes = argparse.ArgumentParser(description=__doc__)
    opcoes.add_argument("--curto", action="store_true", help="segundos em vez de minutos")
    opcoes.add_argument("--minutos", type=float, default=10.0, help="of compressed shop time")
    escolhas = opcoes.parse_args()
    with vigiada("o fim do bench_carga", 1800 + escolhas.minutos * 60), pasta_temporaria() as pasta:
        bom = roda(pasta, 5, 8) if escolhas.curto else roda(pasta, 30, escolhas.minutos * 60)
        return 0 if bom or escolhas.curto else 1  # the short form shows that it runs, on whatever machine


if __name__ == "__main__":
    sys.exit(main())
