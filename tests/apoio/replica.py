"""A small company and a counter's replica of it, for the sync tests."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from balcao.db.replica import esquema
from balcao.db.replica.arquivo import EstadoReplica, PastaReplica, abre_escrita, abre_leitura
from balcao.db.replica.origem import Origem
from balcao.db.replica.sincronia import Sincronizador
from balcao.db.server import papeis
from tests.apoio.empresa import PAPEIS, Empresa
from tests.apoio.postgres import VARIAVEL, trava

SENHA = "estacao-de-teste"
LOJA, OUTRA_LOJA = 1, 2
HORIZONTE_S = 60.0
# Roles belong to the run's cluster, and a station's has few connections: one per worker.
ESTACAO = 900 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

_BASE = f"""
INSERT INTO estabelecimentos (id, nome, fantasia, cnpj) VALUES
  ({LOJA}, 'LOJA CENTRO LTDA', 'LOJA CENTRO', '11222333000181'), ({OUTRA_LOJA}, 'LOJA NORTE LTDA', 'NORTE', '2');
INSERT INTO perfis (id, nome, permissoes) VALUES (1, 'Vendedor', '["vender"]');
INSERT INTO usuarios (id, login, nome, senha, perfil_id, atalho) VALUES (1, 'ana', 'Ana', 'x', 1, '1');
INSERT INTO listas_preco (id, nome) VALUES (1, 'VAREJO');
INSERT INTO planos_pagamento (id, nome, prazos) VALUES (1, 'À VISTA', '[0]');
INSERT INTO tipos_pedido (id, nome, politica) VALUES (1, 'DAV', '{{"categoria": "orcamento"}}');
INSERT INTO estacoes (id, nome, numero, estabelecimento_id, credencial, politica)
  VALUES ({ESTACAO}, 'Balcão 1', 1, {LOJA}, 'x', '{{}}');
"""


def semeia(empresa: Empresa) -> None:
    """One shop, one station with its role, one user."""
    with empresa.dono() as con:
        con.execute(_BASE.encode())
    cria_papel(empresa, ESTACAO)


def cria_papel(empresa: Empresa, estacao_id: int) -> None:
    """The role of a station. One worker at a time: PostgreSQL refuses two changes of one role."""
    with trava(Path(os.environ[VARIAVEL]) / "papeis.trava"), empresa.admin(autocommit=True) as con:
        papeis.cria_estacao(con, PAPEIS, estacao_id, SENHA)


def produto(con: psycopg.Connection[Any], ident: int, preco: str = "10.00", saldo: str = "5", **campos: Any) -> None:
    """A product with its price, stock and bar code."""
    dados = {"codigo": f"P{ident}", "descricao": f"PARAFUSO {ident}", "vendas": 0} | campos
    con.execute("INSERT INTO produtos (id, codigo, descricao, vendas) VALUES (%s, %s, %s, %s)",
                (ident, dados["codigo"], dados["descricao"], dados["vendas"]))
    con.execute("INSERT INTO precos (produto_id, lista_id, preco) VALUES (%s, 1, %s)", (ident, preco))
    con.execute("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) VALUES (%s, %s, %s)",
                (ident, LOJA, saldo))
    con.execute("INSERT INTO produto_gtins (gtin, produto_id) VALUES (%s, %s)", (f"789{ident:010}", ident))


def cliente(con: psycopg.Connection[Any], n: int, nome: str = "", limite: str | None = None) -> UUID:
    """A customer; the same `n` gives the same id."""
    ident = UUID(int=n)
    con.execute("INSERT INTO pessoas (id, nome) VALUES (%s, %s)", (ident, nome or f"CLIENTE {n}"))
    con.execute("INSERT INTO clientes (pessoa_id, limite_credito) VALUES (%s, %s)", (ident, limite))
    return ident


def puxa_ate(puxa: Callable[[], object], pronto: Callable[[], bool]) -> None:
    """Pull until it is there: other tests' transactions (a backup, a hundred thousand rows) hold the horizon of
    the cluster, as in life, and nothing tells when they end."""
    limite = time.monotonic() + HORIZONTE_S
    while True:
        puxa()
        if pronto():
            return
        assert time.monotonic() < limite, "a mudança não chegou à réplica"
        time.sleep(0.02)


@dataclass
class Contador:
    """A counter's replica, pulled by hand."""

    empresa: Empresa
    pasta: Path
    estados: list[EstadoReplica] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    deixa_tokens: bool = True

    def __post_init__(self) -> None:
        self.abre()

    def abre(self, relogio: Callable[[], float] = time.monotonic, senha: str = SENHA) -> None:
        self.replica = PastaReplica(self.pasta)
        origem = Origem(self.empresa.dsn_estacao(ESTACAO, senha), ESTACAO)
        self.sincronizador = Sincronizador(
            self.replica, origem, programa="teste", agora=lambda: datetime.now(UTC), avisa=self.estados.append,
            testemunha=self._testemunha, relogio=relogio)

    def _testemunha(self, token: str) -> None:
        self.tokens.append(token)
        if self.deixa_tokens:
            self.deixa(token)
            self.sincronizador.confirma(token)

    def deixa(self, token: str) -> None:
        """What the service does with a token."""
        with self.empresa.servico() as con:
            con.execute("INSERT INTO testemunhas (estacao_id, token, em) VALUES (%s, %s, now())"
                        " ON CONFLICT (estacao_id) DO UPDATE SET token = excluded.token", (ESTACAO, token))

    def puxa(self) -> EstadoReplica:
        return self.sincronizador.puxa()

    def puxa_ate(self, pronto: Callable[[], bool]) -> None:
        """Pull until it is there."""
        puxa_ate(self.puxa, pronto)

    def puxa_tudo(self) -> None:
        """Pull until whatever was committed before this call is here."""
        with self.empresa.admin() as con:
            linha = con.execute("SELECT pg_current_xact_id()::text").fetchone()
        assert linha is not None
        self.puxa_ate(lambda: self.cursor() > int(linha[0]))

    def cursor(self) -> int:
        return int(self.le("SELECT cursor FROM replica")[0][0])

    def le(self, sql: str, *valores: Any) -> list[tuple[Any, ...]]:
        arquivo = self.replica.atual()
        assert arquivo is not None
        conexao = abre_leitura(arquivo)
        try:
            return conexao.execute(sql, valores).fetchall()
        finally:
            conexao.close()

    def grava(self, sql: str) -> None:
        """Change the file behind the sync's back."""
        arquivo = self.replica.atual()
        assert arquivo is not None
        conexao = abre_escrita(arquivo)
        try:
            conexao.execute(sql)
        finally:
            conexao.close()

    def fecha(self) -> None:
        self.sincronizador.fecha()


def do_servidor(empresa: Empresa) -> dict[str, list[tuple[str | None, ...]]]:
    """Every replicated row, as the station sees it and as SQLite would store it."""
    origem = Origem(empresa.dsn_estacao(ESTACAO, SENHA), ESTACAO)
    try:
        with origem.leitura():
            return {t.name: sorted(origem.tudo(t), key=str) for t in esquema.tabelas()}
    finally:
        origem.fecha()


def da_replica(contador: Contador) -> dict[str, list[tuple[str | None, ...]]]:
    """Every row of the replica, in the same form as `do_servidor`."""
    return {t.name: sorted((tuple(None if v is None else str(v) for v in linha) for linha in contador.le(
        f"SELECT {', '.join(esquema.colunas(t))} FROM {t.name}")), key=str) for t in esquema.tabelas()}
