"""A network that misbehaves on command, between a counter and its retaguarda: a TCP proxy."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum


class Modo(StrEnum):
    PASSA = "passa"
    RECUSA = "recusa"                # the port is closed
    BURACO = "buraco"                # accepts and swallows everything
    PERDE_RESPOSTA = "perde"         # the request arrives, the answer never does


class Rede:
    """`porta` is where the counter connects. Changing `modo` also cuts what is open."""

    def __init__(self, destino: int, endereco: str = "127.0.0.1", porta: int = 0) -> None:
        self._destino = destino
        self._escuta = socket.create_server((endereco, porta))
        self.porta = int(self._escuta.getsockname()[1])
        self._modo = Modo.PASSA
        self._abertas: list[socket.socket] = []
        self._linhas: list[threading.Thread] = []
        self._fim = False
        self.pedidos = 0
        principal = threading.Thread(target=self._aceita, name="rede")
        self._linhas.append(principal)
        principal.start()

    @property
    def modo(self) -> Modo:
        return self._modo

    @modo.setter
    def modo(self, modo: Modo) -> None:
        self._modo = modo
        self._corta()

    def fecha(self) -> None:
        self._fim = True
        self._corta()
        with suppress(OSError):
            self._escuta.shutdown(socket.SHUT_RDWR)
        self._escuta.close()
        for linha in self._linhas:
            linha.join(3)

    def _corta(self) -> None:
        abertas, self._abertas = self._abertas, []
        for conexao in abertas:
            with suppress(OSError):
                conexao.shutdown(socket.SHUT_RDWR)
            conexao.close()

    def _aceita(self) -> None:
        while not self._fim:
            try:
                conexao, _ = self._escuta.accept()
            except OSError:
                return
            if self._modo is Modo.RECUSA:
                conexao.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                conexao.close()  # a reset: as near to a closed port as an open one gets
                continue
            self._abertas.append(conexao)
            linha = threading.Thread(target=self._leva, args=(conexao,), name="rede conexão")
            self._linhas.append(linha)
            linha.start()

    def _leva(self, conexao: socket.socket) -> None:
        with suppress(OSError, ValueError), conexao, socket.create_connection(
                ("127.0.0.1", self._destino)) as servidor:
            self._abertas.append(servidor)
            while not self._fim:
                prontos, _, _ = select.select([conexao, servidor], [], [], 0.2)
                for de in prontos:
                    dados = de.recv(65536)
                    if not dados:
                        return
                    if de is conexao:
                        self.pedidos += 1
                        if self._modo is not Modo.BURACO:
                            servidor.sendall(dados)
                    elif self._modo is Modo.PASSA:
                        conexao.sendall(dados)


@contextmanager
def rede_para(porta: int, endereco: str = "127.0.0.1", escuta: int = 0) -> Iterator[Rede]:
    """A network before a service; it listens at `endereco`, on a free port or on `escuta`."""
    rede = Rede(porta, endereco, escuta)
    try:
        yield rede
    finally:
        rede.fecha()
