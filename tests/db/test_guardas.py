"""Guards: what is right passes, and each wrong step is refused by the guard that is named for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
import pytest

from balcao.domain.situacoes import TRANSICOES, Situacao
from tests.apoio.empresa import Empresa, LojaExemplo, numera_estacoes
from tests.apoio.pedido_sql import DAV, PRE_VENDA, Estacoes, cabeca, emite, semeia, versiona

Conexao = psycopg.Connection[Any]
ESTACAO = 1


@pytest.fixture
def con(empresa: Empresa) -> Iterator[Conexao]:
    """The service's connection over the small shop."""
    with empresa.servico(autocommit=True) as conexao:
        with conexao.transaction():
            semeia(conexao, Estacoes(1, 2))
        yield conexao


@contextmanager
def recusado(con: Conexao, guarda: str) -> Iterator[None]:
    """One transaction, that this guard refuses, at a statement or at its commit."""
    quem = None
    try:
        with con.transaction():
            yield
    except psycopg.errors.IntegrityError as erro:
        quem = erro.diag.constraint_name
    assert quem == guarda


def _recusa(con: Conexao, guarda: str, comando: str, *valores: object) -> None:
    """One statement, and its commit."""
    with recusado(con, guarda):
        con.execute(comando.encode(), valores)


def _aponta(con: Conexao, pedido: UUID, versao: int) -> None:
    """The counter of the pré-vendas names this version as the last."""
    con.execute("UPDATE numeradores SET sha256 = (SELECT sha256 FROM pedido_versoes WHERE pedido_id = %s "
                "AND versao = %s) WHERE tipo_id = 2", [pedido, versao])


def test_as_transicoes_do_banco_sao_as_do_dominio(con: Conexao) -> None:
    for de, para in product(Situacao, Situacao):
        legal = con.execute("SELECT transicao_legal(%s, %s)", [de, para]).fetchone()
        assert legal == ((de, para) in TRANSICOES,), (de, para)
    for par in (("M", ""), ("M", "IP"), ("", "M"), ("Z", "P")):
        assert con.execute("SELECT transicao_legal(%s, %s)", par).fetchone() == (False,)


def test_a_versao_de_um_pedido_nao_volta(con: Conexao) -> None:
    with con.transaction():
        pedido = emite(con, ESTACAO)
    with con.transaction():
        versiona(con, pedido, 2, cabeca(con))
        con.execute("UPDATE pedidos SET versao = 2")
        _aponta(con, pedido, 2)
    _recusa(con, "guarda_versao", "UPDATE pedidos SET versao = 1")


def test_uma_historia_inteira_passa(con: Conexao) -> None:
    """Issue, change with a version, invoice in two parts, reverse, invoice, deliver, qualify."""
    with con.transaction():
        pedido = emite(con, ESTACAO)
    with con.transaction():
        outro = emite(con, ESTACAO, tipo=DAV)
    assert con.execute("SELECT numero FROM pedidos ORDER BY tipo_id").fetchall() == [(1,), (1,)]
    with con.transaction():
        versiona(con, pedido, 2, cabeca(con))
        con.execute("UPDATE itens_pedido SET bruto = 11, total = 11 WHERE pedido_id = %s AND linha = 1", [pedido])
        con.execute("UPDATE parcelas_pedido SET valor = 16.50 WHERE pedido_id = %s", [pedido])
        con.execute("UPDATE pedidos SET subtotal = 16.50, total = 16.50, versao = 2 WHERE id = %s", [pedido])
        _aponta(con, pedido, 2)
    for numero, linha in enumerate((1, 2), start=1):
        with con.transaction():
            con.execute("INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em) VALUES "
                        "(gen_random_uuid(), %s, %s, jsonb_build_array(jsonb_build_object('linha', %s::int, "
                        "'quantidade', '2.000000')), 5, now())", [pedido, f"NFC-e {numero}", linha])
            con.execute("UPDATE itens_pedido SET quantidade_faturada = 2 WHERE pedido_id = %s AND linha = %s",
                        [pedido, linha])
    with con.transaction():
        con.execute("UPDATE pedidos SET situacao = 'E' WHERE id = %s", [pedido])
    with con.transaction():
        con.execute("UPDATE faturamentos SET estornado_em = now(), motivo_estorno = 'troca' "
                    "WHERE documento = 'NFC-e 2'")
        con.execute("UPDATE itens_pedido SET quantidade_faturada = 0 WHERE pedido_id = %s AND linha = 2", [pedido])
        con.execute("UPDATE pedidos SET situacao = 'P' WHERE id = %s", [pedido])
    with con.transaction():
        con.execute("UPDATE pedidos SET situacao = 'C', motivo = 'desistiu' WHERE id = %s", [outro])
    assert con.execute("SELECT count(*) FROM conferencias").fetchone() == (0,)


def test_rascunho_suspenso_muda_e_some_sem_versao(con: Conexao) -> None:
    with con.transaction():
        con.execute("""INSERT INTO pedidos (id, estabelecimento_id, tipo_id, categoria, situacao, cliente_nome,
            usuario_id, autenticacao, estacao_id, criado_em, subtotal, desconto, frete, total, toma_credito,
            reserva_estoque, versao, dados, atualizado_em) VALUES (%s, 1, 1, 'orcamento', 'M', '', 1, 'senha', 1,
            now(), 10, 0, 0, 10, false, false, 0, '{}', now())""", [UUID(int=9)])
        con.execute("INSERT INTO itens_pedido VALUES (%s, 1, 1, '1', 'X', 'UN', 1, 0, 10, 10, 10, 0, 10)",
                    [UUID(int=9)])
    with con.transaction():
        con.execute("DELETE FROM itens_pedido WHERE pedido_id = %s", [UUID(int=9)])
        con.execute("DELETE FROM pedidos WHERE id = %s", [UUID(int=9)])
    assert con.execute("SELECT count(*) FROM pedidos").fetchone() == (0,)


@pytest.mark.parametrize(("guarda", "comando"), [
    ("guarda_totais", "UPDATE itens_pedido SET bruto = 11, total = 11 WHERE linha = 1"),
    ("guarda_totais", "DELETE FROM itens_pedido WHERE linha = 2"),
    ("guarda_totais", "INSERT INTO itens_pedido SELECT id, 3, 1, '1', 'X', 'UN', 1, 0, 1, 1, 1, 0, 1 FROM pedidos"),
    ("guarda_totais", "UPDATE pedidos SET subtotal = subtotal + 1, total = total + 1"),
    ("guarda_totais", "UPDATE pedidos SET subtotal = subtotal + 1, desconto = desconto + 1"),
    ("guarda_parcelas", "UPDATE parcelas_pedido SET valor = valor - 0.01"),
    ("guarda_versao", "UPDATE itens_pedido SET descricao = 'OUTRO' WHERE linha = 1"),
    ("guarda_versao", "UPDATE itens_pedido SET produto_id = 2 WHERE linha = 1"),
    ("guarda_versao", "UPDATE pedidos SET cliente_nome = 'OUTRO'"),
    ("guarda_versao", "UPDATE parcelas_pedido SET vencimento = '2030-01-01'"),
    ("guarda_versao", "UPDATE pedidos SET versao = versao + 1"),
    ("guarda_versao", "UPDATE pedidos SET versao = versao + 2"),
    ("guarda_versao", "UPDATE pedidos SET versao = 0"),
    ("guarda_numero", "UPDATE pedidos SET numero = 2"),
    ("guarda_numero", "UPDATE pedidos SET sequencia = NULL"),
    ("guarda_numero", "UPDATE pedidos SET serie = 'A'"),
    ("guarda_transicao", "UPDATE pedidos SET situacao = 'Q'"),
    ("guarda_exclusao", "DELETE FROM pedidos"),
    ("ck_itens_pedido_faturada", "UPDATE itens_pedido SET quantidade_faturada = 2.000001"),
    ("guarda_faturado", "UPDATE itens_pedido SET quantidade_faturada = 1 WHERE linha = 1"),
    ("ck_estoques_reservado", "UPDATE estoques SET reservado = reservado - 0.000001"),
    ("guarda_sequencia", "UPDATE numeradores SET ultimo = ultimo + 1 WHERE tipo_id = 2"),
    ("guarda_sequencia", "UPDATE numeradores SET ultimo = 0 WHERE tipo_id = 2"),
    ("guarda_sequencia", "UPDATE numeradores SET inicial = 1 WHERE tipo_id = 2"),
    ("guarda_sequencia", "UPDATE numeradores SET serie = 'B' WHERE tipo_id = 2"),
    ("guarda_cadeia", "UPDATE numeradores SET sha256 = '' WHERE tipo_id = 2"),
    ("guarda_cadeia", "UPDATE numeradores SET sha256 = 'abc' WHERE tipo_id = 2"),
])
def test_cada_passo_errado_e_recusado(con: Conexao, guarda: str, comando: str) -> None:
    with con.transaction():
        emite(con, ESTACAO)
    _recusa(con, guarda, comando)


def test_numeros_automaticos_nao_pulam_nem_se_repetem(con: Conexao) -> None:
    with con.transaction():
        emite(con, ESTACAO)
    with recusado(con, "guarda_sequencia"):
        emite(con, ESTACAO, numero=3)  # skipped
    with recusado(con, "guarda_sequencia"):
        emite(con, ESTACAO, numero=2, avanca=False)  # the counter did not give it
    with recusado(con, "uq_pedidos_estabelecimento_id_tipo_id_serie_numero"):
        emite(con, ESTACAO, numero=1)
    with con.transaction():  # one typed by the user is his own
        emite(con, ESTACAO, numero=777, sequencia=None, avanca=False)
    with con.transaction():
        emite(con, ESTACAO)
    assert con.execute("SELECT numero FROM pedidos ORDER BY numero").fetchall() == [(1,), (2,), (777,)]


def test_a_numeracao_comeca_onde_a_do_outro_programa_parou(con: Conexao) -> None:
    con.execute("UPDATE numeradores SET inicial = 5000, ultimo = 5000 WHERE tipo_id = 2")
    with con.transaction():
        con.execute("UPDATE numeradores SET inicial = 3000, ultimo = 3000 WHERE tipo_id = 2")
        emite(con, ESTACAO)
    assert con.execute("SELECT numero FROM pedidos").fetchone() == (3001,)
    _recusa(con, "guarda_sequencia", "UPDATE numeradores SET inicial = 2000 WHERE tipo_id = 2")


def test_uma_transacao_desfeita_devolve_o_numero(con: Conexao) -> None:
    with con.transaction(force_rollback=True):
        emite(con, ESTACAO)
    with con.transaction():
        emite(con, ESTACAO)
    assert con.execute("SELECT numero FROM pedidos").fetchall() == [(1,)]


def test_a_cadeia_de_versoes_nao_se_refaz_nem_se_bifurca(con: Conexao) -> None:
    with con.transaction():
        primeiro = emite(con, ESTACAO)
    antes = cabeca(con)
    with con.transaction():
        emite(con, ESTACAO)
    _recusa(con, "guarda_cadeia", "INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, "
            "sha256_anterior, usuario_id, em) VALUES (%s, 2, 'P', '{}', 'falso', %s, 1, now())", primeiro,
            cabeca(con))
    with recusado(con, "uq_pedido_versoes_sha256_anterior"):
        versiona(con, primeiro, 2, antes)  # after the first one there is a second already
    for anterior in (b"", b"x" * 32):  # a second beginning; a stranger
        with recusado(con, "guarda_cadeia"):
            versiona(con, primeiro, 2, anterior)
            con.execute("UPDATE pedidos SET versao = 2 WHERE id = %s", [primeiro])
            _aponta(con, primeiro, 2)
    with recusado(con, "guarda_versao"):
        versiona(con, primeiro, 3, cabeca(con))  # there is no second
    with recusado(con, "guarda_cadeia"):
        versiona(con, primeiro, 2, cabeca(con))  # the counter keeps pointing at the old one
        con.execute("UPDATE pedidos SET versao = 2 WHERE id = %s", [primeiro])
    with recusado(con, "guarda_versao"):
        versiona(con, primeiro, 2, cabeca(con))  # the order does not know of it


def test_nenhuma_versao_falta_no_meio(con: Conexao) -> None:
    with recusado(con, "guarda_versao"):
        pedido = emite(con, ESTACAO, versao=3)
        versiona(con, pedido, 3, cabeca(con))
        _aponta(con, pedido, 3)


def test_a_cadeia_e_de_uma_so_sequencia(con: Conexao) -> None:
    with con.transaction():
        emite(con, ESTACAO, tipo=DAV)
    with con.transaction():
        pedido = emite(con, ESTACAO, tipo=PRE_VENDA)
    with recusado(con, "guarda_cadeia"):
        versiona(con, pedido, 2, cabeca(con, DAV))
        con.execute("UPDATE pedidos SET versao = 2 WHERE id = %s", [pedido])
        _aponta(con, pedido, 2)


def test_conferir_antes_nao_dispensa_de_conferir_depois(con: Conexao) -> None:
    """SET CONSTRAINTS IMMEDIATE half-way: what changes after it is checked too."""
    with recusado(con, "guarda_totais"):
        emite(con, ESTACAO)
        con.execute("SET CONSTRAINTS ALL IMMEDIATE")
        con.execute("SET CONSTRAINTS ALL DEFERRED")
        con.execute("UPDATE itens_pedido SET bruto = 1, total = 1 WHERE linha = 2")


def test_liberacao_usada_uma_vez(con: Conexao) -> None:
    con.execute("INSERT INTO liberacoes (id, pedido_id, codigo, valor_maximo, motivo, usuario_id, pedida_por, "
                "estacao_id, em) VALUES (%s, %s, 'x', 10, 'pode', 1, 1, 1, now())", [UUID(int=5), UUID(int=6)])
    _recusa(con, "guarda_liberacao", "UPDATE liberacoes SET valor_maximo = 1000, usada_em = now()")
    with con.transaction():
        con.execute("UPDATE liberacoes SET usada_em = now()")
    _recusa(con, "guarda_liberacao", "UPDATE liberacoes SET usada_em = NULL")
    _recusa(con, "guarda_liberacao", "UPDATE liberacoes SET usada_em = now() + interval '1 s'")


def test_item_faturado_nao_se_troca_nem_se_exclui(con: Conexao) -> None:
    with con.transaction():
        pedido = emite(con, ESTACAO)
    with con.transaction():
        con.execute("INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em) VALUES (%s, %s, 'N1', "
                    "'[{\"linha\": 1, \"quantidade\": \"1.5\"}]', 5, now())", [UUID(int=3), pedido])
        con.execute("UPDATE itens_pedido SET quantidade_faturada = 1.5 WHERE linha = 1")
    _recusa(con, "guarda_item_faturado", "DELETE FROM itens_pedido WHERE linha = 1")
    _recusa(con, "guarda_item_faturado", "UPDATE itens_pedido SET produto_id = 2 WHERE linha = 1")
    _recusa(con, "ck_itens_pedido_faturada", "UPDATE itens_pedido SET quantidade = 1 WHERE linha = 1")
    _recusa(con, "guarda_faturamento", "UPDATE faturamentos SET itens = '[]'")
    _recusa(con, "guarda_faturamento", "UPDATE faturamentos SET estornado_em = now()")  # without a reason
    _recusa(con, "guarda_faturado", "UPDATE faturamentos SET estornado_em = now(), motivo_estorno = 'x'")


def test_a_cadeia_da_loja_de_exemplo_fecha(loja_exemplo: LojaExemplo) -> None:
    """Walked from each beginning, every version is reached, in order, and each hash is right."""
    with loja_exemplo.dono() as con:
        assert con.execute("""
            WITH RECURSIVE cadeia AS (
                SELECT v.* FROM pedido_versoes v WHERE sha256_anterior = ''
                UNION ALL
                SELECT v.* FROM cadeia c JOIN pedido_versoes v ON v.sha256_anterior = c.sha256
                 WHERE v.sha256_anterior <> '')
            SELECT count(*), bool_and(sha256 = sha256_versao(sha256_anterior, pedido_id, versao, documento)),
                   count(*) FILTER (WHERE sha256 IN (SELECT sha256 FROM numeradores)) FROM cadeia
            """).fetchone() == (con.execute("SELECT count(*) FROM pedido_versoes").fetchone()[0], True, 4)  # type: ignore[index]


def test_numera_estacoes_evita_papeis_repetidos(empresa: Empresa) -> None:
    numera_estacoes(empresa)
    with empresa.dono() as con:
        semeia(con, Estacoes(1, 2))
        novo = con.execute("INSERT INTO estacoes (nome, numero, estabelecimento_id, credencial, politica) "
                           "VALUES ('E3', 3, 1, '', '{}') RETURNING id").fetchone()
    assert novo is not None
    assert novo[0] >= 10_000
