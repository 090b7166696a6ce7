"""Servers that change under a counter: a new cluster, a standby promoted, a database put back; and transactions that
change nothing. The replica is always the server's in the end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from balcao.config import plataforma
from balcao.db.replica.arquivo import Situacao
from balcao.db.server import banco as _banco
from balcao.db.server import copia
from balcao.db.server.embutido import ServidorEmbutido
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.empresa import SENHAS, Empresa, prepara
from tests.apoio.postgres import Banco, planta
from tests.apoio.replica import Contador, da_replica, do_servidor, produto, semeia

pytestmark = pytest.mark.servidor_proprio

BANCO = "loja_propria"


@pytest.fixture
def contador(empresa: Empresa, tmp_path: Path) -> Iterator[Contador]:
    semeia(empresa)
    with empresa.servico() as con:
        produto(con, 1)
    um = Contador(empresa, tmp_path / "replica")
    um.puxa()
    yield um
    um.fecha()


def _empresa_em(servidor: ServidorEmbutido) -> Empresa:
    banco = Banco(BANCO, servidor)
    return Empresa(banco, _banco.acesso(banco.dsn, SENHAS, banco=BANCO))


@pytest.fixture
def primario(pasta_servidor: Path) -> Iterator[ServidorEmbutido]:
    """A server with one shop and one product."""
    servidor = ServidorEmbutido(planta(pasta_servidor / "primario"), teste=True)
    servidor.iniciar()
    with psycopg.connect(servidor.dsn(), autocommit=True) as con:
        con.execute(f"CREATE DATABASE {BANCO}")
    prepara(Banco(BANCO, servidor))
    empresa = _empresa_em(servidor)
    semeia(empresa)
    with empresa.servico() as con:
        produto(con, 1)
    yield servidor
    servidor.parar()


def _recarregou(contador: Contador) -> bool:
    antes = contador.replica.atual()
    contador.puxa()
    return contador.replica.atual() != antes


# ---- nothing changed

def test_o_cursor_anda_sem_que_uma_linha_mude(contador: Contador) -> None:
    """Else every later pull would go over the same transactions again, and a restored server would hide below it."""
    antes = contador.cursor()
    dados = da_replica(contador)
    for _ in range(20):
        with contador.empresa.servico() as con:
            con.execute("SELECT pg_current_xact_id()")
    contador.puxa_tudo()
    assert contador.cursor() >= antes + 20
    assert da_replica(contador) == dados
    depois = contador.estados[-1]
    assert depois.situacao is Situacao.EM_DIA
    assert depois.detalhe == ""


# ---- tombstones

def test_lapides_que_se_foram_de_verdade_recarregam(contador: Contador) -> None:
    """A counter that was off for more than the tombstones are kept would sell what was deleted."""
    with contador.empresa.servico() as con:
        con.execute("DELETE FROM produtos WHERE id = 1")
    with contador.empresa.dono() as con:
        assert _banco.apaga_lapides(con, datetime.now(UTC) + timedelta(days=31)) > 0
    assert contador.le("SELECT count(*) FROM produtos") == [(1,)]
    contador.puxa_tudo()
    assert contador.le("SELECT count(*) FROM produtos") == [(0,)]
    assert any("tempo demais" in e.detalhe for e in contador.estados)


# ---- put back

def test_banco_posto_de_volta_ao_ultimo_puxao_recarrega(contador: Contador) -> None:
    """One pull, one acknowledged token: the server has forgotten both, and its transaction numbers went on."""
    contador.puxa_tudo()
    empresa = contador.empresa
    copia_de = f"{empresa.banco.nome}_copia"
    contador.fecha()
    _clona(empresa, empresa.banco.nome, copia_de)
    contador.abre()
    try:
        with empresa.servico() as con:
            produto(con, 2)
        contador.puxa_ate(lambda: contador.le("SELECT count(*) FROM produtos") == [(2,)])
        contador.fecha()
        _clona(empresa, copia_de, empresa.banco.nome)
    finally:
        with psycopg.connect(empresa.banco.servidor.dsn(), autocommit=True) as con:
            con.execute(f"DROP DATABASE IF EXISTS {copia_de} WITH (FORCE)")
    contador.abre()
    assert _recarregou(contador)
    contador.puxa_tudo()
    assert da_replica(contador) == do_servidor(empresa)
    assert contador.le("SELECT count(*) FROM produtos") == [(1,)]


def test_posto_de_volta_sem_que_o_servico_confirmasse_recarrega(contador: Contador) -> None:
    """The service was down: no token of the last pulls is known to be there. Data is put back while the server is
    off, so a start since then makes the older tokens void."""
    contador.puxa_tudo()
    empresa, servidor = contador.empresa, contador.empresa.banco.servidor
    copia_de = f"{empresa.banco.nome}_copia"
    contador.fecha()
    _clona(empresa, empresa.banco.nome, copia_de)
    contador.abre()
    contador.deixa_tokens = False
    with empresa.servico() as con:
        produto(con, 2)
    contador.puxa_ate(lambda: contador.le("SELECT count(*) FROM produtos") == [(2,)])
    contador.fecha()
    _clona(empresa, copia_de, empresa.banco.nome)
    with psycopg.connect(servidor.dsn(), autocommit=True) as con:
        con.execute(f"DROP DATABASE {copia_de}")
    servidor.parar()
    servidor.iniciar()
    contador.abre()
    assert _recarregou(contador)
    assert contador.le("SELECT count(*) FROM produtos") == [(1,)]


def test_um_servidor_reiniciado_e_o_mesmo(contador: Contador) -> None:
    """Every night, with every token acknowledged: nothing is copied again."""
    contador.puxa_tudo()
    contador.fecha()
    contador.empresa.banco.servidor.parar()
    contador.empresa.banco.servidor.iniciar()
    contador.abre()
    assert not _recarregou(contador)


def test_carga_cortada_e_banco_posto_de_volta_comeca_de_novo(contador: Contador, tmp_path: Path) -> None:
    """Half of the tables are of a server that is no more."""
    servidor = contador.empresa.banco.servidor
    outro = Contador(contador.empresa, tmp_path / "outra")
    origem = outro.sincronizador._origem
    tudo = origem.tudo

    def corta(tabela: Any) -> Any:
        if tabela.name == "pessoas":
            raise psycopg.OperationalError("caiu")
        return tudo(tabela)

    origem.tudo = corta  # type: ignore[method-assign]
    with pytest.raises(AmbienteIndisponivel, match="interrompida"):
        outro.puxa()
    outro.fecha()
    servidor.parar()
    servidor.iniciar()
    with contador.empresa.admin() as con:  # what a copy put back does: gone without a tombstone
        con.execute("SET session_replication_role = replica")
        con.execute("DELETE FROM precos")
    outro.abre()
    outro.puxa_tudo()
    assert outro.le("SELECT count(*) FROM precos") == [(0,)]
    outro.fecha()


def _clona(empresa: Empresa, de: str, para: str) -> None:
    """What a copy of the data put back is, in a tenth of a second: same identity, same timeline, no token."""
    with psycopg.connect(empresa.banco.servidor.dsn(), autocommit=True) as con:
        con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY (%s)"
                    " AND pid <> pg_backend_pid()", [[de, para]])
        con.execute(f"DROP DATABASE IF EXISTS {para} WITH (FORCE)")
        con.execute(f"CREATE DATABASE {para} TEMPLATE {de}")


# ---- a new cluster

@pytest.mark.parametrize("a_mao", [False, True], ids=["banco_restaurar", "pg_restore_a_mao"])
def test_copia_restaurada_em_outro_servidor_recarrega(primario: ServidorEmbutido, pasta_servidor: Path, tmp_path: Path,
                                                      a_mao: bool) -> None:
    """Done with PostgreSQL's own tools, identity and token came along: then only the system identifier tells."""
    contador = Contador(_empresa_em(primario), tmp_path / "replica")
    contador.puxa()
    contador.puxa()
    arquivo = tmp_path / "loja.balcao"
    copia.copiar(contador.empresa.dsn_dono, arquivo)
    with contador.empresa.servico() as con:
        produto(con, 2)
    contador.puxa_ate(lambda: contador.le("SELECT count(*) FROM produtos") == [(2,)])
    contador.fecha()
    novo = ServidorEmbutido(pasta_servidor / "novo", teste=True)
    novo.iniciar()
    copia.restaurar(arquivo, novo.dsn(), banco=BANCO)
    contador.empresa = _empresa_em(novo)
    if a_mao:
        geracao, testemunha = contador.le("SELECT geracao, testemunha FROM replica")[0]
        with contador.empresa.dono() as con:
            con.execute("UPDATE identidade SET geracao = %s", [geracao])
        contador.deixa(testemunha)
        _passa_do(contador)
    contador.abre()
    contador.estados.clear()
    try:
        assert _recarregou(contador)
        assert contador.estados[0].situacao is Situacao.RECARREGANDO
        assert da_replica(contador) == do_servidor(contador.empresa)
        assert contador.le("SELECT count(*) FROM produtos") == [(1,)]
        assert not _recarregou(contador)
    finally:
        contador.fecha()
        novo.parar()


def _passa_do(contador: Contador) -> None:
    """The server's transaction numbers go beyond the counter's cursor."""
    with contador.empresa.admin(autocommit=True) as con:
        for _ in range(20_000):
            linha = con.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
            assert linha is not None
            if linha[0] > contador.cursor() + 10:
                return
    raise AssertionError("os números não passaram do cursor")


# ---- a standby

def _reserva(primario: ServidorEmbutido, pasta: Path) -> ServidorEmbutido:
    """A hot standby by streaming replication, as PostgreSQL's own programs make it."""
    reserva = ServidorEmbutido(pasta, teste=True)
    plataforma.cria_pasta(pasta)
    conta = plataforma.conta_do_banco(primario.dados)
    plataforma.deixa_passar(pasta, conta)
    plataforma.grava(pasta / "senha", primario.senha)
    plataforma.entrega(pasta / "senha", conta)
    reserva.dados.mkdir(mode=0o700)
    plataforma.entrega(reserva.dados, conta)
    codigo, dito = primario.programas.executa(
        "pg_basebackup", "-D", reserva.dados, "-R", "-X", "stream", "-c", "fast", "-h", "127.0.0.1",
        "-p", str(primario.porta), "-U", "postgres", PGPASSWORD=primario.senha)
    assert codigo == 0, dito
    reserva.iniciar()
    return reserva


def _alcanca(primario: ServidorEmbutido, reserva: ServidorEmbutido) -> None:
    """Wait until the standby has replayed all that was written."""
    with psycopg.connect(primario.dsn(), autocommit=True) as con, psycopg.connect(reserva.dsn(), autocommit=True) as la:
        con.execute("SELECT pg_switch_wal()")  # test servers commit without waiting for the disk
        linha = con.execute("SELECT pg_current_wal_flush_lsn()").fetchone()
        assert linha is not None
        for _ in range(3000):
            if la.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", linha).fetchone() == (True,):
                return
            la.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("a reserva não alcançou o primário")


def _promove(reserva: ServidorEmbutido) -> None:
    with psycopg.connect(reserva.dsn(), autocommit=True) as con:
        assert con.execute("SELECT pg_promote(true, 60)").fetchone() == (True,)


@pytest.mark.parametrize("perdeu", [False, True], ids=["tudo_replicado", "atras_do_primario"])
def test_reserva_promovida_recarrega(primario: ServidorEmbutido, pasta_servidor: Path, tmp_path: Path,
                                     perdeu: bool) -> None:
    """A new timeline. What the primary had and the standby had not yet must not stay on the counter."""
    contador = Contador(_empresa_em(primario), tmp_path / "replica")
    contador.puxa()
    contador.puxa()
    reserva = _reserva(primario, pasta_servidor / "reserva")
    try:
        with contador.empresa.servico() as con:
            produto(con, 2)
        contador.puxa_ate(lambda: contador.le("SELECT count(*) FROM produtos") == [(2,)])
        _alcanca(primario, reserva)
        if perdeu:
            with psycopg.connect(reserva.dsn(), autocommit=True) as con:
                con.execute("ALTER SYSTEM SET primary_conninfo = ''")
                con.execute("SELECT pg_reload_conf()")
                for _ in range(3000):
                    if con.execute("SELECT count(*) FROM pg_stat_wal_receiver").fetchone() == (0,):
                        break
                    con.execute("SELECT pg_sleep(0.01)")
            with contador.empresa.servico() as con:
                produto(con, 3)
            contador.puxa_ate(lambda: contador.le("SELECT count(*) FROM produtos") == [(3,)])
        contador.fecha()
        primario.parar()
        _promove(reserva)
        contador.empresa = _empresa_em(reserva)
        _passa_do(contador)  # only the timeline tells
        contador.abre()
        contador.estados.clear()
        assert _recarregou(contador)
        assert "outro servidor" in contador.estados[0].detalhe
        assert da_replica(contador) == do_servidor(contador.empresa)
        assert contador.le("SELECT count(*) FROM produtos") == [(2,)]
        with contador.empresa.servico() as con:
            produto(con, 4)
        contador.puxa_tudo()
        assert contador.le("SELECT count(*) FROM produtos") == [(3,)]
    finally:
        contador.fecha()
        reserva.parar()


def test_uma_reserva_que_so_le_serve_sem_recarregar(primario: ServidorEmbutido, pasta_servidor: Path,
                                                    tmp_path: Path) -> None:
    """The same server seen from its standby: same timeline, its token replicated."""
    contador = Contador(_empresa_em(primario), tmp_path / "replica")
    contador.puxa()
    contador.puxa()
    reserva = _reserva(primario, pasta_servidor / "reserva")
    try:
        with contador.empresa.servico() as con:
            produto(con, 2)
        _alcanca(primario, reserva)
        do_primario, contador.empresa = contador.empresa, _empresa_em(reserva)
        contador.fecha()
        contador.deixa_tokens = False  # the service writes on the primary
        contador.abre()
        assert not _recarregou(contador)
        assert contador.le("SELECT count(*) FROM produtos") == [(2,)]
        assert da_replica(contador) == do_servidor(do_primario)
    finally:
        contador.fecha()
        reserva.parar()


def test_a_recarga_interrompida_guarda_a_idade_dos_dados(contador: Contador, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another copy is made, the data that is read is as old as it was; not "never"."""
    contador.puxa()
    antes = contador.estados[-1].atualizado_em
    assert antes is not None
    with contador.empresa.admin() as con:
        con.execute("UPDATE identidade SET geracao = gen_random_uuid()")
    contador.estados.clear()
    origem = contador.sincronizador._origem
    monkeypatch.setattr(origem, "tudo", lambda _tabela: (_ for _ in ()).throw(psycopg.OperationalError("caiu")))
    with pytest.raises(AmbienteIndisponivel, match="interrompida"):
        contador.puxa()
    monkeypatch.undo()
    contador.sincronizador.sem_servidor("caiu")
    assert {e.atualizado_em for e in contador.estados} == {antes}
    contador.puxa()
    assert contador.estados[-1].carga_completa
    assert contador.estados[-1].atualizado_em is not None
    assert contador.estados[-1].atualizado_em > antes
