"""What the counter and the retaguarda say to each other. Both sides read these models; nothing else is wire.

Version 1. A field is added with a default and never renamed: station N−1 talks to service N.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer, model_validator

from balcao.domain.achados import Finding
from balcao.domain.copia import SituacaoCopia
from balcao.domain.liberacao import Liberacao
from balcao.domain.pedido import Pedido
from balcao.domain.permissoes import NOVAS, Permissao
from balcao.domain.situacoes import Situacao

VERSAO_PROTOCOLO = 1
PROGRAMA_ANTIGO = "programa.antigo"  # Recusa.codigo of a login: this counter is older than the shop serves
CANAL = "balcao"  # of NOTIFY: something replicated changed; the payload is the company's schema
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


class PedidoLiberacao(Mensagem):
    """POST /v1/liberacoes: the supervisor's own login and password, for one finding of one order."""

    id: UUID
    pedido_id: UUID
    achado: Finding
    motivo: str
    login: str
    senha: str
    alteracao: bool = False  # of an issued order that is being changed


class Reimpressao(Mensagem):
    """POST /v1/pedidos/{id}/versoes/{n}/reimpressoes: a 2ª via came out at a counter. Idempotent by `id`.
    `usuario_id`, `em`: who asked for it and when, which may be hours ago. `antes`: it is about to come out, and may
    still be refused (TP-104); without it, it is a fact."""

    id: UUID
    usuario_id: int
    em: datetime
    antes: bool = False


class MudancaSituacao(Mensagem):
    """POST /v1/pedidos/{id}/situacao: what `domain.fluxo` has. Idempotent by `id`; the answer is the receipt of the
    new version. `gerados`: ids for the orders that approving it generates, made at the counter so that a release may
    name one before it is stored."""

    id: UUID
    situacao: Situacao
    motivo: str = ""
    validade: date | None = None
    gerados: tuple[UUID, ...] = ()


class AlteracaoPedido(Mensagem):
    """PUT /v1/pedidos/{id}: an issued order as it is to be, whole. `versao`: the one it was changed from; when another
    came meanwhile, 409. Idempotent by `id`; the answer is the receipt of the new version."""

    id: UUID
    pedido: Pedido
    versao: int


class ItemFaturado(Mensagem):
    linha: int
    quantidade: Decimal


class Faturamento(Mensagem):
    """POST /v1/pedidos/{id}/faturamentos: the till's, idempotent by `id`; empty `itens` = all that is left."""

    id: UUID
    documento: str
    itens: tuple[ItemFaturado, ...] = ()


class Estorno(Mensagem):
    """POST /v1/faturamentos/{id}/estorno: idempotent."""

    motivo: str


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


class ClienteGravado(Mensagem):
    """Answer of /v1/clientes: the customer's id; `existia` when the document was already known."""

    id: UUID
    existia: bool = False


class PoliticaEstacao(Mensagem):
    """PUT /v1/estacao/politica: all policy pages at once; `versao` is the one that was read (409 if it moved)."""

    versao: int
    politica: dict[str, Any]


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


class FiltroDocumentos(Mensagem):
    """Query of GET /v1/pedidos. Days are the shop's; `texto` is part of the customer's name, a CPF/CNPJ, a
    provisional number or a vehicle's plate; `antes` asks for the page after a line (its `emitido_em`)."""

    de: date | None = None
    ate: date | None = None
    numero: int | None = None
    texto: str = ""
    cliente_id: UUID | None = None
    categoria: str | None = None
    situacao: Situacao | None = None
    vendedor_id: int | None = None
    antes: datetime | None = None
    limite: int = 100


class VersaoGuardada(Mensagem):
    """One issued version: what GET /v1/pedidos/{id}/versoes/{n} prints."""

    versao: int
    situacao: Situacao
    em: datetime
    usuario: str
    hash: str


class FaturamentoGuardado(Mensagem):
    """Answer of faturar and estornar; `situacao` is the order's, after it."""

    id: UUID
    pedido_id: UUID
    documento: str
    itens: tuple[ItemFaturado, ...]
    valor: Decimal
    em: datetime
    estornado_em: datetime | None = None
    situacao: Situacao
    repetido: bool = False


class PedidoGuardado(Mensagem):
    """Answer of GET /v1/pedidos/{id}: the live order (its number, version and validity filled in) and its life."""

    pedido: Pedido
    resumo: ResumoPedido
    motivo: str = ""
    origem_numero: int | None = None   # of the DAV it came from
    destino_id: UUID | None = None     # the pré-venda a DAV became
    destino_numero: int | None = None
    versoes: tuple[VersaoGuardada, ...] = ()
    faturamentos: tuple[FaturamentoGuardado, ...] = ()


class ItemAFaturar(Mensagem):
    linha: int
    codigo: str
    descricao: str
    unidade: str
    quantidade: Decimal
    faturada: Decimal
    preco: Decimal
    total: Decimal


class PreVendaAberta(Mensagem):
    """A line of GET /v1/pre-vendas: issued and not wholly invoiced; with its lines when asked for by number."""

    pedido_id: UUID
    numero: int
    serie: str
    situacao: Situacao
    emitido_em: datetime
    cliente_nome: str
    cliente_documento: str
    vendedor: str
    plano: str
    total: Decimal
    itens: tuple[ItemAFaturar, ...] = ()


class Divergencia(Mensagem):
    """What the second check of an order issued offline found: GET /v1/divergencias. `vendedor` sold it, at `estacao`,
    at `emitido_em`; `autenticacao`: how that person had been authenticated."""

    id: int
    pedido_id: UUID
    numero: int | None
    numero_provisorio: str
    categoria: str
    cliente_nome: str
    total: Decimal
    achado: Finding
    em: datetime
    resolvida_em: datetime | None = None
    resolvida_por: str = ""
    resolucao: str = ""
    vendedor: str = ""
    estacao: str = ""
    emitido_em: datetime | None = None
    autenticacao: str = ""
    chave: str = ""


class Abertas(Mensagem):
    """GET /v1/divergencias/abertas: how many wait for somebody to resolve them."""

    quantas: int


class Resolucao(Mensagem):
    """POST /v1/divergencias/{id}/resolucao."""

    resolucao: str


class Testemunha(Mensagem):
    """PUT /v1/estacao/testemunha: the token that the station's next pull must find in the database."""

    token: UUID


class Saude(Mensagem):
    """GET /saude, without login. `situacao`: "ok", else `mensagem` says what is wrong; `agora`: the server's clock;
    `copia`: the backups (None: a service that does not tell)."""

    situacao: str = "ok"
    empresa: str = ""
    esquema_versao: str = ""
    programa_minimo: str = ""
    versao: str
    versao_protocolo: int = VERSAO_PROTOCOLO
    agora: datetime
    mensagem: str = ""
    copia: SituacaoCopia | None = None
