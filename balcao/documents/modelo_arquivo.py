"""Templates kept by this terminal (CB-042): one TOML file each, the previous one beside it.

`dav.toml` is in force, `dav.anterior.toml` is what it replaced. Without a file, the shipped template is in
force. Every save is a whole-file replacement; killed in the middle, the old template is there.
"""

import logging
import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError

from balcao.config import plataforma
from balcao.documents import impressao
from balcao.documents.amostra import documento_de_amostra
from balcao.documents.dados import Via
from balcao.documents.modelo import ChaveModelo, ModeloDocumento, conferir, padrao
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.terminal.opcoes import Papel

ESQUEMA = 1
# One function per step: {1: from schema 1 to 2, …}. Each gets and returns the file's plain values.
SUBIDAS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
_log = logging.getLogger(__name__)


class Copia(StrEnum):
    """What "restaurar" goes back to."""

    ANTERIOR = "anterior"  # the one in force before the last save; restoring it again undoes that
    ORIGINAL = "original"  # the one that Balcão ships


class ModeloInvalido(EntradaInvalida):
    """A template that cannot be saved. `erros`: field → message; "" stands for the whole document."""

    titulo = "Confira o modelo"

    def __init__(self, erros: Mapping[str, str]) -> None:
        self.erros = dict(erros)
        super().__init__(self.erros)

    def __str__(self) -> str:
        return " ".join(self.erros.values())


class ModeloIlegivel(AmbienteIndisponivel):
    """The template's file is broken, or was written by a newer program."""

    titulo = "Modelo de impressão"


def carregar(pasta: Path, documento: ChaveModelo) -> ModeloDocumento:
    """The template in force. Raises ModeloIlegivel; for printing use `carregar_para_imprimir`."""
    arquivo = _arquivo(pasta, documento)
    return _le(arquivo, documento) if arquivo.exists() else padrao(documento)


def carregar_para_imprimir(pasta: Path, documento: ChaveModelo) -> tuple[ModeloDocumento, str]:
    """The template in force and "", or the shipped one and why: a broken file never stops a sale's paper."""
    try:
        return carregar(pasta, documento), ""
    except ModeloIlegivel as erro:
        _log.info("modelo ilegível, impresso com o original: %s", erro)
        return padrao(documento), f"{erro.mensagem} Este documento saiu no modelo original."


def salvar(pasta: Path, modelo: ModeloDocumento) -> ModeloDocumento:
    """Check, try on sample data and put in force; the one it replaces becomes the previous copy.

    Returns what was stored (`revisao` + 1). Raises ModeloInvalido, and AmbienteIndisponivel when the disk
    refuses; then nothing has changed.
    """
    if erros := conferir(dict(modelo)) or provar(modelo):
        raise ModeloInvalido(erros)
    novo = modelo.model_copy(update={"esquema": ESQUEMA, "revisao": modelo.revisao + 1})
    _grava(pasta, novo)
    return novo


def tem_anterior(pasta: Path, documento: ChaveModelo) -> bool:
    """Whether there is a previous copy to restore."""
    return _anterior(pasta, documento).exists()


def restaurar(pasta: Path, documento: ChaveModelo, copia: Copia = Copia.ANTERIOR) -> ModeloDocumento:
    """Put the previous or the shipped template in force; the one it replaces becomes the previous copy.

    Without a previous copy, goes back to the shipped one. Raises ModeloIlegivel when the copy is broken
    (the one in force stays), AmbienteIndisponivel when the disk refuses.
    """
    arquivo = _anterior(pasta, documento)
    ha_copia = copia is Copia.ANTERIOR and arquivo.exists()
    volta = _le(arquivo, documento) if ha_copia else padrao(documento)
    _grava(pasta, volta)
    return volta


def provar(modelo: ModeloDocumento) -> dict[str, str]:
    """Print the samples (1 and 60 items) on every paper: {} or {"": why it cannot be printed}."""
    for papel in Papel:
        for itens in (1, 60):
            try:
                impressao.renderizar(documento_de_amostra(modelo.documento, itens), modelo, papel, Via())
            except Exception as erro:  # noqa: BLE001  # whatever it is, this template must not be saved
                _log.info("modelo recusado na prova: %s, %d itens", papel, itens, exc_info=True)
                return {"": f"O modelo não pôde ser impresso em {papel.value} ({erro}). "
                            "Desfaça a última mudança e tente de novo."}
    return {}


def _arquivo(pasta: Path, documento: ChaveModelo) -> Path:
    return pasta / f"{documento.value}.toml"


def _anterior(pasta: Path, documento: ChaveModelo) -> Path:
    return pasta / f"{documento.value}.anterior.toml"


def _le(arquivo: Path, documento: ChaveModelo) -> ModeloDocumento:
    restaurar_e = "Restaure o modelo em Configuração › Relatórios › Editar Relatório."
    try:
        valores = tomllib.loads(arquivo.read_text("utf-8"))
    except (OSError, ValueError) as erro:
        raise ModeloIlegivel(f"O modelo em {arquivo.name} não pôde ser lido: {erro}.", restaurar_e) from erro
    esquema = valores.get("esquema", ESQUEMA)
    if not isinstance(esquema, int) or esquema > ESQUEMA:
        raise ModeloIlegivel(f"O modelo em {arquivo.name} é de um Balcão mais novo que este.",
                             "Atualize o programa ou restaure o modelo original.")
    while esquema < ESQUEMA:
        valores = SUBIDAS[esquema](valores)
        esquema += 1
    try:
        return ModeloDocumento.model_validate({**valores, "documento": documento, "esquema": ESQUEMA})
    except ValidationError as erro:
        onde = ", ".join(conferir({**valores, "documento": documento}).values()) or "valores inválidos"
        raise ModeloIlegivel(f"O modelo em {arquivo.name} tem erro: {onde}", restaurar_e) from erro


def _grava(pasta: Path, modelo: ModeloDocumento) -> None:
    """First the copy of the one in force, then the new one: killed between the two, both are the old."""
    arquivo = _arquivo(pasta, modelo.documento)
    try:
        plataforma.cria_pasta(pasta)
        atual = arquivo.read_bytes() if arquivo.exists() else _toml(padrao(modelo.documento))
        novo = _toml(modelo)
        plataforma.grava(_anterior(pasta, modelo.documento), atual)
        plataforma.grava(arquivo, novo)
    except OSError as erro:
        raise AmbienteIndisponivel(
            f"O modelo não foi gravado em {arquivo}: {motivo_do_sistema(erro)}. Vale o modelo de antes.",
            "Confira o espaço em disco e a permissão da pasta.") from erro


def _toml(modelo: ModeloDocumento) -> bytes:
    documento = tomlkit.document()
    documento.add(tomlkit.comment("Modelo de impressão do Balcão. Altere em Configuração › Editar Relatório."))
    for nome, valor in modelo.model_dump(mode="json", exclude_none=True).items():
        documento.add(nome, valor)
    return tomlkit.dumps(documento).encode()
