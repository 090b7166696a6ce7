"""Walk the whole company and say what does not fit (`balcao banco conferir`): after a disaster, and to be sure.

The guards keep all of this at every commit; here it is proved again from the rows alone, so that a change
made behind the program's back (by a superuser, or on the disk) shows.
"""

from dataclasses import dataclass
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql

from balcao.db.server.banco import ESQUEMA
from balcao.db.server.conexao import conecta, traduzindo
from balcao.db.server.nomes import Papeis

EXEMPLOS: Final = 5


@dataclass(frozen=True)
class Falha:
    """One kind of misfit: what it is, how many, and some of them by name."""

    o_que: str
    quantas: int
    exemplos: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.o_que}: {self.quantas} ({'; '.join(self.exemplos)})."


@traduzindo("O banco de dados não pôde ser conferido")
def conferir(dsn_dono: str, esquema: str = ESQUEMA) -> tuple[Falha, ...]:
    """Everything that does not fit, in one consistent reading. Empty: all is well."""
    with conecta(dsn_dono) as con:
        con.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        con.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(
            sql.Identifier(Papeis(esquema).esquema)))
        con.execute("SET LOCAL statement_timeout TO 0")
        return tuple(falha for o_que, consulta in CONFERENCIAS if (falha := _confere(con, o_que, consulta)))


def _confere(con: psycopg.Connection[Any], o_que: str, consulta: LiteralString) -> Falha | None:
    achadas = [str(nome) for (nome,) in con.execute(consulta)]
    return Falha(o_que, len(achadas), tuple(achadas[:EXEMPLOS])) if achadas else None


# Each lists the misfits by a name that a person can look for.
CONFERENCIAS: Final[tuple[tuple[str, LiteralString], ...]] = (
    ("Versão emitida com conteúdo alterado (o SHA-256 não confere)", """
        SELECT format('pedido %s, versão %s', coalesce(p.numero::text, p.id::text), v.versao)
          FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id
         WHERE v.sha256 <> sha256_versao(v.sha256_anterior, v.pedido_id, v.versao, v.documento)
         ORDER BY v.em"""),
    ("Versão emitida fora da cadeia", """
        WITH RECURSIVE cadeia AS (
            SELECT n.estabelecimento_id, n.tipo_id, n.serie, v.sha256, v.sha256_anterior
              FROM numeradores n JOIN pedido_versoes v ON v.sha256 = n.sha256
            UNION ALL
            SELECT c.estabelecimento_id, c.tipo_id, c.serie, v.sha256, v.sha256_anterior
              FROM cadeia c JOIN pedido_versoes v ON v.sha256 = c.sha256_anterior)
        SELECT format('pedido %s, versão %s', coalesce(p.numero::text, p.id::text), v.versao)
          FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id
         WHERE NOT EXISTS (SELECT FROM cadeia c WHERE c.sha256 = v.sha256
                              AND (c.estabelecimento_id, c.tipo_id, c.serie)
                                  = (p.estabelecimento_id, coalesce(p.sequencia, p.tipo_id), p.serie))
         ORDER BY v.em"""),
    ("Número automático que falta", """
        SELECT format('loja %s, sequência %s, série “%s”, número %s', n.estabelecimento_id, n.tipo_id, n.serie, falta)
          FROM numeradores n CROSS JOIN LATERAL generate_series(n.inicial + 1, n.ultimo) AS falta
         WHERE NOT EXISTS (SELECT FROM pedidos p WHERE p.estabelecimento_id = n.estabelecimento_id
                              AND n.tipo_id IN (0, p.tipo_id) AND p.serie = n.serie AND p.numero = falta)
         ORDER BY 1"""),
    ("Pedido cujos totais não são os de seus itens", """
        SELECT format('pedido %s', coalesce(p.numero::text, p.id::text))
          FROM pedidos p LEFT JOIN (SELECT pedido_id, sum(bruto) AS bruto, sum(desconto) AS desconto
                                      FROM itens_pedido GROUP BY 1) i ON i.pedido_id = p.id
         WHERE (p.subtotal, p.desconto) <> (coalesce(i.bruto, 0), coalesce(i.desconto, 0)) ORDER BY 1"""),
    *((f"Estoque reservado que não é o dos pedidos abertos{outro}", f"""
        SELECT format('produto %s, loja %s{rotulo}: %s em vez de %s', d.codigo, e.estabelecimento_id{nome}, e.reservado,
                      coalesce(r.soma, 0))
          FROM {estoques} e JOIN produtos d ON d.id = e.produto_id{junta}
          LEFT JOIN (SELECT i.produto_id, p.estabelecimento_id, p.tipo_estoque_id,
                            sum(i.quantidade - i.quantidade_faturada) AS soma
                       FROM pedidos p JOIN itens_pedido i ON i.pedido_id = p.id
                      WHERE p.reserva_estoque AND p.situacao IN ('I', 'P', 'A', 'X', 'O', 'T', 'E')
                        AND NOT EXISTS (SELECT FROM pedidos v WHERE v.origem_id = p.id AND p.categoria = 'orcamento'
                                           AND v.categoria IN ('venda', 'servico')
                                           AND v.situacao NOT IN ('M', 'C', 'R'))
                      GROUP BY 1, 2, 3) r ON r.produto_id = e.produto_id
                                         AND r.estabelecimento_id = e.estabelecimento_id AND r.tipo_estoque_id {deste}
         WHERE e.reservado <> coalesce(r.soma, 0) ORDER BY 1""")
      for outro, estoques, rotulo, nome, junta, deste in (
          ("", "estoques", "", "", "", "IS NULL"),
          (" (outros tipos de estoque)", "estoques_por_tipo", ", estoque %s", ", t.nome",
           " JOIN tipos_estoque t ON t.id = e.tipo_estoque_id", "= e.tipo_estoque_id"))),
    ("Faturado que não é a soma dos faturamentos", """
        SELECT format('pedido %s, item %s', coalesce(p.numero::text, p.id::text), i.linha)
          FROM itens_pedido i JOIN pedidos p ON p.id = i.pedido_id
          LEFT JOIN (SELECT f.pedido_id, (item ->> 'linha')::integer AS linha,
                            sum((item ->> 'quantidade')::numeric) AS soma
                       FROM faturamentos f CROSS JOIN LATERAL jsonb_array_elements(f.itens) AS item
                      WHERE f.estornado_em IS NULL GROUP BY 1, 2) f USING (pedido_id, linha)
         WHERE i.quantidade_faturada <> coalesce(f.soma, 0) ORDER BY 1"""),
)
