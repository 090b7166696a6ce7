"""The scenarios of the Configuração window, by keys: on the whole counter, or alone where nothing is kept."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytest_bdd import given, parsers, scenarios, then, when

from balcao.domain.campo import Campo, campos_de
from balcao.domain.terminal import PAGINAS
from balcao.ui.componentes.avisos import Pergunta
from balcao.ui.componentes.controles import Botao
from balcao.ui.componentes.suspensa import ListaSuspensa
from balcao.ui.configuracao.dialogo import DialogoConfiguracao
from balcao.ui.editar_relatorio import DialogoRelatorio
from balcao.ui.formulario.linha_campo import LinhaCampo
from balcao.ui.tema import Rotulo
from tests.scenarios.mundo import PAGINAS_TERMINAL, Mundo
from tests.scenarios.tela import K, Tela, balcao_na_tela
from tests.ui.teclas import digita, espera_teclado, tecla
from tests.ui.test_configuracao import Cena, cena  # noqa: F401  # the fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
scenarios("janela_configuracao.feature")

CTRL = Qt.KeyboardModifier.ControlModifier


def onde_fica(titulo: str) -> tuple[str, str, Campo]:
    """(page, attribute, declaration) of the field with this title."""
    [achado] = [(chave, nome, campo) for chave, modelo in PAGINAS_TERMINAL for nome, campo in campos_de(modelo)
                if campo.titulo == titulo]
    return achado


def janela() -> DialogoConfiguracao:
    """The one that is open."""
    [aberta] = [w for w in QApplication.topLevelWidgets() if isinstance(w, DialogoConfiguracao) and w.isVisible()]
    return aberta


def vai(titulo: str) -> None:
    """The keyboard to a field."""
    chave, nome, _ = onde_fica(titulo)
    janela().paginas.vai(chave, nome)


def linha_de(titulo: str) -> LinhaCampo:
    """The line of a field on its page, which is built when first seen."""
    chave, nome, _ = onde_fica(titulo)
    if chave != "rodape" and chave not in [t.pagina.chave for t in janela().paginas.todas()]:
        janela().paginas.mostra(chave)
    [pagina] = [t for t in janela().paginas.todas() if t.pagina.chave == chave]
    return pagina.formulario.linha(nome)


# ---- the window of the counter

@pytest.fixture
def tela() -> Tela | None:
    """None where the window is alone."""
    return None


@given(parsers.parse('"{login}" está na tela de venda'), target_fixture="tela")
def na_tela(qtbot: Any, qapp: QApplication, mundo: Mundo, login: str) -> Tela:
    return mundo.pilha.enter_context(balcao_na_tela(qtbot, qapp, mundo, login))


@when("abro a Configuração")
def abro(tela: Tela) -> None:
    tela.tecla(K.Key_Comma, CTRL)
    tela.qtbot.waitUntil(lambda: any(isinstance(w, DialogoConfiguracao) and w.isVisible()
                                     for w in QApplication.topLevelWidgets()))
    espera_teclado(tela.qtbot, janela())


@when(parsers.parse('escolho "{quem}" em "{titulo}"'))
def escolho(tela: Tela, quem: str, titulo: str) -> None:
    """A reference: the beginning of the name, and Enter when the list has come."""
    vai(titulo)
    tela.digita(quem)
    tela.qtbot.waitUntil(lambda: any(lista.isVisible() for lista in janela().findChildren(ListaSuspensa)))
    tela.digita("\r")


@when(parsers.parse('vendo "{texto}"'))
def vendo(tela: Tela, texto: str) -> None:
    tela.digita(f"{texto}\r")


@when(parsers.parse('"{login}" entra neste terminal'))
def entra(mundo: Mundo, tela: Tela, login: str) -> None:
    tela.tecla(K.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
    tela.entra(login)
    mundo._venda = tela.venda


@then("a Configuração fechou")
def fechou(tela: Tela) -> None:
    """Within a second of it the sync brings what the retaguarda stored; here it is this step."""
    tela.qtbot.waitUntil(lambda: not any(isinstance(w, DialogoConfiguracao) and w.isVisible()
                                         for w in QApplication.topLevelWidgets()))
    tela.balcao.puxa()
    tela.controle._mudou.emit()


@then("a Configuração continua aberta")
def continua_aberta(qtbot: Any) -> None:
    assert janela().isVisible()
    espera_teclado(qtbot, janela())


@then(parsers.re(r'"(?P<titulo>[^"]+)" (?P<resultado>mostra|não mostra) "(?P<valor>[^"]*)"'))
def mostra(titulo: str, resultado: str, valor: str) -> None:
    assert (linha_de(titulo).widget.text() == valor) is (resultado == "mostra")


@then(parsers.parse('sou perguntado "{titulo}"'))
def perguntado(titulo: str) -> None:
    [pergunta] = [p for p in janela().findChildren(Pergunta) if p.isVisible()]
    assert pergunta.windowTitle() == titulo


@when(parsers.parse('respondo com a tecla de "{resposta}"'))
def respondo(tela: Tela, resposta: str) -> None:
    """The key that the answer's button says."""
    [pergunta] = [p for p in janela().findChildren(Pergunta) if p.isVisible()]
    espera_teclado(tela.qtbot, pergunta)
    teclas = {"F12": K.Key_F12, "ESC": K.Key_Escape}
    [qual] = [t for botao in (pergunta.sim, pergunta.nao) for nome, t in teclas.items()
              if botao.text() == f"{resposta} ({nome})"]
    tecla(pergunta, qual)


@then(parsers.re(r'neste terminal um documento novo nasce com o vendedor "(?P<login>[^"]*)"'))
def nasce_aqui(tela: Tela, login: str) -> None:
    tela.venda.novo()
    assert tela.venda.pedido.vendedor_id == (tela.balcao.loja.usuarios[login] if login else None)


@then(parsers.re(r'em outro terminal um documento novo nasce com o vendedor "(?P<login>[^"]*)"'))
def nasce_noutro(mundo: Mundo, login: str) -> None:
    assert mundo.no_terminal("T2").pedido.vendedor_id == (mundo.loja.usuarios[login] if login else None)


# ---- the window alone

@given("a Configuração aberta")
def aberta(cena: Cena) -> None:
    cena.abre()


@when(parsers.parse('escrevo "{valor}" em "{titulo}"'))
def escrevo(tela: Tela | None, valor: str, titulo: str) -> None:
    vai(titulo)
    tecla(janela(), Qt.Key.Key_A, CTRL)
    if tela is None:
        digita(janela(), valor)
    else:  # slowly: the scanner's guard listens there
        tela.digita(valor)


@when(parsers.parse('escolho o menu "{menu}"'))
def escolho_menu(menu: str) -> None:
    """By the arrows, from the first of the list."""
    menus = janela().paginas.menus
    menus.setFocus()
    tecla(janela(), Qt.Key.Key_Home)
    for _ in range(menus.count()):
        if menus.currentItem().text().strip() == menu:
            return
        tecla(janela(), Qt.Key.Key_Down)
    raise LookupError(f"não há o menu “{menu}”")


@when(parsers.parse('volto ao menu de "{titulo}"'))
def volto(titulo: str) -> None:
    chave, _, _ = onde_fica(titulo)
    [pagina] = [p for p in PAGINAS if p.chave == chave]
    escolho_menu(pagina.titulo or pagina.menu)


@when("confirmo com F12")
def confirmo() -> None:
    tecla(janela(), Qt.Key.Key_F12)


@when("teclo ESC")
def esc() -> None:
    tecla(janela(), Qt.Key.Key_Escape)


@then(parsers.parse('o menu aberto é "{menu}"'))
def menu_aberto(menu: str) -> None:
    """Its entry carries the bar, and its page is the one shown."""
    paginas = janela().paginas
    assert paginas.menus.currentItem().text().strip() == menu
    assert (paginas.tela.pagina.titulo or paginas.tela.pagina.menu) == menu


def titulos() -> list[str]:
    """Of the fields that can be seen between the menus and the footer."""
    formulario = janela().paginas.tela.formulario
    return [linha.campo.titulo for linha in formulario.linhas_visiveis() if linha.isVisible()]


@then(parsers.parse('a página mostra "{titulo}"'))
def pagina_mostra(titulo: str) -> None:
    assert titulo in titulos()


@then(parsers.parse('a página não mostra "{titulo}"'))
def pagina_nao_mostra(titulo: str) -> None:
    assert titulo not in titulos()


@then(parsers.parse('fica gravado só "{titulo}" = "{valor}"'))
def gravado_so(cena: Cena, titulo: str, valor: str) -> None:
    cena.espera_gravar()
    [gravacao] = cena.caderno.pedidos
    assert [(m.campo.titulo, str(m.depois)) for m in gravacao.mudancas] == [(titulo, valor)]


@then(parsers.parse('o cursor está em "{titulo}", que diz "{erro}"'))
def cursor_em(titulo: str, erro: str) -> None:
    assert linha_de(titulo).widget.hasFocus()
    assert linha_de(titulo).erro == erro


# ---- the help of a field

@when(parsers.parse('teclo F1 em "{titulo}"'))
def f1(titulo: str) -> None:
    vai(titulo)
    tecla(janela(), Qt.Key.Key_F1)


@then(parsers.re(r'a ajuda (?P<resultado>diz|não diz) "(?P<frase>[^"]+)"'))
def ajuda_diz(resultado: str, frase: str) -> None:
    ajuda = janela().paginas.tela.formulario.texto_ajuda
    assert ajuda
    assert (frase in ajuda) is (resultado == "diz")


@then("a ajuda sai e a Configuração continua aberta")
def ajuda_sai() -> None:
    assert janela().paginas.tela.formulario.texto_ajuda == ""
    assert janela().isVisible()


# ---- the footer's groups

def botoes(grupo: str) -> dict[str, Botao]:
    """What a group of the footer offers, by what it says."""
    [titulo] = [r for r in janela().rodape.findChildren(Rotulo) if r.text() == grupo]
    return {b.text(): b for b in titulo.parentWidget().findChildren(Botao) if b.isVisible()}


@then(parsers.parse('no rodapé o grupo "{grupo}" oferece só "{texto}"'))
def oferece_so(grupo: str, texto: str) -> None:
    assert list(botoes(grupo)) == [texto]


@then(parsers.parse('no rodapé o grupo "{grupo}" não oferece "{texto}"'))
def nao_oferece(grupo: str, texto: str) -> None:
    assert botoes(grupo)
    assert texto not in botoes(grupo)


@when(parsers.parse('aperto "{texto}"'), target_fixture="relatorio")
def aperto(tela: Tela, texto: str) -> DialogoRelatorio:
    """Space on the button, which has the keyboard."""
    botoes("Relatórios")[texto].setFocus()
    tela.digita(" ")
    tela.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DialogoRelatorio))
    return QApplication.activeModalWidget()


@then(parsers.parse('posso editar o papel de "{um}" e o de "{outro}"'))
def posso_editar(relatorio: DialogoRelatorio, um: str, outro: str) -> None:
    assert [relatorio.documento.itemText(n) for n in range(relatorio.documento.count())] == [um, outro]
    relatorio.reject()
