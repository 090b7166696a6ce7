"""F12 of 50 items → acknowledged, against the best bare psycopg transaction that writes the same rows.

    python -m tests.bench.bench_envio [--curto]

A database of its own, durable (fsync on), and the real service in processes of its own, asked by the counter's
own client. The floor sends our own statements (lock, write, notify, commit) with their values worked out
beforehand, in one pipeline: no facts, no rules, no HTTP. Floors and ours alternate in the same run, then again
behind 20 ms of network. Ends with 1 when the median misses its budget.
"""

import argparse
import asyncio
import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from uuid_utils.compat import uuid7

from balcao.config.plataforma import pasta_temporaria
from balcao.db.server.conexao import com
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import CANAL
from balcao.gateways import rotas, rotas_entrada
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.services.office import gravacao
from tests.apoio.postgres import Banco
from tests.apoio.retaguarda import CREDENCIAL, SENHA, Loja, loja_de, prepara
from tests.bench.bench_balcao import percentil
from tests.bench.bench_busca import confere
from tests.bench.espera import Demorou, vigiada

ITENS, LIMITE, REDE_S = 50, 4.0, 0.020
PRAZO_S, TUDO_S = 60.0, 1800.0
_SERVICO = """
import sys
from balcao.retaguarda.servidor import ConfigServico, executar

if __name__ == "__main__":
    executar(ConfigServico(dsn=sys.stdin.readline().strip(), porta=0, processos=2),
             lambda porta: print(porta, flush=True))
"""


@dataclass
class Rede:
    """A TCP relay that adds half of `atraso` each way, and counts turns: a request after an answer is one more."""

    porta_alvo: int
    atraso: float
    porta: int = 0
    idas: int = 0
    _laco: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    @contextmanager
    def aberta(self) -> Iterator["Rede"]:
        pronto = threading.Event()
        fio = threading.Thread(target=self._roda, args=(pronto,))
        fio.start()
        if not pronto.wait(PRAZO_S):
            raise Demorou("a rede de mentira", PRAZO_S)
        try:
            yield self
        finally:
            self._laco.call_soon_threadsafe(self._laco.stop)
            fio.join(PRAZO_S)

    def _roda(self, pronto: threading.Event) -> None:
        asyncio.set_event_loop(self._laco)
        servidor = self._laco.run_until_complete(asyncio.start_server(self._atende, "127.0.0.1", 0))
        self.porta = servidor.sockets[0].getsockname()[1]
        pronto.set()
        self._laco.run_forever()
        for tarefa in asyncio.all_tasks(self._laco):
            tarefa.cancel()
        self._laco.run_until_complete(asyncio.sleep(0))
        self._laco.close()

    async def _atende(self, le: asyncio.StreamReader, escreve: asyncio.StreamWriter) -> None:
        la_le, la_escreve = await asyncio.open_connection("127.0.0.1", self.porta_alvo)
        vez = [""]
        await asyncio.gather(self._passa(le, la_escreve, "ida", vez), self._passa(la_le, escreve, "volta", vez))

    async def _passa(self, le: asyncio.StreamReader, escreve: asyncio.StreamWriter, lado: str,
                     vez: list[str]) -> None:
        laco = asyncio.get_running_loop()
        while dados := await le.read(65536):
            if lado == "ida" and vez[0] != "ida":
                self.idas += 1
            vez[0] = lado
            laco.call_later(self.atraso / 2, _escreve, escreve, dados)
        laco.call_later(self.atraso / 2, escreve.close)


def _escreve(escreve: asyncio.StreamWriter, dados: bytes) -> None:
    with contextlib.suppress(RuntimeError):  # the other side has gone
        escreve.write(dados)


# ---- floor

class Piso:
    """The same rows by bare psycopg: values of one real sending, again and again under new ids."""

    def __init__(self, dsn: str, valores: dict[str, Any], produtos: list[int]) -> None:
        self._con = psycopg.connect(dsn, prepare_threshold=0, autocommit=True)
        self._valores, self._produtos = valores, produtos

    def envia(self) -> None:
        """One transaction, one round trip."""
        id_ = uuid7()
        valores = self._valores | {"id": id_, "protocolo": str(id_)}
        with self._con.pipeline():
            self._con.execute("BEGIN")
            self._con.execute("SELECT produto_id FROM estoques WHERE estabelecimento_id = 1 AND produto_id = ANY(%s) "
                              "ORDER BY produto_id FOR NO KEY UPDATE", [self._produtos])
            feito = self._con.execute(gravacao.GRAVA_NOVO, valores)
            self._con.execute("SELECT pg_notify(%s, current_schema())", [CANAL])
            self._con.execute("COMMIT")
        assert feito.fetchone()

    def fecha(self) -> None:
        self._con.close()


def valores_de_um_envio(loja: Loja, pedido: Pedido) -> dict[str, Any]:
    """What our own sending binds to the writing statement."""
    vistos: list[dict[str, Any]] = []
    executa = gravacao.executa

    def espia(cur: Any, comando: Any, valores: dict[str, Any], **opcoes: bool) -> Any:
        vistos.append(valores)
        return executa(cur, comando, valores, **opcoes)

    gravacao.executa = espia  # type: ignore[assignment]
    try:
        loja.envia(pedido)
    finally:
        gravacao.executa = executa
    return vistos[0]


# ---- run

def loja_de_bancada(pasta: Path) -> Loja:
    """A durable database with fifty products in plenty."""
    servidor = ServidorEmbutido(pasta / "pg")
    servidor.iniciar()
    with psycopg.connect(servidor.dsn(), autocommit=True) as con:
        con.execute("CREATE DATABASE envio")
    vazio = Banco("envio", servidor)
    loja = loja_de(Banco("envio", servidor, prepara(vazio)))
    for n in range(11, ITENS + 1):
        [(produto,)] = loja.sql("INSERT INTO produtos (codigo, descricao) VALUES (%s, %s) RETURNING id", f"P{n}",
                                f"PARAFUSO SEXTAVADO ZINCADO {n}")
        loja.produtos[f"P{n}"] = produto
        loja.sql("INSERT INTO precos VALUES (%s, %s, %s)", produto, loja.listas["VAREJO"], n)
        loja.sql("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) VALUES (%s, 1, 0)", produto)
    loja.sql("UPDATE estoques SET saldo = 9999999")
    loja.sql("UPDATE clientes SET limite_credito = NULL")
    return loja


@contextmanager
def servico(loja: Loja, pasta: Path) -> Iterator[int]:
    """The service's port; its processes end with the block."""
    programa = pasta / "servico.py"
    programa.write_text(_SERVICO)
    processo = subprocess.Popen([sys.executable, programa], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True, cwd=Path.cwd())
    assert processo.stdin is not None
    assert processo.stdout is not None
    print(loja.empresa.dsn_servico, file=processo.stdin, flush=True)
    try:
        yield int(processo.stdout.readline())  # its port, or nothing when it died; `vigiada` when it hangs
    finally:
        processo.terminate()
        processo.wait(30)


def cronometra(funcao: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    funcao()
    return (time.perf_counter() - inicio) * 1000


def compara(nome: str, piso: Callable[[], object], nosso: Callable[[], object], vezes: int) -> bool:
    """Alternate and print; whether the median keeps its budget."""
    for _ in range(10):
        piso()
        nosso()
    pares = [(cronometra(piso), cronometra(nosso)) for _ in range(vezes)]
    pisos, nossos = [p for p, _ in pares], [n for _, n in pares]
    for rotulo, tempos in (("psycopg nu", pisos), ("F12", nossos)):
        print(f"  {nome}: {rotulo:<11} p50 {median(tempos):6.1f} ms   p99 {percentil(tempos, 99):6.1f} ms")
    confere(f"{nome}: F12 / psycopg nu, p99 (informativo)", percentil(nossos, 99) / percentil(pisos, 99), LIMITE, "×")
    return confere(f"{nome}: F12 / psycopg nu, p50", median(nossos) / median(pisos), LIMITE, "×")


def mede(loja: Loja, porta_pg: int, porta_http: int, nome: str, vezes: int) -> bool:
    """One comparison over these two ports."""
    modelo = loja.pedido(cliente="MARIA SOUZA", plano="30/60/90", itens=[(p, 1) for p in loja.produtos])
    piso = Piso(com(loja.empresa.dsn_servico, port=porta_pg), valores_de_um_envio(loja, modelo),
                sorted(loja.produtos.values()))
    balcao = Retaguarda(Destino(("127.0.0.1",), porta_http), Credencial(loja.estacoes["T1"], CREDENCIAL), prazo_s=30)
    try:
        rotas_entrada.entrar(balcao, "ana", SENHA["ana"])
        return compara(nome, piso.envia, lambda: rotas.enviar(
            balcao, loja.envio(modelo.model_copy(update={"id": uuid7()}))), vezes)
    finally:
        balcao.fecha()
        piso.fecha()


def roda(pasta: Path, vezes: int) -> bool:
    """Both comparisons; whether every budget was kept."""
    loja = loja_de_bancada(pasta)
    try:
        with servico(loja, pasta) as porta, ExitStack() as pilha:
            bom = mede(loja, loja.empresa.banco.servidor.porta, porta, "mesma máquina", vezes)
            pg, http = (pilha.enter_context(Rede(p, REDE_S).aberta())
                        for p in (loja.empresa.banco.servidor.porta, porta))
            bom &= mede(loja, pg.porta, http.porta, "rede de 20 ms", max(vezes // 4, 10))
            with contextlib.closing(_Um(loja, http.porta)) as um:
                bom &= confere("idas e voltas HTTP de um F12", um.idas(http), 1)
        return bom
    finally:
        loja.fecha()
        loja.empresa.banco.servidor.parar()


class _Um:
    """One more F12, to count its round trips."""

    def __init__(self, loja: Loja, porta: int) -> None:
        self._loja = loja
        self._balcao = Retaguarda(Destino(("127.0.0.1",), porta), Credencial(loja.estacoes["T1"], CREDENCIAL),
                                  prazo_s=30)
        rotas_entrada.entrar(self._balcao, "ana", SENHA["ana"])

    def idas(self, rede: Rede) -> int:
        antes = rede.idas
        rotas.enviar(self._balcao, self._loja.envio(self._loja.pedido(itens=[(p, 1) for p in self._loja.produtos])))
        return rede.idas - antes

    def close(self) -> None:
        self._balcao.fecha()


def main() -> int:
    """Run the benchmark."""
    opcoes = argparse.ArgumentParser(description=__doc__)
    opcoes.add_argument("--curto", action="store_true", help="poucas repetições")
    curto = opcoes.parse_args().curto
    with vigiada("o fim do bench_envio", TUDO_S), pasta_temporaria() as pasta:
        bom = roda(pasta, 40 if curto else 300)
        return 0 if bom or curto else 1  # the short form shows that it runs, on whatever machine


if __name__ == "__main__":
    sys.exit(main())
