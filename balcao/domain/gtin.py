"""GTIN (the number under a bar code): 8, 12, 13 or 14 digits, the last one a check digit (GS1).

Two readings of one article may differ by zeros on the left (UPC-A has 12 digits, a scanner may send 13), so a
GTIN is stored, and looked for, as `normaliza_gtin` writes it.
"""

from balcao.domain.campo import ValorInvalido

TAMANHOS = (8, 12, 13, 14)
SEM_GTIN = "SEM GTIN"  # what an NF-e writes when the article has none


def gtin_valido(texto: str) -> bool:
    """Whether the digits are a GTIN: length, check digit, not all zeros."""
    return (texto.isascii() and texto.isdigit() and len(texto) in TAMANHOS and int(texto) > 0
            and digito_gtin(texto[:-1]) == texto[-1])


def valida_gtin(texto: str) -> str:
    """Return the digits of a GTIN. Raises ValorInvalido with the reason, in Portuguese."""
    numero = texto.strip()
    if not (numero.isascii() and numero.isdigit()):
        raise ValorInvalido(f"Código de barras “{numero}” tem letras ou sinais; use só algarismos.")
    if len(numero) not in TAMANHOS:
        raise ValorInvalido(f"Código de barras “{numero}” tem {len(numero)} algarismos; "
                            "um GTIN tem 8, 12, 13 ou 14.")
    if not gtin_valido(numero):
        raise ValorInvalido(f"Código de barras “{numero}” não confere: o último algarismo deveria ser "
                            f"{digito_gtin(numero[:-1])}. Confira a leitura.")
    return numero


def gtin_ou_nada(texto: str | None) -> str | None:
    """The GTIN in its stored form; None for an empty text or `SEM GTIN`. Raises ValorInvalido."""
    limpo = (texto or "").strip()
    if not limpo or limpo.upper() == SEM_GTIN:
        return None
    return normaliza_gtin(valida_gtin(limpo))


def normaliza_gtin(gtin: str) -> str:
    """The shortest of the four forms (`0012345678905` → `012345678905`): one for all readings of an article."""
    algarismos = gtin.lstrip("0")
    return algarismos.zfill(next(t for t in TAMANHOS if t >= len(algarismos)))


def digito_gtin(corpo: str) -> str:
    """The check digit of the digits before it (7, 11, 12 or 13 of them): weights 3 and 1 from the right (GS1 General
    Specifications, 7.9)."""
    soma = sum(int(algarismo) * (1 if n % 2 else 3) for n, algarismo in enumerate(reversed(corpo)))
    return str(-soma % 10)
