"""Where this workstation keeps its secrets: the system's keyring, or a file only its owner can read.

Secrets (the station's credential, the database roles' passwords) are kept nowhere else: not in the
TOML files, not in logs, not on a command line. `origem()` says where they are, for the screen.

The keyring may ask the person to unlock it, so nothing here is called on the UI thread.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import fasteners  # type: ignore[import-untyped]

from balcao.config import plataforma
from balcao.domain.erros import AmbienteIndisponivel

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from balcao.config.chaveiro import Chaveiro

SERVICO: Final = "Balcão"


class Origem(NamedTuple):
    """Where the secrets are, and the sentence that tells the person."""

    onde: Literal["chaveiro", "arquivo"]
    frase: str


class Segredos:
    """The secrets of one installation.

    pasta: its configuration folder; two installations of one person never see each other's secrets.
    chaveiro: another keyring (tests); None takes the system's.
    All methods raise AmbienteIndisponivel when the file is damaged or may not be read or written.
    """

    def __init__(self, pasta: Path, chaveiro: "KeyringBackend | None" = None) -> None:
        self._arquivo = pasta / "segredos.json"
        self._servico = f"{SERVICO} {pasta.absolute()}"
        self._dado = chaveiro

    @cached_property
    def _achado(self) -> "Chaveiro | None":
        from balcao.config import chaveiro  # measured: 110 ms that a start with its secret in the file saves

        return chaveiro.abre(self._servico, self._dado)

    @property
    def _chaveiro(self) -> "Chaveiro | None":
        """The keyring, if there is a real one and it has not refused: then the file serves."""
        return None if self._achado is None or self._achado.recusou else self._achado

    def origem(self) -> Origem:
        """Where a secret written now would be; "arquivo" as long as one is still in the file."""
        if self._chaveiro is not None and not self._le_arquivo():
            return Origem("chaveiro", "As senhas deste computador estão guardadas no chaveiro do sistema.")
        return Origem("arquivo", "Este computador não tem chaveiro: as senhas estão no arquivo "
                                 f"{self._arquivo}, que só o dono dele pode ler.")

    def le(self, nome: str) -> str | None:
        """The secret of that name; None when there is none. One that is in the file was written after the
        keyring's, which refused it then."""
        valor = self._le_arquivo().get(nome)
        if valor is None and self._chaveiro is not None:
            valor = self._chaveiro.le(nome)
        return valor

    def grava(self, nome: str, valor: str) -> None:
        """Keep a secret under a name, replacing the one that was there."""
        if self._chaveiro is not None:
            self._chaveiro.grava(nome, valor)
        if self._chaveiro is not None:
            self._tira_do_arquivo(nome)
            return
        with self._vez():
            self._grava_arquivo({**self._le_arquivo(), nome: valor})

    def apaga(self, nome: str) -> None:
        """Forget a secret; nothing to do when there is none."""
        if self._chaveiro is not None:
            self._chaveiro.apaga(nome)
        self._tira_do_arquivo(nome)

    # ---- the file

    def _tira_do_arquivo(self, nome: str) -> None:
        if not self._arquivo.exists():
            return
        with self._vez():
            guardados = dict(self._le_arquivo())
            if guardados.pop(nome, None) is not None:
                self._grava_arquivo(guardados)

    def _le_arquivo(self) -> Mapping[str, str]:
        try:
            if not plataforma.WINDOWS and self._arquivo.stat().st_mode & 0o077:
                plataforma.so_do_dono(self._arquivo)  # a restored copy may have lost its permissions
            lido = json.loads(self._arquivo.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as erro:
            raise self._sem_acesso() from erro
        except ValueError as erro:
            raise self._danificado() from erro
        if not isinstance(lido, dict) or not all(isinstance(valor, str) for valor in lido.values()):
            raise self._danificado()
        return lido

    def _grava_arquivo(self, guardados: Mapping[str, str]) -> None:
        try:
            plataforma.grava(self._arquivo, json.dumps(guardados, ensure_ascii=False, indent=1) + "\n")
        except OSError as erro:
            raise self._sem_acesso() from erro

    @contextmanager
    def _vez(self) -> Iterator[None]:
        """Window and service may write at once; neither may lose the other's secret."""
        try:
            plataforma.cria_pasta(self._arquivo.parent)
            trava = fasteners.InterProcessLock(self._arquivo.with_suffix(".trava"))
            if not trava.acquire(timeout=10):
                raise OSError("segredos.trava")
        except OSError as erro:
            raise self._sem_acesso() from erro
        try:
            yield
        finally:
            trava.release()

    def _danificado(self) -> AmbienteIndisponivel:
        return AmbienteIndisponivel(
            f"O arquivo de senhas {self._arquivo} está danificado.",
            "Restaure-o de uma cópia; ou apague-o e informe de novo a credencial desta estação.")

    def _sem_acesso(self) -> AmbienteIndisponivel:
        return AmbienteIndisponivel(
            f"Não foi possível usar o arquivo de senhas {self._arquivo}.",
            "Confira o espaço em disco e se o usuário do sistema é o dono dessa pasta.")
