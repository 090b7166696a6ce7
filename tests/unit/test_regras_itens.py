"""The rules of the lines together, setting by setting."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from balcao.domain.achados import Finding, Severity
from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.fatos import Produto
from balcao.domain.pedido import EmOutraUnidade
from balcao.domain.rules import Moment, check, itens_obrigatorios
from balcao.domain.rules.motor import origem
from balcao.domain.situacoes import Situacao
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido import Categoria
from tests.apoio.fatos import fatos, item, pedido, terminal, tipo

MATERIAL = Produto(id=1, codigo="P1", descricao="CABO 2,5MM", unidade="UN")
SERVICO = MATERIAL.model_copy(update={"servico": True})


def vistos(momento: Moment, **campos: object) -> list[tuple[str, Severity, int | None]]:
    return [(a.code, a.severity, a.item) for a in check(momento, fatos(**campos))]


@pytest.mark.parametrize(("acao", "severidade"), [
    ("nada", None), ("alertar", Severity.WARN), ("alertar_mesmo_kit", Severity.WARN),
    ("erro_mesmo_kit", Severity.BLOCK), ("erro", Severity.BLOCK)])
@pytest.mark.parametrize(("produto", "manda", "outro"), [
    (MATERIAL, "duplicidade_produtos", "duplicidade_servicos"),
    (SERVICO, "duplicidade_servicos", "duplicidade_produtos")])
@pytest.mark.parametrize("momento", [Moment.INCLUSAO_ITEM, Moment.EMISSAO])
def test_the_same_product_twice(momento, produto, manda, outro, acao, severidade):
    contrario = "erro" if severidade is None else "nada"
    achados = vistos(momento, pedido=pedido(item(), item(), item()), produtos={1: produto},
                     tipo=tipo(Categoria.VENDA, **{manda: acao, outro: contrario}))
    assert achados == ([("item.duplicado", severidade, 2), ("item.duplicado", severidade, 3)] if severidade else [])


def test_the_sentence_names_both_lines_and_the_field():
    achados = check(Moment.EMISSAO, fatos(pedido=pedido(item(), item(), item()), produtos={1: MATERIAL},
                                          tipo=tipo(Categoria.VENDA, duplicidade_produtos="erro")))
    for achado, neste in zip(achados, (2, 3), strict=True):
        assert f"(item {neste}) já está no documento, no item 1" in texto(achado)
        assert "O que fazer em caso de produtos em duplicidade?" in explica(achado)


def test_one_that_an_older_program_stored_says_what_it_knows():
    antigo = Finding(code="item.duplicado", severity=Severity.WARN, params={"produto": "CABO 2,5MM", "posicao": 1})
    assert texto(antigo).startswith("CABO 2,5MM já está no documento, no item 1.")


def test_an_order_worth_nothing():
    gratis = pedido(item(preco="0", preco_de_origem=True))
    permite = {"controles_produtos": {"cp_sem_preco": "permitir"}}
    for deixa, esperado in ((False, [("pedido.sem_valor", Severity.BLOCK, None)]), (True, [])):
        assert vistos(Moment.EMISSAO, pedido=gratis, precos={}, terminal=terminal(**permite),
                      tipo=tipo(Categoria.VENDA, permite_total_zerado=deixa)) == esperado


def test_a_line_says_something_only_where_its_type_has_the_field():
    azul = pedido(item(), item(observacoes="cor azul"))
    assert vistos(Moment.EMISSAO, pedido=azul, tipo=tipo(permite_observacoes_item=True)) == []
    [achado] = check(Moment.EMISSAO, fatos(pedido=azul, tipo=tipo(permite_observacoes_item=False)))
    assert (achado.code, achado.severity, achado.item) == ("item.observacoes", Severity.BLOCK, 2)
    assert "Permite observações no item" in explica(achado)


def test_a_line_of_nothing_only_where_the_type_takes_it():
    nada = pedido(item(), item("0"))
    for momento in (Moment.INCLUSAO_ITEM, Moment.EMISSAO):
        assert vistos(momento, pedido=nada, tipo=tipo(permite_quantidade_zerada=True)) == []
        [achado] = check(momento, fatos(pedido=nada, tipo=tipo(permite_quantidade_zerada=False)))
        assert (achado.code, achado.severity, achado.item) == ("quantidade.zerada", Severity.BLOCK, 2)
        assert "Permite itens com quantidade zerada" in explica(achado)
        assert "quantidade zero" in texto(achado)


def test_nothing_is_put_on_or_taken_off_a_line_of_nothing():
    for ajuste in (Acrescimo(tipo=TipoDesconto.VALOR, valor=D(5)), Desconto(tipo=TipoDesconto.VALOR, valor=D(5))):
        nada = pedido(item("2"), item("0")).com_ajuste_item(2, ajuste)
        assert nada.item(2).total == 0
        assert nada.com_ajuste(ajuste).item(2).total == 0


def test_an_order_without_items_is_pending_only_where_its_type_lets_it():
    vazio = pedido().model_copy(update={"itens": ()})
    for situacoes, gratis, esperado in (("PAE", True, ["pedido.vazio"]), ("PAE", False, ["pedido.vazio"]),
                                        ("AE", True, []), ("AE", False, ["pedido.sem_valor"])):
        certo = tipo(situacoes_itens_obrigatorios=frozenset(map(Situacao, situacoes)), permite_total_zerado=gratis)
        assert [a.code for a in check(Moment.EMISSAO, fatos(pedido=vazio, tipo=certo))] == esperado
    [achado] = itens_obrigatorios(certo, Situacao.ENTREGUE)
    assert (achado.code, achado.severity) == ("pedido.sem_itens", Severity.BLOCK)
    assert "Situações em que os itens são obrigatórios" in explica(achado)
    assert list(itens_obrigatorios(certo, Situacao.PENDENTE)) == []


def test_why_says_the_options_by_their_labels_and_no_ids_of_other_records():
    """Ctrl+I is read by a seller: what Python calls a set, and the id of a plan, say nothing to her."""
    certo = tipo(situacoes_itens_obrigatorios=frozenset({Situacao.TRANSITO, Situacao.EMITIDO}))
    [achado] = itens_obrigatorios(certo, Situacao.EMITIDO)
    assert " = Emitido / Análise, Em trânsito (Tipos de pedido" in explica(achado)
    loja = origem(tipo(estabelecimentos=(7,)), "estabelecimentos", "tipo de pedido VENDA")
    assert explica(Finding(code="x", severity=Severity.WARN, origem=loja)) == (
        f"Decidido por tipo de pedido VENDA, campo “{loja.campo}” ({loja.pagina}).")
    assert loja.campo_id not in explica(Finding(code="x", severity=Severity.WARN, origem=loja))


@pytest.mark.parametrize(("permite", "unidades", "quantidade", "codigo"), [
    (True, {"CX": D("12.000000")}, "24.000", None), (True, {"CX": D(12)}, "25", "unidade.mudou"),
    (True, {"CX": D(10)}, "24", "unidade.mudou"), (True, {"FD": D(12)}, "24", "unidade.desconhecida"),
    (False, {"CX": D(12)}, "24", "unidade.nao_permitida"), (True, {}, "24", "unidade.desconhecida")])
def test_a_quantity_in_another_unit(permite: bool, unidades: dict[str, D], quantidade: str, codigo: str | None) -> None:
    """TP-171: the type takes it, the product has it, and it comes to the line's quantity."""
    em_caixas = EmOutraUnidade(quantidade=D(2), unidade="CX", fator=D(12))
    lidos = fatos(pedido=pedido(item(quantidade, digitado=em_caixas)), unidades={1: unidades},
                  tipo=tipo(unidade_medida_alternativa=permite))
    achados = check(Moment.EMISSAO, lidos)
    assert [(a.code, a.severity, a.item) for a in achados] == ([(codigo, Severity.BLOCK, 1)] if codigo else [])
    assert all(a.origem is not None and a.origem.campo_id == "TP-171" and "CX" in texto(a) + codigo for a in achados
               if codigo != "unidade.nao_permitida")
    de_antes = replace(lidos, antes=lidos.pedido)
    assert not [a for a in check(Moment.EMISSAO, de_antes) if a.code.startswith("unidade.")]


def test_the_converted_quantity_has_the_terminals_places() -> None:
    """CB-039: 0,333 of a hundred, in no places, is 33."""
    terco = EmOutraUnidade(quantidade=D("0.333"), unidade="CENTO", fator=D(100))
    for quantidade, certo in (("33", True), ("33.3", True), ("33.300", True), ("34", False)):
        lidos = fatos(pedido=pedido(item(quantidade, digitado=terco)), unidades={1: {"CENTO": D(100)}},
                      tipo=tipo(unidade_medida_alternativa=True))
        assert (check(Moment.EMISSAO, lidos) == ()) is certo
