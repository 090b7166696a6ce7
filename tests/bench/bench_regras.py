"""The rule engine on an order of 200 items: everything, and everything again after one more item.

    python -m tests.bench.bench_regras [--curto]

The order's type and the terminal ask for every check that they can, products have every limit, and one line in ten
breaks three of them; the rules that ran are counted. An order in which every line is wrong is shown without a budget.
The floor reads the same lines once for each rule (quantity × price, summed), in the same run.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from statistics import median

from balcao.domain.ajuste import Desconto, TipoDesconto
from balcao.domain.fatos import Facts, Produto, Saldo
from balcao.domain.pedido import EmOutraUnidade, ItemPedido, Pedido
from balcao.domain.preco import PrecoLista
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.rules import REGRAS, Memoria, Moment, check
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import fatos, item, pedido, terminal, tipo
from tests.bench.bench_busca import confere

# What the page can ask of an order's lines; the rest of a type is asked of the order.
TUDO = {
    "duplicidade_produtos": "alertar", "duplicidade_servicos": "alertar", "permite_total_zerado": False,
    "permite_quantidade_zerada": False, "permite_observacoes_item": False, "permite_estoque_negativo": False,
    "validar_estoque_no_fechamento_pedido": "alertar", "permite_produtos_em_falta": False,
    "permite_produtos_sem_troca": False, "permite_produtos_com_variacao": False, "permite_marca_bloqueada": False,
    "situacoes_produtos_permitidas": ("aprovado",), "validar_quantidade_minima_maxima": True,
    "bloqueio_produtos_inventario": "bloquear_emissao", "unidade_produto_item": "obrigatorio",
    "unidade_medida_alternativa": True, "valida_preco_minimo_maximo": True, "considera_preco_promocional": True,
    "permite_incluir_produtos_sem_lista": False, "permite_produtos_sem_preco": False, "casas_decimais_preco": 2,
    "lista_precos": "requerida", "descontos_acumulativos": False, "acrescimos_acumulativos": False}
ITENS = 200
TUDO_MS, MAIS_UM_MS, RAZAO = 10.0, 4.0, 6.0


def linha(i: int, errada: bool) -> ItemPedido:
    """A line of its own product: two units with their serial numbers, typed as one box, with a discount; one that is
    wrong is cheaper, and lacks a number."""
    return item(produto_id=i, codigo=f"P{i}", quantidade="2", preco="9.90" if errada else "10.00",
                digitado=EmOutraUnidade(quantidade=D(1), unidade="CX", fator=D(2)),
                desconto_digitado=Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D("0.25")),
                series=(f"{i}A",) if errada else (f"{i}A", f"{i}B"))


def ordem(quantos: int, uma_errada_em: int) -> Pedido:
    """Lines of different products."""
    return pedido(*(linha(i, i % uma_errada_em == 0) for i in range(1, quantos + 1)), lista_id=3)


def com_tudo(pedido_: Pedido) -> Facts:
    """Facts in which every rule has something to look at in every line."""
    ids = range(1, len(pedido_.itens) + 1)
    faltam = {i.produto_id for i in pedido_.itens if i.preco < D(10)}
    return fatos(
        pedido=pedido_, precos={i: D("10.00") for i in ids},
        estoque={i: Saldo(saldo=D(1 if i in faltam else 50)) for i in ids}, unidades={i: {"CX": D(2)} for i in ids},
        promocoes={i: PrecoLista(D("12.00"), D("10.00")) for i in ids}, lista_todos_clientes=True,
        produtos={i: Produto(id=i, codigo=f"P{i}", descricao=f"PRODUTO {i}", unidade="UN", numero_serie=True,
                             quantidade_minima=D(1), quantidade_maxima=D(9), preco_minimo=D("9.95"),
                             preco_maximo=D("99.00"), desconto_maximo=D("0.50")) for i in ids},
        regras_comerciais=tuple(RegraComercial(id=n, nome=f"REGRA {n}", desconto_maximo=D(n), desconto_maximo_item=D(n),
                                               valor_minimo=D(n)) for n in (1, 2)),
        terminal=terminal(controles_produtos={"cp_alterar_preco": "senha"}, integracao={
            "verificar_crediario_dav": True, "verificar_crediario_pre_venda": True}),
        tipo=tipo(Categoria.VENDA, **TUDO))


def com_mais_uma(antes: Facts, nova: ItemPedido) -> Facts:
    """The same facts with one more line, as the counter has them: what was read is not read again."""
    todos = com_tudo(antes.pedido.com_item(nova))
    lidos = {nome: {**getattr(todos, nome), **getattr(antes, nome)}
             for nome in ("produtos", "estoque", "precos", "unidades", "promocoes")}
    return replace(antes, pedido=todos.pedido, **lidos)


def lembrada(fatos_: Facts) -> Memoria:
    """What a counter remembers that has just checked this order."""
    memoria = Memoria()
    check(Moment.EMISSAO, fatos_, memoria)
    return memoria


def mede(faz: Callable[..., object], vezes: int, prepara: Callable[[], tuple[object, ...]] = tuple) -> float:
    """Median milliseconds of processor; what `prepara` does is not counted, and is given to `faz`."""
    tempos = []
    for _ in range(vezes):
        preparado = prepara()
        inicio = time.process_time()
        faz(*preparado)
        tempos.append((time.process_time() - inicio) * 1000)
    return median(tempos)


def principal() -> int:
    """1 when a budget is missed."""
    leitor = argparse.ArgumentParser(description=__doc__)
    leitor.add_argument("--curto", action="store_true")
    curto = leitor.parse_args().curto
    vezes = 15 if curto else 200
    base = ordem(ITENS, 10)
    tudo, um = com_tudo(base), linha(ITENS + 1, errada=True)
    mais = com_mais_uma(tudo, um)
    achados = check(Moment.EMISSAO, tudo)
    print(f"regras: {len(REGRAS)} sobre {ITENS} itens, {len(achados)} achados de "
          f"{len({a.code for a in achados})} tipos")
    piso = mede(lambda: [sum((i.quantidade * i.preco for i in base.itens), D(0)) for _regra in REGRAS], vezes)
    inteiro = mede(lambda: check(Moment.EMISSAO, tudo), vezes)
    depois = mede(lambda memoria: (base.com_item(um), check(Moment.EMISSAO, mais, memoria)), vezes,
                  lambda: (lembrada(tudo),))
    pior = com_tudo(ordem(ITENS, 1))
    ruim = mede(lambda: check(Moment.EMISSAO, pior), vezes)
    print(f"  piso {piso:.3f} ms; tudo {inteiro:.2f} ms; com mais um item {depois:.2f} ms; "
          f"com todas as linhas erradas ({len(check(Moment.EMISSAO, pior))} achados) {ruim:.2f} ms")
    bons = [confere("todas as regras", inteiro, TUDO_MS, " ms"),
            confere("mais um item, e todas outra vez", depois, MAIS_UM_MS, " ms"),
            confere("todas as regras contra o piso", inteiro / piso, RAZAO, "×")]
    return 0 if all(bons) or curto else 1  # the short form shows that it runs, on whatever machine


if __name__ == "__main__":
    sys.exit(principal())
