"""Passwords as Argon2id (argon2-cffi's defaults, RFC 9106 low-memory: 64 MiB, about 50 ms)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher()
_LEMBRADOS = 10_000  # 200 bytes each


def resume(senha: str) -> str:
    """What is stored of a password, with its own salt."""
    return _HASHER.hash(senha)


def confere(resumo: str, senha: str) -> bool:
    """Whether this is the password. A summary that is not Argon2's (a disabled account's) matches nothing."""
    try:
        return _HASHER.verify(resumo, senha)
    except (VerifyMismatchError, InvalidHashError):
        return False


class Verificadores:
    """The verifiers that stations were given, as long as this process lives: one per station and password.

    Making one takes as long as checking the password, and a counter changes its seller many times a day. It is made
    anew when the stored summary changes; a wrong password never comes here. Safe for several threads.
    """

    def __init__(self) -> None:
        self._feitos: dict[tuple[int, str], str] = {}

    def de(self, estacao_id: int, resumo: str, senha: str) -> str:
        """This station's own verifier of a password that was just found to be the one of `resumo`."""
        chave = (estacao_id, resumo)
        if (feito := self._feitos.get(chave)) is None:
            if len(self._feitos) >= _LEMBRADOS:
                self._feitos.clear()
            feito = self._feitos[chave] = resume(senha)
        return feito
