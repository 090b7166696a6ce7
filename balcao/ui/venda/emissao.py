"""The keys that end a document: summary, issue, release, suspend, reprint."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from balcao.domain.achados import Finding
from balcao.domain.liberacao import Liberacao
from balcao.domain.preenchimento import validade_do_tipo
from balcao.domain.rules.preco import explica_promocoes
from balcao.domain.textos import texto
from balcao.domain.tipo_pedido import Categoria
from balcao.services.counter.alteracao import nome_do_emitido
from balcao.services.counter.fechamento import fechamento
from balcao.ui.background import Faixa
from balcao.ui.venda.numero import escreve_numero

if TYPE_CHECKING:
    from balcao.services.counter.finalizar import Emitido
    from balcao.ui.venda.pagina import PaginaVenda
    from balcao.ui.venda.resumo import DialogoResumo, Resumo


class Emissao(QObject):
    """Belongs to the page."""

    def __init__(self, pagina: "PaginaVenda") -> None:
        super().__init__(pagina)
        self._pagina = pagina
        self.dialogo: DialogoResumo | None = None
        self._suspendendo = False
        self._lidas: list[str] = []  # scans that arrived while a document was on its way
        pagina.tela.achados.clicada.connect(self.por_que)

    def finaliza(self) -> None:
        """F12: the summary; F12 there issues."""
        from balcao.ui.venda.resumo import DialogoResumo  # measured (0100)

        pagina = self._pagina
        pagina.venda.confere()
        pagina.mostra()
        dialogo = self.dialogo = DialogoResumo(self._resumo(), pagina)
        dialogo.confirmado.connect(lambda: self._emite(dialogo))
        dialogo.pediu_porque.connect(lambda: self._explica(dialogo.faixa.achados, dialogo))
        dialogo.pediu_liberacao.connect(lambda: self._libera(dialogo.faixa.achados, dialogo))
        dialogo.exec()
        self.dialogo = None
        pagina.tela.entrada.setFocus()
        if dialogo.abandonou:
            pagina.travas.abandona()

    def _resumo(self) -> "Resumo":
        from balcao.ui.venda.resumo import Resumo  # measured (0100)

        venda = self._pagina.venda
        nomes, fecha = self._pagina.nomes(), fechamento(venda)
        tipo = venda.registros.tipos.get(venda.pedido.tipo_id)
        controles = venda.contexto.terminal.controles_impressao
        imprime = controles.ao_emitir(dav=tipo is not None and tipo.categoria is Categoria.ORCAMENTO,
                                      do_tipo=tipo.vias_impressao if tipo is not None else None)
        alterando = venda.rascunho.alterando
        emitido = nome_do_emitido(alterando.antes, tipo) if alterando is not None and tipo is not None else ""
        assumido = self._pagina.nome_do_vendedor(fecha.vendedor_assumido)
        return Resumo(pedido=venda.pedido, tipo=emitido or nomes["tipo"] or "",
                      vendedor=f"{assumido} (assumido)" if assumido else nomes["vendedor"],
                      representante=nomes["representante"] or "", lista=nomes["lista"] or "",
                      plano=nomes["plano"] or "", parcelas=fecha.titulos,
                      a_vista=venda.plano is not None and venda.plano.a_vista, achados=venda.achados,
                      imprime=imprime, alteracao=alterando, classificacao=nomes["classificacao"] or "",
                      validade=self._validade(),
                      numero=escreve_numero(venda.pedido, tipo) or "" if tipo is not None and alterando is None else "",
                      sem_retaguarda=self._pagina.aviso_sem_retaguarda())

    def _validade(self) -> date | None:
        """The last day that the type fills in, of a new document."""
        venda = self._pagina.venda
        if venda.rascunho.alterando is not None:
            return None
        return validade_do_tipo(venda.registros.tipo(venda.pedido.tipo_id), venda.hoje())

    def _emite(self, dialogo: "DialogoResumo") -> None:
        pagina, rascunho = self._pagina, self._pagina.venda.rascunho
        imprime = dialogo.imprime.isChecked()
        pagina.fundo.executa(
            Faixa.ENVIO, f"emissao {rascunho.id}",
            lambda _ficha: pagina.servicos.emite(rascunho, imprime),
            lambda emitido: self._emitiu(dialogo, emitido, altera=rascunho.alterando is not None),
            lambda erro: self._nao_emitiu(dialogo, erro), dono=dialogo)

    def _emitiu(self, dialogo: "DialogoResumo", emitido: "Emitido", *, altera: bool) -> None:
        if emitido.achados and not emitido.numero:
            dialogo.mostra_achados(emitido.achados)
            self._solta_leituras("; ".join(texto(a) for a in emitido.achados))
            return
        self._pagina.venda.fecha(esquece=altera)  # of what was issued the journal has dropped the draft
        dialogo.accept()
        self._pagina.tela.limpa_entrada()  # what was refused there, or left, was of the document that is gone
        self._pagina.mostra()
        self._pagina.informa(emitido.mensagem)
        self._solta_leituras("")

    def _nao_emitiu(self, dialogo: "DialogoResumo", erro: Exception) -> None:
        dialogo.recusa(str(erro))
        self._solta_leituras(str(erro))

    def leu(self, codigo: str) -> bool:
        """A scan over the summary goes back to the sale (nothing was issued). True: a document is on its way, the
        scan waits for it."""
        if self._suspendendo or (self.dialogo is not None and self.dialogo.esperando):
            self._lidas.append(codigo)
            return True
        if self.dialogo is not None:
            self.dialogo.reject()
        return False

    def _solta_leituras(self, recusa: str) -> None:
        """What was scanned meanwhile: into the next document, or into this one when it was refused."""
        lidas, self._lidas = self._lidas, []
        if lidas and recusa and self.dialogo is not None:
            self.dialogo.reject()
            self._pagina.avisa(f"O documento não foi emitido. {recusa}")
        for codigo in lidas:
            self._pagina.itens.leu(codigo)

    def libera(self) -> None:
        """Ctrl+L: all that may be released, the worst first; who releases ticks off what is not."""
        self._libera(self._pagina.venda.achados, self._pagina)

    def _libera(self, achados: tuple[Finding, ...], sobre: QWidget) -> None:
        """Ask for those of `achados` over `sobre`: the page, or the summary, whose findings may be the service's, which
        the page does not have."""
        from balcao.ui.venda.liberacao import DialogoLiberacao, conduz  # measured (0100)

        pendentes = tuple(a for a in achados if a.liberavel)
        if not pendentes:
            return
        pagina = self._pagina
        dialogo = DialogoLiberacao(pendentes, sobre)

        def liberou(liberacoes: list[Liberacao]) -> None:
            for liberacao in liberacoes:
                pagina.tenta(partial(pagina.venda.libera, liberacao))
            if self.dialogo is not None:
                self.dialogo.mostra_achados(pagina.venda.achados)

        conduz(dialogo, pagina.fundo, partial(pagina.servicos.libera, pagina.venda.rascunho), liberou, dialogo.accept)
        dialogo.exec()

    def por_que(self) -> None:
        """Ctrl+I."""
        venda = self._pagina.venda
        self._explica((*venda.achados, *explica_promocoes(venda.fatos())), self._pagina)

    def _explica(self, achados: tuple[Finding, ...], sobre: QWidget) -> None:
        from balcao.ui.venda.porque import DialogoPorque  # measured (0100)

        DialogoPorque(achados, sobre).exec()

    def suspende(self) -> None:
        """Ctrl+S: the draft leaves this screen once the server has it."""
        pagina, rascunho = self._pagina, self._pagina.venda.rascunho

        def guardou(mensagem: str) -> None:
            self._suspendendo = False
            if pagina.venda.rascunho.id == rascunho.id:
                pagina.venda.fecha()
                pagina.mostra()
            pagina.informa(mensagem)
            self._solta_leituras("")

        def nao_guardou(erro: Exception) -> None:
            self._suspendendo = False
            pagina.avisa_erro(erro)
            self._solta_leituras("")

        self._suspendendo = True
        pagina.fundo.executa(Faixa.ENVIO, f"suspende {rascunho.id}",
                             lambda _ficha: pagina.servicos.suspende(rascunho), guardou, nao_guardou, dono=self)

    def ultima(self) -> None:
        """Ctrl+U."""
        pagina = self._pagina
        pagina.fundo.executa(Faixa.IMPRESSAO, "ultima", lambda _ficha: pagina.servicos.imprime_ultima(),
                             pagina.informa, pagina.avisa_erro, dono=self)
