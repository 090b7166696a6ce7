"""`DocumentoVenda`: everything a DAV or a pré-venda says on paper, in one self-contained object.

It is stored as the JSON of the issued version (docs/decisions/0030), so a 2ª via needs nothing else: no
registry, no setting. Names, addresses, descriptions and decimal places are those of the day of issue.
Money is R$ with two places; unit prices up to ten, quantities up to six. Not here: how it looks
(`modelo`), and what belongs to one sheet of paper (`Via`).
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from balcao.documents import formatos
from balcao.domain.arredondamento import ZERO
from balcao.domain.documentos import formata_documento
from balcao.domain.formatos import cep, telefone
from balcao.domain.pedido import ModoEntrega
from balcao.domain.plano import Parcela
from balcao.domain.tipo_pedido.opcoes import Categoria

Dinheiro = Annotated[Decimal, Field(max_digits=18, decimal_places=2, allow_inf_nan=False)]
Preco = Annotated[Decimal, Field(max_digits=20, decimal_places=10, allow_inf_nan=False)]
Quantidade = Annotated[Decimal, Field(max_digits=18, decimal_places=6, allow_inf_nan=False)]

CONSUMIDOR_FINAL = "CONSUMIDOR FINAL"


class _Impresso(BaseModel):
    """Frozen; a key of a newer program is ignored, so that an old counter can still reprint."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Endereco(_Impresso):
    """A postal address; every part may be empty."""

    logradouro: str = ""
    numero: str = ""
    complemento: str = ""
    bairro: str = ""
    municipio: str = ""
    uf: str = ""
    cep: str = ""

    def rua(self) -> str:
        """`Rua das Flores, 120, sala 2`."""
        return ", ".join(p for p in (self.logradouro, self.numero, self.complemento) if p)

    def cidade(self) -> str:
        """`Centro · Florianópolis/SC · CEP 88010-000`."""
        municipio = "/".join(p for p in (self.municipio, self.uf) if p)
        return formatos.juntos(self.bairro, municipio, f"CEP {cep(self.cep)}" if self.cep else "")


class Emitente(_Impresso):
    """The shop. `fantasia` heads the paper; without it, the legal name does."""

    nome: str
    fantasia: str = ""
    cnpj: str = ""
    ie: str = ""
    endereco: Endereco = Endereco()
    telefone: str = ""
    email: str = ""

    @property
    def nome_da_loja(self) -> str:
        return self.fantasia or self.nome

    def inscricoes(self) -> str:
        """`CNPJ 12.ABC.345/01DE-35 · IE 123`."""
        return formatos.juntos(f"CNPJ {formata_documento(self.cnpj)}" if self.cnpj else "",
                               f"IE {self.ie}" if self.ie else "")

    def contato(self) -> str:
        """`(48) 3222-1010 · vendas@loja.com.br`."""
        return formatos.juntos(telefone(self.telefone), self.email)


class Destinatario(_Impresso):
    """The customer, as registered on the day of issue. `documento`: CPF or CNPJ without punctuation."""

    nome: str = CONSUMIDOR_FINAL
    documento: str = ""
    ie: str = ""
    endereco: Endereco = Endereco()
    telefone: str = ""


class TipoImpresso(_Impresso):
    """The order type: `titulo` is TP-003, `nome` stands in for an empty title; `vias`: copies of the first print
    (TP-129; None: as many as the terminal says)."""

    nome: str = ""
    titulo: str = ""
    categoria: Categoria
    vias: int | None = None


class ItemImpresso(_Impresso):
    """One line. `desconto` holds all discounts of the line (its own and its share of the order's); `total`
    is what remains. `casas_quantidade` overrides what unit and document say (a weighed item always shows its grams)."""

    linha: int = Field(ge=1)
    codigo: str
    descricao: str
    complemento: str = ""
    unidade: str
    quantidade: Quantidade
    preco: Preco
    desconto: Dinheiro = ZERO
    total: Dinheiro
    casas_quantidade: int | None = Field(None, ge=0, le=6)
    tecnico: str = ""


class EntregaImpressa(_Impresso):
    """How the goods leave. `endereco` as text: the customer may have asked for another one."""

    modo: ModoEntrega = ModoEntrega.RETIRA
    endereco: str = ""
    data: date | None = None


class ItemConferido(_Impresso):
    """A line of the type's check-list, ticked or not when the order entered (TP-095)."""

    texto: str
    conferido: bool = False


class DocumentoVenda(_Impresso):
    """A DAV (categoria orcamento) or a pré-venda (categoria venda), ready to print.

    `emissao` carries the shop's offset: its wall clock is what is printed. `validade_dias` 0 prints no
    validity (TP-088); `mensagem_validade` says it (TP-089; "" in what older programs issued). `numero` is
    empty while only `numero_provisorio` exists (issued offline). `subtotal` is the gross of all items,
    `desconto` everything taken off, and `total = subtotal - desconto + acrescimo + frete`. `pix` is the BR
    Code text. The items' surcharges are part of the gross, `acrescimo_incluido` of them all: so older programs print
    such a document too. `conclusao` is a service order's, with the shop's offset. `…_em_cascata`: the percentages of
    the order's own, when they are several ("10% + 5%"). `versao` is of the
    record, `versao_comercial` of the proposal (TP-157), which the key tells. Raises ValueError (pydantic) when a total
    does not follow from the items, or when there is no number at all.
    """

    esquema: Literal[1] = 1
    emitente: Emitente
    tipo: TipoImpresso
    numero: str = ""
    serie: str = ""
    chave: str = ""
    numero_provisorio: str = ""
    emissao: AwareDatetime
    validade_dias: int = Field(0, ge=0)
    validade: date | None = None
    mensagem_validade: str = ""
    destinatario: Destinatario = Destinatario()
    vendedor: str = ""
    tabela: str = ""
    plano: str = ""
    parcelas: tuple[Parcela, ...] = ()
    itens: tuple[ItemImpresso, ...] = ()
    subtotal: Dinheiro
    desconto: Dinheiro = ZERO
    acrescimo: Dinheiro = ZERO
    acrescimo_incluido: Dinheiro = ZERO
    desconto_em_cascata: str = ""
    acrescimo_em_cascata: str = ""
    frete: Dinheiro = ZERO
    total: Dinheiro
    entrega: EntregaImpressa = EntregaImpressa()
    placa: str = ""
    modelo_veiculo: str = ""
    equipamento: str = ""
    tecnico: str = ""
    checklist: tuple[ItemConferido, ...] = ()
    conclusao: AwareDatetime | None = None
    conclusao_aprovada_por: str = ""
    contato: str = ""
    classificacao: str = ""
    observacoes: str = ""
    referencia: str = ""
    numero_fiscal: str = ""
    protocolo: str = ""
    pix: str | None = None
    casas_quantidade: int = Field(3, ge=0, le=6)
    casas_valor: int = Field(2, ge=2, le=10)
    versao: int = Field(0, ge=0)
    versao_comercial: int = Field(0, ge=0)
    hash: str = ""

    @model_validator(mode="after")
    def _fecha(self) -> Self:
        if not (self.numero or self.numero_provisorio):
            raise ValueError("document without a number")
        liquido = sum((i.total for i in self.itens), ZERO)
        descontos = sum((i.desconto for i in self.itens), ZERO)
        if descontos != self.desconto or liquido + descontos != self.subtotal:
            raise ValueError(f"items add up to {liquido + descontos} less {descontos}, "
                             f"the document says {self.subtotal} less {self.desconto}")
        if self.subtotal - self.desconto + self.acrescimo + self.frete != self.total:
            raise ValueError(f"total {self.total} does not follow from its parts")
        return self

    @property
    def provisorio(self) -> bool:
        """Issued without the retaguarda: the number on paper is the station's own."""
        return not self.numero

    @property
    def numero_impresso(self) -> str:
        """The key that the type says (TP-156), or the provisional number. What older programs issued has no key:
        `1234`, `1234/2` with a series, `P-1234` for a pré-venda."""
        if self.provisorio:
            return self.numero_provisorio
        if self.chave:
            return self.chave
        serie = f"/{self.serie}" if self.serie else ""
        return f"{'P-' if self.tipo.categoria is Categoria.VENDA else ''}{self.numero}{serie}"


class Via(_Impresso):
    """One sheet of paper: the first, or a reprint (`reimpressa_em`: `2ª via` with date and hour), and a
    word stamped on it when the order's situation asks for one (`CANCELADO`, `VENCIDO`)."""

    reimpressa_em: AwareDatetime | None = None
    carimbo: str = ""
