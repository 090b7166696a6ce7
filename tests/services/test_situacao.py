"""Cancel, lose, approve, revalidate, expire: legal transitions, a version and an event each, all given back."""

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import Estorno, Faturamento, FiltroDocumentos, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office import pre_vendas
from balcao.services.office.contexto import Motivo, Recusada
from balcao.services.office.documentos import listar
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.mudar_situacao import mudar_situacao
from balcao.services.office.vencimento import vencer_orcamentos
from tests.apoio.retaguarda import HOJE, Loja

JOSE = "JOSÉ DA SILVA"
FUSO = "America/Sao_Paulo"


def muda(loja: Loja, recibo: Recibo, para: Situacao, login: str = "bia", **campos: Any) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem(login), recibo.pedido_id,
                          MudancaSituacao(**({"id": uuid7(), "situacao": para, "motivo": "desistiu"} | campos)))


def recusa(loja: Loja, recibo: Recibo, para: Situacao, **campos: Any) -> Recusada:
    with pytest.raises(Recusada) as erro:
        muda(loja, recibo, para, **campos)
    return erro.value


def test_cancelada_devolve_estoque_e_credito_e_guarda_motivo_versao_e_evento(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 4)]))
    novo = muda(loja, recibo, Situacao.CANCELADO)
    assert (novo.situacao, novo.versao, novo.numero, novo.protocolo) == (
        Situacao.CANCELADO, 2, recibo.numero, recibo.protocolo)
    assert novo.documento == recibo.documento | {"versao": 2, "hash": novo.documento["hash"]}
    assert loja.estoque("P1") == (100, 0)
    assert loja.conta("compromissos_credito") == 0
    assert loja.sql("SELECT situacao, motivo, versao FROM pedidos") == [("C", "desistiu", 2)]
    assert loja.sql("SELECT tipo, usuario_id, dados ->> 'motivo', dados ->> 'de' FROM eventos ORDER BY id")[1] == (
        "pedido.cancelado", loja.usuarios["bia"], "desistiu", "P")


def test_a_mesma_mudanca_duas_vezes_e_feita_uma(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido())
    id_ = uuid7()
    um = muda(loja, recibo, Situacao.CANCELADO, id=id_)
    assert muda(loja, recibo, Situacao.CANCELADO, id=id_) == um.model_copy(update={"repetido": True})
    assert loja.conta("pedido_versoes") == 2
    assert recusa(loja, recibo, Situacao.CANCELADO).recusa.codigo == "pedido.situacao"


def test_permissao_motivo_e_existencia(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido())
    assert recusa(loja, recibo, Situacao.CANCELADO, login="ana").motivo is Motivo.PROIBIDO
    assert recusa(loja, recibo, Situacao.CANCELADO, motivo=" ").motivo is Motivo.INVALIDO
    outro = recibo.model_copy(update={"pedido_id": uuid7()})
    assert recusa(loja, outro, Situacao.CANCELADO).motivo is Motivo.INEXISTENTE
    with pytest.raises(Recusada, match="não tem o documento"):
        mudar_situacao(loja.ctx, loja.quem("bia", "T3"), recibo.pedido_id,
                       MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="x"))
    assert loja.um("SELECT situacao FROM pedidos") == "P"


@pytest.mark.parametrize("para", [Situacao.MANUTENCAO, Situacao.EMITIDO, Situacao.VENCIDO])
def test_o_que_nao_se_muda_por_aqui(loja: Loja, para: Situacao) -> None:
    recibo = loja.envia(loja.pedido())
    assert recusa(loja, recibo, para).motivo is Motivo.INVALIDO


@pytest.mark.parametrize("para", [Situacao.PERDIDO, Situacao.PENDENTE])
def test_perder_e_revalidar_sao_do_orcamento(loja: Loja, para: Situacao) -> None:
    recibo = loja.envia(loja.pedido())
    assert recusa(loja, recibo, para).motivo is Motivo.CONFLITO


def test_o_vendedor_da_o_orcamento_por_perdido(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV"))
    assert muda(loja, recibo, Situacao.PERDIDO, "ana").situacao is Situacao.PERDIDO
    assert recusa(loja, recibo, Situacao.APROVADO).recusa.mensagem == (
        "O documento 1 está na situação Perdido e não pode ser aprovado.")


def test_vence_no_dia_seguinte_ao_ultimo_e_uma_vez(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV"))
    loja.envia(loja.pedido())
    loja.agora += timedelta(days=15)
    assert vencer_orcamentos(loja.ctx, FUSO) == 0
    loja.agora += timedelta(hours=12)  # midnight has passed in São Paulo
    assert vencer_orcamentos(loja.ctx, "America/Manaus") == 0
    assert vencer_orcamentos(loja.ctx, FUSO) == 1
    assert vencer_orcamentos(loja.ctx, FUSO) == 0
    assert loja.sql("SELECT situacao, versao FROM pedidos WHERE id = %s", recibo.pedido_id) == [("V", 2)]
    assert loja.sql("SELECT tipo, usuario_id FROM eventos WHERE pedido_id = %s", recibo.pedido_id)[1] == (
        "pedido.vencido", None)


def test_um_que_nao_pode_vencer_nao_segura_os_outros(loja: Loja) -> None:
    loja.muda_tipo("DAV", regra_reserva_estoque="reserva_exceto_manutencao")
    for produto in ("P1", "P2", "P3"):
        loja.envia(loja.pedido("DAV", itens=[(produto, 1)]))
    loja.sql("UPDATE estoques SET reservado = 0 WHERE produto_id = %s", loja.produtos["P1"])  # somebody's script
    loja.agora += timedelta(days=16)
    falhas: list[Exception] = []
    with loja.empresa.servico() as outra:  # somebody is at the second one, and is not waited for for ever
        outra.execute("SELECT FROM pedidos WHERE numero = 2 FOR UPDATE")
        assert vencer_orcamentos(loja.ctx, FUSO, falhas.append) == 1
    assert [type(f).__name__ for f in falhas] == ["CheckViolation", "LockNotAvailable"]
    assert loja.sql("SELECT situacao FROM pedidos ORDER BY numero") == [("P",), ("P",), ("V",)]
    loja.sql("UPDATE estoques SET reservado = 1 WHERE produto_id = %s", loja.produtos["P1"])
    assert vencer_orcamentos(loja.ctx, FUSO) == 2


def test_na_lista_ele_ja_aparece_vencido_antes_da_rotina(loja: Loja) -> None:
    loja.envia(loja.pedido("DAV"))
    loja.agora += timedelta(days=16)
    for situacao in (None, Situacao.VENCIDO):
        [linha] = listar(loja.ctx, loja.quem(), FiltroDocumentos(situacao=situacao))
        assert linha.situacao is Situacao.VENCIDO
    assert listar(loja.ctx, loja.quem(), FiltroDocumentos(situacao=Situacao.PENDENTE)) == ()


def test_revalidado_ate_o_dia_pedido_ou_por_mais_um_prazo(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido("DAV"))
    loja.agora += timedelta(days=20)
    assert vencer_orcamentos(loja.ctx, FUSO) == 1
    hoje = HOJE + timedelta(20)
    for validade in (hoje - timedelta(1), date.max):
        assert recusa(loja, recibo, Situacao.PENDENTE, validade=validade).motivo is Motivo.INVALIDO
    novo = muda(loja, recibo, Situacao.PENDENTE, "ana", motivo="")
    assert (novo.situacao, novo.versao, novo.documento["validade"], novo.documento["validade_dias"]) == (
        Situacao.PENDENTE, 3, (hoje + timedelta(15)).isoformat(), 35)
    assert loja.um("SELECT validade FROM pedidos") == hoje + timedelta(15)
    de_novo = muda(loja, recibo, Situacao.PENDENTE, "ana", validade=hoje + timedelta(3))
    assert de_novo.documento["validade"] == (hoje + timedelta(3)).isoformat()


def test_sem_validade_nao_ha_o_que_revalidar(loja: Loja) -> None:
    loja.muda_tipo("DAV", validade_proposta=0)
    assert recusa(loja, loja.envia(loja.pedido("DAV")), Situacao.PENDENTE).motivo is Motivo.CONFLITO


def test_vencido_solta_o_que_segurava_e_revalidado_segura_de_novo_se_couber(loja: Loja) -> None:
    loja.muda_tipo("DAV", regra_reserva_estoque="reserva_exceto_manutencao", toma_credito="sim",
                   validar_estoque_no_fechamento_pedido="erro")
    loja.muda_cliente(JOSE, limite_credito=D("30.00"))
    loja.poe_estoque("P1", 3)
    recibo = loja.envia(loja.pedido("DAV", cliente=JOSE, plano="30/60/90", itens=[("P1", 3)]))
    loja.agora += timedelta(days=20)
    vencer_orcamentos(loja.ctx, FUSO)
    assert loja.estoque("P1") == (3, 0)
    assert loja.conta("compromissos_credito") == 0
    outra = loja.envia(loja.pedido("VENDA", itens=[("P1", 1)]))
    assert [a.code for a in recusa(loja, recibo, Situacao.PENDENTE).recusa.achados] == ["estoque.insuficiente"]
    assert loja.um("SELECT situacao FROM pedidos WHERE id = %s", recibo.pedido_id) == "V"
    muda(loja, outra, Situacao.CANCELADO)
    muda(loja, recibo, Situacao.PENDENTE)
    assert loja.estoque("P1") == (3, 3)
    assert loja.sql("SELECT valor FROM compromissos_credito") == [(D("30.00"),)]


# ---- delivered before the invoice (CL-033)

def origens(loja: Loja) -> list[Any]:
    return loja.sql("SELECT origem, valor FROM compromissos_credito")


def caixa_fatura(loja: Loja, recibo: Recibo) -> Any:
    return faturar(loja.ctx, loja.quem("caio", "T2"), recibo.pedido_id, Faturamento(id=uuid7(), documento="NFC-e 9"))


def test_entregue_sem_documento_continua_tomando_credito_ate_faturar(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 4)]))
    assert origens(loja) == [("pendente", D("40.00"))]
    entregue = muda(loja, recibo, Situacao.ENTREGUE, login="caio", motivo="")
    assert (entregue.situacao, entregue.versao) == (Situacao.ENTREGUE, 2)
    assert origens(loja) == [("entregue", D("40.00"))]
    assert loja.estoque("P1") == (100, 4)
    assert [p.numero for p in pre_vendas.abertas(loja.ctx, loja.quem("caio", "T2"))] == [recibo.numero]
    feito = caixa_fatura(loja, recibo)
    assert feito.situacao is Situacao.ENTREGUE
    assert (origens(loja), loja.estoque("P1"), loja.um("SELECT versao FROM pedidos")) == ([], (96, 0), 2)
    assert pre_vendas.abertas(loja.ctx, loja.quem("caio", "T2")) == ()
    with pytest.raises(Recusada, match="Não falta faturar nada"):
        caixa_fatura(loja, recibo)


def test_estornado_o_que_saiu_antes_continua_com_o_cliente(loja: Loja) -> None:
    antes, depois = (loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", n)])) for n in (1, 2))
    muda(loja, antes, Situacao.ENTREGUE, login="caio")
    situacoes = []
    for recibo in (antes, depois):
        feito = caixa_fatura(loja, recibo)
        situacoes.append(estornar(loja.ctx, loja.quem("caio", "T2"), feito.id, Estorno(motivo="erro")).situacao)
    assert situacoes == [Situacao.ENTREGUE, Situacao.PENDENTE]
    assert sorted(origens(loja)) == [("entregue", D("10.00")), ("pendente", D("20.00"))]


def test_a_entrega_desfeita_volta_a_pendente_e_nao_se_cancela_o_entregue(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 4)]))
    muda(loja, recibo, Situacao.ENTREGUE)
    assert recusa(loja, recibo, Situacao.CANCELADO).recusa.codigo == "pedido.situacao"
    assert recusa(loja, recibo, Situacao.PENDENTE, motivo=" ").motivo is Motivo.INVALIDO
    assert muda(loja, recibo, Situacao.PENDENTE, motivo="recusou na porta").situacao is Situacao.PENDENTE
    assert origens(loja) == [("pendente", D("40.00"))]
    assert recusa(loja, recibo, Situacao.PENDENTE).recusa.codigo == "pedido.situacao"
    assert muda(loja, recibo, Situacao.CANCELADO).situacao is Situacao.CANCELADO


@pytest.mark.parametrize("caminho", [
    (Situacao.APROVADO,), (Situacao.APROVADO, Situacao.EXECUCAO, Situacao.PRONTO), (Situacao.TRANSITO,)])
def test_a_entrega_desfeita_volta_aonde_ela_achou_o_pedido(loja: Loja, caminho: tuple[Situacao, ...]) -> None:
    """As a reversal does: neither an approval nor work that was done is undone by goods that came back."""
    recibo = loja.envia(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 4)]))
    for situacao in (*caminho, Situacao.ENTREGUE):
        muda(loja, recibo, situacao)
    volta = MudancaSituacao(id=uuid7(), situacao=Situacao.PENDENTE, motivo="recusou na porta")
    for _vez in range(2):
        feito = mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id, volta)
        assert feito.situacao is caminho[-1]
    assert feito.repetido
    assert (origens(loja), loja.estoque("P1")) == ([("pendente", D("40.00"))], (100, 4))
    assert loja.sql("SELECT dados ->> 'de', dados ->> 'para' FROM eventos WHERE tipo = 'pedido.devolvido'") == [
        ("E", caminho[-1].value)]
    muda(loja, recibo, Situacao.ENTREGUE)
    assert caixa_fatura(loja, recibo).situacao is Situacao.ENTREGUE


def test_a_entrega_desfeita_fica_pendente_onde_o_tipo_nao_tem_mais_a_situacao(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido())
    muda(loja, recibo, Situacao.PRONTO)
    muda(loja, recibo, Situacao.ENTREGUE)
    loja.muda_tipo("VENDA", situacao=["P", "E"])
    assert muda(loja, recibo, Situacao.PENDENTE, motivo="voltou").situacao is Situacao.PENDENTE


def test_a_os_cuja_entrega_se_desfaz_continua_concluida(loja: Loja) -> None:
    loja.muda_tipo("VENDA LIVRE", categoria="servico", data_conclusao_automatica=True)
    pronta, nao = (loja.envia(loja.pedido("VENDA LIVRE")) for _ in range(2))
    muda(loja, pronta, Situacao.PRONTO)
    for recibo in (pronta, nao):
        muda(loja, recibo, Situacao.ENTREGUE)
        muda(loja, recibo, Situacao.PENDENTE, motivo="voltou")
    assert loja.sql("SELECT situacao, concluido_em IS NOT NULL FROM pedidos ORDER BY numero") == [
        ("O", True), ("P", False)]


def test_so_quem_fatura_entrega_e_so_pre_venda(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido())
    assert recusa(loja, recibo, Situacao.ENTREGUE, login="ana").motivo is Motivo.PROIBIDO
    dav = loja.envia(loja.pedido(tipo="DAV"))
    assert recusa(loja, dav, Situacao.ENTREGUE).recusa.codigo == "pedido.situacao"


def test_a_entrega_do_que_ja_foi_faturado_nao_se_desfaz_aqui(loja: Loja) -> None:
    recibo = loja.envia(loja.pedido())
    caixa_fatura(loja, recibo)
    assert recusa(loja, recibo, Situacao.PENDENTE).recusa.codigo == "pedido.faturado"
