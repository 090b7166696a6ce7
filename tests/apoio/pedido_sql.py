"""A small shop and its orders in bare SQL, for tests of what the database itself refuses."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg

Conexao = psycopg.Connection[Any]

CLIENTE = UUID("00000000-0000-7000-8000-0000000000aa")
SO_DA_LOJA_2 = UUID("00000000-0000-7000-8000-0000000000bb")
DAV, PRE_VENDA, GERAL = 1, 2, 0

_BASE = f"""
INSERT INTO estabelecimentos (id, nome, fantasia, cnpj) VALUES (1, 'Loja 1', 'L1', '1'), (2, 'Loja 2', 'L2', '2');
INSERT INTO perfis (id, nome, permissoes) VALUES (1, 'Vendedor', '[]');
INSERT INTO usuarios (id, login, nome, senha, perfil_id) VALUES (1, 'ana', 'Ana', 'resumo', 1);
INSERT INTO estacoes (id, nome, numero, estabelecimento_id, credencial, politica)
VALUES (%(estacao_1)s, 'E1', 1, 1, 'resumo', '{{}}'), (%(estacao_2)s, 'E2', 1, 2, 'resumo', '{{}}');
INSERT INTO tipos_pedido (id, nome, politica) VALUES (1, 'DAV', '{{}}'), (2, 'PRÉ-VENDA', '{{}}');
INSERT INTO listas_preco (id, nome) VALUES (1, 'VAREJO');
INSERT INTO planos_pagamento (id, nome, prazos) VALUES (1, 'À VISTA', '[0]');
INSERT INTO produtos (id, codigo, descricao, custo) VALUES (1, '1', 'ARROZ', 3), (2, '2', 'FEIJÃO', 4);
INSERT INTO estoques (produto_id, estabelecimento_id, saldo) VALUES (1, 1, 10), (1, 2, 20), (2, 1, 5);
INSERT INTO pessoas (id, nome) VALUES ('{CLIENTE}', 'ANA'), ('{SO_DA_LOJA_2}', 'SÓ DA LOJA 2');
INSERT INTO enderecos (id, pessoa_id) VALUES (gen_random_uuid(), '{CLIENTE}'), (gen_random_uuid(), '{SO_DA_LOJA_2}');
INSERT INTO clientes (pessoa_id) VALUES ('{CLIENTE}'), ('{SO_DA_LOJA_2}');
INSERT INTO cliente_estabelecimentos (pessoa_id, estabelecimento_id) VALUES ('{SO_DA_LOJA_2}', 2);
INSERT INTO titulos_receber (cliente_id, estabelecimento_id, numero, emissao, vencimento, valor, saldo)
VALUES ('{CLIENTE}', 2, 'T1', '2026-01-01', '2026-02-01', 50, 50),
       ('{SO_DA_LOJA_2}', 2, 'T2', '2026-01-01', '2026-02-01', 70, 70);
INSERT INTO numeradores (estabelecimento_id, tipo_id, serie) VALUES (1, 1, ''), (1, 2, '');
"""


@dataclass(frozen=True)
class Estacoes:
    """The ids of the two stations: of shop 1 and of shop 2."""

    loja_1: int
    loja_2: int


def semeia(con: Conexao, estacoes: Estacoes) -> None:
    """Two shops, a seller, two products, two customers (one known only to shop 2), two sequences."""
    valores = {"estacao_1": str(estacoes.loja_1), "estacao_2": str(estacoes.loja_2)}
    con.execute((_BASE % {f"{k}": v for k, v in valores.items()}).encode())


def emite(con: Conexao, estacao: int, *, tipo: int = PRE_VENDA, numero: int | None = None,
          itens: tuple[tuple[int, str], ...] = ((1, "10.00"), (2, "5.50")), situacao: str = "P",
          avanca: bool = True, **campos: Any) -> UUID:
    """Store an issued order as the service would: number, lines, instalment, version, chain. One statement at
    a time, in the caller's transaction. `avanca` False leaves the counter alone; `campos` change the row."""
    pedido = uuid4()
    total = sum((Decimal(v) for _, v in itens), Decimal(0))
    (ultimo, cabeca), = con.execute("SELECT ultimo, sha256 FROM numeradores WHERE estabelecimento_id = 1 "
                                    "AND tipo_id = %s AND serie = '' FOR UPDATE", [tipo]).fetchall()
    valores = {"numero": numero or ultimo + 1, "sequencia": tipo, "subtotal": total, "desconto": 0, "frete": 0,
               "total": total, "versao": 1, "motivo": "", "situacao": situacao,
               "chave": f"P-{numero or ultimo + 1}"} | campos
    con.execute("""
        INSERT INTO pedidos (id, estabelecimento_id, tipo_id, categoria, numero, sequencia, chave, situacao, cliente_id,
            cliente_nome, usuario_id, autenticacao, estacao_id, criado_em, emitido_em, subtotal, desconto, frete,
            total, toma_credito, reserva_estoque, versao, motivo, dados, atualizado_em)
        VALUES (%(id)s, 1, %(tipo)s, 'venda', %(numero)s, %(sequencia)s, %(chave)s, %(situacao)s, %(cliente)s, 'ANA', 1,
            'senha', %(estacao)s, now(), now(), %(subtotal)s, %(desconto)s, %(frete)s, %(total)s, false, false,
            %(versao)s, %(motivo)s, '{}', now())""",
                valores | {"id": pedido, "tipo": tipo, "cliente": CLIENTE, "estacao": estacao})
    for linha, (produto, valor) in enumerate(itens, start=1):
        con.execute("INSERT INTO itens_pedido (pedido_id, linha, produto_id, codigo, descricao, unidade, quantidade, "
                    "preco_lista, preco, bruto, desconto, total) "
                    "VALUES (%s, %s, %s, '1', 'X', 'UN', 2, 1, 1, %s, 0, %s)",
                    [pedido, linha, produto, valor, valor])
    con.execute("INSERT INTO parcelas_pedido VALUES (%s, 1, '2026-03-10', %s)", [pedido, total])
    versiona(con, pedido, 1, cabeca)
    con.execute("UPDATE numeradores SET ultimo = ultimo + %s, sha256 = (SELECT sha256 FROM pedido_versoes WHERE "
                "pedido_id = %s) WHERE estabelecimento_id = 1 AND tipo_id = %s", [int(avanca), pedido, tipo])
    return pedido


def versiona(con: Conexao, pedido: UUID, versao: int, anterior: bytes, documento: str = '{"total": "15.50"}') -> None:
    """One more issued version with the right hash after `anterior`."""
    con.execute("INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, sha256_anterior, "
                "usuario_id, em) SELECT %(p)s, %(v)s, 'P', %(d)s, sha256_versao(%(a)s, %(p)s, %(v)s, %(d)s::jsonb), "
                "%(a)s, 1, now()", {"p": pedido, "v": versao, "a": anterior, "d": documento})


def cabeca(con: Conexao, tipo: int = PRE_VENDA) -> bytes:
    """The hash of the last version of the sequence."""
    linha = con.execute("SELECT sha256 FROM numeradores WHERE estabelecimento_id = 1 AND tipo_id = %s",
                        [tipo]).fetchone()
    assert linha is not None
    return bytes(linha[0])
