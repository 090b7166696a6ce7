"""Words one letter away from a typed one: what to try when nobody has the word as it was typed."""

from collections.abc import Iterator

_LETRAS = "AEIOURSTNLMCDPBVGFHQXJZKYW"  # by frequency in Portuguese: the likelier variant comes first
MENOR, MAIOR = 4, 20  # letters a word must have to be corrected
_CURTA = 4  # a word this short has too many neighbours: only swaps and a missing letter are tried


def variantes(palavra: str) -> Iterator[str]:
    """Yield, without repeating: letters swapped, one too many, one missing, one for another.

    The variants are meant as beginnings of words, so nothing is added at the end.
    """
    vistas = {palavra}
    for variante in _candidatas(palavra):
        if variante not in vistas:
            vistas.add(variante)
            yield variante


def _candidatas(palavra: str) -> Iterator[str]:
    cortes = [(palavra[:i], palavra[i:]) for i in range(len(palavra))]
    for a, b in cortes:
        if len(b) > 1:
            yield a + b[1] + b[0] + b[2:]
    if len(palavra) > _CURTA:
        yield from (a + b[1:] for a, b in cortes)
    yield from (a + letra + b for a, b in cortes for letra in _LETRAS)
    if len(palavra) > _CURTA:
        yield from (a + letra + b[1:] for a, b in cortes for letra in _LETRAS)
