"""What of an order the database cannot hold, said in words: a record that is gone, a guard that refuses, a value."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from sqlalchemy import exc

from balcao.db.leitor import ReferenciaInexistente
from balcao.domain.pedido import Pedido
from balcao.services.office.contexto import Contexto, Motivo, Recusada, cursor

_QUE_FALTA = {"tipo": "o tipo de pedido", "plano": "o plano de pagamento", "lista": "a lista de preços",
              "usuario": "o usuário", "vendedor": "o vendedor", "estacao": "o terminal",
              "estabelecimento": "o estabelecimento"}
_FALTAM = """
    SELECT id FROM unnest(%s::bigint[]) AS p(id) WHERE NOT EXISTS (SELECT FROM produtos WHERE produtos.id = p.id)"""


@contextmanager
def cabendo(ctx: Contexto, pedido: Pedido) -> Iterator[None]:
    """Around what stores `pedido`: what the database cannot hold becomes Recusada (422), the rest stays."""
    try:
        yield
    except ReferenciaInexistente as erro:
        raise nao_cabe("referencia.inexistente", f"O pedido usa {_nome_do_que_falta(pedido, erro)}, que a "
                       "retaguarda não tem.") from erro
    except (psycopg.Error, exc.DBAPIError) as erro:
        recusa = _do_banco(erro)
        if recusa is None:
            raise
        faltam = isinstance(erro, errors.ForeignKeyViolation) and _produtos_que_faltam(ctx, pedido)
        raise faltam or recusa from erro


def nao_cabe(codigo: str, mensagem: str) -> Recusada:
    """422: it cannot be stored as it is, whatever the rules say."""
    return Recusada(Motivo.INVALIDO, codigo, mensagem, "Sincronize este balcão e confira o documento.")


def _do_banco(erro: psycopg.Error | exc.DBAPIError) -> Recusada | None:
    """What the database refuses to hold, whoever asks; None for anything else."""
    causa = erro.orig if isinstance(erro, exc.DBAPIError) else erro
    if isinstance(causa, errors.ForeignKeyViolation):
        return nao_cabe("referencia.inexistente", "O pedido usa um registro que a retaguarda não tem "
                        f"({causa.diag.constraint_name}).")
    if isinstance(causa, errors.CheckViolation):  # a guard, at commit
        return nao_cabe("pedido.corrompido", f"O pedido não pode ser guardado ({causa.diag.constraint_name}).")
    if isinstance(causa, errors.DataError | errors.ProgramLimitExceeded):  # the latter: a text too long for its index
        return nao_cabe("pedido.corrompido", "O pedido não pode ser guardado (valor fora da faixa).")
    return None


def _nome_do_que_falta(pedido: Pedido, erro: ReferenciaInexistente) -> str:
    """For people: who is missing has no name here any more but the one that the order says."""
    if erro.campo == "cliente":
        return f"o cliente {pedido.cliente_nome or erro.valor}"
    return f"{_QUE_FALTA.get(erro.campo, erro.campo)} de número {erro.valor}"


def _produtos_que_faltam(ctx: Contexto, pedido: Pedido) -> Recusada | None:
    """When it is products that the registry does not have: which, as the counter called them."""
    with ctx.leitura() as conexao:
        cur = cursor(conexao)
        cur.execute(_FALTAM, [sorted({i.produto_id for i in pedido.itens})])
        faltam = {linha.id for linha in cur.fetchall()}
    nomes = sorted({f"{i.codigo} {i.descricao}" for i in pedido.itens if i.produto_id in faltam})
    if not nomes:
        return None
    mais = f" e mais {len(nomes) - 3}" if len(nomes) > 3 else ""
    return nao_cabe("referencia.inexistente", f"O pedido usa {'o produto' if len(nomes) == 1 else 'os produtos'} "
                    f"{', '.join(nomes[:3])}{mais}, que a retaguarda não tem.")
