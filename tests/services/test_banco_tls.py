"""A PostgreSQL that must prove who it is (`verify-full`), on a real server with TLS; ours is built without."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from balcao.config import estacao as config_estacao
from balcao.config import plataforma
from balcao.config import servidor as config_servidor
from balcao.config.estacao import Conexao
from balcao.db.server import banco, copia
from balcao.db.server.conexao import com, conecta
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.nomes import provado
from balcao.db.server.programas import VARIAVEL_BIN
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.passo_teste import Estado
from balcao.domain.terminal.integracao import Integracao
from balcao.services.counter import conexao_teste
from balcao.services.counter.conexao_teste import Credencial, Passo
from tests.apoio.https import Par, atende
from tests.services.test_cli import Terminal
from tests.services.test_tls import SAUDE

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
pytestmark = [pytest.mark.pg, pytest.mark.skipif(not DEBIAN_15.is_dir() or VARIAVEL_BIN in os.environ,
                                                 reason="pede um PostgreSQL do sistema, com TLS")]


@pytest.fixture
def par(tmp_path: Path) -> Par:
    return Par(tmp_path / "certo", "127.0.0.1")


@pytest.fixture
def outro(tmp_path: Path) -> Par:
    return Par(tmp_path / "outro", "127.0.0.1")


@pytest.fixture
def postgres(pasta_servidor: Path, par: Par) -> Iterator[ServidorEmbutido]:
    with ServidorEmbutido(pasta_servidor / "tls", bin=DEBIAN_15, teste=True) as servidor:
        mostra(servidor, par)
        yield servidor


def mostra(servidor: ServidorEmbutido, par: Par | None) -> None:
    """From now on the server speaks TLS with this certificate; None: no TLS at all."""
    conta = plataforma.conta_do_banco(servidor.dados)
    with psycopg.connect(servidor.dsn(), autocommit=True) as con:
        for de, nome in () if par is None else ((par.certificado, "tls.pem"), (par.chave, "tls.chave")):
            shutil.copy(de, servidor.dados / nome)
            plataforma.so_do_dono(servidor.dados / nome)
            plataforma.entrega(servidor.dados / nome, conta)
        con.execute("ALTER SYSTEM SET ssl_cert_file = 'tls.pem'")
        con.execute("ALTER SYSTEM SET ssl_key_file = 'tls.chave'")
        con.execute(f"ALTER SYSTEM SET ssl = {'off' if par is None else 'on'}")
        con.execute("SELECT pg_reload_conf()")
    while _cifra(servidor) is (par is None):  # the postmaster takes the change in its own time
        continue


def _cifra(servidor: ServidorEmbutido) -> bool:
    with psycopg.connect(com(servidor.dsn(), host="127.0.0.1", port=servidor.porta)) as con:
        return con.pgconn.ssl_in_use


def por_rede(servidor: ServidorEmbutido, ca: Path | None) -> str:
    return com(servidor.dsn(), host="127.0.0.1", port=servidor.porta, **provado(str(ca or "")))


def test_so_o_servidor_da_loja_e_aceito(postgres: ServidorEmbutido, par: Par, outro: Par, tmp_path: Path) -> None:
    with conecta(por_rede(postgres, par.certificado)) as con:
        assert con.pgconn.ssl_in_use
    with pytest.raises(AmbienteIndisponivel, match="um certificado que não é o da loja"):
        conecta(por_rede(postgres, outro.certificado))
    with pytest.raises(AmbienteIndisponivel, match="não está mais neste computador"):
        conecta(por_rede(postgres, tmp_path / "sumiu.pem"))
    de_outro_nome = Par(tmp_path / "nome", "servidor-da-loja")
    mostra(postgres, de_outro_nome)
    with pytest.raises(AmbienteIndisponivel, match="é de outro endereço"):
        conecta(por_rede(postgres, de_outro_nome.certificado))
    mostra(postgres, None)
    with pytest.raises(AmbienteIndisponivel, match="não oferece a conversa protegida"):
        conecta(por_rede(postgres, par.certificado))


def test_a_copia_e_a_volta_sao_dos_programas_que_falam_tls(postgres: ServidorEmbutido, par: Par,
                                                           tmp_path: Path) -> None:
    acesso = banco.criar(por_rede(postgres, par.certificado), "Loja protegida")
    arquivo = tmp_path / "x.balcao"
    assert copia.copiar(acesso.dsn_dono, arquivo).nome == "Loja protegida"
    assert copia.restaurar(arquivo, por_rede(postgres, par.certificado)).copia.nome == "Loja protegida"
    roda = ServidorEmbutido(tmp_path / "nada").programas
    with pytest.raises(AmbienteIndisponivel, match="não a falam"):
        copia.copiar(acesso.dsn_dono, arquivo, bin=roda.bin)


@pytest.mark.parametrize("aqui", [True, False])
def test_a_linha_protecao_diz_como_esta_o_banco(postgres: ServidorEmbutido, par: Par, outro: Par, aqui: bool,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conexao_teste, "e_deste_computador", lambda _ip: aqui)
    with atende(par, SAUDE) as servico:
        provada = olha(postgres, servico.porta, Conexao(True, (par.impressao,), str(par.certificado)))["Proteção"]
        errada = olha(postgres, servico.porta, Conexao(True, (par.impressao,), str(outro.certificado)))
        sem_prova = olha(postgres, servico.porta, Conexao(True, (par.impressao,)))["Proteção"]
        mostra(postgres, None)
        aberta = olha(postgres, servico.porta, Conexao(True, (par.impressao,)))["Proteção"]
    assert provada.estado is Estado.CERTO
    assert provada.mensagem.endswith("Banco: TLS, e o servidor provou quem é.")
    assert errada["Login no banco"].estado is Estado.FALHOU
    assert "não é o da loja" in errada["Login no banco"].mensagem
    assert "sem prova de quem é" in sem_prova.mensagem
    assert ("não sai deste computador" in aberta.mensagem) is aqui
    assert ("pela rede sem proteção" in aberta.mensagem) is not aqui
    assert {sem_prova.estado, aberta.estado} == {Estado.CERTO if aqui else Estado.AVISO}
    assert all(bool(um.conselho) is not aqui for um in (sem_prova, aberta))


def olha(postgres: ServidorEmbutido, porta: int, conexao: Conexao) -> dict[str, Passo]:
    alvo = Integracao(ip_servidor_retaguarda="127.0.0.1", porta_banco_dados=postgres.porta,
                      porta_integracao_clientes=porta)
    teste = conexao_teste.TesteConexao(alvo, Credencial("postgres", postgres.senha, "postgres"),
                                       lambda: datetime.now(UTC), lambda _: None, conexao)
    return {um.nome: um for um in teste.executa()}


def test_a_loja_criada_com_prova_continua_com_ela(postgres: ServidorEmbutido, par: Par, outro: Par, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(monkeypatch, capsys, tmp_path / "pc")
    criar = ("banco", "criar", "--nome", "Loja Nova Ltda", "--cnpj", "11.222.333/0001-81", "--admin", "dona",
             "--endereco", "127.0.0.1", "--porta", str(postgres.porta), "--banco-ca")
    entrada = f"{postgres.senha}\nsegredo da dona\n"
    terminal(*criar, outro.certificado, entrada=entrada, codigo=3)
    assert config_servidor.le(terminal.onde.config) is None
    terminal(*criar, par.certificado, entrada=entrada)
    configurado = config_servidor.le(terminal.onde.config)
    assert configurado is not None
    assert configurado.banco_ca == str(par.certificado)
    assert config_estacao.le(terminal.onde.config).conexao == Conexao(banco_ca=str(par.certificado))
    assert terminal("usuario", "listar").linhas[0][1] == "dona"
    terminal("estacao", "criar", "B2", entrada=f"{postgres.senha}\n")
    mostra(postgres, outro)
    assert "não é o da loja" in terminal("usuario", "listar", codigo=3).erro
