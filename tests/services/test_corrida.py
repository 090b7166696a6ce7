"""Counters racing for the same thing: real processes, stopped at a named step, never by sleeping."""

import multiprocessing as mp
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest
from psycopg.errors import LockNotAvailable, QueryCanceled
from sqlalchemy.exc import OperationalError
from uuid_utils.compat import uuid7

from balcao.db.server.banco import motor
from balcao.domain.protocolo import EnvioPedido, Recibo
from balcao.domain.protocolo_documentos import Estorno, Faturamento, MudancaSituacao
from balcao.domain.situacoes import Situacao
from balcao.services.office.contexto import Contexto, Passo, Quem, Recusada
from balcao.services.office.enviar_pedido import enviar_pedido
from balcao.services.office.faturar import estornar, faturar
from balcao.services.office.mudar_situacao import mudar_situacao
from tests.apoio.retaguarda import AGORA, SEGREDO, Loja

PROCESSOS = 8
JOSE = "JOSÉ DA SILVA"
ESPERA = 60
PRONTO, CHEGOU, SEGUE = "pronto", "chegou", "segue"
# real processes; where the system can, made from one that has imported this module once (two seconds each)
_MP = mp.get_context("forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn")
_ESPERANDO = ("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
              "AND datname = current_database()")


def _corredor(cano: Connection) -> None:
    """A counter's process: sends the orders it is told to, one after another."""
    while (tarefa := cano.recv()) is not None:
        if tarefa != SEGUE:  # left over by an order that was refused before its step
            cano.send(_corre(cano, *tarefa))


def _corre(cano: Connection, dsn: str, quem: Quem, envio: str, passo: Passo) -> Any:
    engine = motor(dsn, conexoes=1)
    engine.connect().close()

    parou: list[Passo] = []

    def para(onde: Passo) -> None:
        if onde is passo and not parou:
            parou.append(onde)
            cano.send(CHEGOU)
            cano.recv()

    cano.send(PRONTO)
    cano.recv()
    try:
        return _insiste(lambda: enviar_pedido(Contexto(engine, SEGREDO, lambda: AGORA, para), quem,
                                              EnvioPedido.model_validate_json(envio)))
    except Recusada as recusada:
        return recusada.recusa
    finally:
        engine.dispose()


def _insiste(envia: Callable[[], Recibo]) -> Recibo:
    """As a counter does: what a busy database puts off (503) is asked again."""
    while True:
        try:
            return envia()
        except OperationalError as erro:
            if not isinstance(erro.orig, LockNotAvailable | QueryCanceled):
                raise


@dataclass
class Corrida:
    """A race: one process per order. All start together and stop at the step until `chegada`."""

    canos: list[Connection]
    loja: Loja
    ditos: list[Any] = field(default_factory=list)
    terminou: bool = False

    def larga(self, passo: Passo, envios: list[EnvioPedido]) -> None:
        self.canos = self.canos[:len(envios)]
        quem = self.loja.quem()
        for cano, envio in zip(self.canos, envios, strict=True):
            cano.send((self.loja.empresa.dsn_servico, quem, envio.model_dump_json(), passo))
        self._ouve(PRONTO, len(envios))
        self._diz(SEGUE)

    def espera_chegar(self, quantos: int) -> None:
        """Until so many stand at the step."""
        self._ouve(CHEGOU, quantos)

    def espera_travados(self, quantos: int) -> None:
        """Until so many wait for a lock. Asks the server: nobody is told of another's wait."""
        with self.loja.empresa.admin(autocommit=True) as admin:  # other roles' waits are not for everybody
            while admin.execute(_ESPERANDO).fetchone() != (quantos,):
                assert not any(c.poll() for c in self.canos), "somebody did not wait"

    def chegada(self) -> tuple[list[Recibo], list[Any]]:
        """Let everybody go on: the receipts, and the refusals."""
        self._diz(SEGUE)
        fim: list[Any] = []
        while len(fim) < len(self.canos):
            fim.extend(dito for dito in self._algo_dito() if dito != CHEGOU)
        self.terminou = True
        return [r for r in fim if isinstance(r, Recibo)], [r for r in fim if not isinstance(r, Recibo)]

    def _diz(self, palavra: str) -> None:
        for cano in self.canos:
            cano.send(palavra)

    def _ouve(self, palavra: str, vezes: int) -> None:
        while self.ditos.count(palavra) < vezes:
            self.ditos.extend(self._algo_dito())
        self.ditos = [d for d in self.ditos if d != palavra]

    def _algo_dito(self) -> list[Any]:
        prontos = wait(self.canos, ESPERA)
        assert prontos, "nobody answers"
        return [c.recv() for c in prontos if isinstance(c, Connection)]


@dataclass
class Corredores:
    """Eight processes, started once and used by every race of the module."""

    canos: list[Connection] = field(default_factory=list)
    processos: list[Any] = field(default_factory=list)

    def inicia(self) -> None:
        for _ in range(PROCESSOS):
            daqui, de_la = _MP.Pipe()
            self.processos.append(_MP.Process(target=_corredor, args=(de_la,)))
            self.processos[-1].start()
            de_la.close()
            self.canos.append(daqui)

    def encerra(self, *, a_forca: bool = False) -> None:
        for cano, processo in zip(self.canos, self.processos, strict=True):
            if a_forca:
                processo.kill()
            else:
                cano.send(None)
            processo.join(ESPERA)
            cano.close()
        self.canos.clear()
        self.processos.clear()


@pytest.fixture(scope="module")
def corredores() -> Iterator[Corredores]:
    _MP.set_forkserver_preload([__name__])
    todos = Corredores()
    todos.inicia()
    yield todos
    todos.encerra()


@pytest.fixture
def corrida(corredores: Corredores, loja: Loja) -> Iterator[Corrida]:
    prova = Corrida(list(corredores.canos), loja)
    yield prova
    if not prova.terminou:  # a race that failed half-way leaves nobody in the middle of the next one
        corredores.encerra(a_forca=True)
        corredores.inicia()


def _sem_tranca_de_tabela(loja: Loja) -> None:
    """Nobody holds a lock that keeps others off a whole table."""
    fortes = loja.sql("SELECT relation::regclass::text, mode FROM pg_locks WHERE locktype = 'relation' "
                      "AND mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock') "
                      "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
    assert fortes == []


def _sem_impasse(loja: Loja) -> None:
    assert loja.um("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0


def test_oito_balcoes_pela_ultima_unidade(loja: Loja, corrida: Corrida) -> None:
    loja.poe_estoque("P2", 1)
    envios = [loja.envio(loja.pedido(itens=[("P2", 1), (f"P{n}", 1)])) for n in (1, 3, 4, 5, 6, 7, 8, 9)]
    corrida.larga(Passo.TRAVADO, envios)
    corrida.espera_chegar(1)
    corrida.espera_travados(PROCESSOS - 1)
    _sem_tranca_de_tabela(loja)
    certos, recusas = corrida.chegada()
    assert [r.numero for r in certos] == [1]
    assert [[a.code for a in r.achados] for r in recusas] == [["estoque.insuficiente"]] * (PROCESSOS - 1)
    assert loja.estoque("P2") == (1, 1)
    assert loja.conta("pedidos") == loja.conta("pedido_versoes") == 1
    assert loja.um("SELECT sum(reservado) FROM estoques") == 2
    _sem_impasse(loja)


def test_oito_balcoes_pelo_ultimo_real(loja: Loja, corrida: Corrida) -> None:
    loja.muda_cliente(JOSE, limite_credito=Decimal("10.00"))
    envios = [loja.envio(loja.pedido(cliente=JOSE, plano="30/60/90", itens=[("P1", 1)]))
              for _ in range(PROCESSOS)]
    corrida.larga(Passo.TRAVADO, envios)
    corrida.espera_chegar(1)
    corrida.espera_travados(PROCESSOS - 1)
    _sem_tranca_de_tabela(loja)
    certos, recusas = corrida.chegada()
    assert len(certos) == 1
    assert [[a.code for a in r.achados] for r in recusas] == [["credito.limite"]] * (PROCESSOS - 1)
    assert {r.achados[0].valor for r in recusas} == {Decimal("10.00")}
    assert loja.sql("SELECT pedido_id, valor FROM compromissos_credito") == [(certos[0].pedido_id, Decimal("10.00"))]
    _sem_impasse(loja)


def test_oito_vendas_a_vista_andam_juntas_e_os_numeros_nao_tem_falha(loja: Loja, corrida: Corrida) -> None:
    """All eight have passed the check before any of them writes: nothing made them queue."""
    envios = [loja.envio(loja.pedido("VENDA LIVRE", itens=[("P1", 1)])) for _ in range(PROCESSOS)]
    corrida.larga(Passo.CONFERIDO, envios)
    corrida.espera_chegar(PROCESSOS)
    certos, recusas = corrida.chegada()
    assert recusas == []
    assert sorted(r.numero or 0 for r in certos) == list(range(1, PROCESSOS + 1))
    elos = loja.sql("SELECT v.sha256_anterior, v.sha256 FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id "
                    "ORDER BY p.numero")
    assert [a for a, _ in elos] == [b"", *(s for _, s in elos[:-1])]
    _sem_impasse(loja)


@pytest.mark.parametrize("tipo", ["VENDA LIVRE", "VENDA"])
def test_o_mesmo_pedido_duas_vezes_ao_mesmo_tempo_e_guardado_uma(loja: Loja, corrida: Corrida, tipo: str) -> None:
    """Without a lock both reach the writing, and the second insert fails; with one, the second sees the first."""
    envio = loja.envio(loja.pedido(tipo, itens=[("P1", 1)]))
    corrida.larga(Passo.CONFERIDO, [envio, envio])
    if tipo == "VENDA":
        corrida.espera_chegar(1)
        corrida.espera_travados(1)
    else:
        corrida.espera_chegar(2)
    certos, recusas = corrida.chegada()
    assert recusas == []
    um, outro = certos
    assert {um.repetido, outro.repetido} == {False, True}
    assert um.model_copy(update={"repetido": False}) == outro.model_copy(update={"repetido": False})
    assert loja.conta("pedidos") == loja.conta("eventos") == loja.conta("pedido_versoes") == 1
    assert loja.um("SELECT ultimo FROM numeradores") == 1


def test_a_venda_a_vista_nao_espera_o_cadastro_do_consumidor(loja: Loja, corrida: Corrida) -> None:
    """Somebody holds the customer's row; a cash sale to the same customer goes through."""
    with loja.empresa.servico() as dona:
        dona.execute("SET LOCAL idle_in_transaction_session_timeout = '60s'")  # a busy machine is slow to race
        dona.execute("SELECT FROM clientes WHERE consumidor_final FOR UPDATE")
        corrida.larga(Passo.GRAVADO, [loja.envio(loja.pedido())])
        certos, _ = corrida.chegada()
    assert [r.numero for r in certos] == [1]


def test_tudo_ao_mesmo_tempo_sem_impasse_e_no_fim_nada_sobra(loja: Loja) -> None:
    """Sales, conversions, invoices, reversals and cancellations over the same three products and one customer: no
    deadlock, and once all is cancelled nothing is reserved or taken."""
    semente = 7

    def um(n: int) -> None:
        sorte = random.Random(semente * 1000 + n)
        for _ in range(6):
            itens = [(p, 1) for p in sorte.sample(["P1", "P2", "P3"], 2)]
            campos: dict[str, Any] = {"cliente": JOSE, "plano": "30/60/90", "itens": itens}
            if sorte.random() < 0.5:
                dav = loja.envia(loja.pedido("DAV", cliente=JOSE, itens=itens))
                campos["origem_id"] = dav.pedido_id
            venda = loja.envia(loja.pedido(**campos))
            if sorte.random() < 0.5:
                feito = faturar(loja.ctx, caixa, venda.pedido_id, Faturamento(id=uuid7(), documento="N"))
                estornar(loja.ctx, caixa, feito.id, Estorno(motivo="x"))
            mudar_situacao(loja.ctx, gerente, venda.pedido_id,
                           MudancaSituacao(id=uuid7(), situacao=Situacao.CANCELADO, motivo="x"))

    loja.muda_cliente(JOSE, limite_credito=None)
    caixa, gerente = loja.quem("caio"), loja.quem("bia")
    with ThreadPoolExecutor(6) as fios:
        list(fios.map(um, range(6)))
    assert loja.um("SELECT sum(reservado) FROM estoques") == 0
    assert {loja.estoque(p) for p in ("P1", "P2", "P3")} == {(100, 0)}
    assert loja.conta("compromissos_credito") == loja.conta("titulos_receber", "situacao = 'aberto'") == 0
    assert loja.conta("pedidos", "situacao = 'P' AND categoria = 'venda'") == 0
    assert loja.conta("pedidos", "situacao = 'A'") == 0
    _sem_impasse(loja)
