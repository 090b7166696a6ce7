"""The drawn lines of the sale: kept pictures never show an earlier state, and little is drawn again."""

from datetime import date
from decimal import Decimal as D

import pytest
from PySide6.QtGui import QFontMetrics

from balcao.domain.achados import Severity
from balcao.domain.pedido import EmOutraUnidade, ItemPedido, Promocao
from balcao.ui.tema import Esquema, Papel, Tema, fonte
from balcao.ui.venda.itens import COLUNAS, ListaItens, textos_da_linha


def itens(n: int) -> tuple[ItemPedido, ...]:
    return tuple(ItemPedido(linha=i, produto_id=i, codigo=f"P{i}", descricao=f"PARAFUSO SEXTAVADO N. {i}", unidade="UN",
                            quantidade=D(i), preco_lista=D("1.50"), preco=D("1.50")).calculado()
                 for i in range(1, n + 1))


def nova(qtbot, largura=640):
    lista = ListaItens()
    qtbot.addWidget(lista)
    lista.resize(largura, 400)
    return lista


def foto(lista):
    return lista.grab().toImage()


@pytest.fixture
def lista(qtbot):
    feita = nova(qtbot)
    feita.mostra(itens(5), 3, 2)
    foto(feita)
    return feita


def test_a_promotion_is_marked_whatever_the_width(qtbot):
    """TP-078: the mark is drawn whole behind a description of which little fits."""
    um = itens(1)[0].model_copy(update={"promocao": Promocao(ate=date(2026, 11, 30))})
    assert textos_da_linha(1, um, 3, 2)[2] == "PARAFUSO SEXTAVADO N. 1\tpromo até 30/11\tpromo"
    longa = itens(1)[0].model_copy(update={"descricao": 9 * "PARAFUSO SEXTAVADO "})
    com, sem = nova(qtbot), nova(qtbot)
    com.mostra((longa.model_copy(update={"promocao": um.promocao}),), 3, 2)
    sem.mostra((longa,), 3, 2)
    assert foto(com) != foto(sem)


def test_where_there_is_little_room_figures_and_marks_give_way_to_the_description(qtbot):
    """At 1024 px a line with both marks left 70 px for its description, some eight letters."""
    marcado = itens(1)[0].model_copy(update={
        "descricao": "PARAFUSO SEXTAVADO ZINCADO 1/4 X 2", "promocao": Promocao(ate=date(2026, 11, 30)),
        "digitado": EmOutraUnidade(quantidade=D(2), unidade="CX", fator=D(12))})
    caro = marcado.model_copy(update={"quantidade": D("12345.678"), "unidade": "KG", "preco": D("12345.67"),
                                      "total": D("152415765.28"), "desconto": D("1234.56")})
    letras = QFontMetrics(nova(qtbot).font()).averageCharWidth() * 22
    for item, marca in ((marcado, "2 CX · promo até 30/11"), (caro, "2 CX · promo")):
        lista = nova(qtbot, 700)
        lista.mostra((item,), 3, 2)
        foto(lista)
        _, *marcas = lista._textos[0][2].split("\t")
        cabe = lista._larguras[2] - 16
        dita, larga = lista._marca_que_cabe(marcas, fonte(Papel.LEGENDA, lista.font()), letras, cabe)
        assert dita == marca
        for coluna, texto, tem in zip(COLUNAS, lista._textos[0], lista._larguras, strict=True):
            assert not coluna.direita or tem - 16 >= lista._avancos[True].de(texto), f"{coluna.titulo} is cut"
        assert item is caro or cabe - larga >= letras


def outro_item(lista):
    lista.mostra(itens(6), 3, 2)


def outra_quantidade(lista):
    todos = itens(5)
    lista.mostra((*todos[:2], todos[2].model_copy(update={"quantidade": D(99)}).calculado(), *todos[3:]), 3, 2)


@pytest.mark.parametrize("muda", [
    outro_item, outra_quantidade, lambda lista: lista.anda(-3), lambda lista: lista.marca({2: Severity.BLOCK}),
    lambda lista: lista.resize(800, 400), lambda lista: lista.mostra(itens(5), 3, 4),
], ids=["item", "quantity", "current", "finding", "width", "places"])
def test_what_is_on_screen_is_what_a_new_list_would_draw(qtbot, lista, muda):
    antes = foto(lista)
    muda(lista)
    depois = foto(lista)
    assert depois != antes
    fresca = nova(qtbot, lista.width())
    fresca.mostra(lista._itens, *lista._casas)
    fresca.seleciona(lista.atual)
    fresca.marca(lista._marcas)
    assert depois == foto(fresca)


def test_a_scan_draws_two_lines_whatever_their_number(qtbot, lista, monkeypatch):
    """The new one, and the one that was current."""
    lista.mostra(itens(10), 3, 2)
    foto(lista)
    feitas, desenha = [], ListaItens._desenha
    monkeypatch.setattr(ListaItens, "_desenha", lambda self, *partes: feitas.append(partes) or desenha(self, *partes))
    lista.mostra((*itens(11),), 3, 2)
    foto(lista)
    assert len(feitas) == 2


def test_another_theme_draws_all_again(qtbot, qapp, lista):
    tema = Tema(qapp, Esquema.CLARO)
    try:
        clara = foto(lista)
        with qtbot.waitSignal(tema.mudou):
            tema.aplica(Esquema.ESCURO)
        escura = foto(lista)
        assert escura.pixelColor(320, 60).lightness() < 80 < clara.pixelColor(320, 60).lightness()
    finally:
        tema.aplica(Esquema.AUTOMATICO)
        tema.fecha()


def test_one_piece_is_one_and_a_kilo_has_its_grams():
    um, quilo = (i.model_copy(update={"unidade": u, "quantidade": D(q)})
                 for i, (u, q) in zip(itens(2), (("UN", "1"), ("KG", "1.25")), strict=True))
    assert [textos_da_linha(1, i, 3, 2)[3] for i in (um, quilo)] == ["1", "1,250"]
