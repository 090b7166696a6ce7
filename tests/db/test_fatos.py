"""The fact queries mean the same on both stores, and hold nothing that the stores do differently."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Numeric,
    Select,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql import functions, operators
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    Cast,
    UnaryExpression,
)
from sqlalchemy.sql.visitors import iterate

from balcao.db import consultas, fatos, fatos_cadastros, ligados
from balcao.db.consultas import CONSULTAS, LeitorServidor
from balcao.db.leitor import ReferenciaInexistente
from balcao.db.replica.leitura import LeitorReplica
from balcao.db.server.banco import motor
from balcao.db.tables import (
    clientes,
    colunas_replicadas,
    compromissos_credito,
    creditos_cliente,
    estoques,
    estoques_por_tipo,
    lista_preco_tipos,
    listas_preco,
    marcas,
    precos,
    preferencias,
    produto_unidades,
    produtos,
    tabelas_replicadas,
    tipo_pedido_planos,
    tipos_pedido,
    titulos_receber,
)
from balcao.domain.fatos import Facts, Tecnico
from balcao.domain.pedido import DadosServico, EmOutraUnidade
from balcao.domain.preco import PrecoLista
from balcao.domain.terminal.opcoes import Acao
from balcao.domain.tipo_pedido.opcoes import AcaoEstoque, SituacaoProduto, TipoVendedor
from balcao.services.counter.catalogo_replica import CatalogoReplica
from ferramentas import consultas_replica
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import HOJE, Loja, nova_loja

JOSE = "JOSÉ DA SILVA"
CONGELADAS = (compromissos_credito, creditos_cliente, titulos_receber, preferencias, precos, estoques, marcas,
              estoques_por_tipo)


# ---- the trees

_COMPARA = (operators.eq, operators.ne, operators.in_op, operators.and_, operators.or_, operators.is_)
_PERMITIDOS = (functions.sum,)


def proibidos(consulta: Select[Any]) -> Iterator[str]:
    """Everything in a query that is not: a column, a bound value, an equality, a sum of a stored column."""
    if consulta._order_by_clauses:
        yield "ORDER BY"
    if consulta._limit_clause is not None or consulta._distinct:
        yield "LIMIT or DISTINCT"
    for no in iterate(consulta):
        if isinstance(no, BinaryExpression) and no.operator not in _COMPARA:
            yield f"operator {no.operator.__name__}"
        if isinstance(no, UnaryExpression | Cast):
            yield f"{type(no).__name__}: {no}"
        if isinstance(no, BooleanClauseList) and no.operator not in _COMPARA:
            yield f"clause {no.operator.__name__}"
        if isinstance(no, functions.FunctionElement) and not isinstance(no, consultas.em_lista):
            argumentos = list(no.clauses)
            if not isinstance(no, _PERMITIDOS) or len(argumentos) != 1 or not hasattr(argumentos[0], "table"):
                yield f"function {no}"
        if isinstance(no, BindParameter) and no.value is not None and not no.required:
            yield f"literal {no.value!r}"


@pytest.mark.parametrize("nome", CONSULTAS)
def test_as_consultas_so_selecionam_filtram_e_somam_colunas(nome: str) -> None:
    assert list(proibidos(CONSULTAS[nome])) == []


@pytest.mark.parametrize("consulta", [
    select(estoques.c.saldo - estoques.c.reservado),
    select(precos.c.preco * 2),
    select(functions.sum(estoques.c.saldo * estoques.c.reservado)),
    select(functions.max(titulos_receber.c.vencimento)),
    select(functions.coalesce(estoques.c.saldo, 0)),
    select(produtos.c.id).where(produtos.c.descricao > "A"),
    select(produtos.c.id).where(produtos.c.descricao.ilike("a%")),
    select(produtos.c.id).where(titulos_receber.c.vencimento + timedelta(1) == HOJE),
    select(produtos.c.id).where(produtos.c.id == 5),
    select(produtos.c.id).order_by(produtos.c.descricao),
    select(produtos.c.id).limit(1),
    select(-estoques.c.saldo),
    select(estoques.c.saldo.cast(Numeric(10, 2))),
], ids=str)
def test_o_fiscal_ve_o_que_proibe(consulta: Select[Any]) -> None:
    assert list(proibidos(consulta))


def test_as_consultas_so_leem_o_que_a_replica_tem() -> None:
    copiadas = {c for t in tabelas_replicadas() for c in colunas_replicadas(t)}
    for nome, consulta in CONSULTAS.items():
        lidas = {base for no in iterate(consulta) if isinstance(no, Column) for base in no.base_columns}
        assert lidas, nome
        assert lidas <= copiadas, nome


def test_toda_consulta_do_modulo_esta_na_lista() -> None:
    assert {id(v) for v in vars(consultas).values() if isinstance(v, Select)} == {id(c) for c in CONSULTAS.values()}


def test_o_balcao_roda_as_mesmas_consultas() -> None:
    """If not: python -m ferramentas.consultas_replica."""
    assert consultas_replica.ARQUIVO.read_text(encoding="utf-8") == consultas_replica.texto()


# ---- both engines

def copia(de: Connection, para: Connection, tabelas: Sequence[Table]) -> None:
    """What a pull leaves in the replica: the replicated columns of every row."""
    for tabela in tabelas:
        para.execute(delete(tabela))
        colunas = colunas_replicadas(tabela)
        linhas = [dict(r._mapping) for r in de.execute(select(*colunas))]
        if linhas:
            para.execute(insert(tabela), linhas)
    para.commit()


@pytest.fixture(scope="module")
def loja(request: pytest.FixtureRequest) -> Iterator[Loja]:
    fabrica = FabricaBancos(request.getfixturevalue("pasta_corrida"))
    request.getfixturevalue("servidor_pg")
    loja = nova_loja(fabrica)
    yield loja
    loja.fecha()
    fabrica.fecha()


@pytest.fixture(scope="module")
def replica(loja: Loja) -> Iterator[Engine]:
    """A SQLite database like the counter's (here in memory)."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for tabela in tabelas_replicadas():
        colunas = ", ".join(f'"{c.name}" {c.type.dialect_impl(engine.dialect).compile(engine.dialect)}'
                            for c in colunas_replicadas(tabela))
        with engine.begin() as con:
            con.exec_driver_sql(f'CREATE TABLE "{tabela.name}" ({colunas})')
    with loja.motor.connect() as pg, engine.connect() as lite:
        copia(pg, lite, tabelas_replicadas())
    yield engine
    engine.dispose()


dinheiro = st.decimals("0.01", "99999.99", places=2)
quantia = st.decimals("-9999.999999", "9999.999999", places=6)
instante = st.timedeltas(timedelta(-400), timedelta(400)).map(lambda d: datetime(2026, 3, 10, 12, tzinfo=UTC) + d)
dia = st.dates(HOJE - timedelta(400), HOJE + timedelta(400))
promocao = st.just((None, None, None)) | st.tuples(
    st.decimals("0.01", "99999.9999999999", places=10), st.none() | dia, st.none() | dia).map(
        lambda p: p if None in p else (p[0], min(p[1:]), max(p[1:])))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titulos=st.lists(st.tuples(dinheiro, dia, st.sampled_from(["aberto", "liquidado"])), max_size=6),
       compromissos=st.lists(st.tuples(st.sampled_from(["pendente", "entregue", "documento"]), dinheiro,
                                       st.booleans()), max_size=6),
       creditos=st.lists(dinheiro, max_size=3), limite=st.none() | dinheiro, pre_aprovado=st.none() | dinheiro,
       saldos=st.lists(st.none() | st.tuples(quantia, st.decimals(0, 999, places=6), st.none() | instante), min_size=10,
                        max_size=10),
       do_produto=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans(),
                                     st.decimals(0, 9, places=6),
                                     st.sampled_from(SituacaoProduto), st.sampled_from(["", "ACME", "LUX"])),
                           min_size=10, max_size=10),
       tabela=st.lists(st.none() | st.tuples(st.decimals("0", "99999.9999999999", places=10), promocao), min_size=10,
                       max_size=10),
       abate=st.sampled_from([None, True, False]), acao=st.sampled_from([None, *Acao]),
       validar=st.sampled_from([None, *AcaoEstoque]), validade=st.none() | dia)
def test_os_dois_bancos_dao_os_mesmos_fatos(loja: Loja, replica: Engine, titulos: Any, compromissos: Any, creditos: Any,
                                            limite: Any, pre_aprovado: Any, saldos: Any, do_produto: Any,
                                            tabela: Any, abate: Any,
                                            acao: Any, validar: Any, validade: Any) -> None:
    cliente = loja.clientes[JOSE]
    pedido = loja.pedido(cliente=JOSE, plano="30/60/90", itens=[(p, 1) for p in loja.produtos])
    with motor_dono(loja) as dono, dono.connect() as pg, replica.connect() as lite:
        pg.begin()
        pg.exec_driver_sql("SET LOCAL session_replication_role = replica")  # titles are never deleted otherwise
        for alvo in CONGELADAS:
            pg.execute(delete(alvo))
        _poe(pg, titulos_receber, [
            {"cliente_id": cliente, "estabelecimento_id": 1, "numero": "1", "parcela": n, "emissao": HOJE,
             "vencimento": v, "valor": s, "saldo": s if situacao == "aberto" else D(0), "situacao": situacao}
            for n, (s, v, situacao) in enumerate(titulos)])
        _poe(pg, compromissos_credito, [
            {"pedido_id": pedido.id if proprio and n == 0 else UUID(int=n + 1), "origem": o, "cliente_id": cliente,
             "valor": v} for n, (o, v, proprio) in enumerate(compromissos)])
        _poe(pg, creditos_cliente, [{"cliente_id": cliente, "tipo": "devolucao", "saldo": s} for s in creditos])
        _poe(pg, preferencias, [{"chave": c, "valor": v} for c, v in (
            (fatos_cadastros.LIMITE_PRE_APROVADO, str(pre_aprovado) if pre_aprovado is not None else None),
            (fatos_cadastros.ABATER_CREDITOS, abate), (fatos_cadastros.PRECO_FORA_DA_FAIXA, acao))])
        _poe(pg, estoques, [
            {"produto_id": p, "estabelecimento_id": 1, "saldo": s[0], "reservado": s[1],
             "inventario_desde": s[2]}
            for p, s in zip(loja.produtos.values(), saldos, strict=True) if s is not None])
        _poe(pg, estoques_por_tipo, [  # another order of the same products, in the other order
            {"produto_id": p, "estabelecimento_id": 1, "tipo_estoque_id": 2, "saldo": s[0], "reservado": s[1],
             "inventario_desde": s[2]}
            for p, s in zip(loja.produtos.values(), reversed(saldos), strict=True) if s is not None])
        _poe(pg, precos, [{"produto_id": p, "lista_id": loja.listas["VAREJO"], "preco": v[0], "promocional": v[1][0],
                           "promocao_de": v[1][1], "promocao_ate": v[1][2]}
                          for p, v in zip(loja.produtos.values(), tabela, strict=True) if v is not None])
        pg.exec_driver_sql("UPDATE clientes SET limite_credito = %(l)s, validar_estoque = %(a)s, validade = %(v)s "
                           "WHERE pessoa_id = %(c)s", {"l": limite, "a": validar, "v": validade, "c": cliente})
        _poe(pg, marcas, [{"nome": "ACME", "bloqueada": True}, {"nome": "LUX", "bloqueada": False}])
        for p, (falta, troca, variacao, serie, minima, situacao, marca) in zip(
                loja.produtos.values(), do_produto, strict=True):
            pg.execute(update(produtos).where(produtos.c.id == p).values(
                em_falta=falta, sem_troca=troca, com_variacao=variacao, numero_serie=serie, quantidade_minima=minima,
                quantidade_maxima=minima * 2, situacao_cadastro=situacao, marca=marca))
        copia(pg, lite, (*CONGELADAS, clientes, produtos))
        servidor, balcao = LeitorServidor(pg), leitor_replica(lite)
        no_servidor = fatos.ler_fatos(servidor, pedido, HOJE)
        assert no_servidor == fatos.ler_fatos(balcao, pedido, HOJE)
        assert fatos.ler_impressos(servidor, pedido) == fatos.ler_impressos(balcao, pedido)
        de_tipo = [fatos.ler_produtos(leitor, loja.produtos.values(), 1, None, 2) for leitor in (servidor, balcao)]
        assert de_tipo[0] == de_tipo[1]
        assert {p: (s.saldo, s.reservado, s.inventario_desde) for p, s in de_tipo[0].estoque.items()} == {
            p: s for p, s in zip(loja.produtos.values(), reversed(saldos), strict=True) if s is not None}
        assert {p.id: (p.numero_serie, p.situacao_cadastro, p.marca_bloqueada)
                for p in no_servidor.produtos.values()} == {
            id_: (um[3], um[5], um[6] == "ACME") for id_, um in zip(loja.produtos.values(), do_produto, strict=True)}
        assert no_servidor.precos == {p: PrecoLista(v[0], *v[1]).sugerido(HOJE).preco for p, v in zip(
            loja.produtos.values(), tabela, strict=True) if v is not None}
        assert set(no_servidor.promocoes) == {p for p, v in zip(loja.produtos.values(), tabela, strict=True)
                                              if v is not None and v[1][0] is not None}
        _confere(no_servidor, titulos, compromissos, creditos, limite, pre_aprovado)
        pg.rollback()


def test_as_outras_unidades_so_quando_ha_quem_as_use(loja: Loja, replica: Engine) -> None:
    """TP-171: both stores tell the same, of the products typed in another unit, in a type that takes them."""
    p1, p2 = loja.produtos["P1"], loja.produtos["P2"]
    pedido = loja.pedido(tipo="DAV", itens=[("P1", 1), ("P2", 1)])
    em_caixas = EmOutraUnidade(quantidade=D(2), unidade="CX", fator=D(12))
    em_caixas_e_un = pedido.com_quantidade(1, D(24), em_caixas)
    with motor_dono(loja) as dono, dono.connect() as pg, replica.connect() as lite:
        pg.begin()
        _poe(pg, produto_unidades, [{"produto_id": p, "unidade": "CX", "fator": D("12.5")} for p in (p1, p2)])
        for permite in (True, False):
            politica = {"unidade_medida_alternativa": permite, "categoria": "orcamento"}
            pg.execute(update(tipos_pedido).where(tipos_pedido.c.id == pedido.tipo_id).values(politica=politica))
            copia(pg, lite, (produto_unidades, tipos_pedido))
            for um, esperado in ((pedido, {}), (em_caixas_e_un, {p1: {"CX": D("12.5")}} if permite else {})):
                for leitor in (LeitorServidor(pg), leitor_replica(lite)):
                    assert fatos.ler_fatos(leitor, um, HOJE).unidades == esperado
        pg.rollback()


def leitor_replica(con: Connection) -> LeitorReplica:
    """The counter's own reader, over the driver of a SQLAlchemy connection."""
    crua = con.connection.driver_connection
    assert isinstance(crua, sqlite3.Connection)
    return LeitorReplica(Path(), crua)


def _confere(lidos: Facts, titulos: Any, compromissos: Any, creditos: Any, limite: Any, pre_aprovado: Any) -> None:
    """Not only equal: right."""
    credito = lidos.credito
    assert credito is not None
    assert credito.em_titulos == sum((s for s, _, situacao in titulos if situacao == "aberto"), D(0))
    outros = [v for n, (_, v, proprio) in enumerate(compromissos) if not (proprio and n == 0)]
    assert credito.tomado - credito.em_titulos == sum(outros, D(0))
    assert credito.creditos == sum(creditos, D(0))
    assert credito.limite == (pre_aprovado if limite is None else limite)


def _poe(con: Connection, tabela: Any, linhas: list[dict[str, Any]]) -> None:
    if linhas:
        con.execute(insert(tabela), linhas)


@contextmanager
def motor_dono(loja: Loja) -> Iterator[Engine]:
    """An engine of the superuser, which may switch triggers off."""
    engine = motor(loja.empresa.dsn_admin, esquema="loja", conexoes=1)
    try:
        yield engine
    finally:
        engine.dispose()


def test_os_dois_bancos_dao_o_mesmo_catalogo(loja: Loja, replica: Engine) -> None:
    with motor_dono(loja) as dono, dono.connect() as pg, replica.connect() as lite:
        pg.exec_driver_sql("INSERT INTO tipo_pedido_estabelecimentos SELECT id, 1 FROM tipos_pedido "
                           "ON CONFLICT DO NOTHING")
        pg.exec_driver_sql("UPDATE usuarios SET vendedor = true, demo = true, atalho = '7' WHERE login = 'ana'")
        pg.exec_driver_sql("INSERT INTO usuario_estabelecimentos SELECT id, 1 FROM usuarios ON CONFLICT DO NOTHING")
        copia(pg, lite, tabelas_replicadas())
        servidor, balcao = (CatalogoReplica(leitor, 1) for leitor in (LeitorServidor(pg), leitor_replica(lite)))
        assert all((servidor.tipos(), servidor.planos(), servidor.listas(), servidor.vendedores()))
        assert (servidor.tipos(), servidor.planos(), servidor.listas(), servidor.vendedores()) == (
            balcao.tipos(), balcao.planos(), balcao.listas(), balcao.vendedores())
        assert servidor.consumidor_final() == balcao.consumidor_final()
        assert (achado := servidor.identifica("P1")) is not None
        assert achado == balcao.identifica("P1")
        demo = [dict(r) for r in LeitorServidor(pg).le("demonstracao")]
        assert [r["login"] for r in demo] == ["ana"]
        assert demo == leitor_replica(lite).le("demonstracao")
        pg.rollback()


# ---- the readers

@pytest.mark.parametrize(("le", "campo"), [
    (lambda c: fatos_cadastros.ler_terminal(c, 999), "estacao"), (lambda c: fatos_cadastros.ler_tipo(c, 999), "tipo"),
    (lambda c: fatos_cadastros.ler_plano(c, 999), "plano"), (lambda c: fatos_cadastros.ler_usuario(c, 999), "usuario"),
    (lambda c: fatos_cadastros.ler_estabelecimento(c, 999), "estabelecimento"),
    (lambda c: fatos_cadastros.ler_cliente(c, UUID(int=1), 1), "cliente")])
def test_o_que_nao_existe_e_dito_pelo_nome(loja: Loja, le: Any, campo: str) -> None:
    with loja.motor.connect() as con, pytest.raises(ReferenciaInexistente) as erro:
        le(LeitorServidor(con))
    assert erro.value.campo == campo


def test_usuario_inativo_nao_pode_nada_e_permissao_desconhecida_nao_e_erro(loja: Loja) -> None:
    with motor_dono(loja) as dono, dono.connect() as con:
        con.exec_driver_sql("UPDATE perfis SET permissoes = permissoes || '[\"voar\"]'")
        assert fatos_cadastros.ler_usuario(LeitorServidor(con), loja.usuarios["ana"]).permissoes
        con.exec_driver_sql("UPDATE usuarios SET ativo = false")
        assert not fatos_cadastros.ler_usuario(LeitorServidor(con), loja.usuarios["ana"]).permissoes
        con.rollback()


@pytest.mark.parametrize(("escolhido", "esperado"), [
    (None, ("Ana", TipoVendedor.VENDEDOR)), ("bia", ("Bia", None)), ("caio", ("Caio", TipoVendedor.TELE_VENDAS))])
def test_os_dois_bancos_dizem_que_vendedor_fica_guardado(loja: Loja, replica: Engine, escolhido: str | None,
                                                         esperado: Any) -> None:
    """TP-011: the one chosen, or the one that is assumed; of no kind when he is no seller."""
    pedido = loja.pedido(itens=[("P1", 1)]).com(vendedor_id=loja.usuarios[escolhido] if escolhido else None)
    with motor_dono(loja) as dono, dono.connect() as pg, replica.connect() as lite:
        pg.exec_driver_sql("UPDATE usuarios SET vendedor = login <> 'bia', tipo_vendedor = CASE login WHEN 'caio' "
                           "THEN 'tele_vendas' ELSE 'vendedor' END")
        pg.exec_driver_sql("UPDATE tipos_pedido SET politica = politica || "
                           "'{\"tipos_vendedor_permitidos\": [\"representante\"]}'")
        copia(pg, lite, tabelas_replicadas())
        for leitor in (LeitorServidor(pg), leitor_replica(lite)):
            vendedor = fatos.ler_fatos(leitor, pedido, HOJE).vendedor
            assert vendedor is not None
            assert (vendedor.nome.split()[0], vendedor.tipo_vendedor) == esperado
        pg.exec_driver_sql("UPDATE tipos_pedido SET politica = politica - 'tipos_vendedor_permitidos'")
        assert fatos.ler_fatos(LeitorServidor(pg), pedido, HOJE).vendedor is None
        pg.rollback()
        copia(pg, lite, tabelas_replicadas())


def test_os_dois_bancos_dizem_quem_serve(loja: Loja, replica: Engine) -> None:
    """TP-014: the persons that an OS names, with the shops where they work; nobody else, and nobody of another type."""
    rui, eva, ninguem = (uuid4() for _ in range(3))
    base = loja.pedido(tipo="VENDA", itens=[("P1", 1)])
    with motor_dono(loja) as dono, dono.connect() as pg, replica.connect() as lite:
        pg.exec_driver_sql("INSERT INTO pessoas (id, nome) VALUES (%s, 'RUI'), (%s, 'EVA')", (rui, eva))
        pg.exec_driver_sql("INSERT INTO colaboradores SELECT %s, id FROM estabelecimentos", (rui,))
        copia(pg, lite, tabelas_replicadas())
        for leitor in (LeitorServidor(pg), leitor_replica(lite)):
            assert fatos.ler_fatos(leitor, base.com(servico=DadosServico(tecnico_id=rui)), HOJE).tecnicos == {}
        pg.exec_driver_sql("UPDATE tipos_pedido SET politica = politica || '{\"categoria\": \"servico\"}'")
        copia(pg, lite, tabelas_replicadas())
        lojas = frozenset(pg.exec_driver_sql("SELECT id FROM estabelecimentos").scalars())
        for leitor in (LeitorServidor(pg), leitor_replica(lite)):
            lidos = [fatos.ler_fatos(leitor, base.com(servico=DadosServico(tecnico_id=quem)), HOJE).tecnicos
                     for quem in (rui, eva, ninguem, None)]
            dele = Tecnico(id=rui, nome="RUI", lojas=lojas)
            assert lidos == [{rui: dele}, {eva: Tecnico(id=eva, nome="EVA")}, {}, {}]
            assert CatalogoReplica(leitor, 1).colaboradores() == (dele,)
        pg.rollback()
        copia(pg, lite, tabelas_replicadas())


def test_os_dois_bancos_dao_as_regras_comerciais_do_tipo(loja: Loja, replica: Engine) -> None:
    """TP-164: the active ones that the type selects, and no other."""
    pedido = loja.pedido(tipo="VENDA", itens=[("P1", 1)])
    with motor_dono(loja) as dono, dono.connect() as pg, replica.connect() as lite:
        for id_, ativo in ((1, True), (2, False), (3, True), (4, True)):
            pg.exec_driver_sql("INSERT INTO regras_comerciais (id, nome, politica, ativo) OVERRIDING SYSTEM VALUE "
                               "VALUES (%(i)s, %(n)s, '{\"desconto_maximo\": \"10.00\"}', %(a)s)",
                               {"i": id_, "n": f"REGRA {9 - id_}", "a": ativo})
        for id_ in (1, 2, 3):
            pg.exec_driver_sql("INSERT INTO tipo_pedido_regras VALUES (%(t)s, %(r)s)",
                               {"t": loja.tipos["VENDA"], "r": id_})
        copia(pg, lite, tabelas_replicadas())
        no_servidor, no_balcao = (fatos.ler_fatos(leitor, pedido, HOJE).regras_comerciais
                                  for leitor in (LeitorServidor(pg), leitor_replica(lite)))
        assert no_servidor == no_balcao
        assert [(r.id, r.nome, r.desconto_maximo) for r in no_servidor] == [
            (3, "REGRA 6", D("10.00")), (1, "REGRA 8", D("10.00"))]
        assert CatalogoReplica(leitor_replica(lite), 1).regras_do_tipo(loja.tipos["VENDA"]) == no_balcao
        assert fatos.ler_fatos(LeitorServidor(pg), loja.pedido(tipo="DAV", itens=[("P1", 1)]), HOJE
                               ).regras_comerciais == ()
        pg.rollback()
        copia(pg, lite, tabelas_replicadas())


def test_os_dois_bancos_dao_o_que_um_tipo_permite(loja: Loja, replica: Engine) -> None:
    """TP-051, TPX-02: plans indicated for a type, and lists that are of every type or of this one."""
    venda, dav = loja.tipos["VENDA"], loja.tipos["DAV"]
    varejo, atacado, vista = loja.listas["VAREJO"], loja.listas["ATACADO"], loja.planos["À VISTA"]
    with motor_dono(loja) as dono, dono.begin() as con:
        _poe(con, tipo_pedido_planos, [{"tipo_id": venda, "plano_id": vista}])
        _poe(con, lista_preco_tipos, [{"lista_id": atacado, "tipo_id": venda}])
        con.execute(update(listas_preco).where(listas_preco.c.id == atacado).values(todos_tipos=False))
    try:
        with loja.motor.connect() as pg, replica.connect() as lite:
            copia(pg, lite, (tipo_pedido_planos, lista_preco_tipos, listas_preco))
            for leitor in (LeitorServidor(pg), leitor_replica(lite)):
                assert ligados.planos_do_tipo(leitor, venda) == {vista}
                assert ligados.planos_do_tipo(leitor, dav) == frozenset()
                assert [nome for _, nome in ligados.listas_do_tipo(leitor, venda)] == ["VAREJO", "ATACADO"]
                assert [nome for _, nome in ligados.listas_do_tipo(leitor, dav)] == ["VAREJO"]
                for tipo, plano, lista, esperado in (
                        ("VENDA", "À VISTA", atacado, (True, True)), ("VENDA", "30/60/90", varejo, (False, True)),
                        ("DAV", "À VISTA", atacado, (False, False)), ("DAV", None, None, (False, True))):
                    regras = fatos.ler_cabecalho(leitor, loja.pedido(tipo, plano=plano, lista_id=lista)).regras
                    assert (regras.plano_indicado, regras.lista_aplicavel) == esperado, (tipo, plano, lista)
    finally:
        with motor_dono(loja) as dono, dono.begin() as con:
            con.execute(update(listas_preco).values(todos_tipos=True))
            _poe(con, tipo_pedido_planos, [])
            _poe(con, lista_preco_tipos, [])
        with loja.motor.connect() as pg, replica.connect() as lite:
            copia(pg, lite, (tipo_pedido_planos, lista_preco_tipos, listas_preco))


def test_endereco_principal_primeiro_e_o_pedido_quando_ha(loja: Loja) -> None:
    cliente = loja.clientes["MARIA SOUZA"]
    with motor_dono(loja) as dono, dono.connect() as con:
        con.exec_driver_sql("INSERT INTO enderecos (id, pessoa_id, tipo, logradouro) VALUES "
                            "('00000000-0000-0000-0000-000000000001', %(c)s, 'obra', 'Rua B')", {"c": cliente})
        principal, obra = fatos_cadastros.ler_enderecos(LeitorServidor(con), cliente)
        assert (principal.tipo, obra.logradouro) == ("principal", "Rua B")
        assert fatos_cadastros.escolhe_endereco((principal, obra), obra.id) == obra
        assert fatos_cadastros.escolhe_endereco((principal, obra), UUID(int=9)) == principal
        assert fatos_cadastros.escolhe_endereco(()) is None
        con.rollback()


def test_o_pedido_e_lido_em_poucas_idas_ao_banco(loja: Loja) -> None:
    pedido = loja.pedido(cliente=JOSE, itens=[(p, 1) for p in loja.produtos])
    comandos: list[str] = []
    with loja.motor.connect() as con:
        event.listen(con, "before_cursor_execute", lambda *a: comandos.append(a[2]))
        fatos.ler_fatos(LeitorServidor(con), pedido, date(2026, 1, 1))
        fatos.ler_impressos(LeitorServidor(con), pedido)
    assert len(comandos) == 4 + 2
