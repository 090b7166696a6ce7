"""What works behind the sale: issuing, releases, the outbox, paper, Documentos, new customers.

A module of its own because a start does not need it: an eighth of a second of imports that come when the sale is on
the screen, or at the first key that asks for one of these, whichever is first.
"""

from collections.abc import Callable

from uuid_utils.compat import uuid7

from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.envios import Envios
from balcao.db.journal.impressoes import Impressoes
from balcao.devices.fila_impressao import FilaImpressao
from balcao.devices.impressora import abre as abre_impressora
from balcao.devices.trabalho import Trabalho
from balcao.domain.protocolo import Autenticacao
from balcao.domain.protocolo_documentos import Saude
from balcao.domain.terminal import PoliticaTerminal
from balcao.services.counter import pastas as onde
from balcao.services.counter.alterar import Alterador
from balcao.services.counter.clientes import Clientes
from balcao.services.counter.consulta import Consulta
from balcao.services.counter.documentos import Documentos
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.entrada import Entrada
from balcao.services.counter.finalizar import Finalizador
from balcao.services.counter.impressao import Impressor
from balcao.services.counter.leitura_local import LeituraLocal
from balcao.services.counter.liberar import Liberador
from balcao.services.counter.noticias import Noticia
from balcao.services.counter.papeis import Papeis
from balcao.services.counter.remessa import Remessa


class Bastidores:
    """Built once by `Balcao.bastidores`."""

    def __init__(self, entrada: Entrada, envios: Envios, novos: ClientesNovos, leitura: LeituraLocal,
                 consulta: Consulta, politica: Callable[[], PoliticaTerminal], contexto: Callable[[], Contexto],
                 noticia: Callable[[Noticia], None], imprimiu: Callable[[Trabalho], None],
                 saude: Callable[[Saude], None]) -> None:
        impressoes = Impressoes(entrada.diario, entrada.relogio.local)
        retaguarda, relogio, sessoes = entrada.retaguarda, entrada.relogio, entrada.sessoes
        self.finalizador = Finalizador(retaguarda, envios, leitura, entrada.ligacao, relogio, self._autenticacao)
        self.alterador = Alterador(retaguarda, leitura, relogio)
        self.liberador = Liberador(retaguarda, sessoes, relogio, uuid7)
        self.remessa = Remessa(retaguarda, envios, novos, impressoes, relogio, noticia, chegou_saude=saude)
        self.fila = FilaImpressao(onde.impressao(entrada.pastas), abre_impressora, relogio.agora, imprimiu)
        self.impressor = Impressor(self.fila, onde.modelos(entrada.pastas), politica, relogio.na_loja,
                                   impressoes)
        self.papeis = Papeis(self.fila, impressoes)
        self.clientes = Clientes(retaguarda, novos, consulta, politica, self.remessa.agora, self._usuario_id)
        self.documentos = Documentos(retaguarda, envios, impressoes, leitura, self.impressor, relogio, contexto,
                                     uuid7, self.clientes)
        self._sessoes = sessoes

    def inicia(self) -> None:
        """Start sending and printing; returns at once."""
        self.remessa.inicia()
        self.fila.iniciar()

    def para(self) -> None:
        """Stop both; what waits stays on the disk."""
        self.remessa.para()
        self.fila.parar()

    def _usuario_id(self) -> int | None:
        return self._sessoes.atual.usuario.id if self._sessoes.atual is not None else None

    def _autenticacao(self) -> Autenticacao:
        atual = self._sessoes.atual
        return atual.autenticacao if atual is not None else Autenticacao.OFFLINE
