"""An order that was opened and not begun: nobody notices that it is older than the sale it becomes."""

from balcao.domain.pedido import Pedido
from balcao.services.counter.edicao import Contexto, nao_comecado
from balcao.services.counter.fatos_da_venda import FatosDaVenda
from balcao.services.counter.rascunho import Rascunho


def reabre(rascunhos: list[Rascunho], registros: FatosDaVenda, antes: Contexto, agora: Contexto) -> None:
    """Make the drafts that nobody began like those opened now; `antes` is the context in which they were opened."""
    for posicao, rascunho in enumerate(rascunhos):
        if nao_comecado(rascunho.pedido, agora):
            pedido = _em_vigor(_de_agora(rascunho.pedido, antes, agora), registros)
            rascunhos[posicao] = rascunho.model_copy(update={"pedido": pedido})


def _de_agora(pedido: Pedido, antes: Contexto, agora: Contexto) -> Pedido:
    """Of whoever is at the counter, of the terminal's default seller unless another was chosen (CB-038), for the
    generic customer."""
    campos: dict[str, object] = {"usuario_id": agora.usuario.id}
    if pedido.vendedor_id == antes.terminal.rodape.vendedor_padrao:
        campos["vendedor_id"] = agora.terminal.rodape.vendedor_padrao
    consumidor = agora.consumidor_final
    if consumidor is not None and pedido.cliente_id is None:
        campos |= {"cliente_id": consumidor.id, "cliente_nome": consumidor.nome}
    return pedido.model_copy(update=campos)


def _em_vigor(pedido: Pedido, registros: FatosDaVenda) -> Pedido:
    """Of a type, a plan and a list that are still offered: those of a new order where its own are not."""
    if registros.tipos and pedido.tipo_id not in registros.tipos:
        tipo_id = next(iter(registros.tipos))
        return pedido.model_copy(update={"tipo_id": tipo_id, "plano_id": registros.plano_inicial(tipo_id),
                                         "lista_id": registros.lista_inicial(tipo_id)})
    campos: dict[str, object] = {}
    if pedido.plano_id is not None and pedido.plano_id not in registros.planos_de(pedido.tipo_id):
        campos["plano_id"] = registros.plano_inicial(pedido.tipo_id)
    if registros.tipo(pedido.tipo_id).usa_lista and pedido.lista_id not in registros.listas_de(pedido):
        campos["lista_id"] = registros.lista_inicial(pedido.tipo_id)
    return pedido.model_copy(update=campos) if campos else pedido
