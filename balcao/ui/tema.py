"""Theme: colours, type scale, 8-px grid, and the focus ring. Only Qt and the standard library.

Fusion draws the controls, a `QPalette` colours them, and what Fusion draws poorly is painted by
`componentes/controles.py`. There is no application-wide style sheet and no style written in Python:
both are asked thousands of times for each window (ADR 0050).

One accent colour; red only for what blocks, amber only for what warns. Widgets ask `cores_de(widget)`
when they paint, so a change of theme is a change of palette and nothing else.
"""

from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QFocusFrame, QLabel, QWidget
from shiboken6 import isValid

U = 8            # the grid, in pixels at 100 %
RAIO = 6         # corners of controls and cards
_PALAVRA = 30 * U  # widest word that a wrapped text asks room for
SEM_ANEL = "sem_anel"  # dynamic property of a widget that shows its focus by itself, or attribute of its class
ESCALAS = (1.0, 1.25, 1.5)
_CORPO_PT = 10.0
_FAMILIAS = ("Segoe UI Variable Text", "Segoe UI", "Roboto", "DejaVu Sans")
_FONTES = Path(__file__).resolve().parents[2] / "resources" / "fontes"


class Esquema(StrEnum):
    """What the user chose; AUTOMATICO follows the system."""

    AUTOMATICO = "automatico"
    CLARO = "claro"
    ESCURO = "escuro"
    ALTO_CONTRASTE = "alto_contraste"


class Papel(StrEnum):
    """The part a text plays on the screen, from the quietest to the loudest."""

    LEGENDA = "legenda"
    CORPO = "corpo"
    DESTAQUE = "destaque"
    TITULO = "titulo"
    TOTAL = "total"


_TAMANHO: dict[Papel, tuple[float, QFont.Weight]] = {
    Papel.LEGENDA: (0.9, QFont.Weight.Normal),
    Papel.CORPO: (1.0, QFont.Weight.Normal),
    Papel.DESTAQUE: (1.0, QFont.Weight.DemiBold),
    Papel.TITULO: (1.4, QFont.Weight.DemiBold),
    Papel.TOTAL: (2.2, QFont.Weight.DemiBold),
}


class Cores(NamedTuple):
    """The colours of one theme, as #RRGGBB. `borda` is that of controls; `linha` only separates."""

    escuro: bool
    janela: str
    superficie: str
    realce: str          # hover, alternate rows, headers
    linha: str
    borda: str
    texto: str
    texto_fraco: str
    desativado: str
    acento: str
    acento_texto: str    # text over the accent
    acento_fundo: str    # a breath of accent: the chosen menu entry
    bloqueio: str
    bloqueio_fundo: str
    alerta: str
    alerta_fundo: str

    def cor(self, nome: str) -> QColor:
        """The colour called `nome`. Raises AttributeError for a name that is not one of ours."""
        return QColor(getattr(self, nome))


CLARO = Cores(
    escuro=False, janela="#F3F5F7", superficie="#FFFFFF", realce="#EDF0F3", linha="#DCE1E7",
    borda="#838D9B", texto="#1A222C", texto_fraco="#566172", desativado="#7A8492",
    acento="#0B62A8", acento_texto="#FFFFFF", acento_fundo="#E3EFF9",
    bloqueio="#B42318", bloqueio_fundo="#FDECEA", alerta="#855600", alerta_fundo="#FFF3D6")
ESCURO = Cores(
    escuro=True, janela="#14181D", superficie="#1D232A", realce="#28303A", linha="#323B46",
    borda="#717D8C", texto="#E6EAEF", texto_fraco="#A5B0BD", desativado="#7F8A98",
    acento="#6DB3F2", acento_texto="#0A1520", acento_fundo="#1E3448",
    bloqueio="#FF8F85", bloqueio_fundo="#3B1F1E", alerta="#F0C05C", alerta_fundo="#372C14")
ALTO_CONTRASTE = Cores(
    escuro=True, janela="#000000", superficie="#0A0A0A", realce="#2A2A2A", linha="#FFFFFF",
    borda="#FFFFFF", texto="#FFFFFF", texto_fraco="#CFCFCF", desativado="#B8B8B8",
    acento="#FFE14D", acento_texto="#000000", acento_fundo="#333000",
    bloqueio="#FFA8A0", bloqueio_fundo="#400000", alerta="#FFC24D", alerta_fundo="#3A2800")
TEMAS: tuple[Cores, ...] = (CLARO, ESCURO, ALTO_CONTRASTE)
_POR_ACENTO = {0xFF000000 | int(cores.acento[1:], 16): cores for cores in TEMAS}  # as `QColor.rgb` says it

_R = QPalette.ColorRole
_PALETA_MUDOU = QEvent.Type.PaletteChange
_PAPEIS: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (_R.Window, "janela"), (_R.WindowText, "texto"), (_R.Base, "superficie"),
    (_R.AlternateBase, "realce"), (_R.Text, "texto"), (_R.Button, "superficie"),
    (_R.ButtonText, "texto"), (_R.BrightText, "bloqueio"), (_R.Light, "superficie"),
    (_R.Midlight, "realce"), (_R.Mid, "linha"), (_R.Dark, "borda"), (_R.Shadow, "borda"),
    (_R.Highlight, "acento"), (_R.HighlightedText, "acento_texto"), (_R.Accent, "acento"),
    (_R.Link, "acento"), (_R.LinkVisited, "acento"), (_R.PlaceholderText, "texto_fraco"),
    (_R.ToolTipBase, "texto"), (_R.ToolTipText, "janela"))


def paleta(cores: Cores) -> QPalette:
    """The Qt palette of a theme."""
    feita = QPalette()
    for papel, nome in _PAPEIS:
        feita.setColor(papel, cores.cor(nome))
    apagado = QPalette.ColorGroup.Disabled
    for papel in (_R.WindowText, _R.Text, _R.ButtonText, _R.PlaceholderText):
        feita.setColor(apagado, papel, cores.cor("desativado"))
    feita.setColor(apagado, _R.Highlight, cores.cor("linha"))
    feita.setColor(apagado, _R.HighlightedText, cores.cor("texto"))
    return feita


def cores_de(widget: QWidget) -> Cores:
    """The theme that a widget shows now, read from its palette.

    Without our palette (a widget tried by itself) the nearer of light and dark.
    """
    desenhada = widget.palette()
    cores = _POR_ACENTO.get(desenhada.color(_R.Accent).rgb())
    if cores is None:
        return ESCURO if desenhada.color(_R.WindowText).lightness() > 127 else CLARO
    return cores


@cache
def sem_fundo() -> QPalette:
    """For an editor whose ground its owner paints: nothing is said but that the base lets it through."""
    feita = QPalette()
    feita.setColor(_R.Base, QColor(Qt.GlobalColor.transparent))
    return feita


def fonte(papel: Papel, base: QFont | None = None) -> QFont:
    """The font of a part, from the application's own (which carries the user's scale)."""
    feita = QFont(base or QApplication.font())
    fator, peso = _TAMANHO[papel]
    feita.setPointSizeF(feita.pointSizeF() * fator)
    feita.setWeight(peso)
    return feita


def altura_controle(widget: QWidget) -> int:
    """Height in pixels of a control of one line: the text and half a grid step above and below."""
    return widget.fontMetrics().height() + 2 * U - 2


@lru_cache(maxsize=64)
def _so_texto(cor: str) -> QPalette:
    """A palette that only says the colour of what is written."""
    feita = QPalette()
    feita.setColor(_R.WindowText, QColor(cor))
    return feita


class Rotulo(QLabel):
    """A text with a part to play. It keeps its size and colour when theme or scale change."""

    _vestindo = False

    def __init__(self, texto: str = "", papel: Papel = Papel.CORPO, cor: str = "texto",
                 parent: QWidget | None = None) -> None:
        super().__init__(texto, parent)
        self._papel, self._cor = papel, cor
        self.veste()

    def minimumSizeHint(self) -> QSize:
        """A word too long for a line (a code pasted twice) is cut; it never makes the window wider than its screen."""
        minimo = super().minimumSizeHint()
        return minimo.boundedTo(QSize(_PALAVRA, minimo.height())) if self.wordWrap() else minimo

    def define_cor(self, cor: str) -> None:
        """Change the colour to another of `Cores`, by name."""
        if cor != self._cor:
            self._cor = cor
            self.veste()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not self._vestindo and event.type() == _PALETA_MUDOU:
            self.veste()

    def veste(self) -> None:
        """Take size and colour from the theme (which calls this: Qt does not tell a child of a new font)."""
        self._vestindo = True
        if self._papel is not Papel.CORPO:
            self.setFont(fonte(self._papel))
        self.setPalette(_so_texto(getattr(cores_de(self), self._cor)))
        self._vestindo = False


class AnelFoco(QObject):
    """The ring around whatever has the focus, for widgets that do not show it by themselves."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._anel: _Anel | None = None
        app.focusChanged.connect(self._segue)

    @property
    def alvo(self) -> QWidget | None:
        """The widget that has the ring now."""
        return self._anel.widget() if self._anel is not None and isValid(self._anel) else None

    def fecha(self) -> None:
        """Take the ring away."""
        self._segue(None, None)
        if self._anel is not None and isValid(self._anel):
            self._anel.deleteLater()

    def _segue(self, _antes: QWidget | None, agora: QWidget | None) -> None:
        visivel = agora is not None and not agora.isWindow() and not _mostra_foco(agora)
        if self._anel is None or not isValid(self._anel):  # it lives, and dies, in the window it was last in
            if not visivel:
                return
            self._anel = _Anel()
        self._anel.setWidget(agora if visivel else None)  # type: ignore[arg-type]  # None hides it


def _mostra_foco(widget: QWidget) -> bool:
    return bool(getattr(type(widget), SEM_ANEL, False) or widget.property(SEM_ANEL))


class _Anel(QFocusFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QEvent) -> None:
        alvo = self.widget()
        if alvo is None:
            return
        pintor = QPainter(self)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pintor.setPen(QPen(cores_de(alvo).cor("acento"), 2))
        pintor.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RAIO + 1, RAIO + 1)


class Tema(QObject):
    """Dresses the application, and dresses it again when the user or the system changes it."""

    mudou = Signal()

    def __init__(self, app: QApplication, esquema: Esquema = Esquema.AUTOMATICO,
                 escala: float = 1.0) -> None:
        super().__init__(app)
        self._app, self.esquema, self.escala, self.cores = app, esquema, escala, CLARO
        self._dicas = app.styleHints()
        app.setStyle("Fusion")
        for nome in ("Roboto-Regular.ttf", "Roboto-Bold.ttf"):  # where the system has no Segoe UI
            QFontDatabase.addApplicationFont(str(_FONTES / nome))
        self._dicas.colorSchemeChanged.connect(self._sistema_mudou)
        self._dicas.accessibility().contrastPreferenceChanged.connect(self._sistema_mudou)
        self._anel = AnelFoco(app, self)
        self.aplica(esquema, escala)

    def aplica(self, esquema: Esquema, escala: float = 1.0) -> None:
        """Show this theme at this text scale (1.0, 1.25 or 1.5) from now on."""
        self.esquema, self.escala = esquema, escala
        if esquema is Esquema.AUTOMATICO:
            self._dicas.unsetColorScheme()
        else:  # title bars and native dialogs follow too
            escuro = esquema is not Esquema.CLARO
            self._dicas.setColorScheme(Qt.ColorScheme.Dark if escuro else Qt.ColorScheme.Light)
        self._app.setFont(fonte_base(escala))
        for widget in self._app.allWidgets():
            if isinstance(widget, Rotulo):
                widget.veste()
        self._veste()

    def fecha(self) -> None:
        """Take the ring away and stop following the system."""
        self._anel.fecha()
        self._dicas.colorSchemeChanged.disconnect(self._sistema_mudou)
        self._dicas.accessibility().contrastPreferenceChanged.disconnect(self._sistema_mudou)
        self.deleteLater()

    def _sistema_mudou(self) -> None:
        if self.esquema is Esquema.AUTOMATICO:
            self._veste()

    def _veste(self) -> None:
        self.cores = self._escolhida()
        self._app.setPalette(paleta(self.cores))
        QTimer.singleShot(0, self, self.mudou.emit)  # widgets get the new palette in the next turn of the loop

    def _escolhida(self) -> Cores:
        proprias = {Esquema.CLARO: CLARO, Esquema.ESCURO: ESCURO, Esquema.ALTO_CONTRASTE: ALTO_CONTRASTE}
        if self.esquema in proprias:
            return proprias[self.esquema]
        if self._dicas.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return ALTO_CONTRASTE
        return ESCURO if self._dicas.colorScheme() is Qt.ColorScheme.Dark else CLARO


def fonte_base(escala: float = 1.0) -> QFont:
    """The application's font, with figures that line up in columns."""
    base = QFont()
    base.setFamilies(list(_FAMILIAS))
    base.setPointSizeF(_CORPO_PT * escala)
    base.setFeature(QFont.Tag("tnum"), 1)
    return base
