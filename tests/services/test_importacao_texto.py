"""What `--simular` prints: the lines a shop owner decides by."""

from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal as D
from pathlib import Path

import pytest

from balcao.services.office.importacao_texto import descreve_notas, descreve_resultado, descreve_tabela
from balcao.services.office.importar_nfe import aplicar, planejar
from balcao.services.office.importar_produtos import planejar as planejar_produtos
from tests.apoio.empresa import Empresa
from tests.services.loja_importacao import AGORA, NFE, Loja, abre

QUINOA = NFE / "35180834128745000152550010000474281920007498-nfe.xml"


@pytest.fixture
def loja(empresa: Empresa) -> Iterator[Loja]:
    with abre(empresa) as aberta:
        yield aberta


def test_previa_e_resultado_de_uma_nota(loja: Loja) -> None:
    loja.produto("10", gtin="7897846902086", preco=D("20.00"), custo=D("8"))
    with loja.transacao() as con:
        plano = planejar(con, [QUINOA], estabelecimento_id=loja.estabelecimento)
        linhas = [linha.replace("\xa0", " ") for linha in descreve_notas(plano)]
        feito = descreve_resultado(aplicar(con, plano, usuario_id=loja.usuario, agora=AGORA)).replace("\xa0", " ")
        depois = list(descreve_notas(planejar(con, [QUINOA], estabelecimento_id=loja.estabelecimento), UTC))
    assert linhas[0] == (f"{QUINOA.name}: NF-e 47428 série 1 de Alimentos Ltda. (34.128.745/0001-52), novo, R$ 347,28")
    assert "    1 10 PRODUTO 10 [pelo código de barras 7897846902086]" in linhas
    assert "      6 UN; custo 8,00 → 8,4333; venda 20,00 mantido (pela margem seria 11,81)" in linhas
    assert "    2 11 QUINOA VEGETAIS 100G (2X50G) [novo]" in linhas
    assert linhas[-1] == "1 nota a importar, 0 já importadas."
    assert feito == ("1 nota importada (R$ 347,28), 6 itens, 5 produtos novos, 0 preços mudados, 0 já importadas.")
    assert depois[1] == "  já importada em 21/11/2026 15:00; fica como está"
    assert depois[-1] == "0 notas a importar, 1 já importada."


def test_pergunta_e_problema_aparecem(loja: Loja, tmp_path: Path) -> None:
    loja.produto("10", gtin="7897846902086")
    caixa = tmp_path / "caixa.xml"
    caixa.write_text(QUINOA.read_text(encoding="utf-8").replace("<uCom>UN", "<uCom>CX", 1), encoding="utf-8")
    with loja.transacao() as con:
        linhas = list(descreve_notas(planejar(con, [caixa, tmp_path / "nada.xml"],
                                              estabelecimento_id=loja.estabelecimento)))
    assert any("6 CX; o produto é contado em UN e a nota traz CX" in linha for linha in linhas)
    assert linhas[-2].startswith("erro: nada.xml: não foi possível abrir")
    assert linhas[-1].startswith("erro: caixa.xml, linha 64, item 1:")


def test_previa_de_uma_tabela(loja: Loja, tmp_path: Path) -> None:
    loja.produto("1", preco=D("5.00"))
    tabela = tmp_path / "p.csv"
    tabela.write_text("código;cor;descrição;preço\n1;azul;;6,00\n2;;NOVO;1,00\n3;;RUIM;-1\n", encoding="utf-8")
    with loja.transacao() as con:
        plano = planejar_produtos(con, tabela, estabelecimento_id=loja.estabelecimento)
    assert list(descreve_tabela(plano)) == [
        "p.csv: CSV, separador “;”, UTF-8, 3 linhas",
        "  coluna “código” → Código", "  coluna “cor” → (ignorada)", "  coluna “descrição” → Descrição",
        "  coluna “preço” → Preço",
        "  linha 2: alterar 1 PRODUTO 1 — Preço: 5,00 → 6,00", "  linha 3: incluir 2 NOVO — Preço: 1,00",
        "erro: p.csv, linha 4, coluna Preço: “-1” é negativo; aqui só cabe zero ou mais.",
        "1 a incluir, 1 a alterar, 0 sem mudança, 1 recusada."]
    assert list(descreve_tabela(plano, limite=1))[-3] == "  … e mais 1"
