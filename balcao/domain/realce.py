"""Which letters of a description the search matched, to be shown in bold."""

from collections.abc import Iterable, Sequence

from balcao.domain.texto_busca import normaliza

_MENOR_NO_MEIO = 3  # shorter fragments are marked only where a word begins


def trechos(texto: str, destaques: Iterable[str]) -> list[tuple[int, int]]:
    """(start, length) of each marked stretch of `texto`, in order, without overlap.

    `destaques` are normalised fragments. A fragment is marked where words begin with it; only when no word
    does, in the middle of words.
    """
    normal, origem = _normaliza_mapeado(texto)
    marcas = [False] * len(normal)
    for trecho in destaques:
        if not trecho:
            continue
        onde = _posicoes(normal, trecho)
        inicios = [i for i in onde if i == 0 or not (normal[i - 1].isalnum())]
        for i in inicios or (onde if len(trecho) >= _MENOR_NO_MEIO else ()):
            marcas[i:i + len(trecho)] = [True] * len(trecho)
    return _juntos(sorted({origem[i] for i, marcada in enumerate(marcas) if marcada}))


def _normaliza_mapeado(texto: str) -> tuple[str, Sequence[int]]:
    """The normalised text and, for each of its letters, the index of the original one."""
    if texto.isascii():
        return texto.upper().replace(",", "."), range(len(texto))
    letras, origem = [], []
    for i, letra in enumerate(texto):
        for normal in normaliza(letra):
            letras.append("." if normal == "," else normal)
            origem.append(i)
    return "".join(letras), origem


def _posicoes(texto: str, trecho: str) -> list[int]:
    achadas, i = [], texto.find(trecho)
    while i >= 0:
        achadas.append(i)
        i = texto.find(trecho, i + 1)
    return achadas


def _juntos(indices: list[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers as (start, length)."""
    saida: list[tuple[int, int]] = []
    for i in indices:
        if saida and sum(saida[-1]) == i:
            saida[-1] = (saida[-1][0], saida[-1][1] + 1)
        else:
            saida.append((i, 1))
    return saida
