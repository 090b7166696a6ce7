"""The guide of a quote's versions over its preview, and Gerar Versão (TP-157)."""

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from balcao.domain.formatos import data_hora, moeda
from balcao.domain.protocolo_documentos import VersaoComercial
from balcao.services.counter.versoes import VersaoVista
from balcao.ui.background import Faixa
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.documentos.modelo import numero_de
from balcao.ui.tema import Papel, Rotulo, U, cores_de

if TYPE_CHECKING:
    from balcao.ui.documentos.pagina import PaginaDocumentos


class GuiaDeVersoes(QWidget):
    """One tab for each version, the last one the quote as it is. Hidden for documents without versions. `pediu`: the
    number of the version that somebody wants to see."""

    pediu = Signal(int)

    def __init__(self, fuso: tzinfo) -> None:
        super().__init__()
        self._fuso = fuso
        self.vista: VersaoVista | None = None
        self.abas = QTabBar()
        self.abas.setAccessibleName("Versões do orçamento")
        self.abas.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+PgUp and Ctrl+PgDown, from wherever the cursor is
        self.abas.setExpanding(False)
        self.abas.setUsesScrollButtons(True)
        self.legenda = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self.legenda.setWordWrap(True)
        coluna = QVBoxLayout(self)
        coluna.setContentsMargins(0, 0, 0, U // 2)
        coluna.setSpacing(U // 2)
        coluna.addWidget(self.abas)
        coluna.addWidget(self.legenda)
        self.abas.tabBarClicked.connect(self._clicada)
        self.hide()

    @property
    def substituida(self) -> VersaoComercial | None:
        """The version on screen, when another took its place."""
        return self.vista.qual if self.vista is not None and self.vista.substituida else None

    def mostra(self, vista: VersaoVista) -> None:
        """The versions, and what is said of the one that is seen."""
        self.vista = vista
        while self.abas.count():
            self.abas.removeTab(0)
        cores = cores_de(self)
        for versao in vista.versoes:
            aba = self.abas.addTab(f"Versão {versao.versao}")
            self.abas.setTabTextColor(aba, cores.cor("acento" if versao == vista.qual else "texto_fraco"))
        self.abas.setCurrentIndex(vista.versoes.index(vista.qual))
        self.legenda.setText(self._frase(vista))
        self.show()

    def some(self) -> None:
        """A document without versions, or whose versions nobody has read yet."""
        self.vista = None
        self.hide()

    def vizinha(self, passo: int) -> None:
        """Ask for the version before (-1) or after (1) the one on screen."""
        if self.vista is not None:
            self._pede(self.vista.versoes.index(self.vista.qual) + passo)

    def _clicada(self, indice: int) -> None:
        if self.vista is not None:
            self.abas.setCurrentIndex(self.vista.versoes.index(self.vista.qual))  # goes when the page has come
            self._pede(indice)

    def _pede(self, indice: int) -> None:
        if self.vista is not None and 0 <= indice < len(self.vista.versoes):
            self.pediu.emit(self.vista.versoes[indice].versao)

    def _frase(self, vista: VersaoVista) -> str:
        qual = vista.qual
        frase = f"{data_hora(qual.em.astimezone(self._fuso))} · {qual.usuario} · {moeda(qual.total)}"
        if vista.substituida:
            return f"{frase}. Substituída: só consulta e impressão. Ctrl+PgDn volta."
        return f"{frase}. Ctrl+PgUp mostra a anterior." if len(vista.versoes) > 1 else frase


class VersoesDoOrcamento:
    """What the keys do with the versions of the quote under the cursor."""

    def __init__(self, pagina: "PaginaDocumentos") -> None:
        self._pagina = pagina

    def anterior(self) -> None:
        """Ctrl+PgUp."""
        self._pagina.guia.vizinha(-1)

    def seguinte(self) -> None:
        """Ctrl+PgDown."""
        self._pagina.guia.vizinha(1)

    def gera(self) -> None:
        """Shift+F4: asks once, since a version is not taken back."""
        pagina = self._pagina
        assert pagina.atual is not None
        resumo = pagina.atual.resumo
        atual = resumo.versao_comercial

        def responde(sim: bool) -> None:
            if sim:
                pagina.fundo.executa(
                    Faixa.ENVIO, f"versao {resumo.id}",
                    lambda _ficha: pagina.servicos.versoes.gera(resumo.id, resumo.versao), pagina.operacoes.fez,
                    lambda erro: pagina.avisou.emit(str(erro)), dono=pagina)

        Pergunta(pagina, f"Gerar a versão {atual + 1} do orçamento {numero_de(resumo)}?",
                 f"Ela começa com os mesmos itens. A versão {atual} fica guardada, só para consulta e impressão: não é "
                 "mais alterada nem aprovada.", "Gerar Versão", "Voltar", responde).open()
