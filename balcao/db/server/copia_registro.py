"""What the company's own database knows of its backups: read by everybody, written by its owner."""

from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from balcao.db.server.conexao import conecta, traduzindo
from balcao.domain.copia import Falha, SituacaoCopia

Conexao = psycopg.Connection[Any]


@traduzindo("O registro das cópias não pôde ser lido")
def le_situacao(dsn: str, esquema: str) -> tuple[SituacaoCopia, str]:
    """What is known, and the last failure in words. Any role that may read `identidade`. Raises
    AmbienteIndisponivel."""
    with conecta(dsn) as con:
        return situacao_de(con, esquema)


def situacao_de(con: Conexao, esquema: str) -> tuple[SituacaoCopia, str]:
    """`le_situacao` over an open connection."""
    linha = con.execute(sql.SQL("SELECT criada_em, copiado_em, copia_conferida_em, copia_falhou_em, copia_falha, "
                                "copia_problema, copia_responsavel FROM {}").format(_identidade(esquema))).fetchone()
    assert linha is not None
    criada, copiado, conferida, falhou, falha, problema, responsavel = linha
    return SituacaoCopia(criada_em=criada, copiado_em=copiado, conferida_em=conferida, falhou_em=falhou,
                         falha=Falha(falha), responsavel=responsavel), problema


def anota_feita(con: Conexao, esquema: str, quando: datetime) -> None:
    """A copy was made. That an earlier one could not be restored stays said until one is."""
    con.execute(sql.SQL("UPDATE {} SET copiado_em = %s").format(_identidade(esquema)), [quando])
    con.execute(sql.SQL("UPDATE {} SET copia_falha = '', copia_problema = '', copia_falhou_em = NULL "
                        "WHERE copia_falha = 'nao_feita'").format(_identidade(esquema)))


def anota_conferida(con: Conexao, esquema: str, quando: datetime) -> None:
    """The newest copy was restored and is whole."""
    con.execute(sql.SQL("UPDATE {} SET copia_conferida_em = %s, copia_falha = '', copia_problema = '', "
                        "copia_falhou_em = NULL").format(_identidade(esquema)), [quando])


def anota_falha(con: Conexao, esquema: str, falha: Falha, problema: str, quando: datetime) -> None:
    """A copy could not be made: the older ones still count."""
    con.execute(sql.SQL("UPDATE {} SET copia_falha = CASE copia_falha WHEN 'nao_volta' THEN copia_falha ELSE %s END, "
                        "copia_problema = %s, copia_falhou_em = %s").format(_identidade(esquema)),
                [falha, problema, quando])


def anota_que_nao_volta(con: Conexao, esquema: str, problema: str, quando: datetime,
                        anterior: datetime | None) -> None:
    """The newest copy cannot be restored: it is none, and the last one is that of `anterior`."""
    con.execute(sql.SQL("UPDATE {} SET copia_falha = 'nao_volta', copia_problema = %s, copia_falhou_em = %s, "
                        "copiado_em = %s").format(_identidade(esquema)), [problema, quando, anterior])


def anota_responsavel(con: Conexao, esquema: str, responsavel: str, quando: datetime) -> None:
    """From now on somebody else makes the backups ("": we do again); what failed before is no concern any more."""
    linha = con.execute(sql.SQL("SELECT copia_responsavel FROM {} FOR NO KEY UPDATE").format(
        _identidade(esquema))).fetchone()
    assert linha is not None
    if linha[0] == responsavel:
        return
    con.execute(sql.SQL("UPDATE {} SET copia_responsavel = %s, copia_falha = '', copia_problema = '', "
                        "copia_falhou_em = NULL").format(_identidade(esquema)), [responsavel])
    con.execute(sql.SQL("INSERT INTO {} (em, assunto, campo, antes, depois) VALUES (%s, 'banco de dados', "
                        "'quem faz a cópia', to_jsonb(%s::text), to_jsonb(%s::text))").format(
        sql.Identifier(esquema, "auditoria")), [quando, linha[0] or "Balcão", responsavel or "Balcão"])


def _identidade(esquema: str) -> sql.Identifier:
    return sql.Identifier(esquema, "identidade")
