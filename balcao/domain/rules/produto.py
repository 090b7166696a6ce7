"""Rules of what the registry says of a product: the order's type says whether it takes such products."""

from collections.abc import Iterator

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.pedido import ItemPedido
from balcao.domain.rules.motor import Moment, do_tipo, rule
from balcao.domain.tipo_pedido.opcoes import BloqueioInventario

_SEMPRE = (Moment.INCLUSAO_ITEM, Moment.EMISSAO)
# What a product is, the finding of it, and the field of the order type that lets it in.
_RESTRICOES = (("em_falta", "produto.em_falta", "permite_produtos_em_falta"),
               ("sem_troca", "produto.sem_troca", "permite_produtos_sem_troca"),
               ("com_variacao", "produto.com_variacao", "permite_produtos_com_variacao"),
               ("marca_bloqueada", "produto.marca_bloqueada", "permite_marca_bloqueada"))


def _recusa(fatos: Facts, item: ItemPedido, codigo: str, campo: str, **mais: object) -> Finding:
    return Finding(code=codigo, severity=Severity.BLOCK, field="itens", item=item.linha,
                   params={"codigo": item.codigo, "produto": item.descricao, **mais}, origem=do_tipo(fatos, campo))


@rule("TP-042", "TP-044", "TP-046", "TP-047", moment=_SEMPRE, por_linha=True)
def nao_permitido(fatos: Facts) -> Iterator[Finding]:
    """A product in short supply, one that is not exchanged, one with variations, one of a blocked brand."""
    recusadas = [restricao for restricao in _RESTRICOES if not getattr(fatos.tipo, restricao[2])]
    for item in fatos.pedido.itens if recusadas else ():
        produto = fatos.produtos.get(item.produto_id)
        for nome, codigo, campo in recusadas:
            if produto is not None and getattr(produto, nome):
                yield _recusa(fatos, item, codigo, campo, tipo=fatos.tipo.nome)


@rule("TP-043", moment=_SEMPRE, por_linha=True)
def situacao_do_cadastro(fatos: Facts) -> Iterator[Finding]:
    """Only products whose registration is as far as the type wants; none chosen: all of them."""
    permitidas = fatos.tipo.situacoes_produtos_permitidas
    for item in fatos.pedido.itens if permitidas else ():
        produto = fatos.produtos.get(item.produto_id)
        if produto is not None and produto.situacao_cadastro not in permitidas:
            yield _recusa(fatos, item, "produto.situacao_cadastro", "situacoes_produtos_permitidas",
                          tipo=fatos.tipo.nome, situacao=produto.situacao_cadastro)


@rule("TP-034", moment=_SEMPRE, por_linha=True)
def quantidade_na_faixa(fatos: Facts) -> Iterator[Finding]:
    """Each line between the product's smallest and largest quantity."""
    if not fatos.tipo.validar_quantidade_minima_maxima:
        return
    for item in fatos.pedido.itens:
        produto = fatos.produtos.get(item.produto_id)
        if produto is None:
            continue
        minima, maxima = produto.quantidade_minima, produto.quantidade_maxima
        baixa = item.quantidade < minima
        if baixa or (maxima and item.quantidade > maxima):
            yield _recusa(fatos, item, "quantidade.abaixo" if baixa else "quantidade.acima",
                          "validar_quantidade_minima_maxima", quantidade=item.quantidade,
                          limite=minima if baixa else maxima)


def _em_inventario(fatos: Facts) -> Iterator[tuple[ItemPedido, bool]]:
    """Lines whose product is being counted, and whether that began before the order did."""
    for item in fatos.pedido.itens:
        saldo = fatos.estoque.get(item.produto_id)
        if saldo is not None and saldo.inventario_desde is not None:
            yield item, saldo.inventario_desde <= fatos.pedido.criado_em


@rule("TP-040", moment=Moment.INCLUSAO_ITEM, por_linha=True)
def inclusao_em_inventario(fatos: Facts) -> Iterator[Finding]:
    """What is being counted does not enter."""
    if fatos.tipo.bloqueio_produtos_inventario is BloqueioInventario.BLOQUEAR_INCLUSAO:
        for item, _ in _em_inventario(fatos):
            yield _recusa(fatos, item, "produto.em_inventario", "bloqueio_produtos_inventario", tipo=fatos.tipo.nome)


@rule("TP-040", por_linha=True)
def emissao_em_inventario(fatos: Facts) -> Iterator[Finding]:
    """What is being counted is not issued; where only the inclusion is refused, an item that the order can have had
    before the counting began is, and one of an order begun after it entered against the rule."""
    bloqueio = fatos.tipo.bloqueio_produtos_inventario
    if bloqueio is BloqueioInventario.NAO_BLOQUEAR:
        return
    for item, antes_do_pedido in _em_inventario(fatos):
        if antes_do_pedido or bloqueio is BloqueioInventario.BLOQUEAR_EMISSAO:
            yield _recusa(fatos, item, "produto.em_inventario", "bloqueio_produtos_inventario", tipo=fatos.tipo.nome)


REGRAS = (nao_permitido, situacao_do_cadastro, quantidade_na_faixa, inclusao_em_inventario, emissao_em_inventario)
