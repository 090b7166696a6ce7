"""The key that names an order to people (TP-156): a text with macros, taken apart once and never evaluated.

`${x}` is the value; `$!{x}` is the value with its mark (v2, /2026) and nothing when it is 0 or empty.
"""

import re
from typing import NamedTuple

_MACRO = re.compile(r"\$(!?)\{([^{}]*)\}")
MACROS = ("pedido", "versao", "serie", "tipo")
_COM_MARCA = {"versao": "v", "serie": "/"}


class ChaveInvalida(ValueError):
    """The key cannot be built from this text; `str()` is a sentence for the user."""


class Macro(NamedTuple):
    """One macro of the key; `com_marca`: the `$!` form."""

    nome: str
    com_marca: bool = False


def le_chave(texto: str) -> tuple[str | Macro, ...]:
    """The texts and macros of a key, in order. Raises ChaveInvalida with what is wrong and what there is."""
    partes: list[str | Macro] = []
    fim = 0
    for achada in _MACRO.finditer(texto):
        partes.append(texto[fim:achada.start()])
        fim = achada.end()
        marca, nome = bool(achada[1]), achada[2]
        if nome not in MACROS:
            raise ChaveInvalida(f"“{achada[0]}” não é uma macro. Use {', '.join(f'${{{m}}}' for m in MACROS)}, "
                                "$!{versao} ou $!{serie}.")
        if marca and nome not in _COM_MARCA:
            raise ChaveInvalida(f"“{achada[0]}” não existe: só a versão e a série têm a forma com “!”. "
                                f"Use ${{{nome}}}.")
        partes.append(Macro(nome, marca))
    partes.append(texto[fim:])
    if solta := next((p for p in partes if isinstance(p, str) and re.search(r"\$!?\{", p)), ""):
        raise ChaveInvalida(f"Falta fechar a chave em “{solta.strip()}”. Escreva a macro inteira, como ${{pedido}}.")
    if Macro("pedido") not in partes:
        raise ChaveInvalida("Sem ${pedido} todos os pedidos teriam a mesma chave. Inclua ${pedido}.")
    return tuple(p for p in partes if p != "")


def monta_chave(texto: str, *, pedido: int | str, versao: int = 0, serie: str = "", tipo: str = "") -> str:
    """The key of one order; `pedido` may be what stands for a number that is not known yet. Raises ChaveInvalida."""
    valores = {"pedido": str(pedido), "versao": str(versao), "serie": serie, "tipo": tipo}
    return "".join(p if isinstance(p, str) else _valor(p, valores[p.nome]) for p in le_chave(texto))


def _valor(macro: Macro, valor: str) -> str:
    if not macro.com_marca:
        return valor
    return "" if valor in ("", "0") else _COM_MARCA[macro.nome] + valor
