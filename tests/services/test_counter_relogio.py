"""The shop's time, and the words for how old the data is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from balcao.db.replica.arquivo import EstadoReplica, Situacao, TabelaCarga
from balcao.services.counter.ligacao import Ligacao, em_palavras
from balcao.services.counter.relogio import Relogio

AGORA = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)  # still the 9th in São Paulo


class Local:
    def __init__(self) -> None:
        self.agora = AGORA

    def __call__(self) -> datetime:
        return self.agora


def test_o_dia_e_o_da_loja() -> None:
    relogio = Relogio(Local())
    assert relogio.hoje() == date(2026, 3, 9)
    relogio.fuso = "Europe/Lisbon"
    assert relogio.hoje() == date(2026, 3, 10)


def test_relogio_errado_nao_muda_o_dia() -> None:
    local = Local()
    relogio = Relogio(local)
    relogio.acerta(timedelta(days=-400), AGORA - timedelta(days=400))  # this computer is 400 days ahead
    assert relogio.agora() == AGORA - timedelta(days=400)
    local.agora -= timedelta(days=3)  # set back while selling
    assert relogio.agora() == AGORA - timedelta(days=400)
    local.agora += timedelta(days=3, hours=1)
    assert relogio.agora() == AGORA - timedelta(days=400) + timedelta(hours=1)


@pytest.mark.parametrize(("idade", "palavras"), [
    (timedelta(seconds=8), "8 s"), (timedelta(seconds=59.9), "59 s"), (timedelta(minutes=5), "5 min"),
    (timedelta(hours=3, minutes=59), "3 h"), (timedelta(hours=47), "47 h"), (timedelta(days=2), "2 dias")])
def test_idade_em_palavras(idade: timedelta, palavras: str) -> None:
    assert em_palavras(idade) == palavras


def test_a_ligacao_conta_desde_quando_e_ha_quanto_tempo() -> None:
    local, mudancas = Local(), []
    ligacao = Ligacao(local, lambda: mudancas.append(1))
    assert ligacao.sem_retaguarda() is None
    ligacao.sincronizou(EstadoReplica(Situacao.EM_DIA, atualizado_em=AGORA, carga_completa=True))
    assert ligacao.estado().frase == "Retaguarda conectada"
    ligacao.ouviu(False)
    local.agora += timedelta(minutes=7)
    ligacao.ouviu(False)  # still away: since the first silence
    assert len(mudancas) == 2
    assert ligacao.sem_retaguarda() == timedelta(minutes=7)
    assert ligacao.estado(3, 1).frase == "Sem retaguarda há 7 min · dados de 7 min atrás"
    assert (ligacao.estado(3, 1).a_enviar, ligacao.estado(3, 1).em_quarentena) == (3, 1)
    ligacao.ouviu(True)
    assert ligacao.sem_retaguarda() is None


@pytest.mark.parametrize("responde", [False, True])
def test_quem_vende_le_o_que_fazer_e_nao_portas_nem_servidores(responde: bool) -> None:
    ligacao = Ligacao(Local())
    ligacao.ouviu(responde)
    ligacao.sincronizou(EstadoReplica(
        Situacao.SEM_SERVIDOR, "Nada responde em 127.0.0.1, porta 5432: o PostgreSQL não está ligado.",
        atualizado_em=AGORA, carga_completa=True))
    detalhe = ligacao.estado().detalhe
    assert "PostgreSQL" not in detalhe
    assert "porta" not in detalhe
    assert "Ctrl+F9" in detalhe  # there the whole of it is told
    assert ("vai sozinho" in detalhe) is not responde


def test_durante_a_carga_diz_quanto_falta() -> None:
    ligacao = Ligacao(Local())
    ligacao.sincronizou(EstadoReplica(Situacao.CARREGANDO, carga=(
        TabelaCarga("produtos", 25, 90, False), TabelaCarga("precos", 10, 10, True))))
    estado = ligacao.estado()
    assert estado.frase == "Recebendo os dados da loja: 35%"
    assert estado.carregando == 0.35
    assert ligacao.idade_em_palavras() == "ainda sem dados"
    ligacao.ouviu(False)
    assert ligacao.sem_retaguarda() == timedelta(days=3650)
