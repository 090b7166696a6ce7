"""Selling while the shop's data arrives for the first time, right after it, and over a copy that replaces another."""

import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from balcao.db.replica.arquivo import EstadoReplica, Situacao
from balcao.db.replica.origem import Origem
from balcao.db.replica.sincronia import Sincronizador
from balcao.services.counter import pastas as onde
from balcao.services.counter.venda import Venda
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.replica import SENHA as CREDENCIAL
from tests.apoio.retaguarda import Loja

pytestmark = pytest.mark.servidor_proprio


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    for n, produto in enumerate(sorted(loja.produtos.values())):
        loja.sql("INSERT INTO produto_gtins (produto_id, gtin) VALUES (%s, %s)", produto, f"790{n:09d}0")
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.entra("ana")
        yield um


class Caixa:
    """Scans every bar code at each news of the sync, as the window does on its own thread; one sale, never reopened."""

    def __init__(self, balcao: BalcaoDeTeste) -> None:
        self.balcao = balcao
        self.codigos = [codigo for codigo, in balcao.loja.sql("SELECT gtin FROM produto_gtins ORDER BY gtin")]
        self.venda: Venda | None = None
        self.vendidos: dict[Situacao, set[str]] = {}

    def notou(self, estado: EstadoReplica) -> None:
        """What was found could be sold: an exception here goes up through the sync and fails the test."""
        b = self.balcao.b
        b._sincronizou(estado)
        if not b.pronto():
            return
        if self.venda is None:
            self.venda = b.venda()
        b.renova()
        for codigo in self.codigos:
            achado = self.venda.catalogo.identifica(codigo)
            if achado is not None:
                self.venda.inclui(achado.produto_id, Decimal(1))
                self.vendidos.setdefault(estado.situacao, set()).add(codigo)


def test_vende_durante_a_primeira_carga_logo_depois_e_sobre_a_copia_nova(balcao: BalcaoDeTeste) -> None:
    """A bar code is found only with its product: it arrives first, and its sale was refused as of a product that is
    not in the registry any more."""
    balcao.fecha()
    shutil.rmtree(onde.replica(balcao.pastas))
    balcao.abre()
    balcao.entra("ana")
    caixa, passos = Caixa(balcao), itertools.count()
    sincronizador = Sincronizador(
        balcao.b.replica.pasta, Origem(balcao.loja.empresa.dsn_estacao(balcao.estacao_id, CREDENCIAL),
                                       balcao.estacao_id), programa="teste", agora=lambda: datetime.now(UTC),
        avisa=caixa.notou, relogio=lambda: float(next(passos)))  # tells after every batch
    try:
        sincronizador.puxa()
        todos = set(caixa.codigos)
        assert caixa.vendidos == {Situacao.CARREGANDO: todos, Situacao.EM_DIA: todos}
        antes = balcao.b.replica.arquivo()
        caixa.vendidos.clear()
        sincronizador.recarrega()
        sincronizador.puxa()
        assert balcao.b.replica.arquivo() != antes
        assert caixa.vendidos == {Situacao.RECARREGANDO: todos, Situacao.EM_DIA: todos}
    finally:
        sincronizador.fecha()
