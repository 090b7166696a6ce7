"""What the counter does with its sync: whoever holds the news back is named to the seller, and a token that the
service has is told to the sync's process."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from balcao.db.replica.arquivo import Situacao
from balcao.services.counter.noticias import Assunto
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.retaguarda import Loja

pytestmark = pytest.mark.servidor_proprio


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        yield um


def test_quem_segura_as_novidades_e_dito_ao_vendedor_uma_vez(balcao: BalcaoDeTeste) -> None:
    tempo = [0.0]
    balcao.sincronizador._relogio = lambda: tempo[0]
    with psycopg.connect(balcao.loja.empresa.banco.servidor.dsn(), application_name="relatorio") as fora:
        fora.execute("SELECT pg_current_xact_id()")
        balcao.loja.sql("UPDATE precos SET preco = 55 WHERE produto_id = %s", balcao.loja.produtos["P1"])
        for _ in range(6):
            tempo[0] += 31
            balcao.sincronizador.puxa()
    avisos = [n.mensagem for n in balcao.noticias if n.assunto is Assunto.ATRASO]
    assert len(avisos) == 1
    assert "banco postgres" in avisos[0]
    assert "programa relatorio" in avisos[0]
    assert "preços, saldos e crédito deste balcão são de" in avisos[0]
    assert "novidades retidas" in balcao.b.situacao().frase
    balcao.puxa()
    assert "novidades retidas" not in balcao.b.situacao().frase
    assert balcao.b.ligacao.replica.situacao is Situacao.EM_DIA


def test_o_token_recebido_pelo_servico_chega_ao_processo_de_sincronia(balcao: BalcaoDeTeste) -> None:
    """From one pull to the next only that one is good: a server set back by one pull is noticed."""
    balcao.b.inicia()
    relogio = threading.Event()
    for _ in range(1200):
        with balcao.b.replica.conexao() as leitor:
            guardada, = leitor.conexao.execute("SELECT testemunha, propostas FROM replica").fetchall()
        no_servidor = balcao.loja.sql("SELECT token::text FROM testemunhas WHERE estacao_id = %s", balcao.estacao_id)
        if guardada[1] == "[]" and no_servidor == [(guardada[0],)]:
            return
        relogio.wait(0.05)  # another process writes: nothing to wait on
    raise AssertionError(f"{guardada} {no_servidor}")
