"""The one door off the UI thread. Only Qt and the standard library.

Four lanes, each with threads of its own, so that none starves another: the journal and the sending
are serial and never lose a task; reads are cancellable and the newest of a key wins; printing waits
for paper without holding anything else. `pronto` and `falhou` run on the UI thread.

    fundo.executa(Faixa.LEITURA, "clientes", lambda ficha: busca(texto, ficha), mostra, avisa, dono=self)
"""

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot
from shiboken6 import isValid

DEMORA_MS = 100
_PASSO_MS = 25
_SIMULTANEAS_POR_CHAVE = 2


class Faixa(StrEnum):
    """Who waits for whom: tasks of one lane wait for each other, tasks of two lanes never do."""

    DIARIO = "diario"
    ENVIO = "envio"
    LEITURA = "leitura"
    IMPRESSAO = "impressao"


_LINHAS: dict[Faixa, int] = {Faixa.DIARIO: 1, Faixa.ENVIO: 1, Faixa.LEITURA: 4, Faixa.IMPRESSAO: 1}


class Cancelada(Exception):
    """Not an error. Raised by `Ficha.verifica` inside a work whose result nobody wants any more."""


class Ficha:
    """What a work holds: whether to go on, and where to say how far it is. Safe in any thread."""

    def __init__(self, avisa: Callable[[int, int, str], None]) -> None:
        self._cancelada, self._avisa = threading.Event(), avisa

    @property
    def cancelada(self) -> bool:
        """True once the result is not wanted any more."""
        return self._cancelada.is_set()

    def verifica(self) -> None:
        """Raise `Cancelada` when the result is not wanted any more; call it between steps."""
        if self._cancelada.is_set():
            raise Cancelada

    def avanco(self, feito: int, total: int, texto: str = "") -> None:
        """Tell the screen how far the work is (`total` 0 means unknown)."""
        self._avisa(feito, total, texto)

    def cancela(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelada.set()


class Tarefa:
    """One work on its way. Only the UI thread reads or changes it, except while it runs."""

    def __init__(self, faixa: Faixa, chave: str, trabalho: Callable[[Ficha], Any],
                 pronto: Callable[[Any], None] | None, falhou: Callable[[Exception], None] | None,
                 dono: QObject | None) -> None:
        self.faixa, self.chave, self.trabalho = faixa, chave, trabalho
        self.pronto, self.falhou, self.dono = pronto, falhou, dono
        self.tem_dono = dono is not None
        self.ficha: Ficha
        self.inicio = time.monotonic()
        self.demorou = False
        self.resultado: Any = None
        self.erro: BaseException | None = None

    def cancela(self) -> None:
        """Drop the result, and stop the work at its next step. Journal and sending go on regardless."""
        self.ficha.cancela()

    def solta(self) -> tuple[Callable[[Any], None] | None, Callable[[Exception], None] | None,
                             Any, BaseException | None]:
        """Hand over the callbacks and the outcome, and keep nothing: a finished task holds no screen."""
        fim = self.pronto, self.falhou, self.resultado, self.erro
        self.pronto = self.falhou = self.resultado = self.erro = None
        return fim


class Background(QObject):
    """Runs works in lanes and brings their results back to the thread that made it."""

    ocupado = Signal(object, bool)          # (Tarefa, waits longer than 100 ms?)
    avancou = Signal(object, int, int, str)  # (Tarefa, done, total, text)
    _terminou = Signal(object)

    def __init__(self, trata_bug: Callable[[BaseException], Exception],
                 parent: QObject | None = None) -> None:
        """`trata_bug` gets every exception that is not a BalcaoError, on the UI thread, and returns
        the error to show in its place (see `erros.GuardaErros.trata`)."""
        super().__init__(parent)
        self._trata_bug = trata_bug
        self._filas: dict[Faixa, SimpleQueue[Tarefa | None]] = {}
        self._linhas: list[threading.Thread] = []
        self._ultima: dict[str, Tarefa] = {}
        self._correndo: dict[str, int] = {}
        self._espera: dict[str, Tarefa] = {}
        self._pendentes: dict[int, Tarefa] = {}
        self._parado = False
        self._relogio = QTimer(self, interval=_PASSO_MS)
        self._relogio.timeout.connect(self._mede_demora)
        self._terminou.connect(self._entrega, Qt.ConnectionType.QueuedConnection)

    def executa(self, faixa: Faixa, chave: str, trabalho: Callable[[Ficha], Any],
                pronto: Callable[[Any], None] | None = None,
                falhou: Callable[[Exception], None] | None = None,
                dono: QObject | None = None) -> Tarefa:
        """Run `trabalho` in a lane; later call `pronto(result)` or `falhou(error)` here.

        In LEITURA a newer task of the same `chave` makes the older ones worthless: they are dropped
        before they start, told to stop if they run, and never delivered. Nothing is delivered to a
        `dono` that was destroyed. Raises RuntimeError off the UI thread or after `para`.
        """
        if self._parado or QThread.currentThread() != self.thread():
            raise RuntimeError("only the UI thread starts works, and only while the program runs")
        tarefa = Tarefa(faixa, chave, trabalho, pronto, falhou, dono)
        tarefa.ficha = Ficha(lambda feito, total, texto: self.avancou.emit(tarefa, feito, total, texto))
        self._pendentes[id(tarefa)] = tarefa
        if not self._relogio.isActive():
            self._relogio.start()
        if faixa is not Faixa.LEITURA:
            self._fila(faixa).put(tarefa)
            return tarefa
        if anterior := self._ultima.get(chave):
            anterior.cancela()
        self._ultima[chave] = tarefa
        if self._correndo.get(chave, 0) < _SIMULTANEAS_POR_CHAVE:
            self._parte(tarefa)
        else:
            if velha := self._espera.get(chave):
                self._esquece(velha)
            self._espera[chave] = tarefa
        return tarefa

    def termina(self, faixa: Faixa, chave: str, trabalho: Callable[[], None], prazo_s: float) -> None:
        """Run `trabalho` behind all that its lane still has, and wait for it: last words, not daily work.

        After `para` the lane has nothing left, and the work runs here. Raises what the work raised, and
        TimeoutError when the lane did not come to it within `prazo_s`.
        """
        if self._parado:
            trabalho()
            return
        fim: SimpleQueue[BaseException | None] = SimpleQueue()

        def faz(_ficha: Ficha) -> None:
            try:
                trabalho()
            except BaseException as erro:  # noqa: BLE001 - raised by whoever waits
                fim.put(erro)
            else:
                fim.put(None)

        self.executa(faixa, chave, faz)
        try:
            erro = fim.get(timeout=prazo_s)
        except Empty:
            raise TimeoutError(chave) from None
        if erro is not None:
            raise erro

    def cancela(self, chave: str) -> None:
        """Drop the newest read of a key (its screen went away, or the text was erased)."""
        if tarefa := self._ultima.pop(chave, None):
            tarefa.cancela()
        if esperando := self._espera.pop(chave, None):
            self._esquece(esperando)

    def pendentes(self, faixa: Faixa | None = None) -> int:
        """How many tasks (of a lane) have not come back yet."""
        return sum(1 for t in self._pendentes.values() if faixa is None or t.faixa is faixa)

    def para(self, prazo_s: float = 10.0) -> list[str]:
        """Stop: reads are told to give up, every other accepted task still runs to its end.

        Returns the keys of the works that did not end within `prazo_s` (their threads do not keep
        the process alive). Nothing is delivered after this.
        """
        self._parado = True
        self._relogio.stop()
        for tarefa in self._pendentes.values():
            if tarefa.faixa is Faixa.LEITURA:
                tarefa.cancela()
        for faixa, fila in self._filas.items():
            for _ in range(_LINHAS[faixa]):
                fila.put(None)
        limite = time.monotonic() + prazo_s
        for linha in self._linhas:
            linha.join(max(0.0, limite - time.monotonic()))
        presas = {linha.name for linha in self._linhas if linha.is_alive()}
        return sorted(t.chave for t in self._pendentes.values() if t.faixa in presas)

    def _fila(self, faixa: Faixa) -> "SimpleQueue[Tarefa | None]":
        if faixa not in self._filas:
            fila: SimpleQueue[Tarefa | None] = SimpleQueue()
            self._filas[faixa] = fila
            for _ in range(_LINHAS[faixa]):
                linha = threading.Thread(target=self._trabalha, args=(fila,), name=faixa, daemon=True)
                self._linhas.append(linha)
                linha.start()
        return self._filas[faixa]

    def _parte(self, tarefa: Tarefa) -> None:
        self._correndo[tarefa.chave] = self._correndo.get(tarefa.chave, 0) + 1
        self._fila(tarefa.faixa).put(tarefa)

    def _trabalha(self, fila: "SimpleQueue[Tarefa | None]") -> None:
        """Body of a thread: one task after the other until None."""
        while (tarefa := fila.get()) is not None:
            try:
                if tarefa.faixa is Faixa.LEITURA:
                    tarefa.ficha.verifica()
                tarefa.resultado = tarefa.trabalho(tarefa.ficha)
            except BaseException as erro:  # noqa: BLE001 - handed over to the UI thread, not swallowed
                tarefa.erro = erro
            try:
                self._terminou.emit(tarefa)
            except RuntimeError:  # the program closed meanwhile: nobody is left to tell
                return

    @Slot(object)
    def _entrega(self, tarefa: Tarefa) -> None:
        self._esquece(tarefa)
        if tarefa.faixa is Faixa.LEITURA:
            self._libera_chave(tarefa)
        if self._parado or isinstance(tarefa.erro, Cancelada):
            return
        if tarefa.erro is not None and not _esperado(tarefa.erro):
            tarefa.erro = self._trata_bug(tarefa.erro)  # a bug is told even when its result is stale
        sem_dono = tarefa.tem_dono and not isValid(tarefa.dono)
        if sem_dono or (tarefa.faixa is Faixa.LEITURA and tarefa.ficha.cancelada):
            return
        pronto, falhou, resultado, erro = tarefa.solta()
        if erro is None:
            if pronto is not None:
                pronto(resultado)
        elif falhou is not None and isinstance(erro, Exception):
            falhou(erro)

    def _libera_chave(self, tarefa: Tarefa) -> None:
        chave = tarefa.chave
        self._correndo[chave] -= 1
        if not self._correndo[chave]:
            del self._correndo[chave]
        if self._ultima.get(chave) is tarefa:
            del self._ultima[chave]
        if seguinte := self._espera.pop(chave, None):
            self._parte(seguinte)

    def _esquece(self, tarefa: Tarefa) -> None:
        self._pendentes.pop(id(tarefa), None)
        if tarefa.demorou:
            tarefa.demorou = False
            self.ocupado.emit(tarefa, False)
        if not self._pendentes:
            self._relogio.stop()

    def _mede_demora(self) -> None:
        agora = time.monotonic()
        for tarefa in list(self._pendentes.values()):
            if not tarefa.demorou and (agora - tarefa.inicio) * 1000 >= DEMORA_MS:
                tarefa.demorou = True
                self.ocupado.emit(tarefa, True)


def _esperado(erro: BaseException) -> bool:
    """Whether the error was raised on purpose, for a person to read."""
    from balcao.domain.erros import BalcaoError  # 45 ms of pydantic that login must not pay

    return isinstance(erro, BalcaoError)
