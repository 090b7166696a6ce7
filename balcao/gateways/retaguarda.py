"""The counter's road to the retaguarda: messages of the protocol over `canal`'s round trips.

Which paths there are is in `rotas`.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from balcao.domain.erros import AmbienteIndisponivel, BalcaoError, EntradaInvalida, RegraViolada
from balcao.domain.protocolo import Recusa
from balcao.gateways.canal import Canal, Chegada, Credencial, Destino, LinhaRecusada, SemResposta
from balcao.gateways.prazo import Resposta

__all__ = ["Como", "Credencial", "CredencialRecusada", "Destino", "LinhaRecusada", "Recusado", "Retaguarda",
           "SemResposta", "SessaoExpirada"]

_M = TypeVar("_M", bound=BaseModel)


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
    def proibido(self) -> bool:
        """Known, and not allowed."""
        return self.status == 403

    @property
    def nao_cabe(self) -> bool:
        """It cannot be stored as it is, today or tomorrow."""
        return self.status == 422


SEM_CAMINHO: Final = "caminho.inexistente"
"""Recusa.codigo of a service that does not know a path yet."""
_MAIS_ANTIGA: Final = frozenset({SEM_CAMINHO, "metodo.errado"})
_ATUALIZE_A: Final = Recusa(
    codigo=SEM_CAMINHO, mensagem="A retaguarda desta loja é mais antiga que este Balcão e ainda não faz isto; nada foi "
    "feito.", acao="Atualize a retaguarda, no servidor, e repita.")
"""What it says itself, "update the program", is read at a counter that is up to date."""


class Como(Enum):
    """In whose name a request is made."""

    PESSOA = "pessoa"    # who is logged in; the station alone when nobody is
    ESTACAO = "estacao"  # the station alone, whoever is logged in (its outbox)


class Retaguarda(Canal):
    """The client, with models in and out. Safe for several threads; `fecha` at the end."""

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

    def abre(self, chegada: Chegada, modelo: type[_M]) -> _M:
        """What an answer says that came by a `Canal`. Raises like `le`."""
        return modelo.model_validate_json(_bom(chegada.resposta).corpo)

    def _troca(self, metodo: str, caminho: str, mensagem: BaseModel | None, parametros: Mapping[str, Any] | None,
               como: Como, prazo_s: float | None, token: str | None = None) -> Resposta:
        corpo = mensagem.model_dump_json().encode() if mensagem is not None else None
        sessao = (self.token if token is None else token) if como is Como.PESSOA else ""
        return _bom(self.troca(metodo, caminho, corpo, parametros, sessao=sessao, prazo_s=prazo_s))


def _bom(resposta: Resposta) -> Resposta:
    if resposta.status >= 400:
        raise _erro(resposta)
    return resposta


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
        return RegraViolada(recusa.achados, recusa.pedido_id)
    return Recusado(status, _ATUALIZE_A if recusa.codigo in _MAIS_ANTIGA else recusa, resposta.corpo)
