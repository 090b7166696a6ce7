"""A server that speaks TLS (or does not) on loopback, with certificates made for the test."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from balcao.config import certificado as pem

AGORA = datetime.now(UTC)


class Par:
    """A certificate of a computer, and its key. `idade`: how long ago it was made (it is good for ten years)."""

    def __init__(self, pasta: Path, *nomes: str, idade: timedelta = timedelta()) -> None:
        self.certificado, self.chave = pem.cria(pasta, nomes or ("localhost", "127.0.0.1"), AGORA - idade)
        self.dito = pem.le(self.certificado, self.chave)
        self.impressao = self.dito.impressao


class ServidorHttps(ThreadingHTTPServer):
    """Answers every GET with `corpo`. `pedidos`: (path, Authorization) of what reached it; `mostra`: from now on
    another certificate."""

    daemon_threads = True

    def __init__(self, par: Par | None, corpo: str) -> None:
        super().__init__(("127.0.0.1", 0), _Atende)
        self.corpo, self.pedidos = corpo, []
        self.contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if par is not None:
            self.mostra(par)
            self.socket = self.contexto.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def porta(self) -> int:
        return int(self.server_address[1])

    def mostra(self, par: Par) -> None:
        self.contexto.load_cert_chain(par.certificado, par.chave)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A handshake that failed is the test's own doing."""


class _Atende(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ServidorHttps

    def do_GET(self) -> None:
        self.server.pedidos.append((self.path, self.headers["Authorization"]))
        dados = self.server.corpo.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(dados)))
        self.end_headers()
        self.wfile.write(dados)

    def log_message(self, format: str, *args: Any) -> None:
        """Not on the test's output."""


@contextmanager
def atende(par: Par | None, corpo: str = "{}") -> Iterator[ServidorHttps]:
    """The server with this certificate; None: plain http."""
    with ServidorHttps(par, corpo) as servidor:
        linha = threading.Thread(target=servidor.serve_forever, args=(0.01,))
        linha.start()
        try:
            yield servidor
        finally:
            servidor.shutdown()
            linha.join()
