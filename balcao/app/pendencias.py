"""The pages of what is pending: A enviar and Fila de impressão, for everybody, and Divergências, for who may resolve
them.

Each page, and what it needs, is imported when it is first asked for: the start does not wait for it.
"""

import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from balcao.domain.formatos import data
from balcao.domain.permissoes import Permissao
from balcao.services.counter.balcao import Balcao
from balcao.services.counter.ligacao import EstadoLigacao
from balcao.services.counter.rascunho import Rascunho
from balcao.ui.acoes import Acoes
from balcao.ui.background import Background, Faixa
from balcao.ui.janela import Janela

if TYPE_CHECKING:
    from balcao.ui.pendencias.divergencias import PaginaDivergencias
    from balcao.ui.pendencias.fila import PaginaFila
    from balcao.ui.pendencias.papeis import PaginaPapeis

RECONTA_S = 60.0


class Pendencias(QObject):
    """Built with the sale's screen; each page at its first opening.

    venda: shows the sale. abre_rascunho: takes a draft there. documento: shows one in Documentos.
    """

    contou = Signal()

    def __init__(self, balcao: Balcao, janela: Janela, fundo: Background, pode: Callable[[Permissao], bool],
                 venda: Callable[[], None], abre_rascunho: Callable[[Rascunho], None],
                 documento: Callable[[str, date], None], parent: QObject) -> None:
        super().__init__(parent)
        self._balcao, self._janela, self._fundo, self._pode = balcao, janela, fundo, pode
        self._venda, self._abre_rascunho, self._documento = venda, abre_rascunho, documento
        self._fuso = ZoneInfo(balcao.relogio.fuso)
        self._fila: PaginaFila | None = None
        self._lista: PaginaDivergencias | None = None
        self._papeis: PaginaPapeis | None = None
        self.papeis_parados = 0
        """How many papers wait for a person, as last counted."""
        self.abertas = 0
        """How many divergências are open, as last counted; 0 for who may not see them."""
        self._contado_em = 0.0

    # -- pages ---------------------------------------------------------------------------------------
    def abre_fila(self) -> None:
        """Ctrl+Shift+F."""
        if self._fila is None:
            from balcao.services.counter.fila import Fila  # see the module
            from balcao.ui.pendencias.fila import PaginaFila  # likewise

            b, atras = self._balcao, self._balcao.bastidores
            fila = Fila(b.retaguarda, b.envios, b.novos_clientes, atras.remessa, atras.clientes, atras.documentos,
                        b.sessoes, b.relogio, lambda: b.estacao)
            self._fila = PaginaFila(fila, self._fundo, self._fuso, self._nome_arquivo,
                                    lambda: b.politica().controles_clientes.campos_obrigatorios_cliente)
            self._fila.abriu.connect(self._abre_rascunho)
            self._liga(self._fila)
        self._janela.mostra(self._fila)
        self.mostra_ligacao(self._balcao.situacao())
        self._fila.abre()

    def abre_divergencias(self) -> None:
        """Ctrl+Shift+D."""
        if self._lista is None:
            from balcao.services.counter.divergencias import Divergencias  # see the module
            from balcao.ui.pendencias.divergencias import PaginaDivergencias  # likewise

            self._lista = PaginaDivergencias(Divergencias(self._balcao.retaguarda), self._balcao.bastidores.documentos,
                                             self._fundo, self._fuso)
            self._lista.pediu_documento.connect(self._documento)
            self._lista.resolveu.connect(lambda: self.conta(ja=True))
            self._liga(self._lista)
        self._janela.mostra(self._lista)
        self._lista.abre()

    def abre_papeis(self) -> None:
        """Ctrl+Shift+V."""
        if self._papeis is None:
            from balcao.app.impressoras import Impressoras  # see the module
            from balcao.ui.componentes.contexto import Contexto  # likewise
            from balcao.ui.pendencias.papeis import PaginaPapeis  # likewise

            b = self._balcao
            self._papeis = PaginaPapeis(
                b.bastidores.papeis, self._fundo, self._fuso, Impressoras(),
                lambda: b.politica().controles_impressao.imp_impressora,
                Contexto(hoje=b.relogio.hoje, fundo=self._fundo))
            self._liga(self._papeis)
        self._janela.mostra(self._papeis)
        self._papeis.abre()

    def _liga(self, pagina: Any) -> None:
        pagina.informou.connect(self._janela.informa)
        pagina.avisou.connect(self._janela.avisa)
        pagina.pediu_ajuda.connect(self._janela.ajuda)
        pagina.voltou.connect(self._venda)

    def acoes(self) -> Acoes | None:
        """Of the page on screen, when it is one of these."""
        atual = self._janela.paginas.currentWidget()
        pagina = next((p for p in (self._fila, self._lista, self._papeis) if p is not None and p is atual), None)
        return pagina.acoes if pagina is not None else None

    def _nome_arquivo(self) -> str:
        dia = data(self._balcao.relogio.hoje()).replace("/", "-")
        return f"balcao-{self._balcao.estacao.nome or self._balcao.estacao.id}-{dia}.json".replace(" ", "-").lower()

    # -- news ----------------------------------------------------------------------------------------
    def mostra_ligacao(self, estado: EstadoLigacao) -> None:
        """The connection changed, or something arrived."""
        if self._fila is not None and self._janela.paginas.currentWidget() is self._fila:
            self._fila.mostra_ligacao(" · ".join(filter(None, (estado.frase, estado.detalhe))), not estado.conectada)

    def mudou(self) -> None:
        """Something that waited arrived or came back, or the shop's data changed."""
        if self._fila is not None and self._janela.paginas.currentWidget() is self._fila:
            self._fila.atualiza()
        self.conta()

    def mudou_papel(self, parou: bool) -> None:
        """The print queue went on, or a paper stopped in it."""
        if self._papeis is not None and self._janela.paginas.currentWidget() is self._papeis:
            self._papeis.atualiza()
        if parou or self.papeis_parados:
            self.conta_papeis()

    def conta_papeis(self) -> None:
        """Count what stopped in the print queue."""
        self._fundo.executa(Faixa.LEITURA, "conta papeis", lambda _ficha: self._balcao.bastidores.papeis.parados(),
                            self._contou_papeis, dono=self)

    def _contou_papeis(self, quantos: int) -> None:
        if quantos != self.papeis_parados:
            self.papeis_parados = quantos
            self.contou.emit()

    def conta(self, *, ja: bool = False) -> None:
        """Count the open ones, for who may resolve them: when the shop's data changed, once a minute at most."""
        if not self._pode(Permissao.VER_DIVERGENCIAS):
            self.abertas = 0
            return
        agora = time.monotonic()
        if self._balcao.ligacao.conectada and (ja or agora - self._contado_em >= RECONTA_S):
            self._contado_em = agora
            self._fundo.executa(Faixa.LEITURA, "conta divergencias", lambda _ficha: self._quantas(), self._contou,
                                lambda _erro: None, dono=self)  # asked again at the next change

    def _quantas(self) -> int:
        from balcao.services.counter.divergencias import Divergencias  # see the module

        return Divergencias(self._balcao.retaguarda).quantas()

    def _contou(self, quantas: int) -> None:
        self.abertas = quantas if self._pode(Permissao.VER_DIVERGENCIAS) else 0
        self.contou.emit()
