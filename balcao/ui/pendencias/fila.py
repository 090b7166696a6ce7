"""A enviar: what waits at this counter, since when, what was answered, and what can be done about it."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from balcao.domain.formatos import data_hora, moeda
from balcao.domain.terminal.opcoes import CampoCliente
from balcao.services.counter.fila import Pendente
from balcao.services.counter.rascunho import Rascunho
from balcao.ui.acoes import Acoes, ActionSpec, sobre_teclas
from balcao.ui.background import Background, Faixa
from balcao.ui.componentes.tabela import ModeloLinhas, Tabela
from balcao.ui.pendencias.servicos import ServicosFila
from balcao.ui.tema import Papel, Rotulo
from balcao.ui.venda.cadastro import DialogoCadastro
from balcao.ui.venda.motivo import DialogoMotivo

COLUNAS = ("Documento", "Cliente", "Vendedor", "Total", "Desde", "Tentativas", "Situação")


def _tem(pagina: Any) -> bool:
    return pagina.atual is not None


def _preso(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.quarentena


def _cadastro_preso(pagina: Any) -> bool:
    return _preso(pagina) and pagina.atual.cadastro is not None


def _refazivel(pagina: Any) -> bool:
    return pagina.atual is not None and pagina.atual.refaz


FILA = (
    ActionSpec("fila.voltar", "Voltar à venda", "Esc", "volta", "Volta ao documento aberto.", curto="Voltar"),
    ActionSpec("fila.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", curto="Ajuda"),
    ActionSpec("fila.corrigir", "Corrigir o cadastro", "F2", "corrige",
               "Abre o cadastro recusado; os documentos deste cliente vão em seguida.", "", _cadastro_preso,
               curto="Corrigir"),
    ActionSpec("fila.atualizar", "Atualizar a lista", "F5", "atualiza", "Lê de novo.", curto="Atualizar"),
    ActionSpec("fila.reenviar", "Enviar de novo", "F10", "reenvia", "Tira da quarentena e tenta outra vez.", "", _preso,
               curto="Enviar de novo"),
    ActionSpec("fila.refazer", "Refazer como rascunho", "Ctrl+R", "refaz",
               "Um documento novo com os mesmos itens; o que está em quarentena não é mais enviado.", "", _refazivel,
               curto="Refazer"),
    ActionSpec("fila.exportar", "Exportar tudo", "Ctrl+E", "exporta",
               "Grava em um arquivo o que espera, para guardar ou importar no servidor.", "", _tem, curto="Exportar"),
    ActionSpec("fila.exportar_um", "Exportar só este", "Ctrl+Shift+E", "exporta_um",
               "Um arquivo para o gerente ou o suporte.", "", _tem),
    ActionSpec("fila.enviar", "Enviar agora", "F12", "envia", "Tenta tudo, sem esperar a vez.", "", _tem,
               nao_repete=True, curto="Enviar agora"),
)


class PaginaFila(QWidget):
    """`abriu` carries a draft for the sale's screen; it is kept by whoever takes it, in the journal's lane."""

    abriu = Signal(object)
    voltou = Signal()
    informou = Signal(str)
    avisou = Signal(str)
    pediu_ajuda = Signal()

    def __init__(self, servicos: ServicosFila, fundo: Background, fuso: tzinfo, nome_arquivo: Callable[[], str],
                 obrigatorios: Callable[[], frozenset[CampoCliente]], parent: QWidget | None = None) -> None:
        """nome_arquivo: what an export is called at first. obrigatorios: what this terminal asks of a customer."""
        super().__init__(parent)
        self.servicos, self.fundo, self._fuso = servicos, fundo, fuso
        self._nome_arquivo, self._obrigatorios = nome_arquivo, obrigatorios
        self.ligacao, self.estado = Rotulo("", Papel.CORPO, "texto_fraco"), Rotulo("", Papel.CORPO, "texto_fraco")
        self.aviso, self.resposta = Rotulo("", Papel.CORPO, "bloqueio"), Rotulo("", Papel.CORPO)
        self.conselho = Rotulo("", Papel.CORPO, "texto_fraco")
        self.tabela = Tabela(ModeloLinhas(COLUNAS, ("Total", "Tentativas"), self._textos, _cor, self), "A enviar",
                             COLUNAS.index("Cliente"))
        self.acoes = Acoes(self, FILA, contexto=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._monta()

    def _monta(self) -> None:
        for rotulo in (self.ligacao, self.aviso, self.resposta, self.conselho):
            rotulo.setWordWrap(True)
            rotulo.setTextFormat(Qt.TextFormat.PlainText)
        self.resposta.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabela.selectionModel().currentRowChanged.connect(lambda *_: self._mudou_linha())
        coluna = sobre_teclas(self, self.acoes)
        coluna.addWidget(Rotulo("A enviar", Papel.TITULO))
        for widget in (self.ligacao, self.aviso):
            coluna.addWidget(widget)
        coluna.addWidget(self.tabela, 1)
        for abaixo in (self.estado, self.resposta, self.conselho):
            coluna.addWidget(abaixo)
        self.aviso.hide()
        self.setFocusProxy(self.tabela)

    @property
    def atual(self) -> Pendente | None:
        """What is under the cursor."""
        atual: Pendente | None = self.tabela.atual
        return atual

    def abre(self) -> None:
        """Shown: read the list."""
        self.tabela.setFocus()
        self.atualiza()

    def mostra_ligacao(self, texto: str, problema: bool) -> None:
        """The connection and the age of the data, in words."""
        self.ligacao.define_cor("alerta" if problema else "texto_fraco")
        self.ligacao.setText(("▲ " if problema else "● ") + texto)

    def atualiza(self) -> None:
        """Read the list again."""
        self.fundo.executa(Faixa.LEITURA, "fila", lambda _ficha: (self.servicos.lista(), self.servicos.aviso()),
                           self._mostra, lambda erro: self.estado.setText(str(erro)), dono=self)

    def _mostra(self, lido: tuple[list[Pendente], str]) -> None:
        linhas, aviso = lido
        self.aviso.setText(aviso)
        self.aviso.setVisible(bool(aviso))
        self.tabela.mostra(linhas, lambda um: um.chave)
        self.tabela.diz_vazia("Nada a enviar.")
        presos = sum(um.quarentena for um in linhas)
        if not linhas:
            self.estado.setText("Nada espera: tudo o que foi feito neste balcão já está na retaguarda.")
        else:
            n = len(linhas)
            self.estado.setText(f"{n} {'espera' if n == 1 else 'esperam'}"
                                + (f", {presos} em quarentena" if presos else "")
                                + (". Está gravado" if n == 1 else ". Estão gravados") + " no disco deste computador.")
        self._mudou_linha()

    def _mudou_linha(self) -> None:
        self.acoes.atualiza()
        um = self.atual
        self.resposta.define_cor("alerta" if um is not None and um.quarentena else "texto")
        self.resposta.setText("" if um is None else f"Última resposta: {um.resposta}" if um.tentativas or um.quarentena
                              else um.resposta)
        self.conselho.setText("" if um is None else conselho(um))

    def _textos(self, um: Pendente) -> tuple[str, ...]:
        return (um.nome, um.quem, um.vendedor, moeda(um.total) if um.total is not None else "",
                data_hora(um.desde.astimezone(self._fuso)), str(um.tentativas),
                _situacao(um))

    # -- keys ----------------------------------------------------------------------------------------
    def volta(self) -> None:
        """ESC."""
        self.voltou.emit()

    def ajuda(self) -> None:
        """F1."""
        self.pediu_ajuda.emit()

    def envia(self) -> None:
        """F12."""
        self.estado.setText("Enviando…")
        self.fundo.executa(Faixa.ENVIO, "fila", lambda _ficha: self.servicos.envia_agora(), self._fez, self._falhou,
                           dono=self)

    def reenvia(self) -> None:
        """F10."""
        um = self.atual
        assert um is not None
        self.estado.setText("Enviando…")
        self.fundo.executa(Faixa.ENVIO, "fila", lambda _ficha: self.servicos.reenvia(um), self._fez, self._falhou,
                           dono=self)

    def corrige(self) -> None:
        """F2: the registration that was refused, with what was typed."""
        um = self.atual
        assert um is not None
        assert um.cadastro is not None
        dialogo = DialogoCadastro("", self._obrigatorios(), um.cadastro.id, self, de=um.cadastro)
        self._dialogo(dialogo, lambda: self.servicos.corrige_cadastro(um, dialogo.novo), self._fez)

    def refaz(self) -> None:
        """Ctrl+R: say why; then the draft, and only when it is on the disk the old one is put aside."""
        um = self.atual
        assert um is not None
        dialogo = DialogoMotivo(
            f"Refazer {um.nome}", "Só refaça com o papel antigo na mão: o número dele deixa de valer e ele não é mais "
            "enviado. O documento novo abre na venda, a preços de hoje.", self)

        def refez(rascunho: Rascunho) -> None:
            motivo = dialogo.motivo.text().strip()
            self.abriu.emit(rascunho)
            self.fundo.executa(Faixa.DIARIO, "refeito", lambda _ficha: self.servicos.marca_refeito(um, motivo),
                               self.informou.emit, lambda erro: self.avisou.emit(str(erro)))

        self._dialogo(dialogo, lambda: self.servicos.refaz(um), refez)

    def exporta(self) -> None:
        """Ctrl+E."""
        self._exporta(None)

    def exporta_um(self) -> None:
        """Ctrl+Shift+E."""
        self._exporta(self.atual)

    def _exporta(self, so: Pendente | None) -> None:
        destino, _ = QFileDialog.getSaveFileName(self, "Exportar o que espera", self._nome_arquivo(), "JSON (*.json)")
        if destino:
            self.fundo.executa(Faixa.DIARIO, "exporta", lambda _ficha: self.servicos.exporta(destino, so),
                               self.informou.emit, lambda erro: self.avisou.emit(str(erro)), dono=self)

    def _dialogo(self, dialogo: Any, faz: Callable[[], Any], pronto: Callable[[Any], None]) -> None:
        def fez(resultado: Any) -> None:
            dialogo.accept()
            pronto(resultado)

        dialogo.confirmado.connect(lambda: self.fundo.executa(
            Faixa.ENVIO, "fila", lambda _ficha: faz(), fez, lambda erro: dialogo.recusa(str(erro)), dono=dialogo))
        dialogo.open()

    def _fez(self, mensagem: str) -> None:
        self.informou.emit(mensagem)
        self.atualiza()

    def _falhou(self, erro: Exception) -> None:
        self.avisou.emit(str(erro))
        self.atualiza()


def conselho(um: Pendente) -> str:
    """What to do about one, with its keys."""
    if not um.quarentena:
        return "Não precisa fazer nada; F12 tenta agora. Ctrl+E guarda uma cópia fora deste computador."
    if um.cadastro is not None:
        return "F2 corrige o cadastro. Se o que falta é permissão, quem a tem entra neste balcão e envia de novo (F10)."
    if um.com_gerente is not None:
        return ("O gerente o vê em Divergências e decide; o que ele decidir chega aqui sozinho. Enquanto isso: "
                f"{_passos(um)}.")
    if um.devolvido:
        return f"Devolvido pelo gerente: {_passos(um)}."
    return f"Vai ao gerente assim que a retaguarda responder. Enquanto isso: {_passos(um)}. Nada se perde."


def _passos(um: Pendente) -> str:
    passos = ["F10 envia de novo, depois de corrigido na retaguarda o que ela diz que falta"]
    if um.refaz:
        passos.append("Ctrl+R refaz como rascunho, com o papel antigo na mão")
    return f"{'; '.join(passos)}; Ctrl+Shift+E grava o arquivo para o suporte"


def _situacao(um: Pendente) -> str:
    if not um.quarentena:
        return "A enviar"
    return "Com o gerente" if um.com_gerente is not None else "Devolvido" if um.devolvido else "Quarentena"


def _cor(um: Pendente) -> str:
    return "alerta" if um.quarentena else "texto"
