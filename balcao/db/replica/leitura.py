"""The replica as the counter reads it: always the current file, from any thread, never waiting for the sync.

Each query is a read of its own (no open transaction holds the sync's checkpoint back). When a reload put another
file in place, the next `conexao()` opens that one. Only the standard library reads: the queries are the shared ones,
written out (consultas.py beside this file), because the window waits for what it imports.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from balcao.db.replica.arquivo import (
    VAZIA,
    EstadoReplica,
    PastaReplica,
    abre_leitura,
    instante,
    le_estado,
    micros,
)
from balcao.db.replica.consultas import CONSULTAS, Forma
from balcao.domain.erros import AmbienteIndisponivel

_CACHE_KIB = 4_096
_GUARDADAS = 4  # connections kept for the next reader

Converte = Callable[[Any], Any]
_ENTRA: Mapping[Forma, Converte] = {"json": json.dumps, "uuid": lambda v: v.hex, "dia": date.isoformat,
                                    "instante": micros}
_SAI: Mapping[Forma, Converte] = {"json": json.loads, "uuid": UUID, "dia": date.fromisoformat,
                                  "instante": instante, "sim_nao": bool}


class LeitorReplica:
    """Answers the shared queries from one file (db.leitor.Leitor). Raises AmbienteIndisponivel when it cannot."""

    def __init__(self, arquivo: Path, conexao: sqlite3.Connection) -> None:
        self.arquivo, self.conexao = arquivo, conexao

    def le(self, consulta: str, **valores: object) -> list[dict[str, Any]]:
        """Every row of a query, by the names of its columns."""
        sql, entram, saem = _preparada(consulta)
        for nome, converte in entram:
            if (valor := valores[nome]) is not None:
                valores[nome] = converte(valor)
        try:
            linhas = self.conexao.execute(sql, valores).fetchall()
        except sqlite3.DatabaseError as erro:
            raise _ilegivel(erro) from erro
        nomes = CONSULTAS[consulta][2]
        lidas = [dict(zip(nomes, linha, strict=True)) for linha in linhas]
        for lida in lidas:
            for nome, converte in saem:
                if (valor := lida[nome]) is not None:
                    lida[nome] = converte(valor)
        return lidas

    def fecha(self) -> None:
        """Give the connection back to the system."""
        self.conexao.close()


class Replica:
    """Reading side of one replica folder. Safe to use from several threads."""

    def __init__(self, pasta: Path) -> None:
        self.pasta = PastaReplica(pasta)
        self._trava = threading.Lock()
        self._livres: list[LeitorReplica] = []

    def fecha(self) -> None:
        """Close every connection that is not in use."""
        with self._trava:
            livres, self._livres = self._livres, []
        for leitor in livres:
            leitor.fecha()

    def arquivo(self) -> Path:
        """The file that is current now (search objects belong to one file: compare). Raises AmbienteIndisponivel
        before the first load began."""
        atual = self.pasta.atual()
        if atual is None:
            raise _sem_dados()
        return atual

    def abre(self) -> LeitorReplica:
        """A connection to the current file, read-only, that the caller keeps and closes. Raises
        AmbienteIndisponivel."""
        arquivo = self.arquivo()
        try:
            conexao = abre_leitura(arquivo)
            conexao.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        except sqlite3.DatabaseError as erro:
            raise _ilegivel(erro) from erro
        return LeitorReplica(arquivo, conexao)

    @contextmanager
    def conexao(self) -> Iterator[LeitorReplica]:
        """A connection for some queries. Raises AmbienteIndisponivel while there is no data, or when the file
        cannot be read."""
        leitor = self._pega(self.arquivo()) or self.abre()
        try:
            yield leitor
        finally:
            self._devolve(leitor)

    def _pega(self, arquivo: Path) -> LeitorReplica | None:
        with self._trava:
            velhos = [um for um in self._livres if um.arquivo != arquivo]
            self._livres = [um for um in self._livres if um.arquivo == arquivo]
            leitor = self._livres.pop() if self._livres else None
        for velho in velhos:
            velho.fecha()
        return leitor

    def _devolve(self, leitor: LeitorReplica) -> None:
        with self._trava:
            if len(self._livres) < _GUARDADAS and self.pasta.atual() == leitor.arquivo:
                self._livres.append(leitor)
                return
        leitor.fecha()

    def estado(self) -> EstadoReplica:
        """How fresh the data is. Never raises."""
        try:
            with self.conexao() as leitor:
                return le_estado(leitor.conexao)
        except (AmbienteIndisponivel, sqlite3.DatabaseError):
            return VAZIA


@cache
def _preparada(consulta: str) -> tuple[str, list[tuple[str, Converte]], list[tuple[str, Converte]]]:
    """Its SQL, and what must be converted on the way in and out."""
    sql, entram, saem = CONSULTAS[consulta]
    return (sql, [(nome, _ENTRA[forma]) for nome, forma in entram.items() if forma in _ENTRA],
            [(nome, partial(_decimal, forma) if isinstance(forma, int) else _SAI[forma])
             for nome, forma in saem.items() if forma != ""])


def _decimal(casas: int, guardado: int) -> Decimal:
    return Decimal(guardado).scaleb(-casas)


def _sem_dados() -> AmbienteIndisponivel:
    return AmbienteIndisponivel("Os dados da loja ainda não chegaram a este balcão.",
                                "Espere a primeira carga; se ela não começar, use Testar conexão na Configuração.")


def _ilegivel(erro: Exception) -> AmbienteIndisponivel:
    if "no such" in str(erro):  # made by an older program: the sync is making it anew
        return AmbienteIndisponivel("Os dados locais estão sendo preparados para esta versão do Balcão.",
                                    "Espere alguns instantes.")
    return AmbienteIndisponivel("Os dados locais não puderam ser lidos e serão carregados de novo.",
                                "Espere alguns instantes; as vendas guardadas não foram afetadas.")
