"""A vehicle's plate: ABC-1234 until 2018, ABC1D23 (Mercosul) since (Resolução CONTRAN 780/2019)."""

import re

from balcao.domain.formatos import TextoInvalido

_ANTIGA = re.compile(r"[A-Z]{3}[0-9]{4}\Z")
_MERCOSUL = re.compile(r"[A-Z]{3}[0-9][A-Z][0-9]{2}\Z")
_SEPARADORES = str.maketrans("", "", " -.\u00b7")


def placa_valida(placa: str) -> bool:
    """Whether a plate, as it is stored, has one of the two forms."""
    return bool(_ANTIGA.match(placa) or _MERCOSUL.match(placa))


def le_placa(texto: str) -> str:
    """What was typed, as it is stored: capitals, without hyphen; "" for nothing. Raises TextoInvalido."""
    placa = texto.translate(_SEPARADORES).strip().upper()
    if placa and not placa_valida(placa):
        raise TextoInvalido(f"“{texto.strip()}” não é uma placa. São três letras e quatro números (ABC-1234), ou, no "
                            "padrão Mercosul, ABC1D23. Confira no veículo.")
    return placa


def placa_digitada(texto: str) -> str | None:
    """The plate that somebody typed where other things are looked for too; None: it is none."""
    placa = texto.translate(_SEPARADORES).strip().upper()
    return placa if placa_valida(placa) else None


def formata_placa(placa: str) -> str:
    """`ABC-1234`; a Mercosul plate, or anything else, as it is."""
    return f"{placa[:3]}-{placa[3:]}" if _ANTIGA.match(placa) else placa
