"""The `balcao` command on real shops: what it does, what it prints, its exit codes, and what it leaves behind.

One embedded server for the module, left running between tests: a command finds it on and leaves it on.
"""

import argparse
import io
import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest

from balcao.cli import main
from balcao.cli.contexto import embutido_ligado
from balcao.cli.importar import Plano, _mostra
from balcao.cli.leitor import leitor
from balcao.cli.principal import confirma
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.estacao import Conexao
from balcao.config.plataforma import Pastas, pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import AgendaCopia
from balcao.db.journal.diario import Diario
from balcao.db.journal.envios import Envios
from balcao.db.server import copia
from balcao.db.server.conexao import com
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.pedido import ItemPedido
from balcao.services.counter.pastas import diario
from balcao.services.office.loja import Loja
from tests.apoio import postgres
from tests.apoio.pedidos import envio, pedido, resumo

NFE = Path(__file__).parents[1] / "dados" / "nfe"
NOTA = NFE / "35180834128745000152550010000474281920007498-nfe.xml"
NOVA = ("banco", "criar", "--nome", "Loja Nova Ltda", "--cnpj", "11.222.333/0001-81", "--admin", "dona")
SENHA_DO_PG = "senha do administrador"

pytestmark = [pytest.mark.pg, pytest.mark.xdist_group("cli")]


@dataclass(frozen=True)
class Saida:
    """What a command answered. `erro` is stderr."""

    codigo: int
    texto: str
    erro: str

    @property
    def linhas(self) -> list[list[str]]:
        return [linha.split("\t") for linha in self.texto.splitlines()]


class Terminal:
    """A computer: its own BALCAO_PASTA, and the command run in it with lines on stdin."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pasta: Path) -> None:
        self.pasta, self._monkeypatch, self._capsys = pasta, monkeypatch, capsys

    def __call__(self, *argumentos: str | Path, entrada: str = "", codigo: int | None = 0) -> Saida:
        self._monkeypatch.setenv("BALCAO_PASTA", str(self.pasta))
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(entrada))
        self._capsys.readouterr()
        feito = main([str(a) for a in argumentos])
        dito = self._capsys.readouterr()
        assert codigo is None or feito == codigo, f"{argumentos}: {feito}\n{dito.err}"
        return Saida(feito, dito.out, dito.err)

    @property
    def onde(self) -> Pastas:
        return pastas({"BALCAO_PASTA": str(self.pasta)})

    @property
    def loja(self) -> Loja:
        return Loja(self.onde, Segredos(self.onde.config), lambda: datetime.now(UTC), lambda: datetime.now(UTC).date())

    def sql(self, consulta: str) -> list[Any]:
        """Rows, read as the owner."""
        with psycopg.connect(self.loja.acesso().dsn_dono) as con:
            return con.execute(consulta.encode()).fetchall()


@pytest.fixture(scope="module")
def casa(pasta_corrida: Path) -> Iterator[Path]:
    """The folder of the module's computer; its server keeps speed over durability."""
    with postgres.pasta_unica(pasta_corrida) as pasta:
        servidor = ServidorEmbutido(pasta / "pc" / "dados" / "servidor", teste=True)
        (pasta / "pc").mkdir(mode=0o711)
        servidor.iniciar()
        with psycopg.connect(servidor.dsn(), autocommit=True) as con:
            con.execute(f"CREATE ROLE zelador LOGIN CREATEROLE CREATEDB PASSWORD '{SENHA_DO_PG}'")
        yield pasta


@pytest.fixture(scope="module")
def servidor(casa: Path) -> ServidorEmbutido:
    return ServidorEmbutido(casa / "pc" / "dados" / "servidor", teste=True)


@pytest.fixture
def balcao(casa: Path, servidor: ServidorEmbutido, monkeypatch: pytest.MonkeyPatch,
           capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The computer with a real new shop, made by the command itself the first time."""
    servidor.iniciar()
    terminal = Terminal(monkeypatch, capsys, casa / "pc")
    if config_servidor.le(terminal.onde.config) is None:
        terminal(*NOVA, entrada="segredo da dona\n")
    return terminal


@pytest.fixture
def outro(casa: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
          capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A computer that never saw Balcão."""
    return Terminal(monkeypatch, capsys, casa / tmp_path.name)


# ---- the words

@pytest.mark.parametrize(("argumentos", "dito"), [
    (["banco", "apagar"], "não é uma das opções"), (["--cor"], "não conheço: --cor"),
    (["usuario", "criar"], "falta informar: login"), (["servidor", "--porta", "0"], "não é uma porta"),
    (["servidor", "--processos", "0"], "maior que zero"), (["importar-nfe"], "falta informar: ARQUIVO"),
    (["estacao", "usar", "x", "--loja", "1", "--endereco", "s"], "não é um número inteiro"),
    (["demo", "--sai", "x"], "falta informar: --saida")])
def test_palavras_erradas(outro: Terminal, argumentos: list[str], dito: str) -> None:
    saida = outro(*argumentos, codigo=2)
    assert dito in saida.erro
    assert saida.erro.startswith("uso: balcao")
    assert saida.texto == ""


@pytest.mark.parametrize(("argumentos", "dito"), [
    (["banco", "criar"], "Falta informar --nome, --cnpj, --admin"),
    (["banco", "criar", "--exemplo", "--nome", "X", "--admin", "eu"], "com --exemplo não use --nome, --admin"),
    ([*NOVA, "--escuta", "x y"], "--escuta: “x y” não é um endereço"),
    ([*NOVA, "--endereco", "10.0.0.300"], "--endereco: “10.0.0.300” não é um endereço IP"),
    ([*NOVA, "--endereco", "a,b"], "não é um endereço só"), ([*NOVA, "--esquema", "Loja"], "letras minúsculas"),
    (["banco", "restaurar", "nao.zip", "--endereco", "?"], "não é um endereço"),
    (["banco", "agendar", "--hora", "25:00"], "--hora: “25:00” não é uma hora"),
    (["banco", "agendar", "--desliga", "--guarda", "3"], "sozinho"),
    (["banco", "agendar", "--por-outro", " "], "Diga quem responde"),
    (["banco", "agendar", "--por-outro", "João", "--hora", "04:00"], "sozinho"),
    (["usuario", "criar", "José", "--nome", "J", "--perfil", "Caixa"], "O login “José” não serve"),
    (["usuario", "criar", "jo", "--nome", "J", "--perfil", "Caixa", "--atalho", "777"], "um ou dois algarismos"),
    (["estacao", "usar", "2", "--loja", "1", "--endereco", "10.0.0.1,?"], "não é um endereço"),
    (["servidor", "certificado", "--cria", "--desliga"], "uma opção de cada vez"),
    (["servidor", "certificado", "--nome", "x"], "uma opção de cada vez"),
    (["servidor", "certificado", "--cria", "--nome", "não é nome"], "não é um nome de computador"),
    (["estacao", "conexao", "--certificado", "12ab"], "não é a impressão de um certificado"),
    (["estacao", "conexao", "--http", "--https"], "e não os dois"),
    (["importar-nfe", "n.xml", "--margem", "muito"], "--margem: “muito” não é um número"),
    (["importar-nfe", "n.xml", "--margem", "-1"], "--margem: A margem deve estar entre"),
    (["importar-nfe", "n.xml", "--fator", "3"], "--fator 3: “3” não é uma conversão"),
    (["importar-nfe", "n.xml", "--fator", "3=2", "--fator", "3=12"], "outro --fator diz 2 para o mesmo item"),
    (["importar-produtos", "p.csv", "--coluna", "Onde=lugar"], "os campos são"),
    (["exportar-tipos-pedido", "tipos.ods"], "terminar em .xlsx ou .csv"),
    (["diagnostico", "--arquivo", "d.json"], "--arquivo é de --json ou de --suporte")])
def test_o_que_so_pode_estar_errado_e_dito_antes_de_olhar_a_loja(outro: Terminal, argumentos: list[str],
                                                                 dito: str) -> None:
    saida = outro(*argumentos, codigo=2)
    assert dito in saida.erro
    assert saida.erro.startswith("balcao: ")
    assert (saida.erro.count("\n"), saida.texto) == (1, "")
    assert list(outro.onde.dados.iterdir()) == []


def _comandos(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for acao in parser._actions:
        if isinstance(acao, argparse._SubParsersAction):
            for filho in acao.choices.values():
                yield from _comandos(filho)


def test_cada_comando_tem_quem_o_faca_e_nenhum_recebe_senha() -> None:
    vistos = set()
    for parser in _comandos(leitor()):
        if (comando := parser.get_default("comando")) is not None:
            modulo, funcao = comando.split(".")
            assert callable(getattr(import_module(f"balcao.cli.{modulo}"), funcao)), comando
            vistos.add(comando)
        assert not [o for a in parser._actions for o in a.option_strings if "senha" in o or "pass" in o]
    assert len(vistos) >= 22


def test_a_ajuda_e_em_portugues(outro: Terminal) -> None:
    texto = outro("banco", "criar", "--help").texto
    assert texto.startswith("uso: balcao banco criar")
    for ingles in ("usage", "positional", "options:", "show this help"):
        assert ingles not in texto


def test_ctrl_d_a_uma_pergunta_e_nao(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Teclado(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Teclado("sim\n"))
    assert confirma("Pode?", sim=False)
    monkeypatch.setattr("sys.stdin", Teclado(""))  # Ctrl+D
    assert not confirma("Pode?", sim=False)
    assert capsys.readouterr().out == "Pode? [s/N] Pode? [s/N] "


# ---- a computer without a shop

def test_a_demonstracao_diz_que_falta_uma_nota_antes_de_comecar(outro: Terminal, tmp_path: Path) -> None:
    saida = outro("demo", "--saida", str(tmp_path / "saida"), "--nfe", "nao.xml", codigo=3)
    assert saida.erro.startswith("balcao: nao.xml: não foi possível abrir o arquivo (não existe)")
    assert not (tmp_path / "saida").exists()


@pytest.mark.parametrize("comando", ["banco estado", "banco migrar", "usuario listar", "estacao listar"])
def test_sem_loja_diz_e_nao_cria_nada(outro: Terminal, comando: str) -> None:
    saida = outro(*comando.split(), codigo=3)
    assert "ainda não tem uma loja" in saida.erro
    assert list(outro.onde.dados.iterdir()) == []


@pytest.mark.parametrize(("muda", "entrada", "dito"), [
    ({"--cnpj": "11.222.333/0001-80"}, "não é lida\n", "não confere"),
    ({"--nome": ""}, "não é lida\n", "Falta informar --nome"), ({}, "", "não foi informada"),
    ({}, "curta\n", "6 letras ou mais"), ({"--admin": "À"}, "não é lida\n", "não serve"),
    ({"--esquema": "Loja"}, "não é lida\n", "letras minúsculas")])
def test_criar_recusa_antes_de_tocar_em_algo(outro: Terminal, muda: dict[str, str], entrada: str, dito: str) -> None:
    opcoes = dict(zip(NOVA[2::2], NOVA[3::2], strict=True)) | muda
    saida = outro("banco", "criar", *(x for par in opcoes.items() for x in par), entrada=entrada,
                  codigo=2 if muda else 1)
    assert dito in saida.erro
    assert list(outro.onde.dados.iterdir()) == []
    assert config_servidor.le(outro.onde.config) is None


# ---- the shop

def test_a_loja_criada(balcao: Terminal) -> None:
    estado = dict(balcao("banco", "estado").linhas)
    assert (estado["empresa"], estado["situacao"], estado["estacoes"]) == ("Loja Nova Ltda", "atual", "1")
    assert balcao("banco", "migrar").texto.strip() == estado["versao"]
    estacao = config_estacao.le(balcao.onde.config)
    assert (estacao.id, estacao.nome) == (1, "BALCÃO 1")
    assert "já tem a empresa" in balcao(*NOVA, entrada="segredo da dona\n", codigo=1).erro


def test_a_copia_diaria_se_agenda_e_se_ve(balcao: Terminal, tmp_path: Path) -> None:
    padrao = f"todo dia às 03:00, em {balcao.onde.dados / 'copias'}, guarda 14"
    assert balcao("banco", "agendar").texto.strip() == padrao
    mudada = f"todo dia às 21:30, em {tmp_path}, guarda 5"
    assert balcao("banco", "agendar", "--hora", "21:30", "--pasta", str(tmp_path), "--guarda", "5"
                  ).texto.strip() == mudada
    estado = dict(balcao("banco", "estado").linhas)
    assert [estado[f"copia_{o_que}"] for o_que in ("agendada", "conferida", "problema", "falhou")] == [
        mudada, "nunca", "-", "-"]
    assert "use HH:MM" in balcao("banco", "agendar", "--hora", "9h", codigo=2).erro
    assert "Não há a pasta" in balcao("banco", "agendar", "--pasta", str(tmp_path / "x"), codigo=3).erro
    assert "sozinho" in balcao("banco", "agendar", "--hora", "9:00", "--desliga", codigo=2).erro
    assert balcao("banco", "agendar").texto.strip() == mudada
    assert "está desligada" in balcao("banco", "agendar", "--desliga").erro
    assert dict(balcao("banco", "estado").linhas)["copia_agendada"] == "desligada"
    assert balcao("banco", "agendar", "--hora", "03:00", "--guarda", "14").texto.startswith("todo dia às 03:00")
    config_servidor.grava(balcao.onde.config, replace(balcao.loja.servidor, copia=AgendaCopia()))


def test_a_copia_feita_por_outro_e_dita_e_volta_atras(balcao: Terminal, tmp_path: Path) -> None:
    assert "Diga quem responde" in balcao("banco", "agendar", "--por-outro", " ", codigo=2).erro
    assert "sozinho" in balcao("banco", "agendar", "--por-outro", "João", "--hora", "04:00", codigo=2).erro
    feito = balcao("banco", "agendar", "--por-outro", "João, da informática")
    dito = "feita por outra pessoa ou programa: João, da informática"
    assert feito.texto.strip() == dito
    assert "não vê as cópias de outros" in feito.erro
    assert balcao("banco", "agendar").texto.strip() == dito
    assert dict(balcao("banco", "estado").linhas)["copia_agendada"] == dito
    balcao("banco", "copiar", str(tmp_path / "a-mao.balcao"))
    assert (tmp_path / "a-mao.balcao").is_file()
    assert balcao("banco", "agendar", "--hora", "03:00").texto.startswith("todo dia às 03:00")
    assert dict(balcao("banco", "estado").linhas)["copia_agendada"].startswith("todo dia às 03:00")


def test_uma_copia_se_prova_sem_tocar_na_loja(balcao: Terminal, tmp_path: Path) -> None:
    arquivo = tmp_path / "loja.balcao"
    balcao("banco", "copiar", str(arquivo))
    provada = balcao("banco", "conferir", str(arquivo))
    assert provada.linhas[0][1] == "Loja Nova Ltda"
    assert "restaurada inteira, ao lado" in provada.erro
    arquivo.write_bytes(arquivo.read_bytes()[:-2000])
    assert "está cortado" in balcao("banco", "conferir", str(arquivo), codigo=3).erro
    assert not (balcao.onde.dados / "conferencia").exists()


def test_sem_arquivo_confere_o_banco_da_propria_loja(balcao: Terminal, servidor: ServidorEmbutido) -> None:
    certo = balcao("banco", "conferir")
    assert (certo.texto, "Tudo confere" in certo.erro) == ("", True)
    with psycopg.connect(com(servidor.dsn(), dbname="balcao"), autocommit=True) as con:
        produto = con.execute(
            "INSERT INTO loja.produtos (codigo, descricao) VALUES ('99', 'X') RETURNING id").fetchone()
        assert produto is not None
        con.execute("SET session_replication_role = replica")  # a hand inside the database
        con.execute("INSERT INTO loja.estoques (produto_id, estabelecimento_id, reservado) "
                    "VALUES (%s, 1, 3)", produto)
        try:
            errado = balcao("banco", "conferir", codigo=3)
        finally:
            con.execute("DELETE FROM loja.estoques WHERE produto_id = %s", produto)
            con.execute("DELETE FROM loja.produtos WHERE id = %s", produto)
    assert errado.linhas == [["Estoque reservado que não é o dos pedidos abertos", "1",
                              "produto 99, loja 1: 3.000000 em vez de 0"]]
    assert "mudado por fora" in errado.erro


DEPRESSA = ("from balcao.services.office import copia_diaria; copia_diaria.ESPERA_INICIAL_S = 0.0; import sys; "
            "from balcao.cli.principal import main; sys.exit(main(['servidor', '--porta', '{porta}', "
            "'--processos', '{processos}']))")


@pytest.mark.parametrize("processos", [1, 2])
def test_o_servidor_copia_sozinho_e_prova_a_copia(balcao: Terminal, servidor: ServidorEmbutido, tmp_path: Path,
                                                  processos: int) -> None:
    """The real program, only without its two minutes of patience: one process of them all makes one copy. What was
    deleted more than a month ago is no news any more."""
    with psycopg.connect(com(servidor.dsn(), dbname="balcao"), autocommit=True) as con:
        con.execute("UPDATE loja.identidade SET copiado_em = NULL, copia_conferida_em = NULL")
        con.execute("INSERT INTO loja.exclusoes (tabela, chave, em) SELECT 'precos', '{}', "
                    "now() - ha * interval '1 day' FROM unnest(ARRAY[31, 29]) AS ha")
    balcao("banco", "agendar", "--pasta", str(tmp_path))
    with socket.socket() as sonda:
        sonda.bind(("127.0.0.1", 0))
        porta = sonda.getsockname()[1]
    registro = balcao.onde.registro / "copias.log"
    registro.unlink(missing_ok=True)
    with subprocess.Popen([sys.executable, "-c", DEPRESSA.format(porta=porta, processos=processos)],
                          stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as processo:
        try:
            for _ in range(600):
                if registro.exists() and "foi restaurada inteira" in registro.read_text():
                    break
                with suppress(subprocess.TimeoutExpired):
                    processo.wait(0.1)
                    break
            else:
                raise AssertionError("não copiou em um minuto")
            assert processo.poll() is None
            with psycopg.connect(com(servidor.dsn(), dbname="balcao"), autocommit=True) as con:
                assert con.execute("SELECT count(*), (SELECT exclusoes_ate IS NOT NULL FROM loja.identidade) "
                                   "FROM loja.exclusoes WHERE em < now() - interval '28 days'").fetchone() == (1, True)
                con.execute("DELETE FROM loja.exclusoes WHERE chave = '{}'")
        finally:
            processo.send_signal(signal.SIGTERM)
            processo.wait(40)
    [feita] = tmp_path.iterdir()
    assert copia.ler_copia(feita).nome == "Loja Nova Ltda"
    assert registro.read_text().count("cópia feita") == 1
    assert not (balcao.onde.dados / "conferencia").exists()
    estado = dict(balcao("banco", "estado").linhas)
    assert "nunca" not in (estado["ultima_copia"], estado["copia_conferida"])
    config_servidor.grava(balcao.onde.config, replace(balcao.loja.servidor, copia=AgendaCopia()))


def test_o_servidor_fica_como_estava(balcao: Terminal, servidor: ServidorEmbutido) -> None:
    balcao("usuario", "listar")
    assert servidor.esta_rodando()
    servidor.parar()
    balcao("usuario", "listar")
    assert not servidor.esta_rodando()


def test_quem_entrou_durante_o_comando_nao_perde_o_servidor(servidor: ServidorEmbutido) -> None:
    servidor.parar()
    with embutido_ligado(servidor):
        outra = psycopg.connect(servidor.dsn())
    assert servidor.esta_rodando()
    outra.close()


def test_quem_esta_saindo_nao_deixa_o_servidor_ligado(servidor: ServidorEmbutido) -> None:
    """A connection that was closed is still listed until its process ends; on a loaded machine that is a while."""
    servidor.parar()
    with embutido_ligado(servidor):
        saindo = psycopg.connect(servidor.dsn())
        threading.Timer(0.3, saindo.close).start()
    assert not servidor.esta_rodando()


def test_usuarios(balcao: Terminal) -> None:
    [[numero]] = balcao("usuario", "criar", "joana", "--nome", "Joana Dias", "--perfil", "vendedor", "--atalho", "7",
                        entrada="segredo\n").linhas
    assert [numero, "joana", "Joana Dias", "Vendedor", "ativo", "vendedor"] in balcao("usuario", "listar").linhas
    antes = balcao.sql("SELECT senha FROM usuarios WHERE login = 'joana'")
    balcao("usuario", "senha", "joana", entrada="outro segredo\n")
    assert balcao.sql("SELECT senha FROM usuarios WHERE login = 'joana'") != antes
    balcao("usuario", "desativar", "JOANA")
    assert [numero, "joana", "Joana Dias", "Vendedor", "inativo", "vendedor"] in balcao("usuario", "listar").linhas
    for tipo in ("tele-vendas", "nenhum"):
        balcao("usuario", "vendedor", "joana", tipo)
        assert [numero, "joana", "Joana Dias", "Vendedor", "inativo", tipo] in balcao("usuario", "listar").linhas
    balcao("usuario", "ativar", "joana")
    assert [numero, "joana", "Joana Dias", "Vendedor", "ativo", "nenhum"] in balcao("usuario", "listar").linhas
    balcao("usuario", "criar", "rui", "--nome", "Rui", "--perfil", "vendedor", "--tipo-vendedor", "representante",
           entrada="segredo\n")
    assert "representante" in next(linha for linha in balcao("usuario", "listar").linhas if "rui" in linha)


@pytest.mark.parametrize(("argumentos", "entrada", "dito"), [
    (["criar", "dona", "--nome", "X", "--perfil", "Caixa"], "segredo\n", "Já existe"),
    (["criar", "nova", "--nome", "X", "--perfil", "Rei"], "segredo\n", "Perfis cadastrados: Administrador, Caixa"),
    (["senha", "ninguem"], "segredo\n", "Não há usuário"), (["senha", "dona"], "", "não foi informada"),
    (["desativar", "dona"], "", "último usuário ativo")])
def test_usuario_recusado(balcao: Terminal, argumentos: list[str], entrada: str, dito: str) -> None:
    antes = balcao.sql("SELECT * FROM usuarios ORDER BY id")
    saida = balcao("usuario", *argumentos, entrada=entrada, codigo=1)
    assert dito in saida.erro
    assert saida.texto == ""
    assert balcao.sql("SELECT * FROM usuarios ORDER BY id") == antes


def _entra(balcao: Terminal, numero: str, segredo: str) -> bool:
    dsn = com(balcao.loja.acesso().dsn_dono, user=f"loja_estacao_{numero}", password=segredo)
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True


def test_estacoes(balcao: Terminal) -> None:
    [[numero, nome, segredo]] = balcao("estacao", "criar", "FUNDOS").linhas
    assert nome == "FUNDOS"
    assert _entra(balcao, numero, segredo)
    [[_, _, outro]] = balcao("estacao", "senha", "fundos").linhas
    assert _entra(balcao, numero, outro)
    assert not _entra(balcao, numero, segredo)
    balcao("estacao", "desativar", "fundos")
    assert not _entra(balcao, numero, outro)
    linha = next(li for li in balcao("estacao", "listar").linhas if li[0] == numero)
    assert (linha[1], linha[4]) == ("FUNDOS", "inativo")
    assert "Não há estação" in balcao("estacao", "senha", "NENHUMA", codigo=1).erro


def test_usar_guarda_o_que_o_balcao_fez_para_outra_loja(outro: Terminal) -> None:
    usar = ("estacao", "usar", "{}", "--loja", "1", "--endereco", "servidor")
    outro(*usar[:2], "3", *usar[3:], "--nome", "CAIXA 3", entrada="credencial\n")
    estacao = config_estacao.le(outro.onde.config)
    assert (estacao.id, estacao.nome, estacao.integracao.ip_servidor_retaguarda) == (3, "CAIXA 3", "servidor")
    assert Segredos(outro.onde.config).le("estacao 3") == "credencial"

    um = pedido()
    with Diario(diario(outro.onde)) as aberto:
        ident = Envios(aberto, lambda: datetime.now(UTC)).confirma(envio(um), resumo(um))
    janela = ("import sys; from pathlib import Path; from balcao.db.journal.diario import Diario\n"
              "with Diario(Path(sys.argv[1])): print('aberto', flush=True); sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", janela, str(diario(outro.onde))], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as processo:
        assert processo.stdout is not None
        assert processo.stdout.readline() == "aberto\n"
        assert "está aberto" in outro(*usar[:2], "4", *usar[3:], entrada="credencial\n", codigo=1).erro
        processo.communicate()
    dito = outro(*usar[:2], "4", *usar[3:], entrada="credencial\n", codigo=1).erro
    assert "documentos: 1" in dito
    assert config_estacao.le(outro.onde.config).id == 3

    with Diario(diario(outro.onde)) as aberto:
        Envios(aberto, lambda: datetime.now(UTC)).desfeito(ident)
    outro(*usar[:2], "4", *usar[3:], entrada="credencial\n")
    assert config_estacao.le(outro.onde.config).id == 4
    assert not diario(outro.onde).exists()
    assert len(list(outro.onde.dados.glob("diario_ate_*/diario.sqlite"))) == 1


# ---- imports

def test_nota_simulada_e_importada_uma_vez(balcao: Terminal) -> None:
    simulada = balcao("importar-nfe", NOTA, "--simular", "--margem", "100", "--loja", "1")
    assert "QUINOA 100G" in simulada.texto
    assert "venda 16,87" in simulada.texto  # 8,4333 and 100 % over it
    assert "nada foi gravado" in simulada.erro
    assert balcao.sql("SELECT count(*) FROM notas_entrada") == [(0,)]
    feita = balcao("importar-nfe", NOTA, "--margem", "100", "--fator", "1=2", "--reduz-preco")
    assert "1 nota importada" in feita.erro
    assert balcao.sql("SELECT e.saldo FROM estoques e JOIN produtos p ON p.id = e.produto_id "
                      "WHERE p.descricao = 'QUINOA 100G (2X50G)'") == [(12,)]  # 6 packs of 2
    assert "já importada em" in balcao("importar-nfe", NOTA).texto
    assert balcao.sql("SELECT count(*) FROM notas_entrada") == [(1,)]


@pytest.mark.parametrize(("argumentos", "dito"), [
    (["--fator", "99=2"], "não está nos arquivos"), (["--loja", "9"], "Não há loja ativa com o número 9")])
def test_opcao_de_nota_recusada(balcao: Terminal, argumentos: list[str], dito: str) -> None:
    saida = balcao("importar-nfe", NFE / "35180834128745000152550010000474491454651420-nfe.xml", *argumentos,
                   codigo=1)
    assert dito in saida.erro


def test_tabelas(balcao: Terminal, tmp_path: Path) -> None:
    produtos = tmp_path / "produtos.csv"
    produtos.write_text("Código;Descrição;Preço;Onde\nA1;CAFÉ;18,90;R1\nA2;AÇÚCAR;caro;R2\n", encoding="utf-8")
    recusada = balcao("importar-produtos", produtos, codigo=1)
    assert "linha 3, coluna Preço" in recusada.texto
    assert "Nada foi gravado" in recusada.erro
    assert balcao.sql("SELECT count(*) FROM produtos WHERE codigo LIKE 'A_'") == [(0,)]
    balcao("importar-produtos", produtos, "--somente-boas", "--coluna", "Onde=localizacao")
    assert balcao.sql("SELECT p.codigo, e.localizacao FROM produtos p JOIN estoques e ON e.produto_id = p.id "
                      "WHERE p.codigo LIKE 'A_'") == [("A1", "R1")]
    assert "os campos são" in balcao("importar-produtos", produtos, "--coluna", "Onde=lugar", codigo=2).erro

    clientes = tmp_path / "clientes.csv"
    clientes.write_text("código;nome;cpf\nC1;ANA;39053344705\n", encoding="utf-8")
    assert "1 incluído," in balcao("importar-clientes", clientes).erro
    titulos = tmp_path / "titulos.csv"
    cabecalho = "id;cliente;número;emissão;vencimento;valor;saldo\n"
    titulos.write_text(f"{cabecalho}T1;C1;1;01/10/2026;01/11/2026;10,00;10,00\n", encoding="utf-8")
    balcao("importar-titulos", titulos)
    titulos.write_text(f"{cabecalho}T2;C1;2;01/10/2026;01/11/2026;20,00;20,00\n", encoding="utf-8")
    balcao("importar-titulos", titulos, "--loja", "1")
    aberto = "SELECT chave_externa FROM titulos_receber WHERE saldo > 0 ORDER BY 1"
    assert balcao.sql(aberto) == [("T1",), ("T2",)]
    balcao("importar-titulos", titulos, "--baixa-ausentes")
    assert balcao.sql(aberto) == [("T2",)]


def test_cadastro_que_muda_depois_da_previa(balcao: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    produtos = tmp_path / "produtos.csv"
    produtos.write_text("Código;Descrição;Preço\nM1;MEL;20,00\n", encoding="utf-8")
    balcao("importar-produtos", produtos)
    produtos.write_text("Código;Descrição;Preço\nM1;MEL;30,00\n", encoding="utf-8")
    muda = "UPDATE precos SET preco = 25 WHERE produto_id = (SELECT id FROM produtos WHERE codigo = 'M1') RETURNING 1"

    def mostra_e_muda(plano: Plano) -> None:
        _mostra(plano)
        balcao.sql(muda)

    with monkeypatch.context() as no_meio:
        no_meio.setattr("balcao.cli.importar._mostra", mostra_e_muda)
        saida = balcao("importar-produtos", produtos, codigo=1)
    assert "20,00 → 30,00" in saida.texto
    assert "25,00 → 30,00" in saida.texto
    assert "Rode o comando outra vez" in saida.erro
    assert balcao.sql("SELECT preco FROM precos r JOIN produtos p ON p.id = r.produto_id "
                      "WHERE codigo = 'M1'") == [(25,)]


def _fato_no_diario(balcao: Terminal) -> None:
    """A DAV that this counter issued without the retaguarda, of a product that the shop has."""
    estacao = config_estacao.le(balcao.onde.config)
    balcao_tem = balcao.sql("SELECT (SELECT min(id) FROM tipos_pedido WHERE politica ->> 'categoria' = 'orcamento'), "
                            "(SELECT min(id) FROM usuarios), (SELECT min(id) FROM planos_pagamento), "
                            "(SELECT min(id) FROM listas_preco), (SELECT max(id) FROM produtos)")
    tipo, usuario, plano, lista, produto = balcao_tem[0]
    vazio = pedido(0, estabelecimento_id=estacao.estabelecimento_id, estacao_id=estacao.id, tipo_id=tipo,
                   usuario_id=usuario, plano_id=plano, lista_id=lista, criado_em=datetime.now(UTC))
    um = vazio.com_item(ItemPedido(linha=0, produto_id=produto, codigo="X", descricao="X", unidade="UN",
                                   quantidade=Decimal(2), preco_lista=Decimal("18.90"), preco=Decimal("18.90")))
    with Diario(diario(balcao.onde)) as aberto:
        envios = Envios(aberto, lambda: datetime.now(UTC))
        ident = envios.confirma(envio(um, emitido_em=datetime.now(UTC)), resumo(um))
        envios.vira_fato(ident, 1, lambda numero: (
            envio(um, emitido_em=datetime.now(UTC), emitido_offline=True, numero_provisorio=numero), "{}"))


def test_envios_listados_exportados_e_importados_uma_vez(balcao: Terminal, outro: Terminal, tmp_path: Path) -> None:
    produtos = tmp_path / "p.csv"
    produtos.write_text("Código;Descrição;Preço\nENV1;CAFÉ;18,90\n", encoding="utf-8")
    balcao("importar-produtos", produtos)
    arquivo = tmp_path / "fila.json"
    assert "não vendeu nada" in outro("envios", "listar").erro
    _fato_no_diario(balcao)
    [linha] = balcao("envios", "listar").linhas
    assert (linha[0], linha[4], linha[5]) == ("DAV T01-000001", "tentativas: 0", "a enviar")
    assert "1 item exportado" in balcao("envios", "exportar", arquivo).erro
    conferido = balcao("envios", "conferir", arquivo)
    assert "Arquivo inteiro" in conferido.erro
    assert conferido.linhas[0][0] == "T01-000001"
    [feito] = balcao("envios", "importar", arquivo).linhas
    assert feito[:2] == ["DAV T01-000001", "guardado"]
    [de_novo] = balcao("envios", "importar", arquivo).linhas
    assert "já estava na retaguarda" in de_novo[2]
    assert balcao.sql("SELECT count(*) FROM pedidos WHERE numero_provisorio = 'T01-000001'") == [(1,)]
    arquivo.write_text(arquivo.read_text(encoding="utf-8").replace("18.90", "1.90"), encoding="utf-8")
    assert "soma de verificação" in balcao("envios", "importar", arquivo, codigo=1).erro
    arquivo.write_bytes(b"\xff\xfe")
    assert "não é uma exportação" in balcao("envios", "conferir", arquivo, codigo=1).erro
    assert balcao("envios", "conferir", tmp_path / "nao-ha.json", codigo=3).erro


def test_arquivo_que_nao_serve(balcao: Terminal, tmp_path: Path) -> None:
    ruim = tmp_path / "nota.xml"
    ruim.write_bytes(NOTA.read_bytes()[:2000])
    saida = balcao("importar-nfe", ruim, codigo=1)
    assert "nota.xml" in saida.texto
    assert "Nada foi gravado" in saida.erro
    assert "nao.csv" in balcao("importar-clientes", tmp_path / "nao.csv", codigo=3).erro


# ---- backup

def test_copia_volta_aqui_e_em_um_computador_novo(balcao: Terminal, outro: Terminal, servidor: ServidorEmbutido,
                                                  tmp_path: Path) -> None:
    arquivo = tmp_path / "copia.zip"
    [[_, nome, _, _]] = balcao("banco", "copiar", arquivo).linhas
    assert nome == "Loja Nova Ltda"
    balcao("usuario", "criar", "depois", "--nome", "Depois", "--perfil", "Caixa", entrada="segredo\n")
    assert balcao("banco", "restaurar", arquivo, codigo=1).texto == ""  # nobody said yes
    assert "depois" in balcao("usuario", "listar").texto

    [[banco, _, _, anterior]] = balcao("banco", "restaurar", arquivo, "--sim").linhas
    assert "depois" not in balcao("usuario", "listar").texto
    with psycopg.connect(servidor.dsn(banco=anterior)) as con:
        assert con.execute("SELECT count(*) FROM loja.usuarios WHERE login = 'depois'").fetchone() == (1,)

    outro("banco", "restaurar", arquivo, "--sim")
    assert outro("usuario", "listar").texto == balcao("usuario", "listar").texto
    assert dict(outro("banco", "estado").linhas)["empresa"] == nome
    assert banco == "balcao"


@pytest.mark.parametrize(("argumentos", "codigo", "dito"), [
    (["copiar", "/nao/existe/copia.zip"], 3, "Não há a pasta"),
    (["copiar", "/"], 3, "/ é uma pasta. Diga também o nome"), (["restaurar", "nao.zip"], 3, "Não há arquivo"),
    (["restaurar", str(NOTA)], 3, "não é uma cópia")])
def test_copia_recusada(balcao: Terminal, argumentos: list[str], codigo: int, dito: str) -> None:
    assert dito in balcao("banco", *argumentos, codigo=codigo).erro


# ---- the shop's own PostgreSQL

def test_servidor_proprio_com_administrador_que_nao_e_superusuario(outro: Terminal, servidor: ServidorEmbutido) -> None:
    servidor.iniciar()
    onde = ("--endereco", "127.0.0.1", "--porta", str(servidor.porta), "--usuario", "zelador", "--banco", "proprio",
            "--esquema", "propria")
    errada = outro(*NOVA, *onde, entrada="errada\nsegredo da dona\n", codigo=3)
    assert "senha do administrador" in errada.erro
    outro(*NOVA, *onde, entrada=f"{SENHA_DO_PG}\nsegredo da dona\n")
    assert not (outro.onde.dados / "servidor").exists()
    configurado = config_servidor.le(outro.onde.config)
    assert configurado is not None
    assert (configurado.modo, configurado.escuta, configurado.esquema) == ("externo", "127.0.0.1", "propria")
    [[_, _, segredo]] = outro("estacao", "criar", "B2", "--usuario", "zelador", entrada=f"{SENHA_DO_PG}\n").linhas
    assert len(segredo) >= 32
    assert [linha[1] for linha in outro("estacao", "listar").linhas] == ["BALCÃO 1", "B2"]


def test_criacao_cortada_continua(outro: Terminal, servidor: ServidorEmbutido,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the tables and the first rows: the same command again goes on."""
    servidor.iniciar()
    onde = ("--endereco", "127.0.0.1", "--porta", str(servidor.porta), "--banco", "cortado", "--esquema", "cortada")
    entrada = f"{servidor.senha}\nsegredo da dona\n"

    def morre(*_tudo: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as corte:
        corte.setattr("balcao.services.office.loja_nova.cadastra_basico", morre)
        assert outro(*NOVA, *onde, entrada=entrada, codigo=130).erro.endswith("Interrompido.\n")
    assert config_servidor.le(outro.onde.config) is None
    outro(*NOVA, *onde, entrada=entrada)
    assert outro("usuario", "listar").linhas[0][1] == "dona"


# ---- the service

def _espera_atender(dizeres: Iterable[str]) -> str:
    """The line that says that it is up, once it answers: it listens a moment before its workers are there."""
    dito = next(linha for linha in dizeres if linha.startswith("Retaguarda no ar"))
    [endereco] = re.findall(r"https?://[^,]+", dito)
    httpx2.get(f"{endereco}/saude", verify=False, timeout=60)
    return dito


def test_servidor_e_diagnostico(balcao: Terminal, servidor: ServidorEmbutido) -> None:
    with socket.socket() as sonda:
        sonda.bind(("127.0.0.1", 0))
        porta = sonda.getsockname()[1]
    config_servidor.grava(balcao.onde.config, replace(balcao.loja.servidor, porta_servico=porta, processos=1))
    [[numero, _, segredo]] = balcao("estacao", "senha", "BALCÃO 1").linhas
    balcao("estacao", "usar", numero, "--loja", "1", "--endereco", "127.0.0.1", "--porta", str(servidor.porta),
           "--servico", str(porta), entrada=f"{segredo}\n")

    parado = balcao("diagnostico", "--json", codigo=3)
    assert {um["item"]: um["estado"] for um in json.loads(parado.texto)}["Serviço da retaguarda"] == "falhou"

    with subprocess.Popen([sys.executable, "-m", "balcao", "servidor"], stdin=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8") as processo:
        assert processo.stderr is not None
        prazo = threading.Timer(60, processo.kill)
        prazo.start()
        try:
            _espera_atender(processo.stderr)
            linhas = json.loads(balcao("diagnostico", "--json").texto)
            assert {um["item"] for um in linhas if um["estado"] == "pulado"} == {"Tempo da busca"}  # no data here
            assert {um["estado"] for um in linhas} <= {"certo", "aviso", "pulado"}
            guardado = balcao.onde.dados / "suporte.txt"
            assert balcao("diagnostico", "--suporte", "--arquivo", str(guardado)).texto == ""
            assert "diagnóstico de" in guardado.read_text(encoding="utf-8")
            assert "Loja Nova" not in guardado.read_text(encoding="utf-8")
            assert "Relógio" in balcao("diagnostico").texto
            outra = balcao("servidor", codigo=3).erro
            assert str(porta) in outra  # taken: said before the database is touched
            assert servidor.esta_rodando()
        finally:
            processo.send_signal(signal.SIGTERM)
            resto = processo.stderr.read()
            codigo = processo.wait()
            prazo.cancel()
            prazo.join()
    assert codigo == 0, resto
    assert not servidor.esta_rodando()


# ---- the protected line

@contextmanager
def no_ar() -> Iterator[str]:
    """The real service as a process; what it said when it was up."""
    with subprocess.Popen([sys.executable, "-m", "balcao", "servidor"], stdin=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8") as processo:
        assert processo.stderr is not None
        prazo = threading.Timer(60, processo.kill)
        prazo.start()
        try:
            yield _espera_atender(processo.stderr)
        finally:
            processo.send_signal(signal.SIGTERM)
            processo.stderr.read()
            processo.wait()
            prazo.cancel()
            prazo.join()


def _visto(terminal: Terminal, item: str) -> tuple[str, str]:
    """(state, message) of one line of the diagnosis."""
    linhas = json.loads(terminal("diagnostico", "--json", codigo=None).texto)
    return next((um["estado"], um["mensagem"]) for um in linhas if um["item"] == item)


def test_o_servico_protegido_e_a_troca_do_certificado(balcao: Terminal, outro: Terminal,
                                                      servidor: ServidorEmbutido) -> None:
    """From http to https, a second counter by its printed command, and a change of certificate under way."""
    with socket.socket() as sonda:
        sonda.bind(("127.0.0.1", 0))
        porta = str(sonda.getsockname()[1])
    config_servidor.grava(balcao.onde.config, replace(balcao.loja.servidor, porta_servico=int(porta), processos=2))
    [[numero, _, segredo]] = balcao("estacao", "senha", "BALCÃO 1").linhas
    onde = ("--endereco", "127.0.0.1", "--porta", str(servidor.porta), "--servico", porta)
    balcao("estacao", "usar", numero, "--loja", "1", *onde, entrada=f"{segredo}\n")
    assert balcao("servidor", "certificado").linhas == [["protecao", "nenhuma (http)"]]
    with no_ar() as dito:
        assert f"http://127.0.0.1:{porta}, só para este computador" in dito

    criado = balcao("servidor", "certificado", "--cria", "--nome", "servidor-da-loja")
    feito = dict(criado.linhas)
    velha = feito["impressao"]
    assert f"balcao estacao conexao --https --certificado {velha}" in criado.erro
    assert "servidor-da-loja" in feito["nomes"]
    assert config_estacao.le(balcao.onde.config).conexao == Conexao(True, (velha,))  # this computer's own counter
    criada = balcao("estacao", "criar", "FUNDOS PROTEGIDO")
    [[fundos, _, segredo]] = criada.linhas
    assert f"--certificado {velha}" in criada.erro
    with no_ar() as dito:
        assert f"https://127.0.0.1:{porta}, protegida (certificado {velha[:4]} " in dito
        assert _visto(balcao, "Proteção")[0] == "certo"
        outro("estacao", "usar", fundos, "--loja", "1", *onde, "--certificado", velha.upper(), entrada=f"{segredo}\n")
        assert _visto(outro, "Serviço da retaguarda")[0] == "certo"
        assert "https, certificado" in _visto(outro, "Proteção")[1]
        outro("estacao", "conexao", "--https", "--certificado", "ab" * 32)
        estado, mensagem = _visto(outro, "Serviço da retaguarda")
        assert (estado, "não é o deste balcão" in mensagem) == ("falhou", True)
        outro("estacao", "conexao", "--http")
        assert "só atende com proteção" in _visto(outro, "Serviço da retaguarda")[1]

    segundo = balcao("servidor", "certificado", "--cria")
    novo = dict(segundo.linhas)
    assert dict(balcao("servidor", "certificado").linhas)["impressao"] == velha  # waits for --usa
    comando = f"estacao conexao --https --certificado {velha} --certificado {novo['impressao']}"
    assert comando in segundo.erro
    outro(*comando.split())
    assert _troca(balcao, novo) == novo["impressao"]
    with no_ar():
        assert [_visto(um, "Serviço da retaguarda")[0] for um in (balcao, outro)] == ["certo", "certo"]
        outro("estacao", "conexao", "--certificado", velha)
        assert _visto(outro, "Serviço da retaguarda")[0] == "falhou"

    balcao("servidor", "certificado", "--desliga")
    assert config_estacao.le(balcao.onde.config).conexao == Conexao()
    assert Path(novo["chave"]).exists()


def _troca(balcao: Terminal, novo: dict[str, str]) -> str:
    return dict(balcao("servidor", "certificado", "--usa", novo["certificado"], novo["chave"]).linhas)["impressao"]


@pytest.mark.parametrize(("argumentos", "codigo", "dito"), [
    (["servidor", "certificado", "--usa", "/nao/ha.pem", "/nao/ha.chave"], 3, "não pôde ser lido"),
    (["servidor", "certificado", "--usa", str(NOTA), str(NOTA)], 3, "não são um certificado"),
    (["estacao", "conexao", "--banco-ca", "/nao/ha.pem"], 3, "Não há o arquivo")])
def test_protecao_recusada_nao_muda_nada(balcao: Terminal, argumentos: list[str], codigo: int, dito: str) -> None:
    antes = config_servidor.le(balcao.onde.config), config_estacao.le(balcao.onde.config)
    assert dito in balcao(*argumentos, codigo=codigo).erro
    assert (config_servidor.le(balcao.onde.config), config_estacao.le(balcao.onde.config)) == antes


def test_o_servidor_nao_inicia_com_um_certificado_que_sumiu(balcao: Terminal) -> None:
    certo = balcao.loja.servidor
    config_servidor.grava(balcao.onde.config, replace(certo, certificado="/nao/ha.pem", chave="/nao/ha.chave"))
    try:
        saida = balcao("servidor", codigo=3)
        assert "/nao/ha.pem não pôde ser lido" in saida.erro
        assert "balcao servidor certificado" in saida.erro
    finally:
        config_servidor.grava(balcao.onde.config, certo)


def test_tipos_de_pedido_em_planilha(balcao: Terminal, tmp_path: Path) -> None:
    planilha = tmp_path / "tipos.csv"
    assert "2 registros em tipos.csv" in balcao("exportar-tipos-pedido", planilha).erro
    assert "já existe" in balcao("exportar-tipos-pedido", planilha, codigo=1).erro
    assert "terminar em .xlsx ou .csv" in balcao("exportar-tipos-pedido", tmp_path / "tipos.ods", codigo=2).erro
    assert "2 sem mudança" in balcao("importar-tipos-pedido", planilha).erro
    planilha.write_text("Nome do tipo de pedido;Categoria;Título\nNOVO;Venda;\nDAV;Orçamneto;x\n", encoding="utf-8")
    ruim = balcao("importar-tipos-pedido", planilha, codigo=1)
    assert "erro: tipos.csv, linha 3, célula B3 (Categoria): “Orçamneto” não é uma opção." in ruim.texto
    assert "Nada foi importado." in ruim.erro
    assert "--somente-boas" in ruim.erro
    assert balcao.sql("SELECT count(*) FROM tipos_pedido WHERE nome = 'NOVO'") == [(0,)]
    simulada = balcao("importar-tipos-pedido", planilha, "--simular", "--somente-boas", codigo=1)
    assert "linha 2: incluir NOVO" in simulada.texto
    assert "1 incluído," in balcao("importar-tipos-pedido", planilha, "--somente-boas").erro
    assert balcao.sql("SELECT usuario_id FROM auditoria WHERE assunto LIKE 'tipos_pedido %' AND motivo LIKE "
                      "'importação%'") == [(None,)]
