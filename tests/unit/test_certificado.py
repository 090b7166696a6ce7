"""Fingerprints as they are typed, and what the station's and the server's files say about the protected line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from balcao.config import estacao, servidor
from balcao.config.estacao import Conexao, Estacao
from balcao.config.servidor import Servidor
from balcao.domain.certificado import Certificado, Validade, confere_impressao, em_grupos
from balcao.domain.erros import AmbienteIndisponivel

IMPRESSAO = "0123456789abcdef" * 4
COM_PONTOS = ":".join(IMPRESSAO[i:i + 2] for i in range(0, 64, 2)).upper()


@pytest.mark.parametrize("escrita", [IMPRESSAO, IMPRESSAO.upper(), COM_PONTOS, f" {COM_PONTOS}\n",
                                     f"sha256 Fingerprint={COM_PONTOS}", f"SHA-256: {IMPRESSAO}"])
def test_a_impressao_se_cola_como_veio(escrita: str) -> None:
    assert confere_impressao(escrita) == IMPRESSAO


@pytest.mark.parametrize("errada", ["", IMPRESSAO[1:], IMPRESSAO + "0", "g" + IMPRESSAO[1:], "²" * 64])
def test_o_que_nao_e_impressao(errada: str) -> None:
    with pytest.raises(ValueError, match="não é a impressão"):
        confere_impressao(errada)


def test_o_fim_se_aproxima() -> None:
    ate = datetime(2030, 5, 31, 12, tzinfo=UTC)
    um = Certificado(IMPRESSAO, ate)
    assert [um.validade(ate - timedelta(days=d)) for d in (31, 30, 1, 0, -1)] == [
        Validade.CERTA, Validade.PERTO, Validade.PERTO, Validade.VENCIDA, Validade.VENCIDA]
    assert em_grupos(IMPRESSAO) == "0123 4567 89ab cdef"


def test_a_conexao_vai_e_volta_e_se_desliga(tmp_path: Path) -> None:
    protegida = Estacao(id=3, conexao=Conexao(True, (IMPRESSAO, "f" * 64), "/etc/loja.pem"))
    estacao.grava(tmp_path, protegida)
    assert estacao.le(tmp_path).conexao == protegida.conexao
    estacao.grava(tmp_path, Estacao(id=3))
    assert estacao.le(tmp_path).conexao == Conexao()
    (tmp_path / estacao.ARQUIVO).write_text("[estacao]\nid = 3\n")  # an older program's
    assert estacao.le(tmp_path).conexao == Conexao()
    assert estacao.le(tmp_path).avisos == ()


@pytest.mark.parametrize(("escrito", "lida"), [
    ('[conexao]\nhttps = "não"\n', Conexao(True)),
    ('[conexao]\nhttps = false\ncertificados = ["torto"]\n', Conexao(True)),
    (f'[conexao]\nhttps = true\ncertificados = ["torto", "{COM_PONTOS}"]\n', Conexao(True, (IMPRESSAO,))),
    ('[conexao]\nhttps = true\ncertificados = "torto"\n', Conexao(True)),
    ('conexao = "aberta"\n', Conexao(True)), ("[conexao]\nbanco_ca = 7\n", Conexao(False, (), "7"))])
def test_o_que_nao_se_entende_nunca_desprotege(tmp_path: Path, escrito: str, lida: Conexao) -> None:
    (tmp_path / estacao.ARQUIVO).write_text(escrito)
    feita = estacao.le(tmp_path)
    assert feita.conexao == lida
    assert len(feita.avisos) == 1


def test_o_par_do_servidor_vai_e_volta(tmp_path: Path) -> None:
    certo = Servidor(certificado="/loja/c.pem", chave="/loja/k.pem", banco_ca="/loja/pg.pem")
    servidor.grava(tmp_path, certo)
    assert servidor.le(tmp_path) == certo
    assert certo.par == (Path("/loja/c.pem"), Path("/loja/k.pem"))
    assert Servidor().par is None


@pytest.mark.parametrize(("linha", "dito"), [
    ('certificado = "/c.pem"', "juntos"), ('chave = "/k.pem"', "juntos"),
    ('certificado = "c.pem"\nchave = "/k.pem"', "caminho inteiro"), ('banco_ca = "pg.pem"', "caminho inteiro")])
def test_um_par_pela_metade_e_dito(tmp_path: Path, linha: str, dito: str) -> None:
    (tmp_path / servidor.ARQUIVO).write_text(f"{linha}\n")
    with pytest.raises(AmbienteIndisponivel, match=dito):
        servidor.le(tmp_path)
