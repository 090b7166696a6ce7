"""The company's roles in PostgreSQL: who may do what, down to the column and the row.

Every name begins with the company's schema, so that two companies never share a role:

- `loja_dono` owns the schema and migrates it;
- `loja_servico` is the retaguarda, the only writer; no DDL;
- `loja_estacao_N` is a counter: reads the columns that it replicates, of its establishment's customers; stock
  of every shop. What it may read is granted to the group `loja_leitura`;
- `loja_consulta` runs the users' own SQL: reads, within a time limit.

The grants and policies are derived from `balcao.db.tables`, and put in place again after every migration.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql

from balcao.db.server.nomes import Papeis
from balcao.db.tables import colunas_replicadas, metadata, tabelas_replicadas
from balcao.domain.erros import AmbienteIndisponivel

Conexao = psycopg.Connection[Any]

_SERVICO: Final = {"lock_timeout": "2s", "statement_timeout": "5s",
                   "idle_in_transaction_session_timeout": "5s", "timezone": "UTC"}
_ESTACAO: Final = {"lock_timeout": "2s", "statement_timeout": "10min", "timezone": "UTC",
                   "idle_in_transaction_session_timeout": "60s", "default_transaction_read_only": "on"}
_CONSULTA: Final = {"lock_timeout": "2s", "statement_timeout": "30s",
                    "idle_in_transaction_session_timeout": "30s", "default_transaction_read_only": "on"}
_DONO: Final = {"lock_timeout": "10s", "timezone": "UTC"}

CONEXOES_ESTACAO: Final = 10
CONEXOES_CONSULTA: Final = 5

# What the service may do besides reading; every other table: insert, update and delete.
SO_INCLUI: Final = ("auditoria", "eventos", "importacoes", "movimentos_estoque", "notas_entrada",
                    "pedido_versoes")
SEM_EXCLUIR: Final = ("divergencias", "estabelecimentos", "estacoes", "faturamentos", "liberacoes",
                      "numeradores", "quarentenas", "segredos", "titulos_receber", "usuarios")
SO_LE: Final = ("identidade",)
# What nobody but the service (and the owner) may see, in tables that others read.
SECRETAS: Final = {"usuarios": ("senha",), "estacoes": ("credencial",)}
FECHADAS: Final = ("conferencias", "segredos", "testemunhas")
LEITURA_EXTRA: Final = {"exclusoes": ("id", "tabela", "chave", "em", "xid"),
                        "identidade": ("id", "empresa", "geracao", "nome", "esquema_versao", "programa_minimo",
                                       "exclusoes_ate", "criada_em", "copiado_em", "copia_conferida_em",
                                       "copia_falhou_em", "copia_falha", "copia_problema", "copia_responsavel"),
                        "testemunhas": ("estacao_id", "token", "em")}
VISOES: Final = ("pre_vendas_abertas", "itens_a_faturar")

_DO_CLIENTE = ("(NOT EXISTS (SELECT FROM cliente_estabelecimentos ce WHERE ce.pessoa_id = {tabela}.{coluna}) "
               "OR EXISTS (SELECT FROM cliente_estabelecimentos ce WHERE ce.pessoa_id = {tabela}.{coluna} "
               "AND ce.estabelecimento_id = (SELECT estabelecimento_da_estacao())))")
# Rows that a station sees. A customer without establishments belongs to all of them.
LINHAS_DA_ESTACAO: Final = {
    # every shop's: the search shows what the other shops have
    "estoques": "(SELECT estabelecimento_da_estacao()) IS NOT NULL",
    "estoques_por_tipo": "estabelecimento_id = (SELECT estabelecimento_da_estacao())",
    "compras_cliente": "estabelecimento_id = (SELECT estabelecimento_da_estacao())",
    "testemunhas": "estacao_id = (SELECT estacao_atual())",
    **{tabela: _DO_CLIENTE.format(tabela=tabela, coluna=coluna) for tabela, coluna in (
        ("pessoas", "id"), ("enderecos", "pessoa_id"), ("clientes", "pessoa_id"),
        ("titulos_receber", "cliente_id"), ("creditos_cliente", "cliente_id"),
        ("compromissos_credito", "cliente_id"))},
}


@dataclass(frozen=True)
class Senhas:
    """Passwords of the company's three fixed roles. Kept in the keyring; never logged."""

    dono: str = field(repr=False)
    servico: str = field(repr=False)
    consulta: str = field(repr=False)

    @classmethod
    def novas(cls) -> "Senhas":
        return cls(*(nova_senha() for _ in range(3)))


def nova_senha() -> str:
    """A random password of 192 bits; also what a station's credential is made of."""
    return secrets.token_urlsafe(24)


def cria_papeis(admin: Conexao, papeis: Papeis, senhas: Senhas) -> bool:
    """Create the company's four roles in the caller's transaction. False when they existed already."""
    if existe(admin, papeis.dono):
        return False
    fixos: tuple[tuple[str, str | None, dict[str, str], LiteralString], ...] = (
        (papeis.dono, senhas.dono, _DONO, ""),
        (papeis.servico, senhas.servico, _SERVICO, ""),
        (papeis.consulta, senhas.consulta, _CONSULTA, f"CONNECTION LIMIT {CONEXOES_CONSULTA}"),
        (papeis.leitura, None, {}, ""),
    )
    for nome, senha, ajustes, opcoes in fixos:
        admin.execute(sql.SQL("CREATE ROLE {} {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {}").format(
            sql.Identifier(nome), sql.SQL("NOLOGIN" if senha is None else "LOGIN"), sql.SQL(opcoes)))
        _ajusta(admin, papeis.esquema, nome, ajustes)
        if senha is not None:
            poe_senha(admin, nome, verificador(admin, nome, senha))
    return True


def existe(con: Conexao, papel: str) -> bool:
    """Whether the cluster has this role."""
    return con.execute("SELECT FROM pg_roles WHERE rolname = %s", [papel]).fetchone() is not None


def verificador(con: Conexao, papel: str, senha: str) -> str:
    """The SCRAM-SHA-256 verifier of a password: what PostgreSQL keeps, and what travels instead of it."""
    return con.pgconn.encrypt_password(senha.encode(), papel.encode(), b"scram-sha-256").decode()


# ---- stations

def cria_estacao(admin: Conexao, papeis: Papeis, estacao_id: int, senha: str) -> str:
    """Create the role of a station (or bring a disabled one back) and keep its verifier for backups.

    `admin` may create roles and connects to the company's database. Returns the role's name.
    """
    papel = papeis.estacao(estacao_id)
    with admin.transaction():
        if not existe(admin, papel):
            admin.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
                                  "CONNECTION LIMIT {} IN ROLE {}").format(
                sql.Identifier(papel), sql.Literal(CONEXOES_ESTACAO), sql.Identifier(papeis.leitura)))
            _ajusta(admin, papeis.esquema, papel, _ESTACAO)
        _habilita(admin, papeis, papel, verificador(admin, papel, senha))
    return papel


def troca_senha(admin: Conexao, papeis: Papeis, papel: str, senha: str) -> None:
    """Rotate the password of a role of the company. Raises AmbienteIndisponivel when it does not exist."""
    _exige(admin, papel)
    with admin.transaction():
        _habilita(admin, papeis, papel, verificador(admin, papel, senha))


def desativa_estacao(admin: Conexao, papeis: Papeis, estacao_id: int) -> None:
    """Refuse the station from now on: no login, no password, and its sessions end."""
    papel = papeis.estacao(estacao_id)
    _exige(admin, papel)
    with admin.transaction():
        admin.execute(sql.SQL("ALTER ROLE {} NOLOGIN PASSWORD NULL").format(sql.Identifier(papel)))
        admin.execute(sql.SQL("DELETE FROM {} WHERE nome = %s").format(
            sql.Identifier(papeis.esquema, "segredos")), [_segredo(papel)])
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                  "WHERE usename = %s AND pg_has_role(usesysid, 'USAGE')", [papel])


def guarda_verificador(con: Conexao, papeis: Papeis, papel: str, valor: str) -> None:
    """Keep a role's verifier with the company's secrets, so that a restored backup keeps its passwords."""
    con.execute(sql.SQL("INSERT INTO {} (nome, valor) VALUES (%s, %s) "
                        "ON CONFLICT (nome) DO UPDATE SET valor = excluded.valor").format(
        sql.Identifier(papeis.esquema, "segredos")), [_segredo(papel), valor.encode()])


def verificadores(con: Conexao, papeis: Papeis) -> dict[str, str]:
    """Role → SCRAM verifier, as kept with the company's secrets."""
    linhas = con.execute(sql.SQL("SELECT nome, valor FROM {} WHERE nome LIKE 'papel:%%' ORDER BY nome").format(
        sql.Identifier(papeis.esquema, "segredos"))).fetchall()
    return {nome.removeprefix("papel:"): bytes(valor).decode() for nome, valor in linhas}


def recria_papeis(admin: Conexao, papeis: Papeis, guardados: dict[str, str]) -> list[str]:
    """Create the roles that a backup needs and this cluster lacks, with the passwords they had.

    Returns those created. Roles that exist are left as they are.
    """
    criados: list[str] = []
    fixos = {papeis.dono: _DONO, papeis.servico: _SERVICO, papeis.consulta: _CONSULTA, papeis.leitura: {}}
    for papel in [*fixos, *(p for p in guardados if p not in fixos)]:
        if existe(admin, papel):
            continue
        limite = {papeis.consulta: CONEXOES_CONSULTA}.get(papel, -1 if papel in fixos else CONEXOES_ESTACAO)
        admin.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
                              "CONNECTION LIMIT {}").format(sql.Identifier(papel), sql.Literal(limite)))
        _ajusta(admin, papeis.esquema, papel, fixos.get(papel, _ESTACAO))
        if papel not in fixos:
            admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(papeis.leitura),
                                                           sql.Identifier(papel)))
        if papel in guardados:
            poe_senha(admin, papel, guardados[papel])
        criados.append(papel)
    return criados


def _segredo(papel: str) -> str:
    return f"papel:{papel}"


def _exige(con: Conexao, papel: str) -> None:
    if not existe(con, papel):
        raise AmbienteIndisponivel(f"O banco de dados não tem o usuário {papel}.",
                                   "Crie a estação de novo (balcao estacao criar).")


def _habilita(admin: Conexao, papeis: Papeis, papel: str, valor: str) -> None:
    poe_senha(admin, papel, valor)
    guarda_verificador(admin, papeis, papel, valor)


def poe_senha(admin: Conexao, papel: str, valor: str) -> None:
    """Let a role log in with the password of this verifier."""
    admin.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(papel), sql.Literal(valor)))


def _ajusta(admin: Conexao, esquema: str, papel: str, ajustes: dict[str, str]) -> None:
    for nome, valor in ({"search_path": esquema} | ajustes).items():
        admin.execute(sql.SQL("ALTER ROLE {} SET {} TO {}").format(
            sql.Identifier(papel), sql.Identifier(nome), sql.Literal(valor)))


# ---- grants and policies

def abre_banco(admin: Conexao, papeis: Papeis) -> None:
    """Let the company's roles into the database that `admin` is connected to; run by the administrator."""
    banco = sql.Identifier(admin.info.dbname)
    todos = sql.SQL(", ").join(map(sql.Identifier, (papeis.dono, papeis.servico, papeis.leitura, papeis.consulta)))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(banco, todos))
    admin.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(banco, sql.Identifier(papeis.dono)))



def concede(con: Conexao, papeis: Papeis) -> None:
    """Put every grant and row policy of the schema in place; run by the owner, any number of times."""
    for comando in concessoes(papeis):
        con.execute(comando.encode())


def concessoes(papeis: Papeis) -> Iterator[str]:
    """The statements of `concede`, in order."""
    e, todos = papeis.esquema, f"{papeis.servico}, {papeis.leitura}, {papeis.consulta}"
    yield f"REVOKE ALL ON SCHEMA {e} FROM PUBLIC, {todos}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {e} FROM PUBLIC, {todos}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {e} FROM PUBLIC, {todos}"
    yield f"GRANT USAGE ON SCHEMA {e} TO {todos}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {e} TO {papeis.servico}"
    for funcao in ("estacao_atual()", "estabelecimento_da_estacao()"):
        yield f"GRANT EXECUTE ON FUNCTION {e}.{funcao} TO {papeis.leitura}, {papeis.consulta}"
    yield f"GRANT SELECT ON {e}.alembic_version TO {papeis.servico}, {papeis.consulta}"
    for tabela in metadata.sorted_tables:
        yield f"GRANT {_do_servico(tabela.name)} ON {e}.{tabela.name} TO {papeis.servico}"
        if tabela.name not in FECHADAS:
            visiveis = [c.name for c in tabela.columns if c.name not in SECRETAS.get(tabela.name, ())]
            yield f"GRANT SELECT ({_lista(visiveis)}) ON {e}.{tabela.name} TO {papeis.consulta}"
    for visao in VISOES:
        yield f"GRANT SELECT ON {e}.{visao} TO {todos}"
    for tabela in tabelas_replicadas():
        colunas = [c.name for c in colunas_replicadas(tabela)]
        yield f"GRANT SELECT ({_lista([*colunas, 'xid'])}) ON {e}.{tabela.name} TO {papeis.leitura}"
    yield f"GRANT UPDATE (exclusoes_ate) ON {e}.identidade TO {papeis.servico}"
    for nome, extras in LEITURA_EXTRA.items():
        yield f"GRANT SELECT ({_lista(extras)}) ON {e}.{nome} TO {papeis.leitura}"
    for nome, condicao in LINHAS_DA_ESTACAO.items():
        yield from _politicas(papeis, nome, condicao)


def _do_servico(tabela: str) -> str:
    if tabela in SO_LE:
        return "SELECT"
    if tabela in SO_INCLUI:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE" if tabela in SEM_EXCLUIR else "SELECT, INSERT, UPDATE, DELETE"


def _politicas(papeis: Papeis, tabela: str, condicao: str) -> Iterator[str]:
    alvo = f"{papeis.esquema}.{tabela}"
    yield f"ALTER TABLE {alvo} ENABLE ROW LEVEL SECURITY"
    for nome in ("servico", "consulta", "estacao"):
        yield f"DROP POLICY IF EXISTS {nome} ON {alvo}"
    yield f"CREATE POLICY servico ON {alvo} TO {papeis.servico} USING (true) WITH CHECK (true)"
    yield f"CREATE POLICY consulta ON {alvo} FOR SELECT TO {papeis.consulta} USING (true)"
    yield f"CREATE POLICY estacao ON {alvo} FOR SELECT TO {papeis.leitura} USING ({condicao})"


def _lista(nomes: Iterable[str]) -> str:
    return ", ".join(nomes)
