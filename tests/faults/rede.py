"""The wire between one counter and the retaguarda: a relay that reads whole HTTP messages, and spoils them on command.

A fault is armed for requests of one kind and acts a number of times; `atingida` is set when it really acted, which
is what proves that a round hit it. Everything else passes.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

F12, REMESSA, PEDIDO, QUALQUER = "f12", "remessa", "pedido", "qualquer"
"""An order with the seller's session; an order by the station's outbox; either; any request."""

PARADA_S = 5.0


class Ato(StrEnum):
    """What is done to a request."""

    RECUSA = "recusa"                    # connections are refused: the port is closed
    BURACO = "buraco"                    # swallowed, the connection stays open
    CORTA_PEDIDO = "corta o pedido"      # half of it arrives, then a reset
    PERDE_RESPOSTA = "perde a resposta"  # it is done and answered; the answer never arrives
    CORTA_RESPOSTA = "corta a resposta"  # half of the answer, then a reset
    ATRASA = "atrasa"                    # half of `segundos` each way
    AVISA = "avisa"                      # `antes_de_responder` is called with the answer in hand
    ENCONTRA = "encontra"                # held until as many requests as `encontro` is for stand here


@dataclass
class Falha:
    """One armed fault. `vezes`: how often it acts (a request whose connection broke is tried once more)."""

    ato: Ato
    alvo: str = F12
    vezes: int = 1_000_000
    segundos: float = 0.0
    antes_de_responder: Callable[[], None] = lambda: None
    encontro: threading.Barrier | None = None
    atingida: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Mensagem:
    """A whole request or answer. `status`: of an answer."""

    bruta: bytes
    cabeca: bytes

    @property
    def alvo(self) -> str:
        if not self.cabeca.startswith(b"post /v1/pedidos "):
            return ""
        return F12 if b"\r\nx-sessao:" in self.cabeca else REMESSA

    @property
    def status(self) -> int:
        return int(self.cabeca.split(b" ", 2)[1])


class Rede:
    """`porta` is where the counter connects."""

    def __init__(self, destino: int) -> None:
        self._destino = destino
        self._escuta = socket.create_server(("127.0.0.1", 0))
        self.porta = int(self._escuta.getsockname()[1])
        self._falha: Falha | None = None
        self._trava = threading.Lock()
        self._abertas: set[socket.socket] = set()
        self._linhas: list[threading.Thread] = []
        self._inicia(self._aceita)

    def _inicia(self, trabalho: Callable[..., None], *argumentos: socket.socket) -> None:
        self._linhas = [linha for linha in self._linhas if linha.is_alive()]
        self._linhas.append(threading.Thread(target=trabalho, args=argumentos, name="rede", daemon=True))
        self._linhas[-1].start()

    def arma(self, falha: Falha | None) -> None:
        """From now on this fault, or none. A closed port also cuts what is open."""
        with self._trava:
            self._falha = falha
        if falha is None or falha.ato is Ato.RECUSA:
            self.corta()

    def corta(self) -> None:
        """Break every open connection."""
        with self._trava:
            abertas = list(self._abertas)
        for conexao in abertas:
            with suppress(OSError):
                conexao.shutdown(socket.SHUT_RDWR)

    def fecha(self) -> None:
        """The relay is over."""
        encerra(self._escuta)
        self.corta()
        for linha in self._linhas:
            linha.join(PARADA_S)

    def _aceita(self) -> None:
        while True:
            try:
                conexao, _ = self._escuta.accept()
            except OSError:
                return
            falha = self._falha
            if falha is not None and falha.ato is Ato.RECUSA:
                falha.atingida.set()
                _derruba(conexao)
                continue
            self._inicia(self._leva, conexao)

    def _leva(self, conexao: socket.socket) -> None:
        """One connection: request, answer, request, answer…"""
        with suppress(OSError, EOFError, threading.BrokenBarrierError), conexao:
            self._anota(conexao)
            with socket.create_connection(("127.0.0.1", self._destino)) as servidor:
                self._anota(servidor)
                while self._troca(conexao, servidor):
                    pass
        with self._trava:
            self._abertas = {c for c in self._abertas if c.fileno() != -1}

    def _anota(self, conexao: socket.socket) -> None:
        with self._trava:
            self._abertas.add(conexao)

    def _acerta(self, pedido: _Mensagem) -> Falha | None:
        """The armed fault, if it acts on this request; counted."""
        with self._trava:
            falha = self._falha
            if falha is None or falha.vezes <= 0 or not (
                    falha.alvo in (QUALQUER, pedido.alvo) or (falha.alvo == PEDIDO and pedido.alvo)):
                return None
            falha.vezes -= 1
            return falha

    def _troca(self, conexao: socket.socket, servidor: socket.socket) -> bool:
        """Relay one request and its answer; whether the connection goes on."""
        pedido = _le(conexao)
        falha = self._acerta(pedido)
        ato = falha.ato if falha is not None else None
        if falha is None:
            servidor.sendall(pedido.bruta)
            conexao.sendall(_le(servidor).bruta)
            return True
        match ato:
            case Ato.BURACO:
                falha.atingida.set()
                while conexao.recv(65536):
                    pass
                return False
            case Ato.CORTA_PEDIDO:
                servidor.sendall(pedido.bruta[:len(pedido.bruta) // 2])
                falha.atingida.set()
                _derruba(servidor)
                _derruba(conexao)
                return False
            case Ato.ENCONTRA if falha.encontro is not None:
                falha.encontro.wait(10)
                falha.atingida.set()
            case Ato.ATRASA:
                time.sleep(falha.segundos / 2)  # the fault itself
        servidor.sendall(pedido.bruta)
        return self._devolve(conexao, _le(servidor), falha)

    def _devolve(self, conexao: socket.socket, resposta: _Mensagem, falha: Falha) -> bool:
        match falha.ato:
            case Ato.PERDE_RESPOSTA:
                if resposta.status == 200:  # committed: that is the fault
                    falha.atingida.set()
                while conexao.recv(65536):
                    pass
                return False
            case Ato.CORTA_RESPOSTA:
                conexao.sendall(resposta.bruta[:len(resposta.bruta) // 2])
                if resposta.status == 200:
                    falha.atingida.set()
                _derruba(conexao)
                return False
            case Ato.AVISA:
                falha.antes_de_responder()
                falha.atingida.set()
            case Ato.ATRASA:
                time.sleep(falha.segundos / 2)
                falha.atingida.set()
        conexao.sendall(resposta.bruta)
        return True


def encerra(escuta: socket.socket) -> None:
    """Close a listening socket; whoever waits in accept() wakes."""
    with suppress(OSError):
        escuta.shutdown(socket.SHUT_RDWR)
    escuta.close()


def _le(conexao: socket.socket) -> _Mensagem:
    """One whole message. Raises EOFError when the other side is gone."""
    dados = bytearray()
    while (fim := dados.find(b"\r\n\r\n")) < 0:
        dados += _pedaco(conexao)
    cabeca = bytes(dados[:fim + 2]).lower()
    tamanho = 0
    for linha in cabeca.split(b"\r\n")[1:]:
        nome, _, valor = linha.partition(b":")
        if nome == b"content-length":
            tamanho = int(valor)
    while len(dados) < fim + 4 + tamanho:
        dados += _pedaco(conexao)
    return _Mensagem(bytes(dados), cabeca)


def _pedaco(conexao: socket.socket) -> bytes:
    lido = conexao.recv(65536)
    if not lido:
        raise EOFError
    return lido


def _derruba(conexao: socket.socket) -> None:
    """A reset, not a farewell."""
    with suppress(OSError):
        conexao.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    conexao.close()
