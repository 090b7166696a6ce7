"""The registry of commercial rules, and a type that selects one, by keys (TP-164)."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from uuid_utils.compat import uuid7

from balcao.domain.cadastro.declarados import REGRAS_COMERCIAIS
from balcao.domain.permissoes import Permissao
from balcao.services.counter.cadastros import ServicoCadastro
from balcao.ui.cadastros.lista import PaginaCadastro
from balcao.ui.componentes.contexto import Contexto
from balcao.ui.janela import JANELA
from tests.ui.cena import palco
from tests.ui.teclas import digita
from tests.ui.test_cadastros import CenaCadastros, campo, nomes

K = Qt.Key


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaCadastros]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        feita = CenaCadastros(qtbot, *onde)
        feita.balcao.loja.sql("UPDATE perfis SET permissoes = permissoes || '[\"alterar_tipos_pedido\"]'")
        feita.balcao.entra("bia")
        yield feita


def test_a_rule_is_kept_once_it_limits_something(cena: CenaCadastros) -> None:
    contexto = Contexto(hoje=lambda: date(2026, 3, 10), fundo=cena.fundo)
    pagina: PaginaCadastro = cena.poe(PaginaCadastro(
        ServicoCadastro(cena.balcao.b.retaguarda, REGRAS_COMERCIAIS), contexto, ZoneInfo("America/Sao_Paulo"), uuid7,
        cena.pai), frozenset({str(Permissao.ALTERAR_TIPOS_PEDIDO)}))
    cena.tecla(K.Key_Insert)
    campo(pagina, "nome").foca()
    digita(cena.pai, "DESCONTO 10")
    cena.tecla(K.Key_F12)
    assert "não limita nada" in campo(pagina, "desconto_maximo").erro
    assert cena.balcao.loja.conta("regras_comerciais") == 0
    campo(pagina, "desconto_maximo").foca()
    digita(cena.pai, "10,5")
    cena.tecla(K.Key_F12)
    assert cena.ditos == ["DESCONTO 10: incluída."]
    assert cena.balcao.loja.sql("SELECT nome, politica ->> 'desconto_maximo', politica ->> 'acao' FROM "
                                "regras_comerciais") == [("DESCONTO 10", "10.5", "erro")]
    cena.tecla(K.Key_Escape)
    assert nomes(pagina) == ["DESCONTO 10"]


def test_the_window_has_a_key_for_it() -> None:
    [acao] = [a for a in JANELA if a.id == "janela.regras_comerciais"]
    assert (acao.tecla, acao.metodo) == ("Ctrl+Shift+R", "cadastros.regras_comerciais")
