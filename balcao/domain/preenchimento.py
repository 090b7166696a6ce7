"""What an order's type does to fields of its header: those it has none of stay empty, one left empty is filled, those
that it fills by itself (TP-163) are overwritten."""

from collections.abc import Mapping
from datetime import date

from balcao.domain.fatos import Cliente
from balcao.domain.numeracao import digita_numero, digita_serie
from balcao.domain.pedido import DadosServico, Pedido
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.auto_preenchimento import ATRIBUTOS, VALIDADE, Forcado, forcados
from balcao.domain.tipo_pedido.opcoes import OrigemLista, Preenchimento


def conforme_tipo(pedido: Pedido, tipo: TipoPedido) -> Pedido:
    """The order without what its type does not let be informed (TP-114, TP-052, TP-014, TP-020 to TP-024, TP-095,
    TP-153, TP-154, TP-171); itself when there is nothing of it. Prices are not worked out again."""
    tira: dict[str, object] = {}
    if tipo.vendedor is Preenchimento.NAO_INFORMAR and pedido.vendedor_id is not None:
        tira["vendedor_id"] = None
    if not tipo.usa_plano and pedido.plano_id is not None:
        tira |= {"plano_id": None, "parcelas_digitadas": ()}
    servico = servico_do_tipo(pedido.servico, tipo)
    if servico != pedido.servico:
        tira["servico"] = servico
    if not digita_numero(tipo) and pedido.numero is not None and not pedido.versao:
        tira["numero"] = None
    if not digita_serie(tipo) and pedido.serie and not pedido.versao:
        tira["serie"] = ""
    do_item: dict[str, object] = {} if tipo.unidade_medida_alternativa else {"digitado": None}  # the quantity stays
    if not tipo.tem_tecnico:
        do_item |= {"tecnico_id": None, "tecnico": ""}
    demais = {i.linha for i in pedido.itens if any(getattr(i, nome) for nome in do_item)}
    if demais:
        tira["itens"] = tuple(i.model_copy(update=do_item) if i.linha in demais else i for i in pedido.itens)
    return pedido.model_copy(update=tira) if tira else pedido


def servico_do_tipo(servico: DadosServico, tipo: TipoPedido) -> DadosServico:
    """What of a service order's data its type has fields for; the ticks in the order of the type's check-list."""
    campos = {nome: getattr(servico, nome) for nome, como in tipo.campos_servico.items()
              if como is not Preenchimento.NAO_INFORMAR}
    if tipo.tem_tecnico:
        campos |= {"tecnico_id": servico.tecnico_id, "tecnico": servico.tecnico}
    return DadosServico(**campos, conferidos=tuple(um for um in tipo.itens_checklist if um in servico.conferidos))


def com_vendedor(pedido: Pedido, tipo: TipoPedido, cliente: Cliente | None) -> Pedido:
    """The order as it is stored: an optional seller that nobody chose is the customer's, else the customer's
    representative, else who sells (TP-114)."""
    if pedido.vendedor_id is not None or tipo.vendedor is not Preenchimento.OPCIONAL:
        return pedido
    do_cliente = (cliente.vendedor_id, cliente.representante_id) if cliente is not None else ()
    assumido = next((quem for quem in do_cliente if quem is not None), pedido.usuario_id)
    return pedido.model_copy(update={"vendedor_id": assumido})


def oferece_lista(tipo: TipoPedido, lista_id: int, todos_clientes: bool, cliente: Cliente | None) -> bool:
    """TP-077: whether an order of this type, for this customer, may name a list. One that is not for every customer is
    for those who have it in their registration."""
    origens = tipo.origens_lista
    if todos_clientes and OrigemLista.TODOS_CLIENTES in origens:
        return True
    return OrigemLista.VINCULADAS_CLIENTE in origens and cliente is not None and cliente.lista_id == lista_id


# ---- what a type fills by itself (TP-163)

def tem_o_campo(tipo: TipoPedido, campo: str) -> bool:
    """Whether orders of the type have what a line of its auto-filling names."""
    match campo:
        case "VENDEDOR_ID":
            return tipo.vendedor is not Preenchimento.NAO_INFORMAR
        case "PLANO_PAGAMENTO_ID":
            return tipo.usa_plano
        case "LISTA_PRECO_ID":
            return tipo.usa_lista
    return True


def do_tipo(tipo: TipoPedido) -> tuple[Forcado, ...]:
    """What a type fills in its orders when they are included; nothing in types without such lines."""
    if not tipo.auto_preenchimento:
        return ()
    return tuple(um for um in forcados(tipo.auto_preenchimento) if tem_o_campo(tipo, um.campo))


def preenchido(pedido: Pedido, tipo: TipoPedido, hoje: date) -> Pedido:
    """The order with what its type fills in place of what was informed; itself when it is so already, and once it was
    issued: a later change stays. Prices are not worked out again."""
    if pedido.versao:
        return pedido
    feito = pedido
    for um in do_tipo(tipo):
        feito = ATRIBUTOS[um.campo].poe(feito, um.em(hoje))
    return pedido if feito == pedido else feito


def validade_do_tipo(tipo: TipoPedido, emissao: date) -> date | None:
    """The last day that the type fills in orders issued on `emissao`; None: it fills none."""
    return next((dia for um in do_tipo(tipo) if um.campo == VALIDADE and isinstance(dia := um.em(emissao), date)), None)


def campos_do_tipo(tipo: TipoPedido) -> Mapping[str, str]:
    """The fields that the screen keeps shut: as it knows them → how a sentence names them."""
    return {ATRIBUTOS[um.campo].campo: ATRIBUTOS[um.campo].rotulo for um in do_tipo(tipo)}
