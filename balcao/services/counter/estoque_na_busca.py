"""What the search shows as available, for an order that holds another kind of stock than the shop's own (TP-032)."""

from dataclasses import replace
from decimal import Decimal

from balcao.domain.fatos import Saldo, estoque_do_pedido
from balcao.domain.pedido import Pedido
from balcao.domain.resultado_busca import LinhaProduto, Resultado
from balcao.services.counter.consulta import RespostaPreco
from balcao.services.counter.fatos_da_venda import FatosDaVenda

_VAZIO = Saldo()


def no_estoque_do_pedido(resultado: Resultado[LinhaProduto], pedido: Pedido,
                         registros: FatosDaVenda) -> Resultado[LinhaProduto]:
    """The rows with what this shop has available of the order's own kind of stock; itself when that is the shop's own,
    which the search has shown already. What other shops have, and where, is said of the shops' own stock alone."""
    tipo = estoque_do_pedido(pedido, registros.tipo(pedido.tipo_id))
    if tipo is None:
        return resultado
    saldos = registros.estoque([linha.id for linha in resultado.linhas], tipo)
    return replace(resultado, linhas=tuple(
        linha._replace(outros=Decimal(0), localizacao="",
                       disponivel=None if linha.disponivel is None else saldos.get(linha.id, _VAZIO).disponivel)
        for linha in resultado.linhas))


def consultado_no_estoque(consultado: RespostaPreco, pedido: Pedido, registros: FatosDaVenda) -> RespostaPreco:
    """A price check over an order that holds another kind of stock tells what there is of that, besides the shop's;
    rows to choose from are as in the search."""
    if isinstance(consultado, Resultado):
        return no_estoque_do_pedido(consultado, pedido, registros)
    if isinstance(consultado, str):
        return consultado
    tipo = estoque_do_pedido(pedido, registros.tipo(pedido.tipo_id))
    if tipo is None:
        return consultado
    saldo = registros.estoque([consultado.id], tipo).get(consultado.id, _VAZIO)
    return consultado._replace(do_documento=saldo.disponivel, estoque=registros.estoques.nome(tipo))
