"""A company for tests: a database with its roles and schema, cloned for each test.

    def test_x(empresa: Empresa) -> None:            # empty tables
        with empresa.servico() as con: ...
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from sqlalchemy import Engine

from balcao.db.server import banco as _banco
from balcao.db.server import carga
from balcao.db.server.banco import Acesso, Senhas
from balcao.db.server.conexao import com
from balcao.db.server.nomes import Papeis
from balcao.services.office import estacoes
from tests.apoio.postgres import Banco, FabricaBancos

SENHAS = Senhas("dono-de-teste", "servico-de-teste", "consulta-de-teste")
PAPEIS = Papeis(_banco.ESQUEMA)


@dataclass(frozen=True)
class Empresa:
    """One company in a database of its own. The roles belong to the run's cluster: all tests share them."""

    banco: Banco
    acesso: Acesso

    @property
    def dsn_servico(self) -> str:
        return self.acesso.dsn_servico

    @property
    def dsn_dono(self) -> str:
        return self.acesso.dsn_dono

    @property
    def dsn_admin(self) -> str:
        return self.banco.dsn

    def dsn_estacao(self, estacao_id: int, senha: str) -> str:
        return com(self.banco.dsn, user=PAPEIS.estacao(estacao_id), password=senha)

    def servico(self, **opcoes: Any) -> psycopg.Connection[Any]:
        """A connection of the service; used with `with`, it commits and closes."""
        return psycopg.connect(self.acesso.dsn_servico, **opcoes)

    def dono(self, **opcoes: Any) -> psycopg.Connection[Any]:
        """A connection of the owner."""
        return psycopg.connect(self.acesso.dsn_dono, **opcoes)

    def admin(self, **opcoes: Any) -> psycopg.Connection[Any]:
        """A superuser connection that knows the schema."""
        return psycopg.connect(com(self.banco.dsn, options=f"-csearch_path={PAPEIS.esquema}"), **opcoes)

    @contextmanager
    def motor(self) -> Iterator[Engine]:
        """The service's engine."""
        engine = _banco.motor(self.acesso.dsn_servico)
        try:
            yield engine
        finally:
            engine.dispose()


def numera_estacoes(empresa: Empresa) -> None:
    """Station ids of this database's own: their roles belong to the cluster, which tests share."""
    with empresa.dono() as con:
        con.execute(f"ALTER TABLE estacoes ALTER id RESTART WITH {random.randrange(10_000, 900_000_000)}")


def prepara(banco: Banco) -> None:
    """Model `empresa`: tables, roles, identity, nothing else."""
    _banco.criar(banco.dsn, "Loja de teste", banco=banco.nome, senhas=SENHAS)


def empresa_vazia(fabrica: FabricaBancos) -> Empresa:
    """A clone of the model `empresa`."""
    return _de(fabrica.clona("empresa", prepara))


def _de(banco: Banco) -> Empresa:
    return Empresa(banco, _banco.acesso(banco.dsn, SENHAS, banco=banco.nome))


# ---- the sample shop

HOJE = date(2026, 3, 10)
"""The day the sample shop of the tests believes it is."""


@dataclass(frozen=True)
class LojaExemplo(Empresa):
    """The sample shop, with working stations. `credenciais`: station name -> the secret of both roads."""

    credenciais: dict[str, str] = field(default_factory=dict)

    @property
    def hoje(self) -> date:
        return HOJE

    def dsn_da(self, estacao: str) -> str:
        """The read-only DSN of a station: "CAMPINAS 1", "CAMPINAS 2" or "VALINHOS 1"."""
        ids = {"CAMPINAS 1": 1, "CAMPINAS 2": 2, "VALINHOS 1": 3}
        return self.dsn_estacao(ids[estacao], self.credenciais[estacao])


def prepara_exemplo(banco: Banco) -> dict[str, Any]:
    """Model `exemplo`: the sample shop as of HOJE; its stations have credentials."""
    prepara(banco)
    carga.carregar(_de(banco).dsn_dono, HOJE)
    engine = _banco.motor(banco.dsn, esquema=PAPEIS.esquema, conexoes=1)
    try:
        with engine.begin() as con:
            agora = datetime(2026, 3, 10, 11, tzinfo=UTC)
            return {e.nome: estacoes.renovar(con, PAPEIS, e.nome, agora).segredo for e in estacoes.listar(con)}
    finally:
        engine.dispose()


def loja_exemplo(fabrica: FabricaBancos) -> LojaExemplo:
    """A clone of the model `exemplo`."""
    banco = fabrica.clona("exemplo", prepara_exemplo)
    return LojaExemplo(banco, _banco.acesso(banco.dsn, SENHAS, banco=banco.nome), banco.dados)
