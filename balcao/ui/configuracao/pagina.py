"""A page of the window, and the footer: a form with its place in the menus."""

from collections.abc import Sequence

from pydantic import BaseModel
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balcao.domain.campo import Onde, campo_de
from balcao.domain.terminal.politica import Pagina
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao
from balcao.ui.configuracao.contrato import AcaoRodape, Mudanca
from balcao.ui.formulario import Formulario
from balcao.ui.tema import Papel, Rotulo, U


class TelaPagina(QWidget):
    """Title, form, and below it whatever else the page has (the connection test)."""

    mudou = Signal()

    def __init__(self, pagina: Pagina, valor: BaseModel, contexto: Contexto, compacta: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pagina, self.com_erro = pagina, False
        self.formulario = Formulario(valor, contexto, compacto=compacta)
        self.formulario.mudou.connect(self._mudou)
        self._caixa = QVBoxLayout(self)
        self._caixa.setContentsMargins(0, 0, 0, 0)
        self._caixa.setSpacing(U)
        if not compacta:
            titulo = Rotulo(pagina.titulo or pagina.menu, Papel.TITULO)
            titulo.setContentsMargins(4, 0, 0, 0)
            self._caixa.addWidget(titulo)
        self._caixa.addWidget(self.formulario, 1)

    def confere(self) -> bool:
        """Whether every field is valid; errors are shown beside their fields."""
        self.com_erro = self.formulario.confere() is None
        return not self.com_erro

    def novo(self) -> BaseModel:
        """The page with the edits that are valid, whole."""
        return self.formulario.rascunho()

    def mudancas(self) -> list[Mudanca]:
        """What the person changed."""
        antes, depois = self.formulario.original, self.novo()
        return [Mudanca(self.pagina, nome, campo_de(type(antes), nome), getattr(antes, nome), getattr(depois, nome))
                for nome in self.formulario.alterados() if getattr(antes, nome) != getattr(depois, nome)]

    def presas(self) -> list[str]:
        """Titles of what was changed here and cannot be saved now: the retaguarda went away meanwhile."""
        return [linha.campo.titulo for nome in self.formulario.alterados()
                if (linha := self.formulario.linha(nome)).motivo]

    def gravou(self, onde: Onde) -> None:
        """The part of this page that lives in `onde` was saved: it is the stored value now."""
        feitas = {m.nome: m.depois for m in self.mudancas() if m.campo.onde is onde}
        if feitas:
            self.formulario.define_original(self.formulario.original.model_copy(update=feitas))

    def _mudou(self) -> None:
        if self.com_erro:
            self.com_erro = any(linha.erro for linha in self.formulario.linhas_visiveis())
        self.mudou.emit()


class Rodape(TelaPagina):
    """The general fields at the foot of the window, with the actions that the page groups beside them."""

    def __init__(self, pagina: Pagina, valor: BaseModel, contexto: Contexto, acoes: Sequence[AcaoRodape],
                 parent: QWidget | None = None) -> None:
        super().__init__(pagina, valor, contexto, compacta=True, parent=parent)
        self.botoes: dict[str, Botao] = {}
        self.formulario.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grupos: dict[str, list[AcaoRodape]] = {}
        for acao in acoes:
            grupos.setdefault(acao.grupo, []).append(acao)
        for grupo, dele in grupos.items():
            self.formulario.grupos.fluxo.addWidget(self._bloco(grupo, dele, contexto))
        self.formulario.mudou.connect(self._depois)

    def confere(self) -> bool:
        """As of any page; the errors beside the fields need room."""
        certo = super().confere()
        self._depois()
        return certo

    def _depois(self) -> None:
        """The scrolling area keeps to itself that a note came or went."""
        QTimer.singleShot(0, self, self._ajusta)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ajusta()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._ajusta()
        return super().event(event)

    def _ajusta(self) -> None:
        altura = self.formulario.altura(self.width())
        if altura != self.formulario.height():
            self.formulario.setFixedHeight(altura)

    def _bloco(self, grupo: str, acoes: list[AcaoRodape], contexto: Contexto) -> QWidget:
        bloco = QWidget()
        caixa = QVBoxLayout(bloco)
        caixa.setContentsMargins(U + U // 2, 0, 0, 0)
        caixa.setSpacing(2)
        caixa.addWidget(Rotulo(grupo))
        linha = QHBoxLayout()
        linha.setSpacing(U)
        caixa.addLayout(linha)
        for acao in acoes:
            botao = Botao(acao.texto)
            botao.setAutoDefault(False)
            pode = not acao.permissao or acao.permissao in contexto.permissoes
            botao.setEnabled(pode)
            botao.setToolTip(acao.ajuda)
            botao.clicked.connect(acao.faz)
            linha.addWidget(botao)
            self.botoes[acao.texto] = botao
        return bloco
