"""What each role of the company may see and do, with its own connection."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from balcao.db.server import papeis
from balcao.db.server.banco import apaga_lapides
from balcao.db.server.conexao import com
from balcao.db.server.nomes import Papeis
from balcao.db.tables import colunas_replicadas, metadata, tabelas_replicadas
from tests.apoio.empresa import PAPEIS, Empresa
from tests.apoio.pedido_sql import CLIENTE, SO_DA_LOJA_2, Estacoes, emite, semeia


@dataclass
class Loja:
    """The small shop and the secrets of its two stations (of shops 1 and 2)."""

    empresa: Empresa
    ids: Estacoes
    segredos: dict[int, str]

    def estacao(self, numero: int, **opcoes: bool) -> psycopg.Connection[tuple[object, ...]]:
        ident = self.ids.loja_1 if numero == 1 else self.ids.loja_2
        return psycopg.connect(self.empresa.dsn_estacao(ident, self.segredos[ident]), **opcoes)  # type: ignore[arg-type]

    def consulta(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.empresa.acesso.dsn_consulta)


@pytest.fixture
def loja(empresa: Empresa) -> Iterator[Loja]:
    base = 10_000 + uuid4().int % 800_000_000  # the roles belong to the cluster, which tests share
    ids = Estacoes(base, base + 1)
    with empresa.servico() as con:
        semeia(con, ids)
    segredos = {}
    with empresa.admin(autocommit=True) as admin:
        for ident in (ids.loja_1, ids.loja_2):
            segredos[ident] = papeis.nova_senha()
            papeis.cria_estacao(admin, PAPEIS, ident, segredos[ident])
    yield Loja(empresa, ids, segredos)
    with empresa.admin(autocommit=True) as admin:
        for ident in (ids.loja_1, ids.loja_2):
            admin.execute(f"DROP ROLE {PAPEIS.estacao(ident)}")


def test_a_estacao_le_as_colunas_que_replica_e_nenhuma_outra(loja: Loja) -> None:
    with loja.estacao(1, autocommit=True) as con:
        for tabela in metadata.sorted_tables:
            replicadas = {c.name for c in colunas_replicadas(tabela)} | {"xid"} \
                if tabela in tabelas_replicadas() else set()
            replicadas |= set(papeis.LEITURA_EXTRA.get(tabela.name, ()))
            for coluna in tabela.columns:
                try:
                    con.execute(f'SELECT "{coluna.name}" FROM {tabela.name} LIMIT 1')
                    leu = True
                except psycopg.errors.InsufficientPrivilege:
                    leu = False
                assert leu == (coluna.name in replicadas), f"{tabela.name}.{coluna.name}"


def test_a_estacao_ve_os_clientes_de_sua_loja_e_o_estoque_de_todas(loja: Loja) -> None:
    with loja.estacao(1) as uma, loja.estacao(2) as outra:
        assert uma.execute("SELECT estacao_atual(), estabelecimento_da_estacao()").fetchone() == (loja.ids.loja_1, 1)
        for estacao in (uma, outra):
            assert estacao.execute("SELECT estabelecimento_id, produto_id, saldo FROM estoques ORDER BY 1, 2"
                                   ).fetchall() == [(1, 1, 10), (1, 2, 5), (2, 1, 20)]
        for tabela, coluna in (("pessoas", "id"), ("clientes", "pessoa_id"), ("enderecos", "pessoa_id"),
                               ("titulos_receber", "cliente_id")):
            vistos = {linha[0] for linha in uma.execute(f"SELECT {coluna} FROM {tabela}")}
            assert vistos == {CLIENTE}, tabela  # a title of another shop counts: the customer owes it
            assert {linha[0] for linha in outra.execute(f"SELECT {coluna} FROM {tabela}")} == {CLIENTE, SO_DA_LOJA_2}


def test_a_estacao_ve_dos_outros_estoques_so_o_de_sua_loja(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        con.execute("INSERT INTO estoques_por_tipo (produto_id, estabelecimento_id, tipo_estoque_id, saldo) "
                    "VALUES (1, 1, 1, 7), (1, 2, 1, 8)")
    with loja.estacao(1) as uma, loja.estacao(2) as outra:
        assert [e.execute("SELECT saldo FROM estoques_por_tipo").fetchall() for e in (uma, outra)] == [[(7,)], [(8,)]]
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
            uma.execute("UPDATE estoques_por_tipo SET saldo = 0")


def test_um_cliente_que_muda_de_loja_aparece_numa_e_some_da_outra(loja: Loja) -> None:
    """A pull sees his rows as new, and finds the tombstones that delete them where he is not seen any more."""
    with loja.empresa.servico() as con:
        antes = con.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert antes is not None
    with loja.empresa.servico() as con:
        con.execute("UPDATE cliente_estabelecimentos SET estabelecimento_id = 1 WHERE pessoa_id = %s", [SO_DA_LOJA_2])
    novas = "SELECT count(*) FROM {} WHERE {} = %s AND xid::text::bigint > %s"
    with loja.estacao(1) as uma, loja.estacao(2) as outra:
        for tabela, coluna in (("pessoas", "id"), ("clientes", "pessoa_id"), ("enderecos", "pessoa_id"),
                               ("titulos_receber", "cliente_id")):
            comando = novas.format(tabela, coluna)
            assert uma.execute(comando, [SO_DA_LOJA_2, antes[0]]).fetchone() == (1,), tabela
            assert outra.execute(comando, [SO_DA_LOJA_2, antes[0]]).fetchone() == (0,), tabela
        lapides = {linha[0] for linha in outra.execute(
            "SELECT tabela FROM exclusoes WHERE xid::text::bigint > %s", [antes[0]])}
    assert lapides == {"pessoas", "clientes", "enderecos", "titulos_receber", "cliente_estabelecimentos"}


def test_validar_estoque_do_cliente_na_loja_nao_e_mudanca_de_loja(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        con.execute("UPDATE cliente_estabelecimentos SET validar_estoque = 'erro'")  # CL-067
        assert con.execute("SELECT count(*) FROM exclusoes WHERE tabela = 'pessoas' "
                           "AND xid = pg_current_xact_id()").fetchone() == (0,)


def test_a_testemunha_e_so_da_estacao(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        for ident in (loja.ids.loja_1, loja.ids.loja_2):
            con.execute("INSERT INTO testemunhas VALUES (%s, gen_random_uuid(), now())", [ident])
    with loja.estacao(2) as con:
        assert con.execute("SELECT estacao_id FROM testemunhas").fetchall() == [(loja.ids.loja_2,)]


def test_uma_estacao_inativa_no_cadastro_nao_ve_estoque(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        con.execute("UPDATE estacoes SET ativo = false WHERE id = %s", [loja.ids.loja_1])
    with loja.estacao(1) as con:
        assert con.execute("SELECT count(*) FROM estoques").fetchone() == (0,)


def test_as_visoes_do_caixa_mostram_a_cada_loja_as_suas(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        pedido = emite(con, loja.ids.loja_1)
    with loja.empresa.servico() as con:
        con.execute("INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em) VALUES (gen_random_uuid(), "
                    "%s, 'N1', '[{\"linha\": 1, \"quantidade\": \"2\"}, {\"linha\": 2, \"quantidade\": \"0.5\"}]', 5, "
                    "now())", [pedido])
        con.execute("UPDATE itens_pedido SET quantidade_faturada = CASE linha WHEN 1 THEN 2 ELSE 0.5 END")
    abertas = "SELECT numero, cliente_nome, total, itens_a_faturar, itens FROM pre_vendas_abertas"
    with loja.estacao(1) as uma, loja.estacao(2) as outra, loja.consulta() as consulta:
        assert uma.execute(abertas).fetchone() == (1, "ANA", pytest.approx(15.5), 1, 2)
        assert outra.execute(abertas).fetchall() == []
        assert consulta.execute("SELECT linha, a_faturar FROM itens_a_faturar").fetchall() == [(2, 1.5)]
    with loja.empresa.servico() as con:
        con.execute("UPDATE pedidos SET situacao = 'E'")
        assert con.execute(abertas).fetchone()[3] == 1  # delivered before its invoice
        con.execute("INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em) VALUES (gen_random_uuid(), "
                    "%s, 'N2', '[{\"linha\": 2, \"quantidade\": \"1.5\"}]', 5, now())", [pedido])
        con.execute("UPDATE itens_pedido SET quantidade_faturada = quantidade")
        assert con.execute(abertas).fetchall() == []


def test_limites_de_tempo_de_cada_papel(loja: Loja) -> None:
    with loja.empresa.servico() as servico, loja.estacao(1) as estacao, loja.consulta() as consulta:
        assert [servico.execute(f"SHOW {n}").fetchone() for n in (
            "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "search_path")] == [
            ("2s",), ("5s",), ("5s",), ("loja",)]
        assert estacao.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        assert consulta.execute("SHOW statement_timeout").fetchone() == ("30s",)
        with pytest.raises(psycopg.errors.QueryCanceled):
            servico.execute("SET LOCAL statement_timeout = '50ms'; SELECT pg_sleep(2)")


def test_a_consulta_le_tudo_menos_segredos(loja: Loja) -> None:
    with loja.consulta() as con:
        assert con.execute("SELECT count(custo) FROM produtos").fetchone() == (2,)
        assert con.execute("SELECT count(*) FROM estoques").fetchone() == (3,)
    for proibida in ("SELECT senha FROM usuarios", "SELECT credencial FROM estacoes", "SELECT valor FROM segredos",
                     "SELECT token FROM testemunhas"):
        with loja.consulta() as con, pytest.raises(psycopg.errors.InsufficientPrivilege):
            con.execute(proibida.encode())


def test_dono_e_servico_nao_sao_superusuarios(empresa: Empresa) -> None:
    with empresa.admin() as con:
        linhas = con.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'loja_') AND (rolsuper OR "
                             "rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)").fetchall()
        assert linhas == []
        assert con.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'loja_leitura'").fetchone() == (False,)


def test_empresas_nao_se_veem(empresa: Empresa, loja: Loja) -> None:
    """Roles carry the schema's name; another company's has no right here."""
    outros = Papeis("vizinha")
    with empresa.admin(autocommit=True) as con:
        con.execute(f"CREATE ROLE {outros.estacao(1)} LOGIN PASSWORD 'x' IN ROLE pg_monitor")
    try:
        with psycopg.connect(com(empresa.dsn_admin, user=outros.estacao(1), password="x")) as con:
            for comando in ("SELECT 1 FROM loja.produtos", "SELECT loja.estacao_atual()"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), con.transaction():
                    con.execute(comando.encode())
    finally:
        with empresa.admin(autocommit=True) as con:
            con.execute(f"DROP ROLE {outros.estacao(1)}")
    assert loja.ids.loja_1 != loja.ids.loja_2


def test_a_senha_viaja_e_fica_so_como_verificador(loja: Loja) -> None:
    with loja.empresa.admin() as con:
        guardados = papeis.verificadores(con, PAPEIS)
        atual = con.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s",
                            [PAPEIS.estacao(loja.ids.loja_1)]).fetchone()
    assert atual == (guardados[PAPEIS.estacao(loja.ids.loja_1)],)
    assert atual[0].startswith("SCRAM-SHA-256$")
    assert loja.segredos[loja.ids.loja_1] not in atual[0]


def test_lapides_velhas_saem_e_a_identidade_diz_ate_onde(loja: Loja) -> None:
    with loja.empresa.servico() as con:
        con.execute("DELETE FROM estoques WHERE produto_id = 2")
        quando = con.execute("SELECT now()").fetchone()
    assert quando is not None
    with loja.empresa.servico() as con:
        con.execute("DELETE FROM estoques WHERE estabelecimento_id = 2")
    with loja.empresa.servico() as con:
        ultima = con.execute("SELECT max(xid::text::bigint) FROM exclusoes WHERE em <= %s", [quando[0]]).fetchone()
        sobram = con.execute("SELECT count(*) FROM exclusoes WHERE em > %s", [quando[0]]).fetchone()
        assert apaga_lapides(con, quando[0] + timedelta(days=30, microseconds=1), dias=30) > 0
        assert con.execute("SELECT exclusoes_ate::text::bigint FROM identidade").fetchone() == ultima
        assert con.execute("SELECT count(*) FROM exclusoes").fetchone() == sobram == (1,)
