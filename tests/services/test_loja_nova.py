"""A real new shop: what `cadastra_basico` registers is enough to sell, and nothing is registered by halves."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal as D
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from balcao.db.server import banco
from balcao.domain.erros import EntradaInvalida
from balcao.domain.permissoes import Permissao
from balcao.services.office import senhas
from balcao.services.office.contexto import Recusada
from balcao.services.office.loja_nova import PERFIS, cadastra_basico
from tests.apoio.empresa import Empresa
from tests.apoio.retaguarda import Loja

AGORA = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
CNPJ = "11.222.333/0001-81"
SENHA = "segredo da dona"


def cadastra(empresa: Empresa, **outros: str) -> int:
    dados = {"nome": "Loja Nova Ltda", "fantasia": "Loja Nova", "cnpj": CNPJ, "admin_login": "dona",
             "admin_senha": SENHA} | outros
    engine = banco.motor(empresa.dsn_dono)
    try:
        with engine.begin() as conexao:
            return cadastra_basico(conexao, **dados, agora=AGORA)
    finally:
        engine.dispose()


@pytest.fixture
def nova(empresa: Empresa) -> Iterator[Loja]:
    """The new shop with one station and one product, whose stock nobody has counted yet."""
    loja_id = cadastra(empresa)
    with empresa.dono() as con:
        def ids(consulta: str) -> dict[str, int]:
            return dict(con.execute(consulta.encode()).fetchall())

        con.execute("INSERT INTO estacoes (nome, numero, estabelecimento_id, credencial, politica) "
                    "VALUES ('T1', 1, %s, %s, %s)", [loja_id, senhas.resume("x"), Jsonb({})])
        con.execute("INSERT INTO produtos (codigo, descricao) VALUES ('P1', 'CAFÉ')")
        con.execute("INSERT INTO precos SELECT p.id, l.id, 10 FROM produtos p, listas_preco l")
        con.execute("INSERT INTO estoques (produto_id, estabelecimento_id, saldo) SELECT id, %s, 0 FROM produtos",
                    [loja_id])
        motor = banco.motor(empresa.dsn_servico)
        loja = Loja(empresa, motor, ids("SELECT login, id FROM usuarios"), ids("SELECT nome, id FROM estacoes"),
                    ids("SELECT nome, id FROM planos_pagamento"), ids("SELECT nome, id FROM tipos_pedido"),
                    ids("SELECT codigo, id FROM produtos"),
                    {n: UUID(str(i)) for n, i in ids("SELECT nome, id FROM pessoas").items()},
                    ids("SELECT nome, id FROM listas_preco"), agora=AGORA)
    yield loja
    loja.fecha()


def test_a_loja_nova_vende(nova: Loja) -> None:
    dav = nova.envia(nova.pedido("DAV", login="dona", itens=[("P1", 2)]), "dona")
    assert (dav.numero, dav.total) == (1, D("20.00"))
    assert nova.estoque("P1") == (D(0), D(0))

    venda = nova.envia(nova.pedido("PRÉ-VENDA", login="dona", itens=[("P1", 3)]), "dona")
    assert (venda.numero, venda.total) == (1, D("30.00"))
    assert nova.estoque("P1") == (D(0), D(3))


def test_so_a_pre_venda_a_prazo_toma_credito(nova: Loja) -> None:
    nova.sql("UPDATE clientes SET limite_credito = 100")
    nova.sql("UPDATE clientes SET consumidor_final = false")
    for tipo, tomado in (("DAV", None), ("PRÉ-VENDA", D("10.00"))):
        pedido = nova.pedido(tipo, login="dona", plano_id=nova.planos["30 DIAS"])
        nova.envia(pedido, "dona")
        compromissos = nova.sql("SELECT valor FROM compromissos_credito WHERE pedido_id = %s", pedido.id)
        assert compromissos == ([] if tomado is None else [(tomado,)])


def test_o_administrador_pode_tudo_e_o_vendedor_nao(nova: Loja) -> None:
    assert nova.usuario("dona").permissoes == frozenset(Permissao)
    assert senhas.confere(nova.um("SELECT senha FROM usuarios"), SENHA)
    guardados = dict(nova.sql("SELECT nome, permissoes FROM perfis"))
    assert {nome: set(p) for nome, p in guardados.items()} == {nome: set(p) for nome, (p, _) in PERFIS.items()}
    assert Permissao.MANTER_BANCO not in guardados["Gerente"]
    assert Permissao.LIBERAR_CREDITO not in guardados["Vendedor"]


@pytest.mark.parametrize(("campo", "valor", "dito"), [
    ("cnpj", "11.222.333/0001-80", "não confere"), ("cnpj", "", "não tem a forma"), ("nome", " ", "de 2 a 60"),
    ("fantasia", "F" * 61, "há 61"), ("admin_login", "D", "não serve"), ("admin_senha", "curta", "6 letras")])
def test_o_que_nao_serve_nao_deixa_nada(empresa: Empresa, campo: str, valor: str, dito: str) -> None:
    with pytest.raises((EntradaInvalida, Recusada), match=dito):
        cadastra(empresa, **{campo: valor})
    with empresa.dono() as con:
        for tabela in ("estabelecimentos", "perfis", "usuarios", "tipos_pedido", "pessoas"):
            assert con.execute(f"SELECT count(*) FROM {tabela}".encode()).fetchone() == (0,), tabela


def test_a_segunda_vez_e_recusada(empresa: Empresa) -> None:
    cadastra(empresa)
    with pytest.raises(EntradaInvalida, match="já tem uma loja"):
        cadastra(empresa, cnpj="12ABC34501DE35", admin_login="outra")
    with empresa.dono() as con:
        assert con.execute("SELECT cnpj FROM estabelecimentos").fetchall() == [("11222333000181",)]
        assert con.execute("SELECT login FROM usuarios").fetchall() == [("dona",)]
