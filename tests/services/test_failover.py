"""The primary dies under load and its hot standby takes over: what was acknowledged is there in the end.

Two clusters, streaming replication, and one connection string with both (`target_session_attrs=primary`), for the
service and for the counters' sync. Synchronous: nothing acknowledged is missing, not for a moment. Asynchronous: the
standby is made to lag, so some is missing, and the counters bring it back.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import psycopg
import pytest

from balcao.config import plataforma
from balcao.db.server.banco import motor
from balcao.db.server.conexao import com
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.counter import remessa
from balcao.services.counter.finalizar import Emitido
from balcao.services.counter.noticias import Assunto
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.empresa import Empresa
from tests.apoio.postgres import Banco, planta
from tests.apoio.retaguarda import Loja, loja_de, prepara

BANCO = "dupla"


@dataclass(frozen=True)
class Dupla(Empresa):
    """A company whose every connection names both servers."""

    reserva: ServidorEmbutido | None = None

    def _ambos(self, dsn: str) -> str:
        assert self.reserva is not None
        portas = f"{self.banco.servidor.porta},{self.reserva.porta}"
        return com(dsn, host="127.0.0.1,127.0.0.1", port=portas, target_session_attrs="primary")

    @property
    def dsn_servico(self) -> str:
        return self._ambos(super().dsn_servico)

    @property
    def dsn_dono(self) -> str:
        return self._ambos(super().dsn_dono)

    def dono(self, **opcoes: object) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.dsn_dono, **opcoes)  # type: ignore[arg-type]

    def dsn_estacao(self, estacao_id: int, senha: str) -> str:
        return self._ambos(super().dsn_estacao(estacao_id, senha))


@dataclass
class Par:
    """A primary, its hot standby, and the shop on both."""

    principal: ServidorEmbutido
    reserva: ServidorEmbutido
    loja: Loja

    def sincrono(self) -> None:
        """From now on a commit waits until the standby has it on its disk."""
        with psycopg.connect(self.principal.dsn(), autocommit=True) as con:
            con.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            con.execute("SELECT pg_reload_conf()")
            while con.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [("sync",)]:
                continue

    def alcanca(self) -> None:
        """Until the standby has received everything."""
        with psycopg.connect(self.principal.dsn(), autocommit=True) as con:
            while con.execute("SELECT 1 FROM pg_stat_replication WHERE flush_lsn >= pg_current_wal_lsn()"
                              ).fetchone() is None:
                continue

    def surda(self) -> None:
        """The standby's receiver stops: what is committed from now on dies with the primary."""
        [pid] = [p.pid for p in _filhos(self.reserva) if "walreceiver" in " ".join(p.cmdline())]
        psutil.Process(pid).suspend()

    def cai(self) -> None:
        """kill -9 of the primary; the standby is promoted."""
        _mata(_filhos(self.principal))
        _mata([p for p in _filhos(self.reserva) if "walreceiver" in " ".join(p.cmdline())])
        codigo, dito = self.reserva.programas.executa("pg_ctl", "promote", "-w", "-D", self.reserva.dados)
        assert codigo == 0, dito


def _filhos(servidor: ServidorEmbutido) -> list[psutil.Process]:
    mestre = psutil.Process(int((servidor.dados / "postmaster.pid").read_text().split()[0]))
    return [mestre, *mestre.children(recursive=True)]


def _mata(processos: list[psutil.Process]) -> None:
    for processo in processos:
        with suppress(psutil.NoSuchProcess):
            processo.kill()
    psutil.wait_procs(processos, 10)


@contextmanager
def _reserva(principal: ServidorEmbutido, pasta: Path) -> Iterator[ServidorEmbutido]:
    """A hot standby by pg_basebackup, streaming."""
    conta = plataforma.conta_do_banco(principal.dados)
    pasta.mkdir(mode=0o711)
    dados = pasta / "dados"
    dados.mkdir(mode=0o700)
    plataforma.entrega(dados, conta)
    shutil.copy2(principal.pasta / "senha", pasta / "senha")
    codigo, dito = principal.programas.executa(
        "pg_basebackup", "-D", dados, "-h", "127.0.0.1", "-p", str(principal.porta), "-U", principal.SUPERUSUARIO,
        "-R", "-X", "stream", "-c", "fast", PGPASSWORD=principal.senha)
    assert codigo == 0, dito
    with ServidorEmbutido(pasta, teste=True) as servidor:
        yield servidor


@pytest.fixture
def par(pasta_servidor: Path) -> Iterator[Par]:
    with ExitStack() as pilha:
        principal = pilha.enter_context(ServidorEmbutido(planta(pasta_servidor / "pg"), teste=True))
        with psycopg.connect(principal.dsn(), autocommit=True) as con:
            con.execute("ALTER SYSTEM SET synchronous_commit = on")
            con.execute("SELECT pg_reload_conf()")
            con.execute(f"CREATE DATABASE {BANCO}")
        simples = loja_de(Banco(BANCO, principal, prepara(Banco(BANCO, principal))))
        simples.fecha()
        reserva = pilha.enter_context(_reserva(principal, pasta_servidor / "pg2"))
        empresa = Dupla(simples.empresa.banco, simples.empresa.acesso, reserva)
        loja = replace(simples, empresa=empresa, motor=motor(empresa.dsn_servico))
        pilha.callback(loja.fecha)
        yield Par(principal, reserva, loja)


@pytest.fixture
def balcao(par: Par, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(par.loja) as url, balcao_de(par.loja, url, 1, tmp_path) as um:
        um.entra("ana")
        yield um


def vende(balcao: BalcaoDeTeste, quantas: int) -> list[Emitido]:
    return [balcao.emite(balcao.venda("DAV", [("P1", n + 1)])) for n in range(quantas)]


def no_servidor(par: Par) -> dict[str, int]:
    """id -> number."""
    return {str(i): n for i, n in par.loja.sql("SELECT id, numero FROM pedidos")}


def confirmados(balcao: BalcaoDeTeste) -> dict[str, int | None]:
    """What the counter has receipts of: id -> number."""
    return {str(e.pedido_id): e.recibo.numero for e in balcao.b.envios.todos() if e.recibo is not None}


def recupera(balcao: BalcaoDeTeste) -> None:
    """What waits goes out, the sync meets the other server, and its receipts are offered."""
    balcao.volta()
    for _ in range(3):
        with suppress(AmbienteIndisponivel):  # a connection that ended with the primary
            balcao.sincronizador.puxa()
    for _ in range(remessa.PACIENCIA + 2):
        if balcao.b.envios.oferta_pendente and balcao.b.bastidores.remessa._oferece():
            balcao.b.envios.anota_oferta(False)


def confere_numeracao(par: Par) -> None:
    [(quantos, distintos, ultimo)] = par.loja.sql("SELECT count(*), count(DISTINCT numero), max(numero) FROM pedidos")
    assert quantos == distintos == ultimo


def test_sincrono_nada_do_confirmado_falta(par: Par, balcao: BalcaoDeTeste) -> None:
    par.sincrono()
    vende(balcao, 6)
    par.cai()
    assert no_servidor(par).items() == confirmados(balcao).items()  # before anything is offered
    vende(balcao, 4)  # the service finds the other server by itself
    recupera(balcao)
    assert no_servidor(par).items() == confirmados(balcao).items()
    assert len(no_servidor(par)) == 10
    confere_numeracao(par)


def test_assincrono_o_que_faltava_volta_com_seu_numero(par: Par, balcao: BalcaoDeTeste) -> None:
    vende(balcao, 4)
    par.alcanca()
    par.surda()
    vende(balcao, 4)
    par.cai()
    antes = confirmados(balcao)
    assert len(no_servidor(par)) == 4 < len(antes)
    recupera(balcao)
    assert no_servidor(par).items() == antes.items()
    assert [n.assunto for n in balcao.noticias] == [Assunto.DE_NOVO] * 4
    confere_numeracao(par)


def test_assincrono_vendendo_enquanto_troca_tudo_fica_e_o_numero_trocado_e_contado(
        par: Par, balcao: BalcaoDeTeste) -> None:
    """Sold on the new primary before it had the old orders back: their number is another's, and it is told."""
    vende(balcao, 2)
    par.alcanca()
    par.surda()
    [perdido] = vende(balcao, 1)
    with ThreadPoolExecutor(1) as fio:
        queda = fio.submit(par.cai)
        durante = vende(balcao, 6)
        queda.result()
    assert all(d.numero or d.incerto for d in durante)
    vende(balcao, 1)
    recupera(balcao)
    numeros, recibos = no_servidor(par), confirmados(balcao)
    assert numeros.items() == recibos.items()
    assert len(numeros) == 10
    confere_numeracao(par)
    trocados = {achado["params"]["impresso"] for achado, in par.loja.sql(
        "SELECT achado FROM divergencias WHERE codigo = 'numero.outro'")}
    contados = [n.mensagem for n in balcao.noticias if "com outro número" in n.mensagem]
    assert perdido.numero in trocados
    assert len(contados) == len(trocados)
