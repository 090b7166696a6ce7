"""How short texts of the screen are compared."""

import unicodedata
from functools import cache


@cache
def simples(texto: str) -> str:
    """Lower case, no accents: how texts are compared."""
    decomposto = unicodedata.normalize("NFKD", texto.casefold())
    return "".join(letra for letra in decomposto if not unicodedata.combining(letra))
