"""Looking for products and customers by keys: pages, the end that the terminal sets, and columns (CB-073, CB-106)."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from balcao.domain.resultado_busca import (
    LIMITE,
    PAGINA_CLIENTES,
    LinhaCliente,
    LinhaProduto,
    Motivo,
    Resultado,
)
from balcao.ui.background import Background
from balcao.ui.venda.cliente import DialogoCliente, ModeloClientes
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.venda import ServicosDeTeste, linha, nova_venda

K = Qt.Key
HA = 40


class Servicos(ServicosDeTeste):
    """Forty products and forty customers, of which the terminal shows `maximo`; `adia`: nothing is immediate."""

    def __init__(self, maximo: int = 24) -> None:
        super().__init__()
        self.maximo, self.adia = maximo, False
        self.pedidas: list[int] = []

    def busca(self, texto: str, inicio: int = 0) -> Resultado[LinhaProduto] | None:
        return None if self.adia else self.pagina(texto, inicio)

    def busca_completa(self, texto: str, cancelada: Any, inicio: int = 0) -> Resultado[LinhaProduto]:
        return self.pagina(texto, inicio)

    def pagina(self, texto: str, inicio: int) -> Resultado[LinhaProduto]:
        self.pedidas.append(inicio)
        fim = min(inicio + LIMITE, self.maximo, HA)
        linhas = tuple(linha(1 + n % 2) for n in range(inicio, fim))
        return Resultado(texto, linhas, inicio, fim < min(self.maximo, HA), cortado=fim == self.maximo < HA)

    def conta(self, texto: str, cancelada: Any) -> int | None:
        return HA

    def busca_clientes(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        fim = min(inicio + PAGINA_CLIENTES, self.maximo, HA)
        linhas = tuple(
            LinhaCliente(f"{n:032x}", n, f"CLIENTE {n}", "", "", "", "", "", "", False, False, Motivo.FREGUES)
            for n in range(inicio + 1, fim + 1))
        return Resultado(texto, linhas, inicio, fim < min(self.maximo, HA), cortado=fim == self.maximo < HA)

    def conta_clientes(self, texto: str, cancelada: Any, pessoas: bool = False) -> int | None:
        return HA


@pytest.fixture
def fundo() -> Iterator[Background]:
    feito = Background(lambda erro: erro)
    yield feito
    assert feito.para() == []


def abre(qtbot: QtBot, fundo: Background, servicos: Servicos, **paginas: Any) -> PaginaVenda:
    ids = iter(range(100, 999))
    pagina = PaginaVenda(nova_venda(**paginas), servicos, fundo, lambda: next(ids))  # type: ignore[arg-type,return-value]
    qtbot.addWidget(pagina)
    pagina.resize(1024, 768)
    with qtbot.waitExposed(pagina):
        pagina.show()
    pagina.activateWindow()
    pagina.tela.entrada.setFocus()
    return pagina


@pytest.mark.parametrize("adia", [False, True])
@pytest.mark.parametrize(("maximo", "mostra", "diz"), [
    (24, 24, "Exibindo 24 de 40 – refine a busca"), (100, 40, "29 a 40 de 40")])
def test_page_down_brings_the_next_rows_up_to_the_end_of_the_setting(
        qtbot: QtBot, fundo: Background, maximo: int, mostra: int, diz: str, adia: bool) -> None:
    """CB-073: two values, two lists."""
    servicos = Servicos(maximo)
    servicos.adia = adia
    pagina = abre(qtbot, fundo, servicos)
    lista = pagina.tela.resultados
    qtbot.keyClicks(pagina.tela.entrada, "p")
    qtbot.waitUntil(lambda: len(lista.linhas) == LIMITE)
    for _ in range(8):
        qtbot.keyClick(pagina.tela.entrada, K.Key_PageDown)
        qtbot.waitUntil(lambda: fundo.pendentes() == 0)
    assert len(lista.linhas) == mostra
    assert servicos.pedidas == list(range(0, mostra, LIMITE))  # each page asked for once
    qtbot.waitUntil(lambda: lista._posicao(12) == diz)
    qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    assert len(pagina.venda.pedido.itens) == 1


@pytest.mark.parametrize("exibe", [True, False])
def test_the_balance_is_shown_or_not(qtbot: QtBot, fundo: Background, exibe: bool) -> None:
    """CB-106."""
    pagina = abre(qtbot, fundo, Servicos(), controles_produtos={"cp_exibir_saldo": exibe})
    qtbot.keyClicks(pagina.tela.entrada, "p")
    lista = pagina.tela.resultados
    assert ("estoque" in lista.accessibleDescription()) is exibe
    assert ("disponivel" in lista._prepara()._larguras) is exibe
    assert ("outros" in lista._ocultas) is not exibe


def no_dialogo(faz: Any) -> list[DialogoCliente]:
    feito: list[DialogoCliente] = []

    def tenta() -> None:
        dialogo = QApplication.activeModalWidget()
        if isinstance(dialogo, DialogoCliente) and dialogo.isVisible():
            feito.append(dialogo)
            faz(dialogo)
        else:
            QTimer.singleShot(5, tenta)

    QTimer.singleShot(0, tenta)
    return feito


@pytest.mark.parametrize(("maximo", "linhas", "diz"), [
    (30, 30, "Exibindo 30 de 40 – refine a busca. Ins cadastra um cliente novo."),
    (100, 40, "Ins cadastra um cliente novo.")])
def test_f3_begins_with_who_buys_most_and_chooses_nobody_by_itself(
        qtbot: QtBot, fundo: Background, maximo: int, linhas: int, diz: str) -> None:
    pagina = abre(qtbot, fundo, Servicos(maximo))
    vistos: list[Any] = []

    def olha(dialogo: DialogoCliente) -> None:
        vistos.append(len(dialogo.modelo.linhas))
        qtbot.keyClick(dialogo.texto, K.Key_Return)  # nothing typed, no arrow: nobody was meant
        vistos.append((dialogo.isVisible(), dialogo.escolhido))
        for _ in range(linhas + 5):  # past the first page, to the last row
            qtbot.keyClick(dialogo.texto, K.Key_Down)
        qtbot.waitUntil(lambda: dialogo.dica.text() == diz)
        vistos.append(len(dialogo.modelo.linhas))
        qtbot.keyClick(dialogo.texto, K.Key_Return)
        vistos.append(dialogo.escolhido)

    no_dialogo(olha)
    qtbot.keyClick(pagina.tela.entrada, K.Key_F3)
    assert vistos == [PAGINA_CLIENTES, (True, None), linhas, f"{linhas:032x}"]


def test_enter_during_the_first_load_says_that_products_are_still_coming(
        qtbot: QtBot, fundo: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    servicos = Servicos()
    pagina = abre(qtbot, fundo, servicos)
    monkeypatch.setattr(servicos, "busca", lambda texto, inicio=0: Resultado(texto, (), carregando=True))
    qtbot.keyClicks(pagina.tela.entrada, "7891234567895")
    qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    assert pagina.tela.aviso.text() == ("Nenhum produto com “7891234567895”. Os produtos ainda estão chegando: repita "
                                        "daqui a pouco.")
    assert pagina.tela.entrada.selectedText() == "7891234567895"


def test_enter_before_a_long_search_is_over_does_not_say_that_there_is_none(
        qtbot: QtBot, fundo: Background) -> None:
    servicos = Servicos()
    servicos.adia = True
    pagina = abre(qtbot, fundo, servicos)
    qtbot.keyClicks(pagina.tela.entrada, "sabonete")
    qtbot.keyClick(pagina.tela.entrada, K.Key_Return)
    assert pagina.tela.aviso.text() == "A busca de “sabonete” ainda não terminou. Espere a lista e escolha."
    qtbot.waitUntil(lambda: not pagina.tela.atrasado)
    assert pagina.tela.procurando


@pytest.mark.parametrize(("fantasia", "mostrado"), [
    ("", "BAR DO ZÉ LTDA."), ("BAR DO ZÉ LTDA.", "BAR DO ZÉ LTDA."), ("BAR DO ZÉ", "BAR DO ZÉ LTDA."),
    ("ZÉ DA ESQUINA", "BAR DO ZÉ LTDA. (ZÉ DA ESQUINA)")])
def test_a_fantasy_name_that_the_name_already_says_is_left_out(qapp: QApplication, fantasia: str,
                                                               mostrado: str) -> None:
    cliente = LinhaCliente("0" * 32, 1, "BAR DO ZÉ LTDA.", fantasia, "", "", "", "", "", False, False, Motivo.FREGUES)
    modelo = ModeloClientes(lambda texto, _inicio: Resultado(texto, (cliente,)), qapp)
    modelo.procura("bar")
    assert modelo.index(0, 1).data() == mostrado
