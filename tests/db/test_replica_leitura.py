"""The counter's reading side: nothing before the first load, always the current file, never a write."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from balcao.db.fatos import ler_produtos
from balcao.db.replica import esquema
from balcao.db.replica.arquivo import VAZIA, EstadoReplica, PastaReplica, Situacao, TabelaCarga, abre_leitura
from balcao.db.replica.leitura import Replica
from balcao.db.tables import colunas_replicadas, tabelas_replicadas
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.empresa import Empresa
from tests.apoio.replica import LOJA, Contador, produto, semeia

pytestmark = pytest.mark.servidor_proprio


@pytest.fixture
def contador(empresa: Empresa, tmp_path: Path) -> Iterator[Contador]:
    semeia(empresa)
    with empresa.servico() as con:
        produto(con, 1, preco="12.3456789", saldo="1.5")
    um = Contador(empresa, tmp_path / "replica")
    yield um
    um.fecha()


@pytest.fixture
def replica(contador: Contador) -> Iterator[Replica]:
    uma = Replica(contador.pasta)
    yield uma
    uma.fecha()


def test_antes_da_primeira_carga_diz_que_nao_ha_dados(replica: Replica) -> None:
    assert replica.estado() == VAZIA
    with pytest.raises(AmbienteIndisponivel, match="ainda não chegaram"), replica.conexao():
        pass


def test_le_o_que_o_servidor_tem_com_todas_as_casas(contador: Contador, replica: Replica) -> None:
    contador.puxa()
    with replica.conexao() as conexao:
        lidos = ler_produtos(conexao, [1], LOJA, 1)
    assert str(lidos.precos[1].preco) == "12.3456789000"
    assert str(lidos.estoque[1].saldo) == "1.500000"
    assert replica.estado().situacao is Situacao.EM_DIA


def test_ninguem_escreve_pela_leitura(contador: Contador, replica: Replica) -> None:
    contador.puxa()
    with replica.conexao() as leitor, pytest.raises(sqlite3.OperationalError, match="readonly"):
        leitor.conexao.execute("DELETE FROM produtos")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        abre_leitura(replica.arquivo()).execute("DELETE FROM produtos")
    assert contador.le("SELECT count(*) FROM produtos") == [(1,)]


def test_depois_de_uma_recarga_le_o_arquivo_novo(contador: Contador, replica: Replica) -> None:
    contador.puxa()
    with replica.conexao() as leitor, replica.conexao() as outro:  # both are kept for the next reader
        assert leitor.le("listas_ativas", ativo=True) == outro.le("listas_ativas", ativo=True)
    antes = replica.arquivo()
    with contador.empresa.servico() as con:
        con.execute("UPDATE precos SET preco = 7")
    contador.sincronizador.recarrega()
    contador.puxa()
    assert replica.arquivo() != antes
    with replica.conexao() as conexao:
        assert ler_produtos(conexao, [1], LOJA, 1).precos[1].preco == 7
    assert not antes.exists()


def test_arquivo_de_programa_antigo_pede_paciencia(contador: Contador, replica: Replica) -> None:
    contador.puxa()
    contador.grava("ALTER TABLE produtos DROP COLUMN preco_maximo")
    with replica.conexao() as leitor, pytest.raises(AmbienteIndisponivel, match="sendo preparados"):
        ler_produtos(leitor, [1], LOJA, 1)
    contador.grava("UPDATE replica SET assinatura = 'outra'")
    contador.fecha()
    contador.abre()
    contador.puxa()
    with replica.conexao() as conexao:
        assert [*ler_produtos(conexao, [1], LOJA, 1).produtos] == [1]


def test_a_replica_tem_as_colunas_replicadas_e_so_elas(contador: Contador) -> None:
    contador.puxa()
    for tabela in tabelas_replicadas():
        colunas = [c for _, c, *_ in contador.le(f"PRAGMA table_info({tabela.name})")]
        assert colunas == [c.name for c in colunas_replicadas(tabela)]
        assert contador.le("SELECT count(*) FROM pragma_foreign_key_list(?)", tabela.name) == [(0,)]
    assert "custo" not in esquema.colunas(next(t for t in esquema.tabelas() if t.name == "produtos"))
    assert {t.name for t in esquema.tabelas()} == set(esquema.ORDEM), "say where the new table is loaded"


def test_estado_vai_e_volta_em_json() -> None:
    agora = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=UTC)
    estado = EstadoReplica(Situacao.ATRASADA, "x", agora, agora, timedelta(seconds=-3), "e", True,
                           (TabelaCarga("produtos", 1, 2, False),))
    assert EstadoReplica.de_json(estado.para_json()) == estado
    assert estado.idade(agora + timedelta(seconds=8)) == timedelta(seconds=8)
    assert estado.idade(agora - timedelta(hours=1)) == timedelta()  # a clock set back makes no data younger than now


def test_limpeza_nao_toca_no_arquivo_atual(tmp_path: Path) -> None:
    pasta = PastaReplica(tmp_path)
    atual, velho = pasta.nova(), pasta.nova()
    for arquivo in (atual, velho, velho.with_name(velho.name + "-wal")):
        arquivo.write_bytes(b"")
    pasta.aponta(atual)
    pasta.limpa()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([atual.name, "atual"])
