"""Rules of stock."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Origem, Severity
from balcao.domain.fatos import Facts, Saldo
from balcao.domain.pedido import ItemPedido
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.motor import Moment, do_tipo, rule
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


@rule("TP-036", "CL-066", "CL-067", "CL-068", moment=Moment.EMISSAO)
def disponivel(fatos: Facts) -> Iterator[Finding]:
    """Each product, over all its lines, must be available: stock less what other orders reserved."""
    acao, origem = acao_estoque(fatos)
    if acao is AcaoEstoque.NADA:
        return
    pedidas: dict[int, Decimal] = {}
    primeira: dict[int, ItemPedido] = {}
    for item in fatos.pedido.itens:
        pedidas[item.produto_id] = pedidas.get(item.produto_id, Decimal(0)) + item.quantidade
        primeira.setdefault(item.produto_id, item)
    for produto_id, quantidade in pedidas.items():
        saldo = fatos.estoque.get(produto_id, _VAZIO)
        if quantidade > saldo.disponivel:
            item = primeira[produto_id]
            yield Finding(
                code="estoque.insuficiente", severity=_SEVERIDADE[acao], field="itens", item=item.linha,
                params={"codigo": item.codigo, "produto": item.descricao, "pedido": quantidade,
                        "disponivel": saldo.disponivel}, origem=origem,
                permissao=Permissao.LIBERAR_ESTOQUE if acao is AcaoEstoque.SENHA else "",
                valor=quantidade - saldo.disponivel)


REGRAS = (disponivel,)
