"""The strip above the total: what the rules found, worst first, each with the key that answers it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from balcao.domain.achados import Finding, Severity
from balcao.domain.textos import texto
from balcao.ui.tema import RAIO, Papel, U, cores_de, fonte

_MARCA = {Severity.BLOCK: "■", Severity.APPROVE: "◆", Severity.WARN: "▲", Severity.INFO: "●"}
_COR = {Severity.BLOCK: "bloqueio", Severity.APPROVE: "bloqueio", Severity.WARN: "alerta",
        Severity.INFO: "texto_fraco"}
_MAXIMO = 3


def acao_de(achado: Finding) -> str:
    """The key that answers a finding."""
    if achado.severity is Severity.APPROVE:
        return "Ctrl+L liberar"
    return "Ctrl+I por quê" if achado.origem is not None and achado.severity is Severity.BLOCK else ""


class FaixaAchados(QWidget):
    """Up to three findings and how many more there are. It takes no room when there is none."""

    clicada = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._achados: tuple[Finding, ...] = ()
        self._linhas: list[tuple[str, str, str]] = []
        self.setVisible(False)

    @property
    def achados(self) -> tuple[Finding, ...]:
        """What is shown, worst first."""
        return self._achados

    def mostra(self, achados: tuple[Finding, ...]) -> None:
        """Show these findings (already worst first)."""
        if achados == self._achados:
            return
        self._achados = achados
        self._linhas = [(_MARCA[a.severity] + "  " + texto(a), acao_de(a), _COR[a.severity])
                        for a in achados[:_MAXIMO]]
        if len(achados) > _MAXIMO:
            self._linhas.append((f"e mais {len(achados) - _MAXIMO} (Ctrl+I mostra todos)", "", "texto_fraco"))
        self.setAccessibleName("Avisos: " + "; ".join(linha for linha, _, _ in self._linhas) if achados else "")
        self.setVisible(bool(achados))
        self.updateGeometry()
        self.update()


    def sizeHint(self) -> QSize:
        return QSize(40 * U, len(self._linhas) * (self.fontMetrics().height() + 4) + U)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicada.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor, cores = QPainter(self), cores_de(self)
        pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
        pior = self._linhas[0][2] if self._linhas else "texto_fraco"
        fundo = {"bloqueio": "bloqueio_fundo", "alerta": "alerta_fundo"}.get(pior, "realce")
        pintor.setPen(Qt.PenStyle.NoPen)
        pintor.setBrush(cores.cor(fundo))
        pintor.drawRoundedRect(self.rect(), RAIO, RAIO)
        y, altura = U // 2, self.fontMetrics().height() + 4
        for frase, acao, cor in self._linhas:
            caixa = self.rect().adjusted(int(1.5 * U), y, -int(1.5 * U), 0)
            caixa.setHeight(altura)
            pintor.setFont(fonte(Papel.LEGENDA, self.font()))
            largura = pintor.fontMetrics().horizontalAdvance(acao) + (2 * U if acao else 0)
            pintor.setPen(cores.cor("texto_fraco"))
            pintor.drawText(caixa, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, acao)
            pintor.setFont(fonte(Papel.DESTAQUE if cor == "bloqueio" else Papel.CORPO, self.font()))
            pintor.setPen(cores.cor(cor))
            pintor.drawText(caixa, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                            pintor.fontMetrics().elidedText(frase, Qt.TextElideMode.ElideRight,
                                                            caixa.width() - largura))
            y += altura
