"""Customers registered at this counter: on the disk before they are sent, and known here before they come back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from balcao.db.journal.diario import Diario, instante, micros
from balcao.db.journal.envios import ESPERAS_S, NA_HORA, limites
from balcao.domain.protocolo import NovoCliente, Recusa


class ClienteGuardado(NamedTuple):
    """A registration and how far it went. `definitivo`: the id under which the server knows this person (another
    one when the document was known already). `recusa`: the last answer that was not yes."""

    novo: NovoCliente
    estado: str
    recusa: Recusa | None
    definitivo: UUID | None
    tentativas: int
    criado_em: datetime

    @property
    def espera(self) -> bool:
        """Whether the server does not have it yet."""
        return self.estado != "enviado"


_CAMPOS = "corpo, estado, recusa, definitivo, tentativas, criado_em"


class ClientesNovos:
    """The registrations of one journal."""

    def __init__(self, diario: Diario, agora: Callable[[], datetime]) -> None:
        self._diario = diario
        self._agora = agora

    def guarda(self, novo: NovoCliente) -> None:
        """Write it down before it is sent."""
        agora = micros(self._agora())
        with self._diario.transacao() as conexao:
            conexao.execute(
                "INSERT INTO clientes (id, corpo, estado, proxima_em, criado_em) VALUES (?, ?, 'pendente', ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET corpo = excluded.corpo, estado = 'pendente', recusa = NULL,"
                " proxima_em = excluded.proxima_em", (str(novo.id), novo.model_dump_json(), agora, agora))

    def enviado(self, id_: UUID, definitivo: UUID) -> None:
        """The retaguarda has it."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE clientes SET estado = 'enviado', definitivo = ?, recusa = NULL WHERE id = ?",
                            (str(definitivo), str(id_)))

    def quarentena(self, id_: UUID, recusa: Recusa) -> None:
        """It cannot be stored as it is."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE clientes SET estado = 'quarentena', recusa = ? WHERE id = ?",
                            (recusa.model_dump_json(), str(id_)))

    def esquece(self, id_: UUID) -> None:
        """Refused while the person was still at the form: nothing is kept."""
        with self._diario.transacao() as conexao:
            conexao.execute("DELETE FROM clientes WHERE id = ? AND estado <> 'enviado'", (str(id_),))

    def adia(self, id_: UUID, resposta: Recusa | None = None) -> None:
        """No answer: try later. `resposta`: what was answered, for people."""
        with self._diario.transacao() as conexao:
            tentativas, = conexao.execute("SELECT tentativas FROM clientes WHERE id = ?", (str(id_),)).fetchone()
            espera = timedelta(seconds=ESPERAS_S[min(tentativas, len(ESPERAS_S) - 1)])
            conexao.execute("UPDATE clientes SET tentativas = tentativas + 1, proxima_em = ?, recusa = ? WHERE id = ?",
                            (micros(self._agora() + espera), resposta.model_dump_json() if resposta else None,
                             str(id_)))

    def oferece_de_novo(self) -> None:
        """After a restore: what was registered here goes again, before the orders; who is known there stays as he is.
        One whom the server knew under another id was not made here."""
        with self._diario.transacao() as conexao:
            conexao.execute("UPDATE clientes SET estado = 'pendente', tentativas = 0, proxima_em = ?"
                            " WHERE estado = 'enviado' AND definitivo = id", (micros(self._agora()),))

    def a_enviar(self, todos: bool = False) -> list[NovoCliente]:
        """What waits, oldest first."""
        return [NovoCliente.model_validate_json(corpo) for corpo, in self._diario.le(
            f"SELECT corpo FROM clientes WHERE estado = 'pendente' AND {NA_HORA} ORDER BY criado_em",
            limites(self._agora(), todos))]

    def todos(self) -> list[ClienteGuardado]:
        """Everybody registered here, newest first."""
        return [_guardado(*linha) for linha in self._diario.le(
            f"SELECT {_CAMPOS} FROM clientes ORDER BY criado_em DESC")]

    def esperam(self) -> list[ClienteGuardado]:
        """Who is nowhere else yet: in quarantine first, then oldest first."""
        return [_guardado(*linha) for linha in self._diario.le(
            f"SELECT {_CAMPOS} FROM clientes WHERE estado <> 'enviado' ORDER BY estado = 'pendente', criado_em")]

    def quantos(self) -> tuple[int, int]:
        """How many wait, and how many are in quarantine."""
        contas = dict(self._diario.le("SELECT estado, count(*) FROM clientes GROUP BY estado"))
        return int(contas.get("pendente", 0)), int(contas.get("quarentena", 0))

    def registrou(self, id_: UUID) -> bool:
        """Whether a registration made here is somebody who was in the shop's register already."""
        return bool(self._diario.le("SELECT 1 FROM clientes WHERE definitivo = ?", (str(id_),)))

    def de(self, id_: UUID) -> ClienteGuardado | None:
        """One of them."""
        linhas = self._diario.le(f"SELECT {_CAMPOS} FROM clientes WHERE id = ?", (str(id_),))
        return _guardado(*linhas[0]) if linhas else None


def _guardado(corpo: str, estado: str, recusa: str | None, definitivo: str | None, tentativas: int,
              criado: int) -> ClienteGuardado:
    return ClienteGuardado(NovoCliente.model_validate_json(corpo), estado,
                           Recusa.model_validate_json(recusa) if recusa else None,
                           UUID(definitivo) if definitivo else None, tentativas, instante(criado))
