"""docs/invariantes.md, line by line: every promise has a proof, and every attack in SQL is refused."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest

from balcao.db.server import papeis
from tests.apoio.empresa import PAPEIS, Empresa
from tests.apoio.invariantes import ATAQUES, GUARDIOES, RAIZ, TIPOS, Ataque, linhas
from tests.apoio.pedido_sql import Estacoes, emite, semeia

SEM_PERMISSAO = "42501"
SO_LEITURA = "25006"


def test_cada_linha_tem_prova_que_existe() -> None:
    todas = linhas()
    assert len(todas) >= 30
    assert len({linha.id for linha in todas}) == len(todas)
    for linha in todas:
        assert set(linha.guardioes) <= GUARDIOES, linha
        assert linha.provas, linha
        for prova in linha.provas:
            if prova in TIPOS:
                assert prova != "sql" or ATAQUES.get(linha.id), f"{linha.id}: no attack in SQL"
                continue
            caminho, teste = prova.split("::")
            assert re.search(rf"^def {teste}\(", (RAIZ / caminho).read_text(encoding="utf-8"), re.MULTILINE), prova
    com_sql = {linha.id for linha in todas if "sql" in linha.provas}
    assert set(ATAQUES) == com_sql, "attacks without a line, or the other way round"


@pytest.fixture
def alvo(empresa: Empresa) -> Iterator[dict[str, str]]:
    """The DSN of each role, over a shop that has one of everything."""
    base = 10_000 + uuid4().int % 800_000_000
    with empresa.servico() as con:
        semeia(con, Estacoes(base, base + 1))
        pedido = emite(con, base)
        _enche(con, pedido, base)
    with empresa.admin(autocommit=True) as admin:
        papeis.cria_estacao(admin, PAPEIS, base, "segredo-da-estacao")
    yield {"dono": empresa.dsn_dono, "servico": empresa.dsn_servico, "consulta": empresa.acesso.dsn_consulta,
           "estacao": empresa.dsn_estacao(base, "segredo-da-estacao")}
    with empresa.admin(autocommit=True) as admin:
        admin.execute(f"DROP ROLE {PAPEIS.estacao(base)}")


def _enche(con: psycopg.Connection[tuple[object, ...]], pedido: UUID, estacao: int) -> None:
    con.execute("INSERT INTO eventos (em, tipo, pedido_id, dados) VALUES (now(), 'pedido.emitido', %s, '{}')", [pedido])
    con.execute("INSERT INTO auditoria (em, assunto, campo) VALUES (now(), 'x', 'y')")
    con.execute("INSERT INTO liberacoes (id, pedido_id, codigo, valor_maximo, motivo, usuario_id, pedida_por, "
                "estacao_id, em, usada_em) VALUES (gen_random_uuid(), %s, 'x', 10, 'pode', 1, 1, %s, now(), now())",
                [pedido, estacao])
    con.execute("INSERT INTO divergencias (pedido_id, codigo, achado, em) VALUES (%s, 'x', '{}', now())", [pedido])
    con.execute("INSERT INTO quarentenas (pedido_id, estabelecimento_id, estacao_id, desde, entrega, em) "
                "VALUES (gen_random_uuid(), 1, %s, now(), '{}', now())", [estacao])
    con.execute("INSERT INTO movimentos_estoque (produto_id, estabelecimento_id, quantidade, motivo, documento) "
                "VALUES (1, 1, 10, 'ajuste', 'X')")
    con.execute("INSERT INTO notas_entrada SELECT 'chave', id, 1, 1, 1, now(), 1, 1, now(), '[]' FROM pessoas LIMIT 1")
    con.execute("INSERT INTO precos VALUES (1, 1, 5)")
    con.execute("INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em) VALUES (gen_random_uuid(), %s, "
                "'N1', '[{\"linha\": 1, \"quantidade\": \"2\"}]', 1, now())", [pedido])
    con.execute("UPDATE itens_pedido SET quantidade_faturada = 2 WHERE pedido_id = %s AND linha = 1", [pedido])


def _tenta(dsn: str, ataque: Ataque) -> str:
    """Who refused: the constraint, or the SQLSTATE; "" when it passed."""
    try:
        with psycopg.connect(dsn) as con:
            con.execute(ataque.sql.encode())
    except psycopg.Error as erro:
        return erro.diag.constraint_name or erro.diag.sqlstate or str(erro)
    return ""


@pytest.mark.parametrize("ident", sorted(ATAQUES))
def test_nenhum_ataque_em_sql_passa(alvo: dict[str, str], ident: str) -> None:
    """The owner meets the guard itself; the others meet it or lack the permission (readers always lack it)."""
    falhas = []
    for ataque in ATAQUES[ident]:
        for papel in ataque.papeis:
            quem = _tenta(alvo[papel], ataque)
            if ataque.recusa == SEM_PERMISSAO or papel in ("estacao", "consulta"):
                esperados = {SEM_PERMISSAO, SO_LEITURA}
            elif papel == "servico":
                esperados = {ataque.recusa, SEM_PERMISSAO}
            else:
                esperados = {ataque.recusa}
            if quem not in esperados:
                falhas.append(f"{papel}: {ataque.sql} -> {quem or 'PASSOU'}")
    assert falhas == []
