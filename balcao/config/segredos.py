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
from typing import Final, Literal, NamedTuple

import fasteners  # type: ignore[import-untyped]
import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from balcao.config import plataforma
from balcao.domain.erros import AmbienteIndisponivel

SERVICO: Final = "Balcão"
_RECOMENDADO: Final = 1  # keyring's own threshold: below it a backend stores nothing, or in plain text


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

    def __init__(self, pasta: Path, chaveiro: KeyringBackend | None = None) -> None:
        self._arquivo = pasta / "segredos.json"
        self._servico = f"{SERVICO} {pasta.absolute()}"
        self._dado = chaveiro

    @cached_property
    def _chaveiro(self) -> KeyringBackend | None:
        """The keyring, if this system has a real one (looking for it costs a tenth of a second)."""
        achado = self._dado or keyring.get_keyring()
        return achado if achado.priority >= _RECOMENDADO else None

    def origem(self) -> Origem:
        """Where a secret written now would be; "arquivo" as long as one is still in the file."""
        if self._chaveiro is not None and not self._le_arquivo():
            return Origem("chaveiro", "As senhas deste computador estão guardadas no chaveiro do sistema.")
        return Origem("arquivo", "Este computador não tem chaveiro: as senhas estão no arquivo "
                                 f"{self._arquivo}, que só o dono dele pode ler.")

    def le(self, nome: str) -> str | None:
        """The secret of that name; None when there is none."""
        if self._chaveiro is not None:
            try:
                if (valor := self._chaveiro.get_password(self._servico, nome)) is not None:
                    return valor
            except KeyringError:
                self._chaveiro = None  # locked and refused, or its service died: the file serves
        return self._le_arquivo().get(nome)

    def grava(self, nome: str, valor: str) -> None:
        """Keep a secret under a name, replacing the one that was there."""
        if self._chaveiro is not None:
            try:
                self._chaveiro.set_password(self._servico, nome, valor)
            except KeyringError:
                self._chaveiro = None
            else:
                self._tira_do_arquivo(nome)
                return
        with self._vez():
            self._grava_arquivo({**self._le_arquivo(), nome: valor})

    def apaga(self, nome: str) -> None:
        """Forget a secret; nothing to do when there is none."""
        if self._chaveiro is not None:
            try:
                self._chaveiro.delete_password(self._servico, nome)
            except PasswordDeleteError:
                pass  # it was not there
            except KeyringError:
                self._chaveiro = None
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
