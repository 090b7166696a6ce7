"""However an order is cut into invoices, their values and titles add up to the order, to the cent."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.arredondamento import ZERO
from balcao.domain.faturamento import LinhaFaturavel, titulos_desta, valor_desta
from balcao.domain.plano import PlanoPagamento

EMISSAO = date(2026, 3, 10)


def linha(n: int, quantidade: D, total: D, faturada: D = D(0)) -> LinhaFaturavel:
    return LinhaFaturavel(linha=n, produto_id=n, quantidade=quantidade, faturada=faturada, total=total)


def test_metade_da_quantidade_metade_do_valor_e_o_frete_na_primeira() -> None:
    meia = linha(1, D(3), D("10.00"), D(1))
    assert valor_desta(ZERO, [meia], D("5.00")) == D("8.33")
    assert valor_desta(D("8.33"), [linha(1, D(3), D("10.00"), D(3))], D("5.00")) == D("6.67")


def test_entrada_e_paga_no_caixa_e_o_resto_vira_titulo() -> None:
    plano = PlanoPagamento(id=1, nome="x", prazos=(0, 30, 60), entrada_percentual=D(20))
    parcelas = plano.parcelas(D("100.00"), EMISSAO)
    titulos = titulos_desta(D("50.00"), D("100.00"), ZERO, parcelas, {}, EMISSAO)
    assert [(t.numero, t.valor) for t in titulos] == [(2, D("20.00")), (3, D("20.00"))]
    resto = titulos_desta(D("50.00"), D("100.00"), D("50.00"), parcelas, {2: D("20.00"), 3: D("20.00")}, EMISSAO)
    assert [(t.numero, t.valor) for t in resto] == [(2, D("20.00")), (3, D("20.00"))]
    a_vista = PlanoPagamento(id=1, nome="x", prazos=(0,)).parcelas(D("100.00"), EMISSAO)
    assert titulos_desta(D("100.00"), D("100.00"), ZERO, a_vista, {}, EMISSAO) == ()


quantidades = st.decimals("0.001", "999", places=3)
valores = st.decimals("0.01", "9999.99", places=2)


@given(itens=st.lists(st.tuples(quantidades, valores), min_size=1, max_size=5), frete=st.decimals(0, 50, places=2),
       prazos=st.sampled_from([(0,), (30,), (0, 30, 60), (30, 60, 90), (28, 35, 42, 49)]), dados=st.data())
def test_as_partes_somam_o_todo(itens: list[tuple[D, D]], frete: D, prazos: tuple[int, ...],
                                dados: st.DataObject) -> None:
    """A random run of partial invoices and reversals, ended by invoicing all that is left."""
    total = sum((v for _, v in itens), ZERO) + frete
    parcelas = PlanoPagamento(id=1, nome="x", prazos=prazos).parcelas(total, EMISSAO)
    faturas: list[tuple[dict[int, D], D, dict[int, D]]] = []  # quantities, value, titles

    def faturada(n: int) -> D:
        return sum((q.get(n, D(0)) for q, _, _ in faturas), D(0))

    def fatura(quais: dict[int, D]) -> None:
        antes = sum((v for _, v, _ in faturas), ZERO)
        depois = [linha(n, q, v, faturada(n) + quais.get(n, D(0))) for n, (q, v) in enumerate(itens)]
        valor = valor_desta(antes, depois, frete)
        titulados: dict[int, D] = {}
        for _, _, titulos in faturas:
            for parcela, t in titulos.items():
                titulados[parcela] = titulados.get(parcela, ZERO) + t
        novos = titulos_desta(valor, total, antes, parcelas, titulados, EMISSAO)
        assert all(t.valor > 0 for t in novos)
        assert sum((t.valor for t in novos), ZERO) <= valor
        faturas.append((quais, valor, {t.numero: t.valor for t in novos}))

    for _ in range(dados.draw(st.integers(0, 4))):
        if faturas and dados.draw(st.booleans()):
            faturas.pop(dados.draw(st.integers(0, len(faturas) - 1)))
            continue
        resta = {n: q - faturada(n) for n, (q, _) in enumerate(itens)}
        fatura({n: (r * dados.draw(st.sampled_from([0, 1, 3, 10])) / 10).quantize(D("0.001")).min(r)
                for n, r in resta.items()})
    fatura({n: q - faturada(n) for n, (q, _) in enumerate(itens)})
    assert sum((v for _, v, _ in faturas), ZERO) == total
    a_prazo = {p.numero: p.valor for p in parcelas if p.vencimento > EMISSAO and p.valor}
    somados: dict[int, D] = {}
    for _, _, titulos in faturas:
        for parcela, t in titulos.items():
            somados[parcela] = somados.get(parcela, ZERO) + t
    assert somados == a_prazo
    assert all(p.vencimento <= EMISSAO + timedelta(90) for p in parcelas)
