"""Statements that travel together: one that fails is the error that is told, and nothing else is logged."""

import psycopg
import pytest

from balcao.services.office.contexto import cursor, numa_viagem
from tests.apoio.retaguarda import Loja


@pytest.mark.parametrize("espera", ["", "SELECT pg_sleep(0.05)"])
def test_a_falha_de_uma_e_a_que_se_conta(loja: Loja, espera: str, caplog: pytest.LogCaptureFixture) -> None:
    def falha() -> None:
        with loja.ctx.transacao() as conexao, numa_viagem(cur := cursor(conexao)):
            cur.execute("SELECT 1 / 0")
            if espera:  # the answer is there before the next is sent
                loja.sql(espera)
            for _ in range(3):
                cur.execute("SELECT 1")

    with pytest.raises(psycopg.errors.DivisionByZero):
        falha()
    assert caplog.records == []
    assert loja.conta("produtos") > 0


def test_a_ultima_resposta_se_le_depois(loja: Loja) -> None:
    with loja.ctx.transacao() as conexao:
        cur = cursor(conexao)
        with numa_viagem(cur):
            cur.execute("SELECT 1 AS um")
            cur.connection.cursor().execute("SELECT 2")
        assert cur.fetchone().um == 1
