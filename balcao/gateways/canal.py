"""One HTTP round trip to the retaguarda, in bytes, never longer than its deadline.

What is in the bytes is `retaguarda`'s business, which imports every model of the protocol. A login typed in the first
moment travels from here, while all that is still being imported (docs/decisions/0100).

Who asks: the station, by its credential, always; the person, by the token of the login, when there is one.
Every request that changes something carries an id made at the counter, so sending it twice is harmless, and a
request whose connection broke is tried once more within the same deadline.
"""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from balcao import __version__
from balcao.domain.erros import AmbienteIndisponivel
from balcao.gateways.falhas import Caiu, Demorou, NaoLigou
from balcao.gateways.prazo import ClientePrazo, Resposta, prazo, resta
from balcao.gateways.tls import LinhaInsegura

PRAZO_S: Final = 3.0
LOGIN_S: Final = 6.0  # Argon2 is slow on purpose, and an old server is slower
SESSAO: Final = "X-Sessao"
PROGRAMA: Final = "X-Balcao"


class SemResposta(AmbienteIndisponivel):
    """The retaguarda did not answer. `enviado`: the request may have reached it, so its outcome is unknown.
    `status`: it answered that it could not (5xx); 0 when nothing came."""

    titulo = "Sem conexão com a retaguarda"

    def __init__(self, mensagem: str, acao: str, *, enviado: bool, status: int = 0) -> None:
        super().__init__(mensagem, acao)
        self.enviado = enviado
        self.status = status


class LinhaRecusada(SemResposta):
    """Something answered there, and it is not to be trusted (another certificate, or none). Nothing was sent."""

    titulo = "Conexão recusada por segurança"


class Destino(NamedTuple):
    """Where the service is. `enderecos`: one, or several of which one is up. `certificados`: the fingerprints of
    those that are believed over https; none: the system's authorities say."""

    enderecos: tuple[str, ...]
    porta: int
    https: bool = False
    certificados: tuple[str, ...] = ()

    @classmethod
    def de(cls, texto: str, porta: int, *, https: bool = False, certificados: tuple[str, ...] = ()) -> "Destino":
        """From the Integração page (CB-022: one address, or several separated by commas)."""
        return cls(tuple(p.strip() for p in texto.split(",") if p.strip()), porta, https, certificados)

    def url(self, endereco: str) -> str:
        host = f"[{endereco}]" if ":" in endereco else _ascii(endereco)
        return f"{'https' if self.https else 'http'}://{host}:{self.porta}"


@dataclass(frozen=True, slots=True)
class Credencial:
    """How this station is known."""

    estacao_id: int
    segredo: str = field(repr=False)


class Chegada(NamedTuple):
    """An answer that nobody has read yet, and between which instants of this computer it was given."""

    resposta: Resposta
    enviado: datetime
    recebido: datetime


class Canal:
    """The client. Safe for several threads; `fecha` at the end.

    ouve: called after every exchange with True (it answered) or False (it did not), on the calling thread.
    recusa: called before a False with why the line was not to be trusted and what to do; "" when it was only silent.
    """

    def __init__(self, destino: Destino, credencial: Credencial, *, prazo_s: float = PRAZO_S,
                 ouve: Callable[[bool], None] = lambda _: None,
                 recusa: Callable[[str], None] = lambda _: None) -> None:
        self._credencial = credencial
        self._prazo = prazo_s
        self._ouve, self._recusa = ouve, recusa
        self._trava = threading.Lock()
        self._desvio = timedelta()
        self._respondeu = True
        self._aponta(destino)
        self.token = ""
        """The person's; "" while nobody is logged in through the service."""

    def fecha(self) -> None:
        """Close the connections."""
        self._cliente.fecha()

    def aponta(self, destino: Destino) -> None:
        """From now on talk to another address (the person changed it); the session there is another."""
        anterior = self._cliente
        with self._trava:
            self._aponta(destino)
            self.token = ""
        anterior.fecha()

    def _aponta(self, destino: Destino) -> None:
        self._destino, self._primeiro = destino, 0
        quem = b64encode(f"{self._credencial.estacao_id}:{self._credencial.segredo}".encode()).decode("ascii")
        self._cliente = ClientePrazo(
            {"Authorization": f"Basic {quem}", "Accept": "application/json", PROGRAMA: __version__},
            https=destino.https, certificados=destino.certificados)

    @property
    def desvio(self) -> timedelta:
        """Server's clock minus this computer's, as last measured."""
        return self._desvio

    @property
    def respondeu(self) -> bool:
        """Whether the last exchange was answered (True before the first)."""
        return self._respondeu

    def mede_relogio(self, do_servidor: datetime, enviado: datetime, recebido: datetime) -> None:
        """The server said `do_servidor` between two instants of this computer."""
        self._desvio = do_servidor - (enviado + (recebido - enviado) / 2)

    # ---- requests

    def entra(self, login: str, senha: str) -> Chegada:
        """Ask who a person is (POST /v1/entrar); `rotas_entrada.entrou` reads the answer. Raises SemResposta."""
        corpo = json.dumps({"login": login, "senha": senha}).encode()
        enviado = datetime.now(UTC)
        resposta = self.troca("POST", "/v1/entrar", corpo, prazo_s=LOGIN_S)
        return Chegada(resposta, enviado, datetime.now(UTC))

    def troca(self, metodo: str, caminho: str, corpo: bytes | None, parametros: Mapping[str, Any] | None = None, *,
              sessao: str = "", prazo_s: float | None = None) -> Resposta:
        """One request and its answer, whatever it says; `corpo` is JSON. Raises SemResposta."""
        try:
            with prazo(prazo_s or self._prazo):
                resposta = self._tenta(metodo, caminho, corpo, parametros, sessao)
        except SemResposta as erro:
            self.anota_troca(erro)
            raise
        self.anota_troca()
        return resposta

    def _tenta(self, metodo: str, caminho: str, corpo: bytes | None, parametros: Mapping[str, Any] | None,
               sessao: str) -> Resposta:
        """Each address until one connects; a connection that broke is tried once more."""
        cabecalhos = {SESSAO: sessao} if sessao else {}
        if corpo is not None:
            cabecalhos["Content-Type"] = "application/json"
        enviado = False
        falha: Exception | None = None
        for endereco in self._ordem():
            for _vez in range(2):
                try:
                    resposta = self._cliente.pede(
                        metodo, self._destino.url(endereco) + quote(caminho) + _consulta(parametros), corpo, cabecalhos)
                except NaoLigou as erro:
                    falha = falha if isinstance(falha, LinhaInsegura) else erro  # it says more than "silent"
                    break
                except Caiu as erro:
                    falha, enviado = erro, True
                    continue
                except RuntimeError as erro:  # `aponta` closed this client under us
                    raise _sem_resposta(endereco, self._destino.porta, None, True) from erro
                except Demorou as erro:
                    raise _sem_resposta(endereco, self._destino.porta, erro, True) from erro
                with self._trava:
                    if endereco in self._destino.enderecos:
                        self._primeiro = self._destino.enderecos.index(endereco)
                return resposta
            if not _sobra():
                break
        raise _sem_resposta(self._destino.enderecos[self._primeiro], self._destino.porta, falha, enviado) from falha

    def _ordem(self) -> list[str]:
        enderecos = self._destino.enderecos
        return [*enderecos[self._primeiro:], *enderecos[:self._primeiro]]

    def anota_troca(self, falha: SemResposta | None = None) -> None:
        """An exchange was answered, or why not: said to whoever follows how the connection is."""
        if falha is not None:
            self._recusa(str(falha) if isinstance(falha, LinhaRecusada) else "")
        with self._trava:
            self._respondeu = falha is None
        self._ouve(self._respondeu)


def _ascii(host: str) -> str:
    """A name as DNS knows it; what cannot be a name stays one that nobody has."""
    if host.isascii():
        return quote(host)
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host)


def _sobra() -> bool:
    try:
        resta()
    except Demorou:
        return False
    return True


def _consulta(parametros: Mapping[str, Any] | None) -> str:
    """Query parameters without the empty ones: "?de=2026-01-31"."""
    texto = urlencode([(nome, str(valor)) for nome, valor in (parametros or {}).items() if valor not in (None, "")])
    return f"?{texto}" if texto else ""


def _sem_resposta(endereco: str, porta: int, falha: Exception | None, enviado: bool) -> SemResposta:
    onde = f"{endereco}:{porta}"
    if isinstance(falha, LinhaInsegura) and not enviado:
        return LinhaRecusada(*falha.em_palavras(onde), enviado=False)
    if isinstance(falha, Demorou) or (isinstance(falha, NaoLigou) and falha.tarde):
        mensagem = f"A retaguarda em {onde} não respondeu a tempo."
    elif enviado:
        mensagem = f"A conexão com a retaguarda em {onde} caiu."
    else:
        mensagem = f"A retaguarda em {onde} não atende."
    return SemResposta(mensagem, "Veja se o servidor está ligado; use Testar conexão na Configuração.",
                       enviado=enviado)
