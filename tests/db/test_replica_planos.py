"""How the replica answers the counter's queries: by keys. One that reads a whole table is not noticed in a small shop
and takes a fifth of a second of every scan in a large one."""

import sqlite3

import pytest

from balcao.db.replica import esquema
from balcao.db.replica.consultas import CONSULTAS

PEQUENAS = {"classificacoes_pedido", "colaboradores", "lista_preco_tipos", "listas_preco", "planos_pagamento",
            "tipo_pedido_estabelecimentos", "usuario_estabelecimentos", "usuarios"}


@pytest.fixture(scope="module")
def vazia() -> sqlite3.Connection:
    conexao = sqlite3.connect(":memory:")
    for comando in esquema.comandos():
        conexao.execute(comando)
    return conexao


@pytest.mark.parametrize("nome", CONSULTAS)
def test_nenhuma_consulta_le_uma_tabela_grande_inteira(vazia: sqlite3.Connection, nome: str) -> None:
    sql, entram, _ = CONSULTAS[nome]
    plano = [passo for *_, passo in vazia.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(entram))]
    assert plano
    inteiras = {passo.split()[1] for passo in plano if passo.startswith("SCAN")}
    assert inteiras - PEQUENAS <= {"json_each", "CONSTANT"}
