"""Which programs work together: the retaguarda states the oldest counter that it serves."""

import re
from typing import Final

_NUMEROS: Final = re.compile(r"\d+")
ATUALIZE: Final = ("Atualize o Balcão neste computador e abra-o de novo; as vendas guardadas aqui continuam, e serão "
                   "enviadas.")


def atende(programa: str, minimo: str) -> bool:
    """Whether a program of this version is served where `minimo` is the oldest. A version that is not known (no
    digits) is served: who asks may be no counter at all."""
    de, ate = _numeros(programa), _numeros(minimo)
    return not de or de >= ate


def antigo(programa: str, minimo: str) -> str:
    """Why a counter is not served, for the person at it."""
    return f"Este Balcão é a versão {programa}, e a retaguarda desta loja atende da {minimo} em diante."


def mais_antiga(servico: str, programa: str) -> str:
    """What a retaguarda that is older than its counter means, for the person at it."""
    return (f"A retaguarda desta loja é a versão {servico}, e este Balcão, a {programa}: o que só ele conhece pode não "
            "ficar guardado. Atualize a retaguarda, no servidor.")


def _numeros(versao: str) -> tuple[int, ...]:
    return tuple(map(int, _NUMEROS.findall(versao)))
