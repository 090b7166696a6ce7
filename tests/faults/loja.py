"""One lane of a fault run: a durable PostgreSQL, the service, two counters, their wires and their printers.

Small disks of their own (tmpfs) when we may mount them; without that, the disk faults cannot happen and the run says
so. Everything lives under one folder and ends with `fecha`.
"""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.db.server import papeis
from balcao.db.server.embutido import ServidorEmbutido
from balcao.services.counter import pastas as onde
from balcao.services.office import senhas
from tests.apoio.empresa import PAPEIS
from tests.apoio.postgres import Banco
from tests.apoio.retaguarda import CREDENCIAL, Loja, loja_de, prepara
from tests.faults.balcao_vivo import BalcaoVivo
from tests.faults.impressora import Impressora
from tests.faults.rede import Rede
from tests.faults.servico_vivo import ServicoVivo

LOGIN, SENHA_LOGIN = "ana", "ana-senha"
BANCO = "faltas"
DISCO_BANCO_MB, DISCO_BALCAO_MB = 320, 48  # a counter keeps its receipts: two thousand rounds need room
ESPERA_BANCO_S = 60.0
_CONF = "max_wal_size = '64MB'\nmin_wal_size = '32MB'\nshared_buffers = '48MB'\n"


class Disco:
    """A folder that may be filled to the last byte (`enche`)."""

    def __init__(self, pasta: Path, mb: int) -> None:
        self.pasta = pasta
        pasta.mkdir(parents=True, exist_ok=True)
        self.montado = os.name == "posix" and os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={mb}m,mode=0711", "balcao-faltas", str(pasta)],
            capture_output=True, check=False).returncode == 0
        self._lastro = pasta / "lastro"

    def enche(self) -> None:
        """Not a byte is left."""
        with self._lastro.open("ab", buffering=0) as lastro:
            for bloco in (1 << 20, 4096, 1):
                with suppress(OSError):
                    while True:
                        lastro.write(b"\0" * bloco)

    def esvazia(self) -> None:
        """There is room again."""
        self._lastro.unlink(missing_ok=True)

    def fecha(self) -> None:
        if self.montado:
            subprocess.run(["umount", "-l", str(self.pasta)], capture_output=True, check=False)


@dataclass
class Caixa:
    """A counter with its wire, its printer and its disks (journal, replica, print queue)."""

    numero: int
    estacao_id: int
    rede: Rede
    impressora: Impressora
    pasta: Path
    discos: dict[str, Disco]
    vivo: BalcaoVivo = field(init=False)
    sabota: str = ""

    def abre(self) -> None:
        """Start the program and log in."""
        self.vivo = BalcaoVivo(self.pasta, self.sabota)
        self.vivo.pede("entra", LOGIN, SENHA_LOGIN)

    def fecha(self) -> None:
        """Its program, its wire and its printer are over."""
        if (vivo := getattr(self, "vivo", None)) is not None:
            vivo.mata()
        self.rede.fecha()
        self.impressora.fecha()

    def reabre(self) -> None:
        """After its end, whatever it was."""
        self.vivo.mata()
        self.abre()


class LojaViva:
    """See the module. `sabota`: how the counters are broken (tests.faults.sabotagem), "" not at all."""

    def __init__(self, pasta: Path, fim: ExitStack, sabota: str = "") -> None:
        """What is opened is closed by `fim`, in the other order."""
        self.pasta, self._fim = pasta, fim
        self.disco_banco = self._disco(pasta / "disco_banco", DISCO_BANCO_MB)
        self.disco_banco.pasta.chmod(0o711)
        self.pg = ServidorEmbutido(self.disco_banco.pasta / "pg")
        fim.callback(self.pg.parar)
        self._abre_banco()
        armadilhas = pasta / "armadilhas"
        armadilhas.mkdir()
        self.servico = ServicoVivo(self.loja.empresa.dsn_servico, armadilhas)
        fim.callback(self.servico.mata)
        self.caixas = [self._caixa(n, sabota) for n in (1, 2)]
        for caixa in self.caixas:
            caixa.abre()

    def _disco(self, pasta: Path, mb: int) -> Disco:
        disco = Disco(pasta, mb)
        self._fim.callback(disco.fecha)
        return disco

    def _abre_banco(self) -> None:
        self.pg.iniciar()
        with (self.pg.dados / "postgresql.conf").open("a") as conf:
            conf.write(_CONF)
        self.pg.parar()
        self.pg.iniciar()
        with psycopg.connect(self.pg.dsn(), autocommit=True) as con:
            con.execute(f"CREATE DATABASE {BANCO}")
        banco = Banco(BANCO, self.pg)
        self.loja: Loja = loja_de(Banco(BANCO, self.pg, prepara(banco)))
        self.loja.sql("UPDATE estoques SET saldo = 99999999")
        self.loja.sql("INSERT INTO tipo_pedido_estabelecimentos SELECT id, 1 FROM tipos_pedido ON CONFLICT DO NOTHING")
        self._fim.callback(self.loja.fecha)
        self.codigos = {self.loja.produtos[nome]: nome for nome in self.loja.produtos}

    def _caixa(self, numero: int, sabota: str) -> Caixa:
        estacao_id = 500 + numero
        with self.loja.empresa.admin(autocommit=True) as con:
            papeis.cria_estacao(con, PAPEIS, estacao_id, CREDENCIAL)
        self.loja.sql("INSERT INTO estacoes (id, nome, numero, estabelecimento_id, credencial, politica)"
                      " VALUES (%s, %s, %s, 1, %s, '{}')", estacao_id, f"F{numero}", 10 + numero,
                      senhas.resume(CREDENCIAL))
        rede, impressora, pasta = Rede(self.servico.porta), Impressora(), self.pasta / f"caixa{numero}"
        daqui = pastas({"BALCAO_PASTA": str(pasta)})
        discos = {nome: self._disco(lugar(daqui), DISCO_BALCAO_MB) for nome, lugar in (
            ("diario", onde.diario), ("replica", onde.replica), ("impressao", onde.impressao))}
        config_estacao.grava(daqui.config, Estacao(
            id=estacao_id, estabelecimento_id=1, nome=f"F{numero}", empresa=PAPEIS.esquema, banco=BANCO,
            locais={"integracao": {"ip_servidor_retaguarda": "127.0.0.1", "porta_banco_dados": self.pg.porta,
                                   "porta_integracao_clientes": rede.porta},
                    "controles_impressao": {"imp_impressora": f"rede:127.0.0.1:{impressora.porta}",
                                            "imp_modelo_papel": "bobina_80"}}))
        Segredos(daqui.config).grava(f"estacao {estacao_id}", CREDENCIAL)
        caixa = Caixa(numero, estacao_id, rede, impressora, pasta, discos, sabota=sabota)
        self._fim.callback(caixa.fecha)
        return caixa

    @property
    def com_discos(self) -> bool:
        """Whether disks can be filled here."""
        return self.disco_banco.montado

    # ---- what the faults do to the server

    def processos_do_banco(self, aplicacao: str) -> list[int]:
        """Process ids of the connections of one program."""
        with psycopg.connect(self.pg.dsn(), autocommit=True) as con:
            return [pid for (pid,) in con.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = %s", (aplicacao,))]

    def mata_banco(self) -> None:
        """kill -9 of the postmaster and all its children, as a power cut would."""
        mestre = psutil.Process(int((self.pg.dados / "postmaster.pid").read_text().split()[0]))
        todos = [mestre, *mestre.children(recursive=True)]
        for processo in todos:
            with suppress(psutil.NoSuchProcess):
                processo.kill()
        psutil.wait_procs(todos, 10)

    def religa_banco(self) -> None:
        """Start it, or wait until its recovery is over."""
        self.pg.iniciar()

    def le(self, comando: str, *valores: Any) -> list[Any]:
        """Rows of the server, which may notice only now that one of its processes was killed, and recover."""
        fim = time.monotonic() + ESPERA_BANCO_S
        while True:
            try:
                return self.loja.sql(comando, *valores)
            except psycopg.OperationalError:
                if time.monotonic() > fim:
                    raise
                time.sleep(0.1)

    def sorteia_itens(self, sorte: random.Random) -> list[tuple[int, str]]:
        """One to four lines; some with a broken quantity."""
        produtos = sorte.sample(sorted(self.codigos), sorte.randint(1, 4))
        return [(p, str(sorte.randint(1, 9))) for p in produtos]


@contextmanager
def loja_viva(pasta: Path, sabota: str = "") -> Iterator[LojaViva]:
    """One lane, ended whatever happens."""
    with ExitStack() as fim:
        yield LojaViva(pasta, fim, sabota)
