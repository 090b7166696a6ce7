"""A run: the kinds dealt to a few lanes, each lane a database, a service and two counters of its own, side by side.

Each round is told when it ends, and may be written down (`registro`, a JSON line each): a run that was stopped goes on
with the rounds that are missing, on databases of its own, and several runs are added up.
"""

import json
import multiprocessing
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Self
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
    """What a round, a lane or all did. lento_s: the slowest F12, by kind; lento_dito: what its seller was told."""

    rodadas: Counter[str] = field(default_factory=Counter)
    atingidas: Counter[str] = field(default_factory=Counter)
    problemas: list[Problema] = field(default_factory=list)
    lento_s: dict[str, float] = field(default_factory=dict)
    lento_dito: dict[str, str] = field(default_factory=dict)
    vendas: int = 0
    papeis: int = 0
    sem_disco: bool = False

    def soma(self, outra: "Contas") -> None:
        self.rodadas += outra.rodadas
        self.atingidas += outra.atingidas
        self.problemas += outra.problemas
        for falha, segundos in outra.lento_s.items():
            if segundos >= self.lento_s.get(falha, 0.0):
                self.lento_s[falha], self.lento_dito[falha] = segundos, outra.lento_dito.get(falha, "")
        self.vendas += outra.vendas
        self.papeis += outra.papeis
        self.sem_disco |= outra.sem_disco

    def em_json(self) -> str:
        """One line."""
        return json.dumps(vars(self) | {"problemas": [vars(um) for um in self.problemas]}, ensure_ascii=False)

    @classmethod
    def de_json(cls, linha: str) -> Self:
        """Back from `em_json`."""
        dados: dict[str, Any] = json.loads(linha)
        return cls(**dados | {"rodadas": Counter(dados["rodadas"]), "atingidas": Counter(dados["atingidas"]),
                              "problemas": [Problema(**um) for um in dados["problemas"]]})

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


def falta(falhas: Sequence[str], feitas: Counter[str]) -> list[str]:
    """What is left of a deck after `feitas`, in its order."""
    restam, vistas = [], Counter[str]()
    for falha in falhas:
        vistas[falha] += 1
        if vistas[falha] > feitas[falha]:
            restam.append(falha)
    return restam


def le_registro(arquivo: Path) -> Contas:
    """What was written down; nothing when there is no file. A line that was cut when it all died is not one."""
    total = Contas()
    linhas = arquivo.read_text(encoding="utf-8").split("\n")[:-1] if arquivo.exists() else []
    for linha in linhas:
        total.soma(Contas.de_json(linha))
    return total


def joga(pasta: Path, falhas: Sequence[str], semente: int, sabota: str = "",
         conta: Callable[[Contas], None] = lambda _: None) -> Contas:
    """One lane: these faults, one after another; each told as it ends, and the lane's last proof."""
    total, vendas, papeis = Contas(), dict[UUID, Venda](), list[tuple[Caixa, Papel]]()

    def terminou(uma: Contas) -> None:
        total.soma(uma)
        conta(uma)

    with loja_viva(pasta, sabota) as loja:
        for n, falha in enumerate(falhas):
            antes, impressos = len(vendas), _papeis(vendas)
            rodada = _rodada(loja, random.Random(f"{semente} {n}"), falha, vendas, papeis)
            rodada.vendas, rodada.papeis = len(vendas) - antes, _papeis(vendas) - impressos
            terminou(rodada)
        terminou(Contas(problemas=[Problema("perdido", "no fim", texto) for texto in prova_final(loja, vendas)],
                        sem_disco=not loja.com_discos))
    return total


def _papeis(vendas: dict[UUID, Venda]) -> int:
    return sum(len(v.papeis) for v in vendas.values())


def _rodada(loja: LojaViva, sorte: random.Random, falha: str, vendas: dict[UUID, Venda],
            papeis: list[tuple[Caixa, Papel]]) -> Contas:
    contas = Contas(rodadas=Counter([falha]), sem_disco=not loja.com_discos)
    if contas.sem_disco and falha.startswith(DISCO):
        return contas
    cena = Cena(loja, sorte, falha, vendas, papeis)
    contas.atingidas[falha] += FALHAS[falha](cena)
    cena.recupera()
    prova_rodada(cena)
    contas.problemas += cena.problemas
    ditos = [d for v in cena.da_vez for d in v.ditos]
    if ditos:
        pior = max(ditos, key=lambda d: d.duracao)
        contas.lento_s[falha], contas.lento_dito[falha] = pior.duracao, pior.palavras or f"número {pior.numero}"
    return contas


def _faixa(cano: Connection, falhas: Sequence[str], semente: int, sabota: str) -> None:
    """A lane in a process of its own."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what it started ends with it
    with pasta_temporaria() as pasta:
        joga(pasta, falhas, semente, sabota, cano.send)
    cano.send(None)


def em_faixas(falhas: Sequence[str], semente: int, faixas: int, sabota: str = "", fala: bool = False,
              registro: Path | None = None) -> Contas:
    """Deal the faults to the lanes, and sum what they do as they do it. A lane that breaks is a problem too."""
    total, mp, inicio = Contas(), multiprocessing.get_context("spawn"), time.monotonic()
    processos, canos = [], dict[Connection, int]()
    for n in range(faixas):
        daqui, de_la = mp.Pipe()
        processo = mp.Process(target=_faixa, args=(de_la, falhas[n::faixas], semente + n, sabota))
        processo.start()
        de_la.close()
        processos.append(processo)
        canos[daqui] = n + 1
    try:
        for n, uma in _ouve(canos):
            total.soma(uma)
            if registro is not None:
                with registro.open("a", encoding="utf-8") as arquivo:
                    arquivo.write(uma.em_json() + "\n")
            if fala and uma.rodadas:
                print(f"  {time.monotonic() - inicio:6.1f} s  faixa {n}  {total.rodadas.total():>4} de {len(falhas)}  "
                      f"{next(iter(uma.rodadas))}  ({len(total.problemas)} problemas)", flush=True)
    finally:
        for processo in processos:
            processo.join(10)
            processo.terminate()
            processo.join()
    return total


def _ouve(canos: dict[Connection, int]) -> Iterable[tuple[int, Contas]]:
    """What each lane tells, until all are over."""
    while canos:
        for cano in wait(list(canos)):
            assert isinstance(cano, Connection)
            try:
                uma = cano.recv()
            except EOFError:
                uma = Contas(problemas=[Problema("perdido", "faixa", "a faixa parou no meio; veja o erro acima")])
                yield canos.pop(cano), uma
                continue
            if uma is None:
                del canos[cano]
            else:
                yield canos[cano], uma
