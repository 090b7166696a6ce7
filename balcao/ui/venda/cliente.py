"""F3: find the customer by name, fantasy name, CPF/CNPJ, phone or city; or register one without leaving."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from balcao.domain.documentos import formata_documento
from balcao.domain.formatos import telefone
from balcao.domain.resultado_busca import PAGINA_CLIENTES, LinhaCliente, Resultado, frase_do_corte
from balcao.domain.tipo_pedido import TipoPedido
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.componentes.tabela import veste
from balcao.ui.tema import Papel, Rotulo, U

# header, a text as wide as it usually gets ("" takes what is left)
_COLUNAS = (("Código", "00000"), ("Nome", ""), ("CPF/CNPJ", "00.000.000/0000-00"), ("Telefone", "(00) 00000-0000"),
            ("Cidade", "SÃO PAULO/SP 00"), ("", "bloqueado"))
_NOME = 1
_SETAS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_TEXTO, _RAIZ = Qt.ItemDataRole.DisplayRole, QModelIndex()
_Indice = QModelIndex | QPersistentModelIndex

Busca = Callable[[str, int], Resultado[LinhaCliente]]
Conta = Callable[[str, QObject, Callable[[int | None], None]], None]


class ModeloClientes(QAbstractTableModel):
    """The rows found, page by page as the view comes to their end: filling hundreds of cells at each key would
    cost more than finding them."""

    mudou = Signal()

    def __init__(self, busca: Busca, parent: QObject) -> None:
        super().__init__(parent)
        self._busca = busca
        self.linhas: list[LinhaCliente] = []
        self.resultado: Resultado[LinhaCliente] = Resultado("", ())

    def procura(self, texto: str) -> None:
        """Show the first page of another text."""
        self.beginResetModel()
        self.resultado = self._busca(texto, 0)
        self.linhas = list(self.resultado.linhas)
        self.endResetModel()
        self.mudou.emit()

    def canFetchMore(self, parent: _Indice) -> bool:
        return self.resultado.tem_mais

    def fetchMore(self, parent: _Indice) -> None:
        self.resultado = self._busca(self.resultado.texto, self.resultado.inicio + PAGINA_CLIENTES)
        ja = {linha.id for linha in self.linhas}  # registered here a moment ago: shown first of all
        novas = [linha for linha in self.resultado.linhas if linha.id not in ja]
        if novas:
            self.beginInsertRows(_RAIZ, len(self.linhas), len(self.linhas) + len(novas) - 1)
            self.linhas += novas
            self.endInsertRows()
        self.mudou.emit()

    def rowCount(self, parent: _Indice = _RAIZ) -> int:
        return 0 if parent.isValid() else len(self.linhas)

    def columnCount(self, parent: _Indice = _RAIZ) -> int:
        return 0 if parent.isValid() else len(_COLUNAS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _TEXTO) -> Any:
        if role == _TEXTO and orientation is Qt.Orientation.Horizontal:
            return _COLUNAS[section][0]
        return None

    def data(self, index: _Indice, role: int = _TEXTO) -> Any:
        return _celula(self.linhas[index.row()], index.column()) if role == _TEXTO else None


def _celula(linha: LinhaCliente, coluna: int) -> str:
    match coluna:
        case 0:
            return str(linha.codigo or "")
        case 1:
            return linha.nome if linha.nome.startswith(linha.fantasia) else f"{linha.nome} ({linha.fantasia})"
        case 2:
            return formata_documento(linha.documento)
        case 3:
            return telefone(linha.celular or linha.telefone)
        case 4:
            return f"{linha.municipio}/{linha.uf}" if linha.municipio else ""
    if not linha.cliente:
        return "pessoa"
    return "inativo" if linha.inativo else "bloqueado" if linha.bloqueado else ""


def sobre_pessoas(tipo: TipoPedido) -> str:
    """What the dialog says of rows that are no customers, for orders of a type; "": it takes none."""
    if not tipo.aceita_pessoas:
        return ""
    vira = " e passa a ser com este documento" if tipo.cadastrar_pessoa_como_cliente else ""
    return f"“pessoa”: está no cadastro, mas ainda não é cliente{vira}."


class DialogoCliente(Dialogo):
    """`busca` answers within milliseconds from the replica; nothing typed gives who buys most, and then nobody is
    chosen before an arrow says so. `conta(texto, dono, pronto)` tells later how many there are in all (CB-073).
    `pessoas`: what is said when some of the rows are no customers. `escolhido` is the customer's id as hex, or None."""

    cadastrar = Signal(str)  # what was typed, to begin the registration with

    def __init__(self, busca: Busca, conta: Conta, permite_cadastro: bool, parent: QWidget | None = None,
                 titulo: str = "Cliente", pessoas: str = "") -> None:
        super().__init__(titulo, parent, confirma="Escolher", largura=120 * U)
        self._conta, self._permite_cadastro, self._pessoas = conta, permite_cadastro, pessoas
        self.escolhido: str | None = None
        self.texto = LinhaTexto()
        self.texto.setPlaceholderText("nome, fantasia, CPF/CNPJ, telefone, cidade ou código")
        self.modelo, self.tabela = ModeloClientes(busca, self), QTableView()
        self._monta_tabela()
        self.dica = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self.campo("&Procurar", self.texto)
        self.corpo.addWidget(self.tabela, 1)
        self.corpo.addWidget(self.dica)
        self.modelo.mudou.connect(self._mudou)
        self.texto.textChanged.connect(self._procura)
        self.texto.installEventFilter(self)
        self.tabela.doubleClicked.connect(lambda _: self.confirma())
        self._procura("")
        self.texto.setFocus()

    def _monta_tabela(self) -> None:
        tabela = self.tabela
        tabela.setModel(self.modelo)
        veste(tabela)
        tabela.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tabela.setMinimumHeight(40 * U)
        cabecalho, metrica = tabela.horizontalHeader(), QFontMetrics(tabela.font())
        for coluna, (titulo, molde) in enumerate(_COLUNAS):
            largura = max(metrica.horizontalAdvance(molde), metrica.horizontalAdvance(titulo))
            cabecalho.resizeSection(coluna, largura + 3 * U)
        cabecalho.setSectionResizeMode(_NOME, QHeaderView.ResizeMode.Stretch)

    def _procura(self, texto: str) -> None:
        self.modelo.procura(texto)
        self.tabela.scrollToTop()
        if self.modelo.linhas and texto.strip():  # the first row is not what somebody who typed nothing meant
            self.tabela.selectRow(0)

    def _mudou(self) -> None:
        self._diz(None)
        if (resultado := self.modelo.resultado).cortado:
            self._conta(resultado.texto, self, lambda total: self._contou(resultado, total))

    def _contou(self, resultado: Resultado[LinhaCliente], total: int | None) -> None:
        if resultado is self.modelo.resultado:
            self._diz(total)

    def _diz(self, total: int | None) -> None:
        """Under the list: that there are more, or nobody; and the key that registers."""
        resultado, mostra = self.modelo.resultado, len(self.modelo.linhas)
        frases = []
        if resultado.cortado:
            frases.append(f"{frase_do_corte(mostra, total)}.")
        elif resultado.texto.strip() and not mostra:
            quem = "Ninguém no cadastro" if self._pessoas else "Nenhum cliente"
            frases.append(f"{quem} com “{resultado.texto.strip()}”.")
        if any(not linha.cliente for linha in self.modelo.linhas):
            frases.append(self._pessoas)
        if self._permite_cadastro:
            frases.append("Ins cadastra um cliente novo.")
        self.dica.setText(" ".join(frases))

    def valida(self) -> bool:
        linha = self.tabela.currentIndex().row()
        if not 0 <= linha < len(self.modelo.linhas):
            self.recusa("Digite parte do nome, do documento ou do telefone e escolha na lista.", self.texto)
            return False
        self.escolhido = self.modelo.linhas[linha].id
        return True

    def eventFilter(self, alvo: QObject, evento: QEvent) -> bool:
        if evento.type() == QEvent.Type.KeyPress and isinstance(evento, QKeyEvent):
            if evento.key() in _SETAS:
                self.tabela.keyPressEvent(evento)
                return True
            if evento.key() == Qt.Key.Key_Insert and self._permite_cadastro:
                self.cadastrar.emit(self.texto.text().strip())
                return True
        return super().eventFilter(alvo, evento)
