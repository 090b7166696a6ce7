"""What tells one server's certificate from another: its SHA-256, and until when it is good.

A counter that knows the fingerprint of its server needs no authority, no name and no clock to be sure of it (ADR
0125).
"""

import hashlib
import re
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

AVISO_ANTES = timedelta(days=30)
_ENFEITES = re.compile(r"(?i)\A\s*(sha-?256( fingerprint)?\s*[=:])?|[\s:]")


class Validade(Enum):
    CERTA = "certa"
    PERTO = "perto"    # ends within AVISO_ANTES
    VENCIDA = "vencida"


class Certificado(NamedTuple):
    """`impressao`: SHA-256 of the whole certificate, 64 hexadecimal digits; `ate`: aware; `nomes`: of which server."""

    impressao: str
    ate: datetime
    nomes: tuple[str, ...] = ()

    def validade(self, agora: datetime) -> Validade:
        """By `agora`, aware."""
        if self.ate <= agora:
            return Validade.VENCIDA
        return Validade.PERTO if self.ate - agora <= AVISO_ANTES else Validade.CERTA


def impressao(der: bytes) -> str:
    """The fingerprint of a certificate in DER, as `openssl x509 -fingerprint -sha256` says it, without colons."""
    return hashlib.sha256(der).hexdigest()


def confere_impressao(texto: str) -> str:
    """A fingerprint as it is kept, from what was typed or pasted (colons, spaces, capitals). Raises ValueError."""
    limpo = _ENFEITES.sub("", texto).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", limpo):
        raise ValueError(f"“{texto}” não é a impressão de um certificado: são 64 algarismos de 0 a 9 e de A a F, "
                         "como mostra no servidor: balcao servidor certificado")
    return limpo


def em_grupos(texto: str) -> str:
    """The beginning of a fingerprint, for a person to compare: "12ab 34cd 56ef 7890"."""
    return " ".join(texto[i:i + 4] for i in range(0, 16, 4))
