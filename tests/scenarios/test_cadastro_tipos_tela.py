"""The scenarios of the form of order types that the screen itself decides, worked by keys."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytest_bdd import parsers, scenarios, then, when
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.declarados import TIPOS_PEDIDO
from balcao.services.counter.cadastros import ServicoCadastro
from balcao.ui.cadastros.lista import PaginaCadastro
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.componentes.suspensa import ListaSuspensa
from tests.scenarios.mundo import FUSO, Mundo
from tests.ui.cena import Cena, palco_da_loja

K = Qt.Key
scenarios("cadastro_tipos_tela.feature")


@pytest.fixture
def cena(qtbot, mundo: Mundo) -> Iterator[Cena]:
    with palco_da_loja(qtbot, mundo.loja, mundo.pasta) as onde:
        yield Cena(qtbot, *onde)


@when(parsers.re(r'"(?P<login>\w+)" abre o formulário para (?:incluir|(?:alterar|consultar) "(?P<nome>[^"]+)")'),
      target_fixture="linha")
def abre(cena: Cena, mundo: Mundo, login: str, nome: str | None) -> Any:
    """The field of the commercial rules, with the keyboard in it."""
    cena.balcao.entra(login)
    for velha in cena.pai.findChildren(PaginaCadastro):  # two pages would share their keys
        velha.hide()
        velha.deleteLater()
    pagina: PaginaCadastro = cena.poe(PaginaCadastro(
        ServicoCadastro(cena.balcao.b.retaguarda, TIPOS_PEDIDO),
        Contexto(hoje=lambda: mundo.hoje, fundo=cena.fundo), FUSO, uuid7, cena.pai),
        frozenset(map(str, mundo.loja.usuario(login).permissoes)))
    if nome is None:
        cena.tecla(K.Key_Insert)
    else:
        modelo = pagina.lista.tabela.modelo
        pagina.lista.tabela.selectRow([modelo.index(i, 0).data() for i in range(modelo.rowCount())].index(nome))
        cena.tecla(K.Key_F2)
    assert pagina.ficha is not None
    linha = pagina.ficha.ficha.formulario.linha("regras_comerciais")
    linha.foca()
    cena.para()
    return linha


@then(parsers.re(r'as regras comerciais oferecidas são "(?P<nomes>[^"]*)"'))
def oferecidas(cena: Cena, linha: Any, nomes: str) -> None:
    """↓ shows them all; "": no list drops."""
    cena.tecla(K.Key_Down)
    vistas = [um for um in cena.pai.findChildren(ListaSuspensa) if um.isVisible()]
    assert [texto for lista in vistas for texto in lista.textos()] == [nome for nome in nomes.split(", ") if nome]


@then(parsers.re(r'as regras comerciais marcadas são "(?P<nomes>[^"]*)"'))
def marcadas(linha: Any, nomes: str) -> None:
    assert linha.editor.textos() == [nome for nome in nomes.split(", ") if nome]
