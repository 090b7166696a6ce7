"""`python -m tests.faults --rodadas N --semente S`: N rounds in a few lanes, and a table. Ends with 1 when anything
was lost, doubled, different or slow, or when a kind of fault that this computer allows was never hit.
"""

import argparse
import signal
import sys
import time
from collections import Counter

from tests.faults import sabotagem
from tests.faults.corrida import Contas, baralho, em_faixas
from tests.faults.falhas import FALHAS
from tests.faults.prova import F12_S


def mostra(contas: Contas, segundos: float) -> None:
    """The table."""
    print(f"\n{'falha':<36}{'rodadas':>9}{'atingida':>10}{'perdidos':>10}{'dobrados':>10}{'diferentes':>12}"
          f"{'F12 mais lento':>16}")
    linhas = [*FALHAS, *sorted({p.falha for p in contas.problemas} - set(FALHAS))]
    for falha in linhas:
        tipos = Counter(p.tipo for p in contas.problemas if p.falha == falha)
        print(f"{falha:<36}{contas.rodadas[falha]:>9}{contas.atingidas[falha]:>10}{tipos['perdido']:>10}"
              f"{tipos['dobrado']:>10}{tipos['diferente']:>12}{contas.lento_s.get(falha, 0.0):>14.2f} s")
    tipos = Counter(p.tipo for p in contas.problemas)
    print(f"\n{contas.rodadas.total()} rodadas, {contas.atingidas.total()} falhas atingidas, {contas.vendas} vendas, "
          f"{contas.papeis} papéis, em {segundos:.0f} s. Perdidos: {tipos['perdido']}. Dobrados: {tipos['dobrado']}. "
          f"Diferentes: {tipos['diferente']}. F12 acima de {F12_S:.0f} s ou sem palavras: {tipos['lento']}. "
          f"F12 mais lento: {max(contas.lento_s.values(), default=0.0):.2f} s.")
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
    escolhas = opcoes.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    falhas = baralho(escolhas.rodadas, escolhas.semente)
    if escolhas.so:
        falhas = [f for f in FALHAS if escolhas.so in f] * escolhas.rodadas
    inicio = time.monotonic()
    contas = em_faixas(falhas, escolhas.semente, min(escolhas.faixas, len(falhas)), escolhas.sabotagem,
                       escolhas.fala)
    mostra(contas, time.monotonic() - inicio)
    return 0 if contas.bom else 1


if __name__ == "__main__":
    sys.exit(main())
