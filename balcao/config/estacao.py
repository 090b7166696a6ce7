"""What this workstation alone knows, in one TOML file: the address and ports of the retaguarda and whom to believe
there, its printer and paper, its logo, and which station it is. Secrets are never here (config/segredos.py).

The fields are the ones that the terminal's pages declare with `onde=ESTACAO`: no name is repeated here. The file
may be edited by hand; comments are kept. A damaged value never stops the program: the default is used and `avisos`
says what was wrong. In the place of a damaged file what was saved last is used, from its copy.
"""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from balcao.config import plataforma
from balcao.config.caminho import ARQUIVO as ARQUIVO
from balcao.config.caminho import Conexao as Conexao
from balcao.config.caminho import le_conexao
from balcao.domain.campo import Onde, Politica, campos_de
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.terminal import PAGINAS, Integracao, PoliticaTerminal, Rodape

_log = logging.getLogger(__name__)
COPIA = "estacao.copia.toml"
_ESTRAGADO = ".estragado"
_PAGINAS: tuple[tuple[str, type[Politica]], ...] = (
    *((p.chave, p.modelo) for p in PAGINAS), ("rodape", Rodape))


@dataclass(frozen=True, slots=True)
class Estacao:
    """`locais` are the ESTACAO fields by page; `id` and `estabelecimento_id` are 0 until registered. `estragado`: the
    file is there, and neither it nor its copy can be read: which station this is, is not known."""

    id: int = 0
    estabelecimento_id: int = 0
    nome: str = ""
    empresa: str = "loja"  # the company's schema in the database
    banco: str = "balcao"
    tema: str = "automatico"
    escala: int = 100
    teclas: Mapping[str, str] = field(default_factory=dict)
    locais: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    conexao: Conexao = field(default_factory=Conexao)
    avisos: tuple[str, ...] = ()
    estragado: bool = False

    @property
    def integracao(self) -> Integracao:
        """Address and ports."""
        return Integracao(**self.locais.get("integracao", {}))

    def sobre(self, politica: PoliticaTerminal) -> PoliticaTerminal:
        """The policy of the server with this computer's own fields in place."""
        return politica.model_copy(update={
            chave: getattr(politica, chave).model_copy(update=dict(valores))
            for chave, valores in self.locais.items()})


def campos_locais() -> Iterator[tuple[str, str]]:
    """(page, field) of everything that lives in this file."""
    for chave, modelo in _PAGINAS:
        for nome, campo in campos_de(modelo):
            if campo.onde is Onde.ESTACAO:
                yield chave, nome


def so_locais(politica: PoliticaTerminal) -> dict[str, dict[str, Any]]:
    """The ESTACAO fields of a policy, by page, as plain values."""
    locais: dict[str, dict[str, Any]] = {}
    for chave, nome in campos_locais():
        locais.setdefault(chave, {})[nome] = getattr(getattr(politica, chave), nome)
    return locais


def sem_locais(politica: PoliticaTerminal) -> dict[str, Any]:
    """The policy as stored in the retaguarda: without the ESTACAO fields."""
    guardada = politica.model_dump(mode="json")
    for chave, nome in campos_locais():
        guardada[chave].pop(nome, None)
    return guardada


def le(pasta: Path) -> Estacao:
    """Read `pasta`/estacao.toml; a missing file is a new station, and a damaged one what its copy says."""
    arquivo, avisos = pasta / ARQUIVO, list[str]()
    try:
        dados = _lido(arquivo)
    except FileNotFoundError:
        return Estacao()
    except (OSError, ValueError) as erro:
        porque = motivo_do_sistema(erro) if isinstance(erro, OSError) else str(erro)
        try:
            dados = _lido(pasta / COPIA)
        except (OSError, ValueError):
            return Estacao(estragado=True, avisos=(
                f"O arquivo {arquivo} não pôde ser lido ({porque}), e não há cópia dele. Valem os valores padrão; "
                "confira em Configuração › Integração.",))
        avisos.append(f"O arquivo {arquivo} não pôde ser lido ({porque}). Vale a cópia da última gravação; confira em "
                      "Configuração › Integração e › Controles de Impressão.")
    locais = {chave: _valores(chave, modelo, dados.get(chave, {}), avisos) for chave, modelo in _PAGINAS}
    proprios = dados.get("estacao", {})
    simples = {nome: proprios[nome] for nome, padrao in (("id", 0), ("estabelecimento_id", 0), ("nome", ""),
                                                         ("empresa", ""), ("banco", ""), ("tema", ""), ("escala", 0))
               if isinstance(proprios.get(nome), type(padrao))}
    teclas = {str(k): str(v) for k, v in dados.get("teclas", {}).items()} if isinstance(
        dados.get("teclas", {}), dict) else {}
    return Estacao(**simples, teclas=teclas, locais={c: v for c, v in locais.items() if v},
                   conexao=le_conexao(dados.get("conexao", {}), avisos), avisos=tuple(avisos))


def _lido(arquivo: Path) -> dict[str, Any]:
    """Raises OSError; ValueError when it is no TOML, or does not say plainly which station this is."""
    texto = arquivo.read_text(encoding="utf-8")
    if not texto.strip():  # what a power cut leaves of a file
        raise ValueError("está vazio")
    dados = tomllib.loads(texto)
    propria = dados.get("estacao", {})
    if not isinstance(propria, dict) or not isinstance(propria.get("id", 0), int):
        raise ValueError("o número do terminal não é um número")
    return dados


def grava(pasta: Path, estacao: Estacao) -> None:
    """Write the file whole, keeping its comments: killed at any moment, the old or the new one is there. What was
    there and could not be read is put aside, and a copy is kept. Raises OSError (disk full, no permission); then the
    old one is untouched."""
    import tomlkit  # measured: 22 ms that reading, which every start does, saves
    from tomlkit.exceptions import TOMLKitError

    arquivo = pasta / ARQUIVO
    try:
        documento = tomlkit.parse(arquivo.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError):
        with suppress(OSError):  # there was none
            arquivo.replace(arquivo.with_name(arquivo.name + _ESTRAGADO))
        documento = tomlkit.document()
        documento.add(tomlkit.comment("O que só este computador sabe. Senhas não ficam aqui."))
    secoes: dict[str, Mapping[str, Any]] = {
        "estacao": {"id": estacao.id, "estabelecimento_id": estacao.estabelecimento_id, "nome": estacao.nome,
                    "empresa": estacao.empresa, "banco": estacao.banco, "tema": estacao.tema,
                    "escala": estacao.escala},
        "conexao": {"https": estacao.conexao.https, "certificados": list(estacao.conexao.certificados),
                    "banco_ca": estacao.conexao.banco_ca},
        "teclas": estacao.teclas, **estacao.locais}
    for secao, valores in secoes.items():
        if secao not in documento:
            documento[secao] = tomlkit.table()
        tabela: Any = documento[secao]
        for nome, valor in valores.items():
            tabela[nome] = str(valor) if isinstance(valor, str) else valor
    texto = tomlkit.dumps(documento)
    plataforma.grava(arquivo, texto)
    try:
        plataforma.grava(pasta / COPIA, texto)
    except OSError as erro:  # the file itself is written
        _log.warning("a cópia de %s não foi gravada: %s", ARQUIVO, erro)


def _valores(chave: str, modelo: type[Politica], secao: object, avisos: list[str]) -> dict[str, Any]:
    """The section's ESTACAO values that are good; a bad one is told and left out."""
    if not isinstance(secao, dict):
        return {}
    bons: dict[str, Any] = {}
    for pagina, nome in campos_locais():
        if pagina != chave or nome not in secao:
            continue
        try:
            bons[nome] = getattr(modelo.model_validate({nome: secao[nome]}), nome)
        except ValidationError as erro:
            titulo = next(c.titulo for n, c in campos_de(modelo) if n == nome)
            motivo = erro.errors()[0]["msg"].removeprefix("Value error, ")
            avisos.append(f"{titulo}: “{secao[nome]}” no arquivo {ARQUIVO} não vale ({motivo}). Usado o padrão.")
    return bons
