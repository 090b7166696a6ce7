"""Editar Relatório (CB-042): the template of one document, with the paper it makes beside it while one types.

The form comes from ModeloDocumento's own declaration; saving keeps the previous template, which can be restored.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from balcao.documents import impressao, modelo_arquivo
from balcao.documents.modelo import ChaveModelo, ModeloDocumento
from balcao.documents.modelo_arquivo import Copia
from balcao.domain.terminal.opcoes import Papel
from balcao.ui.acoes import Acoes, ActionSpec
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.avisos import Faixa as FaixaAviso
from balcao.ui.componentes.avisos import Pergunta, Tom, devolve_teclado
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.controles import Botao, Escolha
from balcao.ui.componentes.na_tela import DialogoNaTela
from balcao.ui.formulario import Formulario
from balcao.ui.tema import Papel as Letra
from balcao.ui.tema import Rotulo, U

_ESPERA_MS = 300
_DOCUMENTOS = ((ChaveModelo.DAV, "DAV (orçamento)"), (ChaveModelo.PRE_VENDA, "Pré-venda e ordem de serviço"))
_PAPEIS = ((Papel.A4, "A4"), (Papel.BOBINA_80, "Bobina 80 mm"), (Papel.BOBINA_58, "Bobina 58 mm"),
           (Papel.TEXTO_80, "Matricial 80 colunas"))

ACOES = (
    ActionSpec("relatorio.salvar", "Salvar", "F12", "salva", "Põe o modelo em uso neste terminal.",
               grupo="Relatório", nao_repete=True),
    ActionSpec("relatorio.anterior", "Voltar ao modelo anterior", "Ctrl+R", "volta_anterior",
               "O modelo de antes da última gravação.", grupo="Relatório"),
    ActionSpec("relatorio.original", "Voltar ao modelo original", "Ctrl+Shift+R", "volta_original",
               "O modelo que veio com o programa.", grupo="Relatório"),
    ActionSpec("relatorio.ampliar", "Ampliar a prévia", "F6", "amplia", "O papel em toda a janela, com rolagem pelas "
               "setas; F6 ou Esc volta ao modelo.", grupo="Relatório", nao_repete=True),
)


class DialogoRelatorio(DialogoNaTela):
    """`salvou` says what to tell once a template is in force."""

    salvou = Signal(str)

    def __init__(self, pasta: Path, papel: Papel, logo: Path | None, fundo: Background, contexto: Contexto,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Editar Relatório")
        self._pasta, self._logo, self._fundo, self._contexto = pasta, logo, fundo, contexto
        self._imagem = QPixmap()
        self._foco_antes: QWidget | None = None
        self.documento, self.papel = Escolha(), Escolha()
        for chave, nome in _DOCUMENTOS:
            self.documento.addItem(nome, chave)
        for opcao, nome in _PAPEIS:
            self.papel.addItem(nome, opcao)
        self.papel.setCurrentIndex(max(0, self.papel.findData(papel)))
        self.faixa, self.previa, self.rolagem = FaixaAviso(), QLabel(), QScrollArea()
        self.fora = Rotulo("", Letra.LEGENDA, "bloqueio")
        self._lugar, self._meio, self.botao_amplia = QVBoxLayout(), QHBoxLayout(), Botao("")
        self.formulario: Formulario | None = None
        self._espera = QTimer(self, singleShot=True, interval=_ESPERA_MS)
        self._espera.timeout.connect(self._desenha)
        self._monta()
        self.acoes = Acoes(self, ACOES)
        self.documento.currentIndexChanged.connect(lambda _: self._troca_documento())
        self.papel.currentIndexChanged.connect(lambda _: self._desenha())
        self._atual = 0
        devolve_teclado(self)
        self._carrega()
        self.resize(150 * U, 90 * U)

    def _monta(self) -> None:
        alto = QHBoxLayout()
        for rotulo, campo in (("&Documento", self.documento), ("&Ver em", self.papel)):
            titulo = QLabel(rotulo)
            titulo.setBuddy(campo)
            campo.setAccessibleName(rotulo.replace("&", ""))
            alto.addWidget(titulo)
            alto.addWidget(campo)
        alto.addStretch()
        alto.addWidget(self.botao_amplia)
        self.previa.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.previa.setAccessibleName("Como sai no papel")
        self.rolagem.setWidgetResizable(True)
        self.rolagem.setWidget(self.previa)
        self.rolagem.setMinimumWidth(30 * U)
        self.rolagem.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fora.setWordWrap(True)
        self.fora.hide()
        lado = QVBoxLayout()
        lado.addWidget(self.rolagem, 1)
        lado.addWidget(self.fora)
        self._meio.addLayout(self._lugar, 1)
        self._meio.addLayout(lado, 1)
        pe = QHBoxLayout()
        self.botao_anterior, self.botao_original = Botao("Anterior (Ctrl+R)"), Botao("Original (Ctrl+Shift+R)")
        self.botao_fecha, self.botao_salva = Botao("Fechar (ESC)"), Botao("Salvar (F12)", principal=True)
        for botao, faz in (
                (self.botao_amplia, self.amplia), (self.botao_anterior, self.volta_anterior),
                (self.botao_original, self.volta_original), (self.botao_fecha, self.reject),
                (self.botao_salva, self.salva)):
            botao.setAutoDefault(False)
            botao.clicked.connect(faz)
        pe.addWidget(self.botao_anterior)
        pe.addWidget(self.botao_original)
        pe.addStretch()
        pe.addWidget(self.botao_fecha)
        pe.addWidget(self.botao_salva)
        coluna = QVBoxLayout(self)
        coluna.setContentsMargins(3 * U, 2 * U, 3 * U, 2 * U)
        coluna.setSpacing(U)
        coluna.addWidget(Rotulo("Editar Relatório", Letra.TITULO))
        coluna.addLayout(alto)
        coluna.addWidget(self.faixa)
        coluna.addLayout(self._meio, 1)
        coluna.addLayout(pe)
        self._mostra_ampliada(sim=False)

    @property
    def ampliada(self) -> bool:
        """Whether the paper has the whole window."""
        return self.formulario is not None and self.formulario.isHidden()

    def amplia(self) -> None:
        """F6: at 1024 pixels an A4 beside the form is too small to be read."""
        assert self.formulario is not None
        sim = not self.ampliada
        if sim:
            self._foco_antes = self.formulario.focusWidget()
        self.formulario.setVisible(not sim)
        self._mostra_ampliada(sim=sim)
        if sim:
            self.rolagem.setFocus()
        elif self._foco_antes is not None:
            self._foco_antes.setFocus()
        QTimer.singleShot(0, self, self._ajusta)

    def _mostra_ampliada(self, *, sim: bool) -> None:
        self.botao_amplia.setText("Voltar ao modelo (F6)" if sim else "Ampliar (F6)")
        self._meio.setStretch(0, 0 if sim else 1)
        self.rolagem.setFocusPolicy(Qt.FocusPolicy.StrongFocus if sim else Qt.FocusPolicy.NoFocus)

    @property
    def chave(self) -> ChaveModelo:
        """The document being edited."""
        return ChaveModelo(self.documento.currentData())

    def _carrega(self) -> None:
        self.faixa.limpa()
        modelo, aviso = modelo_arquivo.carregar_para_imprimir(self._pasta, self.chave)
        if aviso:
            self.faixa.mostra(Tom.ALERTA, aviso)
        if self.ampliada:  # another document was chosen: it is shown in the same way
            QTimer.singleShot(0, self, self.amplia)
        if self.formulario is not None:
            self._lugar.removeWidget(self.formulario)
            self.formulario.deleteLater()
        self.formulario = Formulario(modelo, self._contexto)
        self.formulario.mudou.connect(self._espera.start)
        self.formulario.setMinimumWidth(85 * U)  # the list of columns needs it
        self._lugar.addWidget(self.formulario)
        self.botao_anterior.setEnabled(modelo_arquivo.tem_anterior(self._pasta, self.chave))
        self._desenha()
        self.formulario.foca_primeiro()

    def _troca_documento(self) -> None:
        assert self.formulario is not None
        if not self.formulario.alterado:
            self._atual = self.documento.currentIndex()
            self._carrega()
            return
        novo = self.documento.currentIndex()
        self._poe_documento(self._atual)
        Pergunta(self, "Descartar alterações não gravadas?", "O modelo aberto tem mudanças que não foram salvas.",
                 "Descartar", "Continuar editando", lambda sim: self._vai(novo) if sim else None, perigo=True).open()

    def _vai(self, indice: int) -> None:
        self._poe_documento(indice)
        self._atual = indice
        self._carrega()

    def _poe_documento(self, indice: int) -> None:
        self.documento.blockSignals(True)
        self.documento.setCurrentIndex(indice)
        self.documento.blockSignals(False)

    def _desenha(self) -> None:
        assert self.formulario is not None
        self._diz_o_que_falta()
        modelo, papel = self.formulario.rascunho(), Papel(self.papel.currentData())
        assert isinstance(modelo, ModeloDocumento)
        self._fundo.executa(Faixa.LEITURA, "previa do relatorio",
                            lambda _ficha: impressao.previa(modelo, papel, logo=self._logo), self._mostra,
                            lambda erro: self.faixa.mostra(Tom.ALERTA, str(erro)), dono=self)

    def _diz_o_que_falta(self) -> None:
        """The paper shows what is valid; a field that is not must not look as if it did nothing."""
        assert self.formulario is not None
        errados = [linha.campo.titulo for linha in self.formulario.linhas_visiveis() if linha.problema()]
        self.fora.setText(f"Ainda sem a mudança, por ter erro: {', '.join(errados)}. F12 diz qual é.")
        self.fora.setVisible(bool(errados))

    def _mostra(self, png: bytes) -> None:
        self._imagem.loadFromData(png)
        self._ajusta()

    def _ajusta(self) -> None:
        if self._imagem.isNull():
            return
        largura = self.rolagem.viewport().width() - U
        self.previa.setPixmap(self._imagem.scaledToWidth(min(largura, self._imagem.width()),
                                                         Qt.TransformationMode.SmoothTransformation))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ajusta()

    def salva(self) -> None:
        """F12: checked, tried on every paper, then in force; the one it replaces can be restored."""
        assert self.formulario is not None
        if self.ampliada:
            self.amplia()  # an error is told beside its field
        modelo = self.formulario.confere()
        if modelo is None:
            return
        assert isinstance(modelo, ModeloDocumento)
        self.botao_salva.setEnabled(False)
        self._fundo.executa(Faixa.DIARIO, "salva o relatorio",
                            lambda _ficha: modelo_arquivo.salvar(self._pasta, modelo), self._salvou, self._recusou,
                            dono=self)

    def _salvou(self, _modelo: object) -> None:
        nome = self.documento.currentText()
        self.salvou.emit(f"Modelo de {nome} em uso neste terminal. O de antes volta com Anterior (Ctrl+R).")
        self.accept()

    def _recusou(self, erro: Exception) -> None:
        self.botao_salva.setEnabled(True)
        self.faixa.mostra(Tom.BLOQUEIO, f"Nada foi gravado. {erro}")

    def volta_anterior(self) -> None:
        """Ctrl+R."""
        if self.botao_anterior.isEnabled():
            self._restaura(Copia.ANTERIOR, "o modelo de antes da última gravação")

    def volta_original(self) -> None:
        """Ctrl+Shift+R."""
        self._restaura(Copia.ORIGINAL, "o modelo que veio com o programa")

    def _restaura(self, copia: Copia, qual: str) -> None:
        def decide(sim: bool) -> None:
            if sim:
                self._fundo.executa(Faixa.DIARIO, "restaura o relatorio",
                                    lambda _ficha: modelo_arquivo.restaurar(self._pasta, self.chave, copia),
                                    lambda _modelo: self._carrega(), self._recusou, dono=self)

        Pergunta(self, "Restaurar o modelo?", f"Volta {qual}. O atual fica como cópia anterior.", "Restaurar",
                 "Continuar editando", decide).open()

    def reject(self) -> None:
        """ESC: back from the enlarged paper first; then out, asking once when something changed."""
        if self.ampliada:
            self.amplia()
            return
        if self.formulario is None or not self.formulario.alterado:
            super().reject()
            return
        Pergunta(self, "Descartar alterações não gravadas?", "O modelo tem mudanças que não foram salvas.",
                 "Descartar", "Continuar editando", lambda sim: QDialog.reject(self) if sim else None,
                 perigo=True).open()
