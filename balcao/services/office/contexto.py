"""What every use case of the retaguarda is given: the database, the clock, who is asking, and how to refuse.

A use case is one function and one transaction. It refuses by raising `Recusada`, which carries the wire's own
`Recusa` (what, why, what to do); nothing it did before is kept.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Engine

from balcao.domain.achados import Finding, ordena
from balcao.domain.erros import BalcaoError
from balcao.domain.fatos import Usuario
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.protocolo import CANAL, Recusa
from balcao.domain.textos import texto

Cursor = psycopg.Cursor[Any]


class Motivo(Enum):
    """Why a request is refused; the HTTP status it becomes."""

    SEM_SESSAO = 401
    PROIBIDO = 403
    INEXISTENTE = 404
    CONFLITO = 409
    INVALIDO = 422


class Recusada(BalcaoError):
    """The request is refused and nothing is stored."""

    def __init__(self, motivo: Motivo, codigo: str, mensagem: str, acao: str = "",
                 achados: tuple[Finding, ...] = ()) -> None:
        super().__init__(codigo, mensagem)
        self.motivo = motivo
        self.recusa = Recusa(codigo=codigo, mensagem=mensagem, acao=acao, achados=achados)

    def __str__(self) -> str:
        return f"{self.recusa.mensagem} {self.recusa.acao}".strip()


class Passo(StrEnum):
    """The named steps of a transaction: where faults are injected and racing tests stop."""

    TRAVADO = "travado"      # every lock is held, nothing was read yet
    CONFERIDO = "conferido"  # the rules have spoken, nothing was written yet
    GRAVADO = "gravado"      # committed, not yet answered


def _segue(_passo: Passo) -> None:
    """The hook of production: nothing happens at a step."""


@dataclass(frozen=True, slots=True)
class Contexto:
    """Built once per process. `segredo` signs protocols and sessions; `agora` returns an aware instant."""

    motor: Engine
    segredo: bytes
    agora: Callable[[], datetime]
    passo: Callable[[Passo], None] = _segue

    @contextmanager
    def transacao(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by any exception."""
        with self.motor.connect() as conexao, conexao.begin():
            yield conexao

    @contextmanager
    def leitura(self) -> Iterator[Connection]:
        """A connection for one query that needs no transaction of its own."""
        with self.motor.connect() as conexao:
            yield conexao.execution_options(isolation_level="AUTOCOMMIT")


@dataclass(frozen=True, slots=True)
class Quem:
    """Who is asking: the station, always; the person, unless the station's outbox sends by itself.

    fuso: the shop's IANA zone, whose calendar days its documents have.
    """

    estacao_id: int
    estabelecimento_id: int
    usuario: Usuario | None = None
    fuso: str = "America/Sao_Paulo"

    @property
    def usuario_id(self) -> int | None:
        return self.usuario.id if self.usuario is not None else None

    def exige_usuario(self) -> Usuario:
        """The person. Raises Recusada (401) when there is only the station."""
        if self.usuario is None:
            raise Recusada(Motivo.SEM_SESSAO, "sessao.exigida", "Esta operação pede um usuário identificado.",
                           "Entre com seu usuário e sua senha.")
        return self.usuario

    def exige(self, permissao: Permissao) -> Usuario:
        """The person, who must have `permissao`. Raises Recusada (401, 403)."""
        usuario = self.exige_usuario()
        if not usuario.pode(permissao):
            raise Recusada(Motivo.PROIBIDO, f"permissao.{permissao}",
                           f"{usuario.nome} não tem a permissão “{ROTULOS[permissao]}”.",
                           "Peça a quem tem, ou ao responsável pelos perfis de usuário.")
        return usuario


def recusa_regras(achados: tuple[Finding, ...]) -> Recusada:
    """The refusal that carries every finding; its sentence is the worst one's."""
    ordenados = ordena(achados)
    return Recusada(Motivo.CONFLITO, "regras", texto(ordenados[0]),
                    "Corrija o documento, ou peça a liberação do que pode ser liberado.", ordenados)


def nao_achado(o_que: str) -> Recusada:
    """404 for a thing named in Portuguese with its article: "o documento"."""
    return Recusada(Motivo.INEXISTENTE, "inexistente", f"A retaguarda não tem {o_que} que foi pedido.",
                    "Atualize a lista (F5) e tente de novo.")


def crua(conexao: Connection) -> psycopg.Connection[Any]:
    """The psycopg connection below, for statements that SQLAlchemy has no words for (locks, CTEs, pipeline)."""
    driver = conexao.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def cursor(conexao: Connection) -> Cursor:
    """A psycopg cursor of the same transaction; rows have names."""
    return crua(conexao).cursor(row_factory=namedtuple_row)


def uma(cur: Cursor) -> Any:
    """The row of a statement that always gives one (an aggregate)."""
    linha = cur.fetchone()
    assert linha is not None
    return linha


@contextmanager
def numa_viagem(cur: Cursor) -> Iterator[None]:
    """Statements whose answers are not looked at between them travel together. Raises what one of them raised:
    the others' "aborted" is taken off first, else psycopg logs it as a fault of its own."""
    with cur.connection.pipeline() as viagem:
        try:
            yield
            viagem.sync()
        except psycopg.Error:
            with suppress(psycopg.Error):
                viagem.sync()
            raise


def avisa(cur: Cursor) -> None:
    """Wake the counters once this transaction commits. A statement of the client, never a trigger's, and one
    that names no table: on a sharded server it must run where the counters listen."""
    cur.execute("SELECT pg_notify(%s, current_schema())", [CANAL])
