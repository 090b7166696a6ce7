"""The whole counter against a bare Qt window: start, first key, readings, papers, memory.

    python -m tests.bench.bench_balcao [--curto | --milhao]

A fresh sample shop with its own retaguarda; the program is the real one, in a process of its own, its keys Qt's.
`--milhao`: the shop is filled up to a million products first, so that their first load is part of the work.
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

from sqlalchemy import text

import balcao
from balcao.config.plataforma import pasta_temporaria
from balcao.db.server.conexao import motor
from balcao.demo.loja_temporaria import LojaTemporaria
from balcao.demo.roteiro import EXEMPLOS
from tests.bench.bench_busca import confere

PRIMEIRA_TECLA, BIPADO, LEITURA_MS, PAPEL_MS, MEMORIA_MIB, CRESCE_MIB = 1.5, 4.0, 16.0, 300.0, 180.0, 8.0
AQUECIDO = 20  # papers after which memory may grow no more
MILHAO = 1_000_000
_CODIGOS = """
    SELECT g.gtin FROM produto_gtins g JOIN produtos p ON p.id = g.produto_id JOIN precos r ON r.produto_id = p.id
      JOIN listas_preco l ON l.id = r.lista_id JOIN estoques e ON e.produto_id = p.id
     WHERE p.situacao = 'ativo' AND r.preco > 0 AND g.fator = 1 AND NOT p.pesavel AND length(g.gtin) = 13
     GROUP BY g.gtin HAVING min(e.saldo - e.reservado) > 20 ORDER BY g.gtin LIMIT 200"""
# Copies of the real products under other codes, with other words at the end; then what hangs on each product.
_ENCHE = (
    """CREATE TEMP TABLE copias ON COMMIT DROP AS
       SELECT id, id + CAST(:passo AS bigint) * :n AS nova, CAST(:n AS int) AS n FROM produtos WHERE id <= :passo
        ORDER BY id LIMIT :quantas""",
    """INSERT INTO produtos (id, codigo, descricao, unidade, marca, grupo_id, pesavel, situacao, custo, vendas)
         SELECT c.nova, p.codigo || '-' || c.n, p.descricao || ' MOD ' || c.n || chr(65 + c.n % 26), p.unidade, p.marca,
                p.grupo_id, p.pesavel, p.situacao, p.custo, p.vendas / (c.n + 1)
           FROM copias c JOIN produtos p ON p.id = c.id""",
    """INSERT INTO produto_gtins (gtin, produto_id, fator)
         SELECT '290' || lpad((c.nova * 10 + row_number() OVER (PARTITION BY c.nova ORDER BY g.gtin))::text, 10, '0'),
                c.nova, g.fator
           FROM copias c JOIN produto_gtins g ON g.produto_id = c.id""",
    """INSERT INTO precos (produto_id, lista_id, preco)
         SELECT c.nova, r.lista_id, r.preco FROM copias c JOIN precos r ON r.produto_id = c.id""",
    """INSERT INTO estoques (produto_id, estabelecimento_id, saldo, reservado, localizacao)
         SELECT c.nova, e.estabelecimento_id, e.saldo, 0, e.localizacao FROM copias c
           JOIN estoques e ON e.produto_id = c.id""")


def enche(loja: LojaTemporaria, total: int) -> None:
    """Fill the shop's database up to `total` products, before its service starts."""
    engine = motor(loja.loja.acesso().dsn_dono, esquema=loja.loja.servidor.esquema, conexoes=1, extras=0)
    try:
        with engine.begin() as conexao:
            tem, passo = conexao.execute(text("SELECT count(*), max(id) FROM produtos")).one()
        falta, n = total - tem, 0
        while falta > 0:
            n += 1
            with engine.begin() as conexao:  # one copy of the shop at a time: what hangs on a commit stays small
                for comando in _ENCHE:
                    conexao.execute(text(comando), {"passo": passo, "n": n, "quantas": falta})
            falta -= tem
    finally:
        engine.dispose()


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
                           input="\n".join(codigos), capture_output=True, text=True, check=False, timeout=2700)
    if feito.returncode:
        raise RuntimeError(f"{feito.returncode}: {_sem_ruido(feito.stderr)}")
    lido = json.loads(feito.stdout.splitlines()[-1])
    memoria = lido["memoria"]
    cresceu = memoria[-1] - memoria[min(AQUECIDO, len(memoria)) - 1]
    for rotulo, nome in (("leitura → linha na tela", "leitura"), ("F12 → tela livre", "tela"),
                         ("F12 → bytes na impressora", "papel")):
        print(f"  {rotulo:<26} p50 {percentil(lido[nome], 50):6.1f} ms   p99 {percentil(lido[nome], 99):6.1f} ms"
              f"   ({len(lido[nome])} vezes)")
    return all([
        confere("leitura → linha na tela, p99", percentil(lido["leitura"], 99), LEITURA_MS, " ms"),
        confere("F12 → bytes na impressora, p50", percentil(lido["papel"], 50), PAPEL_MS, " ms"),
        confere(f"memória depois de {pedidos} pedidos e papéis", memoria[-1], MEMORIA_MIB, " MiB"),
        confere(f"memória: crescimento depois de {AQUECIDO} papéis", cresceu, CRESCE_MIB, " MiB")])


def main() -> int:
    """Read the options and run."""
    opcoes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opcoes.add_argument("--curto", action="store_true", help="menos voltas")
    opcoes.add_argument("--milhao", action="store_true", help="com um milhão de produtos; só o trabalho")
    escolhas = opcoes.parse_args()
    curto, milhao = escolhas.curto, escolhas.milhao
    for pasta in (Path(balcao.__file__).parent, Path(__file__).parent):  # as `make` leaves it and the package has it
        compileall.compile_dir(pasta, quiet=2)
    with pasta_temporaria() as pasta:
        impressos = Path(pasta) / "impressos"
        os.environ["BALCAO_IMPRESSOS"] = str(impressos)
        loja = LojaTemporaria(Path(pasta), impressos, lambda _texto: None)
        try:
            loja.cria(sorted(EXEMPLOS.glob("*.xml"))[:1])
            if milhao:
                enche(loja, MILHAO)
            loja.liga()
            codigos = [r["gtin"] for r in loja.le(_CODIGOS)]
            bom = milhao or mede_partida(codigos[0], 3 if curto else 9)
            bom = mede_trabalho(codigos, *((60, 5) if curto else (400, 200))) and bom
            return 0 if bom or curto else 1  # the short form shows that it runs, on whatever machine
        finally:
            loja.desliga()


if __name__ == "__main__":
    sys.exit(main())
