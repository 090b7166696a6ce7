"""Products from a table, on a real database: keys, idempotency, bad rows with line and reason, stock, prices."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any, LiteralString

import pytest
import xlsxwriter
from sqlalchemy import insert, update

from balcao.db import tables as t
from balcao.domain.importacao import ArquivoRecusado, normaliza
from balcao.services.office import importar_clientes, importar_produtos, importar_titulos
from balcao.services.office.importacao import Acao, PlanoMudou, PlanoTabela, Resultado
from balcao.services.office.importar_previa import marca_de
from balcao.services.office.importar_produtos import aplicar, planejar
from tests.apoio.empresa import Empresa
from tests.services.loja_importacao import AGORA, Loja, abre

TABELA = """código;descrição;un;EAN;marca;grupo;ncm;custo;preço;estoque;localização;situação
100;ÓLEO DE SOJA 900ML;UN;7897846902086;Sabor;Mercearia;15079011;4,10;7,49;120;A-1;ativo
101;ARROZ TIPO 1 5KG;FD;;Bom;Mercearia;;22,50;1.031,90;12,5;A-2;inativo
;PREGO 17X27;KG;73513537;;Ferragens;;9,00;14,90;;;
"""


@pytest.fixture
def loja(empresa: Empresa) -> Iterator[Loja]:
    with abre(empresa) as aberta:
        yield aberta


def arquivo(tmp_path: Path, texto: str, codec: str = "utf-8") -> Path:
    caminho = tmp_path / "produtos.csv"
    caminho.write_bytes(texto.encode(codec))
    return caminho


def planeja(loja: Loja, caminho: Path, **opcoes: object) -> PlanoTabela:
    with loja.transacao() as con:
        return planejar(con, caminho, estabelecimento_id=loja.estabelecimento, **opcoes)  # type: ignore[arg-type]


def aplica(loja: Loja, plano: PlanoTabela, **opcoes: bool) -> Resultado:
    with loja.transacao() as con:
        return aplicar(con, plano, usuario_id=loja.usuario, agora=AGORA, **opcoes)


def importa(loja: Loja, tmp_path: Path, texto: str, **opcoes: bool) -> Resultado:
    return aplica(loja, planeja(loja, arquivo(tmp_path, texto)), **opcoes)


@pytest.mark.parametrize("titulo", ["Referência", "REF", "Código do fabricante"])
def test_a_referencia_do_fabricante_entra_pelo_titulo_da_coluna(loja: Loja, tmp_path: Path, titulo: str) -> None:
    """CB-091 looks there; an empty cell changes nothing, and the code stays the code."""
    importa(loja, tmp_path, f"código;descrição;{titulo}\n300;BROCA 6MM;BOS-1234/5\n301;BROCA 8MM;\n")
    assert [(p.codigo, p.referencia) for p in loja.linhas(t.produtos, t.produtos.c.codigo.in_(["300", "301"]))] == [
        ("300", "BOS-1234/5"), ("301", "")]
    importa(loja, tmp_path, f"código;{titulo};preço\n300;;8,00\n301;NOVA-9;8,00\n")
    assert {p.codigo: p.referencia for p in loja.linhas(t.produtos, t.produtos.c.codigo.in_(["300", "301"]))} == {
        "300": "BOS-1234/5", "301": "NOVA-9"}


def test_a_situacao_do_cadastro_e_as_marcas(loja: Loja, tmp_path: Path) -> None:
    """TP-043, TP-047: every brand that products have is in the registry of brands; one that is blocked stays so."""
    importa(loja, tmp_path, "código;descrição;marca;Situação do cadastro\n500;CABO;ACME;Pendente\n501;FIO;ACME;\n"
                            "502;TOMADA;Lux;baixado\n503;PLUGUE;;\n")
    assert {p.codigo: p.situacao_cadastro for p in loja.linhas(t.produtos, t.produtos.c.codigo.like("50_"))} == {
        "500": "pendente", "501": "aprovado", "502": "baixado", "503": "aprovado"}
    with loja.transacao() as con:
        con.execute(update(t.marcas).where(t.marcas.c.nome == "ACME").values(bloqueada=True))
    importa(loja, tmp_path, "código;marca;Situação do cadastro\n500;ACME;\n503;Nova;aprovado\n502;;Cancelado\n")
    assert {m.nome: m.bloqueada for m in loja.linhas(t.marcas, t.marcas.c.nome.in_(["ACME", "Lux", "Nova", ""]))} == {
        "ACME": True, "Lux": False, "Nova": False}
    assert loja.uma(t.produtos, t.produtos.c.codigo == "502").situacao_cadastro == "cancelado"
    with pytest.raises(ArquivoRecusado, match="não é uma situação do cadastro: use aprovado, baixado"):
        importa(loja, tmp_path, "código;Situação do cadastro\n500;vendido\n")


def test_o_que_controla_numero_de_serie(loja: Loja, tmp_path: Path) -> None:
    """TP-045: the mark, by header; a column of serial numbers themselves is not taken for it."""
    importa(loja, tmp_path, "código;descrição;Controla número de série\n600;CELULAR;sim\n601;PARAFUSO;\n")
    importa(loja, tmp_path, "código;controla série\n600;\n601;n\n")
    assert {p.codigo: p.numero_serie for p in loja.linhas(t.produtos, t.produtos.c.codigo.like("60_"))} == {
        "600": True, "601": False}
    importa(loja, tmp_path, "código;Número de série\n601;SN123\n")
    assert not loja.uma(t.produtos, t.produtos.c.codigo == "601").numero_serie


def test_o_preco_promocional_de_uma_tabela(loja: Loja, tmp_path: Path) -> None:
    """TP-078: of the list that is imported, and no other; zero ends it, an empty cell changes nothing."""
    def promocao(codigo: str) -> list[tuple[object, ...]]:
        produto = loja.uma(t.produtos, t.produtos.c.codigo == codigo).id
        return [(p.preco, p.promocional, p.promocao_de, p.promocao_ate)
                for p in sorted(loja.linhas(t.precos, t.precos.c.produto_id == produto), key=lambda p: p.lista_id)]

    importa(loja, tmp_path, "código;descrição;preço;Preço promocional;Promoção de;Promoção até\n"
                            "600;CABO;50,00;39,90;01/11/2026;30/11/2026\n601;FIO;20,00;;;\n")
    assert promocao("600") == [(D(50), D("39.90"), date(2026, 11, 1), date(2026, 11, 30)), (D(50), None, None, None)]
    importa(loja, tmp_path, "código;Preço promocional;Promoção até\n600;;05/12/2026\n601;15,00;\n")
    assert promocao("600")[0] == (D(50), D("39.90"), date(2026, 11, 1), date(2026, 12, 5))
    assert promocao("601")[0] == (D(20), D(15), None, None)
    plano = planeja(loja, arquivo(tmp_path, "código;Preço promocional\n600;0\n601;0\n"))
    assert [[(a.campo, a.depois) for a in li.alteracoes] for li in plano.linhas] == [
        [("Preço promocional", ""), ("Promoção de", ""), ("Promoção até", "")], [("Preço promocional", "")]]
    aplica(loja, plano)
    assert promocao("600")[0] == (D(50), None, None, None)


@pytest.mark.parametrize(("linha", "motivo"), [
    ("1;CABO;50;60;;", "é maior que o preço"), ("1;CABO;50;;;30/11/2026", "a promoção tem data"),
    ("1;CABO;;40;;", "produto sem preço nesta tabela"), ("1;CABO;50;40;02/11/2026;01/11/2026", "é antes do começo")])
def test_a_promocao_que_nao_pode_ser(loja: Loja, tmp_path: Path, linha: str, motivo: str) -> None:
    with pytest.raises(ArquivoRecusado, match=motivo):
        importa(loja, tmp_path, f"código;descrição;preço;Preço promocional;Promoção de;Promoção até\n{linha}\n")


def test_as_outras_unidades_do_produto(loja: Loja, tmp_path: Path) -> None:
    """TP-171: added or changed by what the cell says, taken away by zero; the second time nothing changes."""
    def de(codigo: str) -> dict[str, D]:
        produto = loja.uma(t.produtos, t.produtos.c.codigo == codigo).id
        return {u.unidade: u.fator for u in loja.linhas(t.produto_unidades, t.produto_unidades.c.produto_id == produto)}

    importa(loja, tmp_path, "código;descrição;unidade;Unidades alternativas\n"
                            "700;ARROZ;UN;caixa=12 | FD 2,5\n701;FIO;M;\n")
    assert (de("700"), de("701")) == ({"CX": D(12), "FD": D("2.5")}, {})
    importa(loja, tmp_path, "código;Unidades alternativas\n700;CX=10\n701;RL=100\n")
    assert (de("700"), de("701")) == ({"CX": D(10), "FD": D("2.5")}, {"RL": D(100)})
    plano = planeja(loja, arquivo(tmp_path, "código;Unidades alternativas\n700;CX=10\n701;\n"))
    assert [li.acao for li in plano.linhas] == [Acao.MANTER, Acao.MANTER]
    importa(loja, tmp_path, "código;Unidades alternativas\n700;FD=0\n")
    assert de("700") == {"CX": D(10)}
    for celula, motivo in (("caixa", "como CX=12"), ("UN=1", "a unidade do próprio produto"),
                           ("CX=doze", "como CX=12")):
        with pytest.raises(ArquivoRecusado, match=motivo):
            importa(loja, tmp_path, f"código;Unidades alternativas\n700;{celula}\n")


@pytest.mark.parametrize("texto", ["código;custo\nB;2,00\nA;1,00\n", "código;custo;marca\nB;2,00;\nA;1,00;BOM\n"])
def test_os_produtos_sao_travados_na_ordem_de_todos(loja: Loja, empresa: Empresa, tmp_path: Path, texto: str) -> None:
    """By id, whatever the file's order: a sale that locks the products of its serial numbers, or another one, never
    waits for what waits for it."""
    primeiro, segundo = loja.produto("A"), loja.produto("B")
    plano = planeja(loja, arquivo(tmp_path, texto))
    trava: LiteralString = "SELECT FROM produtos WHERE id = %s FOR NO KEY UPDATE NOWAIT"
    with empresa.servico() as venda, empresa.servico() as outra, empresa.admin(autocommit=True) as admin, \
            ThreadPoolExecutor(1) as fio:
        venda.execute(trava, [primeiro])
        feito = fio.submit(aplica, loja, plano)
        while admin.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                            "AND datname = current_database()").fetchone() != (1,):
            assert not feito.done()
        outra.execute(trava, [segundo])  # it has not taken this one before that one
        outra.rollback()
        venda.rollback()
        assert feito.result(20).alterados == 2


def test_o_estoque_e_do_tipo_que_a_coluna_diz(loja: Loja, tmp_path: Path) -> None:
    """TP-032: balance, place and counting of the kind that the row names; the shop's own stays as it is."""
    importa(loja, tmp_path, "código;descrição;estoque\n700;TENDA;8\n701;MESA;2\n")
    feiras = loja.uma(t.tipos_estoque, t.tipos_estoque.c.nome == "Feiras").id

    def em(tabela: Any, codigo: str) -> list[Any]:
        produto = loja.uma(t.produtos, t.produtos.c.codigo == codigo).id
        return [(e.saldo, e.localizacao, e.inventario_desde is not None)
                for e in loja.linhas(tabela, tabela.c.produto_id == produto)]

    tabela = ("código;estoque;Tipo de estoque;localização;Em inventário\n700;3;feiras;BOX 4;sim\n701;1;Estoque;;\n"
              "702;5;Feiras;;\n")
    with pytest.raises(ArquivoRecusado, match="o produto é novo"):
        importa(loja, tmp_path, tabela)
    tabela = tabela.replace("código;", "código;descrição;").replace("700;", "700;;").replace("701;", "701;;").replace(
        "702;", "702;CADEIRA;")
    importa(loja, tmp_path, tabela)
    assert em(t.estoques_por_tipo, "700") == [(3, "BOX 4", True)]
    assert em(t.estoques_por_tipo, "702") == [(5, "", False)]
    assert em(t.estoques_por_tipo, "701") == []
    assert [em(t.estoques, c) for c in ("700", "701", "702")] == [[(8, "", False)], [(1, "", False)], []]
    assert {(m.quantidade, m.tipo_estoque_id) for m in loja.linhas(
        t.movimentos_estoque, t.movimentos_estoque.c.tipo_estoque_id.is_not(None))} == {(3, feiras), (5, feiras)}
    importa(loja, tmp_path, "código;estoque;Tipo de estoque\n700;2;FEIRAS\n")
    assert em(t.estoques_por_tipo, "700") == [(2, "BOX 4", True)]
    with pytest.raises(ArquivoRecusado, match="“Quermesse” não é um tipo de estoque"):
        importa(loja, tmp_path, "código;estoque;Tipo de estoque\n700;2;Quermesse\n")


def test_o_que_os_tipos_de_pedido_perguntam_do_produto(loja: Loja, tmp_path: Path) -> None:
    """TP-034, TP-040, TP-042, TP-044, TP-046: by header; an empty cell changes nothing, 0 is no limit."""
    cabecalho = "código;descrição;Quantidade mínima;Qtde máxima;Em falta;Sem troca;Com variação;Em inventário\n"
    importa(loja, tmp_path, cabecalho + "400;CABO;5;50;sim;não;sim;sim\n401;FIO;;;;sim;;\n")

    def lido(codigo: str) -> tuple[object, ...]:
        p = loja.uma(t.produtos, t.produtos.c.codigo == codigo)
        return p.quantidade_minima, p.quantidade_maxima, p.em_falta, p.sem_troca, p.com_variacao

    def inventario(codigo: str) -> object:
        id_ = loja.uma(t.produtos, t.produtos.c.codigo == codigo).id
        return [e.inventario_desde for e in loja.linhas(t.estoques, t.estoques.c.produto_id == id_)]

    assert (lido("400"), lido("401")) == ((D(5), D(50), True, False, True), (D(0), D(0), False, True, False))
    assert (inventario("400"), inventario("401")) == ([AGORA], [])
    mais_tarde = AGORA + timedelta(hours=1)
    with loja.transacao() as con:
        plano = planejar(con, arquivo(tmp_path, cabecalho + "400;;;0;não;;;sim\n401;;;;;;;sim\n"),
                         estabelecimento_id=loja.estabelecimento)
        aplicar(con, plano, usuario_id=loja.usuario, agora=mais_tarde)
    assert lido("400") == (D(5), D(0), False, False, True)
    assert (inventario("400"), inventario("401")) == ([AGORA], [mais_tarde])  # the counting that is on goes on
    importa(loja, tmp_path, "código;Em inventário\n400;não\n")
    assert inventario("400") == [None]
    plano = planeja(loja, arquivo(tmp_path, "código;Quantidade mínima;Quantidade máxima\n400;9;8\n"))
    assert [(p.lugar, p.motivo) for p in plano.erros] == [
        ("coluna Quantidade mínima", "é maior que a quantidade máxima.")]


def test_inclui_produtos_precos_e_estoque(loja: Loja, tmp_path: Path) -> None:
    plano = planeja(loja, arquivo(tmp_path, TABELA, "cp1252"))
    assert plano.erros == ()
    assert plano.planilha.detalhe == "separador “;”, Windows-1252"
    assert [li.rotulo for li in plano.linhas] == [
        "100 ÓLEO DE SOJA 900ML", "101 ARROZ TIPO 1 5KG", "(novo código) PREGO 17X27"]
    assert str(aplica(loja, plano)) == "3 incluídos, 0 alterados, 0 sem mudança, 0 recusados"

    oleo = loja.uma(t.produtos, t.produtos.c.codigo == "100")
    assert (oleo.descricao, oleo.marca, oleo.ncm, oleo.custo, oleo.situacao) == (
        "ÓLEO DE SOJA 900ML", "Sabor", "15079011", D("4.10"), "ativo")
    assert oleo.grupo_id == loja.grupo  # MERCEARIA was there already
    assert (loja.preco(oleo.id), loja.preco(oleo.id, loja.outra_lista)) == (D("7.49"), D("7.49"))
    assert loja.saldo(oleo.id) == 120
    assert loja.uma(t.estoques, t.estoques.c.produto_id == oleo.id).localizacao == "A-1"
    arroz = loja.uma(t.produtos, t.produtos.c.codigo == "101")
    assert (arroz.situacao, loja.preco(arroz.id), loja.saldo(arroz.id)) == ("inativo", D("1031.90"), D("12.5"))
    prego = loja.uma(t.produtos, t.produtos.c.codigo == "102")
    assert loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "73513537").produto_id == prego.id
    assert loja.uma(t.grupos, t.grupos.c.id == prego.grupo_id).nome == "Ferragens"
    movimentos = loja.linhas(t.movimentos_estoque)
    assert [(m.quantidade, m.motivo) for m in movimentos] == [(120, "ajuste"), (D("12.5"), "ajuste")]
    registro = loja.uma(t.importacoes)
    assert (registro.tipo, registro.resumo["criar"], registro.em) == ("produtos", 3, AGORA)


def test_a_segunda_vez_nada_muda(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    antes = loja.foto() | {"importacoes": 2}
    plano = planeja(loja, arquivo(tmp_path, TABELA))
    assert {li.acao for li in plano.linhas} == {Acao.MANTER}
    assert aplica(loja, plano) == Resultado(mantidos=3)
    assert loja.foto() == antes


def test_altera_so_o_que_a_celula_diz_e_mostra_antes_e_depois(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    plano = planeja(loja, arquivo(tmp_path, "código;descrição;preço;estoque;marca\n100;;8,00;100;\n"))
    [linha] = plano.linhas
    assert [(a.campo, a.antes, a.depois) for a in linha.alteracoes] == [
        ("Preço", "7,49", "8,00"), ("Estoque", "120,00", "100,00")]
    aplica(loja, plano)
    oleo = loja.uma(t.produtos, t.produtos.c.codigo == "100")
    assert (oleo.descricao, oleo.marca, loja.saldo(oleo.id)) == ("ÓLEO DE SOJA 900ML", "Sabor", 100)
    assert (loja.preco(oleo.id), loja.preco(oleo.id, loja.outra_lista)) == (D("8.00"), D("7.49"))
    assert [m.quantidade for m in loja.linhas(t.movimentos_estoque, t.movimentos_estoque.c.produto_id == oleo.id)] == [
        120, -20]


def test_chave_externa_manda_e_o_codigo_pode_mudar(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, "id;código;descrição\nX1;100;ANTES\n")
    importa(loja, tmp_path, "id;código;descrição\nX1;200;DEPOIS\n")
    unico = loja.uma(t.produtos)
    assert (unico.codigo, unico.descricao, unico.chave_externa) == ("200", "DEPOIS", "X1")


def test_quem_so_tem_codigo_de_barras_e_reconhecido_por_ele(loja: Loja, tmp_path: Path) -> None:
    for _ in range(2):
        importa(loja, tmp_path, "descrição;ean\nPREGO;0012345678905\n")
    assert loja.uma(t.produtos).codigo == "1"
    assert loja.uma(t.produto_gtins).gtin == "012345678905"


def test_cada_linha_ruim_com_linha_e_motivo(loja: Loja, tmp_path: Path) -> None:
    loja.produto("900", gtin="7891000100103", codigo_balanca=77)
    ruim = arquivo(tmp_path, """código;descrição;ean;preço;custo;ncm;plu
1;BOM;;1,00;;;
2;PRECO;;-1,00;;;
3;PRECO E CUSTO;;abc;12345678901;;
4;NCM;;;;123;
5;EAN;7897846902087;;;;
1;REPETIDO;;;;;
;SEM CHAVE;;;;;
6;;;1,00;;;
7;EAN ALHEIO;7891000100103;;;;
8;PLU ALHEIO;;;;;77
9;COLUNA;DEMAIS;1;2;3;4;5
10;TAMBEM BOM;;1.234,50;;;
""")
    antes = loja.foto()
    plano = planeja(loja, ruim)
    assert [(p.linha, p.lugar) for p in plano.erros] == [
        (3, "coluna Preço"), (4, "coluna Custo"), (4, "coluna Preço"), (5, "coluna NCM"),
        (6, "coluna Código de barras"), (7, "coluna Código"), (8, ""), (9, "coluna Descrição"),
        (10, "coluna Código de barras"), (11, "coluna Código da balança"), (12, "")]
    por_linha = {p.linha: p.motivo for p in plano.erros}
    for linha, parte in ((3, "negativo"), (5, "8 algarismos"), (6, "deveria ser 6"), (7, "já está na linha 2"),
                         (8, "não saberia que produto"), (9, "produto é novo"), (10, "já é do produto 900"),
                         (11, "já é do produto 900"), (12, "há 8 colunas")):
        assert parte in por_linha[linha]
    with pytest.raises(ArquivoRecusado, match="linha 3, coluna Preço"):
        aplica(loja, plano)
    assert loja.foto() == antes
    assert aplica(loja, plano, somente_boas=True) == Resultado(criados=2, recusados=10)
    assert {p.codigo for p in loja.linhas(t.produtos)} == {"900", "1", "10"}


def test_duas_linhas_que_por_chaves_diferentes_falam_do_mesmo_produto(loja: Loja, tmp_path: Path) -> None:
    loja.produto("900", gtin="7891000100103")
    plano = planeja(loja, arquivo(tmp_path, "código;descrição;ean\n900;A;\n;B;7891000100103\n"))
    [problema] = plano.erros
    assert problema.linha == 3
    assert "mesmo cadastro da linha 2" in problema.motivo


def test_falta_de_coluna_impede_mesmo_com_somente_boas(loja: Loja, tmp_path: Path) -> None:
    plano = planeja(loja, arquivo(tmp_path, "a;b;a\n1;2;3\n"))
    assert all(li.coluna is None for li in plano.mapeamento.ligacoes)
    assert plano.fatal  # no key: no row could be recognised
    dupla = planeja(loja, arquivo(tmp_path, "código;cod;descrição\n1;2;3\n"))
    assert dupla.fatal
    with pytest.raises(ArquivoRecusado, match="dizem a mesma coisa"):
        aplica(loja, dupla, somente_boas=True)


def test_o_usuario_corrige_o_mapeamento(loja: Loja, tmp_path: Path) -> None:
    caminho = arquivo(tmp_path, "ref;texto;valor\n9;COISA;3,00\n")
    plano = planeja(loja, caminho, colunas={"ref": "codigo", "texto": "descricao", "valor": ""})
    assert plano.erros == ()
    aplica(loja, plano)
    produto = loja.uma(t.produtos)
    assert (produto.codigo, produto.descricao, loja.preco(produto.id)) == ("9", "COISA", None)


def test_mudou_entre_a_previa_e_a_confirmacao(loja: Loja, tmp_path: Path) -> None:
    importa(loja, tmp_path, TABELA)
    plano = planeja(loja, arquivo(tmp_path, "código;preço\n100;8,00\n"))
    with loja.transacao() as con:
        con.execute(update(t.precos).values(preco=D("9.99")))
    with pytest.raises(PlanoMudou) as mudou:
        aplica(loja, plano)
    novo = mudou.value.plano
    assert novo.linhas[0].alteracoes[0].antes == "9,99"
    assert aplica(loja, novo).alterados == 1


def test_estoque_de_outro_estabelecimento_e_reserva_nao_mudam(loja: Loja, tmp_path: Path) -> None:
    produto = loja.produto("100")
    with loja.transacao() as con:
        con.execute(insert(t.estoques).values([
            {"produto_id": produto, "estabelecimento_id": loja.estabelecimento, "saldo": D(5), "reservado": D(2)},
            {"produto_id": produto, "estabelecimento_id": loja.estabelecimento + 1, "saldo": D(9), "reservado": D(0)}]))
    importa(loja, tmp_path, "código;estoque\n100;50\n")
    linhas = {li.estabelecimento_id: (li.saldo, li.reservado) for li in loja.linhas(t.estoques)}
    assert linhas == {loja.estabelecimento: (50, 2), loja.estabelecimento + 1: (9, 0)}


def test_xlsx_com_numeros_e_dez_mil_linhas(loja: Loja, tmp_path: Path) -> None:
    caminho = tmp_path / "produtos.xlsx"
    livro = xlsxwriter.Workbook(str(caminho), {"constant_memory": True})
    aba = livro.add_worksheet()
    aba.write_row(0, 0, ["Código", "Descrição", "Preço", "Estoque", "Código de barras"])
    for i in range(1, 10_001):
        aba.write_row(i, 0, [i, f"PRODUTO {i}", i / 100, i / 8, "SEM GTIN" if i > 1 else 7897846902086])
    livro.close()
    assert aplica(loja, planeja(loja, caminho)).criados == 10_000
    assert loja.conta(t.produtos) == 10_000
    ultimo = loja.uma(t.produtos, t.produtos.c.codigo == "9999")
    assert (loja.preco(ultimo.id), loja.saldo(ultimo.id)) == (D("99.99"), D("1249.875"))
    assert loja.uma(t.produto_gtins).gtin == "7897846902086"


def test_etiqueta_de_balanca_nao_vira_codigo_de_barras(loja: Loja, tmp_path: Path) -> None:
    plano = planeja(loja, arquivo(tmp_path, "código;descrição;ean\n1;QUEIJO;2012340015505\n"))
    assert plano.erros == ()
    assert "reservado às etiquetas de balança" in plano.problemas[0].motivo
    aplica(loja, plano)
    assert loja.conta(t.produto_gtins) == 0


def test_arquivo_que_nao_abre(loja: Loja, tmp_path: Path) -> None:
    with pytest.raises(ArquivoRecusado, match="não foi possível abrir"):
        planeja(loja, tmp_path / "nenhum.csv")


@pytest.mark.parametrize("modulo", [importar_produtos, importar_clientes, importar_titulos])
def test_nenhum_cabecalho_serve_a_duas_colunas(modulo: object) -> None:
    donos: dict[str, str] = {}
    for lida in modulo.COLUNAS:  # type: ignore[attr-defined]
        c = lida.coluna
        for nome in {normaliza(n) for n in (c.campo, c.titulo, *c.sinonimos)}:
            assert donos.setdefault(nome, c.campo) == c.campo, nome


def test_sem_coluna_de_chave_diz_uma_vez_e_nao_linha_a_linha(loja: Loja, tmp_path: Path) -> None:
    for texto in ("nome;preço\nARROZ;7,90\nFEIJÃO;8,90\n", "ean;nome;preço\n;ARROZ;7,90\n;FEIJÃO;8,90\n"):
        plano = planeja(loja, arquivo(tmp_path, texto))
        assert (plano.fatal, plano.resumo()["recusadas"]) == (True, 2)
        [problema] = plano.problemas
        assert problema.linha == 0
        assert problema.motivo.startswith("nenhuma coluna preenchida diz que produto é cada linha")


def test_marca_escrita_de_outro_jeito_e_avisada_uma_vez(loja: Loja, tmp_path: Path) -> None:
    cabecalho = "código;descrição;marca\n"
    importa(loja, tmp_path, f"{cabecalho}1;FIO;Elétrica\n")
    caminho = arquivo(tmp_path, f"{cabecalho}1;FIO;Elétrica\n2;CABO;ELETRICA\n3;PLUG;ELETRICA\n"
                                "4;PÁ;Nova\n5;PÉ;NOVA\n6;PÓ;\n")
    plano = planeja(loja, caminho)
    assert plano.erros == ()
    assert [(p.linha, p.lugar, p.motivo.split(":")[0]) for p in plano.problemas] == [
        (3, "coluna Marca", "“ELETRICA” será outra marca, ao lado de “Elétrica”"),
        (6, "coluna Marca", "“NOVA” será outra marca, ao lado de “Nova”")]
    aplica(loja, plano)
    assert planeja(loja, caminho).problemas == ()  # they were told, and were wanted


def test_a_marca_da_previa_muda_com_o_que_seria_gravado(loja: Loja, tmp_path: Path) -> None:
    loja.produto("7", preco=D("5.00"))
    caminho = arquivo(tmp_path, "código;descrição;preço\n7;SETE;6,00\n8;OITO;1,00\n")
    plano = planeja(loja, caminho)
    assert marca_de(planeja(loja, caminho)) == marca_de(plano)
    primeira, segunda = plano.linhas
    for outra in (replace(segunda, valores={**segunda.valores, "preco": D("1.01")}), replace(segunda, id=9),
                  replace(segunda, rotulo="8 OITO "), replace(segunda, acao=Acao.ALTERAR), replace(segunda, numero=4),
                  replace(segunda, alteracoes=())):
        assert marca_de(replace(plano, linhas=(primeira, outra))) != marca_de(plano)
    assert marca_de(replace(plano, linhas=(segunda, primeira))) != marca_de(plano)
    assert marca_de(replace(plano, linhas=(primeira,))) != marca_de(plano)
