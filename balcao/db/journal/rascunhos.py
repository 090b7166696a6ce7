"""Drafts in the journal: saved at every change, so that a sale survives a power cut on the same line.

A draft carries up to fifty states for undo; each is stored once, and a change writes only the new one. What was
written last is remembered by identity: `Rascunho` is frozen, so the same object is the same content.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from balcao.db.journal.diario import Diario
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.pedido import Pedido


class RascunhoGuardado(Protocol):
    """What the journal needs of a draft (services/counter owns the class)."""

    @property
    def pedido(self) -> Pedido:
        """The order as it is now."""

    @property
    def feitos(self) -> tuple[Pedido, ...]:
        """States that undo goes back to."""

    @property
    def desfeitos(self) -> tuple[Pedido, ...]:
        """States that redo goes forward to."""


R = TypeVar("R", bound=RascunhoGuardado)


@dataclass
class _Memoria:
    """The states of one draft that are in the file, by identity, and the file's revision."""

    revisao: int = 0
    proximo: int = 1
    estados: dict[int, tuple[Pedido, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Partes(Generic[R]):
    """How a draft is taken apart and put together: `resto` is everything but the orders, as JSON text."""

    resto: Callable[[R], str]
    monta: Callable[[Pedido, tuple[Pedido, ...], tuple[Pedido, ...], str], R]


class Rascunhos(Generic[R]):
    """The drafts of one journal. Use it from one lane."""

    def __init__(self, diario: Diario, partes: Partes[R], agora: Callable[[], int]) -> None:
        """`agora`: microseconds since 1970 (UTC)."""
        self._diario = diario
        self._partes = partes
        self._agora = agora
        self._memoria: dict[str, _Memoria] = {}

    def guarda(self, rascunho: R) -> None:
        """Write the draft as it is now; on the disk when this returns.

        Raises AmbienteIndisponivel when the disk refuses, or when another window changed the same draft.
        """
        chave = str(rascunho.pedido.id)
        memoria = self._memoria.get(chave) or _Memoria()
        with self._diario.transacao() as conexao:
            nova = self._escreve(conexao, chave, rascunho, memoria)
        self._memoria[chave] = nova

    def descarta(self, id_: object) -> None:
        """Forget a draft (thrown away, or issued)."""
        with self._diario.transacao() as conexao:
            apaga(conexao, str(id_))
        self._memoria.pop(str(id_), None)

    def esquece(self, id_: object) -> None:
        """The draft was removed by somebody else in this program (the outbox, when it was acknowledged)."""
        self._memoria.pop(str(id_), None)

    def abertos(self) -> list[R]:
        """Every draft that is not on its way to the retaguarda, in the order in which they were begun. One that changes
        an issued order has the id of what was sent long ago."""
        linhas = self._diario.le(
            "SELECT id, revisao, estado, feitos, desfeitos, resto FROM rascunhos"
            " WHERE json_extract(resto, '$.alterando') IS NOT NULL OR"
            " id NOT IN (SELECT pedido_id FROM envios WHERE estado IN ('pendente', 'enviado', 'quarentena'))"
            " ORDER BY ordem")
        return [self._le(*linha) for linha in linhas]

    def _escreve(self, conexao: sqlite3.Connection, chave: str, rascunho: R, memoria: _Memoria) -> _Memoria:
        nova = _Memoria(memoria.revisao + 1, memoria.proximo)
        todos = (rascunho.pedido, *rascunho.feitos, *rascunho.desfeitos)
        inserir = []
        for pedido in todos:
            if id(pedido) in nova.estados:
                continue
            conhecido = memoria.estados.get(id(pedido))
            if conhecido is None:
                conhecido = (pedido, nova.proximo)
                nova.proximo += 1
                inserir.append((chave, conhecido[1], pedido.model_dump_json()))
            nova.estados[id(pedido)] = conhecido
        self._confere_revisao(conexao, chave, memoria.revisao)
        conexao.executemany("INSERT INTO rascunho_estados (rascunho_id, seq, pedido) VALUES (?, ?, ?)", inserir)
        vivos = {seq for _, seq in nova.estados.values()}
        conexao.executemany("DELETE FROM rascunho_estados WHERE rascunho_id = ? AND seq = ?",
                            [(chave, seq) for _, seq in memoria.estados.values() if seq not in vivos])
        conexao.execute(
            "INSERT INTO rascunhos (id, ordem, revisao, estado, feitos, desfeitos, resto, em) VALUES"
            " (?, (SELECT coalesce(max(ordem), 0) + 1 FROM rascunhos), ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET revisao = excluded.revisao, estado = excluded.estado, feitos = excluded.feitos,"
            " desfeitos = excluded.desfeitos, resto = excluded.resto, em = excluded.em",
            (chave, nova.revisao, nova.estados[id(rascunho.pedido)][1], _seqs(nova, rascunho.feitos),
             _seqs(nova, rascunho.desfeitos), self._partes.resto(rascunho), self._agora()))
        return nova

    def _confere_revisao(self, conexao: sqlite3.Connection, chave: str, esperada: int) -> None:
        linha = conexao.execute("SELECT revisao FROM rascunhos WHERE id = ?", (chave,)).fetchone()
        if (linha[0] if linha else 0) != esperada:
            raise AmbienteIndisponivel("Este documento foi alterado em outra janela do Balcão.",
                                       "Feche uma das janelas; a outra tem a versão mais nova.")

    def _le(self, chave: str, revisao: int, estado: int, feitos: str, desfeitos: str, resto: str) -> R:
        estados = {seq: Pedido.model_validate_json(pedido) for seq, pedido in self._diario.le(
            "SELECT seq, pedido FROM rascunho_estados WHERE rascunho_id = ?", (chave,))}
        rascunho = self._partes.monta(estados[estado], _pedidos(estados, feitos), _pedidos(estados, desfeitos),
                                      resto)
        memoria = _Memoria(revisao, max(estados) + 1)
        # the draft may have made new objects of them: what counts is what it holds
        for pedido, seq in zip((rascunho.pedido, *rascunho.feitos, *rascunho.desfeitos),
                               (estado, *json.loads(feitos), *json.loads(desfeitos)), strict=True):
            memoria.estados[id(pedido)] = (pedido, seq)
        self._memoria[chave] = memoria
        return rascunho


def apaga(conexao: sqlite3.Connection, chave: str) -> None:
    """Inside a transaction: remove a draft and its states."""
    conexao.execute("DELETE FROM rascunhos WHERE id = ?", (chave,))
    conexao.execute("DELETE FROM rascunho_estados WHERE rascunho_id = ?", (chave,))


def _seqs(memoria: _Memoria, pedidos: Iterable[Pedido]) -> str:
    return json.dumps([memoria.estados[id(p)][1] for p in pedidos])


def _pedidos(estados: dict[int, Pedido], seqs: str) -> tuple[Pedido, ...]:
    return tuple(estados[seq] for seq in json.loads(seqs))
