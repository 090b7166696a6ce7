"""The search index as stored: FTS5 whose row numbers are the ranking. Written by the sync process only.

A row number ("posição") is `class << 32 | sequence`: best sellers have the lowest class, what is out of sale
the highest, so the first rows FTS5 streams are the best ones and `LIMIT 12` reads no more than those
(docs/decisions/0040). Codes and bar codes are words of the same FTS5 with a mark in front, so that every
question is one FTS5 expression. Beside it: the distinct words (for fragments, typos and long prefixes), their
trigrams, and the learned abbreviations.

Everything happens inside the caller's transaction. Not here: what a product's words are (`busca_carga.py`) and
reading (`busca_motor.py`).
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from balcao.domain.abreviaturas import Frequencia, aprende

VERSAO = "3"      # of the words and of these tables; another one means reconstruct
BITS_SEQUENCIA = 32
FORA_DE_VENDA = 1 << 20   # added to the class of what may be hidden (CB-112)
LIMITE_ATIVOS = FORA_DE_VENDA << BITS_SEQUENCIA
LIMITE_TODOS = 1 << 62

# Marks before the words that are keys. No word of a text begins with a sign.
MARCA_CODIGO = "."
MARCA_DOCUMENTO = "./"
MARCA_TELEFONE = "/"
MARCA_NOME = "-"  # the word a name begins with
MARCA_BALANCA = "./"
MARCA_REFERENCIA = "-"
_SINAIS = (".", "/", "-")


class Documento(NamedTuple):
    """What is searched of one row. `palavras`: its words and marked keys, separated by spaces.

    `folga`: by how many classes it may have moved and still be left where it is.
    """

    chave: int | str
    classe: int
    palavras: str
    folga: int = 0


class _Gravado(NamedTuple):
    posicao: int
    palavras: str


@dataclass(frozen=True, slots=True)
class Indice:
    """The index of one registry. `nome` is ours (never the user's): it becomes part of table names.

    `maior_prefixo`: letters up to which FTS5 keeps a ready list of what begins so; longer beginnings are few
    words, read from the table of words. Each letter costs a tenth of the index.
    """

    nome: str
    maior_prefixo: int = 8

    @property
    def fts(self) -> str:
        return f"busca_{self.nome}"

    @property
    def linhas(self) -> str:
        return f"busca_{self.nome}_linhas"

    @property
    def palavras(self) -> str:
        return f"busca_{self.nome}_palavras"

    @property
    def trechos(self) -> str:
        return f"busca_{self.nome}_trechos"

    @property
    def abreviaturas(self) -> str:
        return f"busca_{self.nome}_abreviaturas"

    def cria(self, conexao: sqlite3.Connection) -> None:
        """Create empty tables, dropping what there was."""
        for tabela in (self.fts, self.linhas, self.palavras, self.trechos, self.abreviaturas):
            conexao.execute(f"DROP TABLE IF EXISTS {tabela}")
        prefixos = " ".join(str(n) for n in range(1, self.maior_prefixo + 1))
        conexao.execute(f"""CREATE VIRTUAL TABLE {self.fts} USING fts5(palavras, content='', columnsize=0,
            detail=none, prefix='{prefixos}', tokenize="ascii tokenchars './-'")""")
        conexao.execute(f"INSERT INTO {self.fts} ({self.fts}, rank) VALUES ('hashsize', 8000000)")
        conexao.execute(f"""CREATE TABLE {self.linhas} (posicao INTEGER PRIMARY KEY, chave NOT NULL UNIQUE,
            palavras TEXT NOT NULL)""")
        conexao.execute(f"""CREATE TABLE {self.palavras} (id INTEGER PRIMARY KEY, palavra TEXT NOT NULL UNIQUE,
            quantas INTEGER NOT NULL, com_ponto INTEGER NOT NULL)""")
        conexao.execute(f"""CREATE VIRTUAL TABLE {self.trechos} USING fts5(palavra, content='', columnsize=0,
            tokenize='trigram case_sensitive 1')""")
        conexao.execute(f"""CREATE TABLE {self.abreviaturas} (palavra TEXT NOT NULL, abreviatura TEXT NOT NULL,
            PRIMARY KEY (palavra, abreviatura)) WITHOUT ROWID""")
        grava_estado(conexao, f"{self.nome}.versao", VERSAO)

    def existe(self, conexao: sqlite3.Connection) -> bool:
        """Whether the tables are there, in the form this program writes."""
        return le_estado(conexao, f"{self.nome}.versao") == VERSAO

    def grava(self, conexao: sqlite3.Connection, documentos: Sequence[Documento],
              com_ponto: Counter[str] | None = None) -> int:
        """Store these rows; returns how many changed in the index.

        A row whose words are the same and whose class moved little is left where it is: a best seller is
        not rewritten at each sale. `com_ponto`: words seen with a full stop in these texts.
        """
        antes = self._gravados(conexao, [d.chave for d in documentos])
        novos, velhos = [], []
        for documento in documentos:
            if gravado := antes.get(documento.chave):
                if _fica(gravado, documento):
                    continue
                velhos.append(gravado)
            novos.append(documento)
        self._tira(conexao, velhos)
        self._poe(conexao, novos)
        self._conta(conexao, [v.palavras for v in velhos], [n.palavras for n in novos], com_ponto)
        return len(novos)

    def remove(self, conexao: sqlite3.Connection, chaves: Sequence[int | str]) -> int:
        """Take these rows out of the index; unknown ones are ignored. Returns how many were there."""
        velhos = list(self._gravados(conexao, chaves).values())
        self._tira(conexao, velhos)
        self._conta(conexao, [v.palavras for v in velhos], [], None)
        return len(velhos)

    def _gravados(self, conexao: sqlite3.Connection, chaves: Sequence[int | str]) -> dict[int | str, _Gravado]:
        sql = (f"SELECT chave, posicao, palavras FROM {self.linhas}"
               " WHERE chave IN (SELECT value FROM json_each(?))")
        return {chave: _Gravado(posicao, palavras)
                for chave, posicao, palavras in conexao.execute(sql, (json.dumps(list(chaves)),))}

    def _tira(self, conexao: sqlite3.Connection, velhos: list[_Gravado]) -> None:
        conexao.executemany(f"INSERT INTO {self.fts} ({self.fts}, rowid, palavras) VALUES ('delete', ?, ?)",
                            ((v.posicao, v.palavras) for v in sorted(velhos)))
        conexao.executemany(f"DELETE FROM {self.linhas} WHERE posicao = ?", ((v.posicao,) for v in velhos))

    def _poe(self, conexao: sqlite3.Connection, novos: list[Documento]) -> None:
        proximas: dict[int, int] = {}
        linhas = []
        for documento in sorted(novos, key=lambda d: d.classe):  # stable: arrival order within a class
            posicao = proximas.get(documento.classe)
            if posicao is None:
                posicao = self._livre(conexao, documento.classe)
            proximas[documento.classe] = posicao + 1
            linhas.append((posicao, documento.chave, documento.palavras))
        conexao.executemany(f"INSERT INTO {self.linhas} (posicao, chave, palavras) VALUES (?, ?, ?)", linhas)
        conexao.executemany(f"INSERT INTO {self.fts} (rowid, palavras) VALUES (?, ?)",
                            ((posicao, palavras) for posicao, _, palavras in linhas))

    def _livre(self, conexao: sqlite3.Connection, classe: int) -> int:
        """The row number after the last one of a class."""
        inicio, fim = classe << BITS_SEQUENCIA, (classe + 1) << BITS_SEQUENCIA
        ultima, = conexao.execute(f"SELECT max(posicao) FROM {self.linhas} WHERE posicao >= ? AND posicao < ?",
                                  (inicio, fim)).fetchone()
        return inicio if ultima is None else int(ultima) + 1

    def _conta(self, conexao: sqlite3.Connection, velhos: list[str], novos: list[str],
               com_ponto: Counter[str] | None) -> None:
        """Keep the table of words and its trigrams. Words that are gone stay, with a count of zero."""
        contas: Counter[str] = Counter()
        for palavras in novos:
            contas.update(palavras.split())
        for palavras in velhos:
            contas.subtract(palavras.split())
        pontos = com_ponto or Counter()
        ultima = conexao.execute(f"SELECT coalesce(max(id), 0) FROM {self.palavras}").fetchone()[0]
        conexao.executemany(
            f"INSERT INTO {self.palavras} (palavra, quantas, com_ponto) VALUES (?, ?, ?)"
            " ON CONFLICT (palavra) DO UPDATE SET quantas = quantas + excluded.quantas,"
            " com_ponto = com_ponto + excluded.com_ponto",
            ((p, n, pontos[p]) for p, n in contas.items() if (n or pontos[p]) and not p.startswith(_SINAIS)))
        conexao.execute(f"INSERT INTO {self.trechos} (rowid, palavra)"
                        f" SELECT id, palavra FROM {self.palavras} WHERE id > ?", (ultima,))

    def aprende(self, conexao: sqlite3.Connection) -> int:
        """Learn the abbreviations again from the words as they are now; returns how many."""
        frequencias = {p: Frequencia(n, c) for p, n, c in conexao.execute(
            f"SELECT palavra, quantas, com_ponto FROM {self.palavras} WHERE quantas > 1")}
        conexao.execute(f"DELETE FROM {self.abreviaturas}")
        conexao.executemany(f"INSERT INTO {self.abreviaturas} (palavra, abreviatura) VALUES (?, ?)",
                            aprende(frequencias))
        return int(conexao.execute(f"SELECT count(*) FROM {self.abreviaturas}").fetchone()[0])

    def otimiza(self, conexao: sqlite3.Connection, paginas: int = 1000) -> Iterator[None]:
        """Merge the index's segments, a bounded piece per step, so that the caller may commit in between."""
        for tabela in (self.fts, self.trechos):
            conexao.execute(f"INSERT INTO {tabela} ({tabela}, rank) VALUES ('merge', ?)", (-paginas,))
            yield
            while True:
                antes = conexao.total_changes
                conexao.execute(f"INSERT INTO {tabela} ({tabela}, rank) VALUES ('merge', ?)", (paginas,))
                yield
                if conexao.total_changes - antes < 2:
                    break  # SQLite's own sign that there was nothing left to merge


def _fica(gravado: _Gravado, documento: Documento) -> bool:
    distancia = abs((gravado.posicao >> BITS_SEQUENCIA) - documento.classe)
    return gravado.palavras == documento.palavras and distancia <= documento.folga


def grava_estado(conexao: sqlite3.Connection, chave: str, valor: str) -> None:
    """Remember a fact about the index itself."""
    conexao.execute("CREATE TABLE IF NOT EXISTS busca_estado (chave TEXT PRIMARY KEY, valor TEXT NOT NULL)")
    conexao.execute("INSERT INTO busca_estado (chave, valor) VALUES (?, ?)"
                    " ON CONFLICT (chave) DO UPDATE SET valor = excluded.valor", (chave, valor))


def le_estado(conexao: sqlite3.Connection, chave: str) -> str | None:
    """A fact about the index; None when it was never written."""
    tabela = conexao.execute("SELECT 1 FROM sqlite_master WHERE name = 'busca_estado'").fetchone()
    if tabela is None:
        return None
    linha = conexao.execute("SELECT valor FROM busca_estado WHERE chave = ?", (chave,)).fetchone()
    return None if linha is None else str(linha[0])
