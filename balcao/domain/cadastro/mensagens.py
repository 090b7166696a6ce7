"""What the registry screens and the retaguarda say to each other (see domain/protocolo.py: added with defaults, never
renamed). `cadastro` in a path is `Cadastro.nome`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from balcao.domain.achados import Finding
from balcao.domain.cadastro.pesquisa import Pesquisa
from balcao.domain.protocolo import Recusa
from balcao.domain.terminal.opcoes import Papel

MUDOU = "cadastro.mudou"  # Recusa.codigo: somebody saved it since it was read
EM_USO = "cadastro.em_uso"
INVALIDO = "cadastro.invalido"  # `achados` say what, each with its field
MAX_PROBLEMAS = 1000
LIMITE_BYTES = 20 * 1024 * 1024


class _Mensagem(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class Registro(_Mensagem):
    """A record as it is stored. `valores`: every field, as JSON (`modelo.model_validate(registro.valores)`), links as
    lists of ids; `versao` goes back with a change. `nomes`: registry → id → name of what its fields refer to.
    `avisos`: what is worth knowing and stops nothing (TPR-07)."""

    id: int
    versao: int
    nome: str
    ativo: bool
    valores: dict[str, Any]
    nomes: dict[str, dict[int, str]] = {}
    avisos: tuple[Finding, ...] = ()


class NovoRegistro(_Mensagem):
    """POST /v1/cadastros/{cadastro}: a new record. What `valores` leaves out is the field's default. Idempotent by
    `id`, made at the counter."""

    id: UUID
    valores: dict[str, Any]


class Alteracao(_Mensagem):
    """PUT /v1/cadastros/{cadastro}/{id}. `versao`: the one that was read. What `valores` leaves out stays."""

    versao: int
    valores: dict[str, Any]


class Clonagem(_Mensagem):
    """POST /v1/cadastros/{cadastro}/{id}/clones. Idempotent by `id`."""

    id: UUID


class LinhaListada(_Mensagem):
    """A line of the list; `celulas` are texts, one a column."""

    id: int
    versao: int
    nome: str
    ativo: bool
    celulas: tuple[str, ...]


class ColunaListada(_Mensagem):
    """A column: the field, its title, and whether its texts are numbers (right-aligned)."""

    nome: str
    titulo: str
    numero: bool = False


class Pagina(_Mensagem):
    """Answer of a search: the lines from `inicio` on; `total` counts all that answer, `cadastrados` all there are."""

    colunas: tuple[ColunaListada, ...]
    linhas: tuple[LinhaListada, ...]
    inicio: int
    total: int
    cadastrados: int


class Referencia(_Mensagem):
    """Something that a field may refer to: a plan, a shop, another type."""

    id: int | str
    nome: str
    ativo: bool = True


class Mudanca(_Mensagem):
    """One line of a record's history, newest first. `campo` "" = the record itself (inclusão, exclusão, clonagem)."""

    em: datetime
    usuario: str
    terminal: str
    campo: str
    antes: str
    depois: str
    motivo: str = ""


class CampoMudado(_Mensagem):
    """What another person changed, in a conflict."""

    nome: str
    titulo: str
    antes: str
    depois: str


class RecusaMudou(Recusa):
    """409 with code `cadastro.mudou`. `atual`: the record as it is now; `quem` saved it `em`; `mudancas`: the fields in
    which what was asked differs from it (antes = as it is now, depois = as was asked)."""

    atual: Registro
    quem: str = ""
    em: datetime | None = None
    mudancas: tuple[CampoMudado, ...] = ()


# ---- sheets

class Formato(StrEnum):
    """Of a sheet."""

    XLSX = "xlsx"
    CSV = "csv"


class Exportacao(_Mensagem):
    """POST /v1/cadastros/{cadastro}/exportacao: every record that answers the search, all fields."""

    formato: Formato = Formato.XLSX
    pesquisa: Pesquisa = Pesquisa()


class Arquivo(_Mensagem):
    """A file: its name without folders, its bytes (Base64 on the wire), and how many records it holds."""

    nome: Annotated[str, Field(min_length=1, max_length=255)]
    conteudo: bytes = Field(repr=False)
    registros: int = 0


class Importacao(_Mensagem):
    """POST /v1/cadastros/{cadastro}/importacao. `simular`: show what it would do and keep nothing. A file with a
    problem changes nothing, unless `somente_boas` leaves the bad rows out. Idempotent by `id`."""

    id: UUID
    arquivo: Arquivo
    simular: bool = False
    somente_boas: bool = False


class ProblemaDaPlanilha(_Mensagem):
    """A bad row. `linha` 0 = the file as a whole; `lugar`: "célula C7 (Categoria)"."""

    linha: int
    lugar: str
    motivo: str

    @property
    def onde(self) -> str:
        """"linha 7, célula C7 (Categoria)"."""
        return ", ".join(p for p in (f"linha {self.linha}" if self.linha else "", self.lugar) if p)


class LinhaImportada(_Mensagem):
    """One row that creates or changes a record; `mudancas` of what it changes."""

    linha: int
    nome: str
    novo: bool
    mudancas: tuple[CampoMudado, ...] = ()


class ResultadoImportacao(_Mensagem):
    """What was done, or would be. `gravado` False: nothing was written (simulated, or `problemas` stop it)."""

    gravado: bool
    frase: str
    criados: int = 0
    alterados: int = 0
    mantidos: int = 0
    recusados: int = 0
    linhas: tuple[LinhaImportada, ...] = ()
    problemas: tuple[ProblemaDaPlanilha, ...] = ()
    outros_problemas: int = 0
    repetida: bool = False


# ---- saved searches

class PesquisaSalva(_Mensagem):
    """One of a person's own searches, by name. PUT and DELETE /v1/cadastros/{cadastro}/pesquisas/{nome}."""

    nome: Annotated[str, Field(min_length=1, max_length=60)]
    pesquisa: Pesquisa


class PaginaDeTeste(_Mensagem):
    """POST /v1/impressoras/teste: print the test page on a printer of the server (TP-094), stored or not. Answers a
    `PassoTeste`: a printer that does not print is an outcome, not a refusal."""

    endereco: str = Field(max_length=200)
    papel: Papel
