"""CB-043, CB-044: the state, backup, restore and re-check of the database, by who may, where it may be."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import Modo, Servidor
from balcao.db.server import copia
from balcao.db.server.conexao import com, motor
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.manutencao import Autorizacao
from balcao.services.office import estacoes, usuarios
from balcao.services.office.estacoes import NovaEstacao
from balcao.services.office.loja import Loja as LojaDaqui
from balcao.services.office.manutencao import TENTATIVAS, Manutencao
from balcao.services.office.usuarios import NovoUsuario
from tests.apoio.empresa import PAPEIS, SENHAS, numera_estacoes
from tests.apoio.retaguarda import SENHA, Loja

AGORA = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
BIA = Autorizacao("bia", SENHA["bia"])


def pastas(tmp_path: Path) -> Pastas:
    criadas = Pastas(tmp_path / "dados", tmp_path / "config", tmp_path / "cache", tmp_path / "registro")
    for pasta in (criadas.dados, criadas.config, criadas.cache, criadas.registro):
        pasta.mkdir()
    return criadas


class Mundo:
    """This computer is the retaguarda of a shop whose PostgreSQL is the run's."""

    def __init__(self, loja: Loja, tmp_path: Path) -> None:
        self.loja, self.agora, self.ditos = loja, AGORA, list[str]()
        onde = pastas(tmp_path)
        self.daqui = LojaDaqui(onde, Segredos(onde.config), lambda: self.agora, lambda: date(2026, 11, 21))
        pg = loja.empresa.banco.servidor
        self.daqui.adota(Servidor(Modo.EXTERNO, pg.HOST, pg.porta or 0, loja.empresa.banco.nome), SENHAS)
        config_estacao.grava(onde.config, Estacao(id=1, estabelecimento_id=1))
        self.dsn_leitura = ""
        self.manutencao = Manutencao(self.daqui, "192.168.0.10", lambda: self.dsn_leitura)

    def auditoria(self) -> list[tuple[str, object]]:
        return self.loja.sql("SELECT campo, usuario_id FROM auditoria WHERE assunto = 'banco de dados' ORDER BY id")


@pytest.fixture
def mundo(loja: Loja, tmp_path: Path) -> Mundo:
    return Mundo(loja, tmp_path)


def test_o_estado_diz_versao_tamanho_contagens_e_que_nunca_houve_copia(mundo: Mundo) -> None:
    visto = mundo.manutencao.estado()
    assert (visto.aqui, visto.restaura, visto.em_dia, visto.situacao) == (True, False, True, "em dia")
    assert visto.versao
    assert visto.postgres
    assert visto.tamanho > 100_000
    assert visto.copiado_em is None
    assert dict(visto.contagens) == {"Produtos": 10, "Clientes": 3, "Títulos": 0, "Documentos": 0, "Usuários": 3,
                                     "Terminais": 3}


def test_a_copia_e_inteira_datada_e_auditada(mundo: Mundo, tmp_path: Path) -> None:
    destino = tmp_path / "loja.balcao"
    frase = mundo.manutencao.copiar(BIA, destino, mundo.ditos.append)
    assert str(destino) in frase
    assert copia.ler_copia(destino).contagens["produtos"] == 10
    assert mundo.ditos
    assert mundo.manutencao.estado().copiado_em == AGORA
    assert mundo.auditoria() == [("cópia", mundo.loja.usuarios["bia"])]
    assert "10 produtos" in mundo.manutencao.le_copia(destino)


@pytest.mark.parametrize(("quem", "frase"), [
    (Autorizacao("ana", SENHA["ana"]), "não tem a permissão “Mantém o banco de dados”"),
    (Autorizacao("bia", "outra"), "não conferem"), (Autorizacao("ninguem", "x"), "não conferem")])
def test_sem_a_senha_de_quem_pode_nada_e_feito(mundo: Mundo, tmp_path: Path, quem: Autorizacao, frase: str) -> None:
    destino = tmp_path / "loja.balcao"
    with pytest.raises(EntradaInvalida, match=frase):
        mundo.manutencao.copiar(quem, destino, mundo.ditos.append)
    with pytest.raises(EntradaInvalida, match=frase):
        mundo.manutencao.reverificar(quem, mundo.ditos.append)
    assert not destino.exists()
    assert mundo.auditoria() == []


def test_quem_erra_a_senha_cinco_vezes_espera(mundo: Mundo) -> None:
    for _ in range(TENTATIVAS):
        with pytest.raises(EntradaInvalida, match="não conferem"):
            mundo.manutencao.reverificar(Autorizacao("bia", "errada"), mundo.ditos.append)
    with pytest.raises(EntradaInvalida, match="Espere meio minuto"):
        mundo.manutencao.reverificar(BIA, mundo.ditos.append)
    mundo.agora += timedelta(seconds=31)
    assert "conferida" in mundo.manutencao.reverificar(BIA, mundo.ditos.append)


@pytest.mark.parametrize("destino", ["relativo.balcao", "{tmp}", "{tmp}/nao/existe.balcao"])
def test_um_caminho_que_nao_serve_e_dito(mundo: Mundo, tmp_path: Path, destino: str) -> None:
    with pytest.raises(EntradaInvalida, match="digite o caminho de um arquivo"):
        mundo.manutencao.copiar(BIA, Path(destino.format(tmp=tmp_path)), mundo.ditos.append)


def test_a_tabela_de_versao_perdida_volta_e_os_davs_ficam(mundo: Mundo) -> None:
    mundo.loja.envia(mundo.loja.pedido("DAV"))
    davs = mundo.loja.sql("SELECT id, numero, total, situacao FROM pedidos")
    versao = mundo.loja.um("SELECT version_num FROM alembic_version")
    mundo.loja.sql("DROP TABLE alembic_version")
    frase = mundo.manutencao.reverificar(BIA, mundo.ditos.append)
    assert "tabela de versão" in frase
    assert "Nenhum dado foi mudado" in frase
    assert mundo.loja.um("SELECT version_num FROM alembic_version") == versao
    assert mundo.loja.sql("SELECT id, numero, total, situacao FROM pedidos") == davs
    assert mundo.auditoria() == [("versão", mundo.loja.usuarios["bia"])]


def test_uma_coluna_que_falta_e_dita_e_nada_muda(mundo: Mundo) -> None:
    mundo.loja.sql("ALTER TABLE clientes DROP COLUMN observacoes CASCADE")
    with pytest.raises(EntradaInvalida, match=r"mas falta: .*observacoes.* Nada foi mudado"):
        mundo.manutencao.reverificar(BIA, mundo.ditos.append)


def test_num_servidor_da_loja_restaurar_e_do_administrador(mundo: Mundo, tmp_path: Path) -> None:
    destino = tmp_path / "loja.balcao"
    mundo.manutencao.copiar(BIA, destino, mundo.ditos.append)
    with pytest.raises(EntradaInvalida, match="balcao banco restaurar"):
        mundo.manutencao.restaurar(BIA, destino, "Loja de teste", mundo.ditos.append)


def test_noutro_computador_so_o_estado(mundo: Mundo, tmp_path: Path) -> None:
    (mundo.daqui.pastas.config / config_servidor.ARQUIVO).unlink()
    numera_estacoes(mundo.loja.empresa)
    engine = motor(mundo.loja.empresa.dsn_admin, esquema=PAPEIS.esquema, conexoes=1)
    with engine.begin() as con:
        terminal = estacoes.criar(con, PAPEIS, NovaEstacao(1, "BALCÃO 9", 9), AGORA)
    engine.dispose()
    mundo.dsn_leitura = mundo.loja.empresa.dsn_estacao(terminal.estacao_id, terminal.segredo)
    visto = mundo.manutencao.estado()
    assert (visto.aqui, visto.restaura, visto.em_dia) == (False, False, True)
    assert "192.168.0.10" in visto.onde
    assert dict(visto.contagens)["Produtos"] == 10
    for faz in (lambda: mundo.manutencao.copiar(BIA, tmp_path / "x.balcao", mundo.ditos.append),
                lambda: mundo.manutencao.reverificar(BIA, mundo.ditos.append),
                lambda: mundo.manutencao.restaurar(BIA, tmp_path / "x.balcao", "Loja", mundo.ditos.append)):
        with pytest.raises(EntradaInvalida, match="computador da retaguarda"):
            faz()


def test_um_arquivo_que_nao_e_copia_e_dito(mundo: Mundo, tmp_path: Path) -> None:
    arquivo = tmp_path / "foto.balcao"
    arquivo.write_bytes(b"nada")
    with pytest.raises(AmbienteIndisponivel, match="não é uma cópia do Balcão"):
        mundo.manutencao.le_copia(arquivo)


# ---- a one-computer shop: its own embedded server

@pytest.fixture
def sozinha(pasta_servidor: Path) -> Iterator[tuple[LojaDaqui, Manutencao]]:
    """A new shop of this computer, with one manager."""
    onde = pastas(pasta_servidor)
    daqui = LojaDaqui(onde, Segredos(onde.config), lambda: AGORA, lambda: date(2026, 11, 21))
    embutido = ServidorEmbutido(onde.dados / "servidor", teste=True)
    try:
        embutido.iniciar()
        acesso = daqui.inicia(lambda _texto: None, exemplo=False)
        engine = motor(com(embutido.dsn(), dbname=daqui.servidor.banco), esquema="loja", conexoes=1)
        with engine.begin() as con:
            con.exec_driver_sql("INSERT INTO estabelecimentos (nome, fantasia, cnpj) VALUES "
                                "('Minha', 'Minha', '11222333000181')")
            con.exec_driver_sql("INSERT INTO perfis (nome, permissoes) VALUES ('Dono', '[\"manter_banco\"]')")
            usuarios.criar(con, NovoUsuario("bia", "Bia", SENHA["bia"], "Dono"), AGORA)
        engine.dispose()
        assert acesso
        yield daqui, Manutencao(daqui, "127.0.0.1", lambda: "")
    finally:
        embutido.parar()


def test_restaurar_troca_o_banco_guarda_o_que_havia_e_pede_o_nome_da_loja(
        sozinha: tuple[LojaDaqui, Manutencao], tmp_path: Path) -> None:
    daqui, manutencao = sozinha
    assert manutencao.estado().restaura
    destino, ditos = tmp_path / "loja.balcao", list[str]()
    manutencao.copiar(BIA, destino, ditos.append)
    dsn = com(daqui.embutido.dsn(), dbname=daqui.servidor.banco, options="-csearch_path=loja")
    with psycopg.connect(dsn) as con:
        con.execute("INSERT INTO grupos (nome) VALUES ('DEPOIS DA CÓPIA')")
    with pytest.raises(EntradaInvalida, match="Digite “Minha loja”"):
        manutencao.restaurar(BIA, destino, "Outra", ditos.append)
    with pytest.raises(EntradaInvalida, match="não conferem"):
        manutencao.restaurar(Autorizacao("bia", "errada"), destino, "Minha loja", ditos.append)
    frase = manutencao.restaurar(BIA, destino, "  minha LOJA ", ditos.append)
    with psycopg.connect(dsn) as con:
        assert con.execute("SELECT count(*) FROM grupos").fetchone() == (0,)
        [auditada] = con.execute("SELECT usuario_id, antes FROM auditoria WHERE campo = 'restauração'").fetchall()
    anterior = auditada[1]
    assert anterior in frase
    assert auditada[0] is not None
    with psycopg.connect(com(dsn, dbname=anterior)) as con:  # what was there is still there
        assert con.execute("SELECT count(*) FROM grupos").fetchone() == (1,)
    assert manutencao.estado().em_dia
