"""The till's side: invoiced whole or in part, reversed; stock, credit and titles follow to the cent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal as D
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import Estorno, Faturamento, FaturamentoGuardado, ItemFaturado, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office import importar_titulos, pre_vendas
from balcao.services.office.contexto import Motivo, Recusada
from balcao.services.office.documentos import abrir
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import HOJE, Loja

JOSE = "JOSÉ DA SILVA"


def venda(loja: Loja, **campos: Any) -> Recibo:
    return loja.envia(loja.pedido(**({"cliente": JOSE, "plano": "30/60/90", "itens": [("P1", 3), ("P2", 2)]} | campos)))


def fatura(loja: Loja, recibo: Recibo, *itens: tuple[int, str], id_: UUID | None = None) -> FaturamentoGuardado:
    return faturar(loja.ctx, loja.quem("caio", "T2"), recibo.pedido_id, Faturamento(
        id=id_ or uuid7(), documento="NFC-e 1", itens=tuple(ItemFaturado(linha=n, quantidade=D(q)) for n, q in itens)))


def estorna(loja: Loja, id_: UUID, motivo: str = "troco errado") -> FaturamentoGuardado:
    return estornar(loja.ctx, loja.quem("caio", "T2"), id_, Estorno(motivo=motivo))


def titulos(loja: Loja) -> list[Any]:
    return loja.sql("SELECT numero, parcela, vencimento, valor FROM titulos_receber WHERE situacao = 'aberto' "
                    "ORDER BY numero, parcela")


def credito(loja: Loja) -> Any:
    return loja.sql("SELECT valor FROM compromissos_credito")


def test_faturada_por_inteiro_sai_do_estoque_e_o_credito_vira_titulo(loja: Loja) -> None:
    recibo = venda(loja)
    feito = fatura(loja, recibo)
    assert (feito.valor, feito.situacao, feito.itens) == (D("70.00"), Situacao.ENTREGUE, (
        ItemFaturado(linha=1, quantidade=D(3)), ItemFaturado(linha=2, quantidade=D(2))))
    assert (loja.estoque("P1"), loja.estoque("P2")) == ((97, 0), (98, 0))
    assert credito(loja) == []
    assert titulos(loja) == [("1", 1, HOJE + timedelta(30), D("23.33")), ("1", 2, HOJE + timedelta(60), D("23.33")),
                             ("1", 3, HOJE + timedelta(90), D("23.34"))]
    assert loja.sql("SELECT quantidade, motivo, documento FROM movimentos_estoque ORDER BY id") == [
        (D(-3), "venda", "NFC-e 1"), (D(-2), "venda", "NFC-e 1")]
    assert loja.sql("SELECT tipo, usuario_id FROM eventos ORDER BY id")[1:] == [
        ("pedido.faturado", loja.usuarios["caio"]), ("pedido.entregue", loja.usuarios["caio"])]


def test_faturada_em_partes_o_credito_encolhe_pelo_que_resta(loja: Loja) -> None:
    recibo = venda(loja)
    um = fatura(loja, recibo, (1, "1"))
    assert (um.valor, um.situacao, credito(loja)) == (D("10.00"), Situacao.PENDENTE, [(D("60.00"),)])
    assert loja.estoque("P1") == (99, 2)
    dois = fatura(loja, recibo, (1, "2"), (2, "1"))
    assert (dois.valor, credito(loja)) == (D("40.00"), [(D("20.00"),)])
    tres = fatura(loja, recibo)
    assert (tres.valor, tres.situacao, credito(loja)) == (D("20.00"), Situacao.ENTREGUE, [])
    assert {t[0] for t in titulos(loja)} == {"1", "1-2", "1-3"}
    somas = loja.sql("SELECT parcela, sum(valor) FROM titulos_receber GROUP BY 1 ORDER BY 1")
    assert somas == [(1, D("23.33")), (2, D("23.33")), (3, D("23.34"))]
    assert [f.id for f in abrir(loja.ctx, loja.quem(), recibo.pedido_id).faturamentos] == [um.id, dois.id, tres.id]


def test_o_credito_tomado_nunca_conta_duas_vezes(loja: Loja) -> None:
    """CL-029: before, during and after invoicing, José has taken the same 70 of his limit."""
    recibo = venda(loja)
    tomado = "SELECT (SELECT coalesce(sum(saldo), 0) FROM titulos_receber) + " \
             "(SELECT coalesce(sum(valor), 0) FROM compromissos_credito)"
    vistos = [loja.um(tomado)]
    for itens in ([(1, "1")], [(2, "0.5")], []):
        fatura(loja, recibo, *itens)
        vistos.append(loja.um(tomado))
    assert vistos == [D("70.00")] * 4


def test_a_entrada_nao_vira_titulo(loja: Loja) -> None:
    fatura(loja, venda(loja, plano="ENTRADA + 2", itens=[("P10", 1)]))
    assert [(p, v) for _, p, _, v in titulos(loja)] == [(2, D("40.00")), (3, D("40.00"))]


def test_venda_a_vista_e_sem_cliente_nao_fazem_titulo(loja: Loja) -> None:
    fatura(loja, venda(loja, plano="À VISTA"))
    fatura(loja, loja.envia(loja.pedido("VENDA", cliente=None, plano=None)))
    assert loja.conta("titulos_receber") == loja.conta("compromissos_credito") == 0


def test_tipo_que_nao_reserva_so_baixa_o_saldo(loja: Loja) -> None:
    fatura(loja, venda(loja, tipo="VENDA LIVRE", itens=[("P1", 3)]))
    assert loja.estoque("P1") == (97, 0)


def test_produto_sem_linha_de_estoque(loja: Loja) -> None:
    loja.sql("DELETE FROM estoques WHERE produto_id = %s", loja.produtos["P1"])
    fatura(loja, venda(loja, tipo="VENDA LIVRE", itens=[("P1", 3)]))
    assert loja.estoque("P1") == (-3, 0)


def test_o_mesmo_id_fatura_uma_vez(loja: Loja) -> None:
    recibo, id_ = venda(loja), uuid7()
    feito = fatura(loja, recibo, (1, "1"), id_=id_)
    assert fatura(loja, recibo, (1, "1"), id_=id_) == feito.model_copy(update={"repetido": True})
    with pytest.raises(Recusada, match="outra pré-venda"):
        fatura(loja, venda(loja), id_=id_)
    assert loja.conta("faturamentos") == 1


def test_um_arquivo_de_titulos_nao_da_baixa_nos_que_o_caixa_fez(loja: Loja, tmp_path: Path) -> None:
    """They are in no other system's list; what is absent from it, and came from it, was settled there."""
    recibo = venda(loja)
    fatura(loja, recibo)
    feitos = loja.sql("SELECT saldo, situacao FROM titulos_receber ORDER BY id")
    loja.sql("INSERT INTO titulos_receber (cliente_id, estabelecimento_id, numero, emissao, vencimento, valor, saldo, "
             "chave_externa) SELECT cliente_id, 1, 'T' || n, emissao, vencimento, 10, 10, 'T' || n "
             "FROM titulos_receber, generate_series(1, 2) n WHERE parcela = 1")
    arquivo = tmp_path / "titulos.csv"
    arquivo.write_text("id;cpf;número;vencimento;valor\nT1;39053344705;T1;01/12/2026;10,00\n", encoding="utf-8")
    with loja.ctx.transacao() as con:
        importar_titulos.aplicar(con, importar_titulos.planejar(con, arquivo, estabelecimento_id=1,
                                                                baixa_ausentes=True), usuario_id=None, agora=loja.agora)
    assert loja.sql("SELECT saldo, situacao FROM titulos_receber WHERE pedido_id IS NOT NULL ORDER BY id") == feitos
    assert len(feitos) == 3
    assert loja.sql("SELECT numero, situacao FROM titulos_receber WHERE pedido_id IS NULL ORDER BY numero") == [
        ("T1", "aberto"), ("T2", "liquidado")]


def test_o_mesmo_id_com_outro_pedido_nao_e_dito_feito(loja: Loja) -> None:
    """Told "done", the till would hand out what nobody took from stock."""
    recibo, id_ = venda(loja, itens=[("P1", 4), ("P2", 1)]), uuid7()
    fatura(loja, recibo, (1, "1"), (2, "1"), id_=id_)
    assert fatura(loja, recibo, (2, "1.0"), (1, "1"), id_=id_).repetido
    for itens, diz in ((((1, "3"), (2, "1")), "outros itens"), (((1, "1"),), "outros itens")):
        with pytest.raises(Recusada, match=diz):
            fatura(loja, recibo, *itens, id_=id_)
    with pytest.raises(Recusada, match="outro documento fiscal, NFC-e"):
        faturar(loja.ctx, loja.quem("caio", "T2"), recibo.pedido_id, Faturamento(id=id_, documento="N-OUTRO"))
    assert loja.estoque("P1") == (99, 3)


def test_dois_caixas_ao_mesmo_tempo_nao_faturam_alem_do_que_ha(loja: Loja) -> None:
    recibo = venda(loja)

    def tenta(_n: int) -> bool:
        try:
            fatura(loja, recibo, (1, "2"))
        except Recusada:
            return False
        return True

    with ThreadPoolExecutor(4) as fios:
        assert sum(fios.map(tenta, range(4))) == 1
    assert loja.estoque("P1") == (98, 1)


@pytest.mark.parametrize(("itens", "motivo", "frase"), [
    ([(1, "4")], Motivo.CONFLITO, "Do item 1 faltam faturar 3; foram pedidos 4"),
    ([(9, "1")], Motivo.INVALIDO, "um item que a pré-venda não tem"),
    ([(1, "1"), (1, "1")], Motivo.INVALIDO, "um item que a pré-venda não tem"),
    ([(1, "0")], Motivo.INVALIDO, "A quantidade do item 1"),
    ([(1, "-1")], Motivo.INVALIDO, "A quantidade do item 1"),
    ([(1, "0.0000001")], Motivo.INVALIDO, "A quantidade do item 1")])
def test_o_que_o_caixa_nao_pode_pedir(loja: Loja, itens: Any, motivo: Motivo, frase: str) -> None:
    recibo = venda(loja)
    with pytest.raises(Recusada) as erro:
        fatura(loja, recibo, *itens)
    assert erro.value.motivo is motivo
    assert frase in str(erro.value)
    assert loja.conta("faturamentos") == 0


def test_so_pre_venda_aberta_se_fatura_e_so_quem_pode(loja: Loja) -> None:
    dav = loja.envia(loja.pedido("DAV"))
    with pytest.raises(Recusada, match="não tem a pré-venda"):
        fatura(loja, dav)
    recibo = venda(loja)
    with pytest.raises(Recusada, match="Fatura e estorna"):
        faturar(loja.ctx, loja.quem("ana"), recibo.pedido_id, Faturamento(id=uuid7(), documento="1"))
    mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id,
                   MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="x"))
    with pytest.raises(Recusada, match="está na situação Cancelado e não pode ser faturada"):
        fatura(loja, recibo)


def test_faturada_nao_se_cancela_sem_estorno(loja: Loja) -> None:
    recibo = venda(loja)
    feito = fatura(loja, recibo, (1, "1"))
    cancela = MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="x")
    with pytest.raises(Recusada, match="já foi faturada"):
        mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id, cancela)
    estorna(loja, feito.id)
    mudar_situacao(loja.ctx, loja.quem("bia"), recibo.pedido_id, cancela)
    assert loja.estoque("P1") == (100, 0)


# ---- reversal

def test_estornada_tudo_volta(loja: Loja) -> None:
    recibo = venda(loja)
    feito = fatura(loja, recibo)
    volta = estorna(loja, feito.id)
    assert (volta.situacao, volta.valor, volta.estornado_em) == (Situacao.PENDENTE, D("70.00"), loja.agora)
    assert (loja.estoque("P1"), loja.estoque("P2")) == ((100, 3), (100, 2))
    assert credito(loja) == [(D("70.00"),)]
    assert titulos(loja) == []
    assert loja.um("SELECT sum(quantidade) FROM movimentos_estoque") == 0
    assert loja.sql("SELECT situacao FROM pedido_versoes WHERE pedido_id = %s ORDER BY versao", recibo.pedido_id) == [
        ("P",), ("E",), ("P",)]
    assert estorna(loja, feito.id).repetido
    assert fatura(loja, recibo).situacao is Situacao.ENTREGUE
    assert [t[0] for t in titulos(loja)] == ["1-2"] * 3


@pytest.mark.parametrize("de", [Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO, Situacao.PRONTO,
                                Situacao.TRANSITO])
def test_estornada_volta_a_onde_o_caixa_a_achou(loja: Loja, de: Situacao) -> None:
    """Also when it was invoiced in parts, and whichever of them is reversed; by hand nobody takes it back there."""
    recibo = venda(loja)
    muda = partial(mudar_situacao, loja.ctx, loja.quem("bia"), recibo.pedido_id)
    if de is not Situacao.PENDENTE:
        muda(MudancaSituacao(id=uuid7(), situacao=de))
    um = fatura(loja, recibo, (1, "1"))
    assert fatura(loja, recibo).situacao is Situacao.ENTREGUE
    if de is not Situacao.PENDENTE:
        with pytest.raises(Recusada) as erro:
            muda(MudancaSituacao(id=uuid7(), situacao=de))
        assert erro.value.recusa.codigo == "pedido.situacao"
    assert estorna(loja, um.id).situacao is de
    assert loja.um("SELECT situacao FROM pedidos") == de
    assert fatura(loja, recibo).situacao is Situacao.ENTREGUE


def test_estornada_uma_parte_o_resto_fica(loja: Loja) -> None:
    recibo = venda(loja)
    um = fatura(loja, recibo, (1, "1"))
    fatura(loja, recibo, (2, "2"))
    estorna(loja, um.id)
    assert credito(loja) == [(D("30.00"),)]
    assert loja.um("SELECT situacao FROM pedidos") == "P"
    fatura(loja, recibo)
    assert loja.sql("SELECT parcela, sum(valor) FROM titulos_receber WHERE situacao = 'aberto' GROUP BY 1 "
                    "ORDER BY 1") == [(1, D("23.33")), (2, D("23.33")), (3, D("23.34"))]


def test_titulo_ja_recebido_nao_se_estorna_pelo_caixa(loja: Loja) -> None:
    feito = fatura(loja, venda(loja))
    loja.sql("UPDATE titulos_receber SET saldo = 1 WHERE parcela = 1")
    with pytest.raises(Recusada, match="já foi recebido"):
        estorna(loja, feito.id)
    assert loja.estoque("P1") == (97, 0)


def test_estorno_sem_motivo_ou_do_que_nao_existe(loja: Loja) -> None:
    feito = fatura(loja, venda(loja))
    with pytest.raises(Recusada, match="motivo"):
        estorna(loja, feito.id, "  ")
    with pytest.raises(Recusada, match="não tem o faturamento"):
        estorna(loja, uuid7())


# ---- what the till sees

def test_as_pre_vendas_abertas(loja: Loja) -> None:
    recibo, outra = venda(loja), venda(loja)
    fatura(loja, recibo, (1, "1"))
    caixa = loja.quem("caio", "T2")
    assert [p.numero for p in pre_vendas.abertas(loja.ctx, caixa)] == [1, 2]
    [lida] = pre_vendas.por_numero(loja.ctx, caixa, 1)
    assert (lida.cliente_nome, lida.vendedor, lida.plano, lida.total) == (JOSE, "Ana Souza", "30/60/90", D("70.00"))
    assert [(i.linha, i.quantidade, i.faturada) for i in lida.itens] == [(1, D(3), D(1)), (2, D(2), D(0))]
    fatura(loja, outra)
    assert [p.numero for p in pre_vendas.abertas(loja.ctx, caixa)] == [1]
    with pytest.raises(Recusada, match="pré-venda aberta"):
        pre_vendas.por_numero(loja.ctx, caixa, 2)
    assert pre_vendas.abertas(loja.ctx, loja.quem("bia", "T3")) == ()
