"""The counter's road to the retaguarda: one HTTP round trip per request, never longer than its deadline.

Who asks: the station, by its credential, always; the person, by the token of the login, when there is one.
Every request that changes something carries an id made at the counter, so sending it twice is harmless, and a
request whose connection broke is tried once more within the same deadline. Which paths there are is in `rotas`.
"""

import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import httpcore2
from pydantic import BaseModel, TypeAdapter, ValidationError

from balcao import __version__
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError, EntradaInvalida, RegraViolada
from balcao.domain.protocolo import Recusa
from balcao.gateways.prazo import ClientePrazo, Resposta, prazo, resta
from balcao.gateways.tls import LinhaInsegura

PRAZO_S: Final = 3.0
SESSAO: Final = "X-Sessao"
PROGRAMA: Final = "X-Balcao"
_M = TypeVar("_M", bound=BaseModel)


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


class SessaoExpirada(AmbienteIndisponivel):
    """The person's session is over (or the service was restored): log in again. Nothing was done."""

    titulo = "Entre de novo"


class CredencialRecusada(AmbienteIndisponivel):
    """The service does not know this station's credential. Nothing was done."""

    titulo = "Terminal não autorizado"


class Recusado(EntradaInvalida):
    """The retaguarda answered no, and nothing was done. `str()` is its own sentence; `corpo` is the whole answer,
    for routes whose refusal carries more than a `Recusa`."""

    titulo = "A retaguarda não aceitou"

    def __init__(self, status: int, recusa: Recusa, corpo: bytes = b"") -> None:
        super().__init__(f"{recusa.mensagem} {recusa.acao}".strip())
        self.status = status
        self.recusa = recusa
        self.corpo = corpo

    @property
    def inexistente(self) -> bool:
        """What was asked for is not there."""
        return self.status == 404

    @property
    def nao_cabe(self) -> bool:
        """It cannot be stored as it is, today or tomorrow."""
        return self.status == 422


@dataclass(frozen=True, slots=True)
class Destino:
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


class Como(Enum):
    """In whose name a request is made."""

    PESSOA = "pessoa"    # who is logged in; the station alone when nobody is
    ESTACAO = "estacao"  # the station alone, whoever is logged in (its outbox)


@dataclass(frozen=True, slots=True)
class Credencial:
    """How this station is known."""

    estacao_id: int
    segredo: str = field(repr=False)


class Retaguarda:
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
        self._latencia: float | None = None
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
    def latencia(self) -> timedelta | None:
        """How long the last exchanges took (smoothed); None before the first."""
        return None if self._latencia is None else timedelta(seconds=self._latencia)

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

    def le(self, caminho: str, modelo: type[_M], parametros: Mapping[str, Any] | None = None, *,
           como: Como = Como.PESSOA, prazo_s: float | None = None) -> _M:
        """GET one object. Raises SemResposta, SessaoExpirada, CredencialRecusada, Recusado."""
        resposta = self._troca("GET", caminho, None, parametros, como, prazo_s)
        return modelo.model_validate_json(resposta.corpo)

    def lista(self, caminho: str, modelo: type[_M], parametros: Mapping[str, Any] | None = None, *,
              como: Como = Como.PESSOA, prazo_s: float | None = None) -> list[_M]:
        """GET a list of objects. Raises like `le`."""
        corpo = self._troca("GET", caminho, None, parametros, como, prazo_s).corpo
        return TypeAdapter(list[modelo]).validate_json(corpo)  # type: ignore[valid-type]

    def envia(self, metodo: str, caminho: str, mensagem: BaseModel | None, modelo: type[_M], *,
              como: Como = Como.PESSOA, prazo_s: float | None = None, token: str | None = None) -> _M:
        """POST or PUT; also raises RegraViolada when the refusal carries findings. `token`: another session."""
        resposta = self._troca(metodo, caminho, mensagem, None, como, prazo_s, token)
        return modelo.model_validate_json(resposta.corpo)

    def manda(self, metodo: str, caminho: str, mensagem: BaseModel | None, *, como: Como = Como.PESSOA,
              prazo_s: float | None = None) -> None:
        """The same when nothing comes back."""
        self._troca(metodo, caminho, mensagem, None, como, prazo_s)

    def _troca(self, metodo: str, caminho: str, mensagem: BaseModel | None, parametros: Mapping[str, Any] | None,
               como: Como, prazo_s: float | None, token: str | None = None) -> Resposta:
        corpo = mensagem.model_dump_json().encode() if mensagem is not None else None
        sessao = (self.token if token is None else token) if como is Como.PESSOA else ""
        inicio = time.monotonic()
        try:
            with prazo(prazo_s or self._prazo):
                resposta = self._tenta(metodo, caminho, corpo, parametros, sessao)
        except SemResposta as erro:
            self._recusa(str(erro) if isinstance(erro, LinhaRecusada) else "")
            self._conta(False, None)
            raise
        self._conta(True, time.monotonic() - inicio)
        if resposta.status >= 400:
            raise _erro(resposta)
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
                except (httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout) as erro:
                    falha = falha if isinstance(falha, LinhaInsegura) else erro  # it says more than "silent"
                    break
                except (httpcore2.NetworkError, httpcore2.ProtocolError) as erro:
                    falha, enviado = erro, True
                    continue
                except RuntimeError as erro:  # `aponta` closed this client under us
                    raise _sem_resposta(endereco, self._destino.porta, None, True) from erro
                except httpcore2.TimeoutException as erro:
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

    def _conta(self, respondeu: bool, segundos: float | None) -> None:
        with self._trava:
            self._respondeu = respondeu
            if segundos is not None:
                antes = self._latencia
                self._latencia = segundos if antes is None else antes * 0.7 + segundos * 0.3
        self._ouve(respondeu)


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
    except httpcore2.TimeoutException:
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
    if isinstance(falha, httpcore2.TimeoutException):
        mensagem = f"A retaguarda em {onde} não respondeu a tempo."
    elif enviado:
        mensagem = f"A conexão com a retaguarda em {onde} caiu."
    else:
        mensagem = f"A retaguarda em {onde} não atende."
    return SemResposta(mensagem, "Veja se o servidor está ligado; use Testar conexão na Configuração.",
                       enviado=enviado)


def _erro(resposta: Resposta) -> BalcaoError:
    try:
        recusa = Recusa.model_validate_json(resposta.corpo)
    except ValidationError:
        recusa = None
    status = resposta.status
    if status >= 500 or recusa is None:
        motivo = recusa.mensagem if recusa is not None else f"resposta {status} que não é da retaguarda"
        return SemResposta(f"A retaguarda não conseguiu atender: {motivo}".rstrip(".") + ".",
                           (recusa.acao if recusa else "") or "Tente de novo em instantes.", enviado=True,
                           status=status)
    if status == 401:
        if recusa.codigo.startswith("sessao"):
            return SessaoExpirada(recusa.mensagem, recusa.acao or "Entre com sua senha de novo.")
        if recusa.codigo.startswith("estacao"):
            return CredencialRecusada(recusa.mensagem, recusa.acao)
    if status == 409 and recusa.achados:
        return RegraViolada(recusa.achados)
    return Recusado(status, recusa, resposta.corpo)
