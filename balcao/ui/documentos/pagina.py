"""F8, Documentos: find a DAV or a pré-venda, see it, and do what its situation allows."""

from collections.abc import Callable
from datetime import date, timedelta, tzinfo
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from balcao.domain.formatos import TextoInvalido, data, le_data
from balcao.domain.permissoes import Permissao
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.services.counter.documentos import Filtro, LinhaDocumento, Listados
from balcao.services.counter.versoes import VersaoVista
from balcao.ui.acoes import Acoes, sobre_teclas
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.controles import Escolha, LinhaTexto
from balcao.ui.componentes.tabela import veste
from balcao.ui.documentos.modelo import COLUNAS, ModeloDocumentos
from balcao.ui.documentos.operacoes import DOCUMENTOS, Operacoes
from balcao.ui.documentos.previa import Previa
from balcao.ui.documentos.servicos import ServicosDocumentos
from balcao.ui.documentos.versoes import GuiaDeVersoes
from balcao.ui.tema import Papel, Rotulo, U

_ESPERA_DIGITACAO_MS = 250
_SUSPENSOS = "suspensos"


class PaginaDocumentos(QWidget):
    """`abriu` carries a draft for the sale's screen. `pode`: what the person at the counter may do; the service
    checks again."""

    abriu = Signal(object)
    voltou = Signal()
    informou = Signal(str)
    avisou = Signal(str)
    pediu_ajuda = Signal()

    def __init__(self, servicos: ServicosDocumentos, fundo: Background, hoje: Callable[[], date], fuso: tzinfo,
                 pode: Callable[[Permissao], bool], dias: int = 7, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.servicos, self.fundo, self.hoje, self.fuso, self.pode = servicos, fundo, hoje, fuso, pode
        self.de, self.ate, self.texto = LinhaTexto(), LinhaTexto(), LinhaTexto()
        self._dias = dias
        self.situacao = Escolha()
        self.situacao.addItem("Todas as situações", None)
        for situacao in (Situacao.PENDENTE, Situacao.APROVADO, Situacao.EXECUCAO, Situacao.PRONTO, Situacao.TRANSITO,
                         Situacao.ENTREGUE, Situacao.QUALIFICADO, Situacao.CANCELADO, Situacao.VENCIDO,
                         Situacao.PERDIDO):
            self.situacao.addItem(ROTULO_SITUACAO[situacao], situacao)
        self.situacao.addItem("Suspensos na retaguarda", _SUSPENSOS)
        self.modelo, self.tabela = ModeloDocumentos(fuso, self), QTableView()
        self.erro = Rotulo("", Papel.CORPO, "bloqueio")
        self.estado = Rotulo("", Papel.CORPO, "texto_fraco")
        self.previa, self.guia = Previa(22 * U), GuiaDeVersoes(fuso)
        self.guia.pediu.connect(self._ve_versao)
        self.operacoes = Operacoes(self)
        self.acoes = Acoes(self, DOCUMENTOS, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._relendo = False  # the rows are not those of the screen yet
        self.procurado: UUID | None = None  # the cursor goes there when the list is read again
        self._espera = QTimer(self, singleShot=True, interval=_ESPERA_DIGITACAO_MS)
        self._espera.timeout.connect(self.atualiza)
        self._monta()

    def _monta(self) -> None:
        filtros = QHBoxLayout()
        for rotulo, campo, largura in (("&De", self.de, 12), ("&Até", self.ate, 12)):
            titulo = QLabel(rotulo)
            titulo.setBuddy(campo)
            campo.setFixedWidth(largura * U)
            campo.setAccessibleName(rotulo.replace("&", ""))
            campo.editingFinished.connect(self.atualiza)
            filtros.addWidget(titulo)
            filtros.addWidget(campo)
        self.texto.setPlaceholderText("número, cliente ou placa")
        self.texto.setAccessibleName("Número, cliente ou placa")
        self.texto.textChanged.connect(lambda _: self._espera.start())
        self.texto.installEventFilter(self)
        self.situacao.setAccessibleName("Situação")
        self.situacao.currentIndexChanged.connect(lambda _: self.atualiza())
        self.situacao.currentIndexChanged.connect(lambda _: self.acoes.atualiza())  # F10 asks which list it is
        filtros.addWidget(self.texto, 1)
        filtros.addWidget(self.situacao)
        self.tabela.setModel(self.modelo)
        self.tabela.setAccessibleName("Documentos")
        veste(self.tabela)
        self.tabela.setAlternatingRowColors(True)
        cabecalho = self.tabela.horizontalHeader()
        cabecalho.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        cabecalho.setSectionResizeMode(COLUNAS.index("Cliente"), QHeaderView.ResizeMode.Stretch)
        self.tabela.selectionModel().currentRowChanged.connect(lambda *_: self._mudou_linha())
        lado = QHBoxLayout()
        lado.addWidget(self.tabela, 7)
        vista = QVBoxLayout()
        vista.addWidget(self.guia)
        vista.addWidget(self.previa, 1)
        lado.addLayout(vista, 2)
        coluna = sobre_teclas(self, self.acoes)
        coluna.addWidget(Rotulo("Documentos", Papel.TITULO))
        coluna.addLayout(filtros)
        coluna.addWidget(self.erro)
        coluna.addLayout(lado, 1)
        coluna.addWidget(self.estado)
        self.erro.hide()
        self.setFocusProxy(self.texto)

    @property
    def atual(self) -> LinhaDocumento | None:
        """The document under the cursor."""
        linha = self.tabela.currentIndex().row()
        return self.modelo.linhas[linha] if 0 <= linha < len(self.modelo.linhas) else None

    def abre(self) -> None:
        """F8: everything of the last days, the newest under the cursor, whatever was looked for before."""
        self._filtra("", self.hoje() - timedelta(days=self._dias))

    def procura(self, texto: str, dia: date) -> None:
        """Shown for a document that another list names: from that day on."""
        self._filtra(texto, dia)

    def _filtra(self, texto: str, desde: date) -> None:
        for campo, valor in ((self.de, data(desde)), (self.ate, data(self.hoje())), (self.texto, texto)):
            campo.setText(valor)
        with QSignalBlocker(self.situacao):
            self.situacao.setCurrentIndex(0)
        self.tabela.setCurrentIndex(QModelIndex())
        self.texto.setFocus()
        self.atualiza()

    def atualiza(self) -> None:
        """Read the list again with the filters as they are."""
        self._espera.stop()
        filtro = self._filtro()
        if filtro is None:
            return
        self.estado.setText("Lendo…")
        self.fundo.executa(Faixa.LEITURA, "documentos", lambda _ficha: self.servicos.lista(filtro), self._mostra,
                           self._falhou, dono=self)

    def _filtro(self) -> Filtro | None:
        campo = self.de
        try:
            de = le_data(self.de.text(), self.hoje())
            campo = self.ate
            ate = le_data(self.ate.text(), self.hoje())
            if ate < de:
                raise TextoInvalido("O período termina antes de começar. Acerte as datas.")
        except TextoInvalido as erro:
            self.erro.setText(str(erro))
            self.erro.show()
            campo.selectAll()
            return None
        self.erro.hide()
        situacao = self.situacao.currentData()
        suspensos = self.so_suspensos
        return Filtro(de, ate, self.texto.text().strip(), None if suspensos else situacao, suspensos)

    @property
    def so_suspensos(self) -> bool:
        """Whether the list is of the drafts that wait on the server."""
        return bool(self.situacao.currentData() == _SUSPENSOS)

    def ve_suspensos(self) -> None:
        """List the drafts that wait on the server."""
        self.situacao.setCurrentIndex(self.situacao.findData(_SUSPENSOS))

    def _mostra(self, lidos: Listados) -> None:
        linhas = lidos.linhas
        era, antiga = self.atual.resumo if self.atual else None, self.guia.substituida
        escolhido = self.procurado or (era.id if era else None)
        self.procurado = None
        self._relendo = True
        self.modelo.troca(linhas)
        self.estado.setText(_quantos(lidos))
        posicao = next((i for i, um in enumerate(linhas) if um.resumo.id == escolhido), 0)
        if linhas:
            self.tabela.selectRow(posicao)
        self._relendo = False
        mesma = era is not None and self.atual is not None and era.id == self.atual.resumo.id
        self._mudou_linha(antiga.versao if antiga is not None and mesma else None)

    def _falhou(self, erro: Exception) -> None:
        self.estado.setText(str(erro))

    def _mudou_linha(self, versao: int | None = None) -> None:
        """Another document, or the same read again: then whoever looks at an earlier `versao` goes on looking at it."""
        if self._relendo:
            return
        atual = self.atual
        if versao is None or atual is None or not atual.versiona:
            self.guia.some()
        self.acoes.atualiza()
        self.fundo.cancela("previa")
        if atual is None or atual.resumo.situacao is Situacao.MANUTENCAO:
            self.previa.diz("" if atual is None else "Rascunho: F10 retoma neste balcão.")
            return
        if atual.versiona and not atual.enviando:
            self._ve_versao(versao)
            return
        id_ = atual.resumo.id
        self.fundo.executa(Faixa.LEITURA, "previa", lambda _ficha: self.servicos.previa(id_), self.previa.mostra,
                           lambda erro: self.previa.diz(str(erro)), dono=self)

    def _ve_versao(self, versao: int | None) -> None:
        """A version of the quote under the cursor, in the preview; None: the last."""
        assert self.atual is not None
        id_ = self.atual.resumo.id
        self.fundo.executa(Faixa.LEITURA, "previa", lambda _ficha: self.servicos.versoes.ve(id_, versao),
                           self._viu_versao, lambda erro: self.previa.diz(str(erro)), dono=self)

    def _viu_versao(self, vista: VersaoVista) -> None:
        self.guia.mostra(vista)
        self.previa.mostra(vista.png)
        self.acoes.atualiza()

    def eventFilter(self, alvo: QObject, evento: QEvent) -> bool:
        setas = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if (alvo is self.texto and evento.type() == QEvent.Type.KeyPress and isinstance(evento, QKeyEvent)
                and evento.key() in setas):
            self.tabela.keyPressEvent(evento)
            return True
        if (alvo is self.texto and evento.type() == QEvent.Type.ShortcutOverride and isinstance(evento, QKeyEvent)
                and evento.key() == Qt.Key.Key_Delete and not self.texto.text()):
            evento.ignore()  # there is nothing to erase: Del is the document's, as the bar of keys says
            return True
        return super().eventFilter(alvo, evento)

    # -- what the keys of the list do (those of one document: operacoes.py) ----------------------------
    def volta(self) -> None:
        """ESC."""
        self.voltou.emit()

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()


def _quantos(lidos: Listados) -> str:
    """The line under the list."""
    n = len(lidos.linhas)
    ditos = f"{n} documento{'s' if n != 1 else ''}" if n else "Nenhum documento"
    if lidos.ha_mais:
        return f"Os {n} mais novos; há outros antes deles. Encurte o período ou digite número, cliente ou placa."
    if lidos.fora_do_periodo:
        return f"{ditos}, fora do período."
    if lidos.so_daqui:
        return f"A retaguarda não responde: {ditos[0].lower()}{ditos[1:]} deste balcão neste filtro. F5 tenta de novo."
    return ditos if n else f"{ditos} neste filtro. Aumente o período, ou apague o que digitou."
