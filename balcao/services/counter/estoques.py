"""Kinds of stock besides the shop's own (TP-032), as an order that holds one asks for them."""

from collections.abc import Callable, Iterable, Mapping

from balcao.domain.fatos import Saldo
from balcao.services.counter.catalogo import Catalogo


class Estoques:
    """A small cache: `renova` forgets what sync may have changed."""

    def __init__(self, catalogo: Callable[[], Catalogo]) -> None:
        self._catalogo = catalogo
        self._saldos: dict[int, dict[int, Saldo]] = {}
        self._nomes: dict[int, str] = {}

    def renova(self) -> None:
        """Read everything again from now on."""
        self._saldos.clear()
        self._nomes.clear()

    def de(self, tipo_estoque: int, ids: Iterable[int]) -> Mapping[int, Saldo]:
        """What this shop has of these products in one kind. Others that are known may be there too."""
        guardados = self._saldos.setdefault(tipo_estoque, {})
        if faltam := [i for i in ids if i not in guardados]:
            lidos = self._catalogo().estoque_por_tipo(tipo_estoque, faltam)
            guardados.update({i: lidos.get(i, Saldo()) for i in faltam})
        return guardados

    def nome(self, tipo_estoque: int | None) -> str:
        """What a kind is called; "" of the shop's own."""
        if tipo_estoque is None:
            return ""
        if tipo_estoque not in self._nomes:
            self._nomes[tipo_estoque] = self._catalogo().nome_do_estoque(tipo_estoque)
        return self._nomes[tipo_estoque]
