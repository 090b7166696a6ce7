"""The protected line between counter and retaguarda: real TLS servers that are, and are not, who they should be."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from balcao.config import certificado as pem
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.estacao import Conexao, Estacao
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo, Servidor
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.passo_teste import Estado
from balcao.domain.protocolo_documentos import Saude
from balcao.domain.terminal.integracao import Integracao
from balcao.gateways import rotas, tls
from balcao.gateways.falhas import NaoLigou
from balcao.gateways.prazo import ClientePrazo, prazo
from balcao.gateways.retaguarda import Credencial, Destino, LinhaRecusada, Retaguarda, SemResposta
from balcao.services.counter import conexao_teste
from balcao.services.counter.conexao_teste import Passo
from balcao.services.counter.diagnostico import Diagnostico
from balcao.services.counter.entrada import Entrada
from balcao.services.counter.ligacao import Ligacao
from tests.apoio.https import Par, ServidorHttps, atende

VELHO = timedelta(days=3650 + 10)
com_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="pede o comando openssl")
SAUDE = Saude(situacao="ok", versao="1", agora=datetime.now(UTC), programa_minimo="", empresa="Loja").model_dump_json()


@pytest.fixture(scope="module")
def par(tmp_path_factory: pytest.TempPathFactory) -> Par:
    return Par(tmp_path_factory.mktemp("par"))


@pytest.fixture(scope="module")
def outro(tmp_path_factory: pytest.TempPathFactory) -> Par:
    return Par(tmp_path_factory.mktemp("outro"))


@pytest.fixture(scope="module")
def vencido(tmp_path_factory: pytest.TempPathFactory) -> Par:
    return Par(tmp_path_factory.mktemp("vencido"), idade=VELHO)


@contextmanager
def cliente(servidor: ServidorHttps, *certificados: str, https: bool = True, host: str = "127.0.0.1",
            ligacao: Ligacao | None = None) -> Iterator[Retaguarda]:
    ligacao = ligacao or Ligacao(lambda: datetime.now(UTC))
    um = Retaguarda(Destino((host,), servidor.porta, https, certificados), Credencial(7, "segredo"),
                    ouve=ligacao.ouviu, recusa=ligacao.recusou)
    yield um
    um.fecha()


def recusa(servidor: ServidorHttps, *certificados: str, host: str = "127.0.0.1") -> LinhaRecusada:
    """How the client refuses this server; not one byte of a request may have reached it."""
    with cliente(servidor, *certificados, host=host) as um, pytest.raises(LinhaRecusada) as erro:
        rotas.saude(um)
    assert servidor.pedidos == []
    assert not erro.value.enviado
    return erro.value


# ---- a counter that knows its server

def test_o_certificado_combinado_passa_e_a_conexao_fica(par: Par) -> None:
    with atende(par, SAUDE) as servidor, cliente(servidor, par.impressao) as um:
        for _ in range(3):
            assert rotas.saude(um).empresa == "Loja"
    assert [caminho for caminho, _ in servidor.pedidos] == ["/saude"] * 3
    assert servidor.pedidos[0][1].startswith("Basic ")


def test_outro_certificado_nao_recebe_nem_a_credencial(par: Par, outro: Par) -> None:
    with atende(outro, SAUDE) as servidor:
        erro = recusa(servidor, par.impressao)
    assert "não é o deste balcão" in erro.mensagem
    assert outro.impressao[:4] in erro.mensagem  # to be compared with what the server says
    assert outro.impressao not in str(erro)      # and not to be copied from here
    assert "balcao servidor certificado" in erro.acao


def test_a_barra_diz_que_foi_recusada_e_depois_que_voltou(par: Par, outro: Par) -> None:
    ligacao = Ligacao(lambda: datetime.now(UTC))
    with atende(outro, SAUDE) as servidor, cliente(servidor, par.impressao, ligacao=ligacao) as um:
        with pytest.raises(LinhaRecusada):
            rotas.saude(um)
        assert ligacao.estado().frase.startswith("Retaguarda recusada (Ctrl+F9)")
        assert "não é o deste balcão" in ligacao.estado().detalhe
        servidor.mostra(par)
        rotas.saude(um)
        assert "recusada" not in ligacao.estado().frase
        assert ligacao.estado().detalhe == ""
    with pytest.raises(SemResposta):
        rotas.saude(um)


def test_do_arquivo_da_estacao_a_frase_do_login(par: Par, outro: Par, tmp_path: Path) -> None:
    """What estacao.toml says is what the counter does, and who cannot enter is told what to do about it."""
    onde = pastas({"BALCAO_PASTA": str(tmp_path / "pc")})
    segredos = Segredos(onde.config)
    segredos.grava("estacao 7", "segredo")
    with atende(outro, SAUDE) as servidor:
        config_estacao.grava(onde.config, Estacao(
            7, 1, "B7", conexao=Conexao(True, (par.impressao,)),
            locais={"integracao": {"porta_integracao_clientes": servidor.porta}}))
        entrada = Entrada.abre(onde, segredos, lambda: datetime.now(UTC))
        try:
            with pytest.raises(AmbienteIndisponivel) as erro:
                entrada.sessoes.entra("ana", "senha da ana")
            assert entrada.ligacao.estado().frase.startswith("Retaguarda recusada")
        finally:
            entrada.fecha()
    assert servidor.pedidos == []  # the password stayed here
    assert "não é o deste balcão" in erro.value.mensagem
    assert "balcao servidor certificado" in erro.value.acao


def test_a_loja_troca_o_certificado_sem_parar_de_vender(par: Par, outro: Par) -> None:
    """Two are believed for as long as it takes; then the old one no more."""
    with atende(par, SAUDE) as servidor:
        with cliente(servidor, par.impressao, outro.impressao) as um:
            assert rotas.saude(um).empresa == "Loja"
        servidor.mostra(outro)
        with cliente(servidor, par.impressao, outro.impressao) as um:
            assert rotas.saude(um).empresa == "Loja"
        with cliente(servidor, outro.impressao) as um:
            assert rotas.saude(um).empresa == "Loja"
        servidor.pedidos.clear()
        recusa(servidor, par.impressao)


def test_quem_e_conhecido_nao_depende_do_relogio_nem_do_nome(tmp_path: Path) -> None:
    """A counter whose clock is wrong sells on (ADR 0125); the diagnosis says that the certificate ended."""
    um = Par(tmp_path, "outro-computador", idade=VELHO)
    with atende(um, SAUDE) as servidor, cliente(servidor, um.impressao) as cliente_:
        assert rotas.saude(cliente_).empresa == "Loja"


# ---- a counter that asks the system's authorities

def test_sem_impressao_decidem_as_autoridades_do_sistema(par: Par, monkeypatch: pytest.MonkeyPatch) -> None:
    with atende(par, SAUDE) as servidor:
        assert "não é de uma autoridade" in recusa(servidor).mensagem
        monkeypatch.setenv("SSL_CERT_FILE", str(par.certificado))
        with cliente(servidor) as um:
            assert rotas.saude(um).empresa == "Loja"


@pytest.mark.parametrize(("idade", "nome", "dito"), [
    (VELHO, "127.0.0.1", "está vencido"), (-timedelta(days=5), "127.0.0.1", "está vencido"),
    (timedelta(), "10.0.0.9", "é de outro endereço")])
def test_a_autoridade_nao_basta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, idade: timedelta, nome: str,
                                dito: str) -> None:
    um = Par(tmp_path, nome, idade=idade)
    monkeypatch.setenv("SSL_CERT_FILE", str(um.certificado))
    with atende(um, SAUDE) as servidor:
        erro = recusa(servidor)
    assert dito in erro.mensagem
    assert erro.acao


@pytest.mark.parametrize(("codigo", "motivo"), [
    (0x800B0101, tls.Motivo.VENCIDO), (0x800B010F, tls.Motivo.NOME), (0x800B0109, tls.Motivo.DESCONHECIDO)])
def test_o_que_o_windows_recusa_e_dito_como_aqui(codigo: int, motivo: tls.Motivo) -> None:
    """There the system itself judges the certificate, and says why with a number of its own."""
    erro = ssl.SSLCertVerificationError("recusado")
    erro.verify_code = codigo
    dito = tls.explica(erro)
    assert dito is not None
    assert dito.motivo is motivo


def test_quem_nao_completa_a_protecao_nao_segura_quem_esta_ao_lado(par: Par, monkeypatch: pytest.MonkeyPatch) -> None:
    """One client, two addresses: the line that waits for a silent server holds nothing that the other needs."""
    monkeypatch.setenv("SSL_CERT_FILE", str(par.certificado))
    um = ClientePrazo(https=True)
    with socket.create_server(("127.0.0.1", 0)) as mudo, atende(par, SAUDE) as servidor:
        ligou = threading.Thread(target=_espera_em_vao, args=(um, mudo.getsockname()[1]))
        ligou.start()
        aceita, _ = mudo.accept()
        with aceita:
            assert aceita.recv(1)  # it has begun its handshake, and gets no answer
            with prazo(5):
                assert um.pede("GET", f"https://127.0.0.1:{servidor.porta}/saude").status == 200
            assert ligou.is_alive()
        ligou.join()
        um.fecha()


def _espera_em_vao(um: ClientePrazo, porta: int) -> None:
    with prazo(60), pytest.raises(NaoLigou):
        um.pede("GET", f"https://127.0.0.1:{porta}/saude")


# ---- one side protected, the other not

def test_o_balcao_protegido_nao_fala_com_quem_nao_e(par: Par) -> None:
    with atende(None, SAUDE) as servidor:
        erro = recusa(servidor, par.impressao)
    assert "atende sem proteção" in erro.mensagem


def test_o_balcao_sem_protecao_nao_passa(par: Par) -> None:
    with atende(par, SAUDE) as servidor, cliente(servidor, https=False) as um, pytest.raises(SemResposta):
        rotas.saude(um)
    assert servidor.pedidos == []


def test_quem_aceita_e_nao_completa_a_protecao_nao_segura_ninguem(par: Par) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mudo:
        um = Retaguarda(Destino(("127.0.0.1",), mudo.getsockname()[1], True, (par.impressao,)), Credencial(7, "x"),
                        prazo_s=0.6)
        inicio = time.monotonic()
        with pytest.raises(SemResposta) as erro:
            rotas.saude(um)
        um.fecha()
    assert time.monotonic() - inicio < 1.1
    assert not erro.value.enviado


# ---- what "Testar conexão" says

def olha(servidor: ServidorHttps, conexao: Conexao, agora: datetime | None = None) -> dict[str, Passo]:
    alvo = Integracao(ip_servidor_retaguarda="127.0.0.1", porta_banco_dados=1,
                      porta_integracao_clientes=servidor.porta)
    relogio = agora or datetime.now(UTC)
    passos = conexao_teste.TesteConexao(alvo, None, lambda: relogio, lambda _: None, conexao).executa()
    return {um.nome: um for um in passos}


def test_a_linha_protegida_e_dita_com_o_certificado(par: Par) -> None:
    with atende(par, SAUDE) as servidor:
        feito = olha(servidor, Conexao(True, (par.impressao,)))
    assert feito["Serviço da retaguarda"].estado is Estado.CERTO
    protecao = feito["Proteção"]
    assert protecao.estado is Estado.CERTO
    assert f"https, certificado {par.impressao[:4]} " in protecao.mensagem
    assert f"{par.dito.ate:%d/%m/%Y}" in protecao.mensagem
    assert par.impressao not in protecao.mensagem


@pytest.mark.parametrize(("falta", "dito"), [(-1, "vencido desde"), (20, "só até")])
def test_o_fim_do_certificado_e_dito_antes_e_depois(par: Par, falta: int, dito: str) -> None:
    with atende(par, SAUDE) as servidor:
        passo = olha(servidor, Conexao(True, (par.impressao,)), par.dito.ate - timedelta(days=falta))["Proteção"]
    assert passo.estado is Estado.AVISO
    assert dito in passo.mensagem
    assert "troque-o" in passo.conselho.lower()


def test_um_vencido_de_verdade_e_lido_e_dito(vencido: Par) -> None:
    with atende(vencido, SAUDE) as servidor:
        passo = olha(servidor, Conexao(True, (vencido.impressao,)))["Proteção"]
        visto = tls.olha("127.0.0.1", servidor.porta, 3)
    assert visto == vencido.dito
    assert visto.ate < datetime.now(UTC)
    assert (passo.estado, "vencido desde" in passo.mensagem) == (Estado.AVISO, True)


def test_cada_desencontro_tem_sua_frase(par: Par, outro: Par) -> None:
    with atende(outro, SAUDE) as servidor:
        errado = olha(servidor, Conexao(True, (par.impressao,)))
        http = olha(servidor, Conexao())
        sistema = olha(servidor, Conexao(True))
    with atende(None, SAUDE) as servidor:
        aberto = olha(servidor, Conexao(True, (par.impressao,)))
        nada = olha(servidor, Conexao())
    frases = [um["Serviço da retaguarda"].mensagem for um in (errado, http, sistema, aberto)]
    assert ["não é o deste balcão" in frases[0], "só atende com proteção" in frases[1],
            "não é de uma autoridade" in frases[2], "atende sem proteção" in frases[3]] == [True] * 4
    assert all(um["Serviço da retaguarda"].estado is Estado.FALHOU for um in (errado, http, sistema, aberto))
    assert all(um["Proteção"].estado is Estado.PULADO for um in (errado, http, sistema, aberto))
    assert nada["Proteção"].mensagem == "Serviço: a conversa não sai deste computador."


def test_o_postgresql_da_rede_tem_de_provar_quem_e(tmp_path: Path) -> None:
    """What the service's computer says of its own line to a PostgreSQL of the shop."""
    onde = pastas({"BALCAO_PASTA": str(tmp_path / "pc")})
    vistos = []
    for endereco, ca in (("192.0.2.10", ""), ("192.0.2.10", "/loja/pg.pem"), ("127.0.0.1", "")):
        config_servidor.grava(onde.config, Servidor(Modo.EXTERNO, endereco, banco_ca=ca))
        feito = Diagnostico(onde, Segredos(onde.config), lambda: datetime.now(UTC)).executa()
        vistos.append(next(um for um in feito if um.nome == "Servidor deste computador"))
    assert [um.estado for um in vistos] == [Estado.AVISO, Estado.CERTO, Estado.CERTO]
    assert "banco_ca" in vistos[0].conselho
    assert "tem de provar quem é" in vistos[1].mensagem
    assert vistos[2].mensagem == "Usa o PostgreSQL em 127.0.0.1:5432."


def test_um_servico_que_ainda_inicia_nao_e_outro_programa(monkeypatch: pytest.MonkeyPatch, par: Par) -> None:
    monkeypatch.setattr(conexao_teste, "PRAZO_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mudo:
        alvo = Integracao(porta_banco_dados=1, porta_integracao_clientes=mudo.getsockname()[1])
        for conexao in (Conexao(), Conexao(True, (par.impressao,))):
            teste = conexao_teste.TesteConexao(alvo, None, lambda: datetime.now(UTC), lambda _: None, conexao)
            [passo] = [um for um in teste.executa() if um.nome == "Serviço da retaguarda"]
            assert passo.estado is Estado.FALHOU
            assert "não respondeu em" in passo.mensagem


# ---- the files

@com_openssl
def test_o_par_feito_aqui_e_lido_de_volta_e_so_o_dono_le_a_chave(tmp_path: Path) -> None:
    um = Par(tmp_path / "nova", "balcao-servidor", "192.168.0.10", "fe80::1")
    assert um.dito.nomes[0] == "balcao-servidor"
    assert um.dito.nomes[1] == "192.168.0.10"
    assert um.chave.stat().st_mode & 0o077 == 0
    assert "PRIVATE KEY" not in um.certificado.read_text()
    lido = subprocess.run(["openssl", "x509", "-in", um.certificado, "-noout", "-fingerprint", "-sha256", "-checkip",
                           "192.168.0.10"], capture_output=True, text=True, check=True).stdout
    assert um.impressao.upper() in lido.replace(":", "")
    assert "does match" in lido


@com_openssl
def test_um_par_do_openssl_serve(tmp_path: Path) -> None:
    """As the message tells who has no library: with an RSA key, and the authority's bit that openssl sets."""
    feitos = tmp_path / "c.pem", tmp_path / "k.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Balcao",
                    "-keyout", feitos[1], "-out", feitos[0]], capture_output=True, check=True)
    dito = pem.le(*feitos)
    assert timedelta(days=29) < dito.ate - datetime.now(UTC) < timedelta(days=31)
    um = Par.__new__(Par)
    um.certificado, um.chave = feitos
    with atende(um, SAUDE) as servidor, cliente(servidor, dito.impressao) as balcao:
        assert rotas.saude(balcao).empresa == "Loja"


@com_openssl
def test_arquivos_que_nao_servem_sao_ditos(par: Par, outro: Par, tmp_path: Path) -> None:
    texto = tmp_path / "texto.pem"
    texto.write_text("nada disso")
    com_senha = tmp_path / "senha.pem"
    subprocess.run(["openssl", "pkcs8", "-topk8", "-in", par.chave, "-out", com_senha, "-passout", "pass:segredo"],
                   capture_output=True, check=True)
    for certificado, chave, dito in ((par.certificado, outro.chave, "não é a deste certificado"),
                                     (texto, par.chave, "não são um certificado"),
                                     (par.certificado, com_senha, "tem senha"),
                                     (tmp_path / "some.pem", par.chave, "não pôde ser lido")):
        with pytest.raises(AmbienteIndisponivel, match=dito):
            pem.le(certificado, chave)
