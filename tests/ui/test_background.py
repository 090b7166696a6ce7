"""The door off the UI thread: lanes, order, the newest read, errors, and a clean stop."""

import gc
import threading
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from balcao.domain.erros import AmbienteIndisponivel, BalcaoError
from balcao.ui.background import Background, Cancelada, Faixa, Ficha


class Bug(BalcaoError):
    pass


@pytest.fixture
def fundo(qapp) -> Iterator[Background]:
    fundo = Background(lambda erro: Bug(f"inesperado: {erro}"))
    yield fundo
    assert fundo.para(5) == []
    fundo.deleteLater()


def vem(qtbot, lista, quantos):
    qtbot.waitUntil(lambda: len(lista) >= quantos, timeout=5000)


def ate_cancelarem(ficha: Ficha) -> bool:
    """Work that only ends when it is cancelled."""
    return ficha._cancelada.wait(30)


@pytest.mark.parametrize("faixa", list(Faixa))
def test_work_runs_elsewhere_and_the_answer_comes_back_here(qtbot, fundo, faixa):
    visto = []
    fundo.executa(faixa, "x", lambda _ficha: threading.current_thread().name,
                  lambda valor: visto.append((valor, threading.current_thread() is threading.main_thread())))
    vem(qtbot, visto, 1)
    assert visto == [(faixa.value, True)]


@pytest.mark.parametrize("faixa", [Faixa.DIARIO, Faixa.ENVIO, Faixa.IMPRESSAO])
def test_a_serial_lane_keeps_order_and_drops_nothing(qtbot, fundo, faixa):
    feitos, vistos, juntos = [], [], []
    dentro = threading.Semaphore(1)

    def trabalho(n):
        def faz(ficha):
            juntos.append(dentro.acquire(blocking=False))
            feitos.append(n)
            dentro.release()
            return n
        return faz

    for n in range(50):
        fundo.executa(faixa, "mesma chave", trabalho(n), vistos.append)
    vem(qtbot, vistos, 50)
    assert feitos == vistos == list(range(50))
    assert all(juntos)


def test_no_lane_starves_another(qtbot, fundo):
    """Every lane but one stuck, reads stuck on every thread of theirs: the journal still answers."""
    portao, vistos = threading.Event(), []
    for faixa in (Faixa.ENVIO, Faixa.IMPRESSAO):
        fundo.executa(faixa, "preso", lambda _ficha: portao.wait(10))
    for n in range(8):
        fundo.executa(Faixa.LEITURA, f"presa {n}", lambda _ficha: portao.wait(10))
    fundo.executa(Faixa.DIARIO, "rascunho", lambda _ficha: "guardado", vistos.append)
    vem(qtbot, vistos, 1)
    assert vistos == ["guardado"]
    portao.set()


def test_the_newest_read_wins_and_the_rest_never_runs(qtbot, fundo):
    portao, correram, vistos = threading.Event(), [], []

    def busca(texto):
        def faz(ficha):
            correram.append(texto)
            if texto in ("p", "pa"):
                portao.wait(10)
            return texto
        return faz

    for n, texto in enumerate(("p", "pa"), 1):
        fundo.executa(Faixa.LEITURA, "busca", busca(texto), vistos.append)
        vem(qtbot, correram, n)
    for texto in ("par", "para", "paraf"):  # only two of a key run at once
        fundo.executa(Faixa.LEITURA, "busca", busca(texto), vistos.append)
    fundo.executa(Faixa.LEITURA, "outra", lambda _ficha: "outra chave", vistos.append)
    vem(qtbot, vistos, 1)
    assert vistos == ["outra chave"]
    portao.set()
    vem(qtbot, vistos, 2)
    qtbot.waitUntil(lambda: fundo.pendentes() == 0)
    assert vistos == ["outra chave", "paraf"]
    assert correram == ["p", "pa", "paraf"]


def test_an_old_answer_that_arrives_last_is_dropped(qtbot, fundo):
    portao, vistos = threading.Event(), []
    fundo.executa(Faixa.LEITURA, "b", lambda _ficha: portao.wait(10) and "velha", vistos.append)
    fundo.executa(Faixa.LEITURA, "b", lambda _ficha: "nova", vistos.append)
    vem(qtbot, vistos, 1)
    portao.set()
    qtbot.waitUntil(lambda: fundo.pendentes() == 0)
    assert vistos == ["nova"]


def test_a_superseded_read_is_told_to_stop(qtbot, fundo):
    comecou, parou, vistos = [], [], []

    def longa(ficha):
        comecou.append(True)
        if ate_cancelarem(ficha):
            parou.append(True)
        ficha.verifica()
        return "velha"

    fundo.executa(Faixa.LEITURA, "b", longa, vistos.append, vistos.append)
    vem(qtbot, comecou, 1)
    fundo.executa(Faixa.LEITURA, "b", lambda _ficha: "nova", vistos.append)
    vem(qtbot, parou, 1)
    qtbot.waitUntil(lambda: fundo.pendentes() == 0)
    assert vistos == ["nova"]


def test_cancel_by_key_and_by_task(qtbot, fundo):
    vistos = []
    fundo.executa(Faixa.LEITURA, "a", ate_cancelarem, vistos.append)
    tarefa = fundo.executa(Faixa.LEITURA, "b", ate_cancelarem, vistos.append)
    fundo.cancela("a")
    tarefa.cancela()
    qtbot.waitUntil(lambda: fundo.pendentes() == 0)
    assert vistos == []


def test_progress_reaches_the_screen(qtbot, fundo):
    avancos, vistos = [], []
    fundo.avancou.connect(lambda tarefa, feito, total, texto: avancos.append((tarefa.chave, feito, total, texto)))

    def carga(ficha):
        for n in range(3):
            ficha.avanco(n + 1, 3, "produtos")

    fundo.executa(Faixa.ENVIO, "carga", carga, vistos.append)
    vem(qtbot, vistos, 1)
    assert avancos == [("carga", n, 3, "produtos") for n in (1, 2, 3)]


def test_only_what_waits_longer_than_100_ms_shows_as_busy(qtbot, fundo):
    ocupado, vistos, portao = [], [], threading.Event()
    fundo.ocupado.connect(lambda tarefa, sim: ocupado.append((tarefa.chave, sim, time.monotonic())))
    inicio = time.monotonic()
    fundo.executa(Faixa.ENVIO, "lenta", lambda _ficha: portao.wait(10), vistos.append)
    vem(qtbot, ocupado, 1)
    assert ocupado[0][:2] == ("lenta", True)
    assert ocupado[0][2] - inicio >= 0.1
    portao.set()
    vem(qtbot, ocupado, 2)
    assert ocupado[1][:2] == ("lenta", False)
    vem(qtbot, vistos, 1)
    fundo.executa(Faixa.ENVIO, "rapida", lambda _ficha: 1, vistos.append)
    vem(qtbot, vistos, 2)
    assert [o[0] for o in ocupado] == ["lenta", "lenta"]


def test_an_expected_error_goes_to_the_caller_as_it_is(qtbot, fundo):
    erros = []
    falta = AmbienteIndisponivel("A impressora não respondeu.", "Ligue a impressora.")

    def falha(ficha):
        raise falta

    fundo.executa(Faixa.IMPRESSAO, "x", falha, erros.append, erros.append)
    vem(qtbot, erros, 1)
    assert erros == [falta]


def test_a_bug_passes_through_the_last_handler(qtbot, fundo):
    erros = []
    fundo.executa(Faixa.LEITURA, "x", lambda _ficha: 1 / 0, erros.append, erros.append)
    vem(qtbot, erros, 1)
    assert str(erros[0]) == "inesperado: division by zero"
    visto = []
    fundo.executa(Faixa.LEITURA, "x", lambda _ficha: "vivo", visto.append)
    vem(qtbot, visto, 1)


def test_nothing_is_delivered_to_a_screen_that_is_gone(qtbot, fundo):
    portao, vistos, fim = threading.Event(), [], []
    tela = QObject()
    fundo.executa(Faixa.ENVIO, "x", lambda _ficha: portao.wait(10), vistos.append, dono=tela)
    fundo.executa(Faixa.ENVIO, "y", lambda _ficha: 1, fim.append)
    tela.deleteLater()
    qtbot.wait(10)
    portao.set()
    vem(qtbot, fim, 1)
    assert vistos == []


def test_a_finished_task_keeps_nothing_alive(qtbot, fundo):
    class Tela(QObject):
        def mostra(self, valor):
            vistos.append(valor)

    vistos, tela = [], Tela()
    rastro = weakref.ref(tela)
    tarefa = fundo.executa(Faixa.DIARIO, "x", lambda _ficha: 1, tela.mostra)
    vem(qtbot, vistos, 1)
    del tela
    gc.collect()
    assert rastro() is None
    assert tarefa.chave == "x"


def test_only_the_screen_starts_works(qtbot, fundo):
    erros = []
    fundo.executa(Faixa.ENVIO, "x", lambda _ficha: fundo.executa(Faixa.ENVIO, "y", lambda _f: 1),
                  None, lambda erro: erros.append(str(erro)))
    vem(qtbot, erros, 1)
    assert "only the UI thread" in erros[0]


def test_stopping_finishes_the_journal_cancels_reads_and_leaves_no_thread(qtbot, qapp):
    fundo, feitos, vistos = Background(lambda erro: Bug(str(erro))), [], []
    for n in range(20):
        fundo.executa(Faixa.DIARIO, "rascunho", lambda _ficha, n=n: feitos.append(n), vistos.append)
    fundo.executa(Faixa.LEITURA, "busca", ate_cancelarem, vistos.append)
    assert fundo.para(5) == []
    assert feitos == list(range(20))
    with pytest.raises(RuntimeError):
        fundo.executa(Faixa.DIARIO, "tarde", lambda _ficha: None)
    qtbot.wait(1)
    assert vistos == []
    assert not [t for t in threading.enumerate() if t.name in set(Faixa)]
    fundo.deleteLater()


def test_last_words_come_behind_what_the_lane_still_has(qtbot, fundo):
    """A person's newest state is never overwritten by an older one that was still waiting to be written."""
    escritos = []
    for n in range(20):
        fundo.executa(Faixa.DIARIO, "rascunho", lambda _ficha, n=n: escritos.append(n))
    fundo.termina(Faixa.DIARIO, "tudo", lambda: escritos.append("tudo"), 5)
    assert escritos == [*range(20), "tudo"]


def test_last_words_that_fail_or_do_not_end_say_so(qtbot, fundo):
    portao = threading.Event()

    def cheio():
        raise AmbienteIndisponivel("O disco está cheio.", "Libere espaço.")

    with pytest.raises(AmbienteIndisponivel, match="disco"):
        fundo.termina(Faixa.DIARIO, "tudo", cheio, 5)
    fundo.executa(Faixa.DIARIO, "rascunho", lambda _ficha: portao.wait(30))
    with pytest.raises(TimeoutError, match="tudo"):
        fundo.termina(Faixa.DIARIO, "tudo", lambda: None, 0.05)
    portao.set()


def test_last_words_after_the_end_run_here(qtbot, qapp):
    fundo, quem = Background(lambda erro: Bug(str(erro))), []
    fundo.executa(Faixa.DIARIO, "rascunho", lambda _ficha: quem.append(threading.current_thread().name))
    assert fundo.para(5) == []
    fundo.termina(Faixa.DIARIO, "tudo", lambda: quem.append(threading.current_thread().name), 5)
    assert quem == [Faixa.DIARIO, threading.main_thread().name]
    fundo.deleteLater()


def test_stopping_names_what_did_not_end(qtbot, qapp):
    fundo, portao, dentro = Background(lambda erro: Bug(str(erro))), threading.Event(), threading.Event()

    def surda(ficha):
        dentro.set()
        portao.wait(30)

    fundo.executa(Faixa.ENVIO, "pedido 12", surda)
    assert dentro.wait(5)
    assert fundo.para(0.05) == ["pedido 12"]
    portao.set()
    fundo.deleteLater()


def test_cancelada_is_what_a_work_raises_when_nobody_waits():
    ficha = Ficha(lambda *_: None)
    ficha.verifica()
    ficha.cancela()
    with pytest.raises(Cancelada):
        ficha.verifica()
