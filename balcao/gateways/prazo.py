"""HTTP with a deadline for the whole request: name, connection, TLS, sending, waiting and reading together.

The library's timeouts are per operation: a server that sends one byte a second is never late. Here every operation
gets what is left of the request's own time. Name resolution, which no timeout reaches, runs beside.

httpcore2 alone: what httpx2 adds (redirects, cookies, encodings, proxies) is nothing that the retaguarda uses, and
it is 65 ms that a login would wait for.
"""

import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpcore2

from balcao.gateways import tls

OCIOSA_S = 60.0  # how long a connection is kept for the next request; the service keeps it longer
_FATIA = 65_536
_corrente = threading.local()


@contextmanager
def prazo(segundos: float) -> Iterator[None]:
    """Everything this thread asks of a `ClientePrazo` inside ends within `segundos`, or fails with
    httpcore2.TimeoutException."""
    _corrente.fim = time.monotonic() + segundos
    try:
        yield
    finally:
        _corrente.fim = None


def resta(maximo: float | None = None) -> float | None:
    """Seconds left; None outside `prazo`. Raises httpcore2.ReadTimeout when there are none."""
    fim = getattr(_corrente, "fim", None)
    if fim is None:
        return maximo
    sobra = float(fim) - time.monotonic()
    if sobra <= 0:
        raise httpcore2.ReadTimeout("deadline")
    return sobra if maximo is None else min(sobra, maximo)


class Resposta(NamedTuple):
    """What came back, read to its end."""

    status: int
    corpo: bytes


class ClientePrazo:
    """HTTP requests inside `prazo`. Keeps connections alive; safe for several threads.

    https, certificados: speak TLS, and to whom (see `tls`). cabecalhos: sent with every request. Raises httpcore2's
    exceptions (`tls.LinhaInsegura` is one), and RuntimeError after `fecha`.
    """

    def __init__(self, cabecalhos: Mapping[str, str] | None = None, *, https: bool = False,
                 certificados: Collection[str] = (), conexoes: int = 8, ociosa_s: float = OCIOSA_S) -> None:
        self._cabecalhos = dict(cabecalhos or {})
        self._fechado = False
        self._reserva = httpcore2.ConnectionPool(
            ssl_context=tls.contexto(certificados) if https else None, max_connections=conexoes,
            max_keepalive_connections=conexoes, keepalive_expiry=ociosa_s, network_backend=_Rede(certificados))

    def pede(self, metodo: str, url: str, corpo: bytes | None = None,
             cabecalhos: Mapping[str, str] | None = None) -> Resposta:
        """One request and its whole answer; no redirect is followed."""
        if self._fechado:
            raise RuntimeError("this client was closed")
        resta()
        resposta = self._reserva.request(
            metodo, url, headers=list((self._cabecalhos | dict(cabecalhos or {})).items()), content=corpo or b"",
            extensions={"timeout": {"pool": resta()}})
        return Resposta(resposta.status, resposta.content)

    def fecha(self) -> None:
        """Close the connections."""
        self._fechado = True
        self._reserva.close()


class _Rede(httpcore2.NetworkBackend):
    """Sockets whose every operation has what is left of the deadline."""

    def __init__(self, certificados: Collection[str]) -> None:
        self._real, self._certificados = httpcore2.SyncBackend(), certificados

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[Any] | None = None) -> httpcore2.NetworkStream:
        try:
            enderecos = _resolve(host, port, resta(timeout))
        except OSError as erro:
            raise httpcore2.ConnectError(str(erro)) from erro
        for n, endereco in enumerate(enderecos, start=1):
            # of several addresses of one name, a silent one must leave time for the next
            try:
                sobra = resta(timeout)
                fatia = sobra if n == len(enderecos) or sobra is None else sobra / 2
                return _Fluxo(self._real.connect_tcp(endereco, port, fatia, local_address, socket_options),
                              self._certificados)
            except httpcore2.ReadTimeout as erro:
                raise httpcore2.ConnectTimeout(str(erro)) from erro
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if n == len(enderecos):
                    raise
        raise httpcore2.ConnectError(f"{host} has no address")


class _Fluxo(httpcore2.NetworkStream):
    def __init__(self, real: httpcore2.NetworkStream, certificados: Collection[str]) -> None:
        self._real, self._certificados = real, certificados

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._real.read(max_bytes, resta(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for inicio in range(0, len(buffer), _FATIA):
            self._real.write(buffer[inicio:inicio + _FATIA], resta(timeout))

    def close(self) -> None:
        self._real.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> httpcore2.NetworkStream:
        try:
            seguro = self._real.start_tls(ssl_context, server_hostname, resta(timeout))
        except httpcore2.ConnectError as erro:
            raise (tls.explica(erro) or erro) from erro
        try:
            tls.confere(seguro.get_extra_info("socket"), self._certificados)
        except tls.LinhaInsegura:
            seguro.close()
            raise
        return _Fluxo(seguro, self._certificados)

    def get_extra_info(self, info: str) -> Any:
        return self._real.get_extra_info(info)


def _resolve(host: str, porta: int, segundos: float | None) -> list[str]:
    """The addresses of a name. Raises OSError, also when the name server stays silent."""
    achados: list[Any] = []

    def procura() -> None:
        try:
            achados.append(socket.getaddrinfo(host, porta, type=socket.SOCK_STREAM))
        except OSError as erro:
            achados.append(erro)

    if _e_numerico(host):
        return [host]
    linha = threading.Thread(target=procura, name=f"nome {host}", daemon=True)
    linha.start()
    linha.join(segundos)
    if not achados:
        raise OSError(f"no answer for the name {host}")
    if isinstance(achados[0], OSError):
        raise achados[0]
    return list(dict.fromkeys(str(endereco[0]) for *_, endereco in achados[0]))


def _e_numerico(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return False
    return True
