"""Text of a spreadsheet's cell → value, strictly: what could be read in two ways is refused with the reason.

Numbers may be Brazilian (`1.234,56`) or plain (`1234.56`). `1.234` alone could be either; `marca_decimal`
looks at the whole column first, and what it cannot tell is refused.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from balcao.domain.campo import ValorInvalido
from balcao.domain.importacao import normaliza

MAX_ALGARISMOS = 9  # before the decimal mark: R$ 999.999.999,99 is already absurd at a counter
_BRASILEIRO = re.compile(r"-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)
_SIMPLES = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DUVIDOSO = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_CIENTIFICA = re.compile(r"-?\d+([.,]\d+)?E[+-]?\d+", re.ASCII | re.IGNORECASE)
_DIA = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_SIM = frozenset({"s", "sim", "1", "x", "verdadeiro", "true", "v"})
_NAO = frozenset({"", "n", "nao", "0", "falso", "false", "f"})


def marca_decimal(celulas: Iterable[str]) -> str | None:
    """The decimal mark that a column uses, `,` or `.`; None when no cell gives it away, or they disagree."""
    marcas = set()
    for celula in celulas:
        texto = _limpa_numero(celula)
        if _BRASILEIRO.fullmatch(texto) and ("," in texto or texto.count(".") > 1):
            marcas.add(",")
        elif _SIMPLES.fullmatch(texto) and "." in texto and not _DUVIDOSO.fullmatch(texto):
            marcas.add(".")
    return marcas.pop() if len(marcas) == 1 else None


def le_decimal(texto: str, *, casas: int, decimal: str | None = None, negativo: bool = False) -> Decimal:
    """Read a number of at most `casas` places. `decimal` is the column's mark (see `marca_decimal`).

    Raises ValorInvalido: not a number, ambiguous, negative (unless `negativo`), more than nine digits, too
    many places.
    """
    limpo = _limpa_numero(texto)
    if _DUVIDOSO.fullmatch(limpo) and decimal is None:
        raise ValorInvalido(f"“{texto}” pode ser lido de dois modos (mil ou vírgula); escreva "
                            f"{limpo.replace('.', '')} ou {limpo.replace('.', ',')}.")
    if _BRASILEIRO.fullmatch(limpo) and not (decimal == "." and _DUVIDOSO.fullmatch(limpo)):
        simples = limpo.replace(".", "").replace(",", ".")
    elif _SIMPLES.fullmatch(limpo):
        simples = limpo
    else:
        raise ValorInvalido(f"“{texto}” não é um número. Escreva como 1234,56.")
    valor = Decimal(simples)
    if valor < 0 and not negativo:
        raise ValorInvalido(f"“{texto}” é negativo; aqui só cabe zero ou mais.")
    if len(str(abs(int(valor)))) > MAX_ALGARISMOS:
        raise ValorInvalido(f"“{texto}” é grande demais: mais de {MAX_ALGARISMOS} algarismos.")
    exato = valor.normalize()
    if -int(exato.as_tuple().exponent) > casas:
        raise ValorInvalido(f"“{texto}” tem casas decimais demais; aqui cabem {casas}.")
    return Decimal(f"{valor:.{casas}f}")


def le_inteiro(texto: str) -> int:
    """Read a whole number, zero or more, of at most nine digits. Raises ValorInvalido."""
    limpo = texto.strip()
    if not (limpo.isascii() and limpo.isdigit()):
        raise ValorInvalido(f"“{texto}” não é um número inteiro.")
    if len(limpo.lstrip("0")) > MAX_ALGARISMOS:
        raise ValorInvalido(f"“{texto}” é grande demais: mais de {MAX_ALGARISMOS} algarismos.")
    return int(limpo)


def le_data(texto: str) -> date:
    """Read `dd/mm/aaaa` or `aaaa-mm-dd` (a time of 00:00 is dropped). Raises ValorInvalido."""
    limpo = texto.strip()
    if achado := _DIA.fullmatch(limpo):
        dia, mes, ano = (int(g) for g in achado.groups())
    elif achado := _ISO.fullmatch(limpo):
        ano, mes, dia = (int(g) for g in achado.groups())
    else:
        raise ValorInvalido(f"“{texto}” não é uma data. Escreva dia/mês/ano com quatro algarismos no ano, "
                            "como 05/03/2026.")
    if not 1900 <= ano <= 2199:
        raise ValorInvalido(f"“{texto}” tem um ano impossível.")
    try:
        return datetime(ano, mes, dia).date()  # noqa: DTZ001 - a civil date has no zone
    except ValueError:
        raise ValorInvalido(f"“{texto}” não existe no calendário.") from None


def le_sim_nao(texto: str) -> bool:
    """Read sim/não, S/N, 1/0, x/vazio. Raises ValorInvalido."""
    chave = normaliza(texto)
    if chave in _SIM:
        return True
    if chave in _NAO:
        return False
    raise ValorInvalido(f"“{texto}” deve ser Sim ou Não.")


def le_codigo(texto: str, maximo: int = 60) -> str:
    """Read a code as text. Raises ValorInvalido when the spreadsheet has ruined it, or it is too long."""
    limpo = " ".join(texto.split())
    if _CIENTIFICA.fullmatch(limpo):
        raise ValorInvalido(f"“{texto}” perdeu algarismos: a planilha trocou o código por notação "
                            "científica. Formate a coluna como texto, digite o código inteiro e salve.")
    return le_texto(limpo, maximo)


def le_texto(texto: str, maximo: int) -> str:
    """Read one line of text, inner spaces collapsed. Raises ValorInvalido when longer than `maximo`."""
    limpo = " ".join(texto.split())
    if any(not c.isprintable() for c in limpo):
        raise ValorInvalido("há caracteres de controle no texto. Apague-os.")
    if len(limpo) > maximo:
        raise ValorInvalido(f"o texto tem {len(limpo)} letras; aqui cabem {maximo}.")
    return limpo


def _limpa_numero(texto: str) -> str:
    """Drop `R$`, the percent sign and the spaces around (a no-break space too)."""
    return re.sub(r"^R\$\s*|\s*%$", "", texto.strip())
