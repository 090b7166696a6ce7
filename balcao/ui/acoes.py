"""Keys, declared once. Only Qt and the standard library.

A view lists its `ActionSpec`s; from that one table come its shortcuts, the bar of function keys, the F1
sheet, the command palette (Ctrl+K) and the user's own keys. An action that cannot run is disabled, not
refused; one that confirms (`nao_repete`) ignores a key that is merely held down.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from balcao.ui.componentes.fluxo import Fluxo
from balcao.ui.filtro_foco import ATALHO, TECLA_DESCE, FiltroFoco
from balcao.ui.tema import RAIO, SEM_ANEL, Papel, U, cores_de, fonte

PALETA = "janela.comandos"
"""The action that lists every other: where a bar too narrow for its keys sends to."""
CONFIRMAM = (Qt.Key.Key_F12, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NOMES = {"Return": "Enter", "Escape": "Esc", "Backspace": "Backspace", "Ins": "Ins", "Del": "Del",
          "PgUp": "PgUp", "PgDown": "PgDn", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→",
          "Space": "Espaço"}
_FOLGA = U // 2  # left of a key, inside its cell
_RESPIRO, _APERTO = 4 * U + _FOLGA, 2 * U + 2  # around the texts of a cell: with room, and at the least
_COMANDOS = (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
             | Qt.KeyboardModifier.MetaModifier)


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that a key does.

    `id` is stable ("venda.finalizar"): the user's own keys refer to it. `texto` may carry a mnemonic
    ("&Excluir item"); `tecla` is a Qt key sequence ("Ctrl+Del", "F12", "" for none); `metodo` is the
    method that runs it, of the view or of a part of it ("itens.exclui"); `quando` tells, from the view,
    whether it can run now; `existe` whether it is there at all: what is not is shown nowhere; `curto` is the label in
    the bar of keys (no label, not in the bar), and `dispensavel` how soon it leaves a bar that is too narrow (the
    greatest first; F1 and Ctrl+K still have it).
    """

    id: str
    texto: str
    tecla: str
    metodo: str
    ajuda: str = ""
    grupo: str = ""
    quando: Callable[[Any], bool] | None = None
    nao_repete: bool = False
    curto: str = ""
    existe: Callable[[Any], bool] | None = None
    dispensavel: int = 0

    def __post_init__(self) -> None:
        if problema := confere_tecla(self.tecla):
            raise ValueError(f"{self.id}: {problema}")

    @property
    def titulo(self) -> str:
        """The text without its mnemonic mark."""
        return self.texto.replace("&&", "\0").replace("&", "").replace("\0", "&")


def confere_tecla(tecla: str) -> str:
    """Why a key sequence cannot be a shortcut, in words for the user; "" when it can."""
    if not tecla:
        return ""
    sequencia = QKeySequence(tecla)
    if sequencia.count() != 1:
        return f"“{tecla}” não é uma tecla."
    combinacao = sequencia[0]  # type: ignore[index]  # it is; the stub forgot it
    digita = 0x20 <= combinacao.key().value <= 0xFF and combinacao.key() != Qt.Key.Key_Space
    if combinacao.key() == Qt.Key.Key_unknown:
        return f"“{tecla}” não é uma tecla."
    if digita and not combinacao.keyboardModifiers() & _COMANDOS:
        return f"“{tecla}” é usada para digitar (e pelo leitor de código de barras); use com Ctrl ou Alt."
    return ""


def nome_tecla(tecla: str) -> str:
    """A key as people call it: "Ctrl+Enter", "Esc"."""
    partes = QKeySequence(tecla).toString(QKeySequence.SequenceFormat.PortableText).split("+")
    return "+".join(_NOMES.get(parte, parte) for parte in partes) if tecla else ""


def conflitos(specs: Sequence[ActionSpec], teclas: Mapping[str, str] | None = None) -> list[str]:
    """Keys that two actions would share, in words; a list of none is what a view needs."""
    donos: dict[str, list[str]] = {}
    for spec in specs:
        if tecla := (teclas or {}).get(spec.id, spec.tecla):
            donos.setdefault(nome_tecla(tecla), []).append(spec.titulo)
    return [f"{tecla} serve a {' e a '.join(quem)}." for tecla, quem in donos.items() if len(quem) > 1]


class Acoes(QObject):
    """The actions of one view, alive. Call `atualiza` after every change of the view's state."""

    mudou = Signal()

    def __init__(self, view: QWidget, specs: Sequence[ActionSpec],
                 teclas: Mapping[str, str] | None = None,
                 contexto: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut) -> None:
        """`teclas`: the user's own keys by action id; an impossible one is ignored (see `problemas`)."""
        super().__init__(view)
        ids = Counter(spec.id for spec in specs)
        if repetidos := [nome for nome, vezes in ids.items() if vezes > 1]:
            raise ValueError(f"actions declared twice: {repetidos}")
        self._view, self.specs = view, tuple(specs)
        self._acoes: dict[str, QAction] = {}
        for spec in specs:
            acao = QAction(spec.texto, view)
            acao.setObjectName(spec.id)
            acao.setShortcutContext(contexto)
            acao.setAutoRepeat(not spec.nao_repete)
            acao.triggered.connect(lambda _marcado=False, spec=spec: self._dispara(spec))
            view.addAction(acao)
            self._acoes[spec.id] = acao
        self.problemas: list[str] = []
        self.religa(teclas or {})
        self.atualiza()

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        return ((spec, self._acoes[spec.id]) for spec in self.specs)

    def acao(self, qual: str) -> QAction:
        """The QAction of an id. Raises KeyError for an id that was not declared."""
        return self._acoes[qual]

    def tecla(self, qual: str) -> str:
        """The key an action answers to now, as people call it."""
        return nome_tecla(self._acoes[qual].shortcut().toString(QKeySequence.SequenceFormat.PortableText))

    def religa(self, teclas: Mapping[str, str]) -> None:
        """Take the user's own keys; what cannot be is left as declared and told in `problemas`."""
        self.problemas = [aviso for spec in self.specs if (aviso := confere_tecla(teclas.get(spec.id, "")))]
        validas = {qual: tecla for qual, tecla in teclas.items() if not confere_tecla(tecla)}
        repetidas = conflitos(self.specs, validas)
        if repetidas:
            self.problemas += repetidas
            validas = {}
        for spec in self.specs:
            tecla = validas.get(spec.id, spec.tecla)
            self._acoes[spec.id].setShortcut(QKeySequence(tecla))
            self._acoes[spec.id].setToolTip(f"{spec.titulo} ({nome_tecla(tecla)})" if tecla else spec.titulo)
        self.mudou.emit()

    def atualiza(self) -> None:
        """Enable what can run now, disable the rest, hide what is not there."""
        for spec in self.specs:
            acao = self._acoes[spec.id]
            if spec.existe is not None and acao.isVisible() != (existe := bool(spec.existe(self._view))):
                acao.setVisible(existe)
            pode = spec.quando is None or bool(spec.quando(self._view))
            if acao.isEnabled() != pode:
                acao.setEnabled(pode)

    def _dispara(self, spec: ActionSpec) -> None:
        if spec.quando is not None and not spec.quando(self._view):
            self.atualiza()  # the state moved since the last look
            return
        attrgetter(spec.metodo)(self._view)()


class SemRepeticao(FiltroFoco):
    """A held Enter, Space or F12 confirms nothing, anywhere; in a text of several lines it still types.

    Shortcuts have their own switch for this; buttons and dialogs do not: Qt presses the default button
    at every repeat of a held Enter.
    """

    def eventFilter(self, objeto: QObject, evento: QEvent) -> bool:
        if not isinstance(evento, QKeyEvent) or not evento.isAutoRepeat():
            return False
        if evento.key() not in CONFIRMAM or evento.type() not in (TECLA_DESCE, ATALHO):
            return False
        foco = objeto if isinstance(objeto, QWidget) else QGuiApplication.focusObject()
        if isinstance(foco, QPlainTextEdit | QTextEdit) and evento.key() != Qt.Key.Key_F12:
            return False
        if evento.type() == ATALHO:
            evento.accept()  # no shortcut either; the key itself comes next and is swallowed below
        return True


class BarraTeclas(QWidget):
    """The function keys at the foot of a screen: what each does now; a click does it too.

    One row: where it is narrow the cells come closer, then those go that cannot be used now and those that are spared
    most easily, and "Ctrl+K Mais" stands for them. A window without that palette has rows.
    """

    def __init__(self, acoes: Iterable[tuple[ActionSpec, QAction]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fluxo = Fluxo(self, espaco=0)
        self._fluxo.setContentsMargins(2 * U - _FOLGA, 0, 2 * U - _FOLGA, U // 2)  # keys stand under the page's edge
        self._celulas: list[_Celula] = []
        self._mais: _Celula | None = None
        for spec, acao in acoes:
            if spec.curto:
                self._celulas.append(_Celula(spec, acao, self))
                self._fluxo.addWidget(self._celulas[-1])
                acao.changed.connect(self._mudou)
        politica = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        politica.setHeightForWidth(True)
        self.setSizePolicy(politica)

    def heightForWidth(self, largura: int) -> int:
        if self._mais is None:
            return self._fluxo.heightForWidth(largura)
        return self._mais.sizeHint().height() + U // 2

    def sizeHint(self) -> QSize:
        return QSize(80 * U, self.heightForWidth(max(self.width(), 80 * U)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._mais is None:
            paleta = next((a for a in self.window().actions() if a.objectName() == PALETA), None)
            if paleta is not None:
                mais = ActionSpec(PALETA, paleta.text(), "", "", paleta.toolTip(), curto="Mais")
                self._mais = _Celula(mais, paleta, self)
                self._fluxo.addWidget(self._mais)
                self.updateGeometry()
        self._cabe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cabe()

    def event(self, evento: QEvent) -> bool:
        if evento.type() == QEvent.Type.LayoutRequest and self._mais is not None:
            self._cabe()
        return super().event(evento)

    def _mudou(self) -> None:
        """Once for all that changed at a time: Qt keeps one such event waiting."""
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _cabe(self) -> None:
        """Choose who stands in the row."""
        if self._mais is None:
            return
        ha = [celula for celula in self._celulas if celula.existe]
        margens = self._fluxo.contentsMargins()
        cabe = self.width() - margens.left() - margens.right()
        ficam = set(ha)
        if _soma(ha, _APERTO) > cabe:
            ficam.add(self._mais)
            for celula in sorted(ha, key=lambda um: (not um.isEnabled(), um.dispensavel), reverse=True):
                if _soma(ficam, _APERTO) <= cabe:
                    break
                ficam.remove(celula)
        folga = (cabe - _soma(ficam, 0)) // max(1, len(ficam))
        for celula in (*self._celulas, self._mais):
            celula.respira(min(_RESPIRO, max(_APERTO, folga)))
            celula.setHidden(celula not in ficam)
        self._fluxo.activate()  # now: a row later is a flicker


def sobre_teclas(pagina: QWidget, acoes: Acoes) -> QVBoxLayout:
    """The column that a page fills, over its bar of keys; both begin at the same edge."""
    tudo, coluna = QVBoxLayout(pagina), QVBoxLayout()
    tudo.setContentsMargins(0, 0, 0, 0)
    coluna.setContentsMargins(2 * U, U, 2 * U, 0)
    coluna.setSpacing(U)
    tudo.setSpacing(U)
    tudo.addLayout(coluna, 1)
    tudo.addWidget(BarraTeclas(acoes))
    return coluna


class _Celula(QAbstractButton):
    """One key and its label. Never takes the focus: the keyboard stays where it was."""

    def __init__(self, spec: ActionSpec, acao: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._acao, self._curto, self.dispensavel = acao, spec.curto, spec.dispensavel
        self._respiro, self.textos = _RESPIRO, 0
        """Pixels that its texts take."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty(SEM_ANEL, True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(spec.titulo)
        self.setToolTip(spec.ajuda or spec.titulo)
        self.clicked.connect(acao.trigger)
        acao.changed.connect(self._segue)
        self._segue()

    @property
    def existe(self) -> bool:
        """Whether the action is there at all."""
        return self._acao.isVisible()

    def respira(self, respiro: int) -> None:
        """How many pixels there are around the texts, in all."""
        if respiro != self._respiro:
            self._respiro = respiro
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.textos + self._respiro, self.fontMetrics().height() + U + 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._mede()

    def _mede(self) -> None:
        tecla = _metrica_forte(self).horizontalAdvance(self._tecla)
        self.textos = tecla + self.fontMetrics().horizontalAdvance(self._curto)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        vivo = self.isEnabled()
        if vivo and (self.underMouse() or self.isDown()):
            pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
            pintor.setPen(Qt.PenStyle.NoPen)
            pintor.setBrush(cores.cor("realce"))
            pintor.drawRoundedRect(self.rect(), RAIO, RAIO)
        borda = min(U + 2, self._respiro - 2 * _FOLGA - 2)
        chapa = QRectF(_FOLGA, 2, _metrica_forte(self).horizontalAdvance(self._tecla) + borda, self.height() - 4)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(QPen(cores.cor("linha"), 1))
        pintor.setBrush(cores.cor("superficie" if vivo else "janela"))
        pintor.drawRoundedRect(chapa.adjusted(.5, .5, -.5, -.5), 4, 4)
        pintor.setFont(fonte(Papel.DESTAQUE, self.font()))
        pintor.setPen(cores.cor("acento" if vivo else "desativado"))
        pintor.drawText(chapa, Qt.AlignmentFlag.AlignCenter, self._tecla)
        pintor.setFont(self.font())
        pintor.setPen(cores.cor("texto" if vivo else "desativado"))
        inicio = QPointF(chapa.right() + max(_FOLGA, (self._respiro - 2 * U) // 2 - 2), 0)
        pintor.drawText(QRectF(inicio, QSize(self.width(), self.height())),
                        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._curto)

    def _segue(self) -> None:
        self._tecla = nome_tecla(self._acao.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
        self.setEnabled(self._acao.isEnabled())
        self.setHidden(not self._acao.isVisible())
        self._mede()
        self.update()


def _soma(celulas: "Iterable[_Celula]", respiro: int) -> int:
    return sum(celula.textos + respiro for celula in celulas)


def _metrica_forte(widget: QWidget) -> QFontMetrics:
    return QFontMetrics(fonte(Papel.DESTAQUE, widget.font()))
