"""The pages together: menus and the page they show, built when first seen; edits stay across menus."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from pydantic import BaseModel
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from balcao.domain.campo import Onde, campos_de
from balcao.domain.terminal.politica import Pagina
from balcao.ui.background import Background
from balcao.ui.componentes.contexto import Contexto, ItemReferencia
from balcao.ui.componentes.indice import Indice
from balcao.ui.componentes.painel_teste import PainelTeste, Prova
from balcao.ui.configuracao.contrato import Mudanca, Ressalva
from balcao.ui.configuracao.menus import entradas
from balcao.ui.configuracao.pagina import Rodape, TelaPagina
from balcao.ui.formulario.busca import procura
from balcao.ui.formulario.prova import poe_teste
from balcao.ui.tema import U


class ConjuntoPaginas(QWidget):
    """Pages without declared fields are not shown. `rodape` is a page too, shown elsewhere, always."""

    mudou = Signal()
    trocou = Signal()

    def __init__(self, paginas: Sequence[Pagina], valores: Mapping[str, BaseModel], rodape: Rodape,
                 contexto: Callable[[], Contexto], testes: Mapping[str, Prova], fundo: Background) -> None:
        super().__init__()
        self._paginas = {p.chave: p for p in paginas if any(campos_de(p.modelo))}
        self._valores, self._contexto = dict(valores), contexto
        self._testes, self._fundo = testes, fundo
        self.rodape = rodape
        self._telas: dict[str, TelaPagina] = {}
        self._paineis: dict[str, PainelTeste] = {}
        self.menus, self._pilha = Indice(list(entradas(list(self._paginas.values()))), "Menus"), QStackedWidget()
        self.menus.setFixedWidth(self.menus.sizeHint().width())
        caixa = QHBoxLayout(self)
        caixa.setContentsMargins(0, 0, 0, 0)
        caixa.setSpacing(2 * U)
        caixa.addWidget(self.menus)
        caixa.addWidget(self._pilha, 1)
        rodape.mudou.connect(self._mudou)
        self.menus.escolhida.connect(self.mostra)
        self.menus.entra.connect(lambda: self.tela.formulario.foca_primeiro())
        self.mostra(next(iter(self._paginas)))

    @property
    def tela(self) -> TelaPagina:
        """The page shown now."""
        return cast(TelaPagina, self._pilha.currentWidget())

    @property
    def painel_teste(self) -> PainelTeste | None:
        """What the page shown now can try, if anything."""
        return self._paineis.get(self.tela.pagina.chave)

    def mostra(self, chave: str) -> None:
        """Show a page; the edits of the others stay. Raises KeyError."""
        if chave not in self._telas:
            self._telas[chave] = self._constroi(self._paginas[chave])
        self._pilha.setCurrentWidget(self._telas[chave])
        self._telas[chave].formulario.assenta()
        self._encadeia(self._telas[chave])
        self.menus.mostra(chave)
        self.trocou.emit()

    def _encadeia(self, tela: TelaPagina) -> None:
        """Tab goes from the menus into the page shown, then to the footer: Qt puts what was built last after it."""
        anterior: QWidget = self.menus
        for widget in _em_ordem(self.menus, tela):
            QWidget.setTabOrder(anterior, widget)
            anterior = widget

    def passa(self, passo: int) -> None:
        """The next (1) or previous (-1) page, round and round."""
        chaves = list(self._paginas)
        self.mostra(chaves[(chaves.index(self.tela.pagina.chave) + passo) % len(chaves)])
        self.menus.setFocus()

    def vai(self, chave: str, nome: str) -> None:
        """Show the page of a field and give the field the keyboard. Raises KeyError."""
        if chave == self.rodape.pagina.chave:
            self.rodape.formulario.foca(nome)
        else:
            self.mostra(chave)
            self.tela.formulario.foca(nome)

    def procura(self, texto: str) -> list[ItemReferencia]:
        """Fields of every page that answer a search, best first; the value of each is (page, field)."""
        achados = [(achado, pagina) for pagina in (*self._paginas.values(), self.rodape.pagina)
                   for achado in procura(pagina.modelo, texto)]
        achados.sort(key=lambda par: par[0].nota)
        return [ItemReferencia((pagina.chave, a.nome), a.campo.titulo,
                               " — ".join(t for t in (_onde_fica(pagina), a.trecho) if t))
                for a, pagina in achados]

    def todas(self) -> list[TelaPagina]:
        """The pages that were built, in the order of the menus, and the footer."""
        return [*(self._telas[chave] for chave in self._paginas if chave in self._telas), self.rodape]

    @property
    def alterado(self) -> bool:
        """Whether anything was changed, valid or not."""
        return any(tela.formulario.alterado for tela in self.todas())

    def mudancas(self) -> tuple[Mudanca, ...]:
        """Everything that was changed and is valid."""
        return tuple(m for tela in self.todas() for m in tela.mudancas())

    def presas(self) -> str:
        """What was changed and cannot be saved now, as it is told; "" when everything can."""
        return "; ".join(titulo for tela in self.todas() for titulo in tela.presas())

    def valores(self) -> dict[str, BaseModel]:
        """Every page whole, by key, with its edits."""
        return {**self._valores, **{tela.pagina.chave: tela.novo() for tela in self.todas()}}

    def tudo_certo(self) -> bool:
        """Check every page; the first one with an error is opened with its field focused."""
        erradas = [tela for tela in self.todas() if not tela.confere()]
        self.marca_menus()
        if erradas:
            if erradas[0] is not self.rodape:
                self.mostra(erradas[0].pagina.chave)
            erradas[0].formulario.assenta()
            erradas[0].confere()  # again, now that it is laid out: this scrolls to its first error
        return not erradas

    def mostra_ressalvas(self, ressalvas: Sequence[Ressalva]) -> None:
        """Say each beside its field; the first one gets the keyboard."""
        telas = {tela.pagina.chave: tela for tela in self.todas()}
        for ressalva in ressalvas:
            telas[ressalva.pagina].formulario.linha(ressalva.nome).mostra_ressalva(ressalva.frase)
        self.vai(ressalvas[0].pagina, ressalvas[0].nome)

    def gravou(self, onde: Onde) -> None:
        """What lives in `onde` was saved: it is what is stored now."""
        for tela in self.todas():
            tela.gravou(onde)
            self._valores[tela.pagina.chave] = tela.formulario.original
        self._mudou()

    def define_valores(self, valores: Mapping[str, BaseModel]) -> None:
        """Other values are stored now: fields that nobody touched show them, edits stay."""
        self._valores.update(valores)
        for tela in self.todas():
            tela.formulario.define_original(valores[tela.pagina.chave], de_outro=True)
        self._mudou()

    def define_contexto(self) -> None:
        """What may be changed is another thing now."""
        for tela in self.todas():
            tela.formulario.define_contexto(self._contexto())

    def fecha_ajuda(self) -> bool:
        """Hide the help of a field; False when none was shown."""
        fechadas = [tela.formulario.fecha_ajuda() for tela in self.todas()]
        return any(fechadas)

    def marca_menus(self) -> None:
        """A dot beside each page that was changed, red where there is an error."""
        for chave, tela in self._telas.items():
            self.menus.marca(chave, "bloqueio" if tela.com_erro else "acento" if tela.formulario.alterado else "")

    def _mudou(self) -> None:
        self.marca_menus()
        self.mudou.emit()

    def _constroi(self, pagina: Pagina) -> TelaPagina:
        tela = TelaPagina(pagina, self._valores[pagina.chave], self._contexto())
        tela.mudou.connect(self._mudou)
        if pagina.chave in self._testes:
            self._paineis[pagina.chave] = poe_teste(tela.formulario, self._testes[pagina.chave], tela.novo, self._fundo)
        self._pilha.addWidget(tela)
        return tela


def _em_ordem(de: QWidget, tela: QWidget) -> list[QWidget]:
    """What Tab reaches inside `tela`, in the order it has among itself."""
    feitos: list[QWidget] = []
    widget: QWidget | None = de.nextInFocusChain()
    while widget is not None and widget is not de:
        if tela.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            feitos.append(widget)
        widget = widget.nextInFocusChain()
    return feitos


def _onde_fica(pagina: Pagina) -> str:
    return " › ".join(p for p in (pagina.menu, pagina.titulo) if p) or "Rodapé"
