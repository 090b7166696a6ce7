"""How many decimal places a quantity shows, on every screen and paper (CB-039)."""

from decimal import Decimal

from balcao.domain.etiqueta_balanca import CASAS_PESO

_MAXIMO = 10
_MEDIDAS = frozenset((
    "KG", "G", "GR", "MG", "T", "TON", "L", "LT", "LTS", "ML", "M", "MT", "MTS", "CM", "MM", "KM", "M2", "M²", "MT2",
    "M3", "M³", "MT3", "HA", "H", "HR"))


def medida(unidade: str) -> bool:
    """Whether goods in this unit are measured (KG, M, L); all others are counted."""
    return unidade.strip().upper().rstrip(".") in _MEDIDAS


def casas_da_quantidade(quantidade: Decimal, unidade: str, casas: int, pesavel: bool = False) -> int:
    """Places that `quantidade` shows where the terminal works with `casas` (CB-039).

    Measured goods always show the terminal's places, weighed ones at least the gram: 1,250 KG, 2,000 M. What is
    counted shows none that it does not have, because "1,000 UN" reads as a thousand: 1 UN, 2,5 CX. A place that the
    quantity has is never hidden (0,102 kg is not 0).
    """
    expoente = quantidade.normalize().as_tuple().exponent
    proprias = min(max(0, -expoente), _MAXIMO) if isinstance(expoente, int) else 0
    if pesavel:
        return max(casas, CASAS_PESO, proprias)
    return max(casas, proprias) if medida(unidade) else proprias
