"""The index follows the rows: new, changed, gone; during the first load; while another process reads."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from balcao.db.replica import busca_carga
from balcao.db.replica.busca_indice import BITS_SEQUENCIA
from tests.db.replica_busca import FILTRO, Balcao, Loja


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


def posicao(loja: Loja, ident: int) -> int:
    linha = loja.conexao.execute("SELECT posicao FROM busca_produtos_linhas WHERE chave = ?", (ident,)).fetchone()
    return int(linha[0])


def integro(loja: Loja) -> None:
    """FTS5's own check of its structure, and one entry per row."""
    loja.conexao.execute("INSERT INTO busca_produtos (busca_produtos) VALUES ('integrity-check')")
    linhas, = loja.conexao.execute("SELECT count(*) FROM busca_produtos_linhas").fetchone()
    vivos, = loja.conexao.execute("SELECT count(*) FROM produtos").fetchone()
    assert linhas == vivos


def test_a_changed_description_leaves_the_old_words(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("SABONETE AZUL")
    assert loja.muda(ident, descricao="XAROPE VERDE") == 1
    assert balcao.ids("sabonete") == []
    assert balcao.ids("xarope") == [ident]
    integro(loja)


def test_a_deleted_product_is_gone(loja: Loja, balcao: Balcao) -> None:
    fica, sai = loja.produto("SABAO A"), loja.produto("SABAO B")
    loja.apaga(sai)
    assert balcao.ids("sabao") == [fica]
    integro(loja)


def test_what_does_not_change_the_search_is_not_rewritten(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("SABAO", vendas=100)
    assert loja.muda(ident, unidade="CX") == 0
    assert loja.muda(ident, vendas=101) == 0
    assert balcao.ids("sabao") == [ident]


def test_popularity_is_followed_lazily(loja: Loja, balcao: Balcao) -> None:
    lider, segundo = loja.produto("SABAO A", vendas=1000), loja.produto("SABAO B", vendas=500)
    antes = posicao(loja, segundo)
    assert loja.muda(segundo, vendas=510) == 0  # two per cent: not worth a rewrite
    assert posicao(loja, segundo) == antes
    assert loja.muda(segundo, vendas=2000) == 1
    assert balcao.ids("sabao") == [segundo, lider]


def test_within_a_page_the_sales_of_the_moment_decide(loja: Loja, balcao: Balcao) -> None:
    primeiro, segundo = loja.produto("SABAO A", vendas=1000), loja.produto("SABAO B", vendas=1001)
    assert balcao.ids("sabao") == [segundo, primeiro]


def test_classes_follow_sales() -> None:
    classes = [busca_carga.classe_de_vendas(v) for v in (-5, 0, 1, 2, 63, 64, 65, 100, 1_000, 10**6, 2**31 - 1)]
    assert classes == sorted(classes, reverse=True)
    assert len(set(classes)) == len(classes) - 1  # only -5 and 0 share one
    assert classes[-1] >= 0
    for vendas in range(64, 5_000):
        assert 0 <= busca_carga.classe_de_vendas(vendas) - busca_carga.classe_de_vendas(vendas + 1) <= 1


def test_row_numbers_carry_the_class(loja: Loja) -> None:
    a, b = loja.produto("A", vendas=7), loja.produto("B", vendas=7)
    assert posicao(loja, a) >> BITS_SEQUENCIA == busca_carga.classe_de_vendas(7)
    assert posicao(loja, b) == posicao(loja, a) + 1


def test_rebuilding_gives_the_same_answers(loja: Loja, balcao: Balcao) -> None:
    for i in range(60):
        loja.produto(f"SABONETE TIPO {i}", vendas=i * 3, situacao="inativo" if i % 7 == 0 else "ativo")
    antes = balcao.resultado("sabonete", limite=100)
    passos: list[tuple[int, int]] = []
    busca_carga.reconstruir(loja.conexao, lambda feito, total: passos.append((feito, total)))
    assert balcao.resultado("sabonete", limite=100) == antes
    assert passos[-1] == (60, 60)
    assert not loja.conexao.in_transaction
    integro(loja)


def test_searching_works_on_what_has_arrived(loja: Loja, balcao: Balcao) -> None:
    busca_carga.abre_carga(loja.conexao)
    assert balcao.resultado("sabao").carregando
    primeiro = loja.produto("SABAO", vendas=5)
    resultado = balcao.resultado("sabao")
    assert [linha.id for linha in resultado.linhas] == [primeiro]
    assert resultado.carregando
    assert balcao.resultado("nada").carregando  # "not found" is not the last word yet
    loja.produto("SABAO B", vendas=9)
    busca_carga.fecha_carga(loja.conexao)
    assert not balcao.resultado("sabao").carregando


def test_a_reader_sees_whole_transactions_and_never_waits(loja: Loja, balcao: Balcao) -> None:
    loja.produto("SABAO A")
    loja.conexao.execute("BEGIN IMMEDIATE")
    loja.conexao.execute("INSERT INTO produtos (id, codigo, descricao, unidade, marca, referencia, pesavel, situacao,"
                         " tipo_item, em_falta, sem_troca, com_variacao, numero_serie, situacao_cadastro,"
                         " quantidade_minima, quantidade_maxima, vendas) VALUES"
                         " (50, 'Z50', 'SABAO B', 'UN', '', '', 0, 'ativo', '00', 0, 0, 0, 0, 'aprovado', 0, 0, 9)")
    busca_carga.atualiza_produtos(loja.conexao, [50])
    assert balcao.ids("sabao") == [1]
    loja.conexao.commit()
    assert balcao.ids("sabao") == [50, 1]


def test_one_question_sees_one_moment(loja: Loja, balcao: Balcao) -> None:
    """The sync commits in the middle of a search: index and rows still agree."""
    fica, some = loja.produto("SABAO A", vendas=2), loja.produto("SABAO B", vendas=1)
    mudou: list[bool] = []

    def no_meio() -> bool:
        if not mudou:
            mudou.append(True)
            loja.apaga(some)
        return False

    resultado = balcao.busca.completa("sabao", FILTRO, no_meio)
    assert mudou
    assert resultado is not None
    assert [linha.id for linha in resultado.linhas] == [fica, some]
    assert balcao.ids("sabao") == [fica]


def test_an_interrupted_change_leaves_the_index_as_it_was(loja: Loja, balcao: Balcao) -> None:
    ident = loja.produto("SABAO")
    loja.conexao.execute("BEGIN IMMEDIATE")
    loja.conexao.execute("UPDATE produtos SET descricao = 'XAROPE'")
    busca_carga.atualiza_produtos(loja.conexao, [ident])
    loja.conexao.rollback()
    assert balcao.ids("sabao") == [ident]
    assert balcao.ids("xarope") == []
    integro(loja)


def test_another_version_of_the_words_asks_for_a_rebuild(loja: Loja) -> None:
    assert not busca_carga.precisa_reconstruir(loja.conexao)
    loja.conexao.execute("UPDATE busca_estado SET valor = '0' WHERE chave = 'clientes.versao'")
    assert busca_carga.precisa_reconstruir(loja.conexao)
    busca_carga.reconstruir(loja.conexao)
    assert not busca_carga.precisa_reconstruir(loja.conexao)


def test_a_file_without_an_index_answers_nothing_and_says_so(loja: Loja, tmp_path: Path) -> None:
    conexao = sqlite3.connect(tmp_path / "vazia.sqlite")
    conexao.execute("CREATE TABLE produtos (id INTEGER)")
    conexao.commit()
    assert busca_carga.precisa_reconstruir(conexao)
    conexao.close()
    balcao = Balcao(Loja(tmp_path / "vazia.sqlite", loja.conexao))
    resultado = balcao.resultado("sabao")
    assert (resultado.linhas, resultado.carregando) == ((), True)
    assert balcao.busca.exata("1", FILTRO) is None
    balcao.busca.fechar()


def test_many_updates_and_a_merge_keep_the_answers(loja: Loja, balcao: Balcao) -> None:
    idents = [loja.produto(f"SABAO {i}", vendas=i) for i in range(40)]
    for volta in range(5):
        for ident in idents[::3]:
            loja.muda(ident, descricao=f"SABAO {ident} VOLTA {volta}")
    antes = balcao.ids("sabao", limite=100)
    busca_carga.otimiza(loja.conexao)
    assert balcao.ids("sabao", limite=100) == antes
    assert len(antes) == 40
    assert len(balcao.ids("volta 4", limite=100)) == len(idents[::3])
    integro(loja)
