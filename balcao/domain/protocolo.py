"""What the counter and the retaguarda say to each other: coming in, sending, customers. Both sides read these models;
what is said of stored orders is in protocolo_documentos, and nothing else is wire.

Version 1. A field is added with a default and never renamed: station N−1 talks to service N.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer, model_validator

from balcao.domain.achados import Finding
from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import NOVAS, Permissao
from balcao.domain.situacoes import Situacao

VERSAO_PROTOCOLO = 1
PROGRAMA_ANTIGO = "programa.antigo"  # Recusa.codigo of a login: this counter is older than the shop serves
CANAL = "balcao"  # of NOTIFY: something replicated changed; the payload is the company's schema
DEVOLVIDA_CODIGO = "quarentena.devolvida"  # Recusa.codigo kept at the counter: a manager gave an order back
NUMERO_ESPERA = "numero.espera"  # Recusa.codigo: offered again, and another number would be given to it now


class Mensagem(BaseModel):
    model_config = ConfigDict(frozen=True)


class Autenticacao(StrEnum):
    """How the person who sold was authenticated."""

    SENHA = "senha"
    OFFLINE = "offline"


class EntradaLogin(Mensagem):
    """POST /v1/entrar, with the station's credential in the Authorization header."""

    login: str
    senha: str


class Sessao(Mensagem):
    """Answer of /v1/entrar: `token` goes in X-Sessao; `verificador` (Argon2id of this password, made for this
    station) allows an offline login until `verificador_ate`.

    On the wire a permission that the first release did not know goes in `permissoes_novas`: that release refuses an
    answer with a word of its list that it does not know, and nobody with the permission could log in.
    """

    token: str
    usuario_id: int
    nome: str
    permissoes: frozenset[Permissao]
    desconto_maximo: Decimal | None
    verificador: str
    verificador_ate: datetime
    hoje: date
    agora: datetime

    @model_validator(mode="before")
    @classmethod
    def _junta(cls, dados: Any) -> Any:
        if not isinstance(dados, dict) or "permissoes_novas" not in dados:
            return dados
        conhecidas = [p for p in dados["permissoes_novas"] if p in tuple(Permissao)]
        return {**dados, "permissoes": [*dados.get("permissoes", ()), *conhecidas]}

    @model_serializer(mode="wrap")
    def _separa(self, comum: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {**comum(self), "permissoes": sorted(self.permissoes - NOVAS),
                "permissoes_novas": sorted(self.permissoes & NOVAS)}


class EnvioPedido(Mensagem):
    """POST /v1/pedidos: issue (or keep as a draft) one order. Idempotent by `pedido.id` and `pedido.versao`."""

    versao_protocolo: int = VERSAO_PROTOCOLO
    pedido: Pedido
    suspender: bool = False  # store the draft in situation M, to resume at another counter
    emitido_em: datetime
    emitido_offline: bool = False
    numero_provisorio: str = ""
    autenticacao: Autenticacao = Autenticacao.SENHA
    liberacoes: tuple[Liberacao, ...] = ()  # those made offline; online ones are already stored
    # Offered again after a restore: what had been acknowledged. A fact: stored with the number that was printed.
    recibo: "Recibo | None" = None
    outro_numero: bool = False  # its printed number is not waited for any more: any number will do


class Recibo(Mensagem):
    """What the service answers when the order is stored: the same for the same order, however often sent.

    `documento` is the issued version (DocumentoVenda as JSON): what is printed is what was stored.
    """

    pedido_id: UUID
    situacao: Situacao
    numero: int | None
    serie: str
    versao: int
    protocolo: str
    total: Decimal
    emitido_em: datetime
    achados: tuple[Finding, ...] = ()
    divergencias: int = 0
    documento: dict[str, Any] = {}
    repetido: bool = False
    gerados: tuple["Recibo", ...] = ()  # by this order's approval (TP-090)


class Recusa(Mensagem):
    """Body of 409 (rules), 403 (permission), 422 (cannot be stored) and 404: what, why, what to do."""

    codigo: str
    mensagem: str
    acao: str = ""
    achados: tuple[Finding, ...] = ()
    pedido_id: UUID | None = None  # whose findings they are, when of an order that an approval generates


class NovoCliente(Mensagem):
    """POST /v1/clientes: registration from the counter; `id` is made there, so sent twice is stored once.
    `usuario_id`: who registered, when an outbox sends it."""

    id: UUID
    usuario_id: int | None = None
    nome: str
    fantasia: str = ""
    documento: str = ""
    telefone: str = ""
    celular: str = ""
    email: str = ""
    logradouro: str = ""
    numero: str = ""
    complemento: str = ""
    bairro: str = ""
    municipio: str = ""
    municipio_ibge: int | None = None
    uf: str = ""
    cep: str = ""
    observacoes: str = ""


class ResumoPedido(Mensagem):
    """A line of Documentos (F8): GET /v1/pedidos."""

    id: UUID
    tipo_id: int
    categoria: str
    numero: int | None
    serie: str
    numero_provisorio: str
    situacao: Situacao
    cliente_nome: str
    vendedor: str
    estacao: str
    emitido_em: datetime | None
    criado_em: datetime
    validade: date | None
    total: Decimal
    versao: int
    protocolo: str
    itens: int
    suspenso_em: datetime | None = None  # a draft that waits to be resumed
    origem_id: UUID | None = None
    chave: str = ""  # how people call it (TP-156); "": of an older program, or without a number yet
    versao_comercial: int = 0  # of a quote (TP-157)
