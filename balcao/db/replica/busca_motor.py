"""Reading the index: a typed line becomes a few FTS5 expressions, tried from the surest to the vaguest.

Each expression streams row numbers in ranking order and stops at the page's end, so a letter that begins half
of the catalogue costs what a rare word costs. The vaguer ones run only when the surer ones do not fill the
page. A deadline or a cancelled request stops SQLite inside a statement (docs/decisions/0041).

One `Motor` belongs to one connection, and that to one thread.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from balcao.db.replica.busca_indice import (
    LIMITE_ATIVOS,
    LIMITE_TODOS,
    Indice,
)
from balcao.domain.abreviaturas import MENOR_COMECO, curtas_de, por_extenso
from balcao.domain.parecidas import MAIOR, MENOR, variantes
from balcao.domain.resultado_busca import Motivo
from balcao.domain.texto_busca import Consulta, Termo, contem_no_meio

OPS_POR_AVISO = 20         # SQLite instructions between two looks at the clock: half a millisecond at the worst
MAX_EXPANSAO = 24          # words that a long beginning may stand for, else FTS5 expands it itself
MAX_TRECHOS = 24           # words that a fragment may stand for
MAX_PARECIDAS = 3
_MENOR_TRECHO = 3          # letters: what a trigram has

Achado = tuple[int | str, Motivo]


class Interrompida(Exception):
    """The deadline passed or the request was cancelled; nothing is known of the result."""


class Pedido(NamedTuple):
    """What is asked of the engine. `extras`: marks under which words are searched besides the plain ones;
    `inicio`: mark of the word a name begins with, whose rows go before the others. `primeiras`: rows with smaller
    numbers go before those too (0 = none).

    `exatas`: (marked key, reason) pairs that come first; `comecos`: the same for beginnings of keys. `fixos`: rows
    already found elsewhere, by reason. `so_de`: only rows that pass the engine's restriction with this value.
    """

    consulta: Consulta
    limite: int
    inativos: bool = False
    palavras: bool = True
    exatas: tuple[tuple[str, Motivo], ...] = ()
    comecos: tuple[tuple[str, Motivo], ...] = ()
    fixos: tuple[Achado, ...] = ()
    extras: tuple[str, ...] = ()
    inicio: str = ""
    primeiras: int = 0
    so_de: int | None = None


class Motor:
    """The search engine over one index. `restricao`: an SQL condition on `l.chave` with one parameter, `Pedido.so_de`
    (ours, never the user's)."""

    def __init__(self, conexao: sqlite3.Connection, indice: Indice, restricao: str = "?") -> None:
        self._conexao, self._maior_prefixo = conexao, indice.maior_prefixo
        self._parar: Callable[[], bool] | None = None
        conexao.set_progress_handler(self._aviso, OPS_POR_AVISO)
        self._sql_fts = (f"SELECT l.chave FROM {indice.fts} f JOIN {indice.linhas} l ON l.posicao = f.rowid"
                         f" WHERE {indice.fts} MATCH ? AND f.rowid < ?")
        self._sql_tudo = f"SELECT l.chave FROM {indice.linhas} l WHERE l.posicao < ?"
        self._restricao = f" AND {restricao}"
        self._sql_comeco = f"SELECT palavra FROM {indice.palavras} WHERE palavra >= ? AND palavra < ? LIMIT ?"
        self._sql_conta = (f"SELECT coalesce(sum(quantas), 0) FROM (SELECT quantas FROM {indice.palavras}"
                           " WHERE palavra >= ? AND palavra < ? LIMIT 50)")
        self._sql_trecho = (f"SELECT p.palavra, p.quantas FROM {indice.trechos} t"
                            f" JOIN {indice.palavras} p ON p.id = t.rowid"
                            f" WHERE {indice.trechos} MATCH ? ORDER BY t.rowid LIMIT ?")
        self._sql_abreviaturas = (f"SELECT DISTINCT abreviatura FROM {indice.abreviaturas}"
                                  " WHERE palavra >= ? AND palavra < ? LIMIT 8")

    def executa(self, pedido: Pedido) -> tuple[list[Achado], str]:
        """Rows in order, at most `pedido.limite`, and the corrected text ("" when nothing was corrected).

        An empty question gives the registry in its own order (best sellers; by name). Raises Interrompida
        when stopped (see `enquanto`).
        """
        achados: dict[int | str, Motivo] = dict(pedido.fixos)
        if pedido.consulta.vazia and pedido.palavras and not pedido.exatas:
            teto = LIMITE_TODOS if pedido.inativos else LIMITE_ATIVOS
            todos = self._linhas(pedido, self._sql_tudo, "l.posicao", (teto,), pedido.limite)
            return [(c, Motivo.PALAVRA) for c, in todos], ""
        for chave, motivo in pedido.exatas:
            self._junta(achados, pedido, _inteira(chave), motivo)
        for chave, motivo in pedido.comecos:
            if len(achados) < pedido.limite:
                self._junta(achados, pedido, f'"{chave}" *', motivo)
        corrigido = ""
        if pedido.palavras and pedido.consulta.termos and len(achados) < pedido.limite:
            corrigido = self._por_palavras(pedido, achados)
        ordenados = sorted(achados.items(), key=lambda a: a[1])  # stable: keeps the ranking within a reason
        return ordenados[:pedido.limite], corrigido

    @contextmanager
    def enquanto(self, parar: Callable[[], bool] | None) -> Iterator[None]:
        """Within it, statements stop as soon as `parar()` is true, and all of them see the same moment.

        One snapshot for a whole question: rows and index agree, and while the sync process writes the pages
        that were read are forgotten once, not at each statement.
        """
        self._conexao.execute("BEGIN")
        self._parar = parar
        try:
            yield
        finally:
            self._parar = None
            if self._conexao.in_transaction:  # an error of the disk has ended it already
                self._conexao.execute("COMMIT")

    def _aviso(self) -> int:
        return 1 if self._parar is not None and self._parar() else 0

    def _confere(self) -> None:
        if self._aviso():
            raise Interrompida

    def _por_palavras(self, pedido: Pedido, achados: dict[int | str, Motivo]) -> str:
        termos = pedido.consulta.termos
        diretas = [self._direta(termo, pedido.extras) for termo in termos]
        if pedido.primeiras:
            self._junta(achados, pedido, _todas(diretas), Motivo.FREGUES, pedido.primeiras)
        if pedido.inicio:
            primeiras = (f'"{pedido.inicio}{opcao[0]}" *' for opcao in termos[0].opcoes)
            self._junta(achados, pedido, _todas([_alguma(primeiras), *diretas[1:]]), Motivo.NOME)
        self._junta(achados, pedido, _todas(diretas), Motivo.PALAVRA)
        if len(achados) >= pedido.limite:
            return ""
        vagas = [self._vaga(termo, direta) for termo, direta in zip(termos, diretas, strict=True)]
        self._junta(achados, pedido, _ao_menos_uma(diretas, vagas), Motivo.TRECHO)
        return "" if achados else self._por_parecidas(pedido, achados, diretas, vagas)

    def _por_parecidas(self, pedido: Pedido, achados: dict[int | str, Motivo], diretas: list[str],
                       vagas: list[str]) -> str:
        """Nothing matched: replace the words nobody has by those one letter away."""
        partes, textos, corrigiu = [], [], False
        for termo, direta, vaga in zip(pedido.consulta.termos, diretas, vagas, strict=True):
            conhecida = bool(vaga) or (direta != "" and self._quantas(termo.opcoes[0][0]) > 0)
            outras = [] if conhecida else self._parecidas(termo.texto)
            if not conhecida and not outras:
                return ""
            corrigiu = corrigiu or bool(outras)
            partes.append(_alguma([direta, *(self._comeco(p) for p in outras)]))
            textos.append(outras[0] if outras else termo.texto)
        if not corrigiu:
            return ""
        self._junta(achados, pedido, _todas(partes), Motivo.PARECIDO)
        return " ".join(textos) if achados else ""

    def _junta(self, achados: dict[int | str, Motivo], pedido: Pedido, expressao: str, motivo: Motivo,
               teto: int = 0) -> None:
        """Add what an expression finds below row `teto` (0: all that may be shown), up to the page's end. An empty
        expression finds nothing."""
        if not expressao:
            return
        teto = teto or (LIMITE_TODOS if pedido.inativos else LIMITE_ATIVOS)
        for chave, in self._linhas(pedido, self._sql_fts, "f.rowid", (expressao, teto), pedido.limite + len(achados)):
            achados.setdefault(chave, motivo)

    def _linhas(self, pedido: Pedido, sql: str, ordem: str, valores: tuple[object, ...], limite: int) -> list[Any]:
        """The first rows of a statement in ranking order, restricted when that is asked."""
        if pedido.so_de is not None:
            sql, valores = sql + self._restricao, (*valores, pedido.so_de)
        return self._le(f"{sql} ORDER BY {ordem} LIMIT ?", (*valores, limite))

    def _direta(self, termo: Termo, extras: Sequence[str]) -> str:
        """The term as it is: beginnings of words, declared abbreviations."""
        partes = [_juntas([self._comeco(palavra) for palavra in opcao]) for opcao in termo.opcoes]
        palavra = termo.opcoes[0][0]
        if palavra.isalpha():
            partes += map(_inteira, curtas_de(palavra))
            partes += [self._comeco(longa) for longa in por_extenso(palavra)]
        partes += [f'"{marca}{palavra}" *' for marca in extras]
        return _alguma(partes)

    def _comeco(self, palavra: str) -> str:
        """Expression for the words that begin with `palavra`; empty when there is none.

        Up to some length FTS5 has the list ready. A longer one it would collect and merge at each question
        (3 ms for 8,000 rows), so its words are looked up and asked for one by one, which streams.
        """
        if len(palavra) <= self._maior_prefixo:
            return f'"{palavra}" *'
        inteiras = [p for p, in self._le(self._sql_comeco, (palavra, _depois(palavra), MAX_EXPANSAO + 1))]
        if len(inteiras) > MAX_EXPANSAO:
            return f'"{palavra}" *'
        return _alguma(map(_inteira, inteiras))

    def _vaga(self, termo: Termo, direta: str) -> str:
        """What the term may also mean: words that contain it, abbreviations the descriptions taught."""
        palavra = termo.opcoes[0][0]
        if len(termo.opcoes) > 1 or len(palavra) < _MENOR_TRECHO:
            return ""
        palavras = self._palavras_com(palavra)
        if palavra.isalpha() and len(palavra) >= MENOR_COMECO:
            curtas = self._le(self._sql_abreviaturas, (palavra, _depois(palavra)))
            palavras += [curta for curta, in curtas if not curta.startswith(palavra)]
        return _alguma(p for p in map(_inteira, palavras) if p not in direta)

    def _palavras_com(self, trecho: str) -> list[str]:
        """The commonest words that contain `trecho` past their beginning."""
        achadas = self._le(self._sql_trecho, (_inteira(trecho), 4 * MAX_TRECHOS))
        candidatas = [(quantas, p) for p, quantas in achadas if quantas > 0 and contem_no_meio(p, trecho)]
        candidatas.sort(reverse=True)
        return [p for _, p in candidatas[:MAX_TRECHOS]]

    def _parecidas(self, palavra: str) -> list[str]:
        """The commonest beginnings of words that are one letter away from `palavra`."""
        if not (MENOR <= len(palavra) <= MAIOR and palavra.isalpha()):
            return []
        achadas: list[tuple[int, str]] = []
        for variante in variantes(palavra):
            if quantas := self._quantas(variante):
                achadas.append((quantas, variante))
            self._confere()
        achadas.sort(key=lambda a: -a[0])  # stable: a swap of letters goes before another letter
        return [p for _, p in achadas[:MAX_PARECIDAS]]

    def _quantas(self, palavra: str) -> int:
        return int(self._le(self._sql_conta, (palavra, _depois(palavra)))[0][0])

    def _le(self, sql: str, parametros: tuple[object, ...]) -> list[Any]:
        return le(self._conexao, sql, parametros)


def le(conexao: sqlite3.Connection, sql: str,
       parametros: tuple[object, ...] | dict[str, object]) -> list[Any]:
    """Rows of a statement. Raises Interrompida when the clock stopped it."""
    try:
        return conexao.execute(sql, parametros).fetchall()
    except sqlite3.OperationalError as erro:
        if erro.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Interrompida from erro
        raise


def _inteira(palavra: str) -> str:
    """The word itself, as an FTS5 string."""
    return f'"{palavra}"'


def _depois(comeco: str) -> str:
    """The first text after all those that begin with `comeco`."""
    return comeco[:-1] + chr(ord(comeco[-1]) + 1)


def _alguma(partes: Iterable[str]) -> str:
    """OR of the expressions that are not empty."""
    cheias = list(dict.fromkeys(p for p in partes if p))
    return cheias[0] if len(cheias) == 1 else f"({' OR '.join(cheias)})" if cheias else ""


def _todas(partes: Sequence[str]) -> str:
    """AND of expressions; empty (nothing can match) when one of them is."""
    return " AND ".join(partes) if all(partes) else ""


def _ao_menos_uma(diretas: list[str], vagas: list[str]) -> str:
    """Every term directly or vaguely, and some term vaguely: what the direct expression has not found yet.

    Written as one alternative per vague term, because FTS5 walks an AND by its rarest side and the vague sides
    are rare; (d₁ OR v₁) AND (d₂ OR v₂) would walk the common ones (10 ms instead of 1).
    """
    ambas = [_alguma((d, v)) for d, v in zip(diretas, vagas, strict=True)]
    return _alguma(_juntas([*diretas[:i], vaga, *ambas[i + 1:]]) for i, vaga in enumerate(vagas) if vaga)


def _juntas(partes: Sequence[str]) -> str:
    """Like `_todas`, as one operand."""
    return partes[0] if len(partes) == 1 else f"({_todas(partes)})" if all(partes) else ""
