"""What a person may do with an issued order never leaves what is legal, and an approval adds up to what was quoted."""

from datetime import UTC, datetime
from decimal import Decimal as D
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.aprovacao import Identidade, gerado, livres, partes
from balcao.domain.fatos import Produto, Saldo
from balcao.domain.fluxo import SEM_ENTREGA, passagem, proximas, verbo_de
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.situacoes import TRANSICOES, Situacao
from balcao.domain.tipo_pedido import Categoria, TipoPedido

QUANDO = datetime(2026, 3, 10, tzinfo=UTC)
EU = Identidade(UUID(int=9), 7, 3, QUANDO)
P, V, C = Situacao.PENDENTE, Situacao.VENCIDO, Situacao.CANCELADO
VENDA, ORCAMENTO = Categoria.VENDA, Categoria.ORCAMENTO


@given(st.sampled_from([VENDA, ORCAMENTO, Categoria.SERVICO]), st.frozensets(st.sampled_from(Situacao)),
       st.lists(st.integers(0, 20), max_size=12))
def test_whatever_is_chosen_the_order_stays_within_its_flow(categoria: Categoria, habilitadas: frozenset[Situacao],
                                                            escolhas: list[int]) -> None:
    """Any sequence of choices: legal steps, of the type's flow; a closed order has no other."""
    agora = P
    for escolha in escolhas:
        ha = list(proximas(categoria, agora, habilitadas))
        for um in ha:
            assert (agora, um.para) in TRANSICOES or (um.revalida and agora is P)
            assert um.para in habilitadas or um.para in (C, Situacao.PERDIDO)
            assert passagem(categoria, agora, um.para) == um
            assert verbo_de(um.para) is not None
        if agora in (C, Situacao.PERDIDO, Situacao.QUALIFICADO):
            assert not ha
        if not ha:
            return
        agora = ha[escolha % len(ha)].para
        if categoria in SEM_ENTREGA:
            assert agora not in (Situacao.EXECUCAO, Situacao.TRANSITO, Situacao.PRONTO, Situacao.ENTREGUE)


def test_every_legal_step_that_nobody_may_choose_is_time_s_the_draft_s_or_the_till_s() -> None:
    """Read the other way round: nothing that the page's flows have was forgotten."""
    escolhidas = {(de, p.para) for cat in (VENDA, ORCAMENTO) for de in Situacao
                  for p in proximas(cat, de, frozenset(Situacao))}
    M, I = Situacao.MANUTENCAO, Situacao.EMITIDO  # noqa: E741 - the page's letter
    assert {(de, para) for de, para in TRANSICOES - escolhidas if de is not M} == {
        (I, M), (P, M), (I, V), (P, V), (V, I), *((Situacao.ENTREGUE, Situacao(um)) for um in "AXOT")}


def _pedido(quantidades: list[tuple[int, str]], **campos: Any) -> Pedido:
    pedido = Pedido(id=UUID(int=1), estabelecimento_id=1, estacao_id=1, tipo_id=1, usuario_id=1, criado_em=QUANDO)
    for produto, quantidade in quantidades:
        pedido = pedido.com_item(ItemPedido(
            linha=0, produto_id=produto, codigo=str(produto), descricao="", unidade="UN", quantidade=D(quantidade),
            preco_lista=D("3.33"), preco=D("3.33") * produto))
    return pedido.com(**campos)


def _tipo(separa: str, sem: int | None = None) -> TipoPedido:
    return TipoPedido.model_validate({
        "id": 1, "nome": "DAV", "categoria": "orcamento", "tipo_pedido_na_aprovacao": 2,
        "separar_produtos_sem_estoque_na_aprovacao": separa, "tipo_pedido_na_aprovacao_sem_estoque": sem})


_AJUSTE = st.one_of(st.none(), st.decimals("0.01", "30", places=2).map(
    lambda v: {"desconto_digitado": Desconto(tipo=TipoDesconto.PERCENTUAL, valor=v)}), st.decimals(
    "0.01", "30", places=2).map(lambda v: {"acrescimo_digitado": Acrescimo(tipo=TipoDesconto.PERCENTUAL, valor=v)}))


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["1", "2.5", "7"])), min_size=1, max_size=8),
       st.dictionaries(st.integers(1, 4), st.sampled_from([D(0), D(3), D(100)])), _AJUSTE)
def test_parted_in_two_every_line_is_in_one_part_and_the_totals_add_up(
        linhas: list[tuple[int, str]], estoque: dict[int, D], ajuste: dict[str, Any] | None) -> None:
    fonte = _pedido(linhas, frete=D("9.90"), **(ajuste or {}))
    ha = livres(fonte, {}, {p: Saldo(saldo=s) for p, s in estoque.items()}, segura=False)
    feitas = partes(fonte, _tipo("sim", 5), ha)
    pedidos = [gerado(fonte, parte, EU, primeiro=n == 0) for n, parte in enumerate(feitas)]
    assert sorted(i.linha for p in pedidos for i in p.itens) == [i.linha for i in fonte.itens]
    assert sum((p.total for p in pedidos), D(0)) == fonte.total
    assert next(p.frete for p in pedidos) == D("9.90")
    for parte in feitas:
        assert (parte.tipo_id, parte.com_estoque) in ((2, True), (5, False))
        if parte.com_estoque:
            for produto in {i.produto_id for i in parte.itens}:
                assert sum(i.quantidade for i in parte.itens if i.produto_id == produto) <= ha[produto]


def test_a_service_is_never_lacking_and_what_the_order_holds_is_free_for_it() -> None:
    fonte = _pedido([(1, "2"), (2, "2"), (2, "1")])
    servico = {1: Produto(id=1, codigo="1", descricao="", unidade="UN", servico=True)}
    preso = {2: Saldo(saldo=D(3), reservado=D(3))}
    assert livres(fonte, servico, preso, segura=True) == {2: D(3)}
    assert [p.com_estoque for p in partes(fonte, _tipo("sim"), livres(fonte, servico, preso, segura=True))] == [True]
    com, sem = partes(fonte, _tipo("sim"), livres(fonte, servico, preso, segura=False))
    assert ([i.linha for i in com.itens], [i.linha for i in sem.itens], sem.tipo_id) == ([1], [2, 3], 2)
    assert partes(_pedido([(2, "1")]), _tipo("nao_gerar_sem_estoque"), {2: D(0)}) == ()
