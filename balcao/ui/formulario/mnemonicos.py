"""Alt+letter for titles that declare none: the first letter of a word that nobody uses yet."""

from collections import Counter
from string import ascii_lowercase, digits

_LETRAS = frozenset(ascii_lowercase + digits)


def com_mnemonico(titulo: str, usadas: Counter[str]) -> str:
    """`titulo` with its letter marked by &, and the letter counted in `usadas`.

    When every letter is taken the least used one is shared: Qt then goes from one field to the next.
    """
    pronto = titulo.replace("&", "&&")
    baixo = pronto.lower()
    vezes = {letra: usadas.get(letra, 0) for letra in baixo if letra in _LETRAS}
    if not vezes:
        return pronto
    letra = min(vezes, key=vezes.__getitem__)  # of those used as much, the first in the title
    onde = baixo.index(letra)
    if not vezes[letra]:
        livres = (i for i, uma in enumerate(baixo) if vezes.get(uma) == 0)
        onde = next((i for i in livres if i == 0 or not pronto[i - 1].isalnum()), onde)
    usadas[baixo[onde]] += 1
    return f"{pronto[:onde]}&{pronto[onde:]}"
