"""What the four importers share: the frame of a plan, reading rows of a table, and writing once.

An import has two steps. `planejar` reads the file and the database and returns a plan: what would be created,
changed and left, and each problem with its place; it writes nothing. `aplicar` plans again under a lock and
writes only if the plan is still the one that the user saw. The caller's transaction (`with motor.begin() as
conexao`) makes it all or nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from balcao.db.tables import auditoria, importacoes, listas_preco
from balcao.domain.campo import ValorInvalido
from balcao.domain.celulas import marca_decimal
from balcao.domain.erros import AmbienteIndisponivel, BalcaoError
from balcao.domain.formatos import numero, quantos
from balcao.domain.importacao import (
    ArquivoRecusado,
    Coluna,
    Gravidade,
    Mapeamento,
    Problema,
    mapeia,
    so_erros,
)
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.gateways.planilha import Linha, Planilha, le_planilha, so_inteiras
from balcao.services.office.contexto import avisa, cursor

LOTE = 1000  # rows per statement
_TRAVA = text("SELECT pg_try_advisory_xact_lock(hashtextextended('importar ' || current_schema(), 0))")
# The service's role is tuned for sales (5 s); an import of 100,000 rows thinks longer between statements.
_PRAZOS = text("SELECT set_config('statement_timeout', '120s', true), "
               "set_config('idle_in_transaction_session_timeout', '120s', true)")


class PlanoMudou(BalcaoError):
    """Between preview and confirmation the shop's data changed. `plano` is the new one, to be shown."""

    titulo = "Confira de novo"

    def __init__(self, plano: Any) -> None:
        self.plano = plano
        super().__init__("O cadastro mudou depois da simulação. Confira a nova prévia e confirme de novo.")


class Acao(StrEnum):
    """What a row will do."""

    CRIAR = "criar"
    ALTERAR = "alterar"
    MANTER = "manter"  # it already is as the file says


@dataclass(frozen=True, slots=True)
class Alteracao:
    """One field of the preview: as it is and as it will be, ready to show."""

    campo: str
    antes: str
    depois: str


@dataclass(frozen=True, slots=True)
class LinhaPlano:
    """One row of the preview. `valores` are what will be written; `id` is the row it changes (None = new)."""

    numero: int
    rotulo: str
    acao: Acao
    id: Any
    valores: Mapping[str, Any]
    alteracoes: tuple[Alteracao, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanoTabela:
    """The preview of a table. `problemas` names every bad row; `opcoes` is what it was planned with."""

    tipo: str
    planilha: Planilha
    mapeamento: Mapeamento
    linhas: tuple[LinhaPlano, ...]
    problemas: tuple[Problema, ...]
    opcoes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def arquivo(self) -> str:
        return self.planilha.arquivo

    @property
    def erros(self) -> tuple[Problema, ...]:
        """What stops the import, unless only the good rows are wanted."""
        return so_erros(self.problemas)

    @property
    def fatal(self) -> bool:
        """The file as a whole cannot be imported (a mandatory column is missing)."""
        return any(not p.linha for p in self.erros)

    def quantas(self, acao: Acao) -> int:
        return sum(1 for linha in self.linhas if linha.acao is acao)

    def resumo(self) -> dict[str, int]:
        """Counts by action, and the bad rows: all of them, when it is the file that is refused."""
        ruins = {p.linha for p in self.erros if p.linha}
        return {acao.value: self.quantas(acao) for acao in Acao} | {
            "recusadas": len(ruins | {linha.numero for linha in self.planilha.linhas}) if self.fatal else len(ruins)}


@dataclass(frozen=True, slots=True)
class Resultado:
    """What was written."""

    criados: int = 0
    alterados: int = 0
    mantidos: int = 0
    recusados: int = 0

    def __str__(self) -> str:
        return ", ".join((quantos(self.criados, "incluído"), quantos(self.alterados, "alterado"),
                          f"{numero(Decimal(self.mantidos))} sem mudança", quantos(self.recusados, "recusado")))


# Reading rows ---------------------------------------------------------------------------------------------

Leitor = Callable[[str, str | None], Any]
"""Cell, and the decimal mark of its column → value. Raises ValorInvalido."""


@dataclass(frozen=True, slots=True)
class ColunaLida:
    """A column and how its cells are read. An empty cell says nothing: it changes nothing."""

    coluna: Coluna
    le: Leitor


@dataclass(frozen=True, slots=True)
class Registro:
    """A row understood: only the fields whose cell says something."""

    linha: int
    valores: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chave:
    """The columns of which a table needs at least one, to know what each row is about; `falta` says that it has
    none."""

    campos: frozenset[str]
    falta: str


def le_registros(planilha: Planilha, colunas: Sequence[ColunaLida], escolhas: Mapping[str, str] | None,
                 chave: Chave) -> tuple[list[Registro], list[Problema], Mapeamento]:
    """Understand every row. All bad cells are reported; a row with one is left out. Of a file in which no column of
    the `chave` says anything that is said, once, and no row is read."""
    mapeamento = mapeia(planilha.cabecalho, [c.coluna for c in colunas], dict(escolhas or {}))
    indices = mapeamento.indices()
    motivos = list(mapeamento.problemas)
    chaves = [indice for campo, indice in indices.items() if campo in chave.campos]
    if not motivos and not any(linha.celulas[i] for linha in planilha.linhas for i in chaves):
        motivos.append(chave.falta)
    if motivos:
        return [], [*planilha.problemas, *(Problema(planilha.arquivo, 0, "cabeçalho", m) for m in motivos)], mapeamento
    planilha = so_inteiras(planilha, indices.values())
    problemas = list(planilha.problemas)
    lidas = [(c, indices[c.coluna.campo]) for c in colunas if c.coluna.campo in indices]
    marcas = {i: marca_decimal(linha.celulas[i] for linha in planilha.linhas) for _, i in lidas}
    registros = []
    for linha in planilha.linhas:
        valores, ruins = _valores(planilha.arquivo, linha, lidas, marcas)
        problemas += ruins
        if not ruins:
            registros.append(Registro(linha.numero, valores))
    return registros, problemas, mapeamento


def _valores(arquivo: str, linha: Linha, colunas: list[tuple[ColunaLida, int]],
             marcas: dict[int, str | None]) -> tuple[dict[str, Any], list[Problema]]:
    valores: dict[str, Any] = {}
    ruins = []
    for lida, indice in colunas:
        celula, coluna = linha.celulas[indice], lida.coluna
        try:
            if celula:
                valores[coluna.campo] = lida.le(celula, marcas[indice])
            elif coluna.obrigatoria:
                raise ValorInvalido("está em branco.")
        except ValorInvalido as erro:
            ruins.append(Problema(arquivo, linha.numero, f"coluna {coluna.titulo}", str(erro)))
    return valores, ruins


def repetidos(arquivo: str, registros: Iterable[Registro], chaves: Callable[[Registro], Iterable[tuple[str, Any]]],
              ) -> list[Problema]:
    """Rows that name what an earlier row of the same file already named (title of the key, its value)."""
    vistos: dict[tuple[str, Any], int] = {}
    problemas = []
    for registro in registros:
        for chave in chaves(registro):
            primeira = vistos.setdefault(chave, registro.linha)
            if primeira != registro.linha:
                problemas.append(Problema(arquivo, registro.linha, f"coluna {chave[0]}",
                                          f"“{chave[1]}” já está na linha {primeira}. Deixe só uma."))
                break
    return problemas


def um_por_registro(arquivo: str, linhas: Iterable[LinhaPlano]) -> tuple[list[LinhaPlano], list[Problema]]:
    """Rows that by different keys (a code here, a document there) mean the same row of the shop: only one."""
    vistos: dict[Any, LinhaPlano] = {}
    unicas, problemas = [], []
    for linha in linhas:
        primeira = vistos.setdefault(linha.id, linha) if linha.id is not None else linha
        if primeira is linha:
            unicas.append(linha)
        else:
            problemas.append(Problema(arquivo, linha.numero, "", f"fala do mesmo cadastro da linha {primeira.numero} "
                                                                 f"({primeira.rotulo}). Deixe só uma."))
    return unicas, problemas


def aviso(arquivo: str, linha: int, lugar: str, motivo: str) -> Problema:
    return Problema(arquivo, linha, lugar, motivo, Gravidade.AVISO)


def com_tempo(conexao: Connection) -> None:
    """Give this transaction the time that an import needs between and in statements."""
    conexao.execute(_PRAZOS)


# Writing --------------------------------------------------------------------------------------------------

def confere_aplicavel(plano: PlanoTabela, somente_boas: bool) -> None:
    """Raise ArquivoRecusado when the plan has problems that the caller did not accept to leave out."""
    if plano.erros and (plano.fatal or not somente_boas):
        raise ArquivoRecusado(plano.erros)


@contextmanager
def gravando(conexao: Connection) -> Iterator[None]:
    """One import at a time, with time to think; wakes the counters when the caller commits.

    Raises AmbienteIndisponivel when another import runs, or somebody registered the same thing meanwhile.
    """
    com_tempo(conexao)
    if not conexao.scalar(_TRAVA):
        raise AmbienteIndisponivel("Outra importação está em andamento.", "Espere ela terminar e tente de novo.")
    try:
        yield
    except IntegrityError as erro:
        raise AmbienteIndisponivel("Outro cadastro foi feito ao mesmo tempo, com o mesmo código ou documento.",
                                   "Nada foi gravado. Importe de novo.") from erro
    except OperationalError as erro:
        if not isinstance(erro.orig, LockNotAvailable | QueryCanceled | DeadlockDetected):
            raise
        raise AmbienteIndisponivel("O banco de dados está ocupado com vendas destes produtos ou clientes.",
                                   "Nada foi gravado. Espere um pouco e importe de novo.") from erro
    avisa(cursor(conexao))


def registra(conexao: Connection, tipo: str, arquivo: str, sha256: str, resumo: Mapping[str, Any],
             usuario_id: int | None, agora: datetime) -> None:
    """Write who imported which file, when, and what came of it."""
    conexao.execute(insert(importacoes).values(tipo=tipo, arquivo=arquivo, sha256=sha256, resumo=dict(resumo),
                                               usuario_id=usuario_id, em=agora))


def registra_plano(conexao: Connection, plano: PlanoTabela, usuario_id: int | None, agora: datetime) -> None:
    """Write who imported the table, and every field that it changed in a row that was there (the audit)."""
    registra(conexao, plano.tipo, plano.arquivo, plano.planilha.sha256, plano.resumo(), usuario_id, agora)
    mudancas = ({"em": agora, "usuario_id": usuario_id, "assunto": f"{plano.tipo} {linha.rotulo}", "campo": a.campo,
                 "antes": a.antes, "depois": a.depois, "motivo": f"importação {plano.arquivo}"}
                for linha in plano.linhas if linha.acao is Acao.ALTERAR for a in linha.alteracoes)
    for lote in em_lotes(mudancas):
        conexao.execute(insert(auditoria), lote)


def em_lotes(valores: Iterable[Any], tamanho: int = LOTE) -> Iterator[list[Any]]:
    """The values in lists of at most `tamanho`, in order."""
    lote: list[Any] = []
    for valor in valores:
        lote.append(valor)
        if len(lote) == tamanho:
            yield lote
            lote = []
    if lote:
        yield lote


def lista_padrao(conexao: Connection, lista_id: int | None) -> int:
    """The price list to write: the one asked for, or the first active one. Raises ValorInvalido."""
    ativas = list(conexao.scalars(
        select(listas_preco.c.id).where(listas_preco.c.ativo).order_by(listas_preco.c.id)))
    if lista_id is None and ativas:
        return int(ativas[0])
    if lista_id in ativas and lista_id is not None:
        return lista_id
    raise ValorInvalido("Não há lista de preço ativa com esse número. Crie ou ative uma antes de importar.")


def nao_abre(caminho: Path, erro: OSError) -> Problema:
    """Why a file cannot even be opened."""
    return Problema(caminho.name, 0, "", f"não foi possível abrir o arquivo ({motivo_do_sistema(erro)}). "
                                         "Confira o caminho e a permissão.")


def abre_planilha(caminho: Path) -> Planilha:
    """Read a table. Raises ArquivoRecusado also when the file cannot be opened."""
    try:
        return le_planilha(caminho)
    except OSError as erro:
        raise ArquivoRecusado(nao_abre(caminho, erro)) from erro


def confere_mudanca(plano: PlanoTabela, atual: PlanoTabela) -> None:
    """Raise PlanoMudou unless the plan made again under the lock is the one that the user saw."""
    if (atual.linhas, atual.problemas) != (plano.linhas, plano.problemas):
        raise PlanoMudou(atual)


def aplica_plano(conexao: Connection, plano: PlanoTabela, planeja: Callable[..., PlanoTabela],
                 grava: Callable[[], None], usuario_id: int | None, agora: datetime, somente_boas: bool) -> Resultado:
    """Write a table's plan in the caller's transaction. `planeja`: makes it again, under the lock; `grava`: its rows.

    Raises ArquivoRecusado when it has bad rows and `somente_boas` is not asked, PlanoMudou when the shop's
    data changed since, AmbienteIndisponivel when another import runs.
    """
    confere_aplicavel(plano, somente_boas)
    with gravando(conexao):
        confere_mudanca(plano, planeja(conexao, plano.planilha, **plano.opcoes))
        grava()
        registra_plano(conexao, plano, usuario_id, agora)
    return resultado(plano)


def resultado(plano: PlanoTabela) -> Resultado:
    """What applying the plan did."""
    return Resultado(plano.quantas(Acao.CRIAR), plano.quantas(Acao.ALTERAR), plano.quantas(Acao.MANTER),
                     plano.resumo()["recusadas"])
