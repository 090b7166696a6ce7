"""The screens of somebody who is in: sale and documents, fed by the counter's services.

Documentos is built when it is first asked for; what it needs is imported behind the sale (`construcao.aquece`).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer
from uuid_utils.compat import uuid7

from balcao.app.cadastros import Cadastros
from balcao.app.pendencias import Pendencias
from balcao.app.servicos import ServicosDaVenda
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError
from balcao.domain.formatos import quantos
from balcao.domain.permissoes import Permissao
from balcao.services.counter.balcao import Balcao
from balcao.services.counter.ligacao import EstadoLigacao
from balcao.services.counter.noticias import Noticia
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.sessao import SessaoAberta
from balcao.ui.acoes import Acoes
from balcao.ui.background import Background, Faixa, Ficha
from balcao.ui.janela import Janela
from balcao.ui.venda.pagina import PaginaVenda

if TYPE_CHECKING:
    from balcao.ui.documentos.pagina import PaginaDocumentos


_SALVA_S = 3.0
_ENTRE_LEITURAS_MS, _VEZES = 20, 100  # news wait two seconds at the most for a gap between scans


class SessaoTela(QObject):
    """Built at the first login; later logins only change who sells."""

    def __init__(self, balcao: Balcao, janela: Janela, fundo: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._balcao, self._janela, self._fundo = balcao, janela, fundo
        self.venda: PaginaVenda | None = None
        self._documentos: PaginaDocumentos | None = None
        self._pendencias: Pendencias | None = None
        self._cadastros: Cadastros | None = None
        self._a_guardar: list[Callable[[Ficha], object]] = []
        self._faltam = 0
        self._papeis_ditos: dict[UUID, str] = {}  # what was said of the papers that are stopped
        self._novidade = QTimer(self, interval=_ENTRE_LEITURAS_MS)
        self._novidade.timeout.connect(self._entre_leituras)
        janela.pode = self._pode
        janela.ao_fechar(self._pendencia)

    # -- session -------------------------------------------------------------------------------------
    def abre(self, aberta: SessaoAberta) -> None:
        """Show the sale to whoever entered; drafts stay, whoever made them."""
        if self.venda is None:
            self._monta()
        else:
            self._balcao.renova()
            self.venda.mostra()
        assert self.venda is not None
        politica = self._balcao.politica()
        self.venda.tela.situacao.mostra_onde(*self._onde(), aberta.usuario.nome)
        self._janela.entra(self.venda, self._acoes, politica.controle_sistema.sis_inatividade_min)
        if self._pendencias is not None:
            self._pendencias.conta(ja=True)
        for aviso in self._balcao.estacao.avisos:
            self._janela.avisa(aviso)

    def _onde(self) -> tuple[str, str]:
        contexto = self._balcao.contexto()
        loja = self._balcao.leitura.estabelecimento(contexto.estabelecimento_id)
        return loja.fantasia, contexto.nome_terminal.capitalize()

    def _monta(self) -> None:
        balcao = self._balcao
        venda = balcao.venda(self._faixa)
        self.venda = PaginaVenda(venda, ServicosDaVenda(balcao, venda), self._fundo, uuid7, dict(balcao.estacao.teclas))
        self.venda.idade_dados = balcao.ligacao.idade_em_palavras
        self._liga(self.venda)
        self.venda.pediu_documentos.connect(self._abre_documentos)
        self.venda.calou.connect(self._janela.cala)
        self.venda.tela.desistiu.connect(self._janela.le_aviso)
        self._pendencias = Pendencias(self._balcao, self._janela, self._fundo, self._pode, self._volta_a_venda,
                                      self._abre_rascunho, self._acha_documento, self)
        self._cadastros = Cadastros(self._balcao, self._janela, self._fundo, self._volta_a_venda, self)
        self._pendencias.contou.connect(lambda: self.mostra_ligacao(self._balcao.situacao()))

    def _liga(self, pagina: Any) -> None:
        pagina.informou.connect(self._janela.informa)
        pagina.avisou.connect(self._janela.avisa)
        pagina.pediu_ajuda.connect(self._janela.ajuda)

    @property
    def documentos(self) -> "PaginaDocumentos":
        """The page of F8."""
        if self._documentos is None:
            from balcao.ui.documentos.pagina import PaginaDocumentos  # measured: 50 ms that the first sale saves

            balcao = self._balcao
            pagina = self._documentos = PaginaDocumentos(
                balcao.bastidores.documentos, self._fundo, balcao.relogio.hoje, ZoneInfo(balcao.relogio.fuso),
                self._pode)
            self._liga(pagina)
            pagina.voltou.connect(self._volta_a_venda)
            pagina.abriu.connect(self._abre_rascunho)
        return self._documentos

    def abre_fila(self) -> None:
        """What waits to be sent."""
        if self._pendencias is not None:
            self._pendencias.abre_fila()

    def abre_divergencias(self) -> None:
        """The manager's list."""
        if self._pendencias is not None:
            self._pendencias.abre_divergencias()

    def abre_papeis(self) -> None:
        """The papers that did not come out."""
        if self._pendencias is not None:
            self._pendencias.abre_papeis()

    def conta_papeis(self) -> None:
        """The print queue can be read now: how many stopped in it before."""
        if self._pendencias is not None:
            self._pendencias.conta_papeis()

    def abre_cadastro(self, nome: str) -> None:
        """A registry, by its name."""
        if self._cadastros is not None:
            self._cadastros.abre(nome)

    def _acha_documento(self, procurado: str, dia: date) -> None:
        self._janela.mostra(self.documentos)
        self.documentos.procura(procurado, dia)

    def _pode(self, permissao: Permissao) -> bool:
        aberta = self._balcao.sessoes.atual
        return aberta is not None and aberta.usuario.pode(permissao)

    def _acoes(self) -> Acoes | None:
        atual = self._janela.paginas.currentWidget()
        pagina = next((p for p in (self.venda, self._documentos) if p is not None and p is atual), None)
        if pagina is not None:
            return pagina.acoes
        for paginas in (self._pendencias, self._cadastros):
            if paginas is not None and (acoes := paginas.acoes()) is not None:
                return acoes
        return None

    def _abre_documentos(self) -> None:
        self._janela.mostra(self.documentos)
        self.documentos.abre()

    def _volta_a_venda(self) -> None:
        assert self.venda is not None
        if self._janela.le_aviso():
            return
        self._janela.mostra(self.venda)

    def _abre_rascunho(self, rascunho: Rascunho) -> None:
        assert self.venda is not None
        venda = self.venda.venda
        self._janela.mostra(self.venda)
        self.venda.tenta(lambda: venda.abre(rascunho))
        na_tela = venda.rascunho  # one that was open already stays as it was edited
        self._faixa(lambda: self._balcao.rascunhos.guarda(na_tela))

    # -- journal -------------------------------------------------------------------------------------
    def _faixa(self, trabalho: Callable[[], object]) -> None:
        """To the journal's lane, in order, as soon as the change is on the screen: its thread would take turns with the
        painting."""
        self._a_guardar.append(lambda _ficha: trabalho())
        if len(self._a_guardar) == 1:
            QTimer.singleShot(0, self, self._entrega_ao_diario)

    def _entrega_ao_diario(self) -> None:
        trabalhos, self._a_guardar = self._a_guardar, []
        for trabalho in trabalhos:
            self._fundo.executa(Faixa.DIARIO, "rascunho", trabalho, None, self._nao_guardou)

    def _nao_guardou(self, erro: Exception) -> None:
        self._janela.avisa(f"O rascunho não foi gravado no disco. {erro}")

    def salva(self) -> None:
        """Write every open draft (closing, or after a bug), behind what the journal still has to write.

        Raises AmbienteIndisponivel when the disk refuses, TimeoutError when it does not answer.
        """
        if self.venda is None:
            return
        self._entrega_ao_diario()
        abertos = [rascunho for rascunho in self.venda.venda.rascunhos if rascunho.pedido.itens]

        def guarda() -> None:
            for rascunho in abertos:
                self._balcao.rascunhos.guarda(rascunho)

        self._fundo.termina(Faixa.DIARIO, "rascunhos abertos", guarda, _SALVA_S)

    def _pendencia(self) -> str:
        frases = [f"O que foi digitado em “{nome}” não foi gravado e se perde."
                  for nome in (self._cadastros.nao_gravados if self._cadastros is not None else ())]
        if a_enviar := self._balcao.situacao().a_enviar:
            nao_chegou = quantos(a_enviar, "documento ainda não chegou", "documentos ainda não chegaram")
            frases.append(f"{nao_chegou} à retaguarda. O que espera está guardado neste computador e é enviado "
                          "quando o Balcão for aberto de novo.")
        return " ".join(frases)

    # -- news ----------------------------------------------------------------------------------------
    def leu(self, codigo: str) -> None:
        """A scanner read with the focus anywhere: it goes to the sale."""
        if self.venda is None or not self._janela.entrou or not self.venda.aceita_leitura(codigo):
            return
        if self._janela.paginas.currentWidget() is not self.venda:
            self._janela.mostra(self.venda)
        self.venda.leu(codigo)

    def noticia(self, noticia: Noticia) -> None:
        """Something that waited in the outbox arrived, came back or cannot be stored."""
        (self._janela.informa if noticia.assunto == "chegou" else self._janela.avisa)(noticia.mensagem)
        if self._pendencias is not None:
            self._pendencias.mudou()

    def imprimiu(self, trabalho: Any) -> None:
        """The print queue changed a document's state."""
        from balcao.devices.fila_impressao import TELA  # measured: the queue that calls this has imported them
        from balcao.devices.trabalho import PARADOS  # likewise

        parou = trabalho.estado in PARADOS
        if parou:
            dito = self._papeis_ditos[trabalho.id] = (
                f"{trabalho.titulo}: {trabalho.motivo} O papel espera na {TELA}.")
            self._janela.avisa(dito)
        elif dito := self._papeis_ditos.pop(trabalho.id, ""):
            self._janela.cala(dito)
        if self._pendencias is not None:
            self._pendencias.mudou_papel(parou)

    def renova(self) -> None:
        """Policies or data changed: the sale sees them now, or behind the scan that is coming in: reading the facts of
        a long order again takes longer than a scan may."""
        if self.venda is None:
            return
        if not self.venda.tela.chegando:
            self._renova()
        elif not self._novidade.isActive():
            self._faltam = _VEZES
            self._novidade.start()

    def _entre_leituras(self) -> None:
        self._faltam -= 1
        if self.venda is None or not self.venda.tela.chegando or not self._faltam:
            self._renova()

    def _renova(self) -> None:
        self._novidade.stop()
        if self.venda is None or self._balcao.sessoes.atual is None:
            return
        try:
            self._balcao.renova()
        except (AmbienteIndisponivel, BalcaoError) as erro:
            self._janela.avisa(str(erro))
            return
        terminal = self.venda.venda.contexto.terminal
        self._janela.define_inatividade(terminal.controle_sistema.sis_inatividade_min)
        self.venda.mostra()
        if self._pendencias is not None:
            self._pendencias.mudou()

    def mostra_ligacao(self, estado: EstadoLigacao) -> None:
        """The status bar."""
        if self.venda is None:
            return
        partes = [estado.frase, f"{estado.a_enviar} a enviar"]
        if estado.em_quarentena:
            partes.append(f"{estado.em_quarentena} em quarentena")
        if estado.a_enviar or estado.em_quarentena:
            partes[-1] += " (Ctrl+Shift+F)"
        if self._pendencias is not None:
            if n := self._pendencias.abertas:
                partes.append(f"{n} {'divergência' if n == 1 else 'divergências'} (Ctrl+Shift+D)")
            if n := self._pendencias.papeis_parados:
                partes.append(f"{n} {'papel parado' if n == 1 else 'papéis parados'} (Ctrl+Shift+V)")
            self._pendencias.mostra_ligacao(estado)
        if backup := self._balcao.aviso_backup():
            partes.append(backup)
        problema = not estado.conectada or estado.em_quarentena > 0 or bool(backup)
        self.venda.tela.situacao.mostra_conexao(" · ".join(partes), problema, self._balcao.backup_grave())

    def mostra_hora(self, agora: datetime) -> None:
        """The clock of the shop."""
        if self.venda is not None:
            fuso = ZoneInfo(self._balcao.relogio.fuso)
            self.venda.tela.situacao.mostra_hora(f"{agora.astimezone(fuso):%H:%M}")
