"""Changing an order: the table of situations, the four fields of the type, and what a change is judged by."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from balcao.domain.achados import Finding
from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.alteracao import CABECALHO, CAMPO, MATRIZ, NUNCA, Parte, compara
from balcao.domain.fatos import Produto
from balcao.domain.pedido import Entrega, ModoEntrega, Pedido
from balcao.domain.rules import Moment, check
from balcao.domain.rules.alteracao import permite, proibidas
from balcao.domain.situacoes import Situacao
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido import TipoPedido
from tests.apoio.fatos import HOJE, cliente, fatos, item, pedido, tipo

S = Situacao
TODAS = frozenset(Situacao)
DEZ = Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10))


def livre(**campos: Any) -> TipoPedido:
    return tipo(**(dict.fromkeys(CAMPO.values(), TODAS) | campos))


def emitido(situacao: Situacao = S.PENDENTE, **campos: Any) -> Pedido:
    """P1 and P2, two of each, at R$ 10."""
    return pedido(item("2"), item("2", produto_id=2, codigo="P2"), situacao=situacao, numero=7, versao=1, **campos)


MUDANCAS = {
    Parte.CABECALHO: lambda p: p.com(observacoes="outra"),
    Parte.DESCONTO: lambda p: p.com_ajuste(DEZ),
    Parte.INCLUSAO: lambda p: p.com_item(item(produto_id=3)),
    Parte.ALTERACAO: lambda p: p.com_quantidade(1, D(3)),
    Parte.EXCLUSAO: lambda p: p.sem_item(2),
    Parte.TROCA: lambda p: p.com_item_trocado(1, produto_id=9),
}


def test_o_acrescimo_do_total_e_como_o_desconto() -> None:
    mais = Acrescimo(tipo=TipoDesconto.PERCENTUAL, valor=D(10))
    assert compara(emitido(), emitido().com_ajuste(mais)).desconto
    assert compara(None, emitido().com_ajuste(mais)).desconto
    assert not compara(emitido().com_ajuste(mais), emitido().com_ajuste(mais)).desconto


def test_de_cada_campo_do_pedido_se_sabe_se_muda() -> None:
    por_si = {"itens", "proxima_linha", "desconto_digitado", "acrescimo_digitado", "tipo_id", "casas_total",
              "cliente_documento"}
    assert {*CABECALHO, *NUNCA, *por_si} == set(Pedido.model_fields)
    assert len(CABECALHO) + len(NUNCA) + len(por_si) == len(Pedido.model_fields)


def codigos(achados: Any) -> set[str]:
    return {a.code for a in achados}


@pytest.mark.parametrize("situacao", Situacao)
@pytest.mark.parametrize("parte", Parte)
def test_a_tabela_decide_o_que_e_possivel_mesmo_com_tudo_marcado_no_tipo(situacao: Situacao, parte: Parte) -> None:
    antes = emitido(situacao)
    assert bool(list(proibidas(antes, MUDANCAS[parte](antes), livre()))) is (parte not in MATRIZ[situacao])


def test_em_execucao_so_entra_produto_novo_e_o_cabecalho_fica() -> None:
    assert not permite(livre(), S.EXECUCAO, Parte.CABECALHO)
    assert not permite(livre(), S.EXECUCAO, Parte.TROCA)
    assert permite(livre(), S.EXECUCAO, Parte.INCLUSAO)
    [achado] = proibidas(emitido(S.EXECUCAO), emitido(S.EXECUCAO).com(frete=D("5.00"), observacoes="x"), livre())
    assert texto(achado).startswith(
        "Na situação Em execução o cabeçalho do documento não muda mais (frete, observações).")


@pytest.mark.parametrize(("parte", "codigo"), [
    (Parte.DESCONTO, "alteracao.desconto"), (Parte.INCLUSAO, "alteracao.inclusao"),
    (Parte.ALTERACAO, "alteracao.item"), (Parte.EXCLUSAO, "alteracao.exclusao")])
def test_o_campo_do_tipo_restringe_e_o_achado_diz_qual_foi(parte: Parte, codigo: str) -> None:
    antes, sem = emitido(), livre().model_copy(update={CAMPO[parte]: TODAS - {S.PENDENTE}})
    [achado] = proibidas(antes, MUDANCAS[parte](antes), sem)
    assert achado.code == codigo
    assert achado.origem is not None
    assert achado.origem.campo_id == {"desconto": "TP-064", "inclusao": "TP-100", "alteracao": "TP-101",
                                      "exclusao": "TP-102"}[parte]
    assert "tipo de pedido VENDA" in explica(achado)
    assert "VENDA" in texto(achado)
    outra = emitido(S.APROVADO)
    assert not list(proibidas(outra, MUDANCAS[parte](outra), sem))


def test_do_item_so_quantidade_e_valor_unitario_sao_julgados() -> None:
    antes, nada = emitido(), tipo(**dict.fromkeys(CAMPO.values(), frozenset[Situacao]()))
    for depois in (antes.com_item_trocado(1, observacoes="gravar nome"), antes.com_ajuste_item(1, DEZ)):
        assert depois != antes
        assert not list(proibidas(antes, depois, nada))
    assert codigos(proibidas(antes, antes.com_preco(1, D(9)), nada)) == {"alteracao.item"}


def test_trocar_o_produto_da_linha_e_excluir_um_e_incluir_outro() -> None:
    antes = emitido()
    troca = antes.com_item_trocado(1, produto_id=9, descricao="OUTRO")
    so_inclui = livre().model_copy(update={"situacoes_exclusao_itens": frozenset()})
    assert codigos(proibidas(antes, troca, so_inclui)) == {"alteracao.exclusao"}
    so_exclui = livre().model_copy(update={"situacoes_inclusao_itens": frozenset()})
    assert codigos(proibidas(antes, troca, so_exclui)) == {"alteracao.inclusao"}
    assert not list(proibidas(antes, troca, livre()))


def test_o_tipo_do_documento_emitido_nao_muda() -> None:
    antes = emitido()
    assert codigos(proibidas(antes, antes.com(tipo_id=2), livre())) == {"alteracao.tipo"}


def test_a_comparacao_diz_o_que_mudou() -> None:
    antes = emitido()
    depois = antes.sem_item(1).com_item(item(produto_id=3)).com_quantidade(2, D(5)).com(
        frete=D("1.00"), entrega=Entrega(modo=ModoEntrega.ENTREGA))
    d = compara(antes, depois)
    assert (d.cabecalho, d.desconto, d.tipo) == (("entrega", "frete"), False, False)
    assert [[i.linha for i in parte] for parte in (d.incluidos, d.alterados, d.excluidos, d.trocados)] == [
        [3], [2], [1], []]


# ---- a draft

def achados(depois: Pedido, t: TipoPedido, antes: Pedido | None = None, em_falta: int = 0,
            **campos: Any) -> tuple[Finding, ...]:
    produtos = {n: Produto(id=n, codigo=f"P{n}", descricao=f"PRODUTO {n}", unidade="UN",
                           em_falta=n == em_falta) for n in (1, 2, 3)}
    return check(Moment.EMISSAO, replace(fatos(**({"produtos": produtos, "pedido": depois, "tipo": t} | campos)),
                                         antes=antes))


def test_um_rascunho_so_tem_o_que_a_situacao_m_deixa_entrar() -> None:
    rascunho = emitido(S.MANUTENCAO).com(numero=None, versao=0, desconto_digitado=DEZ)
    sem = tipo(situacoes_inclusao_itens=frozenset({S.EXECUCAO}), situacoes_desconto_cabecalho=frozenset({S.PENDENTE}))
    vistos = [a for a in achados(rascunho, sem) if a.code.startswith("alteracao.")]
    assert sorted((a.code, a.item or 0) for a in vistos) == [
        ("alteracao.desconto", 0), ("alteracao.inclusao", 1), ("alteracao.inclusao", 2)]
    assert not [a for a in achados(rascunho, tipo()) if a.code.startswith("alteracao.")]


# ---- a change is judged by what it brings

def test_linha_em_que_ninguem_mexeu_nao_e_julgada_de_novo() -> None:
    antes, t = emitido(), livre(permite_produtos_em_falta=False)
    assert "produto.em_falta" in codigos(achados(antes, t, em_falta=1))
    assert "produto.em_falta" not in codigos(achados(antes.com(observacoes="só isto"), t, antes, em_falta=1))
    assert "produto.em_falta" in codigos(achados(antes.com_quantidade(1, D(3)), t, antes, em_falta=1))


def test_outra_linha_do_mesmo_produto_julga_tambem_a_que_estava() -> None:
    antes, t = emitido(), livre(validar_estoque_no_fechamento_pedido="erro")
    mais = antes.com_item(item("101"))
    assert [(a.code, a.item) for a in achados(mais, t, antes) if a.code == "estoque.insuficiente"] == [
        ("estoque.insuficiente", 1)]
    assert "estoque.insuficiente" not in codigos(achados(antes, t, antes, estoque={}))


def test_outro_plano_julga_o_preco_das_linhas() -> None:
    antes, t = emitido(plano_id=1), livre()
    fora = {"preco": D("9.00")}
    antes = antes.com_item_trocado(1, **fora)
    sem = {"terminal": fatos().terminal.model_copy(update={"controles_produtos": fatos().terminal.controles_produtos
                                                           .model_copy(update={"cp_alterar_preco": "nao"})})}
    assert "preco.alterado" not in codigos(achados(antes.com(frete=D(1)), t, antes, **sem))
    assert "preco.alterado" in codigos(achados(antes.com(plano_id=2), t, antes, **sem))


def test_cliente_bloqueado_depois_nao_compra_mais_nem_impede_o_resto() -> None:
    antes, t = emitido(), livre()
    bloqueado = {"cliente": cliente(bloqueado=True)}
    for depois in (antes.com(observacoes="x"), antes.sem_item(1), antes.com_quantidade(1, D(1))):
        assert "cliente.bloqueado" not in codigos(achados(depois, t, antes, **bloqueado))
    for depois in (antes.com_quantidade(1, D(3)), antes.com(plano_id=9), antes.com_item(item())):
        assert "cliente.bloqueado" in codigos(achados(depois, t, antes, **bloqueado))


def test_entrega_que_ja_passou_so_e_julgada_se_mudar() -> None:
    passou = Entrega(data=HOJE - timedelta(1))
    antes, t = emitido(entrega=passou), livre()
    assert "entrega.no_passado" not in codigos(achados(antes.com_quantidade(1, D(9)), t, antes))
    assert "entrega.no_passado" in codigos(achados(antes.com(entrega=Entrega(data=HOJE - timedelta(2))), t, antes))
    assert "tipo.indisponivel" not in codigos(achados(antes.com(frete=D(1)), t, antes, tipo_disponivel=False))


def test_menos_do_que_falta_nao_e_julgado_de_novo() -> None:
    antes, t = emitido(), livre(validar_estoque_no_fechamento_pedido="erro", permite_produtos_em_falta=False)
    sem: dict[str, Any] = {"estoque": {}, "em_falta": 1}
    for depois in (antes.com_quantidade(1, D(1)), antes.com_preco(1, D(9))):
        assert not codigos(achados(depois, t, antes, **sem)) & {"estoque.insuficiente", "produto.em_falta"}
    de_novo = antes.sem_item(1).com_item(item("2"))  # the same product, come in again
    assert {"estoque.insuficiente", "produto.em_falta"} <= codigos(achados(de_novo, t, antes, **sem))


def test_o_que_ja_nao_valia_nada_continua_sem_impedir_o_resto() -> None:
    antes, t = emitido().com_preco(1, D(0)).com_preco(2, D(0)), livre(permite_total_zerado=False)
    assert "pedido.sem_valor" not in codigos(achados(antes.com(observacoes="x"), t, antes))
    assert "pedido.sem_valor" in codigos(achados(antes, t, emitido()))


def test_o_numero_digitado_nao_faz_de_um_rascunho_um_emitido() -> None:
    rascunho = emitido(S.MANUTENCAO).com(versao=0)
    assert not list(proibidas(rascunho, rascunho.com(tipo_id=2), livre(situacoes_exclusao_itens=frozenset())))
