"""The embedded server against what happens in shops: power cuts, kills, strangers, full disks."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from balcao.config import plataforma
from balcao.db.server import embutido
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.programas import ProgramasPostgres
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.postgres import pasta_unica

pytestmark = [pytest.mark.pg, pytest.mark.xdist_group("embutido"),
              pytest.mark.skipif(sys.platform == "win32", reason="signals and modes are Unix's")]


@pytest.fixture(scope="module")
def semente(pasta_corrida: Path) -> Iterator[Path]:
    """A created, stopped server; tests work on copies of it (creating one takes a second)."""
    with pasta_unica(pasta_corrida) as pasta:
        servidor = ServidorEmbutido(pasta / "pg", teste=True)
        servidor.iniciar()
        with psycopg.connect(servidor.dsn()) as conexao:
            conexao.execute("CREATE TABLE vendas (id int PRIMARY KEY)")
        servidor.parar()
        yield pasta / "pg"


@pytest.fixture
def servidor(semente: Path, pasta_servidor: Path) -> ServidorEmbutido:
    """A server with real durability, stopped."""
    subprocess.run(["cp", "-a", semente, pasta_servidor / "pg"], check=True)
    (pasta_servidor / "pg" / "porta").unlink()
    return ServidorEmbutido(pasta_servidor / "pg")


def _vende(servidor: ServidorEmbutido, numero: int) -> None:
    with psycopg.connect(servidor.dsn()) as conexao:
        conexao.execute("INSERT INTO vendas VALUES (%s)", (numero,))


def _vendas(servidor: ServidorEmbutido) -> list[int]:
    with psycopg.connect(servidor.dsn()) as conexao:
        return [linha[0] for linha in conexao.execute("SELECT id FROM vendas ORDER BY id")]


def _postmaster(servidor: ServidorEmbutido) -> psutil.Process:
    return psutil.Process(int((servidor.dados / "postmaster.pid").read_text().splitlines()[0]))


def _corta_a_energia(servidor: ServidorEmbutido) -> None:
    """kill -9 of the postmaster and of all its children at once."""
    pai = _postmaster(servidor)
    todos = [pai, *pai.children(recursive=True)]
    for processo in todos:
        processo.suspend()  # so that none notices the others' death
    for processo in todos:
        processo.kill()
    psutil.wait_procs(todos, timeout=10)


def _estranho(servidor: ServidorEmbutido) -> "subprocess.Popen[bytes]":
    """A living process of the server's own account that is not a PostgreSQL."""
    conta = plataforma.conta_do_banco(servidor.dados)
    return subprocess.Popen(["sleep", "1000"], cwd="/", **plataforma.opcoes_de_processo(conta))


def test_cria_com_senha_e_so_neste_computador(pasta_servidor: Path) -> None:
    servidor = ServidorEmbutido(pasta_servidor / "pg", teste=True)
    ditos: list[str] = []
    assert servidor.iniciar(ditos.append)
    assert ditos == ["Criando o banco de dados…", "Iniciando o banco de dados…"]
    arquivo = servidor.pasta / "senha"
    assert stat.S_IMODE(arquivo.stat().st_mode) == 0o600
    assert len(servidor.senha) >= 32
    assert servidor.senha not in servidor.log.read_text()
    for senha in ("", "postgres", servidor.senha + "x"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(servidor.dsn(senha=senha))
    with psycopg.connect(servidor.dsn()) as conexao:
        resposta = conexao.execute(
            "SELECT left(rolpassword, 13), current_setting('server_encoding'), current_setting('TimeZone'),"
            " current_setting('data_checksums'), lower('AÇÃO'), 'a' > 'B'"
            " FROM pg_authid WHERE rolname = current_user").fetchone()
    assert resposta == ("SCRAM-SHA-256", "UTF8", "UTC", "on", "ação", True)
    escuta = {c.laddr.ip for c in _postmaster(servidor).net_connections("inet") if c.status == "LISTEN"}
    assert escuta == {"127.0.0.1"}


def test_a_conexao_local_por_soquete_tambem_pede_senha(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    soquete = f"host={servidor.dados} port={servidor.porta} user=postgres dbname=postgres"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(soquete)
    with psycopg.connect(soquete, password=servidor.senha) as conexao:
        assert conexao.execute("SELECT 1").fetchone() == (1,)


def test_uma_loja_e_segura_no_disco_e_um_teste_e_rapido(servidor: ServidorEmbutido) -> None:
    def valores() -> tuple[object, ...]:
        with psycopg.connect(servidor.dsn()) as conexao:
            linhas = conexao.execute("SELECT setting FROM pg_settings WHERE name IN"
                                     " ('fsync', 'full_page_writes', 'synchronous_commit')")
            return tuple(linha[0] for linha in linhas)

    servidor.iniciar()
    assert valores() == ("on", "on", "on")
    servidor.parar()
    servidor = ServidorEmbutido(servidor.pasta, teste=True)
    servidor.iniciar()
    assert valores() == ("off", "off", "off")


def test_o_ajuste_da_loja_vence_o_nosso(servidor: ServidorEmbutido) -> None:
    with (servidor.dados / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = '32MB'\n")
    servidor.iniciar()
    with psycopg.connect(servidor.dsn()) as conexao:
        assert conexao.execute("SHOW shared_buffers").fetchone() == ("32MB",)


def test_quem_ja_encontra_rodando_nao_inicia_nem_desliga(servidor: ServidorEmbutido) -> None:
    assert not servidor.esta_rodando()
    assert servidor.iniciar()
    porta = servidor.porta
    with ServidorEmbutido(servidor.pasta) as segundo:
        assert segundo.porta == porta
        assert not segundo.iniciar()
    assert servidor.esta_rodando()
    assert not servidor.iniciar()
    servidor.parar()
    assert not servidor.esta_rodando()
    servidor.parar()  # once more: nothing to do
    servidor.iniciar()
    assert servidor.porta == porta


def test_parar_desliga_quem_esta_conectado_e_nao_precisa_recuperar(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    aberta = psycopg.connect(servidor.dsn())
    aberta.execute("INSERT INTO vendas VALUES (1)")  # not committed
    servidor.parar()
    assert not (servidor.dados / "postmaster.pid").exists()
    with pytest.raises(psycopg.OperationalError):
        aberta.execute("SELECT 1")
    aberta.close()
    inicio = servidor.log.stat().st_size
    servidor.iniciar()
    assert _vendas(servidor) == []
    assert "not properly shut down" not in servidor.log.read_text()[inicio:]


def test_quatro_programas_ao_mesmo_tempo_um_so_inicia(servidor: ServidorEmbutido) -> None:
    codigo = ("import sys; from pathlib import Path; from balcao.db.server.embutido import ServidorEmbutido;"
              "print(ServidorEmbutido(Path(sys.argv[1])).iniciar())")
    processos = [subprocess.Popen([sys.executable, "-c", codigo, servidor.pasta], stdout=subprocess.PIPE,
                                  text=True) for _ in range(4)]
    assert sorted(p.communicate(timeout=60)[0].strip() for p in processos) == ["False"] * 3 + ["True"]
    _vende(servidor, 1)


def test_depois_de_um_corte_de_energia_a_loja_abre_com_tudo(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    _vende(servidor, 1)
    _corta_a_energia(servidor)
    assert (servidor.dados / "postmaster.pid").exists()
    assert not servidor.esta_rodando()
    assert servidor.iniciar()
    assert _vendas(servidor) == [1]


def test_orfaos_que_seguram_a_memoria_sao_encerrados(servidor: ServidorEmbutido,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embutido, "ORFAO_S", 0.3)
    servidor.iniciar()
    _vende(servidor, 1)
    with psycopg.connect(servidor.dsn()) as conexao:
        orfao = psutil.Process(conexao.info.backend_pid)
        orfao.suspend()  # a backend deep in work does not notice that its parent died
        pai = _postmaster(servidor)
        pai.kill()
        pai.wait(10)
        ditos: list[str] = []
        assert servidor.iniciar(ditos.append)
        assert not orfao.is_running() or orfao.status() == psutil.STATUS_ZOMBIE
    assert "Encerrando restos de um banco de dados interrompido…" in ditos
    assert _vendas(servidor) == [1]


@pytest.mark.parametrize("quem", ["outro programa", "outro PostgreSQL"])
def test_o_numero_do_processo_foi_dado_a_outro(servidor: ServidorEmbutido, quem: str,
                                               request: pytest.FixtureRequest) -> None:
    servidor.iniciar()
    _vende(servidor, 1)
    antigo = str(_postmaster(servidor).pid)
    _corta_a_energia(servidor)
    if quem == "outro PostgreSQL":
        novo = str(_postmaster(request.getfixturevalue("servidor_pg")).pid)
        estranho = None
    else:
        estranho = _estranho(servidor)
        novo = str(estranho.pid)
    travas = [servidor.dados / "postmaster.pid", *servidor.dados.glob(".s.PGSQL.*.lock")]
    assert len(travas) == 2
    for trava in travas:
        trava.write_text(trava.read_text().replace(antigo, novo, 1))
    assert not servidor.esta_rodando()
    assert servidor.iniciar()
    assert _vendas(servidor) == [1]
    assert psutil.pid_exists(int(novo))
    if estranho is not None:
        assert estranho.poll() is None
        estranho.kill()
        estranho.wait()


@pytest.mark.parametrize("conteudo", [b"", b"\0" * 40, b"lixo\nlixo\n"])
def test_arquivo_de_processo_que_a_queda_de_energia_estragou(servidor: ServidorEmbutido,
                                                             conteudo: bytes) -> None:
    (servidor.dados / "postmaster.pid").write_bytes(conteudo)
    assert servidor.iniciar()
    assert _vendas(servidor) == []


def test_criacao_interrompida_recomeca(pasta_servidor: Path) -> None:
    meio = pasta_servidor / "pg" / "dados.novo"
    meio.mkdir(parents=True)
    (meio / "PG_VERSION").write_text("18\n")
    servidor = ServidorEmbutido(pasta_servidor / "pg", teste=True)
    assert servidor.iniciar()
    assert not meio.exists()


def test_a_pasta_muda_de_lugar_com_a_loja_dentro(servidor: ServidorEmbutido, pasta_servidor: Path) -> None:
    servidor.iniciar()
    _vende(servidor, 7)
    servidor.parar()
    nova = pasta_servidor / "outro d'água"
    servidor.pasta.rename(nova)
    mudado = ServidorEmbutido(nova)
    mudado.iniciar()
    assert _vendas(mudado) == [7]


def test_a_porta_preferida_vem_primeiro_e_cede_a_quem_ja_a_tem(servidor: ServidorEmbutido) -> None:
    with socket.socket() as ocupa:
        ocupa.bind(("127.0.0.1", 0))
        preferida = ocupa.getsockname()[1]
        ocupa.listen()
        recusado = ServidorEmbutido(servidor.pasta, preferida)
        assert recusado.iniciar()
        assert recusado.porta != preferida
        recusado.parar()
    assert recusado.iniciar()  # the folder's own port stays
    assert recusado.porta != preferida
    recusado.parar()
    (servidor.pasta / "porta").unlink()
    assert recusado.iniciar()
    assert recusado.porta == preferida


def test_porta_guardada_ocupada_e_trocada(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    antes = servidor.porta
    servidor.parar()
    with socket.socket() as ocupa:
        ocupa.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ocupa.bind(("127.0.0.1", antes))
        ocupa.listen()
        servidor.iniciar()
        assert servidor.porta != antes
        _vende(servidor, 1)
    with pytest.raises(AmbienteIndisponivel, match="ainda não foi iniciado"):
        _ = ServidorEmbutido(servidor.pasta.parent / "nada").porta


def test_dados_de_outra_versao(servidor: ServidorEmbutido) -> None:
    (servidor.dados / "PG_VERSION").write_text("9\n")
    with pytest.raises(AmbienteIndisponivel, match="são do PostgreSQL 9; este programa traz o 1"):
        servidor.iniciar()


def test_sem_os_programas_diz_onde_procurou(servidor: ServidorEmbutido, tmp_path: Path) -> None:
    with pytest.raises(AmbienteIndisponivel, match=str(tmp_path)):
        ServidorEmbutido(servidor.pasta, bin=tmp_path).iniciar()


def test_servidor_que_nao_sobe_diz_o_motivo(servidor: ServidorEmbutido) -> None:
    with (servidor.dados / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'muito'\n")
    with pytest.raises(AmbienteIndisponivel, match="shared_buffers"):
        servidor.iniciar()


def test_recuperacao_demorada_conta_os_segundos(servidor: ServidorEmbutido, pasta_servidor: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    verdadeiros = servidor.programas.bin
    lentos = pasta_servidor / "bin"
    lentos.mkdir()
    for programa in verdadeiros.iterdir():
        (lentos / programa.name).symlink_to(programa)
    (lentos / "pg_ctl").unlink()
    (lentos / "pg_ctl").write_text(f'#!/bin/sh\n[ "$1" = start ] && sleep 2.4\nexec {verdadeiros}/pg_ctl "$@"\n')
    (lentos / "pg_ctl").chmod(0o755)
    ditos: list[str] = []
    ServidorEmbutido(servidor.pasta, bin=lentos).iniciar(ditos.append)
    assert ditos == ["Iniciando o banco de dados…",
                     "Recuperando os dados depois de um desligamento brusco… (1 s)",
                     "Recuperando os dados depois de um desligamento brusco… (2 s)"]


@pytest.mark.skipif(not plataforma.e_root(), reason="só root monta um disco pequeno")
@pytest.mark.parametrize(("tamanho", "quando"), [("4m", "ao criar"), ("120m", "ao iniciar")])
def test_disco_cheio(semente: Path, pasta_servidor: Path, tamanho: str, quando: str) -> None:
    disco = pasta_servidor / "disco"
    disco.mkdir()
    monta = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={tamanho}", "tmpfs", disco], check=False,
                           capture_output=True, text=True)
    if monta.returncode != 0:
        pytest.skip(f"sem permissão para montar: {monta.stderr.strip()}")
    disco.chmod(0o711)
    try:
        if quando == "ao iniciar":
            subprocess.run(["cp", "-a", semente, disco / "pg"], check=True)
            with (disco / "cheio").open("wb", buffering=0) as enche, suppress(OSError):
                while enche.write(bytes(65536)):
                    pass
        with pytest.raises(AmbienteIndisponivel, match="O disco está cheio"):
            ServidorEmbutido(disco / "pg", teste=True).iniciar()
        if quando == "ao criar":
            assert not (disco / "pg" / "dados").exists()
        else:
            (disco / "cheio").unlink()
            assert ServidorEmbutido(disco / "pg", teste=True).iniciar()
            assert _vendas(ServidorEmbutido(disco / "pg")) == []
            ServidorEmbutido(disco / "pg").parar()
    finally:
        subprocess.run(["umount", disco], check=True)


@pytest.mark.skipif(not plataforma.e_root(), reason="a conta só difere da nossa para root")
def test_como_root_roda_noutra_conta_e_nao_mexe_nas_pastas_acima(pasta_servidor: Path) -> None:
    acima = pasta_servidor / "acima"
    acima.mkdir(mode=0o755)
    servidor = ServidorEmbutido(acima / "pg", teste=True)
    servidor.iniciar()
    assert _postmaster(servidor).uids().real != 0
    assert stat.S_IMODE(acima.stat().st_mode) == 0o755
    servidor.parar()
    acima.chmod(0o700)
    with pytest.raises(AmbienteIndisponivel, match=r"não alcança a pasta .*") as erro:
        servidor.iniciar()
    assert "BALCAO_PASTA" in erro.value.acao
    assert stat.S_IMODE(acima.stat().st_mode) == 0o700


def test_a_pasta_temporaria_serve_a_um_servidor() -> None:
    with plataforma.pasta_temporaria() as pasta:
        with ServidorEmbutido(pasta / "pg", teste=True) as servidor, psycopg.connect(servidor.dsn()) as conexao:
            assert conexao.execute("SELECT 1").fetchone() == (1,)
        assert stat.S_IMODE(pasta.stat().st_mode) & 0o066 == 0
    assert not pasta.exists()


@pytest.mark.skipif(not plataforma.e_root(), reason="a conta só difere da nossa para root")
@pytest.mark.skipif("BALCAO_PG_BIN" in os.environ, reason="a cópia é dos programas da roda")
def test_programas_que_a_conta_nao_alcanca_sao_copiados_uma_vez(servidor: ServidorEmbutido,
                                                                tmp_path: Path) -> None:
    instalacao = servidor.programas.bin.parent
    pacote = instalacao.parent
    for origem in (instalacao, pacote.with_name(f"{pacote.name}.libs")):
        shutil.copytree(origem, tmp_path / origem.relative_to(pacote.parent))  # tmp_path: root alone enters
    bin_fechado = tmp_path / pacote.name / instalacao.name / "bin"
    conta = plataforma.conta_do_banco(servidor.dados)
    fechado = ServidorEmbutido(servidor.pasta, bin=bin_fechado)
    assert fechado.iniciar()
    copia = ProgramasPostgres(servidor.pasta, conta, bin_fechado).bin
    assert copia.is_relative_to(servidor.pasta)
    marca = copia.stat().st_ino
    fechado.parar()
    assert fechado.iniciar()
    assert copia.stat().st_ino == marca


@pytest.mark.skipif(plataforma.e_root(), reason="root escreve em toda parte")
def test_pasta_sem_permissao(tmp_path: Path) -> None:
    fechada = tmp_path / "fechada"
    fechada.mkdir(mode=0o500)
    with pytest.raises(AmbienteIndisponivel, match="Sem permissão"):
        ServidorEmbutido(fechada / "pg").iniciar()


def test_senha_perdida_diz_o_arquivo(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    (servidor.pasta / "senha").unlink()
    with pytest.raises(AmbienteIndisponivel, match="senha do banco de dados em"):
        servidor.dsn()


def test_dsn_aguenta_nomes_e_senhas_com_sinais(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    with psycopg.connect(servidor.dsn(), autocommit=True) as conexao:
        conexao.execute("""CREATE ROLE "joão@loja" LOGIN PASSWORD 'a/b:c@d%é'""")
        conexao.execute("""CREATE DATABASE "loja nº 1" OWNER "joão@loja" """)
    with psycopg.connect(servidor.dsn("joão@loja", "loja nº 1", "a/b:c@d%é")) as conexao:
        assert conexao.execute("SELECT current_user, current_database()").fetchone() == (
            "joão@loja", "loja nº 1")


def test_um_comando_que_falha_nao_deixa_a_senha_no_registro(servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    with psycopg.connect(servidor.dsn()) as conexao, pytest.raises(psycopg.errors.DuplicateObject):
        conexao.execute("CREATE ROLE postgres PASSWORD 'segredo-da-loja'")
    registro = servidor.log.read_text()
    assert "already exists" in registro
    assert "segredo-da-loja" not in registro


def test_sinal_de_termino_ao_programa_nao_derruba_o_servidor(servidor: ServidorEmbutido) -> None:
    """Ctrl+C in the terminal reaches the whole process group; the server is in another."""
    codigo = ("import os, signal, sys; from pathlib import Path;"
              "from balcao.db.server.embutido import ServidorEmbutido;"
              "signal.signal(signal.SIGINT, signal.SIG_IGN);"
              "ServidorEmbutido(Path(sys.argv[1])).iniciar(); os.killpg(0, signal.SIGINT)")
    subprocess.run([sys.executable, "-c", codigo, servidor.pasta], check=True, start_new_session=True)
    _vende(servidor, 1)
    assert _vendas(servidor) == [1]
