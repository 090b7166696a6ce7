"""The unit that a quantity is typed in: the product's, or another of its registry (TP-171)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.formatos import numero
from balcao.domain.pedido import EmOutraUnidade, ItemPedido
from balcao.domain.rules.motor import Moment, origem, rule
from balcao.domain.tipo_pedido import TipoPedido


@rule("TP-171", moment=(Moment.INCLUSAO_ITEM, Moment.EMISSAO), por_linha=True)
def outra_unidade(fatos: Facts) -> Iterator[Finding]:
    """A quantity typed in another unit: the type takes it, the product has it, and it comes to the line's. Lines of an
    issued order that a change leaves alone stay as they were sold."""
    eram = {i.linha: i.digitado for i in fatos.antes.itens} if fatos.antes is not None else {}
    for item in fatos.pedido.itens:
        if item.digitado is None or item.digitado == eram.get(item.linha):
            continue
        achado = recusa(fatos.tipo, item, item.digitado, fatos.unidades.get(item.produto_id, {}))
        if achado is not None:
            yield achado


def recusa(tipo: TipoPedido, item: ItemPedido, digitado: EmOutraUnidade,
           unidades: Mapping[str, Decimal]) -> Finding | None:
    """Why a line is not sold as it was typed; None: it is. `unidades`: the product's others, with how many of its own
    unit each has."""
    fator = unidades.get(digitado.unidade)
    params: dict[str, Decimal | int | str]
    if not tipo.unidade_medida_alternativa:
        code, params = "unidade.nao_permitida", {}
    elif fator is None:
        code, params = "unidade.desconhecida", {"unidades": ", ".join((item.unidade, *sorted(unidades)))}
    elif fator != digitado.fator or item.quantidade != digitado.convertida(_casas(item.quantidade)):
        code, params = "unidade.mudou", {"agora": numero(fator)}
    else:
        return None
    return Finding(code=code, severity=Severity.BLOCK, field="itens", item=item.linha,
                   params={"codigo": item.codigo, "produto": item.descricao, "tipo": tipo.nome,
                           "unidade": item.unidade, "informada": digitado.unidade} | params,
                   origem=origem(tipo, "unidade_medida_alternativa", f"tipo de pedido {tipo.nome}"))


def _casas(quantidade: Decimal) -> int:
    """The places that a quantity was rounded to (CB-039)."""
    expoente = quantidade.as_tuple().exponent
    return max(0, -expoente) if isinstance(expoente, int) else 0


REGRAS = (outra_unidade,)
