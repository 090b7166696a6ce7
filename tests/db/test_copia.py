"""Backup and restore: into an empty server, over what is there, and of files that are no backup."""

import json
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from balcao.db.server import banco, copia
from balcao.db.server.banco import BancoIncompativel, Relacao, Senhas
from balcao.db.server.conexao import com
from balcao.db.server.copia import CopiaInvalida
from balcao.db.server.embutido import ServidorEmbutido
from balcao.db.server.papeis import cria_estacao, nova_senha
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.empresa import PAPEIS, SENHAS, Empresa, LojaExemplo
from tests.apoio.postgres import planta

QUANDO = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)


@pytest.fixture
def outro(pasta_servidor: Path) -> Iterator[ServidorEmbutido]:
    """Another PostgreSQL, with nothing in it: its roles are nobody else's."""
    with ServidorEmbutido(planta(pasta_servidor / "pg"), teste=True) as servidor:
        yield servidor


def _contagens(dsn: str) -> dict[str, int]:
    with psycopg.connect(dsn) as con:
        return copia._conta(con, "loja")


def test_volta_inteira_num_servidor_vazio(loja_exemplo: LojaExemplo, outro: ServidorEmbutido,
                                          tmp_path: Path) -> None:
    arquivo, ditos = tmp_path / "loja.balcao", []
    feita = copia.copiar(loja_exemplo.dsn_dono, arquivo, ditos.append, agora=QUANDO)
    assert stat.S_IMODE(arquivo.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["loja.balcao"]
    assert ditos[0] == "Copiando o banco de dados…"
    assert banco.estado(loja_exemplo.dsn_servico).copiado_em == QUANDO
    assert (copia.ler_copia(arquivo), feita.contagens["pedidos"]) == (feita, 3000)
    antes = banco.estado(loja_exemplo.dsn_servico)

    volta = copia.restaurar(arquivo, outro.dsn())
    assert volta.anterior is None
    acesso = banco.acesso(outro.dsn(), SENHAS)
    depois = banco.estado(acesso.dsn_servico)  # the service's password is the one it had
    assert (depois.relacao, depois.empresa, depois.nome) == (Relacao.ATUAL, antes.empresa, antes.nome)
    assert depois.geracao == volta.geracao != antes.geracao
    assert _contagens(acesso.dsn_dono) == feita.contagens | {"exclusoes": 0, "testemunhas": 0}
    estacao = com(acesso.dsn_servico, user="loja_estacao_3", password=loja_exemplo.credenciais["VALINHOS 1"])
    with psycopg.connect(estacao) as con:  # role, grants, row policies, time limits
        assert con.execute("SELECT estabelecimento_da_estacao()").fetchone() == (2,)
        vistos = con.execute("SELECT count(*) FROM clientes").fetchone()
        assert con.execute("SHOW statement_timeout").fetchone() == ("10min",)
    with psycopg.connect(acesso.dsn_dono) as con:
        todos = con.execute("SELECT count(*) FROM clientes").fetchone()
    assert vistos is not None
    assert todos is not None
    assert 0 < vistos[0] < todos[0]
    with psycopg.connect(estacao) as con, pytest.raises(psycopg.errors.InsufficientPrivilege):
        con.execute("SELECT senha FROM usuarios")
    with psycopg.connect(acesso.dsn_dono) as con, pytest.raises(psycopg.errors.CheckViolation):
        con.execute("UPDATE pedido_versoes SET documento = '{}'")
    assert banco.reverificar_versao(acesso.dsn_dono).diferencas == ()
    with psycopg.connect(acesso.dsn_servico) as con:  # sequences go on
        con.execute("INSERT INTO produtos (codigo, descricao) VALUES ('novo', 'NOVO')")


def test_por_cima_do_que_ha_guarda_o_que_havia(empresa: Empresa, outro: ServidorEmbutido, tmp_path: Path) -> None:
    arquivo = tmp_path / "loja.balcao"
    with empresa.dono() as con:
        con.execute("INSERT INTO grupos (nome) VALUES ('DA CÓPIA')")
    feita = copia.copiar(empresa.dsn_dono, arquivo)
    aqui = Senhas("dono-daqui", "servico-daqui", "consulta-daqui")
    acesso = banco.criar(outro.dsn(), "Antes", senhas=aqui)
    with psycopg.connect(acesso.dsn_dono) as con:
        con.execute("INSERT INTO grupos (nome) VALUES ('DE ANTES')")
    segredo = nova_senha()
    with psycopg.connect(com(outro.dsn(), dbname="balcao"), autocommit=True) as con:
        cria_estacao(con, PAPEIS, 9, segredo)
    aberta = psycopg.connect(acesso.dsn_servico, autocommit=True)

    volta = copia.restaurar(arquivo, outro.dsn(), agora=QUANDO)
    assert volta.anterior == "balcao_ate_20260310_183000"
    with psycopg.connect(acesso.dsn_servico) as con:  # same DSN, same password
        assert con.execute("SELECT nome FROM grupos").fetchall() == [("DA CÓPIA",)]
    assert banco.estado(acesso.dsn_dono).empresa == feita.empresa
    with psycopg.connect(com(outro.dsn(), dbname=volta.anterior)) as con:
        assert con.execute("SELECT nome FROM loja.grupos").fetchall() == [("DE ANTES",)]
    with pytest.raises(psycopg.OperationalError):
        aberta.execute("SELECT 1")
    aberta.close()
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(com(acesso.dsn_servico, dbname=volta.anterior))
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):  # unknown to the backup
        psycopg.connect(com(acesso.dsn_servico, user="loja_estacao_9", password=segredo))
    outra = tmp_path / "outra.balcao"  # a backup made now knows the passwords of now
    copia.copiar(acesso.dsn_dono, outra)
    assert copia.ler_copia(outra).verificadores.keys() == {"loja_dono", "loja_servico", "loja_consulta"}
    with psycopg.connect(outro.dsn()) as con:
        (atual,) = con.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'loja_servico'").fetchone() or ("",)
    assert copia.ler_copia(outra).verificadores["loja_servico"] == atual


def test_a_copia_e_de_um_so_instante(empresa: Empresa, outro: ServidorEmbutido, tmp_path: Path) -> None:
    """What is sold while it is made is not in it, wherever the reading was."""
    arquivo = tmp_path / "loja.balcao"

    def vende(texto: str) -> None:
        if texto == "Copiando o banco de dados…":
            with empresa.servico() as con:
                con.execute("INSERT INTO grupos (nome) VALUES ('DEPOIS')")
    feita = copia.copiar(empresa.dsn_dono, arquivo, vende)
    assert feita.contagens["grupos"] == 0
    copia.restaurar(arquivo, outro.dsn())
    assert _contagens(com(outro.dsn(), dbname="balcao"))["grupos"] == 0


def _corta(arquivo: Path) -> None:
    arquivo.write_bytes(arquivo.read_bytes()[:-4000])


def _estraga(arquivo: Path) -> None:
    dados = bytearray(arquivo.read_bytes())
    dados[len(dados) // 2] ^= 0xFF
    arquivo.write_bytes(dados)


def _troca_manifesto(**campos: object) -> object:
    def troca(arquivo: Path) -> None:
        with zipfile.ZipFile(arquivo) as velho:
            manifesto, dump = json.loads(velho.read("manifesto.json")), velho.read("banco.dump")
        with zipfile.ZipFile(arquivo, "w") as novo:
            novo.writestr("manifesto.json", json.dumps(manifesto | campos))
            novo.writestr("banco.dump", dump)
    return troca


@pytest.mark.parametrize(("estrago", "erro", "mensagem"), [
    (_corta, CopiaInvalida, "não é uma cópia do Balcão, ou está cortado"),
    (_estraga, CopiaInvalida, "está danificada"),
    (lambda a: a.write_text("olá"), CopiaInvalida, "não é uma cópia do Balcão"),
    (lambda a: a.unlink(), CopiaInvalida, "Não há arquivo em"),
    (_troca_manifesto(formato=2), CopiaInvalida, "feita por um Balcão mais novo"),
    (_troca_manifesto(versao_esquema="0999"), BancoIncompativel, "mais novo que este programa"),
    (_troca_manifesto(esquema="outra"), BancoIncompativel, "é da empresa “outra”, e aqui se usa “loja”"),
    (_troca_manifesto(contagens={"pedidos": 7}), AmbienteIndisponivel, "voltou incompleta"),
])
def test_o_que_nao_serve_nao_muda_nada(empresa: Empresa, outro: ServidorEmbutido, tmp_path: Path, estrago: object,
                                       erro: type[Exception], mensagem: str) -> None:
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(empresa.dsn_dono, arquivo)
    acesso = banco.criar(outro.dsn(), "Antes", senhas=SENHAS)
    antes = banco.estado(acesso.dsn_dono)
    estrago(arquivo)  # type: ignore[operator]
    with pytest.raises(erro) as achado:
        copia.restaurar(arquivo, outro.dsn(), esquema="loja")
    assert mensagem in str(achado.value)
    assert banco.estado(acesso.dsn_servico) == antes
    with psycopg.connect(outro.dsn()) as con:
        assert con.execute("SELECT datname FROM pg_database WHERE datname LIKE 'balcao%'").fetchall() == [
            ("balcao",)]


def test_um_banco_de_varios_nao_e_trocado(empresa: Empresa, outro: ServidorEmbutido, tmp_path: Path) -> None:
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(empresa.dsn_dono, arquivo)
    banco.criar(outro.dsn(), "Filial", esquema="filial")
    with pytest.raises(BancoIncompativel, match="guarda também: filial"):
        copia.restaurar(arquivo, outro.dsn())
    volta = copia.restaurar(arquivo, outro.dsn(), banco="balcao_loja")
    assert banco.estado(com(outro.dsn(), dbname="balcao_loja")).geracao == volta.geracao


def test_uma_copia_que_falha_deixa_a_anterior(empresa: Empresa, tmp_path: Path) -> None:
    arquivo = tmp_path / "loja.balcao"
    arquivo.write_text("a cópia de ontem")
    with empresa.admin(autocommit=True) as con:  # a lock that pg_dump does not get in time
        con.execute("BEGIN")
        con.execute("LOCK TABLE produtos IN ACCESS EXCLUSIVE MODE")
        con.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        with empresa.admin(autocommit=True) as ajuste:
            ajuste.execute("ALTER DATABASE " + empresa.banco.nome + " SET statement_timeout = '1s'")
        with pytest.raises(AmbienteIndisponivel, match="outra operação está usando as tabelas"):
            copia.copiar(empresa.dsn_dono, arquivo)
        con.execute("ROLLBACK")
    assert arquivo.read_text() == "a cópia de ontem"
    assert [p.name for p in tmp_path.iterdir()] == ["loja.balcao"]
    with pytest.raises(AmbienteIndisponivel, match="O PostgreSQL não está em"):
        copia.copiar(empresa.dsn_dono, arquivo, bin=tmp_path)
    assert arquivo.read_text() == "a cópia de ontem"
