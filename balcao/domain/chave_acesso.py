"""The access key of an NF-e: 44 positions that name the note, the last one a check digit.

cUF(2) AAMM(4) CNPJ(14) mod(2) série(3) número(9) tpEmis(1) cNF(8) cDV(1). Modulo 11 with weights 2 to 9 from
the right (MOC 7.0, 2.2.6.2). Since July 2026 the CNPJ inside may have letters, each worth its ASCII code − 48
(NT Conjunta 2025.001), which leaves digits as they were.
"""

import re
from dataclasses import dataclass

from balcao.domain.campo import ValorInvalido

TAMANHO = 44
_FORMA = re.compile(r"[0-9]{6}[0-9A-Z]{12}[0-9]{26}")


@dataclass(frozen=True, slots=True)
class ChaveAcesso:
    """A key taken apart. `documento` is the 14 positions: a CNPJ, or `000` and a CPF."""

    texto: str
    uf: int
    ano_mes: str
    documento: str
    modelo: str
    serie: int
    numero: int
    tipo_emissao: str
    codigo: str

    def __str__(self) -> str:
        return self.texto


def digito_chave(corpo: str) -> str:
    """The check digit of the first 43 positions."""
    soma = sum((ord(c) - 48) * (2 + i % 8) for i, c in enumerate(reversed(corpo)))
    resto = soma % 11
    return "0" if resto < 2 else str(11 - resto)


def le_chave(texto: str) -> ChaveAcesso:
    """Take a key apart (spaces are dropped). Raises ValorInvalido: length, characters or check digit."""
    chave = "".join(texto.split()).upper()
    if len(chave) != TAMANHO:
        raise ValorInvalido(f"a chave de acesso tem {len(chave)} posições e deveria ter {TAMANHO}.")
    if not _FORMA.fullmatch(chave):
        raise ValorInvalido("a chave de acesso tem letras ou sinais onde só cabem algarismos.")
    if digito_chave(chave[:-1]) != chave[-1]:
        raise ValorInvalido(f"o dígito verificador da chave de acesso é {chave[-1]} e deveria ser "
                            f"{digito_chave(chave[:-1])}: a chave foi alterada ou copiada com erro.")
    return ChaveAcesso(
        texto=chave, uf=int(chave[:2]), ano_mes=chave[2:6], documento=chave[6:20], modelo=chave[20:22],
        serie=int(chave[22:25]), numero=int(chave[25:34]), tipo_emissao=chave[34], codigo=chave[35:43])
