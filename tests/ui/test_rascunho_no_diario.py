"""A change goes to the journal as soon as it is on the screen, and at once when the window closes."""

from decimal import Decimal
from typing import Any

from balcao.ui.background import Faixa
from tests.ui.test_pendencias_janela import Programa, programa

__all__ = ["programa"]


def _no_disco(um: Programa) -> list[int]:
    """How many lines each draft of the journal has; what was never begun does not count."""
    return [len(r.pedido.itens) for r in um.balcao.rascunhos() if r.pedido.itens]


def _venda(um: Programa) -> Any:
    um.entra("ana")
    assert um.sessao.venda is not None
    return um.sessao.venda.venda


def test_a_linha_e_pintada_antes_de_ir_para_o_disco(programa: Programa) -> None:
    """The journal's thread takes turns with the one that paints: it begins behind it."""
    venda = _venda(programa)
    venda.inclui(programa.balcao.loja.produtos["P1"], Decimal(1))
    assert programa.fundo.pendentes(Faixa.DIARIO) == 0
    programa.qtbot.waitUntil(lambda: _no_disco(programa) == [1])
    venda.inclui(programa.balcao.loja.produtos["P2"], Decimal(1))
    venda.desfaz()
    venda.refaz()
    programa.qtbot.waitUntil(lambda: _no_disco(programa) == [2])
    programa.para()


def test_fechar_logo_depois_de_mudar_nao_perde_nem_traz_de_volta(programa: Programa) -> None:
    venda = _venda(programa)
    venda.inclui(programa.balcao.loja.produtos["P1"], Decimal(1))
    programa.sessao.salva()
    assert _no_disco(programa) == [1]
    venda.fecha()
    programa.sessao.salva()
    assert _no_disco(programa) == []
    programa.para()
