"""Alt+letter for titles that declare none: the first letter of a word that nobody uses yet."""

from collections import Counter


def com_mnemonico(titulo: str, usadas: Counter[str]) -> str:
    """`titulo` with its letter marked by &, and the letter counted in `usadas`.

    When every letter is taken the least used one is shared: Qt then goes from one field to the next.
    """
    pronto = titulo.replace("&", "&&")
    iniciais = [i for i, letra in enumerate(pronto)
                if letra.isalnum() and letra.isascii() and (i == 0 or not pronto[i - 1].isalnum())]
    outras = [i for i, letra in enumerate(pronto) if letra.isalnum() and letra.isascii()]
    livres = [i for i in (*iniciais, *outras) if not usadas[pronto[i].lower()]]
    if not outras:
        return pronto
    onde = livres[0] if livres else min(outras, key=lambda i: usadas[pronto[i].lower()])
    usadas[pronto[onde].lower()] += 1
    return f"{pronto[:onde]}&{pronto[onde:]}"
