from datetime import UTC, date, datetime
from decimal import Decimal as D
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.arredondamento import Resto
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.plano import PlanoPagamento
from balcao.domain.situacoes import TRANSICOES, Situacao, TransicaoInvalida


def pedido(**campos) -> Pedido:
    base = {"id": UUID(int=1), "estabelecimento_id": 1, "estacao_id": 1, "tipo_id": 1, "usuario_id": 1,
            "criado_em": datetime(2026, 5, 5, tzinfo=UTC)}
    return Pedido(**(base | campos))


def item(preco="10.00", quantidade="1", **campos) -> ItemPedido:
    return ItemPedido(**({"linha": 0, "produto_id": 1, "codigo": "1", "descricao": "P", "unidade": "UN",
                          "quantidade": D(quantidade), "preco_lista": D(preco), "preco": D(preco)} | campos))


def pct(valor: str) -> Desconto:
    return Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(valor))


def reais(valor: str) -> Desconto:
    return Desconto(tipo=TipoDesconto.VALOR, valor=D(valor))


def test_lines_keep_their_name_when_another_goes():
    p = pedido().com_item(item()).com_item(item()).sem_item(1).com_item(item())
    assert [i.linha for i in p.itens] == [2, 3]


def test_percent_follows_the_quantity_and_reais_do_not():
    p = pedido().com_item(item()).com_ajuste_item(1, pct("10")).com_quantidade(1, D(5))
    assert (p.total, p.desconto) == (D("45.00"), D("5.00"))
    p = p.com_ajuste_item(1, reais("3.00")).com_quantidade(1, D(1))
    assert p.total == D("7.00")


def test_discount_never_passes_the_line():
    p = pedido().com_item(item()).com_ajuste_item(1, reais("99.00"))
    assert p.total == D("0.00")


def test_scale_label_total_holds_until_the_quantity_changes():
    p = pedido().com_item(item(preco="19.90", quantidade="0.142714", total_etiqueta=D("2.84")))
    assert p.total == D("2.84")
    assert p.com_quantidade(1, D(1)).total == D("19.90")


def test_lines_that_an_edit_does_not_touch_stay_the_same_objects():
    """The screen and the journal know by identity what need not be done again."""
    p = pedido().com_item(item()).com_item(item(preco="3.00")).com_ajuste_item(1, pct("10"))
    depois = p.com_quantidade(2, D(4))
    assert depois.itens[0] is p.itens[0]
    assert depois.itens[1].total == D("12.00")


def test_removing_a_discount_restores_the_price():
    p = pedido().com_item(item()).com_ajuste(pct("50"))
    assert p.com_ajuste(None).total == D("10.00")


linhas = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 5000)), min_size=1, max_size=40)


@given(linhas, st.one_of(st.integers(0, 10000).map(lambda n: pct(str(D(n) / 100))),
                         st.integers(0, 10**8).map(lambda n: reais(str(D(n) / 100)))))
def test_totals_always_close(linhas, desconto):
    p = pedido()
    for centavos, quantidade in linhas:
        p = p.com_item(item(preco=str(D(centavos) / 100), quantidade=str(D(quantidade) / 100)))
    p = p.com_ajuste(desconto)
    assert p.total == p.subtotal - p.desconto + p.frete
    assert p.total >= 0
    assert all(i.total == i.bruto - i.desconto - i.rateio and i.total >= 0 for i in p.itens)
    assert p.desconto == min(desconto.sobre(p.subtotal), p.subtotal)


@given(st.lists(st.sampled_from(Situacao), max_size=12))
def test_transitions_never_leave_the_graph(sequencia):
    p = pedido()
    for situacao in sequencia:
        if (p.situacao, situacao) in TRANSICOES:
            p = p.para(situacao)
            assert p.situacao is situacao
        else:
            with pytest.raises(TransicaoInvalida):
                p.para(situacao)


def test_round_trips_through_json():
    p = pedido().com_item(item()).com_ajuste(pct("3.5"))
    assert Pedido.model_validate_json(p.model_dump_json()) == p


def test_plan_splits_the_total_with_a_down_payment():
    plano = PlanoPagamento(id=1, nome="ENTRADA + 2", prazos=(0, 30, 60), entrada_percentual=D(20))
    parcelas = plano.parcelas(D("100.01"), date(2026, 1, 31))
    assert [(str(p.valor), p.vencimento.isoformat()) for p in parcelas] == [
        ("20.00", "2026-01-31"), ("40.00", "2026-03-02"), ("40.01", "2026-04-01")]


@given(st.decimals(0, 10**7, places=2), st.lists(st.integers(0, 720), min_size=1, max_size=36, unique=True),
       st.one_of(st.none(), st.decimals(0, 100, places=2)), st.sampled_from(Resto))
def test_instalments_add_up_to_the_total_to_the_cent(total, prazos, entrada, resto):
    plano = PlanoPagamento(id=1, nome="X", prazos=tuple(sorted(prazos)), entrada_percentual=entrada, resto=resto)
    parcelas = plano.parcelas(total, date(2026, 1, 31))
    assert sum(p.valor for p in parcelas) == total
    assert all(p.valor == p.valor.quantize(D("0.01")) >= 0 for p in parcelas)
    iguais = [p.valor for p in parcelas[entrada is not None and len(prazos) > 1:]]
    assert max(iguais) - min(iguais) <= D("0.01") * len(iguais)  # only what is left over is in one of them


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5)), min_size=1, max_size=20), st.integers(0, 2),
       st.integers(0, 100), st.one_of(st.none(), st.integers(0, 10**6)))
def test_every_value_of_a_line_is_in_the_places_of_the_order(linhas, casas, percentual, em_reais):
    p = pedido(casas_total=casas)
    for preco, quantidade in linhas:
        p = p.com_item(item(str(D(preco) / 1000), str(D(quantidade) / 1000)))
    p = p.com_ajuste_item(1, pct(str(percentual)))
    p = p.com_ajuste(pct("7.77") if em_reais is None else reais(str(D(em_reais) / 100)))
    for i in p.itens:
        for valor in (i.bruto, i.desconto, i.rateio, i.total):
            assert valor == valor.quantize(D(1).scaleb(-casas))
        assert i.total == i.bruto - i.desconto - i.rateio >= 0
    assert p.total == p.subtotal - p.desconto


def test_a_label_total_is_rounded_only_where_the_order_has_no_cents():
    etiqueta = item("9.90", "0.503", total_etiqueta=D("4.99"))
    assert pedido().com_item(etiqueta).total == D("4.99")
    assert pedido(casas_total=0).com_item(etiqueta).total == D(5)
