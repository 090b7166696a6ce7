"""The system's keyring. A module of its own: looking for one costs a tenth of a second, which a start pays only
where the secret it needs is not in the file."""

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

_RECOMENDADO = 1  # keyring's own threshold: below it a backend stores nothing, or in plain text


class Chaveiro:
    """One service's secrets. A keyring that is locked and refused, or whose service died, has `recusou`."""

    def __init__(self, real: KeyringBackend, servico: str) -> None:
        self._real, self._servico = real, servico
        self.recusou = False

    def le(self, nome: str) -> str | None:
        """The secret; None when there is none, or when it refused."""
        try:
            return self._real.get_password(self._servico, nome)
        except KeyringError:
            self.recusou = True
            return None

    def grava(self, nome: str, valor: str) -> None:
        """Keep it, unless it refuses."""
        try:
            self._real.set_password(self._servico, nome, valor)
        except KeyringError:
            self.recusou = True

    def apaga(self, nome: str) -> None:
        """Forget it, unless it refuses."""
        try:
            self._real.delete_password(self._servico, nome)
        except PasswordDeleteError:
            pass  # it was not there
        except KeyringError:
            self.recusou = True


def abre(servico: str, dado: KeyringBackend | None = None) -> Chaveiro | None:
    """The keyring, if this system has a real one; dado: another (tests)."""
    achado = dado or keyring.get_keyring()
    return Chaveiro(achado, servico) if achado.priority >= _RECOMENDADO else None
