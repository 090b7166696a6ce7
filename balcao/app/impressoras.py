"""Printers to choose from, for fields that name one."""

from collections.abc import Sequence
from typing import Any

from balcao.devices import impressora_sistema
from balcao.ui.componentes.contexto import ItemReferencia


class Impressoras:
    """The system's printers; an address or a folder may be typed."""

    livre = True

    def busca(self, texto: str) -> Sequence[ItemReferencia]:
        """By name."""
        return [ItemReferencia(nome, nome) for nome in impressora_sistema.listar() if texto.lower() in nome.lower()]

    def item(self, valor: Any) -> ItemReferencia | None:
        """Whatever was typed stands for itself."""
        return ItemReferencia(valor, str(valor)) if valor else None
