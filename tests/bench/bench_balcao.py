"""The whole counter against a bare Qt window: start, first key, readings, papers, memory.

    python -m tests.bench.bench_balcao [--curto | --milhao] [--pasta PASTA]

A fresh sample shop with its own retaguarda; the program is the real one, in a process of its own, its keys Qt's.
`--milhao`: the shop has a million products, whose first load is part of the work: it sells meanwhile, and right after.
`--pasta` keeps the shop between one time and the next; the counter's copy of it is made anew.
Floors and ours alternate in the same run. Ends with 1 when a budget is missed.
"""

import argparse
import compileall
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import balcao
from balcao.config.plataforma import pasta_temporaria
from balcao.demo.loja_temporaria import LojaTemporaria
from balcao.demo.roteiro import EXEMPLOS
from balcao.services.counter import pastas as onde
from tests.bench import loja_cheia
from tests.bench.bench_busca import confere
from tests.bench.espera import roda, vigiada

PRIMEIRA_TECLA, BIPADO, LEITURA_MS, PAPEL_MS, MEMORIA_MIB, CRESCE_MIB = 1.5, 4.0, 16.0, 300.0, 180.0, 8.0
AQUECIDO = 20  # papers after which memory may grow no more
MILHAO = 1_000_000
PARTIDA_S, DIA_S = 300.0, 3600.0


def marca(modulo: str, *argumentos: str, entrada: str = "") -> dict[str, float]:
    """Run a process that writes "name monotonic" lines; seconds of each since it was asked for."""
    inicio = time.monotonic()  # one clock for all processes of the machine
    dito = roda([sys.executable, "-m", modulo, *argumentos], f"o fim de {modulo}", PARTIDA_S, entrada)
    return {nome: float(quando) - inicio for nome, quando, *_ in map(str.split, dito.splitlines())}


def percentil(valores: list[float], p: int) -> float:
    """The p-th of a hundred."""
    ordenados = sorted(valores)
    return ordenados[min(len(ordenados) - 1, len(ordenados) * p // 100)]


def mede_partida(codigo: str, vezes: int) -> bool:
    """Alternating starts; the medians are compared."""
    codigo = json.dumps(codigo)
    marca("tests.bench.balconista", "partida", entrada=codigo)  # fills caches, makes the replica and the draft
    nuas, nossas = [], []
    for _ in range(vezes):
        nuas.append(marca("tests.bench.janela_nua")["tecla"])
        nossas.append(marca("tests.bench.balconista", "partida", entrada=codigo))
    piso = median(nuas)
    for nome in ("tecla", "entrou", "bipado"):
        print(f"  início → {nome:<8} {median(n[nome] for n in nossas) * 1000:7.0f} ms   "
              f"(janela nua {piso * 1000:.0f} ms)")
    return all([
        confere("login aceita tecla / janela nua", median(n["tecla"] for n in nossas) / piso, PRIMEIRA_TECLA, "×"),
        confere("item bipado no rascunho / janela nua", median(n["bipado"] for n in nossas) / piso, BIPADO, "×")])


def mede_trabalho(loja: LojaTemporaria, leituras: int, pedidos: int) -> bool:
    """Readings, orders and papers in one process."""
    engine = loja.motor()
    try:
        dia = {"campeoes": loja_cheia.campeoes(engine), "codigos": loja_cheia.quaisquer(engine), "leituras": leituras,
               "pedidos": pedidos}
    finally:
        engine.dispose()
    lido = json.loads(roda([sys.executable, "-m", "tests.bench.balconista", "trabalho"], "o fim do dia do balconista",
                           DIA_S, json.dumps(dia)).splitlines()[-1])
    memoria = lido["memoria"]
    cresceu = memoria[-1] - memoria[min(AQUECIDO, len(memoria)) - 1]
    for rotulo, nome in (("leitura na 1ª carga", "na_carga"), ("leitura → linha na tela", "leitura"),
                         ("com 50 a 99 linhas", "cheio"), ("com 200 a 249 linhas", "muito_cheio"),
                         ("F12 → tela livre", "tela"), ("F12 → bytes na impressora", "papel")):
        if valores := lido[nome]:
            print(f"  {rotulo:<26} p50 {percentil(valores, 50):6.1f} ms   p99 {percentil(valores, 99):6.1f} ms"
                  f"   ({len(valores)} vezes)")
    if lido["na_carga"]:
        print(f"  primeira carga em {lido['carga_s']:.0f} s, vendendo")
    print(f"  memória depois da carga e das leituras: {lido['depois_da_carga']:.0f} MiB; "
          f"processo da sincronia, no máximo: {lido['sincronia']:.0f} MiB")
    return all([
        confere("leitura → linha na tela, p99", percentil(lido["leitura"], 99), LEITURA_MS, " ms"),
        confere("a mesma com 50 linhas ou mais, p99", percentil(lido["cheio"], 99), LEITURA_MS, " ms"),
        confere("F12 → bytes na impressora, p50", percentil(lido["papel"], 50), PAPEL_MS, " ms"),
        confere(f"memória depois de {pedidos} pedidos e papéis", memoria[-1], MEMORIA_MIB, " MiB"),
        confere("memória da sincronia, no máximo", lido["sincronia"], MEMORIA_MIB, " MiB"),
        confere(f"memória: crescimento depois de {AQUECIDO} papéis", cresceu, CRESCE_MIB, " MiB")])


@contextmanager
def loja_ligada(pasta: Path, produtos: int) -> Iterator[LojaTemporaria]:
    """The shop with its service on, filled up to `produtos`; one that is there already is used as it is."""
    impressos, cheia = pasta / "impressos", pasta / "cheia"
    os.environ["BALCAO_IMPRESSOS"] = str(impressos)
    loja = LojaTemporaria(pasta, impressos, lambda _texto: None)
    try:
        if not cheia.exists():
            loja.cria(sorted(EXEMPLOS.glob("*.xml"))[:1])
            engine = loja.motor()
            try:
                loja_cheia.enche(engine, produtos)
            finally:
                engine.dispose()
            cheia.touch()
        shutil.rmtree(onde.replica(loja.onde), ignore_errors=True)
        loja.liga()
        yield loja
    finally:
        loja.desliga()


def main() -> int:
    """Read the options and run."""
    opcoes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opcoes.add_argument("--curto", action="store_true", help="menos voltas")
    opcoes.add_argument("--milhao", action="store_true", help="com um milhão de produtos; só o trabalho")
    opcoes.add_argument("--produtos", type=int, help="com tantos produtos; só o trabalho")
    opcoes.add_argument("--pasta", type=Path, help="onde guardar a loja entre uma vez e outra")
    escolhas = opcoes.parse_args()
    curto, produtos = escolhas.curto, MILHAO if escolhas.milhao else escolhas.produtos
    for pasta in (Path(balcao.__file__).parent, Path(__file__).parent):  # as `make` leaves it and the package has it
        compileall.compile_dir(pasta, quiet=2)
    with (vigiada("o fim do bench_balcao", 2 * DIA_S), pasta_temporaria() as provisoria,
          loja_ligada(escolhas.pasta or Path(provisoria), produtos or 0) as loja):
        bom = produtos is not None
        if not bom:
            engine = loja.motor()
            [codigo] = loja_cheia.campeoes(engine, 1)
            engine.dispose()
            bom = mede_partida(codigo, 3 if curto else 9)
        bom = mede_trabalho(loja, *((60, 5) if curto else (400, 200))) and bom
        return 0 if bom or curto else 1  # the short form shows that it runs, on whatever machine


if __name__ == "__main__":
    sys.exit(main())
