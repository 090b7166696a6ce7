"""What of a quote may change at its approval (TP-093): the attributes, how they stand, and the quote with others.

Pure, so that the counter shows what the retaguarda will store. Nothing else of the quote changes with them: a new
customer brings neither his seller nor his plan or list (0168).
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from balcao.domain.ajuste import Desconto
from balcao.domain.arredondamento import ZERO
from balcao.domain.pedido import Congelado, ModoEntrega, Pedido
from balcao.domain.preco import Precificacao, Sugerido, repreca
from balcao.domain.tipo_pedido.opcoes import AtributoAlteravel

_DA_ENTREGA = frozenset({AtributoAlteravel.DATA_ENTREGA, AtributoAlteravel.FRETE})


class Atributos(Congelado):
    """One value for each attribute. `desconto`: of the total, as typed; `frete`: R$."""

    cliente_id: UUID | None = None
    vendedor_id: int | None = None
    plano_id: int | None = None
    data_entrega: date | None = None
    desconto: Desconto | None = None
    frete: Decimal = ZERO
    observacoes: str = ""


_CAMPO = {AtributoAlteravel.CLIENTE: "cliente_id", AtributoAlteravel.VENDEDOR: "vendedor_id",
          AtributoAlteravel.PLANO_PAGAMENTO: "plano_id", AtributoAlteravel.DATA_ENTREGA: "data_entrega",
          AtributoAlteravel.DESCONTO: "desconto", AtributoAlteravel.FRETE: "frete",
          AtributoAlteravel.OBSERVACOES: "observacoes"}


def atributos_de(pedido: Pedido) -> Atributos:
    """As the order has them."""
    return Atributos(cliente_id=pedido.cliente_id, vendedor_id=pedido.vendedor_id, plano_id=pedido.plano_id,
                     data_entrega=pedido.entrega.data, desconto=pedido.desconto_digitado, frete=pedido.frete,
                     observacoes=pedido.observacoes)


def mudados(pedido: Pedido, para: Atributos) -> tuple[AtributoAlteravel, ...]:
    """Those that would be others."""
    era = atributos_de(pedido)
    return tuple(qual for qual, campo in _CAMPO.items() if getattr(era, campo) != getattr(para, campo))


def tem(pedido: Pedido, qual: AtributoAlteravel) -> bool:
    """Whether the order has the attribute at all: what is picked up at the shop has no day and no freight."""
    return qual in _CAMPO and (qual not in _DA_ENTREGA or pedido.entrega.modo is ModoEntrega.ENTREGA)


def com_atributos(pedido: Pedido, para: Atributos, antes: Precificacao, agora: Precificacao) -> Pedido:
    """The order with other attributes; `antes`, `agora`: its plan and the new one, with the places of a price.

    Lines whose price nobody typed follow the new plan, from the list prices they were quoted at. Instalments that were
    typed are of another total or plan then: the plan's own take their place. A new customer's name is left empty: who
    stores, or shows, the order has the registry's.
    """
    mudou = mudados(pedido, para)
    campos: dict[str, object] = {
        "vendedor_id": para.vendedor_id, "plano_id": para.plano_id, "frete": para.frete,
        "observacoes": para.observacoes, "entrega": pedido.entrega.model_copy(update={"data": para.data_entrega})}
    if AtributoAlteravel.CLIENTE in mudou:
        campos |= {"cliente_id": para.cliente_id, "cliente_nome": "", "cliente_documento": ""}
    novo = pedido.com(**campos)
    if AtributoAlteravel.DESCONTO in mudou:
        novo = novo.com_ajuste(para.desconto)
    if AtributoAlteravel.PLANO_PAGAMENTO in mudou:
        orcados = {i.produto_id: Sugerido(i.preco_lista, i.promocao) for i in pedido.itens}
        novo = repreca(novo, antes, agora, orcados.get)
    if (novo.plano_id, novo.total) != (pedido.plano_id, pedido.total):
        novo = novo.com(parcelas_digitadas=())
    return novo


def precos_orcados(pedido: Pedido) -> dict[int, Decimal]:
    """List prices (R$ per unit) by product, as the order's lines were issued with them."""
    return {i.produto_id: i.preco_lista for i in pedido.itens}
