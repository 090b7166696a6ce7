"""The real thing: a process that serves with two workers, as a shop runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx2
import psutil
import pytest

from balcao.domain.erros import AmbienteIndisponivel
from balcao.gateways import prazo
from balcao.retaguarda import servidor
from balcao.retaguarda.servidor import abre_porta
from tests.apoio.empresa import SENHAS
from tests.apoio.retaguarda import Loja, balcao

ESPERA_S = 60
_PROGRAMA = """
import sys
from pathlib import Path
from balcao.retaguarda.servidor import ConfigServico, executar

if __name__ == "__main__":
    dsn, processos, registro = sys.stdin.readline().strip(), int(sys.argv[1]), Path(sys.argv[2])
    executar(ConfigServico(dsn=dsn, porta=0, processos=processos, registro=registro),
             lambda porta: print(porta, flush=True))
"""


class Processo:
    """A service in processes of its own. The database's password goes in by a pipe."""

    def __init__(self, dsn: str, pasta: Path, processos: int) -> None:
        programa = pasta / "servico.py"
        programa.write_text(_PROGRAMA)
        self.inicio = time.monotonic()
        self.popen = subprocess.Popen([sys.executable, programa, str(processos), pasta], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path.cwd(),
                                      env=os.environ | {"PYTHONPATH": str(Path.cwd())})
        assert self.popen.stdin is not None
        assert self.popen.stdout is not None
        self.popen.stdin.write(dsn + "\n")
        self.popen.stdin.flush()
        self.porta = int(self.popen.stdout.readline() or 0)
        self.endereco = f"http://127.0.0.1:{self.porta}"

    def espera(self) -> float:
        """Until it answers; seconds since it was started."""
        with httpx2.Client(timeout=ESPERA_S) as cliente:  # the port listens already: the request waits for a worker
            assert cliente.get(f"{self.endereco}/saude").json()["situacao"] == "ok"
        return time.monotonic() - self.inicio

    def familia(self) -> list[psutil.Process]:
        return [psutil.Process(self.popen.pid), *psutil.Process(self.popen.pid).children(recursive=True)]

    def encerra(self) -> int:
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(ESPERA_S)


@pytest.fixture
def processo(loja: Loja, tmp_path: Path) -> Iterator[Processo]:
    um = Processo(loja.empresa.dsn_servico, tmp_path, 2)
    yield um
    for vivo in um.familia() if um.popen.poll() is None else []:
        vivo.kill()
    um.popen.communicate()


def test_dois_processos_servem_e_param_limpos(loja: Loja, processo: Processo, tmp_path: Path) -> None:
    processo.espera()
    with balcao(loja, processo.endereco) as ana:
        assert ana.envia(loja.pedido()).json()["numero"] == 1
    familia = processo.familia()
    segredo = SENHAS.servico
    for um in familia:
        assert segredo not in " ".join(um.cmdline())
        assert segredo not in "".join(um.environ().values())
    assert processo.encerra() == 0
    psutil.wait_procs(familia, timeout=ESPERA_S)
    assert not [p for p in familia if p.is_running()]
    registro = (tmp_path / "retaguarda.log").read_text()
    assert '"rota": "/v1/pedidos"' in registro
    for pessoal in (segredo, "Ana", "CONSUMIDOR", "ana-senha"):
        assert pessoal not in registro


def test_a_conexao_e_o_balcao_que_fecha() -> None:
    """The service keeps it longer: it never ends under a sale that is on its way."""
    assert servidor._opcoes(servidor.ConfigServico(dsn="")).timeout_keep_alive > prazo.OCIOSA_S


def test_um_processo_que_morre_e_reposto(loja: Loja, processo: Processo) -> None:
    processo.espera()
    filhos = [p for p in processo.familia()[1:] if "spawn_main" in " ".join(p.cmdline())]
    assert len(filhos) == 2
    filhos[0].kill()
    filhos[0].wait(ESPERA_S)
    processo.espera()
    with balcao(loja, processo.endereco) as ana:
        assert ana.envia(loja.pedido()).status_code == 200


def test_parado_no_meio_de_um_envio_ele_termina_antes(loja: Loja, processo: Processo) -> None:
    """SIGTERM while an order waits for a lock: it is stored and answered, and then the service goes."""
    processo.espera()
    with balcao(loja, processo.endereco) as ana, loja.empresa.servico() as dona:
        dona.execute("SELECT FROM estoques FOR UPDATE")
        pedido = loja.envio(loja.pedido()).model_dump(mode="json")
        respostas: list[httpx2.Response] = []
        fio = Thread(target=lambda: respostas.append(ana.pede("POST", "/v1/pedidos", pedido)))
        fio.start()
        with loja.empresa.admin(autocommit=True) as admin:
            while admin.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                                "AND datname = current_database()").fetchone() == (0,):
                assert fio.is_alive()
        processo.popen.send_signal(signal.SIGTERM)
        dona.rollback()
        fio.join(ESPERA_S)
    assert [r.status_code for r in respostas] == [200]
    assert processo.popen.wait(ESPERA_S) == 0


def test_porta_ocupada_diz_qual() -> None:
    with socket.create_server(("127.0.0.1", 0)) as outra:
        porta = outra.getsockname()[1]
        with pytest.raises(AmbienteIndisponivel, match=f"porta {porta}"):
            abre_porta("127.0.0.1", porta)


def test_sem_banco_ele_nao_inicia_e_diz_por_que(loja: Loja, tmp_path: Path) -> None:
    um = Processo(loja.empresa.dsn_servico.replace(SENHAS.servico, "outra-senha"), tmp_path, 1)
    _saida, erro = um.popen.communicate(timeout=ESPERA_S)
    assert um.popen.returncode != 0
    assert "não aceitou o usuário loja_servico" in erro + (tmp_path / "retaguarda.log").read_text()
    assert "outra-senha" not in erro
