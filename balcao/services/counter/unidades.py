"""The other units that products are sold in, as the sale looks them up: when one is typed, and never by a scan."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from balcao.domain.erros import RegraViolada
from balcao.domain.fatos import Produto
from balcao.domain.formatos import numero
from balcao.domain.pedido import EmOutraUnidade, ItemPedido, Pedido
from balcao.domain.rules.unidade import recusa
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.counter.catalogo import Catalogo


class Unidades:
    """A small cache over the replica; `renova` forgets what sync may have changed."""

    def __init__(self, catalogo: Callable[[], Catalogo]) -> None:
        self._catalogo = catalogo
        self._lidas: dict[int, Mapping[str, Decimal]] = {}

    def renova(self) -> None:
        """Read everything again from now on."""
        self._lidas.clear()

    def de(self, produto_id: int) -> Mapping[str, Decimal]:
        """Unit → how many of the product's unit one has."""
        if produto_id not in self._lidas:
            self._lidas[produto_id] = self._catalogo().unidades([produto_id]).get(produto_id, {})
        return self._lidas[produto_id]

    def das_linhas(self, pedido: Pedido, tipo: TipoPedido) -> dict[int, Mapping[str, Decimal]]:
        """`Facts.unidades` of an order."""
        if not tipo.unidade_medida_alternativa:
            return {}
        return {i.produto_id: de for i in pedido.itens if i.digitado is not None and (de := self.de(i.produto_id))}

    def digitada(self, tipo: TipoPedido, produto: Produto, quantidade: Decimal,
                 unidade: str) -> EmOutraUnidade | None:
        """A quantity as it was typed, `unidade` however people write it; None: it is in the product's own unit.
        Raises RegraViolada for a unit that the order's type does not take, or that the product does not have."""
        if not unidade:
            return None
        from balcao.domain.unidades import unidade_canonica  # measured (0100): it reads invoices

        canonica = unidade_canonica(unidade)
        if canonica == unidade_canonica(produto.unidade):
            return None
        unidades = self.de(produto.id) if tipo.unidade_medida_alternativa else {}
        nome = next((um for um in unidades if unidade_canonica(um) == canonica), unidade.upper())
        feita = EmOutraUnidade(quantidade=quantidade, unidade=nome, fator=unidades.get(nome, Decimal(1)))
        item = ItemPedido(linha=0, produto_id=produto.id, codigo=produto.codigo, descricao=produto.descricao,
                          unidade=produto.unidade, quantidade=feita.convertida(), preco_lista=Decimal(0),
                          preco=Decimal(0))
        if achado := recusa(tipo, item, feita, unidades):
            raise RegraViolada([achado])
        return feita

    def dica(self, tipo: TipoPedido, produto_id: int) -> str:
        """How the other units of a product are typed: " Também em CX (12 UN): digite 2cx."; "" where there is none."""
        outras = self.de(produto_id) if tipo.unidade_medida_alternativa else {}
        ditas = ", ".join(f"{unidade} (de {numero(fator)})" for unidade, fator in sorted(outras.items()))
        return f" Também em {ditas}: digite 2{min(outras).lower()}." if ditas else ""
