"""The result list: keys handed over by the entry line, mouse, wheel, pages, states, and what is painted."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from balcao.domain.resultado_busca import LIMITE, LinhaProduto, Motivo, Resultado
from balcao.ui.lista_resultados import SALDOS, Estado, ListaResultados
from balcao.ui.tema import CLARO, ESCURO, paleta


def linha(n: int, **mudancas: object) -> LinhaProduto:
    campos: dict[str, object] = {
        "id": n, "codigo": str(10_000 + n), "descricao": f"PARAFUSO SEXT 1/4 X {n} ZB", "unidade": "UN", "marca": "",
        "situacao": "ativo", "vendas": 100 - n, "pesavel": False, "preco_lista": Decimal("0.45"),
        "preco": Decimal("0.45"), "preco_prazo": Decimal("0.50"), "disponivel": Decimal(1200), "outros": Decimal(30),
        "localizacao": "A-3", "motivo": Motivo.PALAVRA, **mudancas}
    return LinhaProduto(**campos)  # type: ignore[arg-type]


def resultado(quantas: int, inicio: int = 0, mais: bool = False, texto: str = "paraf", **resto: object
              ) -> Resultado[LinhaProduto]:
    return Resultado(texto, tuple(linha(n) for n in range(inicio, inicio + quantas)), inicio, mais,
                     destaques=("PARAF",), **resto)  # type: ignore[arg-type]


class Tela(QWidget):
    """An entry line that keeps the focus and hands its keys over, as the sale's screen does."""

    def __init__(self) -> None:
        super().__init__()
        self.entrada, self.lista = QLineEdit(), ListaResultados()
        coluna = QVBoxLayout(self)
        coluna.addWidget(self.entrada)
        coluna.addWidget(self.lista)
        self.entrada.installEventFilter(self)

    def eventFilter(self, alvo, evento):
        if evento.type() == QEvent.Type.KeyPress and self.lista.tecla(evento):
            return True
        return super().eventFilter(alvo, evento)


@pytest.fixture
def tela(qtbot: QtBot) -> Tela:
    feita = Tela()
    qtbot.addWidget(feita)
    feita.setPalette(paleta(CLARO))
    feita.resize(900, 500)
    with qtbot.waitExposed(feita):
        feita.show()
    feita.entrada.setFocus()
    return feita


def atual(tela: Tela) -> int | None:
    return None if tela.lista.atual is None else tela.lista.atual.id


def foto(tela: Tela) -> QImage:
    return tela.lista.grab().toImage()


def cores(imagem: QImage, topo: float, altura: float) -> set[str]:
    """Every colour of a band of the picture."""
    escala = imagem.devicePixelRatio()
    return {QColor(imagem.pixel(x, y)).name().upper() for x in range(imagem.width())
            for y in range(round(topo * escala), round((topo + altura) * escala))}


def banda(tela: Tela, visivel: int) -> tuple[float, float]:
    """Top and height of a visible row."""
    desenho = tela.lista._prepara()
    return desenho.cabecalho + visivel * desenho.linha, desenho.linha


def test_arrows_move_while_the_entry_line_keeps_the_focus(qtbot: QtBot, tela: Tela) -> None:
    tela.lista.mostra(resultado(5))
    assert atual(tela) == 0
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Up)
    assert atual(tela) == 1
    qtbot.keyClicks(tela.entrada, "ab")
    assert tela.entrada.text() == "ab"
    assert tela.entrada.hasFocus()


def test_pages_and_ends(qtbot: QtBot, tela: Tela) -> None:
    tela.lista.mostra(resultado(30))
    qtbot.keyClick(tela.entrada, Qt.Key.Key_PageDown)
    assert atual(tela) == LIMITE
    qtbot.keyClick(tela.entrada, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert atual(tela) == 29
    qtbot.keyClick(tela.entrada, Qt.Key.Key_PageUp)
    assert atual(tela) == 17
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert atual(tela) == 0
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Up)
    assert atual(tela) == 0


def test_enter_chooses_and_a_held_enter_does_not(qtbot: QtBot, tela: Tela) -> None:
    tela.lista.mostra(resultado(3))
    escolhidas: list[LinhaProduto] = []
    tela.lista.escolhido.connect(escolhidas.append)
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    segurada = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(tela.entrada, segurada)
    assert escolhidas == []
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Return)
    assert [escolhida.id for escolhida in escolhidas] == [1]


def test_without_rows_keys_go_to_the_entry_line(qtbot: QtBot, tela: Tela) -> None:
    tela.lista.mostra(resultado(0))
    enviado: list[bool] = []
    tela.entrada.returnPressed.connect(lambda: enviado.append(True))
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Return)
    assert enviado == [True]


def test_asks_once_for_the_rows_after_the_last(qtbot: QtBot, tela: Tela) -> None:
    pedidos: list[int] = []
    tela.lista.falta.connect(pedidos.append)
    tela.lista.mostra(resultado(12, mais=True))
    for _ in range(3):
        qtbot.keyClick(tela.entrada, Qt.Key.Key_PageDown)
    assert pedidos == [12]
    tela.lista.mostra(resultado(12, inicio=12, mais=True))
    assert (len(tela.lista.linhas), atual(tela)) == (24, 11)
    qtbot.keyClick(tela.entrada, Qt.Key.Key_PageDown)
    assert atual(tela) == 23
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    assert pedidos == [12, 24]
    tela.lista.mostra(resultado(3, inicio=24))
    qtbot.keyClick(tela.entrada, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    assert (pedidos, atual(tela)) == ([12, 24], 26)


def test_a_page_of_another_text_is_not_added(tela: Tela) -> None:
    tela.lista.mostra(resultado(12, mais=True))
    tela.lista.mostra(resultado(5, inicio=12, texto="outro"))
    assert len(tela.lista.linhas) == 5
    tela.lista.mostra(resultado(2))
    assert (len(tela.lista.linhas), atual(tela)) == (2, 0)


def test_mouse_and_wheel(qtbot: QtBot, tela: Tela) -> None:
    escolhidas: list[LinhaProduto] = []
    tela.lista.escolhido.connect(escolhidas.append)
    tela.lista.mostra(resultado(30))
    topo, altura = banda(tela, 4)
    ponto = QPoint(100, round(topo + altura / 2))
    qtbot.mouseClick(tela.lista, Qt.MouseButton.LeftButton, pos=ponto)
    assert (atual(tela), escolhidas) == (4, [])
    roda = QWheelEvent(QPointF(ponto), QPointF(tela.lista.mapToGlobal(ponto)), QPoint(), QPoint(0, -120),
                       Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(tela.lista, roda)
    qtbot.mouseDClick(tela.lista, Qt.MouseButton.LeftButton, pos=ponto)
    assert [escolhida.id for escolhida in escolhidas] == [7]
    qtbot.mouseClick(tela.lista, Qt.MouseButton.LeftButton, pos=QPoint(100, 2))  # the header chooses nothing
    assert atual(tela) == 7


def test_states_are_told_and_drawn(tela: Tela) -> None:
    tela.lista.limpa()
    vazia = foto(tela)
    assert tela.lista.estado is Estado.VAZIA
    tela.lista.procurando("xyz")
    assert tela.lista.accessibleDescription() == "Procurando…"
    assert foto(tela) != vazia
    tela.lista.mostra(resultado(0, texto="xyz"))
    assert tela.lista.accessibleDescription() == "Nada encontrado para “xyz”."
    tela.lista.mostra(resultado(0, texto="refrig coca 2l"))
    assert tela.lista.accessibleDescription() == (
        "Nada encontrado para “refrig coca 2l”. Tente menos palavras, ou só o começo delas.")
    assert foto(tela) != vazia
    tela.lista.mostra(resultado(0, texto="x" * 500, carregando=True))
    dito = tela.lista.accessibleDescription()
    assert dito.endswith("… ”. Os produtos ainda estão chegando do servidor.".replace(" ”", "”"))
    assert len(dito) < 160
    tela.lista.mostra(resultado(2))
    antes = foto(tela)
    tela.lista.procurando("parafu")  # the rows stay while the next search runs
    assert (tela.lista.estado, foto(tela)) == (Estado.LINHAS, antes)


def test_the_selected_row_is_painted_in_the_highlight_colour(qtbot: QtBot, tela: Tela) -> None:
    tela.lista.mostra(resultado(5))
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    imagem = foto(tela)
    assert CLARO.acento in cores(imagem, *banda(tela, 1))
    assert CLARO.acento not in cores(imagem, *banda(tela, 0))
    assert CLARO.acento not in cores(imagem, *banda(tela, 2))


def test_what_matched_is_bold(tela: Tela) -> None:
    def tinta(destaques: tuple[str, ...]) -> int:
        tela.lista.mostra(Resultado("paraf", (linha(1), linha(2)), destaques=destaques))
        imagem, (topo, altura) = foto(tela), banda(tela, 1)
        return sum(QColor(imagem.pixel(x, y)).lightness() < 128 for x in range(imagem.width())
                   for y in range(round(topo), round(topo + altura)))

    assert tinta(("PARAFUSO",)) > tinta(()) * 1.1


def test_out_of_stock_warns_and_inactive_is_dimmed(tela: Tela) -> None:
    tela.lista.mostra(Resultado("x", (linha(0), linha(1, disponivel=Decimal(-1244)), linha(2, situacao="inativo"))))
    imagem = foto(tela)
    assert CLARO.alerta in cores(imagem, *banda(tela, 1))  # enough strokes for a pixel that no font blends
    assert CLARO.alerta not in cores(imagem, *banda(tela, 2))
    assert CLARO.texto not in cores(imagem, *banda(tela, 2))


def test_follows_the_palette(tela: Tela) -> None:
    tela.lista.mostra(resultado(2))
    claro = foto(tela)
    tela.setPalette(paleta(ESCURO))
    escuro = foto(tela)
    fundo = QColor(escuro.pixel(2, escuro.height() // 2)).name().upper()
    assert fundo == tela.lista.palette().color(QPalette.ColorRole.Base).name().upper() == ESCURO.superficie
    assert QColor(claro.pixel(2, claro.height() // 2)).name().upper() == CLARO.superficie


@pytest.mark.parametrize("largura", [200, 320, 620, 1400])
def test_long_texts_never_leave_their_column(tela: Tela, largura: int) -> None:
    """Cut with an ellipsis: the last pixels of the row stay background."""
    tela.resize(largura, 500)
    grande = linha(1, codigo="C" * 60, descricao="PARAFUSO " * 40, preco=Decimal("12345678.90"),
                   outros=Decimal(10) ** 9, localizacao="L" * 50, unidade="U" * 20)
    tela.lista.mostra(Resultado("paraf", (linha(0), grande), destaques=("PARAFUSO",)))
    imagem, (topo, altura) = foto(tela), banda(tela, 1)
    direita = {QColor(imagem.pixel(x, y)).name().upper() for x in range(imagem.width() - 4, imagem.width())
               for y in range(round(topo), round(topo + altura))}
    assert direita == {CLARO.superficie}


def test_strange_letters_are_drawn(tela: Tela) -> None:
    estranha = linha(1, descricao="SABÃO 😀 中文 \0 PARAFUSO\nX")
    tela.lista.mostra(Resultado("paraf", (linha(0), estranha), destaques=("PARAFUSO", "SABAO")))
    assert not foto(tela).isNull()


def test_columns_can_be_left_out(tela: Tela) -> None:
    """CB-106: without the balance."""
    tela.lista.mostra(resultado(3))
    com = foto(tela)
    assert "estoque" in tela.lista.accessibleDescription()
    tela.lista.define_colunas(SALDOS)
    assert foto(tela) != com
    assert "estoque" not in tela.lista.accessibleDescription()
    tela.lista.define_colunas()
    assert foto(tela) == com


def test_the_last_page_that_may_be_shown_says_how_many_there_are(tela: Tela) -> None:
    """CB-073."""
    tela.lista.mostra(resultado(12, mais=True))
    assert tela.lista._posicao(12) == "1 a 12, há mais: PageDown"
    tela.lista.mostra(replace(resultado(12, inicio=12), cortado=True))
    assert tela.lista._posicao(12) == "Exibindo 24, há mais – refine a busca"
    tela.lista.mostra_total("outro texto", 7)
    tela.lista.mostra_total(tela.lista._texto, 250)
    assert tela.lista._posicao(12) == "Exibindo 24 de 250 – refine a busca"
    tela.lista.mostra_total(tela.lista._texto, 10_000)
    assert tela.lista._posicao(12) == "Exibindo 24 de mais de 10.000 – refine a busca"
    tela.lista.mostra(resultado(3))
    assert tela.lista._posicao(3) == "3 produtos"


def test_says_what_a_screen_reader_needs(qtbot: QtBot, tela: Tela) -> None:
    tela.lista.mostra(resultado(3))
    qtbot.keyClick(tela.entrada, Qt.Key.Key_Down)
    assert tela.lista.accessibleName() == "Resultados da busca de produtos"
    assert tela.lista.accessibleDescription() == (
        "2 de 3: código 10001, PARAFUSO SEXT 1/4 X 1 ZB, R$ 0,45, estoque 1.200")


def test_twelve_rows_fit_exactly(tela: Tela) -> None:
    tela.lista.mostra(resultado(30))
    topo, altura = banda(tela, LIMITE - 1)
    assert topo + altura + tela.lista._prepara().rodape == tela.lista.sizeHint().height()
    assert tela.lista.height() == tela.lista.sizeHint().height()
