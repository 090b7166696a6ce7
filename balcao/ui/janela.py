"""The counter's window: login, sale and documents, one at a time, and what is said over all of them.

It begins with the login alone (Qt only); the rest is given to it by `balcao.app` once the program is ready.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from balcao.domain.permissoes import Permissao
from balcao.ui.acoes import Acoes, ActionSpec, BarraTeclas
from balcao.ui.componentes.avisos import Faixa, Nota, Pergunta, Tom
from balcao.ui.filtro_foco import Atividade
from balcao.ui.login import TelaLogin
from balcao.ui.tema import U

SEMPRE = "janela.diagnostico"  # also before anybody is in
_MINUTO_MS = 60_000
_INSISTE_MS = 2_000  # a dialog whose work cannot be left is asked again
JANELA = (
    ActionSpec("janela.comandos", "Comandos", "Ctrl+K", "comandos", "Procura qualquer comando pelo nome.", "Geral"),
    ActionSpec("janela.configuracao", "Configuração", "Ctrl+,", "configuracao",
               "Endereço da retaguarda, impressora e regras deste terminal.", "Geral"),
    ActionSpec("janela.importar", "Importar", "Ctrl+Shift+I", "importa",
               "Notas de fornecedor (NF-e), produtos, clientes e títulos de planilhas.", "Geral",
               lambda janela: janela.entrou and janela.pode(Permissao.IMPORTAR)),
    ActionSpec("janela.fila", "A enviar", "Ctrl+Shift+F", "fila",
               "O que ainda não chegou à retaguarda, por que, e o que fazer.", "Geral"),
    ActionSpec("janela.divergencias", "Divergências", "Ctrl+Shift+D", "divergencias",
               "O que a retaguarda achou nas vendas feitas sem ela.", "Geral",
               lambda janela: janela.entrou and janela.pode(Permissao.VER_DIVERGENCIAS)),
    ActionSpec("janela.papeis", "Fila de impressão", "Ctrl+Shift+V", "papeis",
               "Os papéis que não saíram, por que, e o que fazer.", "Geral"),
    ActionSpec("janela.tipos_pedido", "Tipos de pedido", "Ctrl+Shift+T", "cadastros.tipos_pedido",
               "O cadastro que decide como cada documento é emitido.", "Geral"),
    ActionSpec("janela.regras_comerciais", "Regras comerciais", "Ctrl+Shift+R", "cadastros.regras_comerciais",
               "Limites de desconto e de valor, que cada tipo de pedido seleciona.", "Geral"),
    ActionSpec("janela.listas_preco", "Listas de preço", "Ctrl+Shift+L", "cadastros.listas_preco",
               "Que tabelas há, para que clientes e tipos de pedido.", "Geral"),
    ActionSpec("janela.marcas", "Marcas", "Ctrl+Shift+M", "cadastros.marcas",
               "As marcas dos produtos, e quais estão bloqueadas.", "Geral"),
    ActionSpec("janela.classificacoes", "Classificações de pedidos", "Ctrl+Shift+C", "cadastros.classificacoes_pedido",
               "Como os pedidos podem ser classificados: garantia, revisão…", "Geral"),
    ActionSpec("janela.impressoras", "Impressoras do servidor", "Ctrl+Shift+P", "cadastros.impressoras_servidor",
               "Onde a retaguarda imprime sozinha o que é emitido, e o que espera na fila.", "Geral"),
    ActionSpec("janela.tipos_estoque", "Tipos de estoque", "Ctrl+Shift+S", "cadastros.tipos_estoque",
               "Estoques além do da loja, que um tipo de pedido pode reservar.", "Geral"),
    ActionSpec("janela.diagnostico", "Diagnóstico", "Ctrl+F9", "diagnostica",
               "Olha tudo o que a venda usa e diz o que fazer; F9 na tela de entrada.", "Geral"),
    ActionSpec("janela.bloquear", "Bloquear a tela", "Ctrl+B", "bloqueia",
               "Pede a senha para continuar; a venda fica como está.", "Geral"),
    ActionSpec("janela.trocar", "Trocar de usuário", "Ctrl+Shift+B", "troca_usuario",
               "Outra pessoa assume este balcão; os rascunhos ficam.", "Geral"),
)


class _Cadastros:
    """The registries that have a key: each asks for its page by its name in domain.cadastro.declarados."""

    def __init__(self, pede: Callable[[str], None]) -> None:
        self._pede = pede

    def tipos_pedido(self) -> None:
        """Ctrl+Shift+T."""
        self._pede("tipos_pedido")

    def regras_comerciais(self) -> None:
        """Ctrl+Shift+R."""
        self._pede("regras_comerciais")

    def listas_preco(self) -> None:
        """Ctrl+Shift+L."""
        self._pede("listas_preco")

    def marcas(self) -> None:
        """Ctrl+Shift+M."""
        self._pede("marcas")

    def classificacoes_pedido(self) -> None:
        """Ctrl+Shift+C."""
        self._pede("classificacoes_pedido")

    def impressoras_servidor(self) -> None:
        """Ctrl+Shift+P."""
        self._pede("impressoras_servidor")

    def tipos_estoque(self) -> None:
        """Ctrl+Shift+S."""
        self._pede("tipos_estoque")


class Janela(QWidget):
    """Signals go to the composition root; pages are put in by `entra`."""

    pediu_configuracao = Signal()
    pediu_importacao = Signal()
    pediu_fila = Signal()
    pediu_divergencias = Signal()
    pediu_papeis = Signal()
    pediu_cadastro = Signal(str)
    pediu_diagnostico = Signal()
    bloqueou = Signal()
    pediu_troca = Signal()
    fechando = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Balcão")
        self.login = TelaLogin()
        self.faixa = Faixa()
        self.faixa.acionada.connect(self.faixa.limpa)
        self._avisou: QWidget | None = None  # the page whose own warning stands
        self.paginas = QStackedWidget()
        self.paginas.addWidget(self.login)
        coluna = QVBoxLayout(self)
        coluna.setContentsMargins(0, 0, 0, 0)
        coluna.setSpacing(0)
        coluna.addWidget(self.faixa)
        coluna.addWidget(self.paginas, 1)
        self.nota = Nota(self, self._piso)
        self.pode: Callable[[Permissao], bool] = lambda _permissao: False
        """What who is at the counter may do; given by the composition root."""
        self.cadastros = _Cadastros(self.pediu_cadastro.emit)
        self.acoes = Acoes(self, JANELA)
        self._pode_fechar: Callable[[], str] = str
        self._da_pagina: Callable[[], Acoes | None] = lambda: None
        self._fechar_mesmo = False
        self._ocioso = QTimer(self, singleShot=True)
        self._ocioso.timeout.connect(self._ninguem_mexeu)
        self._inatividade, self._fechadas = 0, list[str]()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._atividade = Atividade(app, self)
        self._atividade.houve.connect(self._houve_atividade)
        self.login.fechar.connect(self.close)
        self.login.configurar.connect(self.pediu_configuracao)
        self.login.diagnosticar.connect(self.pediu_diagnostico)
        self._habilita(False)
        self.resize(128 * U, 92 * U)

    # -- pages ---------------------------------------------------------------------------------------
    @property
    def entrou(self) -> bool:
        """Whether somebody is in (the login is not on screen)."""
        return self.paginas.currentWidget() is not self.login

    def entra(self, pagina: QWidget, acoes: Callable[[], Acoes | None], inatividade_min: int) -> None:
        """Show the first page of a session. `acoes` tells the actions of the page on screen, for help."""
        if self.paginas.indexOf(pagina) < 0:
            self.paginas.addWidget(pagina)
        self._da_pagina = acoes
        pagina.setEnabled(True)
        self.paginas.setCurrentWidget(pagina)
        self._habilita(True)
        self.define_inatividade(inatividade_min)
        self._houve_atividade()
        pagina.setFocus()
        if self._fechadas:
            self.avisa(f"A tela foi bloqueada sem ninguém por perto, e o que estava aberto sobre ela foi fechado: "
                       f"{', '.join(self._fechadas)}. O que não tinha sido gravado ali se perdeu; a venda está como "
                       "estava.")
            self._fechadas = []

    def define_inatividade(self, minutos: int) -> None:
        """How long without a key or a click until the screen locks; 0: never (CB-146)."""
        if minutos != self._inatividade:
            self._inatividade = minutos
            self._ocioso.stop()
            self._ocioso.setInterval(minutos * _MINUTO_MS)
            self._houve_atividade()

    def mostra(self, pagina: QWidget) -> None:
        """Another page of the same session. What the one left said of itself goes with it."""
        if self._avisou not in (None, pagina):
            self.faixa.limpa()
        if self.paginas.indexOf(pagina) < 0:
            self.paginas.addWidget(pagina)
        pagina.setEnabled(True)
        self.paginas.setCurrentWidget(pagina)
        pagina.setFocus()

    def sai(self) -> None:
        """Back to the login."""
        self._ocioso.stop()
        self._habilita(False)
        self.faixa.limpa()
        self.login.ocupa(False)
        self.login.destrava()
        atual = self.paginas.currentWidget()
        if atual is not None and atual is not self.login:
            atual.setEnabled(False)  # it may not take the cursor back from the password
        self.paginas.setCurrentWidget(self.login)
        self.login.foca()

    def _habilita(self, dentro: bool) -> None:
        for spec, acao in self.acoes:
            pode = spec.quando is None or bool(spec.quando(self))
            acao.setVisible(pode or not dentro)  # what a profile forbids is not offered at all
            acao.setEnabled(pode and (dentro or spec.id == SEMPRE))

    # -- said over all pages -------------------------------------------------------------------------
    def informa(self, texto: str) -> None:
        """Good news, for four seconds."""
        self.nota.mostra(texto)

    def _piso(self) -> int:
        """Above the keys of the page, which stay readable under a note."""
        atual = self.paginas.currentWidget()
        barra = atual.findChild(BarraTeclas) if atual is not None else None
        return barra.mapTo(self, QPoint()).y() if barra is not None else self.height() - 2 * U

    def avisa(self, texto: str, pagina: QWidget | None = None) -> None:
        """To be read and closed; of a `pagina` alone, until it is left."""
        self._avisou = pagina
        self.faixa.mostra(Tom.ALERTA, texto, "Entendi (ESC)")

    def le_aviso(self) -> bool:
        """ESC on a page: what stands over it was read. False: nothing does."""
        havia = bool(self.faixa.texto)
        self.faixa.limpa()
        return havia

    def cala(self, texto: str) -> None:
        """Take this warning away, if it still stands."""
        if self.faixa.texto == texto:
            self.faixa.limpa()

    def erro_inesperado(self, texto: str) -> None:
        """A bug was logged; the order is safe."""
        self._avisou = None
        self.faixa.mostra(Tom.BLOQUEIO, texto, "Entendi (ESC)")

    def comandos(self) -> None:
        """Ctrl+K."""
        from balcao.ui.paleta_comandos import PaletaComandos  # measured: with F1's sheet, 15 ms of the login

        PaletaComandos(self, self._todas()).exec()

    def ajuda(self) -> None:
        """F1."""
        from balcao.ui.ajuda import FolhaTeclas  # likewise

        FolhaTeclas(self, "Balcão", self._todas()).exec()

    def _todas(self) -> list[Acoes]:
        pagina = self._da_pagina()
        return [pagina, self.acoes] if pagina is not None else [self.acoes]

    # -- session -------------------------------------------------------------------------------------
    def configuracao(self) -> None:
        """Ctrl+,"""
        self.pediu_configuracao.emit()

    def importa(self) -> None:
        """Ctrl+Shift+I"""
        self.pediu_importacao.emit()

    def fila(self) -> None:
        """Ctrl+Shift+F"""
        self.pediu_fila.emit()

    def divergencias(self) -> None:
        """Ctrl+Shift+D"""
        self.pediu_divergencias.emit()

    def papeis(self) -> None:
        """Ctrl+Shift+V"""
        self.pediu_papeis.emit()

    def diagnostica(self) -> None:
        """Ctrl+F9."""
        self.pediu_diagnostico.emit()

    def bloqueia(self) -> None:
        """Ctrl+B, or nobody touched the counter for a while (CB-146)."""
        if self.entrou:
            self.bloqueou.emit()

    def _ninguem_mexeu(self) -> None:
        """Lock, once nothing is open over the window: a dialog there would be worked without the password."""
        if not self.entrou or self._ocioso.isActive():  # somebody came back meanwhile
            return
        if self._fecha_dialogos():
            self.bloqueia()
        else:
            QTimer.singleShot(_INSISTE_MS, self, self._ninguem_mexeu)

    def _fecha_dialogos(self) -> bool:
        """Leave every dialog as ESC does, its question about what was typed answered; False: one is at work."""
        while (aberto := QApplication.activeModalWidget()) is not None:
            titulo = aberto.windowTitle()
            if isinstance(aberto, QDialog):
                aberto.reject()
            atual = QApplication.activeModalWidget()
            if isinstance(atual, Pergunta) and atual.parent() is aberto:
                atual.accept()
                atual = QApplication.activeModalWidget()
            if atual is aberto:
                return False
            self._fechadas.append(f"“{titulo}”")
        return True

    def troca_usuario(self) -> None:
        """Ctrl+Shift+B."""
        self.pediu_troca.emit()

    def _houve_atividade(self) -> None:
        if self._inatividade and self.entrou:
            self._ocioso.start()

    def ao_fechar(self, pendencia: Callable[[], str]) -> None:
        """`pendencia` says what would wait if the window closed now ("" when nothing)."""
        self._pode_fechar = pendencia

    def closeEvent(self, event: QCloseEvent) -> None:
        aviso = "" if self._fechar_mesmo else self._pode_fechar()
        if aviso:
            event.ignore()
            Pergunta(self, "Fechar o Balcão?", aviso, "Fechar", "Continuar", self._fecha).open()
            return
        self.fechando.emit()
        event.accept()

    def _fecha(self, sim: bool) -> None:
        if sim:
            self._fechar_mesmo = True
            self.close()
