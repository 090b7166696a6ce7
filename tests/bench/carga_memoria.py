"""Memory while 200 counters sell: the service's workers, PostgreSQL's processes, and one real counter.

Private (USS): what would come back if the process ended. Shared (PSS less USS): its share of what several hold, above
all PostgreSQL's buffers, which fill as rows are touched and are bounded by their setting: shown, not judged.

**Flat** means: the median of the run's last tenth is not above that of its third tenth by more than 5% or 4 MB,
whichever is more. The first two tenths are left out: workers meet statements and credentials for the first time, and
the allocator takes what it then keeps.
"""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.db.server import papeis
from balcao.services.office import senhas
from tests.apoio.empresa import PAPEIS
from tests.apoio.retaguarda import CREDENCIAL, SENHA, Loja
from tests.faults.balcao_vivo import BalcaoVivo

CRESCE, CRESCE_MB = 0.05, 4.0
CADA_S: Final = 2.0
PAUSA_S: Final = 3.0
ESTACAO: Final = 900


@dataclass(frozen=True, slots=True)
class Amostra:
    """MB at `quando` seconds after the start."""

    quando: float
    privada: float
    dividida: float


@dataclass
class Memoria:
    """Samples a few families of processes on a thread of its own."""

    familias: dict[str, psutil.Process]
    amostras: dict[str, list[Amostra]] = field(default_factory=dict)

    @contextmanager
    def olhando(self) -> Iterator["Memoria"]:
        fim, inicio = threading.Event(), time.monotonic()
        self.amostras = {nome: [] for nome in self.familias}

        def olha() -> None:
            while True:
                for nome, processo in self.familias.items():
                    self.amostras[nome].append(Amostra(time.monotonic() - inicio, *_mede(processo)))
                if fim.wait(CADA_S):
                    return

        linha = threading.Thread(target=olha)
        linha.start()
        try:
            yield self
        finally:
            fim.set()
            linha.join()

    def mostra(self) -> None:
        """A line at the start, one a minute, one at the end: private MB, and the shared part in brackets."""
        print(f"  {'minuto':>8}" + "".join(f"{nome:>26}" for nome in self.familias))
        ultimo = max(lista[-1].quando for lista in self.amostras.values())
        for segundo in [*range(0, int(ultimo), 60), ultimo]:
            linha = f"  {'fim' if segundo == ultimo else segundo // 60:>8}"
            for lista in self.amostras.values():
                perto = min(lista, key=lambda um: abs(um.quando - segundo))
                linha += f"{f'{perto.privada:.1f} MB (+{perto.dividida:.1f})':>26}"
            print(linha)

    def plana(self, nome: str) -> tuple[bool, float]:
        """Whether it is flat (see the module), and how many MB it grew."""
        privada = [um.privada for um in self.amostras[nome]]
        decimo = max(len(privada) // 10, 1)
        antes = statistics.median(privada[2 * decimo:3 * decimo] or privada)
        depois = statistics.median(privada[-decimo:])
        return depois - antes <= max(CRESCE * antes, CRESCE_MB), depois - antes


def _mede(processo: psutil.Process) -> tuple[float, float]:
    """A process and its children: private MB, and their share of what is shared."""
    privada = dividida = 0
    for um in [processo, *processo.children(recursive=True)]:
        try:
            info = um.memory_full_info()
        except psutil.Error:
            continue  # it ended meanwhile
        privada += info.uss
        dividida += max(0, getattr(info, "pss", info.uss) - info.uss)  # only Linux tells
    return privada / 1e6, dividida / 1e6


class BalcaoVerdadeiro:
    """One counter of the product, journal, replica, sync process and printer included, that sells all the time."""

    def __init__(self, loja: Loja, porta: int, pasta: Path) -> None:
        self.tempos: list[float] = []
        self._loja, self._fim = loja, threading.Event()
        with loja.empresa.admin(autocommit=True) as con:
            papeis.cria_estacao(con, PAPEIS, ESTACAO, CREDENCIAL)
        loja.sql("INSERT INTO tipo_pedido_estabelecimentos SELECT id, 1 FROM tipos_pedido ON CONFLICT DO NOTHING")
        loja.sql("INSERT INTO estacoes (id, nome, numero, estabelecimento_id, credencial, politica)"
                 " VALUES (%s, 'VERDADEIRO', 90, 1, %s, '{}')", ESTACAO, senhas.resume(CREDENCIAL))
        onde = pastas({"BALCAO_PASTA": str(pasta / "balcao")})
        config_estacao.grava(onde.config, Estacao(
            id=ESTACAO, estabelecimento_id=1, nome="VERDADEIRO", empresa=PAPEIS.esquema,
            banco=loja.empresa.banco.nome, locais={
                "integracao": {"ip_servidor_retaguarda": "127.0.0.1", "porta_integracao_clientes": porta,
                               "porta_banco_dados": loja.empresa.banco.servidor.porta},
                "controles_impressao": {"imp_impressora": f"pasta:{pasta / 'papeis'}"}}))
        Segredos(onde.config).grava(f"estacao {ESTACAO}", CREDENCIAL)
        self._vivo = BalcaoVivo(pasta / "balcao")
        self._vivo.pede("entra", "ana", SENHA["ana"])
        self.processo = psutil.Process(self._vivo.pid)
        self._linha = threading.Thread(target=self._vende)

    @contextmanager
    def vendendo(self) -> Iterator[None]:
        """An order every few seconds, with its paper."""
        self._linha.start()
        try:
            yield
        finally:
            self._fim.set()
            self._linha.join()

    def _vende(self) -> None:
        produtos = [self._loja.produtos[nome] for nome in ("P1", "P2", "P3")]
        while not self._fim.wait(PAUSA_S):
            vendido = self._vivo.pede("vende", self._loja.tipos["DAV"], [(p, "1") for p in produtos])
            dito = self._vivo.pede("f12", vendido.id)
            if not dito.numero:
                raise AssertionError(f"the real counter could not sell: {dito.palavras}")
            self.tempos.append(dito.duracao)

    def fecha(self) -> None:
        self._vivo.mata()
