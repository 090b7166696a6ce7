"""Rules of the lines together: the same product twice, an order worth nothing."""

from collections.abc import Iterator, Sequence

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.pedido import ItemPedido
from balcao.domain.rules.motor import Moment, do_tipo, origem, rule
from balcao.domain.situacoes import ROTULO_SITUACAO, Situacao
from balcao.domain.tipo_pedido import TipoPedido
from balcao.domain.tipo_pedido.opcoes import AcaoDuplicidade

DUPLICADO = "item.duplicado"
# Without "produtos pedidos" (kits) every line is of the same kit: the page's own words.
_SEVERIDADE = {AcaoDuplicidade.ALERTAR: Severity.WARN, AcaoDuplicidade.ALERTAR_MESMO_KIT: Severity.WARN,
               AcaoDuplicidade.ERRO_MESMO_KIT: Severity.BLOCK, AcaoDuplicidade.ERRO: Severity.BLOCK}


@rule("TP-107", "TP-108", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO))
def duplicidade(fatos: Facts) -> Iterator[Finding]:
    """A product, or a service, that the order already has: the type says whether that is told or refused."""
    if AcaoDuplicidade.NADA is fatos.tipo.duplicidade_produtos is fatos.tipo.duplicidade_servicos:
        return
    primeiras: dict[int, int] = {}
    for posicao, item in enumerate(fatos.pedido.itens, 1):
        primeira = primeiras.setdefault(item.produto_id, posicao)
        if primeira == posicao:
            continue
        produto = fatos.produtos.get(item.produto_id)
        campo = "duplicidade_servicos" if produto is not None and produto.servico else "duplicidade_produtos"
        severidade = _SEVERIDADE.get(getattr(fatos.tipo, campo))
        if severidade is not None:
            yield Finding(code=DUPLICADO, severity=severidade, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao, "posicao": primeira,
                                  "neste": posicao},
                          origem=do_tipo(fatos, campo))


def duplicado_em(achado: Finding, itens: Sequence[ItemPedido]) -> Finding:
    """What `duplicidade` said of a line that does not enter, on facts that hold only its product's lines: where the
    product stands among `itens`, the whole order's; the line itself has no place. Another finding as it is."""
    if achado.code != DUPLICADO:
        return achado
    nova = next(i for i in itens if i.linha == achado.item)
    posicao = next(n for n, i in enumerate(itens, 1) if i.produto_id == nova.produto_id)
    return achado.model_copy(update={"params": {k: v for k, v in achado.params.items() if k != "neste"}
                                     | {"posicao": posicao}})


@rule("TP-109")
def total_zerado(fatos: Facts) -> Iterator[Finding]:
    """An issued order is worth something, unless its type lets it be free."""
    demais = fatos.pedido.vazio and Situacao.PENDENTE in fatos.tipo.situacoes_itens_obrigatorios  # told already
    if not fatos.tipo.permite_total_zerado and not demais and not fatos.pedido.total:
        yield Finding(code="pedido.sem_valor", severity=Severity.BLOCK, field="itens",
                      origem=do_tipo(fatos, "permite_total_zerado"))


@rule("TP-110", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO), por_linha=True)
def quantidade_zerada(fatos: Facts) -> Iterator[Finding]:
    """A line of nothing, only where the order's type takes one."""
    if fatos.tipo.permite_quantidade_zerada:
        return
    for item in fatos.pedido.itens:
        if not item.quantidade:
            yield Finding(code="quantidade.zerada", severity=Severity.BLOCK, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao, "tipo": fatos.tipo.nome},
                          origem=do_tipo(fatos, "permite_quantidade_zerada"))


@rule("TP-149", por_linha=True)
def observacoes_item(fatos: Facts) -> Iterator[Finding]:
    """A line says something only where the order's type has the field: what was typed in another type stays until the
    seller takes it away."""
    if fatos.tipo.permite_observacoes_item:
        return
    for item in fatos.pedido.itens:
        if item.observacoes:
            yield Finding(code="item.observacoes", severity=Severity.BLOCK, field="itens", item=item.linha,
                          params={"codigo": item.codigo, "produto": item.descricao, "tipo": fatos.tipo.nome},
                          origem=do_tipo(fatos, "permite_observacoes_item"))


def itens_obrigatorios(tipo: TipoPedido, situacao: Situacao) -> Iterator[Finding]:
    """TP-103: an issued order without items does not come to a situation where its type wants some."""
    if situacao in tipo.situacoes_itens_obrigatorios:
        yield Finding(code="pedido.sem_itens", severity=Severity.BLOCK, field="itens",
                      params={"situacao": ROTULO_SITUACAO[situacao]},
                      origem=origem(tipo, "situacoes_itens_obrigatorios", f"tipo de pedido {tipo.nome}"))


REGRAS = (duplicidade, quantidade_zerada, total_zerado, observacoes_item)
