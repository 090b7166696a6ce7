"""The table of docs/invariantes.md, and the attacks in SQL on its lines.

To add a proof of another kind (raw HTTP), write `http` in the line's Proof and add a test that walks
`linhas()` for it; `tests/db/test_invariantes.py` checks that every line has a proof.
"""

import re
from dataclasses import dataclass
from pathlib import Path

RAIZ = Path(__file__).parents[2]
DOCUMENTO = RAIZ / "docs" / "invariantes.md"
TIPOS = ("sql", "http")
GUARDIOES = {"database", "service", "program"}


@dataclass(frozen=True)
class Linha:
    """One promise."""

    id: str
    promessa: str
    guardioes: tuple[str, ...]
    provas: tuple[str, ...]


@dataclass(frozen=True)
class Ataque:
    """SQL that must not pass. `recusa`: the constraint that refuses it; "42501" where roles alone keep it.

    The attack runs on the shop of tests/apoio/pedido_sql.py with one order (pré-venda 1, two lines, its first
    line wholly invoiced), one event, one audit entry, one used release. `papeis`: who tries.
    """

    sql: str
    recusa: str
    papeis: tuple[str, ...] = ("dono", "servico", "estacao", "consulta")


def linhas() -> list[Linha]:
    """Every line of the table."""
    achadas = []
    for texto in DOCUMENTO.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| INV-\d+ \|", texto):
            ident, promessa, guardioes, provas = (c.strip() for c in texto.strip("|").split("|"))
            achadas.append(Linha(ident, promessa, tuple(g.strip() for g in guardioes.split(",")),
                                 tuple(p.strip() for p in provas.split(";"))))
    return achadas


_DE_TODOS = ("servico", "estacao", "consulta")
_SO_LEITURA = ("estacao", "consulta")
_NUNCA_APAGADAS = ("pedido_versoes", "eventos", "auditoria", "liberacoes", "faturamentos", "divergencias",
                   "quarentenas", "movimentos_estoque", "titulos_receber", "notas_entrada", "numeradores")
_NUNCA_ESVAZIADAS = ("pedidos", "itens_pedido", "parcelas_pedido", "pedido_versoes", "eventos", "auditoria",
                     "liberacoes", "faturamentos", "produtos", "clientes", "titulos_receber", "numeradores",
                     "exclusoes", "identidade", "preferencias")

ATAQUES: dict[str, list[Ataque]] = {
    "INV-01": [
        Ataque("UPDATE pedido_versoes SET documento = '{\"total\": \"1.00\"}'", "guarda_imutavel"),
        Ataque("UPDATE pedido_versoes SET sha256 = sha256", "guarda_imutavel"),
        Ataque("DELETE FROM pedido_versoes", "guarda_imutavel"),
        Ataque("TRUNCATE pedido_versoes", "guarda_truncar")],
    "INV-02": [
        Ataque("UPDATE numeradores SET sha256 = '' WHERE tipo_id = 2", "guarda_cadeia"),
        Ataque("INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, sha256_anterior, "
               "usuario_id, em) SELECT pedido_id, 2, 'P', '{}', 'falso', sha256, 1, now() FROM pedido_versoes",
               "guarda_cadeia"),
        Ataque("INSERT INTO pedido_versoes (pedido_id, versao, situacao, documento, sha256, sha256_anterior, "
               "usuario_id, em) SELECT pedido_id, 2, 'P', '{}', sha256_versao('', pedido_id, 2, '{}'), '', 1, now() "
               "FROM pedido_versoes; UPDATE pedidos SET versao = 2", "guarda_cadeia")],
    "INV-03": [
        Ataque("UPDATE pedidos SET situacao = 'Q'", "guarda_transicao"),
        Ataque("UPDATE pedidos SET situacao = 'I'", "guarda_transicao"),
        Ataque("INSERT INTO pedidos (id, estabelecimento_id, tipo_id, categoria, situacao, cliente_nome, usuario_id, "
               "autenticacao, estacao_id, criado_em, emitido_em, numero, subtotal, desconto, frete, total, "
               "toma_credito, reserva_estoque, versao, dados, atualizado_em) SELECT gen_random_uuid(), 1, 1, 'venda', "
               "'E', '', 1, '', id, now(), now(), 99, 0, 0, 0, 0, false, false, 1, '{}', now() FROM estacoes LIMIT 1",
               "guarda_transicao")],
    "INV-04": [
        Ataque("UPDATE itens_pedido SET bruto = bruto + 1, total = total + 1 WHERE linha = 2", "guarda_totais"),
        Ataque("UPDATE itens_pedido SET total = total + 1", "ck_itens_pedido_total"),
        Ataque("DELETE FROM itens_pedido WHERE linha = 2", "guarda_totais"),
        Ataque("UPDATE pedidos SET subtotal = subtotal + 1, total = total + 1", "guarda_totais"),
        Ataque("UPDATE pedidos SET total = total - 1", "ck_pedidos_total")],
    "INV-05": [Ataque("UPDATE parcelas_pedido SET valor = valor + 0.01", "guarda_parcelas"),
               Ataque("INSERT INTO parcelas_pedido SELECT id, 2, '2026-04-10', 1 FROM pedidos", "guarda_parcelas")],
    "INV-06": [
        Ataque("UPDATE numeradores SET ultimo = ultimo + 1 WHERE tipo_id = 2", "guarda_sequencia"),
        Ataque("UPDATE numeradores SET ultimo = 0 WHERE tipo_id = 2", "guarda_sequencia"),
        Ataque("INSERT INTO numeradores (estabelecimento_id, tipo_id, serie, ultimo) VALUES (2, 2, '', 7)",
               "guarda_sequencia"),
        Ataque("UPDATE numeradores SET estabelecimento_id = 2 WHERE tipo_id = 2", "guarda_sequencia")],
    "INV-07": [Ataque("UPDATE pedidos SET numero = 5", "guarda_numero"),
               Ataque("UPDATE pedidos SET chave = chave || 'x' WHERE chave <> ''", "guarda_chave"),
               Ataque("UPDATE pedidos SET numero = NULL, situacao = 'M'", "guarda_numero"),
               Ataque("UPDATE pedidos SET tipo_id = 1", "guarda_numero"),
               Ataque("UPDATE pedidos SET versao_comercial = 2", "guarda_versao_comercial"),
               Ataque("UPDATE pedidos SET versao_comercial = 1, chave = 'X'", "ck_pedidos_versao_comercial")],
    "INV-08": [*(Ataque(f"DELETE FROM {tabela}", "guarda_imutavel") for tabela in _NUNCA_APAGADAS),
               Ataque("DELETE FROM pedidos", "guarda_exclusao"),
               Ataque("UPDATE eventos SET dados = '{}'", "guarda_imutavel"),
               Ataque("UPDATE auditoria SET campo = 'outro'", "guarda_imutavel"),
               Ataque("UPDATE movimentos_estoque SET quantidade = 0", "guarda_imutavel")],
    "INV-09": [Ataque(f"TRUNCATE {tabela} CASCADE", "guarda_truncar") for tabela in _NUNCA_ESVAZIADAS],
    "INV-10": [Ataque("UPDATE pedidos SET cliente_nome = 'OUTRO'", "guarda_versao"),
               Ataque("UPDATE itens_pedido SET descricao = 'OUTRA' WHERE linha = 2", "guarda_versao"),
               Ataque("UPDATE pedidos SET versao = versao + 1", "guarda_versao")],
    "INV-11": [Ataque("UPDATE liberacoes SET usada_em = NULL", "guarda_liberacao"),
               Ataque("UPDATE liberacoes SET valor_maximo = 99999", "guarda_liberacao")],
    "INV-12": [Ataque("UPDATE itens_pedido SET quantidade_faturada = quantidade + 0.000001",
                      "ck_itens_pedido_faturada"),
               Ataque("UPDATE itens_pedido SET quantidade = 1 WHERE linha = 1", "ck_itens_pedido_faturada"),
               Ataque("DELETE FROM itens_pedido WHERE linha = 1", "guarda_item_faturado")],
    "INV-13": [Ataque("UPDATE itens_pedido SET quantidade_faturada = 1", "guarda_faturado"),
               Ataque("INSERT INTO faturamentos (id, pedido_id, documento, itens, valor, em) SELECT gen_random_uuid(), "
                      "id, 'N2', '[{\"linha\": 1, \"quantidade\": \"2\"}]', 1, now() FROM pedidos", "guarda_faturado"),
               Ataque("UPDATE faturamentos SET estornado_em = now(), motivo_estorno = 'x'", "guarda_faturado")],
    "INV-14": [Ataque("UPDATE faturamentos SET valor = 0", "guarda_faturamento"),
               Ataque("UPDATE faturamentos SET estornado_em = now()", "guarda_faturamento")],
    "INV-35": [Ataque("UPDATE divergencias SET achado = '{\"a\": 1}', resolvida_em = now(), resolucao = 'x'",
                      "guarda_divergencia"),
               Ataque("UPDATE divergencias SET resolvida_em = now(), resolucao = 'x'; "
                      "UPDATE divergencias SET resolvida_em = NULL, resolucao = ''", "guarda_divergencia")],
    "INV-36": [Ataque("UPDATE quarentenas SET pedido_id = gen_random_uuid()", "guarda_quarentena"),
               Ataque("UPDATE quarentenas SET decisao = 'descartada'", "ck_quarentenas_resolvida"),
               Ataque("UPDATE quarentenas SET decisao = 'lancada', resolvida_em = now(), resolucao = 'x'; "
                      "UPDATE quarentenas SET decisao = '', resolvida_em = NULL, resolucao = ''", "guarda_quarentena")],
    "INV-15": [Ataque("UPDATE estoques SET reservado = -0.000001", "ck_estoques_reservado")],
    "INV-16": [Ataque("UPDATE titulos_receber SET saldo = valor + 0.01", "ck_titulos_receber_saldo"),
               Ataque("UPDATE titulos_receber SET saldo = -0.01", "ck_titulos_receber_saldo"),
               Ataque("UPDATE titulos_receber SET situacao = 'liquidado'", "ck_titulos_receber_encerrado")],
    "INV-17": [Ataque("UPDATE pedidos SET situacao = 'C'", "ck_pedidos_motivo")],
    "INV-18": [Ataque("UPDATE identidade SET empresa = gen_random_uuid()", "guarda_identidade"),
               Ataque("INSERT INTO identidade SELECT 2, empresa, geracao, nome, esquema_versao, programa_minimo "
                      "FROM identidade", "ck_identidade_uma_linha"),
               Ataque("DELETE FROM identidade", "guarda_imutavel")],
    "INV-19": [Ataque(sql, "42501", _SO_LEITURA) for sql in (
        "INSERT INTO grupos (nome) VALUES ('X')", "UPDATE produtos SET descricao = 'X'", "DELETE FROM precos",
        "UPDATE clientes SET limite_credito = 1000000", "INSERT INTO testemunhas SELECT 1, gen_random_uuid(), now()",
        "SET default_transaction_read_only = off; UPDATE estoques SET saldo = 1000", "CREATE TABLE minha (id int)",
        "CREATE TEMP TABLE minha (id int)", "SELECT pg_read_file('/etc/passwd')", "COPY produtos FROM PROGRAM 'true'")],
    "INV-20": [*(Ataque(sql, "42501", _SO_LEITURA) for sql in (
        "SELECT senha FROM usuarios", "SELECT credencial FROM estacoes", "SELECT * FROM segredos",
        "SELECT * FROM usuarios", "COPY estacoes TO STDOUT")),
               Ataque("SELECT custo FROM produtos", "42501", ("estacao",)),
               Ataque("SELECT * FROM pedidos", "42501", ("estacao",)),
               Ataque("SELECT rolpassword FROM pg_authid", "42501", ("dono", *_DE_TODOS))],
    "INV-22": [*(Ataque(sql, "42501", _DE_TODOS) for sql in (
        "CREATE TABLE minha (id int)", "DROP TABLE eventos", "ALTER TABLE pedidos DISABLE TRIGGER ALL",
        "ALTER TABLE pedidos ADD COLUMN x int", "DROP TRIGGER guarda_pedido ON pedidos",
        "CREATE OR REPLACE FUNCTION guarda_pedido() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "GRANT ALL ON pedidos TO PUBLIC; UPDATE alembic_version SET version_num = 'x'", "CREATE ROLE intruso")),
               Ataque("SET session_replication_role = replica", "42501", ("dono", *_DE_TODOS)),
               Ataque("CREATE ROLE intruso LOGIN SUPERUSER", "42501", ("dono", *_DE_TODOS))],
    "INV-23": [Ataque(sql, "42501", ("consulta",)) for sql in (
        "UPDATE produtos SET custo = 0", "SET default_transaction_read_only = off; DELETE FROM pedidos",
        "SELECT nextval(pg_get_serial_sequence('produtos', 'id'))",
        "SET default_transaction_read_only = off; SELECT setval(pg_get_serial_sequence('produtos', 'id'), 1)")],
}
