"""The screens of somebody who is in: sale and documents, fed by the counter's services."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from uuid_utils.compat import uuid7

from balcao.app.nucleo import Nucleo
from balcao.app.servicos import ServicosDaVenda
from balcao.devices.trabalho import EstadoTrabalho
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError
from balcao.services.counter.ligacao import EstadoLigacao
from balcao.services.counter.rascunho import Rascunho
from balcao.services.counter.remessa import Noticia
from balcao.services.counter.sessao import SessaoAberta
from balcao.ui.acoes import Acoes
from balcao.ui.background import Background, Faixa
from balcao.ui.documentos.pagina import PaginaDocumentos
from balcao.ui.janela import Janela
from balcao.ui.venda.pagina import PaginaVenda

_FALHOU = (EstadoTrabalho.FALHOU, EstadoTrabalho.INCERTO)


class SessaoTela(QObject):
    """Built at the first login; later logins only change who sells."""

    def __init__(self, nucleo: Nucleo, janela: Janela, fundo: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._nucleo, self._janela, self._fundo = nucleo, janela, fundo
        self.venda: PaginaVenda | None = None
        self.documentos: PaginaDocumentos | None = None
        janela.ao_fechar(self._pendencia)

    # -- session -------------------------------------------------------------------------------------
    def abre(self, aberta: SessaoAberta) -> None:
        """Show the sale to whoever entered; drafts stay, whoever made them."""
        if self.venda is None:
            self._monta(aberta)
        else:
            assert self._nucleo.venda is not None
            self._nucleo.venda.renova(self._nucleo.contexto_de(aberta))
            self.venda.mostra()
        assert self.venda is not None
        politica = self._nucleo.politica()
        self.venda.tela.situacao.mostra_onde(*self._onde(), aberta.usuario.nome)
        self._janela.entra(self.venda, self._acoes, politica.controle_sistema.sis_inatividade_min)
        for aviso in self._nucleo.estacao.avisos:
            self._janela.avisa(aviso)

    def _onde(self) -> tuple[str, str]:
        contexto = self._nucleo.contexto
        loja = self._nucleo.local.estabelecimento(contexto.estabelecimento_id)
        return loja.fantasia, contexto.nome_terminal.capitalize()

    def _monta(self, aberta: SessaoAberta) -> None:
        nucleo, janela = self._nucleo, self._janela
        venda = nucleo.abre_venda(aberta, self._guarda, self._descarta)
        self.venda = PaginaVenda(venda, ServicosDaVenda(nucleo), self._fundo, uuid7, dict(nucleo.estacao.teclas))
        self.venda.idade_dados = nucleo.ligacao.idade_em_palavras
        fuso = ZoneInfo(nucleo.relogio.fuso)
        self.documentos = PaginaDocumentos(nucleo.documentos, self._fundo, nucleo.relogio.hoje, fuso)
        for pagina in (self.venda, self.documentos):
            pagina.informou.connect(janela.informa)
            pagina.avisou.connect(janela.avisa)
            pagina.pediu_ajuda.connect(janela.ajuda)
        self.venda.pediu_documentos.connect(self._abre_documentos)
        self.documentos.voltou.connect(lambda: janela.mostra(self.venda))
        self.documentos.abriu.connect(self._abre_rascunho)
        self._fundo.executa(Faixa.LEITURA, "aquece", lambda _ficha: nucleo.impressor.aquece())

    def _acoes(self) -> Acoes | None:
        atual = self._janela.paginas.currentWidget()
        return atual.acoes if isinstance(atual, PaginaVenda | PaginaDocumentos) else None

    def _abre_documentos(self) -> None:
        assert self.documentos is not None
        self._janela.mostra(self.documentos)
        self.documentos.abre()

    def _abre_rascunho(self, rascunho: Rascunho, validade: Any) -> None:
        assert self.venda is not None
        venda = self.venda.venda
        if rascunho.pedido.origem_id is not None:
            venda.validades[rascunho.pedido.origem_id] = validade
        self._janela.mostra(self.venda)
        self.venda.tenta(lambda: venda.abre(rascunho))
        self._guarda(rascunho)

    # -- journal -------------------------------------------------------------------------------------
    def _guarda(self, rascunho: Rascunho) -> None:
        self._fundo.executa(Faixa.DIARIO, f"rascunho {rascunho.id}",
                            lambda _ficha: self._nucleo.rascunhos.guarda(rascunho), None, self._nao_guardou)

    def _descarta(self, id_: UUID) -> None:
        self._fundo.executa(Faixa.DIARIO, f"rascunho {id_}", lambda _ficha: self._nucleo.rascunhos.descarta(id_),
                            None, self._nao_guardou)

    def _nao_guardou(self, erro: Exception) -> None:
        self._janela.avisa(f"O rascunho não foi gravado no disco. {erro}")

    def salva(self) -> None:
        """Write every open draft (closing, or after a bug)."""
        if self._nucleo.venda is not None:
            for rascunho in self._nucleo.venda.rascunhos:
                if rascunho.pedido.itens:
                    self._nucleo.rascunhos.guarda(rascunho)

    def _pendencia(self) -> str:
        a_enviar = self._nucleo.estado_ligacao().a_enviar
        if not a_enviar:
            return ""
        return (f"{a_enviar} documento(s) ainda não chegaram à retaguarda. Estão guardados neste computador e serão "
                "enviados quando o Balcão for aberto de novo.")

    # -- news ----------------------------------------------------------------------------------------
    def leu(self, codigo: str) -> None:
        """A scanner read with the focus anywhere: it goes to the sale."""
        if self.venda is None or not self._janela.entrou:
            return
        self.venda.emissao.fecha_resumo()
        if self._janela.paginas.currentWidget() is not self.venda:
            self._janela.mostra(self.venda)
        self.venda.itens.leu(codigo)

    def noticia(self, noticia: Noticia) -> None:
        """Something that waited in the outbox arrived, came back or cannot be stored."""
        (self._janela.informa if noticia.assunto == "chegou" else self._janela.avisa)(noticia.mensagem)

    def imprimiu(self, trabalho: Any) -> None:
        """The print queue changed a document's state."""
        if trabalho.estado in _FALHOU:
            self._janela.avisa(f"{trabalho.titulo}: {trabalho.motivo}")

    def chegaram_dados(self) -> None:
        """Sync brought something: read facts again."""
        self.renova()

    def renova(self) -> None:
        """Policies or data changed: the sale sees them now."""
        if self.venda is None or self._nucleo.sessoes.atual is None:
            return
        try:
            contexto = self._nucleo.contexto_de(self._nucleo.sessoes.atual)
            self.venda.venda.renova(contexto)
        except (AmbienteIndisponivel, BalcaoError) as erro:
            self._janela.avisa(str(erro))
            return
        self.venda.mostra()

    def mostra_ligacao(self, estado: EstadoLigacao) -> None:
        """The status bar."""
        if self.venda is None:
            return
        partes = [estado.frase, f"{estado.a_enviar} a enviar"]
        if estado.em_quarentena:
            partes.append(f"{estado.em_quarentena} em quarentena")
        self.venda.tela.situacao.mostra_conexao(" · ".join(partes), not estado.conectada or estado.em_quarentena > 0)

    def mostra_hora(self, agora: datetime) -> None:
        """The clock of the shop."""
        if self.venda is not None:
            fuso = ZoneInfo(self._nucleo.relogio.fuso)
            self.venda.tela.situacao.mostra_hora(f"{agora.astimezone(fuso):%H:%M}")
