"""The registries' pages: each is imported and built when it is first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from uuid_utils.compat import uuid7

from balcao.services.counter.balcao import Balcao
from balcao.ui.acoes import Acoes
from balcao.ui.background import Background
from balcao.ui.janela import Janela

if TYPE_CHECKING:
    from balcao.ui.cadastros.lista import PaginaCadastro


class Cadastros(QObject):
    """Built with the sale's screen. venda: shows the sale."""

    def __init__(self, balcao: Balcao, janela: Janela, fundo: Background, venda: Callable[[], None],
                 parent: QObject) -> None:
        super().__init__(parent)
        self._balcao, self._janela, self._fundo, self._venda = balcao, janela, fundo, venda
        self._paginas: dict[str, PaginaCadastro] = {}

    def abre(self, nome: str) -> None:
        """Show a registry, by its name in domain.cadastro.declarados."""
        if nome not in self._paginas:
            self._paginas[nome] = self._monta(nome)
        pagina = self._paginas[nome]
        self._janela.mostra(pagina)
        pagina.abre(self._permissoes())

    def acoes(self) -> Acoes | None:
        """Of the page on screen, when it is one of these."""
        atual = self._janela.paginas.currentWidget()
        pagina = next((p for p in self._paginas.values() if p is atual), None)
        return pagina.acoes if pagina is not None else None

    @property
    def nao_gravados(self) -> list[str]:
        """Records that were changed and not stored."""
        return [dito for pagina in self._paginas.values() if (dito := pagina.nao_gravado)]

    def _permissoes(self) -> frozenset[str]:
        aberta = self._balcao.sessoes.atual
        return frozenset(map(str, aberta.usuario.permissoes)) if aberta is not None else frozenset()

    def _monta(self, nome: str) -> "PaginaCadastro":
        from balcao.domain.cadastro.declarados import CADASTROS  # measured: 177 fields that a sale does not need
        from balcao.services.counter.cadastros import ServicoCadastro  # likewise
        from balcao.ui.cadastros.lista import PaginaCadastro  # likewise
        from balcao.ui.componentes.contexto import Contexto  # likewise

        balcao = self._balcao
        contexto = Contexto(hoje=balcao.relogio.hoje, permissoes=self._permissoes(), fundo=self._fundo)
        pagina: Any = PaginaCadastro(ServicoCadastro(balcao.retaguarda, CADASTROS[nome]), contexto,
                                     ZoneInfo(balcao.relogio.fuso), uuid7)
        pagina.informou.connect(self._janela.informa)
        pagina.avisou.connect(lambda texto: self._janela.avisa(texto, pagina))
        pagina.pediu_ajuda.connect(self._janela.ajuda)
        pagina.voltou.connect(self._venda)
        return pagina  # type: ignore[no-any-return]
