"""The migrated schema is the model's, and says what it is."""

import hashlib

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect

from balcao.db.server import banco
from balcao.db.server.banco import BancoIncompativel, Relacao, Senhas
from balcao.db.server.conexao import com
from balcao.db.server.estado import VERSAO_ESQUEMA, relacao
from balcao.db.server.migracoes import PASTA, executa
from balcao.db.server.nomes import EsquemaInvalido
from balcao.db.tables import metadata, tabelas_replicadas
from balcao.domain.erros import AmbienteIndisponivel
from tests.apoio.empresa import Empresa
from tests.apoio.postgres import FabricaBancos

CONGELADOS = {"r0001/1_tabelas.sql": "4d29c1a7af1d", "r0002/1_busca.sql": "6437edb0dd7f",
              "r0003/1_copia.sql": "0b4bb08cfd56", "r0004/1_cadastros.sql": "e8501d2a747d",
              "r0005/1_quarentena.sql": "b8b6a392262b",
              "r0006/1_produtos.sql": "c247d84a3e10", "r0007/1_representantes.sql": "356f1d10a04f",
              "r0008/1_produtos.sql": "ec8ac6e2b126",
              "r0009/1_listas.sql": "920bbf328253", "r0010/1_acrescimos.sql": "b79397b703e2",
              "r0011/1_vendedores.sql": "aa0c897bd085",
              "r0012/1_quantidade.sql": "3633b16d2346", "r0013/1_numeracao.sql": "2983a3d41e27",
              "r0014/1_marcas.sql": "791df53088ab", "r0016/1_conclusao.sql": "0e941288acbf",
              "r0017/1_series.sql": "5caf4ed0c17b",
              "r0018/1_promocoes.sql": "52b7a71ece5b", "r0019/1_classificacao.sql": "1997f030adeb",
              "r0020/1_colaboradores.sql": "a15bc089970e",
              "r0021/1_lojas.sql": "a84ac0979149", "r0022/1_impressoras.sql": "2934d1b118cd",
              "r0023/1_versoes.sql": "420563d1cc1c", "r0024/1_tipos_estoque.sql": "1aee60b7b5a9",
              "r0025/1_placa.sql": "6a85719b351e"}


def test_o_esquema_migrado_e_o_modelo(empresa: Empresa) -> None:
    with empresa.motor() as motor, motor.connect() as con:
        assert executa.diferencas(con) == ()
        nomes = set(inspect(con).get_table_names())
        assert nomes == set(metadata.tables) | {"alembic_version"}
        for tabela in metadata.sorted_tables:
            no_modelo = {c.name for c in tabela.constraints if isinstance(c, CheckConstraint)}
            assert {c["name"] for c in inspect(con).get_check_constraints(tabela.name)} == no_modelo


def test_uma_revisao_nunca_muda() -> None:
    """A database out there ran these very bytes: a change of the model is a new revision (docs/decisions/0010)."""
    congelados = {arquivo.relative_to(PASTA / "versions").as_posix(): hashlib.sha256(arquivo.read_bytes()).hexdigest()
                  for arquivo in sorted((PASTA / "versions").glob("r*/1_*.sql"))}
    assert {nome: resumo[:12] for nome, resumo in congelados.items()} == CONGELADOS


def test_de_uma_versao_para_a_outra_com_os_dados(empresa: Empresa) -> None:
    """0001 → now: nothing of the shop's is lost, and what it lacked is there."""
    politica = '{"controles_impressao": {"imp_vias_dav": 9, "imp_vias_pre_venda": 2}}'
    with empresa.dono() as con:
        con.execute("INSERT INTO estabelecimentos (nome, fantasia, cnpj) VALUES ('LOJA', 'LOJA', '1')")
        con.execute("INSERT INTO produtos (codigo, descricao) VALUES ('P1', 'CAFÉ')")
        con.execute("INSERT INTO estacoes (nome, numero, estabelecimento_id, credencial, politica)"
                    " SELECT 'T1', 1, id, 'x', %s FROM estabelecimentos", [politica])
        con.execute("INSERT INTO perfis (nome, permissoes) VALUES ('Vendedor', '[\"vender\"]'),"
                    " ('Gerente', '[\"vender\", \"alterar_configuracao\"]')")
        con.execute("INSERT INTO tipos_pedido (nome, politica) VALUES ('DAV', '{\"categoria\": \"orcamento\"}')")
        con.execute("ALTER TABLE produtos DROP COLUMN referencia, DROP COLUMN tipo_item, DROP COLUMN em_falta,"
                    " DROP COLUMN sem_troca, DROP COLUMN com_variacao, DROP COLUMN quantidade_minima,"
                    " DROP COLUMN quantidade_maxima, DROP COLUMN situacao_cadastro, DROP COLUMN numero_serie")
        con.execute("ALTER TABLE precos DROP COLUMN promocional, DROP COLUMN promocao_de, DROP COLUMN promocao_ate")
        con.execute("DROP TABLE marcas")
        con.execute("DROP TABLE colaboradores")
        con.execute("DROP TABLE estoques_por_tipo, tipos_estoque CASCADE")
        for tabela in ("tipos_pedido", "pedidos", "movimentos_estoque"):
            con.execute(f"ALTER TABLE {tabela} DROP COLUMN tipo_estoque_id".encode())
        con.execute("DROP INDEX ix_pedidos_placa")
        con.execute("DROP TRIGGER marcas_incluidas ON produtos")
        con.execute("DROP TRIGGER marca_alterada ON produtos")
        con.execute("ALTER TABLE estoques DROP COLUMN inventario_desde")
        for tabela in ("clientes", "pedidos"):
            con.execute(f"ALTER TABLE {tabela} DROP COLUMN representante_id".encode())
        con.execute("ALTER TABLE pedidos DROP COLUMN classificacao_id")
        con.execute("ALTER TABLE estabelecimentos DROP COLUMN pessoa_id")
        con.execute("ALTER TABLE tipos_pedido DROP COLUMN impressora_id")
        con.execute("DROP TABLE fila_impressao")
        con.execute("DROP TABLE impressoras_servidor")
        con.execute("DROP TABLE compras_cliente")
        con.execute("DROP TABLE quarentenas")
        for coluna in ("criada_em", "copia_conferida_em", "copia_falhou_em", "copia_falha", "copia_problema",
                       "copia_responsavel"):
            con.execute(f"ALTER TABLE identidade DROP COLUMN {coluna}".encode())
        for tabela in ("lista_preco_tipos", "tipo_pedido_planos", "tipo_pedido_classificacoes", "tipo_pedido_regras",
                       "classificacoes_pedido", "regras_comerciais", "pesquisas_salvas"):
            con.execute(f"DROP TABLE {tabela}".encode())
        for tabela, coluna in (("tipos_pedido", "versao"), ("tipos_pedido", "tipo_na_aprovacao_id"),
                               ("tipos_pedido", "tipo_sem_estoque_id"), ("tipos_pedido", "tipo_producao_id"),
                               ("listas_preco", "versao"), ("listas_preco", "todos_tipos"),
                               ("listas_preco", "todos_clientes"), ("usuarios", "tipo_vendedor"), ("pedidos", "chave"),
                               ("pedidos", "concluido_em"), ("pedidos", "conclusao_aprovada_por"),
                               ("pedidos", "versao_comercial")):
            con.execute(f"ALTER TABLE {tabela} DROP COLUMN {coluna} CASCADE".encode())
        con.execute("DROP VIEW itens_a_faturar")
        con.execute("ALTER TABLE itens_pedido DROP COLUMN acrescimo, DROP COLUMN series,"
                    " DROP CONSTRAINT ck_itens_pedido_quantidade,"
                    " ADD CONSTRAINT ck_itens_pedido_quantidade CHECK (quantidade > 0)")
        con.execute("DROP INDEX ix_auditoria_assunto")
        con.execute("UPDATE alembic_version SET version_num = '0001'")
        con.execute("UPDATE identidade SET esquema_versao = '0001'")
    assert banco.migrar(empresa.dsn_dono) == "0001"
    with empresa.motor() as motor, motor.connect() as con_sa:
        assert executa.diferencas(con_sa) == ()
    with empresa.servico() as con:
        assert con.execute("SELECT codigo, referencia FROM produtos").fetchall() == [("P1", "")]
        assert con.execute("SELECT politica #> '{controles_impressao}' FROM estacoes").fetchone() == (
            {"imp_vias_dav": 5, "imp_vias_pre_venda": 2},)
        assert con.execute("SELECT nome, versao, tipo_na_aprovacao_id FROM tipos_pedido").fetchall() == [
            ("DAV", 1, None)]
        assert con.execute("SELECT nome, permissoes FROM perfis ORDER BY nome").fetchall() == [
            ("Gerente", ["vender", "alterar_configuracao", "alterar_tipos_pedido"]), ("Vendedor", ["vender"])]
        for tabela in ("compras_cliente", "tipo_pedido_planos", "lista_preco_tipos"):
            gatilhos = con.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
                                   " AND tgname LIKE 'sincronia%%'", [tabela]).fetchone()
            assert gatilhos == (4,), tabela


def test_a_versao_do_programa_e_a_ultima_revisao() -> None:
    config = Config()
    config.set_main_option("script_location", str(PASTA))
    assert ScriptDirectory.from_config(config).get_current_head() == VERSAO_ESQUEMA


def test_as_migracoes_nao_importam_o_programa() -> None:
    for arquivo in (PASTA / "versions").glob("*.py"):
        assert "balcao" not in arquivo.read_text(encoding="utf-8"), arquivo.name


@pytest.mark.parametrize(("mudanca", "frase"), [
    ("ALTER TABLE produtos DROP COLUMN marca", "Falta a coluna produtos.marca."),
    ("DROP TABLE testemunhas", "Falta a tabela testemunhas."),
    ("DROP INDEX ix_pedidos_cliente_id", "Falta ix_pedidos_cliente_id na tabela pedidos."),
    ("ALTER TABLE pedidos ALTER total TYPE numeric(18, 4)",
     "A coluna pedidos.total é NUMERIC(18, 4), e devia ser NUMERIC(18, 2)."),
    ("ALTER TABLE pedidos ALTER cliente_nome DROP NOT NULL",
     "A coluna pedidos.cliente_nome não devia aceitar vazio."),
    ("ALTER TABLE clientes DROP CONSTRAINT fk_clientes_plano_id",
     "Falta fk_clientes_plano_id na tabela clientes."),
])
def test_a_reverificacao_conta_o_que_falta_e_nao_muda_nada(empresa: Empresa, mudanca: str, frase: str) -> None:
    with empresa.dono() as con:
        con.execute("DELETE FROM alembic_version")
        con.execute("DROP VIEW IF EXISTS itens_a_faturar, pre_vendas_abertas")
        con.execute("DROP TRIGGER IF EXISTS marca_alterada ON produtos")
        con.execute(mudanca.encode())
    achado = banco.reverificar_versao(empresa.dsn_dono)
    assert frase in achado.diferencas
    assert achado.refez == ()
    with empresa.dono() as con:
        assert con.execute("SELECT count(*) FROM alembic_version").fetchone() == (0,)


def test_excluir_tab_versao_refaz_versao_guardas_e_permissoes_sem_tocar_nos_dados(empresa: Empresa) -> None:
    """CB-044: back at the same version, with the data there."""
    with empresa.dono() as con:
        con.execute("INSERT INTO grupos (nome) VALUES ('ALIMENTOS')")
        con.execute("DROP TABLE alembic_version")
        con.execute("DROP TRIGGER guarda_pedido ON pedidos")
        con.execute("DROP FUNCTION guarda_sequencia CASCADE")
        con.execute("REVOKE ALL ON pedidos FROM loja_servico")
    achado = banco.reverificar_versao(empresa.dsn_dono)
    assert achado.diferencas == ()
    assert achado.refez == ("tabela de versão", "conferências do banco", "permissões")
    with empresa.servico() as con:
        assert con.execute("SELECT nome FROM grupos").fetchall() == [("ALIMENTOS",)]
        assert con.execute("SELECT version_num FROM alembic_version").fetchone() == (VERSAO_ESQUEMA,)
        assert con.execute("SELECT count(*) FROM pedidos").fetchone() == (0,)
        gatilhos = {n for (n,) in con.execute("SELECT tgname FROM pg_trigger")}
    assert {"guarda_pedido", "guarda_sequencia"} <= gatilhos


def test_estado_diz_o_que_o_banco_e(empresa: Empresa, fabrica_bancos: FabricaBancos) -> None:
    achado = banco.estado(empresa.dsn_servico)
    assert (achado.relacao, achado.nome, achado.versao_esquema) == (
        Relacao.ATUAL, "Loja de teste", VERSAO_ESQUEMA)
    assert achado.contagens["pedidos"] == 0
    assert achado.tamanho > 500_000
    vazio = fabrica_bancos.vazio()
    assert banco.estado(vazio.dsn).relacao is Relacao.VAZIO
    with vazio.conecta() as con:
        con.execute("CREATE SCHEMA loja")
        con.execute("CREATE TABLE loja.outra (id int)")
    assert banco.estado(vazio.dsn).relacao is Relacao.ALHEIO


def test_um_esquema_mais_novo_nao_e_migrado(empresa: Empresa) -> None:
    with empresa.dono() as con:
        con.execute("UPDATE identidade SET esquema_versao = '0999'")
    assert banco.estado(empresa.dsn_servico).relacao is Relacao.NOVO
    for tenta in (banco.migrar, banco.reverificar_versao):
        with pytest.raises(BancoIncompativel, match=r"mais nova.*Atualize o Balcão"):
            tenta(empresa.dsn_dono)


def test_versoes_comparam_como_numeros() -> None:
    assert relacao(f"{int(VERSAO_ESQUEMA) + 1:04}") is Relacao.NOVO
    assert relacao("0000") is Relacao.ANTIGO


def test_criar_em_banco_novo_e_desfazer_quando_falha(fabrica_bancos: FabricaBancos,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    dsn, nome, senhas = fabrica_bancos.servidor.dsn(), "t_criar_e_desfazer", Senhas.novas()

    def falha(*_: object) -> None:
        raise RuntimeError("caiu")
    with monkeypatch.context() as troca:
        troca.setattr(banco, "_identifica", falha)
        with pytest.raises(RuntimeError, match="caiu"):
            banco.criar(dsn, banco=nome, esquema="desfeita", senhas=senhas)
    with psycopg.connect(dsn) as con:
        assert con.execute("SELECT FROM pg_database WHERE datname = %s", [nome]).fetchone() is None
        assert con.execute("SELECT FROM pg_roles WHERE rolname LIKE 'desfeita%'").fetchone() is None
    try:
        acesso = banco.criar(dsn, banco=nome, esquema="desfeita", senhas=senhas)
        assert banco.estado(acesso.dsn_servico, "desfeita").relacao is Relacao.ATUAL
        with pytest.raises(BancoIncompativel, match="já tem a empresa “desfeita”"):
            banco.criar(dsn, banco=nome, esquema="desfeita", senhas=senhas)
        outra = fabrica_bancos.vazio()
        with pytest.raises(BancoIncompativel, match="já tem uma empresa chamada “desfeita”, em outro banco"):
            banco.criar(outra.dsn, banco=outra.nome, esquema="desfeita")
        assert banco.estado(outra.dsn, "desfeita").relacao is Relacao.VAZIO
    finally:
        with psycopg.connect(dsn, autocommit=True) as con:
            con.execute(f"DROP DATABASE {nome} WITH (FORCE)")
            for papel in ("dono", "servico", "leitura", "consulta"):
                con.execute(f"DROP ROLE desfeita_{papel}")


def test_criar_retoma_uma_criacao_morta(fabrica_bancos: FabricaBancos) -> None:
    """Killed after the roles and the empty schema, before the tables: their passwords are nobody's."""
    alvo = fabrica_bancos.vazio()
    with alvo.conecta(autocommit=True) as con:
        for papel in ("dono", "servico", "leitura", "consulta"):
            con.execute(f"CREATE ROLE morta_{papel} {'NOLOGIN' if papel == 'leitura' else 'LOGIN'} PASSWORD 'x'")
        con.execute("CREATE SCHEMA morta AUTHORIZATION morta_dono")
    try:
        acesso = banco.criar(alvo.dsn, banco=alvo.nome, esquema="morta")
        assert banco.estado(acesso.dsn_servico, "morta").relacao is Relacao.ATUAL
    finally:
        fabrica_bancos.apaga(alvo)
        with psycopg.connect(fabrica_bancos.servidor.dsn(), autocommit=True) as con:
            for papel in ("dono", "servico", "leitura", "consulta"):
                con.execute(f"DROP ROLE morta_{papel}")


@pytest.mark.parametrize("nome", ["Loja", "public", "pg_loja", "loja;drop", "1loja", "lojá", "", "l" * 32])
def test_nome_de_esquema_invalido(nome: str) -> None:
    with pytest.raises(EsquemaInvalido, match="letras minúsculas"):
        banco.criar("postgresql://ninguem@127.0.0.1:1/x", esquema=nome)


@pytest.mark.parametrize(("troca", "frase"), [
    ({"password": "errada"}, "não aceitou o usuário loja_servico"),
    ({"user": "ninguem"}, "não aceitou o usuário ninguem"),
    ({"dbname": "nao_existe"}, "não tem o banco “nao_existe”"),
    ({"port": 1}, "Nada responde em 127.0.0.1, porta 1"),
    ({"host": "servidor.invalid"}, "não existe na rede"),
])
def test_conexao_recusada_diz_por_que(empresa: Empresa, troca: dict[str, str | int], frase: str) -> None:
    with pytest.raises(AmbienteIndisponivel, match=frase) as erro:
        banco.estado(com(empresa.dsn_servico, **troca))
    assert erro.value.acao


def test_toda_tabela_replicada_renova_o_xid(empresa: Empresa) -> None:
    """A row's xid is that of the transaction that changed it last; a change of nothing is no change."""
    with empresa.dono() as con:
        con.execute("INSERT INTO grupos (id, nome) VALUES (1, 'A'), (2, 'B')")
    with empresa.dono() as con:
        linha = con.execute("UPDATE grupos SET nome = 'C' WHERE id = 1 RETURNING xid = pg_current_xact_id()")
        assert linha.fetchone() == (True,)
        con.execute("UPDATE grupos SET nome = 'B' WHERE id = 2")
        igual = con.execute("SELECT xid < pg_current_xact_id() FROM grupos WHERE id = 2").fetchone()
        assert igual == (True,)
    with empresa.dono() as con:
        gatilhos = {(t, g) for t, g in con.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger")}
    for tabela in tabelas_replicadas():
        for gatilho in ("altera", "exclui", "chave", "trunca"):
            assert (tabela.name, f"sincronia_{gatilho}") in gatilhos


def test_exclusao_e_troca_de_chave_deixam_lapide(empresa: Empresa) -> None:
    with empresa.servico() as con:
        con.execute("INSERT INTO produtos (id, codigo, descricao) VALUES (7, '7', 'ARROZ')")
        con.execute("INSERT INTO produto_gtins (gtin, produto_id) VALUES ('7891000100103', 7)")
        con.execute("INSERT INTO estabelecimentos (id, nome, fantasia, cnpj) VALUES (1, 'L', 'L', 'X')")
        con.execute("INSERT INTO estoques (produto_id, estabelecimento_id) VALUES (7, 1)")
    with empresa.servico() as con:
        con.execute("UPDATE produto_gtins SET gtin = '7891000100110'")
        con.execute("DELETE FROM produtos WHERE id = 7")
        lapides = con.execute("SELECT tabela, chave, xid = pg_current_xact_id() FROM exclusoes "
                              "ORDER BY tabela, id").fetchall()
    assert lapides == [
        ("estoques", {"produto_id": 7, "estabelecimento_id": 1}, True),
        ("produto_gtins", {"gtin": "7891000100103"}, True),
        ("produto_gtins", {"gtin": "7891000100110"}, True),
        ("produtos", {"id": 7}, True)]
