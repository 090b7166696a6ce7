"""Brazilian text ↔ number and date, strictly. Pure and cheap: it runs at every keystroke.

Not Babel: it costs 33 MB of the counter's memory for four formats, and its lenient parser reads "12.34" as 1234.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from balcao.domain.arredondamento import arredonda

_TROCA = str.maketrans(",.", ".,")
_NUMERO = re.compile(r"([+-])?(\d{1,3}(?:\.\d{3})+|\d+)?(?:,(\d+))?\Z", re.ASCII)
_DATA = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\Z", re.ASCII)
_INSTANTE = re.compile(r"(?:(\S+)\s+)?(\d{1,2}):(\d{2})\Z", re.ASCII)
NBSP = "\u00a0"


class TextoInvalido(ValueError):
    """What was typed is not a number or a date; `str()` says what to type."""


def numero(valor: Decimal, casas: int | None = None) -> str:
    """`1.234,5`; with `casas`, exactly that many places, else those that `valor` needs."""
    if casas is None:
        normal = valor.normalize()
        expoente = normal.as_tuple().exponent
        casas = max(0, -expoente) if isinstance(expoente, int) else 0
    elif isinstance(expoente := valor.as_tuple().exponent, int) and -expoente > casas:
        valor = arredonda(valor, casas)  # the format below would round half to even
    return f"{valor:,.{casas}f}".translate(_TROCA)


def moeda(valor: Decimal, casas: int = 2) -> str:
    """`R$ 1.234,56`, with a no-break space; `casas`: of a unit price."""
    sinal = "-" if valor < 0 else ""
    return f"{sinal}R${NBSP}{numero(abs(valor), casas)}"


def percentual(valor: Decimal) -> str:
    """`12,5%`."""
    return f"{numero(valor)}%"


def quantos(n: int, um: str, varios: str = "") -> str:
    """`1 item`, `1.200 itens`; `varios`: the plural, where it is not `um` and an s."""
    return f"{f'{n:,}'.translate(_TROCA)} {um if n == 1 else varios or f'{um}s'}"


def data(dia: date) -> str:
    """`05/05/2026`."""
    return f"{dia:%d/%m/%Y}"


def dia_e_mes(dia: date) -> str:
    """`05/05`: of a day that is near."""
    return f"{dia:%d/%m}"


def data_hora(instante: datetime) -> str:
    """`05/05/2026 14:32`, in the zone `instante` carries."""
    return f"{instante:%d/%m/%Y %H:%M}"


def telefone(texto: str) -> str:
    """`11987654321` → `(11) 98765-4321`; what is no plain Brazilian number stays as typed."""
    digitos = re.sub(r"[ ()+.-]", "", texto)
    if digitos.isascii() and digitos.isdigit():
        if len(digitos) in (12, 13) and digitos.startswith("55"):
            digitos = digitos[2:]
        if len(digitos) in (10, 11):
            return f"({digitos[:2]}) {digitos[2:-4]}-{digitos[-4:]}"
    return texto.strip()


def cep(texto: str) -> str:
    """`88010000` → `88010-000`."""
    digitos = texto.replace("-", "").replace(".", "").strip()
    return f"{digitos[:5]}-{digitos[5:]}" if len(digitos) == 8 and digitos.isdigit() else texto.strip()


def le_decimal(texto: str) -> Decimal:
    """Read "1.234,56", "0,5", ",5", "12". Raises TextoInvalido on anything else ("12.34" included)."""
    limpo = texto.strip().removeprefix("R$").strip()
    achado = _NUMERO.match(limpo)
    if not limpo or not achado or not (achado[2] or achado[3]):
        dito = f"“{limpo}” não é um número." if limpo else "Falta o número."
        raise TextoInvalido(f"{dito} Use a vírgula para os decimais, como 1.234,56.")
    inteiro = (achado[2] or "0").replace(".", "")
    return Decimal(f"{achado[1] or ''}{inteiro}.{achado[3] or '0'}")


def le_data(texto: str, hoje: date) -> date:
    """Read dd/mm/aaaa, dd/mm/aa or dd/mm (this year). Raises TextoInvalido."""
    achado = _DATA.match(texto.strip())
    if achado:
        ano = hoje.year if achado[3] is None else int(achado[3]) + (2000 if len(achado[3]) == 2 else 0)
        try:
            return date(ano, int(achado[2]), int(achado[1]))
        except ValueError:
            pass  # falls through to the one message
    raise TextoInvalido(f"“{texto.strip()}” não é uma data. Use dia/mês/ano, como 05/05/2026.")


def le_instante(texto: str, agora: datetime) -> datetime:
    """Read dd/mm/aaaa hh:mm (of the date, what `le_data` reads), or hh:mm (today), in the zone `agora` carries. Raises
    TextoInvalido."""
    achado = _INSTANTE.match(texto.strip())
    if achado and int(achado[2]) < 24 and int(achado[3]) < 60:
        dia = le_data(achado[1], agora.date()) if achado[1] else agora.date()
        return datetime(dia.year, dia.month, dia.day, int(achado[2]), int(achado[3]), tzinfo=agora.tzinfo)
    raise TextoInvalido(f"“{texto.strip()}” não diz o dia e a hora. Use dia/mês/ano e hora:minuto, como "
                        "05/05/2026 14:30.")


def le_minutos(texto: str) -> int | None:
    """A typed duration in minutes; None when nothing is typed. Raises TextoInvalido."""
    limpo = texto.strip()
    if limpo and not (limpo.isascii() and limpo.isdigit() and len(limpo) < 6):
        raise TextoInvalido(f"“{limpo}” não é uma duração. Digite os minutos, como 90, ou deixe em branco.")
    return int(limpo) if limpo else None
