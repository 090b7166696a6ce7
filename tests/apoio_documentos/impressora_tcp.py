"""A network printer for tests: a real TCP port that takes bytes, answers like an ESC/POS head, or misbehaves."""

import socket
import struct
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PRONTA = 0x12


@dataclass
class ImpressoraTcp:
    """`responde`: answers status questions. `estado`, `papel`: its answers to DLE EOT 2 and 4; `no_fim`: to
    GS r (None: silence). `corta_em`: resets the connection after so many bytes. `segura`: reads the
    document and keeps quiet until `solta` is set."""

    responde: bool = True
    estado: int = PRONTA
    papel: int = PRONTA
    no_fim: int | None = 0
    corta_em: int | None = None
    segura: bool = False
    recebidos: list[bytes] = field(default_factory=list)
    comecou: threading.Event = field(default_factory=threading.Event)
    solta: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._fim: tuple[str, int] | None = None
        self._escuta = socket.create_server(("127.0.0.1", 0))
        self.porta = int(self._escuta.getsockname()[1])
        self._linhas: list[threading.Thread] = []
        self._principal = threading.Thread(target=self._atende)
        self._principal.start()
        return self

    def __exit__(self, tipo: type[BaseException] | None, erro: BaseException | None,
                 rastro: TracebackType | None) -> None:
        self.solta.set()
        with socket.socket() as ultima:  # accepted after all that came before
            ultima.bind(("127.0.0.1", 0))
            self._fim = ultima.getsockname()
            ultima.connect(("127.0.0.1", self.porta))
            self._principal.join()
        self._escuta.close()
        for linha in self._linhas:
            linha.join()

    @property
    def endereco(self) -> str:
        return f"rede:127.0.0.1:{self.porta}"

    def _atende(self) -> None:
        while True:
            conexao, de_onde = self._escuta.accept()
            if de_onde == self._fim:
                conexao.close()
                return
            linha = threading.Thread(target=self._conversa, args=(conexao,))
            self._linhas.append(linha)
            linha.start()

    def _conversa(self, conexao: socket.socket) -> None:
        dados = b""
        with conexao:
            while pedaco := _le(conexao):
                if self.responde and pedaco in (b"\x10\x04\x02", b"\x10\x04\x04"):
                    conexao.sendall(bytes([self.estado if pedaco[2] == 2 else self.papel]))
                    continue
                dados += pedaco
                self.comecou.set()
                if self.segura:
                    self.solta.wait(20)
                if self.corta_em is not None and len(dados) >= self.corta_em:
                    conexao.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
                if self.responde and dados.endswith(b"\x1dr\x01"):
                    dados = dados[:-3]
                    if self.no_fim is not None:
                        conexao.sendall(bytes([self.no_fim]))
            self.recebidos.append(dados)  # before it is closed: whoever printed waits for that


def _le(conexao: socket.socket) -> bytes:
    try:
        return conexao.recv(65536)
    except OSError:
        return b""
