"""Where this computer's retaguarda finds its database: the embedded server, or the shop's own PostgreSQL.

Passwords are in config/segredos.py under the names given here, never in the file.
"""

import tomllib
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

import tomlkit

from balcao.config import plataforma
from balcao.domain.copia import le_hora
from balcao.domain.erros import AmbienteIndisponivel

ARQUIVO = "servidor.toml"
GUARDA_MAXIMA = 1000


class Modo(StrEnum):
    EMBUTIDO = "embutido"
    EXTERNO = "externo"


@dataclass(frozen=True, slots=True)
class AgendaCopia:
    """The daily backup: the table [copia]. `hora` by this computer's clock; `pasta` "": beside the database;
    `guarda`: how many are kept. Raises ValueError when a value cannot be used."""

    ligada: bool = True
    hora: str = "03:00"
    pasta: str = ""
    guarda: int = 14

    def __post_init__(self) -> None:
        le_hora(self.hora)
        if not 1 <= self.guarda <= GUARDA_MAXIMA:
            raise ValueError(f"guarde de 1 a {GUARDA_MAXIMA} cópias, e não {self.guarda}")
        if self.pasta and not Path(self.pasta).is_absolute():
            raise ValueError(f"“{self.pasta}” não serve: use o caminho inteiro da pasta das cópias")

    def onde(self, dados: Path) -> Path:
        """The folder; `dados`: this installation's."""
        return Path(self.pasta) if self.pasta else dados / "copias"


@dataclass(frozen=True, slots=True)
class Servidor:
    """The company's database. `porta_servico` is where the retaguarda listens; `escuta` on which address.

    certificado, chave: PEM files with which the service speaks https; both or none ("" is http). banco_ca: file with
    the authority, or the certificate itself, of the shop's PostgreSQL, which must then prove who it is. Raises
    ValueError when they cannot be used.
    """

    modo: Modo = Modo.EMBUTIDO
    endereco: str = "127.0.0.1"
    porta: int = 5432
    banco: str = "balcao"
    esquema: str = "loja"
    escuta: str = "127.0.0.1"
    porta_servico: int = 8082
    processos: int = 2
    certificado: str = ""
    chave: str = ""
    banco_ca: str = ""
    copia: AgendaCopia = field(default_factory=AgendaCopia)

    def __post_init__(self) -> None:
        if bool(self.certificado) is not bool(self.chave):
            raise ValueError("informe certificado e chave juntos, ou nenhum dos dois")
        for caminho in (self.certificado, self.chave, self.banco_ca):
            if caminho and not Path(caminho).is_absolute():
                raise ValueError(f"“{caminho}” não serve: use o caminho inteiro do arquivo")

    @property
    def par(self) -> tuple[Path, Path] | None:
        """The certificate's file and its key's; None: the service speaks http."""
        return (Path(self.certificado), Path(self.chave)) if self.certificado else None

    def segredo(self, papel: str) -> str:
        """The name under which the password of `papel` (dono, servico, consulta) is kept."""
        return f"banco {self.banco} {self.esquema} {papel}"


def le(pasta: Path) -> Servidor | None:
    """Read the file; None when this computer is not (yet) a retaguarda. Raises AmbienteIndisponivel."""
    arquivo = pasta / ARQUIVO
    try:
        dados = tomllib.loads(arquivo.read_text(encoding="utf-8"))
        return Servidor(**{**dados, "modo": Modo(dados.get("modo", "embutido")),
                           "copia": AgendaCopia(**dados.get("copia", {}))})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as erro:
        raise AmbienteIndisponivel(f"O arquivo {arquivo} está danificado ({erro}).",
                                   "Corrija-o, ou apague-o e rode outra vez: balcao servidor.") from erro


def grava(pasta: Path, servidor: Servidor) -> None:
    """Replace the file whole. Raises OSError."""
    dados = {nome: str(v) if isinstance(v, str) else v for nome, v in asdict(servidor).items()}
    plataforma.grava(pasta / ARQUIVO, tomlkit.dumps(dados))
