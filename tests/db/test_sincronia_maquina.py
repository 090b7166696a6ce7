"""Whatever transactions do and in whatever order they end, whoever dies and whatever is restored: the replica ends up
as the server is, and its search finds exactly what is there."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from balcao.db.replica import busca_carga
from balcao.db.replica.arquivo import abre_leitura
from tests.apoio.empresa import Empresa
from tests.apoio.replica import Contador, cliente, da_replica, do_servidor, produto, semeia

pytestmark = pytest.mark.servidor_proprio

PRODUTOS = st.integers(1, 4)
CLIENTES = st.integers(1, 2)
CONEXOES = st.integers(0, 2)
Conexao = psycopg.Connection[Any]
LONGA = int(os.environ.get("BALCAO_SINCRONIA_EXEMPLOS", "150"))


class Morte(BaseException):
    """kill -9: nothing of ours runs after it."""


class Sincronia(RuleBasedStateMachine):
    """Three writers with transactions of their own, somebody else in the cluster, and one counter that pulls when it
    likes, when it does not die of it. Restarts and restores are few: each takes a second."""

    empresa: Empresa

    @initialize()
    def abre(self) -> None:
        self.escritores: list[Conexao] = []
        self.fora: Conexao | None = None
        self.copia = f"{self.empresa.banco.nome}_copia"
        self.ha_copia = False
        self.custosas = 0
        self._liga_escritores()
        with self.empresa.servico() as con:
            con.execute("DELETE FROM produtos")
            con.execute("DELETE FROM clientes")
            con.execute("DELETE FROM pessoas")
        self.pasta = Path(tempfile.mkdtemp())
        self.contador = Contador(self.empresa, self.pasta / "replica")
        self.contador.puxa()

    def _liga_escritores(self) -> None:
        self.escritores = [self.empresa.servico() for _ in range(3)]
        for con in self.escritores:
            con.execute("SET lock_timeout = '20ms'")
            con.execute("SET idle_in_transaction_session_timeout = 0")  # the machine thinks as long as it likes
            con.commit()

    def _desliga(self) -> None:
        for con in self.escritores:
            con.close()
        self.contador.fecha()
        self.solta_fora()

    # ---- writers

    @rule(quem=CONEXOES)
    def numera(self, quem: int) -> None:
        """Take a transaction number now, write later."""
        self.escritores[quem].execute("SELECT pg_current_xact_id()")

    @rule(quem=CONEXOES, n=PRODUTOS)
    def inclui(self, quem: int, n: int) -> None:
        self._tenta(quem, lambda con: produto(con, n))

    @rule(quem=CONEXOES, n=PRODUTOS, preco=st.integers(1, 99))
    def altera(self, quem: int, n: int, preco: int) -> None:
        self._tenta(quem, lambda con: con.execute("UPDATE precos SET preco = %s WHERE produto_id = %s", (preco, n)))

    @rule(quem=CONEXOES, n=PRODUTOS, palavra=st.sampled_from(("PREGO", "PORCA")))
    def descreve(self, quem: int, n: int, palavra: str) -> None:
        self._tenta(quem, lambda con: con.execute("UPDATE produtos SET descricao = %s WHERE id = %s", (palavra, n)))

    @rule(quem=CONEXOES, n=PRODUTOS)
    def exclui(self, quem: int, n: int) -> None:
        self._tenta(quem, lambda con: con.execute("DELETE FROM produtos WHERE id = %s", (n,)))

    @rule(quem=CONEXOES, n=CLIENTES, nome=st.sampled_from(("ANA", "BIA")))
    def cadastra(self, quem: int, n: int, nome: str) -> None:
        def grava(con: Conexao) -> None:
            if not con.execute("UPDATE pessoas SET nome = %s WHERE id::text LIKE %s", (nome, f"%{n}")).rowcount:
                cliente(con, n, nome)
        self._tenta(quem, grava)

    @rule(quem=CONEXOES, confirma=st.booleans())
    def encerra(self, quem: int, confirma: bool) -> None:
        con = self.escritores[quem]
        con.commit() if confirma else con.rollback()

    # ---- somebody else's transaction, in another database of the cluster

    @precondition(lambda self: getattr(self, "fora", 1) is None)
    @rule()
    def abre_fora(self) -> None:
        self.fora = psycopg.connect(self.empresa.banco.servidor.dsn())
        self.fora.execute("SELECT pg_current_xact_id()")

    @precondition(lambda self: getattr(self, "fora", None) is not None)
    @rule()
    def solta_fora(self) -> None:
        if self.fora is not None:
            self.fora.close()
            self.fora = None

    # ---- the counter

    @rule()
    def puxa(self) -> None:
        self.contador.puxa()

    @rule()
    def reinicia(self) -> None:
        self.contador.fecha()
        self.contador.abre()

    @rule(vivas=st.integers(0, 12))
    def puxa_e_morre(self, vivas: int) -> None:
        """Killed before its n-th row or write; what was committed is all that is left."""
        sincronizador = self.contador.sincronizador
        origem, restam = sincronizador._origem, [vivas]
        copia = origem._copia

        def conta(consulta: str) -> Iterator[Any]:
            for linha in copia(consulta):
                if not restam[0]:
                    raise Morte
                restam[0] -= 1
                yield linha

        origem._copia = conta  # type: ignore[method-assign]
        with suppress(Morte):
            self.contador.puxa()
        if (arquivo := sincronizador._arquivo) is not None:
            arquivo.conexao.close()
        origem.fecha()
        self.contador.abre()

    # ---- the server

    @precondition(lambda self: getattr(self, "custosas", 9) < 2)
    @rule()
    def reinicia_servidor(self) -> None:
        self.custosas += 1
        self._desliga()
        self._religa()

    @precondition(lambda self: getattr(self, "custosas", 9) < 2)
    @rule()
    def copia_o_banco(self) -> None:
        """With every transaction over: what a backup would hold."""
        self._desliga()
        self._clona(self.empresa.banco.nome, self.copia)
        self.ha_copia = True
        self._liga_escritores()
        self.contador.abre()

    @precondition(lambda self: getattr(self, "ha_copia", False) and self.custosas < 2)
    @rule(geracao=st.booleans())
    def restaura(self, geracao: bool) -> None:
        """By `banco restaurar` (another generation), or the data put back while the server was off."""
        self.custosas += 1
        self._desliga()
        self._clona(self.copia, self.empresa.banco.nome)
        if geracao:
            with self.empresa.dono() as con:
                con.execute("UPDATE identidade SET geracao = gen_random_uuid()")
                con.execute("DELETE FROM testemunhas")
            self._liga_escritores()
            self.contador.abre()
        else:
            self._religa()

    def _religa(self) -> None:
        servidor = self.empresa.banco.servidor
        servidor.parar()
        servidor.iniciar()
        self._liga_escritores()
        self.contador.abre()

    def _clona(self, de: str, para: str) -> None:
        with psycopg.connect(self.empresa.banco.servidor.dsn(), autocommit=True) as con:
            con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY (%s)"
                        " AND pid <> pg_backend_pid()", [[de, para]])
            con.execute(f"DROP DATABASE IF EXISTS {para} WITH (FORCE)")
            con.execute(f"CREATE DATABASE {para} TEMPLATE {de}")

    # ---- what must hold

    @precondition(lambda self: hasattr(self, "escritores"))
    @rule()
    def confere(self) -> None:
        """With every transaction over, the copies are equal."""
        for con in self.escritores:
            con.commit()
        self.solta_fora()
        self.contador.puxa_tudo()
        assert da_replica(self.contador) == do_servidor(self.empresa)
        self._confere_busca()

    def _confere_busca(self) -> None:
        arquivo = self.contador.replica.atual()
        assert arquivo is not None
        conexao = abre_leitura(arquivo)
        try:
            for consulta, indice, documento in (
                    (busca_carga._SQL_PRODUTOS, "produtos", busca_carga.documento_do_produto),
                    (busca_carga._SQL_CLIENTES, "clientes", busca_carga.documento_do_cliente)):
                chave = "id" if indice == "produtos" else "pessoa_id"
                linhas = conexao.execute(consulta.replace("json_each(?)", f"(SELECT {chave} AS value FROM {indice})"))
                devia = sorted((d.chave, d.palavras) for d in map(documento, linhas))
                assert sorted(conexao.execute(f"SELECT chave, palavras FROM busca_{indice}_linhas")) == devia
        finally:
            conexao.close()

    def _tenta(self, quem: int, trabalho: Any) -> None:
        """A writer that waits for another, or repeats a key, gives up its transaction."""
        con = self.escritores[quem]
        try:
            trabalho(con)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected):
            con.rollback()

    def teardown(self) -> None:
        if hasattr(self, "contador"):
            try:
                self.confere()
            finally:
                self._desliga()
                with psycopg.connect(self.empresa.banco.servidor.dsn(), autocommit=True) as con:
                    con.execute(f"DROP DATABASE IF EXISTS {self.copia} WITH (FORCE)")
                shutil.rmtree(self.pasta)


@pytest.fixture
def maquina(empresa: Empresa) -> type[Sincronia]:
    semeia(empresa)
    return type("SincroniaDaEmpresa", (Sincronia,), {"empresa": empresa})


def _roda(maquina: type[Sincronia], exemplos: int, passos: int) -> None:
    run_state_machine_as_test(maquina, settings=settings(
        max_examples=exemplos, stateful_step_count=passos, deadline=None,
        suppress_health_check=[HealthCheck.too_slow]))


def test_a_replica_termina_igual_ao_servidor(maquina: type[Sincronia]) -> None:
    _roda(maquina, settings().max_examples // 6, 20)


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_a_replica_termina_igual_ao_servidor_longa(maquina: type[Sincronia]) -> None:
    """BALCAO_SINCRONIA_EXEMPLOS: how many lives."""
    _roda(maquina, LONGA, 50)
