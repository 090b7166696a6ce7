"""What tests of the retaguarda share."""

from collections.abc import Iterator

import pytest

from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import Loja, nova_loja


@pytest.fixture
def loja(fabrica_bancos: FabricaBancos) -> Iterator[Loja]:
    """A small shop in a database of its own (tests/apoio/retaguarda.py)."""
    loja = nova_loja(fabrica_bancos)
    yield loja
    loja.fecha()
