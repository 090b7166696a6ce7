"""The sale's screen: layout only. What keys do is in `controle.py`; what a sale is, in services/counter.

    ┌ where, who ─────────────────────────── connection · to send · clock ┐
    │ type   seller   list   plan   delivery                              │
    │ ┌ entry line ─────────────────────────────────┐ ┌ CLIENTE ───── F3 ┐ │
    │ ├ results, while typing / else the lines ─────┤ │                  │ │
    │ └─────────────────────────────────────────────┘ └──────────────────┘ │
    │ findings                                                            │
    │ items · discount                                        TOTAL R$ …  │
    └ function keys ──────────────────────────────────────────────────────┘
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.leitor import ACEITA_LEITURA, LENDO
from balcao.ui.lista_resultados import ListaResultados
from balcao.ui.tema import Papel, Rotulo, U, fonte
from balcao.ui.venda.cabecalho import BarraDocumento, BarraSituacao
from balcao.ui.venda.cartao_cliente import CartaoCliente
from balcao.ui.venda.faixa_achados import FaixaAchados
from balcao.ui.venda.itens import ListaItens
from balcao.ui.venda.totais import BarraTotais

_NAVEGA = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGINA = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class TelaVenda(QWidget):
    """Signals say what the seller did in the entry line; everything else arrives by action keys."""

    digitou = Signal(str)
    enviou = Signal(str)              # Enter with nothing chosen in the results
    escolheu = Signal(object)         # a result
    desistiu = Signal()               # ESC in the entry line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.situacao, self.documento = BarraSituacao(), BarraDocumento()
        self.alteracao = Rotulo("", Papel.DESTAQUE, "alerta")
        self.alteracao.setWordWrap(True)
        self.alteracao.hide()
        self.entrada = LinhaTexto()
        letra = fonte(Papel.TITULO)
        letra.setWeight(QFont.Weight.Normal)
        self.entrada.setFont(letra)
        self.entrada.setProperty(ACEITA_LEITURA, True)
        self.entrada.setMinimumHeight(6 * U)
        self.mostra_inclusao(aceita=True)
        self.entrada.setAccessibleName("Entrada de produtos")
        self.entrada.setMaxLength(200)
        self.resultados, self.itens = ListaResultados(), ListaItens()
        self.cliente, self.achados, self.totais = CartaoCliente(), FaixaAchados(), BarraTotais()
        self.aviso = Rotulo("", Papel.CORPO, "bloqueio")
        self.aviso.setWordWrap(True)
        self.aviso.hide()
        self.palco = QStackedWidget()
        self.atrasado = False  # the rows on screen are of an earlier text: Enter must not choose one
        self._monta()
        self.entrada.installEventFilter(self)
        self.entrada.textChanged.connect(self._mudou_texto)
        self.resultados.escolhido.connect(self.escolheu)

    def _monta(self) -> None:
        self.palco.addWidget(self.itens)
        self.palco.addWidget(self.resultados)
        esquerda = QVBoxLayout()
        esquerda.setSpacing(U)
        esquerda.addWidget(self.alteracao)
        esquerda.addWidget(self.entrada)
        esquerda.addWidget(self.aviso)
        esquerda.addWidget(self.palco, 1)
        meio = QHBoxLayout()
        meio.setSpacing(U)
        meio.addLayout(esquerda, 1)
        meio.addWidget(self.cliente)
        grade = QGridLayout(self)
        grade.setContentsMargins(2 * U, 0, 2 * U, U)
        grade.setVerticalSpacing(U)
        for linha, parte in enumerate((self.situacao, self.documento)):
            grade.addWidget(parte, linha, 0)
        grade.addLayout(meio, 2, 0)
        grade.addWidget(self.achados, 3, 0)
        grade.addWidget(self.totais, 4, 0)
        grade.setRowStretch(2, 1)
        self.setFocusProxy(self.entrada)

    def mostra_resultados(self, mostra: bool) -> None:
        """Results take the place of the lines only while there is something typed to look for."""
        self.palco.setCurrentIndex(1 if mostra else 0)

    @property
    def procurando(self) -> bool:
        """Whether results are on screen."""
        return self.palco.currentIndex() == 1

    @property
    def lido(self) -> str:
        """The part of the entry line that arrived at a scanner's pace; "" when a person types."""
        return str(self.entrada.property(LENDO) or "")

    @property
    def chegando(self) -> bool:
        """Whether a scan is coming in: its Enter is some milliseconds away."""
        return bool(self.lido and self.entrada.text())

    def limpa_entrada(self) -> None:
        """Ready for the next product."""
        self.entrada.clear()
        self.mostra_resultados(False)

    def mostra_alteracao(self, frase: str) -> None:
        """Which issued document is being changed, and what of it stays; "" for a new one."""
        self.alteracao.setText(frase)
        self.alteracao.setVisible(bool(frase))

    def mostra_inclusao(self, *, aceita: bool) -> None:
        """What the entry line is for; products that the document does not take are refused with the reason."""
        self.entrada.setPlaceholderText("produto: código, barras, descrição  (3*código = quantidade)" if aceita
                                        else "este documento não aceita mais itens")

    def avisa(self, mensagem: str) -> None:
        """A sentence under the entry line, about what was typed there; "" takes it away."""
        self.aviso.setText(mensagem)
        self.aviso.setVisible(bool(mensagem))

    def _mudou_texto(self, texto: str) -> None:
        if self.aviso.isVisible():
            self.avisa("")
        self.digitou.emit(texto)

    def eventFilter(self, alvo: QObject, evento: QEvent) -> bool:
        if alvo is self.entrada and isinstance(evento, QKeyEvent):
            if evento.type() == QEvent.Type.KeyPress:
                return self._tecla(evento)
            if evento.type() == QEvent.Type.ShortcutOverride and self._da_venda(evento):
                evento.ignore()
                return True
        return super().eventFilter(alvo, evento)

    def _da_venda(self, evento: QKeyEvent) -> bool:
        """Ctrl+Z, Ctrl+Del and the like edit the text only while there is one; else they are the sale's."""
        com_ctrl = bool(evento.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return com_ctrl and not self.entrada.text() and evento.key() not in (Qt.Key.Key_V, Qt.Key.Key_Insert)

    def _tecla(self, evento: QKeyEvent) -> bool:
        tecla = evento.key()
        if evento.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        enter = tecla in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.procurando and not (enter and self.atrasado) and self.resultados.tecla(evento):
            return True
        if enter:
            if not evento.isAutoRepeat():
                self.enviou.emit(self.entrada.text())
            return True
        if tecla in _NAVEGA or tecla in _PAGINA:
            self._navega(tecla)
            return True
        if tecla == Qt.Key.Key_Escape:
            if self.entrada.text():
                self.limpa_entrada()
                self.avisa("")
            else:
                self.desistiu.emit()
            return True
        return False

    def _navega(self, tecla: int) -> None:
        self.itens.anda(_NAVEGA.get(Qt.Key(tecla), 0)
                        or _PAGINA.get(Qt.Key(tecla), 0) * self.itens.linhas_visiveis())
