"""The preview of a table: what each column fills (to be corrected), and each row that is bad or changes something."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from balcao.domain.importacao_previa import LinhaVista, Previa, ProblemaVisto, TabelaVista
from balcao.ui.componentes.controles import Escolha
from balcao.ui.tema import Papel, Rotulo, U, altura_controle, cores_de

Indice = QModelIndex | QPersistentModelIndex
COLUNAS = ("Linha", "O que fará", "Cadastro", "Detalhe")
_RAIZ = QModelIndex()
_TEXTO = Qt.ItemDataRole.DisplayRole


class ModeloLinhas(QAbstractTableModel):
    """The bad rows first, then those that will create or change something."""

    def __init__(self, dono: QWidget) -> None:
        super().__init__(dono)
        self._dono = dono
        self.linhas: list[ProblemaVisto | LinhaVista] = []

    def troca(self, previa: Previa | None) -> None:
        """Show another preview."""
        self.beginResetModel()
        self.linhas = []
        if previa is not None:
            self.linhas = [*previa.problemas, *(previa.tabela.linhas if previa.tabela is not None else ())]
        self.endResetModel()

    def explica(self, linha: int) -> str:
        """Everything about a row, in words."""
        if not 0 <= linha < len(self.linhas):
            return ""
        achada = self.linhas[linha]
        if isinstance(achada, ProblemaVisto):
            return f"{achada.onde}: {achada.motivo}"
        partes = [f"{self._texto(achada, 1)} {achada.rotulo}", achada.detalhe]
        return ". ".join(p for p in partes if p) + "."

    def rowCount(self, parent: Indice = _RAIZ) -> int:
        return 0 if parent.isValid() else len(self.linhas)

    def columnCount(self, parent: Indice = _RAIZ) -> int:
        return 0 if parent.isValid() else len(COLUNAS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _TEXTO) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alinhamento(section)
        return COLUNAS[section] if role == _TEXTO else None

    def data(self, index: Indice, role: int = _TEXTO) -> Any:
        linha = self.linhas[index.row()]
        if role == _TEXTO:
            return self._texto(linha, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alinhamento(index.column())
        if isinstance(linha, ProblemaVisto):
            cores, nome = cores_de(self._dono), "alerta" if linha.aviso else "bloqueio"
            if role == Qt.ItemDataRole.ForegroundRole:
                return cores.cor(nome)
            if role == Qt.ItemDataRole.BackgroundRole:
                return cores.cor(f"{nome}_fundo")
        return None

    def _texto(self, linha: ProblemaVisto | LinhaVista, coluna: int) -> str:
        if isinstance(linha, ProblemaVisto):
            return (str(linha.linha or ""), "Atenção" if linha.aviso else "Recusada",
                    linha.lugar.removeprefix("coluna "), linha.motivo)[coluna]
        return (str(linha.numero or ""), "Incluir" if linha.nova else "Alterar", linha.rotulo,
                linha.detalhe if linha.numero else f"não está no arquivo; {linha.detalhe}")[coluna]


class _Nome(Rotulo):
    """What the file says, as much of it as there is room for; all of it under the mouse."""

    def __init__(self, texto: str, papel: Papel, cor: str = "texto") -> None:
        super().__init__(texto, papel, cor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setToolTip(texto)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.contentsRect()
        self.style().drawItemText(
            QPainter(self), area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.palette(),
            self.isEnabled(), self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width()),
            QPalette.ColorRole.WindowText)


class _Linhas(QTableView):
    """Rows chosen whole: Home and End go to the first and the last of them, and not to the first and last column."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pontas = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        if event.key() in pontas and self.model().rowCount():
            self.selectRow(pontas[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Mapeamento(QScrollArea):
    """One choice for each column of the file. `mudou` carries the corrections: header → field."""

    mudou = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._escolhas: list[tuple[str, Escolha]] = []
        self._cabecalhos: tuple[str, ...] = ()
        self.correcoes: dict[str, str] = {}

    def mostra(self, tabela: TabelaVista) -> None:
        """Show a table's columns; the same header again only takes the new values, and keeps the focus."""
        cabecalhos = tuple(c.cabecalho for c in tabela.colunas)
        if cabecalhos != self._cabecalhos:
            self._cabecalhos = cabecalhos
            self._constroi(tabela)
        for (_, escolha), coluna in zip(self._escolhas, tabela.colunas, strict=True):
            with QSignalBlocker(escolha):
                escolha.setCurrentIndex(max(0, escolha.findData(coluna.campo)))

    def esvazia(self) -> None:
        """Forget the columns and the corrections."""
        self._cabecalhos, self._escolhas, self.correcoes = (), [], {}
        self.setWidget(QWidget())

    def escolha(self, cabecalho: str) -> Escolha:
        """The choice of a column. Raises KeyError."""
        return dict(self._escolhas)[cabecalho]

    def _constroi(self, tabela: TabelaVista) -> None:
        dentro = QWidget()
        grade = QGridLayout(dentro)
        grade.setContentsMargins(0, 0, U, 0)
        grade.setHorizontalSpacing(U)
        grade.setVerticalSpacing(U // 2)
        grade.setColumnStretch(0, 1)
        self._escolhas = []
        for i, coluna in enumerate(tabela.colunas):
            nomes = QVBoxLayout()
            nomes.setSpacing(0)
            nomes.addWidget(_Nome(coluna.cabecalho or "(sem nome)", Papel.DESTAQUE))
            nomes.addWidget(_Nome(coluna.exemplo or "vazia", Papel.LEGENDA, "texto_fraco"))
            escolha = Escolha()
            escolha.setAccessibleName(f"A coluna {coluna.cabecalho} preenche")
            escolha.setFixedWidth(22 * U)
            escolha.addItem("(ignorar)", "")
            for campo in tabela.campos:
                escolha.addItem(f"{campo.titulo}{' *' if campo.obrigatorio else ''}", campo.campo)
            escolha.currentIndexChanged.connect(lambda _i, de=coluna.cabecalho: self._escolheu(de))
            self._escolhas.append((coluna.cabecalho, escolha))
            grade.addLayout(nomes, i, 0)
            grade.addWidget(escolha, i, 1)
        grade.setRowStretch(len(tabela.colunas), 1)
        self.setWidget(dentro)

    def _escolheu(self, cabecalho: str) -> None:
        """A field fills one column: whoever had it before is ignored."""
        campo = self.escolha(cabecalho).currentData()
        self.correcoes[cabecalho] = campo
        for outro, escolha in self._escolhas:
            if campo and outro != cabecalho and escolha.currentData() == campo:
                with QSignalBlocker(escolha):
                    escolha.setCurrentIndex(0)
                self.correcoes[outro] = ""
        self.mudou.emit(dict(self.correcoes))


class PainelPlanilha(QWidget):
    """Columns at the left, rows at the right."""

    mudou_linha = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mapeamento, self.tabela = Mapeamento(), _Linhas()
        self.modelo = ModeloLinhas(self.tabela)
        self._titulo = Rotulo("Colunas do arquivo", Papel.DESTAQUE)
        self._formato = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self._formato.setWordWrap(True)
        self.tabela.setModel(self.modelo)
        self.tabela.setAccessibleName("Prévia das linhas")
        self.tabela.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tabela.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tabela.setTabKeyNavigation(False)
        self.tabela.setShowGrid(False)
        self.tabela.setWordWrap(False)
        self.tabela.verticalHeader().hide()
        self.tabela.verticalHeader().setDefaultSectionSize(altura_controle(self))
        cabecalho = self.tabela.horizontalHeader()
        cabecalho.setHighlightSections(False)
        mede = self.fontMetrics().horizontalAdvance("0")
        cabecalho.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for i, letras in enumerate((7, 12)):
            cabecalho.setSectionResizeMode(i, QHeaderView.ResizeMode.Fixed)
            self.tabela.setColumnWidth(i, letras * mede)
        self.tabela.selectionModel().currentRowChanged.connect(
            lambda agora, _antes: self.mudou_linha.emit(agora.row()))
        esquerda = QVBoxLayout()
        esquerda.setSpacing(U // 2)
        for widget in (self._titulo, self._formato, self.mapeamento):
            esquerda.addWidget(widget, 1 if widget is self.mapeamento else 0)
        self._lado = QWidget()
        self._lado.setLayout(esquerda)
        esquerda.setContentsMargins(0, 0, 0, 0)
        self._lado.setFixedWidth(45 * U)
        tudo = QHBoxLayout(self)
        tudo.setContentsMargins(0, 4, 4, 4)  # the focus ring's room
        tudo.setSpacing(2 * U)
        tudo.addWidget(self._lado)
        tudo.addWidget(self.tabela, 1)

    @property
    def correcoes(self) -> Mapping[str, str]:
        """What the person changed in the columns."""
        return self.mapeamento.correcoes

    def mostra(self, previa: Previa) -> None:
        """Show a preview."""
        self.modelo.troca(previa)
        self._lado.setVisible(previa.tabela is not None)
        if previa.tabela is not None:
            self._formato.setText(previa.tabela.detalhe)
            self.mapeamento.mostra(previa.tabela)
        if self.modelo.linhas:
            self.tabela.selectRow(0)

    def esvazia(self) -> None:
        """Show nothing."""
        self.modelo.troca(None)
        self.mapeamento.esvazia()


def _alinhamento(coluna: int) -> Qt.AlignmentFlag:
    lado = Qt.AlignmentFlag.AlignRight if coluna == 0 else Qt.AlignmentFlag.AlignLeft
    return lado | Qt.AlignmentFlag.AlignVCenter
