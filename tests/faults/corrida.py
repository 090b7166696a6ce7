"""A run: the kinds dealt to a few lanes, each lane a database, a service and two counters of its own, side by side."""

import multiprocessing
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

from balcao.config.plataforma import pasta_temporaria
from tests.faults.cena import Cena, Problema, Venda
from tests.faults.falhas import FALHAS
from tests.faults.impressora import Papel
from tests.faults.loja import Caixa, LojaViva, loja_viva
from tests.faults.prova import prova_final, prova_rodada

DISCO = "disco cheio"


@dataclass
class Contas:
    """What a lane (or all) did. lento_s: the slowest F12, by kind."""

    rodadas: Counter[str] = field(default_factory=Counter)
    atingidas: Counter[str] = field(default_factory=Counter)
    problemas: list[Problema] = field(default_factory=list)
    lento_s: dict[str, float] = field(default_factory=dict)
    vendas: int = 0
    papeis: int = 0
    sem_disco: bool = False

    def soma(self, outra: "Contas") -> None:
        self.rodadas += outra.rodadas
        self.atingidas += outra.atingidas
        self.problemas += outra.problemas
        for falha, segundos in outra.lento_s.items():
            self.lento_s[falha] = max(segundos, self.lento_s.get(falha, 0.0))
        self.vendas += outra.vendas
        self.papeis += outra.papeis
        self.sem_disco |= outra.sem_disco

    @property
    def nunca(self) -> list[str]:
        """Kinds that were never hit, though this computer allows them."""
        return [f for f in self.rodadas if not self.atingidas[f] and not (self.sem_disco and f.startswith(DISCO))]

    @property
    def bom(self) -> bool:
        return not self.problemas and not self.nunca


def baralho(rodadas: int, semente: int) -> list[str]:
    """The kinds in the order of the seed: all of them once, shuffled, again and again."""
    sorte = random.Random(semente)
    cartas: list[str] = []
    while len(cartas) < rodadas:
        cartas += sorte.sample(list(FALHAS), len(FALHAS))
    return cartas[:rodadas]


def joga(pasta: Path, falhas: Sequence[str], semente: int, sabota: str = "",
         conta: Callable[[int, str, Contas], None] | None = None) -> Contas:
    """One lane: these faults, one after another."""
    contas, vendas, papeis = Contas(), dict[UUID, Venda](), list[tuple[Caixa, Papel]]()
    with loja_viva(pasta, sabota) as loja:
        contas.sem_disco = not loja.com_discos
        for n, falha in enumerate(falhas):
            _rodada(loja, random.Random(f"{semente} {n}"), falha, contas, vendas, papeis)
            if conta:
                conta(n + 1, falha, contas)
        contas.problemas += [Problema("perdido", "no fim", texto) for texto in prova_final(loja, vendas)]
    contas.vendas = len(vendas)
    contas.papeis = sum(len(v.papeis) for v in vendas.values())
    return contas


def _rodada(loja: LojaViva, sorte: random.Random, falha: str, contas: Contas, vendas: dict[UUID, Venda],
            papeis: list[tuple[Caixa, Papel]]) -> None:
    contas.rodadas[falha] += 1
    if contas.sem_disco and falha.startswith(DISCO):
        return
    cena = Cena(loja, sorte, falha, vendas, papeis)
    contas.atingidas[falha] += FALHAS[falha](cena)
    cena.recupera()
    prova_rodada(cena)
    contas.problemas += cena.problemas
    mais_lento = max((d.duracao for v in cena.da_vez for d in v.ditos), default=0.0)
    contas.lento_s[falha] = max(mais_lento, contas.lento_s.get(falha, 0.0))


def _faixa(cano: Connection, falhas: Sequence[str], semente: int, sabota: str, fala: bool) -> None:
    """A lane in a process of its own."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what it started ends with it
    inicio = time.monotonic()

    def conta(n: int, falha: str, contas: Contas) -> None:
        if fala:
            print(f"  {time.monotonic() - inicio:6.1f} s  {n:>4} de {len(falhas)}  {falha}"
                  f"  ({len(contas.problemas)} problemas)", flush=True)

    with pasta_temporaria() as pasta:
        cano.send(joga(pasta, falhas, semente, sabota, conta))


def em_faixas(falhas: Sequence[str], semente: int, faixas: int, sabota: str = "", fala: bool = False) -> Contas:
    """Deal the faults to the lanes, and sum what they did. A lane that breaks is a problem too."""
    total, mp, abertas = Contas(), multiprocessing.get_context("spawn"), []
    for n in range(faixas):
        daqui, de_la = mp.Pipe()
        processo = mp.Process(target=_faixa, args=(de_la, falhas[n::faixas], semente + n, sabota, fala))
        processo.start()
        de_la.close()
        abertas.append((processo, daqui))
    try:
        for _processo, daqui in abertas:
            try:
                total.soma(daqui.recv())
            except EOFError:
                total.problemas.append(Problema("perdido", "faixa", "a faixa parou no meio; veja o erro acima"))
    finally:
        for processo, _daqui in abertas:
            processo.join(10)
            processo.terminate()
            processo.join()
    return total
