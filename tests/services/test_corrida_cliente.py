"""Whom the type puts into an order is locked like whom a person puts: of two that take the shop's own credit at once,
the second one sees what the first took. Each is stopped between its check and its writing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from balcao.domain.protocolo import Recibo
from balcao.domain.protocolo_documentos import AlteracaoPedido, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.alterar_pedido import alterar_pedido
from balcao.services.office.contexto import Passo, Recusada
from balcao.services.office.documentos import abrir
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import Loja

CENTRO = "Loja Centro"
ESPERANDO = ("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
             "AND datname = current_database()")


@pytest.fixture(autouse=True)
def da_loja(loja: Loja) -> None:
    """The shop is a customer with a limit of R$ 25,00, and the VENDA without a customer is the shop's own."""
    loja.poe_lojas()
    loja.sql("INSERT INTO clientes (pessoa_id, limite_credito) VALUES (%s, 25)", loja.clientes[CENTRO])
    loja.muda_tipo("VENDA", regra_cliente="estabelecimento", toma_credito="sim")


def ao_mesmo_tempo(loja: Loja, *tarefas: Callable[[], Recibo]) -> list[str]:
    """Run them at once, the first one stopped after its check until another waits for it (or has checked too): what
    came of each, sorted."""
    conferiram = threading.Semaphore(0)
    primeiro = threading.Event()
    vez = threading.Lock()

    def passo(qual: Passo) -> None:
        if qual is not Passo.CONFERIDO:
            return
        with vez:
            sou = not primeiro.is_set()
            primeiro.set()
        if not sou:
            conferiram.release()
            return
        with loja.empresa.admin(autocommit=True) as admin:
            while admin.execute(ESPERANDO).fetchone() == (0,) and not conferiram.acquire(timeout=0.02):
                pass

    def faz(tarefa: Callable[[], Recibo]) -> str:
        try:
            tarefa()
        except Recusada as erro:
            return erro.recusa.achados[0].code if erro.recusa.achados else erro.recusa.codigo
        return "feito"

    loja.passo = passo
    with ThreadPoolExecutor(len(tarefas)) as fios:
        return sorted(fios.map(faz, tarefas))


def aprova(loja: Loja, recibo: Recibo) -> Recibo:
    return mudar_situacao(loja.ctx, loja.quem(), recibo.pedido_id,
                          MudancaSituacao(id=uuid7(), situacao=Situacao.APROVADO))


def passa_a_loja(loja: Loja, recibo: Recibo) -> Recibo:
    vivo = abrir(loja.ctx, loja.quem(), recibo.pedido_id).pedido
    return alterar_pedido(loja.ctx, loja.quem(), vivo.id, AlteracaoPedido(
        id=uuid7(), versao=vivo.versao, pedido=vivo.model_copy(update={"cliente_id": None, "cliente_nome": ""})))


def compromissos(loja: Loja) -> list[Any]:
    return loja.sql("SELECT cliente_id, sum(valor) FROM compromissos_credito GROUP BY cliente_id")


def test_dois_envios_pelo_credito_da_loja(loja: Loja) -> None:
    pedidos = [loja.pedido("VENDA", cliente=None, plano="30/60/90", itens=[(p, n)]) for p, n in (("P1", 2), ("P2", 1))]
    assert ao_mesmo_tempo(loja, *((lambda p=p: loja.envia(p)) for p in pedidos)) == ["credito.limite", "feito"]
    assert compromissos(loja) == [(loja.clientes[CENTRO], D(20))]


def test_duas_aprovacoes_pelo_credito_da_loja(loja: Loja) -> None:
    for tipo in ("DAV", "VENDA LIVRE"):  # of two types: one sequence of numbers would make the second wait already
        loja.muda_tipo(tipo, categoria="orcamento", tipo_pedido_na_aprovacao=loja.tipos["VENDA"])
    davs = [loja.envia(loja.pedido(tipo, cliente=None, plano="30/60/90", itens=[(p, n)]))
            for tipo, p, n in (("DAV", "P1", 2), ("VENDA LIVRE", "P2", 1))]
    assert ao_mesmo_tempo(loja, *((lambda d=d: aprova(loja, d)) for d in davs)) == ["credito.limite", "feito"]
    assert compromissos(loja) == [(loja.clientes[CENTRO], D(20))]


def test_duas_alteracoes_pelo_credito_da_loja(loja: Loja) -> None:
    loja.muda_tipo("VENDA", regra_cliente="cliente")
    vendas = [loja.envia(loja.pedido("VENDA", cliente=quem, plano="30/60/90", itens=[(p, n)]))
              for quem, p, n in (("MARIA SOUZA", "P1", 2), ("JOSÉ DA SILVA", "P2", 1))]
    loja.muda_tipo("VENDA", regra_cliente="estabelecimento")
    assert ao_mesmo_tempo(loja, *((lambda v=v: passa_a_loja(loja, v)) for v in vendas)) == ["credito.limite", "feito"]
    assert dict(compromissos(loja))[loja.clientes[CENTRO]] == D(20)
