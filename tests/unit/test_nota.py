"""Costs of a note: they add up to its total to the cent, whatever the amounts; units; price by margin."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.domain.campo import ValorInvalido
from balcao.domain.chave_acesso import digito_chave, le_chave
from balcao.domain.nota import (
    OPCIONAIS,
    SINAIS,
    TODAS,
    ItemNota,
    MotivoPreco,
    NotaFiscal,
    Participante,
    Valores,
    composicao,
    custo_unitario,
    custos,
    preco_de_venda,
)
from balcao.domain.unidades import Conhecido, Origem, converte, unidade_canonica

CHAVE = le_chave("35180834128745000152550010000474281920007498")
ALIMENTOS = Participante("34128745000152", "Alimentos Ltda.")


def item(numero: int = 1, **campos: object) -> ItemNota:
    base: dict[str, object] = {
        "numero": numero, "linha": 10 * numero, "codigo": f"C{numero}", "gtin": None, "descricao": "PRODUTO",
        "ncm": "10085090", "cest": "", "cfop": "5102", "unidade": "UN", "quantidade": D(1), "preco": D(10),
        "gtin_trib": None, "unidade_trib": "UN", "quantidade_trib": D(1), "preco_trib": D(10),
        "valores": Valores(produtos=D("10.00"))}
    return ItemNota(**(base | campos))  # type: ignore[arg-type]


def nota(*itens: ItemNota, total: D | None = None, totais: Valores | None = None) -> NotaFiscal:
    somas = totais or Valores(**{n: sum((getattr(i.valores, n) for i in itens), D("0.00")) for n in SINAIS})
    return NotaFiscal(chave=CHAVE, numero=1, serie=1, emissao=datetime(2026, 3, 1, tzinfo=UTC), natureza="Venda",
                      entrada_propria=False, emitente=ALIMENTOS, destinatario=ALIMENTOS, itens=itens, totais=somas,
                      total=somas.soma(TODAS) if total is None else total, protocolo=None)


centavos = st.decimals("0", "99999.99", places=2)
valores = st.builds(Valores, **{n: centavos for n in SINAIS if n not in ("desconto", "desonerado")})


@given(st.lists(valores, min_size=1, max_size=12), st.data())
def test_a_soma_dos_custos_e_o_total_da_nota(lista: list[Valores], data: st.DataObject) -> None:
    """Every subset of the optional parts, every amount on the items or only on the note."""
    itens = [item(i, valores=v) for i, v in enumerate(lista, 1)]
    cheia = nota(*itens)
    so_na_nota = data.draw(st.sets(st.sampled_from(["frete", "seguro", "outras", "ipi", "st", "fcp_st"])))
    sem = [replace(i, valores=replace(i.valores, **dict.fromkeys(so_na_nota, D("0.00")))) for i in itens]
    fora = data.draw(st.sets(st.sampled_from(OPCIONAIS)))
    pronta = replace(cheia, itens=tuple(sem), total=cheia.totais.soma(TODAS - fora))
    calculados = custos(pronta)
    assert sum(c.total for c in calculados) == pronta.total
    assert all(c.total >= 0 and c.total == c.total.quantize(D("0.01")) for c in calculados)


@given(st.lists(st.tuples(centavos, st.integers(0, 100)), min_size=1, max_size=12))
def test_desconto_por_item_tambem_fecha(lista: list[tuple[D, int]]) -> None:
    itens = [item(i, valores=Valores(produtos=p, desconto=(p * pct / 100).quantize(D("0.01"))))
             for i, (p, pct) in enumerate(lista, 1)]
    pronta = nota(*itens)
    assert sum(c.total for c in custos(pronta)) == pronta.total


def test_frete_so_no_total_e_rateado_pelo_valor() -> None:
    itens = [item(1, valores=Valores(produtos=D("30.00"))), item(2, valores=Valores(produtos=D("60.00"))),
             item(3, valores=Valores(produtos=D("10.00")))]
    pronta = nota(*itens, totais=Valores(produtos=D("100.00"), frete=D("10.01")))
    assert [c.valores.frete for c in custos(pronta)] == [D("3.00"), D("6.01"), D("1.00")]
    assert [c.total for c in custos(pronta)] == [D("33.00"), D("66.01"), D("11.00")]


def test_icms_desonerado_deduzido_ou_nao() -> None:
    um = item(valores=Valores(produtos=D("100.00"), desonerado=D("7.00")))
    assert custos(nota(um))[0].total == D("93.00")
    assert custos(nota(um, total=D("100.00")))[0].total == D("100.00")
    assert composicao(nota(um, total=D("99.00"))) is None
    with pytest.raises(ValorInvalido, match=r"R\$\xa099,00"):
        custos(nota(um, total=D("99.00")))


def test_importacao_poe_no_total_o_que_nao_nomeia() -> None:
    um, dois = (item(n, cfop="3102", valores=Valores(produtos=D(v))) for n, v in ((1, "75.00"), (2, "25.00")))
    calculados = custos(nota(um, dois, total=D("140.01")))
    assert [c.ajuste for c in calculados] == [D("30.01"), D("10.00")]
    assert sum(c.total for c in calculados) == D("140.01")
    with pytest.raises(ValorInvalido):
        custos(nota(um, dois, total=D("90.00")))


def test_item_fora_do_total_nao_custa_os_produtos() -> None:
    brinde = item(2, no_total=False, valores=Valores(produtos=D("50.00"), frete=D("1.00")))
    pronta = nota(item(1), brinde, totais=Valores(produtos=D("10.00"), frete=D("1.00")))
    assert [c.total for c in custos(pronta)] == [D("10.00"), D("1.00")]


def test_desconto_maior_que_o_item_nao_da_custo_negativo() -> None:
    ruim = item(1, valores=Valores(produtos=D("10.00"), desconto=D("11.00")))
    with pytest.raises(ValorInvalido, match="item 1 custaria"):
        custos(nota(ruim, item(2)))


@given(st.decimals("0.01", "99999999.99", places=2), st.decimals("0.000001", "999999", places=6))
def test_custo_unitario_devolve_o_total(total: D, quantidade: D) -> None:
    assert abs(custo_unitario(total, quantidade) * quantidade - total) < D("0.01")


@pytest.mark.parametrize(("custo", "margem", "atual", "baixa", "preco", "motivo"), [
    ("10.00", "40", None, False, "14.00", MotivoPreco.NOVO),
    ("8.4333333333", "40", "10.00", False, "11.81", MotivoPreco.SUBIU),
    ("8.00", "40", "20.00", False, "20.00", MotivoPreco.MANTIDO),
    ("8.00", "40", "20.00", True, "11.20", MotivoPreco.BAIXOU),
    ("10.00", "40", "14.00", False, "14.00", MotivoPreco.IGUAL),
    ("0", "40", "14.00", True, "14.00", MotivoPreco.SEM_CUSTO),
    ("0.005", "0", None, False, "0.01", MotivoPreco.NOVO),
])
def test_preco_pela_margem(custo: str, margem: str, atual: str | None, baixa: bool, preco: str,
                           motivo: MotivoPreco) -> None:
    sugerido = preco_de_venda(D(custo), D(margem), D(atual) if atual else None, baixa)
    assert (sugerido.preco, sugerido.motivo) == (D(preco), motivo)
    assert sugerido.muda is (motivo in (MotivoPreco.NOVO, MotivoPreco.SUBIU, MotivoPreco.BAIXOU))


# Units ----------------------------------------------------------------------------------------------------

UN = Conhecido("UN", {})


def traz(unidade: str, quantidade: str, tributavel: str, quantidade_trib: str) -> ItemNota:
    return item(unidade=unidade, quantidade=D(quantidade), unidade_trib=tributavel,
                quantidade_trib=D(quantidade_trib))


@pytest.mark.parametrize(("escrita", "canonica"), [
    ("und.", "UN"), ("PÇ", "PC"), ("CX0012", "CX12"), ("CX1", "CX"), ("Mts", "M"), ("M2", "M2"), ("PT", "PT"),
    ("", "UN"), ("ROLO", "RL")])
def test_unidade_canonica(escrita: str, canonica: str) -> None:
    assert unidade_canonica(escrita) == canonica


@pytest.mark.parametrize(("do_item", "produto", "quantidade", "unidade", "origem"), [
    (traz("UND", "6", "UN", "6"), UN, "6", "UN", Origem.MESMA),
    (traz("CX", "10", "UN", "120"), UN, "120", "UN", Origem.NOTA),
    (traz("CX", "10", "KG", "200"), Conhecido("UN", {"CX": D(12)}), "120", "UN", Origem.CADASTRO),
    (traz("CX", "10", "CX", "10"), Conhecido("UN", {}, fator_gtin=D(24)), "240", "UN", Origem.GTIN),
    (traz("CX", "10", "CX", "10"), Conhecido("UN", {"CX": D(12)}, fornecedor=("CX", D(6))), "60", "UN",
     Origem.FORNECEDOR),
    (traz("DZ", "3", "DZ", "3"), UN, "36", "UN", Origem.UNIVERSAL),
    (traz("G", "500", "G", "500"), Conhecido("KG", {}), "0.5", "KG", Origem.UNIVERSAL),
    (traz("UN", "10", "KG", "3.5"), UN, "10", "UN", Origem.MESMA),   # the tax unit does not matter
    (traz("CX", "3", "UN", "10"), UN, "10", "UN", Origem.NOTA),      # 3,333333 per box: the note's count stays
    (traz("UN", "5", "UN", "5"), None, "5", "UN", Origem.MESMA),
    (traz("CX", "10", "UN", "120"), None, "120", "UN", Origem.NOTA),
    (traz("CX", "10", "CX", "10"), None, "10", "CX", Origem.MESMA),
    (traz("UN", "10", "KG", "3.5"), None, "10", "UN", Origem.MESMA),
])
def test_converte(do_item: ItemNota, produto: Conhecido | None, quantidade: str, unidade: str,
                  origem: Origem) -> None:
    feita = converte(do_item, produto)
    assert (feita.quantidade, feita.unidade, feita.origem, feita.pergunta) == (D(quantidade), unidade, origem, "")


@pytest.mark.parametrize(("do_item", "produto", "sugestao"), [
    (traz("CX", "10", "CX", "10"), UN, None),                 # nothing tells what a box holds
    (traz("CX", "10", "UN", "10"), UN, None),                 # the issuer counts a box as one unit
    (traz("CX0012", "10", "UN", "10"), Conhecido("UN", {"CX": D(6)}), D(12)),  # another box than the known one
    (traz("UN", "10", "UN", "120"), UN, D(12)),
    (traz("UN", "10", "UN", "120"), None, D(12)),
    (traz("CX", "10", "KG", "200"), None, D(20)),
    (traz("PC", "10", "PC", "10"), UN, None),                 # peça or pacote?
])
def test_o_que_a_nota_nao_diz_se_pergunta(do_item: ItemNota, produto: Conhecido | None, sugestao: D | None) -> None:
    feita = converte(do_item, produto)
    assert feita.origem is Origem.PERGUNTA
    assert "informe quantas" in feita.pergunta
    assert feita.quantidade == 0
    assert feita.sugestao == sugestao
    respondida = converte(do_item, produto, D(7))
    assert respondida.origem is Origem.USUARIO
    assert respondida.quantidade == do_item.quantidade * 7


def test_caixa_nova_respondida_entra_em_unidades() -> None:
    feita = converte(traz("CX", "10", "CX", "10"), None, D(12))
    assert (feita.unidade, feita.quantidade) == ("UN", D(120))
    assert converte(traz("CX", "10", "CX", "10"), None, D(1)).unidade == "CX"


# Key ------------------------------------------------------------------------------------------------------

def test_chave_com_cnpj_alfanumerico() -> None:
    """Published key of a CT-e; the rule of the digit is the same for every document."""
    chave = le_chave("3526 050X 0J92 JY00 0196 5700 1000 0006 0414 4867 9011")
    assert (chave.documento, chave.modelo, chave.serie, chave.numero) == ("0X0J92JY000196", "57", 1, 604)


@pytest.mark.parametrize("posicao", range(43))
def test_um_algarismo_trocado_na_chave(posicao: int) -> None:
    texto = CHAVE.texto
    trocado = texto[:posicao] + str((int(texto[posicao]) + 1) % 10) + texto[posicao + 1:]
    with pytest.raises(ValorInvalido, match="dígito verificador"):
        le_chave(trocado)


@pytest.mark.parametrize(("chave", "motivo"), [
    (CHAVE.texto[:-1], "43 posições"), (CHAVE.texto + "0", "45 posições"), ("", "0 posições"),
    ("A" + CHAVE.texto[1:], "letras ou sinais"), (CHAVE.texto[:20] + "X" + CHAVE.texto[21:], "letras ou sinais")])
def test_chave_malformada(chave: str, motivo: str) -> None:
    with pytest.raises(ValorInvalido, match=motivo):
        le_chave(chave)


@given(st.text(alphabet="0123456789", min_size=43, max_size=43))
def test_digito_da_chave_e_um_algarismo_so(corpo: str) -> None:
    assert digito_chave(corpo) in "0123456789"
    assert le_chave(corpo + digito_chave(corpo)).texto[:43] == corpo
