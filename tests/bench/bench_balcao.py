"""The whole counter against a bare Qt window: start, first key, readings, papers, memory.

    python -m tests.bench.bench_balcao [--curto]

A fresh sample shop with its own retaguarda; the program is the real one, in a process of its own, its keys Qt's.
Floors and ours alternate in the same run. Ends with 1 when a budget is missed.
"""

import argparse
import compileall
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import balcao
from balcao.config.plataforma import pasta_temporaria
from balcao.demo.loja_temporaria import LojaTemporaria
from balcao.demo.roteiro import EXEMPLOS
from tests.bench.bench_busca import confere

PRIMEIRA_TECLA, BIPADO, LEITURA_MS, PAPEL_MS, MEMORIA_MIB = 1.5, 4.0, 16.0, 300.0, 180.0
_CODIGOS = """
    SELECT g.gtin FROM produto_gtins g JOIN produtos p ON p.id = g.produto_id JOIN precos r ON r.produto_id = p.id
      JOIN listas_preco l ON l.id = r.lista_id JOIN estoques e ON e.produto_id = p.id
     WHERE p.situacao = 'ativo' AND r.preco > 0 AND g.fator = 1 AND NOT p.pesavel AND length(g.gtin) = 13
     GROUP BY g.gtin HAVING min(e.saldo - e.reservado) > 20 ORDER BY g.gtin LIMIT 200"""


def marca(modulo: str, *argumentos: str, entrada: str = "") -> dict[str, float]:
    """Run a process that writes "name monotonic" lines; seconds of each since it was asked for."""
    inicio = time.monotonic()  # one clock for all processes of the machine
    feito = subprocess.run([sys.executable, "-m", modulo, *argumentos], input=entrada, capture_output=True,
                           text=True, check=False, timeout=300)
    if feito.returncode:
        raise RuntimeError(f"{feito.returncode}: {_sem_ruido(feito.stderr)}")
    return {nome: float(quando) - inicio for nome, quando, *_ in map(str.split, feito.stdout.splitlines())}


def _sem_ruido(erro: str) -> str:
    """What a process said, without Qt's remark on the offscreen plugin."""
    return "\n".join(linha for linha in erro.splitlines() if "propagateSizeHints" not in linha)[-2000:]


def percentil(valores: list[float], p: int) -> float:
    """The p-th of a hundred."""
    ordenados = sorted(valores)
    return ordenados[min(len(ordenados) - 1, len(ordenados) * p // 100)]


def mede_partida(codigo: str, vezes: int) -> bool:
    """Alternating starts; the medians are compared."""
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


def mede_trabalho(codigos: list[str], leituras: int, pedidos: int) -> bool:
    """Readings, orders and papers in one process."""
    feito = subprocess.run([sys.executable, "-m", "tests.bench.balconista", "trabalho", str(leituras), str(pedidos)],
                           input="\n".join(codigos), capture_output=True, text=True, check=False, timeout=900)
    if feito.returncode:
        raise RuntimeError(f"{feito.returncode}: {_sem_ruido(feito.stderr)}")
    lido = json.loads(feito.stdout.splitlines()[-1])
    for rotulo, nome in (("leitura → linha na tela", "leitura"), ("F12 → tela livre", "tela"),
                         ("F12 → bytes na impressora", "papel")):
        print(f"  {rotulo:<26} p50 {percentil(lido[nome], 50):6.1f} ms   p99 {percentil(lido[nome], 99):6.1f} ms"
              f"   ({len(lido[nome])} vezes)")
    return all([
        confere("leitura → linha na tela, p99", percentil(lido["leitura"], 99), LEITURA_MS, " ms"),
        confere("F12 → bytes na impressora, p50", percentil(lido["papel"], 50), PAPEL_MS, " ms"),
        confere(f"memória depois de {pedidos} pedidos e papéis", lido["memoria"], MEMORIA_MIB, " MiB")])


def main() -> int:
    """Read the options and run."""
    opcoes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opcoes.add_argument("--curto", action="store_true", help="menos voltas")
    curto = opcoes.parse_args().curto
    for pasta in (Path(balcao.__file__).parent, Path(__file__).parent):  # as `make` leaves it and the package has it
        compileall.compile_dir(pasta, quiet=2)
    with pasta_temporaria() as pasta:
        impressos = Path(pasta) / "impressos"
        os.environ["BALCAO_IMPRESSOS"] = str(impressos)
        loja = LojaTemporaria(Path(pasta), impressos, lambda _texto: None)
        try:
            loja.cria(sorted(EXEMPLOS.glob("*.xml"))[:1])
            loja.liga()
            codigos = [r["gtin"] for r in loja.le(_CODIGOS)]
            bom = mede_partida(codigos[0], 3 if curto else 9)
            bom = mede_trabalho(codigos, *((60, 5) if curto else (400, 200))) and bom
            return 0 if bom or curto else 1  # the short form shows that it runs, on whatever machine
        finally:
            loja.desliga()


if __name__ == "__main__":
    sys.exit(main())
