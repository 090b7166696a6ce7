"""What is imported, from where, and how: the head of the import screen."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from balcao.domain.formatos import le_decimal
from balcao.domain.importacao_previa import TipoImportacao
from balcao.ui.componentes.controles import Botao, Escolha, LinhaTexto, Marcador
from balcao.ui.importacao import palavras
from balcao.ui.tema import U


class Escolhas(QWidget):
    """`trocou`: another kind of import; `abriu`: these paths; `mudou`: an option that the preview depends on."""

    trocou = Signal()
    abriu = Signal(list)
    mudou = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tipo, self.caminho, self.margem = Escolha(), LinhaTexto(), LinhaTexto()
        for um, nome in palavras.ROTULOS.items():
            self.tipo.addItem(nome, um)
        self.reduz = Marcador("&Baixar também os preços que a margem baixaria")
        self.ausentes = Marcador("&Dar baixa nos títulos em aberto que não estão no arquivo")
        self._nfe = QWidget()
        self._monta()
        self.tipo.currentIndexChanged.connect(lambda _: self._troca())
        self.caminho.returnPressed.connect(self._digitou)
        self.caminho.textEdited.connect(lambda _: self.caminho.marca_erro(False))
        self.margem.editingFinished.connect(self._mudou_margem)
        for marcador in (self.reduz, self.ausentes):
            marcador.clicked.connect(lambda _: self.mudou.emit())
        self._troca()

    @property
    def qual(self) -> TipoImportacao:
        """The kind chosen."""
        return TipoImportacao(self.tipo.currentData())

    @property
    def nfe(self) -> bool:
        """Whether it is invoices (several files, margin, units), not a table."""
        return self.qual is TipoImportacao.NFE

    def opcoes(self) -> dict[str, Any]:
        """The options as PedidoImportacao takes them. Raises TextoInvalido for a margin that is no number."""
        if self.nfe:
            texto = self.margem.text().strip()
            return {"margem": le_decimal(texto) if texto else None, "reduz_preco": self.reduz.isChecked()}
        return {"baixa_ausentes": self.qual is TipoImportacao.TITULOS and self.ausentes.isChecked()}

    def procura(self) -> None:
        """The system's dialog; it does not hold the program."""
        dialogo = QFileDialog(self, "Escolher arquivos", "", palavras.FILTROS[self.nfe])
        dialogo.setFileMode(QFileDialog.FileMode.ExistingFiles if self.nfe else QFileDialog.FileMode.ExistingFile)
        dialogo.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogo.filesSelected.connect(self._escolheu)
        dialogo.open()

    def _escolheu(self, caminhos: list[str]) -> None:
        self.caminho.setText("; ".join(caminhos))
        self.abriu.emit(caminhos)

    def _digitou(self) -> None:
        partes = (p.strip().strip('"') for p in self.caminho.text().split(";"))
        self.abriu.emit([p for p in partes if p])

    def _troca(self) -> None:
        self.caminho.clear()
        self._nfe.setVisible(self.nfe)
        self.ausentes.setVisible(self.qual is TipoImportacao.TITULOS)
        self.trocou.emit()

    def _mudou_margem(self) -> None:
        if self.margem.isModified():  # leaving the line untouched changes nothing
            self.margem.setModified(False)
            self.mudou.emit()

    def _monta(self) -> None:
        alto = QHBoxLayout()
        alto.setSpacing(U)
        for rotulo, campo in (("&O que importar", self.tipo), ("Ar&quivos", self.caminho)):
            titulo = QLabel(rotulo)
            titulo.setBuddy(campo)
            campo.setAccessibleName(rotulo.replace("&", ""))
            alto.addWidget(titulo)
            alto.addWidget(campo, 1 if campo is self.caminho else 0)
        self.caminho.setPlaceholderText("caminho, ou vários separados por ;")
        procura = Botao("Procurar (F4)")
        procura.setAutoDefault(False)
        procura.clicked.connect(self.procura)
        alto.addWidget(procura)
        nfe = QHBoxLayout(self._nfe)
        nfe.setContentsMargins(0, 0, 0, 0)
        nfe.setSpacing(U)
        titulo = QLabel("&Margem sobre o custo")
        titulo.setBuddy(self.margem)
        self.margem.setAccessibleName("Margem sobre o custo, em %")
        self.margem.define_afixos(depois="%")
        self.margem.setPlaceholderText("do grupo, ou 40")
        self.margem.setFixedWidth(self.fontMetrics().horizontalAdvance("do grupo, ou 40 %") + 5 * U)
        nfe.addWidget(titulo)
        nfe.addWidget(self.margem)
        nfe.addSpacing(2 * U)
        nfe.addWidget(self.reduz, 1)
        tudo = QVBoxLayout(self)
        tudo.setContentsMargins(0, 0, 0, 0)
        tudo.setSpacing(U)
        tudo.addLayout(alto)
        tudo.addWidget(self._nfe)
        tudo.addWidget(self.ausentes)
