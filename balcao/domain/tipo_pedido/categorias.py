"""What orders of a category are to a shop: which of them the till invoices, and how people call one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from balcao.domain.tipo_pedido.opcoes import Categoria

VENDEM: Final = frozenset({Categoria.VENDA, Categoria.SERVICO})
"""What their orders say is sold: they come of a quote, and the till invoices them."""

_CHAMADOS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    Categoria.ORCAMENTO: ("O ", "DAV"), Categoria.VENDA: ("A ", "pré-venda"), Categoria.SERVICO: ("A ", "OS")})


def chamado(categoria: str) -> str:
    """"DAV", "Pré-venda", "OS": what heads a line about one."""
    nome = _CHAMADOS.get(categoria, ("", "documento"))[1]
    return nome[0].upper() + nome[1:]


def o_chamado(categoria: str, nome: str) -> str:
    """"O DAV 12", "A pré-venda P-12", "A OS 12": one, beginning a sentence."""
    artigo, como = _CHAMADOS.get(categoria, ("O ", "documento"))
    return f"{artigo}{como} {nome}"


def em_frase(categoria: str, nome: str) -> str:
    """"o DAV 12", "a pré-venda P-12", "a OS 12": one, inside a sentence."""
    frase = o_chamado(categoria, nome)
    return frase[0].lower() + frase[1:]
