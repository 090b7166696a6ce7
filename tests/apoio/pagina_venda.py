"""A sale's page on the screen, for tests that press keys."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pytestqt.qtbot import QtBot

from balcao.domain.fatos import Cliente
from balcao.domain.tipo_pedido import Categoria, TipoPedido
from balcao.domain.tipo_pedido.opcoes import TipoVendedor
from balcao.services.counter.catalogo import Vendedor
from balcao.services.counter.venda import Venda
from balcao.ui.background import Background
from balcao.ui.venda.pagina import PaginaVenda
from tests.apoio.fatos import ANA, tipo
from tests.apoio.venda import ServicosDeTeste
from tests.unit.test_venda import EmMemoria


class Catalogo(EmMemoria):
    """One order type, of these settings; CARLOS sells to ANA, PAULO represents."""

    def __init__(self, **ajustes: Any) -> None:
        super().__init__()
        self._ajustes = ajustes
        self.clientes[ANA] = Cliente(id=ANA, nome="ANA", vendedor_id=5, representante_id=6)

    def tipos(self) -> tuple[TipoPedido, ...]:
        return (tipo(Categoria.ORCAMENTO, id=1, nome="DAV", **self._ajustes),)

    def planos_do_tipo(self, tipo_id: int) -> frozenset[int]:
        return frozenset({2})

    def vendedores(self) -> tuple[Vendedor, ...]:
        return (Vendedor(id=1, nome="BIA"), Vendedor(id=5, nome="CARLOS", atalho="5"),
                Vendedor(id=6, nome="PAULO", tipo=TipoVendedor.REPRESENTANTE))


@contextmanager
def vendas_na_tela(qtbot: QtBot) -> Iterator[Callable[..., PaginaVenda]]:
    """Call it with a sale, and services where they matter: its page, shown, with the keyboard in its entry line. At
    the end nothing of them may be left undone."""
    fundo, ids = Background(lambda erro: erro), itertools.count(100)

    def poe(venda: Venda, servicos: Any = None) -> PaginaVenda:
        pagina = PaginaVenda(venda, servicos or ServicosDeTeste(), fundo, lambda: next(ids))
        qtbot.addWidget(pagina)
        pagina.resize(1024, 768)
        with qtbot.waitExposed(pagina):
            pagina.show()
        pagina.activateWindow()
        pagina.tela.entrada.setFocus()
        qtbot.waitUntil(pagina.tela.entrada.hasFocus)
        return pagina

    yield poe
    assert fundo.para() == []
