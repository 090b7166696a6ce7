"""What is said of orders that are stored, and by whom else than a sale: Documentos, the till, the manager, the outbox.

Apart from protocolo.py because the first sale waits for none of it (0100).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from balcao.domain.achados import Finding
from balcao.domain.atributos import Atributos
from balcao.domain.copia import SituacaoCopia
from balcao.domain.numeracao import identificacao
from balcao.domain.pedido import Pedido
from balcao.domain.protocolo import (
    VERSAO_PROTOCOLO,
    Mensagem,
    ResumoPedido,
)
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.categorias import em_frase
from balcao.domain.tipo_pedido.opcoes import Categoria

DATA_RECUSADA = "conclusao.data"
"""Code of the refusal of when a service order was executed or concluded."""


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
    name one before it is stored. `atributos`, `versao`: of AprovacaoAlterada; None: as the quote has them."""

    id: UUID
    situacao: Situacao
    motivo: str = ""
    validade: date | None = None
    gerados: tuple[UUID, ...] = ()
    atributos: Atributos | None = None
    versao: int = 0


class AprovacaoAlterada(Mensagem):
    """POST /v1/pedidos/{id}/aprovacao: approve a quote with `atributos`, changed from `versao` (TP-093); the rest as in
    MudancaSituacao. A path of its own: a service that does not know TP-093 would approve the quote as it was, and say
    that all is well (0179)."""

    id: UUID
    atributos: Atributos
    versao: int
    gerados: tuple[UUID, ...] = ()


class Conclusao(Mensagem):
    """POST /v1/pedidos/{id}/conclusao: a service order's work is done: situation O. `em`: when, where its type leaves
    that to people; `login`, `senha`: who approves for the customer, where its type asks for it. Idempotent by `id`; the
    answer is the receipt of the new version."""

    id: UUID
    em: datetime | None = None
    login: str = ""
    senha: str = ""


class DataConclusao(Mensagem):
    """PUT /v1/pedidos/{id}/conclusao: when a concluded service order was concluded. Idempotent by `id`."""

    id: UUID
    em: datetime


class Apropriacao(Mensagem):
    """POST /v1/pedidos/{id}/apropriacoes: a person executed an item of a service order. `em`: when, None: now;
    `minutos`: how long. Idempotent by `id`; the answer is the receipt of the order's last version."""

    id: UUID
    linha: int
    tecnico_id: UUID
    em: datetime | None = None
    minutos: int | None = None


class ApropriacaoGuardada(Mensagem):
    """One execution that was registered: of which line, by whom."""

    linha: int
    tecnico: str
    em: datetime
    minutos: int | None = None


class AlteracaoPedido(Mensagem):
    """PUT /v1/pedidos/{id}: an issued order as it is to be, whole. `versao`: the one it was changed from; when another
    came meanwhile, 409. Idempotent by `id`; the answer is the receipt of the new version."""

    id: UUID
    pedido: Pedido
    versao: int


class NovaVersao(Mensagem):
    """POST /v1/pedidos/{id}/versoes: a quote's next version (TP-157). `versao`: the record it was asked from; when
    another came meanwhile, 409. Idempotent by `id`; the answer is the receipt of the new record."""

    id: UUID
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


class ClienteGravado(Mensagem):
    """Answer of /v1/clientes: the customer's id; `existia` when the document was already known."""

    id: UUID
    existia: bool = False


class PoliticaEstacao(Mensagem):
    """PUT /v1/estacao/politica: all policy pages at once; `versao` is the one that was read (409 if it moved)."""

    versao: int
    politica: dict[str, Any]


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


class VersaoComercial(Mensagem):
    """One version of a quote (TP-157). `revisao`: the last record of it, which is what it prints; `em`, `usuario`: when
    it was generated, and by whom."""

    versao: int
    revisao: int
    chave: str
    total: Decimal
    em: datetime
    usuario: str


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
    destino_id: UUID | None = None     # the pré-venda (or OS) a DAV became
    destino_numero: int | None = None
    destino_categoria: Categoria = Categoria.VENDA
    destino_chave: str = ""            # "" from a retaguarda that does not tell it
    concluido_em: datetime | None = None  # of a service order
    apropriacoes: tuple[ApropriacaoGuardada, ...] = ()
    versoes: tuple[VersaoGuardada, ...] = ()
    versoes_comerciais: tuple[VersaoComercial, ...] = ()  # of quotes
    faturamentos: tuple[FaturamentoGuardado, ...] = ()

    @property
    def destino(self) -> str | None:
        """What a DAV became, inside a sentence: "a pré-venda P-12", "a OS 7"; None: it did not."""
        if self.destino_numero is None:
            return None
        return em_frase(self.destino_categoria,
                        identificacao(self.destino_chave, self.destino_categoria, self.destino_numero))


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
    `copia`: the backups (None: a service that does not tell); `papeis_parados`: documents that wait for a printer of
    the server (TP-094), `papeis_desde`: since when the oldest."""

    situacao: str = "ok"
    empresa: str = ""
    esquema_versao: str = ""
    programa_minimo: str = ""
    versao: str
    versao_protocolo: int = VERSAO_PROTOCOLO
    agora: datetime
    mensagem: str = ""
    copia: SituacaoCopia | None = None
    papeis_parados: int = 0
    papeis_desde: datetime | None = None
