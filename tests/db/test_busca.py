"""Product search: what is found, in which order (CB-091, CB-112)."""

import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.db.replica import busca_carga
from balcao.db.replica.busca import BuscaProdutos
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.pedido import Promocao
from balcao.domain.plano import PlanoPagamento
from balcao.domain.resultado_busca import CampoBusca, Motivo
from tests.db.replica_busca import FILTRO, REAL, UM, Balcao, Loja, nunca


@pytest.fixture
def loja(tmp_path: Path) -> Iterator[Loja]:
    feita = Loja.nova(tmp_path)
    yield feita
    feita.conexao.close()


@pytest.fixture
def balcao(loja: Loja) -> Iterator[Balcao]:
    feito = Balcao(loja)
    yield feito
    feito.busca.fechar()


def test_words_in_any_order_without_accents(loja: Loja, balcao: Balcao) -> None:
    certo = loja.produto("ÓLEO DE SOJA LIZA 900ML")
    loja.produto("OLEO DE MILHO LIZA 900ML")
    for digitado in ("oleo soja", "soja oleo", "ÓLEO SOJA", "liza soj", "900 ml soja", "óleo de soja", "900ml so ol"):
        assert balcao.ids(digitado) == [certo], digitado


def test_best_sellers_first_among_words(loja: Loja, balcao: Balcao) -> None:
    frio = loja.produto("SABONETE AZUL", vendas=1)
    quente = loja.produto("SABAO EM PO", vendas=9_000)
    morno = loja.produto("SABONETE VERDE", vendas=50)
    assert balcao.ids("sab") == [quente, morno, frio]
    assert balcao.ids("sabonete") == [quente, morno, frio][1:]


def test_exact_code_then_gtin_then_beginning_of_code_then_words(loja: Loja, balcao: Balcao) -> None:
    palavra = loja.produto("CHAVE 1002 PONTAS", vendas=9_000, codigo="X1")
    comeco_quente = loja.produto("ALICATE", vendas=50, codigo="10023")
    comeco_frio = loja.produto("MARTELO", vendas=5, codigo="10020")
    codigo = loja.produto("SERROTE", codigo="1002")
    assert balcao.ids("1002") == [codigo, comeco_quente, comeco_frio, palavra]
    assert [linha.motivo for linha in balcao.resultado("1002").linhas] == [
        Motivo.CODIGO, Motivo.COMECO, Motivo.COMECO, Motivo.PALAVRA]


def test_code_before_gtin(loja: Loja, balcao: Balcao) -> None:
    pelo_gtin = loja.produto("AGUA", gtins=("96385074",))
    pelo_codigo = loja.produto("VINHO", codigo="96385074")
    assert balcao.ids("96385074") == [pelo_codigo, pelo_gtin]
    exata = balcao.busca.exata("96385074", FILTRO)
    assert exata is not None
    assert exata.id == pelo_codigo


@pytest.mark.parametrize("lido", ["12345670", "0000012345670", "00000012345670"])
def test_gtin_whatever_its_zeros(loja: Loja, balcao: Balcao, lido: str) -> None:
    ident = loja.produto("BALA", gtins=("12345670",))
    assert balcao.ids(lido) == [ident]
    exata = balcao.busca.exata(lido, FILTRO)
    assert exata is not None
    assert (exata.id, exata.motivo) == (ident, Motivo.BARRAS)


def test_pack_bar_code_brings_its_factor(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("CERVEJA LATA", gtins=("7891000100103",))
    loja.conexao.execute("INSERT INTO produto_gtins VALUES ('17891000100100', ?, ?)", (ident, 12 * UM))
    caixa, lata = (balcao.busca.exata(g, FILTRO) for g in ("17891000100100", "7891000100103"))
    assert caixa is not None
    assert lata is not None
    assert (caixa.id, caixa.fator, lata.fator) == (ident, 12, 1)


def test_beginning_of_a_bar_code(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("LEITE", gtins=("7891000100103",))
    assert balcao.ids("789100") == [ident]
    assert balcao.ids("78910") == []  # five digits begin half of the shop's bar codes


@pytest.mark.parametrize("digitado", ["ab-12/3", "AB-12", "ab12", "AB123"])
def test_codes_with_signs(loja: Loja, balcao: Balcao, digitado: str) -> None:
    ident = loja.produto("JUNTA", codigo="AB-12/3")
    assert balcao.ids(digitado) == [ident]


def test_a_fraction_is_not_the_code_without_its_bar(loja: Loja, balcao: Balcao) -> None:
    loja.produto("CHAVE", codigo="14")
    fracao = loja.produto("PARAF SEXT 1/4 X 2")
    assert balcao.ids("1/4") == [fracao]


def test_abbreviations_both_ways(loja: Loja, balcao: Balcao) -> None:
    curto, longo = loja.produto("PARAF. SEXT ZB", vendas=2), loja.produto("PARAFUSO SEXTAVADO", vendas=1)
    assert balcao.ids("paraf sext") == [curto, longo]
    assert balcao.ids("parafuso sextavado") == [curto, longo]
    caixa, cx = loja.produto("LUVA CAIXA 100"), loja.produto("LUVA CX 100")
    assert set(balcao.ids("luva cx")) == set(balcao.ids("luva caixa")) == {caixa, cx}
    sab = loja.produto("SAB PALMOLIVE 90G")
    assert balcao.ids("sabonete palmolive") == [sab]


def test_what_to_show_in_bold(loja: Loja, balcao: Balcao) -> None:
    loja.produto("PARAF. CX 500 ML")
    assert set(balcao.resultado("parafuso 500ml").destaques) == {"PARAFUSO", "PARAF", "PFO", "500ML"}
    assert balcao.resultado("cx").destaques == ("CX", "CAIXA")
    assert balcao.resultado("parafu").destaques == ("PARAFU", "PARAF", "PFO")


def test_learned_abbreviations_come_after_the_word_itself(loja: Loja, balcao: Balcao) -> None:
    for i in range(4):
        loja.produto(f"MANT. AVIACAO {i}00G", vendas=99)
    inteira = [loja.produto(f"MANTEIGA ITAMBE {i}00G") for i in range(3)]
    assert balcao.ids("manteiga") == inteira
    busca_carga.fecha_carga(loja.conexao)  # the abbreviations are learned when a load ends
    achados = balcao.resultado("manteiga").linhas
    assert [linha.id for linha in achados[:3]] == inteira
    assert [linha.motivo for linha in achados] == [Motivo.PALAVRA] * 3 + [Motivo.TRECHO] * 4


def test_fragments_come_after_words(loja: Loja, balcao: Balcao) -> None:
    meio = loja.produto("MINISABONETE HOTEL", vendas=9_000)
    inicio = loja.produto("SABONETE LUX")
    assert balcao.ids("sabonete") == [inicio, meio]
    assert set(balcao.ids("bonete")) == {inicio, meio}
    assert balcao.ids("lux bonete") == [inicio]
    assert balcao.ids("on") == []  # two letters are looked for at the beginning of words


def test_a_number_is_not_found_inside_another(loja: Loja, balcao: Balcao) -> None:
    loja.produto("CAFE 1500G")
    certo = loja.produto("DETERGENTE 12X500ML")
    assert balcao.ids("500") == [certo]


def test_slips_of_the_finger_only_when_nothing_matches(loja: Loja, balcao: Balcao) -> None:
    sabonete = loja.produto("SABONETE DOVE")
    for errado in ("sbaonete", "sabnete", "sabbonete", "saponete", "sbaonete dove"):
        resultado = balcao.resultado(errado)
        assert [linha.id for linha in resultado.linhas] == [sabonete], errado
        assert resultado.corrigido.startswith("SABON")
        assert resultado.linhas[0].motivo is Motivo.PARECIDO
    loja.produto("SBAONETE X")
    assert balcao.resultado("sbaonete").corrigido == ""


def test_nothing_found(loja: Loja, balcao: Balcao) -> None:
    loja.produto("SABONETE")
    resultado = balcao.resultado("qwxzkj")
    assert (resultado.linhas, resultado.tem_mais, resultado.corrigido, resultado.carregando) == ((), False, "", False)


def test_inactive_and_blocked_are_hidden_or_last(loja: Loja, balcao: Balcao) -> None:
    """CB-112: Ocultar hides them; Erro and Alertar show them, after what can be sold."""
    inativo = loja.produto("SABONETE VELHO", vendas=9_000, situacao="inativo", codigo="77", gtins=("96385074",))
    bloqueado = loja.produto("SABONETE RETIDO", vendas=5, situacao="bloqueado")
    ativo = loja.produto("SABONETE NOVO", vendas=1)
    com_todos = replace(FILTRO, inativos=True)
    assert balcao.ids("sabonete") == [ativo]
    assert balcao.ids("sabonete", com_todos) == [ativo, inativo, bloqueado]
    for exato in ("77", "96385074"):
        assert balcao.ids(exato) == []
        assert balcao.ids(exato, com_todos) == [inativo]
        lida = balcao.busca.exata(exato, FILTRO)  # a read always says what it is: the rule speaks, not the search
        assert lida is not None
        assert (lida.id, lida.ativo) == (inativo, False)
    loja.muda(inativo, situacao="ativo")
    assert balcao.ids("sabonete") == [inativo, ativo]


def test_fields_searched(loja: Loja, balcao: Balcao) -> None:
    """CB-091: only the fields ticked are looked at."""
    ident = loja.produto("PARAFUSO 500", codigo="P9", gtins=("96385074",))

    def acha(digitado: str, *campos: CampoBusca) -> bool:
        return balcao.ids(digitado, replace(FILTRO, campos=frozenset(campos))) == [ident]

    assert not acha("parafuso", CampoBusca.CODIGO)
    assert acha("parafuso", CampoBusca.CODIGO, CampoBusca.DESCRICAO)
    assert acha("p9", CampoBusca.CODIGO)
    assert not acha("p9", CampoBusca.DESCRICAO, CampoBusca.BARRAS)
    assert acha("96385074", CampoBusca.BARRAS)
    assert not acha("96385074", CampoBusca.CODIGO, CampoBusca.DESCRICAO)


def test_reference_of_the_maker(loja: Loja, balcao: Balcao) -> None:
    """CB-091 Referência: the whole one, its beginning, with or without its signs; only when ticked."""
    filtro = replace(FILTRO, campos=frozenset(CampoBusca))
    mais = loja.produto("BROCA 6MM", codigo="10", referencia="BOS-1234/5", vendas=9)
    outra = loja.produto("BROCA BOS-1 8MM", codigo="11", referencia="AB 77")
    for digitado in ("bos-1234/5", "BOS12345", "bos-12"):
        assert balcao.ids(digitado, filtro)[:1] == [mais]
        assert mais not in balcao.ids(digitado)
    assert balcao.ids("ab77", filtro) == balcao.ids("AB 77", filtro) == [outra]
    assert balcao.resultado("bos-1234/5", filtro).linhas[0].motivo is Motivo.REFERENCIA
    assert balcao.resultado("bos-12", filtro).linhas[0].motivo is Motivo.COMECO_REFERENCIA
    so = replace(FILTRO, campos=frozenset({CampoBusca.REFERENCIA}))
    assert balcao.ids("broca", so) == balcao.ids("10", so) == []
    loja.muda(mais, referencia="NOVA-9")
    assert balcao.ids("bos-1234/5", so) == []
    assert balcao.ids("nova-9", so) == [mais]


def test_brand_is_searched_with_the_description(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("FURADEIRA 500W", marca="Bosch")
    assert balcao.ids("bosch furad") == [ident]


def test_scale_code(loja: Loja, balcao: Balcao) -> None:
    queijo = loja.produto("QUEIJO KG", codigo="900", balanca=12)
    outro = loja.produto("PRESUNTO", codigo="33")

    def da_balanca(codigo: str) -> int | None:
        linha = balcao.busca.por_balanca(codigo, FILTRO)
        return None if linha is None else linha.id

    assert [da_balanca(codigo) for codigo in ("12", "00012", "33", "00033")] == [queijo, queijo, outro, outro]
    assert da_balanca("44") is None


def test_promotional_price_on_its_days(loja: Loja, balcao: Balcao) -> None:
    """TP-078: what the order's list suggests is what the rows show; off, the normal price."""
    ident = loja.produto("CABO", preco="10.00")
    with loja.conexao:
        loja.conexao.execute("UPDATE precos SET promocional = ?, promocao_ate = '2026-03-10' WHERE produto_id = ?",
                             (8 * REAL, ident))
    for dia, preco, promocao in ((date(2026, 3, 10), 8, Promocao(ate=date(2026, 3, 10))),
                                 (date(2026, 3, 11), 10, None), (None, 10, None)):
        linha, = balcao.resultado("cabo", replace(FILTRO, promocoes_em=dia)).linhas
        assert (linha.preco_lista, linha.preco, linha.promocao) == (preco, preco, promocao)


def test_price_of_two_plans_and_stock(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("CABO", preco="10.00")
    loja.estoque(ident, 1, 10, 3, "A-3")
    loja.estoque(ident, 2, 5)
    loja.estoque(ident, 3, 2, 4)
    prazo = PlanoPagamento(id=2, nome="30/60", prazos=(30, 60), acrescimo=Decimal("3.5"))
    linha, = balcao.resultado("cabo", replace(FILTRO, plano_prazo=prazo)).linhas
    assert (linha.preco_lista, linha.preco, linha.preco_prazo) == (10, Decimal("10.00"), Decimal("10.35"))
    assert (linha.disponivel, linha.outros, linha.localizacao) == (7, 3, "A-3")
    sem, = balcao.resultado("cabo", replace(FILTRO, lista_id=9, estabelecimento_id=9)).linhas
    assert (sem.preco, sem.preco_prazo, sem.disponivel, sem.outros) == (None, None, None, 10)


def test_pages_follow_each_other(loja: Loja, balcao: Balcao) -> None:
    todos = [loja.produto(f"PREGO {i:02d}", vendas=1000 - i * 20) for i in range(30)]
    paginas = [balcao.resultado("prego", inicio=i) for i in (0, 12, 24)]
    assert [linha.id for pagina in paginas for linha in pagina.linhas] == todos
    assert [pagina.tem_mais for pagina in paginas] == [True, True, False]
    assert balcao.busca.conta("prego", FILTRO, nunca) == 30
    assert balcao.busca.conta("prego", FILTRO, nunca, maximo=10) == 10
    assert balcao.ids("", limite=3) == todos[:3]  # nothing typed: the best sellers


@pytest.mark.parametrize("digitado", [
    '"', "'", "* OR NEAR(", "a AND", "^b", "{x}:", "-", "--", "(", "😀", "\0", "a\0b", "a" * 10_000, "%_", "\\", "½",
    '"sabao" *', "NOT sabao", "sabao OR", "busca_produtos: sabao", "\ud800",
])
def test_any_text_is_answered(loja: Loja, balcao: Balcao, digitado: str) -> None:
    loja.produto("SABAO")
    balcao.resultado(digitado)
    balcao.busca.exata(digitado, FILTRO)
    assert balcao.ids("sabao") != []


def test_a_search_over_its_budget_gives_up_and_can_be_finished(loja: Loja, balcao: Balcao) -> None:
    loja.produto("SABAO")
    assert balcao.busca.imediata("sabao", FILTRO, orcamento_ms=0) is None
    assert balcao.busca.completa("sabao", FILTRO, lambda: True) is None
    assert balcao.busca.conta("sabao", FILTRO, lambda: True) is None
    assert balcao.ids("sabao") != []
    imediata = balcao.busca.imediata("sabao", FILTRO, orcamento_ms=60_000)
    assert imediata == balcao.resultado("sabao")


def test_no_replica_yet(tmp_path: Path) -> None:
    with pytest.raises(AmbienteIndisponivel, match="cópia local"):
        BuscaProdutos(tmp_path / "nada.sqlite")
    assert not (tmp_path / "nada.sqlite").exists()


_PALAVRAS = st.sampled_from(
    ["SAB", "SABAO", "SABONETE", "LIQ", "AZUL", "AZULEJO", "1/4", "500ML", "12X500ML", "DE", "ZB"])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.lists(_PALAVRAS, min_size=1, max_size=4), st.integers(0, 300)), min_size=1, max_size=25),
       st.lists(st.text(string.ascii_uppercase + "0145/", min_size=1, max_size=3) | _PALAVRAS, min_size=1, max_size=2))
def test_agrees_with_reading_every_description(tmp_path_factory: pytest.TempPathFactory,
                                               produtos: list[tuple[list[str], int]], digitado: list[str]) -> None:
    """Among whole-catalogue scans in Python: the same products match by the beginnings of their words, in the
    order of their sales."""
    loja = Loja.nova(tmp_path_factory.mktemp("busca"))
    vendas, textos = {}, {}
    for palavras, vendidas in produtos:
        ident = loja.produto(" ".join(palavras), vendas=vendidas, codigo=f"ZZZZ{loja.proximo}")
        vendas[ident], textos[ident] = vendidas, [*palavras, *(["500ML"] if "12X500ML" in palavras else [])]
    balcao = Balcao(loja)
    try:
        achados = [linha for linha in balcao.resultado(" ".join(digitado), limite=100).linhas
                   if linha.motivo is Motivo.PALAVRA]
    finally:
        balcao.busca.fechar()
        loja.conexao.close()
    procuradas = [p.strip("/") for p in digitado]
    esperados = {i for i, palavras in textos.items()
                 if all(any(p.startswith(q) for p in palavras) for q in procuradas)}
    assert esperados <= {linha.id for linha in achados}  # abbreviations and joined units may add some
    assert [linha.vendas for linha in achados] == sorted((linha.vendas for linha in achados), reverse=True)


def test_only_what_the_list_has(loja: Loja, balcao: Balcao) -> None:
    """TP-080: rows of another list fill neither the page nor the count, however they are asked for."""
    dentro = [loja.produto(f"PARAFUSO {n}", vendas=n, codigo=f"AB{n}", gtins=(f"789000000000{n}",)) for n in range(3)]
    fora = loja.produto("PARAFUSO FORA", vendas=99, codigo="AB9", gtins=("7890000000009",))
    with loja.conexao:
        loja.conexao.execute("UPDATE precos SET lista_id = 2 WHERE produto_id = ?", (fora,))
    so_da_lista = replace(FILTRO, so_da_lista=True)
    for digitado in ("parafuso", "ab", "789000", "", "arafus", "parafuzo"):
        assert fora in [um.id for um in balcao.busca.completa(digitado, FILTRO, nunca).linhas], digitado  # type: ignore[union-attr]
        achado = balcao.busca.completa(digitado, so_da_lista, nunca)
        assert achado is not None
        assert sorted(um.id for um in achado.linhas) == dentro, digitado
        assert balcao.busca.conta(digitado, so_da_lista, nunca) == 3
    for inteiro in ("AB9", "7890000000009", "fora"):
        achado = balcao.busca.completa(inteiro, so_da_lista, nunca)
        assert achado is not None
        assert fora not in [um.id for um in achado.linhas], inteiro
    primeira = balcao.busca.completa("parafuso", so_da_lista, nunca, limite=2)
    assert primeira is not None
    assert ([um.id for um in primeira.linhas], primeira.tem_mais) == (dentro[:0:-1], True)
