"""Alt+letter for titles that declare none: the first letter of a word that nobody uses yet."""

from collections import Counter
from string import ascii_lowercase, digits

_LETRAS = frozenset(ascii_lowercase + digits)


def com_mnemonico(titulo: str, usadas: Counter[str]) -> str:
    """`titulo` with its letter marked by &, and the letter counted in `usadas`.

    When every letter is taken the least used one is shared: Qt then goes from one field to the next.
    """
    pronto = titulo.replace("&", "&&")
    letras = [(i, letra) for i, letra in enumerate(pronto.lower()) if letra in _LETRAS]
    if not letras:
        return pronto
    livres = [(i, letra) for i, letra in letras if not usadas[letra]]
    onde, letra = next((par for par in livres if par[0] == 0 or not pronto[par[0] - 1].isalnum()),
                       livres[0] if livres else min(letras, key=lambda par: usadas[par[1]]))
    usadas[letra] += 1
    return f"{pronto[:onde]}&{pronto[onde:]}"
