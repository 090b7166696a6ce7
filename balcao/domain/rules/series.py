"""Rules of the serial numbers that lines carry (TP-045): where they may be, where they must, and that each is
sold once."""

from collections.abc import Iterator
from decimal import Decimal

from balcao.domain.achados import Finding, Severity
from balcao.domain.fatos import Facts
from balcao.domain.numero_serie import MAIOR, unidades, valido
from balcao.domain.pedido import ItemPedido
from balcao.domain.permissoes import Permissao
from balcao.domain.rules.motor import do_tipo, rule
from balcao.domain.tipo_pedido import Categoria
from balcao.domain.tipo_pedido.opcoes import NumeroSerie

_CAMPO = "unidade_produto_item"


def _achado(fatos: Facts, item: ItemPedido, codigo: str, **mais: str | int) -> Finding:
    return Finding(code=f"numero_serie.{codigo}", severity=Severity.BLOCK, field="itens", item=item.linha,
                   origem=do_tipo(fatos, _CAMPO), params={"codigo": item.codigo, "produto": item.descricao, **mais})


@rule("TP-045", por_linha=True)
def numeros_de_serie(fatos: Facts) -> Iterator[Finding]:
    """None where the type has none; never more than units; and, where the type demands them, one for each unit of a
    product that is controlled by them."""
    como = fatos.tipo.unidade_produto_item
    for item in fatos.pedido.itens:
        if item.series and como is NumeroSerie.NAO_PERMITIDO:
            yield _achado(fatos, item, "nao_permitido", tipo=fatos.tipo.nome)
            continue
        for serie in item.series:
            if not valido(serie):
                yield _achado(fatos, item, "invalido", serie=serie[:MAIOR])
        tem, cabem = len(item.series), unidades(item.quantidade)
        if tem > cabem:
            yield _achado(fatos, item, "sobram", informados=tem, unidades=cabem)
        elif tem < cabem and como is NumeroSerie.OBRIGATORIO:
            produto = fatos.produtos.get(item.produto_id)
            if produto is not None and produto.numero_serie:
                yield _achado(fatos, item, "faltam", informados=tem, unidades=cabem)


@rule("TP-045")
def numero_de_serie_repetido(fatos: Facts) -> Iterator[Finding]:
    """A unit leaves once: the same serial of the same product is not in the order twice."""
    todas = [(item.produto_id, serie) for item in fatos.pedido.itens for serie in item.series]
    vistas: set[tuple[int, str]] = set()
    for item in fatos.pedido.itens if len(set(todas)) < len(todas) else ():
        for serie in item.series:
            if (item.produto_id, serie) in vistas:
                yield _achado(fatos, item, "repetido", serie=serie)
            vistas.add((item.produto_id, serie))


@rule("TP-045")
def numero_de_serie_em_outro(fatos: Facts) -> Iterator[Finding]:
    """A unit that another standing order of the shop has; the retaguarda alone knows. One that came back is sold again
    by whoever may release stock; quotes do not sell, and are only told."""
    if not fatos.series_usadas:
        return
    for item in fatos.pedido.itens:
        usadas = {s: usada for s in item.series if (usada := fatos.series_usadas.get((item.produto_id, s)))}
        vendidas = [s for s, usada in usadas.items() if not usada.orcamento
                    and fatos.tipo.categoria is not Categoria.ORCAMENTO]
        if usadas:
            ditas = vendidas or list(usadas)
            achado = _achado(fatos, item, "em_outro", serie=", ".join(ditas), documento=usadas[ditas[0]].documento)
            yield achado.model_copy(update={"severity": Severity.WARN} if not vendidas else {
                "severity": Severity.APPROVE, "permissao": Permissao.LIBERAR_ESTOQUE,
                "valor": Decimal(len(vendidas))})  # another one asks again


REGRAS = (numeros_de_serie, numero_de_serie_repetido, numero_de_serie_em_outro)
