"""What an order type, or a product, is tied to, read from either store (see fatos): asked when it is needed."""

from collections.abc import Iterable
from decimal import Decimal

from balcao.db.leitor import Leitor
from balcao.domain.regra_comercial import RegraComercial


def planos_do_tipo(leitor: Leitor, tipo_id: int) -> frozenset[int]:
    """The plans indicated for a type (TP-051): they count where it does not allow all."""
    return frozenset(linha["plano_id"] for linha in leitor.le("planos_do_tipo", tipo_id=tipo_id))


def listas_do_tipo(leitor: Leitor, tipo_id: int) -> tuple[tuple[int, str], ...]:
    """(id, name) of the active price lists that a type may use (TPX-02), the default of orders that name none first."""
    return tuple(sorted((linha["id"], linha["nome"]) for linha in leitor.le("listas_do_tipo", tipo_id=tipo_id)
                        if linha["todos_tipos"] or linha["tipo_id"] is not None))


def regras_do_tipo(leitor: Leitor, tipo_id: int) -> tuple[RegraComercial, ...]:
    """The active commercial rules that a type selects (TP-164), by name."""
    lidas = (RegraComercial.model_validate({**r["politica"], "id": r["id"], "nome": r["nome"]})
             for r in leitor.le("regras_do_tipo", tipo_id=tipo_id))
    return tuple(sorted(lidas, key=lambda regra: regra.nome))


def classificacoes_ativas(leitor: Leitor) -> dict[int, str]:
    """id → name of the classifications that orders may be given, by name."""
    ativas = [(linha["nome"], linha["id"]) for linha in leitor.le("classificacoes") if linha["ativo"]]
    return {id_: nome for nome, id_ in sorted(ativas)}


def nome_da_classificacao(leitor: Leitor, id_: int | None) -> str:
    """As the document prints it, also one that is offered no more; "" without one."""
    if id_ is None:
        return ""
    return next((linha["nome"] for linha in leitor.le("classificacoes") if linha["id"] == id_), "")


def nome_do_estoque(leitor: Leitor, tipo_estoque: int | None) -> str:
    """What a kind of stock is called (TP-032); "" of the shop's own, which has no record."""
    if tipo_estoque is None:
        return ""
    return next((linha["nome"] for linha in leitor.le("nome_do_estoque", id=tipo_estoque)), "")


def unidades_de(leitor: Leitor, ids: Iterable[int]) -> dict[int, dict[str, Decimal]]:
    """The units that products are sold in besides their own: unit → how many of the product's unit one has (TP-171).
    A product without any is absent."""
    lidas: dict[int, dict[str, Decimal]] = {}
    if quais := sorted(set(ids)):
        for linha in leitor.le("unidades", ids=quais):
            lidas.setdefault(linha["produto_id"], {})[linha["unidade"]] = linha["fator"]
    return lidas
