"""Load the sample shop (resources/loja_exemplo) into an empty company, as if it had worked until yesterday.

The files were made for one day; every date in them moves by the days from that one to today. Everything
goes through the same guards as real work, in one transaction: loaded whole or not at all.
"""

import json
import lzma
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from balcao.db.server.banco import ESQUEMA
from balcao.db.server.conexao import conecta, traduzindo
from balcao.db.server.nomes import Papeis
from balcao.domain.erros import AmbienteIndisponivel

PASTA: Final = Path(__file__).resolve().parents[3] / "resources" / "loja_exemplo"
_DATA = re.compile(rb"20\d\d-\d\d-\d\d")
_ROTULOS: Final = {"produtos": "Carregando produtos…", "pessoas": "Carregando clientes…",
                   "titulos_receber": "Carregando títulos…", "pedidos": "Carregando pedidos…"}

Conexao = psycopg.Connection[Any]
Progresso = Callable[[str], None]


class LojaJaTemDados(AmbienteIndisponivel):
    """The company is not empty: nothing was loaded."""


@dataclass(frozen=True)
class _Arquivo:
    tabela: str
    linhas: int
    colunas: tuple[str, ...]
    datas: bool


@traduzindo("A loja de exemplo não pôde ser carregada")
def carregar(dsn_dono: str, hoje: date, progresso: Progresso | None = None, *, esquema: str = ESQUEMA,
             pasta: Path = PASTA) -> dict[str, int]:
    """Load the sample shop; returns the rows of each file. `hoje` is the shop's day.

    `dsn_dono` connects as the owner, or as a role that may act as it. Raises LojaJaTemDados, and
    AmbienteIndisponivel when the database or the files fail.
    """
    base, arquivos = _manifesto(pasta)
    avisa = progresso or (lambda _texto: None)
    with conecta(dsn_dono) as con:
        con.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(Papeis(esquema).dono)))
        con.execute(sql.SQL("SET LOCAL search_path TO {}, pg_temp").format(sql.Identifier(esquema)))
        con.execute("SET LOCAL statement_timeout TO 0")
        _exige_vazia(con)
        con.execute(_PROVISORIAS)
        desloca = _deslocador((hoje - base).days)
        for arquivo in arquivos:
            if rotulo := _ROTULOS.get(arquivo.tabela):
                avisa(rotulo)
            texto = lzma.decompress((pasta / f"{arquivo.tabela}.tsv.xz").read_bytes())
            _copia(con, arquivo, desloca(texto) if arquivo.datas else texto)
        avisa("Conferindo a loja de exemplo…")
        con.execute(_HISTORIA)
        _acerta_sequencias(con)
        con.execute("SELECT lojas_como_pessoas()")
        con.execute("SET CONSTRAINTS ALL IMMEDIATE")
        con.execute("DELETE FROM exclusoes")  # no counter has seen anything yet
        con.execute(_ESTATISTICAS)
    return {a.tabela: a.linhas for a in arquivos}


def _manifesto(pasta: Path) -> tuple[date, list[_Arquivo]]:
    try:
        lido = json.loads((pasta / "manifesto.json").read_text(encoding="utf-8"))
    except OSError as erro:
        raise AmbienteIndisponivel(f"A loja de exemplo não está em {pasta}.", "Instale o Balcão de novo.") from erro
    return date.fromisoformat(lido["base"]), [
        _Arquivo(a["tabela"], a["linhas"], tuple(a["colunas"]), a["datas"]) for a in lido["tabelas"]]


def _exige_vazia(con: Conexao) -> None:
    achado = con.execute("SELECT EXISTS (SELECT FROM estabelecimentos), EXISTS (SELECT FROM produtos), "
                         "EXISTS (SELECT FROM pedidos)").fetchone()
    if achado is None or any(achado):
        raise LojaJaTemDados("Esta empresa já tem dados.", "A loja de exemplo só entra em um banco vazio.")


def _deslocador(dias: int) -> Callable[[bytes], bytes]:
    """A function that moves every ISO date of a text by `dias`."""
    vistos: dict[bytes, bytes] = {}

    def move(achada: re.Match[bytes]) -> bytes:
        texto = achada[0]
        if texto not in vistos:
            vistos[texto] = (date.fromisoformat(texto.decode()) + timedelta(days=dias)).isoformat().encode()
        return vistos[texto]

    return lambda bruto: _DATA.sub(move, bruto)


def _copia(con: Conexao, arquivo: _Arquivo, texto: bytes) -> None:
    comando = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(arquivo.tabela), sql.SQL(", ").join(map(sql.Identifier, arquivo.colunas)))
    with con.cursor() as cursor, cursor.copy(comando) as copia:
        for inicio in range(0, len(texto), 1 << 18):
            copia.write(texto[inicio:inicio + (1 << 18)])


def _acerta_sequencias(con: Conexao) -> None:
    """Identity columns go on from what was loaded."""
    for tabela, coluna in con.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "WHERE c.relnamespace = current_schema()::regnamespace AND a.attidentity <> ''").fetchall():
        con.execute(sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), max({})) FROM {} "
                            "HAVING max({}) IS NOT NULL").format(
            sql.Literal(tabela), sql.Literal(coluna), sql.Identifier(coluna), sql.Identifier(tabela),
            sql.Identifier(coluna)))


_ESTATISTICAS: Final = """
ANALYZE produtos, produto_gtins, precos, estoques, pessoas, clientes, enderecos, titulos_receber, eventos,
        movimentos_estoque;
"""
_PROVISORIAS: Final = """
CREATE TEMP TABLE versoes (pedido_id uuid PRIMARY KEY, documento jsonb) ON COMMIT DROP;
CREATE TEMP TABLE situacoes (pedido_id uuid, versao integer, situacao text, em timestamptz, usuario_id integer,
                             evento text, dados jsonb) ON COMMIT DROP;
"""

# Without fresh statistics the guards would be planned for empty tables, and take minutes.
# The chain is made here, in the order in which things happened: it hashes documents whose dates have moved.
_HISTORIA: Final = """
ANALYZE versoes, situacoes, pedidos, itens_pedido, parcelas_pedido, faturamentos;

DO $$
DECLARE
    sequencia record;
    passo record;
    cabeca bytea;
    resumo bytea;
BEGIN
    FOR sequencia IN
        SELECT estabelecimento_id, p.sequencia AS tipo_id, serie, max(numero) AS ultimo
          FROM pedidos p GROUP BY estabelecimento_id, p.sequencia, serie
    LOOP
        cabeca := '';
        FOR passo IN
            SELECT s.pedido_id, s.versao, s.situacao, s.em, s.usuario_id,
                   v.documento || jsonb_build_object('versao', s.versao) AS documento
              FROM pedidos p
              JOIN situacoes s ON s.pedido_id = p.id
              JOIN versoes v ON v.pedido_id = p.id
             WHERE (p.estabelecimento_id, p.sequencia, p.serie)
                   = (sequencia.estabelecimento_id, sequencia.tipo_id, sequencia.serie)
             ORDER BY s.em, s.pedido_id, s.versao
        LOOP
            resumo := sha256_versao(cabeca, passo.pedido_id, passo.versao, passo.documento);
            INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, sha256_anterior,
                                        usuario_id, em)
            VALUES (passo.pedido_id, passo.versao, passo.situacao, passo.documento, resumo, cabeca,
                    passo.usuario_id, passo.em);
            cabeca := resumo;
        END LOOP;
        INSERT INTO numeradores (estabelecimento_id, tipo_id, serie, ultimo, sha256)
        VALUES (sequencia.estabelecimento_id, sequencia.tipo_id, sequencia.serie, sequencia.ultimo, cabeca);
    END LOOP;
END $$;

UPDATE pedidos p SET situacao = s.situacao
  FROM situacoes s WHERE s.pedido_id = p.id AND s.versao = p.versao AND s.versao > 1;

INSERT INTO eventos (em, tipo, pedido_id, usuario_id, estacao_id, dados)
SELECT s.em, s.evento, s.pedido_id, s.usuario_id, p.estacao_id, s.dados
  FROM situacoes s JOIN pedidos p ON p.id = s.pedido_id ORDER BY s.em, s.pedido_id, s.versao;

ANALYZE pedido_versoes;

-- What was sold left the stock; what there is now came in when the shop began.
INSERT INTO movimentos_estoque (produto_id, estabelecimento_id, quantidade, custo, motivo, documento, em)
SELECT e.produto_id, e.estabelecimento_id, e.saldo + coalesce(v.quantidade, 0), p.custo, 'ajuste',
       'Implantação', inicio.em
  FROM estoques e
  JOIN produtos p ON p.id = e.produto_id
  CROSS JOIN (SELECT min(em) - interval '1 day' AS em FROM situacoes) inicio
  LEFT JOIN (SELECT i.produto_id, d.estabelecimento_id, sum(i.quantidade_faturada) AS quantidade
               FROM itens_pedido i JOIN pedidos d ON d.id = i.pedido_id
              GROUP BY i.produto_id, d.estabelecimento_id) v USING (produto_id, estabelecimento_id)
 WHERE e.saldo + coalesce(v.quantidade, 0) <> 0;
INSERT INTO movimentos_estoque (produto_id, estabelecimento_id, quantidade, custo, motivo, documento, em)
SELECT i.produto_id, d.estabelecimento_id, -i.quantidade_faturada, p.custo, 'venda', f.documento, f.em
  FROM faturamentos f
  JOIN pedidos d ON d.id = f.pedido_id
  JOIN itens_pedido i ON i.pedido_id = d.id AND i.quantidade_faturada > 0
  JOIN produtos p ON p.id = i.produto_id
 ORDER BY f.em, i.linha;
"""
