"""The daily backup: at its time, once, restored beside, and said when it fails. Real PostgreSQL, real files; only the
clock is ours."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo, Servidor
from balcao.db.server import banco, copia
from balcao.db.server.conexao import conecta, motor
from balcao.db.server.copia import CopiaEmCurso
from balcao.db.server.copia_prova import Prova
from balcao.db.server.copia_registro import anota_que_nao_volta, anota_responsavel, le_situacao
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.papeis import LINHAS_DA_ESTACAO
from balcao.db.server.programas import BAIXA, VARIAVEL_BIN
from balcao.domain.copia import Falha, SituacaoCopia
from balcao.domain.erros import AmbienteIndisponivel
from balcao.services.office import copia_diaria
from balcao.services.office.copia_diaria import ESTRAGADA, CopiaDiaria, copias
from balcao.services.office.entrar import confere_pessoa
from balcao.services.office.estado_servico import saude
from balcao.services.office.loja import Loja as LojaDaqui
from balcao.services.office.segredo import segredo_da_empresa
from tests.apoio.empresa import SENHAS, Empresa
from tests.apoio.postgres import Banco
from tests.apoio.retaguarda import SENHA, Loja

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
outro_postgres = pytest.mark.skipif(not DEBIAN_15.is_dir() or VARIAVEL_BIN in os.environ,
                                    reason="pede outro PostgreSQL, mais velho que o desta corrida")


def quando(dia: int, hora: int, minuto: int = 0) -> datetime:
    return datetime(2026, 11, dia, hora, minuto, tzinfo=UTC)


class Servidora:
    """The computer that serves the shop, with a clock that is moved by hand."""

    def __init__(self, loja: Loja, raiz: Path) -> None:
        self.loja, self.agora, self.ditos = loja, quando(20, 12), list[str]()
        onde = Pastas(*(raiz / nome for nome in ("dados", "config", "cache", "registro")))
        for pasta in (onde.dados, onde.config, onde.cache, onde.registro):
            pasta.mkdir(mode=0o711)
        self.daqui = LojaDaqui(onde, Segredos(onde.config), lambda: self.agora, lambda: date(2026, 11, 20))
        pg = loja.empresa.banco.servidor
        self.daqui.adota(Servidor(Modo.EXTERNO, pg.HOST, pg.porta or 0, loja.empresa.banco.nome), SENHAS)
        loja.empresa.dono(autocommit=True).execute("UPDATE identidade SET criada_em = %s", [quando(1, 9)])
        self.pasta = onde.dados / "copias"
        self.diaria = CopiaDiaria(self.daqui, self.ditos.append, fuso=UTC)

    def agenda(self, **mudou: object) -> None:
        servidor = self.daqui.servidor
        self.daqui.adota(replace(servidor, copia=replace(servidor.copia, **mudou)), SENHAS)  # type: ignore[arg-type]

    @property
    def copias(self) -> list[Path]:
        return copias(self.pasta, "loja")

    @property
    def sabido(self) -> SituacaoCopia:
        return le_situacao(self.loja.empresa.dsn_dono, "loja")[0]

    @property
    def problema(self) -> str:
        return le_situacao(self.loja.empresa.dsn_dono, "loja")[1]


@pytest.fixture
def aqui(loja: Loja, pasta_servidor: Path) -> Servidora:
    return Servidora(loja, pasta_servidor)


def test_copia_na_hora_confere_e_todos_ficam_sabendo(aqui: Servidora) -> None:
    assert saude(aqui.loja.ctx, "1").copia.aviso(aqui.agora) == "nunca houve backup"
    assert aqui.diaria.passa()  # never one: at once, whatever the time
    [feita] = aqui.copias
    assert feita.name == "balcao-loja-20261120-120000.balcao"
    assert copia.ler_copia(feita).contagens["produtos"] == 10
    assert (aqui.sabido.copiado_em, aqui.sabido.conferida, aqui.sabido.falha) == (aqui.agora, True, Falha.NENHUMA)
    assert not (aqui.daqui.pastas.dados / "conferencia").exists()
    visto = saude(aqui.loja.ctx, "1").copia  # what every counter hears with its pulse
    assert visto == aqui.sabido
    assert visto.aviso(aqui.agora) == ""

    for agora, fez in ((quando(20, 23), False), (quando(21, 2, 59), False), (quando(21, 3), True),
                       (quando(21, 3, 1), False), (quando(24, 8), True)):  # off for three days: when it is on again
        aqui.agora = agora
        assert aqui.diaria.passa() is fez, agora
    assert len(aqui.copias) == 3
    assert "foi restaurada inteira" in aqui.ditos[-1]


def test_ficam_as_ultimas_e_nada_de_outros_e_apagado(aqui: Servidora) -> None:
    aqui.agenda(guarda=2)
    aqui.pasta.mkdir()
    alheios = ["balcao-loja-feita-a-mao.balcao", "balcao-filial-20261101-030000.balcao", "foto.jpg"]
    for nome in alheios:
        (aqui.pasta / nome).write_text("x")
    for dia in (20, 21, 22):
        aqui.agora = quando(dia, 12)
        assert aqui.diaria.passa()
    assert [um.name[12:20] for um in aqui.copias] == ["20261121", "20261122"]
    assert {um.name for um in aqui.pasta.iterdir()} - {um.name for um in aqui.copias} == set(alheios)


def test_desligada_nao_copia_e_a_mudanca_vale_sem_reiniciar(aqui: Servidora) -> None:
    aqui.agenda(ligada=False)
    assert not aqui.diaria.passa()
    aqui.agenda(ligada=True, hora="11:00")
    assert aqui.diaria.passa()
    aqui.agora = quando(21, 10, 59)
    assert not aqui.diaria.passa()
    aqui.agora = quando(21, 11)
    assert aqui.diaria.passa()


def test_quando_outro_faz_a_copia_o_balcao_nao_faz_nem_avisa(aqui: Servidora) -> None:
    """It waits for nobody's permission to begin again, and what is copied by hand still counts."""
    with conecta(aqui.loja.empresa.dsn_dono) as con:
        anota_que_nao_volta(con, "loja", "estragada", aqui.agora, None)
        anota_responsavel(con, "loja", "João", aqui.agora)
    assert not aqui.diaria.passa()
    assert aqui.copias == []
    assert (aqui.sabido.responsavel, aqui.sabido.aviso(aqui.agora), aqui.problema) == ("João", "", "")
    visto = saude(aqui.loja.ctx, "1").copia
    assert visto is not None
    assert (visto.responsavel, visto.aviso(aqui.agora)) == ("outra pessoa ou programa", "")  # anybody may ask /saude
    assert aqui.loja.sql("SELECT antes, depois FROM auditoria WHERE campo = 'quem faz a cópia'") == [("Balcão", "João")]
    copia.copiar(aqui.loja.empresa.dsn_dono, aqui.daqui.pastas.dados / "a-mao.balcao", agora=aqui.agora)
    assert aqui.sabido.copiado_em == aqui.agora
    with conecta(aqui.loja.empresa.dsn_dono) as con:
        anota_responsavel(con, "loja", "", aqui.agora)
    aqui.agora = quando(22, 3)
    assert aqui.diaria.passa()


def test_dois_servidores_um_so_copia(aqui: Servidora, loja: Loja) -> None:
    """While one holds the turn, the other leaves it; once it is done, there is nothing left to do."""
    outro = CopiaDiaria(aqui.daqui, aqui.ditos.append, fuso=UTC)
    with copia_diaria._vez(aqui.daqui.acesso()) as situacao:
        assert situacao is not None
        assert not outro.passa()
    assert aqui.diaria.passa()
    assert not outro.passa()
    assert len(aqui.copias) == 1


def test_nunca_duas_copias_ao_mesmo_tempo(aqui: Servidora, tmp_path: Path) -> None:
    """The one made by hand and the daily one take turns too."""
    dsn, erros = aqui.loja.empresa.dsn_dono, []

    def no_meio(texto: str) -> None:
        if texto == "Copiando o banco de dados…":
            with pytest.raises(CopiaEmCurso, match="está sendo feita agora") as achado:
                copia.copiar(dsn, tmp_path / "outra.balcao")
            erros.append(achado.value)
            assert not aqui.diaria.passa()
    copia.copiar(dsn, tmp_path / "uma.balcao", no_meio, agora=aqui.agora - timedelta(days=3))
    assert len(erros) == 1
    assert aqui.sabido.falha is Falha.NENHUMA  # somebody else copying is no failure
    assert aqui.diaria.passa()


def test_a_pasta_que_sumiu_e_dita_as_velhas_ficam_e_tenta_de_novo(aqui: Servidora, pasta_servidor: Path) -> None:
    disco = pasta_servidor / "disco externo"
    disco.mkdir()
    aqui.agenda(pasta=str(disco))
    assert aqui.diaria.passa()
    fora = disco.rename(pasta_servidor / "na gaveta")
    aqui.agora = quando(21, 12)
    assert not aqui.diaria.passa()
    assert not disco.exists()  # it is not made anew on another disk
    assert aqui.problema == (f"A pasta das cópias não está mais lá ({disco}). Ligue o disco, ou escolha outra: "
                             "balcao banco agendar --pasta.")
    visto = saude(aqui.loja.ctx, "1").copia
    assert visto.aviso(aqui.agora) == "backup falhou, último backup há 1 dia"
    assert visto.falhou_em == aqui.agora
    assert str(disco) not in visto.model_dump_json()  # /saude asks for no password
    fora.rename(disco)
    aqui.agora += timedelta(minutes=9)
    assert not aqui.diaria.passa()  # not yet
    aqui.agora += timedelta(minutes=1)
    assert aqui.diaria.passa()
    assert (aqui.sabido.falha, aqui.problema) == (Falha.NENHUMA, "")
    assert len(copias(disco, "loja")) == 2


@pytest.fixture
def disquinho(pasta_servidor: Path) -> Iterator[Path]:
    """A real disk of two megabytes."""
    pasta = pasta_servidor / "disquinho"
    pasta.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", pasta], check=False,
                      capture_output=True).returncode:
        pytest.skip("montar um disco pequeno pede root")
    try:
        yield pasta
    finally:
        subprocess.run(["umount", pasta], check=True)


def test_disco_cheio_deixa_as_velhas_e_nao_deixa_restos(aqui: Servidora, disquinho: Path) -> None:
    aqui.agenda(pasta=str(disquinho))
    assert aqui.diaria.passa()
    [velha] = copias(disquinho, "loja")
    tamanho = velha.stat().st_size
    (disquinho / "filme").write_bytes(b"x" * (2_000_000 - tamanho - 40_000))
    aqui.agora = quando(21, 12)
    assert not aqui.diaria.passa()  # seen before anything is written
    assert "O disco das cópias está cheio" in aqui.problema
    velha.rename(disquinho / "guardada")  # now nothing tells how much it takes: it fills up while it writes
    aqui.agora += timedelta(hours=1)
    assert not aqui.diaria.passa()
    assert "O disco das cópias está cheio" in aqui.problema
    assert {um.name for um in disquinho.iterdir()} == {"filme", "guardada"}
    assert copia.ler_copia(disquinho / "guardada").contagens["produtos"] == 10
    (disquinho / "filme").unlink()
    aqui.agora += timedelta(hours=1)
    assert aqui.diaria.passa()


def _estraga(arquivo: Path) -> None:
    dados = bytearray(arquivo.read_bytes())
    dados[len(dados) // 2] ^= 0xFF
    arquivo.write_bytes(dados)


def test_uma_copia_que_nao_volta_e_dita_em_voz_alta(aqui: Servidora, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that loses a byte between writing and reading: the file is put aside, yesterday's counts."""
    assert aqui.diaria.passa()
    ontem = aqui.agora
    original = copia.copiar

    def e_estraga(dsn: str, arquivo: Path, *args: object, **opcoes: object) -> copia.Copia:
        feita = original(dsn, arquivo, *args, **opcoes)  # type: ignore[arg-type]
        _estraga(arquivo)
        return feita
    monkeypatch.setattr(copia, "copiar", e_estraga)
    aqui.agora = quando(21, 12)
    assert not aqui.diaria.passa()
    assert (aqui.sabido.falha, aqui.sabido.copiado_em) == (Falha.NAO_VOLTA, ontem)
    assert "balcao-loja-20261121-120000.balcao: A cópia" in aqui.problema
    assert saude(aqui.loja.ctx, "1").copia.aviso(aqui.agora) == "o backup não pode ser restaurado"
    assert len(aqui.copias) == 1
    assert len(list(aqui.pasta.glob(f"*{ESTRAGADA}"))) == 1
    monkeypatch.undo()
    copia.copiar(aqui.loja.empresa.dsn_dono, aqui.pasta / "na-mao.balcao", agora=aqui.agora)
    assert aqui.sabido.falha is Falha.NAO_VOLTA  # only a copy that came back takes it away
    aqui.agora = quando(22, 12)
    assert aqui.diaria.passa()
    assert (aqui.sabido.falha, aqui.problema, aqui.sabido.conferida) == (Falha.NENHUMA, "", True)


def test_parar_no_meio_da_prova_nao_deixa_nada(aqui: Servidora, monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer is being turned off while the copy is restored: no server and no folder stay, and no false alarm."""
    comecou = threading.Event()
    original = ServidorEmbutido.cede_a_vez

    def avisa(servidor: ServidorEmbutido) -> None:
        original(servidor)
        comecou.set()
        aqui.diaria._parando.wait(20)
    monkeypatch.setattr(ServidorEmbutido, "cede_a_vez", avisa)
    monkeypatch.setattr(copia_diaria, "ESPERA_INICIAL_S", 0.0)
    aqui.diaria.inicia()
    assert comecou.wait(60)
    aqui.diaria.para()
    assert not (aqui.daqui.pastas.dados / "conferencia").exists()
    assert len(aqui.copias) == 1
    assert (aqui.sabido.falha, aqui.problema) == (Falha.NENHUMA, "")


def test_a_prova_limpa_o_que_uma_morta_deixou(aqui: Servidora, tmp_path: Path) -> None:
    """Killed in the middle: its server still runs in the folder; the next proof ends it and goes on."""
    copia.copiar(aqui.loja.empresa.dsn_dono, tmp_path / "uma.balcao")
    pasta = aqui.daqui.pastas.dados / "conferencia"
    morta = ServidorEmbutido(pasta, teste=True)
    morta.iniciar()
    ditos: list[str] = []
    assert Prova(pasta).executa(tmp_path / "uma.balcao", ditos.append).contagens["produtos"] == 10
    assert not pasta.exists()
    assert not morta.esta_rodando()


def test_ao_ligar_some_o_que_uma_prova_morta_deixou(aqui: Servidora, tmp_path: Path) -> None:
    pasta = aqui.daqui.pastas.dados / "conferencia"
    morta = ServidorEmbutido(pasta, teste=True)
    morta.iniciar()
    segura = ("import fasteners, sys; trava = fasteners.InterProcessLock(sys.argv[1]); trava.acquire(); "
              "print('segura', flush=True); sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", segura, str(pasta.with_suffix(".trava"))], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as outro:
        assert outro.stdout.readline() == b"segura\n"
        Prova(pasta).arruma()
        assert morta.esta_rodando()  # another program's, under way
        copia.copiar(aqui.loja.empresa.dsn_dono, tmp_path / "uma.balcao", agora=aqui.agora)
        with pytest.raises(AmbienteIndisponivel, match="está sendo conferida agora"):
            Prova(pasta).executa(tmp_path / "uma.balcao", aqui.ditos.append)
        outro.stdin.close()
    aqui.diaria.inicia()
    while pasta.exists():
        aqui.diaria._linha.join(0.05)
    assert not morta.esta_rodando()
    aqui.diaria.para()
    assert not aqui.diaria._linha.is_alive()


def test_a_prova_trabalha_com_prioridade_baixa(aqui: Servidora, tmp_path: Path,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    copia.copiar(aqui.loja.empresa.dsn_dono, tmp_path / "uma.balcao")
    vistas: list[int] = []
    original = Prova._olha

    def olha(prova: Prova, servidor: ServidorEmbutido, feita: copia.Copia) -> None:
        with psycopg.connect(servidor.dsn()) as con:
            vistas.append(os.getpriority(os.PRIO_PROCESS, con.info.backend_pid))
        original(prova, servidor, feita)
    monkeypatch.setattr(Prova, "_olha", olha)
    Prova(aqui.daqui.pastas.dados / "conferencia").executa(tmp_path / "uma.balcao", aqui.ditos.append)
    assert vistas == [max(os.getpriority(os.PRIO_PROCESS, 0), BAIXA)]


def test_sem_as_senhas_dos_papeis_a_copia_nao_serve(aqui: Servidora, tmp_path: Path) -> None:
    with aqui.loja.empresa.dono() as con:
        con.execute("DELETE FROM segredos WHERE nome = 'papel:loja_servico'")
    assert not aqui.diaria.passa()
    assert "não traz a senha de loja_servico" in aqui.problema
    assert aqui.sabido.falha is Falha.NAO_VOLTA


@outro_postgres
def test_um_servidor_mais_novo_que_os_programas_diz_o_que_instalar(aqui: Servidora, tmp_path: Path) -> None:
    with pytest.raises(AmbienteIndisponivel) as achado:
        copia.copiar(aqui.loja.empresa.dsn_dono, tmp_path / "x.balcao", bin=DEBIAN_15)
    assert achado.value.mensagem == "O PostgreSQL do servidor é o 18, e os programas deste computador vão até o 15."
    assert achado.value.acao.startswith("Instale aqui os programas de cliente do PostgreSQL 18")
    assert not (tmp_path / "x.balcao").exists()


@outro_postgres
def test_um_servidor_da_loja_mais_velho_e_copiado_e_provado_com_os_nossos_programas(pasta_servidor: Path,
                                                                                    tmp_path: Path) -> None:
    with ServidorEmbutido(pasta_servidor / "quinze", bin=DEBIAN_15, teste=True) as velho:
        acesso = banco.criar(velho.dsn(), "Loja no 15")
        assert copia.copiar(acesso.dsn_dono, tmp_path / "x.balcao").postgres == 15
    assert Prova(pasta_servidor / "conferencia").executa(tmp_path / "x.balcao", lambda _: None).nome == "Loja no 15"


@outro_postgres
def test_programas_velhos_no_ambiente_nao_impedem_se_ha_outros(aqui: Servidora, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    """`BALCAO_PG_BIN` names PostgreSQL 15; the server is newer, and this computer has newer programs in the wheel."""
    monkeypatch.setenv("BALCAO_PG_BIN", str(DEBIAN_15))
    assert copia.copiar(aqui.loja.empresa.dsn_dono, tmp_path / "x.balcao").postgres == 18
    provada = Prova(aqui.daqui.pastas.dados / "conferencia").executa(tmp_path / "x.balcao", aqui.ditos.append)
    assert provada.postgres == 18


def test_num_servidor_vazio_a_loja_vive_de_novo(loja: Loja, pasta_servidor: Path, tmp_path: Path) -> None:
    """People log in with their passwords, the next number follows, the session's secret is the one it was."""
    antes, segredo = loja.envia(loja.pedido()), segredo_da_empresa(loja.motor)
    copia.copiar(loja.empresa.dsn_dono, tmp_path / "loja.balcao")
    with ServidorEmbutido(pasta_servidor / "outro", teste=True) as outro:
        copia.restaurar(tmp_path / "loja.balcao", outro.dsn())
        acesso = banco.acesso(outro.dsn(), SENHAS)
        engine = motor(acesso.dsn_servico)
        viva = replace(loja, empresa=Empresa(Banco("balcao", outro), acesso), motor=engine)
        try:
            assert segredo_da_empresa(engine) == segredo
            with conecta(acesso.dsn_servico) as con, con.cursor(row_factory=namedtuple_row) as cur:
                assert confere_pessoa(cur, "ana", SENHA["ana"], 1).usuario_id == loja.usuarios["ana"]
            depois = viva.envia(viva.pedido())
            assert int(depois.numero) == int(antes.numero) + 1
            assert viva.conta("pedidos") == 2
            politicas = viva.um("SELECT count(*) FROM pg_policies WHERE schemaname = 'loja'")
            assert politicas == 3 * len(LINHAS_DA_ESTACAO)
        finally:
            viva.fecha()
