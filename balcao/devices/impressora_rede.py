"""A printer on the network that takes raw bytes on TCP port 9100.

The port has no protocol of its own: bytes accepted by the network may wait in a printer without paper.
An ESC/POS printer, however, answers questions between the bytes: before printing it is asked for paper and
cover (DLE EOT), after printing it is asked once more (GS r), and that answer comes in its turn, when all
before it is on paper. Printers that never answer are believed when they took everything.
"""

import contextlib
import logging
import socket
import time

from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.terminal.opcoes import Papel

PORTA_PADRAO = 9100
PRAZO_CONEXAO = 5.0    # s
PRAZO_RESPOSTA = 0.25  # s to answer a real-time question
PRAZO_DESPEDIDA = 1.0  # s for it to close its side
PRAZO_PAPEL = 15.0     # s for the last byte to become paper
_BYTES_POR_SEGUNDO = 2000  # slow heads print some 40 lines a second
_CAUSA, _PAPEL = b"\x10\x04\x02", b"\x10\x04\x04"
_TERMINOU = b"\x1dr\x01"
_log = logging.getLogger(__name__)
_ROLOS = frozenset({Papel.BOBINA_80, Papel.BOBINA_58})


class ImpressoraRede:
    """`host` is a name or an address; one connection per document."""

    def __init__(self, host: str, porta: int = PORTA_PADRAO, *, prazo: float = PRAZO_CONEXAO,
                 prazo_papel: float = PRAZO_PAPEL) -> None:
        self.host = host
        self.porta = porta
        self._prazo = prazo
        self._prazo_papel = prazo_papel

    @property
    def nome(self) -> str:
        return f"{self.host}:{self.porta}"

    def confere(self) -> None:
        """Connect and leave. Raises ImpressoraIndisponivel."""
        with contextlib.closing(self._conecta()) as conexao:
            _despede(conexao)

    def imprimir(self, dados: bytes, papel: Papel, arquivo: str, copias: int = 1) -> None:  # noqa: ARG002
        """Send and, on a roll printer that answers, wait for the paper. Raises ImpressoraIndisponivel."""
        tudo = dados * copias
        with contextlib.closing(self._conecta()) as conexao:
            responde = papel in _ROLOS and self._pergunta_antes(conexao)
            self._envia(conexao, tudo)
            if responde:
                self._pergunta_depois(conexao, len(tudo))
            _despede(conexao)

    def _conecta(self) -> socket.socket:
        acao = "Ligue a impressora, confira o cabo de rede e tente de novo, ou salve como PDF."
        try:
            return socket.create_connection((self.host, self.porta), timeout=self._prazo)
        except (socket.gaierror, UnicodeError) as erro:  # a label over 63 letters is no name either
            raise ImpressoraIndisponivel(
                f"O endereço “{self.host}” da impressora não existe nesta rede.",
                "Confira o endereço em Configuração › Controles de Impressão.") from erro
        except TimeoutError as erro:
            raise ImpressoraIndisponivel(
                f"A impressora “{self.nome}” não respondeu em {self._prazo:.0f} segundos.", acao) from erro
        except ConnectionRefusedError as erro:
            raise ImpressoraIndisponivel(f"A impressora “{self.nome}” recusou a conexão.", acao) from erro
        except OSError as erro:
            raise ImpressoraIndisponivel(
                f"A impressora “{self.nome}” não foi alcançada: {motivo_do_sistema(erro)}.", acao) from erro

    def _pergunta_antes(self, conexao: socket.socket) -> bool:
        """Whether this printer answers. Raises when it answers that it cannot print."""
        estado = self._responde(conexao, _CAUSA, PRAZO_RESPOSTA)
        if not _e_estado(estado):
            return False
        if estado[0] & 0x04:
            raise ImpressoraIndisponivel(f"A tampa da impressora “{self.nome}” está aberta.",
                                         "Feche a tampa e tente de novo.")
        papel = self._responde(conexao, _PAPEL, PRAZO_RESPOSTA)
        if estado[0] & 0x20 or (_e_estado(papel) and papel[0] & 0x60):
            raise ImpressoraIndisponivel(f"A impressora “{self.nome}” está sem papel.",
                                         "Ponha papel e tente de novo.")
        if estado[0] & 0x40:
            raise ImpressoraIndisponivel(f"A impressora “{self.nome}” está com erro.",
                                         "Desligue e ligue a impressora, confira a guilhotina e tente de novo.")
        return True

    def _responde(self, conexao: socket.socket, pergunta: bytes, prazo: float, *, enviado: bool = False) -> bytes:
        """One byte of answer, or nothing within `prazo`. `enviado`: the document was sent before."""
        try:
            conexao.sendall(pergunta)
            conexao.settimeout(prazo)
            resposta = conexao.recv(1)
            if not resposta:  # an end is not a silence: what is sent after it goes nowhere, and looks sent
                raise ConnectionResetError
        except TimeoutError:
            return b""
        except OSError as erro:
            veja = "Veja se o papel saiu inteiro; se não, desligue" if enviado else "Desligue"
            raise ImpressoraIndisponivel(f"A impressora “{self.nome}” fechou a conexão.",
                                         f"{veja} e ligue a impressora e tente de novo.",
                                         pode_ter_saido=enviado) from erro
        return resposta

    def _envia(self, conexao: socket.socket, dados: bytes) -> None:
        enviados = 0
        try:
            conexao.settimeout(self._prazo_papel)
            while enviados < len(dados):
                enviados += conexao.send(dados[enviados:enviados + 4096])
            if not enviados:
                return
        except OSError as erro:
            raise ImpressoraIndisponivel(
                f"A impressora “{self.nome}” parou de receber no meio do documento.",
                "Veja se o papel saiu. Confira papel, tampa e cabo antes de imprimir de novo.",
                pode_ter_saido=enviados > 0) from erro

    def _pergunta_depois(self, conexao: socket.socket, tamanho: int) -> None:
        """Wait until everything sent is on paper."""
        prazo = self._prazo_papel + tamanho / _BYTES_POR_SEGUNDO
        limite = time.monotonic() + prazo
        estado = self._responde(conexao, _TERMINOU, prazo, enviado=True)
        while estado and _e_estado(estado) and time.monotonic() < limite:
            estado = self._responde(conexao, b"", max(0.05, limite - time.monotonic()), enviado=True)
        if not estado:
            raise ImpressoraIndisponivel(
                f"A impressora “{self.nome}” recebeu o documento e não confirmou que imprimiu.",
                "Veja se o papel saiu inteiro antes de imprimir de novo.", pode_ter_saido=True)
        if estado[0] & 0x0C:
            raise ImpressoraIndisponivel(
                f"O papel da impressora “{self.nome}” acabou durante a impressão.",
                "Ponha papel e veja se o documento saiu inteiro.", pode_ter_saido=True)


def _despede(conexao: socket.socket) -> None:
    """Close so that nothing sent is lost: with an unread late answer in it, a plain close would reset the
    connection, and the printer would throw away what it has not printed yet."""
    try:
        conexao.shutdown(socket.SHUT_WR)
        conexao.settimeout(PRAZO_DESPEDIDA)
        while conexao.recv(256):
            pass
    except OSError as erro:
        _log.debug("a impressora não fechou a conexão no prazo: %s", erro)


def _e_estado(resposta: bytes) -> bool:
    """A real-time status byte has bits 1 and 4 set, 0 and 7 clear; anything else is other chatter."""
    return len(resposta) == 1 and resposta[0] & 0x93 == 0x12
