"""The menus at the left, as entries of an index: a menu, its sub-menus, a page behind each."""

from collections.abc import Iterator, Sequence

from balcao.domain.terminal.politica import Pagina
from balcao.ui.componentes.indice import Entrada


def entradas(paginas: Sequence[Pagina]) -> Iterator[Entrada]:
    """Menus and sub-menus in the order given."""
    menu = ""
    for pagina in paginas:
        if pagina.titulo and pagina.menu != menu:  # a menu whose own page has no field is only a title
            yield Entrada(None, pagina.menu)
        menu = pagina.menu
        yield Entrada(pagina.chave, pagina.titulo or pagina.menu, sub=bool(pagina.titulo))
