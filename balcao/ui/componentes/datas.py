"""Editor of a date: typed (dd/mm, dd/mm/aaaa, ddmmaaaa, hoje, +30) or picked in a calendar (F4)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from balcao.domain.formatos import TextoInvalido, data, le_data
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.editor import EntradaInvalida
from balcao.ui.componentes.icones import icone
from balcao.ui.tema import U, cores_de


class CampoData(LinhaTexto):
    """A day. `hoje` is asked when needed: the shop's day, not this computer's."""

    mudou = Signal()

    def __init__(self, hoje: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hoje = hoje
        self._calendario: QCalendarWidget | None = None
        self.setPlaceholderText("dd/mm/aaaa")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00/00/0000") + 8 * U)
        acao = self.addAction(icone(self, "calendario"), LinhaTexto.ActionPosition.TrailingPosition)
        acao.setToolTip("Calendário (F4)")
        acao.triggered.connect(self.abre_calendario)
        self.textEdited.connect(self.mudou)

    def valor(self) -> Any:
        """The date, or None when empty. Raises EntradaInvalida."""
        texto = self.text().strip().lower()
        if not texto:
            return None
        try:
            return self._le(texto)
        except (TextoInvalido, OverflowError) as motivo:
            raise EntradaInvalida(f"“{self.text().strip()}” não é uma data. Digite dia/mês/ano, como 05/05/2026, "
                                  "ou F4 para o calendário.") from motivo

    def define_valor(self, valor: Any) -> None:
        self.setText("" if valor is None else data(valor))

    def trava(self, travado: bool) -> None:
        self.setReadOnly(travado)

    def alvo(self) -> QWidget:
        return self

    def efeito(self) -> str:
        return ""

    @Slot()
    def abre_calendario(self) -> None:
        """Show a month under the field; Enter or a click takes the day, ESC leaves it."""
        if self.isReadOnly():
            return
        calendario = QCalendarWidget()
        calendario.setLocale(QLocale(QLocale.Language.Portuguese, QLocale.Country.Brazil))
        calendario.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendario.setWindowFlags(Qt.WindowType.Popup)
        calendario.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        comum = QTextCharFormat()  # weekends are red in Qt; here red only blocks
        comum.setForeground(cores_de(self).cor("texto_fraco"))
        for dia in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendario.setWeekdayTextFormat(dia, comum)
        try:
            inicio = self.valor() or self._hoje()
        except EntradaInvalida:
            inicio = self._hoje()
        calendario.setSelectedDate(QDate(inicio.year, inicio.month, inicio.day))
        calendario.activated.connect(self._escolhido)
        self._calendario = calendario
        calendario.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendario.show()
        calendario.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_baixo = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_baixo:
            self.abre_calendario()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        with suppress(EntradaInvalida):  # stays as typed; the form says what is wrong with it
            self.define_valor(self.valor())

    def _escolhido(self, dia: QDate) -> None:
        self.define_valor(date(dia.year(), dia.month(), dia.day()))
        if self._calendario is not None:
            self._calendario.close()
            self._calendario = None
        self.setFocus()
        self.textEdited.emit(self.text())

    def _le(self, texto: str) -> date:
        hoje = self._hoje()
        if texto in ("h", "hoje"):
            return hoje
        if texto[0] in "+-" and texto[1:].isdecimal():
            return hoje + timedelta(days=int(texto))
        if texto.isdecimal() and len(texto) in (4, 6, 8):
            texto = "/".join(parte for parte in (texto[:2], texto[2:4], texto[4:]) if parte)
        return le_data(texto, hoje)
