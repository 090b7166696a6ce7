"""From the replica's rows to the search index: the sync process calls this inside its own transactions.

First load: `abre_carga`; after each batch of rows `atualiza_produtos(conexao, ids)` (best sellers first, if the
server sends them so; searching works on what has arrived); at the end `fecha_carga`. Afterwards the same
`atualiza_produtos` for what changed, and for what is gone. `reconstruir` does all of it from the tables.

Product bar codes are not here: they are read from `produto_gtins` itself, whose key they are.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from balcao.db.replica.busca_indice import (
    BITS_SEQUENCIA,
    FORA_DE_VENDA,
    MARCA_BALANCA,
    MARCA_CODIGO,
    MARCA_DOCUMENTO,
    MARCA_NOME,
    MARCA_REFERENCIA,
    MARCA_TELEFONE,
    Documento,
    Indice,
    grava_estado,
)
from balcao.domain.texto_busca import chave_codigo, normaliza, palavras_do_texto, sem_mascara

PRODUTOS = Indice("produtos")
CLIENTES = Indice("clientes", maior_prefixo=4)  # their words are mostly numbers that nobody shares
PESSOAS = Indice("pessoas", maior_prefixo=4)  # who is no customer: apart, so that customers are found as fast (0166)
_TODOS = (PRODUTOS, CLIENTES, PESSOAS)
LOTE = 10_000
CARREGANDO, PRONTO = "carregando", "pronto"

_MAIOR_VENDA = 2047  # the class of a product that sells 2³¹ in 90 days
_COM_PONTO = re.compile(r"\b([A-Z]{2,7})\.(?!\d)")
_LETRAS = 4  # of a customer's name that its class keeps
_SEM_COMPRAS: int = FORA_DE_VENDA - 27 ** _LETRAS  # the first class of those who never bought here: by name
_MESES = 512  # of the last purchase, from the year below: enough until 2062
_ANO_ZERO = 2020
_MAIOR_COMPRA = _SEM_COMPRAS // _MESES - 1
LIMITE_FREGUESES = _SEM_COMPRAS << BITS_SEQUENCIA

_SQL_PRODUTOS = """SELECT id, codigo, descricao, marca, referencia, situacao, vendas, codigo_balanca
    FROM produtos WHERE id IN (SELECT value FROM json_each(?)) ORDER BY vendas DESC, id"""
_SQL_CLIENTES = """SELECT p.id, p.codigo, p.nome, p.fantasia, p.documento, p.telefone, p.celular, c.inativo,
        (SELECT group_concat(municipio, ' ') FROM enderecos WHERE pessoa_id = p.id),
        (SELECT compras FROM compras_cliente WHERE pessoa_id = p.id),
        (SELECT ultima FROM compras_cliente WHERE pessoa_id = p.id)
    FROM clientes c JOIN pessoas p ON p.id = c.pessoa_id
    WHERE c.pessoa_id IN (SELECT value FROM json_each(?)) ORDER BY p.nome, p.id"""
_SQL_PESSOAS = """SELECT p.id, p.codigo, p.nome, p.fantasia, p.documento, p.telefone, p.celular, 0,
        (SELECT group_concat(municipio, ' ') FROM enderecos WHERE pessoa_id = p.id), 0, ''
    FROM pessoas p
    WHERE p.id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM clientes WHERE pessoa_id = p.id)
    ORDER BY p.nome, p.id"""


def classe_de_vendas(vendas: int) -> int:
    """0 for the best sellers, 2047 for what never sold. Exact up to 64 sales, then steps of 1.6 %."""
    vendas = max(vendas, 0)
    if vendas < 64:
        return _MAIOR_VENDA - vendas
    expoente = vendas.bit_length() - 7
    return max(_MAIOR_VENDA - 64 - 64 * expoente - ((vendas >> expoente) - 64), 0)


def classe_do_nome(nome: str) -> int:
    """Alphabetical by the first four letters; what is not A–Z comes first."""
    classe = 0
    for letra in normaliza(nome).ljust(_LETRAS)[:_LETRAS]:
        classe = classe * 27 + (ord(letra) - 64 if "A" <= letra <= "Z" else 0)
    return classe


def classe_do_cliente(nome: str, compras: int, ultima: str) -> int:
    """Who buys here first, those who buy most before, of as many purchases the latest (`ultima`: ISO date)
    before; who never did after them, by name."""
    if compras <= 0:
        return _SEM_COMPRAS + classe_do_nome(nome)
    ano, mes = int(ultima[:4]), int(ultima[5:7])
    meses = min(max((ano - _ANO_ZERO) * 12 + mes - 1, 0), _MESES - 1)
    return (_MAIOR_COMPRA - min(compras, _MAIOR_COMPRA)) * _MESES + (_MESES - 1 - meses)


def documento_do_produto(linha: Sequence[Any]) -> Documento:
    """What is searched of a row of _SQL_PRODUTOS."""
    ident, codigo, descricao, marca, referencia, situacao, vendas, balanca = linha
    palavras = palavras_do_texto(descricao, marca)
    palavras += [MARCA_CODIGO + chave for chave in _chaves(codigo)]
    palavras += [MARCA_REFERENCIA + chave for chave in _chaves(referencia)]
    if balanca is not None:
        palavras.append(f"{MARCA_BALANCA}{balanca}")
    classe = classe_de_vendas(vendas)
    vendidas = _MAIOR_VENDA - classe
    return Documento(ident, classe if situacao == "ativo" else classe + FORA_DE_VENDA, " ".join(palavras),
                     folga=3 if vendidas >= 64 else vendidas // 20)


def documento_do_cliente(linha: Sequence[Any]) -> Documento:
    """What is searched of a row of _SQL_CLIENTES or _SQL_PESSOAS."""
    ident, codigo, nome, fantasia, documento, telefone, celular, inativo, municipios, compras, ultima = linha
    palavras = dict.fromkeys(palavras_do_texto(nome, fantasia, municipios or ""))
    palavras |= dict.fromkeys(MARCA_NOME + primeira for nome_ in (nome, fantasia)
                              for primeira in palavras_do_texto(nome_)[:1])
    if numero := sem_mascara(documento or ""):
        palavras |= {numero: None, MARCA_DOCUMENTO + numero: None}
    for fone in (telefone, celular):
        palavras |= dict.fromkeys(MARCA_TELEFONE + parte for parte in partes_do_telefone(fone or ""))
    palavras[f"{MARCA_CODIGO}{codigo}"] = None
    classe = classe_do_cliente(nome, compras or 0, ultima or "")
    # one purchase more of twenty does not move a customer
    return Documento(ident, classe + FORA_DE_VENDA if inativo else classe, " ".join(palavras),
                     folga=(compras or 0) // 20 * _MESES)


def _chaves(codigo: str) -> list[str]:
    """The ways a code is typed: with its signs, and without."""
    return [chave for chave in dict.fromkeys((chave_codigo(codigo), sem_mascara(codigo))) if chave]


def partes_do_telefone(telefone: str) -> Iterator[str]:
    """The ways people say a telephone: with area code, without, without the ninth digit, the last four."""
    numero = sem_mascara(telefone)
    if numero.startswith("55") and len(numero) > 11:
        numero = numero[2:]
    yield from (numero[-n:] for n in (11, 9, 8, 4) if len(numero) >= n)
    if numero and len(numero) != 11:
        yield numero


def atualiza_produtos(conexao: sqlite3.Connection, ids: Sequence[int]) -> int:
    """Bring the index up to these rows of `produtos`: new, changed or gone. Returns how many it rewrote."""
    linhas = conexao.execute(_SQL_PRODUTOS, (json.dumps(list(ids)),)).fetchall()
    pontos: Counter[str] = Counter()
    for linha in linhas:
        if "." in linha[2]:
            pontos.update(_COM_PONTO.findall(normaliza(linha[2])))
    return _atualiza(conexao, PRODUTOS, ids, [documento_do_produto(linha) for linha in linhas], pontos)


def atualiza_clientes(conexao: sqlite3.Connection, ids: Sequence[str]) -> int:
    """The same for customers (`clientes.pessoa_id`), whenever the person, an address or the customer changed."""
    linhas = conexao.execute(_SQL_CLIENTES, (json.dumps(list(ids)),)).fetchall()
    return _atualiza(conexao, CLIENTES, ids, [documento_do_cliente(linha) for linha in linhas], None)


def atualiza_pessoas(conexao: sqlite3.Connection, ids: Sequence[str]) -> int:
    """The same for persons who are no customers (`pessoas.id`), of whichever of them: a customer is taken out."""
    linhas = conexao.execute(_SQL_PESSOAS, (json.dumps(list(ids)),)).fetchall()
    return _atualiza(conexao, PESSOAS, ids, [documento_do_cliente(linha) for linha in linhas], None)


def so_pessoas(conexao: sqlite3.Connection) -> list[str]:
    """Who is in the register without being a customer, by name."""
    return [i for i, in conexao.execute(
        "SELECT id FROM pessoas WHERE id NOT IN (SELECT pessoa_id FROM clientes) ORDER BY nome, id")]


def completa(conexao: sqlite3.Connection) -> None:
    """Make the index of persons in a replica whose program did not have it; committing by batch."""
    if PESSOAS.existe(conexao):
        return
    with _transacao(conexao):
        PESSOAS.cria(conexao)
    ids = so_pessoas(conexao)
    for i in range(0, len(ids), LOTE):
        with _transacao(conexao):
            atualiza_pessoas(conexao, ids[i:i + LOTE])


def _atualiza(conexao: sqlite3.Connection, indice: Indice, ids: Sequence[int] | Sequence[str],
              documentos: list[Documento], pontos: Counter[str] | None) -> int:
    existentes = {d.chave for d in documentos}
    sumidos = [i for i in ids if i not in existentes]
    return (indice.remove(conexao, sumidos) if sumidos else 0) + indice.grava(conexao, documentos, pontos)


def precisa_reconstruir(conexao: sqlite3.Connection) -> bool:
    """True for a replica whose index was never made, or was made by a program that cut words differently."""
    return not (PRODUTOS.existe(conexao) and CLIENTES.existe(conexao))


def abre_carga(conexao: sqlite3.Connection) -> None:
    """Empty the index before the first load, and let the counters know that rows are still arriving."""
    for indice in _TODOS:
        indice.cria(conexao)
    grava_estado(conexao, "carga", CARREGANDO)


def fecha_carga(conexao: sqlite3.Connection) -> None:
    """After the last batch: learn the abbreviations, merge the segments. Commits; takes about a second."""
    with _transacao(conexao):
        PRODUTOS.aprende(conexao)
        grava_estado(conexao, "carga", PRONTO)
    otimiza(conexao)


def otimiza(conexao: sqlite3.Connection) -> None:
    """Merge what small updates left apart; in short transactions, for a quiet hour."""
    for indice in _TODOS:
        passos = indice.otimiza(conexao)
        while True:
            with _transacao(conexao):
                if next(passos, "fim") == "fim":
                    break


def reconstruir(conexao: sqlite3.Connection, progresso: Callable[[int, int], None] | None = None) -> None:
    """Build all indexes again from the replica's tables, best sellers first, committing by batch.

    `progresso(done, total)` is called after each batch is visible to the counters.
    """
    with _transacao(conexao):
        abre_carga(conexao)
    produtos = [i for i, in conexao.execute("SELECT id FROM produtos ORDER BY vendas DESC, id")]
    clientes = [i for i, in conexao.execute(
        "SELECT c.pessoa_id FROM clientes c JOIN pessoas p ON p.id = c.pessoa_id ORDER BY p.nome, p.id")]
    pessoas = so_pessoas(conexao)
    total, feito = len(produtos) + len(clientes) + len(pessoas), 0
    passos: list[tuple[Callable[[sqlite3.Connection, list[Any]], int], list[Any]]] = [
        (atualiza_produtos, produtos), (atualiza_clientes, clientes), (atualiza_pessoas, pessoas)]
    for atualiza, ids in passos:
        for i in range(0, len(ids), LOTE):
            lote = ids[i:i + LOTE]
            with _transacao(conexao):
                atualiza(conexao, lote)
            feito += len(lote)
            if progresso is not None:
                progresso(feito, total)
    fecha_carga(conexao)


@contextmanager
def _transacao(conexao: sqlite3.Connection) -> Iterator[None]:
    """One write transaction, whatever the connection's isolation level."""
    conexao.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        conexao.rollback()
        raise
    conexao.commit()
