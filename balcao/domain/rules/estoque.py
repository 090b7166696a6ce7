"""Rules of stock."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Origem, Severity
from balcao.domain.fatos import Facts, Saldo, estoque_do_pedido
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.motor import Moment, do_tipo, rule
from balcao.domain.tipo_pedido.condicoes import valida_disponivel
from balcao.domain.tipo_pedido.opcoes import AcaoEstoque

_SEVERIDADE = {AcaoEstoque.ALERTAR: Severity.WARN, AcaoEstoque.SENHA: Severity.APPROVE,
               AcaoEstoque.ERRO: Severity.BLOCK}
_ROTULO = {AcaoEstoque.NADA: "Nada", AcaoEstoque.ALERTAR: "Alertar", AcaoEstoque.SENHA: "Com senha",
           AcaoEstoque.ERRO: "Erro"}
_VAZIO = Saldo()


def acao_estoque(fatos: Facts) -> tuple[AcaoEstoque, Origem]:
    """primeiro_definido: the customer's shop (CL-067), the customer (CL-066), the order type (TP-036)."""
    cliente = fatos.cliente
    if cliente is not None:
        for campo_id, acao, onde in (
                ("CL-067", cliente.validar_estoque_estabelecimento, " neste estabelecimento"),
                ("CL-066", cliente.validar_estoque, "")):
            if acao is not None:
                return acao, Origem(campo_id=campo_id, campo="Validar estoque nas vendas",
                                    dono=f"cliente {cliente.nome}{onde}", valor=_ROTULO[acao])
    return fatos.tipo.validar_estoque_no_fechamento_pedido, do_tipo(fatos, "validar_estoque_no_fechamento_pedido")


def _de_outro(fatos: Facts) -> dict[str, Decimal | int | str]:
    """Which kind of stock is looked at, when it is not the shop's own (TP-032). `outro_estoque` is for programs that do
    not know `estoque`."""
    if estoque_do_pedido(fatos.pedido, fatos.tipo) is None:
        return {}
    return {"outro_estoque": fatos.tipo.nome, "estoque": fatos.nome_estoque}


def _pedidas(fatos: Facts) -> dict[int, Decimal]:
    """What the order asks of each product, over all its lines."""
    pedidas: dict[int, Decimal] = {}
    for item in fatos.pedido.itens:
        antes = pedidas.get(item.produto_id)
        pedidas[item.produto_id] = item.quantidade if antes is None else antes + item.quantidade
    return pedidas


def _faltas(fatos: Facts) -> dict[int, tuple[Decimal, Decimal]]:
    """Products of which more is asked than is available: how much, over all lines, and of how much."""
    faltas = {}
    for id_, pedida in _pedidas(fatos).items():
        ha = fatos.estoque.get(id_, _VAZIO).disponivel
        if pedida > ha:
            faltas[id_] = (pedida, ha)
    return faltas


def _so_vende_o_que_ha(fatos: Facts) -> bool:
    """TP-033: whether the type refuses what is missing; buying and producing put goods in."""
    return not fatos.tipo.permite_estoque_negativo and valida_disponivel(fatos.tipo)


def _tem_estoque(fatos: Facts, produto_id: int) -> bool:
    """Whether there can be stock of it: of a service there is none."""
    produto = fatos.produtos.get(produto_id)
    return produto is not None and not produto.servico


@rule("TP-033", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO))
def negativo(fatos: Facts) -> Iterator[Finding]:
    """A type that does not sell what is not there refuses the line that goes beyond it, and those after."""
    if not _so_vende_o_que_ha(fatos):
        return
    recusados = {id_: ha for id_, (_, ha) in _faltas(fatos).items() if _tem_estoque(fatos, id_)}
    somadas = dict[int, Decimal]()
    for item in fatos.pedido.itens if recusados else ():
        if (ha := recusados.get(item.produto_id)) is None:
            continue
        somadas[item.produto_id] = somadas.get(item.produto_id, Decimal(0)) + item.quantidade
        if somadas[item.produto_id] > ha:
            yield Finding(code="estoque.negativo", severity=Severity.BLOCK, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao,
                                  "pedido": somadas[item.produto_id], "disponivel": ha} | _de_outro(fatos),
                          origem=do_tipo(fatos, "permite_estoque_negativo"))


@rule("TP-036", "CL-066", "CL-067", "CL-068", moment=Moment.EMISSAO)
def disponivel(fatos: Facts) -> Iterator[Finding]:
    """Each product, over all its lines, must be available: stock less what other orders reserved. What the type
    refuses to sell without stock (TP-033) is told by it alone."""
    acao, origem = acao_estoque(fatos)
    if acao is AcaoEstoque.NADA:
        return
    ditas = _so_vende_o_que_ha(fatos)
    faltas = {id_: falta for id_, falta in _faltas(fatos).items() if not (ditas and _tem_estoque(fatos, id_))}
    for item in fatos.pedido.itens if faltas else ():
        if (falta := faltas.pop(item.produto_id, None)) is None:  # told at its first line
            continue
        quantidade, ha = falta
        yield Finding(
            code="estoque.insuficiente", severity=_SEVERIDADE[acao], field="itens", item=item.linha,
            params={"codigo": item.codigo, "produto": item.descricao, "pedido": quantidade,
                    "disponivel": ha} | _de_outro(fatos), origem=origem,
            permissao=Permissao.LIBERAR_ESTOQUE if acao is AcaoEstoque.SENHA else "", valor=quantidade - ha)


REGRAS = (negativo, disponivel)
