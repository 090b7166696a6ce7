"""Lines `CAMPO=VALOR` that force fields of a new order (TP-163): taken apart here, never evaluated as code.

The only expression is a day counted from today, `[SYSDATE]`, `[SYSDATE+15]`, `[SYSDATE-1]`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from balcao.domain.formatos import le_data, le_decimal

Valor = str | int | Decimal | UUID | date
_COM_ANO = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_DIA = re.compile(r"\[\s*SYSDATE\s*(?:([+-])\s*(\d{1,4}))?\s*\]", re.IGNORECASE)

CAMPOS: Mapping[str, type] = MappingProxyType({
    "CLIENTE_ID": UUID, "VENDEDOR_ID": int, "PLANO_PAGAMENTO_ID": int, "LISTA_PRECO_ID": int,
    "CLASSIFICACAO_PEDIDO_ID": int, "DATA_VALIDADE": date, "DATA_ENTREGA": date, "FRETE": Decimal,
    "PESSOA_CONTATO": str, "OBSERVACOES": str})
"""The fields of an order that a line may force, in the page's names, and what each takes."""


class LinhaInvalida(ValueError):
    """A line that forces nothing; `str()` is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class DiaRelativo:
    """A day counted from the day of the order; `dias` may be negative."""

    dias: int

    def em(self, hoje: date) -> date:
        """The day itself."""
        return hoje + timedelta(days=self.dias)


@dataclass(frozen=True, slots=True)
class Forcado:
    """One field and what it becomes."""

    campo: str
    valor: Valor | DiaRelativo


def le_linha(linha: str) -> Forcado:
    """One line. Raises LinhaInvalida with what is wrong and what to write."""
    campo, igual, texto = (parte.strip() for parte in linha.partition("="))
    if not igual or not campo:
        raise LinhaInvalida(f"“{linha.strip()}” não diz que campo preencher. Escreva CAMPO=INFORMAÇÃO, um por linha.")
    if campo not in CAMPOS:
        dica = " O nome é escrito em maiúsculas." if campo.upper() in CAMPOS else ""
        raise LinhaInvalida(f"“{campo}” não é um campo do pedido.{dica} Use um destes: {', '.join(CAMPOS)}.")
    if not texto:
        raise LinhaInvalida(f"{campo} está sem informação depois do “=”. Escreva-a ou apague a linha.")
    return Forcado(campo, _le(campo, texto))


def le_linhas(linhas: tuple[str, ...]) -> tuple[Forcado, ...]:
    """All lines; blank ones say nothing. Raises LinhaInvalida, also for a field forced twice."""
    forcados = tuple(le_linha(linha) for linha in linhas if linha.strip())
    vistos: set[str] = set()
    for um in forcados:
        if um.campo in vistos:
            raise LinhaInvalida(f"{um.campo} está em duas linhas. Deixe uma só.")
        vistos.add(um.campo)
    return forcados


def _le(campo: str, texto: str) -> Valor | DiaRelativo:
    tipo = CAMPOS[campo]
    try:
        if tipo is date:
            return _dia(texto)
        if tipo is int:
            return int(texto) if texto.isdecimal() else _recusa()
        if tipo is Decimal:
            return le_decimal(texto)
        return UUID(texto) if tipo is UUID else texto
    except ValueError as erro:
        raise LinhaInvalida(f"“{texto}” não serve para {campo}. {_ESPERA[tipo]}") from erro


def _dia(texto: str) -> date | DiaRelativo:
    if achado := _DIA.fullmatch(texto):
        dias = int(achado[2] or 0)
        return DiaRelativo(-dias if achado[1] == "-" else dias)
    if not _COM_ANO.fullmatch(texto):  # of which year a day without one would be, depends on when it is read
        raise ValueError
    return le_data(texto, date.min)


def _recusa() -> int:
    raise ValueError


_ESPERA: Mapping[type, str] = MappingProxyType({
    date: "Escreva uma data como 31/12/2026, ou [SYSDATE+15] para 15 dias depois da inclusão.",
    int: "Informe o identificador (ID), um número.", UUID: "Informe o identificador (ID) do cadastro.",
    Decimal: "Informe um valor como 12,50."})
