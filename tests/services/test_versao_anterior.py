"""Today's program takes over from the previous release: its database, its counters' files, and counters not yet
updated (docs/decisions/0121). What that release left is kept in tests/dados/versao_anterior."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest

from balcao import __version__
from balcao.config.plataforma import Pastas
from balcao.db.journal.envios import EstadoEnvio
from balcao.db.replica import esquema as esquema_replica
from balcao.db.replica.arquivo import PastaReplica, Situacao, abre_leitura
from balcao.db.server import banco as _banco
from balcao.db.server import copia
from balcao.db.server.conexao import com
from balcao.db.server.conferencia import conferir
from balcao.db.server.estado import VERSAO_ESQUEMA, Relacao
from balcao.db.server.migracoes import executa
from balcao.db.server.programas import VARIAVEL_BIN
from balcao.domain.campo import Campo, campo_de
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.permissoes import NOVAS, Permissao
from balcao.domain.protocolo import Sessao
from balcao.services.counter import pastas as onde_fica
from tests.apoio.balcao import BalcaoDeTeste
from tests.apoio.empresa import PAPEIS, SENHAS
from tests.apoio.rede import Modo, Rede, rede_para
from tests.apoio.replica import SENHA as CREDENCIAL
from tests.apoio.retaguarda import SENHA, Loja, servico
from tests.apoio.versao_anterior import (
    ESTACAO,
    PASTA,
    Anterior,
    balcao_anterior,
    conversa,
    manifesto,
    pastas_do_balcao,
    servidor_anterior,
    sincroniza,
)

pytestmark = [pytest.mark.pg, pytest.mark.xdist_group("versao_anterior"),
              pytest.mark.skipif(VARIAVEL_BIN in os.environ,
                                 reason="a cópia guardada é dos programas da roda; mais velhos não a leem")]


@pytest.fixture(scope="module")
def servidor(pasta_corrida: Path) -> Iterator[Anterior]:
    with servidor_anterior(pasta_corrida) as um:
        yield um


@pytest.fixture
def anterior(servidor: Anterior) -> Iterator[Anterior]:
    yield servidor
    servidor.limpa()


@pytest.fixture
def loja(anterior: Anterior) -> Loja:
    """The previous release's shop, migrated."""
    return anterior.loja()


@pytest.fixture
def rede(loja: Loja) -> Iterator[Rede]:
    """The service's door; what is behind it is today's."""
    with servico(loja) as url, rede_para(int(url.rsplit(":", 1)[1])) as uma:
        yield uma


@pytest.fixture
def pastas(loja: Loja, rede: Rede, tmp_path: Path) -> Pastas:
    return pastas_do_balcao(tmp_path, loja, rede.porta)


@pytest.fixture
def balcao(loja: Loja, rede: Rede, pastas: Pastas) -> Iterator[BalcaoDeTeste]:
    """Today's counter on the previous release's folders; nothing of the network was needed to open it."""
    rede.modo = Modo.RECUSA
    with balcao_anterior(loja, rede, pastas) as um:
        yield um


def test_o_que_esta_guardado_e_mesmo_da_versao_anterior(pastas: Pastas) -> None:
    """Files that today's program wrote would prove nothing (docs/decisions/0121)."""
    assert int(manifesto()["esquema"]) < int(VERSAO_ESQUEMA)
    with closing(sqlite3.connect(onde_fica.diario(pastas) / "diario.sqlite")) as diario:
        assert diario.execute("PRAGMA user_version").fetchone() == (manifesto()["diario"],)
    arquivo = PastaReplica(onde_fica.replica(pastas)).atual()
    assert arquivo is not None
    with closing(abre_leitura(arquivo)) as replica:
        assert replica.execute("SELECT assinatura FROM replica").fetchone() != (esquema_replica.assinatura(),)


@contextmanager
def sem_banco(loja: Loja) -> Iterator[None]:
    """The database lets this counter in no more."""
    papel = PAPEIS.estacao(loja.estacoes[ESTACAO])
    with loja.empresa.admin(autocommit=True) as con:
        con.execute(f"ALTER ROLE {papel} NOLOGIN".encode())
        yield
        con.execute(f"ALTER ROLE {papel} LOGIN".encode())


def ouve_sem_banco(balcao: BalcaoDeTeste) -> None:
    """The sync's first round after the update, with nobody there."""
    with sem_banco(balcao.loja):
        erro = sincroniza(balcao)
    assert erro is not None
    assert "desativado" in str(erro)


# ---- the database

def _linhas(con: psycopg.Connection[Any], tabela: str, colunas: list[str]) -> list[Any]:
    return sorted(json.dumps(linha, default=str) for linha in con.execute(
        f"SELECT {', '.join(colunas)} FROM {tabela}").fetchall())


def _com_a_permissao_nova(linha: str) -> str:
    """A profile's row as revision 0004 leaves it: who configures terminals also shapes order types."""
    valores = json.loads(linha)
    for valor in valores:
        if isinstance(valor, list) and "alterar_configuracao" in valor:
            valor.append("alterar_tipos_pedido")
    return json.dumps(valores)


def test_o_banco_e_migrado_com_os_dados_inteiros(anterior: Anterior) -> None:
    loja = anterior.loja(migrada=False)
    dono = loja.empresa.dsn_dono
    assert _banco.estado(dono).relacao is Relacao.ANTIGO
    with loja.empresa.dono() as con:
        colunas: dict[str, list[str]] = {}
        for tabela, coluna in con.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'loja'"
                " AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r') ORDER BY 1, 2"):
            if coluna not in ("xid", "esquema_versao", "version_num"):
                colunas.setdefault(tabela, []).append(coluna)
        antes = {tabela: _linhas(con, tabela, nomes) for tabela, nomes in colunas.items()}
    assert {t: len(linhas) for t, linhas in antes.items() if t != "alembic_version"} == {
        t: n for t, n in manifesto()["contagens"].items() if t in antes and t != "alembic_version"}
    assert sum(map(len, antes.values())) > 80
    antes["perfis"] = sorted(map(_com_a_permissao_nova, antes["perfis"]))

    assert _banco.migrar(dono) == manifesto()["esquema"]

    with loja.empresa.dono() as con:
        lojas = con.execute("SELECT count(*) FROM estabelecimentos JOIN pessoas p ON p.id = pessoa_id").fetchone()
        assert lojas == (len(antes["estabelecimentos"]),)  # each is a person now
        for tabela, linhas in antes.items():
            depois = _linhas(con, tabela, colunas[tabela])
            novas = set(depois) - set(linhas)
            assert [um for um in depois if um not in novas] == linhas, tabela
            assert not novas or (tabela in ("pessoas", "enderecos") and len(novas) <= lojas[0]), tabela
    assert _banco.estado(dono).relacao is Relacao.ATUAL
    assert conferir(dono) == ()
    with loja.motor.connect() as con_sa:
        assert executa.diferencas(con_sa) == ()


def test_a_copia_da_versao_anterior_restaura_e_as_senhas_valem(anterior: Anterior) -> None:
    dsn = anterior.fabrica.servidor.dsn()
    feita = copia.restaurar(PASTA / "loja.balcao", dsn, banco="restaurada")
    try:
        assert feita.copia.versao_esquema == manifesto()["esquema"]
        acesso = _banco.acesso(dsn, SENHAS, banco="restaurada")
        assert _banco.estado(acesso.dsn_servico).versao_esquema == VERSAO_ESQUEMA
        assert conferir(acesso.dsn_dono) == ()
        estacao = com(dsn, dbname="restaurada", user=PAPEIS.estacao(manifesto()["loja"]["estacoes"][ESTACAO]),
                      password=CREDENCIAL)
        with psycopg.connect(estacao) as con:
            assert con.execute("SELECT count(*) FROM produtos").fetchone() == (10,)
    finally:
        with psycopg.connect(dsn, autocommit=True) as con:
            con.execute("DROP DATABASE restaurada WITH (FORCE)")


# ---- a counter's files

def test_sem_retaguarda_o_programa_novo_vende_com_o_que_o_antigo_deixou(balcao: BalcaoDeTeste) -> None:
    """Updated on a day without network: login, replica, draft and numbers are those of yesterday's program."""
    ouve_sem_banco(balcao)
    balcao.entra("ana")
    assert balcao.b.pronto()
    assert balcao.b.sessoes.atual is not None
    assert balcao.b.sessoes.atual.offline

    rascunho, = balcao.rascunhos()
    espera = manifesto()["rascunho"]
    pedido = rascunho.pedido
    assert (str(pedido.id), str(pedido.total), pedido.observacoes, len(pedido.itens)) == (
        espera["id"], espera["total"], espera["observacoes"], espera["itens"])
    assert rascunho.feitos  # undo goes on too

    espera = manifesto()["provisorio"]
    esperando, = balcao.b.envios.a_enviar(todos=True)
    assert esperando.fato
    assert (esperando.resumo.numero_provisorio, str(esperando.resumo.total)) == (espera["numero"], espera["total"])
    assert [c.nome for c in balcao.b.novos_clientes.a_enviar(todos=True)] == [manifesto()["cliente_novo"]["nome"]]
    assert balcao.b.envios.quantos()[EstadoEnvio.ENVIADO] == 2

    venda = balcao.venda("DAV", [("P1", 1)])
    achados = balcao.b.consulta.busca_completa("produto p3", lambda: False)  # the machine may be busy
    assert [linha.codigo for linha in achados.linhas] == ["P3"]
    emitido = balcao.emite(venda)
    antes, numero = espera["numero"].split("-")
    assert emitido.numero == f"{antes}-{int(numero) + 1:06}"  # the number in use is not given again


def test_tudo_o_que_o_programa_antigo_guardou_chega_uma_vez(balcao: BalcaoDeTeste, loja: Loja) -> None:
    ouve_sem_banco(balcao)
    balcao.entra("ana")
    pedidos = loja.conta("pedidos")
    balcao.volta()
    balcao.volta()
    assert loja.conta("pedidos") == pedidos + 1  # nobody's session was needed
    balcao.entra("ana")
    balcao.volta()
    espera = manifesto()
    assert loja.sql("SELECT total, emitido_offline FROM pedidos WHERE numero_provisorio = %s",
                    espera["provisorio"]["numero"]) == [(D(espera["provisorio"]["total"]), True)]
    assert loja.conta("pedidos") == pedidos + 1
    assert loja.um("SELECT nome FROM pessoas WHERE id = %s", espera["cliente_novo"]["id"]) == (
        espera["cliente_novo"]["nome"].upper())
    assert balcao.b.envios.a_enviar(todos=True) == []
    venda = balcao.b.venda()
    assert str(venda.pedido.id) == espera["rascunho"]["id"]
    assert balcao.emite(venda).protocolo


def test_a_replica_e_refeita_enquanto_se_vende(balcao: BalcaoDeTeste, rede: Rede, loja: Loja) -> None:
    """Beside the old one, which is read until the new one is whole."""
    ouve_sem_banco(balcao)
    rede.modo = Modo.PASSA
    balcao.entra("ana")
    pasta = balcao.b.replica.pasta
    velho = pasta.atual()
    loja.sql("UPDATE precos SET preco = 99 WHERE produto_id = %s", loja.produtos["P1"])
    durante: list[tuple[str, Situacao, str, bool, D]] = []
    sincronizador = balcao.sincronizador
    avisa = sincronizador._avisa

    def vende(estado: Any) -> None:
        avisa(estado)
        if pasta.atual() == velho:
            venda = balcao.venda("DAV", [("P1", 1)])
            durante.append((str(pasta.atual()), estado.situacao, estado.detalhe, estado.atualizado_em is not None,
                            venda.pedido.total))

    sincronizador._avisa = vende
    balcao.puxa()
    assert durante
    assert {(a, s, d, idade, total) for a, s, d, idade, total in durante} == {
        (str(velho), Situacao.RECARREGANDO, "O Balcão foi atualizado.", True, D("10.00"))}
    assert pasta.atual() != velho
    balcao.b.renova()
    assert balcao.venda("DAV", [("P1", 1)]).pedido.total == D("99.00")


# ---- counters and retaguardas that are not of the same day

def test_um_balcao_da_versao_anterior_continua_vendendo(loja: Loja) -> None:
    """The very requests of the previous release, to today's service; each answer has all that it reads."""
    with servico(loja) as url, httpx2.Client(base_url=url, timeout=30) as cliente:
        token = ""
        for troca in conversa():
            cabecalhos = troca["cabecalhos"] | ({"x-sessao": token} if "x-sessao" in troca["cabecalhos"] else {})
            resposta = cliente.request(troca["metodo"], troca["caminho"], headers=cabecalhos,
                                       content=troca["corpo"].encode())
            assert resposta.status_code == troca["status"], (troca["caminho"], resposta.text)
            _cabe(troca["resposta"], resposta.json(), troca["caminho"])
            token = resposta.json()["token"] if troca["caminho"] == "/v1/entrar" else token
    enviados = [json.loads(t["corpo"])["pedido"]["id"] for t in conversa() if t["caminho"] == "/v1/pedidos"]
    assert len(enviados) == 3
    assert loja.conta("pedidos", "id = ANY (%s::uuid[])", enviados) == 3
    assert conferir(loja.empresa.dsn_dono) == ()


def test_a_sessao_de_quem_tem_uma_permissao_nova_e_lida_pelo_programa_antigo(loja: Loja) -> None:
    """It knows a closed list, and refuses an answer with a word that is not in it."""
    da_primeira = set(Permissao) - NOVAS
    with servico(loja) as url, httpx2.Client(base_url=url, timeout=30) as cliente:
        entrada = next(t for t in conversa() if t["caminho"] == "/v1/entrar")
        lida = cliente.post("/v1/entrar", headers=entrada["cabecalhos"],
                            json={"login": "bia", "senha": SENHA["bia"]})
    assert set(lida.json()["permissoes"]) <= da_primeira
    assert Permissao.ALTERAR_TIPOS_PEDIDO in Sessao.model_validate_json(lida.content).permissoes


def _cabe(antes: Any, agora: Any, onde: str) -> None:
    """Every name that the older program reads is there, with a value of the same kind."""
    if antes is None or agora is None:
        return
    assert type(agora) is type(antes), onde
    if isinstance(antes, dict):
        assert antes.keys() <= agora.keys(), (onde, antes.keys() - agora.keys())
        for nome, valor in antes.items():
            _cabe(valor, agora[nome], f"{onde} {nome}")
    elif isinstance(antes, list) and antes and agora:
        _cabe(antes[0], agora[0], onde)


def test_uma_retaguarda_por_atualizar_e_dita_e_os_dados_ficam(anterior: Anterior, tmp_path: Path) -> None:
    """The counter was updated before the server: it says who must be updated, and sells with what it has."""
    loja = anterior.loja(migrada=False)
    with servico(loja) as url, rede_para(int(url.rsplit(":", 1)[1])) as rede, balcao_anterior(
            loja, rede, pastas_do_balcao(tmp_path, loja, rede.porta)) as balcao:
        for _ in range(2):
            erro = sincroniza(balcao)
            assert erro is not None
            assert "mais antigo que este programa" in str(erro)
            assert "balcao banco migrar" in str(erro)
        balcao.rede.modo = Modo.RECUSA
        balcao.entra("ana")
        assert balcao.b.ligacao.idade().total_seconds() < 2 * 3600
        assert balcao.venda("DAV", [("P2", 1)]).pedido.total == D("20.00")
        _banco.migrar(loja.empresa.dsn_dono)
        balcao.puxa()
        assert balcao.b.ligacao.replica.situacao is Situacao.EM_DIA


def test_um_balcao_sem_dados_diante_de_retaguarda_por_atualizar(anterior: Anterior, tmp_path: Path) -> None:
    loja = anterior.loja(migrada=False)
    with rede_para(1) as rede:
        onde = pastas_do_balcao(tmp_path, loja, rede.porta)
        replica = PastaReplica(onde_fica.replica(onde))
        (replica.pasta / "atual").unlink()
        with balcao_anterior(loja, rede, onde) as balcao:
            erro = sincroniza(balcao)
            assert erro is not None
            assert "mais antigo que este programa" in str(erro)


def test_um_banco_mais_novo_serve_enquanto_tiver_tudo(balcao: BalcaoDeTeste, loja: Loja) -> None:
    """Expand, then contract: what was added is not seen; what was removed is told, with what to do."""
    loja.sql("UPDATE identidade SET esquema_versao = '0999'")
    loja.sql("ALTER TABLE produtos ADD COLUMN coluna_nova text NOT NULL DEFAULT 'x'")
    balcao.puxa()
    assert balcao.b.ligacao.replica.situacao is Situacao.EM_DIA
    loja.sql("ALTER TABLE produtos RENAME COLUMN marca TO marca_antiga")
    loja.sql("UPDATE produtos SET coluna_nova = 'y'")
    with pytest.raises(AmbienteIndisponivel, match=r"0999.*mais novo que este programa.*Atualize o Balcão neste"):
        balcao.puxa()


# ---- too old

def test_um_balcao_antigo_demais_ouve_o_que_fazer(balcao: BalcaoDeTeste, loja: Loja, rede: Rede) -> None:
    """The login and the sync say it; what was sold is still stored, and the password is not forgotten."""
    ouve_sem_banco(balcao)
    loja.sql("UPDATE identidade SET programa_minimo = '7.2'")
    rede.modo = Modo.PASSA
    with pytest.raises(EntradaInvalida, match=r"é a versão 0\.\d.*atende da 7\.2 em diante.*Atualize o Balcão neste"):
        balcao.entra("ana")
    balcao.sincronizador._programa = __version__
    erro = sincroniza(balcao)
    assert erro is not None
    assert "atende da 7.2 em diante" in str(erro)
    assert balcao.b.replica.estado().carga_completa
    balcao.b.bastidores.remessa._pulso()
    assert balcao.b.situacao().frase == f"Atualize este Balcão ({__version__}): a retaguarda pede 7.2"
    balcao.b.bastidores.remessa.envia_tudo()
    assert loja.conta("pedidos", "numero_provisorio = %s", manifesto()["provisorio"]["numero"]) == 1
    rede.modo = Modo.RECUSA
    balcao.entra("ana")  # its own verifier is still there
    loja.sql("UPDATE identidade SET programa_minimo = '0.1.0'")
    rede.modo = Modo.PASSA
    balcao.entra("ana")


def test_quem_nao_diz_a_versao_nao_e_balcao(loja: Loja) -> None:
    """The till's programs and old scripts go on: the oldest counter says nothing about them."""
    loja.sql("UPDATE identidade SET programa_minimo = '7.2'")
    with servico(loja) as url, httpx2.Client(base_url=url, timeout=30, auth=httpx2.BasicAuth(
            str(loja.estacoes[ESTACAO]), CREDENCIAL)) as cliente:
        entrada = {"login": "ana", "senha": SENHA["ana"]}
        assert cliente.post("/v1/entrar", json=entrada).status_code == 200
        assert cliente.post("/v1/entrar", json=entrada, headers={"X-Balcao": "7.10"}).status_code == 200
        antigo = cliente.post("/v1/entrar", json=entrada, headers={"X-Balcao": "7.1.9"})
        assert (antigo.status_code, antigo.json()["codigo"]) == (403, "programa.antigo")


# ---- policies

@dataclass(frozen=True)
class UmaMudanca:
    campo: Campo


@dataclass(frozen=True)
class UmaGravacao:
    """What the Configuração window hands over."""

    valores: dict[str, Any]
    mudancas: tuple[UmaMudanca, ...]
    autorizacao: None = None


def test_um_campo_de_politica_desconhecido_fica(balcao: BalcaoDeTeste, loja: Loja, rede: Rede) -> None:
    """A newer program's field passes through the replica, the window and the service, and is still there."""
    rede.modo = Modo.PASSA
    loja.sql("UPDATE estacoes SET politica = politica || '{\"pagina_de_um_programa_mais_novo\": {\"ligada\": true}}'")
    balcao.puxa()
    balcao.entra("bia")
    janela = balcao.b.configuracao()
    lida = janela.le()
    assert lida.sem_retaguarda == ""
    assert lida.politica.controle_sistema.sis_inatividade_min != 17
    pagina = lida.politica.controle_sistema.model_copy(update={"sis_inatividade_min": 17})
    valores = {nome: getattr(lida.politica, nome) for nome in type(lida.politica).model_fields}
    feito = janela.grava(UmaGravacao(valores | {"controle_sistema": pagina},
                                     (UmaMudanca(campo_de(type(pagina), "sis_inatividade_min")),)))
    assert feito.politica is not None
    assert feito.politica.gravou, feito.politica.mensagem
    [(politica,)] = loja.sql("SELECT politica FROM estacoes WHERE id = %s", loja.estacoes[ESTACAO])
    assert politica["controle_sistema"]["sis_inatividade_min"] == 17
    assert politica["operacional"]["campo_de_um_programa_mais_novo"] == 7
    assert politica["pagina_de_um_programa_mais_novo"] == {"ligada": True}
