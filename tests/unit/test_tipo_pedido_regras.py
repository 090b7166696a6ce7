"""The form rules of an order type: each refusal is its own sentence, at its own field (TPR-01…16)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from balcao.domain.achados import Severity
from balcao.domain.cadastro.declarados import TIPOS_PEDIDO
from balcao.domain.cadastro.valores import valida
from balcao.domain.campo import ValorInvalido, campo_de, exigencias
from balcao.domain.pedido import ModoEntrega
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido.auto_preenchimento import (
    ATRIBUTOS,
    DiaRelativo,
    Forcado,
    LinhaInvalida,
    citacoes,
    confere_linhas,
    forcados,
    ilegiveis,
    le_linha,
)
from balcao.domain.tipo_pedido.chave import ChaveInvalida, Macro, le_chave, monta_chave
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from balcao.domain.tipo_pedido.regras_cadastro import ajustado, avisos, conferir


def ficha(**campos: Any) -> FichaTipoPedido:
    return FichaTipoPedido.model_validate({"id": 1, "nome": "DAV", "categoria": "orcamento", **campos})


def ditos(tipo: FichaTipoPedido, *outros: FichaTipoPedido) -> list[tuple[str, str]]:
    """What keeps it from being stored: (field, sentence)."""
    achados = conferir(tipo, {o.id: o for o in outros})
    return [(a.field, texto(a)) for a in achados if a.severity is Severity.BLOCK]


def test_a_type_as_it_is_born_is_right() -> None:
    assert ditos(ficha(), ficha(id=2, nome="VENDA", categoria="venda")) == []
    assert list(exigencias(ficha(), abertos=True)) == []


def test_a_sigla_of_six_letters_and_one_that_is_taken() -> None:
    with pytest.raises(ValorInvalido, match=r"^Use no máximo 5 letras; há 6\.$"):
        campo_de(FichaTipoPedido, "sigla").validar("ORDSER")
    os, outra = ficha(titulo="Ordem de serviço", sigla="OS"), ficha(id=2, nome="OS2", titulo="Ordem de Serviço")
    assert ditos(os, outra.model_copy(update={"sigla": "os"})) == [(
        "sigla", "A sigla OS já é do tipo OS2, que tem o mesmo título, Ordem de serviço. Use outra sigla.")]
    assert ditos(os, outra.model_copy(update={"sigla": "OSV"})) == ditos(os, outra) == []
    assert ditos(os, outra.model_copy(update={"sigla": "OS", "titulo": "Garantia"})) == []


@pytest.mark.parametrize(("chave", "diz"), [
    ("${pedido}-${loja}", "“${loja}” não é uma macro"), ("${pedido", "Falta fechar"), ("V${versao}", "Sem ${pedido}"),
    ("$!{pedido}", "só a versão e a série"), ("${pedido}${__import__('os')}", "não é uma macro"),
    ("${ pedido }", "não é uma macro")])
def test_a_key_with_something_else_than_its_macros(chave: str, diz: str) -> None:
    [(campo, frase)] = ditos(ficha(chave_identificacao=chave))
    assert campo == "chave_identificacao"
    assert diz in frase
    with pytest.raises(ChaveInvalida):
        monta_chave(chave, pedido=1)


def test_where_the_serie_restarts_the_numbers_the_key_has_it() -> None:
    sem, com = "${tipo} ${pedido}", "${pedido}$!{serie}"
    assert ditos(ficha(chave_identificacao=sem)) == ditos(ficha(chave_identificacao=com, serie="ano")) == []
    for serie in ("ano", "informado"):
        assert ditos(ficha(chave_identificacao=sem, serie=serie)) == [(
            "chave_identificacao", "A numeração recomeça em cada série, e sem ela na chave dois documentos teriam a "
            "mesma. Inclua $!{serie} na chave.")]


def test_the_key_of_an_order() -> None:
    chave = "${tipo}-${pedido}$!{serie}$!{versao}"
    assert le_chave(chave) == (Macro("tipo"), "-", Macro("pedido"), Macro("serie", True), Macro("versao", True))
    assert monta_chave(chave, pedido=12, tipo="DAV") == monta_chave(chave, pedido=12, tipo="DAV", serie="0") == "DAV-12"
    assert monta_chave(chave, pedido=12, versao=2, serie="2026", tipo="DAV") == "DAV-12/2026v2"
    assert monta_chave("${pedido}.${versao}.${serie}", pedido=7) == "7.0."


@pytest.mark.parametrize(("linha", "valor"), [
    ("PESSOA_CONTATO=FULANO", "FULANO"), (" DATA_VALIDADE = [SYSDATE+15] ", DiaRelativo(15)),
    ("DATA_VALIDADE=[sysdate - 1]", DiaRelativo(-1)), ("DATA_ENTREGA=[SYSDATE]", DiaRelativo(0)),
    ("DATA_ENTREGA=31/12/2026", date(2026, 12, 31)), ("CLASSIFICACAO_PEDIDO_ID=136", 136),
    ("FRETE=12,50", Decimal("12.50")), ("MODO_ENTREGA=entrega", ModoEntrega.ENTREGA),
    ("OBSERVACOES=a=b; [SYSDATE+1]", "a=b; [SYSDATE+1]")])
def test_a_line_of_auto_filling(linha: str, valor: object) -> None:
    assert le_linha(linha) == Forcado(linha.split("=")[0].strip(), valor)  # type: ignore[arg-type]


def test_a_relative_day_is_counted_from_the_orders_day() -> None:
    assert DiaRelativo(15).em(date(2026, 2, 20)) == date(2026, 3, 7)


@pytest.mark.parametrize(("linhas", "diz"), [
    (["FULANO"], "não diz que campo preencher"), (["=5"], "não diz que campo preencher"),
    (["COR=AZUL"], "“COR” não é um campo que se preencha. Use um destes: PESSOA_CONTATO"),
    (["pessoa_contato=X"], "O nome é escrito em maiúsculas"), (["FRETE="], "FRETE está sem informação"),
    (["CLASSIFICACAO_PEDIDO_ID=VIP"], "Informe o identificador (ID), um número"),
    (["VENDEDOR_ID=1+1"], "“1+1” não serve para VENDEDOR_ID"), (["CLIENTE_ID=7"], "“CLIENTE_ID” não é um campo"),
    (["VENDEDOR_ID=²"], "Informe o identificador"), (["FRETE=1,999"], "12,50"), (["FRETE=-1"], "12,50"),
    (["MODO_ENTREGA=CORREIO"], "RETIRA ou ENTREGA"), ([f"PESSOA_CONTATO={'X' * 61}"], "no máximo 60 letras"),
    (["DATA_VALIDADE=[SYSDATE-1]"], "já teria passado"),
    (["DATA_VALIDADE=[SYSDATE+15*2]"], "Escreva uma data como 31/12/2026"),
    (["DATA_VALIDADE=__import__('os').getcwd()"], "Escreva uma data"), (["DATA_VALIDADE=31/12"], "Escreva uma data"),
    (["FRETE=1", "", "FRETE=2"], "FRETE está em duas linhas")])
def test_a_line_that_forces_nothing(linhas: list[str], diz: str) -> None:
    [(campo, frase)] = ditos(ficha(auto_preenchimento=linhas))
    assert campo == "auto_preenchimento"
    assert diz in frase
    assert [frase for frase in confere_linhas(linhas) if diz in frase]


def test_each_bad_line_is_told() -> None:
    ditas = ditos(ficha(auto_preenchimento=["COR=AZUL", "FRETE=1", "VENDEDOR_ID=ana"]))
    assert [campo for campo, _ in ditas] == ["auto_preenchimento"] * 2
    assert ["COR" in ditas[0][1], "VENDEDOR_ID" in ditas[1][1]] == [True, True]


def test_what_the_type_has_none_of_is_not_filled_in() -> None:
    for linha, campos, titulo in (("VENDEDOR_ID=1", {"vendedor": "nao_informar"}, "(Vendedor)"),
                                  ("PLANO_PAGAMENTO_ID=1", {"plano_pagamento": "nao_informar"}, "(Plano de pagamento)"),
                                  ("LISTA_PRECO_ID=1", {"lista_precos": "nao_permite"}, "Lista")):
        [(campo, frase)] = ditos(ficha(auto_preenchimento=[linha], **campos))
        assert campo == "auto_preenchimento"
        assert titulo in frase


def test_stored_lines_that_say_nothing_force_nothing() -> None:
    linhas = ("CLIENTE_ID=7", " ", "FRETE=1", "FRETE=2,5", "VENDEDOR_ID=3")
    assert forcados(linhas) == (Forcado("FRETE", Decimal("2.5")), Forcado("VENDEDOR_ID", 3))
    assert ilegiveis(linhas) == ("CLIENTE_ID=7",)
    assert [(um.referencia, um.id) for um in citacoes(linhas)] == [("usuarios", 3)]


def test_the_help_names_every_field_that_may_be_filled_in() -> None:
    ajuda = campo_de(FichaTipoPedido, "auto_preenchimento").ajuda
    assert [nome for nome in ATRIBUTOS if nome not in ajuda] == []


def test_a_line_that_cannot_be_read() -> None:
    with pytest.raises(LinhaInvalida):
        le_linha("FULANO")


def test_kits_and_orders_at_approval_exclude_each_other() -> None:
    kits = {"produtos_pedidos": "componentes_selecionados"}
    for outro, titulo in (({"separar_produtos_sem_estoque_na_aprovacao": "sim"}, "Separar produtos sem estoque"),
                          ({"tipo_pedido_na_aprovacao": 2}, "Tipo de pedido na aprovação"),
                          ({"tipo_pedido_na_aprovacao_sem_estoque": 2}, "Tipo de pedido na aprovação sem estoque")):
        [(campo, frase)] = ditos(ficha(**kits, **outro))
        assert campo == "produtos_pedidos"
        assert titulo in frase
        assert ditos(ficha(**outro)) == []
    assert ditos(ficha(**kits)) == []


def test_approval_that_goes_round() -> None:
    venda = ficha(id=2, nome="VENDA", categoria="venda", tipo_pedido_na_aprovacao=3)
    producao = ficha(id=3, nome="PRODUÇÃO", categoria="venda", tipo_pedido_na_aprovacao_sem_estoque=1)
    assert ditos(ficha(categoria="venda", tipo_pedido_na_aprovacao=2), venda, producao) == [(
        "tipo_pedido_na_aprovacao",
        "A aprovação andaria em círculo: DAV → VENDA → PRODUÇÃO → DAV. Escolha outro tipo.")]
    assert [frase for _, frase in ditos(ficha(categoria="venda", tipo_pedido_na_aprovacao=1))] == [
        "A aprovação andaria em círculo: DAV → DAV. Escolha outro tipo."]
    parada = producao.model_copy(update={"tipo_pedido_na_aprovacao_sem_estoque": None})
    assert ditos(ficha(tipo_pedido_na_aprovacao=2, tipo_pedido_na_aprovacao_sem_estoque=2), venda, parada) == []
    # a circle of others is theirs, and ends here too
    redondo = producao.model_copy(update={"tipo_pedido_na_aprovacao_sem_estoque": 2})
    assert ditos(ficha(categoria="venda", tipo_pedido_na_aprovacao=2), venda, redondo) == []


def test_an_approval_generates_no_quote() -> None:
    outro = ficha(id=2, nome="COTAÇÃO")
    assert ditos(ficha(tipo_pedido_na_aprovacao=2), outro) == [(
        "tipo_pedido_na_aprovacao", "COTAÇÃO é um orçamento, e a aprovação gera pedidos. Escolha outro tipo.")]
    venda = ficha(id=3, nome="VENDA", categoria="venda", tipo_pedido_na_aprovacao_sem_estoque=1)
    assert ditos(ficha(), venda) == [(
        "categoria", "O tipo VENDA gera este na aprovação, e orçamento não é gerado. Mude-o antes.")]
    assert ditos(ficha(categoria="venda"), venda) == []


def test_nobody_numbers_what_an_approval_generates() -> None:
    informado = ficha(id=2, nome="TALÃO", categoria="venda", regra_numeracao="informado")
    [(campo, frase)] = ditos(ficha(tipo_pedido_na_aprovacao=2), informado)
    assert campo == "tipo_pedido_na_aprovacao"
    assert "na aprovação ninguém o informa" in frase
    [(campo, frase)] = ditos(informado, ficha(tipo_pedido_na_aprovacao_sem_estoque=2))
    assert campo == "regra_numeracao"
    assert "O tipo DAV gera este" in frase


def test_the_flow_has_its_beginning_and_its_end() -> None:
    pronto = {"situacao": ["A", "O"]}
    comeca = "Marque Pendente / Proposta: é nela que todo pedido emitido começa."
    assert ditos(ficha(**pronto)) == [("situacao", comeca)]
    pendente = {"situacao": ["P", "A"]}
    assert ditos(ficha(categoria="venda", **pendente)) == [(
        "situacao", "Marque Entregue: é nela que o pedido se encerra, quando o caixa o fatura.")]
    assert ditos(ficha(**pendente)) == ditos(ficha(categoria="venda", situacao=[])) == []


def test_what_another_field_demands() -> None:
    pede = dict(exigencias(ficha(gerar_abastecimento_automaticamente="pendente", permite_balanco=True), abertos=True))
    assert pede == {
        "script_balanco_financeiro": "Preencha Script para balanço financeiro: o tipo permite balanço.",
        "estoque_origem_abastecimento":
            "Preencha Estoque de origem do abastecimento: o abastecimento é gerado automaticamente.",
        "estoque_destino_abastecimento":
            "Preencha Estoque de destino do abastecimento: o abastecimento é gerado automaticamente."}
    cheia = ficha(gerar_abastecimento_automaticamente="pendente", estoque_origem_abastecimento=1,
                  estoque_destino_abastecimento=2)
    assert list(exigencias(cheia, abertos=True)) == []


def test_the_registry_corrects_and_checks_with_these_rules() -> None:
    valores = {"nome": "DAV", "categoria": "venda", "validar_quantidade_padrao_reposicao": True,
               "tipo_pedido_na_aprovacao": 2}
    venda = ficha(id=2, nome="VENDA", categoria="venda", tipo_pedido_na_aprovacao=1)
    registro, achados = valida(TIPOS_PEDIDO, valores, {2: venda}, id_=1)
    assert isinstance(registro, FichaTipoPedido)
    assert not registro.validar_quantidade_padrao_reposicao
    assert [a.code for a in achados] == ["tipo.aprovacao_circular"]
    assert all(campo_de(FichaTipoPedido, a.field) for a in achados)


def test_replenishment_is_for_buying() -> None:
    compra = ficha(categoria="compra", validar_quantidade_padrao_reposicao=True)
    assert ajustado(compra) is compra
    venda = ajustado(ficha(categoria="venda", validar_quantidade_padrao_reposicao=True))
    assert venda.validar_quantidade_padrao_reposicao is False


def test_nothing_is_warned_about_a_field_that_no_screen_shows() -> None:
    aberto = campo_de(FichaTipoPedido, "tipo_pedido_na_aprovacao").aberto
    assert [a.code for a in avisos(ficha())] == ([] if aberto else ["tipo.sem_aprovacao_orcamento"])
    assert list(avisos(ficha(tipo_pedido_na_aprovacao=2))) == []


@pytest.mark.parametrize(("chave", "certa"), [
    ("${pedido}", False), ("${pedido}$!{serie}", False), ("${pedido}$!{versao}", True), ("${pedido}-${versao}", True)])
def test_quotes_with_versions_say_them_in_their_key(chave: str, certa: bool) -> None:
    tipo = ficha(permite_versionamento=True, chave_identificacao=chave)
    assert ditos(tipo) == ([] if certa else [
        ("chave_identificacao", "Os orçamentos deste tipo têm versões, e sem elas na chave todas teriam a mesma. "
                                "Inclua $!{versao} na chave.")])
    assert ditos(ficha(categoria="venda", permite_versionamento=True, chave_identificacao=chave)) == []


@pytest.mark.parametrize(("tem", "pede", "faltam"), [
    ({}, {"servico_veiculos": True, "placa_veiculo": "requerido", "equipamento": "requerido"},
     "“Placa do veículo” e “Equipamento”"),
    ({"servico_veiculos": True, "placa_veiculo": "opcional"}, {"servico_veiculos": True, "placa_veiculo": "requerido"},
     ""),
    ({}, {"servico_veiculos": True, "placa_veiculo": "opcional"}, ""),
    ({}, {"unidade_produto_item": "obrigatorio"}, "“Unidade do produto (número de série) por item”"),
    ({"unidade_produto_item": "opcional"}, {"unidade_produto_item": "obrigatorio"}, "")])
def test_what_a_generated_order_must_have_and_the_approved_one_cannot_is_warned_at_both_ends(
        tem: dict[str, Any], pede: dict[str, Any], faltam: str) -> None:
    dav = ficha(tipo_pedido_na_aprovacao=2, **tem)
    oficina = ficha(id=2, nome="OFICINA", categoria="servico", **pede)
    for tipo, outro in ((dav, oficina), (oficina, dav)):
        avisados = [texto(a) for a in conferir(tipo, {outro.id: outro})
                    if a.code in ("tipo.gerado_pede", "tipo.pede_ao_gerado")]
        assert len(avisados) == bool(faltam)
        assert all(faltam in um and outro.nome in um for um in avisados)
        assert ditos(tipo, outro) == []
