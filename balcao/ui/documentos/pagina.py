"""F8, Documentos: find a DAV or a pré-venda, see it, and do what its situation allows."""

from collections.abc import Callable
from datetime import date, timedelta, tzinfo
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)

from balcao.domain.formatos import TextoInvalido, data, le_data
from balcao.domain.permissoes import Permissao
from balcao.domain.situacoes import ROTULO_SITUACAO, TRANSICOES, Situacao
from balcao.services.counter.conversao import Conversao
from balcao.services.counter.documentos import Filtro, LinhaDocumento
from balcao.ui.acoes import Acoes, ActionSpec, sobre_teclas
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.controles import Escolha, LinhaTexto
from balcao.ui.documentos.conversao import DialogoConversao
from balcao.ui.documentos.modelo import COLUNAS, ModeloDocumentos, numero_de
from balcao.ui.documentos.servicos import ServicosDocumentos
from balcao.ui.tema import Papel, Rotulo, U
from balcao.ui.venda.dialogo import DialogoValor
from balcao.ui.venda.motivo import DialogoMotivo

_ESPERA_DIGITACAO_MS = 250
_SUSPENSOS = "suspensos"


def _pode(para: Situacao) -> Callable[[Any], bool]:
    return lambda pagina: pagina.atual is not None and not pagina.atual.enviando and (
        pagina.atual.resumo.situacao, para) in TRANSICOES


def _e_dav(pagina: Any) -> bool:
    return (pagina.atual is not None and pagina.atual.resumo.categoria == "orcamento"
            and pagina.atual.resumo.situacao is Situacao.PENDENTE and not pagina.atual.enviando)


def _revalidavel(pagina: Any) -> bool:
    return (pagina.atual is not None and pagina.atual.resumo.categoria == "orcamento"
            and pagina.atual.resumo.situacao in (Situacao.PENDENTE, Situacao.VENCIDO))


def _entregavel(pagina: Any) -> bool:
    return (_pode(Situacao.ENTREGUE)(pagina) and pagina.atual.resumo.categoria == "venda"
            and pagina.pode(Permissao.FATURAR))


def _entregue(pagina: Any) -> bool:
    return (pagina.atual is not None and pagina.atual.resumo.situacao is Situacao.ENTREGUE
            and pagina.pode(Permissao.FATURAR))


def _emitido(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.resumo.situacao is not Situacao.MANUTENCAO


def _suspenso(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.resumo.situacao is Situacao.MANUTENCAO


DOCUMENTOS = (
    ActionSpec("documentos.voltar", "Voltar à venda", "Esc", "volta", "Volta ao documento aberto.", curto="Voltar"),
    ActionSpec("documentos.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", curto="Ajuda"),
    ActionSpec("documentos.atualizar", "Atualizar a lista", "F5", "atualiza", "Lê de novo.", curto="Atualizar"),
    ActionSpec("documentos.via", "2ª via", "Ctrl+P", "segunda_via",
               "Outra via, marcada; se nenhuma saiu, a primeira.", "", _emitido, curto="2ª via"),
    ActionSpec("documentos.pdf", "Salvar em PDF", "Ctrl+G", "salva_pdf", "Grava um arquivo PDF.", "", _emitido,
               curto="PDF"),
    ActionSpec("documentos.converter", "Converter em pré-venda", "F9", "converte",
               "Mostra o que mudou desde o orçamento.", "", _e_dav, curto="Converter"),
    ActionSpec("documentos.retomar", "Retomar suspenso", "F10", "retoma", "Continua a venda neste balcão.", "",
               _suspenso, curto="Retomar"),
    ActionSpec("documentos.clonar", "Clonar", "Ctrl+D", "clona", "Novo documento com os mesmos itens, preços de hoje.",
               "", _emitido, curto="Clonar"),
    ActionSpec("documentos.revalidar", "Revalidar orçamento", "Ctrl+R", "revalida", "Nova data de validade.", "",
               _revalidavel, curto="Revalidar"),
    ActionSpec("documentos.entregar", "Entregar antes de faturar", "Ctrl+E", "entrega",
               "A mercadoria sai agora; o caixa fatura depois.", "", _entregavel, curto="Entregar"),
    ActionSpec("documentos.devolver", "Desfazer a entrega", "Ctrl+Shift+E", "devolve",
               "O que saiu sem faturar voltou.", "", _entregue),
    ActionSpec("documentos.perder", "Orçamento perdido", "Ctrl+Del", "perde", "Encerra com o motivo da perda.", "",
               lambda p: _pode(Situacao.PERDIDO)(p) and p.atual.resumo.categoria == "orcamento", curto="Perdido"),
    ActionSpec("documentos.cancelar", "Cancelar documento", "Del", "cancela", "Cancela com motivo; nada é apagado.",
               "", lambda p: _pode(Situacao.CANCELADO)(p) and _emitido(p) and p.pode(Permissao.CANCELAR_DOCUMENTO),
               curto="Cancelar"),
)


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
        self.servicos, self.fundo, self._hoje, self.pode = servicos, fundo, hoje, pode
        self._imagem = QPixmap()
        self.de, self.ate, self.texto = LinhaTexto(), LinhaTexto(), LinhaTexto()
        self.de.setText(data(hoje() - timedelta(days=dias)))
        self.ate.setText(data(hoje()))
        self.situacao = Escolha()
        self.situacao.addItem("Todas as situações", None)
        for situacao in (Situacao.PENDENTE, Situacao.APROVADO, Situacao.ENTREGUE, Situacao.CANCELADO, Situacao.VENCIDO,
                         Situacao.PERDIDO):
            self.situacao.addItem(ROTULO_SITUACAO[situacao], situacao)
        self.situacao.addItem("Suspensos na retaguarda", _SUSPENSOS)
        self.modelo, self.tabela = ModeloDocumentos(fuso, self), QTableView()
        self.erro = Rotulo("", Papel.CORPO, "bloqueio")
        self.estado = Rotulo("", Papel.CORPO, "texto_fraco")
        self.previa = QLabel()
        self.acoes = Acoes(self, DOCUMENTOS, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
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
        self.texto.setPlaceholderText("número ou cliente")
        self.texto.setAccessibleName("Número ou cliente")
        self.texto.textChanged.connect(lambda _: self._espera.start())
        self.texto.installEventFilter(self)
        self.situacao.setAccessibleName("Situação")
        self.situacao.currentIndexChanged.connect(lambda _: self.atualiza())
        filtros.addWidget(self.texto, 1)
        filtros.addWidget(self.situacao)
        self.tabela.setModel(self.modelo)
        self.tabela.setAccessibleName("Documentos")
        self.tabela.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tabela.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tabela.setTabKeyNavigation(False)
        self.tabela.setShowGrid(False)
        self.tabela.setAlternatingRowColors(True)
        self.tabela.verticalHeader().hide()
        cabecalho = self.tabela.horizontalHeader()
        cabecalho.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        cabecalho.setSectionResizeMode(COLUNAS.index("Cliente"), QHeaderView.ResizeMode.Stretch)
        self.tabela.selectionModel().currentRowChanged.connect(lambda *_: self._mudou_linha())
        self.previa.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.previa.setMinimumWidth(30 * U)
        lado = QHBoxLayout()
        lado.addWidget(self.tabela, 3)
        lado.addWidget(self.previa, 1)
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
        """Shown: read the list, cursor in the search box."""
        self.texto.setFocus()
        self.texto.selectAll()
        self.atualiza()

    def procura(self, texto: str, dia: date) -> None:
        """Shown for a document that another list names: from that day on."""
        self.de.setText(data(dia))
        self.ate.setText(data(self._hoje()))
        self.situacao.setCurrentIndex(0)
        self.texto.setText(texto)
        self.abre()

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
            de = le_data(self.de.text(), self._hoje())
            campo = self.ate
            ate = le_data(self.ate.text(), self._hoje())
            if ate < de:
                raise TextoInvalido("O período termina antes de começar. Acerte as datas.")
        except TextoInvalido as erro:
            self.erro.setText(str(erro))
            self.erro.show()
            campo.selectAll()
            return None
        self.erro.hide()
        situacao = self.situacao.currentData()
        suspensos = situacao == _SUSPENSOS
        return Filtro(de, ate, self.texto.text().strip(), None if suspensos else situacao, suspensos)

    def _mostra(self, linhas: list[LinhaDocumento]) -> None:
        escolhido = self.atual.resumo.id if self.atual else None
        self.modelo.troca(linhas)
        n = len(linhas)
        self.estado.setText(f"{n} documento{'s' if n != 1 else ''}" if n else "Nenhum documento neste filtro.")
        posicao = next((i for i, um in enumerate(linhas) if um.resumo.id == escolhido), 0)
        if linhas:
            self.tabela.selectRow(posicao)
        self._mudou_linha()

    def _falhou(self, erro: Exception) -> None:
        self.estado.setText(str(erro))

    def _mudou_linha(self) -> None:
        self.acoes.atualiza()
        atual = self.atual
        self.fundo.cancela("previa")
        if atual is None or atual.resumo.situacao is Situacao.MANUTENCAO:
            self._imagem = QPixmap()
            self.previa.setText("" if atual is None else "Rascunho: F10 retoma neste balcão.")
            return
        id_ = atual.resumo.id
        self.fundo.executa(Faixa.LEITURA, "previa", lambda _ficha: self.servicos.previa(id_), self._mostra_previa,
                           lambda erro: self.previa.setText(str(erro)), dono=self)

    def _mostra_previa(self, png: bytes) -> None:
        self._imagem.loadFromData(png)
        self._ajusta_previa()

    def _ajusta_previa(self) -> None:
        if not self._imagem.isNull():
            self.previa.setPixmap(self._imagem.scaled(
                self.previa.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ajusta_previa()

    def eventFilter(self, alvo: QObject, evento: QEvent) -> bool:
        setas = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if (alvo is self.texto and evento.type() == QEvent.Type.KeyPress and isinstance(evento, QKeyEvent)
                and evento.key() in setas):
            self.tabela.keyPressEvent(evento)
            return True
        return super().eventFilter(alvo, evento)

    # -- what a document lets be done ----------------------------------------------------------------
    def volta(self) -> None:
        """ESC."""
        self.voltou.emit()

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()

    def segunda_via(self) -> None:
        """Ctrl+P."""
        self._faz(Faixa.IMPRESSAO, self.servicos.segunda_via)

    def salva_pdf(self) -> None:
        """Ctrl+G."""
        assert self.atual is not None
        nome = f"{'pre-venda' if self.atual.resumo.categoria == 'venda' else 'dav'}-{numero_de(self.atual.resumo)}.pdf"
        destino, _ = QFileDialog.getSaveFileName(self, "Salvar em PDF", nome.replace("/", "-"), "PDF (*.pdf)")
        if destino:
            self._faz(Faixa.IMPRESSAO, lambda id_: self.servicos.salva_pdf(id_, destino))

    def converte(self) -> None:
        """F9: first what changed, then the draft."""
        def mostra(conversao: Conversao) -> None:
            if DialogoConversao(conversao, self).exec():
                self.abriu.emit(conversao.rascunho)

        self._le("converte", self.servicos.converte, mostra)

    def clona(self) -> None:
        """Ctrl+D."""
        self._le("clona", self.servicos.clona, self.abriu.emit)

    def retoma(self) -> None:
        """F10."""
        self._le("retoma", self.servicos.retoma, self.abriu.emit)

    def revalida(self) -> None:
        """Ctrl+R."""
        dialogo = DialogoValor("Revalidar orçamento", "&Válido até", data(self._hoje() + timedelta(days=7)),
                               self._le_futuro, self)
        if dialogo.exec():
            self._faz(Faixa.ENVIO, lambda id_: self.servicos.revalida(id_, dialogo.valor))

    def _le_futuro(self, texto: str) -> date:
        dia = le_data(texto, self._hoje())
        if dia < self._hoje():
            raise TextoInvalido(f"{data(dia)} já passou. Informe de hoje em diante.")
        return dia

    def cancela(self) -> None:
        """Del."""
        self._com_motivo("Cancelar documento", "O documento continua na lista, cancelado. Estoque e crédito voltam.",
                         self.servicos.cancela)

    def entrega(self) -> None:
        """Ctrl+E."""
        self._faz(Faixa.ENVIO, self.servicos.entrega)

    def devolve(self) -> None:
        """Ctrl+Shift+E."""
        self._com_motivo("Desfazer a entrega", "A mercadoria voltou; a pré-venda fica pendente.", self.servicos.devolve)

    def perde(self) -> None:
        """Ctrl+Del."""
        self._com_motivo("Orçamento perdido", "Por que o cliente não fechou?", self.servicos.perde)

    def _com_motivo(self, titulo: str, aviso: str, faz: Callable[[UUID, str], str]) -> None:
        assert self.atual is not None
        id_ = self.atual.resumo.id
        dialogo = DialogoMotivo(f"{titulo} {numero_de(self.atual.resumo)}", aviso, self)

        def fez(mensagem: str) -> None:
            dialogo.accept()
            self._fez(mensagem)

        dialogo.confirmado.connect(lambda: self.fundo.executa(
            Faixa.ENVIO, f"motivo {id_}", lambda _ficha: faz(id_, dialogo.motivo.text().strip()), fez,
            lambda erro: dialogo.recusa(str(erro), dialogo.motivo), dono=dialogo))
        dialogo.exec()

    def _faz(self, faixa: Faixa, faz: Callable[[UUID], str]) -> None:
        assert self.atual is not None
        id_ = self.atual.resumo.id
        self.fundo.executa(faixa, f"documento {id_}", lambda _ficha: faz(id_), self._fez,
                           lambda erro: self.avisou.emit(str(erro)), dono=self)

    def _fez(self, mensagem: str) -> None:
        self.informou.emit(mensagem)
        self.atualiza()

    def _le(self, chave: str, le: Callable[[UUID], Any], pronto: Callable[[Any], None]) -> None:
        assert self.atual is not None
        id_ = self.atual.resumo.id
        self.fundo.executa(Faixa.LEITURA, chave, lambda _ficha: le(id_), pronto,
                           lambda erro: self.avisou.emit(str(erro)), dono=self)
