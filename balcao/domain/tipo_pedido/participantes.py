"""Who takes part in an order: its seller, and what a customer's registration says of him."""

from typing import Annotated

from balcao.domain.campo import Campo, Opcao, Parte
from balcao.domain.tipo_pedido.grupos import CLIENTE
from balcao.domain.tipo_pedido.opcoes import Preenchimento


class Participantes(Parte):
    """Who takes part in an order: its seller, and what a customer's registration says of him."""

    vendedor: Annotated[Preenchimento, Campo(
        "TP-114", "Vendedor",
        "Define se o vendedor deve ser preenchido ou não no pedido.", CLIENTE.titulo,
        opcoes=(Opcao(Preenchimento.NAO_INFORMAR, "Não informar", "O vendedor não deve ser informado no pedido."),
                Opcao(Preenchimento.OPCIONAL, "Opcional",
                      "Informar o vendedor é opcional. Quando não informado, o sistema assume, nesta ordem: o "
                      "vendedor do cliente, o representante do cliente, o usuário logado."),
                Opcao(Preenchimento.REQUERIDO, "Requerido",
                      "É obrigatório informar o vendedor na entrada dos pedidos.")),
        subgrupo="Participantes")] = Preenchimento.OPCIONAL
    assume_vendedor_representante_cliente: Annotated[bool, Campo(
        "TP-147", "Assumir vendedor e representante do cliente",
        "Define se devem ser assumidos o vendedor e o representante informados no cadastro do cliente na inclusão "
        "do pedido.", CLIENTE.titulo,
        subgrupo="Participantes")] = True
