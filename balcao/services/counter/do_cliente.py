"""What a customer brings to an order, and takes with him when another one is chosen."""

from balcao.domain.fatos import Cliente
from balcao.domain.pedido import Pedido
from balcao.services.counter.edicao import Contexto
from balcao.services.counter.fatos_da_venda import FatosDaVenda

_NINGUEM: dict[str, object] = {"cliente_id": None, "cliente_nome": "", "cliente_documento": ""}


def do_cliente(registros: FatosDaVenda, pedido: Pedido, cliente: Cliente | None, contexto: Contexto
               ) -> dict[str, object]:
    """The fields of an order with this customer: his plan, and, where the type assumes them, his seller and
    representative (CB-038, PV-017, TP-147). Where he has none, what the customer before had brought becomes what a new
    order has; what somebody chose by hand stays. His list comes in `FatosDaVenda.lista_de`."""
    antes = registros.cliente(pedido.cliente_id)
    campos = dict(_NINGUEM) if cliente is None else {
        "cliente_id": cliente.id, "cliente_nome": cliente.nome, "cliente_documento": cliente.documento}
    if cliente is not None and cliente.plano_id in registros.planos_de(pedido.tipo_id):
        campos["plano_id"] = cliente.plano_id
    elif antes is not None and antes.plano_id is not None and pedido.plano_id == antes.plano_id:
        campos["plano_id"] = registros.plano_inicial(pedido.tipo_id)
    if registros.tipo(pedido.tipo_id).assume_vendedor_representante_cliente:
        campos["representante_id"] = cliente and cliente.representante_id
        if cliente is not None and cliente.vendedor_id is not None:
            campos["vendedor_id"] = cliente.vendedor_id
        elif antes is not None and antes.vendedor_id is not None and pedido.vendedor_id == antes.vendedor_id:
            campos["vendedor_id"] = contexto.terminal.rodape.vendedor_padrao
    return campos


def tabela_fora_de_uso(registros: FatosDaVenda, pedido: Pedido) -> str:
    """What the seller reads when the list that the customer has is not offered any more (PV-024); "": nothing."""
    cliente, tipo = registros.cliente(pedido.cliente_id), registros.tipo(pedido.tipo_id)
    if cliente is None or cliente.lista_id is None or not tipo.usa_lista or cliente.lista_id in registros.listas:
        return ""
    vale = registros.listas.get(pedido.lista_id or 0)
    return f"A tabela de preço de {cliente.nome} está fora de uso: " + (
        "escolha outra (F7)." if vale is None else f"valem os preços da tabela {vale.nome}.")
