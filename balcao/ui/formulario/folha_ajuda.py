"""F1 on a field: what it is, what each option does, its limits, its requirement. The keyboard stays put."""

from html import escape
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextDocumentFragment
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from balcao.domain.campo import Campo, opcoes_oferecidas
from balcao.ui.componentes.controles import moldura
from balcao.ui.componentes.rotulos import texto_de
from balcao.ui.formulario.estado import SEM_PADRAO
from balcao.ui.tema import U, cores_de

_LARGURA = 56 * U
_CONVITE = "<p>A ajuda do campo em que o teclado está aparece aqui.</p>"


class FolhaAjuda(QFrame):
    """A sheet laid over the window, beside the field it explains."""

    def __init__(self, janela: QWidget) -> None:
        super().__init__(janela)
        self._janela = janela
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._texto = QLabel()
        self._texto.setTextFormat(Qt.TextFormat.RichText)
        self._texto.setWordWrap(True)
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.addWidget(self._texto)
        self.hide()

    @property
    def texto(self) -> str:
        """What it says, as plain text; "" while hidden."""
        return _plano(self._texto.text()) if self.isVisible() else ""

    def mostra(self, campo: Campo, padrao: Any, ao_lado: QWidget) -> None:
        """Explain `campo`, whose default is `padrao`, without covering `ao_lado`."""
        self._texto.setText(em_html(campo, padrao))
        self.setFixedWidth(min(_LARGURA, self._janela.width() - 4 * U))
        self._texto.setFixedWidth(self.width() - 4 * U)
        self.adjustSize()
        canto = ao_lado.mapTo(self._janela, QPoint(0, 0))
        abaixo = canto.y() + ao_lado.height() + U
        y = abaixo if abaixo + self.height() <= self._janela.height() else canto.y() - self.height() - U
        x = min(canto.x() + 2 * U, self._janela.width() - self.width() - 2 * U)
        self.move(max(U, x), max(U, y))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("acento"), 1.5)


class PainelAjuda(QFrame):
    """The same help where there is room for it beside the form; it stays, and follows the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texto = QLabel(_CONVITE)
        self._texto.setTextFormat(Qt.TextFormat.RichText)
        self._texto.setWordWrap(True)
        self._texto.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._texto.setAccessibleName("Ajuda do campo")
        caixa = QVBoxLayout(self)
        caixa.setContentsMargins(2 * U, 2 * U, 2 * U, 2 * U)
        caixa.addWidget(self._texto)
        self.setMinimumWidth(36 * U)
        self.setMaximumWidth(64 * U)

    @property
    def texto(self) -> str:
        """What it says, as plain text; "" while hidden."""
        return _plano(self._texto.text()) if self.isVisible() else ""

    def mostra(self, campo: Campo, padrao: Any, ao_lado: QWidget) -> None:
        """Explain `campo`, whose default is `padrao`."""
        self._texto.setText(em_html(campo, padrao))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        cores = cores_de(self)
        moldura(QPainter(self), self.rect(), cores.cor("superficie"), cores.cor("linha"))


def em_html(campo: Campo, padrao: Any) -> str:
    """The help of a field."""
    partes = [f"<p style='margin:0'><b>{escape(campo.titulo)}</b></p>"]
    partes += [f"<p style='margin-top:6px;margin-bottom:0'>{escape(linha)}</p>"
               for linha in campo.ajuda.split("\n") if linha.strip()]
    if opcoes := opcoes_oferecidas(campo):
        linhas = "".join(f"<tr><td style='padding-right:12px'><b>{escape(o.rotulo)}</b></td>"
                         f"<td>{escape(o.efeito)}</td></tr>" for o in opcoes)
        partes.append(f"<table style='margin-top:8px'>{linhas}</table>")
    pe = [parte for parte in (_limites(campo), _padrao(campo, padrao), campo.indisponivel,
                              f"Requisito {campo.id}") if parte]
    partes.append(f"<p style='margin-top:8px;margin-bottom:0'><i>{escape(' · '.join(pe))}</i></p>")
    return "".join(partes)


def _limites(campo: Campo) -> str:
    if campo.minimo is not None and campo.maximo is not None:
        menor = texto_de(campo, campo.minimo)
        if campo.unidade != "R$":  # "De 0 a 365 dias": the unit once
            menor = menor.removesuffix(campo.unidade).strip()
        return f"De {menor} a {texto_de(campo, campo.maximo)}"
    if campo.tamanho is not None:
        return f"Até {campo.tamanho} letras"
    return ""


def _padrao(campo: Campo, padrao: Any) -> str:
    if campo.referencia or padrao is SEM_PADRAO:
        return ""
    if isinstance(padrao, tuple) and any(not isinstance(um, str) for um in padrao):
        return ""
    texto = texto_de(campo, padrao)
    return f"Padrão: {texto}" if texto else ""


def _plano(html: str) -> str:
    return QTextDocumentFragment.fromHtml(html).toPlainText()
