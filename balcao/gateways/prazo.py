"""HTTP with a deadline for the whole request: name, connection, TLS, sending, waiting and reading together.

A socket's timeout is per operation: a server that sends one byte a second is never late. Here every operation gets
what is left of the request's own time. Name resolution, which no timeout reaches, runs beside.

Python's own client under it: what httpx and httpcore add (redirects, cookies, proxies, HTTP/2, a second, asynchronous
half) is nothing that the retaguarda uses, and a tenth of the processor time of a start (docs/decisions/0100).
"""

import io
import select
import socket
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from balcao.gateways import tls
from balcao.gateways.falhas import Caiu, Demorou, NaoLigou

OCIOSA_S = 60.0  # how long a connection is kept for the next request; the service keeps it longer
_FATIA = 65_536
_corrente = threading.local()


@contextmanager
def prazo(segundos: float) -> Iterator[None]:
    """Everything this thread asks of a `ClientePrazo` inside ends within `segundos`, or fails with `Demorou`."""
    _corrente.fim = time.monotonic() + segundos
    try:
        yield
    finally:
        _corrente.fim = None


def resta() -> float | None:
    """Seconds left; None outside `prazo`. Raises Demorou when there are none."""
    fim = getattr(_corrente, "fim", None)
    if fim is None:
        return None
    sobra = float(fim) - time.monotonic()
    if sobra <= 0:
        raise Demorou("deadline")
    return sobra


class Resposta(NamedTuple):
    """What came back, read to its end."""

    status: int
    corpo: bytes


class ClientePrazo:
    """HTTP requests inside `prazo`. Keeps connections alive; safe for several threads.

    https, certificados: speak TLS, and to whom (see `tls`). cabecalhos: sent with every request; conexoes: at once.
    Raises NaoLigou (`tls.LinhaInsegura` is one), Demorou, Caiu, and RuntimeError after `fecha`.
    """

    def __init__(self, cabecalhos: Mapping[str, str] | None = None, *, https: bool = False,
                 certificados: Collection[str] = (), conexoes: int = 8, ociosa_s: float = OCIOSA_S) -> None:
        self._cabecalhos = dict(cabecalhos or {})
        self._https, self._certificados = https, certificados
        self._ociosa_s = ociosa_s
        self._vagas = threading.BoundedSemaphore(conexoes)
        self._trava = threading.Lock()
        self._ociosas: list[_Conexao] = []
        self._em_uso: set[_Conexao] = set()
        self._fechado = False

    def pede(self, metodo: str, url: str, corpo: bytes | None = None,
             cabecalhos: Mapping[str, str] | None = None) -> Resposta:
        """One request and its whole answer; no redirect is followed."""
        partes = urlsplit(url)
        alvo = f"{partes.path or '/'}?{partes.query}" if partes.query else partes.path or "/"
        if not self._vagas.acquire(timeout=resta()):
            raise NaoLigou("every connection is busy", tarde=True)
        try:
            conexao = self._conexao(partes.hostname or "", partes.port or (443 if self._https else 80))
            try:
                resposta = _troca(conexao, metodo, alvo, corpo, self._cabecalhos | dict(cabecalhos or {}))
            finally:
                self._devolve(conexao)
            return resposta
        finally:
            self._vagas.release()

    def fecha(self) -> None:
        """Close the connections, also those that somebody is waiting on."""
        with self._trava:
            self._fechado = True
            ociosas, em_uso, self._ociosas = self._ociosas, tuple(self._em_uso), []
        for conexao in ociosas:
            conexao.close()
        for conexao in em_uso:
            conexao.interrompe()  # its own thread closes it

    def _conexao(self, host: str, porta: int) -> "_Conexao":
        """A connection that was kept, the latest first, or a new one. Raises NaoLigou."""
        velhas = []
        try:
            with self._trava:
                if self._fechado:
                    raise RuntimeError("this client was closed")
                while self._ociosas:
                    conexao = self._ociosas.pop()
                    if conexao.serve(host, porta, self._ociosa_s):
                        self._em_uso.add(conexao)
                        return conexao
                    velhas.append(conexao)
        finally:
            for velha in velhas:
                velha.close()
        conexao = _Conexao(host, porta, self._https, self._certificados)
        try:
            conexao.connect()
        except BaseException:
            conexao.close()
            raise
        with self._trava:
            self._em_uso.add(conexao)
        return conexao

    def _devolve(self, conexao: "_Conexao") -> None:
        """Kept for the next request when its answer was read to the end and the other side keeps it too."""
        with self._trava:
            self._em_uso.discard(conexao)
            fica = conexao.inteira and not self._fechado
            if fica:
                conexao.desde = time.monotonic()
                self._ociosas.append(conexao)
        if not fica:
            conexao.close()


def _troca(conexao: "_Conexao", metodo: str, alvo: str, corpo: bytes | None,
           cabecalhos: Mapping[str, str]) -> Resposta:
    """Send and read. Raises Demorou and Caiu, after which the connection serves nobody."""
    conexao.inteira = False
    try:
        conexao.request(metodo, alvo, corpo, dict(cabecalhos))
        resposta = conexao.getresponse()
        lida = Resposta(resposta.status, resposta.read())
        conexao.inteira = not resposta.will_close
    except TimeoutError as erro:
        raise Demorou(str(erro)) from erro
    except (OSError, HTTPException) as erro:
        raise Caiu(str(erro)) from erro
    return lida


class _Conexao(HTTPConnection):
    """One connection, whose every operation has what is left of the deadline."""

    def __init__(self, host: str, porta: int, https: bool, certificados: Collection[str]) -> None:
        super().__init__(host, porta)
        self._https, self._certificados = https, certificados
        self.inteira = False
        """Whether the last answer was read to its end and the connection may be used again."""
        self.desde = 0.0
        self._linha: socket.socket | None = None

    def serve(self, host: str, porta: int, ociosa_s: float) -> bool:
        """Whether it leads there, is not too old and was not closed by the other side meanwhile."""
        return ((self.host, self.port) == (host, porta) and time.monotonic() - self.desde < ociosa_s
                and self._linha is not None and not _ha_o_que_ler(self._linha))

    def connect(self) -> None:
        """Raises NaoLigou; nothing has been sent then."""
        try:
            self._linha = self._protege(_liga(self.host, self.port))
        except (OSError, Demorou) as erro:
            raise NaoLigou(str(erro), tarde=isinstance(erro, TimeoutError | Demorou)) from erro
        self.sock = _Fluxo(self._linha)

    def interrompe(self) -> None:
        """From another thread: whoever reads or writes here fails at once."""
        if self._linha is not None:
            with suppress(OSError):  # broken already
                self._linha.shutdown(socket.SHUT_RDWR)

    def _protege(self, rede: socket.socket) -> socket.socket:
        """Over TLS, when it is to be. Raises tls.LinhaInsegura and OSError."""
        if not self._https:
            return rede
        segura: socket.socket = rede
        try:
            rede.settimeout(resta())
            segura = tls.contexto(self._certificados).wrap_socket(rede, server_hostname=self.host)
            tls.confere(segura, self._certificados)
        except BaseException as erro:
            segura.close()
            if isinstance(erro, OSError) and (dita := tls.explica(erro)):
                raise dita from erro
            raise
        return segura


class _Fluxo:
    """What http.client asks of a socket."""

    def __init__(self, linha: socket.socket) -> None:
        self._linha = linha

    def sendall(self, dados: bytes) -> None:
        for inicio in range(0, len(dados), _FATIA):
            self._linha.settimeout(resta())
            self._linha.sendall(dados[inicio:inicio + _FATIA])

    def makefile(self, _modo: str) -> io.BufferedReader:
        return io.BufferedReader(_Leitura(self._linha))

    def close(self) -> None:
        self._linha.close()


class _Leitura(io.RawIOBase):
    """The bytes of one answer; closing it leaves the line open for the next."""

    def __init__(self, linha: socket.socket) -> None:
        self._linha = linha

    def readable(self) -> bool:
        return True

    def readinto(self, onde: Any) -> int:
        self._linha.settimeout(resta())
        return self._linha.recv_into(onde)


def _liga(host: str, porta: int) -> socket.socket:
    """Raises OSError and Demorou."""
    enderecos = _resolve(host, porta, resta())
    for n, endereco in enumerate(enderecos, start=1):
        # of several addresses of one name, a silent one must leave time for the next
        sobra = resta()
        fatia = sobra if n == len(enderecos) or sobra is None else sobra / 2
        try:
            linha = socket.create_connection((endereco, porta), fatia)
        except OSError:
            if n == len(enderecos):
                raise
        else:
            linha.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # headers and body leave one after the other
            return linha
    raise OSError(f"{host} has no address")


def _ha_o_que_ler(linha: socket.socket) -> bool:
    """On an idle line: its end, or bytes that nobody asked for."""
    try:
        if hasattr(select, "poll"):
            olho = select.poll()
            olho.register(linha, select.POLLIN)
            return bool(olho.poll(0))
        return bool(select.select([linha], [], [], 0)[0])  # Windows
    except (OSError, ValueError):
        return True


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
