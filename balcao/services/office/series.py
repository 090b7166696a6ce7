"""Which serial numbers of an order other standing orders of the shop have (TP-045): read under lock, and only of an
order that has any."""

from collections.abc import Iterable
from dataclasses import replace
from typing import LiteralString
from uuid import UUID

from balcao.domain.fatos import Facts, SerieUsada
from balcao.domain.pedido import Pedido
from balcao.domain.tipo_pedido import Categoria
from balcao.services.office.contexto import Cursor
from balcao.services.office.numeracao import nome_de
from balcao.services.office.travas import trava_produtos

# Of the orders that it came from, or that came of it, the units are the same: a DAV's, and those an approval generated.
_USADAS: LiteralString = """
    SELECT i.produto_id, s.serie, p.chave, p.categoria, p.numero
      FROM itens_pedido i JOIN pedidos p ON p.id = i.pedido_id, unnest(i.series) AS s(serie)
     WHERE i.series && %(series)s AND i.series <> '{}' AND s.serie = ANY(%(series)s)
       AND i.produto_id = ANY(%(produtos)s)
       AND p.estabelecimento_id = %(loja)s AND p.numero IS NOT NULL AND p.situacao NOT IN ('C', 'R', 'V')
       AND p.id <> %(id)s AND p.id <> ALL(%(mesmas)s)
       AND NOT (p.id IS NOT DISTINCT FROM %(origem)s AND p.categoria = 'orcamento')
     ORDER BY p.categoria = 'orcamento' DESC, p.emitido_em"""


def trava(cur: Cursor, *pedidos: Pedido) -> None:
    """Two orders never learn of the same unit at once: lock the products whose serials these have. Before stock, as an
    import does."""
    produtos = {i.produto_id for pedido in pedidos for i in pedido.itens if i.series}
    if produtos:
        trava_produtos(cur, produtos)


def confere(cur: Cursor, fatos: Facts, mesmas: Iterable[UUID] = ()) -> Facts:
    """The facts with the serials that other numbered orders of the shop have, but those cancelled, lost or expired.
    mesmas: orders whose units this one takes over (`trava` was called)."""
    pedido = fatos.pedido
    com_serie = [i for i in pedido.itens if i.series]
    if not com_serie:
        return fatos
    cur.execute(_USADAS, {
        "series": sorted({s for i in com_serie for s in i.series}), "loja": pedido.estabelecimento_id,
        "produtos": sorted({i.produto_id for i in com_serie}), "id": pedido.id, "mesmas": list(mesmas),
        "origem": pedido.origem_id})
    return replace(fatos, series_usadas={  # a sale's comes after a quote's
        (linha.produto_id, linha.serie): SerieUsada(documento=nome_de(linha),
                                                    orcamento=linha.categoria == Categoria.ORCAMENTO)
        for linha in cur.fetchall()})
