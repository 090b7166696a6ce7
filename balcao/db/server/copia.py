"""Backup and restore of one company, whole: rows, tables, guards, roles with their passwords, grants, policies.

A backup is one ZIP file: `manifesto.json` (which company, when, how many rows of each table in that very
snapshot, the roles) and `banco.dump` (pg_dump's custom format, which PostgreSQL's own tools read). It holds
password verifiers: it is readable by its owner alone.

A restore is another life of the company: `identidade.geracao` is renewed, so that every counter notices,
copies everything again, and offers what it sold after the backup. What was there is kept, renamed.
"""

import errno
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from balcao.config import plataforma
from balcao.db.server import banco as _banco
from balcao.db.server import papeis as _papeis
from balcao.db.server.banco import BANCO, ESQUEMA, BancoIncompativel
from balcao.db.server.conexao import com, conecta, traduzindo
from balcao.db.server.copia_programas import (
    Progresso,
    exige_tls,
    explica_pasta,
    pasta_de_trabalho,
    primeiro_erro,
    roda,
    variaveis,
)
from balcao.db.server.copia_registro import anota_conferida, anota_feita
from balcao.db.server.estado import Relacao, estado_de, relacao
from balcao.db.server.nomes import Papeis
from balcao.db.server.programas import ProgramasPostgres, explica, para_servidor
from balcao.domain.erros import AmbienteIndisponivel

Conexao = psycopg.Connection[Any]

FORMATO: Final = 1
_MANIFESTO: Final = "manifesto.json"
_DUMP: Final = "banco.dump"
_ESTRAGADA: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError,
                     TypeError)  # what zipfile and json raise for it
_NAO_CONTADAS: Final = ("exclusoes", "testemunhas")  # emptied by a restore
_TENTATIVAS: Final = 20


class CopiaInvalida(AmbienteIndisponivel):
    """The file is not a backup of Balcão, or it is not whole."""


class CopiaEmCurso(AmbienteIndisponivel):
    """Another copy of this company is being made."""


class NaoRestaura(AmbienteIndisponivel):
    """PostgreSQL refused what the file holds, or what came back is not all of it."""


@dataclass(frozen=True)
class Copia:
    """What a backup says of itself. `feita_em` is aware; `contagens` are rows by table; `postgres`: the major
    version of the server it was taken from, 0 when an older program did not say."""

    empresa: UUID
    nome: str
    esquema: str
    versao_esquema: str
    feita_em: datetime
    contagens: dict[str, int]
    verificadores: dict[str, str] = field(repr=False)
    postgres: int = 0


@dataclass(frozen=True)
class Restauracao:
    """What a restore did. `anterior` is the name under which the database that was there is kept."""

    copia: Copia
    banco: str
    geracao: UUID
    anterior: str | None


# ---- backup

@traduzindo("A cópia não pôde ser feita")
def copiar(dsn_dono: str, arquivo: Path, progresso: Progresso | None = None, *, esquema: str = ESQUEMA,
           bin: Path | None = None, agora: datetime | None = None) -> Copia:
    """Write a backup of the company to `arquivo`, while everybody works; an older file of that name is
    replaced only by a whole one.

    bin: folder of another PostgreSQL's programs, at least as new as the server; None looks for some. progresso:
    told each second; what it raises ends the copy. Raises CopiaEmCurso, AmbienteIndisponivel.
    """
    papeis, avisa = Papeis(esquema), progresso or _calado
    arquivo = Path(arquivo).absolute()
    feita_em = agora or datetime.now(UTC)
    if arquivo.is_dir():
        raise AmbienteIndisponivel(f"{arquivo} é uma pasta.", "Diga também o nome do arquivo da cópia, dentro dela.")
    try:
        with pasta_de_trabalho(arquivo.parent) as pasta, conecta(dsn_dono) as con:
            con.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _so_uma(con, esquema)
            copia = _retrata(con, papeis, feita_em)
            programas = para_servidor(pasta, copia.postgres, bin, tls=exige_tls(dsn_dono))
            instantaneo = con.execute("SELECT pg_export_snapshot()").fetchone()
            assert instantaneo is not None
            avisa("Copiando o banco de dados…")
            roda(programas, dsn_dono, pasta / _DUMP, avisa,
                  "pg_dump", "--format=custom", f"--schema={esquema}", f"--snapshot={instantaneo[0]}",
                  f"--file={pasta / _DUMP}")
            avisa("Fechando a cópia…")
            _embala(copia, pasta / _DUMP, pasta / "copia.zip")
            os.replace(pasta / "copia.zip", arquivo)
        with conecta(dsn_dono) as con:
            anota_feita(con, esquema, feita_em)
    except OSError as erro:
        raise explica_pasta(erro, arquivo.parent) from erro
    return copia


def _so_uma(con: Conexao, esquema: str) -> None:
    """Hold this company's turn until the transaction ends. Raises CopiaEmCurso."""
    if con.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                   [f"balcao copia {esquema}"]).fetchone() != (True,):
        raise CopiaEmCurso("Outra cópia deste banco está sendo feita agora.", "Espere ela terminar.")


def _retrata(con: Conexao, papeis: Papeis, feita_em: datetime) -> Copia:
    atual = estado_de(con, papeis.esquema, contar=False)
    if not atual.nosso or atual.empresa is None or atual.versao_esquema is None:
        raise BancoIncompativel(f"O banco não tem a empresa “{papeis.esquema}”.", "Confira o nome do banco.")
    return Copia(atual.empresa, atual.nome, papeis.esquema, atual.versao_esquema, feita_em,
                 _conta(con, papeis.esquema), _papeis.verificadores(con, papeis), con.info.server_version // 10000)


def _conta(con: Conexao, esquema: str) -> dict[str, int]:
    tabelas = con.execute("SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' "
                          "ORDER BY relname", [esquema]).fetchall()
    contagens = {}
    for (nome,) in tabelas:
        linha = con.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(esquema, nome))).fetchone()
        contagens[nome] = int(linha[0]) if linha else 0
    return contagens


def _embala(copia: Copia, dump: Path, destino: Path) -> None:
    manifesto = {
        "formato": FORMATO, "empresa": str(copia.empresa), "nome": copia.nome, "esquema": copia.esquema,
        "versao_esquema": copia.versao_esquema, "feita_em": copia.feita_em.isoformat(),
        "contagens": copia.contagens, "verificadores": copia.verificadores, "postgres": copia.postgres}
    destino.touch(mode=0o600)
    plataforma.so_do_dono(destino)
    with destino.open("wb") as saida:
        with zipfile.ZipFile(saida, "w", zipfile.ZIP_STORED) as pacote:
            pacote.writestr(_MANIFESTO, json.dumps(manifesto, ensure_ascii=False, indent=1))
            pacote.write(dump, _DUMP)
        saida.flush()
        os.fsync(saida.fileno())


def ler_copia(arquivo: Path) -> Copia:
    """What a backup says of itself, to be shown before a restore. Raises CopiaInvalida."""
    if not arquivo.exists():
        raise CopiaInvalida(f"Não há arquivo em {arquivo}.", "Confira o nome e a pasta.")
    with (_lendo(f"O arquivo {arquivo.name} não é uma cópia do Balcão, ou está cortado."),
          zipfile.ZipFile(arquivo) as pacote):
        lido = json.loads(pacote.read(_MANIFESTO))
        pacote.getinfo(_DUMP)
        if lido["formato"] > FORMATO:
            raise CopiaInvalida(f"A cópia {arquivo.name} foi feita por um Balcão mais novo.",
                                "Atualize o Balcão neste computador.")
        return Copia(UUID(lido["empresa"]), lido["nome"], lido["esquema"], lido["versao_esquema"],
                     datetime.fromisoformat(lido["feita_em"]), lido["contagens"], lido["verificadores"],
                     int(lido.get("postgres", 0)))


@contextmanager
def _lendo(defeito: str) -> Iterator[None]:
    """A byte that is not what it should be, wherever it is, makes the backup a CopiaInvalida; what the disk says of
    itself stays what it is."""
    try:
        yield
    except _ESTRAGADA as erro:
        raise CopiaInvalida(defeito, "Use outra cópia.") from erro
    except OSError as erro:
        if erro.errno != errno.EINVAL:  # the directory puts a part before the beginning of the file
            raise
        raise CopiaInvalida(defeito, "Use outra cópia.") from erro


# ---- restore

@traduzindo("A cópia não pôde ser restaurada")
def restaurar(arquivo: Path, dsn_admin: str, progresso: Progresso | None = None, *, banco: str = BANCO,
              esquema: str | None = None, bin: Path | None = None, agora: datetime | None = None,
              pasta: Path | None = None) -> Restauracao:
    """Put a backup in place as the database `banco` of the server of `dsn_admin`, who may create roles and
    databases.

    The copy is restored beside what is there, checked row count by row count, and only then takes its name;
    the database that was there stays, under another name (`anterior`). Roles that this server lacks are made
    with the passwords they had; the company's fixed roles keep the ones they have here. An older schema is
    migrated. esquema: refuse a backup of another company's name; pasta: where the file is unpacked (the system's
    temporary folder). Raises CopiaInvalida, NaoRestaura, BancoIncompativel, AmbienteIndisponivel; then nothing has
    changed.
    """
    arquivo, avisa = Path(arquivo).absolute(), progresso or _calado
    copia = ler_copia(arquivo)
    if esquema is not None and copia.esquema != esquema:
        raise BancoIncompativel(f"A cópia é da empresa “{copia.esquema}”, e aqui se usa “{esquema}”.",
                                "Escolha a cópia desta empresa.")
    if relacao(copia.versao_esquema) is Relacao.NOVO:
        raise BancoIncompativel("A cópia é de um banco mais novo que este programa "
                                f"(versão {copia.versao_esquema}).", "Atualize o Balcão neste computador.")
    papeis, marca = Papeis(copia.esquema), (agora or datetime.now(UTC)).strftime("%Y%m%d_%H%M%S")
    novo = f"{banco}_restauracao_{marca}"
    with conecta(com(dsn_admin, dbname="postgres"), autocommit=True) as admin:
        ocupado = _confere_destino(admin, dsn_admin, banco, copia.esquema)
        _papeis.recria_papeis(admin, papeis, copia.verificadores)
        _empresta_dono(admin, papeis)
        try:
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(novo)))
            admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(novo)))
            dsn_novo = com(dsn_admin, dbname=novo)
            avisa("Restaurando o banco de dados…")
            _despeja(arquivo, dsn_novo, pasta or Path(tempfile.gettempdir()), bin)
            avisa("Conferindo o que voltou…")
            geracao = _renasce(dsn_novo, copia, papeis, agora or datetime.now(UTC))
            anterior = f"{banco}_ate_{marca}" if ocupado else None
            _troca(admin, novo, banco, anterior, papeis)
        except BaseException:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(novo)))
            raise
        _acerta_senhas(admin, com(dsn_admin, dbname=banco), copia, papeis)
    return Restauracao(copia, banco, geracao, anterior)


def _confere_destino(admin: Conexao, dsn_admin: str, banco: str, esquema: str) -> bool:
    """Whether a database of that name is there. One that holds other things too is not renamed."""
    if admin.execute("SELECT FROM pg_database WHERE datname = %s", [banco]).fetchone() is None:
        return False
    with conecta(com(dsn_admin, dbname=banco)) as con:
        outros = [nome for (nome,) in con.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> ALL (%s) AND EXISTS "
            "(SELECT FROM pg_class WHERE relnamespace = pg_namespace.oid)",
            [["information_schema", esquema]])]
    if outros:
        raise BancoIncompativel(f"O banco “{banco}” guarda também: {', '.join(sorted(outros))}.",
                                "Restaure em um banco com outro nome.")
    return True


def _empresta_dono(admin: Conexao, papeis: Papeis) -> None:
    """An administrator who is no superuser must be able to act as the owner."""
    admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(papeis.dono)))


def _despeja(arquivo: Path, dsn: str, onde: Path, bin: Path | None) -> None:
    """pg_restore writes the script, psql runs it in one transaction; the first error ends it all.

    Not pg_restore alone: that of PostgreSQL 17 and later sets `transaction_timeout`, which 15 and 16 refuse.
    """
    with pasta_de_trabalho(onde) as pasta:
        _extrai(arquivo, pasta / _DUMP)
        programas = ProgramasPostgres(pasta, None, bin)
        de_la = para_servidor(pasta, 0, bin, "psql", tls=True) if exige_tls(dsn) else programas
        with (pasta / "erros").open("w+b") as erros:
            leitor = subprocess.Popen(programas.comando("pg_restore", "-f", "-", pasta / _DUMP),
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=erros,
                                      **programas.contexto())
            psql = subprocess.Popen(
                de_la.comando("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull),
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=erros, **de_la.contexto(**variaveis(dsn)))
            assert leitor.stdout is not None
            assert psql.stdin is not None
            try:
                for linha in leitor.stdout:
                    if linha.startswith(b"SET transaction_timeout"):
                        continue
                    psql.stdin.write(linha)
                    if linha.startswith(b"CREATE SCHEMA"):
                        break
                shutil.copyfileobj(leitor.stdout, psql.stdin)
                psql.stdin.close()
            except BrokenPipeError:
                leitor.kill()
            codigos = (leitor.wait(), psql.wait())
            leitor.stdout.close()
            if any(codigos):
                erros.seek(0)
                dito = erros.read().decode(errors="replace")
                if "No space left" in dito:
                    raise explica(dito, pasta)
                raise NaoRestaura(f"A cópia não pôde ser restaurada ({primeiro_erro(dito)}).",
                                  "Nada foi mudado. Tente outra cópia, ou envie esta ao suporte.")


def _extrai(arquivo: Path, destino: Path) -> None:
    """The dump out of the backup; the ZIP's checksum is verified on the way."""
    with (_lendo(f"A cópia {arquivo.name} está danificada."), zipfile.ZipFile(arquivo) as pacote,
          pacote.open(_DUMP) as origem, destino.open("wb") as saida):
        shutil.copyfileobj(origem, saida, 1 << 20)


def _renasce(dsn: str, copia: Copia, papeis: Papeis, agora: datetime) -> UUID:
    """Check the counts, then begin another life: a new generation, no tombstones, the newest schema."""
    geracao = uuid4()
    with conecta(dsn) as con:
        achadas = _conta(con, papeis.esquema)
        if achadas != copia.contagens:
            faltas = [f"{t}: {achadas.get(t, 0)} de {n}" for t, n in copia.contagens.items() if achadas.get(t) != n]
            raise NaoRestaura(f"A cópia voltou incompleta ({'; '.join(faltas[:5])}).",
                              "Nada foi mudado. Use outra cópia.")
        con.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(papeis.dono)))
        con.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(sql.Identifier(papeis.esquema)))
        con.execute("UPDATE identidade SET geracao = %s, exclusoes_ate = NULL, copiado_em = %s",
                    [geracao, copia.feita_em])
        for tabela in _NAO_CONTADAS:  # their transaction numbers were another cluster's
            con.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(tabela)))
    _banco.migrar(dsn, papeis.esquema)
    with conecta(dsn, autocommit=True) as con:
        anota_conferida(con, papeis.esquema, agora)  # it has just been restored
        _papeis.abre_banco(con, papeis)
        con.execute("ANALYZE")
    return geracao


def _troca(admin: Conexao, novo: str, banco: str, anterior: str | None, papeis: Papeis) -> None:
    """The restored database takes the name; the one that had it is renamed and closed to the company."""
    todos = sql.SQL(", ").join(map(sql.Identifier, (papeis.dono, papeis.servico, papeis.leitura, papeis.consulta)))
    for tentativa in range(_TENTATIVAS):
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                      "WHERE datname = ANY (%s) AND pid <> pg_backend_pid()", [[novo, banco]])
        try:
            with admin.transaction():
                if anterior is not None:
                    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(sql.Identifier(banco), todos))
                    admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(banco), sql.Identifier(anterior)))
                admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(novo), sql.Identifier(banco)))
        except psycopg.errors.ObjectInUse as erro:  # a counter connected again in between
            if tentativa + 1 == _TENTATIVAS:
                raise AmbienteIndisponivel(f"O banco “{banco}” não parou de ser usado.",
                                           "Feche os balcões e a retaguarda, e restaure de novo.") from erro
        else:
            return


def _acerta_senhas(admin: Conexao, dsn: str, copia: Copia, papeis: Papeis) -> None:
    """Stations get the secrets of the backup (its rows know no others) and those it does not know are shut
    out; the fixed roles keep the passwords that this computer knows, and the backup's place for them says so."""
    fixos = (papeis.dono, papeis.servico, papeis.consulta)
    prefixo = papeis.estacao(0).removesuffix("0")
    with conecta(dsn, autocommit=True) as con:
        for (papel,) in admin.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)",
                                      [prefixo]).fetchall():
            if papel in copia.verificadores:
                _papeis.poe_senha(con, papel, copia.verificadores[papel])
            else:
                con.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(papel)))
        if admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,):
            for papel, atual in admin.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY (%s) "
                                              "AND rolpassword IS NOT NULL", [list(fixos)]).fetchall():
                _papeis.guarda_verificador(con, papeis, papel, atual)


def _calado(_texto: str) -> None:
    """Nobody listens."""
