"""Lines `CAMPO=INFORMAÇÃO` that force fields of a new order (TP-163): taken apart here, never evaluated as code.

The only expression is a day counted from the order's, `[SYSDATE]`, `[SYSDATE+15]`, `[SYSDATE-1]`. `ATRIBUTOS` says
which fields there are, what each takes and where in the order it goes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from balcao.domain.arredondamento import arredonda
from balcao.domain.formatos import le_data, le_decimal
from balcao.domain.pedido import ModoEntrega, Pedido

Valor = str | int | Decimal | date
MAIOR_CONTATO: Final = 60
MAIOR_OBSERVACAO: Final = 1000
MAIOR_LOCAL: Final = 200
MAIOR_ID: Final = 2**31 - 1
FRETE_MAXIMO: Final = Decimal("999999.99")
VALIDADE: Final = "DATA_VALIDADE"
_COM_ANO = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_DIA = re.compile(r"\[\s*SYSDATE\s*(?:([+-])\s*(\d{1,4}))?\s*\]", re.IGNORECASE | re.ASCII)
_MODOS: Final[Mapping[str, ModoEntrega]] = MappingProxyType(
    {"RETIRA": ModoEntrega.RETIRA, "ENTREGA": ModoEntrega.ENTREGA})


_VALOR: Final = "Informe um valor como 12,50."


class LinhaInvalida(ValueError):
    """A line that forces nothing; `str()` is a sentence for the user."""


class DiaRelativo(NamedTuple):
    """A day counted from the day of the order; `dias` may be negative."""

    dias: int

    def em(self, hoje: date) -> date:
        """The day itself."""
        return hoje + timedelta(days=self.dias)


class Forcado(NamedTuple):
    """One field and what it becomes."""

    campo: str
    valor: Valor | DiaRelativo

    def em(self, hoje: date) -> Valor:
        """The value in an order of that day."""
        return self.valor.em(hoje) if isinstance(self.valor, DiaRelativo) else self.valor


class Citacao(NamedTuple):
    """A record of another registry that a line names by its id."""

    campo: str
    referencia: str
    id: int


# ---- what is written after the "="

def _texto(maximo: int) -> Callable[[str], Valor]:
    def le(texto: str) -> Valor:
        if len(texto) > maximo or not texto.isprintable():
            raise ValueError(f"Use no máximo {maximo} letras, numa linha só.")
        return texto

    return le


def _id(texto: str) -> Valor:
    if not (texto.isascii() and texto.isdecimal() and 0 < int(texto) <= MAIOR_ID):
        raise ValueError("Informe o identificador (ID), um número.")
    return int(texto)


def _valor(texto: str) -> Valor:
    try:
        lido = le_decimal(texto)
    except ValueError as erro:
        raise ValueError(_VALOR) from erro
    if not 0 <= lido <= FRETE_MAXIMO or lido != arredonda(lido):
        raise ValueError(_VALOR)
    return lido


def _dia(texto: str) -> Valor | DiaRelativo:
    if achado := _DIA.fullmatch(texto):
        dias = int(achado[2] or 0)
        return DiaRelativo(-dias if achado[1] == "-" else dias)
    try:
        if not _COM_ANO.fullmatch(texto):  # of which year a day without one would be, depends on when it is read
            raise ValueError
        return le_data(texto, date.min)
    except ValueError as erro:
        raise ValueError("Escreva uma data como 31/12/2026, ou [SYSDATE+15] para 15 dias depois da "
                         "inclusão.") from erro


def _modo(texto: str) -> Valor:
    if texto.upper() not in _MODOS:
        raise ValueError("Escreva RETIRA ou ENTREGA.")
    return _MODOS[texto.upper()]


# ---- where it goes

Poe = Callable[[Pedido, Valor], Pedido]


def _no_pedido(nome: str) -> Poe:
    return lambda pedido, valor: pedido.model_copy(update={nome: valor})


def _na_entrega(nome: str) -> Poe:
    return lambda pedido, valor: pedido.model_copy(update={"entrega": pedido.entrega.model_copy(update={nome: valor})})


def _fora(pedido: Pedido, _valor: Valor) -> Pedido:
    """Kept with the issue, not in the order as it is edited."""
    return pedido


class Atributo(NamedTuple):
    """A field that a line may force: what people call it, how its value is read (raises ValueError with what to
    write), how it is put into an order, the field as the screen knows it; `referencia`: the registry of an id."""

    rotulo: str
    le: Callable[[str], Valor | DiaRelativo]
    poe: Poe
    campo: str
    referencia: str = ""


ATRIBUTOS: Final[Mapping[str, Atributo]] = MappingProxyType({
    "PESSOA_CONTATO": Atributo("a pessoa de contato", _texto(MAIOR_CONTATO), _no_pedido("contato"), "contato"),
    "CLASSIFICACAO_PEDIDO_ID": Atributo("a classificação", _id, _no_pedido("classificacao_id"), "classificacao_id",
                                        "classificacoes_pedido"),
    VALIDADE: Atributo("a validade", _dia, _fora, "validade"),
    "VENDEDOR_ID": Atributo("o vendedor", _id, _no_pedido("vendedor_id"), "vendedor_id", "usuarios"),
    "REPRESENTANTE_ID": Atributo("o representante", _id, _no_pedido("representante_id"), "representante_id",
                                 "usuarios"),
    "PLANO_PAGAMENTO_ID": Atributo("o plano de pagamento", _id, _no_pedido("plano_id"), "plano_id",
                                   "planos_pagamento"),
    "LISTA_PRECO_ID": Atributo("a tabela de preço", _id, _no_pedido("lista_id"), "lista_id", "listas_preco"),
    "MODO_ENTREGA": Atributo("como o cliente recebe", _modo, _na_entrega("modo"), "entrega.modo"),
    "LOCAL_ENTREGA": Atributo("o endereço da entrega", _texto(MAIOR_LOCAL), _na_entrega("endereco"),
                              "entrega.endereco"),
    "DATA_ENTREGA": Atributo("a data da entrega", _dia, _na_entrega("data"), "entrega.data"),
    "FRETE": Atributo("o frete", _valor, _no_pedido("frete"), "frete"),
    "OBSERVACOES": Atributo("as observações", _texto(MAIOR_OBSERVACAO), _no_pedido("observacoes"), "observacoes"),
})
"""The fields of an order that a line may force, in the page's names. The customer is none of them: who owes is chosen
by whoever sells (docs/decisions/0172)."""


# ---- lines

def le_linha(linha: str) -> Forcado:
    """One line. Raises LinhaInvalida with what is wrong and what to write."""
    campo, igual, texto = (parte.strip() for parte in linha.partition("="))
    if not igual or not campo:
        raise LinhaInvalida(f"“{linha.strip()}” não diz que campo preencher. Escreva CAMPO=INFORMAÇÃO, um por linha.")
    if campo not in ATRIBUTOS:
        dica = " O nome é escrito em maiúsculas." if campo.upper() in ATRIBUTOS else ""
        raise LinhaInvalida(f"“{campo}” não é um campo que se preencha.{dica} Use um destes: {', '.join(ATRIBUTOS)}.")
    if not texto:
        raise LinhaInvalida(f"{campo} está sem informação depois do “=”. Escreva-a ou apague a linha.")
    try:
        return Forcado(campo, ATRIBUTOS[campo].le(texto))
    except ValueError as erro:
        raise LinhaInvalida(f"“{texto}” não serve para {campo}. {erro}") from erro


def confere_linhas(linhas: Iterable[str]) -> Iterator[str]:
    """A sentence for each line that cannot be used, also for a field forced twice, or a day that would be over."""
    vistos: set[str] = set()
    for linha in linhas:
        if not linha.strip():
            continue
        try:
            um = le_linha(linha)
        except LinhaInvalida as erro:
            yield str(erro)
            continue
        if um.campo in vistos:
            yield f"{um.campo} está em duas linhas. Deixe uma só."
        if isinstance(um.valor, DiaRelativo) and um.valor.dias < 0:
            yield f"“{linha.strip()}” já teria passado na inclusão do pedido. Use [SYSDATE] ou um dia depois."
        vistos.add(um.campo)


@lru_cache(128)  # a sale asks at every key
def forcados(linhas: tuple[str, ...]) -> tuple[Forcado, ...]:
    """What the lines force; of a field in two lines the last one counts. A line that cannot be read forces nothing:
    `ilegiveis` has it."""
    lidos: dict[str, Forcado] = {}
    for linha in linhas:
        if linha.strip() and (um := _le_se_der(linha)) is not None:
            lidos[um.campo] = um
    return tuple(lidos.values())


@lru_cache(128)
def ilegiveis(linhas: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that say nothing to this program: a newer one's, or stored before they were checked."""
    return tuple(linha.strip() for linha in linhas if linha.strip() and _le_se_der(linha) is None)


def _le_se_der(linha: str) -> Forcado | None:
    try:
        return le_linha(linha)
    except LinhaInvalida:
        return None


def citacoes(linhas: tuple[str, ...]) -> Iterator[Citacao]:
    """What the lines name in other registries."""
    for um in forcados(linhas):
        if (referencia := ATRIBUTOS[um.campo].referencia) and isinstance(um.valor, int):
            yield Citacao(um.campo, referencia, um.valor)
