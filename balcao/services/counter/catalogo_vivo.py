"""The sale's Catalogo for a whole day: each read takes the replica that is current, so a reload never strands it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import Cliente, Preferencias, Produto, Saldo
from balcao.domain.plano import PlanoPagamento
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.catalogo import Identificado, Lista, Vendedor
from balcao.services.counter.leitura_local import CatalogoBalcao, LeituraLocal

T = TypeVar("T")


class CatalogoVivo:
    """A Catalogo over whatever replica file is current. Raises AmbienteIndisponivel while there is none."""

    def __init__(self, local: LeituraLocal, estabelecimento_id: int) -> None:
        self._local, self._loja = local, estabelecimento_id

    def _le(self, le: Callable[[CatalogoBalcao], T]) -> T:
        with self._local.catalogo(self._loja) as catalogo:
            return le(catalogo)

    def tipos(self) -> tuple[TipoPedido, ...]:
        """See Catalogo."""
        return self._le(lambda c: c.tipos())

    def planos(self) -> tuple[PlanoPagamento, ...]:
        """See Catalogo."""
        return self._le(lambda c: c.planos())

    def listas(self) -> tuple[Lista, ...]:
        """See Catalogo."""
        return self._le(lambda c: c.listas())

    def vendedores(self) -> tuple[Vendedor, ...]:
        """See Catalogo."""
        return self._le(lambda c: c.vendedores())

    def identifica(self, codigo: str) -> Identificado | None:
        """See Catalogo."""
        return self._le(lambda c: c.identifica(codigo))

    def identifica_balanca(self, codigo: str) -> Identificado | None:
        """See Catalogo."""
        return self._le(lambda c: c.identifica_balanca(codigo))

    def produtos(self, ids: Iterable[int]) -> dict[int, Produto]:
        """See Catalogo."""
        return self._le(lambda c: c.produtos(ids))

    def saldos(self, ids: Iterable[int]) -> dict[int, Saldo]:
        """See Catalogo."""
        return self._le(lambda c: c.saldos(ids))

    def precos(self, lista_id: int, ids: Iterable[int]) -> dict[int, Decimal]:
        """See Catalogo."""
        return self._le(lambda c: c.precos(lista_id, ids))

    def cliente(self, id_: UUID) -> Cliente | None:
        """See Catalogo."""
        return self._le(lambda c: c.cliente(id_))

    def credito(self, cliente_id: UUID, sem_pedido: UUID) -> PosicaoCredito:
        """See Catalogo."""
        return self._le(lambda c: c.credito(cliente_id, sem_pedido))

    def enderecos(self, cliente_id: UUID) -> list[str]:
        """A customer's addresses, each in one line."""
        return self._le(lambda c: c.enderecos(cliente_id))

    def preferencias(self) -> Preferencias:
        """See Catalogo."""
        return self._le(lambda c: c.preferencias())

    def desconto_estabelecimento(self) -> Decimal | None:
        """See Catalogo."""
        return self._le(lambda c: c.desconto_estabelecimento())
