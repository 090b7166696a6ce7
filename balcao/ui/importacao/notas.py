"""The preview of supplier invoices: each note, its items under it, and the answers to what the note leaves open."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from balcao.domain.formatos import TextoInvalido, le_decimal, numero
from balcao.domain.importacao_previa import FatorInformado, ItemVisto, NotaVista, Previa, ProblemaVisto
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.importacao import palavras
from balcao.ui.tema import Papel, altura_controle, cores_de, fonte

Indice = QModelIndex | QPersistentModelIndex
COLUNAS = ("Item", "Produto", "Achado por", "Entra", "Em 1 emb.", "Custo", "Venda")
FATOR = COLUNAS.index("Em 1 emb.")
_DIREITA = {"Item", "Em 1 emb.", "Custo", "Venda"}
_LARGURA = {"Item": 6, "Achado por": 19, "Entra": 18, "Em 1 emb.": 10, "Custo": 18, "Venda": 15}
_LARGA = 150  # figures across, from which on there is room to spare
_PRODUTO = 22  # figures that a description keeps at least
_TOMAM = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
_RAIZ = QModelIndex()
_TEXTO = Qt.ItemDataRole.DisplayRole

Linha = ProblemaVisto | NotaVista | tuple[NotaVista, ItemVisto]


class ModeloNotas(QAbstractTableModel):
    """Problems of files first, then the notes. `respostas`: (key, item) → stock units per traded unit."""

    respondeu = Signal()
    recusou = Signal(str)

    def __init__(self, dono: QWidget) -> None:
        super().__init__(dono)
        self._dono = dono
        self.linhas: list[Linha] = []
        self.respostas: dict[tuple[str, int], Decimal] = {}

    def troca(self, previa: Previa) -> None:
        """Show another preview; the answers stay, as long as their notes do."""
        self.beginResetModel()
        self.linhas = list(previa.problemas)
        for nota in previa.notas:
            self.linhas.append(nota)
            if nota.ja_importada is None:
                self.linhas += [(nota, item) for item in nota.itens]
        chaves = {nota.chave for nota in previa.notas}
        self.respostas = {de: fator for de, fator in self.respostas.items() if de[0] in chaves}
        self.endResetModel()

    def esvazia(self) -> None:
        """Show nothing and forget the answers."""
        self.beginResetModel()
        self.linhas, self.respostas = [], {}
        self.endResetModel()

    def fatores(self) -> tuple[FatorInformado, ...]:
        """The answers as the retaguarda takes them."""
        return tuple(FatorInformado(chave=chave, item=item, fator=fator)
                     for (chave, item), fator in self.respostas.items())

    def item(self, linha: int) -> tuple[NotaVista, ItemVisto] | None:
        """The item on a row; None when it is a note's heading or a problem."""
        achada = self.linhas[linha] if 0 <= linha < len(self.linhas) else None
        return achada if isinstance(achada, tuple) else None

    def pendentes(self) -> list[int]:
        """The rows whose question has no answer yet."""
        return [i for i, linha in enumerate(self.linhas) if isinstance(linha, tuple) and linha[1].pergunta
                and (linha[0].chave, linha[1].numero) not in self.respostas]

    def explica(self, linha: int) -> str:
        """Everything about a row, in words."""
        achada = self.linhas[linha] if 0 <= linha < len(self.linhas) else None
        match achada:
            case None:
                return ""
            case ProblemaVisto():
                return palavras.problema(achada)
            case NotaVista():
                return palavras.explica_nota(achada)
        return palavras.explica_item(achada[1])

    # -- Qt

    def rowCount(self, parent: Indice = _RAIZ) -> int:
        return 0 if parent.isValid() else len(self.linhas)

    def columnCount(self, parent: Indice = _RAIZ) -> int:
        return 0 if parent.isValid() else len(COLUNAS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _TEXTO) -> object:
        if orientation == Qt.Orientation.Horizontal and role == _TEXTO:
            return COLUNAS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alinhamento(section)
        return None

    def flags(self, index: Indice) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == FATOR and self.editavel(index.row()) else base

    def editavel(self, linha: int) -> bool:
        """Whether the factor of this row may be told."""
        achado = self.item(linha)
        return achado is not None and not achado[1].servico

    def data(self, index: Indice, role: int = _TEXTO) -> Any:
        linha = self.linhas[index.row()]
        if role in (_TEXTO, Qt.ItemDataRole.EditRole):
            return self._texto(linha, index.column(), role == Qt.ItemDataRole.EditRole)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alinhamento(index.column()) if isinstance(linha, tuple) else None
        cores = cores_de(self._dono)
        if role == Qt.ItemDataRole.FontRole and isinstance(linha, NotaVista):
            return fonte(Papel.DESTAQUE, self._dono.font())
        if role == Qt.ItemDataRole.BackgroundRole:
            nome = self._fundo(linha)
            return cores.cor(nome) if nome else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return cores.cor(self._letra(linha, index.column()))
        return None

    def setData(self, index: Indice, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        achado = self.item(index.row())
        if achado is None or role != Qt.ItemDataRole.EditRole:
            return False
        chave, texto = (achado[0].chave, achado[1].numero), str(value).strip()
        if not texto:
            mudou = self.respostas.pop(chave, None) is not None
        else:
            try:
                fator = le_decimal(texto)
            except TextoInvalido as erro:
                self.recusou.emit(str(erro))
                return False
            if fator <= 0:
                self.recusou.emit(f"“{texto}” não serve: uma embalagem tem mais de zero {achado[1].unidade_estoque}.")
                return False
            mudou = self.respostas.get(chave, achado[1].fator) != fator
            self.respostas[chave] = fator
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(COLUNAS) - 1))
        if mudou:
            self.respondeu.emit()
        return True

    # -- inside

    def _texto(self, linha: Linha, coluna: int, editando: bool) -> str:
        if isinstance(linha, ProblemaVisto):
            return f"{'Atenção' if linha.aviso else 'Não pode ser importado'}: {palavras.problema(linha)}"
        if isinstance(linha, NotaVista):
            return palavras.nota(linha)
        nota, item = linha
        resposta = self.respostas.get((nota.chave, item.numero))
        if coluna == FATOR:
            return self._fator(item, resposta, editando)
        pergunta = item.pergunta and resposta is None
        return (f"{item.numero}{' ▲' if item.avisos or pergunta else ''}", f"{item.codigo}  {item.descricao}".strip(),
                palavras.achado(item), palavras.entra(item), "",
                "" if item.servico or item.pergunta else palavras.de_para(item.custo_anterior, item.custo),
                palavras.venda(item))[coluna]

    def _fator(self, item: ItemVisto, resposta: Decimal | None, editando: bool) -> str:
        if resposta is not None:
            return numero(resposta)
        if item.pergunta:
            return (numero(item.sugestao) if item.sugestao else "") if editando else "quantas?"
        if item.servico or (item.fator == 1 and not editando):
            return ""
        return numero(item.fator)

    def _fundo(self, linha: Linha) -> str:
        if isinstance(linha, ProblemaVisto):
            return "alerta_fundo" if linha.aviso else "bloqueio_fundo"
        if isinstance(linha, NotaVista):
            return "realce"
        return "alerta_fundo" if linha[1].pergunta else ""

    def _letra(self, linha: Linha, coluna: int) -> str:
        if isinstance(linha, ProblemaVisto):
            return "alerta" if linha.aviso else "bloqueio"
        if isinstance(linha, NotaVista):
            return "texto" if linha.ja_importada is None else "texto_fraco"
        item = linha[1]
        if (item.pergunta and coluna == FATOR) or (item.avisos and coluna == 0):
            return "alerta"
        return "texto_fraco" if coluna == COLUNAS.index("Achado por") and item.achado_por else "texto"


class TabelaNotas(QTableView):
    """Rows by the arrows; a figure, Enter or F2 on an item tells how many units its pack has.

    `completou`: an answer was given and no question is left.
    """

    mudou_linha = Signal(int)
    completou = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modelo = ModeloNotas(self)
        self.setModel(self.modelo)
        self.setItemDelegate(_Fator(self))
        self.setAccessibleName("Prévia das notas")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(altura_controle(self))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(lambda agora, _antes: self.mudou_linha.emit(agora.row()))
        self.modelo.respondeu.connect(lambda: QTimer.singleShot(0, self, self._segue))

    def mostra(self, previa: Previa) -> None:
        """Show a preview, on the first question, or where one was."""
        antes = self.currentIndex().row()
        self.modelo.troca(previa)
        self.clearSpans()
        for i, linha in enumerate(self.modelo.linhas):
            if not isinstance(linha, tuple):
                self.setSpan(i, 0, 1, len(COLUNAS))
        pendentes = self.modelo.pendentes()
        onde = pendentes[0] if pendentes else max(0, min(antes, len(self.modelo.linhas) - 1))
        self._vai(onde)

    def esvazia(self) -> None:
        """Show nothing."""
        self.clearSpans()
        self.modelo.esvazia()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        linha = self.currentIndex().row()
        texto = event.text()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        if self.modelo.editavel(linha) and (enter or (texto and texto in "0123456789,")):
            if event.isAutoRepeat() and enter:
                return
            self.edit(self.modelo.index(linha, FATOR))
            editor = self.indexWidget(self.modelo.index(linha, FATOR)) or self.findChild(LinhaTexto)
            if not enter and isinstance(editor, LinhaTexto):
                editor.setText(texto)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        mede, cabe = self.fontMetrics().horizontalAdvance("0"), self.viewport().width()
        larguras = {nome: letras * mede for nome, letras in _LARGURA.items()}
        if cabe > _LARGA * mede:
            larguras["Achado por"] = 30 * mede  # a bar code whole
        aperto = min(1.0, max(0.5, (cabe - _PRODUTO * mede) / sum(larguras.values())))  # large type, small screen
        larguras = {nome: int(largura * aperto) for nome, largura in larguras.items()}
        for i, nome in enumerate(COLUNAS):
            self.setColumnWidth(i, larguras.get(nome, cabe - sum(larguras.values())))

    def _vai(self, linha: int) -> None:
        if linha < self.modelo.rowCount():
            indice = self.modelo.index(linha, 0)
            self.setCurrentIndex(indice)
            self.scrollTo(indice)

    def _segue(self) -> None:
        """After an answer: to the next question, or say that there is none."""
        pendentes = self.modelo.pendentes()
        if pendentes:
            atual = self.currentIndex().row()
            self._vai(next((p for p in pendentes if p > atual), pendentes[0]))
        else:
            self.completou.emit()


class _Fator(QStyledItemDelegate):
    """Our own line as the editor: Enter and Tab take what was typed, ESC leaves it."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Indice) -> QWidget:
        linha = LinhaTexto(parent)
        linha.setAlignment(Qt.AlignmentFlag.AlignRight)
        linha.setAccessibleName("Quantas unidades há em uma embalagem")
        linha.setAutoFillBackground(True)
        return linha

    def setEditorData(self, editor: QWidget, index: Indice) -> None:
        assert isinstance(editor, LinhaTexto)
        if not editor.isModified() and not editor.text():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Indice) -> None:
        assert isinstance(editor, LinhaTexto)
        assert isinstance(model, ModeloNotas)
        model.setData(index, editor.text())

    def eventFilter(self, objeto: QObject, evento: Any) -> bool:
        """Enter and the arrows take the answer. Qt's own filter lets the Enter go on to the table, and edits again."""
        if isinstance(evento, QKeyEvent) and isinstance(objeto, LinhaTexto) and evento.key() in _TOMAM:
            if evento.type() == QKeyEvent.Type.KeyPress:
                self.commitData.emit(objeto)
                self.closeEditor.emit(objeto, QAbstractItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(objeto, evento)


def _alinhamento(coluna: int) -> Qt.AlignmentFlag:
    lado = Qt.AlignmentFlag.AlignRight if COLUNAS[coluna] in _DIREITA else Qt.AlignmentFlag.AlignLeft
    return lado | Qt.AlignmentFlag.AlignVCenter
