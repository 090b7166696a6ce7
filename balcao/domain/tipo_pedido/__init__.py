"""The order type: the policy that shapes every order (catalogue TP)."""

from balcao.domain.tipo_pedido.opcoes import Categoria
from balcao.domain.tipo_pedido.politica import TipoPedido

__all__ = ["Categoria", "TipoPedido"]
