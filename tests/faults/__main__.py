"""`python -m tests.faults --rodadas N --semente S`: N rounds in a few lanes, and a table. Ends with 1 when anything
was lost, doubled, different or slow, or when a kind of fault that this computer allows was never hit.

With `--registro FILE` each round is written down as it ends; the same command again plays only what is missing.
`python -m tests.faults --soma FILE…` adds such files up (of several computers or seeds) and plays nothing.
"""

import argparse
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from tests.faults import sabotagem
from tests.faults.corrida import Contas, baralho, em_faixas, falta, le_registro
from tests.faults.falhas import FALHAS
from tests.faults.prova import F12_S


def mostra(contas: Contas, quanto: str) -> None:
    """The table. quanto: how long it took."""
    print(f"\n{'falha':<36}{'rodadas':>9}{'atingida':>10}{'perdidos':>10}{'dobrados':>10}{'diferentes':>12}"
          f"{'F12 mais lento':>16}")
    linhas = [*FALHAS, *sorted({p.falha for p in contas.problemas} - set(FALHAS))]
    for falha in linhas:
        tipos = Counter(p.tipo for p in contas.problemas if p.falha == falha)
        print(f"{falha:<36}{contas.rodadas[falha]:>9}{contas.atingidas[falha]:>10}{tipos['perdido']:>10}"
              f"{tipos['dobrado']:>10}{tipos['diferente']:>12}{contas.lento_s.get(falha, 0.0):>14.2f} s")
    tipos = Counter(p.tipo for p in contas.problemas)
    print(f"\n{contas.rodadas.total()} rodadas, {contas.atingidas.total()} falhas atingidas, {contas.vendas} vendas, "
          f"{contas.papeis} papéis, {quanto}. Perdidos: {tipos['perdido']}. Dobrados: {tipos['dobrado']}. "
          f"Diferentes: {tipos['diferente']}. F12 acima de {F12_S:.0f} s ou sem palavras: {tipos['lento']}. "
          f"F12 mais lento: {max(contas.lento_s.values(), default=0.0):.2f} s.")
    if contas.lento_s:
        pior = max(contas.lento_s, key=lambda falha: contas.lento_s[falha])
        print(f"O F12 mais lento foi em “{pior}”, e o vendedor leu: {contas.lento_dito[pior]}")
    for problema in contas.problemas[:40]:
        print(f"  {problema.tipo.upper()} [{problema.falha}] {problema.texto}")
    for falha in contas.nunca:
        print(f"  NUNCA ATINGIDA: {falha}")
    if contas.sem_disco:
        print("  ATENÇÃO: sem permissão para montar discos pequenos; os discos cheios NÃO foram provados aqui.")


def main() -> int:
    """Run, show, judge."""
    opcoes = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    opcoes.add_argument("--rodadas", type=int, default=len(FALHAS))
    opcoes.add_argument("--semente", type=int, default=1)
    opcoes.add_argument("--faixas", type=int, default=2, help="lanes at once, each with a database of its own")
    opcoes.add_argument("--so", default="", help="only the kinds whose name has this")
    opcoes.add_argument("--sabotagem", choices=sabotagem.SABOTAGENS, default="", help="must turn the run red")
    opcoes.add_argument("--fala", action="store_true", help="a line per round")
    opcoes.add_argument("--registro", type=Path, help="a line per round in this file; what it has is not played again")
    opcoes.add_argument("--soma", type=Path, nargs="+", help="play nothing: add these files up")
    escolhas = opcoes.parse_args()
    if escolhas.soma:
        contas = Contas()
        for arquivo in escolhas.soma:
            contas.soma(le_registro(arquivo))
        mostra(contas, f"de {len(escolhas.soma)} registros")
        return 0 if contas.bom and contas.rodadas else 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    falhas = baralho(escolhas.rodadas, escolhas.semente)
    if escolhas.so:
        falhas = [f for f in FALHAS if escolhas.so in f] * escolhas.rodadas
    inicio, contas = time.monotonic(), Contas()
    if escolhas.registro is not None:
        contas = le_registro(escolhas.registro)
        falhas = falta(falhas, contas.rodadas)
    # on another seed than the rounds before: what is left must not be dealt the same chances again
    feitas = contas.rodadas.total()
    if falhas:
        contas.soma(em_faixas(falhas, escolhas.semente + feitas, min(escolhas.faixas, len(falhas)),
                              escolhas.sabotagem, escolhas.fala, escolhas.registro))
    antes = f" (e {feitas} de antes)" if feitas else ""
    mostra(contas, f"em {time.monotonic() - inicio:.0f} s{antes}")
    return 0 if contas.bom else 1


if __name__ == "__main__":
    sys.exit(main())
