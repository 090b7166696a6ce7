"""The replica file as the sync process writes it: rows, their search words, and the status row.

Rows arrive as texts, in the stored form (`esquema.expressao`); SQLite's column affinity makes numbers of them.
What the search index must look at again is remembered in temporary tables, so that memory stays bounded
however much changed.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from balcao.db.replica import busca_carga, esquema
from balcao.db.replica.arquivo import EstadoReplica, Situacao, abre_escrita, le_estado, micros
from balcao.db.replica.origem import Exclusao, Momento

LOTE = 5_000
_PROPOSTAS = 50

_DE_PESSOA = {"pessoas": "id", "clientes": "pessoa_id", "enderecos": "pessoa_id",
              "compras_cliente": "pessoa_id"}
_POR_NOME = {t.name: t for t in esquema.tabelas()}


@dataclass(frozen=True, slots=True)
class Vida:
    """Which server this file was filled from, and up to where."""

    assinatura: str
    empresa: str | None
    geracao: str | None
    sistema: str | None
    linha_do_tempo: int | None
    ligado_em: str | None
    estabelecimento_id: int | None
    cursor: int | None
    completa: bool
    testemunha: str | None
    propostas: tuple[str, ...]


class ArquivoReplica:
    """One replica file open for writing. Raises sqlite3.Error when the file or the disk is bad."""

    def __init__(self, arquivo: Path) -> None:
        self.arquivo = arquivo
        self.conexao = abre_escrita(arquivo)

    def fecha(self) -> None:
        self.conexao.close()

    @contextmanager
    def transacao(self) -> Iterator[sqlite3.Connection]:
        """One write transaction."""
        self.conexao.execute("BEGIN IMMEDIATE")
        try:
            yield self.conexao
        except BaseException:
            self.conexao.rollback()
            raise
        self.conexao.commit()

    # ---- the status row

    def cria(self, programa: str) -> None:
        """Make the tables of an empty replica."""
        with self.transacao() as conexao:
            for comando in esquema.comandos():
                conexao.execute(comando)
            conexao.execute("INSERT INTO replica (id, assinatura, programa, situacao) VALUES (1, ?, ?, ?)",
                            (esquema.assinatura(), programa, Situacao.CARREGANDO))
            busca_carga.abre_carga(conexao)

    def vida(self) -> Vida | None:
        """None when the file is not a replica, or half made."""
        try:
            linha = self.conexao.execute(
                "SELECT assinatura, empresa, geracao, sistema, linha_do_tempo, ligado_em, estabelecimento_id, cursor,"
                " carga_completa, testemunha, propostas FROM replica").fetchone()
        except sqlite3.DatabaseError:
            return None
        if linha is None:
            return None
        assinatura, empresa, geracao, sistema, tempo, ligado, loja, cursor, completa, testemunha, propostas = linha
        return Vida(assinatura, empresa, geracao, sistema, tempo, ligado, loja, None if cursor is None else int(cursor),
                    bool(completa), testemunha, tuple(json.loads(propostas)))

    def comeca(self, momento: Momento, totais: dict[str, int]) -> None:
        """Write down whose copy this is, and the cursor that will follow the load.

        The cursor is the one of the first attempt: a load that was cut goes on with the tables that are
        missing, and the first pull brings what changed in the others since.
        """
        with self.transacao() as conexao:
            conexao.execute(
                "UPDATE replica SET empresa = ?, geracao = ?, sistema = ?, linha_do_tempo = ?, ligado_em = ?,"
                " estabelecimento_id = ?, cursor = coalesce(cursor, ?), testemunha = coalesce(testemunha, ?)",
                (momento.empresa, momento.geracao, momento.sistema, momento.linha_do_tempo,
                 momento.ligado_em, momento.estabelecimento_id, str(momento.horizonte), momento.testemunha))
            conexao.executemany(
                "INSERT INTO carga (tabela, ordem, total) VALUES (?, ?, ?) ON CONFLICT (tabela) DO UPDATE"
                " SET total = excluded.total, linhas = iif(pronta, linhas, 0)",
                ((nome, ordem, total) for ordem, (nome, total) in enumerate(totais.items())))

    def prontas(self) -> set[str]:
        """The tables whose first load is done."""
        return {nome for nome, in self.conexao.execute("SELECT tabela FROM carga WHERE pronta")}

    def estado(self) -> EstadoReplica:
        return le_estado(self.conexao)

    def anota(self, situacao: Situacao, detalhe: str = "") -> None:
        """Change what the screen shows; the age of the data is not touched."""
        with self.transacao() as conexao:
            conexao.execute("UPDATE replica SET situacao = ?, detalhe = ?", (situacao, detalhe))

    def avanca(self, momento: Momento, agora: datetime, situacao: Situacao, detalhe: str, atual: bool,
               proposta: str) -> str:
        """Inside a transaction: the pull of `momento` is stored. `atual`: the data is as fresh as `agora`.

        Returns the token to leave on the server: `proposta`, or the last one when too many wait.
        """
        self.conexao.execute("UPDATE replica SET cursor = ?, ligado_em = ?, situacao = ?, detalhe = ?",
                             (str(momento.horizonte), momento.ligado_em, situacao, detalhe))
        if atual:
            desvio = (momento.agora - agora) // timedelta(microseconds=1)
            self.conexao.execute("UPDATE replica SET atualizado_em = ?, servidor_em = ?, desvio = ?",
                                 (micros(agora), micros(momento.agora), desvio))
        return self._propoe(momento.testemunha, proposta)

    def _propoe(self, achada: str | None, proposta: str) -> str:
        """The token found becomes the known one; those proposed after it may still arrive."""
        linha = self.conexao.execute("SELECT propostas FROM replica").fetchone()
        propostas: list[str] = json.loads(linha[0])
        if achada in propostas:
            propostas = propostas[propostas.index(achada) + 1:]
        if len(propostas) < _PROPOSTAS:
            propostas.append(proposta)
        self.conexao.execute("UPDATE replica SET testemunha = ?, propostas = ?", (achada, json.dumps(propostas)))
        return propostas[-1]

    def confirma(self, token: str) -> None:
        """A proposed token is on the server: the ones before it are good no more."""
        with self.transacao() as conexao:
            propostas: list[str] = json.loads(conexao.execute("SELECT propostas FROM replica").fetchone()[0])
            if token in propostas:
                conexao.execute("UPDATE replica SET testemunha = ?, propostas = ?",
                                (token, json.dumps(propostas[propostas.index(token) + 1:])))

    # ---- first load

    def recebe(self, tabela: Table, linhas: Iterable[tuple[str | None, ...]], conta: bool = True) -> Iterator[int]:
        """Store rows, committing by batch; yields after each one how many came. `conta`: show as progress."""
        comando, fonte = _insere(tabela), iter(linhas)
        while lote := list(islice(fonte, LOTE)):
            with self.transacao() as conexao:
                conexao.executemany(comando, lote)
                if conta:
                    conexao.execute("UPDATE carga SET linhas = linhas + ? WHERE tabela = ?",
                                    (len(lote), tabela.name))
                if tabela.name == "produtos":
                    busca_carga.atualiza_produtos(conexao, [int(linha[0] or 0) for linha in lote])
            yield len(lote)

    def terminou(self, tabela: Table) -> None:
        """The whole table has arrived."""
        with self.transacao() as conexao:
            conexao.execute("UPDATE carga SET pronta = 1 WHERE tabela = ?", (tabela.name,))

    def indexa_clientes(self) -> Iterator[None]:
        """Make every customer findable, then who is none; committing by batch."""
        clientes = [ident for ident, in self.conexao.execute("SELECT pessoa_id FROM clientes")]
        for atualiza, fonte in ((busca_carga.atualiza_clientes, clientes),
                                (busca_carga.atualiza_pessoas, busca_carga.so_pessoas(self.conexao))):
            for i in range(0, len(fonte), LOTE):
                with self.transacao() as conexao:
                    atualiza(conexao, fonte[i:i + LOTE])
                yield

    # ---- changes

    def prepara_mudancas(self) -> None:
        """Inside a transaction: forget what earlier changes touched."""
        for indice, tipo in (("produtos", "INTEGER"), ("clientes", "TEXT")):
            self.conexao.execute(
                f"CREATE TEMP TABLE IF NOT EXISTS tocados_{indice} (id {tipo} PRIMARY KEY) WITHOUT ROWID")
            self.conexao.execute(f"DELETE FROM temp.tocados_{indice}")

    def exclui(self, exclusao: Exclusao) -> str | None:
        """Apply a tombstone; the table's name, or None when it is not ours."""
        tabela = _POR_NOME.get(exclusao.tabela)
        if tabela is None:
            return None
        valores = [esquema.para_local(tabela.c[k], exclusao.chave[k]) for k in esquema.chave(tabela)]
        self._apaga(tabela, valores)
        return tabela.name

    def aplica(self, tabela: Table, linhas: Iterable[tuple[bool, tuple[str | None, ...]]]) -> int:
        """Inside a transaction: store the rows that stay, remove those that left; returns how many came."""
        colunas = esquema.colunas(tabela)
        onde = [colunas.index(k) for k in esquema.chave(tabela)]
        comando, fonte, total = _insere(tabela), iter(linhas), 0
        while lote := list(islice(fonte, LOTE)):
            ficam = [linha for fica, linha in lote if fica]
            self.conexao.executemany(comando, ficam)
            self._toca(tabela, ficam)
            for fica, linha in lote:
                if not fica:
                    self._apaga(tabela, [linha[i] for i in onde])
            total += len(lote)
        return total

    def reindexa(self) -> None:
        """Inside a transaction: bring the search index up to what was touched."""
        for indice, atualiza in (("produtos", busca_carga.atualiza_produtos),
                                 ("clientes", busca_carga.atualiza_clientes),
                                 ("clientes", busca_carga.atualiza_pessoas)):
            cursor = self.conexao.execute(f"SELECT id FROM temp.tocados_{indice} ORDER BY id")
            while lote := cursor.fetchmany(LOTE):
                atualiza(self.conexao, [ident for ident, in lote])

    def _apaga(self, tabela: Table, valores: Sequence[Any]) -> None:
        onde = " AND ".join(f"{k} = ?" for k in esquema.chave(tabela))
        if coluna := _coluna_da_busca(tabela):
            self.conexao.execute(f"INSERT OR IGNORE INTO temp.tocados_{_indice(tabela)}"
                                 f" SELECT {coluna} FROM main.{tabela.name} WHERE {onde}", valores)
        self.conexao.execute(f"DELETE FROM {tabela.name} WHERE {onde}", valores)

    def _toca(self, tabela: Table, linhas: list[tuple[str | None, ...]]) -> None:
        if coluna := _coluna_da_busca(tabela):
            i = esquema.colunas(tabela).index(coluna)
            self.conexao.executemany(f"INSERT OR IGNORE INTO temp.tocados_{_indice(tabela)} VALUES (?)",
                                     ((linha[i],) for linha in linhas))


def _coluna_da_busca(tabela: Table) -> str | None:
    """The column that names what the search index must look at again."""
    return "id" if tabela.name == "produtos" else _DE_PESSOA.get(tabela.name)


def _indice(tabela: Table) -> str:
    return "produtos" if tabela.name == "produtos" else "clientes"


def _insere(tabela: Table) -> str:
    colunas = esquema.colunas(tabela)
    return (f"INSERT OR REPLACE INTO {tabela.name} ({', '.join(colunas)})"
            f" VALUES ({', '.join('?' * len(colunas))})")
