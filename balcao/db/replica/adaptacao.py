"""A replica made by an older program, made readable for this one: selling goes on with it while another is filled.

An update of the program changes tables by adding to them (migrations expand). What is missing is added here, empty
or with its default, and the search index is made again when words are cut otherwise. The file keeps its signature,
which says that it must be replaced. What cannot be done by adding is not done: then the replica begins again.
"""

import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Table

from balcao.db.replica import busca_carga, esquema
from balcao.db.replica.busca_indice import le_estado
from balcao.db.tipos import Exato

_Coluna = tuple[str, bool, str | None, int]
"""Type, NOT NULL, default and place in the key, as SQLite tells them."""


def adapta(conexao: sqlite3.Connection) -> bool:
    """Bring a replica to today's tables; False when adding is not enough (or it never was whole), and then
    nothing changed.

    Nothing to do for one that this program made. Raises sqlite3.Error.
    """
    guardada = conexao.execute("SELECT assinatura, carga_completa FROM replica").fetchone()
    if guardada is None:
        return False
    assinatura, completa = guardada
    if assinatura != esquema.assinatura():
        if not completa:
            return False
        faltam = _o_que_falta(conexao)
        if faltam is None:
            return False
        conexao.execute("BEGIN IMMEDIATE")
        try:
            for comando in faltam:
                conexao.execute(comando)
        except BaseException:
            conexao.rollback()
            raise
        conexao.commit()
        # cut words or a rebuilding that was killed: this file was whole once
        if busca_carga.precisa_reconstruir(conexao) or le_estado(conexao, "carga") == busca_carga.CARREGANDO:
            busca_carga.reconstruir(conexao)
        busca_carga.completa(conexao)
    return True


def _o_que_falta(conexao: sqlite3.Connection) -> list[str] | None:
    """Statements that add what is missing; None when something is otherwise than today."""
    modelo = {t.name: t for t in esquema.tabelas()}
    comandos = []
    with closing(sqlite3.connect(":memory:")) as hoje:
        for comando in esquema.comandos():
            hoje.execute(comando)
        for nome, sql in hoje.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
            tem, devia = _colunas(conexao, nome), _colunas(hoje, nome)
            if not tem:
                comandos.append(sql)
                continue
            if any(_forma(tem[c]) != _forma(devia[c]) for c in tem.keys() & devia.keys()):
                return None
            for coluna in [c for c in devia if c not in tem]:
                acrescimo = _acrescenta(modelo.get(nome), coluna, devia[coluna])
                if acrescimo is None:
                    return None
                comandos.append(f"ALTER TABLE {nome} ADD COLUMN {acrescimo}")
        tinha = {nome for nome, in conexao.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        comandos += [sql for nome, sql in hoje.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL") if nome not in tinha]
    return comandos


def _colunas(conexao: sqlite3.Connection, tabela: str) -> dict[str, _Coluna]:
    return {nome: (tipo, bool(exigida), padrao, chave) for _, nome, tipo, exigida, padrao, chave in conexao.execute(
        f"PRAGMA table_info({tabela})")}


def _forma(coluna: _Coluna) -> tuple[str, bool, int]:
    """All but the default: a column that was added here has one, and no row is ever stored without its value."""
    tipo, exigida, _, chave = coluna
    return tipo, exigida, chave


def _acrescenta(tabela: Table | None, nome: str, coluna: _Coluna) -> str | None:
    """The definition of a column for ALTER TABLE; None when its rows would have no value."""
    tipo, exigida, padrao, chave = coluna
    if chave:
        return None
    if not exigida:
        return f"{nome} {tipo}"
    if padrao is None and tabela is not None:
        padrao = _padrao(tabela.c[nome])
    return None if padrao is None else f"{nome} {tipo} NOT NULL DEFAULT {padrao}"


def _padrao(coluna: Column[Any]) -> str | None:
    """The server's default as SQLite stores it; None when there is none, or it is computed."""
    texto = getattr(coluna.server_default, "arg", None)
    if not isinstance(texto, str):
        return None
    match coluna.type:
        case Exato() as exato:
            return str(int(Decimal(texto).scaleb(exato.casas)))
        case Boolean():
            return str(int(texto == "true"))
    return str(int(texto)) if coluna.type.python_type is int else "'" + texto.replace("'", "''") + "'"
