"""A field that names a row of a list, left while the list is still being asked."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from balcao.domain.erros import AmbienteIndisponivel
from balcao.ui.background import Background
from balcao.ui.componentes.contexto import ItemReferencia
from balcao.ui.componentes.referencia import CampoReferencia
from tests.ui.modelos import contexto
from tests.ui.teclas import digita, espera_teclado, tecla


class Demorada:
    """Answers when it is let."""

    def __init__(self, livre: bool) -> None:
        self.livre, self.solta = livre, threading.Event()

    def busca(self, texto: str) -> list[ItemReferencia]:
        assert self.solta.wait(10)
        return [ItemReferencia(um, um) for um in ("Caixa-2",) if texto.casefold() in um.casefold()]

    def item(self, valor: Any) -> ItemReferencia:
        return ItemReferencia(valor, str(valor))


@pytest.fixture
def fundo(qapp: Any) -> Iterator[Background]:
    um = Background(lambda erro: AmbienteIndisponivel(f"inesperado: {erro!r}", ""))
    yield um
    assert um.para(10) == []
    um.deleteLater()


@pytest.mark.parametrize(("livre", "digitado", "valor"), [
    (True, "Caixa", "Caixa"), (True, "caixa-2", "Caixa-2"), (False, "Caixa", "Caixa-2")])
def test_um_texto_livre_fica_como_foi_digitado(qtbot: Any, fundo: Background, livre: bool, digitado: str,
                                               valor: str) -> None:
    """A printer called Caixa is no slip of Caixa-2; a piece of a seller's name is."""
    fonte = Demorada(livre)
    pagina = QWidget()
    campo, outro = CampoReferencia(fonte, contexto(fundo=fundo), ""), QLineEdit()
    caixa = QVBoxLayout(pagina)
    caixa.addWidget(campo)
    caixa.addWidget(outro)
    qtbot.addWidget(pagina)
    pagina.show()
    campo.setFocus()
    espera_teclado(qtbot, pagina)
    digita(pagina, digitado)
    tecla(pagina, Qt.Key.Key_Tab)
    assert outro.hasFocus()
    fonte.solta.set()
    qtbot.waitUntil(lambda: not fundo.pendentes())
    assert campo.valor() == valor
