"""An open Configuração follows the retaguarda: policy fields lock when it goes away and unlock when it is back."""

from collections.abc import Callable, Mapping

from pydantic import BaseModel
from PySide6.QtCore import QObject

from balcao.services.counter.configuracao import Configuracao, ConfiguracaoLida
from balcao.ui.background import Background, Faixa
from balcao.ui.configuracao.dialogo import DialogoConfiguracao


class SegueLigacao(QObject):
    """`olha` is called whenever the connection, or the data, may have changed; it reads again when it did.

    lida: what the window shows. conectada: whether the retaguarda answered the last time; asked on the UI thread.
    """

    def __init__(self, dialogo: DialogoConfiguracao, configuracao: Configuracao, fundo: Background,
                 conectada: Callable[[], bool], lida: ConfiguracaoLida,
                 valores: Callable[[ConfiguracaoLida], Mapping[str, BaseModel]]) -> None:
        super().__init__(dialogo)
        self._dialogo, self._configuracao, self._fundo = dialogo, configuracao, fundo
        self._conectada, self._valores = conectada, valores
        self._vista = lida.versao is not None

    def olha(self) -> None:
        """Read again, off the UI thread, if the retaguarda went away or came back since the window was told."""
        if self._conectada() is self._vista:
            return
        self._vista = not self._vista
        configuracao = self._configuracao
        self._fundo.executa(Faixa.LEITURA, "configuracao", lambda _ficha: configuracao.le_de_novo(), self._leu,
                            self._nao_leu, dono=self)

    def _leu(self, lida: ConfiguracaoLida) -> None:
        if lida.versao is None:  # what is on the screen is newer than the replica
            self._dialogo.define_sem_retaguarda(lida.sem_retaguarda)
            return
        self._configuracao.mostrou(lida)
        self._dialogo.define_sem_retaguarda("", self._valores(lida))

    def _nao_leu(self, erro: Exception) -> None:
        self._dialogo.define_sem_retaguarda(str(erro))
