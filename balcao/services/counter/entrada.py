"""The counter's door: what a login needs and nothing else, because it is what the person waits for first.

The sale (`balcao.Balcao`) is imported and built behind it, while the retaguarda checks the password.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from balcao.config import estacao as config_estacao
from balcao.config.estacao import Estacao
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.db.journal.diario import Diario
from balcao.db.journal.verificadores import Verificadores
from balcao.domain.erros import AmbienteIndisponivel
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.services.counter import pastas as onde
from balcao.services.counter.ligacao import Ligacao
from balcao.services.counter.relogio import Relogio
from balcao.services.counter.sessao import Sessoes


class Entrada(NamedTuple):
    """This computer as a station. `fecha` at the end, or hand it to a Balcao, which then closes it."""

    pastas: Pastas
    estacao: Estacao
    segredo: str
    diario: Diario
    relogio: Relogio
    ligacao: Ligacao
    retaguarda: Retaguarda
    sessoes: Sessoes

    @classmethod
    def abre(cls, pastas: Pastas, segredos: Segredos, local: Callable[[], datetime],
             mudou: Callable[[], None] = lambda: None) -> "Entrada":
        """Nothing waits for the network. mudou: the connection came or went, on whichever thread noticed.

        Raises AmbienteIndisponivel: this computer is no station yet, its secret is gone, or its journal cannot be
        used.
        """
        estacao = config_estacao.le(pastas.config)
        if estacao.estragado:
            raise AmbienteIndisponivel(
                f"O arquivo {pastas.config / config_estacao.ARQUIVO}, que diz qual é este terminal, está estragado.",
                "Restaure-o de um backup do computador; sem backup, no servidor: balcao estacao senha, e aqui: balcao "
                "estacao usar, com o mesmo número.")
        if not estacao.id:
            raise AmbienteIndisponivel("Este computador ainda não é um terminal da loja.",
                                       "No servidor: balcao estacao criar; neste computador: balcao estacao usar, com "
                                       "a credencial que ele mostrar.")
        segredo = segredos.le(f"estacao {estacao.id}")
        if segredo is None:
            raise AmbienteIndisponivel("A credencial deste terminal não está mais neste computador.",
                                       "No servidor: balcao estacao senha; neste computador: balcao estacao usar, com "
                                       "a credencial nova.")
        diario, relogio, ligacao = Diario(onde.diario(pastas)), Relogio(local), Ligacao(local, mudou)
        retaguarda = Retaguarda(destino(estacao), Credencial(estacao.id, segredo), ouve=ligacao.ouviu,
                                recusa=ligacao.recusou)
        return cls(pastas, estacao, segredo, diario, relogio, ligacao, retaguarda,
                   Sessoes(retaguarda, Verificadores(diario, relogio.agora), relogio))

    def fecha(self) -> None:
        """Close the connections and the journal."""
        self.retaguarda.fecha()
        self.diario.fecha()


def destino(estacao: Estacao) -> Destino:
    """Where this station finds the service."""
    integracao, conexao = estacao.integracao, estacao.conexao
    return Destino.de(integracao.ip_servidor_retaguarda, integracao.porta_integracao_clientes, https=conexao.https,
                      certificados=conexao.certificados)
