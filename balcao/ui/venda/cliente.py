"""F3: find the customer by name, fantasy name, CPF/CNPJ, phone or city; or register one without leaving."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from balcao.domain.documentos import formata_documento
from balcao.domain.resultado_busca import LinhaCliente, Resultado, frase_do_corte
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.tema import Papel, Rotulo, U
from balcao.ui.venda.dialogo import Dialogo

_COLUNAS = ("Código", "Nome", "CPF/CNPJ", "Telefone", "Cidade", "")
Conta = Callable[[str, QObject, Callable[[int | None], None]], None]
_SETAS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class DialogoCliente(Dialogo):
    """`busca` answers within milliseconds from the replica; nothing typed gives who buys most, and then nobody is
    chosen before an arrow says so. `conta(texto, dono, pronto)` tells later how many there are in all (CB-073).
    `escolhido` is the customer's id as hex, or None."""

    cadastrar = Signal(str)  # what was typed, to begin the registration with

    def __init__(self, busca: Callable[[str], Resultado[LinhaCliente]], conta: Conta, permite_cadastro: bool,
                 parent: QWidget | None = None) -> None:
        super().__init__("Cliente", parent, confirma="Escolher", largura=100 * U)
        self._busca, self._conta = busca, conta
        self._linhas: tuple[LinhaCliente, ...] = ()
        self.escolhido: str | None = None
        self.texto = LinhaTexto()
        self.texto.setPlaceholderText("nome, fantasia, CPF/CNPJ, telefone, cidade ou código")
        self.tabela = QTableWidget(0, len(_COLUNAS))
        self.tabela.setHorizontalHeaderLabels(_COLUNAS)
        self.tabela.verticalHeader().hide()
        self.tabela.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabela.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.tabela.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.tabela.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.tabela.setShowGrid(False)
        self.tabela.setMinimumHeight(40 * U)
        cabecalho = self.tabela.horizontalHeader()
        cabecalho.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        cabecalho.setResizeContentsPrecision(30)  # rows looked at for a column's width
        cabecalho.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.dica = Rotulo("", Papel.LEGENDA, "texto_fraco")
        self._permite_cadastro = permite_cadastro
        self.campo("&Procurar", self.texto)
        self.corpo.addWidget(self.tabela, 1)
        self.corpo.addWidget(self.dica)
        self.texto.textChanged.connect(self._procura)
        self.texto.installEventFilter(self)
        self.tabela.itemDoubleClicked.connect(lambda _: self.confirma())
        self._procura("")
        self.texto.setFocus()

    def _procura(self, texto: str) -> None:
        resultado = self._busca(texto)
        self._linhas = resultado.linhas
        self.tabela.setRowCount(len(self._linhas))
        for n, linha in enumerate(self._linhas):
            estado = "inativo" if linha.inativo else "bloqueado" if linha.bloqueado else ""
            nome = linha.nome if not linha.fantasia or linha.fantasia == linha.nome else (
                f"{linha.nome} ({linha.fantasia})")
            cidade = f"{linha.municipio}/{linha.uf}" if linha.municipio else ""
            for coluna, valor in enumerate((str(linha.codigo or ""), nome, formata_documento(linha.documento),
                                            linha.celular or linha.telefone, cidade, estado)):
                self.tabela.setItem(n, coluna, QTableWidgetItem(valor))
        if self._linhas and texto.strip():
            self.tabela.selectRow(0)
        else:  # the first row is not what somebody who typed nothing meant
            self.tabela.setCurrentCell(-1, -1)
        self.tabela.scrollToTop()
        self._diz(resultado, None)
        if resultado.cortado:
            self._conta(texto, self, lambda total: self._contou(resultado, total))

    def _contou(self, resultado: Resultado[LinhaCliente], total: int | None) -> None:
        if resultado.linhas is self._linhas:
            self._diz(resultado, total)

    def _diz(self, resultado: Resultado[LinhaCliente], total: int | None) -> None:
        """Under the list: that there are more, or nobody; and the key that registers."""
        procurado = resultado.texto.strip()
        frases = []
        if resultado.cortado:
            frases.append(f"{frase_do_corte(len(resultado.linhas), total)}.")
        elif procurado and not resultado.linhas:
            frases.append(f"Nenhum cliente com “{procurado}”.")
        if self._permite_cadastro:
            frases.append("Ins cadastra um cliente novo.")
        self.dica.setText(" ".join(frases))

    def valida(self) -> bool:
        linha = self.tabela.currentRow()
        if not 0 <= linha < len(self._linhas):
            self.recusa("Digite parte do nome, do documento ou do telefone e escolha na lista.", self.texto)
            return False
        self.escolhido = self._linhas[linha].id
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
