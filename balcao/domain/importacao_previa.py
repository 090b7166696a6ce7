"""What the import screen and the retaguarda say to each other: the files, the preview, the confirmation.

The files travel in both requests, because any of the service's processes may get the second one: it plans again
and writes only if the plan is the one that was shown (`Previa.marca`). Bytes travel as Base64.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from balcao.domain.protocolo import Recusa

LIMITE_BYTES = 20 * 1024 * 1024
MAX_ARQUIVOS = 200
MAX_MOSTRADAS = 1000
"""Rows and problems that a preview carries; the rest are counted."""
CODIGO_MUDOU = "importacao.mudou"


class TipoImportacao(StrEnum):
    """What the files are."""

    NFE = "nfe"
    PRODUTOS = "produtos"
    CLIENTES = "clientes"
    TITULOS = "titulos"


class _Mensagem(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class ArquivoEnviado(_Mensagem):
    """One file. `nome` without folders: it names the file in messages, and is different from the others'."""

    nome: Annotated[str, Field(min_length=1, max_length=255)]
    conteudo: bytes = Field(repr=False)


class FatorInformado(_Mensagem):
    """An answer: how many stock units there are in one traded unit of an item."""

    chave: str
    item: int
    fator: Decimal


class PedidoImportacao(_Mensagem):
    """POST /v1/importacoes/previa. `margem` in % over cost, None = the group's own or the default;
    `colunas` corrects the mapping (header → field, "" = ignore)."""

    tipo: TipoImportacao
    arquivos: Annotated[tuple[ArquivoEnviado, ...], Field(min_length=1, max_length=MAX_ARQUIVOS)]
    margem: Decimal | None = None
    reduz_preco: bool = False
    fatores: tuple[FatorInformado, ...] = ()
    colunas: Mapping[str, str] = Field(default_factory=dict)
    baixa_ausentes: bool = False

    @property
    def tamanho(self) -> int:
        """Bytes of all files together."""
        return sum(len(a.conteudo) for a in self.arquivos)


class Confirmacao(_Mensagem):
    """POST /v1/importacoes: write the plan that `marca` names. Idempotent by `id`."""

    id: UUID
    pedido: PedidoImportacao
    marca: str
    somente_boas: bool = False


class ProblemaVisto(_Mensagem):
    """One bad row or file. `linha` 0 = the file as a whole; `aviso` does not stop the import."""

    arquivo: str
    linha: int
    lugar: str
    motivo: str
    aviso: bool = False

    @property
    def onde(self) -> str:
        """"nota.xml, linha 12, tag vProd"."""
        linha = f"linha {self.linha}" if self.linha else ""
        return ", ".join(p for p in (self.arquivo, linha, self.lugar) if p)


class ItemVisto(_Mensagem):
    """One item of a note. `achado_por` "" = the product is new. Costs and prices in R$ per stock unit;
    `preco` None = none can be suggested. With `pergunta` the note leaves the unit open and must be answered."""

    numero: int
    codigo: str
    descricao: str
    servico: bool
    achado_por: str
    quantidade: Decimal
    unidade: str
    entra: Decimal
    unidade_estoque: str
    fator: Decimal
    origem: str
    custo_anterior: Decimal | None
    custo: Decimal
    preco_anterior: Decimal | None
    preco: Decimal | None
    preco_pela_margem: Decimal
    margem: Decimal
    total: Decimal
    pergunta: str = ""
    sugestao: Decimal | None = None
    avisos: tuple[str, ...] = ()


class NotaVista(_Mensagem):
    """One note. `ja_importada`: when it entered; it stays as it is."""

    arquivo: str
    chave: str
    numero: int
    serie: int
    fornecedor: str
    fornecedor_novo: bool
    total: Decimal
    ja_importada: datetime | None
    itens: tuple[ItemVisto, ...]
    avisos: tuple[str, ...] = ()


class ColunaDoArquivo(_Mensagem):
    """A column of the table: its header, its first filled cell, and the field it fills ("" = ignored)."""

    cabecalho: str
    exemplo: str
    campo: str


class CampoPossivel(_Mensagem):
    """A field that a column may fill."""

    campo: str
    titulo: str
    obrigatorio: bool


class LinhaVista(_Mensagem):
    """One row that will create or change something. `numero` 0 = it is not in the file (a title to settle)."""

    numero: int
    nova: bool
    rotulo: str
    detalhe: str


class TabelaVista(_Mensagem):
    """A table understood. `linhas`: the first that change something; `mudam` counts all of them."""

    arquivo: str
    detalhe: str
    total: int
    colunas: tuple[ColunaDoArquivo, ...]
    campos: tuple[CampoPossivel, ...]
    linhas: tuple[LinhaVista, ...]
    mudam: int
    criar: int
    alterar: int
    manter: int
    recusadas: int


class Previa(_Mensagem):
    """What would be done; nothing was. `marca` names the plan. `pode`: it can be imported as it is;
    `pode_so_boas`: it can if the bad rows are left out."""

    tipo: TipoImportacao
    marca: str
    pode: bool
    pode_so_boas: bool
    resumo: str
    notas: tuple[NotaVista, ...] = ()
    tabela: TabelaVista | None = None
    problemas: tuple[ProblemaVisto, ...] = ()
    outros_problemas: int = 0

    @property
    def perguntas(self) -> int:
        """How many items wait for an answer."""
        return sum(1 for nota in self.notas for item in nota.itens if item.pergunta)


class ResultadoImportacao(_Mensagem):
    """What was written, in words. `repetida`: this confirmation had been written already."""

    frase: str
    repetida: bool = False


class RecusaImportacao(Recusa):
    """409 with code `importacao.mudou`: the shop's data changed since the preview; this is the new one."""

    previa: Previa
