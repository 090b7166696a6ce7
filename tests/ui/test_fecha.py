"""Closing the window: what is open is on the disk in its newest state, and no thread stays behind."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.permissoes import Permissao
from balcao.ui.background import Faixa
from balcao.ui.cadastros.lista import PaginaCadastro
from balcao.ui.componentes.avisos import Pergunta
from tests.apoio.balcao import balcao_de, servico
from tests.apoio.retaguarda import nova_loja
from tests.scenarios.tela import K, Tela

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def aberta(qtbot, qapp, fabrica_bancos, tmp_path):
    """A counter whose window is open, with a product in the draft."""
    loja = nova_loja(fabrica_bancos)
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as balcao:
        tela = Tela(qtbot, qapp, balcao)
        try:
            tela.entra("ana")
            tela.digita("P1\r")
            assert [i.codigo for i in tela.venda.pedido.itens] == ["P1"]
            yield tela
        finally:
            if not tela.fechada:
                tela.fecha()
    loja.fecha()


def test_what_still_waits_for_the_disk_is_written_before_the_window_is_gone(aberta: Tela):
    """The journal's lane was behind (a slow disk) when the window closed: the newest state is what stays."""
    fundo, portao, rascunhos = aberta.controle.fundo, threading.Event(), aberta.balcao.b.rascunhos
    fundo.executa(Faixa.DIARIO, "disco lento", lambda _ficha: portao.wait(20))
    aberta.digita("5*P1\r")
    soltura = threading.Timer(0.3, portao.set)
    soltura.start()
    aberta.fecha()
    soltura.join()
    assert [linha.name for linha in threading.enumerate() if linha.name in set(Faixa)] == []
    (rascunho,) = rascunhos.abertos()
    assert [int(item.quantidade) for item in rascunho.pedido.itens] == [1, 5]


def test_a_disk_that_refuses_does_not_keep_the_program_open(aberta: Tela, tmp_path, monkeypatch):
    """Whatever the last write says, everything is closed and the record has it."""
    def cheio(_rascunho: object) -> None:
        raise AmbienteIndisponivel("O disco está cheio.", "Libere espaço.")

    monkeypatch.setattr(aberta.balcao.b.rascunhos, "guarda", cheio)
    saiu: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: saiu.append(True))
    aberta.fecha()
    assert saiu == [True]
    assert [linha.name for linha in threading.enumerate() if linha.name in set(Faixa)] == []
    assert "O disco está cheio." in aberta.controle._guarda._registro.arquivo.read_text(encoding="utf-8")


def test_closing_names_the_record_that_was_not_stored(aberta: Tela, qtbot):
    """Ctrl+Shift+T, a new type, its name; the window asks before it takes that away, and the sale is still there."""
    aberta.tecla(K.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    pagina = aberta.janela.paginas.currentWidget()
    assert isinstance(pagina, PaginaCadastro)
    qtbot.waitUntil(lambda: pagina.lista.tabela.atual is not None, timeout=20_000)
    pagina.abre(frozenset({Permissao.ALTERAR_TIPOS_PEDIDO.value}))  # ana, of the sale, may not
    aberta.tecla(K.Key_Insert)
    pagina.ficha.ficha.formulario.foca("nome")
    aberta.digita("ENCOMENDA")
    aberta.janela.close()
    pergunta = QApplication.activeModalWidget()
    assert isinstance(pergunta, Pergunta)
    assert "“Novo tipo de pedido” não foi gravado" in pergunta.findChildren(QLabel)[1].text()
    pergunta.reject()
    aberta.tecla(K.Key_Escape)
    QApplication.activeModalWidget().accept()
    qtbot.waitUntil(lambda: pagina.ficha is None and pagina.lista.tabela.hasFocus())
    aberta.tecla(K.Key_Escape)
    assert aberta.janela.paginas.currentWidget() is aberta.pagina
    assert [i.codigo for i in aberta.venda.pedido.itens] == ["P1"]
