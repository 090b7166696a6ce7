"""The sync as a process: woken by NOTIFY, killed in mid-load and resumed, gone with its counter."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import psutil
import pytest

from balcao.db.replica.arquivo import EstadoReplica, PastaReplica, Situacao
from balcao.db.replica.supervisor import Pedido, Supervisor, comando
from balcao.domain.protocolo import CANAL
from tests.apoio.empresa import PAPEIS, Empresa
from tests.apoio.replica import ESTACAO, SENHA, Contador, cria_papel, da_replica, do_servidor, produto, semeia

pytestmark = pytest.mark.servidor_proprio

PRAZO_S = 60


class Balcao:
    """A supervisor and everything its process said."""

    def __init__(self, empresa: Empresa, pasta: Path, estacao_id: int = ESTACAO) -> None:
        self.estados: Queue[EstadoReplica] = Queue()
        self.quedas: Queue[str] = Queue()
        dsn = empresa.dsn_estacao(estacao_id, SENHA)
        pedido = Pedido(dsn, str(pasta), estacao_id, PAPEIS.esquema, intervalo_s=300)
        self.supervisor = Supervisor(pedido, estado=self.estados.put, caiu=self.quedas.put, esperas=(0.1,))
        self.supervisor.inicia()

    def espera(self, condicao: Callable[[EstadoReplica], bool]) -> EstadoReplica:
        """The first state that satisfies; fails after PRAZO_S of silence."""
        while True:
            try:
                estado = self.estados.get(timeout=PRAZO_S)
            except Empty:
                raise AssertionError("o processo não chegou ao estado esperado") from None
            if condicao(estado):
                return estado


def em_dia(estado: EstadoReplica) -> bool:
    return estado.situacao is Situacao.EM_DIA


@pytest.fixture
def pasta(tmp_path: Path) -> Path:
    return tmp_path / "replica"


@pytest.fixture
def balcao(empresa: Empresa, pasta: Path) -> Iterator[Balcao]:
    semeia(empresa)
    with empresa.servico() as con:
        con.execute("INSERT INTO produtos (id, codigo, descricao, vendas)"
                    " SELECT n, 'L' || n, 'LUVA ' || n, mod(n, 7) FROM generate_series(1, 30000) n")
    um = Balcao(empresa, pasta)
    yield um
    um.supervisor.para()


def test_morto_no_meio_da_carga_continua_de_onde_parou(balcao: Balcao, empresa: Empresa, pasta: Path) -> None:
    meio = balcao.espera(lambda e: any(t.tabela == "precos" and t.pronta for t in e.carga) and not e.carga_completa)
    assert meio.situacao is Situacao.CARREGANDO
    pid = balcao.supervisor.pid
    assert pid is not None
    arquivo = PastaReplica(pasta).atual()
    os.kill(pid, signal.SIGKILL)
    assert balcao.quedas.get(timeout=PRAZO_S)
    with empresa.servico() as con:  # changed in a table that had already arrived
        con.execute("INSERT INTO precos (produto_id, lista_id, preco) VALUES (1, 1, 9)")
    balcao.espera(em_dia)
    balcao.espera(em_dia)
    contador = Contador(empresa, pasta, deixa_tokens=False)
    assert contador.replica.atual() == arquivo
    balcao.supervisor.para()
    contador.puxa_tudo()
    assert da_replica(contador) == do_servidor(empresa)
    assert contador.le("SELECT count(*) FROM busca_produtos_linhas") == [(30000,)]
    contador.fecha()


def test_a_notificacao_acorda_o_processo(balcao: Balcao, empresa: Empresa, pasta: Path) -> None:
    balcao.espera(em_dia)
    balcao.espera(em_dia)  # the pull after LISTEN is in place
    contador = Contador(empresa, pasta, deixa_tokens=False)

    def chegou(_: EstadoReplica) -> bool:
        return contador.le("SELECT count(*) FROM produtos WHERE id = 99999") == [(1,)]

    with empresa.servico() as con:
        produto(con, 99999)
        con.execute("SELECT pg_notify(%s, current_schema())", (CANAL,))
    for _ in range(200):  # other tests may hold the horizon: whoever writes next wakes it again
        estado = balcao.espera(lambda _: True)
        if chegou(estado):
            break
        with empresa.servico() as con:
            con.execute("SELECT pg_notify(%s, current_schema())", (CANAL,))
    assert chegou(estado)
    contador.fecha()


def test_sem_o_balcao_o_processo_termina(empresa: Empresa, pasta: Path) -> None:
    semeia(empresa)
    processo = subprocess.Popen(comando(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert processo.stdin is not None
    assert processo.stdout is not None
    processo.stdin.write(json.dumps({"dsn": empresa.dsn_estacao(ESTACAO, SENHA), "pasta": str(pasta),
                                     "estacao_id": ESTACAO, "esquema": PAPEIS.esquema}) + "\n")
    processo.stdin.flush()
    assert "estado" in json.loads(processo.stdout.readline())
    processo.stdin.close()
    assert processo.wait(PRAZO_S) == 0
    processo.stdout.close()


def test_a_senha_nao_aparece_na_linha_de_comando(balcao: Balcao) -> None:
    balcao.espera(lambda _: True)
    pid = balcao.supervisor.pid
    assert pid is not None
    processo = psutil.Process(pid)
    assert SENHA not in " ".join(processo.cmdline())
    assert not any(SENHA in valor for valor in processo.environ().values())


def test_servidor_que_nao_aceita_a_senha_e_dito(empresa: Empresa, pasta: Path) -> None:
    semeia(empresa)
    desativada = 800 + ESTACAO
    cria_papel(empresa, desativada)
    with empresa.admin(autocommit=True) as con:
        con.execute(f"ALTER ROLE {PAPEIS.estacao(desativada)} NOLOGIN".encode())
    balcao = Balcao(empresa, pasta, estacao_id=desativada)
    estado = balcao.espera(lambda e: e.situacao is Situacao.SEM_SERVIDOR)
    balcao.supervisor.para()
    assert "desativado" in estado.detalhe
    assert estado.atualizado_em is None
