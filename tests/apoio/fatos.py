"""Facts for rule tests: a sale of one product to Ana, that no rule objects to."""

from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any
from uuid import UUID

from balcao.domain.credito import PosicaoCredito
from balcao.domain.fatos import Cliente, Facts, Produto, Saldo, Usuario
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.plano import PlanoPagamento
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.versoes import COMO_ERA

HOJE = date(2026, 3, 10)
ANA = UUID(int=7)
A_PRAZO = PlanoPagamento(id=2, nome="30 DIAS", prazos=(30,))
A_VISTA = PlanoPagamento(id=1, nome="À VISTA", prazos=(0,), toma_credito=False)


def item(quantidade: str = "1", preco: str = "10.00", **campos: Any) -> ItemPedido:
    base = {"linha": 0, "produto_id": 1, "codigo": "P1", "descricao": "PRODUTO 1", "unidade": "UN",
            "quantidade": D(quantidade), "preco_lista": D("10.00"), "preco": D(preco)}
    return ItemPedido(**(base | campos))


def pedido(*itens: ItemPedido, **campos: Any) -> Pedido:
    base = {"id": UUID(int=1), "estabelecimento_id": 1, "estacao_id": 1, "tipo_id": 1, "usuario_id": 1,
            "criado_em": datetime(2026, 3, 10, 12, tzinfo=UTC), "cliente_id": ANA, "cliente_nome": "ANA"}
    novo = Pedido(**(base | campos))
    for um in itens or (item(),):
        novo = novo.com_item(um)
    return novo


def cliente(**campos: Any) -> Cliente:
    return Cliente(**({"id": ANA, "nome": "ANA"} | campos))


def tipo(categoria: Categoria = Categoria.VENDA, **campos: Any) -> TipoPedido:
    """A type in use before its newest fields worked: none of them has anything to say."""
    return TipoPedido(**({**COMO_ERA, "id": 1, "nome": "VENDA", "categoria": categoria} | campos))


def terminal(**paginas: dict[str, Any]) -> PoliticaTerminal:
    """A terminal with some fields changed: terminal(controles_clientes={"acao_limite_excedido": "erro"})."""
    return PoliticaTerminal.model_validate(paginas)


def fatos(**campos: Any) -> Facts:
    base: dict[str, Any] = {
        "pedido": pedido(), "tipo": tipo(), "terminal": PoliticaTerminal(),
        "usuario": Usuario(id=1, nome="BIA"), "hoje": HOJE, "cliente": cliente(),
        "credito": PosicaoCredito(limite=D("1000.00")), "plano": A_PRAZO,
        "produtos": {1: Produto(id=1, codigo="P1", descricao="PRODUTO 1", unidade="UN")},
        "estoque": {1: Saldo(saldo=D(100))}, "precos": {1: D("10.00")}, "nome_terminal": "terminal 3"}
    return Facts(**(base | campos))
