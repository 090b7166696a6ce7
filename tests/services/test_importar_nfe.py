"""NF-e → supplier, products, cost, price and stock, on a real database: once, exactly, or not at all."""

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from uuid_utils.compat import uuid7

from balcao.db import tables as t
from balcao.domain.arredondamento import arredonda
from balcao.domain.campo import ValorInvalido
from balcao.domain.chave_acesso import digito_chave
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.importacao import ArquivoRecusado
from balcao.domain.nota import MotivoPreco
from balcao.domain.unidades import Origem
from balcao.services.office.importacao import PlanoMudou, gravando
from balcao.services.office.importar_nfe import aplicar, planejar
from balcao.services.office.importar_nfe_plano import PlanoNotas, ResultadoNotas, le_fator
from tests.apoio.empresa import Empresa
from tests.services.loja_importacao import AGORA, NFE, Loja, abre

TODAS = sorted(NFE.glob("*.xml"))
QUINOA = NFE / "35180834128745000152550010000474281920007498-nfe.xml"
COM_ST = NFE / "35180834128745000152550010000476491552806942-nfe.xml"
CHAVE = "35180834128745000152550010000474281920007498"


@pytest.fixture
def loja(empresa: Empresa) -> Iterator[Loja]:
    with abre(empresa) as aberta:
        yield aberta


def planeja(loja: Loja, *arquivos: Path, **opcoes: object) -> PlanoNotas:
    with loja.transacao() as con:
        return planejar(con, arquivos, estabelecimento_id=loja.estabelecimento, **opcoes)  # type: ignore[arg-type]


def aplica(loja: Loja, plano: PlanoNotas) -> ResultadoNotas:
    with loja.transacao() as con:
        return aplicar(con, plano, usuario_id=loja.usuario, agora=AGORA)


def importa(loja: Loja, *arquivos: Path, **opcoes: object) -> ResultadoNotas:
    return aplica(loja, planeja(loja, *arquivos, **opcoes))


def copia(tmp_path: Path, de: str, para: str, origem: Path = QUINOA, vezes: int = -1) -> Path:
    texto = origem.read_text(encoding="utf-8")
    assert re.search(de, texto)
    novo = tmp_path / "nota.xml"
    novo.write_text(re.sub(de, para, texto, count=max(vezes, 0)), encoding="utf-8")
    return novo


# The eight notes ------------------------------------------------------------------------------------------

def test_as_oito_notas_numa_vez(loja: Loja) -> None:
    plano = planeja(loja, *TODAS)
    assert plano.problemas == ()
    feito = aplica(loja, plano)
    assert (feito.notas, feito.itens, feito.ja_importadas) == (8, 95, 0)
    assert feito.total == sum((n.nota.total for n in plano.notas), D(0))
    assert loja.conta(t.notas_entrada) == 8
    assert loja.conta(t.movimentos_estoque) == 95
    assert loja.conta(t.importacoes) == 8
    assert feito.produtos_criados == loja.conta(t.produtos) < 95  # the same product in several notes is one
    fornecedores = {p.documento: p.nome for p in loja.linhas(t.pessoas, t.pessoas.c.fornecedor)}
    assert fornecedores == {"75335849000115": "Teste Produtos Médicos Ltda - ME",
                            "34128745000152": "Alimentos Ltda.", None: "E.G.O. Elektro-Gerätebau GmbH"}


def test_o_estoque_e_o_custo_de_cada_nota_fecham(loja: Loja) -> None:
    importa(loja, *TODAS)
    for nota in loja.linhas(t.notas_entrada):
        assert sum(D(i["custo"]) for i in nota.itens) == nota.total
    somas: dict[int, D] = {}
    for m in loja.linhas(t.movimentos_estoque):
        somas[m.produto_id] = somas.get(m.produto_id, D(0)) + m.quantidade
    assert {produto: loja.saldo(produto) for produto in somas} == somas


def test_o_que_uma_nota_ensina(loja: Loja) -> None:
    importa(loja, QUINOA)
    gtin = loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "7897846902086")
    produto = loja.uma(t.produtos, t.produtos.c.id == gtin.produto_id)
    assert (produto.descricao, produto.unidade, produto.ncm) == ("QUINOA 100G (2X50G)", "UN", "10085090")
    assert produto.custo == arredonda(D("50.60") / 6, 10)      # 42,93 + 7,67 of freight, over 6
    assert loja.preco(produto.id) == arredonda(produto.custo * D("1.4")) == D("11.81")
    assert loja.preco(produto.id, loja.outra_lista) == D("11.81")
    assert loja.saldo(produto.id) == 6
    apelido = loja.uma(t.fornecedor_produtos, t.fornecedor_produtos.c.codigo == "1208")
    assert (apelido.produto_id, apelido.unidade, apelido.fator) == (produto.id, "UN", 1)
    nota = loja.uma(t.notas_entrada)
    assert (nota.chave, nota.numero, nota.total, nota.usuario_id, nota.importada_em) == (
        CHAVE, 47428, D("347.28"), loja.usuario, AGORA)
    movimento = loja.linhas(t.movimentos_estoque, t.movimentos_estoque.c.produto_id == produto.id)[0]
    assert (movimento.motivo, movimento.quantidade, movimento.custo) == ("nota", 6, produto.custo)
    assert CHAVE in movimento.documento
    endereco = loja.uma(t.enderecos)
    assert (endereco.municipio, endereco.uf, endereco.municipio_ibge) == ("Sao Joao da Boa Vista", "SP", 3549102)
    assert json.dumps(loja.uma(t.importacoes).resumo).count(CHAVE) == 1


def test_codigo_novo_e_o_proximo_numero_livre(loja: Loja) -> None:
    for codigo in ("41", "A-7", "7891234567895"):   # a bar code used as code does not move the sequence
        loja.produto(codigo)
    plano = planeja(loja, QUINOA)
    assert [i.codigo for i in plano.notas[0].itens] == ["42", "43", "44", "45", "46", "47"]
    aplica(loja, plano)
    assert loja.uma(t.produtos, t.produtos.c.codigo == "47").descricao == "MATCHA FRUIT CRANBERRY 6G (#)"


# Once -----------------------------------------------------------------------------------------------------

def test_a_segunda_vez_nao_faz_nada(loja: Loja) -> None:
    importa(loja, QUINOA)
    antes = loja.foto()
    plano = planeja(loja, QUINOA)
    assert plano.notas[0].ja_importada == AGORA
    assert plano.a_importar == ()
    feito = aplica(loja, plano)
    assert (feito.notas, feito.ja_importadas) == (0, 1)
    assert loja.foto() == antes


def test_simular_nao_grava(loja: Loja) -> None:
    antes = loja.foto()
    planeja(loja, *TODAS)
    assert loja.foto() == antes


def test_a_mesma_nota_duas_vezes_na_corrida_e_recusada(loja: Loja, tmp_path: Path) -> None:
    outra = tmp_path / "copia.xml"
    outra.write_bytes(QUINOA.read_bytes())
    antes = loja.foto()
    plano = planeja(loja, QUINOA, outra)
    [problema] = plano.problemas
    assert str(problema) == (f"copia.xml: é a mesma nota de {QUINOA.name} (nº 47428). Escolha cada nota uma vez.")
    with pytest.raises(ArquivoRecusado):
        aplica(loja, plano)
    assert loja.foto() == antes


def test_uma_nota_ruim_para_todas(loja: Loja, tmp_path: Path) -> None:
    ruim = copia(tmp_path, "<qCom>6.0000</qCom>", "<qCom>-6.0000</qCom>", vezes=1)
    antes = loja.foto()
    plano = planeja(loja, COM_ST, ruim, tmp_path / "nao_existe.xml")
    assert [p.arquivo for p in plano.problemas] == ["nota.xml", "nao_existe.xml"]
    assert "item 1, tag qCom" in str(plano.problemas[0])
    with pytest.raises(ArquivoRecusado, match="negativo"):
        aplica(loja, plano)
    assert loja.foto() == antes


def test_queda_no_meio_nao_deixa_nada(loja: Loja) -> None:
    antes = loja.foto()
    plano = planeja(loja, QUINOA)
    with loja.motor.connect() as con:
        aplicar(con, plano, usuario_id=loja.usuario, agora=AGORA)
        con.rollback()
    assert loja.foto() == antes
    assert aplica(loja, plano).notas == 1


def test_o_cadastro_que_mudou_depois_da_simulacao_pede_nova_confirmacao(loja: Loja) -> None:
    plano = planeja(loja, QUINOA)
    loja.produto("500", gtin="7897846902086", preco=D("9.90"))
    with pytest.raises(PlanoMudou) as mudou:
        aplica(loja, plano)
    assert loja.conta(t.notas_entrada) == 0
    novo = mudou.value.plano
    assert novo.notas[0].itens[0].codigo == "500"
    assert aplica(loja, novo).notas == 1


def test_um_produto_alheio_cadastrado_no_meio_nao_atrapalha(loja: Loja) -> None:
    """Only the code, which is settled when written, changes."""
    plano = planeja(loja, QUINOA)
    loja.produto(plano.notas[0].itens[0].codigo)
    assert aplica(loja, plano).produtos_criados == 6


def test_duas_importacoes_ao_mesmo_tempo(loja: Loja) -> None:
    plano = planeja(loja, QUINOA)
    with loja.transacao() as con, gravando(con), pytest.raises(AmbienteIndisponivel, match="Outra importação"):
        aplica(loja, plano)
    assert aplica(loja, plano).notas == 1


def test_seis_ao_mesmo_tempo_a_mesma_nota_entra_uma_vez(loja: Loja) -> None:
    plano = planeja(loja, QUINOA)
    largada = threading.Barrier(6)
    erros: list[str] = []

    def corre() -> None:
        largada.wait()
        try:
            aplica(loja, plano)
        except (AmbienteIndisponivel, PlanoMudou) as erro:
            erros.append(str(erro))

    corredores = [threading.Thread(target=corre) for _ in range(6)]
    for c in corredores:
        c.start()
    for c in corredores:
        c.join()
    assert loja.conta(t.notas_entrada) == 1
    assert loja.conta(t.movimentos_estoque) == 6
    assert len(erros) == 5


def test_estoque_travado_por_uma_venda_diz_que_esta_ocupado(loja: Loja) -> None:
    produto = loja.produto("10", gtin="7897846902086")
    with loja.transacao() as con:
        con.execute(insert(t.estoques).values(produto_id=produto, estabelecimento_id=loja.estabelecimento))
    plano = planeja(loja, QUINOA)
    antes = loja.foto()
    with loja.transacao() as venda:
        venda.execute(text("SELECT FROM estoques FOR NO KEY UPDATE"))
        with pytest.raises(AmbienteIndisponivel, match="ocupado com vendas"):
            aplica(loja, plano)
    assert loja.foto() == antes
    assert aplica(loja, plano).notas == 1


def test_o_fornecedor_e_travado_antes_dos_produtos_como_em_um_pedido(loja: Loja) -> None:
    """An order that makes a customer of him (TP-009) locks him, then products that sell by serial number."""
    produto = loja.produto("10", gtin="7897846902086")
    quem = planeja(loja, QUINOA).notas[0].nota.fornecedor
    with loja.transacao() as con:
        con.execute(insert(t.pessoas).values(id=uuid7(), nome="QUEM SERÁ", documento=quem.documento))
    plano = planeja(loja, QUINOA)
    with ThreadPoolExecutor(1) as fios, loja.motor.connect() as pedido, loja.motor.connect() as olho:
        pedido.execute(text("SELECT FROM pessoas WHERE documento = :d FOR NO KEY UPDATE"), {"d": quem.documento})
        feito = fios.submit(aplica, loja, plano)
        while not olho.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            assert not feito.done()
        pedido.execute(text("SELECT FROM produtos WHERE id = :p FOR NO KEY UPDATE NOWAIT"), {"p": produto})
        pedido.rollback()
        assert feito.result(30).notas == 1


# Matching -------------------------------------------------------------------------------------------------

def test_casa_por_codigo_de_barras_e_depois_pelo_codigo_do_fornecedor(loja: Loja) -> None:
    conhecido = loja.produto("10", gtin="7897846902086", preco=D("5.00"), custo=D("4"), ncm="99999999")
    importa(loja, QUINOA)
    assert (loja.saldo(conhecido), loja.preco(conhecido)) == (6, D("11.81"))
    assert loja.uma(t.produtos, t.produtos.c.id == conhecido).ncm == "99999999"  # the shop's own is kept
    apelidos = {a.codigo: a.produto_id for a in loja.linhas(t.fornecedor_produtos)}
    assert apelidos["1208"] == conhecido


def test_sem_gtin_casa_pelo_codigo_do_fornecedor_na_outra_nota(loja: Loja, tmp_path: Path) -> None:
    importa(loja, QUINOA)
    produtos = loja.conta(t.produtos)
    outra = _outra_nota(tmp_path, r"<cEAN(Trib)?>\d+</cEAN(Trib)?>", r"<cEAN\1>SEM GTIN</cEAN\1>")
    plano = planeja(loja, outra)
    assert [i.casado_por for i in plano.notas[0].itens] == [
        f"código {i.item.codigo} do fornecedor" for i in plano.notas[0].itens]
    aplica(loja, plano)
    assert loja.conta(t.produtos) == produtos
    gtin = loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "7897846902086")
    assert loja.saldo(gtin.produto_id) == 12


def test_gtin_de_outro_produto_ganha_do_codigo_e_avisa(loja: Loja, tmp_path: Path) -> None:
    importa(loja, QUINOA)
    outro = loja.produto("900", gtin="7891000100103")
    trocada = _outra_nota(tmp_path, "7897846902086", "7891000100103")
    plano = planeja(loja, trocada)
    um = plano.notas[0].itens[0]
    assert um.produto_id == outro
    assert any("vale o código de barras" in a for a in um.avisos)


def test_fornecedor_que_ja_era_cliente(loja: Loja) -> None:
    with loja.transacao() as con:
        con.execute(insert(t.pessoas).values(
            id="01a1ff80-41b8-70b1-9531-a35cc7569db6", nome="ALIMENTOS", documento="34128745000152"))
    importa(loja, QUINOA)
    pessoa = loja.uma(t.pessoas)
    assert (pessoa.nome, pessoa.fornecedor) == ("ALIMENTOS", True)


def test_duas_linhas_do_mesmo_produto_tem_um_custo(loja: Loja, tmp_path: Path) -> None:
    """1208 and 1210 become one: (50,60 + 101,20) over 18."""
    nota = copia(tmp_path, "7897846902109", "7897846902086")
    importa(loja, copia_para(nota, "<cProd>1210<", "<cProd>1208<"))
    gtin = loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "7897846902086")
    produto = loja.uma(t.produtos, t.produtos.c.id == gtin.produto_id)
    assert produto.custo == arredonda(D("151.80") / 18, 10)
    assert loja.saldo(produto.id) == 18
    assert loja.conta(t.produtos) == 5


# Units ----------------------------------------------------------------------------------------------------

def em_caixas(tmp_path: Path, tributavel: str = "CX", quantidade: str = "6.0000", preco: str = "7.1550000") -> Path:
    """The first item comes in boxes."""
    nota = copia(tmp_path, "<uCom>UN</uCom>", "<uCom>CX</uCom>", vezes=1)
    return copia_para(nota, "<uTrib>UN</uTrib>\\s*<qTrib>6.0000</qTrib>\\s*<vUnTrib>7.1550000</vUnTrib>",
                      f"<uTrib>{tributavel}</uTrib><qTrib>{quantidade}</qTrib><vUnTrib>{preco}</vUnTrib>")


def test_caixa_de_produto_em_unidades_pergunta_e_lembra(loja: Loja, tmp_path: Path) -> None:
    produto = loja.produto("10", gtin="7897846902086")
    nota = em_caixas(tmp_path)
    antes = loja.foto()
    plano = planeja(loja, nota)
    [problema] = plano.problemas
    assert problema.lugar == "item 1"
    assert "informe quantas UN há em 1 CX" in problema.motivo
    with pytest.raises(ArquivoRecusado, match="informe quantas"):
        aplica(loja, plano)
    assert loja.foto() == antes

    respondido = planeja(loja, nota, fatores={(CHAVE, 1): D(12)})
    assert respondido.notas[0].itens[0].conversao.origem is Origem.USUARIO
    aplica(loja, respondido)
    assert loja.saldo(produto) == 72
    assert loja.uma(t.produtos, t.produtos.c.id == produto).custo == arredonda(D("50.60") / 72, 10)
    assert loja.uma(t.produto_unidades, t.produto_unidades.c.produto_id == produto).fator == 12

    seguinte = planeja(loja, _outra_nota(tmp_path, "x^", "", nota))
    assert seguinte.problemas == ()
    assert seguinte.notas[0].itens[0].conversao.origem is Origem.FORNECEDOR
    aplica(loja, seguinte)
    assert loja.saldo(produto) == 144


def test_resposta_escrita_na_linha_de_comando(loja: Loja, tmp_path: Path) -> None:
    loja.produto("10", gtin="7897846902086")
    nota = em_caixas(tmp_path)
    assert le_fator("1=12") == (("", 1), D(12))
    assert le_fator(f"{CHAVE}:1=0,5") == ((CHAVE, 1), D("0.5"))
    for resposta in ("1=12", f"{CHAVE}:1=12"):
        assert planeja(loja, nota, fatores=dict([le_fator(resposta)])).problemas == ()
    with pytest.raises(ValorInvalido, match="não diz de qual nota"):
        planeja(loja, nota, COM_ST, fatores={("", 1): D(12)})
    with pytest.raises(ValorInvalido, match="que não está nos arquivos"):
        planeja(loja, nota, fatores={("", 7): D(12)})


@pytest.mark.parametrize(("texto", "motivo"), [
    ("12", "ITEM=QUANTIDADE"), ("x=12", "ITEM=QUANTIDADE"), ("1=doze", "não é um número"), ("1=-2", "negativo"),
    ("123:1=2", "posições")])
def test_resposta_mal_escrita(texto: str, motivo: str) -> None:
    with pytest.raises(ValorInvalido, match=motivo):
        le_fator(texto)


def test_a_propria_nota_conta_as_unidades_da_caixa(loja: Loja, tmp_path: Path) -> None:
    nota = em_caixas(tmp_path, "UN", "72.0000", "0.5962500")
    nota = copia_para(nota, "<cEAN>7897846902086</cEAN>", "<cEAN>17897846902083</cEAN>")
    importa(loja, nota)
    unidade = loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "7897846902086")
    caixa = loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "17897846902083")
    assert unidade.produto_id == caixa.produto_id
    assert (unidade.fator, caixa.fator) == (1, 12)
    assert loja.saldo(unidade.produto_id) == 72
    assert loja.uma(t.produtos, t.produtos.c.id == unidade.produto_id).unidade == "UN"


def test_a_caixa_que_mudou_de_tamanho_pergunta(loja: Loja, tmp_path: Path) -> None:
    importa(loja, em_caixas(tmp_path, "UN", "72.0000", "0.5962500"))
    maior = copia_para(_outra_nota(tmp_path, "x^", "", em_caixas(tmp_path, "UN", "144.0000", "0.2981250")), "x^", "")
    [problema] = planeja(loja, maior).problemas
    assert "informe quantas UN há em 1 CX (talvez 24)" in problema.motivo


def test_conta_que_nao_e_fator_nao_se_lembra(loja: Loja, tmp_path: Path) -> None:
    """6 boxes were 10 units, in the next note 12: neither is a number of units per box."""
    primeira = em_caixas(tmp_path, "UN", "10.0000", "4.2930000").rename(tmp_path / "primeira.xml")
    segunda = _outra_nota(tmp_path, "x^", "", em_caixas(tmp_path, "UN", "12.0000", "3.5775000"))
    plano = planeja(loja, primeira, segunda)
    assert plano.problemas == ()
    aplica(loja, plano)
    gtin = loja.linhas(t.fornecedor_produtos, t.fornecedor_produtos.c.codigo == "1208")[0]
    assert loja.saldo(gtin.produto_id) == 22
    assert gtin.fator == 2  # the second note's count was exact, and is what is remembered
    assert [u.fator for u in loja.linhas(t.produto_unidades, t.produto_unidades.c.produto_id == gtin.produto_id)] == [2]


# Prices ---------------------------------------------------------------------------------------------------

def test_margem_do_usuario_do_grupo_e_padrao(loja: Loja) -> None:
    loja.produto("10", gtin="7897846902086", grupo_id=loja.grupo)
    custo = arredonda(D("50.60") / 6, 10)
    do_grupo = planeja(loja, QUINOA).notas[0].itens[0]
    assert (do_grupo.margem, do_grupo.preco.preco) == (25, arredonda(custo * D("1.25")))
    do_usuario = planeja(loja, QUINOA, margem=D("33.33")).notas[0].itens[0]
    assert do_usuario.preco.preco == arredonda(custo * D("1.3333"))
    assert planeja(loja, QUINOA).notas[0].itens[1].margem == 40


def test_preco_que_cairia_fica_a_nao_ser_que_se_diga(loja: Loja) -> None:
    produto = loja.produto("10", gtin="7897846902086", preco=D("20.00"), custo=D("9"))
    um = planeja(loja, QUINOA).notas[0].itens[0]
    assert (um.preco.motivo, um.preco.pela_margem) == (MotivoPreco.MANTIDO, D("11.81"))
    assert um.custo_anterior == 9
    importa(loja, QUINOA, reduz_preco=True)
    assert loja.preco(produto) == D("11.81")


def test_a_nota_mais_nova_da_corrida_parte_do_que_a_mais_velha_fez(loja: Loja) -> None:
    """GRANOLA TRADICIONAL 250G is in both; the newer note is read first and planned last."""
    plano = planeja(loja, COM_ST, QUINOA)
    velha, nova = (next(i for i in n.itens if i.item.gtin == "7897846900785") for n in plano.notas)
    assert (velha.produto_id, velha.custo_anterior) == (nova.produto_id, None)
    assert (nova.custo_anterior, nova.preco_anterior) == (velha.custo_unitario, velha.preco.preco)
    assert nova.preco.motivo is MotivoPreco.SUBIU
    aplica(loja, plano)
    gtin = loja.uma(t.produto_gtins, t.produto_gtins.c.gtin == "7897846900785")
    assert loja.uma(t.produtos, t.produtos.c.id == gtin.produto_id).custo == nova.custo_unitario
    assert loja.preco(gtin.produto_id) == loja.preco(gtin.produto_id, loja.outra_lista) == nova.preco.preco


def test_outra_lista_e_lista_que_nao_existe(loja: Loja) -> None:
    produto = loja.produto("10", gtin="7897846902086", preco=D("20.00"))
    importa(loja, QUINOA, lista_id=loja.outra_lista)
    assert (loja.preco(produto), loja.preco(produto, loja.outra_lista)) == (D("20.00"), D("11.81"))
    with pytest.raises(ValorInvalido, match="lista de preço"):
        planeja(loja, COM_ST, lista_id=99)


@pytest.mark.parametrize("margem", [D(-1), D(1001), D("NaN")])
def test_margem_impossivel(loja: Loja, margem: D) -> None:
    with pytest.raises(ValorInvalido, match="margem"):
        planeja(loja, QUINOA, margem=margem)


@pytest.mark.parametrize("fator", [D(0), D(-1), D("NaN"), D("0.0000001"), D(1000000)])
def test_fator_impossivel(loja: Loja, fator: D) -> None:
    with pytest.raises(ValorInvalido, match="conversão do item 1"):
        planeja(loja, QUINOA, fatores={(CHAVE, 1): fator})


def test_avisos_que_a_previa_mostra(loja: Loja) -> None:
    loja.produto("10", gtin="7897846902086", custo=D("0.50"), situacao="inativo", preco_maximo=D("1.00"))
    nota = planeja(loja, QUINOA).notas[0]
    assert any("não para este estabelecimento" in a for a in nota.avisos)
    avisos = " | ".join(nota.itens[0].avisos)
    for parte in ("está inativo", "o custo mudou demais", "preço máximo"):
        assert parte in avisos


def test_nota_de_saida_da_propria_loja_e_recusada(loja: Loja) -> None:
    with loja.transacao() as con:
        con.execute(text("UPDATE estabelecimentos SET cnpj = '34128745000152' WHERE id = :i"),
                    {"i": loja.estabelecimento})
    [problema] = planeja(loja, QUINOA).problemas
    assert "nota de saída deste estabelecimento" in problema.motivo


def test_o_estoque_soma_ao_que_havia(loja: Loja) -> None:
    produto = loja.produto("10", gtin="7897846902086")
    with loja.transacao() as con:
        con.execute(insert(t.estoques).values(produto_id=produto, estabelecimento_id=loja.estabelecimento,
                                              saldo=D("-2.5"), reservado=D(1)))
    importa(loja, QUINOA)
    linha = loja.uma(t.estoques, t.estoques.c.produto_id == produto)
    assert (linha.saldo, linha.reservado) == (D("3.5"), 1)


def _outra_nota(tmp_path: Path, de: str, para: str, origem: Path = QUINOA) -> Path:
    """The same goods in the note of the next number."""
    corpo = CHAVE[:25] + "000047429" + CHAVE[34:43]
    texto = origem.read_text(encoding="utf-8").replace(CHAVE, corpo + digito_chave(corpo))
    texto = texto.replace("<nNF>47428</nNF>", "<nNF>47429</nNF>").replace("2018-08-07T09:19:15", "2018-08-09T09:19:15")
    novo = tmp_path / "outra.xml"
    novo.write_text(re.sub(de, para, texto), encoding="utf-8")
    return novo


def copia_para(origem: Path, de: str, para: str) -> Path:
    origem.write_text(re.sub(de, para, origem.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    return origem
