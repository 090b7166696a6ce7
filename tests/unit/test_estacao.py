import errno
from dataclasses import replace

import pytest

from balcao.config import plataforma
from balcao.config.estacao import ARQUIVO, COPIA, Estacao, campos_locais, grava, le, sem_locais, so_locais
from balcao.domain.terminal import Integracao, PoliticaTerminal


def test_a_new_station_has_the_defaults_of_the_page(tmp_path):
    lida = le(tmp_path)
    assert (lida.integracao, lida.avisos) == (Integracao(), ())


def test_round_trip_keeps_comments(tmp_path):
    (tmp_path / ARQUIVO).write_text('# caixa da frente\n[integracao]\nporta_banco_dados = 5432 # padrão\n')
    politica = PoliticaTerminal(integracao=Integracao(ip_servidor_retaguarda="10.0.0.9", porta_banco_dados=5433))
    grava(tmp_path, Estacao(id=3, nome="Terminal 3", locais=so_locais(politica), teclas={"venda.cliente": "F4"}))
    lida = le(tmp_path)
    assert (lida.id, lida.nome, lida.teclas) == (3, "Terminal 3", {"venda.cliente": "F4"})
    assert lida.integracao.porta_banco_dados == 5433
    assert lida.sobre(PoliticaTerminal()).integracao.ip_servidor_retaguarda == "10.0.0.9"
    texto = (tmp_path / ARQUIVO).read_text()
    assert "# caixa da frente" in texto
    assert "# padrão" in texto


def test_a_bad_value_is_told_and_the_rest_is_kept(tmp_path):
    (tmp_path / ARQUIVO).write_text('[integracao]\nporta_banco_dados = 70000\nip_servidor_retaguarda = "10.0.0.9"\n')
    lida = le(tmp_path)
    assert lida.integracao.porta_banco_dados == 5432
    assert lida.integracao.ip_servidor_retaguarda == "10.0.0.9"
    assert "entre 1 e 65535" in lida.avisos[0]


def test_a_damaged_file_is_told_and_never_stops(tmp_path):
    (tmp_path / ARQUIVO).write_text("[integracao\n=")
    lida = le(tmp_path)
    assert lida.integracao == Integracao()
    assert ARQUIVO in lida.avisos[0]
    grava(tmp_path, Estacao(id=2))
    assert le(tmp_path) == Estacao(id=2)


@pytest.mark.parametrize("estrago", ["[integracao\n=", "[estacao]\nid = 'quatro'\n", "", "\x00" * 100])
def test_a_damaged_file_is_replaced_by_what_was_saved_last(tmp_path, estrago):
    boa = Estacao(id=4, empresa="loja", locais={"controles_impressao": {"imp_impressora": "rede:10.0.0.9"}},
                  teclas={"venda.finalizar": "F11"})
    grava(tmp_path, boa)
    (tmp_path / ARQUIVO).write_text(estrago)
    lida = le(tmp_path)
    assert replace(lida, avisos=()) == boa
    assert "Vale a cópia da última gravação" in lida.avisos[0]
    grava(tmp_path, replace(lida, avisos=()))
    assert le(tmp_path) == boa
    (tmp_path / ARQUIVO).unlink()
    assert le(tmp_path) == Estacao()  # taken away by hand: a new station


def test_what_could_not_be_read_is_put_aside(tmp_path):
    (tmp_path / ARQUIVO).write_text("[integracao\n=")
    grava(tmp_path, Estacao(id=4))
    assert (tmp_path / f"{ARQUIVO}.estragado").read_text() == "[integracao\n="


def test_without_a_copy_nobody_knows_which_station_this_is(tmp_path):
    (tmp_path / ARQUIVO).write_text("[integracao\n=")
    assert le(tmp_path).estragado
    assert not le(tmp_path / "outra").estragado


def test_a_file_that_may_not_be_read_is_no_new_station(tmp_path):
    grava(tmp_path, Estacao(id=4))
    (tmp_path / ARQUIVO).unlink()
    (tmp_path / ARQUIVO).mkdir()  # reading it fails, whoever runs the tests
    assert le(tmp_path).id == 4


def test_a_full_disk_for_the_copy_leaves_the_file_written(tmp_path, monkeypatch, avisos):
    escreve = plataforma.grava

    def cheio(arquivo, texto):
        if arquivo.name == COPIA:
            raise OSError(errno.ENOSPC, "No space left on device")
        escreve(arquivo, texto)

    monkeypatch.setattr(plataforma, "grava", cheio)
    grava(tmp_path, Estacao(id=4))
    assert le(tmp_path) == Estacao(id=4)
    avisos.espera("a cópia de estacao.toml não foi gravada")


def test_address_never_goes_to_the_server_and_rules_never_stay_here():
    guardada = sem_locais(PoliticaTerminal())
    assert "porta_banco_dados" not in guardada["integracao"]
    assert guardada["integracao"]["verificar_crediario_dav"] is False
    assert ("integracao", "verificar_crediario_dav") not in set(campos_locais())
