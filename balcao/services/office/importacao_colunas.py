"""How the cells of the importers' columns are read, and how values are shown in the preview."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from balcao.documents.formatos import com_casas
from balcao.domain import formatos
from balcao.domain.campo import ValorInvalido
from balcao.domain.celulas import le_codigo, le_data, le_decimal, le_inteiro, le_sim_nao, le_texto
from balcao.domain.documentos import completa_zeros, valida_documento
from balcao.domain.gtin import TAMANHOS, gtin_valido, normaliza_gtin, valida_gtin
from balcao.domain.importacao import Coluna, normaliza
from balcao.domain.unidades import MAIOR_FATOR, unidade_canonica
from balcao.services.office.importacao import Alteracao, ColunaLida, Leitor

_UFS = frozenset(("AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "EX", "GO", "MA", "MG", "MS", "MT", "PA", "PB",
                  "PE", "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO"))
_UNIDADE = re.compile(r"([^\W\d_]{1,10}\d{0,4})\.?\s*[=: ]\s*([\d.,]+)")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def coluna(campo: str, titulo: str, le: Leitor, *sinonimos: str, obrigatoria: bool = False) -> ColunaLida:
    """Declare a column: field, title, reader, other names of its header."""
    return ColunaLida(Coluna(campo, titulo, sinonimos, obrigatoria), le)


def texto(maximo: int) -> Leitor:
    return lambda celula, _: le_texto(celula, maximo)


def codigo(maximo: int) -> Leitor:
    return lambda celula, _: le_codigo(celula, maximo)


def decimal(casas: int, maximo: Decimal | None = None) -> Leitor:
    """Zero or more, at most `casas` places and `maximo`."""

    def le(celula: str, marca: str | None) -> Decimal:
        valor = le_decimal(celula, casas=casas, decimal=marca)
        if maximo is not None and valor > maximo:
            raise ValorInvalido(f"“{celula}” passa de {formatos.numero(maximo)}.")
        return valor

    return le


def inteiro(celula: str, _: str | None) -> int:
    return le_inteiro(celula)


def sim_nao(celula: str, _: str | None) -> bool:
    return le_sim_nao(celula)


def data(celula: str, _: str | None) -> date:
    return le_data(celula)


def algarismos(quantos: int) -> Leitor:
    """Exactly so many digits; points and dashes are dropped; zeros that a spreadsheet ate come back."""

    def le(celula: str, _: str | None) -> str:
        limpo = re.sub(r"[ .-]", "", celula)
        if not (limpo.isascii() and limpo.isdigit()) or not quantos - 2 <= len(limpo) <= quantos:
            raise ValorInvalido(f"“{celula}” deveria ter {quantos} algarismos.")
        return limpo.zfill(quantos)

    return le


def opcao(opcoes: Mapping[str, str], nome: str) -> Leitor:
    """One of some words (normalised) → the stored value."""

    def le(celula: str, _: str | None) -> str:
        achada = opcoes.get(normaliza(celula))
        if achada is None:
            raise ValorInvalido(f"“{celula}” não é {nome}: use {', '.join(sorted(set(opcoes.values())))}.")
        return achada

    return le


def documento(celula: str, _: str | None) -> str:
    """CPF or CNPJ, with the zeros that a numeric cell lost."""
    return valida_documento(completa_zeros(le_codigo(celula, 30)))


def gtins(celula: str, _: str | None) -> tuple[str, ...]:
    """One or more bar codes apart by comma, semicolon, bar or space; `SEM GTIN` is none."""
    if normaliza(celula) in ("sem gtin", "0"):
        return ()
    lidos = []
    for parte in re.split(r"[ ,;|/]+", le_codigo(celula, 300)):
        candidatos = [parte.zfill(t) for t in TAMANHOS if t - 1 == len(parte)]
        inteiro_ = next((c for c in candidatos if gtin_valido(c)), parte)  # a zero on the left was lost
        lidos.append(normaliza_gtin(valida_gtin(inteiro_)))
    return tuple(dict.fromkeys(lidos))


def numeros(celula: str, _: str | None) -> tuple[int, ...]:
    """Numbers apart by comma, semicolon, bar or space; "nenhuma" (or "não") is none."""
    if normaliza(celula) in ("nenhuma", "nenhum", "nao", "0"):
        return ()
    return tuple(sorted({le_inteiro(parte) for parte in re.split(r"[ ,;|/]+", celula.strip()) if parte}))


def unidades(celula: str, _: str | None) -> tuple[str, ...]:
    """Other units and how many of the product's own each has: `CX=12 | FD=2,5` → ("CX=12", "FD=2,5"); 0: no more."""
    lidas = {}
    for parte in filter(None, (p.strip() for p in re.split(r"[;|/\n]+", celula))):
        achada = _UNIDADE.fullmatch(parte)
        if achada is None:
            raise ValorInvalido(f"“{parte}” não é uma unidade com sua quantidade. Escreva como CX=12 | FD=6.")
        fator = le_decimal(achada[2], casas=6)
        if fator > MAIOR_FATOR:
            raise ValorInvalido(f"“{parte}” passa de {formatos.numero(MAIOR_FATOR)}.")
        lidas[unidade_canonica(achada[1])] = fator
    return tuple(f"{unidade}={formatos.numero(fator)}" for unidade, fator in sorted(lidas.items()))


def uf(celula: str, _: str | None) -> str:
    sigla = celula.strip().upper()
    if sigla not in _UFS:
        raise ValorInvalido(f"“{celula}” não é a sigla de um estado.")
    return sigla


def email(celula: str, _: str | None) -> str:
    endereco = le_texto(celula, 254)
    if not _EMAIL.fullmatch(endereco):
        raise ValorInvalido(f"“{celula}” não é um e-mail.")
    return endereco


def telefone(celula: str, _: str | None) -> str:
    limpo = le_codigo(celula, 30)
    quantos = sum(c.isdigit() for c in limpo)
    if not 8 <= quantos <= 15:
        raise ValorInvalido(f"“{celula}” não é um telefone: tem {quantos} algarismos.")
    return limpo


def mostra(valor: Any) -> str:
    """A value as the preview shows it."""
    match valor:
        case None:
            return ""
        case bool():
            return "Sim" if valor else "Não"
        case Decimal():
            return com_casas(valor, 2)
        case date():
            return formatos.data(valor)
        case tuple() | list():
            return ", ".join(mostra(v) for v in valor)
    return str(valor)


def alteracoes(atual: Mapping[str, Any], novos: Mapping[str, Any],
               titulos: Mapping[str, str]) -> tuple[Alteracao, ...]:
    """The fields of `novos` that differ from the row as it is, with titles, ready to show."""
    return tuple(Alteracao(titulos[campo], mostra(atual.get(campo)), mostra(valor))
                 for campo, valor in novos.items() if campo in titulos and atual.get(campo) != valor)
