"""An issued order is changed: a new version with the same number, what it holds moved by the difference, or nothing."""

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.achados import Severity
from balcao.domain.ajuste import Acrescimo, Desconto, TipoDesconto
from balcao.domain.alteracao import CAMPO
from balcao.domain.pedido import Entrega, ItemPedido, ModoEntrega, Pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido, Faturamento, MudancaSituacao, PedidoLiberacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Motivo, Passo, Recusada
from balcao.services.office.documentos import abrir, versao
from balcao.services.office.faturar import faturar
from balcao.services.office.liberar import liberar
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.vencimento import vencer_orcamentos
from tests.apoio.retaguarda import SENHA, Loja

JOSE, MARIA = "JOSÉ DA SILVA", "MARIA SOUZA"
TODAS = [str(s) for s in Situacao if s not in (Situacao.CANCELADO, Situacao.VENCIDO, Situacao.PERDIDO)]


@pytest.fixture(autouse=True)
def alteravel(loja: Loja) -> None:
    """Types that let everything change that the house's table lets."""
    for tipo in loja.tipos:
        loja.muda_tipo(tipo, **dict.fromkeys(CAMPO.values(), TODAS))


def vivo(loja: Loja, recibo: Recibo) -> Pedido:
    return abrir(loja.ctx, loja.quem(), recibo.pedido_id).pedido


def altera(loja: Loja, depois: Pedido, login: str = "ana", estacao: str = "T1", **campos: Any) -> Recibo:
    return alterar_pedido(loja.ctx, loja.quem(login, estacao), depois.id,
                          AlteracaoPedido(**({"id": uuid7(), "pedido": depois, "versao": depois.versao} | campos)))


def recusa(loja: Loja, depois: Pedido, **campos: Any) -> Recusada:
    antes = loja.sql("SELECT versao, total, dados FROM pedidos WHERE id = %s", depois.id)
    with pytest.raises(Recusada) as erro:
        altera(loja, depois, **campos)
    assert loja.sql("SELECT versao, total, dados FROM pedidos WHERE id = %s", depois.id) == antes
    return erro.value


def item(loja: Loja, produto: str, quantidade: str | int, preco: str) -> ItemPedido:
    return ItemPedido(linha=0, produto_id=loja.produtos[produto], codigo=produto, descricao=f"PRODUTO {produto}",
                      unidade="UN", quantidade=D(quantidade), preco_lista=D(preco), preco=D(preco))


def compromisso(loja: Loja) -> list[Any]:
    return loja.sql("SELECT cliente_id, origem, valor FROM compromissos_credito ORDER BY cliente_id")


def codigos(erro: Recusada) -> set[str]:
    return {a.code for a in erro.recusa.achados}


def test_a_alteracao_e_a_versao_seguinte_do_mesmo_numero(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV", itens=[("P1", 4), ("P2", 1)]))
    antes = vivo(loja, recibo)
    depois = antes.sem_item(2).com_quantidade(1, D(6)).com_item(item(loja, "P3", 1, "30.00")).com(observacoes="urgente")
    loja.agora += timedelta(hours=1)
    novo = altera(loja, depois)
    assert (novo.numero, novo.versao, novo.situacao, novo.protocolo) == (
        recibo.numero, 2, Situacao.PENDENTE, recibo.protocolo)
    assert novo.total == D("90.00")
    assert [(i["linha"], i["codigo"], i["quantidade"]) for i in novo.documento["itens"]] == [
        (1, "P1", "6"), (3, "P3", "1")]
    assert (novo.documento["numero"], novo.documento["versao"], novo.documento["emissao"]) == (
        recibo.documento["numero"], 2, recibo.documento["emissao"])
    assert loja.sql("SELECT linha, quantidade, total FROM itens_pedido ORDER BY linha") == [
        (1, 6, D("60.00")), (3, 1, D("30.00"))]
    assert loja.sql("SELECT sum(valor) FROM parcelas_pedido") == [(D("90.00"),)]
    assert versao(loja.ctx, loja.quem(), recibo.pedido_id, 1) == recibo.documento
    assert loja.sql("SELECT tipo, usuario_id, dados ->> 'de' FROM eventos ORDER BY id")[1] == (
        "pedido.alterado", loja.usuarios["ana"], "P")
    guardado = vivo(loja, recibo)
    assert (guardado.observacoes, guardado.versao, guardado.proxima_linha) == ("urgente", 2, 4)


def test_a_mesma_alteracao_duas_vezes_e_feita_uma(loja: Loja) -> None:
    depois = vivo(loja, loja.envia(loja.pedido())).com_quantidade(1, D(3))
    id_ = uuid7()
    um = altera(loja, depois, id=id_)
    assert altera(loja, depois, id=id_) == um.model_copy(update={"repetido": True})
    assert loja.conta("pedido_versoes") == 2
    assert loja.estoque("P1") == (100, 3)


def test_outro_mudou_enquanto_isso_diz_quem_e_quando(loja: Loja) -> None:
    antes = vivo(loja, loja.envia(loja.pedido()))
    altera(loja, antes.com(observacoes="da Bia"), "bia")
    erro = recusa(loja, antes.com(observacoes="da Ana"))
    assert (erro.motivo, erro.recusa.codigo) == (Motivo.CONFLITO, "pedido.versao")
    assert erro.recusa.mensagem == ("O documento P-1 mudou enquanto isso: Bia Lima gravou a revisão 2 em "
                                    "21/11/2026 12:00, e esta alteração é da revisão 1.")


def test_reserva_e_credito_andam_pela_diferenca(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 60), ("P2", 2)]))
    assert (loja.estoque("P1"), loja.estoque("P2")) == ((100, 60), (100, 2))
    altera(loja, vivo(loja, recibo).com_quantidade(1, D(90)).sem_item(2))
    assert (loja.estoque("P1"), loja.estoque("P2")) == ((100, 90), (100, 0))
    assert compromisso(loja) == [(loja.clientes[JOSE], "pendente", D("900.00"))]
    altera(loja, vivo(loja, recibo).com(cliente_id=loja.clientes[MARIA], cliente_nome=MARIA))
    assert compromisso(loja) == [(loja.clientes[MARIA], "pendente", D("900.00"))]
    assert loja.um("SELECT cliente_nome FROM pedidos") == MARIA
    altera(loja, vivo(loja, recibo).com(plano_id=loja.planos["À VISTA"]))
    assert compromisso(loja) == []
    assert loja.um("SELECT toma_credito FROM pedidos") is False


def test_o_que_ela_mesma_segura_nao_conta_contra_ela(loja: Loja) -> None:
    loja.muda_cliente(JOSE, limite_credito=D("1000.00"))
    loja.muda_terminal(controles_clientes={"acao_limite_excedido": "erro"})
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 90)]))
    altera(loja, vivo(loja, recibo).com_quantidade(1, D(100)))
    assert codigos(recusa(loja, vivo(loja, recibo).com_quantidade(1, D(101)))) == {
        "estoque.insuficiente", "credito.limite"}
    assert loja.estoque("P1") == (100, 100)


def test_produto_sem_linha_de_estoque_passa_a_ter_reserva(loja: Loja) -> None:
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="nada")
    loja.sql("DELETE FROM estoques WHERE produto_id = %s", loja.produtos["P4"])
    recibo = loja.envia(loja.pedido())
    altera(loja, vivo(loja, recibo).com_item(item(loja, "P4", 5, "40.00")))
    assert loja.estoque("P4") == (0, 5)


def test_entregue_antes_de_faturar_segue_devendo_como_entregue(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 2)]))
    mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                   MudancaSituacao(id=uuid7(), situacao=Situacao.ENTREGUE))
    altera(loja, vivo(loja, recibo).com_quantidade(1, D(3)))
    assert compromisso(loja) == [(loja.clientes[JOSE], "entregue", D("30.00"))]
    assert codigos(recusa(loja, vivo(loja, recibo).com(observacoes="x"))) == {"alteracao.cabecalho"}


@pytest.mark.parametrize(("campo", "muda", "codigo"), [
    ("situacoes_desconto_cabecalho", lambda p, _: p.com_ajuste(Desconto(tipo=TipoDesconto.VALOR, valor=D(1))),
     "alteracao.desconto"),
    ("situacoes_inclusao_itens", lambda p, loja: p.com_item(item(loja, "P2", 1, "20.00")), "alteracao.inclusao"),
    ("situacoes_alteracao_itens", lambda p, _: p.com_quantidade(1, D(2)), "alteracao.item"),
    ("situacoes_exclusao_itens", lambda p, _: p.sem_item(1), "alteracao.exclusao")])
def test_o_tipo_manda_tambem_aqui(loja: Loja, campo: str, muda: Callable[[Pedido, Loja], Pedido], codigo: str) -> None:
    recibo = loja.envia(loja.pedido(itens=[("P1", 1), ("P3", 1)]))
    depois = muda(vivo(loja, recibo), loja)
    loja.muda_tipo("VENDA", **{campo: ["M", "A"]})
    erro = recusa(loja, depois)
    assert codigos(erro) == {codigo}
    assert erro.recusa.achados[0].origem is not None
    loja.muda_tipo("VENDA", **{campo: ["P"]})
    assert altera(loja, depois).versao == 2


def test_linha_intocada_guarda_nome_preco_de_tabela_e_preco(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(itens=[("P1", 1), ("P2", 1)]))
    loja.sql("UPDATE produtos SET descricao = 'OUTRO NOME', situacao = 'inativo' WHERE id = %s", loja.produtos["P1"])
    loja.sql("UPDATE precos SET preco = 99 WHERE produto_id = %s", loja.produtos["P1"])
    loja.muda_terminal(controles_produtos={"cp_alterar_preco": "nao"})
    novo = altera(loja, vivo(loja, recibo).com_quantidade(2, D(2)))
    assert novo.achados == ()
    assert next((i["descricao"], i["preco"]) for i in novo.documento["itens"]) == ("PRODUTO P1", "10.00")
    erro = recusa(loja, vivo(loja, recibo).com_quantidade(1, D(2)))
    assert [a.code for a in erro.recusa.achados if a.severity is Severity.BLOCK] == ["produto.inativo"]


def test_a_validade_e_a_referencia_ficam(loja: Loja) -> None:
    dav = loja.envia(loja.pedido("DAV"))
    mudar_situacao(loja.ctx, loja.quem(), dav.pedido_id, MudancaSituacao(
        id=uuid7(), situacao=Situacao.PENDENTE, validade=(loja.agora + timedelta(40)).date()))
    novo = altera(loja, vivo(loja, dav).com_quantidade(1, D(2)))
    assert (novo.versao, novo.documento["validade"], novo.documento["validade_dias"]) == (3, "2026-12-31", 40)
    venda = loja.envia(loja.pedido(itens=[("P1", 2)], origem_id=dav.pedido_id))
    assert altera(loja, vivo(loja, venda).com_quantidade(1, D(1))).documento["referencia"] == "DAV 1"


def test_entrega_e_desconto_mudam_com_o_total(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV", itens=[("P1", 3), ("P2", 1)]))
    depois = vivo(loja, recibo).com_ajuste(Desconto(tipo=TipoDesconto.PERCENTUAL, valor=D(10))).com(
        frete=D("8.00"), entrega=Entrega(modo=ModoEntrega.ENTREGA, endereco="Rua B, 2"))
    novo = altera(loja, depois)
    assert (novo.total, novo.documento["desconto"], novo.documento["frete"]) == (D("53.00"), "5.00", "8.00")


def test_o_acrescimo_muda_com_o_total_e_fica_na_linha(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV", itens=[("P1", 3), ("P2", 1)]))
    novo = altera(loja, vivo(loja, recibo).com_ajuste(
        Acrescimo(tipo=TipoDesconto.PERCENTUAL, valor=D(10))))
    assert (novo.total, novo.documento["acrescimo_incluido"]) == (D("55.00"), "5.00")
    assert loja.sql("SELECT sum(acrescimo) FROM itens_pedido WHERE pedido_id = %s", recibo.pedido_id) == [(D("5.00"),)]


# ---- what is not changed

def test_dav_convertido_faturada_cancelado_e_vencido_recusam_em_palavras(loja: Loja) -> None:
    dav = loja.envia(loja.pedido("DAV"))
    venda = loja.envia(loja.pedido(origem_id=dav.pedido_id))
    erro = recusa(loja, vivo(loja, dav).com(observacoes="x"))
    assert (erro.recusa.codigo, erro.recusa.mensagem) == ("dav.ja_convertido", "O DAV 1 já virou a pré-venda P-1.")
    faturar(loja.ctx, loja.quem("caio", "T2"), venda.pedido_id, Faturamento(id=uuid7(), documento="NFC-e 1"))
    assert recusa(loja, vivo(loja, venda).com_quantidade(1, D(2))).recusa.codigo == "pedido.faturado"
    outra = loja.envia(loja.pedido())
    antes = vivo(loja, outra)
    mudar_situacao(loja.ctx, loja.quem("bia"), outra.pedido_id,
                   MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="x"))
    erro = recusa(loja, antes.com(observacoes="x"))
    assert erro.recusa.mensagem == "O documento P-2 está na situação Cancelado e não pode ser alterado."
    velho = loja.envia(loja.pedido("DAV"))
    loja.agora += timedelta(days=20)
    for _ in range(2):  # also before the routine has made it so
        assert str(recusa(loja, vivo(loja, velho).com(observacoes="x"))) == (
            "O documento 2 está na situação Vencido e não pode ser alterado. Revalide-o antes (Ctrl+R).")
        vencer_orcamentos(loja.ctx, "America/Sao_Paulo")


def test_rascunho_outra_loja_e_sem_permissao(loja: Loja) -> None:
    rascunho = loja.pedido()
    loja.envia(rascunho, suspender=True)
    assert recusa(loja, rascunho).motivo is Motivo.INEXISTENTE
    antes = vivo(loja, loja.envia(loja.pedido()))
    assert recusa(loja, antes, estacao="T3").motivo is Motivo.INEXISTENTE
    assert recusa(loja, antes, login="caio").recusa.codigo == f"permissao.{Permissao.VENDER}"


@pytest.mark.parametrize("estraga", [
    lambda p: p.model_copy(update={"itens": (p.itens[0].model_copy(update={"total": D("0.01")}),)}),
    lambda p: p.model_copy(update={"itens": (p.itens[0].model_copy(update={"quantidade": D(0)}),)}),
    lambda p: p.com(tipo_id=p.tipo_id + 1),
    lambda p: p.com(plano_id=999),
    lambda p: p.model_copy(update={"observacoes": "x" * 5000})])
def test_o_que_nao_pode_ser_guardado(loja: Loja, estraga: Callable[[Pedido], Pedido]) -> None:
    antes = vivo(loja, loja.envia(loja.pedido()))
    assert recusa(loja, estraga(antes)).motivo is Motivo.INVALIDO


def test_linha_excluida_nao_volta_com_outro_conteudo(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(itens=[("P1", 1), ("P2", 1)]))
    antes = vivo(loja, recibo)
    altera(loja, antes.sem_item(2))
    depois = vivo(loja, recibo)
    assert recusa(loja, depois.model_copy(update={"itens": antes.itens}).calculado()).motivo is Motivo.INVALIDO


def test_o_que_nunca_muda_e_o_guardado(loja: Loja) -> None:
    antes = vivo(loja, loja.envia(loja.pedido()))
    altera(loja, antes.com_quantidade(1, D(2)).model_copy(update={
        "usuario_id": loja.usuarios["bia"], "numero": 99, "origem_id": uuid7(), "serie": "X",
        "criado_em": loja.agora + timedelta(9)}), "bia", "T2")
    depois = abrir(loja.ctx, loja.quem(), antes.id).pedido
    nunca = ("usuario_id", "numero", "origem_id", "serie", "criado_em", "estacao_id")
    assert [getattr(depois, n) for n in nunca] == [getattr(antes, n) for n in nunca]
    assert loja.sql("SELECT usuario_id, estacao_id FROM eventos WHERE tipo = 'pedido.alterado'") == [
        (loja.usuarios["bia"], loja.estacoes["T2"])]


# ---- releases, and two at once

def test_o_que_a_alteracao_traz_e_liberado_uma_vez(loja: Loja) -> None:
    loja.muda_tipo("VENDA", validar_estoque_no_fechamento_pedido="senha")
    recibo = loja.envia(loja.pedido(itens=[("P1", 90)]))
    depois = vivo(loja, recibo).com_quantidade(1, D(110))
    [achado] = recusa(loja, depois).recusa.achados
    liberacao = PedidoLiberacao(id=uuid7(), pedido_id=depois.id, achado=achado, motivo="chega amanhã", login="bia",
                                senha=SENHA["bia"], alteracao=True)
    with pytest.raises(Recusada, match="já foi emitido"):
        liberar(loja.ctx, loja.quem(), liberacao.model_copy(update={"alteracao": False}))
    liberar(loja.ctx, loja.quem(), liberacao)
    assert altera(loja, depois).versao == 2
    assert loja.conta("liberacoes", "usada_em IS NOT NULL") == 1
    assert codigos(recusa(loja, vivo(loja, recibo).com_quantidade(1, D(120)))) == {"estoque.insuficiente"}


def test_de_duas_alteracoes_ao_mesmo_tempo_uma_espera_e_e_recusada(loja: Loja) -> None:
    antes = vivo(loja, loja.envia(loja.pedido()))
    travada, segue, erros = threading.Event(), threading.Event(), list[Recusada]()

    def para(passo: Passo) -> None:
        if passo is Passo.TRAVADO and not travada.is_set():
            travada.set()
            assert segue.wait(20)

    def outra() -> None:
        try:
            altera(loja, antes.com_quantidade(1, D(5)), "bia", "T2")
        except Recusada as erro:
            erros.append(erro)

    loja.passo = para
    primeira = threading.Thread(target=altera, args=(loja, antes.com_quantidade(1, D(3))))
    primeira.start()
    assert travada.wait(20)
    segunda = threading.Thread(target=outra)
    segunda.start()
    segue.set()
    primeira.join()
    segunda.join()
    assert [e.recusa.codigo for e in erros] == ["pedido.versao"]
    assert loja.estoque("P1") == (100, 3)
