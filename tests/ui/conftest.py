"""What screen tests share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

_AQUI = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform warns of what it lacks: a window manager, windows above others, grabs."""
    for item in items:
        if _AQUI in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture
def poe(qtbot: QtBot) -> Iterator[Callable[..., Any]]:
    """Puts a sale on the screen: `vendas_na_tela`."""
    from tests.apoio.pagina_venda import vendas_na_tela  # the other screens' tests do not import the sale

    with vendas_na_tela(qtbot) as poe:
        yield poe
