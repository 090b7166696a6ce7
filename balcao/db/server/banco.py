"""Create a company's database, bring its schema up to date, look whether it is whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Connection

from balcao.db.server import papeis as _papeis
from balcao.db.server.conexao import com, conecta, motor, traduzindo
from balcao.db.server.estado import PROGRAMA_MINIMO, VERSAO_ESQUEMA, EstadoBanco, Relacao, estado, estado_de
from balcao.db.server.nomes import Papeis
from balcao.db.server.papeis import Senhas
from balcao.domain.erros import AmbienteIndisponivel

__all__ = ["BANCO", "ESQUEMA", "Acesso", "BancoIncompativel", "Relacao", "Reverificacao", "Senhas",
           "acesso", "apaga_lapides", "criar", "estado", "migrar", "motor", "reverificar_versao"]

Progresso = Callable[[str], None]
Conexao = psycopg.Connection[Any]

BANCO: Final = "balcao"
ESQUEMA: Final = "loja"


class BancoIncompativel(AmbienteIndisponivel):
    """The database is not what the operation needs: somebody else's, newer than the program, taken."""


class EmpresaJaExiste(BancoIncompativel):
    """The company that would be created is there."""


@dataclass(frozen=True)
class Acesso:
    """How to connect to a company: one DSN per fixed role. They hold passwords: never logged."""

    banco: str
    esquema: str
    dsn_dono: str = field(repr=False)
    dsn_servico: str = field(repr=False)
    dsn_consulta: str = field(repr=False)


def acesso(dsn: str, senhas: Senhas, *, banco: str = BANCO, esquema: str = ESQUEMA) -> Acesso:
    """The DSNs of a company on the server that `dsn` names (its host and port are taken)."""
    papeis = Papeis(esquema)
    pares = ((papeis.dono, senhas.dono), (papeis.servico, senhas.servico), (papeis.consulta, senhas.consulta))
    return Acesso(banco, esquema, *(com(dsn, user=papel, password=senha, dbname=banco, options=None)
                                    for papel, senha in pares))


# ---- creation

@traduzindo("A empresa não pôde ser criada")
def criar(dsn_admin: str, nome: str = "Minha loja", *, banco: str = BANCO, esquema: str = ESQUEMA,
          senhas: Senhas | None = None, progresso: Progresso | None = None) -> Acesso:
    """Create a company: its roles, its database (when missing), its schema at the newest version.

    `dsn_admin` may create roles and databases; nothing else is done with it. `senhas`: new random ones
    when None. Roles of this name that another database of the cluster uses are shared only when these
    passwords open them. What was made is undone when a step fails; what a killed creation left is taken up.
    Raises BancoIncompativel, AmbienteIndisponivel, EsquemaInvalido.
    """
    papeis, senhas = Papeis(esquema), senhas or Senhas.novas()
    novo = acesso(dsn_admin, senhas, banco=banco, esquema=esquema)
    avisa = progresso or (lambda _texto: None)
    with conecta(dsn_admin, autocommit=True) as admin:
        _confere_vago(admin, dsn_admin, banco, esquema)
        avisa("Criando os usuários do banco…")
        desfazer = [f"DROP ROLE IF EXISTS {p}" for p in (papeis.dono, papeis.servico, papeis.consulta,
                                                         papeis.leitura)]
        if not _garante_papeis(admin, dsn_admin, papeis, senhas):
            desfazer = []
        try:
            avisa("Criando o banco de dados…")
            if _cria_banco(admin, banco):
                desfazer.insert(0, f'DROP DATABASE IF EXISTS "{banco}" WITH (FORCE)')
            with conecta(com(dsn_admin, dbname=banco), autocommit=True) as no_banco:
                _cria_esquema(no_banco, papeis, desfazer)
            avisa("Criando as tabelas…")
            _aplica(novo.dsn_dono, papeis, lambda con: _identifica(con, papeis, nome, senhas))
        except BaseException:
            _desfaz(admin, com(dsn_admin, dbname=banco), desfazer)
            raise
    return novo


def _confere_vago(admin: Conexao, dsn_admin: str, banco: str, esquema: str) -> None:
    """Refuse before anything is made when the database has the company, or somebody else's schema."""
    if not _ha_banco(admin, banco):
        return
    atual = estado(com(dsn_admin, dbname=banco), esquema, contar=False)
    if atual.nosso:
        raise EmpresaJaExiste(f"O banco “{banco}” já tem a empresa “{esquema}” ({atual.nome}).",
                              "Use-a como está, ou escolha outro esquema.")
    if atual.relacao is Relacao.ALHEIO:
        raise _alheio(atual)


def _garante_papeis(admin: Conexao, dsn_admin: str, papeis: Papeis, senhas: Senhas) -> bool:
    """Create the roles, or make sure that they are ours to use; True when this call created them."""
    with admin.transaction():
        if _papeis.cria_papeis(admin, papeis, senhas):
            if not _superusuario(admin):  # to give a schema to the owner, one must be able to act as it
                admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(papeis.dono)))
            return True
    if not _com_tabelas(admin, papeis):  # a killed creation left them; nobody knows their passwords
        for papel, senha in ((papeis.dono, senhas.dono), (papeis.servico, senhas.servico),
                             (papeis.consulta, senhas.consulta)):
            _papeis.poe_senha(admin, papel, _papeis.verificador(admin, papel, senha))
        return False
    try:
        conecta(com(dsn_admin, user=papeis.dono, password=senhas.dono)).close()
    except AmbienteIndisponivel as erro:
        raise BancoIncompativel(
            f"Este servidor PostgreSQL já tem uma empresa chamada “{papeis.esquema}”, em outro banco.",
            "Escolha outro esquema, ou informe as senhas daquela empresa.") from erro
    return False


def _superusuario(con: Conexao) -> bool:
    linha = con.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(linha and linha[0])


def _ha_banco(con: Conexao, banco: str) -> bool:
    return con.execute("SELECT FROM pg_database WHERE datname = %s", [banco]).fetchone() is not None


def _com_tabelas(admin: Conexao, papeis: Papeis) -> bool:
    """Whether the owner owns anything but an empty schema, in any database of the cluster."""
    return admin.execute(
        "SELECT FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid AND r.rolname = %s "
        "WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' "
        "AND d.classid <> 'pg_namespace'::regclass LIMIT 1", [papeis.dono]).fetchone() is not None


def _cria_banco(admin: Conexao, banco: str) -> bool:
    """Create the database, closed to everybody but the company's roles; False when it existed."""
    if _ha_banco(admin, banco):
        return False
    alvo = sql.Identifier(banco)
    admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(alvo))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(alvo))
    return True


def _cria_esquema(no_banco: Conexao, papeis: Papeis, desfazer: list[str]) -> None:
    no_banco.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(
        sql.Identifier(papeis.esquema), sql.Identifier(papeis.dono)))
    desfazer.insert(0, f"DROP SCHEMA IF EXISTS {papeis.esquema} CASCADE")
    _papeis.abre_banco(no_banco, papeis)


def _identifica(con: Conexao, papeis: Papeis, nome: str, senhas: Senhas) -> None:
    con.execute("INSERT INTO identidade (id, empresa, geracao, nome, esquema_versao, programa_minimo) "
                "VALUES (1, %s, %s, %s, %s, %s)",
                [uuid4(), uuid4(), nome, VERSAO_ESQUEMA, PROGRAMA_MINIMO])
    for papel, senha in ((papeis.dono, senhas.dono), (papeis.servico, senhas.servico),
                         (papeis.consulta, senhas.consulta)):
        _papeis.guarda_verificador(con, papeis, papel, _papeis.verificador(con, papel, senha))


def _desfaz(admin: Conexao, dsn_banco: str, comandos: list[str]) -> None:
    """Undo a creation, newest step first. The schema goes from inside its database."""
    for comando in comandos:
        if comando.startswith("DROP SCHEMA"):
            with conecta(dsn_banco, autocommit=True) as no_banco:
                no_banco.execute(comando.encode())
        else:
            admin.execute(comando.encode())


# ---- migration

@traduzindo("O banco de dados não pôde ser atualizado")
def migrar(dsn_dono: str, esquema: str = ESQUEMA, *, progresso: Progresso | None = None) -> str:
    """Bring the schema to this program's version, with its grants, in one transaction.

    Returns the version that it had. Nothing happens when it is the newest already (one short query).
    The role must be the company's owner, or one that may act as it. Raises BancoIncompativel when the
    schema is not there, newer than the program or not ours.
    """
    papeis = Papeis(esquema)
    with conecta(dsn_dono) as con:
        atual = estado_de(con, esquema, contar=False)
    if atual.relacao is Relacao.ANTIGO:
        if progresso:
            progresso("Atualizando as tabelas…")
        _aplica(dsn_dono, papeis)
    elif atual.relacao is not Relacao.ATUAL:
        raise _recusa(atual)
    return atual.versao_esquema or ""


def _aplica(dsn: str, papeis: Papeis, depois: Callable[[Conexao], None] | None = None) -> None:
    """Upgrade, grants, version, and what the caller adds: all or nothing."""
    from balcao.db.server.migracoes import executa  # alembic: 0.3 s that only a migration pays

    engine = motor(dsn, conexoes=1)
    try:
        with engine.begin() as con_sa:
            con = _como_dono(con_sa, papeis)
            executa.avanca(con_sa)
            con.execute("UPDATE identidade SET esquema_versao = %s, programa_minimo = %s",
                        [VERSAO_ESQUEMA, PROGRAMA_MINIMO])
            if depois:
                depois(con)
            _papeis.concede(con, papeis)
    finally:
        engine.dispose()


def _como_dono(con_sa: Connection, papeis: Papeis) -> Conexao:
    """This transaction acts as the owner, in the company's schema, alone. Returns the psycopg connection."""
    con: Conexao = con_sa.connection.driver_connection  # type: ignore[assignment]
    con.execute("SELECT pg_advisory_xact_lock(hashtextextended('balcao ' || %s, 0))", [papeis.esquema])
    con.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(papeis.dono)))
    con.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(sql.Identifier(papeis.esquema)))
    con.execute("SET LOCAL statement_timeout TO 0")
    return con


# ---- check

@dataclass(frozen=True)
class Reverificacao:
    """What a re-check found and did; texts for the screen. No `diferencas`: the schema is whole."""

    versao: str
    refez: tuple[str, ...]
    diferencas: tuple[str, ...]


@traduzindo("O banco de dados não pôde ser conferido")
def reverificar_versao(dsn_dono: str, esquema: str = ESQUEMA) -> Reverificacao:
    """CB-043/044, the safe form of "Excluir Tab Versão": check the schema again, put back what is missing.

    Pending versions are applied; the version table is rebuilt from what the schema really has; functions,
    triggers, views, grants and policies are applied again. A missing table or column is told and then
    nothing is changed. No row of data is touched. Raises BancoIncompativel as `migrar` does.
    """
    from balcao.db.server.migracoes import executa  # alembic: 0.3 s that only this and a migration pay

    migrar(dsn_dono, esquema)
    papeis = Papeis(esquema)
    engine = motor(dsn_dono, conexoes=1)
    try:
        with engine.begin() as con_sa:
            con = _como_dono(con_sa, papeis)
            if diferencas := executa.diferencas(con_sa):
                return Reverificacao(VERSAO_ESQUEMA, (), diferencas)
            refez = ["conferências do banco", "permissões"]
            if executa.versao(con_sa) != VERSAO_ESQUEMA:
                executa.carimba(con_sa)
                refez.insert(0, "tabela de versão")
            executa.reaplica_objetos(con_sa)
            _papeis.concede(con, papeis)
    finally:
        engine.dispose()
    return Reverificacao(VERSAO_ESQUEMA, tuple(refez), ())


def apaga_lapides(con: Conexao, agora: datetime, dias: int = 30) -> int:
    """Delete tombstones older than `dias`; counters whose cursor is older reload. Returns how many."""
    linha = con.execute(
        "WITH idas AS (DELETE FROM exclusoes WHERE em < %s RETURNING xid), "
        "ate AS (SELECT max(xid::text::numeric) AS xid, count(*) AS quantas FROM idas), "
        "marca AS (UPDATE identidade SET exclusoes_ate = ate.xid::text::xid8 FROM ate "
        "WHERE ate.xid IS NOT NULL RETURNING 1) SELECT quantas FROM ate",
        [agora - timedelta(days=dias)]).fetchone()
    return int(linha[0]) if linha else 0


def _recusa(atual: EstadoBanco) -> BancoIncompativel:
    if atual.relacao is Relacao.ALHEIO:
        return _alheio(atual)
    if atual.relacao is Relacao.VAZIO:
        return BancoIncompativel(f"O banco não tem a empresa “{atual.esquema}”.",
                                 "Crie-a (balcao banco criar), ou confira o nome.")
    return BancoIncompativel(
        f"O banco está na versão {atual.versao_esquema}, mais nova que a deste programa ({VERSAO_ESQUEMA}).",
        "Atualize o Balcão neste computador.")


def _alheio(atual: EstadoBanco) -> BancoIncompativel:
    return BancoIncompativel(f"O esquema “{atual.esquema}” deste banco pertence a outro programa.",
                             "Escolha outro nome para o esquema ou outro banco.")
