"""How the value of a declared field reads: money, percentages and dates as people write them."""

from datetime import date
from decimal import Decimal
from typing import Any

from balcao.domain.campo import Campo
from balcao.domain.formatos import data, moeda, numero


def texto_de(campo: Campo, valor: Any) -> str:
    """The value as the screen shows it; "" for an empty one."""
    if isinstance(valor, frozenset | tuple):
        return ", ".join(sorted(texto_de(campo, um) for um in valor))
    if isinstance(valor, Decimal):
        if campo.unidade == "R$":
            return moeda(valor)
        return f"{numero(valor)} {campo.unidade}".strip()
    if isinstance(valor, date):
        return data(valor)
    if isinstance(valor, int) and not isinstance(valor, bool) and not campo.opcoes:
        return f"{valor} {campo.unidade}".strip()
    return campo.rotulo_de(valor)
