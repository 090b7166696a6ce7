"""Suspended drafts: stored without a number, resumed by one counter, issued from there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal as D
from threading import Barrier

import pytest

from balcao.domain.pedido import Pedido
from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Recusada
from balcao.services.office.rascunhos import descartar, listar_rascunhos, retomar
from tests.apoio.retaguarda import AGORA, Loja


def suspenso(loja: Loja) -> Pedido:
    pedido = loja.pedido(itens=[("P1", 2), ("P2", 1)])
    loja.envia(pedido, suspender=True)
    return pedido


def test_suspenso_nao_tem_numero_nem_segura_nada(loja: Loja) -> None:
    pedido = loja.pedido(itens=[("P1", 2)])
    recibo = loja.envia(pedido, suspender=True)
    assert (recibo.situacao, recibo.numero, recibo.versao, recibo.documento) == (Situacao.MANUTENCAO, None, 0, {})
    assert loja.sql("SELECT situacao, numero, versao, suspenso_em FROM pedidos") == [("M", None, 0, AGORA)]
    assert loja.conta("itens_pedido") == 1
    assert loja.conta("pedido_versoes") == loja.conta("numeradores") == 0
    assert loja.estoque("P1") == (100, 0)


def test_retomado_em_outro_terminal_e_emitido_de_la(loja: Loja) -> None:
    pedido = suspenso(loja)
    [linha] = listar_rascunhos(loja.ctx, loja.quem(estacao="T2"))
    assert (linha.id, linha.estacao, linha.itens, linha.suspenso_em) == (pedido.id, "T1", 2, AGORA)
    retomado = retomar(loja.ctx, loja.quem("bia", "T2"), pedido.id)
    assert retomado.estacao_id == loja.estacoes["T2"]
    assert listar_rascunhos(loja.ctx, loja.quem()) == ()
    # the answer was lost: asked again, the same station gets it again, and nobody else does
    assert retomar(loja.ctx, loja.quem("bia", "T2"), pedido.id) == retomado
    with pytest.raises(Recusada, match="já foi retomado em T2"):
        retomar(loja.ctx, loja.quem(), pedido.id)
    # the first station's copy is worth nothing now
    with pytest.raises(Recusada, match="retomado em outro terminal"):
        loja.envia(pedido)
    menos = retomado.sem_item(2).com_quantidade(1, D(5))
    recibo = loja.envia(menos, login="bia")
    assert (recibo.numero, recibo.versao, recibo.total) == (1, 1, D("50.00"))
    assert loja.sql("SELECT linha, quantidade FROM itens_pedido") == [(1, D(5))]
    assert loja.estoque("P1") == (100, 5)
    assert loja.estoque("P2") == (100, 0)


def test_dois_terminais_ao_mesmo_tempo_um_consegue(loja: Loja) -> None:
    pedido = suspenso(loja)
    quens = [loja.quem("ana", "T1"), loja.quem("bia", "T2")] * 4
    portao = Barrier(len(quens))

    def tenta(quem):  # type: ignore[no-untyped-def]
        portao.wait()
        try:
            return retomar(loja.ctx, quem, pedido.id).estacao_id
        except Recusada:
            return None

    with ThreadPoolExecutor(len(quens)) as fios:
        donos = list(fios.map(tenta, quens))
    assert len({d for d in donos if d is not None}) == 1
    assert loja.conta("eventos", "tipo = 'pedido.retomado'") == 4  # the station that got it, each time it asked


def test_suspenso_de_novo_troca_as_linhas(loja: Loja) -> None:
    pedido = suspenso(loja)
    retomado = retomar(loja.ctx, loja.quem(), pedido.id)
    loja.envia(retomado.sem_item(1), suspender=True, emitido_em=AGORA + timedelta(minutes=5))
    assert loja.sql("SELECT linha FROM itens_pedido") == [(2,)]
    assert loja.um("SELECT total FROM pedidos") == D("20.00")
    assert len(listar_rascunhos(loja.ctx, loja.quem())) == 1


def test_a_suspensao_repetida_nao_desfaz_a_retomada_alheia(loja: Loja) -> None:
    """The outbox of the first station sends it again after another station took it."""
    pedido = suspenso(loja)
    assert loja.envia(pedido, None, suspender=True).repetido
    retomar(loja.ctx, loja.quem("bia", "T2"), pedido.id)
    with pytest.raises(Recusada, match="retomado em outro terminal"):
        loja.envia(pedido, None, suspender=True)


def test_emitido_nao_se_suspende_nem_se_retoma_nem_se_descarta(loja: Loja) -> None:
    pedido = loja.pedido()
    recibo = loja.envia(pedido)
    assert loja.envia(pedido, suspender=True) == recibo.model_copy(update={"repetido": True})
    for acao in (retomar, descartar):
        with pytest.raises(Recusada, match="já foi emitido"):
            acao(loja.ctx, loja.quem(), pedido.id)


def test_descartado_some_por_inteiro(loja: Loja) -> None:
    pedido = suspenso(loja)
    descartar(loja.ctx, loja.quem("bia", "T2"), pedido.id)
    assert loja.conta("pedidos") == loja.conta("itens_pedido") == 0
    descartar(loja.ctx, loja.quem("bia", "T2"), pedido.id)  # again: nothing to do
    outro = suspenso(loja)
    retomar(loja.ctx, loja.quem("bia", "T2"), outro.id)
    with pytest.raises(Recusada, match="já foi retomado em T2"):
        descartar(loja.ctx, loja.quem(), outro.id)


def test_outra_loja_nao_ve_nem_pega(loja: Loja) -> None:
    pedido = suspenso(loja)
    assert listar_rascunhos(loja.ctx, loja.quem(estacao="T3")) == ()
    with pytest.raises(Recusada, match="não tem o rascunho"):
        retomar(loja.ctx, loja.quem(estacao="T3"), pedido.id)
    descartar(loja.ctx, loja.quem(estacao="T3"), pedido.id)
    assert loja.conta("pedidos") == 1
