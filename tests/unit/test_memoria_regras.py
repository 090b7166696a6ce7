"""What is remembered of an order's lines is what would be seen again."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.fatos import Facts, Produto, Saldo, SerieUsada
from balcao.domain.preco import PrecoLista
from balcao.domain.rules import REGRAS, Memoria, Moment, check
from balcao.domain.rules.motor import Regra
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import HOJE, cliente, fatos, item, pedido, terminal, tipo

SITUACOES = ("ativo", "inativo")
EXIGENTE = tipo(Categoria.VENDA, duplicidade_produtos="alertar", validar_estoque_no_fechamento_pedido="erro",
                permite_produtos_em_falta=False, validar_quantidade_minima_maxima=True, permite_observacoes_item=False,
                permite_incluir_produtos_sem_lista=False, bloqueio_produtos_inventario="bloquear_emissao",
                casas_decimais_preco=2)


def produto(id_: int, **campos: Any) -> Produto:
    return Produto(**{"id": id_, "codigo": f"P{id_}", "descricao": f"PRODUTO {id_}", "unidade": "UN",
                      "desconto_maximo": D(5), "preco_minimo": D("9.50"), "quantidade_maxima": D(8)} | campos)


def exigentes(**campos: Any) -> Facts:
    return fatos(**{"tipo": EXIGENTE, "terminal": terminal(controles_produtos={"cp_alterar_preco": "senha"}),
                    "produtos": {i: produto(i) for i in (1, 2, 3)}, "precos": {i: D(10) for i in (1, 2, 3)},
                    "estoque": {i: Saldo(saldo=D(4)) for i in (1, 2, 3)}} | campos)


linhas = st.builds(lambda p, q, v, o: item(produto_id=p, codigo=f"P{p}", quantidade=q, preco=v, observacoes=o),
                   st.integers(1, 2), st.sampled_from(["0", "1", "5", "9"]),
                   st.sampled_from(["9.00", "10.00", "10.005"]), st.sampled_from(["", "embrulhar"]))
mudancas = st.one_of(
    st.tuples(st.just("inclui"), linhas),
    st.tuples(st.just("exclui"), st.integers(0, 5)),
    st.tuples(st.just("quantidade"), st.integers(0, 5)),
    st.tuples(st.just("desconto"), st.sampled_from([None, D(4), D(9)])),
    st.tuples(st.just("frete"), st.sampled_from([D(0), D(7)])),
    st.tuples(st.just("produto"), st.integers(1, 2), st.booleans(), st.sampled_from(SITUACOES)),
    st.tuples(st.just("produto some"), st.integers(1, 2)),
    st.tuples(st.just("estoque"), st.integers(1, 2), st.sampled_from([D(0), D(4), D(99)]), st.booleans()),
    st.tuples(st.just("preco"), st.integers(1, 2), st.sampled_from([None, D(10), D(12)])),
    st.tuples(st.just("tipo"), st.booleans()),
    st.tuples(st.just("cliente"), st.sampled_from([None, D(3)])),
    st.tuples(st.just("terminal"), st.sampled_from(["sim", "nao", "senha"])))


def muda(antes: Facts, qual: str, *valores: Any) -> Facts:
    """The facts after one thing changed."""
    ordem, [um, *_] = antes.pedido, valores
    da_vez = ordem.itens[um % len(ordem.itens)].linha if isinstance(um, int) and ordem.itens else None
    match qual:
        case "inclui":
            return replace(antes, pedido=ordem.com_item(um))
        case "exclui" if da_vez is not None:
            return replace(antes, pedido=ordem.sem_item(da_vez))
        case "quantidade" if da_vez is not None:
            return replace(antes, pedido=ordem.com_quantidade(da_vez, D(um + 1)))
        case "desconto":
            return replace(antes, pedido=ordem.com_ajuste(um and Desconto(tipo=TipoDesconto.PERCENTUAL, valor=um)))
        case "frete":
            return replace(antes, pedido=ordem.com(frete=um))
        case "produto":
            novo = produto(um, em_falta=valores[1], situacao=valores[2])
            return replace(antes, produtos={**antes.produtos, um: novo})
        case "produto some":
            return replace(antes, produtos={i: p for i, p in antes.produtos.items() if i != um})
        case "estoque":
            novo_saldo = Saldo(saldo=valores[1], inventario_desde=ordem.criado_em if valores[2] else None)
            return replace(antes, estoque={**antes.estoque, um: novo_saldo})
        case "preco":
            sem = {i: p for i, p in antes.precos.items() if i != um}
            promo = {} if valores[1] is None else {um: PrecoLista(D("99.00"), D("10.00"), None, HOJE - timedelta(1))}
            return replace(antes, precos=sem if valores[1] is None else {**sem, um: valores[1]}, promocoes=promo)
        case "tipo":
            return replace(antes, tipo=EXIGENTE.model_copy(update={"permite_produtos_em_falta": um}))
        case "cliente":
            return replace(antes, cliente=cliente(desconto_maximo=um))
        case "terminal":
            return replace(antes, terminal=terminal(controles_produtos={"cp_alterar_preco": um}))
    return antes


@settings(max_examples=500)
@given(st.lists(mudancas, max_size=12))
def test_the_same_findings_in_the_same_order(sequencia: list[tuple[Any, ...]]) -> None:
    agora, memoria = exigentes(), Memoria()
    for mudanca in sequencia:
        agora = muda(agora, *mudanca)
        assert check(Moment.EMISSAO, agora, memoria) == check(Moment.EMISSAO, agora), mudanca


@given(st.lists(linhas, min_size=1, max_size=5), st.sampled_from(Moment))
def test_a_rule_of_lines_says_of_each_what_it_says_of_it_alone(itens: list[Any], momento: Moment) -> None:
    todos = exigentes(pedido=pedido(*itens))
    for regra in REGRAS:
        if regra.por_linha and momento in regra.momentos:
            sozinhas = [a for um in todos.pedido.itens for a in regra(
                replace(todos, pedido=todos.pedido.model_copy(update={"itens": (um,)})))]
            assert list(regra(todos)) == sozinhas, regra.ids


@pytest.mark.parametrize("vem", [
    {}, {"unidades": {3: {"CX": D(12)}}}, {"promocoes": {3: PrecoLista(D(9))}},
    {"series_usadas": {(3, "A1"): SerieUsada(documento="5")}}, {"sem_retaguarda": timedelta(minutes=2)}], ids=list)
def test_a_line_that_did_not_change_is_not_looked_at_again(vem: dict[str, Any]) -> None:
    """Whatever comes with the new line: what is read of products is read of each."""
    olhadas: list[int] = []

    def olha(vistos: Facts):  # type: ignore[no-untyped-def]
        olhadas.extend(i.linha for i in vistos.pedido.itens)
        yield from ()

    regras, memoria = (Regra((), frozenset(Moment), olha, por_linha=True),), Memoria()
    antes = exigentes(pedido=pedido(item(), item(produto_id=2)))
    memoria.executa(regras, Moment.EMISSAO, antes)
    memoria.executa(regras, Moment.EMISSAO, replace(antes, pedido=antes.pedido.com_item(item(produto_id=3)), **vem))
    assert olhadas == [1, 2, 3]


@pytest.mark.parametrize("id_", ["TP-079", "CB-107", "CL-053", "TP-042", "TP-171"])
def test_rules_that_read_every_line_are_rules_of_lines(id_: str) -> None:
    assert next(r for r in REGRAS if id_ in r.ids).por_linha
