"""The sample shop: whole, plausible, and always of today."""

import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from balcao.db.server import carga
from balcao.db.server.carga import LojaJaTemDados
from balcao.documents.dados import DocumentoVenda
from balcao.domain.documentos import valida_documento
from balcao.domain.gtin import gtin_valido
from balcao.domain.pedido import Pedido
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.tipo_pedido import TipoPedido
from balcao.services.office import senhas
from ferramentas.loja_exemplo.__main__ import monta
from ferramentas.loja_exemplo.cadastros import USUARIOS
from ferramentas.loja_exemplo.gravacao import texto
from tests.apoio.empresa import HOJE, Empresa, LojaExemplo


def test_mesma_entrada_mesmos_bytes() -> None:
    """Built again, the shop is the one in resources/. If not: python -m ferramentas.loja_exemplo."""
    manifesto = json.loads((carga.PASTA / "manifesto.json").read_text(encoding="utf-8"))
    guardados = {t["tabela"]: t["sha256"] for t in manifesto["tabelas"]}
    feitos = {nome: hashlib.sha256(texto(linhas)).hexdigest() for nome, linhas in monta().items()}
    assert feitos == guardados
    assert sum(f.stat().st_size for f in carga.PASTA.glob("*.tsv.xz")) < 3_000_000


def test_quantidades_e_forma(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        contagens = {t: con.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in (  # type: ignore[index]
            "estabelecimentos", "usuarios", "clientes", "titulos_receber", "pedidos", "estacoes", "listas_preco",
            "planos_pagamento", "conferencias", "divergencias")}
        assert contagens == {"estabelecimentos": 2, "usuarios": 6, "clientes": 2000, "titulos_receber": 6000,
                             "pedidos": 3000, "estacoes": 3, "listas_preco": 2, "planos_pagamento": 4,
                             "conferencias": 0, "divergencias": 0}
        assert con.execute("SELECT count(*) >= 15000 FROM produtos").fetchone() == (True,)
        for (politica,) in con.execute("SELECT politica || jsonb_build_object('nome', nome) FROM tipos_pedido"):
            TipoPedido.model_validate(politica)
        for (politica,) in con.execute("SELECT politica FROM estacoes"):
            assert PoliticaTerminal.model_validate(politica).integracao.verificar_crediario_pre_venda


def test_documentos_e_codigos_conferem(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        documentos = [d for (d,) in con.execute(
            "SELECT documento FROM pessoas p JOIN clientes c ON c.pessoa_id = p.id WHERE documento IS NOT NULL "
            "UNION ALL SELECT cnpj FROM estabelecimentos")]
        assert [d for d in documentos if valida_documento(d) != d] == []
        assert 20 <= sum(any(c.isalpha() for c in d) for d in documentos) <= 120
        gtins = [g for (g,) in con.execute("SELECT gtin FROM produto_gtins")]
        assert len(gtins) > 13_000
        assert [g for g in gtins if not gtin_valido(g)] == []
        assert con.execute(  # real towns with their codes
            "SELECT count(*) FROM enderecos WHERE municipio_ibge / 100000 NOT BETWEEN 11 AND 53").fetchone() == (0,)


def test_precos_e_estoque_fazem_sentido(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        ruins = con.execute("""
            SELECT p.codigo, p.descricao, v.preco, a.preco, p.custo, p.preco_minimo FROM produtos p
              JOIN precos v ON v.produto_id = p.id AND v.lista_id = 1
              JOIN precos a ON a.produto_id = p.id AND a.lista_id = 2
             WHERE v.preco <= 0 OR a.preco > v.preco OR p.custo >= v.preco OR p.custo <= 0
                OR p.preco_minimo > a.preco OR p.preco_maximo < v.preco""").fetchall()
        assert ruins == []
        baratos = con.execute("SELECT percentile_cont(ARRAY[0.05, 0.5, 0.95]) WITHIN GROUP (ORDER BY preco) "
                              "FROM precos WHERE lista_id = 1").fetchone()
        assert baratos is not None
        p5, p50, p95 = baratos[0]
        assert (2 < p5 < 6, 12 < p50 < 30, 80 < p95 < 400) == (True, True, True)
        # a case costs more than a bottle of the same
        assert con.execute("""
            SELECT count(*) FROM produtos u JOIN produtos c ON c.descricao = u.descricao || ' CX C/12'
              JOIN precos pu ON pu.produto_id = u.id AND pu.lista_id = 1
              JOIN precos pc ON pc.produto_id = c.id AND pc.lista_id = 1
             WHERE pc.preco NOT BETWEEN pu.preco * 6 AND pu.preco * 17""").fetchone() == (0,)
        assert con.execute("SELECT count(*) FROM estoques WHERE saldo < reservado").fetchone() == (0,)
        pesaveis = con.execute("SELECT count(*), count(DISTINCT codigo_balanca) FROM produtos "
                               "WHERE pesavel AND unidade = 'KG'").fetchone()
        assert pesaveis is not None
        assert pesaveis[0] == pesaveis[1] >= 20


def test_o_estoque_e_a_soma_dos_movimentos_e_a_reserva_a_dos_pedidos_abertos(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        assert con.execute("""
            SELECT count(*) FROM estoques e LEFT JOIN (
                SELECT produto_id, estabelecimento_id, sum(quantidade) AS soma FROM movimentos_estoque
                 GROUP BY 1, 2) m USING (produto_id, estabelecimento_id)
             WHERE e.saldo <> coalesce(m.soma, 0)""").fetchone() == (0,)
        assert con.execute("""
            SELECT count(*) FROM estoques e LEFT JOIN (
                SELECT i.produto_id, p.estabelecimento_id, sum(i.quantidade - i.quantidade_faturada) AS soma
                  FROM pedidos p JOIN itens_pedido i ON i.pedido_id = p.id
                 WHERE p.reserva_estoque AND p.situacao = 'P' GROUP BY 1, 2) r
                USING (produto_id, estabelecimento_id)
             WHERE e.reservado <> coalesce(r.soma, 0)""").fetchone() == (0,)
        reservados = con.execute("SELECT count(*) FROM estoques WHERE reservado > 0").fetchone()
        assert reservados is not None
        assert reservados[0] > 20


def test_pedidos_contam_uma_historia(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        situacoes = Counter({(c, s): n for c, s, n in con.execute(
            "SELECT categoria, situacao, count(*) FROM pedidos GROUP BY 1, 2")})
        assert all(situacoes["orcamento", s] > 10 for s in "PAVRC")
        assert situacoes["venda", "E"] > 1000
        assert all(situacoes["venda", s] > 10 for s in "PC")
        assert con.execute("SELECT count(*) FROM pedidos WHERE origem_id IS NOT NULL").fetchone() == (
            situacoes["orcamento", "A"],)
        abertas = con.execute("SELECT count(*), count(*) FILTER (WHERE itens_a_faturar < itens) "
                              "FROM pre_vendas_abertas").fetchone()
        assert abertas is not None
        assert abertas[0] == situacoes["venda", "P"]
        assert abertas[1] >= 1  # one is partly invoiced
        # best sellers are what sold
        topo = con.execute("""
            SELECT p.vendas, count(i.pedido_id) FROM produtos p
              JOIN itens_pedido i ON i.produto_id = p.id
              JOIN pedidos o ON o.id = i.pedido_id AND o.categoria = 'venda' AND o.situacao <> 'C'
                            AND o.emitido_em::date >= %s
             GROUP BY p.id, p.vendas ORDER BY p.vendas DESC LIMIT 50""", [HOJE - timedelta(days=90)]).fetchall()
        assert all(vendas == feitas for vendas, feitas in topo)
        assert topo[0][0] >= 10


def test_documentos_imprimem_e_rascunhos_abrem(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        for documento, dados, numero, total, emitido in con.execute(
                "SELECT v.documento, p.dados, p.numero, p.total, p.emitido_em FROM pedidos p "
                "JOIN pedido_versoes v ON v.pedido_id = p.id AND v.versao = p.versao ORDER BY p.id LIMIT 400"):
            lido = DocumentoVenda.model_validate(documento)
            assert (lido.numero, lido.total, lido.emissao) == (str(numero), total, emitido)
            assert Pedido.model_validate(dados).calculado().total == total


def test_titulos_uns_vencidos_e_ninguem_bom_estoura_o_limite(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        vencidos, a_vencer, pagos = con.execute("""
            SELECT count(*) FILTER (WHERE saldo > 0 AND vencimento < %(h)s),
                   count(*) FILTER (WHERE saldo > 0 AND vencimento >= %(h)s), count(*) FILTER (WHERE saldo = 0)
              FROM titulos_receber""", {"h": HOJE}).fetchone()  # type: ignore[misc]
        assert 100 < vencidos < 900
        assert 300 < a_vencer < 2500
        assert pagos > 3000
        com_crediario = con.execute("""
            SELECT count(*) FILTER (WHERE aberto > limite_credito), count(*) FROM (
                SELECT c.limite_credito, sum(t.saldo) AS aberto FROM clientes c
                  JOIN titulos_receber t ON t.cliente_id = c.pessoa_id AND t.saldo > 0
                 GROUP BY c.pessoa_id, c.limite_credito) x""").fetchone()
        assert com_crediario is not None
        assert com_crediario[0] < com_crediario[1] * 0.1


@pytest.mark.parametrize(("codigo", "espera"), [
    (2, "limite_credito = 5000 AND NOT bloqueado AND aberto = 860 AND vencido = 0"),
    (3, "vencido = 374.70"), (4, "bloqueado AND motivo_bloqueio <> ''"), (5, "inativo"),
    (6, "validade < %(h)s"), (7, "limite_credito - aberto = 220"), (8, "limite_credito = 0"), (9, "lista_id = 2"),
    (10, "documento ~ '[A-Z]'"), (11, "limite_credito IS NULL"), (12, "a_favor > 0")])
def test_personagens(loja_exemplo: LojaExemplo, codigo: int, espera: str) -> None:
    """The customers that resources/loja_exemplo/LEIA-ME.md promises."""
    with loja_exemplo.dono() as con:
        consulta = f"""
            SELECT {espera} FROM (
                SELECT p.documento, c.*,
                       coalesce((SELECT sum(saldo) FROM titulos_receber t WHERE t.cliente_id = p.id
                                    AND chave_externa LIKE 'ANT-0039%%'), 0) AS aberto,
                       coalesce((SELECT sum(saldo) FROM titulos_receber t WHERE t.cliente_id = p.id
                                    AND vencimento < %(h)s), 0) AS vencido,
                       coalesce((SELECT sum(saldo) FROM creditos_cliente r WHERE r.cliente_id = p.id), 0) AS a_favor
                  FROM pessoas p JOIN clientes c ON c.pessoa_id = p.id WHERE p.codigo = %(c)s) x"""
        assert con.execute(consulta.encode(), {"h": HOJE, "c": codigo}).fetchone() == (True,)


def test_senhas_e_permissoes_de_cada_usuario(loja_exemplo: LojaExemplo) -> None:
    with loja_exemplo.dono() as con:
        lidos = {login: (senha, demo, perfil) for login, senha, demo, perfil in con.execute(
            "SELECT u.login, u.senha, u.demo, p.nome FROM usuarios u JOIN perfis p ON p.id = u.perfil_id")}
    assert set(lidos) == {u[1] for u in USUARIOS}
    for login, (senha, demo, _perfil) in lidos.items():
        assert senhas.confere(senha, f"{login}123")
        assert demo
    assert lidos["carla"][2] == "Gerente"


def test_a_loja_e_sempre_de_hoje(empresa: Empresa) -> None:
    """Loaded on another day, every date moved by as much; nothing is in the future but what falls due."""
    hoje = date(2031, 12, 31)
    carga.carregar(empresa.dsn_dono, hoje)
    with empresa.dono() as con:
        ultimo, vencidos, soma = con.execute("""
            SELECT max((emitido_em AT TIME ZONE 'America/Sao_Paulo')::date),
                   (SELECT count(*) FROM titulos_receber WHERE saldo > 0 AND vencimento < %s),
                   (SELECT sum(saldo) FROM titulos_receber) FROM pedidos""", [hoje]).fetchone()  # type: ignore[misc]
        assert hoje - timedelta(days=4) <= ultimo < hoje
        assert vencidos > 100
        assert isinstance(soma, Decimal)
        papel = con.execute("SELECT max((documento ->> 'emissao')::timestamptz) = max(p.emitido_em) "
                            "FROM pedido_versoes v JOIN pedidos p ON p.id = v.pedido_id").fetchone()
        assert papel == (True,)
    with pytest.raises(LojaJaTemDados, match="já tem dados"):
        carga.carregar(empresa.dsn_dono, hoje)


def test_o_que_se_inclui_depois_nao_colide(loja_exemplo: LojaExemplo) -> None:
    """The identity sequences go on after what was loaded."""
    with loja_exemplo.servico() as con:
        for tabela, colunas, valores in (
                ("grupos", "nome", "'NOVO'"), ("produtos", "codigo, descricao", "'x', 'X'"),
                ("listas_preco", "nome", "'NOVA'"), ("perfis", "nome, permissoes", "'NOVO', '[]'"),
                ("pessoas", "id, nome", "gen_random_uuid(), 'FULANO'")):
            con.execute(f"INSERT INTO {tabela} ({colunas}) VALUES ({valores})")
        assert con.execute("SELECT codigo > 2000 FROM pessoas WHERE nome = 'FULANO'").fetchone() == (True,)
