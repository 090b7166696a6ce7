"""Whatever transactions do and in whatever order they end, the replica ends up as the server is."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.apoio.empresa import Empresa
from tests.apoio.replica import Contador, da_replica, do_servidor, produto, semeia

pytestmark = pytest.mark.servidor_proprio

PRODUTOS = st.integers(1, 4)
CONEXOES = st.integers(0, 2)
Conexao = psycopg.Connection[Any]


class Sincronia(RuleBasedStateMachine):
    """Three writers with transactions of their own, and one counter that pulls when it likes."""

    empresa: Empresa

    @initialize()
    def abre(self) -> None:
        self.escritores: list[Conexao] = [self.empresa.servico() for _ in range(3)]
        for con in self.escritores:
            con.execute("SET lock_timeout = '20ms'")
            con.execute("SET idle_in_transaction_session_timeout = 0")  # the machine thinks as long as it likes
            con.commit()
        with self.empresa.servico() as con:
            con.execute("DELETE FROM produtos")
        self.pasta = Path(tempfile.mkdtemp())
        self.contador = Contador(self.empresa, self.pasta / "replica")
        self.contador.puxa()

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

    @rule(quem=CONEXOES, n=PRODUTOS)
    def exclui(self, quem: int, n: int) -> None:
        self._tenta(quem, lambda con: con.execute("DELETE FROM produtos WHERE id = %s", (n,)))

    @rule(quem=CONEXOES, confirma=st.booleans())
    def encerra(self, quem: int, confirma: bool) -> None:
        con = self.escritores[quem]
        con.commit() if confirma else con.rollback()

    @rule()
    def puxa(self) -> None:
        self.contador.puxa()

    @rule()
    def reinicia(self) -> None:
        self.contador.fecha()
        self.contador.abre()

    @precondition(lambda self: hasattr(self, "escritores"))
    @rule()
    def confere(self) -> None:
        """With every transaction over, the copies are equal."""
        for con in self.escritores:
            con.commit()
        self.contador.puxa_tudo()
        assert da_replica(self.contador) == do_servidor(self.empresa)

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
                for con in self.escritores:
                    con.close()
                self.contador.fecha()
                shutil.rmtree(self.pasta)


@pytest.fixture
def maquina(empresa: Empresa) -> type[Sincronia]:
    semeia(empresa)
    return type("SincroniaDaEmpresa", (Sincronia,), {"empresa": empresa})


def test_a_replica_termina_igual_ao_servidor(maquina: type[Sincronia]) -> None:
    run_state_machine_as_test(maquina, settings=settings(
        max_examples=settings().max_examples // 4, stateful_step_count=20, deadline=None,
        suppress_health_check=[HealthCheck.too_slow]))
