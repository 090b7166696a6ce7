"""What the till sees: the pré-vendas of its shop that were issued and not wholly invoiced."""

from typing import Any, LiteralString

from balcao.domain.permissoes import Permissao
from balcao.domain.protocolo_documentos import ItemAFaturar, PreVendaAberta
from balcao.services.office.contexto import Contexto, Cursor, Quem, cursor, nao_achado

# The view is the database's own (other tills read it there); it is kept whole here, filtered by shop.
_ABERTAS: LiteralString = """
    SELECT pedido_id, numero, serie, situacao, emitido_em, cliente_nome, cliente_documento,
           coalesce(vendedor, '') AS vendedor, coalesce(plano, '') AS plano, total
      FROM pre_vendas_abertas WHERE estabelecimento_id = %(loja)s"""
_LISTA: LiteralString = _ABERTAS + " ORDER BY emitido_em, numero LIMIT 500"
_NUMERO: LiteralString = _ABERTAS + " AND numero = %(numero)s ORDER BY emitido_em"
_ITENS: LiteralString = """
    SELECT linha, codigo, descricao, unidade, quantidade, quantidade_faturada AS faturada, preco, total
      FROM itens_pedido WHERE pedido_id = %s ORDER BY linha"""


def abertas(ctx: Contexto, quem: Quem) -> tuple[PreVendaAberta, ...]:
    """Every open one, oldest first, without its lines."""
    quem.exige(Permissao.FATURAR)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_LISTA, {"loja": quem.estabelecimento_id})
        return tuple(PreVendaAberta(**linha._asdict()) for linha in cur.fetchall())


def por_numero(ctx: Contexto, quem: Quem, numero: int) -> tuple[PreVendaAberta, ...]:
    """The open ones of a number (the customer says "P-123"), with their lines; several types may share it.
    Raises Recusada (404) when there is none."""
    quem.exige(Permissao.FATURAR)
    with ctx.transacao() as conexao:
        cur = cursor(conexao)
        cur.execute(_NUMERO, {"loja": quem.estabelecimento_id, "numero": numero})
        achadas = tuple(_com_itens(cur, linha) for linha in cur.fetchall())
    if not achadas:
        raise nao_achado("a pré-venda aberta")
    return achadas


def _com_itens(cur: Cursor, linha: Any) -> PreVendaAberta:
    cur.execute(_ITENS, [linha.pedido_id])
    return PreVendaAberta(**linha._asdict(), itens=tuple(ItemAFaturar(**i._asdict()) for i in cur.fetchall()))
