from balcao.config.estacao import ARQUIVO, Estacao, campos_locais, grava, le, sem_locais, so_locais
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


def test_address_never_goes_to_the_server_and_rules_never_stay_here():
    guardada = sem_locais(PoliticaTerminal())
    assert "porta_banco_dados" not in guardada["integracao"]
    assert guardada["integracao"]["verificar_crediario_dav"] is False
    assert ("integracao", "verificar_crediario_dav") not in set(campos_locais())
