"""The list's table: a read-only adapter; it holds no rule."""

from datetime import tzinfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from balcao.domain.formatos import data, data_hora, moeda
from balcao.domain.numeracao import identificacao
from balcao.domain.protocolo import ResumoPedido
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido.categorias import chamado
from balcao.services.counter.documentos import LinhaDocumento

COLUNAS = ("Número", "Documento", "Emissão", "Cliente", "Vendedor", "Validade", "Situação", "Total")
_DIREITA = {0, 7}
_RAIZ = QModelIndex()


def numero_de(resumo: ResumoPedido) -> str:
    """The order's key ("P-123", "123/2026"); the provisional number while it has none."""
    if resumo.numero is None:
        return resumo.numero_provisorio or "rascunho"
    return identificacao(resumo.chave, resumo.categoria, resumo.numero)


def situacao_de(linha: LinhaDocumento) -> str:
    """The situation as everywhere else, but for what only this counter knows, and a draft kept for any counter."""
    if linha.enviando:
        return "A enviar"
    r = linha.resumo
    if r.situacao is Situacao.MANUTENCAO:
        return "Suspenso"
    return ROTULO_SITUACAO[r.situacao]


class ModeloDocumentos(QAbstractTableModel):
    """Rows of LinhaDocumento."""

    def __init__(self, fuso: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fuso = fuso
        self.linhas: list[LinhaDocumento] = []

    def troca(self, linhas: list[LinhaDocumento]) -> None:
        """Show another list."""
        self.beginResetModel()
        self.linhas = linhas
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _RAIZ) -> int:
        return 0 if parent.isValid() else len(self.linhas)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _RAIZ) -> int:
        return 0 if parent.isValid() else len(COLUNAS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUNAS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _DIREITA:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _DIREITA:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        linha = self.linhas[index.row()]
        r = linha.resumo
        quando = r.emitido_em or r.criado_em
        return (numero_de(r), chamado(r.categoria),
                data_hora(quando.astimezone(self._fuso)), r.cliente_nome, r.vendedor,
                data(r.validade) if r.validade else "", situacao_de(linha), moeda(r.total))[index.column()]
