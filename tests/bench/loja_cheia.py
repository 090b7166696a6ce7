"""The sample shop with as many products as asked, and the bar codes that the bench's scanner reads.

The copies have codes, words and bar codes of their own. Their bar codes are whole EAN-13 under 790, the other prefix
of Brazilian makers: under 2 they would be labels of a shop's scale (CB-057), which no product answers to.
"""

from sqlalchemy import Engine, text

# Copies of the real products under other codes, with other words at the end; then what hangs on each product.
_ENCHE = (
    """CREATE TEMP TABLE copias ON COMMIT DROP AS
       SELECT id, id + CAST(:passo AS bigint) * :n AS nova, CAST(:n AS int) AS n FROM produtos WHERE id <= :passo
        ORDER BY id LIMIT :quantas""",
    """INSERT INTO produtos (id, codigo, descricao, unidade, marca, grupo_id, pesavel, situacao, custo, vendas)
         SELECT c.nova, p.codigo || '-' || c.n, p.descricao || ' MOD ' || c.n || chr(65 + c.n % 26), p.unidade, p.marca,
                p.grupo_id, p.pesavel, p.situacao, p.custo, p.vendas / (c.n + 1)
           FROM copias c JOIN produtos p ON p.id = c.id""",
    """INSERT INTO produto_gtins (gtin, produto_id, fator)
         SELECT corpo || (10 - (SELECT sum(substr(corpo, i, 1)::int * (3 - 2 * (i % 2)))
                                  FROM generate_series(1, 12) i) % 10) % 10, nova, fator
           FROM (SELECT '790' || lpad((c.nova * 10 + row_number() OVER (PARTITION BY c.nova ORDER BY g.gtin))::text,
                                      9, '0') AS corpo, c.nova, g.fator
                   FROM copias c JOIN produto_gtins g ON g.produto_id = c.id) novos""",
    """INSERT INTO precos (produto_id, lista_id, preco)
         SELECT c.nova, r.lista_id, r.preco FROM copias c JOIN precos r ON r.produto_id = c.id""",
    """INSERT INTO estoques (produto_id, estabelecimento_id, saldo, reservado, localizacao)
         SELECT c.nova, e.estabelecimento_id, e.saldo, 0, e.localizacao FROM copias c
           JOIN estoques e ON e.produto_id = c.id""")
_CODIGOS = """
    SELECT g.gtin FROM produto_gtins g JOIN produtos p ON p.id = g.produto_id JOIN precos r ON r.produto_id = p.id
      JOIN listas_preco l ON l.id = r.lista_id JOIN estoques e ON e.produto_id = p.id
     WHERE p.situacao = 'ativo' AND r.preco > 0 AND g.fator = 1 AND NOT p.pesavel AND length(g.gtin) = 13
     GROUP BY g.gtin, p.vendas HAVING min(e.saldo - e.reservado) > 20 ORDER BY {ordem} LIMIT {quantos}"""


def enche(engine: Engine, total: int) -> None:
    """Fill the shop up to `total` products. Call it before the service starts."""
    with engine.begin() as conexao:
        tem, passo = conexao.execute(text("SELECT count(*), max(id) FROM produtos")).one()
    falta, n = total - tem, 0
    while falta > 0:
        n += 1
        with engine.begin() as conexao:  # one copy of the shop at a time: what hangs on a commit stays small
            for comando in _ENCHE:
                conexao.execute(text(comando), {"passo": passo, "n": n, "quantas": falta})
        falta -= tem


def campeoes(engine: Engine, quantos: int = 100) -> list[str]:
    """Bar codes of best sellers: the first that a first load brings."""
    return _codigos(engine, "p.vendas DESC, g.gtin", quantos)


def quaisquer(engine: Engine, quantos: int = 200) -> list[str]:
    """Bar codes from all over the shop, copies too; the same every time."""
    return _codigos(engine, "reverse(g.gtin)", quantos)


def _codigos(engine: Engine, ordem: str, quantos: int) -> list[str]:
    with engine.connect() as conexao:
        return list(conexao.execute(text(_CODIGOS.format(ordem=ordem, quantos=quantos))).scalars())
