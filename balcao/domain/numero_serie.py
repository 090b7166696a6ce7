"""The serial numbers of a line's units ("unidade do produto", TP-045): how they are typed, compared and counted.

One is known by its product and its text, in capitals: makers number each on their own.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from balcao.domain.formatos import TextoInvalido
from balcao.domain.uma_linha import uma_linha

MAIOR = 40
"""Letters that fit; a chassis has 17, an IMEI 15."""
_SEPARADORES = re.compile(r"[\n\r,;]+")
_VALIDO = re.compile(r"[^\s,;\x00-\x1f\x7f-\x9f](?:[^,;\x00-\x1f\x7f-\x9f]*[^\s,;\x00-\x1f\x7f-\x9f])?")


def valido(serie: str) -> bool:
    """Whether this may be stored as a serial number: as `le_series` gives it."""
    return len(serie) <= MAIOR and serie == serie.upper() and _VALIDO.fullmatch(serie) is not None


def unidades(quantidade: Decimal) -> int:
    """How many serial numbers a line of this quantity has at most: one for each unit that it begins."""
    return int(quantidade.to_integral_value(rounding=ROUND_CEILING))


def le_series(texto: str) -> tuple[str, ...]:
    """What was typed or scanned, one per line (or between commas), in capitals, in order. Raises TextoInvalido for one
    that is too long, or typed twice."""
    lidas: dict[str, None] = {}
    for parte in _SEPARADORES.split(texto):
        serie = " ".join(uma_linha(parte).upper().split())
        if len(serie) > MAIOR:
            raise TextoInvalido(f"“{serie[:MAIOR]}…” tem {len(serie)} letras, e um número de série tem até {MAIOR}. "
                                "Ponha cada um na sua linha.")
        if serie in lidas:
            raise TextoInvalido(f"O número de série {serie} está duas vezes. Apague um deles.")
        if serie:
            lidas[serie] = None
    return tuple(lidas)


def escreve_series(series: Iterable[str]) -> str:
    """"Nº de série: A1, B2", for the paper; "" when there is none."""
    ditas = ", ".join(series)
    return f"Nº de série: {ditas}" if ditas else ""
