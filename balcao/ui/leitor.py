"""Scanner guard: a barcode goes to the sale wherever the focus is, and touches nothing on its way.

A scanner is a keyboard that sends a key every 2 to 8 ms and ends with Enter or Tab; people need 60 to
120 ms. Keys that would reach anything but a field made for codes are therefore held for 12 ms. Alone,
or two at once, they are a person's and go on; three at a scanner's pace are a scan, which is taken out
whole, so its first digit never enters a quantity. Why holding and not undoing: ADR 0052.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from balcao.ui.filtro_foco import ATALHO, TECLA_DESCE, TECLA_SOBE, FiltroFoco

INTERVALO_MS = 12   # longest pause between two keys of a scan that is still being recognised
FOLGA_MS = 24       # longest pause inside a recognised scan (a busy USB hub)
MINIMO = 3          # keys at that pace that make a scan; people manage two
PESSOA_MS = 30      # no person keeps up less than this per key
ACEITA_LEITURA = "aceita_leitura"  # dynamic property of the fields that are made for codes
LENDO = "lendo"  # and this one of theirs is what a scanner has typed into them so far, up to the Enter; else ""
_SEPARADOR = "\x1d"  # GS of GS1 codes
_TERMINA = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFICADORAS = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
_COM_COMANDO = (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
                | Qt.KeyboardModifier.MetaModifier)
_RATO = (QEvent.Type.MouseButtonPress, QEvent.Type.InputMethod, QEvent.Type.Close)

T = TypeVar("T")


@dataclass(slots=True)
class Saida(Generic[T]):
    """What the detector decided: what goes on to the screen, in order, or the code that was read."""

    liberadas: list[T] = field(default_factory=list)
    codigo: str = ""


class DetectorRajada(Generic[T]):
    """Tells a scanner from a person by the times of the keys (milliseconds). Knows nothing of Qt.

    Everything that enters comes out exactly once and in order: released, or as part of a code.
    """

    def __init__(self) -> None:
        self._presos: list[T] = []
        self._letras: list[str] = []
        self._inicio = self._ultima = 0.0

    @property
    def presos(self) -> list[T]:
        """What is held now, oldest first."""
        return self._presos

    @property
    def rajada(self) -> bool:
        """True once what is held can only be a scanner."""
        return len(self._letras) >= MINIMO

    @property
    def letras(self) -> str:
        """The characters of what is held."""
        return "".join(self._letras)

    @property
    def prazo(self) -> float | None:
        """When `tempo` must be asked; None with nothing held."""
        return self._ultima + self._folga() if self._presos else None

    def tecla(self, quando: float, letra: str, item: T, desde: float | None = None) -> Saida[T]:
        """A character. `desde`: since when it may have been waiting unseen (default `quando`)."""
        saida = self.tempo(quando)
        if not self._presos:
            self._inicio = quando if desde is None else min(desde, quando)
        self._presos.append(item)
        self._letras.append(letra)
        self._ultima = quando
        return saida

    def junto(self, quando: float, item: T) -> Saida[T]:
        """A release or a Shift: it stays in line behind what is held, or goes on when nothing is."""
        saida = self.tempo(quando)
        if self._presos:
            self._presos.append(item)
            self._ultima = quando
        else:
            saida.liberadas.append(item)
        return saida

    def termina(self, quando: float, item: T) -> Saida[T]:
        """Enter or Tab: the end of a scan, or a key like any other."""
        saida = self.tempo(quando)
        if self.rajada and quando - self._inicio <= PESSOA_MS * len(self._letras):
            saida.codigo = self.letras
            self._limpa()
        else:
            saida.liberadas += [*self.solta(), item]
        return saida

    def tempo(self, quando: float) -> Saida[T]:
        """Time went by: what waited long enough was a person's."""
        prazo = self.prazo
        return Saida(self.solta() if prazo is not None and quando > prazo else [])

    def solta(self) -> list[T]:
        """Give back everything held, in order."""
        presos = self._presos
        self._limpa()
        return presos

    def _folga(self) -> float:
        return FOLGA_MS if self.rajada else INTERVALO_MS

    def _limpa(self) -> None:
        self._presos, self._letras = [], []


class _Presa(NamedTuple):
    """A held key and where it was going."""

    evento: QKeyEvent
    alvo: QWidget | None
    chegou_em: QObject


class Leitor(FiltroFoco):
    """The guard. It holds nothing and takes nothing until `liga` is called (there must be a sale)."""

    lido = Signal(str)  # a code read while the focus was elsewhere: it goes to the sale

    def __init__(self, app: QGuiApplication, relogio: Callable[[], float] | None = None,
                 carimbo_do_sistema: bool = True) -> None:
        """`relogio` (ms) replaces the times of the events, for tests. `carimbo_do_sistema` is False
        where Qt stamps a key when it gets to it instead of when it was struck (Windows): then the keys
        that piled up behind a busy screen are not taken for a scan."""
        self._detector: DetectorRajada[_Presa] = DetectorRajada()
        self._no_campo: DetectorRajada[None] = DetectorRajada()
        self._relogio = relogio
        self._ligado = self._esgotada = False
        self._engolidas: set[int] = set()
        self._vista: tuple[Any, ...] | None = None
        self._carimbo, self._carimbo_em = 0.0, 0.0
        self._desde: Callable[[], float | None] = lambda: None
        super().__init__(app)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._passou)
        if not carimbo_do_sistema:
            self._desde = _Ociosidade(self._agora, self).desde

    def liga(self, ligado: bool = True) -> None:
        """Start or stop guarding; what is held goes on first."""
        self.esvazia()
        self._ligado = ligado

    def esvazia(self) -> None:
        """Deliver what is held, now. For tests that type without waiting between keys."""
        self._entrega(self._detector.solta())

    def foco_mudou(self, antes: QObject | None) -> None:
        if not self._detector.rajada:  # a person's key belongs where it was struck; a scan nowhere
            self.esvazia()

    def eventFilter(self, objeto: QObject, evento: QEvent) -> bool:
        tipo = evento.type()
        if isinstance(evento, QKeyEvent):
            if not self._ligado or not evento.spontaneous():  # ours come back through here
                return False
            return self._atalho(evento) if tipo == ATALHO else self._tecla(objeto, evento, tipo)
        if tipo in _RATO and self._detector.presos:
            self.esvazia()
        return False

    def _atalho(self, evento: QKeyEvent) -> bool:
        """Before a shortcut fires: the Enter of a scan is none, any other comes after what is held."""
        if evento.key() in _TERMINA and self._detector.rajada:
            evento.accept()
            return True
        if self._detector.presos and not _letra(evento) and evento.key() not in _MODIFICADORAS:
            self.esvazia()
        return False

    def _tecla(self, objeto: QObject, evento: QKeyEvent, tipo: QEvent.Type) -> bool:
        marca = (tipo, evento.key(), evento.timestamp())
        if self._vista is not None and self._vista[0] == marca and objeto is not self._vista[1]:
            self._vista = (marca, objeto)  # the same event on its way down from the window, or up
            return False
        if tipo == TECLA_SOBE and evento.key() in self._engolidas:
            self._engolidas.discard(evento.key())
            return True
        alvo = _alvo(objeto)
        quando = self._quando(evento)
        if evento.isAutoRepeat() or _protegido(alvo):
            self.esvazia()
            tomada = False
        elif alvo is not None and alvo.property(ACEITA_LEITURA) and not self._detector.rajada:
            self.esvazia()
            self._passa_ao_campo(alvo, evento, tipo, quando)
            tomada = False
        else:
            tomada = self._segura(_Presa(evento, alvo, objeto), tipo, quando)
        self._vista = None if tomada else (marca, objeto)
        return tomada

    def _passa_ao_campo(self, alvo: QWidget, evento: QKeyEvent, tipo: QEvent.Type, quando: float) -> None:
        """The fast road: nothing is held; the field only learns what a scanner types into it."""
        if tipo == TECLA_SOBE or evento.key() in _MODIFICADORAS:
            self._no_campo.junto(quando, None)
            return
        if evento.key() in _TERMINA:
            lido = self._no_campo.termina(quando, None).codigo
        elif letra := _letra(evento):
            self._no_campo.tecla(quando, letra, None, self._desde())
            lido = self._no_campo.letras if self._no_campo.rajada else ""
        else:
            self._no_campo.solta()
            lido = ""
        if (alvo.property(LENDO) or "") != lido:
            alvo.setProperty(LENDO, lido)

    def _segura(self, presa: _Presa, tipo: QEvent.Type, quando: float) -> bool:
        """Feed the detector. Returns True when the key must not go on by itself."""
        evento = presa.evento
        tecla = evento.key()
        letra = _letra(evento)
        guardada = _Presa(evento.clone(), presa.alvo, presa.chegou_em)
        if tipo == TECLA_DESCE and letra:
            saida = self._detector.tecla(quando, letra, guardada, self._desde())
        elif tipo == TECLA_SOBE or tecla in _MODIFICADORAS:
            saida = self._detector.junto(quando, guardada)
        elif tecla in _TERMINA:
            abertas = _sem_soltura(self._detector.presos)
            saida = self._detector.termina(quando, guardada)
            if saida.codigo:
                self._engolidas = abertas | {tecla}
        else:
            self.esvazia()
            return False
        # A key that the detector lets go at once goes on by itself, behind the ones it had held.
        vai_sozinha = bool(saida.liberadas) and saida.liberadas[-1] is guardada
        self._entrega(saida.liberadas[:-1] if vai_sozinha else saida.liberadas)
        self._arma()
        if saida.codigo:
            self.lido.emit(saida.codigo)
        return not vai_sozinha

    def _arma(self) -> None:
        self._esgotada = False
        prazo = self._detector.prazo
        if prazo is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, int(prazo - self._agora()) + 1))

    def _passou(self) -> None:
        """The pause is over, unless the next key already waits behind a screen that was busy."""
        prazo = self._detector.prazo
        if prazo is None:
            return
        if self._agora() > prazo + 3 and not self._esgotada:
            self._esgotada = True
            self._timer.start(0)
            return
        self._entrega(self._detector.tempo(self._agora()).liberadas)
        if self._detector.presos:
            self._arma()

    def _entrega(self, presas: list[_Presa]) -> None:
        """Send held keys on, to where they were going; once one moved the focus, to the new place."""
        moveu = False
        for presa in presas:
            self._engolidas.discard(presa.evento.key())
            destino = _destino(presa, moveu)
            if destino is None:
                continue  # no window is left to type into
            antes = QApplication.focusWidget()
            QCoreApplication.sendEvent(destino, presa.evento)
            moveu = moveu or QApplication.focusWidget() is not antes

    def _quando(self, evento: QKeyEvent) -> float:
        if self._relogio is not None:
            return self._relogio()
        agora = time.monotonic() * 1000
        self._carimbo, self._carimbo_em = float(evento.timestamp() or agora), agora
        return self._carimbo

    def _agora(self) -> float:
        """The present, on the clock that stamps the events."""
        if self._relogio is not None:
            return self._relogio()
        return self._carimbo + time.monotonic() * 1000 - self._carimbo_em


class _Ociosidade(QObject):
    """Since when the screen has been busy: keys struck meanwhile all look simultaneous."""

    def __init__(self, agora: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._agora, self._dormiu, self._acordou = agora, 0.0, 0.0
        motor = QAbstractEventDispatcher.instance()
        motor.aboutToBlock.connect(self._vai_dormir)
        motor.awake.connect(self._acorda)

    def desde(self) -> float:
        """When the event loop last woke from a real sleep, so with an empty queue."""
        return self._acordou

    def _vai_dormir(self) -> None:
        self._dormiu = self._agora()

    def _acorda(self) -> None:
        if self._agora() - self._dormiu > 1:
            self._acordou = self._agora()


def _letra(evento: QKeyEvent) -> str:
    """The character a key types; "" for keys that command (Ctrl+P, F5, arrows). AltGr types."""
    texto = evento.text()
    if texto == _SEPARADOR:
        return texto
    comando = evento.modifiers() & _COM_COMANDO
    altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return texto if texto and texto.isprintable() and (not comando or comando == altgr) else ""


def _alvo(objeto: QObject) -> QWidget | None:
    """The widget a key arriving at `objeto` is for: an open popup comes first."""
    if isinstance(objeto, QWidget):
        return objeto
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget()


def _destino(presa: _Presa, moveu: bool) -> QObject | None:
    """Where a held key goes: the widget it was for, else what has the focus in its window."""
    alvo, janela = presa.alvo, presa.chegou_em
    if alvo is not None and not moveu and isValid(alvo) and alvo.isVisible():
        return alvo
    if isValid(janela) and not isinstance(janela, QWidget):
        return janela
    return QApplication.focusWidget() or QGuiApplication.focusWindow()


def _protegido(alvo: QWidget | None) -> bool:
    return isinstance(alvo, QLineEdit) and alvo.echoMode() != QLineEdit.EchoMode.Normal


def _sem_soltura(presas: list[_Presa]) -> set[int]:
    """Keys that were pressed and whose release is still to come."""
    abertas: set[int] = set()
    for presa in presas:
        if presa.evento.type() == TECLA_DESCE:
            abertas.add(presa.evento.key())
        else:
            abertas.discard(presa.evento.key())
    return abertas
