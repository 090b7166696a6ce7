"""F3 in Documentos, by keys: the execution of an item of a service order is registered (TP-020)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from balcao.ui.documentos.apropriar import DialogoApropriacao
from balcao.ui.venda.escolha import DialogoEscolha
from tests.ui.cena import palco
from tests.ui.teclas import digita, tecla
from tests.ui.test_documentos import CenaDocumentos
from tests.ui.test_documentos_situacao import oferecidas, seguinte

K = Qt.Key


@pytest.fixture
def cena(qtbot, fabrica_bancos, tmp_path) -> Iterator[CenaDocumentos]:
    with palco(qtbot, fabrica_bancos, tmp_path) as onde:
        yield CenaDocumentos(qtbot, *onde)


def apropria(cena: CenaDocumentos, quem: str, faz: Any) -> tuple[list[str], list[str]]:
    """F3, the first item, `quem`, and `faz` in the last dialog; returns the items and the persons offered."""
    itens: list[str] = []
    pessoas: list[str] = []

    def pessoa(dialogo: Any) -> None:
        pessoas.extend(oferecidas(dialogo))
        digita(dialogo, quem)
        tecla(dialogo, K.Key_Return)

    def item(dialogo: Any) -> None:
        assert isinstance(dialogo, DialogoEscolha)
        itens.extend(oferecidas(dialogo))
        digita(dialogo, "1")

    with seguinte(cena, DialogoApropriacao, faz), seguinte(cena, _Pessoas, pessoa):
        cena.no_dialogo(item, K.Key_F3)
    cena.para()
    return itens, pessoas


class _Tipo(type):
    def __instancecheck__(cls, um: object) -> bool:
        return isinstance(um, DialogoEscolha) and um.windowTitle().startswith("Quem executou")


class _Pessoas(metaclass=_Tipo):
    """The second choice."""


def test_f3_registra_quem_executou_e_recusa_o_segundo(cena: CenaDocumentos) -> None:
    loja = cena.balcao.loja
    for nome in ("RUI", "BETO"):
        id_ = uuid4()
        loja.sql("INSERT INTO pessoas (id, nome) VALUES (%s, %s)", id_, nome)
        loja.sql("INSERT INTO colaboradores VALUES (%s, 1)", id_)
    loja.muda_tipo("VENDA", categoria="servico", tratamento_responsavel_itens="primeiro_a_executar")
    cena.balcao.puxa()
    cena.balcao.emite(cena.balcao.venda("VENDA", [("P1", 1), ("P2", 1)]))
    pagina = cena.abre()
    assert pagina.acoes.acao("documentos.apropriar").isEnabled()

    def duracao(dialogo: Any) -> None:
        assert dialogo.quando.hasFocus()
        assert len(dialogo.quando.text()) == len("22/11/2026 08:00")
        dialogo.quando.clear()  # the clock of this retaguarda stands still
        tecla(dialogo, K.Key_Tab)
        digita(dialogo, "uma hora")
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: "não é uma duração" in dialogo.erro.text(), timeout=20_000)
        assert dialogo.minutos.hasFocus(), "the cursor stands where it must be mended"
        dialogo.minutos.clear()
        digita(dialogo, "90")
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: not dialogo.isVisible(), timeout=20_000)

    itens, pessoas = apropria(cena, "rui", duracao)
    assert len(itens) == 2
    assert pessoas == ["BETO", "RUI"]
    assert cena.ditos == ["Apropriação registrada."]
    assert loja.sql("SELECT dados ->> 'tecnico', dados ->> 'minutos' FROM eventos WHERE tipo = 'pedido.apropriado'"
                    ) == [("RUI", "90")]

    def recusado(dialogo: Any) -> None:
        dialogo.quando.clear()
        tecla(dialogo, K.Key_Return)
        cena.qtbot.waitUntil(lambda: "BETO não pode" in dialogo.erro.text(), timeout=20_000)
        tecla(dialogo, K.Key_Escape)

    itens, _ = apropria(cena, "beto", recusado)
    assert itens[0].endswith("RUI · apropriado 1 vez")
    assert loja.um("SELECT count(*) FROM eventos WHERE tipo = 'pedido.apropriado'") == 1
