"""A scan while something else is on screen: it enters the sale where that can be seen, or says aloud that it did not.

Keys as a scanner sends them, through the real guard.
"""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout

from balcao.domain.achados import Finding, Severity
from balcao.services.counter.finalizar import Emitido
from balcao.ui.background import Background
from balcao.ui.componentes.dialogo import DialogoValor
from balcao.ui.janela import Janela
from balcao.ui.leitor import Leitor
from balcao.ui.venda.consulta_preco import DialogoConsultaPreco
from balcao.ui.venda.pagina import PaginaVenda
from balcao.ui.venda.resumo import DialogoResumo
from tests.apoio.venda import ServicosDeTeste, nova_venda
from tests.ui.teclas import Relogio, cadencia, espera_teclado

CODIGO = "789001"


@pytest.fixture
def servicos():
    return ServicosDeTeste()


@pytest.fixture
def cena(qtbot, qapp, servicos):
    """(window, page, clock); whatever a scan says is in `janela.ditos`."""
    fundo, relogio, ids = Background(lambda erro: erro), Relogio(), iter(range(100, 999))
    venda = nova_venda()
    identifica = venda.catalogo.identifica
    venda.catalogo.identifica = lambda codigo: identifica("1" if codigo == CODIGO else codigo)
    pagina, janela = PaginaVenda(venda, servicos, fundo, lambda: next(ids)), Janela()
    qtbot.addWidget(janela)
    janela.ditos = []
    pagina.avisou.connect(janela.avisa)
    pagina.informou.connect(janela.informa)
    pagina.avisou.connect(janela.ditos.append)
    janela.entra(pagina, lambda: pagina.acoes, 0)
    with qtbot.waitExposed(janela):
        janela.show()
    leitor = Leitor(qapp, relogio)

    def leu(codigo: str) -> None:  # what app/sessao_tela.py does
        if pagina.aceita_leitura(codigo):
            pagina.leu(codigo)

    leitor.lido.connect(leu)
    leitor.liga()
    yield janela, pagina, relogio
    leitor.fecha()
    leitor.deleteLater()
    assert fundo.para() == []


def varre(widget, relogio):
    relogio.anda(500)
    cadencia(widget, CODIGO + "\r", [4.0] * (len(CODIGO) + 1), relogio)


def abre(qtbot, dialogo):
    qtbot.addWidget(dialogo)
    with qtbot.waitExposed(dialogo):
        dialogo.open()
    espera_teclado(qtbot, dialogo)
    return dialogo


def itens(pagina):
    return [(i.codigo, int(i.quantidade)) for i in pagina.venda.pedido.itens]


def test_over_another_window_it_enters_nothing_and_says_so(qtbot, cena):
    """Configuração, or a document's reason: nobody would see the line arrive."""
    janela, pagina, relogio = cena
    outra = QDialog(janela)
    campo = QLineEdit("15432")
    QVBoxLayout(outra).addWidget(campo)
    abre(qtbot, outra)
    campo.setFocus()
    varre(outra, relogio)
    assert (campo.text(), itens(pagina), outra.isVisible()) == ("15432", [], True)
    [dito] = janela.ditos
    assert CODIGO in dito
    assert CODIGO in janela.faixa.texto
    outra.close()
    janela.activateWindow()
    espera_teclado(qtbot, janela)
    varre(janela, relogio)
    assert itens(pagina) == [("P1", 1)]


def test_over_the_help_it_closes_the_help(qtbot, cena):
    janela, pagina, relogio = cena
    pagina.tela.entrada.setFocus()

    def olha():
        folha = QApplication.activeModalWidget()
        espera_teclado(qtbot, folha)
        varre(folha, relogio)

    QTimer.singleShot(50, olha)
    janela.ajuda()
    assert itens(pagina) == [("P1", 1)]


def test_over_a_quantity_the_line_enters_and_the_quantity_stays_to_be_confirmed(qtbot, cena):
    janela, pagina, relogio = cena
    dialogo = abre(qtbot, DialogoValor("Quantidade", "&Quantidade", "5", str, pagina))
    varre(dialogo, relogio)
    assert itens(pagina) == [("P1", 1)]
    assert (dialogo.isVisible(), dialogo.texto.text()) == (True, "5")
    assert "entrou na venda" in janela.nota.texto or janela.ditos == []


def test_over_the_price_check_it_asks_the_price(qtbot, cena, servicos):
    _, pagina, relogio = cena
    perguntas = []
    dialogo = abre(qtbot, DialogoConsultaPreco(lambda texto: perguntas.append(texto) or "Nada.", "", pagina))
    varre(dialogo, relogio)
    assert (perguntas, itens(pagina)) == ([CODIGO], [])


@pytest.mark.parametrize("recusa", [False, True], ids=["issued", "refused"])
def test_while_a_document_is_on_its_way_a_scan_waits_and_is_not_lost(qtbot, cena, servicos, recusa):
    janela, pagina, relogio = cena
    pagina.itens.leu("2")
    portao, no_caminho = threading.Event(), threading.Event()
    achados = (Finding(code="cliente.inativo", severity=Severity.BLOCK, params={"cliente": "ANA"}),) if recusa else ()

    def emite(_rascunho, _imprime):
        no_caminho.set()
        portao.wait(10)
        return Emitido("" if recusa else "123", "", "" if recusa else "DAV 123 emitido.", achados=achados)

    servicos.emite = emite
    vistos = []

    def confirma():
        dialogo = QApplication.activeModalWidget()
        assert isinstance(dialogo, DialogoResumo)
        espera_teclado(qtbot, dialogo)
        QTest.keyClick(dialogo, Qt.Key.Key_F12)
        assert no_caminho.wait(5)
        varre(dialogo, relogio)
        QTest.keyClick(dialogo, Qt.Key.Key_Escape)
        vistos.append((dialogo.isVisible(), itens(pagina)))
        portao.set()

    QTimer.singleShot(50, confirma)
    pagina.emissao.finaliza()
    assert vistos == [(True, [("P2", 1)])]
    assert itens(pagina) == ([("P2", 1), ("P1", 1)] if recusa else [("P1", 1)])
    assert any("não foi emitido" in dito for dito in janela.ditos) == recusa


def test_what_takes_long_says_wait(qtbot, cena, servicos):
    _, pagina, _ = cena
    pagina.itens.leu("2")
    portao = threading.Event()
    servicos.imprime_ultima = lambda: portao.wait(10) and "Enviado."
    espera = pagina.tela.situacao._espera
    assert not espera.isVisible()
    pagina.emissao.ultima()
    qtbot.waitUntil(espera.isVisible)
    portao.set()
    qtbot.waitUntil(lambda: not espera.isVisible())


@pytest.mark.parametrize(("antes", "quantos"), [("gran", 1), ("15", 1), ("3*", 3), ("3*gran", 3), ("3*15", 3)])
def test_a_scan_behind_something_typed_is_what_enters_and_a_quantity_counts(qtbot, cena, antes, quantos):
    janela, pagina, relogio = cena
    pagina.tela.entrada.setFocus()
    cadencia(janela, antes, [90.0] * len(antes), relogio)
    varre(janela, relogio)
    assert itens(pagina) == [("P1", quantos)]
    assert (pagina.tela.entrada.text(), pagina.tela.aviso.isVisible()) == ("", False)
    assert ("foi deixado de lado" in janela.nota.texto) == (antes != "3*")


def test_what_is_a_code_as_a_whole_is_taken_whole(qtbot, cena):
    """Half a code by hand and the rest at a scanner's pace: P2 is asked for, though the end is a code too."""
    janela, pagina, relogio = cena
    identifica = pagina.venda.catalogo.identifica
    pagina.venda.catalogo.identifica = lambda codigo: identifica("2" if codigo == "A" + CODIGO else codigo)
    pagina.tela.entrada.setFocus()
    cadencia(janela, "A", [90.0], relogio)
    varre(janela, relogio)
    assert itens(pagina) == [("P2", 1)]


def test_a_scan_of_nothing_behind_something_typed_is_told_and_stays(qtbot, cena):
    janela, pagina, relogio = cena
    pagina.tela.entrada.setFocus()
    cadencia(janela, "gran", [90.0] * 4, relogio)
    relogio.anda(500)
    cadencia(janela, "999888\r", [4.0] * 7, relogio)
    assert (itens(pagina), pagina.tela.entrada.text()) == ([], "gran999888")
    assert "999888" in pagina.tela.aviso.text()
