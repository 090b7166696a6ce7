"""Who serves in the order being edited (TP-014), kept between keystrokes."""

from collections.abc import Callable
from uuid import UUID

from balcao.domain.fatos import Tecnico
from balcao.domain.pedido import Pedido
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.catalogo import Catalogo


class Tecnicos:
    """Asks about each person once. `catalogo`: the replica's of now; a reload puts another in its place."""

    def __init__(self, catalogo: Callable[[], Catalogo]) -> None:
        self._catalogo = catalogo
        self._lidos: dict[UUID, Tecnico] = {}

    def esquece(self) -> None:
        """Sync may have changed them."""
        self._lidos.clear()

    def de(self, pedido: Pedido, tipo: TipoPedido) -> dict[UUID, Tecnico]:
        """Those whom an order names, of those who are registered; nobody where its type has none."""
        if not tipo.tem_tecnico:
            return {}
        if faltam := [id_ for id_ in pedido.tecnicos if id_ not in self._lidos]:
            self._lidos.update(self._catalogo().tecnicos(faltam))
        return {id_: self._lidos[id_] for id_ in pedido.tecnicos if id_ in self._lidos}
