"""Passwords as Argon2id (argon2-cffi's defaults, RFC 9106 low-memory: 64 MiB, about 50 ms)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher()


def resume(senha: str) -> str:
    """What is stored of a password, with its own salt."""
    return _HASHER.hash(senha)


def confere(resumo: str, senha: str) -> bool:
    """Whether this is the password. A summary that is not Argon2's (a disabled account's) matches nothing."""
    try:
        return _HASHER.verify(resumo, senha)
    except (VerifyMismatchError, InvalidHashError):
        return False
