"""What the retaguarda believes of an order that arrives: ids, quantities, prices typed, and nothing else.

Totals are worked out again and must agree; names, descriptions and list prices are the registry's; a price
"kept from the DAV" must be that DAV's. An order whose shape is wrong cannot be stored at all: it is refused
with its reason, and an outbox puts it in quarantine. All pure: rows were read before.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from balcao.domain.ajuste import Ajuste
from balcao.domain.arredondamento import CENTAVO, total_bruto
from balcao.domain.casas import casas_do_preco
from balcao.domain.fatos import Facts
from balcao.domain.pedido import ItemPedido, Pedido
from balcao.domain.preco import MAIOR_PRECO, PrecoLista, com_promocao_certa, dia_das_promocoes
from balcao.domain.preenchimento import com_vendedor
from balcao.domain.protocolo import VERSAO_PROTOCOLO, EnvioPedido
from balcao.domain.situacoes import Situacao
from balcao.domain.terminal.opcoes import PrecoNaConversao
from balcao.services.office.contexto import Motivo, Recusada
from balcao.services.office.origem import OrigemLida

MAXIMO_ITENS = 2000
MAXIMO_TEXTO = 4000
CASAS_QUANTIDADE = 6
CASAS_PRECO = 10
MAIOR_QUANTIDADE = Decimal(10) ** 12
MAIOR_TOTAL = Decimal(10) ** 15
_SEM_PRECO = Decimal(0)
_FORA = PrecoLista(_SEM_PRECO)
_MILIONESIMO = Decimal("0.000001")    # a label's total is kept; the quantity adapts, to six places


def confere_forma(envio: EnvioPedido) -> None:
    """Raise Recusada (422) when the order cannot be stored whatever the rules say."""
    if envio.versao_protocolo > VERSAO_PROTOCOLO:
        raise Recusada(Motivo.INVALIDO, "protocolo.novo",
                       f"Este pedido foi escrito por um programa mais novo (protocolo {envio.versao_protocolo}).",
                       "Atualize a retaguarda.")
    problema = next(_problemas(envio), None)
    if problema is not None:
        raise Recusada(Motivo.INVALIDO, "pedido.corrompido", f"O pedido não pode ser guardado: {problema}.",
                       "Confira o documento; se ele estiver certo, envie o arquivo de suporte.")


def _problemas(envio: EnvioPedido) -> Iterator[str]:
    pedido = envio.pedido
    if pedido.situacao is not Situacao.MANUTENCAO:
        yield f"ele já está na situação {pedido.situacao}"
    if envio.emitido_em.tzinfo is None or pedido.criado_em.tzinfo is None:
        yield "há um horário sem fuso"
    if len(pedido.itens) > MAXIMO_ITENS:
        yield f"ele tem {len(pedido.itens)} itens, e o máximo é {MAXIMO_ITENS}"
    if len({i.linha for i in pedido.itens}) != len(pedido.itens):
        yield "há duas linhas com o mesmo número"
    yield from _textos(pedido)
    for item in pedido.itens:
        yield from (f"item {item.linha}: {problema}" for problema in _problemas_do_item(item))
    if not _dinheiro(pedido.frete):
        yield "o frete não é um valor em centavos"
    yield from _ajustes(pedido.desconto_digitado, pedido.acrescimo_digitado)
    if any(not _dinheiro(abs(p.valor)) for p in pedido.parcelas_digitadas):
        yield "há parcela que não é um valor em centavos"
    if len({p.numero for p in pedido.parcelas_digitadas}) != len(pedido.parcelas_digitadas):
        yield "há duas parcelas com o mesmo número"
    certo = pedido.calculado()
    for dito, item in zip(pedido.itens, certo.itens, strict=True):
        if _valores(dito) != _valores(item):
            yield f"item {item.linha}: o total dito é {dito.total}, e o certo é {item.total}"
    if not (certo.subtotal < MAIOR_TOTAL and certo.total < MAIOR_TOTAL):
        yield "o total é maior do que cabe"


def _problemas_do_item(item: ItemPedido) -> Iterator[str]:
    if not 0 < item.linha < 2**31:
        yield "a linha não tem número"
    if not 0 <= item.quantidade < MAIOR_QUANTIDADE or _casas(item.quantidade) > CASAS_QUANTIDADE:
        yield "a quantidade não é um número, de zero em diante, com até seis casas"
    elif not 0 <= item.preco < MAIOR_PRECO or _casas(item.preco) > CASAS_PRECO:
        yield "o preço não é um valor válido"
    elif item.total_etiqueta is not None:
        folga = CENTAVO + item.preco * _MILIONESIMO
        if not _dinheiro(item.total_etiqueta) or abs(
                item.total_etiqueta - total_bruto(item.quantidade, item.preco)) > folga:
            yield "o total da etiqueta não é o da quantidade e do preço"
    if item.digitado is not None and not (
            0 <= item.digitado.quantidade < MAIOR_QUANTIDADE and 0 < item.digitado.fator < MAIOR_QUANTIDADE
            and max(_casas(item.digitado.quantidade), _casas(item.digitado.fator)) <= CASAS_QUANTIDADE):
        yield "a quantidade digitada em outra unidade não é um número válido"
    yield from _ajustes(item.desconto_digitado, item.acrescimo_digitado)


def _ajustes(*ajustes: Ajuste | None) -> Iterator[str]:
    for um in ajustes:
        if um is not None and not um.valido:
            yield f"o {um.nome} não é válido"


def _textos(pedido: Pedido) -> Iterator[str]:
    textos = (pedido.cliente_nome, pedido.cliente_documento, pedido.observacoes, pedido.entrega.endereco,
              pedido.contato, pedido.serie, *_do_servico(pedido),
              *(t for i in pedido.itens for t in (i.codigo, i.descricao, i.unidade, i.tecnico, i.observacoes, *i.series,
                                            *((i.digitado.unidade,) if i.digitado else ()))))
    if any(len(t) > MAXIMO_TEXTO for t in textos):
        yield f"há um texto com mais de {MAXIMO_TEXTO} letras"
    if any("\x00" in t for t in textos):
        yield "há um texto com um caractere que não existe"


def _do_servico(pedido: Pedido) -> tuple[str, ...]:
    servico = pedido.servico
    return (servico.placa, servico.modelo, servico.equipamento, servico.tecnico, *servico.conferidos)


def _casas(valor: Decimal) -> int:
    expoente = valor.as_tuple().exponent
    return -expoente if isinstance(expoente, int) else 99


def _dinheiro(valor: Decimal) -> bool:
    return 0 <= valor < MAIOR_TOTAL and _casas(valor) <= 2


def _valores(item: ItemPedido) -> tuple[Decimal, ...]:
    return (item.bruto, item.acrescimo, item.desconto, item.rateio, item.total)


def autoritativo(fatos: Facts, origem: OrigemLida | None) -> Pedido:
    """`fatos.pedido` with what the registry says in place of what the counter said."""
    pedido = fatos.pedido
    campos: dict[str, object] = {"itens": tuple(_item(i, fatos, origem) for i in pedido.itens)}
    cliente = fatos.cliente
    if cliente is not None and not (cliente.consumidor_final and pedido.cliente_nome):
        campos |= {"cliente_nome": cliente.nome, "cliente_documento": cliente.documento}
    tecnico = fatos.tecnicos.get(pedido.servico.tecnico_id) if pedido.servico.tecnico_id is not None else None
    if tecnico is not None:
        campos["servico"] = pedido.servico.model_copy(update={"tecnico": tecnico.nome})
    # nothing here changes a total
    return com_vendedor(pedido.model_copy(update=campos), fatos.tipo, cliente)


def _item(item: ItemPedido, fatos: Facts, origem: OrigemLida | None) -> ItemPedido:
    produto = fatos.produtos.get(item.produto_id)
    tecnico = fatos.tecnicos.get(item.tecnico_id) if item.tecnico_id is not None else None
    campos: dict[str, object] = {
        "tecnico": tecnico.nome if tecnico is not None else item.tecnico,
        "preco_lista": fatos.precos.get(item.produto_id, _SEM_PRECO),
        "preco_de_origem": item.preco_de_origem and _mantem_preco(item, fatos, origem)}
    if produto is not None:
        campos |= {"codigo": produto.codigo, "descricao": produto.descricao, "unidade": produto.unidade}
    if any(getattr(item, nome) != valor for nome, valor in campos.items()):  # as a rule, the counter said the same
        item = item.model_copy(update=campos)
    tabela = fatos.promocoes.get(item.produto_id, _FORA)
    return com_promocao_certa(item, tabela.sugerido(dia_das_promocoes(fatos.tipo, fatos.hoje)), fatos.plano,
                              casas_do_preco(fatos.tipo, fatos.terminal))


def _mantem_preco(item: ItemPedido, fatos: Facts, origem: OrigemLida | None) -> bool:
    """CB-090: the DAV's price holds only where the terminal keeps it, and only if it is that DAV's. What an approval
    generates is what was approved (TP-090)."""
    return origem is not None and (item.produto_id, item.preco) in origem.precos and (
        origem.gera or fatos.terminal.operacional.op_preco_na_conversao is PrecoNaConversao.MANTER)


def quantidades(itens: Iterable[ItemPedido]) -> dict[int, Decimal]:
    """Units by product, in the order of product ids (the order in which stock is locked)."""
    soma: dict[int, Decimal] = {}
    for item in sorted(itens, key=lambda i: i.produto_id):
        soma[item.produto_id] = soma.get(item.produto_id, Decimal(0)) + item.quantidade
    return soma
