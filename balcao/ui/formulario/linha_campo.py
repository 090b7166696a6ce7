"""One field of a form: title, editor, what the value does, the error beside it, and its change."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from balcao.domain.campo import Campo, ValorInvalido
from balcao.ui.componentes.controles import Botao, Escolha
from balcao.ui.componentes.editor import Editor, EntradaInvalida
from balcao.ui.componentes.escolhas import CampoMarcador, CampoMultiplo
from balcao.ui.componentes.linhas import CampoLinhas
from balcao.ui.componentes.referencias import CampoReferencias
from balcao.ui.componentes.script import CampoScript
from balcao.ui.componentes.textos import CampoTextoLongo
from balcao.ui.tema import Papel, Rotulo, U, altura_controle, cores_de

DESFAZ = "Desfazer (F9)"
_ALTOS = (CampoLinhas, CampoMultiplo, CampoReferencias)  # the title stands by their first line
_PARTE_TITULO = 36  # of a hundred of the row, at most, however large the letters are
_LARGOS = (CampoTextoLongo, CampoScript)                 # under their title, as wide as the card

_RECUO = U + U // 2                                      # where titles begin: before it there is the mark of a change
_MNEMONICO = Qt.TextFlag.TextShowMnemonic
_QUEBRA = Qt.TextFlag.TextWordWrap | _MNEMONICO
_AO_MEIO, _A_ESQUERDA = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft


class LinhaCampo(QWidget):
    """`editor(parent)` makes the editor; `original` is the value before the person touched it; `confere(value)` says
    what is wrong with a value given the other fields, or ""; `avisa(row)` is told of every change; `compacto` puts
    the title above the editor."""

    motivo = ""  # until something happens: what stands in the class is not written into each of 177 rows
    _erro, _alterado, _exigido, _diz_motivo = "", False, False, False
    _ressalva: tuple[Any, str] = (None, "")
    _rotulo: QLabel | None = None
    _nota: Rotulo | None = None
    _desfaz: Botao | None = None
    _medido: tuple[int, str, int] = (0, "", 0)
    _alto, _cabe, _extensao, _altura_titulo = False, 0, QSize(), 0

    def __init__(self, nome: str, campo: Campo, editor: Callable[[QWidget], QWidget], titulo: str, opcional: bool,
                 original: Any, confere: Callable[[Any], str], avisa: Callable[["LinhaCampo"], None],
                 compacto: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nome, self.campo, self._opcional, self.original = nome, campo, opcional, original
        self._confere, self._avisa, self._compacto, self._titulo = confere, avisa, compacto, titulo
        widget = self.widget = editor(self)
        feito = self.editor = cast(Editor, widget)
        self._grade = QGridLayout(self)
        self._monta(widget, feito.alvo(), titulo)
        feito.define_valor(original)
        feito.mudou.connect(self._mudou)
        self._anota()

    def define_motivo(self, motivo: str, diz: bool = True) -> None:
        """Lock the field and say why, under it (`diz`) or only when pointed at; "" unlocks."""
        if (motivo, diz) != (self.motivo, self._diz_motivo):
            self.motivo, self._diz_motivo = motivo, diz
            self.editor.trava(bool(motivo))
            self.widget.setToolTip(motivo)
            self._anota()

    def valor(self) -> Any:
        """The value now, checked by its declaration. Raises ValorInvalido with the message to show."""
        try:
            valor = self.editor.valor()
        except EntradaInvalida as motivo:
            raise ValorInvalido(str(motivo)) from motivo
        if valor == "" and self._opcional:
            valor = None
        if valor is None and not self._opcional:
            raise ValorInvalido(f"Preencha {self.campo.titulo}.")
        self.campo.validar(valor)
        return valor

    @property
    def alterado(self) -> bool:
        """Whether the person changed it (to something that may not even be valid)."""
        return self._alterado

    @property
    def erro(self) -> str:
        """The message shown beside the field; "" when there is none."""
        return self._erro

    def problema(self) -> str:
        """What is wrong with what stands in the field, as a sentence; "" when nothing is."""
        try:
            return self._confere(self.valor())
        except ValorInvalido as motivo:
            return str(motivo)

    def define_exigido(self, exigido: bool) -> None:
        """Whether it must be filled in, given the other fields: a star after the title says so."""
        if exigido == self._exigido:
            return
        self._exigido = exigido
        if self._rotulo is not None:
            self._rotulo.setText(f"{self._titulo} *" if exigido else self._titulo)
            if self._coluna:
                self._poe_titulo(self._cabe)
        obrigatorio = "Obrigatório. " if exigido else ""
        self.editor.alvo().setAccessibleDescription(obrigatorio + self.campo.ajuda)
        if self._erro and not exigido:
            self.mostra_erro(self.problema())

    def mostra_erro(self, mensagem: str) -> None:
        """Say beside the field what is wrong with it ("" takes it away)."""
        self._erro = mensagem
        self.editor.marca_erro(bool(mensagem))
        self._anota()

    def mostra_ressalva(self, frase: str) -> None:
        """Say beside the field what may be wrong with the value it has now; gone when that changes."""
        self._ressalva = (self.editor.valor(), frase)
        self._anota()

    def desfaz(self) -> None:
        """Back to the value it had."""
        self.poe(self.original)

    def poe(self, valor: Any) -> None:
        """Show another value, as if the person had typed it."""
        self.editor.define_valor(valor)
        self.mostra_erro("")
        self._mudou()

    def define_original(self, valor: Any) -> None:
        """What is stored changed: compare with this from now on."""
        self.original = valor
        self._mudou()

    def foca(self) -> None:
        """Take the keyboard, with the text selected so that typing replaces it."""
        alvo = self.editor.alvo()
        alvo.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._coluna:
            self._poe_titulo(min(self._largura_titulo(), self.width() * _PARTE_TITULO // 100))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._alterado:
            pintor = QPainter(self)
            pintor.setRenderHint(QPainter.RenderHint.Antialiasing)
            pintor.setPen(Qt.PenStyle.NoPen)
            pintor.setBrush(cores_de(self).cor("acento"))
            pintor.drawRoundedRect(QRectF(0, 4, 4, self.height() - 8), 2, 2)

    def _mede_titulo(self, cabe: int) -> bool:
        """Leave `cabe` pixels at the left for the title, and height for the lines it breaks into there. Whether that is
        another place than it had.

        The title is not in the layout, which would have Qt measure each text from three to five times.
        """
        rotulo, metrica, medido = cast(QLabel, self._rotulo), self.fontMetrics(), self._medido
        texto = rotulo.text()
        pedido = cabe, texto, metrica.averageCharWidth()
        if pedido == medido:
            return False
        if pedido[1:] != medido[1:]:
            self._extensao = metrica.size(_MNEMONICO, texto)
        self._medido, self._cabe, um = pedido, cabe, self._extensao
        quebra, grade = um.width() >= cabe, self._grade
        rotulo.setWordWrap(quebra)
        altura = metrica.boundingRect(QRect(0, 0, cabe, 10_000), _QUEBRA, texto).height() if quebra else um.height()
        self._altura_titulo = max(altura, altura_controle(self)) if self._alto else altura
        grade.setContentsMargins(_RECUO + cabe + 2 * U, 0, 0, 0)
        grade.setRowMinimumHeight(0, self._altura_titulo)
        return True

    def _poe_titulo(self, cabe: int) -> None:
        """Beside the editor: in the middle of one of a line, else by its first line."""
        if self._mede_titulo(cabe):
            self._grade.activate()
        editor, altura = self.widget.geometry(), self._altura_titulo
        y = 0 if self._alto else max(0, editor.y() + (editor.height() - altura) // 2)
        cast(QLabel, self._rotulo).setGeometry(_RECUO, y, cabe, altura)

    def _largura_titulo(self) -> int:
        """As wide as titles are where there is room, so that the editors stand under one another."""
        return self.fontMetrics().averageCharWidth() * 34

    def _monta(self, widget: QWidget, alvo: QWidget, titulo: str) -> None:
        largo, grade = isinstance(widget, _LARGOS) or self._compacto, self._grade
        self._linha_nota = 2 if largo else 1
        self._coluna = 0 if largo or isinstance(widget, CampoMarcador) else 1
        grade.setHorizontalSpacing(2 * U)
        grade.setVerticalSpacing(2)
        grade.setColumnStretch(1, 1)
        if not self._coluna:
            grade.setContentsMargins(_RECUO, 0, 0, 0)
        if isinstance(widget, CampoMarcador):
            widget.setText(titulo)
            grade.addWidget(widget, 0, 0, 1, 2)
        else:
            rotulo = self._rotulo = QLabel(titulo, self)
            rotulo.setBuddy(alvo)
            if largo:
                rotulo.setWordWrap(not self._compacto)
                grade.addWidget(rotulo, 0, 0, 1, 2)
                grade.addWidget(widget, 1, 0, 1, 3)
                if self._compacto and not _fixo(widget):
                    widget.setFixedWidth(34 * self.fontMetrics().averageCharWidth())
            else:
                self._alto = isinstance(widget, _ALTOS)
                self._mede_titulo(self._largura_titulo())
                if _fixo(widget) or isinstance(widget, Escolha):
                    grade.addWidget(widget, 0, 1, _A_ESQUERDA)
                else:
                    grade.addWidget(widget, 0, 1)
        alvo.setAccessibleName(self.campo.titulo)
        alvo.setAccessibleDescription(self.campo.ajuda)

    @Slot()
    def _mudou(self) -> None:
        try:
            alterado = self.editor.valor() != self.original
        except EntradaInvalida:
            alterado = True
        if alterado != self._alterado:
            self._alterado = alterado
            self._mostra_desfazer(alterado and not self.motivo)
            self.update()
        if self._erro:
            self._erro = self.problema()  # gone as soon as it is not true any more; none appears while typing
            self.editor.marca_erro(bool(self._erro))
        self._anota()
        self._avisa(self)

    def _anota(self) -> None:
        """The line under the editor: the error, else a doubt, else why it is locked, else what the value does."""
        ressalva = self._duvida()
        texto = self._erro or ressalva or (self.motivo if self._diz_motivo else "") or self.editor.efeito()
        if not texto and self._nota is None:
            return
        if self._nota is None:
            self._nota = Rotulo("", Papel.LEGENDA, "texto_fraco", self)
            self._nota.setWordWrap(True)
            if isinstance(self.widget, CampoMarcador):
                self._nota.setContentsMargins(self.fontMetrics().height() + 2 + U + 2, 0, 0, 0)
            self._grade.addWidget(self._nota, self._linha_nota, self._coluna, 1, 2 - self._coluna)
        self._nota.define_cor("bloqueio" if self._erro else "alerta" if ressalva else "texto_fraco")
        self._nota.setText(texto)
        self._nota.setVisible(bool(texto))

    def _duvida(self) -> str:
        valor, frase = self._ressalva
        try:
            return frase if frase and self.editor.valor() == valor else ""
        except EntradaInvalida:
            return ""

    def _mostra_desfazer(self, sim: bool) -> None:
        if self._compacto:  # no room for the word; the mark shows it, and F9 is in the help
            return
        if sim and self._desfaz is None:
            self._desfaz = _Discreto(DESFAZ, self.desfaz, self)
            self._grade.addWidget(self._desfaz, 0, 2, _AO_MEIO)
        if self._desfaz is not None:
            self._desfaz.setVisible(sim)


def _fixo(widget: QWidget) -> bool:
    return widget.minimumWidth() == widget.maximumWidth()


class _Discreto(Botao):
    """A button that looks like a word; the keyboard has F9 for it."""

    def __init__(self, texto: str, faz: Callable[[], None], parent: QWidget) -> None:
        super().__init__(texto, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(faz)

    def paintEvent(self, event: QPaintEvent) -> None:
        pintor = QPainter(self)
        fonte = self.font()
        fonte.setUnderline(self.underMouse())
        pintor.setFont(fonte)
        pintor.setPen(cores_de(self).cor("acento"))
        pintor.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
