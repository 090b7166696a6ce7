"""The strip above the total: what the rules found, worst first, each with the key that answers it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from balcao.domain.achados import Finding, Severity
from balcao.domain.textos import texto
from balcao.ui.tema import RAIO, Papel, U, cores_de, fonte

_MARCA = {Severity.BLOCK: "■", Severity.APPROVE: "◆", Severity.WARN: "▲", Severity.INFO: "●"}
_COR = {Severity.BLOCK: "bloqueio", Severity.APPROVE: "bloqueio", Severity.WARN: "alerta",
        Severity.INFO: "texto_fraco"}
_MAXIMO = 3
_MARGEM = int(1.5 * U)
_ESQUERDA = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def acao_de(achado: Finding) -> str:
    """The key that answers a finding."""
    if achado.severity is Severity.APPROVE:
        return "Ctrl+L liberar"
    return "Ctrl+I por quê" if achado.origem is not None and achado.severity is Severity.BLOCK else ""


class FaixaAchados(QWidget):
    """Up to three findings and how many more there are. It takes no room when there is none."""

    clicada = Signal()

    def __init__(self, parent: QWidget | None = None, *, quebra: bool = False) -> None:
        """`quebra`: a sentence takes the lines it needs (where it is read before deciding); else it is one line,
        cut, and Ctrl+I has it whole."""
        super().__init__(parent)
        self._quebra = quebra
        politica = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        politica.setHeightForWidth(quebra)
        self.setSizePolicy(politica)
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
        return QSize(40 * U, self.heightForWidth(max(self.width(), 40 * U)))

    def hasHeightForWidth(self) -> bool:
        return self._quebra

    def heightForWidth(self, largura: int) -> int:
        return sum(self._alturas(largura)) + U

    def _alturas(self, largura: int) -> list[int]:
        """Pixels of each sentence in a strip this wide."""
        uma = self.fontMetrics().height() + 4
        if not self._quebra:
            return [uma] * len(self._linhas)
        return [max(uma, self._altura(*linha, largura)) for linha in self._linhas]

    def _altura(self, frase: str, acao: str, cor: str, largura: int) -> int:
        cabe = max(1, largura - 2 * _MARGEM - self._largura_acao(acao))
        area = QFontMetrics(self._fonte(cor)).boundingRect(QRect(0, 0, cabe, 10_000), Qt.TextFlag.TextWordWrap, frase)
        return area.height() + 4

    def _fonte(self, cor: str) -> QFont:
        return fonte(Papel.DESTAQUE if cor == "bloqueio" else Papel.CORPO, self.font())

    def _largura_acao(self, acao: str) -> int:
        return QFontMetrics(fonte(Papel.LEGENDA, self.font())).horizontalAdvance(acao) + 2 * U if acao else 0

    def minimumSizeHint(self) -> QSize:
        """One line each at the least: a minimum for sentences folded in a narrow strip would stay in a wide one."""
        if not self._quebra:
            return self.sizeHint()
        return QSize(40 * U, len(self._linhas) * (self.fontMetrics().height() + 4) + U)

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
        y = U // 2
        for (frase, acao, cor), altura in zip(self._linhas, self._alturas(self.width()), strict=True):
            caixa = QRect(_MARGEM, y, self.width() - 2 * _MARGEM, altura)
            pintor.setFont(fonte(Papel.LEGENDA, self.font()))
            pintor.setPen(cores.cor("texto_fraco"))
            pintor.drawText(caixa, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, acao)
            pintor.setFont(self._fonte(cor))
            pintor.setPen(cores.cor(cor))
            caixa.setWidth(caixa.width() - self._largura_acao(acao))
            if self._quebra:
                pintor.drawText(caixa, _ESQUERDA | Qt.TextFlag.TextWordWrap, frase)
            else:
                pintor.drawText(caixa, _ESQUERDA, pintor.fontMetrics().elidedText(
                    frase, Qt.TextElideMode.ElideRight, caixa.width()))
            y += altura
