"""The door ajar, behind the login screen: just enough to ask the retaguarda whether a password is right.

Importing this imports no model and no database. The retaguarda takes longer over a password (Argon2) than all of it;
the rest of the door (`inicio`) and the sale (`construcao`) are imported meanwhile.
"""

from collections.abc import Callable
from typing import NamedTuple

from balcao.app.partida import RetaguardaLocal
from balcao.config import caminho as config_caminho
from balcao.config.plataforma import Pastas
from balcao.config.segredos import Segredos
from balcao.gateways.canal import Canal, Chegada, Credencial, Destino, SemResposta


class Porta(NamedTuple):
    """`problema`: why the local retaguarda did not start. `canal`: None when this station's secret is not there."""

    partida: RetaguardaLocal
    problema: str
    canal: Canal | None

    def pergunta(self, login: str, senha: str) -> Chegada | SemResposta:
        """What the retaguarda says of a person, unread (`Sessoes.entra` reads it). Only with a `canal`. Waits."""
        assert self.canal is not None
        try:
            return self.canal.entra(login.strip().lower(), senha)
        except SemResposta as erro:
            return erro

    def fecha(self) -> None:
        """Close the connection."""
        if self.canal is not None:
            self.canal.fecha()


def abre(onde: Pastas, avisa: Callable[[str], None]) -> Porta | None:
    """Start the local retaguarda when the address is this computer, then make the client. Waits.

    None when the address is not plainly in this computer's file: `inicio.abre` then judges it. Raises
    AmbienteIndisponivel when the secrets are damaged or may not be read.
    """
    lido = config_caminho.le(onde.config)
    if lido is None:
        return None
    partida = RetaguardaLocal()
    problema = partida.garante(lido.servidor, lido.porta, lambda: True, avisa)
    return Porta(partida, problema, _canal(onde))


def _canal(onde: Pastas) -> Canal | None:
    lido = config_caminho.le(onde.config)  # again: a retaguarda that has just started may have renewed this station
    segredo = Segredos(onde.config).le(f"estacao {lido.estacao_id}") if lido is not None else None
    if lido is None or segredo is None:
        return None
    destino = Destino.de(lido.servidor, lido.porta, https=lido.conexao.https, certificados=lido.conexao.certificados)
    return Canal(destino, Credencial(lido.estacao_id, segredo))
